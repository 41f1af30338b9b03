"""The back-office of the meetings of networks: one form for the meeting and its appointment."""

from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import actions as calendar
from agenda import clashes, periods
from agenda.backoffice.of_appointment import OfAppointment, WhenFilter
from agenda.backoffice.titles import HasTitles
from agenda.findings import findings
from agenda.forms import PeriodField, Span
from agenda.models import Appointment, CalendarSettings, Place
from directory.backoffice.documents import DocumentInline
from networks import actions
from networks.backoffice.ways import BackToNetwork
from networks.models import Meeting
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordForm, frame
from office.backoffice.base import language_names
from office.languages import in_every_language, offered_languages, original_language
from office.models import Audience

OF_APPOINTMENT = ["all_day", "place", "state"]
# What is typed of the appointment, and what stands for it where one only reads.
TYPED = ["when", "all_day", "is_meant", "place", "state"]
IN_WORDS = ["title", "when_and_where"]
IS_LONG = gettext_lazy("It takes longer than two weeks: say below that this is meant.")


class MeetingForm(OfAppointment, HasTitles, VisibleRecordForm):
    """A meeting, with title, time, place and state of its appointment."""

    when = PeriodField(label=gettext_lazy("from when to when"))
    all_day = forms.BooleanField(label=gettext_lazy("all day"), required=False)
    is_meant = forms.BooleanField(
        label=gettext_lazy("it takes longer than two weeks, and this is meant"), required=False
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("place"),
        queryset=Place.objects.none(),
        required=False,
        help_text=gettext_lazy("A room that can be booked is booked. Empty where it is elsewhere."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        choices=Appointment.State.choices,
        initial=Appointment.State.CONFIRMED,
        required=False,
    )

    # Who was first while this was saved, from the admin class.
    late_clash = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.appointment = self._appointment()
        self.offer_titles(self.appointment)
        if "when" not in self.fields:
            return  # Who only reads.
        for name in TYPED:
            self.fields[name].label = capfirst(self.fields[name].label)
        self.fields[f"title_{original_language()}"].required = True
        places = Place.objects.visible_to(self.editor).in_order(get_language())
        self.fields["place"].queryset = places.select_related("building")
        zone = self.appointment.zone
        told = _("On the clocks of the place (%(zone)s). Hours may stay empty where it is all day.")
        self.fields["when"].help_text = told % {"zone": zone.key}
        if self.instance.pk:
            self.initial |= told_of(self.appointment)

    def _appointment(self):
        """That of the meeting, or a new one."""
        if not self.instance.pk:
            return Appointment(kind=Appointment.Kind.NETWORK, state=Appointment.State.CONFIRMED)
        rows = Appointment.objects.select_related("place__building", "party")
        return rows.get(pk=self.instance.appointment_id)

    @staticmethod
    def versioned(record):
        known = VisibleRecordForm.versioned(record)
        return [*known, record.appointment] if record.pk else known

    def clean_state(self):
        return self.cleaned_data["state"] or Appointment.State.CONFIRMED

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") and not {"place", "all_day", "state"} & {*self.errors}:
            self._fill(cleaned)
        return cleaned

    def _fill(self, cleaned):
        one, before = self.appointment, (self.appointment.state, self.appointment.blocks)
        touched = {"when", "all_day", "place"} & {*self.changed_data}
        self.take_titles(one, cleaned)
        for name in OF_APPOINTMENT:
            if name in cleaned:
                setattr(one, name, cleaned[name])
        one.blocks = blocks(one.state, *before)
        if touched or not one.pk:
            try:
                one.period = cleaned["when"].in_zone(one.zone, one.all_day)
            except forms.ValidationError as error:
                self.add_error("when", error)
                return
        if periods.length(one.period) > periods.LONG and not cleaned.get("is_meant"):
            self.add_error("when", IS_LONG)

    def _post_clean(self):
        super()._post_clean()
        self.found = []
        if self.late_clash:
            self.add_error(None, self.late_clash)
        elif not self.errors and "when" in self.fields:
            self._look_around()

    def _look_around(self):
        """What forbids saving is told; what is only to be known is said when it is saved."""
        one = self.appointment
        one.bookings_planned = calendar.planned(appointment=one, wanted=actions.wanted(one))
        self.found = findings(one, self.editor)
        for finding in self.found:
            if finding.forbids_saving:
                self.add_error(None, finding.text)


def told_of(appointment):
    """What the form shows of an appointment that is there."""
    one = appointment
    span = Span.of(one.period, one.zone, all_day=one.all_day)
    known = {"when": span, "all_day": one.all_day, "place": one.place_id, "state": one.state}
    return known | {"is_meant": periods.length(one.period) > periods.LONG}


def blocks(state, state_before, blocks_before):
    """Whether it holds its room: a pencilled one as it did, or as the office has new ones do."""
    match state:
        case Appointment.State.CONFIRMED:
            return True
        case Appointment.State.CANCELLED:
            return False
    if state_before == Appointment.State.PENCILLED:
        return blocks_before
    return CalendarSettings.objects.current().pencilled_blocks


@admin.register(Meeting)
class MeetingAdmin(BackToNetwork, PlainVisibleRecordAdmin):
    """Which assemblies and meetings of our networks come up, where, and who is host?"""

    form = MeetingForm
    list_display = ["title", "network", "kind", "when", "where", "our_part", "state", "seen_by"]
    list_filter = [WhenFilter, "kind", "our_part", "network", "audience__level"]
    list_select_related = ["network", "appointment__place__building", "city"]
    ordering = ["-appointment__period", "-pk"]
    search_fields = [
        *in_every_language("appointment__title"),
        *in_every_language("network__name"),
        "network__acronym",
    ]
    autocomplete_fields = ["network", "city"]
    inlines = [DocumentInline]
    readonly_fields = IN_WORDS
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    *in_every_language("title"),
                    "network",
                    ("kind", "working_group"),
                    "our_part",
                ]
            },
        ),
        (
            gettext_lazy("When and where"),
            {"fields": ["when_and_where", *TYPED, "city", "url"]},
        ),
    ]

    class Media:
        js = ["js/language_tabs.js"]
        css = {"all": ["css/language_tabs.css", "css/period.css"]}

    def get_fieldsets(self, request, obj=None):
        """The languages that the office offers; who only reads has the appointment in words."""
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        offered = {f"title_{code}" for code, _name in offered_languages()}
        dropped = {*in_every_language("title")} - offered
        dropped |= {*TYPED, *offered} if reads_only else {*IN_WORDS}
        return [
            (title, options | {"fields": [one for one in options["fields"] if one not in dropped]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.late_clash = getattr(request, "late_clash", None)
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "working_group":
            field.queryset = field.queryset.select_related("network")
            field.label_from_instance = lambda group: f"{group.network} – {group}"
        return field

    def has_page(self, record):
        levels = {record.audience.level, record.network.audience.level}
        return levels == {Audience.Level.PUBLIC} and not record.appointment.is_cancelled

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Where another was first, the form comes back as it was typed and says who."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except clashes.Clash as clash:
            request.late_clash = clash
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["language_names"] = language_names()
        meeting = context.get("original")
        if meeting and request.user.has_perm("agenda.view_appointment"):
            day = meeting.appointment.days[0]
            context["appointment_url"] = frame.url_of(meeting.appointment)
            context["calendar_url"] = f"{reverse('admin:calendar')}?day={day.isoformat()}"
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if change and not any(part.has_changed() for part in [form, *obj.formsets_of_form]):
            return
        if not change and request.user.is_demo:
            obj.is_demo = form.appointment.is_demo = True
        actions.save_meeting(meeting=obj, appointment=form.appointment, by=request.user)
        for finding in form.found:
            messages.warning(request, finding.text)

    def delete_model(self, request, obj):
        obj._history_user = request.user
        obj.delete()

    def delete_queryset(self, request, queryset):
        for meeting in queryset:
            self.delete_model(request, meeting)

    @admin.display(description=gettext_lazy("title"))
    def title(self, meeting):
        return str(meeting)

    @admin.display(description=gettext_lazy("when"), ordering="appointment__period")
    def when(self, meeting):
        return said_when(meeting)

    @admin.display(description=gettext_lazy("where"))
    def where(self, meeting):
        return " – ".join(str(one) for one in (meeting.appointment.place, meeting.city) if one)

    @admin.display(description=gettext_lazy("state"), ordering="appointment__state")
    def state(self, meeting):
        return meeting.appointment.get_state_display()

    @admin.display(description=gettext_lazy("when and where"))
    def when_and_where(self, meeting):
        return ", ".join(filter(None, [said_when(meeting), self.where(meeting)]))


def said_when(meeting):
    """“18 June 2027, 09:00–10:30”, or the first and the last day."""
    days = dict.fromkeys(str(day) for day in (meeting.first_day, meeting.last_day))
    return ", ".join(filter(None, [" – ".join(days), meeting.hours]))
