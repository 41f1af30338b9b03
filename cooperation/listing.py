"""The projects that everybody may read, with all that a line about them names."""

from django.db.models import Prefetch

from cooperation.models import Partner, Project, ProjectCountry
from directory.pages import with_sources
from partnerships import maps


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


def picture(projects):
    """The path of a picture of the world: a dot for each partner city of the projects."""
    scale = 1200 / maps.WORLD.width
    found = {
        one.city_id: one.city
        for project in projects
        for one in project.partners.all()
        if one.city and one.city.latitude is not None
    }
    dots = []
    for city in found.values():
        x, y = maps.position(city.latitude, city.longitude)
        dots.append(f"M{(x - maps.WORLD.x) * scale:.0f} {(y - maps.WORLD.y) * scale:.0f}h0")
    return "".join(dots), list(found.values())
