"""What the data sets say of city networks, and of our part in them."""

from decimal import Decimal

from directory.models import Act, City, Country
from networks.models import (
    Activity,
    CityInNetwork,
    Commitment,
    Fee,
    Membership,
    Network,
    Role,
    Seat,
    WorkingGroup,
)
from office.models import Audience
from office.readers import days, plain, texts

YES = {"yes": True, "no": False}


def load_networks(data_set):
    """The networks themselves: `networks.csv`, published."""
    for row in data_set.rows("networks.csv"):
        values = texts(row, "name", "mission", "seat", "organs", "note")
        values |= plain(row, "acronym", "kind", "website") | days(row, "founded_on")
        values["slug"] = row["key"]
        with row.reading("seat_country") as code:
            values["seat_country"] = data_set.record(Country, code) if code else None
        data_set.put(
            Network,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )


def load_memberships(data_set):
    """Our membership of each network, one a network: `memberships.csv`."""
    for row in data_set.rows("memberships.csv"):
        values = texts(row, "role", "reference_office")
        values |= plain(row, "status", "fee_kind", "fee_currency")
        values |= days(row, "status_on", "joined_on") | amounts(row, "fee_amount")
        values |= act_of(data_set, row)
        put_into(data_set, Membership, row["network"], values, row, network=Network)


def load_fees(data_set):
    """The ledger: `fees.csv`, one row a network and year."""
    for row in data_set.rows("fees.csv"):
        values = plain(row, "currency", "state", "register_number")
        values |= amounts(row, "amount_due", "amount_paid")
        values |= days(row, "asked_on", "due_on", "paid_on") | act_of(data_set, row)
        with row.reading("year") as text:
            values["year"] = int(text)
        with row.reading("voluntary") as text:
            values["is_voluntary"] = YES[text]
        # What the files say is documented where everybody can read it.
        values["is_published"] = True
        key = f"{row['network']}-{row['year']}"
        put_into(data_set, Fee, key, values, row, column="network", membership=Membership)


def load_seats(data_set):
    """Working groups, seats, and who held them: three files."""
    for row in data_set.rows("working_groups.csv"):
        put_into(data_set, WorkingGroup, row["key"], texts(row, "name"), row, network=Network)
    for row in data_set.rows("seats.csv"):
        values = texts(row, "name") | plain(row, "kind")
        with row.reading("number") as text:
            values["number"] = int(text)
        with row.reading("working_group") as key:
            values["working_group"] = data_set.record(WorkingGroup, key) if key else None
        put_into(data_set, Seat, row["key"], values, row, network=Network)
    for row in data_set.rows("roles.csv"):
        values = texts(row, "held_as") | days(row, "held_from", "held_to")
        values |= act_of(data_set, row, into="elected_by")
        put_into(data_set, Role, row["key"], values, row, seat=Seat)


def load_commitments(data_set):
    """What was signed within a network: `commitments.csv`."""
    for row in data_set.rows("commitments.csv"):
        values = texts(row, "title") | plain(row, "state", "url")
        values |= days(row, "signed_on", "deadline") | act_of(data_set, row)
        put_into(data_set, Commitment, row["key"], values, row, network=Network)


def load_activities(data_set):
    """What came of it: `network_activities.csv`."""
    for row in data_set.rows("network_activities.csv"):
        values = texts(row, "title") | plain(row, "kind") | days(row, "happened_on", "ended_on")
        put_into(data_set, Activity, row["key"], values, row, network=Network)


def load_cities(data_set):
    """The partner cities in each network: `network_cities.csv`."""
    for row in data_set.rows("network_cities.csv"):
        key = f"{row['network']}-{row['city']}"
        values = days(row, "since", "until")
        put_into(data_set, CityInNetwork, key, values, row, network=Network, city=City)


def put_into(data_set, model, key, values, row, *, column=None, **owners):
    """
    Put a record that belongs to others; it is passed over where staff deleted one of those.

    `owners` are the models by the field, and by the column that has their key; `column`
    names another one. Two of a network and year are the same where staff made one before.
    """
    for name, owner in owners.items():
        with row.reading(column or name) as found:
            values[name] = data_set.record(owner, found)
    if None in [values[name] for name in owners]:
        data_set.pass_over(model, key)
        return None
    natural = {name: values[name] for name in NATURAL.get(model, ())}
    return data_set.put(model, key, values, row, natural=natural or None)


# By what a record that staff made before is known to be the one of the row.
NATURAL = {
    Membership: ("network",),
    Fee: ("membership", "year"),
    Seat: ("network", "kind", "working_group", "number"),
    CityInNetwork: ("network", "city"),
}


def amounts(row, *columns):
    found = {}
    for column in columns:
        with row.reading(column) as text:
            found[column] = Decimal(text) if text else None
    return found


def act_of(data_set, row, *, into="act"):
    """The act that the row names by its key in `acts.csv`; none where that file is not there."""
    with row.reading("act") as key:
        known = key and (data_set.folder / "acts.csv").exists()
        return {into: data_set.record(Act, key) if known else None}
