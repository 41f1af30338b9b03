"""What the back-office says in Django's place."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from office.text import labelled
from tests import factories
from tests.forms import send

pytestmark = pytest.mark.django_db


def in_italian(user):
    user.language = "it"
    user.save()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_a_saved_record_is_told_without_a_gender_and_with_a_link(back_office, people):
    city = factories.make_city("Kyoto")
    in_italian(people["officer"])
    url = f"/admin/directory/city/{city.pk}/change/"

    response = send(back_office("officer"), url, _continue="1")
    told = messages_of(back_office("officer").get(response.url))

    link = f'<a href="{url}">Kyoto</a>'
    assert told == [f"Scheda salvata: città “{link}”. La modifica può continuare."]


def test_pages_are_headed_by_the_list_the_record_or_what_is_added(back_office, people):
    city = factories.make_city("Kyoto")
    in_italian(people["officer"])
    client = back_office("officer")
    base = "/admin/directory/city/"

    titles = [
        client.get(url).context["title"]
        for url in (base, f"{base}add/", f"{base}{city.pk}/change/")
    ]

    assert titles == ["Città", "Aggiungi: città", "Kyoto"]


@pytest.mark.parametrize("language", ["it", "fr", "de", "es"])
def test_our_words_come_before_those_of_django(language):
    with translation.override(language):
        assert gettext("Add %(name)s").endswith(": %(name)s")
        assert gettext("Model name") != "Model name"


@pytest.mark.parametrize(
    ("language", "joined"), [("fr", "Ville\u00a0: Kyoto"), ("it", "Ville: Kyoto")]
)
def test_a_label_stands_before_the_sign_of_its_language(language, joined):
    with translation.override(language):
        assert labelled("Ville", "Kyoto") == joined


def test_nothing_is_said_after_signing_in(client, office, settings):
    """The browser's language would say it, and the page behind it speaks the account's."""
    settings.DEMONSTRATION = True
    user = factories.make_user("officer")
    user.set_password("a-long-password-of-a-test")
    user.save()

    response = client.post(
        "/accounts/login/",
        {"login": user.email, "password": "a-long-password-of-a-test"},
        follow=True,
    )

    assert response.wsgi_request.user == user
    assert messages_of(response) == []


def test_who_has_no_second_factor_is_told_why_the_back_office_stays_shut(client, office):
    client.force_login(factories.make_user("head"))

    response = client.get("/admin/", follow=True)

    assert messages_of(response) == ["The back-office opens once you have added a second factor."]
