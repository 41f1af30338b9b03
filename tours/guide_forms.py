"""What a guide types on their private page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms import PeriodField


class SayForm(forms.Form):
    """What a guide says to a question; whoever withdraws says why."""

    words = forms.CharField(
        label=_("What the office should know, if anything"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words why you cannot lead it after all.")},
    )

    def __init__(self, *args, needs_words=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needs_words


class BusyForm(forms.Form):
    """From when to when they are busy; why is nobody's business. Without hours: whole days."""

    when = PeriodField(label=_("Busy from when to when"))

    period = None

    def clean(self):
        cleaned = super().clean()
        span = cleaned.get("when")
        if span:
            zone = timezone.get_default_timezone()
            try:
                self.period = span.in_zone(zone, span.start is None and span.end is None)
            except ValidationError as error:
                self.add_error("when", error)
                return cleaned
            if self.period.upper <= timezone.now():
                self.add_error("when", _("These hours are over."))
        return cleaned


class NoteForm(forms.Form):
    """What is wrong in the statement of hours and fees."""

    words = forms.CharField(
        label=_("What is not right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "id": "id_hours_words"}),
        error_messages={"required": _("Say in a few words what is not right.")},
    )
