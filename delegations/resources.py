"""Visits as rows of a table: the lists of the years before come in, and go out again."""

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.models import Party
from delegations.models import Channel, GuestRank, Level, Requester, State, Visit
from delegations.models.visits import new_reference
from directory.contacts_table import COLLEAGUE, ORGANISATION
from directory.resources import CITY, COUNTRY
from office.exchange.columns import Choice, Column, Day, Reference, named, of_field
from office.exchange.resources import Resource
from office.exchange.words import folded
from office.models import Audience
from partnerships.resources import THEME

LEVEL = {"model": Level, "paths": ("key", *named("name"))}


@dataclass(frozen=True)
class ExactDay(Day):
    """A day of which day, month and year are known."""

    def read(self, text, lookups):
        day = super().read(text, lookups)
        if day.first != day.last:
            raise ValidationError(gettext("Write day, month and year."))
        return day.first


@dataclass(frozen=True)
class DayOfReceipt(ExactDay):
    """The day of a moment; the hour is not asked for."""

    def value_of(self, record):
        return timezone.localdate(record.received_at)


@dataclass(frozen=True)
class Rank(Choice):
    """The same as a number, as which the table of ranks is known."""

    def _labels(self):
        labels = {str(value): value for value in self.choices.values}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                labels |= {folded(str(label)): value for value, label in self.choices.choices}
        return labels


class Visits(Resource):
    model = Visit
    makes = (Party, Visit)
    help = _(
        "A visit is the same when its reference number is, or who comes and the first day. What is "
        "brought in sends no mail, and the state of a visit that is there stays as it is."
    )

    def columns(self):
        return [
            of_field(Visit, "reference", also=("number", "numero"), example=""),
            Choice("state", Visit._meta.get_field("state").verbose_name, choices=State),
            Choice("requester", _("who asks"), choices=Requester),
            of_field(Visit, "body_name", also=("delegation", "delegazione", "ente")),
            Reference("organisation", _("organisation"), **ORGANISATION),
            of_field(Visit, "city_name", example="Kyoto"),
            Reference("city", Visit._meta.get_field("city").verbose_name, example="Kyoto", **CITY),
            Reference("country", _("country"), example="JP", **COUNTRY),
            of_field(Visit, "contact_name", also=("referente", "contact")),
            of_field(Visit, "contact_office"),
            of_field(Visit, "contact_email", also=("email",)),
            of_field(Visit, "contact_telephone", also=("telefono", "phone")),
            Column(
                "contact_language",
                _("language of letters"),
                example="en",
                help=Visit._meta.get_field("contact_language").help_text,
            ),
            of_field(Visit, "purpose", also=("oggetto", "motivo", "objet", "zweck")),
            Reference("theme", _("topic"), also=("tema", "thema"), **THEME),
            Reference("level_wanted", _("level wanted"), **LEVEL),
            Reference("level", _("level"), also=("livello",), **LEVEL),
            of_field(Visit, "head_name"),
            Rank("head_rank", _("rank of the head"), choices=GuestRank),
            ExactDay("first_day", _("first day"), also=("from", "dal"), example="2025-05-12"),
            ExactDay("last_day", _("last day"), also=("to", "al"), example="2025-05-13"),
            of_field(Visit, "size", also=("people", "persone", "personnes"), example="12"),
            of_field(Visit, "languages", example="ja, en"),
            Choice("channel", _("how it came"), choices=Channel),
            of_field(Visit, "register_number", also=("protocollo", "protocol")),
            DayOfReceipt("received_at", _("received at"), example="2025-02-03"),
            Reference("officer", _("in charge"), **COLLEAGUE),
        ]

    def identities(self, get):
        if reference := get("reference"):
            yield ("reference", reference.upper())
        who, day = who_comes(get), get("first_day")
        if who and day:
            yield (*who, day.isoformat())

    def prepare(self, lookups):
        super().prepare(lookups)
        lookups.remembered(
            "references", lambda: {*Visit.objects.values_list("reference", flat=True)}
        )

    def begin(self, lookups):
        """Written down with its group of guests, of which its number is the size."""
        visit = super().begin(lookups)
        visit.audience = Audience(is_demo=visit.is_demo)
        visit.party = Party(audience=visit.audience, is_demo=visit.is_demo)
        return visit

    def fill(self, draft, values, lookups):
        visit, values = draft.record, {**values}
        is_new = visit.pk is None and visit.party.pk is None
        self._state(visit, values, is_new)
        self._focal_point(visit, values, is_new)
        self._language(values)
        day = values.pop("received_at", None)
        if day and timezone.localdate(visit.received_at) != day:
            noon = timezone.make_aware(datetime.combine(day, time(12)))
            draft.set(visit, "received_at", noon)
        if "reference" in values and not is_new:
            del values["reference"]
        if values.get("first_day") and not (values.get("last_day") or visit.last_day):
            values["last_day"] = values["first_day"]
        super().fill(draft, values, lookups)
        if is_new:
            self._finish(draft, lookups)

    def _state(self, visit, values, is_new):
        state = values.get("state")
        if state and not is_new and state != visit.state:
            message = gettext("The state of a visit is changed on its page, not by a table.")
            raise ValidationError({"state": message})

    def _focal_point(self, visit, values, is_new):
        """A new address ends the private page of the old one, and gets a mail: one by one."""
        email = values.get("contact_email")
        if email and not is_new and email.lower() != visit.contact_email.lower():
            message = gettext(
                "Another address is written on the form of the visit, which mails it."
            )
            raise ValidationError({"contact_email": message})

    def _language(self, values):
        code = values.get("contact_language")
        if code and code not in dict(settings.LANGUAGES):
            known = ", ".join(dict(settings.LANGUAGES))
            message = gettext("“%(text)s” is not known here. Known are: %(known)s.")
            raise ValidationError({"contact_language": message % {"text": code, "known": known}})

    def _finish(self, draft, lookups):
        visit, taken = draft.record, lookups.remembered("references", set)
        reference = (visit.reference or "").upper()
        while not reference or reference in taken:
            reference = new_reference(timezone.localtime(visit.received_at).year)
        taken.add(reference)
        visit.reference = reference
        visit.party.name, visit.party.size = visit.guests_in_calendar[:200], visit.size
        if visit.party not in draft.made:
            draft.add(visit.party)


def who_comes(get):
    """Whoever comes, by what is known of them: the body, or the city."""
    for name in ("organisation", "city"):
        if get(name):
            return name, get(name).pk
    for name in ("body_name", "city_name"):
        if get(name):
            return name, folded(get(name))
    return ()


visits = Visits()
