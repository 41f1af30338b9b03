"""The embarrassment that a protocol office fears most: the same gift twice."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations.models import Gift, GiftClass, GiftLine
from office.languages import in_every_language, texts_of
from office.text import Fold

# So many are told of: more would not be read.
TOLD = 3


@dataclass(frozen=True)
class Before:
    """
    That the same was given before: to the same "person", "office", "organisation" or "city".

    `line` is None where the reader may know that there was one, and no more.
    """

    to: str
    line: GiftLine | None

    def __str__(self):
        if self.line is None:
            return _("The same was given on an occasion that you may not see.")
        return self._words() % {
            "who": str(self.line.person or self.line.name),
            "office": capfirst(self.line.office),
            "place": self.line.where,
            "day": date_format(self.line.day, "DATE_FORMAT"),
            "gift": self.line.what,
        }

    def _words(self):
        match self.to:
            case "person":
                return _("%(who)s got the same on %(day)s: %(gift)s.")
            case "office":
                return _("%(office)s, %(place)s, got the same on %(day)s: %(gift)s.")
            case "organisation":
                return _("The same was given to %(place)s on %(day)s: %(gift)s.")
        return _("%(place)s was given the same on %(day)s: %(gift)s.")


@dataclass(frozen=True)
class Hands:
    """Into whose hands a gift goes: as much of it as is known."""

    person: object = None
    name: str = ""
    office: str = ""
    organisation: object = None
    city: object = None

    def same(self):
        """What may be the same of a line -> its condition, the nearest first."""
        found = {}
        if self.person:
            found["person"] = Q(person=self.person)
        elif self.name:
            at = Q(city=self.city) if self.city else Q()
            found["person"] = Q(folded_name=Fold(Value(self.name))) & at
        places = Q()
        if self.organisation:
            places |= Q(organisation=self.organisation)
        if self.city:
            places |= Q(city=self.city)
        if self.office and places:
            found["office"] = Q(folded_office=Fold(Value(self.office))) & places
        if self.organisation:
            found["organisation"] = Q(organisation=self.organisation)
        if self.city:
            found["city"] = Q(city=self.city)
        return found


def given_before(what, *, user, but=None, **hands):
    """
    The earlier lines in which that went to the same hands (see Hands), the nearest first.

    `what` is a gift of the catalogue, a class of gifts, or words. The same person is known by
    the directory, or by the name at the same city; the same office by its words at the same
    city or body, whoever held it. `but` is the line that is being written: of what else is given
    at its own visit or mission the city is not told, or each member would be warned of the last.
    """
    same = Hands(**hands).same()
    if not same:
        return []
    rows = _lines(what).alias(folded_name=Fold("name"), folded_office=Fold("office"))
    wanted, nearest = Q(), []
    for to, condition in same.items():
        if to == "city" and but is not None:
            condition &= ~_of_its_occasion(but)
        wanted |= condition
        nearest.append(When(condition, then=Value(to)))
    rows = rows.filter(wanted).annotate(to=Case(*nearest))
    if but is not None and but.pk:
        rows = rows.exclude(pk=but.pk)
    rank = Case(*(When(to=to, then=Value(place)) for place, to in enumerate(same)))
    found = rows.visible_to(user).with_names().order_by(rank, "-day", "-pk")[:TOLD]
    return [Before(line.to, line) for line in found] or _hidden(rows, user)


def of_line(line, user):
    """The same of a line that is being written; [] where it is received, or says too little."""
    what = line.gift or line.words
    if line.direction != GiftLine.Direction.GIVEN or not what:
        return []
    names = ("person", "name", "office", "organisation", "city")
    return given_before(what, user=user, but=line, **{name: getattr(line, name) for name in names})


def _lines(what):
    """The lines of that gift, of that class, or of those very words in any language."""
    rows = GiftLine.objects.given().standing()
    if what in GiftClass.values:
        return rows.filter(gift__gift_class=what)
    folded = {f"folded_{column}": Fold(column) for column in in_every_language("words")}
    # Of the years before the catalogue a gift is known by its words alone.
    is_gift = isinstance(what, Gift)
    texts = [text for text in (texts_of(what, "name") if is_gift else [what]) if text]
    same = Q.create(
        [(name, Fold(Value(text))) for name in folded for text in texts], connector=Q.OR
    )
    same = Q(gift=None) & same
    return rows.alias(**folded).filter(same | Q(gift=what) if is_gift else same)


def _of_its_occasion(line):
    found = Q(pk__in=[])
    if line.visit_id:
        found |= Q(visit=line.visit_id)
    if line.mission_id:
        found |= Q(mission=line.mission_id)
    return found


def _hidden(rows, user):
    """Where no line may be read: that there is one, for whoever may know that."""
    return [Before("", None)] if rows.known_to(user).exists() else []
