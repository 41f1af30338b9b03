import pytest

from office import roles
from office.models import Office
from tests import factories


@pytest.fixture(autouse=True)
def no_office_remembered():
    Office.objects.forget()
    yield
    Office.objects.forget()


@pytest.fixture
def office(db):
    """An office of a city that does not exist, whose original language is Italian."""
    return factories.make_office()


@pytest.fixture
def people(db, office):
    """One person per role, by the key of the role."""
    return {role.key: factories.make_user(role.key) for role in roles.ROLES}


@pytest.fixture
def back_office(client, people, settings):
    """Signs in as the holder of a role, who is taken to have a second factor."""
    settings.DEMONSTRATION = True

    def sign_in(role):
        client.force_login(people[role])
        return client

    return sign_in
