"""Time zones by their names."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def zone_exists(name):
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="unknown_zone")
