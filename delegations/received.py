"""The public page of the delegations received: its filters, its table, its words for machines."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from delegations.models import PublicVisit
from directory.models import City, Country
from directory.pages import with_sources
from office.models import Office
from office.public_lists import AddressFilter, ChoiceInAddress, sources
from partnerships.models import Theme


class ReceivedFilter(AddressFilter):
    """The filters, all in the address: ?year=2025&country=JP&theme=culture."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1000,
        max_value=9000,
        error_messages={"invalid": gettext_lazy("Write the year in four figures: 1965.")},
    )
    country = ChoiceInAddress(
        label=gettext_lazy("Country"),
        queryset=Country.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("All countries"),
        error_messages={
            "invalid_choice": gettext_lazy("No delegation came from a country “%(value)s”.")
        },
    )
    city = ChoiceInAddress(
        label=gettext_lazy("City"),
        queryset=City.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All cities"),
        error_messages={
            "invalid_choice": gettext_lazy("No delegation came from a city “%(value)s”.")
        },
    )
    theme = ChoiceInAddress(
        label=gettext_lazy("Topic"),
        queryset=Theme.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("All topics"),
        error_messages={"invalid_choice": gettext_lazy("There is no topic “%(value)s”.")},
    )

    def __init__(self, data):
        super().__init__(data)
        shown = PublicVisit.objects.public().order_by()
        countries = Country.objects.filter(pk__in=shown.values("country"))
        self.fields["country"].queryset = countries.in_order(get_language())
        cities = City.objects.public().filter(pk__in=shown.values("city"))
        self.fields["city"].queryset = cities.in_order(get_language())
        self.fields["theme"].queryset = Theme.objects.filter(pk__in=shown.values("theme"))

    def clean_q(self):
        # The database takes no such text, not even to look it up.
        return self.cleaned_data["q"].replace("\0", "")

    def filter(self, rows):
        """Those that were asked for. Call it on a valid form only."""
        asked = self.cleaned_data
        if asked["q"]:
            rows = rows.telling(asked["q"])
        if asked["year"]:
            rows = rows.in_year(asked["year"])
        for name in ("country", "city", "theme"):
            if asked[name]:
                rows = rows.filter(**{name: asked[name]})
        return rows

    def in_words(self):
        words = {
            "q": _("Words: %(value)s"),
            "year": _("Year: %(value)s"),
            "country": _("Country: %(value)s"),
            "city": _("City: %(value)s"),
            "theme": _("Topic: %(value)s"),
        }
        return [
            (name, words[name] % {"value": value})
            for name, value in self.cleaned_data.items()
            if value
        ]


def listed():
    """All delegations received that everybody may read, with what a line about them names."""
    rows = PublicVisit.objects.public().in_order()
    return rows.select_related("city__country", "country", "theme").prefetch_related(with_sources())


def of_city(city):
    """What was published of the city's delegations; their documents stand on its page as well."""
    return PublicVisit.objects.public().filter(city=city)


def by_year(visits):
    """[(year, its visits), …] in the order in which they come."""
    years = {}
    for one in visits:
        years.setdefault(one.received_on.year, []).append(one)
    return list(years.items())


# ---------------------------------------------------------------- the table


def columns():
    """The heading of each column, and what it says of a delegation."""
    licence = Office.objects.current().licence
    return {
        _("Received on"): lambda one: one.received_on.isoformat(),
        _("Until"): lambda one: one.until.isoformat() if one.until else "",
        _("Title"): lambda one: one.title,
        _("Guests"): lambda one: one.guests,
        _("City"): lambda one: str(one.city or ""),
        _("Country"): lambda one: str(one.from_country or ""),
        _("Subject"): lambda one: one.subject,
        _("Topic"): lambda one: str(one.theme or ""),
        _("Who received them"): lambda one: one.host,
        _("Room"): lambda one: one.room,
        _("Sources"): lambda one: " | ".join(sources(one)),
        _("Demonstration"): lambda one: _("made up") if one.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def file_name():
    day = timezone.localdate().isoformat()
    return pgettext("file", "delegations-received-%(day)s.csv") % {"day": day}


def news_data(visit, page):
    """A news item in the words of schema.org, for machines that read its page."""
    return {
        "@type": "NewsArticle",
        "@id": page,
        "headline": visit.title,
        "datePublished": visit.received_on.isoformat(),
        "about": visit.subject,
        "articleBody": visit.text,
        "contentLocation": {"@type": "Place", "name": visit.room},
        "url": page,
    }
