"""What the networks bring in from tables and hand out as tables."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.resources import COUNTRY, names_of
from networks.models import Fee, Membership, Network
from office.exchange.columns import Choice, Number, Reference, in_languages, named, of_field
from office.exchange.resources import HasSlug, Resource

NETWORK_NAMES = tuple(f"network__{path}" for path in ("slug", *named("name"), "acronym"))
# What groups thousands stands before three figures; what stands before one or two, or none at
# all, separates hundredths: no money has thousandths.
MONEY = re.compile(r"-?\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|-?\d+(?:[.,]\d{1,2})?")
MEMBERSHIP = {"model": Membership, "paths": NETWORK_NAMES}


@dataclass(frozen=True)
class Money(Number):
    """An amount as a ledger in any of our languages writes it: 2.750, 2,750.50, 2750,5."""

    def read(self, text, lookups):
        if not MONEY.fullmatch(text):
            raise ValidationError(gettext("“%s” is not a number.") % text)
        hundredths = re.search(r"[.,](\d{1,2})$", text)
        whole = text[: hundredths.start()] if hundredths else text
        digits = re.sub(r"[^\d-]", "", whole)
        return super().read(f"{digits}.{hundredths[1]}" if hundredths else digits, lookups)


def money(name, **options):
    """The column of an amount of the ledger."""
    field = Fee._meta.get_field(name)
    return Money(name, field.verbose_name, help=field.help_text, places=2, **options)


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
            money("amount_due", also=("amount", "importo"), example="2750"),
            of_field(Fee, "currency", example="EUR"),
            of_field(Fee, "is_voluntary"),
            of_field(Fee, "asked_on"),
            of_field(Fee, "due_on", example="2026-06-30"),
            Choice("state", _("state"), also=("status",), choices=Fee.State),
            of_field(Fee, "paid_on"),
            money("amount_paid"),
            of_field(Fee, "register_number", also=("protocol", "protocollo")),
            of_field(Fee, "note"),
            of_field(Fee, "is_published"),
        ]

    def identities(self, get):
        if get("membership") and get("year"):
            yield (get("membership").pk, get("year"))


networks = Networks()
fees = Fees()
