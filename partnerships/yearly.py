"""
The yearly report to the Council: what came of each pact, and of which nothing is recorded.

It is made of what is public and internal, whoever prints it, and of no more than the
reader may see: a paper that goes on to the Council names nothing confidential or quiet.
"""

from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from directory.timeline import happenings
from office.dates import PartialDate
from office.papers.report import Report, Section, Table, text_of
from office.readership import StaffAtLarge
from office.text import labelled
from partnerships import clock
from partnerships.anniversaries import months_after
from partnerships.models import UNDER_WAY, Agreement, Move, Rule
from partnerships.relations import Sign, dormancy, relations
from partnerships.strands import pacts as strand

# What changes a pact, in the order in which the figures name it.
CHANGES = (
    Move.SIGN,
    Move.RENEW,
    Move.CONFIRM,
    Move.SUSPEND,
    Move.RESUME,
    Move.REVIVE,
    Move.EXPIRE,
    Move.END,
)


def report(year, user):
    """The report on a year as plain data, in the active language; constant queries."""
    return _Yearly(year, StaffAtLarge(user)).report()


class _Yearly:
    """What is known of the year, read once."""

    def __init__(self, year, reader):
        self.year, self.today = year, timezone.localdate()
        during = date(year, 1, 1), date(year, 12, 31)
        visible = Agreement.objects.visible_to(reader)
        pacts = clock.with_confirmations(visible.reported_in(year))
        self.pacts = list(pacts.by_city_name_closest_first(get_language()))
        self.terms = clock.terms(self.pacts)
        self.cities = {one.city_id: one.city for one in self.pacts}
        self.happened = {}
        for one in reversed(happenings(self.cities, reader, during=during)):
            self.happened.setdefault(one.city, []).append(one)
        told = strand.told(self.cities, reader, during=during)
        self.changes = sorted(
            (one for one in told if one.move in CHANGES), key=lambda one: (one.on, one.key)
        )
        self.relations = {one.agreement.city_id: one for one in relations(reader, self.today)}
        self.under_way = list(
            visible.filter(status__in=UNDER_WAY)
            .select_related("city__country", "bond_type")
            .by_city_name_closest_first(get_language())
        )
        rules = Rule.objects.visible_to(reader).in_force_on(date(year, 12, 31))
        self.rules = list(rules.select_related("act__body").order_by("kind"))

    def report(self):
        sections = [
            self.figures(),
            self.changed(),
            *self.city_by_city(),
            self.without_anything(),
            self.to_confirm(),
            self.dormant(),
            self.being_prepared(),
            self.in_force(),
        ]
        return Report(
            title=_("Pacts with other cities: report to the Council"),
            subtitle=str(self.year),
            intro=list(self.intro()),
            sections=[section for section in sections if section],
            is_demo=any(one.is_demo or one.city.is_demo for one in self.pacts),
        )

    def intro(self):
        said = next((one for one in self.rules if one.kind == Rule.Kind.REPORT), None)
        if said:
            yield f"{said.in_words} ({said.text})"
        yield _(
            "Made on %(day)s of what the office’s records say that day. What is confidential or "
            "quiet is not part of it, whoever prints it."
        ) % {"day": PartialDate.of(self.today)}

    # ------------------------------------------------------------ in figures

    def figures(self):
        silent = len(self.silent)
        facts = [
            (_("Pacts in this report"), len(self.pacts)),
            (_("Cities that they bind us to"), len(self.cities)),
            *self.counts_of_changes(),
            (_("Cities with which something happened"), len(self.cities) - silent),
            (_("Cities of which nothing is recorded for the year"), silent),
            (_("Pacts to be confirmed"), len(self.ahead)),
        ]
        kinds = clock.counted(one for found in self.happened.values() for one in found)
        table = Table([_("What was recorded"), _("How often")], [*map(list, kinds)], numeric=(1,))
        return Section(_("In figures"), facts=facts, table=table if kinds else None)

    def counts_of_changes(self):
        for move in CHANGES:
            count = sum(one.move == move for one in self.changes)
            if count or move in (Move.SIGN, Move.RENEW, Move.CONFIRM):
                yield capfirst(move.label), count

    @cached_property
    def silent(self):
        return [key for key in self.cities if key not in self.happened]

    @cached_property
    def ahead(self):
        """The terms that end in the next eighteen months or have ended."""
        until = months_after(self.today, clock.MONTHS_AHEAD)
        due = [term for term in self.terms.values() if term.last_day <= until]
        return sorted(due, key=lambda term: (term.last_day, term.agreement.pk))

    def changed(self):
        if not self.changes:
            return None
        header = [_("Day"), _("City"), _("Kind of bond"), _("What happened"), _("Act or place")]
        rows = [
            [
                str(one.on),
                text_of(self.cities[one.agreement.city_id], "name"),
                text_of(one.agreement.bond_type, "name"),
                Move(one.move).label,
                one.also,
            ]
            for one in self.changes
        ]
        return Section(_("Signed, renewed, confirmed, ended"), table=Table(header, rows))

    # ------------------------------------------------------------ city by city

    def city_by_city(self):
        """The cities with which something happened, each with its pacts."""
        found = groupby(self.pacts, lambda one: one.city_id)
        parts = [
            self.of_city(self.cities[key], list(agreements))
            for key, agreements in found
            if key in self.happened
        ]
        return [Section(_("What happened, city by city")), *parts] if parts else []

    def of_city(self, city, agreements):
        return Section(
            heading=[text_of(city, "name"), " (", text_of(city.country, "name"), ")"],
            level=2,
            paragraphs=[self.standing(one) for one in agreements],
            facts=[
                (str(one.on), labelled(capfirst(str(one.kind)), one.text))
                for one in self.happened[city.pk]
            ],
        )

    def standing(self, agreement):
        """Kind, since when, state, and by when it is confirmed, in one line."""
        parts = [self.since(agreement), agreement.get_status_display()]
        if term := self.terms.get(agreement.pk):
            parts.append(self.confirm_by(term))
        return [text_of(agreement.bond_type, "name"), ": ", ", ".join(parts)]

    def since(self, agreement):
        if agreement.signed_on is None:
            return _("signed on a day that is not documented")
        return _("signed: %(day)s") % {"day": agreement.signed_on}

    def confirm_by(self, term):
        if term.is_overdue(self.today):
            return _("to be confirmed by the Council since %(day)s") % {"day": term.ends}
        return _("to be confirmed by the Council by %(day)s") % {"day": term.ends}

    def without_anything(self):
        """Pacts of whose city nothing is recorded for the year, each named."""
        silent = set(self.silent)
        rows = [
            [
                text_of(one.city, "name"),
                text_of(one.city.country, "name"),
                text_of(one.bond_type, "name"),
                str(one.signed_on or pgettext("fact", "not documented")),
                one.get_status_display(),
                self.confirmed_by(one),
                self.last_of(one.city_id),
            ]
            for one in self.pacts
            if one.city_id in silent
        ]
        heading = _("Pacts of which nothing is recorded for the year")
        if not rows:
            return Section(heading, paragraphs=[_("There is none.")])
        header = [
            _("City"),
            _("Country"),
            _("Kind of bond"),
            _("Signed on"),
            _("State of the agreement"),
            _("Confirm by"),
            _("Last sign of life"),
        ]
        note = _("Nothing recorded does not mean that nothing happened.")
        return Section(heading, table=Table(header, rows), note=note)

    def confirmed_by(self, agreement):
        term = self.terms.get(agreement.pk)
        return str(term.ends) if term else "–"

    def last_of(self, city):
        relation = self.relations.get(city)
        return str(relation.last) if relation and relation.last else _("nothing recorded")

    # ------------------------------------------------------------ what is to be done

    def to_confirm(self):
        terms = self.ahead
        if not terms:
            return None
        header = [_("City"), _("Kind of bond"), _("Signed on"), _("Confirm by"), _("Rule")]
        rows = [
            [
                text_of(term.agreement.city, "name"),
                text_of(term.agreement.bond_type, "name"),
                str(term.agreement.signed_on or pgettext("fact", "not documented")),
                str(term.ends),
                term.rule.text,
            ]
            for term in terms
        ]
        count = clock.MONTHS_AHEAD
        heading = ngettext(
            "To be confirmed within %(count)d month, or overdue",
            "To be confirmed within %(count)d months, or overdue",
            count,
        ) % {"count": count}
        return Section(heading, table=Table(header, rows))

    def dormant(self):
        rule = dormancy(self.today)
        if rule is None:
            return None
        rows = [
            [text_of(one.city, "name"), text_of(one.agreement.bond_type, "name"), str(one.last)]
            for key, one in self.relations.items()
            if one.sign == Sign.DORMANT and key in self.cities
        ]
        table = Table([_("City"), _("Kind of bond"), _("Last sign of life")], rows)
        said = f"{rule.in_words} ({rule.text})"
        none = [] if rows else [_("There is none.")]
        return Section(
            _("Dormant relations"), paragraphs=[said, *none], table=table if rows else None
        )

    def being_prepared(self):
        if not self.under_way:
            return None
        rows = [
            [
                text_of(one.city, "name"),
                text_of(one.bond_type, "name"),
                one.get_status_display(),
            ]
            for one in self.under_way
        ]
        header = [_("City"), _("Kind of bond"), _("State of the agreement")]
        return Section(_("Pacts in preparation"), table=Table(header, rows))

    def in_force(self):
        if not self.rules:
            return None
        header = [_("What it says"), _("Where it stands"), _("In force from"), _("Act")]
        rows = [
            [one.in_words, one.text, str(one.in_force_from), str(one.act or "–")]
            for one in self.rules
        ]
        heading = _("Rules in force at the end of %(year)s") % {"year": self.year}
        return Section(heading, table=Table(header, rows))
