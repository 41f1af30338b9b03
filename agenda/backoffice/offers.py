"""Taking over what is proposed against a finding or a clash: in a form, or by an address."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext_lazy

from agenda import periods
from agenda.forms import Span
from agenda.models import Appointment, Place, Resource
from office.backoffice.base import is_key

# The button of a proposal; its value is what Proposal.query says.
TAKE = "take"
TAKEN = gettext_lazy("The proposal is filled in. Nothing is saved yet: save it if it suits.")
ROWS = "bookings"


def initial(said, reader, zone):
    """What an address proposes for the form, the hours on the clocks of the zone."""
    span, place = read(said, reader)
    found = {"place": place.pk} if place else {}
    if span:
        found |= {"when": Span.of(span, place.zone if place else zone), "all_day": False}
    elif (when := said_by(said).get("when")) and when.start and when.end:
        found |= {"when": when, "all_day": False}
    return found


def said_by(address: QueryDict):
    """What an address proposes for a new appointment; what is not understood is left out."""
    said = {}
    day = _read(parse_date, address.get("day"))
    if day:
        last = _read(parse_date, address.get("day_to")) or day
        start, end = (_read(parse_time, address.get(name)) for name in ("from", "to"))
        said["when"] = Span(day, start, last, end)
    if address.get("all_day"):
        said["all_day"] = True
    if is_key(address.get("place", "")):
        said["place"] = address["place"]
    if address.get("kind") in Appointment.Kind.values:
        said["kind"] = address["kind"]
    return said


def _read(parse, text):
    try:
        return parse(text or "")
    except ValueError:
        return None


def read(said, reader):
    """(period or None, place or None) of what a proposal says; what is not understood is None."""
    key = said.get("place", "")
    places = Place.objects.visible_to(reader).select_related("building")
    place = places.filter(pk=key).first() if is_key(key) else None
    try:
        ends = [datetime.fromisoformat(said.get(name, "")) for name in ("start", "end")]
        return periods.period(*ends), place
    except (ValueError, TypeError, OverflowError, ValidationError):
        return None, place


def taken(data, reader):
    """What was sent, with the proposal instead of the period or the place that was typed."""
    data = data.copy()
    span, place = read(QueryDict(data[TAKE]), reader)
    _unused, old = read({"place": data.get("place", "")}, reader)
    if place:
        data["place"] = str(place.pk)
        _change_rows(data, old, place)
    if span:
        at = place or old
        told = Span.of(span, at.zone if at else periods.here())
        data["when_day_from"], data["when_day_to"] = told.first.isoformat(), told.last.isoformat()
        data["when_from"], data["when_to"] = f"{told.start:%H:%M}", f"{told.end:%H:%M}"
    for name in ("anyway", "seen"):
        data.pop(name, None)
    return data


def _change_rows(data, old, place):
    """The row that books the room of the old place books that of the new one, as that is."""
    rooms = {
        one.place_id: one for one in Resource.objects.filter(place__in=filter(None, [old, place]))
    }
    left, room = rooms.get(old.pk if old else None), rooms.get(place.pk)
    if left is None or room is None:
        return
    count = data.get(f"{ROWS}-TOTAL_FORMS", "")
    for number in range(min(int(count), 1000) if count.isdecimal() else 0):
        row = f"{ROWS}-{number}"
        if data.get(f"{row}-resource") == str(left.pk):
            data[f"{row}-resource"] = str(room.pk)
            for name in ("before", "after"):
                if data.get(f"{row}-{name}") == str(getattr(left, name)):
                    data[f"{row}-{name}"] = str(getattr(room, name))
