"""How alive the relation with each partner city is, of what one reader may see."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import terms
from directory.models import City
from directory.timeline import Happening, by_city, happenings, last_contacts
from office.dates import PartialDate
from office.registry import Registry
from partnerships.anniversaries import months_after
from partnerships.models import Agreement, Rule
from partnerships.strands import pacts

# Name -> function(cities, reader) that returns {key of the city: [lines]}: what else tells of
# a relation, such as that their mayor's term has ended. Constant queries.
relation_notes = Registry()

MONTHS = (12, 24)


class Sign(models.TextChoices):
    """What the last sign of life says; nothing recorded is not the same as dormant."""

    ALIVE = "alive", pgettext_lazy("of a relation", "alive")
    DORMANT = "dormant", pgettext_lazy("of a relation", "dormant")
    NOTHING = "nothing", _("nothing recorded")
    # As a rule nobody wrote the contacts down: that is no sign that there were none.
    ONLY_SIGNED = "signed", _("nothing recorded since the signature")
    OVER = "over", pgettext_lazy("of a relation", "over")
    # There is no rule by which a relation would be dormant.
    NOT_SAID = "", pgettext_lazy("of a relation", "not said")


@dataclass(frozen=True)
class Relation:
    """
    The relation with one city: its closest agreement, and what was recorded of it.

    `last` is the day of the last sign of life, as exact as it is known, `latest` what
    happened then; `contacts` counts the signs of life of the last 12 and 24 months.
    """

    agreement: Agreement
    last: PartialDate | None
    latest: Happening | None
    contacts: tuple
    sign: Sign
    notes: tuple = ()

    @property
    def city(self) -> City:
        return self.agreement.city


def dormancy(today):
    """The rule by which a relation counts as dormant today; None where there is none."""
    return Rule.objects.of_that_day(Rule.Kind.DORMANT, today)


def relations(reader, today: date):
    """A Relation for each partner city that the reader may see; constant queries."""
    agreements = list(Agreement.objects.visible_to(reader).concluded().closest())
    cities = [one.city_id for one in agreements]
    last = last_contacts(cities, reader)
    signed = pacts.last_signatures(cities, reader)
    rule = dormancy(today)
    starts = [months_after(today, -months) for months in MONTHS]
    recent = signs_of_life(happenings(cities, reader, during=(min(starts), today)))
    latest = latest_of(last, signed, recent, reader)
    notes = gathered_notes(cities, reader)
    return [
        Relation(
            one,
            last.get(one.city_id),
            latest.get(one.city_id),
            tuple(count_since(recent.get(one.city_id, ()), start) for start in starts),
            sign_of(one.binds, last.get(one.city_id), signed.get(one.city_id), rule, today),
            tuple(notes.get(one.city_id, ())),
        )
        for one in agreements
    ]


def dormant_count(reader, today: date):
    """How many relations are dormant, without what the list of them says besides."""
    rule = dormancy(today)
    if rule is None:
        return 0
    agreements = Agreement.objects.visible_to(reader).concluded().closest()
    closest = {one.city_id: one for one in agreements}
    last = last_contacts(closest, reader)
    signed = pacts.last_signatures(closest, reader)
    return sum(
        sign_of(one.binds, last.get(city), signed.get(city), rule, today) == Sign.DORMANT
        for city, one in closest.items()
    )


def signs_of_life(found):
    """{city: its signs of life} in the order in which they come."""
    return by_city(one for one in found if one.is_contact)


def count_since(found, start):
    return sum(one.on.last >= start for one in found)


def latest_of(last, signed, recent, reader):
    """{city: what happened on the day of its last sign of life}."""
    older = [city for city in last if city not in recent]
    only_signed = [city for city in older if last[city] == signed.get(city)]
    others = [city for city in older if last[city] != signed.get(city)]
    known = dict(recent)
    # Of whom nothing but an old signature is known, not every strand is asked for the decades.
    known |= told_within(only_signed, last, pacts.happenings, reader)
    known |= told_within(others, last, happenings, reader)
    return {
        city: next((one for one in known.get(city, ()) if one.on == day), None)
        for city, day in last.items()
    }


def told_within(cities, last, tell, reader):
    """{city: its signs of life} between the earliest and the latest of the last days of all."""
    if not cities:
        return {}
    days = [last[city] for city in cities]
    span = min(day.first for day in days), max(day.last for day in days)
    return signs_of_life(tell(cities, reader, during=span))


def sign_of(binds, last, signed, rule, today):
    """What the day of the last sign of life says, beside that of the last signature."""
    if not binds:
        return Sign.OVER
    if last is None:
        return Sign.NOTHING
    if rule is None:
        return Sign.NOT_SAID
    if last.last >= months_after(today, -rule.figure):
        return Sign.ALIVE
    return Sign.ONLY_SIGNED if last == signed else Sign.DORMANT


def terms_ended(cities, reader):
    """{key of the city: [lines]} of whose term is over: letters go to former mayors."""
    lines = {}
    for one in terms.ended(reader, cities=cities):
        lines.setdefault(one.city, []).append(str(one))
    return lines


def gathered_notes(cities, reader):
    notes = {}
    for entry in relation_notes.values():
        for city, lines in entry(cities, reader).items():
            notes.setdefault(city, []).extend(lines)
    return notes
