"""The rows that stand on the form of a visit: other days, and its members."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delegations.models import Member, OtherDays
from office.backoffice import RecordInline
from office.backoffice.forms import ChoosingForm
from office.dates import DayInput
from office.exchange.columns import Languages
from office.exchange.resources import Lookups

BY_NAME = Languages("languages", _("languages"))


class OtherDaysForm(ChoosingForm):
    class Meta:
        widgets = {name: DayInput() for name in ("first_day", "last_day")}


class OtherDaysInline(RecordInline):
    model = OtherDays
    form = OtherDaysForm
    fields = ["first_day", "last_day"]
    verbose_name_plural = _("Other possible days")


class LanguagesByName(forms.CharField):
    """Languages as one types them, with commas between: a list of 180 in 60 rows is too long."""

    def prepare_value(self, value):
        return BY_NAME.write(value, None) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value)
        return BY_NAME.read(text, Lookups(None)) if text else []

    def has_changed(self, initial, data):
        try:
            return sorted(initial or []) != sorted(self.to_python(data))
        except ValidationError:
            return True


class MemberForm(ChoosingForm):
    languages = LanguagesByName(label=_("languages"), required=False)


class MemberInline(RecordInline):
    """What they eat and need stands here for who may change the visit, and for nobody else."""

    model = Member
    form = MemberForm
    fields = [
        "title",
        "given_name",
        "family_name",
        "office",
        "languages",
        "diet",
        "access_needs",
        "photo_consent",
        "is_minor",
        "guardian_name",
        "guardian_consent_on",
        "is_head",
    ]
    verbose_name_plural = _("Members of the delegation")

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fields
        return [name for name in self.fields if name not in Member.SPECIAL]
