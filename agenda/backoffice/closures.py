"""The admin of closures: when a place and its rooms are not to be had."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import clashes, periods
from agenda.forms import PeriodField, Span
from agenda.models import Appointment, Closure
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordForm, frame
from office.backoffice.widgets import found_by_typing

SHOWN = 8


class ClosureForm(VisibleRecordForm):
    """Hours may stay empty: then whole days are closed, on the clocks of the place."""

    when = PeriodField(
        label=capfirst(gettext_lazy("from when to when")),
        help_text=gettext_lazy(
            "On the clocks of the place. Leave both hours empty for whole days."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            period, zone = self.instance.period, self.instance.place.zone
            whole = periods.is_whole_days(period, zone)
            self.initial["when"] = Span.of(period, zone, all_day=whole)
        if "place" in self.fields:
            self.fields["place"].widget = found_by_typing(self.fields["place"])

    def clean(self):
        cleaned = super().clean()
        span, place = cleaned.get("when"), cleaned.get("place")
        if span and place:
            try:
                whole = span.start is None and span.end is None
                self.instance.period = span.in_zone(place.zone, whole)
            except ValidationError as error:
                self.add_error("when", error)
        return cleaned


def hit_by(closure, user):
    """What takes place there while it is closed, as far as the person may see it."""
    here = Q(place=closure.place) | Q(place__building=closure.place)
    here |= Q(bookings__resource__place=closure.place)
    here |= Q(bookings__resource__place__building=closure.place)
    rows = Appointment.objects.visible_to(user).standing().during(closure.period).filter(here)
    found = Appointment.objects.filter(pk__in=rows.order_by().values("pk"))
    return found.select_related("place__building").in_order()[:SHOWN]


def linked(appointment):
    when = clashes.when(appointment.period, appointment.zone, all_day=appointment.all_day)
    return frame.url_of(appointment), appointment, when


class ComingFilter(admin.SimpleListFilter):
    """The closures that are not over."""

    title = gettext_lazy("period")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("coming", _("now and to come")), ("past", _("past"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "coming":
                return queryset.filter(period__endswith__gt=now)
            case "past":
                return queryset.filter(period__endswith__lte=now)
        return queryset


@admin.register(Closure)
class ClosureAdmin(PlainVisibleRecordAdmin):
    """Which places are closed, when, why, and from where do we know?"""

    form = ClosureForm
    list_display = ["place", "when", "reason", "note", "source", "seen_by"]
    list_filter = [ComingFilter, "reason", "place", "audience__level"]
    list_select_related = ["place", "place__building"]
    search_fields = ["note", "source", "place__slug"]
    ordering = ["-period", "-pk"]
    fieldsets = [(None, {"fields": ["place", "when", "reason", "note", "source"]})]

    class Media:
        css = {"all": ["css/period.css"]}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        hit = hit_by(form.instance, request.user)
        if hit:
            words = format_html_join(", ", '<a href="{}">{}</a> ({})', map(linked, hit))
            messages.warning(request, format_html(_("These take place there then: {}."), words))

    @admin.display(description=gettext_lazy("when"), ordering="period")
    def when(self, closure):
        zone = closure.place.zone
        whole = periods.is_whole_days(closure.period, zone)
        return clashes.when(closure.period, zone, all_day=whole)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "place":
            places = self._choices(db_field, request).in_order(get_language())
            kwargs["queryset"] = places.select_related("building")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
