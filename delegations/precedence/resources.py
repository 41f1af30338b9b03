"""The ranks of the tables of precedence as rows of a table: an office brings in its own."""

from django.utils.translation import gettext_lazy as _

from delegations.models import PrecedenceRank, PrecedenceTable
from office.exchange.columns import Choice, Reference, in_languages, named, of_field
from office.exchange.resources import Resource

TABLE = {"model": PrecedenceTable, "paths": ("key", *named("name"))}
BESIDE = {"model": PrecedenceRank, "paths": named("name")}


def label(name):
    return PrecedenceRank._meta.get_field(name).verbose_name


class Ranks(Resource):
    model = PrecedenceRank
    help = _(
        "A rank is the same when table and position are. The table must be there already; a rank "
        "of the house or of foreign guests says beside which rank of the law it goes."
    )

    def columns(self):
        return [
            Reference("table", label("table"), required=True, example="territorial", **TABLE),
            of_field(PrecedenceRank, "position", required=True, example="34"),
            of_field(PrecedenceRank, "category", also=("categoria",), example="C"),
            *in_languages("name", label("name"), required=True, also=("carica",)),
            *in_languages("note", label("note")),
            of_field(PrecedenceRank, "is_gap"),
            of_field(PrecedenceRank, "is_proposal"),
            Choice("tie", label("tie"), choices=PrecedenceRank.Tie),
            of_field(PrecedenceRank, "words", also=("parole",)),
            Choice("where", label("where"), choices=PrecedenceRank.Where),
            Choice("slot", label("slot"), choices=PrecedenceRank.Slot),
            Reference("beside", label("beside"), **BESIDE),
        ]

    def identities(self, get):
        table, position = get("table"), get("position")
        if table and position:
            yield (table.pk, position)


ranks = Ranks()
