from datetime import date

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from office import planner, roles
from office.models import Office
from tests import database, factories, forms


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """A database of this process's own; the options --reuse-db and --create-db change nothing."""
    with django_db_blocker.unblock(), database.copied():
        yield


# What every test finds made by the migrations, and none changes for good.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty_tables(_case):
    """
    Leave the tables as the migrations made them, after a test whose transactions were real.

    Django truncates them all and makes the permissions anew, which takes sixty times as long
    as deleting what the test wrote. Foreign keys are asked at the end of the transaction only.
    """
    names = {*connection.introspection.django_table_names(only_existing=True)} - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        for name in planner.filled(names):
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 (the name of a table of ours)


TransactionTestCase._fixture_teardown = empty_tables


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test begins without an office, and in the language of the settings."""
    Office.objects.forget()
    translation.deactivate()
    yield
    Office.objects.forget()
    translation.deactivate()


@pytest.fixture
def office(db):
    """An office of a city that does not exist, whose original language is Italian."""
    return factories.make_office()


@pytest.fixture
def june(monkeypatch, office):
    """Today is 1 June 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 6, 1))


class People(dict):
    """A person per role, by the key of the role; each is made when somebody asks for them."""

    def __missing__(self, role):
        self[role] = factories.make_user(role)
        return self[role]

    def all(self):
        return {role.key: self[role.key] for role in roles.ROLES}


@pytest.fixture
def people(db, office):
    return People()


@pytest.fixture
def clerk(office, settings):
    """An officer's browser, who is taken to have a second factor."""
    settings.DEMONSTRATION = True
    return forms.signed_in("officer")


@pytest.fixture
def back_office(client, people, settings):
    """Signs in as the holder of a role, who is taken to have a second factor."""
    settings.DEMONSTRATION = True

    def sign_in(role):
        client.force_login(people[role])
        return client

    return sign_in
