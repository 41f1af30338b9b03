"""
An old page of delegations received, read into rows that a person checks before they are saved.

Such pages are free text, an entry after the other, each with its day, in the hand of whoever
wrote it. Nothing of an entry is left out: what is not understood stays in its words.
"""

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from office.dates import PartialDate
from office.exchange.tables import Unreadable
from office.exchange.words import folded

LONGEST_TEXT = 300_000
MOST_ENTRIES = 500
LONGEST_TITLE = 200

DAY = r"(?P<day>\d{1,2})[º.]?(?:er)?"
TO_DAY = r"(?:\s*(?:-|–|—|/|e|and|et|und|y|al|to|au|bis)\s*(?P<to_day>\d{1,2})[º.]?)?"
IN_FIGURES = r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)"
YEAR = r"(?:19|20)\d\d"
HEADING = re.compile(rf"\W*(?:anno|year|année|annee|jahr|año|ano)?\s*({YEAR})\W*", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[-–—•·*▪○]\s+)?")
# “(m.b.)” at the end of an entry: who wrote it. “(USA)” and “Kim Jong-un” are none.
INITIALS = re.compile(r"\s*([(\[]\s*(?:(?:[A-Za-z]\.\s?){2,3}|[a-z]{2,3})\s*[)\]])\s*\.?$")
# What stands between two days of one entry.
TO = r"\s*(?:-|–|—|/|\b(?:e|and|et|und|y|al|to|au|bis)\b)\s*"
BEHIND = re.compile(rf"{TO}(?:(?:il|the|le|zum|el)\s+)?")
SENTENCE_ENDS = re.compile(r"(?<=[.;:!?])\s+(?=[A-ZÀ-Ý«“\"])")
OF_ANOTHER = r"(?!\s+(?:di|of|de|d’|d'|von|del|della|du)\b)"
HOSTS = re.compile(
    r"\b((?i:(?:vice[ -]?)?sindac[oa]|(?:deputy )?mayor|maire|(?:ober)?bürgermeister(?:in)?"
    r"|alcald(?:e|esa)|assessor[ea]|councillor|stadtr(?:at|ätin)|concejal[a]?))\b"
    + OF_ANOTHER
    + r"((?:\s+[A-ZÀ-Ý][\w'’-]+){0,3})"
)
# By what one tells whom they were received by: of two offices the host is the one behind it.
RECEIVED = re.compile(
    r"\b(?:ricevut[aoie]|accolt[aoie]|received|welcomed|reçue?s?|accueillie?s?|empfangen|begrüßt"
    r"|recibid[ao]s?)\b",
    re.IGNORECASE,
)
# Behind these a point ends no sentence.
ABBREVIATED = re.compile(
    r"\b(?:sigg?|sig\.?ra|dott|dott\.?ssa|dr|prof|on|avv|ing|arch|mrs?|ms|mme|m|s\.?e|st|hon)\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """
    One entry as it was written, with its days and who wrote it as far as they were found.

    `no_day` is what looks like a day that there is not: “31 November 2012”.
    """

    text: str
    on: PartialDate | None = None
    until: PartialDate | None = None
    initials: str = ""
    no_day: str = ""


@cache
def months():
    """{folded name of a month, long or short, in each of our languages: its number}."""
    found = {}
    for code, _name in settings.LANGUAGES:
        for width in ("abbreviated", "wide"):
            names = Locale.parse(code).months["format"][width]
            found |= {folded(name).strip("."): number for number, name in names.items()}
    return found


@cache
def dates():
    """What a day looks like: in figures, in words with or without its year, a month, a year."""
    names = "|".join(sorted((re.escape(name) for name in months()), key=len, reverse=True))
    month = rf"(?P<month>{names})\b\.?(?:\s+(?:de\s+|del\s+)?(?P<year>{YEAR}))?"
    in_words = rf"(?:{DAY}{TO_DAY}\s+(?:de\s+|di\s+)?)?{month}"
    return re.compile(rf"\b(?:{IN_FIGURES}|{in_words}|(?P<alone>{YEAR}))\b")


def entries(text):
    """
    The entries of the page, in its order. Raises Unreadable where no day stands in it anywhere.

    A line with a year alone is the heading of what follows.
    """
    if len(text) > LONGEST_TEXT:
        raise Unreadable(_("The page is too long: paste it year by year."))
    found, year = [], None
    for block in blocks(text):
        if heading := HEADING.fullmatch(block):
            year = int(heading[1])
        else:
            found.append(entry(block, year))
    if len(found) > MOST_ENTRIES:
        raise Unreadable(_("The page has too many entries: paste it year by year."))
    if not any(one.on for one in found):
        raise Unreadable(
            _("No day is found in it. Each entry should begin with its day, or hold it.")
        )
    return found


def blocks(text):
    """The pieces of the page: what a blank line parts, a heading, a line that begins with a day."""
    block = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        line = BULLET.sub("", line).strip()
        begins = not line or begins_with_day(line) or HEADING.fullmatch(line)
        if block and (begins or HEADING.fullmatch(block[-1])):
            yield " ".join(block)
            block = []
        if line:
            block.append(line)


def begins_with_day(line):
    """Also behind “Martedì”, “Il giorno”, “On the”."""
    text = readable(line)
    found = dates().match(text, before_day().match(text).end())
    # A bare year begins no entry, since a sentence may begin with one.
    return found is not None and found["alone"] is None


@cache
def before_day():
    """The words that may stand before a day: its name in the week, an article."""
    names = [
        folded(name)
        for code, _name in settings.LANGUAGES
        for name in Locale.parse(code).days["format"]["wide"].values()
    ]
    words = [*names, "in data", "il", "giorno", "on", "the", "le", "am", "den", "el", "dia"]
    tried = "|".join(map(re.escape, words))
    return re.compile(rf"(?:(?:{tried})\b[,.]?\s+)*")


def entry(block, year):
    """
    The entry with its first date; of a day without a year, that of the heading above.

    Days that are not understood stay in its words, and it has no date.
    """
    text = readable(block)
    date = dates().search(text)
    if date is None or goes_on(text, date):
        return Entry(block)
    try:
        on, until = days_of(date, year)
    except ValueError:
        return Entry(block, no_day=block[date.start() : date.end()])
    if on is None:
        return Entry(block)
    begins = 0 if before_day().fullmatch(text, 0, date.start()) else date.start()
    rest = (block[:begins] + " " + block[date.end() :]).strip(" ,;:.–—-\t")
    return unsigned(" ".join(rest.split()), on, until)


def goes_on(text, date):
    """Whether another date stands right behind: “28 aprile – 3 maggio”, which is not read."""
    between = BEHIND.match(text, date.end())
    return bool(between and dates().match(text, between.end()))


def unsigned(text, on, until):
    """The entry, whose last initials stand apart: they belong to none of its sentences."""
    found = INITIALS.search(text)
    if found is None:
        return Entry(text, on, until)
    return Entry(text[: found.start()], on, until, found[1])


def days_of(date, year):
    """(day, last day or None) of a match of `dates`; (None, None) where it is not understood."""
    if date["y"]:
        return PartialDate(int(date["y"]), int(date["m"]), int(date["d"])), None
    if date["alone"]:
        return PartialDate(int(date["alone"])), None
    year = int(date["year"] or year or 0)
    if not year:
        return None, None
    month, day, last = months()[date["month"].strip(".")], date["day"], date["to_day"]
    on = PartialDate(year, month, day and int(day))
    until = PartialDate(year, month, int(last)) if last else None
    if until and until.first < on.first:
        # Of two months, of which one alone is named.
        return None, None
    return on, until


def readable(text):
    """The text as `dates` reads it, letter for letter: small, without accents."""
    small = [folded(letter) for letter in text]
    return "".join(
        other if len(other) == 1 else letter for letter, other in zip(text, small, strict=True)
    )


class Known:
    """
    The names that the directory and the calendar know, as whoever pasted may see them: each
    spelling with the name that is written for it.
    """

    def __init__(self, *, cities, countries, places):
        self.cities, self.countries, self.places = map(as_found, (cities, countries, places))

    def row_of(self, one):
        """Name of the column -> text, for one entry."""
        title, subject = title_of(one.text)
        city = first_named(self.cities, one.text)
        return {
            "received_on": one.on.isoformat() if one.on else one.no_day,
            "until": one.until.isoformat() if one.until else "",
            "title": title,
            "subject": " ".join(filter(None, [subject, one.initials])),
            "host": host_of(one.text),
            "room": first_named(self.places, one.text),
            "city": city,
            "country": "" if city else first_named(self.countries, one.text),
        }


def as_found(names):
    """(pattern of all spellings, {folded spelling: name}); the longest is tried first."""
    by_name = {folded(spelling): name for spelling, name in names.items() if len(spelling) > 2}
    tried = sorted(map(re.escape, by_name), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(tried)})\b") if tried else None, by_name


def first_named(known, text):
    pattern, by_name = known
    found = pattern and pattern.search(folded(text))
    return by_name[found[0]] if found else ""


def title_of(text):
    """(first sentence, the rest); a sentence that is too long goes on in the rest."""
    ends = SENTENCE_ENDS.finditer(text)
    end = next((one for one in ends if not ABBREVIATED.search(text[: one.start()])), None)
    first, rest = (text[: end.start()], text[end.end() :]) if end else (text, "")
    if len(first) > LONGEST_TITLE:
        cut = first.rfind(" ", 0, LONGEST_TITLE)
        first, rest = first[:cut], f"{first[cut + 1 :]} {rest}"
    return first.strip().rstrip(".;:"), rest.strip()


def host_of(text):
    """
    “sindaco Mario Rossi”: the office of ours that received them, with the name behind it.

    Of several, the one behind “received by”, or before it as German has it; "" where no such
    word stands, since the guests hold offices too.
    """
    offices = [*HOSTS.finditer(text)]
    received = RECEIVED.search(text)
    if received:
        behind = [one for one in offices if one.start() > received.end()]
        offices = behind[:1] or offices[-1:]
    if len(offices) != 1:
        return ""
    return f"{offices[0][1]}{offices[0][2]}"
