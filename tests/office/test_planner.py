"""The database plans for the rows that are there."""

import pytest
from django.db import connection

from office.planner import count_anew
from tests import factories

pytestmark = pytest.mark.django_db


def counted(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_what_came_is_counted_and_an_empty_table_is_not(office):
    before = counted("partnerships_agreement")
    for _n in range(3):
        factories.make_city()

    count_anew()

    assert counted("directory_city") == 3
    assert counted("partnerships_agreement") == before
