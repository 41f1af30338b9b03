"""The pact clock: since when a pact holds, and by when the Council has to confirm it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from directory.timeline import by_city, happenings
from office.dates import PartialDate
from office.text import fold
from partnerships.anniversaries import months_after, years_after
from partnerships.models import Agreement, Move, Rule, Status, Step

# The list "to be confirmed" looks so far ahead; nobody confirms earlier than twice that.
MONTHS_AHEAD = 18
EARLIEST_MONTHS = 24


@dataclass(frozen=True)
class Term:
    """
    One term of a pact: from the signature or the last confirmation to the next one.

    The rule of the day on which it began says how long it is. A pact that is older than
    all rules has its term from the day on which the first one came into force.
    """

    agreement: Agreement
    began: PartialDate
    rule: Rule
    is_older_than_rules: bool = False

    @property
    def reason(self):
        """Why the term does not begin with the pact; nothing where it does."""
        if not self.is_older_than_rules:
            return ""
        return _(
            "The pact is older than the first rule that is known: the years count from the day "
            "on which that rule came into force."
        )

    @property
    def ends(self):
        """The day by which the Council confirms; as exact as the beginning is known."""
        return years_after(self.began, self.rule.figure)

    @property
    def last_day(self):
        return self.ends.last

    def opens_on(self):
        """The first day on which it can be confirmed for the next term."""
        return months_after(self.last_day, -EARLIEST_MONTHS)

    def may_be_confirmed_on(self, day):
        """One confirmation a term; the first one of a pact whenever it comes."""
        return not self.agreement.confirmations or day >= self.opens_on()

    def is_overdue(self, today):
        return self.last_day < today

    def months_left(self, today):
        """Whole months until the last day; negative once it is over."""
        days = (self.last_day.year - today.year) * 12 + self.last_day.month - today.month
        return days - (self.last_day.day < today.day)


def with_confirmations(agreements):
    """The agreements with what terms() asks of each, in one query more."""
    confirmed = Step.objects.filter(move=Move.CONFIRM, on__isnull=False).order_by("on", "pk")
    return agreements.select_related("bond_type", "city__country").prefetch_related(
        Prefetch("steps", confirmed, to_attr="confirmations")
    )


def with_steps(agreements):
    """The same with what status_on() asks of each, in two queries more."""
    steps = Step.objects.order_by("pk")
    return with_confirmations(agreements).prefetch_related(Prefetch("steps", steps, to_attr="life"))


def status_on(agreement, day):
    """
    The state on a day that is over, as far as the steps and the day of its end tell.

    What was recorded after that day is taken off again; a step without a date counts as earlier.
    """
    later = next((one for one in agreement.life if one.on and one.on.first > day), None)
    if later:
        return Status(later.from_status)
    if agreement.is_over and agreement.ended_on and agreement.ended_on.first > day:
        return Status.IN_FORCE
    return Status(agreement.status)


def terms(agreements, day=None):
    """
    {key: Term} of those that have to be confirmed: they bind us, and a rule says so.

    As of a day that is over: without the confirmations and the rules that came later; whether
    each bound us then is known to the caller. One query for the rules; the agreements come from
    with_confirmations().
    """
    rules = Rule.objects.filter(kind=Rule.Kind.CONFIRMATION).order_by("in_force_from")
    if day is not None:
        rules = rules.filter(in_force_from__startswith__lte=day)
    rules = list(rules)
    found = ((one, term_of(one, rules, day)) for one in agreements)
    return {one.pk: term for one, term in found if term}


def term_of(agreement, rules, day=None):
    """The Term that runs; None for what needs no confirmation, or has no known beginning."""
    if not (agreement.bond_type.needs_confirmation and (day or agreement.binds)):
        return None
    known = [one for one in agreement.confirmations if day is None or one.on.first <= day]
    last = known[-1] if known else None
    began = last.on if last else agreement.signed_on
    if began is None or not rules:
        return None
    rule = rule_on(began.first, rules)
    is_older = rule is None
    if is_older:
        rule = next((one for one in rules if one.in_force_from.first > began.first), None)
        began = rule and rule.in_force_from
    return rule and Term(agreement, began, rule, is_older)


def rule_on(day, rules):
    """The one of the rules that held that day; None where none did."""
    held = (one for one in rules if one.in_force_from.first <= day)
    return next(
        (one for one in held if one.in_force_to is None or one.in_force_to.last >= day), None
    )


def to_confirm(user, today, *, months=MONTHS_AHEAD):
    """The Terms that end within so many months or have ended, the most urgent first."""
    until = months_after(today, months)
    agreements = Agreement.objects.visible_to(user).binding()
    found = known_to(terms(with_confirmations(agreements)).values(), user)
    due = [term for term in found if term.last_day <= until]
    return sorted(due, key=most_urgent)


def most_urgent(term):
    """The earliest day first, of one day by the name that the reader sees."""
    return term.last_day, fold(str(term.agreement.city)), term.agreement.pk


def confirmed(terms, user):
    """{key of the agreement: its last confirmation} where the user may see it, with its act."""
    last = {
        term.agreement.pk: term.agreement.confirmations[-1].pk
        for term in terms
        if term.agreement.confirmations
    }
    seen = Step.objects.visible_to(user).select_related("act__body").in_bulk(last.values())
    return {key: seen[step] for key, step in last.items() if step in seen}


def known_to(terms, user):
    """
    The Terms without those that began with a confirmation which the user may not see.

    The day by which the Council confirms next would tell it.
    """
    terms = list(terms)
    seen = confirmed(terms, user)
    return [one for one in terms if not one.agreement.confirmations or one.agreement.pk in seen]


def evidence(terms, user, today: date):
    """
    {key of the agreement: Happenings} since each Term began, of what the user may see.

    Without what the pact did by itself: its own steps, and the day that began the term. As
    many queries for three hundred pacts as for one.
    """
    terms = list(terms)
    if not terms:
        return {}
    first = min(term.began.first for term in terms)
    cities = {term.agreement.city_id for term in terms}
    told = by_city(happenings(cities, user, during=(first, today)))
    return {
        term.agreement.pk: [
            one for one in told.get(term.agreement.city_id, ()) if is_evidence(one, term)
        ]
        for term in terms
    }


def is_evidence(happening, term):
    if isinstance(happening.record, Agreement):
        began = happening.record == term.agreement and happening.on == term.began
        if began or not happening.is_contact:
            return False
    return happening.on.last >= term.began.first


def counted(happenings):
    """[(kind, how many)] in the order of the names."""
    return sorted(Counter(str(one.kind) for one in happenings).items())
