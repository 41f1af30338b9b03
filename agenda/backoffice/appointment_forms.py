"""The form of an appointment and the rows of what it books."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import actions, attempts, facets, periods
from agenda.actions import Wanted
from agenda.backoffice import offers
from agenda.forms import PeriodField, Span
from agenda.models import Appointment, Booking, CalendarSettings, Resource
from office.backoffice.forms import ChoosingForm, RowsFormSet, VisibleRecordForm
from office.backoffice.widgets import FoundSelect
from office.models import Audience

DAY_OF_MINUTES = 24 * 60
NEW_STATES = [
    (Appointment.State.PENCILLED, gettext_lazy("pencilled: it may still change")),
    (Appointment.State.CONFIRMED, gettext_lazy("confirmed: it takes place")),
]
LOOK_FIRST = gettext_lazy("Something speaks against it: look at it, then save all the same.")
CANNOT_BE = gettext_lazy("It cannot be saved like that: see what speaks against it.")
NOT_YET_PUBLIC = gettext_lazy("Not everybody may see it yet: see below what speaks against it.")
NOT_FREE = gettext_lazy("It is not free at that time: see above.")
IS_LONG = gettext_lazy("It takes longer than two weeks: say below that this is meant.")


class BookingForm(ChoosingForm):
    """One resource; without minutes, those that the resource proposes."""

    class Meta:
        model = Booking
        fields = ["resource", "before", "after"]

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        resource = self.fields["resource"]
        resource.widget = FoundSelect(
            choices=[
                ("", "---------"),
                *(
                    (one.pk, one.told)
                    for one in offered
                    if one.is_active or one.pk == self.instance.resource_id
                ),
            ]
        )
        for name in ("before", "after"):
            self.fields[name].required = False
            self.fields[name].validators += [
                MinValueValidator(-DAY_OF_MINUTES),
                MaxValueValidator(DAY_OF_MINUTES),
            ]
            if self.instance.pk is None:
                self.fields[name].initial = None
                self.initial.pop(name, None)
                self.fields[name].widget.attrs["placeholder"] = _("as it has")

    def _get_validation_exclusions(self):
        """What the database asks of a booking, the actions and the form ask before."""
        return {*super()._get_validation_exclusions(), "period", "blocks", "before", "after"}

    def validate_constraints(self):
        """That nothing is booked twice is asked of all rows at once."""

    def _post_clean(self):
        super()._post_clean()
        for name in ("before", "after"):
            if getattr(self.instance, name) is None:
                setattr(self.instance, name, 0)

    def minutes(self):
        """As typed; where another resource is chosen, as that one has them, or as typed anew."""
        typed = {name: self.cleaned_data.get(name) for name in ("before", "after")}
        was = self.initial.get("resource")
        if self.instance.pk is None or "resource" not in self.changed_data or was is None:
            return typed
        old = Resource.objects.filter(pk=was).first()
        return {
            name: None
            if name not in self.changed_data and old and getattr(old, name) == number
            else number
            for name, number in typed.items()
        }


class BookingRows(RowsFormSet):
    offered = ()
    reader = None

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "offered": self.offered}

    def validate_unique(self):
        """That nothing is booked twice by it is told at the row, in words of ours."""

    def clean(self):
        super().clean()
        seen = set()
        for row in self.standing():
            resource = row.cleaned_data["resource"]
            if resource in seen:
                row.add_error("resource", _("The appointment books this already."))
            seen.add(resource)

    def standing(self):
        """The rows that book something; not the room of a place that it has left."""
        left = self._room_left()
        return [
            row
            for row in self.forms
            if row.is_valid()
            and row.cleaned_data.get("resource")
            and not row.cleaned_data.get("DELETE")
            and (row.cleaned_data["resource"].pk != left or row.has_changed())
        ]

    def _room_left(self):
        """The key of the room of the old place, where the form names another place."""
        one = self.instance
        old = (
            one.pk and Appointment.objects.filter(pk=one.pk).values_list("place", flat=True).first()
        )
        if not old or old == one.place_id:
            return None
        return Resource.objects.filter(place=old).values_list("pk", flat=True).first()

    def wanted(self):
        """What the rows want, and what the appointment books besides that one may not see."""
        found = [Wanted(row.cleaned_data["resource"], **row.minutes()) for row in self.standing()]
        if self.instance.pk is None:
            return found
        seen = Booking.objects.visible_to(self.reader).values("pk")
        hidden = Booking.objects.filter(appointment=self.instance.pk).exclude(pk__in=seen)
        return found + [
            Wanted(one.resource, one.before, one.after) for one in hidden.select_related("resource")
        ]


class LooksFirst(metaclass=forms.forms.DeclarativeFieldsMetaclass):
    """
    Mixin of the forms that write an appointment with what it books.

    `attempt` is what speaks against what was typed, once there is something; it is saved when
    whoever typed has seen that. `is_long` has the page ask whether so long a time is meant.
    """

    when = PeriodField(label=capfirst(gettext_lazy("from when to when")))
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    is_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)

    # Who was first while this was saved, from the admin class.
    late_clash = None
    attempt = None
    is_long = False
    # Whether what was found is to be seen before it is saved, which nothing forbids.
    asks_first = False

    @property
    def appointment(self):
        return self.instance

    def note_period(self):
        """How it was, before the appointment takes what was typed; and on which clocks."""
        one = self.appointment
        self.was = (one.period, one.zone, one.all_day) if one.pk else None
        if one.pk:
            self.initial["when"] = Span.of(one.period, one.zone, all_day=one.all_day)
        if "when" not in self.fields:
            return
        told = _("On the clocks of the place (%(zone)s). Hours may stay empty where it is all day.")
        self.fields["when"].help_text = told % {"zone": one.zone.key}

    def read_period(self, cleaned):
        """Give the appointment its period, on the clocks of the place that was chosen."""
        span, place = cleaned.get("when"), cleaned.get("place")
        if "when" not in self.fields or span is None:
            return
        if "place" in self.errors or "all_day" in self.errors:
            return
        zone = place.zone if place else periods.here()
        all_day = bool(cleaned.get("all_day"))
        try:
            self.appointment.period = self._period(span, zone, all_day)
        except ValidationError as error:
            self.add_error("when", error)
        else:
            self.is_long = periods.length(self.appointment.period) > periods.LONG
            if self.is_long and not cleaned.get("is_meant"):
                self.add_error("when", IS_LONG)

    def _period(self, span, zone, all_day):
        """As it was where nobody touched it, also in an hour that the clocks have twice."""
        if self.was and self.was[1:] == (zone, all_day) and "when" not in self.changed_data:
            return self.was[0]
        return span.in_zone(zone, all_day)

    def look_around(self):
        """What is taken, and what speaks against it, before it is saved."""
        if not self.errors and "when" in self.fields:
            self._ask()
        if self.late_clash and not (self.attempt and self.attempt.clash):
            self.add_error(None, self.late_clash)
        if offers.TAKE in self.data:
            self.add_error(None, offers.TAKEN)

    def _ask(self):
        rows = self.rows_of(Booking)
        if rows is None or not rows.is_valid():
            return
        bookings = actions.planned(appointment=self.appointment, wanted=self.wanted(rows))
        try:
            found = attempts.looked_at(self.appointment, bookings, by=self.editor)
        except ValidationError as error:
            self.add_error(None, error)
            return
        self.attempt = found
        if found.clash:
            self._say_clash(found, rows)
        if not found.findings or offers.TAKE in self.data:
            return
        is_public = self.cleaned_data.get("level") == Audience.Level.PUBLIC
        if is_public and any(one.forbids_publishing for one in found.findings):
            self.add_error("level", NOT_YET_PUBLIC)
            return
        if not found.may_save:
            if not found.clash:
                self.add_error(None, CANNOT_BE)
        elif not (self.cleaned_data.get("anyway") and found.was_seen(self.cleaned_data["seen"])):
            self.add_error(None, LOOK_FIRST)
            self.asks_first = True

    def wanted(self, rows):
        """What is to be booked besides the room of the place."""
        return rows.wanted()

    def rows_of(self, model):
        """The rows of that kind which stand on the page of the form."""
        of_form = getattr(self.instance, "formsets_of_form", ())
        return next((one for one in of_form if one.model is model), None)

    def _say_clash(self, found, rows):
        """
        At the row of what is taken; at the place, where that books it.

        By whom stands once, above, with what is free instead.
        """
        for booking in found.bookings:
            alone = attempts.looked_for(self.appointment, [booking], by=self.editor)
            if alone is not None:
                self._say_taken(booking, rows)

    def _say_taken(self, booking, rows):
        by_resource = {row.cleaned_data["resource"].pk: row for row in rows.standing()}
        row = by_resource.get(booking.resource_id)
        if row:
            row.add_error("resource", NOT_FREE)
        else:
            self.add_error("place", NOT_FREE)


class AppointmentForm(LooksFirst, VisibleRecordForm):
    """What an appointment is; its period on the clocks of its place."""

    state = forms.ChoiceField(
        label=capfirst(Appointment._meta.get_field("state").verbose_name),
        choices=NEW_STATES,
        initial=Appointment.State.PENCILLED,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one = self.instance
        if one.pk and facets.of(one):
            # Who may see it is decided where it belongs: all of that points at one audience.
            self.may_publish = False
            self.fields["level"].disabled = self.fields["readers"].disabled = True
        elif one.pk and "level" in self.fields and (count := shared_with(one)):
            told = ngettext(
                "%(count)d other appointment is seen by the same people: it changes with this one.",
                "%(count)d other appointments are seen by the same people: they change with this "
                "one.",
                count,
            )
            self.fields["level"].help_text = told % {"count": count}
        if one.pk:
            self.fields.pop("state", None)
        elif "blocks" in self.fields:
            self.initial.setdefault("blocks", CalendarSettings.objects.current().pencilled_blocks)
        if "note" in self.fields:
            self.fields["note"].widget.attrs["rows"] = 3
        self.note_period()

    def clean_state(self):
        return self.cleaned_data["state"] or Appointment.State.PENCILLED

    def clean(self):
        cleaned = super().clean()
        self.read_period(cleaned)
        return cleaned

    def _post_clean(self):
        self._set_state()
        super()._post_clean()
        self.look_around()

    def _set_state(self):
        """A confirmed one holds its rooms and people, a cancelled one does not."""
        states, one = Appointment.State, self.instance
        if one.pk is None and self.cleaned_data.get("state"):
            one.state = self.cleaned_data["state"]
        if one.state != states.PENCILLED and "blocks" in self.cleaned_data:
            self.cleaned_data["blocks"] = one.state == states.CONFIRMED


def shared_with(appointment):
    """How many other appointments point at the same audience."""
    rows = Appointment.objects.filter(audience=appointment.audience_id)
    return rows.exclude(pk=appointment.pk).count()
