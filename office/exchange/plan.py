"""What a table would do, worked out row by row without writing anything."""

import copy
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from office.datasets import plain
from office.exchange.columns import chosen
from office.exchange.resources import Lookups
from office.exchange.tables.reading import letters
from office.models.imports import ImportedRow

Fate = ImportedRow.Fate
MOST_CANDIDATES = 3


def in_silence(done):
    """The progress that nobody waits for."""


def kept(record, name):
    """What a field holds, as JSON keeps it: of several records their keys."""
    if record._meta.get_field(name).many_to_many:
        return [one.pk for one in chosen(record, name)]
    return plain(record, name)


class Draft:
    """What one row makes and changes: `made` records, and `before` of those that it changes."""

    def __init__(self, record, *, is_new):
        self.record = record
        self.made = [record] if is_new else []
        self.before = []  # (record, {field: its value before, as JSON keeps it})

    def add(self, record):
        """One more record that the row makes."""
        self.made.append(record)

    def set(self, record, name, value):
        """Set a field, and remember what stood there when that is another value."""
        before = kept(record, name)
        if record._meta.get_field(name).many_to_many:
            record.chosen = {**getattr(record, "chosen", {}), name: value}
        else:
            setattr(record, name, value)
        is_ours = any(record is made for made in self.made)
        if not is_ours and kept(record, name) != before:
            self._remembered(record).setdefault(name, before)

    def _remembered(self, record):
        for known, values in self.before:
            if known is record:
                return values
        self.before.append((record, {}))
        return self.before[-1][1]

    @property
    def changes_nothing(self):
        return not self.made and not self.before

    @property
    def touched(self):
        return [*self.made, *(record for record, _values in self.before)]


class Known:
    """The records that are there, and those that earlier rows of the file made or changed."""

    def __init__(self, resource, lookups):
        self.resource = resource
        self.same, self.alike = defaultdict(list), defaultdict(list)
        self.by_pk, self.from_row = {}, {}
        self.number_by_id = {}  # of records that are not saved yet: id() -> number of the row
        for record in resource.records(lookups.user):
            self.add(record)

    def add(self, record):
        if record.pk:
            self.by_pk[record.pk] = record
        get = self.resource.known_of(record)
        for key in self.resource.identities(get):
            self.same[key].append(record)
        for key in self.resource.likenesses(get):
            self.alike[key].append(record)

    def adopt(self, record, number):
        """Take over what a row made of a record, for the rows after it."""
        if record.pk is None and self.number_of(record) is None:
            self.number_by_id[id(record)] = number
            self.from_row[number] = record
            self.add(record)
        elif record.pk:
            self.by_pk[record.pk] = record

    def found(self, index, keys):
        """The records under one of the keys, each once, as they are by now."""
        found = []
        for key in keys:
            for record in index.get(key, ()):
                now = self.by_pk.get(record.pk, record)
                if not any(now is one for one in found):
                    found.append(now)
        return found

    def number_of(self, record):
        """The row that makes the record; None where it is there already."""
        return self.number_by_id.get(id(record))

    def token(self, record):
        """How a decision names the record."""
        return f"record:{record.pk}" if record.pk else f"row:{self.number_of(record)}"

    def named(self, token):
        """The record that a decision names; None when it is not there, or no longer seen."""
        kind, _colon, key = token.partition(":")
        if not key.isdecimal():
            return None
        return (self.by_pk if kind == "record" else self.from_row).get(int(key))


class Plan:
    """The fate of every row of an import, as this person and this moment have it."""

    def __init__(self, of, resource, rows):
        self.of, self.resource, self.rows = of, resource, rows
        self.user = of.by
        self.columns = {column.name: column for column in resource.columns()}
        self.places = {name: int(place) for place, name in of.columns.items()}
        self.lookups = Lookups(self.user)
        self.drafts = []  # (row, draft) of what is to be saved
        self.changed = set()  # keys of the records that earlier rows change

    def work_out(self, progress=in_silence):
        self.resource.prepare(self.lookups)
        self.known = Known(self.resource, self.lookups)
        self.may_change = self.resource.may(self.user, "change")
        for done, row in enumerate(self.rows, start=1):
            self.judge(row)
            if done % 100 == 0:
                progress(done)
        return self

    def judge(self, row):
        row.messages, row.candidates, row.changes = [], [], {}
        row.target_id = None
        if row.decision == row.LEAVE_OUT:
            row.fate = Fate.SKIPPED
            return
        values = self.values_of(row)
        if row.messages:
            row.fate = Fate.ERROR
            self.tell_the_rest(row, values)
            return
        try:
            self.match(row, values)
        except ValidationError as error:
            self.refuse(row, error)

    def values_of(self, row):
        """The values that stand in the row; an empty cell says nothing, and changes nothing."""
        values, texts = {}, row.texts(self.of.columns)
        for place, problem in row.problems.items():
            name = self.of.columns.get(place, "")
            if (name or not place) and not row.is_settled(place, name):
                self.tell(row, name, problem)
        told = {message["column"] for message in row.messages}
        for name, column in self.columns.items():
            if name in told:
                continue
            if text := texts.get(name, "").strip():
                try:
                    values[name] = column.read(text, self.lookups)
                except ValidationError as error:
                    self.tell(row, name, " ".join(error.messages))
            elif column.required:
                self.tell(row, name, _("This is needed: %s.") % column.label)
        return values

    def tell_the_rest(self, row, values):
        """What the record itself has against the good cells of a row whose others are wrong."""
        if any(one.required and name not in values for name, one in self.columns.items()):
            return  # Without them there is no record to ask.
        try:
            self.check(self.drafted(None, values))
        except ValidationError as error:
            for name, errors in getattr(error, "error_dict", {}).items():
                if name in values:
                    self.tell(row, name, " ".join(text for one in errors for text in one.messages))

    def tell(self, row, name, text):
        place = self.places.get(name)
        address = f"{letters(place)}{row.number}" if place is not None else str(row.number)
        row.messages.append({"column": name, "address": address, "text": text})

    def match(self, row, values):
        """Find out whether the row is new, the same as something, or a question."""
        chosen = self.known.named(row.decision)
        if chosen is not None:
            self.accept(row, values, chosen)
            return
        if row.decision == row.AS_NEW:
            self.accept(row, values)
            return
        same = self.known.found(self.known.same, self.resource.identities(values.get))
        for record in same:
            if record.pk and self.drafted(record, values).changes_nothing:
                self.accept(row, values, record)
                return
        # What an earlier row of the file makes or changes as well is for a person to decide.
        if len(same) == 1 and same[0].pk and same[0].pk not in self.changed:
            self.accept(row, values, same[0])
            return
        if not self.ask(row, same or self.probable(values)):
            self.accept(row, values)

    def probable(self, values):
        alike = self.known.found(self.known.alike, self.resource.likenesses(values.get))
        more = [self.known.by_pk.get(pk) for pk in self.resource.alike(values, self.lookups)]
        return [*alike, *(one for one in more if one and all(one is not two for two in alike))]

    def ask(self, row, candidates):
        if candidates:
            row.fate = Fate.DUPLICATE
            row.candidates = [self.known.token(one) for one in candidates[:MOST_CANDIDATES]]
        return bool(candidates)

    def drafted(self, record, values):
        """What the values would make of a copy of the record, or of a new one."""
        is_new = record is None
        record = self.resource.begin(self.lookups) if is_new else copy.copy(record)
        draft = Draft(record, is_new=is_new)
        self.resource.fill(draft, values, self.lookups)
        return draft

    def accept(self, row, values, record=None):
        before = record and self.resource.cells(record, self.lookups)
        if record is not None and record.pk is None:
            # Made by an earlier row: what is added to it is saved with it.
            draft = Draft(record, is_new=False)
            self.resource.fill(draft, values, self.lookups)
            draft.before = [(one, values) for one, values in draft.before if one.pk]
        else:
            draft = self.drafted(record, values)
        self.check(draft)
        if record is None:
            row.fate = Fate.NEW
        elif draft.changes_nothing and record.pk:
            row.fate = Fate.UNCHANGED
        else:
            row.fate = Fate.CHANGE
        row.changes = self.resource.changes(before, draft, self.lookups)
        if row.fate == Fate.CHANGE and not self.may_change:
            raise ValidationError(_("This is there already, and you may not change it."))
        row.target_id = draft.record.pk
        self.known.adopt(draft.record, row.number)
        if row.fate == Fate.CHANGE:
            self.changed.add(draft.record.pk)
        if row.fate in (Fate.NEW, Fate.CHANGE):
            self.drafts.append((row, draft))

    def check(self, draft):
        """What the forms of the back-office would say, but for what the database says better."""
        faults = {}
        for record in draft.touched:
            try:
                self.resource.validate(record)
            except ValidationError as error:
                for field, errors in error.error_dict.items():
                    known = field != NON_FIELD_ERRORS
                    name = self.resource.column_of(record, field) if known else ""
                    faults.setdefault(name, []).extend(errors)
        if faults:
            raise ValidationError(faults)

    def refuse(self, row, error):
        """Tell a fault of the record at the columns that its fields stand in."""
        row.fate, row.target_id, row.changes = Fate.ERROR, None, {}
        if not hasattr(error, "error_dict"):
            self.tell(row, "", " ".join(error.messages))
            return
        for name, errors in error.error_dict.items():
            self.tell(row, name, " ".join(message for one in errors for message in one.messages))
