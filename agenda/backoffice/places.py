"""The back-office of places: rooms, buildings and sites, with their ways and opening hours."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import actions, clashes, periods
from agenda.hours import Hours
from agenda.models import Appointment, Closure, OpeningHours, Place, Resource, Way
from directory.backoffice.degrees import DegreesField
from directory.backoffice.panels import Line, Panel
from office.backoffice import RecordAdmin, RecordInline, VisibleRecordAdmin, VisibleRecordForm
from office.backoffice.forms import RowsFormSet
from office.backoffice.frame import url_of
from office.languages import in_every_language
from office.papers.report import text_of

SHOWN = 8
WEEK = 7
BOOKING = ["is_bookable", ("minutes_before", "minutes_after")]
BOOKING_AS_TEXT = ["bookable"]
WAY_TWICE = gettext_lazy("This way is in the list already.")
WAY_TO_ITSELF = gettext_lazy("A way leads from one place to another.")


class PlaceForm(VisibleRecordForm):
    """A place, and whether it can be booked: then a room resource goes with it."""

    is_bookable = forms.BooleanField(
        label=gettext_lazy("can be booked"),
        required=False,
        help_text=gettext_lazy("Choosing it as the place of an appointment books it then."),
    )
    minutes_before = forms.IntegerField(
        label=gettext_lazy("minutes to set up"), min_value=0, max_value=1440, required=False
    )
    minutes_after = forms.IntegerField(
        label=gettext_lazy("minutes to clear up"), min_value=0, max_value=1440, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in flatten(BOOKING):
            if name in self.fields:
                self.fields[name].label = capfirst(self.fields[name].label)
        self.room = Resource.objects.filter(place=self.instance.pk).first()
        if not self._may_book():
            for name in {*flatten(BOOKING)} & {*self.fields}:
                self.fields[name].disabled = True
            return
        self.initial["is_bookable"] = bool(self.room and self.room.is_active)
        self.initial["minutes_before"] = self.room.before if self.room else 0
        self.initial["minutes_after"] = self.room.after if self.room else 0

    def _may_book(self):
        """Whoever may keep resources, and may know of the one that is there."""
        if self.editor is None or not self.editor.has_perm("agenda.change_resource"):
            return False
        seen = Resource.objects.visible_to(self.editor)
        return self.room is None or seen.filter(pk=self.room.pk).exists()

    @staticmethod
    def versioned(record):
        room = Resource.objects.filter(place=record.pk).first() if record.pk else None
        return [*VisibleRecordForm.versioned(record), *([room] if room else [])]

    def _save_m2m(self):
        super()._save_m2m()
        if not {*flatten(BOOKING)} & {*self.changed_data}:
            return
        if self.cleaned_data["is_bookable"]:
            actions.make_bookable(
                place=self.instance,
                before=self.cleaned_data["minutes_before"] or 0,
                after=self.cleaned_data["minutes_after"] or 0,
                by=self.editor,
            )
        elif self.room and self.room.is_active:
            actions.take_out_of_use(resource=self.room, by=self.editor)


class WayRows(RowsFormSet):
    """
    The ways from one place: none twice, also not the other way round, and none to itself.

    The form of a row does not know the place, so that the constraints cannot be asked there.
    """

    def clean(self):
        super().clean()
        mine = self.instance.pk
        shown = {form.instance.pk for form in self.forms if form.instance.pk}
        others = Way._base_manager.filter(Q(start=mine) | Q(end=mine)).exclude(pk__in=shown)
        taken = {key for pair in others.values_list("start", "end") for key in pair} - {mine}
        for form in self.forms:
            if not form.is_valid() or not form.cleaned_data or self._should_delete_form(form):
                continue
            other = form.cleaned_data.get(self.other)
            if other is None:
                continue
            if other.pk == mine:
                form.add_error(self.other, WAY_TO_ITSELF)
            elif other.pk in taken:
                form.add_error(self.other, WAY_TWICE)
            taken.add(other.pk)

    @property
    def other(self):
        return "start" if self.fk.name == "end" else "end"


class WayInline(RecordInline):
    model = Way
    fk_name = "start"
    formset = WayRows
    fields = ["end", "minutes", "lift_minutes", "note"]
    autocomplete_fields = ["end"]
    verbose_name_plural = gettext_lazy("Ways from here, counted by the staff")
    classes = ["collapse"]


class WayHereInline(RecordInline):
    """The same ways hold back; those noted at the other place stand here as well."""

    model = Way
    fk_name = "end"
    formset = WayRows
    fields = ["start", "minutes", "lift_minutes", "note"]
    autocomplete_fields = ["start"]
    verbose_name_plural = gettext_lazy("Ways noted at the other place")
    classes = ["collapse"]

    def has_add_permission(self, request, obj=None):
        return False


class OpeningHoursInline(RecordInline):
    model = OpeningHours
    fields = ["rooms", "weekday", "opens", "closes", "last_entry", "first_day", "last_day"]
    classes = ["collapse"]


class KindOfPlace(admin.SimpleListFilter):
    """Rooms, or what is no room."""

    title, parameter_name = gettext_lazy("kind"), "kind"

    def lookups(self, request, model_admin):
        return [("room", _("rooms")), ("building", _("buildings and sites"))]

    def queryset(self, request, queryset):
        match self.value():
            case "room":
                return queryset.rooms()
            case "building":
                return queryset.filter(building=None)
        return queryset


@admin.register(Place)
class PlaceAdmin(VisibleRecordAdmin):
    """Where can we receive, for how many, how does one get in, and when is it open?"""

    form = PlaceForm
    formfield_overrides = {models.DecimalField: {"form_class": DegreesField}}
    list_display = [
        "name",
        "building",
        "floor",
        "capacity",
        "access",
        "used_for",
        "hours_today",
        "bookable",
        "seen_by",
    ]
    list_filter = [
        KindOfPlace,
        "building",
        "access",
        "is_museum",
        "is_ceremonial",
        "audience__level",
    ]
    list_select_related = ["building", "resource"]
    search_fields = [*in_every_language("name"), "slug", "address"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OpeningHoursInline, WayInline, WayHereInline]
    cited_fields = ["name", "capacity", "access", "is_museum", "is_ceremonial", "floor", "note"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "building", ("floor", "stair")]}),
        (
            gettext_lazy("What it is good for"),
            {"fields": ["capacity", "access", "is_museum", "is_ceremonial", "note"]},
        ),
        (gettext_lazy("Booking"), {"fields": BOOKING}),
        (
            gettext_lazy("Where it is"),
            {"fields": ["address", ("latitude", "longitude"), "time_zone"]},
        ),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("opening_hours", "building__opening_hours")

    def get_ordering(self, request):
        return Place.objects.in_order(get_language()).query.order_by

    def get_fieldsets(self, request, obj=None):
        """Who only reads is told whether it can be booked, in words."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                title,
                options | {"fields": BOOKING_AS_TEXT} if options["fields"] == BOOKING else options,
            )
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *BOOKING_AS_TEXT]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A room lies in a building, in no other room."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "building":
            field.queryset = field.queryset.filter(building=None).in_order(get_language())
        return field

    def choice_label(self, place):
        return f"{place} ({place.building})" if place.building_id else str(place)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["panels"] = [coming(obj, request.user), *open_hours(obj)]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=gettext_lazy("used for"))
    def used_for(self, place):
        uses = {_("museum"): place.is_museum, _("ceremonies"): place.is_ceremonial}
        return ", ".join(use for use, holds in uses.items() if holds) or None

    @admin.display(description=gettext_lazy("open today"))
    def hours_today(self, place):
        rows = hours_of(place).on(place, timezone.now().astimezone(place.zone).date())
        return None if rows is None else said_of(rows)

    @admin.display(description=gettext_lazy("can be booked"), boolean=True)
    def bookable(self, place):
        room = getattr(place, "resource", None)
        return bool(room and room.is_active)


def hours_of(place):
    """What is known of its hours, from its own rows and those of its building."""
    rows = [*place.opening_hours.all()]
    return Hours([*rows, *place.building.opening_hours.all()] if place.building_id else rows)


@admin.register(OpeningHours)
class OpeningHoursAdmin(RecordAdmin):
    """When is which place open, from when to when does that hold, and who says so?"""

    is_setting = True

    list_display = ["place", "rooms", "weekday", "hours", "last_entry", "first_day", "last_day"]
    list_filter = ["place", "weekday", "rooms"]
    list_select_related = ["place"]
    ordering = ["place__slug", "weekday", "opens", "pk"]
    search_fields = in_every_language("place__name")
    autocomplete_fields = ["place"]
    cited_fields = ["opens", "closes", "last_entry", "first_day", "last_day"]
    fields = [
        ("place", "rooms"),
        ("weekday", "opens", "closes", "last_entry"),
        ("first_day", "last_day"),
    ]

    @admin.display(description=gettext_lazy("hours"), ordering="opens")
    def hours(self, row):
        return said_of([row])


def said_of(rows):
    """“09:00–14:00”, and the next where it closes at noon; that it is closed without any."""
    spans = (
        f"{time_format(one.opens, 'TIME_FORMAT')}–{time_format(one.closes, 'TIME_FORMAT')}"
        for one in rows
    )
    return ", ".join(spans) or _("closed")


def coming(place, user):
    """What comes up at a place and in its rooms, as far as the user may see it."""
    now = timezone.now()
    here = Q(place=place) | Q(place__building=place) | Q(bookings__resource__place=place)
    rows = Appointment.objects.visible_to(user).standing().filter(here, period__endswith__gt=now)
    shown = list(rows.distinct().select_related("place__building").in_order()[:SHOWN])
    closed = Closure.objects.visible_to(user).filter(
        Q(place=place) | Q(place=place.building_id) | Q(place__building=place),
        period__endswith__gt=now,
    )
    closures = list(closed.select_related("place").order_by("period", "pk")[:SHOWN])
    lines = [
        Line(
            text_of(one, "title"),
            url_of(one),
            f"{clashes.when(one.period, one.zone, all_day=one.all_day)}, {one.get_state_display()}",
            one.is_demo,
        )
        for one in shown
    ]
    lines += [
        Line(
            _("Closed: %(reason)s") % {"reason": one.get_reason_display()},
            url_of(one),
            clashes.hours(one.period, place.zone),
            one.is_demo,
        )
        for one in closures
    ]
    # The calendar opens where something comes up.
    first = min((one.period.lower for one in (*shown, *closures)), default=now)
    day = max(first, now).astimezone(periods.here()).date().isoformat()
    begun = [(_("See it in the calendar"), address("admin:calendar", day=day, place=place.pk))]
    if user.has_perm("agenda.add_closure"):
        begun.append((_("Note a closure"), address("admin:agenda_closure_add", place=place.pk)))
    offered = tuple((label, url) for label, url in begun if url)
    return Panel("coming", _("What comes up here"), lines, _("Nothing comes up."), offered)


def open_hours(place):
    """The hours of the next seven days, each with who says so and how sure that is."""
    known, today = hours_of(place), timezone.now().astimezone(place.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(WEEK)]
    found = {day: known.on(place, day) for day in days}
    rows = [row for of_day in found.values() for row in of_day or []]
    prefetch_related_objects(rows, "citations__source")
    lines = [
        Line(f"{date_format(day, 'l j F')}: {said_of(of_day)}", row_url(of_day), sources_of(of_day))
        for day, of_day in found.items()
        if of_day is not None
    ]
    return [Panel("hours", _("When it is open"), lines)] if lines else []


def row_url(rows):
    """Where the hours of a day are changed, and their sources; "" where it is closed."""
    return url_of(rows[0]) if rows else ""


def sources_of(rows):
    cited = (one for row in rows for one in row.citations.all())
    return "; ".join(dict.fromkeys(f"{c.source} ({c.get_confidence_display()})" for c in cited))


def address(name, **query):
    """The address of a page of the back-office; "" where there is no such page."""
    try:
        return f"{reverse(name)}?{urlencode(query)}"
    except NoReverseMatch:
        return ""
