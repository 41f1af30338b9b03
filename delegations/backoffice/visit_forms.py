"""What people type on the page of a visit: a decision, its approval, a move, a message, a slot."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from agenda import actions as calendar
from agenda import attempts, periods
from agenda.actions import Wanted
from agenda.backoffice import offers
from agenda.backoffice.appointment_forms import CANNOT_BE, LOOK_FIRST, NOT_FREE
from agenda.forms import PeriodField, ResourcesField, Span
from agenda.models import Appointment, CalendarSettings, Place, Resource
from delegations import lifecycle
from delegations.actions import Letter
from delegations.models import Decision, Level, Message, State
from office.backoffice.forms import PlainEndsOfLines
from office.backoffice.widgets import FoundSelect, FoundSelectMultiple
from office.languages import original_language
from partnerships.backoffice.forms import find_by_typing

NO_CHOICE = ("", "---------")
IF_ACCEPTED = ("level", "host", "room", "gift", "with_tour")
SAY_WHICH_OFFICE = gettext_lazy("Write to the guests which office will help them.")
SAY_WHAT_IS_MISSING = gettext_lazy("Write to the guests what is missing.")
SAY_WHY = gettext_lazy("Say why.")
CHOOSE_LEVEL = gettext_lazy("Say at which level they are received.")
TOO_LONG = gettext_lazy("That is longer than two weeks: hold single days or hours.")


def letter_field():
    return forms.ChoiceField(
        label=gettext_lazy("Letter to the guests"),
        choices=Letter.choices,
        initial=Letter.SEND,
        required=False,
        widget=forms.RadioSelect,
    )


class ToGuests(PlainEndsOfLines):
    """
    Mixin: words for the guests, and what becomes of their letter.

    Without an e-mail address there is no letter, and nothing is asked about it.
    """

    words_field = "words"

    def ask_about_letter(self, visit):
        self.visit = visit
        words = self.fields.get(self.words_field)
        if words:
            # Whoever writes, and the browser's own check of what is written, know the language.
            words.widget.attrs |= {"lang": visit.contact_language, "rows": 4}
            language = visit.get_contact_language_display()
            told = _("Stands in their letter. Write it in their language: %(language)s.")
            words.help_text = told % {"language": language}
        if not visit.contact_email:
            del self.fields["letter"]

    @property
    def letter(self):
        return Letter(self.cleaned_data.get("letter") or Letter.SEND)

    @property
    def has_letter(self):
        return "letter" in self.fields and self.letter != Letter.NONE


class DecisionForm(ToGuests, forms.ModelForm):
    """
    A decision on the request, filled in as the criteria propose it.

    `card` and `places` are functions: a visit that is accepted already needs neither.
    """

    words_field = "words_for_guests"
    letter = letter_field()

    class Meta:
        model = Decision
        fields = ["verdict", *IF_ACCEPTED, "reason", "words_for_guests"]
        widgets = {
            "verdict": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
            "words_for_guests": forms.Textarea,
        }

    def __init__(self, data=None, *, visit, card, places, user, verdicts):
        accepts = State.ACCEPTED in verdicts
        super().__init__(
            data, initial=as_proposed(card().suggestion) if accepts else None, prefix="decision"
        )
        self.ask_about_letter(visit)
        self.fields["verdict"].choices = [
            (one.value, capfirst(Decision.Verdict(one.value).label)) for one in verdicts
        ]
        if not accepts:
            for name in IF_ACCEPTED:
                del self.fields[name]
            return
        self.has_levels = bool(card().levels)
        self._offer_levels(card().levels)
        self._offer_rooms(places())
        find_by_typing(self, Decision, "host", user, can_add=False)
        if host := card().suggestion.host:
            told = _("At the level that is proposed: %(host)s.") % {"host": host}
            self.fields["host"].help_text = told

    def _offer_levels(self, levels):
        needs_second = _("%(level)s (a second person approves)")
        choices = [
            (one.pk, needs_second % {"level": one} if one.needs_second else str(one))
            for one in levels
        ]
        self.fields["level"].queryset = Level.objects.all()
        self.fields["level"].widget.choices = [NO_CHOICE, *choices]

    def _offer_rooms(self, places):
        field = self.fields["room"]
        field.queryset = Place.objects.filter(pk__in=[one.pk for one in places])
        field.widget = FoundSelect(choices=[NO_CHOICE, *((one.pk, str(one)) for one in places)])

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict == Decision.Verdict.ACCEPTED:
            if self.has_levels and not cleaned.get("level") and "level" not in self.errors:
                self.add_error("level", CHOOSE_LEVEL)
        else:
            # What was proposed for an acceptance is decided on nothing else.
            empty = {"level": None, "host": None, "room": None, "gift": "", "with_tour": False}
            cleaned |= {name: value for name, value in empty.items() if name in self.fields}
        is_redirected = verdict == Decision.Verdict.REDIRECTED and self.has_letter
        if is_redirected and not cleaned.get("words_for_guests"):
            self.add_error("words_for_guests", SAY_WHICH_OFFICE)
        return cleaned


def as_proposed(suggestion):
    return {
        "verdict": suggestion.verdict,
        "level": suggestion.level and suggestion.level.pk,
        "room": suggestion.room and suggestion.room.pk,
        "gift": suggestion.gift,
        "with_tour": suggestion.with_tour,
    }


class ApprovalForm(ToGuests, forms.Form):
    """What the second person says of a decision; which decision, so that it is the one seen."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the office alone. Needed where you do not approve."),
    )
    letter = letter_field()
    decision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, visit, waiting, refuses=False):
        initial = {"decision": waiting and waiting.pk}
        super().__init__(data, initial=initial, prefix="approval")
        self.ask_about_letter(visit)
        self.refuses = refuses
        if waiting and "letter" in self.fields:
            field = self.fields["letter"]
            field.initial = waiting.letter
            chosen = {"who": waiting.decided_by, "letter": waiting.get_letter_display()}
            field.help_text = _("Chosen by %(who)s: %(letter)s.") % chosen

    def clean(self):
        cleaned = super().clean()
        if self.refuses and not cleaned.get("reason"):
            self.add_error("reason", SAY_WHY)
        return cleaned


class MoveForm(ToGuests, forms.Form):
    """The next state of a visit, where no decision is needed for it."""

    to = forms.ChoiceField(label=gettext_lazy("It becomes"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the office alone: stands in the log."),
    )
    words = forms.CharField(
        label=gettext_lazy("Words for the guests"), required=False, widget=forms.Textarea
    )
    letter = letter_field()

    def __init__(self, data=None, *, visit, moves):
        super().__init__(data, prefix="move")
        self.ask_about_letter(visit)
        with_letter = _("%(state)s – the guests are written to")
        self.fields["to"].choices = [
            (
                one.value,
                with_letter % {"state": one.label} if one in lifecycle.WITH_LETTER else one.label,
            )
            for one in moves
        ]

    def clean(self):
        cleaned = super().clean()
        to, words = cleaned.get("to"), cleaned.get("words")
        if to == State.INCOMPLETE and self.has_letter and not words:
            self.add_error("words", SAY_WHAT_IS_MISSING)
        elif to in lifecycle.NEEDS_REASON and not (cleaned.get("why") or words):
            self.add_error("why", SAY_WHY)
        return cleaned

    @property
    def reason(self):
        """What the guests were told is a reason as well."""
        return self.cleaned_data["why"] or self.cleaned_data["words"]


class MessageForm(PlainEndsOfLines, forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Message to the guests"),
        max_length=Message._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, visit):
        super().__init__(data, prefix="message")
        self.fields["text"].widget.attrs["lang"] = visit.contact_language
        told = _("Write it in their language: %(language)s.")
        self.fields["text"].help_text = told % {"language": visit.get_contact_language_display()}


def as_decided(decision, places):
    """The room that was decided, where the user may see it; a level with flags is a reception."""
    said = {}
    if decision and decision.room_id in {one.pk for one in places}:
        said["place"] = decision.room_id
    if decision and decision.level and decision.level.with_flags:
        said["kind"] = Appointment.Kind.RECEPTION
    return said


class HoldForm(PlainEndsOfLines, forms.Form):
    """
    A slot of the programme, pencilled: title, kind, time, place.

    `attempt` is what speaks against it, once something was typed; it is saved when whoever
    typed has seen that.
    """

    title = forms.CharField(
        label=gettext_lazy("What"), max_length=Appointment._meta.get_field("title").max_length
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("of an appointment", "Kind"),
        choices=Appointment.Kind.choices,
        initial=Appointment.Kind.MEETING,
    )
    when = PeriodField(label=capfirst(gettext_lazy("from when to when")))
    all_day = forms.BooleanField(label=capfirst(gettext_lazy("all day")), required=False)
    place = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("place")), queryset=Place.objects.none(), required=False
    )
    wanted = ResourcesField(
        label=gettext_lazy("People and things"),
        queryset=Resource.objects.none(),
        required=False,
        widget=FoundSelectMultiple,
        help_text=gettext_lazy("They are booked as well."),
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    attempt = None
    shown = ("title", "kind", "when", "all_day", "place", "wanted")

    def __init__(self, data=None, *, visit, places, user, said, decision=None):
        """`said` is what an address proposes (day, hours, place), `decision` the one in force."""
        initial = {"title": visit.guests_in_calendar, **as_decided(decision, places)}
        if visit.first_day:
            initial["when"] = Span(visit.first_day, None, visit.first_day, None)
        super().__init__(data, initial=initial | said)
        self.visit, self.user = visit, user
        field = self.fields["place"]
        field.queryset = Place.objects.filter(pk__in=[one.pk for one in places]).select_related(
            "building"
        )
        field.widget = FoundSelect(choices=[NO_CHOICE, *((one.pk, str(one)) for one in places)])
        field.help_text = _("A room that can be booked is booked.")
        known = Resource.objects.visible_to(user).in_use().in_order(get_language())
        self.fields["wanted"].queryset = known.with_roles(user)

    @property
    def bound_fields(self):
        return [self[name] for name in self.shown]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.appointment = self._appointment(cleaned)
        except ValidationError as error:
            self.add_error("when", error)
            return cleaned
        if periods.length(self.appointment.period) > periods.LONG:
            self.add_error("when", TOO_LONG)
            return cleaned
        self._look_around(cleaned)
        if offers.TAKE in self.data:
            self.add_error(None, offers.TAKEN)
        return cleaned

    def _appointment(self, cleaned):
        place = cleaned["place"]
        one = Appointment(
            kind=cleaned["kind"],
            all_day=cleaned["all_day"],
            place=place,
            state=Appointment.State.PENCILLED,
            blocks=CalendarSettings.objects.current().pencilled_blocks,
            party=self.visit.party,
            audience=self.visit.audience,
            people=self.visit.size,
        )
        setattr(one, f"title_{original_language()}", cleaned["title"])
        one.period = cleaned["when"].in_zone(one.zone, cleaned["all_day"])
        return one

    def _look_around(self, cleaned):
        """What is taken, and what speaks against it, before it is saved."""
        bookings = calendar.planned(appointment=self.appointment, wanted=self.resources())
        self.attempt = found = attempts.looked_at(self.appointment, bookings, by=self.user)
        if found.clash:
            self._say_clash(found)
        elif offers.TAKE in self.data:
            return
        elif not found.may_save:
            self.add_error(None, CANNOT_BE)
        elif found.findings and not (cleaned["anyway"] and found.was_seen(cleaned["seen"])):
            self.add_error(None, LOOK_FIRST)

    def _say_clash(self, found):
        """At the place, or at the people and things: by whom stands above, with what is free."""
        for booking in found.bookings:
            if attempts.looked_for(self.appointment, [booking], by=self.user):
                of_place = booking.resource.place_id == self.appointment.place_id
                name = "place" if of_place and booking.resource.place_id else "wanted"
                if name not in self.errors:
                    self.add_error(name, NOT_FREE)

    def resources(self):
        """What is to be booked besides the room of the place."""
        return [Wanted(one) for one in self.cleaned_data["wanted"]]
