"""Feeds at private addresses: made, read, ended; one appointment as a file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agenda import feeds, periods
from agenda.models import Feed
from office.dates import PartialDate
from office.models import Link
from tests import factories
from tests.forms import form_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PAGE = "/admin/feeds/"


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


def soon(title="Lunch", **fields):
    """An appointment of tomorrow."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    span = periods.period(start, start + timedelta(hours=1))
    return factories.make_appointment(title, period=span, **fields)


def link_of(feed):
    return feeds.links_of([feed])[feed.pk]


def address_of(feed):
    return link_of(feed).get_absolute_url()


def titles(response):
    return [str(one["summary"]) for one in Calendar.from_ical(response.content).events]


def test_a_calendar_program_reads_the_feed_without_an_account(client):
    soon()
    feed = factories.make_feed(name="Città & Co")

    response = client.get(address_of(feed))

    assert (response.status_code, titles(response)) == (200, ["Lunch"])
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert Calendar.from_ical(response.content)["x-wr-calname"] == "Città & Co"
    assert address_of(feed) not in response.text
    assert client.post(address_of(feed)).status_code == 405


def test_what_has_not_changed_is_not_sent_again(client):
    appointment = soon()
    address = address_of(factories.make_feed())
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    appointment.audience.level = "quiet"
    appointment.audience.save()
    hidden = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    # What vanished has no time of change, and is told all the same.
    assert (hidden.status_code, titles(hidden)) == (200, [])


def closed(owner):
    owner.is_active = False
    owner.save()


@pytest.mark.parametrize(
    "end",
    [
        lambda feed: link_of(feed).revoke(),
        lambda _feed: Link.objects.update(expires_on="2020-01-01"),
        lambda feed: feed.delete(),
        lambda feed: closed(feed.owner),
        lambda feed: feed.owner.give_roles("press"),
    ],
    ids=["ended", "its day is over", "deleted", "account closed", "role taken away"],
)
def test_a_feed_ends(client, end):
    soon(level="public")
    feed = factories.make_feed()
    address = address_of(feed)

    end(feed)

    assert client.get(address).status_code == 410


@pytest.mark.parametrize("detail", ["full", "busy"])
def test_a_feed_of_a_room_says_when_it_is_closed_and_when_it_is_set_up(client, detail):
    palace = factories.make_place("Palazzo")
    room = factories.make_room(place=factories.make_place("Sala Verde", building=palace))
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    day = periods.period(start, start + timedelta(hours=1))
    factories.make_closure(palace, reason="wedding", period=day)
    factories.make_closure(palace, period=day, level="quiet")
    factories.make_closure(factories.make_place("Elsewhere"), period=day)
    lunch = soon()
    factories.make_booking(room, lunch, before=30)
    feed = factories.make_feed(filters=f"resource={room.pk}", detail=detail)

    told = Calendar.from_ical(client.get(address_of(feed)).content).events

    set_up = timedelta(minutes=30 if detail == "busy" else 0)
    assert [(str(one["summary"]), one["dtstart"].dt) for one in told] == [
        ("closed: Palazzo: wedding" if detail == "full" else "busy", start),
        ("Lunch" if detail == "full" else "busy", lunch.period.lower - set_up),
    ]


@pytest.mark.parametrize(("filters", "told"), [("", True), ("kind=meeting", False)])
def test_days_to_know_stand_in_a_whole_calendar_only(client, filters, told):
    """As whole days that make nobody busy, the same each time; what is quiet in nobody's."""
    election = timezone.localdate() + timedelta(days=9)
    fields = {"next_election": PartialDate.of(election), "name_en": "Board", "name_it": "Board"}
    factories.make_seat(factories.make_network("Eurocities"), **fields)
    factories.make_seat(factories.make_network("Secret", level="quiet"), **fields)
    address = address_of(factories.make_feed(filters=filters))

    first, again = client.get(address), client.get(address)

    assert first.content == again.content
    days = [
        (one["dtstart"].dt, one["dtend"].dt, str(one["transp"]))
        for one in Calendar.from_ical(first.content).events
    ]
    assert days == [(election, election + timedelta(days=1), "TRANSPARENT")] * told


@pytest.mark.parametrize("count", [1, 3])
def test_a_whole_calendar_asks_as_often_for_one_as_for_three(client, count):
    for n in range(count):
        factories.make_booking(factories.make_room(f"Room {n}"), soon(f"One {n}"))
        factories.make_seat(
            factories.make_network(f"Network {n}"),
            next_election=PartialDate.of(timezone.localdate() + timedelta(days=9)),
        )
    address = address_of(factories.make_feed())
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == 23


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_as_often_for_one_as_for_three(client, count, django_assert_num_queries):
    room = factories.make_room()
    for n in range(count):
        factories.make_booking(room, factories.make_appointment(f"One {n}", 9 + n, 10 + n))
    address = address_of(factories.make_feed(filters=f"resource={room.pk}&kind=meeting"))
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address)


def test_everybody_in_the_back_office_makes_a_feed_of_the_filters_of_the_calendar():
    room = factories.make_room("Sala Verde")
    client = signed_in("reader")
    form = form_of(client.get(f"{PAGE}?resource={room.pk}&kind=tour"), form_id="feed_form")
    assert form["name"] == "Sala Verde, guided tour"

    client.post(PAGE, form)

    feed = Feed.objects.get()
    assert (feed.owner, feed.filters) == (client.user, f"resource={room.pk}&kind=tour")
    link = link_of(feed)
    assert link.expires_on == timezone.localdate() + timedelta(days=365)
    assert f"http://testserver{link.get_absolute_url()}" in client.get(PAGE).text


def test_a_feed_is_renewed_prolonged_and_ended_by_its_owner_alone():
    client, other = signed_in("officer"), signed_in("head")
    feed = factories.make_feed(client.user)
    first = address_of(feed)
    Link.objects.update(expires_on=timezone.localdate() + timedelta(days=3))
    assert "Your calendar feeds that end soon" in client.get("/admin/").text

    client.post(PAGE, {"feed": feed.pk, "longer": "1"})
    assert (address_of(feed), link_of(feed).expires_on) == (
        first,
        timezone.localdate() + timedelta(days=365),
    )
    client.post(PAGE, {"feed": feed.pk, "renew": "1"})
    assert address_of(feed) != first
    client.post(PAGE, {"feed": feed.pk, "revoke": "1"})
    assert link_of(feed).is_over
    assert other.post(PAGE, {"feed": feed.pk, "renew": "1"}).status_code == 404
    others = f"/admin/links/calendar-feed/{feed.pk}/"
    assert [one.get(others).status_code for one in (client, other)] == [200, 403]
    assert address_of(feed) not in other.get(PAGE).text


def test_a_feed_without_a_name_is_told_at_its_field():
    client = signed_in("officer")

    page = client.post(PAGE, {"name": "", "detail": "full", "kind": "tour"})

    assert list(page.context["form"].errors) == ["name"]
    assert page.context["chosen"].cleaned_data["kind"] == ["tour"]
    assert not Feed.objects.exists()


def test_the_head_sees_all_feeds_and_takes_one_away_but_reads_no_address():
    feed = factories.make_feed(name="Of the officer")
    client = signed_in("head")

    page = client.get("/admin/agenda/feed/").text

    assert "Of the officer" in page
    assert address_of(feed) not in page
    client.post(f"/admin/agenda/feed/{feed.pk}/delete/", {"post": "yes"})
    assert not Feed.objects.exists()


def test_one_appointment_is_taken_along_as_a_file():
    shown, hidden = soon(), soon(level="quiet")
    client = signed_in("officer")

    response = client.get(f"/admin/agenda/appointment/{shown.pk}/ics/")

    assert titles(response) == ["Lunch"]
    assert "lunch.ics" in response["Content-Disposition"]
    assert client.get(f"/admin/agenda/appointment/{hidden.pk}/ics/").status_code == 404
