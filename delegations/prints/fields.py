"""Which print of a programme carries what; docs/prints.md is this table in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models import Print

GUEST, HOST, PUBLIC, PRESS = Print.GUEST, Print.HOST, Print.PUBLIC, Print.PRESS
DRIVER, ROOM, KITCHEN, OFFICE = Print.DRIVER, Print.ROOM, Print.KITCHEN, Print.OFFICE
EVERY = tuple(Print)

# Print -> which items stand in it.
ITEMS = {
    GUEST: _("all but those for the office alone"),
    HOST: _("those in which somebody has a part for whom the reader answers"),
    PUBLIC: _("those that somebody put into the public programme"),
    PRESS: _("those with photographs or open to the press"),
    DRIVER: _("transfers, and whatever books a vehicle"),
    ROOM: _("those at a place, but no transfers"),
    KITCHEN: _("meals and receptions"),
    OFFICE: _("all"),
}

# Of an item, in the order in which it stands there: field -> (label, the prints).
OF_ITEM = {
    "hours": (_("From when to when"), EVERY),
    "title": (_("Title"), EVERY),
    "pencilled": (_("to be confirmed"), (GUEST, HOST, PRESS, DRIVER, ROOM, KITCHEN, OFFICE)),
    "starts_from": (_("Leaves from"), (GUEST, DRIVER, OFFICE)),
    "place": (_("Place"), EVERY),
    "vehicles": (_("Vehicle"), (GUEST, DRIVER, OFFICE)),
    "hosts": (pgettext_lazy("in a programme", "Host"), (GUEST, HOST, PUBLIC, PRESS, ROOM, OFFICE)),
    "speakers": (_("Speakers"), (GUEST, HOST, PUBLIC, PRESS, OFFICE)),
    "attends": (_("Also present"), (GUEST, HOST, OFFICE)),
    "interpreters": (_("Interpreter"), (GUEST, HOST, ROOM, OFFICE)),
    "language": (_("Language"), (GUEST, HOST, PRESS, OFFICE)),
    "dress": (_("Dress"), (GUEST, HOST, OFFICE)),
    "details": (_("To know"), (GUEST, OFFICE)),
    "press": (_("Press"), (GUEST, HOST, PRESS, OFFICE)),
    "people": (_("People expected"), (HOST, DRIVER, ROOM, KITCHEN, OFFICE)),
    "set_up": (_("Set-up of the room"), (ROOM, OFFICE)),
    "equipment": (_("Equipment"), (ROOM, OFFICE)),
    "for_driver": (_("For the driver"), (DRIVER, OFFICE)),
    "on_board": (_("Needs on board"), (DRIVER,)),
    "booked": (_("Booked as well"), (OFFICE,)),
    "answers": (_("Answers"), (OFFICE,)),
    "calls": (_("Whom to call"), (OFFICE,)),
    "note": (_("Note for the office"), (OFFICE,)),
    "findings": (_("Speaks against it"), (OFFICE,)),
}

# Of the whole visit.
OF_VISIT = {
    "guests": (_("Guests"), EVERY),
    "reference": (_("Reference number"), (GUEST, HOST, DRIVER, ROOM, KITCHEN, OFFICE)),
    "days": (_("Days"), EVERY),
    "head": (_("Head of the delegation"), (GUEST, HOST, PUBLIC, PRESS, ROOM, OFFICE)),
    "size": (_("How many people come"), (HOST, DRIVER, ROOM, KITCHEN, OFFICE)),
    "purpose": (_("Purpose of the visit"), (HOST, OFFICE)),
    "call": (_("To call on the day"), (GUEST, HOST, DRIVER, ROOM, KITCHEN, OFFICE)),
    "officer": (_("In charge"), (OFFICE,)),
    "guests_telephone": (_("Telephone of the guests"), (DRIVER, OFFICE)),
    "entrance": (_("Entrance and parking"), (GUEST, DRIVER, ROOM, OFFICE)),
    "plates": (_("Vehicles and number plates"), (ROOM, OFFICE)),
    "security": (_("Safety and escort"), (OFFICE,)),
    "needs": (_("Special needs"), (OFFICE,)),
    "no_photographs": (_("Who does not want photographs"), (PRESS, OFFICE)),
    "legs": (_("Arrival and departure"), (GUEST, DRIVER, OFFICE)),
    "stays": (_("Hotel"), (GUEST, DRIVER, OFFICE)),
    "diets": (_("What they eat"), (KITCHEN,)),
}

# Of each member of the delegation, where the print names them at all.
OF_MEMBER = {
    "member": (_("Name"), (GUEST, HOST, OFFICE)),
    "own_name": (_("Name in its own script"), (GUEST, HOST, OFFICE)),
    "office": (_("Office held"), (GUEST, HOST, OFFICE)),
    "pronunciation": (_("How to say it"), (HOST, OFFICE)),
    "languages": (_("Languages"), (OFFICE,)),
    "diet": (_("Diet"), (OFFICE,)),
    "access_needs": (_("Access needs"), (OFFICE,)),
    "member_leg": (_("Arrives by"), (OFFICE,)),
    "member_stay": (_("Sleeps at"), (OFFICE,)),
    "badge": (_("Badge"), (OFFICE,)),
}

FIELDS = {**OF_ITEM, **OF_VISIT, **OF_MEMBER}
CARRIES = {name: frozenset(prints) for name, (_label, prints) in FIELDS.items()}


def carries(kind, field):
    return kind in CARRIES[field]
