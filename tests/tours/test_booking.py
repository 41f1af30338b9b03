"""A route is booked for the guests of a visit: groups, waves, languages, the programme."""

from datetime import timedelta

import pytest

from agenda import actions as calendar
from agenda import periods
from agenda.clashes import Clash
from delegations.lifecycle import NotAllowed
from delegations.models import ProgrammeItem
from office.models import Mail
from tests import factories, tour_factories
from tours import actions, splitting
from tours.models import Ask, GroupBooking, Tour

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def by():
    return factories.make_user("officer")


def groups_of(people, route, languages=("ja",), start=9):
    return splitting.groups(
        people=people,
        route=route,
        languages=languages,
        start=factories.at(start),
        minutes=route.minutes,
    )


def book(by, *, people=57, visit=None, route=None, languages=("ja",)):
    route = route or tour_factories.make_route()
    booking = GroupBooking(
        visit=visit or factories.make_visit(size=people),
        route=route,
        size=people,
        languages=list(languages),
    )
    return actions.book(booking=booking, groups=groups_of(people, route, languages), by=by)


@pytest.mark.parametrize(
    ("people", "largest", "sizes"),
    [
        (57, 12, [12, 12, 11, 11, 11]),
        (12, 12, [12]),
        (13, 12, [7, 6]),
        (1, 12, [1]),
        (500, None, [500]),
    ],
)
def test_guests_are_split_into_as_few_and_as_even_groups_as_may_be(people, largest, sizes):
    assert splitting.sizes(people, largest) == sizes


def test_groups_go_one_after_the_other_where_the_route_takes_one_at_a_time():
    route = tour_factories.make_route(minutes=75)

    starts = [one.start for one in groups_of(57, route)]

    assert starts == [factories.at(9) + timedelta(minutes=75 * wave) for wave in range(5)]


def test_groups_go_side_by_side_as_many_as_the_route_takes_at_once():
    route = tour_factories.make_route(minutes=60, at_once=2)
    groups = groups_of(57, route)

    assert [one.start for one in groups] == [factories.at(hour) for hour in (9, 9, 10, 10, 11)]
    assert splitting.most_at_once(groups) == 2


def test_groups_start_as_often_as_the_route_says():
    route = tour_factories.make_route(minutes=60, starts_every=20)

    starts = [one.start for one in groups_of(36, route)]

    assert starts == [factories.at(9), factories.at(9, 20), factories.at(9, 40)]


def test_the_languages_take_turns():
    route = tour_factories.make_route()

    assert [one.language for one in groups_of(57, route, ["ja", "en"])] == [
        "ja",
        "en",
        "ja",
        "en",
        "ja",
    ]


def test_a_booking_becomes_items_of_the_programme(by):
    visit = factories.make_visit(size=57)

    tours = book(by, visit=visit)

    items = list(ProgrammeItem.objects.filter(visit=visit).in_order())
    assert [item.appointment.tour for item in items] == tours
    assert [str(tour) for tour in tours] == [
        f"Secret passages ({number}/5)" for number in range(1, 6)
    ]
    assert {item.appointment.audience for item in items} == {visit.audience}
    assert [tour.appointment.people for tour in tours] == [12, 12, 11, 11, 11]


def test_nothing_is_booked_for_a_visit_that_does_not_come_about(by):
    with pytest.raises(NotAllowed):
        book(by, visit=factories.make_visit(state="declined"))

    assert not GroupBooking.objects.exists()


def test_a_route_that_is_taken_is_booked_in_no_part(by):
    room = factories.make_room("Passages")
    route = tour_factories.make_route(place=room.place)
    other = factories.make_appointment("Wedding", 12, 13)
    factories.make_booking(room, other)

    with pytest.raises(Clash):
        book(by, route=route)

    assert not GroupBooking.objects.exists()
    assert not Tour.objects.exists()


def test_the_visit_moves_by_an_hour_and_all_groups_with_it(by):
    route = tour_factories.make_route()
    guide = tour_factories.make_guide(routes=[route], email="guide@example.org", writes="fr")
    tours = book(by, route=route)
    actions.ask(tour=tours[0], guides=[guide], by=by)
    before = [one.appointment.period for one in tours]

    calendar.move_by(appointments=[one.appointment for one in tours], minutes=60, by=by)

    now = [one.appointment.period for one in Tour.objects.in_order()]
    assert now == [periods.moved(one, HOUR) for one in before]
    mail = Mail.objects.get(kind="tour_moved")
    assert (mail.state, mail.language, mail.reader_email) == ("held", "fr", "guide@example.org")


def test_groups_that_are_called_off_leave_the_programme_and_free_their_guides(by):
    guide = tour_factories.make_guide(email="guide@example.org")
    tours = book(by, people=10)
    actions.give(tour=tours[0], guide=guide, by=by)

    actions.call_off(booking=tours[0].booking, by=by)

    tour = Tour.objects.get()
    assert tour.appointment.is_cancelled
    assert tour.guide is None
    assert not ProgrammeItem.objects.exists()
    assert Ask.objects.get().answer == "not_needed"
    assert Mail.objects.get(kind="tour_off").state == "held"


def test_a_guide_stays_booked_when_the_item_is_changed_by_its_form(by):
    guide = tour_factories.make_guide()
    (tour,) = book(by, people=10)
    actions.give(tour=tour, guide=guide, by=by)
    appointment = Tour.objects.get().appointment

    calendar.change(appointment=appointment, wanted=[], by=by)

    assert [one.resource.person for one in appointment.bookings.all()] == [guide.person]
