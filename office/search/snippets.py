"""The words that were found, marked in the text that they were found in."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join

from office.text import fold

WORD = re.compile(r"\w+")
# How many letters before the first mark, and in all.
BEFORE, LENGTH = 60, 220


def is_meant(word, wanted):
    """Whether a word of the text begins like one that was typed, or is another form of it."""
    folded = fold(word)
    return any(folded.startswith(one) or _same_stem(folded, one) for one in wanted)


def _same_stem(word, one):
    """Twinning and twinnings, gemellaggio and gemellaggi: long words with another ending."""
    stem = one[:-2]
    return len(stem) >= 4 and word.startswith(stem) and abs(len(word) - len(one)) <= 2


def marks(text, wanted):
    """The places of the words that were meant, as (start, end)."""
    return [found.span() for found in WORD.finditer(text) if is_meant(found[0], wanted)]


def marked(text, wanted):
    """The whole text, escaped, with <mark> around the words; unmarked where none stands there."""
    return _print(text, marks(text, wanted))


def excerpt(text, wanted):
    """(what stands around the first of the words, whether one was found), escaped and marked."""
    places = marks(text, wanted)
    start = _word_start(text, places[0][0] - BEFORE) if places else 0
    end = _word_end(text, start + LENGTH)
    inside = [(a - start, b - start) for a, b in places if start <= a and b <= end]
    shown = _print(text[start:end], inside)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, shown, after), bool(places)


def _word_start(text, place):
    if place <= 0:
        return 0
    return text.find(" ", place) + 1 or place


def _word_end(text, place):
    if place >= len(text):
        return len(text)
    end = text.rfind(" ", 0, place)
    return end if end > place - 40 else place


def _print(text, places):
    pieces, done = [], 0
    for start, end in places:
        pieces += [(conditional_escape(text[done:start]), text[start:end])]
        done = end
    body = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", body, text[done:])
