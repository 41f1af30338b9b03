"""What a guide types on their private page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms import PeriodField
from tours.actions import led_during

BOTH_HOURS = _("Write both hours, or leave both empty for whole days.")
SAY_WHY = _("Say in a few words why you cannot lead it after all.")


class SayForm(forms.Form):
    """What a guide says to a question; whoever withdraws says why."""

    words = forms.CharField(
        label=_("What the office should know, if anything"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": SAY_WHY},
    )

    def __init__(self, *args, needs_words=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needs_words


class BusyForm(forms.Form):
    """
    From when to when they are busy; why is nobody's business. Without hours: whole days.

    Where they lead somebody then, `led` are those tours, and they say whether they cannot.
    """

    when = PeriodField(label=_("Busy from when to when"))
    lead = forms.ChoiceField(
        label=_("Can you lead them all the same?"),
        choices=[("yes", _("Yes, I lead them")), ("no", _("No, I cannot"))],
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("If not: why, in a few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "id": "id_busy_words"}),
    )

    period, led = None, ()

    def __init__(self, *args, guide, **kwargs):
        super().__init__(*args, **kwargs)
        self.guide = guide

    @property
    def cannot(self):
        """Why they cannot lead what they lead then; nothing where they can."""
        return self.cleaned_data["words"] if self.cleaned_data["lead"] == "no" else ""

    def clean(self):
        cleaned = super().clean()
        span = cleaned.get("when")
        if span:
            zone = timezone.get_default_timezone()
            try:
                self.period = span.in_zone(zone, span.start is None and span.end is None)
            except ValidationError as error:
                is_half = error.code == "hours"
                self.add_error("when", BOTH_HOURS if is_half else error)
                return cleaned
            if self.period.upper <= timezone.now():
                self.add_error("when", _("These hours are over."))
                return cleaned
            self.led = led_during(self.guide, self.period)
            self._ask_about_tours(cleaned)
        return cleaned

    def _ask_about_tours(self, cleaned):
        if self.led and not cleaned.get("lead"):
            self.add_error("lead", _("You lead somebody then: say whether you can all the same."))
        elif self.led and cleaned["lead"] == "no" and not cleaned.get("words"):
            self.add_error("words", SAY_WHY)


class NoteForm(forms.Form):
    """What is wrong in the statement of hours and fees."""

    words = forms.CharField(
        label=_("What is not right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "id": "id_hours_words"}),
        error_messages={"required": _("Say in a few words what is not right.")},
    )
