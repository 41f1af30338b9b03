"""An appointment, or a closure, repeated: looked at first, date by date, then made."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agenda import facets, periods, series
from agenda.clashes import hours
from agenda.models import Appointment, Closure
from agenda.series import Every, Rule
from office.backoffice import frame
from office.dates import DayInput

LONGEST_MOVE = 7 * 24 * 60


class RuleForm(forms.Form):
    every = forms.ChoiceField(label=pgettext_lazy("a rule", "How often"), choices=Every.choices)
    until = forms.DateField(
        label=pgettext_lazy("a rule", "until"),
        required=False,
        widget=DayInput(),
    )
    times = forms.IntegerField(
        label=gettext_lazy("or so many times in all"),
        required=False,
        min_value=2,
        max_value=series.MOST,
    )

    def __init__(self, data, *, period, zone):
        super().__init__(data)
        self.period, self.zone, self.spans = period, zone, []

    def clean(self):
        """With the dates: what is wrong with the rule is told here."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if bool(cleaned["until"]) == bool(cleaned["times"]):
            raise ValidationError(_("Say until when, or how many times: one of the two."))
        first = self.period.lower.astimezone(self.zone).date()
        if cleaned["until"] and cleaned["until"] <= first:
            self.add_error("until", _("This day is not after the first one."))
            return cleaned
        self.rule = Rule(cleaned["every"], cleaned["until"], cleaned["times"]).text(first)
        self.spans = series.plan(self.rule, self.period, self.zone)
        return cleaned


def changeable(request, pk):
    """The appointment, for who may change it."""
    rows = Appointment.objects.visible_to(request.user).select_related(
        "place__building", "series", *facets.accessors()
    )
    appointment = get_object_or_404(rows, pk=pk)
    if not facets.may_change(request.user, appointment):
        raise PermissionDenied
    return appointment


def repeat(request, pk):
    """On which days is this appointment repeated, and which of them are taken?"""
    appointment = changeable(request, pk)
    if not request.user.has_perm("agenda.add_appointment"):
        raise PermissionDenied
    if appointment.series_id:
        return redirect("admin:appointment_series", pk)

    def taken(spans):
        wanted = series.with_its_room(appointment, series.wanted_of(appointment))
        return series.taken(appointment, wanted, spans, request.user)

    def make(rule, leave_out):
        made = series.schedule_series(
            appointment=appointment, rule=rule, by=request.user, leave_out=leave_out
        )
        told = ngettext(
            "The series is made: %(count)d appointment.",
            "The series is made: %(count)d appointments.",
            len(made),
        )
        messages.success(request, told % {"count": len(made)})
        return redirect("admin:appointment_series", pk)

    return repeated(request, appointment, appointment.zone, taken, make)


def repeat_closure(request, pk):
    """On which days is this closure repeated?"""
    rows = Closure.objects.visible_to(request.user).select_related("place__building")
    closure = get_object_or_404(rows, pk=pk)
    if not request.user.has_perms(["agenda.add_closure", "agenda.change_closure"]):
        raise PermissionDenied

    def make(rule, leave_out):
        made = series.repeat_closure(
            closure=closure, rule=rule, by=request.user, leave_out=leave_out
        )
        told = ngettext("%(count)d closure more.", "%(count)d closures more.", len(made))
        messages.success(request, told % {"count": len(made)})
        return redirect(frame.url_of(closure) or reverse("admin:index"))

    return repeated(request, closure, closure.place.zone, lambda _spans: [], make)


def repeated(request, record: Model, zone, taken, make):
    """The page that asks for the rule, shows its dates, and makes what is left ticked."""
    asked = request.POST if request.method == "POST" else request.GET
    form = RuleForm(asked or None, period=record.period, zone=zone)
    context = {"form": form, "first": hours(record.period, zone)}
    if form.is_bound and form.is_valid():
        days = [periods.days_of(span, zone)[0] for span in form.spans]
        chosen = {*request.POST.getlist("day")}
        faults = []
        if request.method == "POST":
            leave_out = {day for day in days[1:] if day.isoformat() not in chosen}
            try:
                return make(form.rule, leave_out)
            except ValidationError as error:
                faults = error.messages
        clashing = dict(taken(form.spans[1:]))
        context |= {
            "faults": faults,
            "clashing": len(clashing),
            "dates": [
                (
                    day.isoformat(),
                    hours(span, zone),
                    clashing[day].messages if day in clashing else [],
                    day.isoformat() in chosen if chosen else day not in clashing,
                )
                for day, span in zip(days[1:], form.spans[1:], strict=True)
            ],
            "hidden": {name: form.data.get(name, "") for name in form.fields},
        }
    return frame.page(
        request,
        "admin/agenda/repeat.html",
        _("Repeat: %(record)s") % {"record": record},
        record=record,
        record_url=frame.url_of(record),
        record_kind=record._meta.verbose_name_plural,
        **context,
    )


class MoveForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("by so many minutes, earlier with a minus"),
        min_value=-LONGEST_MOVE,
        max_value=LONGEST_MOVE,
    )

    def clean_minutes(self):
        if not self.cleaned_data["minutes"]:
            raise ValidationError(_("By nought minutes nothing is moved."))
        return self.cleaned_data["minutes"]


def series_page(request, pk):
    """Which appointments are of this series, and what becomes of those from this one on?"""
    appointment = changeable(request, pk)
    if not appointment.series_id:
        return redirect("admin:appointment_repeat", pk)
    rest = list(series.rest_of(appointment).select_related(*facets.accessors()))
    moving = "move" in request.POST
    form = MoveForm(request.POST if moving else None)
    faults = []
    if request.method == "POST":
        if not all(may_touch(request.user, rest)):
            raise PermissionDenied
        done = None
        try:
            if moving and form.is_valid():
                done = series.move_rest(
                    appointment=appointment, minutes=form.cleaned_data["minutes"], by=request.user
                )
                told = ngettext(
                    "%(count)d appointment was moved.",
                    "%(count)d appointments were moved.",
                    len(done),
                )
            elif "cancel" in request.POST:
                done = series.cancel_rest(appointment=appointment, by=request.user)
                told = ngettext(
                    "%(count)d appointment was cancelled.",
                    "%(count)d appointments were cancelled.",
                    len(done),
                )
        except ValidationError as error:
            faults = error.messages
        if done is not None:
            messages.success(request, told % {"count": len(done)})
            return redirect(request.path)
    rows = Appointment.objects.visible_to(request.user).filter(series=appointment.series_id)
    return frame.page(
        request,
        "admin/agenda/series.html",
        _("Series: %(record)s") % {"record": appointment},
        record=appointment,
        record_url=frame.url_of(appointment),
        record_kind=appointment._meta.verbose_name_plural,
        form=form,
        faults=faults,
        rest=len(rest),
        rows=[
            (one, frame.url_of(one), hours(one.period, one.zone))
            for one in rows.in_order().select_related("place__building")
        ],
    )


def may_touch(user, appointments):
    """Whether the person may change each of them; one that they may not see, they may not."""
    seen = {*Appointment.objects.visible_to(user).filter(pk__in=[one.pk for one in appointments])}
    return (one in seen and facets.may_change(user, one) for one in appointments)


REPEAT = ("agenda/appointment/<int:pk>/repeat/", repeat)
SERIES = ("agenda/appointment/<int:pk>/series/", series_page)
REPEAT_CLOSURE = ("agenda/closure/<int:pk>/repeat/", repeat_closure)
