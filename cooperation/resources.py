"""What projects bring in from tables and hand out as tables."""

from django.utils.translation import gettext_lazy as _

from cooperation.models import MoneyLine, Programme, Project
from office.exchange.columns import Choice, Reference, in_languages, money, named, of_field
from office.exchange.resources import HasSlug, Resource
from office.exchange.words import folded
from office.languages import in_every_language

PROGRAMME = {"model": Programme, "paths": ("key", *named("name"))}
PROJECT = {"model": Project, "paths": ("slug", *named("title"), "acronym")}


class Projects(HasSlug):
    model = Project
    help = _("A project is the same when its word in the address is, or its title.")

    def columns(self):
        return [
            *in_languages(
                "title", _("title"), required=True, example="Twin rivers", also=("titolo", "name")
            ),
            of_field(Project, "acronym", also=("acronimo", "sigla"), example="RIVERS"),
            of_field(Project, "slug", also=("slug",), example="twin-rivers"),
            *in_languages("summary", _("what it is about"), also=("description", "descrizione")),
            *in_languages("note", _("note for the public")),
            Reference("programme", _("programme"), also=("programma",), **PROGRAMME),
            of_field(Project, "grant_number", also=("grant",)),
            Choice("role", _("role of the city"), also=("ruolo",), choices=Project.Role),
            Choice("state", _("state"), also=("status", "stato"), choices=Project.State),
            of_field(Project, "starts_on", also=("start", "inizio"), example="2026-01"),
            of_field(Project, "ends_on", also=("end", "fine"), example="2028"),
            money(Project, "budget_total", also=("budget", "total", "totale"), example="1200000"),
            money(Project, "budget_city", also=("our share",)),
            money(Project, "budget_eu", also=("eu",)),
            of_field(Project, "currency", example="EUR"),
            of_field(Project, "website", also=("site", "url", "web", "sito")),
        ]

    def identities(self, get):
        if slug := get("slug"):
            yield ("slug", slug)
        for column in in_every_language("title"):
            if title := get(column):
                yield ("title", folded(title))


class MoneyLines(Resource):
    model = MoneyLine
    help = _(
        "A line is the same when project, year and source are. The project must be there already."
    )

    def columns(self):
        return [
            Reference(
                "project",
                _("project"),
                required=True,
                also=("progetto",),
                example="twin-rivers",
                help=_("Its title, its acronym, or its word in the address."),
                **PROJECT,
            ),
            of_field(MoneyLine, "year", also=("anno",), example="2026"),
            Choice(
                "source",
                _("where from"),
                required=True,
                also=("source", "fonte"),
                choices=MoneyLine.Source,
                example="own_cash",
            ),
            money(MoneyLine, "committed", required=True, also=("impegnato",), example="20000"),
            money(MoneyLine, "disbursed", also=("speso", "paid"), example="5000"),
            of_field(MoneyLine, "currency", example="EUR"),
            of_field(MoneyLine, "rate", also=("cambio",)),
            of_field(MoneyLine, "rate_on"),
            of_field(MoneyLine, "is_reserved"),
        ]

    def identities(self, get):
        if get("project") and get("source"):
            yield (get("project").pk, get("year"), get("source"))


projects = Projects()
money_lines = MoneyLines()
