"""
Data sets: documented facts in files, put into the database and kept in step with it.

A data set is a folder of CSV files. Each app hands in a reader for the files that it
understands; `load` runs them all in one transaction. Loading again changes only what
the files changed: what staff have edited is theirs (office.models.LoadedRecord).
"""

import csv
import io
from collections import Counter, defaultdict
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from office import search
from office.dates import PartialDate, check_order
from office.models import (
    Audience,
    Citation,
    LoadedRecord,
    Source,
    TranslatedRecord,
    VisibleRecord,
)
from office.registry import Registry

# File name -> function(data_set). A reader whose file is not there has nothing to do.
readers = Registry()
# The same for what speaks of the records of others: read after all of them.
last = Registry()
# How the files call a kind of record that sources can be cited for -> its model.
citable = Registry()
# What every office needs, whichever its city: read before the city's own files.
common = Registry()
COMMON = "common"


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
        if None in values.values():
            raise BadRow(self, "columns", "the row has fewer cells than the header")

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
        self._seen = set()
        self._passed_over = set()
        self._sources = {}
        self._added = defaultdict(list)
        self._remembered_now = []

    def rows(self, file):
        """The rows of a CSV file (UTF-8, header first); none where the file is not there."""
        path = self.folder / file
        if not path.exists():
            return
        content = path.read_bytes()
        try:
            text = io.StringIO(content.decode("utf-8-sig"), newline="")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise BadRow(Row({}, file, line), "encoding", "this is not UTF-8") from error
        reader = csv.DictReader(text, strict=True)
        try:
            for values in reader:
                yield Row(values, file, reader.line_num)
        except csv.Error as error:
            raise BadRow(Row({}, file, reader.reader.line_num), "columns", error) from error

    def put(self, model, key, values, row, *, natural=None, audience=None):
        """
        Make the record of that key what the row says, and return it; None where staff deleted it.

        `natural` are the fields that find a record which staff made before; such a
        record is left as it is. `audience` is the level at which a new record starts.
        The row's column `drafts` ("fr|de") names the languages whose texts are drafts.
        Raises BadRow when the record would not be valid, or the key stood there before.
        """
        if (model, key) in self._seen:
            raise BadRow(row, "row", f"“{key}” stands there a second time")
        self._seen.add((model, key))
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

    def supplement(self, model, key, values, row):
        """
        Add texts that stand in a file of their own to the record that `put` made of the key.

        Their row has its own `drafts`. A record that staff made or deleted is left alone;
        raises BadRow where the key is unknown.
        """
        remembered, record = self._remembered(model, key)
        if remembered is None and (model, key) not in self._passed_over:
            raise BadRow(row, "row", f"“{key}” stands in no other file")
        if record is None or not self.made(record):
            self.counts["left"] += 1
        elif record in self._added[model]:
            self._complete(record, remembered, values, row)
        else:
            self._change(record, remembered, values, row)

    def _complete(self, record, remembered, values, row):
        """A record that is just being added is not changed by this, but added with it."""
        for name, value in values.items():
            setattr(record, name, value)
        record.skip_history_when_saving = True
        self._save(record, row)
        del record.skip_history_when_saving
        remembered.values |= {name: plain(record, name) for name in values}

    def pass_over(self, model, key):
        """Leave a row that hangs on a record which staff deleted."""
        self._passed_over.add((model, key))
        self.counts["left"] += 1

    def _add(self, model, key, values, row, audience):
        record = model(**values)
        if issubclass(model, VisibleRecord):
            record.audience = Audience.objects.create(level=audience or Audience.Level.INTERNAL)
        record.skip_history_when_saving = True  # finish() writes it for all at once
        self._save(record, row)
        del record.skip_history_when_saving
        self._added[model].append(record)
        self._remember(model, key, record, values)
        self.counts["added"] += 1
        return record

    def _change(self, record, remembered, values, row):
        ours = {
            name: value for name, value in values.items() if still_ours(record, name, remembered)
        }
        before = {name: plain(record, name) for name in ours}
        for name, value in ours.items():
            setattr(record, name, value)
        translated = isinstance(record, TranslatedRecord)
        restated = translated and record.mark_drafts(ours, drafts_of(row))
        now = {name: plain(record, name) for name in ours}
        if now != before or restated:
            self._save(record, row)
            remembered.values |= now
            remembered.save()
            self.counts["changed"] += 1
        elif len(ours) < len(values):
            self.counts["left"] += 1
        else:
            self.counts["unchanged"] += 1

    def _save(self, record, row):
        record.drafts = drafts_of(row)
        try:
            # What must be unique, and the checks, are left to the database, which looks
            # anyway: to ask it before each row took longer than everything else.
            record.full_clean(
                exclude=not_cleaned(record), validate_unique=False, validate_constraints=False
            )
            check_order(record)
            record.save()
        except ValidationError as error:
            field, errors = next(iter(error.error_dict.items()))
            name = "row" if field == NON_FIELD_ERRORS else field
            raise BadRow(row, name, " ".join(errors[0].messages)) from error
        except IntegrityError as error:
            raise BadRow(row, "row", why_refused(record, error)) from error

    def cite(
        self, record, key, row, *, field, title, url="", says="", confidence="medium", licence=""
    ):
        """
        Say which source bears out a field of a record, or says otherwise of it.

        Nothing is said of a record that staff made or deleted: its values are theirs.
        """
        if record is None or not self.made(record):
            self.counts["left"] += 1
            return
        if field not in {one.name for one in record._meta.fields}:
            raise BadRow(row, "field", f"“{field}” is not a field of {record._meta.label}")
        source = self._source(title, url, licence, row)
        if source is None:
            return
        values = {"field": field, "says": says, "confidence": confidence, "source": source}
        target = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
        self.put(Citation, f"{key}|{field}|{title}|{url}|{says}", values | target, row)

    def _source(self, title, url, licence, row):
        key = f"{title}|{url}"
        if key not in self._sources:
            same = {"title": title, "url": url}
            values = {**same, "licence": licence}
            self._sources[key] = self.put(Source, key, values, row, natural=same)
        return self._sources[key]

    def record(self, model, key):
        """
        The record that was loaded under the key, None if staff deleted it.

        By this data set or the common one; raises KeyError if by neither.
        """
        if (model, key) in self._passed_over:
            return None
        for data_set in (self.name, COMMON):
            remembered, record = self._remembered(model, key, data_set)
            if remembered:
                return record
        raise KeyError(key)

    def made(self, record):
        """Whether this data set made the record, rather than found it made by staff."""
        loaded = self._loaded(type(record), self.name).values()
        return any(found == record and remembered.values for remembered, found in loaded)

    def once(self, record, key, texts):
        """Those of the texts that this data set has never handed in for the record before."""
        remembered, _record = self._remembered(type(record), key)
        before = remembered.values.get("texts", [])
        fresh = [text for text in texts if text not in before]
        if fresh:
            remembered.values["texts"] = [*before, *fresh]
            if remembered.pk:
                remembered.save()
        return fresh

    def _remembered(self, model, key, data_set=None):
        """What was loaded under the key, and the record as it is now; (None, None) at first."""
        return self._loaded(model, data_set or self.name).get(key, (None, None))

    def _loaded(self, model, data_set):
        if (model, data_set) not in self._memory:
            kind = ContentType.objects.get_for_model(model)
            loaded = LoadedRecord.objects.filter(data_set=data_set, content_type=kind)
            by_key = {one.key: one for one in loaded}
            records = model._base_manager.in_bulk([one.object_id for one in loaded])
            self._memory[model, data_set] = {
                key: (one, records.get(one.object_id)) for key, one in by_key.items()
            }
        return self._memory[model, data_set]

    def _remember(self, model, key, record, values):
        remembered = LoadedRecord(
            data_set=self.name,
            key=key,
            record=record,
            values={name: plain(record, name) for name in values},
        )
        self._remembered_now.append(remembered)
        self._loaded(model, self.name)[key] = (remembered, record)

    def finish(self):
        """Write the memory and the history of what was added."""
        LoadedRecord.objects.bulk_create(self._remembered_now)
        for model, records in self._added.items():
            model.history.bulk_history_create(records)


def still_ours(record, name, remembered):
    """
    Whether a field has the value that was loaded, or a column that is new found it empty.

    A text that a person checked is theirs, though it reads as it was loaded.
    """
    if isinstance(record, TranslatedRecord) and record.written_by_a_person(name):
        return False
    now = plain(record, name)
    if name in remembered.values:
        return now == remembered.values[name]
    return bool(remembered.values) and now in (None, "")


def drafts_of(row):
    """The languages whose texts in the row nobody has checked yet."""
    known = dict(settings.LANGUAGES)
    drafts = frozenset(code for code in row.get("drafts", "").split("|") if code)
    for code in sorted(drafts - {*known}):
        raise BadRow(row, "drafts", f"“{code}” is none of {', '.join(known)}")
    return drafts


def plain(record, name):
    """A field's value as JSON keeps it, alike before and after a save and in every language."""
    field = record._meta.get_field(name)
    match field.to_python(getattr(record, field.attname)):
        case Decimal() as value:
            return str(value.normalize())
        case PartialDate() as value:
            return value.isoformat()
        case (None | bool() | int() | list()) as value:
            return value
        case value:
            return str(value)


def not_cleaned(record):
    """
    The fields that are not in the files.

    To clean `name` would write the text that it falls back to into the active language.
    """
    columns = [field for field in record._meta.fields if hasattr(field, "translated_field")]
    return {"audience", *(column.translated_field.name for column in columns)}


def why_refused(record, error):
    """What the database has against a record, in the words of the constraint if it is ours."""
    found = error.__cause__.diag
    for constraint in record._meta.constraints:
        if constraint.name == found.constraint_name:
            return constraint.get_violation_error_message()
    return found.message_detail or found.message_primary


def load_common():
    """Load what every office needs; returns the counts. Raises BadRow."""
    data_set = DataSet(COMMON, Path(__file__).parent.parent)
    with search.postponed():
        for reader in common.values():
            reader(data_set)
    data_set.finish()
    return data_set.counts


@transaction.atomic
def load(name, folder):
    """Load a data set whole or not at all; returns the counts. Raises BadRow."""
    data_set = DataSet(name, folder)
    with search.postponed():
        _read_all(data_set)
    return data_set.counts


def _read_all(data_set):
    # The office itself comes first, by the lowest app: until it is there, each text that is
    # read asks the database anew for the original language.
    office, *others = readers.values()
    office(data_set)
    data_set.counts += load_common()
    for reader in (*others, *last.values()):
        reader(data_set)
    data_set.finish()
