"""A program is kept out of a public form; a person who is taken for one loses nothing."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django import forms
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.utils import timezone, translation

from office import files, guards, uploads
from relint.settings import CACHES
from tests.files import pdf, upload

pytestmark = pytest.mark.django_db
LOST_NOTHING = "Nothing that you typed is lost: look it over, and send it once more."


@pytest.fixture(autouse=True)
def in_english():
    cache.clear()
    with translation.override("en"):
        yield


class WishForm(guards.GuardedForm, forms.Form):
    name = forms.CharField()
    letter = files.DocumentFormField(required=False)


def opened(ago=timedelta(minutes=1), **values):
    """What a browser sends of a form that was opened so long ago."""
    return {
        "name": "Ada",
        "homepage": "",
        "form_id": guards.stamp(uuid4(), timezone.now() - ago),
    } | values


def test_what_a_person_sends_is_taken_with_the_key_of_its_form():
    blank = WishForm()
    form_id = blank.form_id
    sent = opened(form_id=guards.stamp(form_id, timezone.now() - timedelta(hours=5)))

    form = WishForm(sent)

    assert form.is_valid()
    assert form.cleaned_data == {
        "name": "Ada",
        "letter": None,
        "homepage": "",
        "form_id": form_id,
    }
    assert isinstance(form.form_id, UUID)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"ago": timedelta(seconds=1)}, "This form was sent within a few seconds, as programs do."),
        ({"ago": timedelta(hours=25)}, "This form was opened more than a day ago."),
        ({"ago": -timedelta(hours=1)}, "This form was opened more than a day ago."),
        ({"form_id": "1:forged"}, "This form was opened more than a day ago."),
        ({"form_id": ""}, "This form was opened more than a day ago."),
        ({"homepage": "http://x"}, "A field that people do not see was filled in."),
    ],
)
def test_what_a_program_sends_comes_back_filled_in_and_goes_through_later(values, why, monkeypatch):
    sent = opened(**values)

    form = WishForm(sent)

    assert form.errors == {"__all__": [f"{why} {LOST_NOTHING}"]}
    again = {name: form[name].value() for name in ("name", "homepage", "form_id")}
    assert (again["name"], again["homepage"]) == ("Ada", "")
    if guards.read_stamp(sent["form_id"]):
        assert guards.read_stamp(again["form_id"])[0] == guards.read_stamp(sent["form_id"])[0]
    later = timezone.now() + timedelta(seconds=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert WishForm(again).is_valid()


def test_other_errors_ask_for_no_new_time():
    sent = opened(name="")

    form = WishForm(sent)

    assert list(form.errors) == ["name"]
    assert form["form_id"].value() == sent["form_id"]


def test_who_has_other_errors_is_not_taken_for_a_program_by_haste():
    form = WishForm(opened(ago=timedelta(seconds=1), name=""))

    assert form.errors == {"name": ["This field is required."]}


def test_the_unseen_field_is_offered_to_nobody():
    form = WishForm()

    assert [field.name for field in form.visible_fields()] == ["name", "letter"]
    assert [field.name for field in form.hidden_fields()] == ["homepage", "form_id"]
    html = str(form["homepage"])
    assert '<div class="unseen" aria-hidden="true">' in html
    assert 'autocomplete="off"' in html
    assert 'tabindex="-1"' in html
    assert "style=" not in html


def test_an_unfinished_form_goes_on_under_its_key():
    form_id = uuid4()

    form = WishForm(form_id=form_id)

    assert (form.form_id, guards.read_stamp(form["form_id"].value())[0]) == (form_id, form_id)


def test_two_forms_on_a_page_do_not_mix():
    sent = {f"one-{name}": value for name, value in opened().items()}

    assert WishForm(sent, prefix="one").is_valid()
    assert not WishForm(sent, prefix="two").is_valid()


# ---------------------------------------------------------------- a file without an account


def test_a_chosen_file_belongs_to_its_form():
    sent = opened(name="")
    form = WishForm(sent, {"letter": upload(pdf("kept"), "Città.pdf")})
    assert "Chosen already: Città.pdf." in str(form["letter"])
    reference = form["letter"].value().reference = uploads.keep(
        form["letter"].value(), by=form.form_id
    )

    again = WishForm(sent | {"name": "Ada", "letter-kept": reference})
    other = WishForm(opened() | {"letter-kept": reference})

    assert again.is_valid()
    assert again.cleaned_data["letter"].read() == pdf("kept")
    assert other.is_valid()
    assert other.cleaned_data["letter"] is None


@pytest.mark.parametrize(
    ("name", "most"), [("MOST_OF_STRANGERS", 0), ("MOST_BYTES_OF_STRANGERS", 10)]
)
def test_strangers_keep_so_much_and_no_more(monkeypatch, name, most):
    monkeypatch.setattr(uploads, name, most)

    form = WishForm(opened(name=""), {"letter": upload(pdf(), "letter.pdf")})

    assert list(form.errors) == ["name"]
    html = str(form["letter"])
    assert "letter.pdf could not be kept while the form is set right: choose it again." in html
    assert "letter-kept" not in html


def test_the_clock_deletes_what_strangers_left(monkeypatch):
    uploads.sweep()
    form_id = uuid4()
    reference = uploads.keep(upload(pdf()), by=form_id)
    assert (uploads.sweep(), uploads.take(reference, by=form_id).read()) == (0, pdf())

    later = timezone.now() + uploads.KEPT_FOR * 1.1
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert uploads.sweep() >= 1
    assert uploads.paths_in(uploads.STRANGERS_FOLDER) == []


def test_nobody_keeps_nothing():
    with pytest.raises(ValueError, match="account or for a form"):
        uploads.keep(upload(pdf()), by=None)


# ---------------------------------------------------------------- how many


def post(rf, address="192.0.2.1", **headers):
    return rf.post("/", REMOTE_ADDR=address, headers=headers)


def test_one_address_sends_so_many_and_another_still_may(rf):
    answers = [guards.limited(post(rf), "wish", "2/h,3/d,10/h/key") for _n in range(3)]

    assert answers == [False, False, True]
    assert not guards.limited(post(rf, "192.0.2.2"), "wish", "2/h,3/d,10/h/key")
    assert not guards.limited(post(rf), "another", "2/h,3/d,10/h/key")


def test_all_together_send_so_many(rf):
    answers = [guards.limited(post(rf, f"192.0.2.{n}"), "wish", "2/h,3/h/key") for n in range(4)]

    assert answers == [False, False, False, True]


@pytest.mark.parametrize(("proxies", "answers"), [(0, [False, True]), (1, [False, False])])
def test_behind_a_proxy_the_client_counts_and_not_what_it_claims(rf, settings, proxies, answers):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    claims = ["203.0.113.9, 198.51.100.1", "203.0.113.9, 198.51.100.2"]

    found = [guards.limited(post(rf, **{"x-forwarded-for": one}), "wish", "1/h") for one in claims]

    assert found == answers


def test_other_limits_hold_where_a_form_has_its_own(rf):
    request, forms_sent = post(rf), [WishForm(opened()) for _n in range(3)]
    assert all(form.is_valid() for form in forms_sent)

    assert [form.is_let_in(request, "wish", "2/h") for form in forms_sent] == [True, True, False]


def test_strangers_do_not_push_limits_out_of_the_cache():
    own = CACHES["default"]

    cache_of_processes = DatabaseCache(own["LOCATION"], own)

    # Two keys for each address from which forms come.
    assert cache_of_processes._max_entries >= 2 * 10_000


def test_too_many_is_told_in_the_form(rf, monkeypatch):
    request = post(rf)
    for _n in range(5):
        assert WishForm(opened()).is_valid()
        form = WishForm(opened())
        form.is_valid()
        assert form.is_let_in(request, "wish")

    form = WishForm(opened())
    assert form.is_valid()
    assert not form.is_let_in(request, "wish")
    assert form.errors == {"__all__": [guards.too_many()]}


def test_the_log_has_the_number_of_what_was_refused_and_no_more(caplog):
    with caplog.at_level(logging.INFO, logger="office.guards"):
        for _n in range(12):
            WishForm(opened(homepage="http://x", name="Somebody")).is_valid()

    assert [record.getMessage() for record in caplog.records] == [
        "forms refused today (unseen): 1",
        "forms refused today (unseen): 10",
    ]
