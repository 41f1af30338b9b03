"""What people type on the page of a visit: a decision, its approval, a move, a message, a slot."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Place
from delegations import lifecycle
from delegations.actions import Letter
from delegations.models import Decision, Level, Message, State
from office.backoffice.forms import PlainEndsOfLines
from office.backoffice.widgets import FoundSelect
from partnerships.backoffice.forms import find_by_typing

NO_CHOICE = ("", "---------")
IF_ACCEPTED = ("level", "host", "room", "gift", "with_tour")
SAY_WHICH_OFFICE = gettext_lazy("Write to the guests which office will help them.")
SAY_WHAT_IS_MISSING = gettext_lazy("Write to the guests what is missing.")
SAY_WHY = gettext_lazy("Say why.")
CHOOSE_LEVEL = gettext_lazy("Say at which level they are received.")


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
