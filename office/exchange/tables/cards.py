"""vCard 2.1, 3.0 and 4.0: the address book of a telephone or a mail program."""

from django.utils.translation import gettext as _

from office.exchange.tables.delimited import decoded
from office.exchange.tables.reading import MOST_ROWS, Table, TableRow, Unreadable, too_many_rows

# The names of the columns of "people with offices", so that nothing is left to match.
HEADER = [
    "title",
    "given_name",
    "family_name",
    "office",
    "organisation",
    "email",
    "email_2",
    "telephone",
    "mobile",
    "address",
    "note",
]


def read(file, sheet=""):
    """One row a card, under the card's number; a card without a name is told."""
    text, notes = decoded(file.read())
    rows, pictures = [], 0
    for number, card in enumerate(cards_in(text), start=1):
        if number > MOST_ROWS:
            raise too_many_rows()
        pictures += "photo" in card.contents
        rows.append(row_of(card, number))
    if not rows:
        raise Unreadable(_("There is no card in the file."))
    if pictures:
        notes.append(_("The pictures in the cards are not taken over."))
    return Table(list(HEADER), rows, notes)


def cards_in(text):
    import vobject

    try:
        for component in vobject.readComponents(text, allowQP=True):
            if component.name == "VCARD":
                yield component
    except (vobject.base.ParseError, ValueError, TypeError, AttributeError) as error:
        # Broken lines make the library stumble in ways of its own.
        raise Unreadable(_("The cards cannot be read: the file is damaged.")) from error


def row_of(card, number):
    found = names(card) | place(card) | ways_to_reach(card)
    found["office"] = first(card, "title") or first(card, "role")
    found["organisation"] = first(card, "org")
    found["note"] = first(card, "note")
    row = TableRow(number, [found.get(name, "").strip() for name in HEADER])
    if not (found.get("given_name") or found.get("family_name")):
        row.problems[None] = _("Card %d has no name.") % number
    return row


def names(card):
    name = next((line.value for line in card.contents.get("n", [])), None)
    if name and (plain(name.given) or plain(name.family)):
        return {
            "title": plain(name.prefix),
            "given_name": f"{plain(name.given)} {plain(name.additional)}",
            "family_name": f"{plain(name.family)} {plain(name.suffix)}",
        }
    # The whole name in one line: what stands last is taken for the family's.
    given, _space, family = first(card, "fn").strip().rpartition(" ")
    return {"given_name": given, "family_name": family}


def place(card):
    address = next((line.value for line in card.contents.get("adr", [])), None)
    if address is None:
        return {}
    town = f"{plain(address.code)} {plain(address.city)}".strip()
    # All in one: where somebody gets mail is not yet the city of an office held.
    lines = [address.box, address.extended, address.street, town, address.region, address.country]
    return {"address": "\n".join(text for text in map(plain, lines) if text)}


def ways_to_reach(card):
    emails = [plain(line.value) for line in card.contents.get("email", [])]
    mobiles, others = [], []
    for line in card.contents.get("tel", []):
        (mobiles if "CELL" in kinds(line) else others).append(
            plain(line.value).removeprefix("tel:")
        )
    return {
        "email": "".join(emails[:1]).removeprefix("mailto:"),
        "email_2": "".join(emails[1:2]).removeprefix("mailto:"),
        "telephone": "".join(others[:1]),
        "mobile": "".join(mobiles[:1]),
    }


def kinds(line):
    """TYPE=cell, or in version 2.1 the bare word CELL."""
    typed = [kind for value in line.params.get("TYPE", []) for kind in value.split(",")]
    return {kind.upper() for kind in [*typed, *line.singletonparams]}


def first(card, name):
    return plain(next((line.value for line in card.contents.get(name, [])), ""))


def plain(value):
    """A value of the library as one text: some are lists."""
    if isinstance(value, list | tuple):
        return " ".join(plain(one) for one in value if one)
    return str(value or "").strip()
