"""What somebody who has a part answers: typed by them, or by who hears it on the telephone."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.models import Part


class AnswerForm(forms.Form):
    """
    One answer for one part.

    It carries for which hours it was asked (`seen`): what has moved since is not answered by it.
    """

    # What is needed depends on the answer: no field is called optional.
    needs_one = True

    answer = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)
    deputy_name = forms.CharField(
        label=gettext_lazy("Name of who comes instead"), required=False, max_length=150
    )
    deputy_office = forms.CharField(
        label=gettext_lazy("Their office"), required=False, max_length=200
    )
    words = forms.CharField(
        label=gettext_lazy("What the office should know, if anything"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, part, seen, typed=None):
        """`typed` is what stands in it from the start, instead of the answer that was given."""
        initial = {"seen": seen}
        if part.answer in Part.GIVEN and not part.was_moved:
            initial |= {
                "answer": part.answer,
                "deputy_name": part.deputy_name,
                "deputy_office": part.deputy_office,
                "words": part.words,
            }
        super().__init__(data, initial=typed or initial, prefix=f"part-{part.pk}")
        self.fields["answer"].choices = choices(part)
        self.fields["deputy_name"].widget.attrs["autocomplete"] = "off"
        self.fields["answer"].error_messages["required"] = _("Choose one of the answers.")

    def clean(self):
        cleaned = super().clean()
        instead = cleaned.get("answer") == Part.Answer.DEPUTISED
        if instead and not cleaned.get("deputy_name") and "deputy_name" not in self.errors:
            self.add_error("deputy_name", _("The name of who comes instead is missing."))
        return cleaned

    @property
    def said(self):
        """What actions.answer is given."""
        return {name: self.cleaned_data[name] for name in self.fields}

    @property
    def typed(self):
        """What was sent, as it was typed, where it says anything but what stood there; else {}."""
        if not {*self.changed_data} - {"seen"}:
            return {}
        return {name: self[name].value() for name in self.fields}

    def now_of(self, seen):
        """The same once more, for the hours that the item has now; what was typed stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen


def choices(part):
    who = {"who": part.who or str(part)}
    return [
        (Part.Answer.CONFIRMED.value, _("%(who)s comes") % who),
        (Part.Answer.DEPUTISED.value, _("Somebody comes instead")),
        (Part.Answer.DECLINED.value, _("%(who)s cannot come") % who),
    ]
