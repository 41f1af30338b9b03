"""What the database knows of our tables when it plans a query."""

from django.apps import apps
from django.db import connection


def filled(tables):
    """Those of our own tables, given by name, that have rows; one query for all."""
    ours = [
        # The names are those of our models, nothing that anybody typed.
        f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")"  # noqa: S608 (see above)
        for one in sorted(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ours))
        return [name for (name,) in cursor.fetchall()]


def count_anew():
    """
    Have the database count the rows of every table that has some.

    It does so by itself within a minute of many changes. Until then it may plan for a table
    that was empty, and a list of 34 cities takes seconds: so whatever brings in many rows at
    once ends with this. A table without rows is passed over, for it may fill in that minute.
    """
    models = apps.get_models(include_auto_created=True)
    names = [f'"{name}"' for name in filled({model._meta.db_table for model in models})]
    if names:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(names)}")
