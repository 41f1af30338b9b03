"""Rules that hold from one day to another: the code asks which one held on a day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value
from django.utils.translation import gettext_lazy as _

from office.dates import PartialDateField, partial_date_constraint
from office.models.audience import VisibleQuerySet
from office.models.records import Record

ENDS_AFTER = _("A rule cannot end before it is in force.")


class DatedRuleQuerySet(VisibleQuerySet):
    # A rule has no audience of its own.
    audience_paths = ()

    def in_force_on(self, day):
        """The rules that held that day, one of a kind."""
        return self.filter(period__contains=day)

    def of_that_day(self, kind, day):
        """The rule of a kind that held that day; None where none is known."""
        return self.filter(kind=kind).in_force_on(day).first()


def only_one_of_its_days(name):
    """The constraint that two rows of one `kind`, a number, never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            # A range of one number: PostgreSQL without extensions excludes ranges alone.
            (
                Func(F("kind"), F("kind"), Value("[]"), function="int4range"),
                RangeOperators.OVERLAPS,
            ),
            ("period", RangeOperators.OVERLAPS),
        ],
        violation_error_message=_("Another rule of this kind holds on some of these days."),
    )


def ends_after_it_begins(name):
    return models.CheckConstraint(
        condition=Q(in_force_to=None)
        | Q(in_force_to__startswith__gte=F("in_force_from__startswith")),
        name=name,
        violation_error_message=ENDS_AFTER,
    )


class DatedRule(Record):
    """
    A rule of a `kind`, in force from a day on: two of one kind never at once.

    Each model of it names `kind` and brings the constraints of this module into its Meta.
    """

    in_force_from = PartialDateField(
        _("in force from"),
        help_text=_("As exact as the source: it counts from the first day that may be meant."),
    )
    in_force_to = PartialDateField(
        _("in force to"), blank=True, null=True, help_text=_("The last day; empty while it holds.")
    )
    # The days on which it held, made of the two above.
    period = GeneratedField(
        expression=Func(
            Func(F("in_force_from"), function="lower"),
            Func(F("in_force_to"), function="upper"),
            function="daterange",
            output_field=DateRangeField(),
        ),
        output_field=DateRangeField(),
        db_persist=True,
    )

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            partial_date_constraint("in_force_from"),
            partial_date_constraint("in_force_to"),
        ]

    def holds_on(self, day):
        """Whether it is in force that day, as far as its days are known."""
        ended = self.in_force_to is not None and self.in_force_to.last < day
        return self.in_force_from.first <= day and not ended

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if self.in_force_from is None:
            return
        if self.in_force_to and self.in_force_to.first < self.in_force_from.first:
            raise ValidationError({"in_force_to": ENDS_AFTER})
        if other := self._overlapping():
            words = _(
                "On some of these days another rule of this kind holds: %(rule)s, "
                "%(from)s – %(to)s."
            )
            told = {
                "rule": other,
                "from": other.in_force_from,
                "to": other.in_force_to or _("today"),
            }
            raise ValidationError({"in_force_from": words % told})

    def _overlapping(self):
        others = type(self)._base_manager.filter(kind=self.kind).exclude(pk=self.pk)
        if self.in_force_to:
            others = others.filter(in_force_from__startswith__lte=self.in_force_to.last)
        still = Q(in_force_to=None) | Q(in_force_to__endswith__gt=self.in_force_from.first)
        return others.filter(still).first()
