"""Series: separate appointments made by one rule, all of them or none, each changed alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from agenda import periods, series
from agenda.clashes import Clash
from agenda.models import Appointment, Booking, Closure, Series
from agenda.series import Every, Rule, SeriesClash
from tests import factories
from tests.factories import at, between
from tests.forms import form_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DAY = date(2027, 5, 12)  # a Wednesday


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def by(people):
    return people["officer"]


def days(rule, day=DAY, start=9, end=10):
    found = series.plan(rule, between(start, end, day=day), periods.here())
    return [periods.days_of(one, periods.here())[0] for one in found]


@pytest.mark.parametrize(
    ("rule", "first", "found"),
    [
        (Rule(Every.WEEK, times=3), DAY, ["05-12", "05-19", "05-26"]),
        (Rule(Every.TWO_WEEKS, until=date(2027, 6, 9)), DAY, ["05-12", "05-26", "06-09"]),
        (Rule(Every.MONTH_DAY, times=3), DAY, ["05-12", "06-12", "07-12"]),
        # The second Wednesday.
        (Rule(Every.MONTH_WEEKDAY, times=3), DAY, ["05-12", "06-09", "07-14"]),
        # A month that has no such day has none.
        (Rule(Every.MONTH_DAY, times=3), date(2027, 5, 31), ["05-31", "07-31", "08-31"]),
        # The fifth Monday is the last one.
        (Rule(Every.MONTH_WEEKDAY, times=3), date(2027, 5, 31), ["05-31", "06-28", "07-26"]),
    ],
)
def test_a_rule_says_its_days(rule, first, found):
    assert [f"{day:%m-%d}" for day in days(rule.text(first), day=first)] == found


def test_nine_stays_nine_when_the_clocks_are_changed():
    found = series.plan(
        "FREQ=WEEKLY;COUNT=3", between(9, 10, day=date(2027, 3, 21)), periods.here()
    )

    assert [one.lower for one in found] == [at(9, day=date(2027, 3, day)) for day in (21, 28)] + [
        at(9, day=date(2027, 4, 4))
    ]


def test_whole_days_stay_whole_when_the_clocks_are_changed():
    day = date(2027, 3, 21)
    found = series.plan(
        "FREQ=WEEKLY;COUNT=2", periods.days(day, day, periods.here()), periods.here()
    )

    assert periods.length(found[1]) == timedelta(hours=23)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=WEEKLY", "Say until when, or how many times."),
        ("FREQ=DAILY;COUNT=300", "200 times at most."),
        ("FREQ=MONTHLY;COUNT=30", "A series ends within two years."),
        ("FREQ=SOMETIMES;COUNT=2", "This rule cannot be read."),
        ("FREQ=WEEKLY;UNTIL=20200101T000000", "The last day lies before the first."),
        ("FREQ=HOURLY;COUNT=2", "It lasts longer than the time until the next one."),
    ],
)
def test_a_rule_that_cannot_be_kept_is_told(rule, told):
    with pytest.raises(ValidationError) as caught:
        days(rule, end=11)

    assert caught.value.messages == [told]


def test_an_hour_that_the_clock_change_leaves_out_is_told():
    with pytest.raises(ValidationError, match="02:30 does not exist"):
        days("FREQ=WEEKLY;COUNT=2", day=date(2027, 3, 21), start=(2, 30), end=4)


def test_a_series_books_each_time_what_its_appointment_books(by):
    room, booth = factories.make_room("Sala Verde"), factories.make_resource(before=15)
    first = factories.make_appointment("Choir", place=room.place)
    factories.make_booking(room, first)
    factories.make_booking(booth, first, before=30)

    made = series.schedule_series(appointment=first, rule="FREQ=WEEKLY;COUNT=3", by=by)

    assert made[0].pk == first.pk
    assert len({one.uid for one in made}) == 3
    assert {one.series.rule for one in Appointment.objects.all()} == {"FREQ=WEEKLY;COUNT=3"}
    assert {one.audience_id for one in made} == {first.audience_id}
    assert [one.busy for one in booth.bookings.order_by("busy")] == [
        between((8, 30), 10, day=DAY + timedelta(weeks=n)) for n in range(3)
    ]
    assert made[2].history.get().history_user == by


def test_a_new_appointment_is_the_first_of_its_series(by):
    room = factories.make_room()
    new = Appointment(title_en="Choir", title_it="Coro", period=between(9, 10), place=room.place)

    series.schedule_series(appointment=new, rule="FREQ=WEEKLY;COUNT=2", by=by)

    assert room.bookings.count() == 2


def test_all_dates_that_are_taken_are_named_and_nothing_is_made(by):
    room = factories.make_room("Sala Verde")
    first = factories.make_appointment("Choir", place=room.place)
    factories.make_booking(room, first)
    for weeks, level in ((1, "internal"), (3, "quiet")):
        day = DAY + timedelta(weeks=weeks)
        other = factories.make_appointment("Lunch", day=day, level=level)
        factories.make_booking(room, other)

    with pytest.raises(SeriesClash) as caught:
        series.schedule_series(appointment=first, rule="FREQ=WEEKLY;COUNT=5", by=by)

    assert caught.value.messages == [
        "19 May 2027: Sala Verde is booked 19 May 2027, 09:00–10:00 for “Lunch”.",
        "2 June 2027: Sala Verde is not available at that time.",
    ]
    assert caught.value.dates == [date(2027, 5, 19), date(2027, 6, 2)]
    assert (Series.objects.count(), Appointment.objects.count()) == (0, 3)

    made = series.schedule_series(
        appointment=first, rule="FREQ=WEEKLY;COUNT=5", by=by, leave_out=caught.value.dates
    )
    assert len(made) == 3


def test_a_rest_is_moved_together_or_not_at_all_and_cancelled(by):
    room = factories.make_room()
    first = factories.make_appointment("Choir", place=room.place)
    factories.make_booking(room, first)
    made = series.schedule_series(appointment=first, rule="FREQ=WEEKLY;COUNT=4", by=by)

    series.move_rest(appointment=made[2], minutes=60, by=by)
    assert [one.period.lower.hour for one in Appointment.objects.in_order()] == [7, 7, 8, 8]

    other = factories.make_appointment(day=DAY + timedelta(weeks=3), start=11, end=12)
    factories.make_booking(room, other)
    made[2].refresh_from_db()
    with pytest.raises(Clash):
        series.move_rest(appointment=made[2], minutes=60, by=by)
    assert len(series.cancel_rest(appointment=made[2], by=by)) == 2
    states = Appointment.objects.filter(series=made[0].series_id).in_order()
    assert [one.state for one in states] == ["pencilled"] * 2 + ["cancelled"] * 2
    assert Booking.objects.that_block().count() == 3


# ---------------------------------------------------------------- the pages


def test_the_page_shows_the_dates_and_what_is_taken_before_anything_is_made():
    room = factories.make_room("Sala Verde")
    first = factories.make_appointment("Choir", place=room.place)
    factories.make_booking(room, first)
    day = DAY + timedelta(weeks=1)
    factories.make_booking(room, factories.make_appointment("Lunch", day=day))
    client, url = signed_in("officer"), f"/admin/agenda/appointment/{first.pk}/repeat/"

    shown = client.get(url, {"every": "week", "times": "4"})
    assert "Sala Verde is booked 19 May 2027, 09:00–10:00 for “Lunch”." in shown.text
    form = form_of(shown, form_id="dates_form")
    assert form["day"] == ["2027-05-26", "2027-06-02"]

    refused = client.post(url, form | {"day": ["2027-05-19", "2027-05-26"]})
    assert refused.context["faults"] == [
        "19 May 2027: Sala Verde is booked 19 May 2027, 09:00–10:00 for “Lunch”."
    ]
    assert form_of(refused, form_id="dates_form")["day"] == ["2027-05-19", "2027-05-26"]
    assert client.post(url, form).status_code == 302
    assert Appointment.objects.filter(series__isnull=False).count() == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"every": "week"}, "__all__"),
        ({"every": "week", "times": "3", "until": "2027-06-01"}, "__all__"),
        ({"every": "week", "until": "2027-05-12"}, "until"),
        ({"every": "week", "until": "2030-05-12"}, "__all__"),
        ({"every": "never", "times": "3"}, "every"),
        ({"every": "week", "times": "1"}, "times"),
        ({"every": "week", "times": "1000"}, "times"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(values, field):
    first = factories.make_appointment()

    page = signed_in("officer").get(f"/admin/agenda/appointment/{first.pk}/repeat/", values)

    assert list(page.context["form"].errors) == [field]


def test_who_may_not_change_it_repeats_nothing():
    first = factories.make_appointment()
    hidden = factories.make_appointment(level="quiet")
    client = signed_in("reader")

    assert client.get(f"/admin/agenda/appointment/{first.pk}/repeat/").status_code == 403
    officer = signed_in("officer")
    assert officer.get(f"/admin/agenda/appointment/{hidden.pk}/repeat/").status_code == 404


def test_the_page_of_a_series_moves_and_cancels_its_rest(by):
    first = factories.make_appointment("Choir")
    made = series.schedule_series(appointment=first, rule="FREQ=WEEKLY;COUNT=3", by=by)
    client, url = signed_in("officer"), f"/admin/agenda/appointment/{made[1].pk}/series/"
    assert client.get(url).text.count("Choir") >= 3

    wrong = client.post(url, {"move": "1", "minutes": "0"})
    assert list(wrong.context["form"].errors) == ["minutes"]
    client.post(url, {"move": "1", "minutes": "-30"})
    client.post(f"/admin/agenda/appointment/{made[2].pk}/series/", {"cancel": "1"})

    assert [
        (one.period.lower.astimezone().minute, one.state) for one in Appointment.objects.in_order()
    ] == [
        (0, "pencilled"),
        (30, "pencilled"),
        (30, "cancelled"),
    ]


def test_a_weekly_closure_is_repeated(by):
    place = factories.make_place()
    closure = Closure.objects.create(
        place=place, period=between(14, 19), reason="council", audience=factories.make_audience()
    )
    client, url = signed_in("officer"), f"/admin/agenda/closure/{closure.pk}/repeat/"
    form = form_of(client.get(url, {"every": "week", "times": "3"}), form_id="dates_form")

    client.post(url, form)

    assert [one.period for one in Closure.objects.order_by("period")] == [
        between(14, 19, day=DAY + timedelta(weeks=n)) for n in range(3)
    ]
