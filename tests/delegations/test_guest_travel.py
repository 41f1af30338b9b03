"""How the guests arrive and leave, written by them on their private page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from delegations import links
from delegations.models import Leg
from office.models import LinkUse, Notice
from tests import factories
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=90)


@pytest.fixture
def visit(day):
    return factories.make_visit(
        contact_email="ana@example.org",
        contact_language="en",
        state="accepted",
        days=(day, day),
        officer=factories.make_user("officer"),
    )


@pytest.fixture
def url(visit):
    return links.give(visit).get_absolute_url()


def opened(client, url):
    return form_of(client.get(f"{url}?show=travel"), form_id="travel_form")


def row(place, day, hour="10:30", **values):
    typed = {"at_0": day.isoformat(), "at_1": hour, **values}
    return {f"leg-{place}-{name}": value for name, value in typed.items()}


def at(day, hour, minute=0):
    return factories.at(hour, minute, day=day)


def legs(visit):
    return [*visit.legs.values_list("direction", "at", "number", "station")]


def test_guests_write_how_they_arrive_and_leave_and_the_office_hears_it(client, visit, url, day):
    typed = row(0, day, number="AZ 1675", station="Airport") | row(1, day, "20:00", number="EC 7")

    answer = client.post(url, opened(client, url) | typed)

    assert legs(visit) == [
        ("arrival", at(day, 10, 30), "AZ 1675", "Airport"),
        ("departure", at(day, 20), "EC 7", ""),
    ]
    assert [one.user for one in Notice.objects.filter(kind="visit travel")] == [visit.officer]
    assert LinkUse.objects.filter(what="travel").count() == 1
    page = client.get(answer.url).text
    assert "AZ 1675" in page
    assert "Your arrival and departure are with the office." in page


def test_a_row_is_changed_and_another_taken_away(client, visit, url, day):
    late = factories.make_leg(visit, at(day, 9), number="AZ 1")
    factories.make_leg(visit, at(day, 8), number="AZ 2")
    typed = row(1, day, "11:00", number="AZ 3") | {"leg-0-DELETE": "on"}

    client.post(url, opened(client, url) | typed)

    assert legs(visit) == [("arrival", at(day, 11), "AZ 3", "Airport")]
    assert Leg.objects.get().pk == late.pk


def test_an_hour_without_a_day_and_a_wrong_year_are_told_and_nothing_is_lost(
    client, visit, url, day
):
    wrong = day.replace(year=day.year + 1, day=1)
    typed = row(0, wrong, number="AZ 1") | {"leg-1-at_1": "10:00", "leg-1-number": "EC 7"}

    page = client.post(url, opened(client, url) | typed)

    errors = page.context["formset"].errors
    assert errors[0]["at"][0].startswith("This is far from the days of your visit")
    assert list(errors[1]) == ["at"]
    assert all(f'value="{word}"' in page.text for word in ("AZ 1", "EC 7"))
    assert "Nothing is saved yet. Please correct what is marked below." in page.text
    assert f'action="{url}?show=travel"' in page.text
    assert legs(visit) == []


def test_what_the_office_changed_meanwhile_is_not_overwritten(client, visit, url, day):
    leg = factories.make_leg(visit, at(day, 9))
    form = opened(client, url)
    leg.number = "AZ 999"
    leg.save()

    page = client.post(url, form | {"leg-0-number": "AZ 1"})
    leg.delete()
    gone = client.post(url, form | {"leg-0-number": "AZ 1"})

    assert "This was changed in the meantime" in page.text
    assert "AZ 999" in page.text
    assert "This was changed in the meantime" in gone.text
    assert legs(visit) == []


def test_once_the_list_is_closed_nothing_is_changed(client, visit, url, day):
    form = opened(client, url)
    visit.members_until = timezone.localdate() - timedelta(days=1)
    visit.save()

    page = client.post(url, form | row(0, day))

    assert "The list is closed: nothing was changed." in page.text
    assert legs(visit) == []
