"""The admin of appointments: their form, their list, and the buttons that change their state."""

from django.contrib import admin
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import actions, clashes, facets, periods
from agenda.backoffice.appointment_forms import AppointmentForm, BookingForm, BookingRows
from agenda.backoffice.changes import STEP_LABELS, STEPS, HasChanges, calendar_at, where
from agenda.backoffice.offers import said_by
from agenda.backoffice.saving import LooksBeforeSaving
from agenda.backoffice.way_back import to_calendar
from agenda.findings import findings
from agenda.models import Appointment, Booking, Resource
from office.backoffice import RecordInline, VisibleRecordAdmin
from office.backoffice.base import is_key
from office.languages import in_every_language
from office.start_page import Line, Link

A_WEEK, A_MONTH = 7, 31
ROWS_AT_FIRST = 3


class WhenFilter(admin.SimpleListFilter):
    """The appointments of the days ahead."""

    title = gettext_lazy("period")
    parameter_name = "when"
    AHEAD = {"today": 1, "week": A_WEEK, "month": A_MONTH}

    def lookups(self, request, model_admin):
        return [
            ("today", _("today")),
            ("week", _("the next seven days")),
            ("month", _("the next month")),
            ("coming", _("all to come")),
            ("past", _("past")),
        ]

    def queryset(self, request, queryset):
        today, here = timezone.localdate(), periods.here()
        if self.value() in self.AHEAD:
            last = today + timezone.timedelta(days=self.AHEAD[self.value()] - 1)
            return queryset.during(periods.days(today, last, here))
        begins = periods.days(today, today, here).lower
        match self.value():
            case "coming":
                return queryset.filter(period__endswith__gt=begins)
            case "past":
                return queryset.filter(period__endswith__lte=begins)
        return queryset


class ResourceFilter(admin.SimpleListFilter):
    """The appointments that book one room, person or thing."""

    title = gettext_lazy("room, person or thing")
    parameter_name = "resource"

    def lookups(self, request, model_admin):
        found = Resource.objects.visible_to(request.user).in_order(get_language())
        return [(str(one.pk), one.told) for one in found.with_roles(request.user)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not is_key(self.value()):
            return queryset.none()
        booked = Booking.objects.visible_to(request.user).filter(resource=self.value())
        return queryset.filter(pk__in=booked.values("appointment"))


class BookingInline(RecordInline):
    """What an appointment books; it is written with the appointment, by its actions."""

    model = Booking
    form = BookingForm
    formset = BookingRows
    fields = ["resource", "before", "after"]
    verbose_name_plural = gettext_lazy("Rooms, people and things")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("resource__place", "resource__person", "appointment")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        # Asked once for all rows, in which the same can be chosen.
        formset.offered = list(
            Resource.objects.visible_to(request.user)
            .in_order(get_language())
            .with_roles(request.user)
        )
        formset.reader = request.user
        return formset

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj else ROWS_AT_FIRST

    # Whoever may change the appointment changes what it books.
    def has_add_permission(self, request, obj):
        return self._of_appointment(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._of_appointment(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._of_appointment(request, obj)

    def _of_appointment(self, request, obj):
        page = self.admin_site._registry[Appointment]
        if obj is None:
            return page.has_add_permission(request)
        return page.has_change_permission(request, obj)


@admin.register(Appointment)
class AppointmentAdmin(LooksBeforeSaving, HasChanges, VisibleRecordAdmin):
    """What happens when and where, what does it hold, and is it certain?"""

    form = AppointmentForm
    list_display = ["title", "when", "kind", "state", "place", "seen_by"]
    list_filter = [WhenFilter, "kind", "state", "place", ResourceFilter, "audience__level"]
    search_fields = [*in_every_language("title"), "note"]
    ordering = ["period", "pk"]
    inlines = [BookingInline]
    change_form_template = "admin/agenda/appointment/change_form.html"
    change_list_template = "admin/agenda/appointment/change_list.html"
    actions = None
    fieldsets = [
        (None, {"fields": ["title", "kind", "when", "all_day", "place"]}),
        (gettext_lazy("Guests"), {"fields": ["party", "people"]}),
        (gettext_lazy("How certain it is"), {"fields": ["state", "blocks"]}),
        (gettext_lazy("In the office"), {"fields": ["note"]}),
    ]

    class Media:
        js = ["js/appointment.js"]
        css = {"all": ["css/period.css", "css/calendar.css", "css/findings.css"]}

    @admin.display(description=gettext_lazy("when"), ordering="period")
    def when(self, appointment):
        one = appointment
        return clashes.when(one.period, one.zone, all_day=one.all_day)

    def get_list_select_related(self, request):
        """Asked for each request: the apps above hand in their facets later."""
        found = super().get_list_select_related(request)
        return [*found, "place", "place__building", *facets.accessors()]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "place":
            places = self._choices(db_field, request).in_order(get_language())
            kwargs["queryset"] = places.select_related("building")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """The state is chosen once; then there are buttons for it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        return [
            (title, options | {"fields": [one for one in options["fields"] if one != "state"]})
            for title, options in fieldsets
        ]

    # ------------------------------------------------------------ rights

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or facets.may_change(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes an appointment: it is cancelled, and stays written down."""
        return False

    def fields_not_restored(self, record):
        """What books something is changed on the form, which knows of clashes."""
        return ("period", "all_day", "place", "state", "blocks")

    # ------------------------------------------------------------ the form

    def get_changeform_initial_data(self, request):
        """Day, hours, place and people of the address, as the calendar and the search give them."""
        return {**super().get_changeform_initial_data(request), **said_by(request.GET)}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None and isinstance(inline, BookingInline):
            kwargs["initial"] = booked_by(request.GET)
        return kwargs

    def save_model(self, request, obj, form, change):
        """Saved with what it books, in `save_related`."""
        if not change and request.user.is_demo:
            obj.is_demo = True

    def save_related(self, request, form, formsets, change):
        appointment = form.instance
        rows = next(one for one in formsets if one.model is Booking)
        touched = any(part.has_changed() for part in [form, *formsets])
        with transaction.atomic():
            if touched or not change:
                save = actions.change if change else actions.schedule
                save(appointment=appointment, wanted=rows.wanted(), by=request.user)
            form.save_m2m()
        rows.new_objects, rows.changed_objects, rows.deleted_objects = [], [], []

    def response_post_save_add(self, request, obj):
        """Back on the calendar, for whoever came from there."""
        back = to_calendar(request.GET, obj)
        return redirect(back) if back else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        back = to_calendar(request.GET, obj)
        return redirect(back) if back else super().response_post_save_change(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["where"] = where(obj)
            if request.method == "GET" and obj.period.upper > timezone.now():
                context["findings"] = findings(obj, request.user)
            context["facets"] = [
                (facet.label, facet.name(record), facet.url(record))
                for facet, record in facets.of(obj)
            ]
            may = self.has_change_permission(request, obj)
            context["steps"] = [(one, STEP_LABELS[one]) for one in STEPS[obj.state]] if may else []
            context["move_url"] = may and reverse("admin:agenda_appointment_move", args=[obj.pk])
            context["calendar_url"] = to_calendar(request.GET, obj) or calendar_at(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def booked_by(address: QueryDict):
    """The rows of what an address proposes to book."""
    return [{"resource": key} for key in address.getlist("resource") if is_key(key)]


# ---------------------------------------------------------------- the start page


def to_begin(user):
    """The calendar, on which one begins by a click, and the form of a new appointment."""
    if not user.has_perm("agenda.add_appointment"):
        return []
    return [
        Link(_("Calendar"), reverse("admin:calendar")),
        Link(_("New appointment"), reverse("admin:agenda_appointment_add")),
    ]


def start_lines(user):
    """What is on today, on the clocks of the office."""
    if not user.has_perm("agenda.view_appointment"):
        return []
    today = timezone.localdate()
    of_today = Appointment.objects.visible_to(user).standing()
    count = of_today.during(periods.days(today, today, periods.here())).count()
    url = f"{reverse('admin:calendar')}?view=day&day={today.isoformat()}"
    return [Line(_("on the calendar today"), count, url)]
