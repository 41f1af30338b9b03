"""What the partnerships bring in from tables and hand out as tables."""

from django.utils.translation import gettext_lazy as _

from directory.resources import CITY
from office.exchange.columns import Choice, Reference, References, in_languages, named, of_field
from office.exchange.resources import Resource
from partnerships.models import Agreement, BondType, Theme

THEME = {"model": Theme, "paths": ("key", *named("name"))}
BOND_TYPE = {"model": BondType, "paths": ("key", *named("name"))}


class Agreements(Resource):
    model = Agreement
    help = _("An agreement is the same when city, kind of bond and day of signature are.")

    def columns(self):
        return [
            Reference("city", _("city"), required=True, example="Kyoto", **CITY),
            Reference(
                "bond_type",
                _("kind of bond"),
                required=True,
                also=("bond", "kind", "type", "tipo", "legame"),
                example="twin",
                **BOND_TYPE,
            ),
            *in_languages("instrument", _("name of the instrument")),
            of_field(Agreement, "signed_on", also=("date", "data", "datum"), example="1965-09-22"),
            *in_languages("place", _("place of signature")),
            Choice("status", _("state"), also=("status",), choices=Agreement.Status),
            of_field(Agreement, "term_ends_on"),
            of_field(Agreement, "ended_on"),
            *in_languages("note", _("note for the public")),
            References("themes", _("themes"), also=("temi", "theme"), **THEME),
        ]

    def identities(self, get):
        if get("city") and get("bond_type"):
            signed_on = get("signed_on")
            yield (get("city").pk, get("bond_type").pk, signed_on and signed_on.isoformat())

    def likenesses(self, get):
        if get("city") and get("bond_type"):
            yield (get("city").pk, get("bond_type").pk)


agreements = Agreements()
