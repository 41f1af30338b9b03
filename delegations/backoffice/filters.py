"""Filters of the list of visits."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.coming import SOON, without_all_answers
from delegations.models import Decision, Message, State
from delegations.models.choices import COMING, DROPPED, TO_DECIDE
from office.models import Audience


class StateFilter(admin.SimpleListFilter):
    """By what one does with them first, then each state by itself."""

    title, parameter_name = _("state"), "state"
    GROUPS = {"to_decide": TO_DECIDE, "coming": COMING, "dropped": DROPPED}

    def lookups(self, request, model_admin):
        return [
            ("to_decide", _("to decide")),
            ("coming", _("accepted, and to come")),
            ("dropped", _("did not come about")),
            *State.choices,
        ]

    def queryset(self, request, queryset):
        if self.value() in self.GROUPS:
            return queryset.filter(state__in=self.GROUPS[self.value()])
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class WhenFilter(admin.SimpleListFilter):
    title, parameter_name = _("days of the visit"), "when"

    def lookups(self, request, model_admin):
        return [
            ("now", _("here today")),
            ("soon", _("in the next 30 days")),
            ("coming", _("all to come")),
            ("past", _("past")),
            ("unknown", _("not known")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "now":
                return queryset.during(today, today)
            case "soon":
                return queryset.during(today, today + SOON)
            case "coming":
                return queryset.filter(last_day__gte=today)
            case "past":
                return queryset.filter(last_day__lt=today)
            case "unknown":
                return queryset.filter(first_day=None)
        return queryset


class SeenByFilter(admin.SimpleListFilter):
    """By who may see them: never everybody."""

    title, parameter_name = _("who may see it"), "seen_by"

    def lookups(self, request, model_admin):
        return [one for one in Audience.Level.choices if one[0] != Audience.Level.PUBLIC]

    def queryset(self, request, queryset):
        return queryset.filter(audience__level=self.value()) if self.value() else queryset


class WaitsFilter(admin.SimpleListFilter):
    """Those of which somebody waits for the office."""

    title, parameter_name = _("waiting"), "waiting"

    def lookups(self, request, model_admin):
        return [
            ("message", _("for an answer to a message")),
            ("approval", _("for a second person")),
            ("hosts", _("for answers of hosts, within a week")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "message":
                return queryset.filter(pk__in=Message.objects.unread().order_by().values("visit"))
            case "approval":
                waiting = Decision.objects.waiting().order_by()
                return queryset.filter(pk__in=waiting.values("visit"))
            case "hosts":
                return without_all_answers(queryset)
        return queryset
