"""What a visitor may ask the list of partners."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import City, Country
from partnerships.models import Agreement, BondType


class CityFilter(forms.Form):
    """The filters of the list, all in the address: ?q=kyo&bond=twin&country=JP."""

    q = forms.CharField(label=_("Name of the city"), max_length=100, required=False)
    bond = forms.ModelChoiceField(
        label=_("Kind of bond"),
        queryset=BondType.objects.all(),
        to_field_name="key",
        required=False,
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no kind of bond “%(value)s”.")},
    )
    country = forms.ModelChoiceField(
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
