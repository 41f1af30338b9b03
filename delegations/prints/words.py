"""
The words of a print, also in languages in which the site is not offered.

delegations/data/print_words.csv has them in those languages; what is not there is said in English.
"""

import csv
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from delegations.prints.fields import FIELDS
from office.languages import reading_order

FILE = Path(__file__).parents[1] / "data" / "print_words.csv"
# What Django and CLDR call what people choose as "Chinese".
KNOWN_AS = {"zh": "zh-hans"}

WORDS = {
    "programme": _("Programme of the visit"),
    "delegation": _("Delegation"),
    "version": _("Version"),
    "draft": _("Draft, not published"),
    "at_hours": _("Hours"),
    "what": _("What"),
    "more": _("Details"),
    "arrival": _("Arrival"),
    "departure": _("Departure"),
    "photographs": _("photographs are taken"),
    "open": _("open to the press"),
    "whose_host": _("For hosts and secretariats"),
    "whose_public": _("For the public"),
    "whose_press": _("For the press"),
    "whose_driver": _("For drivers"),
    "whose_room": _("For the staff of the rooms"),
    "whose_kitchen": _("For the kitchen"),
    "whose_office": _("For the office alone"),
    "how_many": _("How many people"),
    "nothing_said": _("nothing said"),
    "nobody_yet": _("nobody yet"),
    "nothing": _("Nothing stands in this programme yet."),
    "floor": _("floor %(number)s"),
    "all_day": _("all day"),
    "local_time": _("local time"),
} | {name: label for name, (label, _prints) in FIELDS.items()}


def is_offered(language):
    return language in dict(settings.LANGUAGES)


@cache
def others():
    """{language: {name: words}} of the languages in which the site is not offered."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [code for code in rows[0] if code != "name"] if rows else []
    return {code: {row["name"]: row[code] for row in rows if row[code]} for code in codes}


def say(name, language):
    """The word of that name in the language; in English where it is not known there."""
    if is_offered(language):
        with translation.override(language):
            return str(WORDS[name])
    if found := others().get(language, {}).get(name):
        return found
    with translation.override("en"):
        return str(WORDS[name])


def choose(texts, language):
    """(words, their language or "") of texts in several languages: the reader's, else English."""
    if not texts:
        return "", ""
    first = (language,) if is_offered(language) else (language, "en")
    order = dict.fromkeys((*first, *reading_order(language), *texts))
    found = next(code for code in order if texts.get(code))
    return texts[found], "" if found == language else found


def active(language):
    """What to override the translation with, so that dates and papers are of the language."""
    return KNOWN_AS.get(language, language)


def locale_of(language):
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def day_in_words(day, language, style="full"):
    """“Wednesday, 12 May 2027”, as the language writes it (Unicode CLDR)."""
    return format_date(day, style, locale=locale_of(language))
