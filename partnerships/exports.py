"""The partners as a table that programs read."""

from django.utils import timezone
from django.utils.translation import gettext as _

from office.models import Office
from office.public_lists import sources
from partnerships.continents import continent_names, countries_of


def columns():
    """The heading of each column, and what it says of an agreement."""
    continents = {code: name for key, name in continent_names() for code in countries_of(key)}
    licence = Office.objects.current().licence
    return {
        _("City"): lambda one: one.city.name,
        _("Name in its own script"): lambda one: one.city.own_name,
        _("Country"): lambda one: one.city.country.name,
        _("Code of the country"): lambda one: one.city.country.code,
        _("Continent"): lambda one: continents.get(one.city.country.code, ""),
        _("Latitude"): lambda one: one.city.latitude,
        _("Longitude"): lambda one: one.city.longitude,
        _("Kind of bond"): lambda one: one.bond_type.name,
        _("Instrument"): lambda one: one.instrument,
        _("Signed on"): lambda one: one.signed_on and one.signed_on.isoformat(),
        _("Place of signature"): lambda one: one.place,
        _("State of the agreement"): lambda one: one.get_status_display(),
        _("Ended on"): lambda one: one.ended_on and one.ended_on.isoformat(),
        _("Themes"): lambda one: " | ".join(theme.name for theme in one.themes.all()),
        _("Sources"): lambda one: " | ".join(sources(one)),
        _("Demonstration"): lambda one: _("made up") if one.is_demo or one.city.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def file_name():
    return _("partner-cities-%(day)s.csv") % {"day": timezone.localdate().isoformat()}
