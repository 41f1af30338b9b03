"""Events, their periods and the cities that took part: what must never break, and who sees it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event, Participation, Period
from office.dates import PartialDate
from tests import factories
from tests.pages import refused, refused_by_the_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


# ---------------------------------------------------------------- what must never break


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("1958-10-04", "1958-10-03"), ("1958-10", "1958-09-30"), ("1958", "1957")],
)
def test_an_event_cannot_end_before_it_starts(starts, ends):
    event = factories.make_event(starts_on=starts)
    event.ends_on = PartialDate.parse(ends)

    assert refused(event)["ends_on"] == ["An event cannot end before it starts."]
    assert refused_by_the_database(event.save)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("1958-10-04", "1958-10-04"), ("1958-10", "1958-10-03"), ("1958", "1958"), ("1952", "1956")],
)
def test_an_event_may_end_where_the_sources_leave_it_possible(starts, ends):
    event = factories.make_event(starts_on=starts, ends_on=ends)

    event.refresh_from_db()
    event.full_clean()
    assert (event.starts_on.isoformat(), event.ends_on.isoformat()) == (starts, ends)


def test_an_event_needs_a_title_in_one_language():
    event = factories.make_event()
    event.title_it = event.title_en = ""

    assert refused_by_the_database(event.save)


def test_a_period_ends_after_it_begins_in_years_that_are_known():
    period = factories.make_period(first_year=1952, last_year=1952)

    period.last_year = 1951
    assert refused(period)["last_year"] == ["The last year comes after the first."]
    assert refused_by_the_database(period.save)
    period.last_year = 2101
    assert refused(period) == {"__all__": ["Years lie between 1000 and 2100."]}
    assert refused_by_the_database(period.save)


def test_two_periods_do_not_begin_in_the_same_year():
    factories.make_period(first_year=1952)

    assert refused_by_the_database(lambda: factories.make_period(first_year=1952))


def test_a_city_takes_part_in_an_event_once():
    city = factories.make_city()
    event = factories.make_event(cities=[city])

    again = Participation(event=event, city=city)
    assert refused(again) == {"__all__": ["This city is in the list already."]}
    assert refused_by_the_database(again.save)


def test_a_city_that_took_part_is_not_deleted_and_an_event_goes_with_its_list():
    city = factories.make_city()
    event = factories.make_event(cities=[city])

    assert refused_by_the_database(lambda: type(city).objects.filter(pk=city.pk).delete())
    event.delete()
    assert not Participation.objects.exists()


# ---------------------------------------------------------------- periods


def test_events_stand_in_their_periods_and_between_them_in_order():
    early = factories.make_period("Early", first_year=1952, last_year=1964)
    late = factories.make_period("Late", first_year=2011)
    factories.make_period("Empty", first_year=1900, last_year=1910)
    for title, day in [
        ("Late day", "2026-03-20"),
        ("A year", "1958"),
        ("A day", "1958-10-04"),
        ("A month", "1958-10"),
        ("Last of the early", "1964-12-31"),
        ("Between", "1988-06-18"),
    ]:
        factories.make_event(title, starts_on=day)

    told = [
        (period, [event.title_en for event in events])
        for period, events in Event.objects.by_period()
    ]

    assert told == [
        (early, ["A year", "A month", "A day", "Last of the early"]),
        (None, ["Between"]),
        (late, ["Late day"]),
    ]


def test_where_two_periods_overlap_the_later_one_holds_the_event():
    factories.make_period(first_year=1950, last_year=2000)
    later = factories.make_period(first_year=1988, last_year=1988)
    event = factories.make_event(starts_on="1988")

    assert Event.objects.by_period() == [(later, [event])]
    assert [period.holds(event) for period in Period.objects.all()] == [True, True]


def test_a_period_with_a_shorter_one_inside_it_stands_once():
    long = factories.make_period("Long", first_year=1950, last_year=2000)
    short = factories.make_period("Short", first_year=1988, last_year=1988)
    before, during, after, later = (
        factories.make_event(starts_on=year) for year in ("1960", "1988", "1990", "2005")
    )

    assert Event.objects.by_period() == [
        (long, [before, after]),
        (short, [during]),
        (None, [later]),
    ]


# ---------------------------------------------------------------- who sees it


@pytest.fixture
def three():
    """The officer who is named, a colleague and a stranger."""
    named, colleague = factories.make_user("officer"), factories.make_user("officer")
    return {"named": named, "colleague": colleague, "stranger": AnonymousUser()}


SEEN = {
    "public": {"named", "colleague", "stranger"},
    "internal": {"named", "colleague"},
    "confidential": {"named"},
    "quiet": {"named"},
}


@pytest.mark.parametrize("level", SEEN)
def test_an_event_is_seen_by_those_of_its_audience(three, level):
    readers = [three["named"]] if level != "public" else []
    event = factories.make_event(level=level, readers=readers)

    assert {who for who, user in three.items() if event in Event.objects.visible_to(user)} == (
        SEEN[level]
    )


@pytest.mark.parametrize("hidden", ["event", "city"])
@pytest.mark.parametrize("level", SEEN)
def test_that_a_city_took_part_is_hidden_with_either_end(three, hidden, level):
    readers = [three["named"]] if level != "public" else []
    city = factories.make_city(**{"level": level, "readers": readers} if hidden == "city" else {})
    factories.make_event(
        cities=[city], **{"level": level, "readers": readers} if hidden == "event" else {}
    )

    sees = {who for who, user in three.items() if Participation.objects.visible_to(user).exists()}
    assert sees == SEEN[level]
    assert Participation.objects.public().exists() == (level == "public")
