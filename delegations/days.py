"""
The days of a visit in words, in the active language: in figures, where many stand below each
other, and written out, as one writes them in a letter.
"""

from django.utils import formats
from django.utils.translation import gettext as _

from office.dates import PartialDate


def day(one):
    """“18/06/2027”."""
    return formats.date_format(one, "SHORT_DATE_FORMAT")


def days_of(visit):
    """“18/06/2027 – 20/06/2027”, one day only once; "" while none is known."""
    return " – ".join(dict.fromkeys(day(one) for one in (visit.first_day, visit.last_day) if one))


def written_day(value):
    """“3 July 1954”; "" for a day that is not known."""
    return str(PartialDate.of(value)) if value else ""


def written_days_of(visit):
    """“12 – 14 May 2027”; "days not fixed" where none is known."""
    if visit.first_day is None:
        return _("days not fixed")
    first, last = PartialDate.of(visit.first_day), PartialDate.of(visit.last_day)
    return first.display_until(last if last != first else None)
