"""The list of all tours, the coming first."""

from django.contrib import admin
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from agenda import clashes, periods
from agenda.backoffice.of_appointment import WhenFilter
from office.backoffice import PlainVisibleRecordAdmin
from office.languages import in_every_language
from office.tongues import names
from tours.models import Tour
from tours.statistics import start_of

OF_COUNTRY = "booking__visit__city__country__id__exact"


class LanguageFilter(admin.SimpleListFilter):
    """Only the languages in which there are tours."""

    title, parameter_name = _("language"), "language"

    def lookups(self, request, model_admin):
        rows = Tour.objects.visible_to(request.user).order_by()
        known = names()
        codes = rows.values_list("language", flat=True).distinct()
        return sorted(((code, known.get(code, code)) for code in codes), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class GuideFilter(admin.SimpleListFilter):
    """Whether somebody leads it."""

    title, parameter_name = _("guide"), "led"

    def lookups(self, request, model_admin):
        return [("no", _("nobody leads it yet")), ("yes", _("somebody leads it"))]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.open()
            case "yes":
                return queryset.filter(guide__isnull=False)
        return queryset


class YearFilter(admin.SimpleListFilter):
    """The year to come, this one and ten before: older ones are asked for by the address."""

    title, parameter_name = _("year"), "year"

    def lookups(self, request, model_admin):
        last = timezone.localdate().year + 1
        asked = request.GET.get("year", "")
        older = [int(asked)] if asked.isdecimal() and int(asked) < last - 11 else []
        return [(one, one) for one in [*range(last, last - 12, -1), *older]]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        year = ExtractYear(start_of("appointment__period"), tzinfo=periods.here())
        return queryset.alias(year=year).filter(year=int(self.value()))


class MonthFilter(admin.SimpleListFilter):
    """One month, of any year."""

    title, parameter_name = _("month"), "month"

    def lookups(self, request, model_admin):
        return [(number, name) for number, name in MONTHS.items()]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        month = ExtractMonth(start_of("appointment__period"), tzinfo=periods.here())
        return queryset.alias(month=month).filter(month=int(self.value()))


@admin.register(Tour)
class TourAdmin(PlainVisibleRecordAdmin):
    """Which groups are guided when, in which language, and by whom?"""

    list_display = ["title", "when", "language_name", "size", "guide", "outcome", "visit"]
    list_filter = [
        WhenFilter,
        YearFilter,
        MonthFilter,
        GuideFilter,
        LanguageFilter,
        "route",
        "guide",
        "outcome",
    ]
    list_select_related = [
        "audience",
        "appointment__place__building",
        "booking__visit",
        "route",
        "guide__person",
    ]
    ordering = ["-appointment__period", "-pk"]
    search_fields = [
        *in_every_language("appointment__title"),
        *in_every_language("route__name"),
        "guide__person__family_name",
    ]
    fields = ["title", "when", "language", "size", "is_pinned", "outcome", "came"]
    readonly_fields = ["title", "when"]

    def lookup_allowed(self, lookup, value, request):
        """The figures of a year lead here by the country of the guests."""
        return lookup == OF_COUNTRY or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        """A tour is booked on the page of its visit."""
        return False

    def has_page(self, record):
        return False

    @admin.display(description=_("title"))
    def title(self, tour):
        return str(tour)

    @admin.display(description=_("when"), ordering="appointment__period")
    def when(self, tour):
        one = tour.appointment
        return clashes.hours(one.period, one.zone)

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, tour):
        return names().get(tour.language, tour.language)

    @admin.display(description=_("visit"))
    def visit(self, tour):
        return tour.booking.visit.reference
