"""The back-office of guides, what they cost, and how they are proposed."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import clashes, periods
from agenda.forms import PeriodField, Span
from directory.models import PersonLanguage
from office.backoffice import OneRowAdmin, PlainVisibleRecordAdmin, RecordAdmin, RecordInline
from office.backoffice.forms import RecordForm, VisibleRecordForm
from office.tongues import names
from tours import actions
from tours.links import GUIDE
from tours.models import (
    Clearance,
    Fee,
    Guide,
    OtherTime,
    Surcharge,
    TourSettings,
    WeeklyHours,
)


class GuideForm(VisibleRecordForm):
    """A guide; the kinds of group are ticked."""

    groups = forms.MultipleChoiceField(
        label=_("Kinds of group"),
        choices=Guide.Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )


class ClearanceInline(RecordInline):
    model = Clearance
    fields = ["route"]
    autocomplete_fields = ["route"]


class WeeklyHoursInline(RecordInline):
    model = WeeklyHours
    fields = ["weekday", "starts", "ends", "first_day", "last_day"]


class OtherTimeForm(RecordForm):
    """Hours may stay empty: then whole days are meant."""

    when = PeriodField(label=_("From when to when"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "when" in self.fields:
            zone = periods.here()
            whole = periods.is_whole_days(self.instance.period, zone)
            self.initial["when"] = Span.of(self.instance.period, zone, all_day=whole)

    def clean(self):
        cleaned = super().clean()
        if span := cleaned.get("when"):
            whole = span.start is None and span.end is None
            try:
                self.instance.period = span.in_zone(periods.here(), whole)
            except ValidationError as error:
                self.add_error("when", error)
        return cleaned


class LanguageFilter(admin.SimpleListFilter):
    """The guides who guide in one language."""

    title, parameter_name = _("language"), "language"

    def lookups(self, request, model_admin):
        rows = PersonLanguage.objects.visible_to(request.user)
        codes = rows.filter(guides_in=True, person__guide__isnull=False).values_list("language")
        known = names()
        return sorted(
            ((code, known.get(code, code)) for (code,) in codes.order_by().distinct()),
            key=lambda choice: choice[1],
        )

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        mine = {"person__languages__language": self.value(), "person__languages__guides_in": True}
        return queryset.filter(**mine)


@admin.register(Guide)
class GuideAdmin(PlainVisibleRecordAdmin):
    """Who leads our guests, in which languages, on which routes, and when?"""

    form = GuideForm
    list_display = ["label", "languages", "routes", "tours_to_come", "is_active", "seen_by"]
    list_filter = ["is_active", LanguageFilter, "audience__level"]
    list_select_related = ["person"]
    search_fields = ["person__family_name", "person__given_name"]
    autocomplete_fields = ["person"]
    inlines = [ClearanceInline, WeeklyHoursInline]
    fieldsets = [
        (None, {"fields": ["person", "is_active", "groups", "note"]}),
        (
            _("Limits of work"),
            {
                "fields": [
                    ("day_tours", "week_tours", "month_tours"),
                    ("day_hours", "week_hours", "month_hours"),
                ],
                "description": _("Empty where there is none. No proposal goes beyond a limit."),
            },
        ),
    ]

    def get_queryset(self, request):
        now = timezone.now()
        ahead = Q(tours__appointment__period__endswith__gt=now)
        ahead &= ~Q(tours__appointment__state="cancelled")
        rows = super().get_queryset(request).annotate(to_come=Count("tours", filter=ahead))
        return rows.prefetch_related("person__languages", "clearances__route")

    def get_ordering(self, request):
        return ["person__family_name", "person__given_name", "pk"]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and request.user.has_perm("tours.ask_guides"):
            context["links_url"] = reverse("admin:links", args=[GUIDE, obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        actions.enrol(guide=obj, by=request.user)

    @admin.display(description=_("name"), ordering="person__family_name")
    def label(self, guide):
        return str(guide)

    @admin.display(description=_("languages"))
    def languages(self, guide):
        return ", ".join(str(one) for one in guide.person.languages.all() if one.guides_in) or None

    @admin.display(description=_("routes"))
    def routes(self, guide):
        return ", ".join(str(one.route) for one in guide.clearances.all()) or None

    @admin.display(description=_("tours to come"), ordering="to_come")
    def tours_to_come(self, guide):
        return guide.to_come


@admin.register(OtherTime)
class OtherTimeAdmin(RecordAdmin):
    """When is which guide busy, or to be had outside the weekly hours?"""

    form = OtherTimeForm
    list_display = ["guide", "when", "is_free", "note"]
    list_filter = ["is_free", "guide"]
    list_select_related = ["guide__person"]
    ordering = ["-period", "-pk"]
    search_fields = ["guide__person__family_name", "note"]
    autocomplete_fields = ["guide"]
    fields = ["guide", "when", "is_free", "note"]

    class Media:
        css = {"all": ["css/period.css"]}

    @admin.display(description=_("when"), ordering="period")
    def when(self, row):
        return clashes.hours(row.period, periods.here())


@admin.register(Fee)
class FeeAdmin(RecordAdmin):
    """What does a tour cost, from which day on, with which guide?"""

    is_setting = True

    list_display = ["first_day", "guide", "a_tour", "an_hour"]
    list_select_related = ["guide__person"]
    ordering = ["-first_day", "-pk"]
    search_fields = ["guide__person__family_name"]
    autocomplete_fields = ["guide"]
    fields = ["guide", "first_day", ("a_tour", "an_hour")]


@admin.register(Surcharge)
class SurchargeAdmin(RecordAdmin):
    """Which languages cost more, and how much?"""

    is_setting = True

    list_display = ["named", "first_day", "amount"]
    ordering = ["language", "-first_day", "pk"]
    fields = ["language", "first_day", "amount"]

    @admin.display(description=_("language"), ordering="language")
    def named(self, row):
        return names().get(row.language, row.language)


@admin.register(TourSettings)
class TourSettingsAdmin(OneRowAdmin):
    """What counts in the proposal of a guide, and how long do we wait for an answer?"""

    fieldsets = [
        (
            _("The proposal"),
            {
                "fields": [
                    "least_level",
                    "level_weight",
                    "fairness_weight",
                    "continuity_weight",
                    "keep_weight",
                    "walk_minutes",
                ]
            },
        ),
        (_("Waiting for an answer"), {"fields": ["answer_hours", "answer_share"]}),
    ]
