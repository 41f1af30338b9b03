"""What the data sets say of bonds and agreements, and on whose word."""

from directory.models import Act, City
from office.models import Audience
from office.readers import day_in, texts
from partnerships.models import Addressee, Agreement, BondType, Rule, Signature, Step, Theme


def load_bond_types(data_set):
    """The kinds of bond, with their definitions: a file of this app, for every office."""
    for row in data_set.rows("partnerships/data/bond_types.csv"):
        values = {"key": row["key"]} | texts(row, "name", "definition", "difference")
        with row.reading("rank") as text:
            values["rank"] = int(text)
        for column in ("is_limited", "needs_council", "needs_confirmation"):
            values[column] = row[column] == "yes"
        data_set.put(BondType, row["key"], values, row, natural={"key": row["key"]})


def load_themes(data_set):
    """The themes of cooperation, each with one sentence: a file of this app, for every office."""
    for rank, row in enumerate(data_set.rows("partnerships/data/themes.csv"), start=1):
        values = {"key": row["key"], "rank": rank} | texts(row, "name", "definition")
        data_set.put(Theme, row["key"], values, row, natural={"key": row["key"]})


def load_agreements(data_set):
    """Agreements with cities: `agreements.csv`, published."""
    for row in data_set.rows("agreements.csv"):
        values = texts(row, "instrument", "place", "note")
        with row.reading("city") as slug:
            values["city"] = data_set.record(City, slug)
        with row.reading("bond_type") as key:
            values["bond_type"] = data_set.record(BondType, key)
        values["signed_on"] = day_in(row, "signed_on")
        if "term_ends_on" in row:
            values["term_ends_on"] = day_in(row, "term_ends_on")
        values["status"] = row["status"]
        if None in (values["city"], values["bond_type"]):
            data_set.pass_over(Agreement, row["key"])
            continue
        agreement = data_set.put(Agreement, row["key"], values, row, audience=Audience.Level.PUBLIC)
        if agreement and row.get("themes") and data_set.made(agreement):
            add_themes(data_set, agreement, row)


def add_themes(data_set, agreement, row):
    """The themes, each handed in once: what staff take out stays out."""
    with row.reading("themes") as text:
        keys = dict.fromkeys(key.strip() for key in text.split("|"))
        themes = {key: data_set.record(Theme, key) for key in keys}
    fresh = [themes[key] for key in data_set.once(agreement, row["key"], list(keys))]
    # A new agreement's first entry in the history is written by finish(), for all at once.
    is_new = not agreement.history.exists()
    if is_new:
        agreement.skip_history_when_saving = True
    agreement.themes.add(*(theme for theme in fresh if theme))
    if is_new:
        del agreement.skip_history_when_saving


def load_common_rules(data_set):
    """What every office starts from, a proposal of its own to change: a file of this app."""
    read_rules(data_set, "partnerships/data/rules.csv")


def load_rules(data_set):
    """The rules of the city's regulation and of the law, with their days: `rules.csv`."""
    read_rules(data_set, "rules.csv")


def read_rules(data_set, file):
    for row in data_set.rows(file):
        values = texts(row, "text", "explanation")
        with row.reading("kind") as name:
            values["kind"] = Rule.Kind[name.upper()]
        with row.reading("figure") as text:
            values["figure"] = int(text)
        values["in_force_from"] = day_in(row, "in_force_from")
        values["in_force_to"] = day_in(row, "in_force_to")
        data_set.put(Rule, row["key"], values, row)


def load_addressees(data_set):
    """Whom the city notifies before it signs abroad: `addressees.csv`."""
    for rank, row in enumerate(data_set.rows("addressees.csv"), start=1):
        values = {"key": row["key"], "rank": rank} | texts(row, "name")
        data_set.put(Addressee, row["key"], values, row, natural={"key": row["key"]})


def load_signatures(data_set):
    """The ceremonies at which agreements were signed and renewed: `signatures.csv`."""
    for row in data_set.rows("signatures.csv"):
        values = texts(row, "place") | {"kind": row["kind"], "room": row["room"]}
        values["signed_on"] = day_in(row, "signed_on")
        with row.reading("agreement") as key:
            values["agreement"] = data_set.record(Agreement, key)
        if values["agreement"] is None:
            data_set.pass_over(Signature, row["key"])
            continue
        natural = {name: values[name] for name in ("agreement", "signed_on", "kind")}
        data_set.put(Signature, row["key"], values, row, natural=natural)


def load_steps(data_set):
    """What is documented of the way to an agreement; it leaves its state as it is: `steps.csv`."""
    for row in data_set.rows("steps.csv"):
        with row.reading("agreement") as key:
            agreement = data_set.record(Agreement, key)
        with row.reading("act") as key:
            act = data_set.record(Act, key) if key else None
        if agreement is None:
            data_set.pass_over(Step, row["key"])
            continue
        state = {"from_status": agreement.status, "to_status": agreement.status}
        values = {"agreement": agreement, "move": row["move"], "act": act, "why": row["why"]}
        values["on"] = day_in(row, "on")
        data_set.put(Step, row["key"], values | state, row)
