"""What the database knows of our tables when it plans a query."""

from django.apps import apps
from django.db import connection


def count_anew():
    """
    Have the database count the rows of every table that has some.

    It does so by itself within a minute of many changes. Until then it may plan for a table
    that was empty, and a list of 34 cities takes seconds: so whatever brings in many rows at
    once ends with this. A table without rows is passed over, for it may fill in that minute.
    """
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    # One query for all; the names are those of our own models, nothing that anybody typed.
    ours = [f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")" for one in sorted(tables)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ours))
        filled = [f'"{name}"' for (name,) in cursor.fetchall()]
        if filled:
            cursor.execute(f"ANALYZE {', '.join(filled)}")
