"""Telephone numbers, however they are typed."""

import re

# A shorter row of figures is an extension, or no number at all.
SHORTEST = 5


def normalised(text, region=None):
    """
    The number as "+390552761234" where its country is known, else its figures alone.

    `region` is the country, as "IT", of a number that does not name one. Empty where the
    text has no figure.
    """
    import phonenumbers

    text = _with_plus(text)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return _figures(text)
    if not phonenumbers.is_possible_number(number):
        return _figures(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_number(text, region=None):
    """
    Whether the text may be dialled: right in length for its country, where that is known.

    Numbers that are not given out are let through: the plans change faster than any list.
    """
    import phonenumbers

    text = _with_plus(text)
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        written = re.fullmatch(r"[\d\s().,/-]+(\D{1,12}\d+)?", text)
        return bool(region is None and written and SHORTEST <= len(_figures(text)) <= 15)


def are_same(one, other):
    """Whether two normalised numbers are probably one, the country of either being unknown."""
    if one.startswith("+") and other.startswith("+"):
        return one == other
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return len(short) >= SHORTEST and long.endswith(short)


def _with_plus(text):
    """The two noughts of a call abroad are a plus: no country's own numbers begin so."""
    return re.sub(r"^\s*00", "+", text.strip())


def _figures(text):
    """Up to the first letter, with which an extension begins."""
    text = re.split(r"[^\W\d_]", text, maxsplit=1)[0]
    return "".join(character for character in text if character.isdecimal())


def _bare(number):
    """Without the plus, and the nought that is dialled within a country only."""
    return number.lstrip("+0")
