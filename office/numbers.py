"""Numbers with their units, as a reader of the active language writes them (Unicode CLDR)."""

from datetime import timedelta

from babel import Locale
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from django.utils.translation import get_language, pgettext

from office.dates.value import EUROPEAN

UNITS = (("gigabyte", 1024**3), ("megabyte", 1024**2), ("kilobyte", 1024))


def locale():
    language = get_language() or "en"
    return Locale.parse(EUROPEAN.get(language, language), sep="-")


def number(value):
    """20.000 in Italian; a number of four figures has its mark as well."""
    return format_decimal(value, format="#,##0.##", locale=locale())


def money(amount, currency):
    """2.750 € in Italian, €2,750 in English; hundredths only where there are some."""
    pattern = locale().currency_formats["standard"].pattern
    if amount != int(amount):
        return format_currency(amount, currency, locale=locale())
    whole = pattern.replace(".00", "")
    return format_currency(amount, currency, whole, locale=locale(), currency_digits=False)


def file_size(size):
    """869 byte, 25 MB: with one figure behind the comma at most."""
    unit, step = next(((unit, step) for unit, step in UNITS if size >= step), ("byte", 1))
    length = "long" if step == 1 else "short"
    return format_unit(size / step, unit, length, format="#,##0.#", locale=locale())


def hours(difference):
    """A timedelta in hours: 7,5 ore."""
    return format_unit(
        difference / timedelta(hours=1), "hour", "long", format="#,##0.##", locale=locale()
    )


def degrees(latitude, longitude):
    """34,03° N, 5,00° O"""
    north = pgettext("direction", "N") if latitude >= 0 else pgettext("direction", "S")
    east = pgettext("direction", "E") if longitude >= 0 else pgettext("direction", "W")
    written = [
        format_decimal(abs(value), format="0.00", locale=locale())
        for value in (latitude, longitude)
    ]
    return f"{written[0]}° {north}, {written[1]}° {east}"


def decimal_sign():
    """What stands before the tenths."""
    return locale().number_symbols["latn"]["decimal"]


def between_cells():
    """What the reader's spreadsheet expects between the cells of a CSV."""
    return ";" if decimal_sign() == "," else ","
