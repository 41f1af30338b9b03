"""The tables of precedence and the rules of flags that every office starts from."""

from delegations.models import FlagRule, PrecedenceRank, PrecedenceTable
from office.readers import day_in, texts

YES = {"yes": True, "no": False}


def load_common(data_set):
    """The table of the decree, what is proposed for foreign guests, and the rules of flags."""
    for row in data_set.rows("delegations/data/precedence_tables.csv"):
        values = {"key": row["key"], "kind": row["kind"], "dated": day_in(row, "dated")}
        values |= texts(row, "name", "text")
        table = data_set.put(PrecedenceTable, row["key"], values, row, natural={"key": row["key"]})
        cite(data_set, table, row, "dated")
    load_ranks_of(data_set, "delegations/data/precedence_ranks.csv")
    load_flag_rules(data_set)


def load_ranks(data_set):
    """What the city adds to the tables: `precedence_ranks.csv`."""
    load_ranks_of(data_set, "precedence_ranks.csv")


def load_ranks_of(data_set, file):
    for row in data_set.rows(file):
        with row.reading("table") as key:
            table = data_set.record(PrecedenceTable, key)
        with row.reading("beside") as key:
            beside = data_set.record(PrecedenceRank, key) if key else None
        if table is None or (row["beside"] and beside is None):
            data_set.pass_over(PrecedenceRank, row["key"])
            continue
        values = {"table": table, "beside": beside} | texts(row, "name", "note")
        values |= {name: row[name] for name in ("category", "tie", "words", "where", "slot")}
        for column in ("is_gap", "is_proposal"):
            with row.reading(column) as text:
                values[column] = YES[text]
        with row.reading("position") as text:
            values["position"] = int(text)
        same = {"table": table, "position": values["position"]}
        rank = data_set.put(PrecedenceRank, row["key"], values, row, natural=same)
        cite(data_set, rank, row, "name")
        cite(data_set, rank, row, "note", of="note")


def load_flag_rules(data_set):
    for row in data_set.rows("delegations/data/flag_rules.csv"):
        values = {"key": row["key"], "whose": row["whose"]} | texts(row, "text")
        for column in ("is_gap", "is_used"):
            with row.reading(column) as text:
                values[column] = YES[text]
        with row.reading("position") as text:
            values["position"] = int(text)
        rule = data_set.put(FlagRule, row["key"], values, row, natural={"whose": row["whose"]})
        cite(data_set, rule, row, "text")
        cite(data_set, rule, row, "text", of="also")


def cite(data_set, record, row, field, of="source"):
    """Say where that was read, where the row says it; what was read nowhere has no source."""
    title = row[f"{of}_title"]
    if not title:
        return
    is_note = of == "note"
    data_set.cite(
        record,
        f"{row['key']}:{of}",
        row,
        field=field,
        title=title,
        url=row[f"{of}_url"],
        says="" if of == "also" else row["note_says" if is_note else "says"],
        confidence=row["note_confidence" if is_note else "confidence"],
    )
