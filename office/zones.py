"""Time zones by their names."""

from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location, get_timezone_name
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from office import numbers


def zone_exists(name):
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="unknown_zone")


# The Unicode CLDR calls these an "unknown region".
UNIVERSAL = {"UTC", "UCT", "Universal", "Zulu", "GMT", "Greenwich"}


def name_of(zone):
    """What people call the time of a zone."""
    if zone.key.removeprefix("Etc/") in UNIVERSAL:
        return "UTC"
    return get_timezone_name(zone, zone_variant="generic", locale=numbers.locale())


def city_of(zone):
    """The city by which the zone is called."""
    return get_timezone_location(zone, locale=numbers.locale(), return_city=True)


def in_words(name):
    """The time of a zone as people call it, and how far it is from ours at this moment."""
    zone, now = ZoneInfo(name), timezone.now()
    called = name_of(zone)
    difference = now.astimezone(zone).utcoffset() - timezone.localtime(now).utcoffset()
    if not difference:
        said = gettext("%(zone)s (the same time as here)")
    elif difference.days >= 0:
        said = gettext("%(zone)s (now %(hours)s ahead of us)")
    else:
        said = gettext("%(zone)s (now %(hours)s behind us)")
    return said % {"zone": capfirst(called), "hours": numbers.hours(abs(difference))}
