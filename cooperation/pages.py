"""What stands on the page of a project, and what this room shows on the pages of others."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cooperation.listing import lands, public_projects
from cooperation.models import (
    Exchange,
    Partner,
    Practice,
    Project,
    ProjectMarker,
    ProjectPurpose,
    Result,
    Update,
)
from cooperation.sums import Sums
from directory.models import Act, Document
from directory.pages import Section, with_sources
from networks.models import Network
from office.registry import Registry
from partnerships.models import Agreement

# Name -> function(project) that returns a Section of what hangs on the project, or None: the
# visits and the events of the rooms above.
project_sections = Registry()


@dataclass
class ProjectPage:
    """All that everybody may read of one project; each part is asked for once."""

    project: Project

    @cached_property
    def partners(self):
        return list(self.project.partners.all())

    @cached_property
    def countries(self):
        return list(self.project.countries.all())

    @property
    def lands(self):
        return lands(self.project)

    @cached_property
    def purposes(self):
        return list(ProjectPurpose.objects.filter(project=self.project).order_by("-percent", "pk"))

    @cached_property
    def markers(self):
        rows = ProjectMarker.objects.filter(project=self.project, significance__gt=0)
        return list(rows.order_by("-significance", "marker"))

    @cached_property
    def sums(self):
        return Sums(self.project, AnonymousUser())

    @property
    def budget(self):
        """[(field, amount)] of the money that is documented, the total first."""
        names = ("budget_total", "budget_city", "budget_eu")
        found = [(name, getattr(self.project, name)) for name in names]
        return [(name, amount) for name, amount in found if amount is not None]

    @cached_property
    def acts(self):
        rows = Act.objects.public().filter(projects=self.project).select_related("body")
        return list(rows.order_by("pk"))

    @cached_property
    def agreements(self):
        rows = Agreement.objects.listed().filter(projects=self.project)
        return list(rows.select_related("city", "bond_type").order_by("pk"))

    @cached_property
    def networks(self):
        return list(Network.objects.public().filter(projects=self.project).order_by("slug"))

    @cached_property
    def results(self):
        return list(Result.objects.filter(project=self.project).order_by("pk"))

    @cached_property
    def updates(self):
        """[(the news, its pictures)], the latest first."""
        rows = list(Update.objects.public().filter(project=self.project).in_order())
        pictures = {*Document.objects.public().pictures().values_list("pk", flat=True)}
        hung = Document.objects.by_record(rows)
        return [(one, [each for each in hung[one.pk] if each.pk in pictures]) for one in rows]

    @cached_property
    def practices(self):
        return list(Practice.objects.public().filter(project=self.project).order_by("slug"))

    @cached_property
    def documents(self):
        rows = Document.objects.public().with_file().attached_to(self.project)
        return list(rows.select_related("source").with_current())

    @cached_property
    def sections(self):
        return [found for one in project_sections.values() if (found := one(self.project))]

    @property
    def told(self):
        """The records whose texts the page prints."""
        named = [one for one, _pictures in self.updates]
        return [self.project, *self.results, *named, *self.practices]

    @property
    def records(self):
        return [*self.told, *self.partners, *self.documents]


def projects_of(city):
    """The projects with the city, and what grew from its pacts; None without any."""
    with_city = Partner.objects.public().filter(Q(city=city) | Q(organisation__city=city))
    grown = Agreement.objects.listed().filter(city=city)
    rows = public_projects().filter(
        Q(pk__in=with_city.order_by().values("project"))
        | Q(agreements__in=grown.order_by().values("pk"))
    )
    projects = list(rows.distinct())
    learnt = list(Practice.objects.public().filter(city=city).order_by("slug"))
    exchanges = Exchange.objects.public().filter(city=city).prefetch_related(with_sources())
    exchanges = list(exchanges.order_by("pk"))
    if not projects and not learnt and not exchanges:
        return None
    context = {"projects": projects, "practices": learnt, "exchanges": exchanges}
    records = [*projects, *learnt, *exchanges]
    return Section("cooperation/_city_projects.html", context, records)


def resting_on(act):
    """The projects that name the act; None where none does."""
    projects = list(Project.objects.public().filter(acts=act).latest_first())
    if not projects:
        return None
    return Section("cooperation/_act_projects.html", {"projects": projects}, projects)


def practice_pages():
    """The public practices with all that a line about them names."""
    return (
        Practice.objects.public()
        .select_related("city", "organisation", "project")
        .prefetch_related("themes", with_sources())
    )
