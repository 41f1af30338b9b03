"""What a visitor may ask the list, the map and the timeline of partners."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from directory.models import City, Country
from office.public_lists import AddressFilter, ChoiceInAddress
from partnerships.continents import continent_names, countries_of
from partnerships.models import Agreement, BondType, Theme

EARLIEST = 1000


class YearField(forms.IntegerField):
    """A year, up to this one."""

    default_error_messages = {"invalid": gettext_lazy("Write the year in four figures: 1965.")}

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        year, latest = super().clean(value), timezone.localdate().year
        if year is not None and not EARLIEST <= year <= latest:
            earliest = Agreement.objects.listed().first_year() or EARLIEST
            raise ValidationError(
                _("Write a year from %(earliest)s to %(latest)s.")
                % {"earliest": earliest, "latest": latest}
            )
        return year


class CityFilter(AddressFilter):
    """The filters, all in the address: ?q=kyo&bond=twin&country=JP&since=1960."""

    q = forms.CharField(label=gettext_lazy("Name of the city"), max_length=100, required=False)
    bond = ChoiceInAddress(
        label=gettext_lazy("Kind of bond"),
        queryset=BondType.objects.all(),
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("All kinds"),
        error_messages={"invalid_choice": gettext_lazy("There is no kind of bond “%(value)s”.")},
    )
    country = ChoiceInAddress(
        label=gettext_lazy("Country"),
        queryset=Country.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("All countries"),
        error_messages={
            "invalid_choice": gettext_lazy("There is no partner city in a country “%(value)s”.")
        },
    )
    continent = forms.ChoiceField(
        label=gettext_lazy("Continent"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no continent “%(value)s”.")},
    )
    theme = ChoiceInAddress(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("All themes"),
        error_messages={"invalid_choice": gettext_lazy("There is no theme “%(value)s”.")},
    )
    since = YearField(label=gettext_lazy("Signed from the year"))
    until = YearField(label=gettext_lazy("Signed up to the year"))
    # Asked by the slider of the map; the list and the timeline keep it.
    year = YearField(label=gettext_lazy("Year"))

    MORE = ("continent", "theme", "since", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = Agreement.objects.listed().values("city__country")
        self.fields["country"].queryset = Country.objects.filter(pk__in=countries).in_order(
            get_language()
        )
        self.fields["theme"].queryset = Theme.objects.in_use()
        self.fields["continent"].choices = [("", _("All continents")), *continent_names()]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))

    def filter(self, agreements, *, by_year=True):
        """The agreements that were asked for. Call it on a valid form only."""
        asked = self.cleaned_data
        if asked["q"]:
            agreements = agreements.filter(city__in=City.objects.called(asked["q"]))
        if asked["bond"]:
            agreements = agreements.filter(bond_type=asked["bond"])
        if asked["country"]:
            agreements = agreements.filter(city__country=asked["country"])
        if asked["continent"]:
            codes = countries_of(asked["continent"])
            agreements = agreements.filter(city__country__code__in=codes)
        if asked["theme"]:
            agreements = agreements.filter(themes=asked["theme"])
        if asked["since"] or asked["until"]:
            agreements = agreements.signed_between(asked["since"], asked["until"])
        if asked["year"] and by_year:
            agreements = agreements.held_in(asked["year"])
        return agreements

    def opens_more(self):
        """Whether a filter that stands in the second part of the form is on or wrong."""
        return any(self.data.get(name) for name in self.MORE)

    def in_words(self):
        """(name, words) of each filter that is on."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        words = {
            "q": _("Name: “%(value)s”"),
            "bond": _("Kind of bond: %(value)s"),
            "country": _("Country: %(value)s"),
            "continent": _("Continent: %(value)s"),
            "theme": _("Theme: %(value)s"),
            "since": _("Signed from %(value)s"),
            "until": _("Signed up to %(value)s"),
            "year": _("Bonds in %(value)s"),
        }
        if "continent" in asked:
            asked["continent"] = dict(continent_names())[asked["continent"]]
        return [
            (name, text % {"value": asked[name]}) for name, text in words.items() if name in asked
        ]
