"""What one print of a programme says to one reader, in their language."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from agenda import periods
from agenda.findings import findings_of
from agenda.models import Appointment, Resource
from delegations.models import Part, Print, ProgrammeItem
from delegations.prints import delegation, needs
from delegations.prints.fields import carries
from delegations.prints.snapshot import snapshot
from delegations.prints.words import active, choose, day_in_words, say
from office import zones
from office.models import Audience
from office.papers.report import Section, Text, list_of, plain
from office.tongues import direction, names, pair


@dataclass(frozen=True)
class Line:
    """One thing that is said of an item; `name` is the field of the table."""

    name: str
    label: str
    words: object


@dataclass(frozen=True)
class Item:
    key: int
    day: date
    hours: str
    title: Text
    lines: list[Line]
    tentative: str = ""

    def said(self):
        """{field: (label, plain words)} of all that the print says of it, its day too."""
        # What speaks against it is of the moment, and what guests need is kept in no version.
        lines = [line for line in self.lines if line.name not in ("findings", "on_board")]
        told = {line.name: (line.label, plain(line.words)) for line in lines}
        return {"title": ("", plain(self.title)), "tentative": ("", self.tentative)} | told


@dataclass(frozen=True)
class Day:
    date: date
    heading: str
    items: list[Item]


@dataclass(frozen=True)
class Printed:
    """
    One print, ready to be shown, set or written.

    `language` is its own, in `direction`; `edition` says which version it is, or that it is a
    draft. `sections` are what stands behind the days: the delegation, arrivals, hotels.
    """

    kind: str
    language: str
    title: str
    subtitle: str
    edition: str
    facts: list = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    nothing: str = ""
    is_demo: bool = False

    @property
    def direction(self):
        return direction_of(self.language)

    @property
    def items(self):
        return [item for day in self.days for item in day.items]


def direction_of(language):
    try:
        return direction(active(language))
    except KeyError:
        return "ltr"


def language_of(visit, kind, recipient=None):
    """In which language a print is made where nobody chooses another."""
    if recipient is not None:
        return recipient.language
    if kind == Print.GUEST:
        return visit.print_language or visit.contact_language
    return translation.get_language().split("-")[0]


def printed(visit, kind, *, language=None, recipient=None, version=None, reader=None, content=None):
    """
    The print of that kind, of a version or of the programme as it stands.

    `recipient` narrows it to what is theirs. `reader` is the person of the office who looks: they
    get no item that names what they may not see; None prints for whoever it is meant for.
    Of a snapshot handed in as `content` it has the items alone: to compare them.
    """
    language = language or language_of(visit, kind, recipient)
    is_whole = content is None
    if is_whole:
        content = version.content if version else snapshot(visit)
    with translation.override(active(language)):
        rows = [one for one in content["items"] if stands_in(one, kind, recipient)]
        rows = readable(rows, reader)
        is_live = is_whole and version is None and carries(kind, "findings")
        more = {"findings": findings_in(rows, reader) if is_live else {}}
        if is_whole and delegation.is_told(kind, "on_board", reader):
            more["on_board"] = needs.on_board(rows, delegation.members_of(visit, reader))
        items = [made(as_told(one, kind), kind, language, more) for one in rows]
        return Printed(
            kind=kind,
            language=language,
            title=say("programme", language),
            subtitle=visit.guests,
            edition=edition(kind, version, language),
            facts=delegation.facts(visit, kind, language, reader) if is_whole else [],
            days=in_days(items, language),
            sections=delegation.sections(visit, kind, language, reader) if is_whole else [],
            nothing="" if items else say("nothing", language),
            is_demo=visit.is_demo,
        )


def edition(kind, version, language):
    """“For drivers · Version 2, 12 May 2027, 09:30”; the guests know whose theirs is."""
    whose = "" if kind == Print.GUEST else say(f"whose_{kind}", language)
    if version is None:
        return " · ".join(filter(None, [whose, say("draft", language)]))
    at = timezone.localtime(version.published_at)
    said = [f"{say('version', language)} {version.number}"]
    said.append(day_in_words(at.date(), language, "long"))
    if kind != Print.PUBLIC:
        said.append(formats.time_format(at, "H:i"))
    return " · ".join(filter(None, [whose, ", ".join(said)]))


# ---------------------------------------------------------------- which items


def stands_in(one, kind, recipient=None):
    """Whether the item stands in that print, and is the recipient's."""
    if kind != Print.OFFICE and (one["is_internal"] or not IN_PRINT[kind](one)):
        return False
    return recipient is None or is_theirs(one, kind, recipient)


def is_transfer(one):
    return one["kind"] == Appointment.Kind.TRANSFER


def has_vehicle(one):
    return any(thing["kind"] == Resource.Kind.VEHICLE for thing in one["things"])


IN_PRINT = {
    Print.GUEST: lambda _one: True,
    Print.HOST: lambda _one: True,
    Print.PUBLIC: lambda one: one["is_public"],
    Print.PRESS: lambda one: bool(one["press"]),
    Print.DRIVER: lambda one: is_transfer(one) or has_vehicle(one),
    Print.ROOM: lambda one: one["place"] is not None and not is_transfer(one),
    Print.KITCHEN: lambda one: one["kind"] in (Appointment.Kind.MEAL, Appointment.Kind.RECEPTION),
}


def is_theirs(one, kind, recipient):
    if kind == Print.HOST:
        return recipient.email.strip().lower() in {part["email"] for part in one["parts"]}
    if recipient.resource_id:
        return recipient.resource_id in one["resources"]
    if recipient.place_id:
        place = one["place"] or {}
        return recipient.place_id in (place.get("key"), place.get("building_key"))
    return True


def readable(rows, reader):
    """Without those that name what the reader may not see."""
    if reader is None:
        return rows
    named = {key for one in rows for key in one["audiences"]}
    seen = Audience.objects.readable_by(reader).filter(pk__in=named)
    seen = {*seen.values_list("pk", flat=True)}
    return [one for one in rows if seen.issuperset(one["audiences"])]


def findings_in(rows, reader):
    """{key of an item: what speaks against it, in words}, of the programme as it stands."""
    items = ProgrammeItem.objects.filter(pk__in=[one["key"] for one in rows])
    items = list(items.with_appointment())
    found = findings_of([one.appointment for one in items], reader)
    return {
        item.pk: [one.text for one in several] for item, several in zip(items, found, strict=True)
    }


def as_told(one, kind):
    """The item with the parts of those alone who come, and of whom people outside may know."""
    if kind == Print.OFFICE:
        return one
    told = [
        part
        for part in one["parts"]
        if part["name"] and part["answer"] != Part.Answer.DECLINED and not part["is_hidden"]
    ]
    return one | {"parts": told}


# ---------------------------------------------------------------- what is said of an item


def in_days(items, language):
    days = {}
    for item in items:
        days.setdefault(item.day, []).append(item)
    return [Day(day, day_in_words(day, language), rows) for day, rows in sorted(days.items())]


def made(one, kind, language, more):
    """`more` is what no version keeps: {field: {key of the item: words}}."""
    zone = ZoneInfo(one["zone"])
    start, end = (datetime.fromisoformat(one[name]).astimezone(zone) for name in ("start", "end"))
    told = {name: say_of(one, language) for name, say_of in SAYS.items() if carries(kind, name)}
    told |= {name: list_of(words.get(one["key"], ())) for name, words in more.items()}
    own = one["words"].get(language, {})
    title = Text(own["title"]) if own else Text(*choose(one["title"], language))
    pencilled = one["state"] == Appointment.State.PENCILLED and carries(kind, "pencilled")
    return Item(
        key=one["key"],
        day=start.date(),
        hours=hours(one, start, end, zone, language),
        title=title,
        lines=[
            Line(name, say(name, language), words) for name, words in told.items() if plain(words)
        ],
        tentative=say("pencilled", language) if pencilled else "",
    )


def hours(one, start, end, zone, language):
    if one["all_day"]:
        last = (end - timedelta(microseconds=1)).date()
        until = f" – {day_in_words(last, language, 'medium')}" if last > start.date() else ""
        return say("all_day", language) + until
    said = f"{start:%H:%M}–{end:%H:%M}"
    if end.date() > start.date():
        said = f"{start:%H:%M} – {day_in_words(end.date(), language, 'medium')}, {end:%H:%M}"
    if start.utcoffset() != start.astimezone(periods.here()).utcoffset():
        said = f"{said} ({zones.city_of(zone)}, {say('local_time', language)})"
    return said


def place(one, language):
    if not one:
        return ""
    said = [Text(*choose(one["name"], language))]
    if one["building"]:
        said.append(Text(*choose(one["building"], language)))
    if one["floor"] is not None:
        said.append(say("floor", language) % {"number": one["floor"]})
    if one["address"]:
        said.append(Text(one["address"]))
    return list_of(said)


def things(one, language, *kinds):
    found = [thing for thing in one["things"] if thing["kind"] in kinds]
    return list_of([Text(*choose(thing["name"], language)) for thing in found])


def people(one, kind):
    return list_of([person(part) for part in one["parts"] if part["kind"] == kind], "; ")


def person(part):
    """“Mario Prova, Mayor”, whoever comes: a deputy by name."""
    is_deputised = part["answer"] == Part.Answer.DEPUTISED and part["is_for_these_hours"]
    if is_deputised and part["deputy"]:
        return list_of([Text(part["deputy"]), Text(part["deputy_office"])])
    name = [Text(part["name"])]
    if part["own_name"]:
        name.append([" (", Text(part["own_name"], part["own_language"]), ")"])
    return list_of([name, Text(part["office"])])


def interpreters(one, language):
    found = [part for part in one["parts"] if part["kind"] == Part.Kind.INTERPRETER]
    return list_of([interpreter(part, language) for part in found], "; ")


def interpreter(part, language):
    who = person(part) if part["name"] else say("nobody_yet", language)
    return [who, f" ({pair(part['source'], part['target'])})"]


def details(one, language):
    if own := one["words"].get(language):
        return Text(own["details"])
    return Text(*choose(one["details"], language))


def press(one, language):
    return say(one["press"], language) if one["press"] else ""


def answers(one, language):
    found = [part for part in one["parts"] if part["name"]]
    return list_of([[Text(part["name"]), f": {answer(part)}"] for part in found], "; ")


def answer(part):
    """Where one stands with them; what was said of other hours is no answer for these."""
    if part["is_for_these_hours"] or part["answer"] == Part.Answer.UNASKED:
        return str(Part.Answer(part["answer"]).label)
    return _("to be asked again")


def calls(one, language):
    found = [part for part in one["parts"] if part["telephone"]]
    return list_of(
        [[Text(part["asks"] or part["name"]), " ", Text(part["telephone"])] for part in found], "; "
    )


def spoken(one, language):
    return names().get(one["language"], "") if one["language"] else ""


# Field of the table -> what is said of it, in the order in which it stands there.
SAYS = {
    "starts_from": lambda one, language: place(one["starts_from"], language),
    "place": lambda one, language: place(one["place"], language),
    "vehicles": lambda one, language: things(one, language, Resource.Kind.VEHICLE),
    "hosts": lambda one, _language: people(one, Part.Kind.HOST),
    "speakers": lambda one, _language: people(one, Part.Kind.SPEAKER),
    "attends": lambda one, _language: people(one, Part.Kind.ATTENDS),
    "interpreters": interpreters,
    "language": spoken,
    "dress": lambda one, language: Text(*choose(one["dress"], language)),
    "details": details,
    "press": press,
    "people": lambda one, _language: str(one["people"] or ""),
    "set_up": lambda one, _language: Text(one["set_up"]),
    "equipment": lambda one, language: things(one, language, Resource.Kind.EQUIPMENT),
    "for_driver": lambda one, _language: Text(one["for_driver"]),
    "booked": lambda one, language: things(one, language, Resource.Kind.PERSON, Resource.Kind.ROOM),
    "answers": answers,
    "calls": calls,
    "note": lambda one, _language: Text(one["note"]),
}
