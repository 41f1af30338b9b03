"""
Data sets: documented facts in files, put into the database and kept in step with it.

A data set is a folder of CSV files. Each app hands in a reader for the files that it
understands; `load` runs them all in one transaction. Loading again changes only what
the files changed: what staff have edited is theirs (office.models.LoadedRecord).
"""

import csv
from collections import Counter
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from office.models import Audience, Citation, LoadedRecord, Source, VisibleRecord
from office.registry import Registry

# File name -> function(data_set). A reader whose file is not there has nothing to do.
readers = Registry()
# What every office needs, whichever its city: read before the city's own files.
common = Registry()


class BadRow(Exception):
    """A row that cannot be loaded: names file, line and field. Nothing was changed."""

    def __init__(self, row, field, message):
        super().__init__(f"{row.file}, line {row.line}, {field}: {message}")
        self.row, self.field, self.message = row, field, message


class Row(dict):
    """One row of a file: column -> text without spaces around it."""

    def __init__(self, values, file, line):
        super().__init__(
            (column, (text or "").strip()) for column, text in values.items() if column is not None
        )
        self.file, self.line = file, line
        if None in values:
            raise BadRow(self, "columns", "the row has more cells than the header")

    def __missing__(self, column):
        raise BadRow(self, column, "the column is missing")

    @contextmanager
    def reading(self, column):
        """Turn what goes wrong while a cell is read into a BadRow."""
        try:
            yield self[column]
        except BadRow:
            raise
        except ValidationError as error:
            raise BadRow(self, column, " ".join(error.messages)) from error
        except (ValueError, ArithmeticError, LookupError, models.ObjectDoesNotExist) as error:
            raise BadRow(self, column, f"“{self[column]}” is not understood") from error


class DataSet:
    """
    One data set while it is being loaded.

    `counts` tells what was added, changed, unchanged and left because it is staff's.
    """

    def __init__(self, name, folder):
        self.name, self.folder = name, Path(folder)
        self.counts = Counter()
        self._memory = {}

    def rows(self, file):
        """The rows of a CSV file (UTF-8, header first); none where the file is not there."""
        path = self.folder / file
        if not path.exists():
            return
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            for values in reader:
                yield Row(values, file, reader.line_num)

    def put(self, model, key, values, row, *, natural=None, audience=None):
        """
        Make the record of that key what the row says, and return it; None where staff deleted it.

        `natural` are the fields that find a record which staff made before; such a
        record is left as it is. `audience` is the level at which a new record starts.
        Raises BadRow when the record would not be valid.
        """
        remembered, record = self._remembered(model, key)
        if remembered is None:
            record = natural and model._base_manager.filter(**natural).first()
            if record:
                self._remember(model, key, record, {})
                self.counts["left"] += 1
                return record
            return self._add(model, key, values, row, audience)
        if record is None:
            self.counts["left"] += 1
            return None
        self._change(record, remembered, values, row)
        return record

    def _add(self, model, key, values, row, audience):
        record = model(**values)
        if issubclass(model, VisibleRecord):
            record.audience = Audience.objects.create(level=audience or Audience.Level.INTERNAL)
        self._validate(record, row)
        record.save()
        self._remember(model, key, record, values)
        self.counts["added"] += 1
        return record

    def _change(self, record, remembered, values, row):
        ours = {
            name: value
            for name, value in values.items()
            if plain(record, name) == remembered.values.get(name, ...)
        }
        before = {name: plain(record, name) for name in ours}
        for name, value in ours.items():
            setattr(record, name, value)
        changed = {name for name in ours if plain(record, name) != before[name]}
        if changed:
            self._validate(record, row)
            record.save()
            remembered.values |= {name: plain(record, name) for name in changed}
            remembered.save()
            self.counts["changed"] += 1
        elif len(ours) < len(values):
            self.counts["left"] += 1
        else:
            self.counts["unchanged"] += 1

    def _validate(self, record, row):
        try:
            record.full_clean(exclude=["audience"])
        except ValidationError as error:
            field, errors = next(iter(error.error_dict.items()))
            name = "row" if field == NON_FIELD_ERRORS else field
            raise BadRow(row, name, " ".join(errors[0].messages)) from error

    def cite(
        self, record, key, row, *, field, title, url="", says="", confidence="medium", licence=""
    ):
        """Say which source bears out a field of a record, or says otherwise of it."""
        source = self.put(
            Source,
            f"{title}|{url}",
            {"title": title, "url": url, "licence": licence},
            row,
            natural={"title": title, "url": url},
        )
        if record is None or source is None:
            return
        values = {"field": field, "says": says, "confidence": confidence, "source": source}
        target = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
        self.put(Citation, f"{key}|{field}|{title}|{url}|{says}", values | target, row)

    def record(self, model, key):
        """The record loaded under the key, None if staff deleted it; raises KeyError if never."""
        remembered, record = self._remembered(model, key)
        if remembered is None:
            raise KeyError(key)
        return record

    def once(self, record, key, texts):
        """Those of the texts that this data set has never handed in for the record before."""
        remembered, _record = self._remembered(type(record), key)
        before = remembered.values.get("texts", [])
        fresh = [text for text in texts if text not in before]
        if fresh:
            remembered.values["texts"] = [*before, *fresh]
            remembered.save()
        return fresh

    def _remembered(self, model, key):
        """What was loaded under the key, and the record as it is now; (None, None) at first."""
        if model not in self._memory:
            kind = ContentType.objects.get_for_model(model)
            loaded = LoadedRecord.objects.filter(data_set=self.name, content_type=kind)
            by_key = {one.key: one for one in loaded}
            records = model._base_manager.in_bulk([one.object_id for one in loaded])
            self._memory[model] = {
                key: (one, records.get(one.object_id)) for key, one in by_key.items()
            }
        return self._memory[model].get(key, (None, None))

    def _remember(self, model, key, record, values):
        loaded = LoadedRecord.objects.create(
            data_set=self.name,
            key=key,
            record=record,
            values={name: plain(record, name) for name in values},
        )
        self._memory.setdefault(model, {})[key] = (loaded, record)


def plain(record, name):
    """A field's value as JSON keeps it, alike before and after a save."""
    field = record._meta.get_field(name)
    value = field.to_python(getattr(record, field.attname))
    if isinstance(value, Decimal):
        value = value.normalize()
    return value if value is None or isinstance(value, bool | int) else str(value)


def load_common():
    """Load what every office needs; returns the counts. Raises BadRow."""
    data_set = DataSet("common", Path(__file__).parent.parent)
    for reader in common.values():
        reader(data_set)
    return data_set.counts


@transaction.atomic
def load(name, folder):
    """Load a data set whole or not at all; returns the counts. Raises BadRow."""
    data_set = DataSet(name, folder)
    data_set.counts += load_common()
    for reader in readers.values():
        reader(data_set)
    return data_set.counts
