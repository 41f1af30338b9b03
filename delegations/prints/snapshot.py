"""A programme as plain data: what a version keeps, and from which every print is made."""

from datetime import UTC

from django.conf import settings

from agenda.models import Booking, Resource
from delegations.models import ItemWords, Part, ProgrammeItem


def snapshot(visit):
    """
    {"items": [...]} of all items that stand, in their order, for every reader alike.

    Texts are {language: words}. Each item has with it the keys of the audiences of all that it
    names: who sees not all of them does not get it.
    """
    rows = ProgrammeItem.objects.filter(visit=visit).standing().with_appointment()
    rows = rows.select_related("visit", "appointment__audience").in_order()
    items = list(rows)
    keys = [one.pk for one in items]
    parts = grouped(
        Part.objects.filter(item__in=keys)
        .select_related("person__audience")
        .order_by("position", "pk"),
        "item_id",
    )
    words = grouped(ItemWords.objects.filter(item__in=keys), "item_id")
    bookings = grouped(
        Booking.objects.filter(appointment__in=[one.appointment_id for one in items])
        .select_related("resource__place", "resource__person")
        .order_by("pk"),
        "appointment_id",
    )
    return {
        "items": [
            of_item(
                one,
                parts.get(one.pk, ()),
                words.get(one.pk, ()),
                bookings.get(one.appointment_id, ()),
            )
            for one in items
        ]
    }


def grouped(rows, name):
    found = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def texts(record, field):
    """{language: words} of a translated field, without those that are not written."""
    columns = ((code, getattr(record, f"{field}_{code}")) for code, _name in settings.LANGUAGES)
    return {code: words for code, words in columns if words}


def of_item(item, parts, words, bookings):
    one = item.appointment
    for part in parts:
        part.item = item
    besides = [booking for booking in bookings if not said_elsewhere(booking, item, parts)]
    return {
        "key": item.pk,
        "start": one.period.lower.astimezone(UTC).isoformat(),
        "end": one.period.upper.astimezone(UTC).isoformat(),
        "zone": one.zone.key,
        "all_day": one.all_day,
        "state": one.state,
        "kind": one.kind,
        "title": texts(one, "title"),
        "place": of_place(one.place),
        "starts_from": of_place(item.starts_from),
        "details": texts(item, "details"),
        "dress": texts(item, "dress"),
        "words": {row.language: {"title": row.title, "details": row.details} for row in words},
        "language": item.language,
        "press": item.press,
        "is_internal": item.is_internal,
        "is_public": item.is_public,
        "for_driver": item.for_driver,
        "set_up": item.set_up,
        "note": one.note,
        "people": one.people,
        "parts": [of_part(part) for part in parts],
        "things": [of_booking(booking) for booking in besides],
        "resources": sorted(booking.resource_id for booking in bookings),
        "audiences": sorted(audiences(item, parts, bookings)),
    }


def of_place(place):
    if place is None:
        return None
    return {
        "key": place.pk,
        "building_key": place.building_id,
        "name": texts(place, "name"),
        "building": texts(place.building, "name") if place.building_id else {},
        "floor": place.floor,
        "address": place.address or (place.building.address if place.building_id else ""),
    }


def of_part(part):
    person = part.person
    return {
        "kind": part.kind,
        "name": part.who,
        "own_name": person.own_name if person else "",
        "own_language": person.own_language if person else "",
        "office": part.office,
        "source": part.source,
        "target": part.target,
        "answer": part.answer,
        "is_for_these_hours": not part.was_moved,
        # Named to nobody outside: only named readers may know of them.
        "is_hidden": is_hidden(person, part.item.visit),
        "deputy": part.deputy_name,
        "deputy_office": part.deputy_office,
        "email": part.ask_email.strip().lower(),
        "asks": part.ask_name,
        "telephone": part.ask_telephone,
    }


def is_hidden(person, visit):
    """Whether the person is guarded, unless with the visit itself."""
    return bool(person and person.audience.is_hidden and person.audience_id != visit.audience_id)


def said_elsewhere(booking, item, parts):
    """Whether the place or a part says it already."""
    resource = booking.resource
    of_place = resource.place_id and resource.place_id == item.appointment.place_id
    return bool(of_place) or resource.person_id in {one.person_id for one in parts} - {None}


def of_booking(booking):
    resource = booking.resource
    named = resource.kind in (Resource.Kind.VEHICLE, Resource.Kind.EQUIPMENT)
    return {
        "key": resource.pk,
        "kind": resource.kind,
        "name": texts(resource, "name") if named else {settings.LANGUAGE_CODE: str(resource)},
    }


def audiences(item, parts, bookings):
    one = item.appointment
    places = [one.place, one.place and one.place.building, item.starts_from]
    records = [one, *filter(None, places), *(part.person for part in parts if part.person)]
    for booking in bookings:
        resource = booking.resource
        records += filter(None, (resource, resource.place, resource.person))
    return {record.audience_id for record in records}
