"""The forms of projects and practices, where they know more than a form of any record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation import codelists
from cooperation.models import Practice, Project
from office.backoffice import VisibleRecordForm


class KeepsHidden(VisibleRecordForm):
    """What the record belongs to and the clerk may not see stays, whatever they choose."""

    linked = ()

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in self.linked:
            if name in cleaned and self.instance.pk:
                offered = self.fields[name].queryset.order_by().values("pk")
                hidden = getattr(self.instance, name).exclude(pk__in=offered)
                cleaned[name] = [*cleaned[name], *hidden]
        return cleaned


class ProjectForm(KeepsHidden):
    """A project; its goals are ticked."""

    linked = ("agreements", "networks", "acts")

    goals = forms.MultipleChoiceField(
        label=_("Sustainable Development Goals"),
        choices=codelists.goal_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Project
        fields = "__all__"


class PracticeForm(KeepsHidden):
    """A good practice."""

    linked = ("exchanges",)

    class Meta:
        model = Practice
        fields = "__all__"
