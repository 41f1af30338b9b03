"""What tours bring in from tables and hand out as tables."""

from django.utils.translation import gettext_lazy as _

from agenda.models import Place
from directory.resources import names_of
from office.exchange.columns import Reference, in_languages, named, of_field
from office.exchange.resources import HasSlug
from tours.models import Route

PLACE = {"model": Place, "paths": ("slug", *named("name"))}


class Routes(HasSlug):
    model = Route
    help = _("A route is the same when its word in the address is, or its name.")

    def columns(self):
        return [
            *in_languages(
                "name", _("name"), required=True, example="Tower", also=("route", "percorso")
            ),
            of_field(Route, "slug", also=("slug",), example="tower"),
            *in_languages("description", _("what guests see")),
            Reference(
                "place",
                _("where"),
                required=True,
                also=("place", "luogo"),
                example="palace",
                help=_("The short name of the place, or its name."),
                **PLACE,
            ),
            *in_languages("meeting_point", _("meeting point")),
            of_field(Route, "minutes", also=("minuti",), example="45"),
            of_field(Route, "smallest"),
            of_field(Route, "largest", example="12"),
            of_field(Route, "at_once"),
            of_field(Route, "starts_every"),
            of_field(Route, "lead_days"),
            of_field(Route, "closes_in_rain"),
            of_field(Route, "first_day"),
            of_field(Route, "last_day"),
        ]

    def identities(self, get):
        if slug := get("slug"):
            yield ("slug", slug)
        for name in names_of(get):
            yield ("name", name)


routes = Routes()
