"""Two terms of one thing do not overlap, as far as their dates are known."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import BigIntegerField, DateField, F, Func, Q, Value


def no_overlap(of, start, end, *, name, message):
    """
    The constraint that no two rows of the same `of` (a foreign key) cover one day for sure.

    Sure are the days from the last that `start` may mean to the first that `end` may mean,
    that one left out: who follows may begin on the day on which the other ends. An end that
    is not known lasts on; a start that is not known is sure of nothing.
    """
    begins = Func(F(start), template="(upper(%(expressions)s) - 1)", output_field=DateField())
    ends = Func(F(end), function="lower", output_field=DateField())
    # least() passes over a missing end, and keeps a range from ending before it begins.
    first = Func(begins, ends, function="least", output_field=DateField())
    sure = Func(first, ends, function="daterange", output_field=DateRangeField())
    # A range of one number: the operator of a plain equality would need an extension.
    same = Func(F(of), F(of), Value("[]"), function="int8range", output_field=BigIntegerField())
    return ExclusionConstraint(
        name=name,
        expressions=[(same, RangeOperators.EQUAL), (sure, RangeOperators.OVERLAPS)],
        condition=Q(**{f"{start}__isnull": False}),
        violation_error_message=message,
    )


def overlap(one, other):
    """What the constraint asks, of two terms in memory, each (start, end)."""
    (start, end), (begin, finish) = one, other
    if start is None or begin is None:
        return False
    last_start = max(start.last, begin.last)
    ends = [day.first for day in (end, finish) if day]
    sure = all(end is None or begun.last < end.first for begun, end in (one, other))
    return sure and all(last_start < day for day in ends)
