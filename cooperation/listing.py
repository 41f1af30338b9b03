"""The projects that everybody may read, with all that a line about them names."""

from django.db.models import Prefetch
from django.utils.translation import get_language

from cooperation.models import Partner, Project, ProjectCountry
from directory.models import City
from directory.pages import with_sources


def public_projects():
    """The latest first, in as many queries for a hundred as for one."""
    partners = Partner.objects.public().with_names().order_by("pk")
    countries = ProjectCountry.objects.select_related("country").order_by("-percent", "pk")
    return (
        Project.objects.public()
        .latest_first()
        .select_related("programme")
        .prefetch_related(
            with_sources(),
            "themes",
            Prefetch("partners", partners),
            Prefetch("countries", countries),
        )
    )


def lands(project):
    """The countries that a project is for or has partners in, each once."""
    named = [one.country for one in project.countries.all()]
    named += [one.lands for one in project.partners.all()]
    return list(dict.fromkeys(one for one in named if one is not None))


def partner_cities(projects):
    """The public cities that are partners of these projects, by name, with a place on the map."""
    rows = Partner.objects.public().filter(project__in=projects.order_by().values("pk"))
    found = City.objects.filter(pk__in=rows.order_by().values("city"), latitude__isnull=False)
    return list(found.in_order(get_language()))
