"""What the forms and lists have in common of a record that has an appointment."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms import Span
from agenda.models import Appointment
from office.backoffice.conflicts import as_it_was


class OfAppointment:
    """Mixin of the form of a record whose `appointment` is written with it."""

    def values_at(self, moment):
        values = super().values_at(moment)
        was = as_it_was(Appointment, self.instance.appointment_id, moment)
        if not values or not was:
            return values
        span = Span.of(was["period"], self.appointment.zone, all_day=was["all_day"])
        return was | values | {"when": span}


class WhenFilter(admin.SimpleListFilter):
    """To come, or past: of a record by its appointment."""

    title, parameter_name = gettext_lazy("period"), "when"

    def lookups(self, request, model_admin):
        return [("coming", _("all to come")), ("past", _("past"))]

    def queryset(self, request, queryset):
        match self.value():
            case "coming":
                return queryset.filter(appointment__period__endswith__gt=timezone.now())
            case "past":
                return queryset.filter(appointment__period__endswith__lte=timezone.now())
        return queryset
