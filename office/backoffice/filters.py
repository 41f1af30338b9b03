"""Filters of the lists of the back-office."""

from datetime import date

from django.contrib import admin
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNKNOWN = "unknown"


class DecadeFilter(admin.FieldListFilter):
    """A partial date by the decade in which it may lie, or "not documented"."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        self.lookup_kwarg = f"{field_path}__decade"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.chosen = self.used_parameters.pop(self.lookup_kwarg, [None])[-1]
        self.decades = self._decades(model_admin.get_queryset(request))

    def expected_parameters(self):
        return [self.lookup_kwarg]

    def _decades(self, queryset):
        """The decades from the earliest to the latest date of the rows the user may see."""
        ends = queryset.order_by().aggregate(
            first=Min(f"{self.field_path}__startswith"), last=Max(f"{self.field_path}__startswith")
        )
        if ends["first"] is None:
            return []
        return list(range(ends["first"].year // 10 * 10, ends["last"].year + 1, 10))

    def has_output(self):
        return bool(self.decades)

    def queryset(self, request, queryset):
        if self.chosen == UNKNOWN:
            return queryset.filter(**{f"{self.field_path}__isnull": True})
        if self.chosen in map(str, self.decades):
            decade = int(self.chosen)
            return queryset.filter(
                **{
                    f"{self.field_path}__endswith__gt": f"{decade}-01-01",
                    f"{self.field_path}__startswith__lt": f"{decade + 10}-01-01",
                }
            )
        return queryset

    def choices(self, changelist):
        options = [(None, _("All")), *((str(one), f"{one}–{one + 9}") for one in self.decades)]
        for value, label in [*options, (UNKNOWN, _("not documented"))]:
            query = changelist.get_query_string(
                {self.lookup_kwarg: value} if value else {}, [self.lookup_kwarg]
            )
            yield {"selected": self.chosen == value, "query_string": query, "display": label}


class YearFilter(admin.SimpleListFilter):
    """By the year, from the latest: of a QuerySet that knows its `years` and what is `in_year`."""

    title, parameter_name = gettext_lazy("year"), "year"

    def lookups(self, request, model_admin):
        years = model_admin.get_queryset(request).years()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        # Whoever writes the address may ask for a year that no calendar has.
        known = value.isdecimal() and date.min.year <= int(value) < date.max.year
        return queryset.in_year(int(value)) if known else queryset
