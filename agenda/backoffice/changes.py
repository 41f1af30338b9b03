"""Moving, stretching, confirming, cancelling: by drag, by keyboard and by plain form."""

import json
from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda import actions, attempts, clashes, facets, periods
from agenda.attempts import Change
from agenda.backoffice import offers
from agenda.forms import YEARS, PeriodField, Span
from agenda.models import Appointment, Place, Resource
from office.backoffice import frame
from office.backoffice.faults import faults_of_parts
from office.backoffice.widgets import found_by_typing

STEP_URL = "admin:agenda_appointment_step"
STEPS = {
    Appointment.State.PENCILLED: ("confirm", "cancel"),
    Appointment.State.CONFIRMED: ("pencil", "cancel"),
    Appointment.State.CANCELLED: ("pencil",),
}
STEP_LABELS = {
    "confirm": pgettext_lazy("an appointment", "Confirm"),
    "pencil": pgettext_lazy("an appointment", "Pencil"),
    "cancel": gettext_lazy("Cancel the appointment"),
}
DONE = {
    "confirm": gettext_lazy("“%(title)s” is confirmed."),
    "pencil": gettext_lazy("“%(title)s” is pencilled."),
    "cancel": gettext_lazy("“%(title)s” is cancelled."),
}
NOT_UNDERSTOOD = gettext_lazy("The change was not understood.")


class HasChanges:
    """Mixin of the admin class of appointments: the ways to change one thing of them."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = self.page_view
        return [
            path("calendar/events/", view(own(events)), name="calendar_events"),
            path("calendar/preview/", view(require_POST(own(preview))), name="calendar_preview"),
            path("calendar/save/", view(require_POST(own(save))), name="calendar_save"),
            path("<int:pk>/move/", view(self.move_view), name="agenda_appointment_move"),
            path(
                "<int:pk>/to/<slug:step>/",
                view(self.step_view),
                name="agenda_appointment_step",
            ),
            *super().get_urls(),
        ]

    def page_view(self, view):
        def opened(request):
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request)

        return opened

    def move_view(self, request, pk):
        """Move or stretch it, without a script."""
        appointment = changeable(request.user, pk)
        back = way_back(request)
        was = where(appointment)
        is_taken = offers.TAKE in request.POST
        sent = offers.taken(request.POST, request.user) if is_taken else request.POST
        form = MoveForm(
            sent or None, appointment=appointment, reader=request.user, said=request.GET
        )
        attempt = None
        if form.is_valid() and is_taken:
            try:
                attempt = attempts.tried(appointment, form.change, by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
        elif form.is_valid():
            try:
                saved, attempt = attempts.save(
                    appointment,
                    form.change,
                    by=request.user,
                    seen=request.POST.get("seen", "") if "anyway" in request.POST else "",
                    version=form.cleaned_data["version"],
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if saved:
                    self.log_change(request, appointment, _("Moved"))
                    told = {"title": attempt.appointment, "would": where(attempt.appointment)}
                    messages.success(request, _("“%(title)s” is moved: %(would)s.") % told)
                    return redirect(back or calendar_at(attempt.appointment))
        return frame.page(
            request,
            "admin/agenda/appointment/move.html",
            _("Move or stretch: %(title)s") % {"title": appointment},
            crumbs=crumbs_of(appointment),
            form=form,
            appointment=appointment,
            was=was,
            attempt=attempt,
            taken=offers.TAKEN if is_taken and not form.errors else "",
            faults=faults_of_parts(form, []),
            media=self.media + form.media,
            opts=self.opts,
            back=back,
        )

    def _asks_first(self, request, appointment):
        """What speaks against confirming it, while whoever confirms has not seen it yet."""
        attempt = as_confirmed(changeable(request.user, appointment.pk), request.user)
        seen = request.POST.get("anyway") and attempt.was_seen(request.POST.get("seen", ""))
        if attempt.clash or not attempt.findings or (attempt.may_save and seen):
            return None
        return frame.page(
            request,
            "admin/agenda/appointment/confirm.html",
            _("Confirm: %(title)s") % {"title": appointment},
            attempt=attempt,
            appointment=appointment,
            crumbs=crumbs_of(appointment),
            move_url=reverse("admin:agenda_appointment_move", args=[appointment.pk]),
            back=way_back(request) or frame.record_url(appointment),
            opts=self.opts,
        )

    def step_view(self, request, pk, step):
        """Confirm, pencil or cancel it: by a button alone."""
        appointment = changeable(request.user, pk)
        if step not in STEPS[appointment.state]:
            told = _("“%(title)s” is %(state)s already.")
            state = appointment.get_state_display()
            messages.warning(request, told % {"title": appointment, "state": state})
            return redirect(way_back(request) or frame.record_url(appointment))
        if request.method != "POST":
            return redirect(frame.record_url(appointment))
        if step == "confirm" and (page := self._asks_first(request, appointment)):
            return page
        try:
            take(appointment, step, request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            self.log_change(request, appointment, DONE[step] % {"title": appointment})
            messages.success(request, DONE[step] % {"title": appointment})
        return redirect(way_back(request) or frame.record_url(appointment))


def as_confirmed(appointment, by):
    """The Attempt of confirming it: what speaks against it is told before."""
    appointment.state, appointment.blocks = Appointment.State.CONFIRMED, True
    bookings = list(appointment.bookings.select_related("resource__place", "resource__person"))
    for one in bookings:
        one.appointment, one.blocks = appointment, True
    return attempts.looked_at(appointment, bookings, by=by)


def take(appointment, step, by):
    match step:
        case "confirm":
            actions.confirm(appointment=appointment, by=by)
        case "pencil":
            actions.pencil(appointment=appointment, blocks=True, by=by)
        case "cancel":
            actions.cancel(appointment=appointment, by=by)


def events(request):
    from agenda.backoffice import calendar

    return calendar.events(request)


def changeable(user, pk):
    """The appointment, where the person may see and change it."""
    rows = Appointment.objects.visible_to(user)
    rows = rows.select_related("place__building", "party", *facets.accessors())
    appointment = get_object_or_404(rows, pk=pk)
    if not facets.may_change(user, appointment):
        raise PermissionDenied
    return appointment


def way_back(request):
    """The page from which somebody came, where it is one of ours; else ""."""
    back = request.GET.get("back") or request.POST.get("back") or ""
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def crumbs_of(appointment):
    """(address, words) of the way to its pages: by what it is for, else by the calendar."""
    for facet, record in facets.of(appointment):
        if facet.page:
            words = f"{capfirst(facet.label)} {facet.name(record)}"
            return [(facet.page(record), words), (facet.url(record), appointment)]
    return [(reverse("admin:calendar"), _("Calendar")), (frame.url_of(appointment), appointment)]


def calendar_at(appointment):
    day = (
        appointment.starts_at if appointment.all_day else timezone.localtime(appointment.starts_at)
    )
    return f"{reverse('admin:calendar')}?day={day.date().isoformat()}"


def where(appointment):
    """“12 May 2027, 09:00–10:30, Sala di Lorenzo”, on the clocks of the place."""
    said = clashes.when(appointment.period, appointment.zone, all_day=appointment.all_day)
    return f"{said}, {appointment.place}" if appointment.place_id else said


# ---------------------------------------------------------------- the plain form


class MoveForm(forms.Form):
    """Day, hours and place of an appointment; `said` is what an address proposes."""

    when = PeriodField(label=capfirst(gettext_lazy("from when to when")))
    all_day = forms.BooleanField(label=capfirst(gettext_lazy("all day")), required=False)
    place = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("place")), queryset=None, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, appointment, reader, said=None):
        self.appointment = appointment
        initial = {
            "when": Span.of(appointment.period, appointment.zone, all_day=appointment.all_day),
            "all_day": appointment.all_day,
            "place": appointment.place_id,
            "version": appointment.version,
        }
        if data is None and said:
            initial |= offers.initial(said, reader, appointment.zone)
        super().__init__(data, initial=initial)
        places = Place.objects.visible_to(reader).in_order(get_language())
        self.fields["place"].queryset = places.select_related("building")
        self.fields["place"].widget = found_by_typing(self.fields["place"])
        # It can go elsewhere, and not nowhere.
        self.fields["place"].required = appointment.place_id is not None
        zone = appointment.zone
        if zone.key != periods.here().key:
            told = _("On the clocks of the place: %(zone)s.") % {"zone": zone.key}
            self.fields["when"].help_text = told

    def clean(self):
        cleaned = super().clean()
        span, place = cleaned.get("when"), cleaned.get("place")
        if span is None or self.errors:
            return cleaned
        zone = place.zone if place else self.appointment.zone
        all_day = cleaned["all_day"]
        try:
            period = span.in_zone(zone, all_day)
        except ValidationError as error:
            self.add_error("when", error)
        else:
            untouched = not {"when", "all_day", "place"} & {*self.changed_data}
            self.change = Change(
                period=self.appointment.period if untouched else period,
                all_day=all_day,
                place=place,
            )
        return cleaned


# ---------------------------------------------------------------- what the script asks


class Asked(forms.Form):
    """A change as the script sends it, on the office's clocks."""

    appointment = forms.IntegerField()
    version = forms.IntegerField()
    start = forms.CharField(required=False)
    end = forms.CharField(required=False)
    all_day = forms.BooleanField(required=False)
    minutes = forms.IntegerField(required=False, min_value=-1440, max_value=1440)
    stretch = forms.IntegerField(required=False, min_value=-1440, max_value=1440)
    line = forms.IntegerField(required=False)
    to_line = forms.IntegerField(required=False)
    place = forms.IntegerField(required=False)
    seen = forms.CharField(required=False)

    def change_of(self, appointment, reader):
        """The Change; raises ValidationError in words for the person."""
        asked = self.cleaned_data
        period, all_day = self._period(appointment), None
        if asked["start"]:
            all_day = asked["all_day"]
        places = Place.objects.visible_to(reader).select_related("building")
        place = places.filter(pk=asked["place"]).first() if asked["place"] else None
        lines = ()
        if asked["line"] and asked["to_line"] and asked["line"] != asked["to_line"]:
            self._check_line(appointment, asked["to_line"], reader)
            lines = ((asked["line"], asked["to_line"]),)
        return Change(period=period, all_day=all_day, place=place, lines=lines)

    def _check_line(self, appointment, key, reader):
        if not Resource.objects.visible_to(reader).filter(pk=key).exists():
            raise ValidationError(NOT_UNDERSTOOD)
        if appointment.bookings.filter(resource=key).exists():
            raise ValidationError(_("The appointment books this already."))

    def _period(self, appointment):
        asked, now = self.cleaned_data, appointment.period
        if asked["start"]:
            return self._typed(appointment)
        if asked["minutes"]:
            return periods.moved(now, timedelta(minutes=asked["minutes"]))
        if asked["stretch"]:
            return periods.period(now.lower, now.upper + timedelta(minutes=asked["stretch"]))
        return None

    def _typed(self, appointment):
        asked, here = self.cleaned_data, periods.here()
        try:
            start, end = (datetime.fromisoformat(asked[name]) for name in ("start", "end"))
        except ValueError:
            raise ValidationError(NOT_UNDERSTOOD) from None
        if not {start.year, end.year} <= {*YEARS}:
            raise ValidationError(NOT_UNDERSTOOD)
        if asked["all_day"]:
            # Whole days are those of the place; the script counts the day after as the end.
            last = date.fromordinal(max(end.date().toordinal() - 1, start.date().toordinal()))
            return periods.days(start.date(), last, appointment.zone)
        now = appointment.period
        moments = [
            was if was.astimezone(here).replace(tzinfo=None) == typed else None
            for was, typed in ((now.lower, start), (now.upper, end))
        ]
        # An end that nobody moved stays, also in the hour that the clock change has twice.
        return periods.period(
            *(
                was or periods.moment(typed.replace(tzinfo=None), here)
                for was, typed in zip(moments, (start, end), strict=True)
            )
        )


def asked_of(request):
    """(the appointment, the change, the form) of what the script sends."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise ValidationError(NOT_UNDERSTOOD) from None
    form = Asked(sent if isinstance(sent, dict) else {})
    if not form.is_valid():
        raise ValidationError(NOT_UNDERSTOOD)
    appointment = changeable(request.user, form.cleaned_data["appointment"])
    return appointment, form.change_of(appointment, request.user), form.cleaned_data


def preview(request):
    """What would come of a change: nothing is saved."""
    try:
        appointment, change, asked = asked_of(request)
        was = where(appointment)
        attempt = attempts.tried(appointment, change, by=request.user)
    except ValidationError as error:
        return refused(error)
    return JsonResponse(told(attempt, was) | {"version": asked["version"]})


def save(request):
    """The change, where nothing forbids it; else what speaks against it, as a preview."""
    try:
        appointment, change, asked = asked_of(request)
        was = where(appointment)
        saved, attempt = attempts.save(
            appointment, change, by=request.user, seen=asked["seen"], version=asked["version"]
        )
    except ValidationError as error:
        return refused(error)
    if saved:
        LogEntry.objects.log_actions(
            request.user.pk, [appointment], CHANGE, change_message=_("Moved")
        )
        version = Appointment.objects.values_list("version", flat=True).get(pk=appointment.pk)
    else:
        version = asked["version"]
    return JsonResponse(told(attempt, was) | {"saved": saved, "version": version})


def refused(error):
    return JsonResponse({"error": " ".join(error.messages)})


def told(attempt, was):
    """An Attempt as the script shows it."""
    appointment = attempt.appointment
    said = []
    if attempt.clash:
        said += [
            {"level": "block", "text": text, "url": url, "proposals": []}
            for text, url in attempt.taken
        ]
        said[-1]["proposals"] = [proposed(proposal) for proposal in attempt.proposals]
    said += [
        {
            "level": one.level,
            "text": str(one.text),
            "url": one.url,
            "proposals": [proposed(proposal) for proposal in one.proposals],
        }
        for one in attempt.findings
    ]
    return {
        "title": str(appointment),
        "was": was,
        "would": where(appointment),
        "says": said,
        "maySave": attempt.may_save,
        "seen": attempt.seen,
    }


def proposed(proposal):
    """A proposal as a change that the script can ask for."""
    change = {"label": capfirst(str(proposal.label))}
    if proposal.period is not None:
        here = periods.here()
        change |= {
            "start": proposal.period.lower.astimezone(here).strftime("%Y-%m-%dT%H:%M"),
            "end": proposal.period.upper.astimezone(here).strftime("%Y-%m-%dT%H:%M"),
        }
    if proposal.place is not None:
        change["place"] = proposal.place.pk
    return change
