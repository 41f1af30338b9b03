"""How a partial date is stored, filtered and kept right by the database."""

import datetime

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import CheckConstraint, DateField, F, Func, Q
from django.db.models.lookups import PostgresOperatorLookup
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from office.dates.forms import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    YEAR_OUT_OF_BOUNDS,
    PartialDateFormField,
)
from office.dates.value import PartialDate


class PartialDateAttribute(DeferredAttribute):
    """Turns what is assigned into a partial date at once, as reading it back would."""

    def __set__(self, instance, value):
        if not hasattr(value, "resolve_expression"):
            value = self.field.to_python(value)
        instance.__dict__[self.field.attname] = value


class PartialDateField(DateRangeField):
    """
    A PartialDate or None, stored as the range of the days it may mean.

    A partial date, an ISO text ("1954-07") or a day may be assigned and asked for. Every
    lookup of a DateRangeField works, and `__year`, `__before` and `__after` besides. The
    model declares a partial_date_constraint() for each such field.
    """

    description = _("Partial date")
    descriptor_class = PartialDateAttribute
    form_field = PartialDateFormField
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date such as 1954, 1954-07 or 1954-07-03."),
        "year_out_of_bounds": YEAR_OUT_OF_BOUNDS,
    }

    def __init__(self, *args, earliest_year=EARLIEST_YEAR, latest_year=LATEST_YEAR, **kwargs):
        self.earliest_year = earliest_year
        self.latest_year = latest_year
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        if self.earliest_year != EARLIEST_YEAR:
            kwargs["earliest_year"] = self.earliest_year
        if self.latest_year != LATEST_YEAR:
            kwargs["latest_year"] = self.latest_year
        return name, "office.dates.PartialDateField", args, kwargs

    def to_python(self, value):
        if value is None:
            return None
        try:
            return PartialDate.of(value)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from None

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and not self.earliest_year <= value.year <= self.latest_year:
            raise ValidationError(
                self.error_messages["year_out_of_bounds"],
                code="year_out_of_bounds",
                params={"earliest": self.earliest_year, "latest": self.latest_year},
            )

    def from_db_value(self, value, expression, connection):
        return value and PartialDate.from_range(value)

    def get_prep_value(self, value):
        # A lookup such as `overlap` takes any range, whole or not.
        if value is None or isinstance(value, (DateRange, list, tuple)):
            return super().get_prep_value(value)
        return self.to_python(value).as_range

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value and value.isoformat()

    def formfield(self, **kwargs):
        bounds = {"earliest_year": self.earliest_year, "latest_year": self.latest_year}
        return super().formfield(**{**bounds, **kwargs})


@PartialDateField.register_lookup
class InYear(PostgresOperatorLookup):
    """Some possible day lies in the year."""

    lookup_name = "year"
    postgres_operator = RangeOperators.OVERLAPS

    def get_prep_lookup(self):
        return PartialDate(int(self.rhs)).as_range


@PartialDateField.register_lookup
class CertainlyBefore(PostgresOperatorLookup):
    """Every possible day lies before every possible day of the other."""

    lookup_name = "before"
    postgres_operator = RangeOperators.FULLY_LT


@PartialDateField.register_lookup
class CertainlyAfter(PostgresOperatorLookup):
    """Every possible day lies after every possible day of the other."""

    lookup_name = "after"
    postgres_operator = RangeOperators.FULLY_GT


def partial_date_constraint(field_name, *, earliest_year=EARLIEST_YEAR, latest_year=LATEST_YEAR):
    """The constraint that the field is NULL or one whole year, month or day within the bounds."""
    first, end = f"{field_name}__startswith", f"{field_name}__endswith"
    # A comparison with NULL is neither true nor false, and a check lets that through: what
    # has no first or no last day is refused by name.
    bounded = Q(
        **{f"{field_name}__{flaw}": False for flaw in ("isempty", "lower_inf", "upper_inf")},
        **{f"{first}__gte": datetime.date(earliest_year, 1, 1)},
        **{f"{end}__lte": datetime.date(latest_year + 1, 1, 1)},
    )
    day = Q(**{end: later(first, "1 day")})
    month = Q(**{f"{first}__day": 1, end: later(first, "1 month")})
    year = Q(**{f"{first}__day": 1, f"{first}__month": 1, end: later(first, "1 year")})
    return CheckConstraint(
        condition=Q(**{f"{field_name}__isnull": True}) | bounded & (day | month | year),
        name=f"%(app_label)s_%(class)s_{field_name}_is_partial_date",
        violation_error_message=_("A partial date is one whole year, month or day."),
    )


def later(day, interval):
    # The cast from a timestamp without time zone is immutable, as a check must be.
    return Func(
        F(day),
        template=f"(%(expressions)s + interval '{interval}')::date",
        output_field=DateField(),
    )
