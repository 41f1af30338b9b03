"""
The kinds of papers that the office may have its own Word template for.

Each app hands its kinds in: `kinds.add("report", "office.papers.report_kind.REPORT")`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from office.registry import Registry

kinds = Registry()

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Field:
    """
    One thing that a template can print: what to write there, and what will stand in its place.

    `at` finds its example in that of the kind, where the tag is more than a name; what only
    stands around others has none.
    """

    tag: str
    says: str | Promise
    at: str = ""

    @property
    def expression(self):
        """What prints the example; empty where there is none."""
        return self.at or (self.tag.strip("{} ") if self.tag.startswith("{{") else "")


@dataclass(frozen=True)
class Kind:
    """
    One kind of paper.

    `template` is the one that comes with the program; `example` makes a context in which
    everything is filled in, with invented people, to try a template with.
    """

    label: str | Promise
    template: Path
    example: Callable[[], dict]
    fields: tuple[Field, ...]


# What every template may print besides.
COMMON = (
    Field("{{ office.name }}", _("The name of the municipality.")),
    Field("{{ office.department }}", _("The name of the office.")),
    Field(
        "{%p for line in office.contacts %} {{ line }} {%p endfor %}",
        _("The lines of the address, and how else the office is reached."),
        "office.contacts[0]",
    ),
    Field("{{ office.coat_of_arms }}", _("The coat of arms, where the office has one.")),
    Field("{{ date }}", _("The day on which the paper is made.")),
    Field(
        "{%p if made_up %} {{ made_up }} {%p endif %}",
        _("Says that the paper is of the demonstration; keep it in every template."),
        "made_up",
    ),
)


def choices():
    """(key, label) of each kind, as a form offers them."""
    return [(key, kind.label) for key, kind in kinds.items()]
