"""Periods: half-open ranges of two moments, told in the time zone of a place."""

from datetime import UTC, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ENDS_AFTER = gettext_lazy("The end lies before the beginning, or is the same.")
LONG = timedelta(days=14)


def period_constraint(field="period"):
    """A range that is neither empty nor open at an end, and holds its first moment only."""
    return models.CheckConstraint(
        condition=Q(
            **{
                f"{field}__isempty": False,
                f"{field}__lower_inf": False,
                f"{field}__upper_inf": False,
                f"{field}__lower_inc": True,
                f"{field}__upper_inc": False,
            }
        ),
        name=f"%(app_label)s_%(class)s_{field}_has_both_ends",
        violation_error_message=ENDS_AFTER,
    )


def period(start, end):
    """The range from one moment to another. Raises ValidationError where it would be empty."""
    if end <= start:
        raise ValidationError(ENDS_AFTER, code="ends_before")
    return DateTimeTZRange(start.astimezone(UTC), end.astimezone(UTC))


def moment(naive, zone):
    """
    That hour on the clocks of the zone, as a moment.

    Raises ValidationError for an hour that the clock change leaves out, and for one that it
    has twice: nobody could say which is meant.
    """
    early, late = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    told = {"hour": f"{naive:%H:%M}", "day": naive.date()}
    if early.utcoffset() > late.utcoffset():
        message = _("The clocks are put back that night: %(hour)s comes twice. Take another hour.")
        raise ValidationError(message % told, code="twice")
    if early.utcoffset() < late.utcoffset():
        message = _("The clocks are put forward that night: %(hour)s does not exist.")
        raise ValidationError(message % told, code="never")
    return early.astimezone(UTC)


def days(first, last, zone):
    """The range of whole days, both included, on the calendar of the zone."""
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    return period(start, end)


def days_of(span, zone):
    """(first, last) of the days in the zone that the range touches."""
    last = span.upper.astimezone(zone) - timedelta(microseconds=1)
    return span.lower.astimezone(zone).date(), last.date()


def is_whole_days(span, zone):
    """Whether it begins and ends at midnight on the clocks of the zone."""
    ends = (one.astimezone(zone) for one in (span.lower, span.upper))
    return all(one.time() == time.min for one in ends)


def length(span):
    return span.upper - span.lower


def moved(span, by):
    """The same range, earlier or later; `by` is a timedelta."""
    return DateTimeTZRange(span.lower + by, span.upper + by)


def stretched(span, before, after):
    """The range with so many minutes more before and after it; fewer, where negative."""
    return DateTimeTZRange(
        span.lower - timedelta(minutes=before), span.upper + timedelta(minutes=after)
    )


def overlap(one, other):
    return one.lower < other.upper and other.lower < one.upper


def without(span, others):
    """What is left of the span, in order, once the others are taken out of it."""
    left, at = [], span.lower
    for other in sorted(others, key=lambda one: one.lower):
        if other.lower > at:
            left.append(DateTimeTZRange(at, min(other.lower, span.upper)))
        at = max(at, other.upper)
    if at < span.upper:
        left.append(DateTimeTZRange(at, span.upper))
    return left


def here():
    return timezone.get_default_timezone()
