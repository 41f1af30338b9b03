"""The kind of paper "report": what its Word template may print."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from office.papers.docx import context_of
from office.papers.kinds import TEMPLATES, Field, Kind
from office.papers.report import Report, Section, Table, Text


def example():
    """A report of everything; its names are those that templates stumble over."""
    section = Section(
        [_("Invented city"), " (", Text("京都", "ja"), ")"],
        paragraphs=[_("An invented paragraph: R&D, <draft>, “quotes”.")],
        facts=[(_("Signed"), "22.9.1965"), (_("Own name"), Text("القدس & <x>", "ar"))],
        table=Table([_("Year"), _("Visits")], [["2024", "3"], ["2025", "5"]], _("Visits"), (1,)),
        note=_("An invented note."),
    )
    return context_of(
        Report(
            _("Invented report"),
            _("Year %(year)s") % {"year": 2025},
            intro=[_("An invented introduction.")],
            sections=[section, Section(_("Second part"), [_("An invented paragraph.")], level=2)],
            sources=[Text(_("Invented act"), url="https://example.org/1")],
        )
    )


REPORT = Kind(
    label=pgettext_lazy("paper", "report"),
    template=TEMPLATES / "report.docx",
    example=example,
    fields=(
        Field("{{ title }}", gettext_lazy("The title of the report.")),
        Field("{{ subtitle }}", gettext_lazy("The line beneath the title, often empty.")),
        Field(
            "{%p for paragraph in intro %} {{ paragraph }} {%p endfor %}",
            gettext_lazy("The paragraphs of the introduction, one after the other."),
            "intro[0]",
        ),
        Field(
            "{%p for section in sections %} … {%p endfor %}",
            gettext_lazy("What stands between is repeated for each part of the report."),
        ),
        Field("{{ section.heading }}", gettext_lazy("Its heading."), "sections[0].heading"),
        Field(
            "{%p if section.level == 1 %} … {%p endif %}",
            gettext_lazy("Parts of level 2 belong to the part of level 1 before them."),
            "sections[0].level",
        ),
        Field(
            "{%p for paragraph in section.paragraphs %} {{ paragraph }} {%p endfor %}",
            gettext_lazy("Its paragraphs."),
            "sections[0].paragraphs[0]",
        ),
        Field(
            "{%tr for fact in section.facts %} {{ fact.term }} {{ fact.said }} {%tr endfor %}",
            gettext_lazy("Its facts, a row of a table for each: a term and what is said of it."),
            "sections[0].facts[1].said",
        ),
        Field(
            "{%p if section.table %} {{ section.table.caption }} {%p endif %}",
            gettext_lazy("The caption of its table; not every part has one."),
            "sections[0].table.caption",
        ),
        Field(
            "{%tc for cell in section.table.header %} {{ cell }} {%tc endfor %}",
            gettext_lazy("The cells of the table’s header, three cells of a row in the template."),
            "sections[0].table.header[0]",
        ),
        Field(
            "{%tr for row in section.table.rows %} "
            "{%tc for cell in row %} {{ cell }} {%tc endfor %} {%tr endfor %}",
            gettext_lazy("The rows of the table."),
            "sections[0].table.rows[0][0]",
        ),
        Field("{{ section.note }}", gettext_lazy("The note beneath it."), "sections[0].note"),
        Field(
            "{%p for source in sources %} {{ source }} {%p endfor %}",
            gettext_lazy("The sources, each with its address."),
            "sources[0]",
        ),
        Field("{{ sources_heading }}", gettext_lazy("The word for “Sources” in its language.")),
    ),
)
