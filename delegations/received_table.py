"""Delegations received as rows of a table: the memory of the years before comes in."""

from django.utils.translation import gettext_lazy as _

from delegations.models import PublicVisit
from directory.resources import CITY, COUNTRY
from office.exchange.columns import Reference, in_languages, of_field
from office.exchange.resources import HasSlug
from office.models import Audience
from partnerships.resources import THEME


class Received(HasSlug):
    model = PublicVisit
    slug_from = "title"
    help = _(
        "A delegation is the same when its word in the address is. What comes in is internal: "
        "nobody outside reads it until somebody publishes it."
    )

    def columns(self):
        return [
            of_field(
                PublicVisit,
                "received_on",
                required=True,
                also=("day", "giorno", "data", "date"),
                example="2015-05-12",
            ),
            of_field(PublicVisit, "until", also=("al", "to")),
            *in_languages("title", _("title"), required=True, example="Delegazione di Kyoto"),
            *in_languages("guests", _("guests")),
            *in_languages("subject", _("subject"), also=("oggetto",)),
            *in_languages("host", _("who received them")),
            *in_languages("room", _("room"), also=("sala",)),
            Reference("city", _("city"), example="Kyoto", **CITY),
            Reference("country", _("country"), example="JP", **COUNTRY),
            Reference("theme", _("topic"), also=("tema", "thema"), **THEME),
            of_field(PublicVisit, "slug", also=("slug",), example=""),
        ]

    def identities(self, get):
        if get("slug"):
            yield ("slug", get("slug"))

    def likenesses(self, get):
        """The same city on the same day is probably the same delegation."""
        if get("city") and get("received_on"):
            yield ("city", get("city").pk, get("received_on").isoformat())

    def begin(self, lookups):
        visit = super().begin(lookups)
        visit.audience = Audience(is_demo=visit.is_demo)
        return visit

    def slug_tells_apart(self, record):
        return str(record.received_on.year) if record.received_on else ""


received = Received()
