"""What holds for events and periods, in the back-office and in the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.urls import reverse

from events.models import Event, Participation, Period
from tests import factories
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def date(field, day="", month="", year=""):
    return {f"{field}_day": day, f"{field}_month": month, f"{field}_year": year}


# ---------------------------------------------------------------- rules


def test_event_that_ends_before_it_starts_is_told_at_the_field(back_office):
    client, url = back_office("officer"), reverse("admin:events_event_add")
    filled = form_of(client.get(url)) | {"title_it": "Convegno", "slug": "convegno"}
    dates = date("starts_on", "4", "10", "1958") | date("ends_on", "3", "10", "1958")

    response = client.post(url, filled | {"kind": "conference"} | dates)

    errors = response.context["adminform"].form.errors
    assert errors == {"ends_on": ["An event cannot end before it starts."]}
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "accepted"),
    [
        ("1958-10-04", "1958-10-04", True),
        ("1958-10-04", "1958-10", True),
        ("1958-10", "1958", True),
        ("1952", "1956", True),
        ("1958-10-04", "1958-10-03", False),
        ("1958-10", "1958-09", False),
    ],
)
def test_database_refuses_an_end_that_is_certainly_before_the_start(starts, ends, accepted):
    if accepted:
        assert factories.make_event(starts_on=starts, ends_on=ends).pk
    else:
        with pytest.raises(IntegrityError, match="events_event_ends_after_it_starts"):
            factories.make_event(starts_on=starts, ends_on=ends)


def test_period_whose_years_are_the_wrong_way_round_is_refused():
    with pytest.raises(ValidationError) as refused:
        Period(title_it="Anni", key="anni", first_year=1965, last_year=1951).full_clean()
    assert refused.value.message_dict["last_year"] == ["The last year comes after the first."]

    with pytest.raises(IntegrityError, match="events_period_ends_after_it_begins"):
        factories.make_period(first_year=1965, last_year=1951)


def test_city_takes_part_once():
    city = factories.make_city()
    event = factories.make_event(cities=[city])

    with pytest.raises(IntegrityError, match="events_participation_is_unique"):
        Participation.objects.create(event=event, city=city)


def test_city_that_took_part_is_not_deleted_and_an_event_goes_with_its_rows():
    city = factories.make_city()
    event = factories.make_event(cities=[city])

    with pytest.raises(ProtectedError):
        city.delete()
    event.delete()

    assert not Participation.objects.exists()
    city.delete()


# ---------------------------------------------------------------- who sees what


def test_hidden_city_is_neither_named_nor_lost_by_whoever_may_not_see_it(back_office):
    hidden = factories.make_city("Atlantis", level="quiet")
    seen = factories.make_city("Kyoto")
    event = factories.make_event(cities=[hidden, seen])
    client, url = back_office("officer"), reverse("admin:events_event_change", args=[event.pk])

    page = client.get(url)
    saved = client.post(url, form_of(page) | {"title_it": "Nuovo titolo"})

    assert saved.status_code == 302
    assert "Kyoto" in page.text
    assert "Atlantis" not in page.text
    event.refresh_from_db()
    assert event.title_it == "Nuovo titolo"
    assert {one.city for one in event.participations.all()} == {hidden, seen}


def test_event_starts_internal_and_leads_to_its_place_in_the_history():
    event = Event.objects.create(title_it="Convegno", slug="c", kind="forum", starts_on="1958")

    assert event.audience.level == "internal"
    assert event.get_absolute_url() == "/en/our-history/#c"
