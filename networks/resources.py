"""What the networks bring in from tables and hand out as tables."""

from django.utils.translation import gettext_lazy as _

from directory.resources import COUNTRY, names_of
from networks.models import Fee, Membership, Network
from office.exchange.columns import Choice, Reference, in_languages, money, named, of_field
from office.exchange.resources import HasSlug, Resource

NETWORK_NAMES = tuple(f"network__{path}" for path in ("slug", *named("name"), "acronym"))
MEMBERSHIP = {"model": Membership, "paths": NETWORK_NAMES}


class Networks(HasSlug):
    model = Network
    help = _("A network is the same when its word in the address is, or its name.")

    def columns(self):
        return [
            *in_languages(
                "name", _("name"), required=True, example="Eurocities", also=("network", "rete")
            ),
            of_field(Network, "acronym", also=("sigla",)),
            of_field(Network, "slug", also=("slug",), example="eurocities"),
            Choice(
                "kind",
                _("kind"),
                required=True,
                also=("type", "tipo"),
                choices=Network.Kind,
                example="european_city_network",
            ),
            *in_languages("mission", _("mission")),
            *in_languages("seat", _("city of its headquarters"), also=("seat", "sede")),
            Reference("seat_country", _("country of its headquarters"), **COUNTRY),
            *in_languages("organs", _("organs")),
            of_field(Network, "founded_on", example="1986"),
            of_field(Network, "website", also=("site", "url", "web", "sito")),
            *in_languages("note", _("note for the public")),
        ]

    def identities(self, get):
        if slug := get("slug"):
            yield ("slug", slug)
        for name in names_of(get):
            yield ("name", name)


class Fees(Resource):
    model = Fee
    help = _("A fee is the same when network and year are. The membership must be there already.")

    def columns(self):
        return [
            Reference(
                "membership",
                _("membership"),
                required=True,
                also=("network", "rete"),
                example="eurocities",
                help=_("The name of the network, its acronym, or its word in the address."),
                **MEMBERSHIP,
            ),
            of_field(Fee, "year", required=True, also=("anno",), example="2026"),
            money(Fee, "amount_due", also=("amount", "importo"), example="2750"),
            of_field(Fee, "currency", example="EUR"),
            of_field(Fee, "is_voluntary"),
            of_field(Fee, "asked_on"),
            of_field(Fee, "due_on", example="2026-06-30"),
            Choice("state", _("state"), also=("status",), choices=Fee.State),
            of_field(Fee, "paid_on"),
            money(Fee, "amount_paid"),
            of_field(Fee, "register_number", also=("protocol", "protocollo")),
            of_field(Fee, "note"),
            of_field(Fee, "is_published"),
        ]

    def identities(self, get):
        if get("membership") and get("year"):
            yield (get("membership").pk, get("year"))


networks = Networks()
fees = Fees()
