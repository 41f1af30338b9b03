"""What a project still lacks for a page that citizens read, and for IATI: in words, by field."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cooperation.models import Project
from office.languages import original_language


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, in words, and the field or the rows of the form to fill."""

    words: str
    field: str

    @property
    def anchor(self):
        """Where the form of a project asks for it."""
        if self.field in ROWS:
            return f"{self.field}-group"
        if self.field in TEXTS:
            return f"id_{self.field}_{original_language()}"
        return f"id_{self.field}"


@dataclass(frozen=True)
class Standing:
    """How far a project is towards one aim: what it lacks of so many things."""

    heading: str
    lacks: list
    asked: int

    @property
    def done(self):
        return self.asked - len(self.lacks)

    @property
    def is_complete(self):
        return not self.lacks


def for_page(project):
    """What a page for citizens wants to say. The rows are asked of what is prefetched."""
    return standing(
        _("For a public page"),
        [
            (project.summary, _("what it is about, for citizens"), "summary"),
            (project.role, _("the role of the city"), "role"),
            (project.state != Project.State.UNKNOWN, _("what became of it"), "state"),
            (project.starts_on, _("when it begins"), "starts_on"),
            (project.ends_on, _("when it ends"), "ends_on"),
            (project.budget_total is not None, _("the money in all"), "budget_total"),
            (project.programme_id, _("the programme that pays"), "programme"),
            (rows(project.partners), _("with whom it is done"), "partners"),
            (rows(project.countries), _("for which countries it is"), "countries"),
            (rows(project.themes), _("its themes"), "themes"),
        ],
    )


def for_iati(project):
    """What the schema of IATI 2.03 and its rules ask of an activity."""
    return standing(
        _("For IATI"),
        [
            (project.summary, _("what it is about, for citizens"), "summary"),
            (project.state in IATI_STATES, _("a state that IATI knows: not only an idea"), "state"),
            (project.starts_on, _("when it begins"), "starts_on"),
            (project.ends_on, _("when it ends"), "ends_on"),
            (project.role, _("the role of the city"), "role"),
            (rows(project.countries), _("for which countries it is"), "countries"),
            (
                rows(project.purposes),
                _("what the money is for, by the list of the DAC"),
                "purposes",
            ),
            (rows(project.money), _("the money by year and source"), "money"),
        ],
    )


ROWS = ("partners", "countries", "purposes", "money")
TEXTS = ("title", "summary")
# The states of which IATI has one of its own; a bid that was turned down is no activity.
IATI_STATES = ("submitted", "reserve", "awarded", "running", "closed", "audited")


def standing(heading, asked):
    lacks = [Lack(words, field) for is_there, words, field in asked if not is_there]
    return Standing(heading, lacks, len(asked))


def rows(manager):
    return bool(manager.all())
