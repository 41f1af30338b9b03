"""
Appointments that are repeated: separate ones of one series, each of which is changed alone.

A rule is one of RFC 5545 ("FREQ=WEEKLY;COUNT=6"), kept on the clocks of the place: nine stays
nine when the clocks are changed.
"""

import copy
import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import actions, clashes, periods
from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.models import Appointment, Booking, Series

MOST = 200
LONGEST = timedelta(days=2 * 366)
LAST_WEEK = 28
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Every(models.TextChoices):
    WEEK = "week", gettext_lazy("every week")
    TWO_WEEKS = "two_weeks", gettext_lazy("every two weeks")
    MONTH_DAY = "month_day", gettext_lazy("every month, on the same day")
    MONTH_WEEKDAY = "month_weekday", gettext_lazy("every month, on the same weekday")


class SeriesClash(Clash):
    """Some dates are taken. `dates` are all of them: leave them out, and the rest can be."""

    def __init__(self, found):
        messages = [
            f"{date_format(day, 'DATE_FORMAT')}: {message}"
            for day, clash in found
            for message in clash.messages
        ]
        super().__init__(messages, [one for _day, clash in found for one in clash.holders])
        self.dates = [day for day, _clash in found]


@dataclass(frozen=True)
class Rule:
    """How it is repeated, from a first day on: until a last day, or so many times in all."""

    every: str
    until: object = None
    times: int | None = None

    def text(self, first):
        """The rule of RFC 5545 for a series that begins on the day `first`."""
        match self.every:
            case Every.WEEK:
                parts = ["FREQ=WEEKLY"]
            case Every.TWO_WEEKS:
                parts = ["FREQ=WEEKLY", "INTERVAL=2"]
            case Every.MONTH_DAY:
                parts = ["FREQ=MONTHLY", f"BYMONTHDAY={first.day}"]
            case _:
                # A fifth week is not in every month: the last one is meant.
                week = -1 if first.day > LAST_WEEK else (first.day - 1) // 7 + 1
                parts = ["FREQ=MONTHLY", f"BYDAY={week}{WEEKDAYS[first.weekday()]}"]
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}T235959")
        if self.times:
            parts.append(f"COUNT={self.times}")
        return ";".join(parts)


def plan(rule, period, zone):
    """
    The periods of a series, that of the first one included, on the clocks of the zone.

    Raises ValidationError for a rule without an end, for one that goes on for more than two
    years or comes more than 200 times, and where one would begin before the last one ends.
    """
    from dateutil.rrule import rrulestr

    start, end = (
        moment.astimezone(zone).replace(tzinfo=None) for moment in (period.lower, period.upper)
    )
    try:
        found = rrulestr(rule, dtstart=start)
    except (ValueError, TypeError) as error:
        raise ValidationError(_("This rule cannot be read.")) from error
    if "COUNT=" not in rule and "UNTIL=" not in rule:
        raise ValidationError(_("Say until when, or how many times."))
    made = []
    for one in found:
        if len(made) == MOST:
            message = ngettext("%(count)d time at most.", "%(count)d times at most.", MOST)
            raise ValidationError(message % {"count": MOST})
        if one - start > LONGEST:
            raise ValidationError(_("A series ends within two years."))
        made.append(_at(one, one + (end - start), zone))
    if not made:
        raise ValidationError(_("The last day lies before the first."))
    if any(one.upper > later.lower for one, later in pairwise(made)):
        raise ValidationError(_("It lasts longer than the time until the next one."))
    return made


def _at(start, end, zone):
    return periods.period(periods.moment(start, zone), periods.moment(end, zone))


def wanted_of(appointment):
    """What an appointment books, to be booked by its repetitions as well."""
    if appointment.pk is None:
        return []
    rows = appointment.bookings.select_related("resource__place", "resource__person")
    return [Wanted(one.resource, one.before, one.after) for one in rows]


def taken(appointment, wanted, spans, by):
    """[(day, Clash)] of the spans at which something of what is wanted is booked by others."""
    resources = {one.resource.pk: one for one in wanted}
    if not spans or not resources or not appointment.blocks:
        return []
    around = periods.period(spans[0].lower - timedelta(days=2), spans[-1].upper + timedelta(days=2))
    rows = Booking.objects.that_block().during(around).filter(resource__in=resources)
    own = [appointment.pk] if appointment.pk else []
    held = list(rows.exclude(appointment__in=own).values_list("resource", "busy"))
    found = []
    for span in spans:
        asked = [
            (one.resource, periods.stretched(span, *_minutes(one)), own)
            for one in resources.values()
        ]
        if not any(
            key == resource.pk and periods.overlap(busy, mine)
            for resource, mine, _own in asked
            for key, busy in held
        ):
            continue
        clash = clashes.found(asked, by)
        if clash:
            found.append((periods.days_of(span, appointment.zone)[0], clash))
    return found


def _minutes(one):
    before = one.resource.before if one.before is None else one.before
    after = one.resource.after if one.after is None else one.after
    return before, after


def with_its_room(appointment, wanted):
    """What is wanted, and the room of its place, which each appointment books by itself."""
    resource = appointment.place_id and getattr(appointment.place, "resource", None)
    known = {one.resource.pk for one in wanted}
    return [*wanted, Wanted(resource)] if resource and resource.pk not in known else [*wanted]


@transaction.atomic
def schedule_series(*, appointment, wanted=None, rule, by, leave_out=()):
    """
    Make of an appointment, saved or new, a series by the rule; all of it, or nothing.

    Returns its appointments. What it books is booked each time (`wanted`, or what a saved one
    books already). Raises SeriesClash, which names every date that is taken, unless these
    dates are left out. The first date is the appointment's own, and stays.
    """
    if appointment.pk:
        appointment = actions._locked(appointment)[0]
    if appointment.series_id:
        raise ValidationError(_("It belongs to a series already."))
    if appointment.is_cancelled:
        raise ValidationError(_("It is cancelled: take it up again first."))
    wanted = wanted_of(appointment) if wanted is None else wanted
    wanted = with_its_room(appointment, wanted)
    zone, is_new = appointment.zone, appointment.pk is None
    spans = [
        span
        for position, span in enumerate(plan(rule, appointment.period, zone))
        if position == 0 or periods.days_of(span, zone)[0] not in {*leave_out}
    ]
    if len(spans) == 1:
        raise ValidationError(_("Nothing is left to be repeated."))
    actions._lock_resources(one.resource.pk for one in wanted)
    found = taken(appointment, wanted, spans if is_new else spans[1:], by)
    if found:
        raise SeriesClash(found)
    series = Series.objects.create(rule=rule, is_demo=appointment.is_demo)
    appointment.series = series
    if is_new:
        made = [actions.schedule(appointment=appointment, wanted=wanted, by=by)]
    else:
        actions._save(appointment, by, "series")
        made = [appointment]
    for span in spans[1:]:
        one = _copy(appointment, period=span, uid=uuid.uuid4())
        made.append(actions.schedule(appointment=one, wanted=wanted, by=by))
    return made


def _copy(record, **values):
    """A new unsaved record like this one; who may see it is asked of the same audience."""
    one = copy.copy(record)
    one._state = copy.copy(record._state)
    one._state.fields_cache = dict(record._state.fields_cache)
    one.pk, one.version, one._state.adding = None, 1, True
    one._prefetched_objects_cache = {}
    for name, value in values.items():
        setattr(one, name, value)
    return one


def rest_of(appointment):
    """The appointments of its series from this one on that are not cancelled."""
    later = Appointment.objects.filter(
        series=appointment.series_id, period__startswith__gte=appointment.period.lower
    )
    return later.standing().in_order()


@transaction.atomic
def cancel_rest(*, appointment, by):
    """Cancel this one and all later ones of its series; returns them."""
    rows = list(rest_of(appointment))
    actions._locked(*rows)
    for one in rows:
        actions.cancel(appointment=one, by=by)
    return rows


def move_rest(*, appointment, minutes, by):
    """Move this one and all later ones by so many minutes; all of them, or none. Raises Clash."""
    return actions.move_by(appointments=list(rest_of(appointment)), minutes=minutes, by=by)


@transaction.atomic
def repeat_closure(*, closure, rule, by, leave_out=()):
    """The closure again by the rule; returns the new ones."""
    zone, made = closure.place.zone, []
    for span in plan(rule, closure.period, zone)[1:]:
        if periods.days_of(span, zone)[0] not in {*leave_out}:
            one = _copy(closure, period=span)
            one._history_user = by
            one.save()
            made.append(one)
    return made
