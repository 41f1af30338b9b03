"""The projects as a table that programs read."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.listing import lands
from office.models import Office
from office.public_lists import day, sources


def columns():
    """The heading of each column, and what it says of a project."""
    licence = Office.objects.current().licence
    return {
        _("Project"): lambda one: one.title,
        _("Acronym"): lambda one: one.acronym,
        _("State"): lambda one: one.get_state_display(),
        _("Role of the city"): lambda one: one.get_role_display(),
        _("Programme"): lambda one: one.programme or "",
        _("Who pays"): lambda one: one.programme.funder if one.programme else "",
        _("Begins"): lambda one: day(one.starts_on),
        _("Ends"): lambda one: day(one.ends_on),
        _("Money in all"): lambda one: one.budget_total,
        _("Of it for the city"): lambda one: one.budget_city,
        _("Of it from the European Union"): lambda one: one.budget_eu,
        _("Currency"): lambda one: one.currency if one.budget_total is not None else "",
        _("Partners"): lambda one: " | ".join(map(str, one.partners.all())),
        _("Countries"): lambda one: " | ".join(map(str, lands(one))),
        _("Themes"): lambda one: " | ".join(map(str, one.themes.all())),
        _("Website"): lambda one: one.website,
        _("Sources"): lambda one: " | ".join(sources(one)),
        _("Demonstration"): lambda one: _("made up") if one.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def file_name():
    return _("projects-%(day)s.csv") % {"day": timezone.localdate().isoformat()}
