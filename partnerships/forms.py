"""What a visitor may ask the list of partners."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import City, Country
from partnerships.models import Agreement, BondType


class ChoiceInAddress(forms.ModelChoiceField):
    """One of the rows, by a text in the address: where anybody may write anything."""

    def to_python(self, value):
        if value and "\0" in value:
            # The database takes no such text, not even to look it up.
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value.replace("\0", "\ufffd")},
            )
        return super().to_python(value)


class CityFilter(forms.Form):
    """The filters of the list, all in the address: ?q=kyo&bond=twin&country=JP."""

    q = forms.CharField(label=_("Name of the city"), max_length=100, required=False)
    bond = ChoiceInAddress(
        label=_("Kind of bond"),
        queryset=BondType.objects.all(),
        to_field_name="key",
        required=False,
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no kind of bond “%(value)s”.")},
    )
    country = ChoiceInAddress(
        label=_("Country"),
        queryset=Country.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All countries"),
        error_messages={"invalid_choice": _("There is no partner city in a country “%(value)s”.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = Agreement.objects.public().values("city__country")
        self.fields["country"].queryset = Country.objects.filter(pk__in=countries).in_order(
            get_language()
        )

    def canonical_query(self):
        """What is asked, as one address says it: nothing empty, nothing unknown, in one order."""
        asked = {name: self[name].value() for name in self.fields if self.cleaned_data[name]}
        return urlencode(asked)

    def filter(self, agreements):
        """The agreements that were asked for. Call it on a valid form only."""
        asked = self.cleaned_data
        if asked["q"]:
            agreements = agreements.filter(city__in=City.objects.called(asked["q"]))
        if asked["bond"]:
            agreements = agreements.filter(bond_type=asked["bond"])
        if asked["country"]:
            agreements = agreements.filter(city__country=asked["country"])
        return agreements
