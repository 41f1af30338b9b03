"""What the public page of the rules shows: of each kind what holds today, and what held before."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models import Record
from partnerships.models import BondType, Rule

SUBJECTS = {
    Rule.Kind.TWINS_PER_NATION: _("Twin cities of one nation"),
    Rule.Kind.CONFIRMATION: _("Confirmation by the Council"),
    Rule.Kind.REPORT: _("Report to the Council"),
    Rule.Kind.FRIENDSHIP_FIRST: _("Friendship before twinning"),
    Rule.Kind.SILENCE: _("Silence of the State"),
}


@dataclass(frozen=True)
class Subject:
    """The rules of one kind; `now` is None where none holds today."""

    key: int
    title: str
    now: Record | None
    # Those that held before or will hold, the latest first.
    others: list


def by_subject(rules):
    """A Subject for each kind of which there is a rule, in the order of the kinds."""
    today = timezone.localdate()
    found, confirmed = {}, list(BondType.objects.confirmed())
    for rule in rules:
        rule.bonds_confirmed = confirmed
        found.setdefault(rule.kind, []).append(rule)
    subjects = []
    for kind, title in SUBJECTS.items():
        of_kind = sorted(found.get(kind, ()), key=lambda rule: rule.in_force_from, reverse=True)
        now = next((rule for rule in of_kind if rule.holds_on(today)), None)
        others = [rule for rule in of_kind if rule != now]
        if of_kind:
            subjects.append(Subject(kind, title, now, others))
    return subjects
