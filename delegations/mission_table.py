"""Missions as rows of a table: those of the years before come in, and go out again."""

from django.utils.translation import gettext_lazy as _

from delegations.models import GuestRank, Mission
from delegations.resources import ExactDay, Rank
from directory.contacts_table import COLLEAGUE, ORGANISATION
from directory.resources import CITY, COUNTRY
from office.exchange.columns import Choice, Reference, in_languages, of_field
from office.exchange.resources import Resource
from office.models import Audience
from partnerships.resources import THEME


class Missions(Resource):
    model = Mission
    help = _(
        "A mission is the same when it leads to the same place and begins on the same day. Who "
        "travels, and the days in the calendar, are written on its form."
    )

    def columns(self):
        return [
            *in_languages("title", _("title"), required=True, example="30 years of the pact"),
            Reference("city", _("city"), also=("citta", "ville", "stadt"), **CITY),
            Reference("organisation", _("organisation"), **ORGANISATION),
            Reference("country", _("country"), example="JP", **COUNTRY),
            ExactDay(
                "first_day",
                _("first day"),
                also=("from", "dal"),
                required=True,
                example="2015-05-12",
            ),
            ExactDay("last_day", _("last day"), also=("to", "al"), example="2015-05-15"),
            Choice("state", _("state"), choices=Mission.State),
            of_field(Mission, "host_name"),
            Rank("host_rank", _("rank of the host"), choices=GuestRank),
            Reference("theme", _("topic"), also=("tema", "thema"), **THEME),
            *in_languages("result", _("what came of it")),
            ExactDay("reported_on", _("reported on")),
            Reference("officer", _("in charge"), **COLLEAGUE),
        ]

    def identities(self, get):
        for name in ("city", "organisation", "country"):
            if get(name) and get("first_day"):
                yield (name, get(name).pk, get("first_day").isoformat())
                return

    def begin(self, lookups):
        mission = super().begin(lookups)
        mission.audience = Audience(is_demo=mission.is_demo)
        mission.state = Mission.State.OVER
        return mission

    def fill(self, draft, values, lookups):
        values = {**values}
        if values.get("first_day") and not (values.get("last_day") or draft.record.last_day):
            values["last_day"] = values["first_day"]
        super().fill(draft, values, lookups)


missions = Missions()
