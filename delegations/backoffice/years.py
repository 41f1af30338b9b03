"""Lists by year, as registers are kept."""

from datetime import date

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class YearFilter(admin.SimpleListFilter):
    """By the year, from the latest: of a register that its QuerySet knows by `in_year`."""

    title, parameter_name = gettext_lazy("year"), "year"

    def lookups(self, request, model_admin):
        years = model_admin.get_queryset(request).years()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        known = value.isdecimal() and date.min.year <= int(value) < date.max.year
        return queryset.in_year(int(value)) if known else queryset


class OfOccasionFilter(admin.SimpleListFilter):
    """Of a visit, of a mission, or of neither."""

    title, parameter_name = gettext_lazy("on which occasion"), "occasion"

    def lookups(self, request, model_admin):
        return [
            ("visit", _("visits")),
            ("mission", _("missions")),
            ("none", _("neither a visit nor a mission")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "visit":
                return queryset.filter(visit__isnull=False)
            case "mission":
                return queryset.filter(mission__isnull=False)
            case "none":
                return queryset.filter(visit=None, mission=None)
        return queryset
