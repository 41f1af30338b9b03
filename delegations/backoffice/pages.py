"""Where a visit is worked on, and its days in words."""

from django.urls import NoReverseMatch, reverse
from django.utils import formats

from office.backoffice.frame import record_url

LONGEST_KEY = 18


def page_of(visit):
    """The address of the visit's own page; of its form, where there is none."""
    try:
        return reverse("admin:visit", args=[visit.pk])
    except NoReverseMatch:
        return record_url(visit)


def day(one):
    return formats.date_format(one, "SHORT_DATE_FORMAT")


def days_of(visit):
    """“18/06/2027 – 20/06/2027”, one day only once; "" while none is known."""
    return " – ".join(dict.fromkeys(day(one) for one in (visit.first_day, visit.last_day) if one))


def key_of(text):
    """The key of a record as an address or a form names it; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None
