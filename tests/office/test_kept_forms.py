"""What was typed when the session had run out is there again after signing in."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from office.backoffice import kept
from office.models import Source
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/office/source/add/"
NOTHING_SAVED = "Nothing is saved yet"


@pytest.fixture(autouse=True)
def no_second_factor(settings, office):
    settings.DEMONSTRATION = True


@pytest.fixture
def officer():
    return signed_in("officer")


def end_sessions():
    """The sessions run out, while the page stays open in the browser."""
    Session.objects.all().delete()


def sign_in(client, user, **kwargs):
    """Sign in by the page, as a person does; the address that the browser is sent to."""
    data = {"login": user.email, "password": "a long password 1", **kwargs}
    return client.post(reverse("account_login"), data).url


def sent_too_late(client, path, **typed):
    """Open the page, let the session run out, send it; the answer."""
    opened = form_of(client.get(path)) | typed
    end_sessions()
    return client.post(path, opened)


def test_a_form_sent_too_late_leads_to_the_sign_in(officer):
    answer = sent_too_late(officer, ADD, title="A book")

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/admin/login/")
    assert Source.objects.count() == 0


@pytest.mark.parametrize("where", ["add", "change", "popup"])
def test_the_same_person_finds_the_form_filled_and_can_save_it(officer, where):
    change = reverse("admin:office_source_change", args=[factories.make_source("Old").pk])
    url = {"add": ADD, "change": change, "popup": f"{ADD}?_popup=1"}[where]
    sent_too_late(officer, url, title="A book", url="https://book.example")

    back = sign_in(officer, officer.user, next=url)
    shown = officer.get(back)

    assert (back, NOTHING_SAVED in shown.content.decode()) == (url, True)
    assert not Source.objects.filter(title="A book").exists()
    saved = send(officer, url, form_of(shown))
    assert saved.status_code == (200 if where == "popup" else 302)
    assert Source.objects.get(title="A book").url == "https://book.example"


def test_the_popup_stays_one(officer):
    sent_too_late(officer, f"{ADD}?_popup=1", title="A book")
    sign_in(officer, officer.user)

    shown = officer.get(f"{ADD}?_popup=1")

    assert form_of(shown)["_popup"] == "1"


def test_it_is_shown_once(officer):
    sent_too_late(officer, ADD, title="A book")
    sign_in(officer, officer.user)
    officer.get(ADD)

    assert form_of(officer.get(ADD))["title"] == ""


def test_another_person_gets_nothing_of_it(officer):
    sent_too_late(officer, ADD, title="A book")
    sign_in(officer, factories.make_user("officer"))

    first, second = officer.get(ADD), officer.get(ADD)

    assert [form_of(page)["title"] for page in (first, second)] == ["", ""]


@pytest.mark.parametrize(
    "typed",
    [
        {"filled_by": ""},
        {"filled_by": "MQ:1tampered:with"},
        {"title": "x" * kept.LARGEST},
    ],
    ids=["without a note", "a false note", "too large"],
)
def test_what_is_not_kept(officer, typed):
    sent_too_late(officer, ADD, **{"title": "A book", **typed})
    sign_in(officer, officer.user)

    assert form_of(officer.get(ADD))["title"] == ""


def test_what_others_saved_meanwhile_is_not_overwritten_by_a_kept_form(officer):
    source = factories.make_source("A book")
    change = reverse("admin:office_source_change", args=[source.pk])
    sent_too_late(officer, change, title="My book")
    source.title = "Their book"
    source.save()
    sign_in(officer, officer.user)

    page = send(officer, change, form_of(officer.get(change)))

    assert "Which version stands?" in page.content.decode()
    assert Source.objects.get().title == "Their book"


def test_passwords_are_not_kept(office):
    head = signed_in("head")
    sent_too_late(head, "/admin/office/user/add/", name="Ada", new_password="a secret word 1")

    session = Session.objects.get().get_decoded()

    assert "Ada" in session[kept.KEY]["form"]
    assert "secret" not in session[kept.KEY]["form"]


def test_nobody_can_hand_a_form_to_another_person(officer):
    """Their own note in a form that they make another person send is worth nothing."""
    attacker = factories.make_user("officer")
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer.user)

    client.post(ADD, {"title": "A trap", "filled_by": kept.signature(attacker)})

    assert form_of(client.get(ADD))["title"] == ""


def with_old_token(client, url, **typed):
    opened = form_of(client.get(url)) | typed
    return client.post(url, opened | {"csrfmiddlewaretoken": "x" * 64})


@pytest.fixture
def checked(officer):
    """The officer's browser, with the check of the token that the test client leaves out."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer.user)
    return client


def test_a_form_with_an_old_token_is_shown_again_and_can_be_saved(checked):
    answer = with_old_token(checked, ADD, title="A book")
    shown = checked.get(answer.url)

    assert (answer.url, NOTHING_SAVED in shown.content.decode()) == (ADD, True)
    assert send(checked, ADD, form_of(shown)).status_code == 302
    assert [source.title for source in Source.objects.all()] == ["A book"]


def test_an_old_token_without_our_note_is_refused_with_an_explanation(checked):
    answer = with_old_token(checked, ADD, title="A book", filled_by="")

    assert answer.status_code == 403
    assert "Please send it again" in answer.content.decode()


def test_a_form_that_says_that_it_is_restored_saves_nothing(officer):
    answer = send(officer, ADD, title="A book", _restored="session")

    assert (answer.status_code, Source.objects.count()) == (200, 0)
