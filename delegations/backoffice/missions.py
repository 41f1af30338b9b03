"""The list of missions, and the form on which one is written down."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agenda import attempts, clashes
from agenda.backoffice.appointment_forms import NOT_FREE
from agenda.backoffice.saving import LooksBeforeSaving
from delegations import actions
from delegations.days import days_of
from delegations.missions import page_of
from delegations.models import Mission, MissionItem, Traveller
from directory.backoffice.documents import DocumentInline
from office.backoffice import (
    RecordInline,
    TranslatedInline,
    VisibleRecordAdmin,
    VisibleRecordForm,
)
from office.backoffice.forms import ChoosingForm
from office.dates import DayInput
from office.languages import in_every_language

DAYS = ("first_day", "last_day", "reported_on")


class MissionForm(VisibleRecordForm):
    """
    Where somebody who travels is booked already: for what stands above what was typed, with the
    way there, and their row is marked.
    """

    late_clash = None

    class Meta:
        widgets = {name: DayInput() for name in DAYS}

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.late_clash, clashes.Clash):
            self._say_clash(self.late_clash)
        elif self.late_clash:
            self.add_error(None, self.late_clash)
        return cleaned

    def _say_clash(self, clash):
        for words, url in attempts.taken(clash):
            linked = format_html('{} <a href="{}">{}</a>', words, url, _("Move it, or cancel it."))
            self.add_error(None, linked if url else words)
        self.add_error(None, _("Or change the days of the mission, or who travels."))
        people = {one.resource.person_id for one in clash.holders}
        formsets = getattr(self.instance, "formsets_of_form", ())
        for row in (row for one in formsets if one.model is Traveller for row in one.forms):
            if row.is_valid() and row.instance.person_id in people:
                row.add_error("person", NOT_FREE)


class ItemForm(ChoosingForm):
    class Meta:
        widgets = {
            "day": DayInput(),
            "begins": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "ends": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }


class TravellerInline(RecordInline):
    model = Traveller
    fields = ["person", "name", "office", "side", "is_head"]
    autocomplete_fields = ["person"]


class ItemInline(TranslatedInline):
    model = MissionItem
    form = ItemForm
    fields = ["title", ("day", "begins", "ends"), ("place", "host"), "note"]
    verbose_name_plural = _("Programme, on the clocks of the place")


class ReportFilter(admin.SimpleListFilter):
    """Those that are over and of which nobody has reported."""

    title, parameter_name = _("report"), "report"

    def lookups(self, request, model_admin):
        return [("missing", _("missing"))]

    def queryset(self, request, queryset):
        return queryset.without_report() if self.value() == "missing" else queryset


@admin.register(Mission)
class MissionAdmin(LooksBeforeSaving, VisibleRecordAdmin):
    """Who of us goes where and when, what for, and was it reported on?"""

    form = MissionForm
    list_display = ["title", "where_to", "days", "state", "reported_on", "officer"]
    list_filter = ["state", ReportFilter, "officer", "audience__level"]
    list_select_related = ["city__country", "country", "organisation__city", "officer"]
    search_fields = [
        *in_every_language("title"),
        *in_every_language("city__name"),
        "host_name",
        "travellers__name",
    ]
    date_hierarchy = "first_day"
    autocomplete_fields = ["city", "organisation", "country", "answers", "act"]
    inlines = [TravellerInline, ItemInline, DocumentInline]
    fieldsets = [
        (None, {"fields": ["title", "state", ("first_day", "last_day"), "officer"]}),
        (_("Where to"), {"fields": [("city", "organisation", "country"), "theme"]}),
        (_("Who receives us"), {"fields": [("host_name", "host_rank"), "answers"]}),
        (_("Report"), {"fields": ["report", "reported_on", "result", "act"]}),
        (_("In the office"), {"fields": ["note"]}),
    ]

    class Media:
        css = {"all": ["css/visit.css"]}

    def get_changeform_initial_data(self, request):
        said = super().get_changeform_initial_data(request)
        return {"officer": request.user.pk, **said}

    def save_related(self, request, form, formsets, change):
        """The days, with whoever travels, go into the calendar: all of it, or nothing."""
        touched = any(part.has_changed() for part in [form, *formsets])
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            if touched or not change:
                actions.save_mission(mission=form.instance, by=request.user)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(page_of(obj))

    def response_post_save_change(self, request, obj):
        return HttpResponseRedirect(page_of(obj))

    def has_page(self, record):
        return record.city_id is not None and super().has_page(record)

    @admin.display(description=_("where to"))
    def where_to(self, mission):
        return mission.where_to

    @admin.display(description=_("days"), ordering="first_day")
    def days(self, mission):
        return days_of(mission)
