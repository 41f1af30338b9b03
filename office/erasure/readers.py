"""The periods that every office starts from and may change: a file of this app."""

from office.models import Retention
from office.personal import Kind


def load_retention(data_set):
    for row in data_set.rows("office/data/retention.csv"):
        with row.reading("kind") as kind:
            values = {"kind": Kind(kind), "after": row["after"], "source": row["source"]}
        with row.reading("days") as days:
            values["days"] = int(days)
        same = {"kind": values["kind"], "after": values["after"]}
        data_set.put(Retention, f"{row['kind']} {row['after']}", values, row, natural=same)
