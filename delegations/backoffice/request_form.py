"""The form of a request, filled in while the caller speaks: saved with whatever is known."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.backoffice import who_asks
from delegations.models import Visit
from office.backoffice import VisibleRecordForm
from office.backoffice.forms import LEVELS
from office.dates import DayInput
from office.files import DocumentFormField
from office.languages import offered_languages
from office.models import Audience, made_up

# A visit is never public: what the public reads is written from it.
NOT_PUBLIC = [(level, label) for level, label in LEVELS if level != Audience.Level.PUBLIC]
DAYS = ("first_day", "last_day", "members_until")
# Said by these buttons of the form, which save nothing: look for who asks, and take one found.
LOOK_UP, TAKE = "_look_up", "_take"
MAY_NOT_SEE = gettext_lazy("This person may not read the visit: the head has to let them in first.")
# Of what says who asks, what stands in the form from the beginning and was not typed.
AT_FIRST = ("requester", "contact_language")


class RequestForm(VisibleRecordForm):
    """A request with the letter that came with it."""

    who = forms.CharField(
        label=gettext_lazy("Who is it?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "A name, a body, a city, a telephone number or an e-mail address: whoever is known "
            "comes up, and fills in what is known of them."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    letter = DocumentFormField(label=gettext_lazy("Letter"), required=False)

    class Meta:
        model = Visit
        fields = "__all__"
        widgets = {
            **{name: DayInput() for name in DAYS},
            "purpose": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "needs": forms.Textarea(attrs={"rows": 2, "cols": 40}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 40}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = NOT_PUBLIC
        if "letter" in self.fields:
            self.fields["letter"].widget.user = self.editor
        if "body_name" in self.fields:
            # The directory's word for it means the organs of a city.
            self.fields["body_name"].label = _("Body or institution")
        if "last_day" in self.fields:
            self.fields["last_day"].help_text = _("Empty for a visit of one day.")
        if language := self.fields.get("contact_language"):
            known = dict(offered_languages())
            known.setdefault(self.instance.contact_language, self.instance.contact_language)
            language.choices = known.items()

    @property
    def looks_up(self):
        """Whether the form was sent to find who asks, and not to be saved."""
        return self.is_bound and bool({LOOK_UP, TAKE} & self.data.keys())

    def clean(self):
        cleaned = super().clean()
        if "last_day" in self.fields and not {"first_day", "last_day"} & {*self.errors}:
            cleaned["last_day"] = cleaned.get("last_day") or cleaned.get("first_day")
        text = cleaned.get("who", "").strip()
        if text and not self.looks_up and not any(cleaned.get(one) for one in SAYS_WHO):
            # Nobody known was taken: what was typed is said where it belongs.
            cleaned[who_asks.field_of(text)] = text
        self._let_in_the_officer(cleaned)
        return cleaned

    def _let_in_the_officer(self, cleaned):
        """Whoever is in charge of what not everybody may see reads it."""
        officer, readers = cleaned.get("officer"), cleaned.get("readers")
        if officer is None or readers is None or cleaned.get("level") not in Audience.HIDDEN:
            return
        if officer in readers or (self.may_publish and officer == self.editor):
            return
        if self.may_publish:
            cleaned["readers"] = [*readers, officer]
        elif "officer" in self.changed_data:
            self.add_error("officer", MAY_NOT_SEE)

    def full_clean(self):
        super().full_clean()
        if self.looks_up:
            # Nothing is saved, and nobody is told what is still missing.
            self._errors.clear()
            self.add_error(None, self._found_in_words())

    def _found_in_words(self):
        if TAKE in self.data:
            return _("Nothing is saved yet: what is known of them is filled in below.")
        self.found = who_asks.look_up(self.data.get("who", ""), self.editor)
        if self.found:
            return _("Nothing is saved yet: say below who it is, or fill in the rest and save.")
        return _("Nobody was found. Nothing is saved yet: fill in the rest and save.")

    def new_audience(self):
        """Who may see the request, written down before anybody is told of it."""
        visit = self.instance
        invented = made_up(self.editor, visit.city, visit.organisation, visit.contact)
        audience = Audience.objects.create(is_demo=invented)
        if self.may_publish:
            visit.audience = audience
            self.save_audience()
        return audience


# One of these says who asks.
SAYS_WHO = (
    "body_name",
    "organisation",
    "contact_name",
    "contact",
    "contact_email",
    "contact_telephone",
    "city",
    "city_name",
)


def filled_in(data, known):
    """
    What a form sends, with what is known of who asks.

    What was typed stays as it is: only what is empty is filled in, and what stood there from
    the beginning.
    """
    data = data.copy()
    for name, value in known.as_typed().items():
        if name in AT_FIRST or not data.get(name):
            data[name] = str(value)
    return data
