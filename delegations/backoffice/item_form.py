"""The form of an item of a programme: its appointment, what it books, who has a part in it."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

from agenda.backoffice.appointment_forms import NEW_STATES, NOT_FREE, LooksFirst
from agenda.backoffice.of_appointment import OfAppointment
from agenda.backoffice.titles import HasTitles
from agenda.models import Appointment, CalendarSettings, Place
from delegations import lifecycle, whom_to_ask
from delegations.actions.programme import nothing_is_held, people_of
from delegations.models import Part
from office.backoffice import RecordForm
from office.backoffice.forms import ChoosingForm, RowsFormSet
from office.backoffice.widgets import FoundSelect
from office.languages import original_language

NO_CHOICE = ("", "---------")
OF_APPOINTMENT = ("kind", "all_day", "place", "people", "note")
# How one asks; the directory proposes it for a person who is chosen.
ASKED = ("ask_name", "ask_email", "ask_telephone")
WHOM_TO_ASK = (*ASKED, "ask_language")


def of_appointment(name, **kwargs):
    """The field of an appointment, in the form of what it is for."""
    return Appointment._meta.get_field(name).formfield(**kwargs)


class ItemForm(OfAppointment, LooksFirst, HasTitles, RecordForm):
    """An item with its appointment; whoever has a part in it is looked at with what is booked."""

    kind = of_appointment("kind")
    all_day = of_appointment("all_day", help_text="")
    place = forms.ModelChoiceField(
        label=capfirst(Appointment._meta.get_field("place").verbose_name),
        queryset=Place.objects.none(),
        required=False,
        help_text=gettext_lazy("A room that can be booked is booked."),
    )
    people = of_appointment("people")
    note = of_appointment("note", widget=forms.Textarea(attrs={"rows": 3}))
    state = forms.ChoiceField(
        label=capfirst(Appointment._meta.get_field("state").verbose_name),
        choices=NEW_STATES,
        initial=Appointment.State.PENCILLED,
        required=False,
        widget=forms.RadioSelect,
    )

    editor = None
    # Whether the address says of which visit a new one is, from the admin class.
    is_of_visit = False
    # The languages that it offers, those of the visit first, from the admin class.
    tongues = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance
        if not item.pk:
            item.appointment = Appointment(state=Appointment.State.PENCILLED)
        self.offer_titles(self.appointment)
        if "language" in self.fields:
            self.fields["language"].choices = self.tongues
        if "when" not in self.fields:
            return  # Who only reads.
        if item.pk:
            one = self.appointment
            self.initial |= {name: getattr(one, name) for name in ("kind", "all_day", "people")}
            self.initial |= {"place": one.place_id, "note": one.note}
            self.fields.pop("state", None)
        elif self.is_of_visit:
            self.fields["visit"].widget = forms.HiddenInput()
        self.note_period()
        self._offer_places()
        for name in ("details", "set_up"):
            for field in self.fields:
                if field.startswith(name):
                    self.fields[field].widget.attrs["rows"] = 3

    @property
    def appointment(self):
        return self.instance.appointment

    @staticmethod
    def versioned(record):
        return [record, record.appointment] if record.pk else [record]

    def _offer_places(self):
        places = Place.objects.visible_to(self.editor).in_order(get_language())
        places = list(places.select_related("building"))
        choices = [NO_CHOICE, *((one.pk, str(one)) for one in places)]
        keys = [one.pk for one in places]
        for name in ("place", "starts_from"):
            if name in self.fields:
                rows = Place.objects.filter(pk__in=keys).select_related("building")
                self.fields[name].queryset = rows
                self.fields[name].widget = FoundSelect(choices=choices)

    # ------------------------------------------------------------ what was typed

    def clean_state(self):
        return self.cleaned_data["state"] or Appointment.State.PENCILLED

    def clean(self):
        cleaned = super().clean()
        if "when" in self.fields:
            self.check_titles(cleaned)
            self._fill(cleaned)
            self.read_period(cleaned)
        return cleaned

    def _fill(self, cleaned):
        one = self.appointment
        self.take_titles(one, cleaned)
        for name in OF_APPOINTMENT:
            if name in cleaned:
                setattr(one, name, cleaned[name])
        if not one.pk:
            one.state = cleaned.get("state") or Appointment.State.PENCILLED
            is_confirmed = one.state == Appointment.State.CONFIRMED
            one.blocks = is_confirmed or CalendarSettings.objects.current().pencilled_blocks

    def _post_clean(self):
        super()._post_clean()
        if "when" not in self.fields:
            return
        if self.instance.visit_id:
            self._join_visit()
        self.look_around()

    def _join_visit(self):
        """Guests and audience are the visit's; for one that is refused nothing is held."""
        visit = self.instance.visit
        self.appointment.party, self.appointment.audience = visit.party, visit.audience
        if visit.state in lifecycle.RELEASES and not self.late_clash:
            self.add_error(None, nothing_is_held(visit))

    # ------------------------------------------------------------ who has a part, what is booked

    def _ask(self):
        rows = self.rows_of(Part)
        if rows is None or not rows.is_valid():
            return
        self.appointment.item_planned = self.instance
        self.instance.parts_found = self.parts()
        super()._ask()

    def parts(self):
        """All that stay, in their order."""
        return [row.instance for row in self.rows_of(Part).standing()]

    def removed(self):
        return [row.instance for row in self.rows_of(Part).taken_out()]

    def wanted(self, rows):
        """What the rows book, and whoever has a part; not who had one and has none any more."""
        gone = self.rows_of(Part).people_gone()
        kept = {row.cleaned_data["resource"].pk for row in rows.standing() if row.has_changed()}
        wanted = [
            one
            for one in rows.wanted()
            if one.resource.person_id not in gone or one.resource.pk in kept
        ]
        return [*wanted, *people_of(self.parts(), wanted)]

    def _say_taken(self, booking, rows):
        """At whoever has a part as well, where that is why it is booked."""
        person = booking.resource.person_id
        of_parts = [
            row
            for row in (self.rows_of(Part).standing() if person else ())
            if row.instance.person_id == person
        ]
        for row in of_parts:
            row.add_error("person", NOT_FREE)
        if not of_parts:
            super()._say_taken(booking, rows)


class PartForm(ChoosingForm):
    """Who has a part. Whom to ask is filled in from the directory where nobody typed it."""

    reader = None

    class Meta:
        model = Part
        fields = [
            "kind",
            "person",
            "name",
            "office",
            "source",
            "target",
            "mode",
            "payer",
            *WHOM_TO_ASK,
        ]

    def __init__(self, *args, reader=None, tongues=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        for name in ("source", "target"):
            if name in self.fields and tongues:
                self.fields[name].choices = tongues
        for name in {*WHOM_TO_ASK} & {*self.fields}:
            self.fields[name].show_hidden_initial = True
        if not self.instance.pk and "ask_language" in self.fields:
            copied = kwargs.get("initial") or {}
            self.initial["ask_language"] = copied.get("ask_language", original_language())

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            # Nobody typed into it: what a colleague corrected meanwhile stays.
            for name in ({*WHOM_TO_ASK} - {*self.changed_data}) & {*cleaned}:
                cleaned[name] = getattr(self.instance, name)
        person = cleaned.get("person")
        if person and "person" in self.changed_data:
            typed = any(cleaned.get(name) for name in ASKED)
            for name, value in whom_to_ask.proposed(person, self.reader).items():
                if not (typed if name != "office" else cleaned.get("office")):
                    cleaned[name] = value
        return cleaned


class PartRows(RowsFormSet):
    reader = None
    tongues = ()

    def get_form_kwargs(self, index):
        more = {"reader": self.reader, "tongues": self.tongues}
        return {**super().get_form_kwargs(index), **more}

    def standing(self):
        return [
            row
            for row in self.forms
            if row.is_valid()
            and not row.cleaned_data.get("DELETE")
            and (row.instance.pk or row.has_changed())
        ]

    def taken_out(self):
        return [
            row
            for row in self.initial_forms
            if row.is_valid() and row.cleaned_data.get("DELETE") and row.instance.pk
        ]

    def people_gone(self):
        """The keys of the people who had a part when the form was opened, and have none now."""
        had = {row.initial.get("person") for row in self.initial_forms} - {None}
        return had - {row.instance.person_id for row in self.standing()}
