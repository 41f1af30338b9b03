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
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from directory.timeline import by_city, happenings, last_contacts
from office.dates import PartialDate
from office.papers.report import Report, Section, Table, text_of
from office.readership import StaffAtLarge
from office.registry import Registry
from office.text import labelled
from partnerships import clock
from partnerships.anniversaries import months_after
from partnerships.models import OVER, UNDER_WAY, Agreement, Move, Rule, Status
from partnerships.relations import Sign, sign_of
from partnerships.strands import STEP
from partnerships.strands import pacts as strand

# Name -> function(year, reader) that returns Sections: what else the Council is told of a year,
# such as the city networks. Constant queries, of what the reader may see.
parts = Registry()

# What changes a pact, and how the figures name it.
CHANGES = {
    Move.SIGN: gettext_lazy("Pacts signed"),
    Move.RENEW: gettext_lazy("Pacts renewed"),
    Move.CONFIRM: gettext_lazy("Pacts confirmed by the Council"),
    Move.SUSPEND: gettext_lazy("Pacts suspended"),
    Move.RESUME: gettext_lazy("Pacts resumed"),
    Move.REVIVE: gettext_lazy("Pacts revived"),
    Move.EXPIRE: gettext_lazy("Pacts whose term ended"),
    Move.END: gettext_lazy("Pacts ended"),
}
ALWAYS_COUNTED = (Move.SIGN, Move.RENEW, Move.CONFIRM)


def report(year, user):
    """
    The report on a year as plain data, in the active language; constant queries.

    Everything is told as of one day: the last of the year, or today while it lasts.
    """
    return _Yearly(year, StaffAtLarge(user)).report()


class _Yearly:
    """What is known of the year, read once."""

    def __init__(self, year, reader):
        self.year, self.reader, self.today = year, reader, timezone.localdate()
        during = date(year, 1, 1), date(year, 12, 31)
        self.day = min(during[1], self.today)
        visible = Agreement.objects.visible_to(reader).select_related("city__country", "bond_type")
        known = clock.with_steps(visible).by_city_name_closest_first(get_language())
        reported = set(visible.reported_in(year).values_list("pk", flat=True))
        drafts = set(visible.drafts().values_list("pk", flat=True))
        self.leaves_out_drafts = bool(drafts)
        known = [one for one in known if one.pk not in drafts]
        self.states = {one.pk: clock.status_on(one, self.day) for one in known}
        self.pacts = [one for one in known if one.pk in reported and self.was_there(one, during[0])]
        self.bound = [one for one in self.pacts if self.states[one.pk] not in OVER]
        self.terms = clock.terms(self.bound, self.day)
        self.cities = {one.city_id: one.city for one in self.pacts}
        self.happened = by_city(reversed(happenings(self.cities, reader, during=during)))
        told = strand.told(self.cities, reader, during=during)
        self.changes = sorted(
            (one for one in told if one.move in CHANGES), key=lambda one: (one.on, one.key)
        )
        self.last = last_contacts(self.cities, reader, until=self.day)
        self.under_way = [one for one in known if self.was_under_way(one)]
        rules = Rule.objects.visible_to(reader).in_force_on(self.day)
        self.rules = list(rules.select_related("act__body").order_by("kind"))

    def was_there(self, agreement, first):
        """Not of one that was over all the year, and came back to life afterwards."""
        state = self.states[agreement.pk]
        if state in UNDER_WAY or state == Status.DROPPED:
            return False
        over_before = clock.status_on(agreement, first) in OVER
        return not (over_before and state in OVER and not agreement.is_over)

    def was_under_way(self, agreement):
        proposed = next((one.on for one in agreement.life if one.move == Move.PROPOSE), None)
        begun = proposed is None or proposed.first <= self.day
        return begun and self.states[agreement.pk] in UNDER_WAY

    def rule(self, kind):
        return next((one for one in self.rules if one.kind == kind), None)

    def state(self, agreement):
        return str(self.states[agreement.pk].label)

    def report(self):
        sections = [
            self.figures(),
            self.changed(),
            *self.city_by_city(),
            self.without_anything(),
            self.to_confirm(),
            self.dormant(),
            self.being_prepared(),
            *(section for part in parts.values() for section in part(self.year, self.reader)),
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
        said = self.rule(Rule.Kind.REPORT)
        if said:
            yield said.in_full
        yield _(
            "As of %(day)s: states, days of confirmation, last signs of life and rules are those "
            "of that day."
        ) % {"day": PartialDate.of(self.day)}
        yield _(
            "Made on %(day)s of what the office’s records say that day. What is confidential or "
            "quiet is not part of it, whoever prints it."
        ) % {"day": PartialDate.of(self.today)}
        if self.leaves_out_drafts:
            yield _(
                "Drafts are not part of it either: what the office alone sees, with neither a "
                "signature nor a state."
            )

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
        note = _(
            "Counted are the public and internal pacts that may have bound us in some part of the "
            "year, also those that ended in it. To be confirmed is what the Council confirms "
            "within %(count)d months of that day, and what is overdue."
        ) % {"count": clock.MONTHS_AHEAD}
        return Section(_("In figures"), facts=facts, table=table if kinds else None, note=note)

    def counts_of_changes(self):
        """How many pacts each change befell; one that was signed in both cities counts once."""
        for move, label in CHANGES.items():
            count = len({one.agreement.pk for one in self.changes if one.move == move})
            if count or move in ALWAYS_COUNTED:
                yield str(label), count

    @cached_property
    def silent(self):
        return [key for key in self.cities if key not in self.happened]

    @cached_property
    def ahead(self):
        """The terms that end in the eighteen months after that day, or had ended."""
        until = months_after(self.day, clock.MONTHS_AHEAD)
        due = [term for term in self.terms.values() if term.last_day <= until]
        return sorted(clock.known_to(due, self.reader), key=clock.most_urgent)

    def changed(self):
        if not self.changes:
            return None
        header = [_("Day"), _("City"), _("Kind of bond"), _("What happened"), _("Act or place")]
        rows = [
            [
                one.on,
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
            facts=[(str(one.on), said_of(one)) for one in self.happened[city.pk]],
        )

    def standing(self, agreement):
        """Kind, since when, state, and by when it is confirmed, in one line."""
        parts = [self.since(agreement), self.state(agreement)]
        if term := self.terms.get(agreement.pk):
            parts.append(self.confirm_by(term))
        return [text_of(agreement.bond_type, "name"), ": ", ", ".join(parts)]

    def since(self, agreement):
        if agreement.signed_on is None:
            return _("signed on a day that is not documented")
        return _("signed: %(day)s") % {"day": agreement.signed_on}

    def confirm_by(self, term):
        if term.is_overdue(self.day):
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
                one.signed_on or pgettext("fact", "not documented"),
                self.state(one),
                self.confirmed_by(one),
                self.last.get(one.city_id) or _("nothing recorded"),
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
        return term.ends if term else "–"

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
                term.agreement.signed_on or pgettext("fact", "not documented"),
                term.ends,
                every(term.rule),
            ]
            for term in terms
        ]
        count = clock.MONTHS_AHEAD
        heading = ngettext(
            "To be confirmed within %(count)d month, or overdue",
            "To be confirmed within %(count)d months, or overdue",
            count,
        ) % {"count": count}
        reasons = sorted({term.reason for term in terms if term.reason})
        older = [term.agreement for term in terms if term.reason]
        named = ", ".join(str(one.city) for one in older)
        notes = [labelled(named, reason) for reason in reasons]
        return Section(heading, table=Table(header, rows), note=notes[0] if notes else "")

    def dormant(self):
        rule = self.rule(Rule.Kind.DORMANT)
        if rule is None:
            return None
        signed = strand.last_signatures(self.cities, self.reader, until=self.day)
        rows = [
            [text_of(one.city, "name"), text_of(one.bond_type, "name"), self.last[city]]
            for city, one in self.closest.items()
            if sign_of(True, self.last.get(city), signed.get(city), rule, self.day) == Sign.DORMANT
        ]
        table = Table([_("City"), _("Kind of bond"), _("Last sign of life")], rows)
        said = rule.in_full
        none = [] if rows else [_("There is none.")]
        return Section(
            _("Dormant relations"), paragraphs=[said, *none], table=table if rows else None
        )

    @property
    def closest(self):
        """{city: the closest of the pacts that bound us that day}, by the names of the cities."""
        found = {}
        for one in self.bound:
            found.setdefault(one.city_id, one)
        return found

    def being_prepared(self):
        if not self.under_way:
            return None
        rows = [
            [
                text_of(one.city, "name"),
                text_of(one.bond_type, "name"),
                self.state(one),
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
            [one.in_words, one.text, one.in_force_from, str(one.act or "–")] for one in self.rules
        ]
        heading = _("Rules in force on %(day)s") % {"day": PartialDate.of(self.day)}
        return Section(heading, table=Table(header, rows))


def said_of(happening):
    """Kind and text; of a step, whose text says what it was, the text alone."""
    if happening.kind == STEP:
        return happening.text
    return labelled(capfirst(str(happening.kind)), happening.text)


def every(rule):
    """Of how many years a rule of confirmation speaks, and where it stands."""
    words = ngettext("every %(count)d year", "every %(count)d years", rule.figure)
    return labelled(words % {"count": rule.figure}, rule.text)
