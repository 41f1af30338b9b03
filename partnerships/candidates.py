"""What is known of a city before a pact is proposed: from the records, and as typed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import OfficeHeld
from directory.timeline import happenings, last_contacts
from office.numbers import number
from office.registry import Registry
from office.text import labelled
from office.tongues import names
from office.zones import in_words
from partnerships import clock, nations
from partnerships.anniversaries import months_after
from partnerships.models import (
    Agreement,
    BondType,
    Candidacy,
    CandidacyAnswer,
    CandidateQuestion,
    Rule,
)

# Name -> function(city, reader) that returns lines of text, of what the reader may see. Its
# `label`, where it has one, is what it is called in the form of a question.
facts = Registry()

MONTHS = 24
LATEST = 5


class Changed(Exception):
    """Somebody else answered meanwhile."""


@dataclass(frozen=True)
class Asked:
    """One question about a candidate: what the records say, and what was answered."""

    question: CandidateQuestion
    lines: list
    answer: str


def labels():
    """(name, label) of what the records can answer."""
    return [(name, getattr(fact, "label", name)) for name, fact in facts.items()]


def sheet(candidacy, reader):
    """
    The questions with their answers, in order.

    Those that are asked today, and those that were answered once; each fact is read once.
    """
    answers = {
        one.question_id: one.answer
        for one in CandidacyAnswer.objects.visible_to(reader).filter(candidacy=candidacy)
    }
    known = dict(facts.items())
    told = {}

    def lines_of(name):
        if name not in told:
            told[name] = list(known[name](candidacy.city, reader)) if name in known else []
        return told[name]

    return [
        Asked(
            question,
            [line for name in question.facts for line in lines_of(name)],
            answers.get(question.pk, ""),
        )
        for question in CandidateQuestion.objects.all()
        if question.is_asked or question.pk in answers
    ]


@transaction.atomic
def answer(*, candidacy, answers, version):
    """
    Write {question: text}; an empty text takes the answer away.

    Raises Changed where the candidacy is no longer at that version.
    """
    now = Candidacy.objects.select_for_update(no_key=True, of=["self"]).get(pk=candidacy.pk)
    if now.version != version:
        raise Changed
    before = {one.question_id: one for one in now.answers.all()}
    for question, text in answers.items():
        row = before.get(question.pk)
        if row and not text:
            row.delete()
        elif row and row.answer != text:
            row.answer = text
            row.save()
        elif text and row is None:
            CandidacyAnswer.objects.create(
                candidacy=now, question=question, answer=text, is_demo=now.is_demo
            )
    now.save()


# ---------------------------------------------------------------- from the records


def agreements(city, reader):
    """What was agreed with the city, whatever became of it."""
    rows = Agreement.objects.visible_to(reader).filter(city=city).select_related("bond_type")
    for one in rows.in_order():
        since = one.signed_on or _("not documented")
        yield labelled(one.bond_type, f"{since}, {one.get_status_display()}")


agreements.label = gettext_lazy("Agreements with the city")


def contacts(city, reader):
    """How much was going on in two years, and what was last."""
    today = timezone.localdate()
    last = last_contacts([city.pk], reader).get(city.pk)
    if last is None:
        yield _("nothing recorded")
        return
    yield labelled(_("Last sign of life"), last)
    during = months_after(today, -MONTHS), today
    recent = happenings([city.pk], reader, during=during)
    if recent:
        counts = ", ".join(f"{kind}: {count}" for kind, count in clock.counted(recent))
        yield labelled(_("In the last two years"), counts)
    for one in recent[:LATEST]:
        yield labelled(one.on, f"{one.kind}, {one.text}")


contacts.label = gettext_lazy("Contacts and what is on the timeline")


def nation(city, reader):
    """What the rule of today says of one more city of its nation, for the closest bond."""
    bond = BondType.objects.filter(is_limited=True).order_by("rank").first()
    if bond is None:
        return
    check = nations.check(city=city, bond_type=bond, day=timezone.localdate(), user=reader)
    if check.rule is None:
        yield _("No rule is known to hold today.")
        return
    yield check.rule.in_full
    for twin in check.twins:
        since = twin.signed_on or _("not documented")
        yield labelled(twin.city, f"{twin.bond_type}, {since}")
    if check.is_exceeded:
        yield _("One more needs a reason and an act.")
    elif not check.twins:
        yield _("There is no other of this nation.")


nation.label = gettext_lazy("Rule of today on cities of one nation")


def place(city, reader):
    """Where it is, how large, and how late it is there."""
    yield labelled(_("Country"), city.country)
    if city.population:
        yield labelled(_("Inhabitants"), number(city.population))
    if city.time_zone:
        yield labelled(_("Time zone"), in_words(city.time_zone))


place.label = gettext_lazy("Country, inhabitants, time zone")


def languages(city, reader):
    known = names()
    if city.languages:
        yield ", ".join(known.get(code, code) for code in city.languages)


languages.label = gettext_lazy("Languages of the city")


def people(city, reader):
    """Who holds office there today, of those the reader may know."""
    offices = OfficeHeld.objects.visible_to(reader).filter(city=city)
    today = offices.held_on(timezone.localdate()).select_related("person").order_by("pk")
    for one in today:
        yield f"{one.person}, {one.title}"


people.label = gettext_lazy("Whom we know there")


def others(city, reader):
    """How many pacts bind us already, of each kind."""
    visible = Agreement.objects.visible_to(reader)
    binding = visible.binding().exclude(pk__in=visible.drafts().values("pk"))
    binding = binding.select_related("bond_type")
    counts = {}
    for one in binding:
        counts.setdefault(one.bond_type, set()).add(one.city_id)
    if counts:
        yield _("Of all that you may see, published or not, without drafts:")
    for bond, cities in sorted(counts.items(), key=lambda entry: entry[0].rank):
        count = len(cities)
        words = ngettext("%(count)d city", "%(count)d cities", count) % {"count": count}
        yield labelled(bond, words)
    rule = Rule.objects.of_that_day(Rule.Kind.CONFIRMATION, timezone.localdate())
    if rule:
        yield rule.in_full


others.label = gettext_lazy("What binds us already")
