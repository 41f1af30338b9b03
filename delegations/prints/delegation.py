"""What a print says of the visit itself: who comes, how they arrive, where they sleep."""

from dataclasses import dataclass

from django.utils import timezone

from delegations.models import Leg, Member, Visit
from delegations.prints import needs
from delegations.prints.fields import OF_MEMBER, carries
from delegations.prints.words import day_in_words, say
from office.papers.report import Section, Table, Text, list_of, plain
from office.tongues import names

# What counts special categories without a name, for the kitchen and the driver who need it.
COUNTED = ("diets", "on_board")
# Special categories, and what keeps the guests safe: for people of the office who may change
# the visit, and but for the counts for nobody else.
GUARDED = ("diet", "access_needs", "needs", "security", *COUNTED)


def is_told(kind, name, reader):
    """Whether the print carries it, and the person of the office who looks may read it there."""
    if not carries(kind, name):
        return False
    if reader is None:
        return name not in GUARDED or name in COUNTED
    return name not in GUARDED or reader.has_perm("delegations.change_visit")


def facts(visit, kind, language, reader=None):
    """[(label, words)] of what stands above the days, without what is not known."""
    known = Known(visit, members_of(visit, reader))
    told = {
        name: says(known, language) for name, says in SAYS.items() if is_told(kind, name, reader)
    }
    return [(say(name, language), words) for name, words in told.items() if plain(words)]


@dataclass(frozen=True)
class Known:
    """The visit, and those of its members whom the reader may know."""

    visit: Visit
    members: list

    def __getattr__(self, name):
        return getattr(self.visit, name)


def members_of(visit, reader):
    rows = visit.members.select_related("person", "arrives_by", "stay").in_order()
    return list(rows if reader is None else rows.visible_to(reader))


def sections(visit, kind, language, reader=None):
    """What stands behind the days; each where the print carries it."""
    found = []
    if carries(kind, "legs"):
        found.append(legs(visit, language))
    if carries(kind, "stays"):
        found.append(stays(visit, language))
    if carries(kind, "member"):
        found.append(members(visit, kind, language, reader))
    if is_told(kind, "diets", reader):
        found.append(diets(members_of(visit, reader), language))
    return [one for one in found if one is not None]


# ---------------------------------------------------------------- above the days


def days(visit, language):
    if visit.first_day is None:
        return ""
    ends = dict.fromkeys((visit.first_day, visit.last_day))
    return " – ".join(day_in_words(one, language, "long") for one in ends)


def head(visit, language):
    found = next((one for one in visit.members if one.is_head), None)
    if found is None:
        return Text(visit.head_name)
    return [name_of(found), *([", ", Text(found.office)] if found.office else [])]


def name_of(member):
    own, tongue = member.own
    return [Text(member.name), *([" (", Text(own, tongue), ")"] if own else [])]


def call(visit, language):
    arranged = arrangements(visit)
    if arranged is None:
        return ""
    return list_of([Text(arranged.call_name), Text(arranged.call_telephone)], " ")


def no_photographs(visit, language):
    """Who said no, and who is under age without a guardian who agreed."""
    found = [
        one for one in visit.members if one.photo_consent == Member.Consent.NO or not one.may_agree
    ]
    return list_of([Text(one.name) for one in found])


def arrangements(visit):
    return getattr(visit, "arrangements", None)


def arranged(name):
    return lambda visit, _language: Text(getattr(arrangements(visit), name, "") or "")


SAYS = {
    "guests": lambda visit, _language: Text(visit.guests),
    "reference": lambda visit, _language: Text(visit.reference),
    "days": days,
    "head": head,
    "size": lambda visit, _language: str(visit.size or ""),
    "purpose": lambda visit, _language: Text(visit.purpose),
    "call": call,
    "officer": lambda visit, _language: Text(str(visit.officer or "")),
    "guests_telephone": arranged("guests_telephone"),
    "entrance": arranged("entrance"),
    "plates": arranged("vehicles"),
    "security": arranged("security"),
    "needs": lambda visit, _language: Text(visit.needs),
    "no_photographs": no_photographs,
}


# ---------------------------------------------------------------- behind the days


def legs(visit, language):
    rows = [leg_in_words(one, language) for one in visit.legs.all()]
    return Section(say("legs", language), facts=rows) if rows else None


def leg_in_words(leg, language):
    at = timezone.localtime(leg.at)
    word = "arrival" if leg.direction == Leg.Direction.ARRIVAL else "departure"
    said = [f"{day_in_words(at.date(), language, 'long')}, {at:%H:%M}"]
    said += [Text(one) for one in (leg.number, leg.station, leg.met_by)]
    return say(word, language), list_of(said)


def stays(visit, language):
    rows = [
        (
            Text(one.hotel),
            list_of([Text(one.address), Text(one.telephone), nights(one, language)]),
        )
        for one in visit.stays.all()
    ]
    return Section(say("stays", language), facts=rows) if rows else None


def nights(stay, language):
    ends = dict.fromkeys(filter(None, (stay.arrives_on, stay.leaves_on)))
    return " – ".join(day_in_words(one, language, "medium") for one in ends)


def members(visit, kind, language, reader):
    rows = members_of(visit, reader)
    columns = [name for name in OF_MEMBER if is_told(kind, name, reader)]
    cells = [[OF_A_MEMBER[name](one) for name in columns] for one in rows]
    # A column in which nothing stands is not printed.
    used = [n for n in range(len(columns)) if n == 0 or any(plain(row[n]) for row in cells)]
    header = [say(columns[n], language) for n in used]
    body = [[row[n] for n in used] for row in cells]
    return Section(say("delegation", language), table=Table(header, body)) if rows else None


def diets(rows, language):
    """How many eat what, and of how many one does not know: nobody by name."""
    if not rows:
        return None
    counted = needs.counted(rows, "diet")
    said = sum(count for _words, count in counted)
    body = [[Text(words), str(count)] for words, count in counted]
    body.append([say("nothing_said", language), str(len(rows) - said)])
    header = [say("diets", language), say("how_many", language)]
    return Section(say("diets", language), table=Table(header, body))


def tongues(member):
    known = names()
    return ", ".join(known.get(code, code) for code in member.languages)


OF_A_MEMBER = {
    "member": lambda one: Text(one.name),
    "own_name": lambda one: Text(*one.own),
    "office": lambda one: Text(one.office),
    "pronunciation": lambda one: Text(
        one.pronunciation or (one.person.pronunciation if one.person else "")
    ),
    "languages": tongues,
    "diet": lambda one: Text(one.diet),
    "access_needs": lambda one: Text(one.access_needs),
    "member_leg": lambda one: Text(str(one.arrives_by or "")),
    "member_stay": lambda one: Text(str(one.stay or "")),
    "badge": lambda one: Text(" ".join(filter(None, [one.badge_number, one.badge_name]))),
}
