"""
A list of members as delegations have it: pasted or uploaded, in any order of columns.

A column is known by its heading in any language of the site, without headings by its order and
what stands in it; the reader may say otherwise.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegations import own_names
from delegations.member_columns import (
    ALWAYS_SHOWN,
    BY_NAME,
    FAMILY_FIRST,
    LEFT_OUT,
    LOOKUPS,
    NAME,
    OF_NAMES,
    PARTICLES,
    TITLES,
    by_content,
    by_heading,
)
from delegations.models import MOST_MEMBERS, Member
from office.exchange.tables import Unreadable, read, read_pasted
from office.exchange.words import folded
from office.text import labelled

FORMATS = (".csv", ".xlsx", ".ods")


def text_of_file(file):
    """An uploaded table as the text that somebody could have pasted. Raises Unreadable."""
    if not file.name.lower().endswith(FORMATS):
        raise Unreadable(_("Only XLSX, ODS and CSV files are read."))
    table = read(file)
    if len(table.rows) > MOST_MEMBERS:
        said = _("The file has %(count)d rows; at most %(limit)d are accepted.")
        raise Unreadable(said % {"count": len(table.rows), "limit": MOST_MEMBERS})
    width = 1 + max(
        (
            place
            for row in [table.header, *(row.cells for row in table.rows)]
            for place, cell in enumerate(row)
            if cell
        ),
        default=0,
    )
    return as_text([table.header[:width], *(row.cells[:width] for row in table.rows)])


def tells_needs(file):
    """Whether a file is a list in which a column says what guests eat or need."""
    file.seek(0)
    try:
        if not file.name.lower().endswith(FORMATS):
            return False
        return not {*by_heading(read(file).header).values()}.isdisjoint(Member.SPECIAL)
    except (Unreadable, ValidationError):
        return False
    finally:
        file.seek(0)


def as_text(rows):
    """Rows of cells as they are pasted."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


@dataclass
class Row:
    """One row of the table, and what was made of it."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # Whom it changes; None for somebody new.
    member: Member | None = None

    @property
    def name(self):
        told = [self.values.get(part) for part in ("title", "given_name", "family_name")]
        return " ".join(filter(None, told))

    def shown(self, columns):
        """What was made of the cells of these columns; a cell that is not understood as it is."""
        return [self._shown(name, place) for place, name in columns]

    def _shown(self, name, place):
        if name not in self.values:
            return self.cells[place] if place < len(self.cells) else ""
        value = self.values[name]
        if name == "photo_consent":
            return Member.Consent(value).label if value else ""
        if name == "is_head":
            return _("yes") if value else ""
        return BY_NAME[name].write(value, LOOKUPS)


@dataclass
class MemberTable:
    """What was pasted, each of its columns with its name ("" for one that is left out)."""

    columns: list
    rows: list
    header: list | None = None

    @property
    def faulty(self):
        return [row for row in self.rows if row.errors]

    @property
    def good(self):
        return [row for row in self.rows if not row.errors]

    @property
    def has_names(self):
        return bool({*OF_NAMES} & {*self.columns})

    @property
    def can_be_saved_in_part(self):
        return self.has_names and bool(self.good and self.faulty)

    @property
    def others(self):
        """(place, name) of each column that is taken over, beside title and names."""
        left = {LEFT_OUT, NAME, FAMILY_FIRST, *ALWAYS_SHOWN}
        return [(place, name) for place, name in enumerate(self.columns) if name not in left]

    @property
    def labels(self):
        """The labels of those columns, for the heading of the preview."""
        return [BY_NAME[name].label for _place, name in self.others]

    def shown_rows(self):
        """Each row with what the preview shows in those columns."""
        return [(row, row.shown(self.others)) for row in self.rows]

    def left_out(self):
        """The labels of the columns in which something stands, and which are not taken over."""
        samples = self.samples()
        return [label for _place, name, label, cells in samples if name == LEFT_OUT and cells]

    def only_good(self):
        return MemberTable(self.columns, self.good, self.header)

    def text_of_faulty(self):
        """What is wrong, with the heading, as it can be pasted once more."""
        header = [self.header] if self.header else []
        return as_text([*header, *(row.cells for row in self.faulty)])

    @property
    def is_good(self):
        return self.has_names and bool(self.rows) and not self.faulty

    def samples(self):
        """For each column its place, name, label and first cells."""
        for place, name in enumerate(self.columns):
            cells = [row.cells[place] for row in self.rows if place < len(row.cells)]
            label = _("Column %(number)s") % {"number": place + 1}
            if self.header and place < len(self.header):
                label = labelled(label, self.header[place])
            yield place, name, label, [cell for cell in cells if cell][:3]

    def matched(self, members):
        """Find for each row whom of the list it is about: by the name, one after the other."""
        known = {}
        for member in members:
            known.setdefault(key_of(member.given_name, member.family_name), []).append(member)
        for row in self.rows:
            waiting = known.get(key_of(*names_of(row.values)))
            row.member = waiting.pop(0) if waiting else None

    def merged(self, members, *, only):
        """(members to save, members to delete) of this list; `only`: those in the table alone."""
        self.matched(members)
        saved = []
        for row in self.rows:
            member = row.member or Member()
            for name, value in row.values.items():
                # What the table does not say stays as it was; for who is under age it cannot agree.
                agrees = name == "photo_consent" and value == Member.Consent.YES
                if value not in ("", []) and not (agrees and not member.may_agree):
                    setattr(member, name, value)
            saved.append(member)
        kept = {member.pk for member in saved}
        return saved, [one for one in members if only and one.pk not in kept]


def names_of(values):
    return values.get("given_name", ""), values.get("family_name", "")


def key_of(given, family):
    return folded(f"{given} {family}")


# ---------------------------------------------------------------- reading


def table_of(text, *, columns=None, has_header=None):
    """
    The table that the text is. Raises Unreadable where it is none, or too long.

    `columns` are the names that the reader chose, one for each column; `has_header` whether the
    first row is a heading. None: both are guessed.
    """
    # With one more for the heading.
    rows = read_pasted(text, most_rows=MOST_MEMBERS + 1)
    if not rows:
        raise Unreadable(_("Nothing was pasted."))
    width = max(len(row.cells) for row in rows)
    named = by_heading(rows[0].cells)
    if has_header is None:
        has_header = bool(named)
    body = rows[1:] if has_header else rows
    if not body:
        raise Unreadable(_("There is a heading, and no row below it."))
    if len(body) > MOST_MEMBERS:
        raise Unreadable(_("The list has at most %d members.") % MOST_MEMBERS)
    if columns is None or len(columns) != width:
        columns = [named.get(place, LEFT_OUT) for place in range(width)]
        if not has_header or not named:
            columns = by_content([row.cells for row in body], width)
    header = rows[0].cells if has_header else None
    table = MemberTable(columns, [checked(row, columns) for row in body], header)
    if header:
        tell_of_shifted(table.rows, len(header))
    one_head(table.rows)
    return table


def tell_of_shifted(rows, width):
    for row in rows:
        if len(row.cells) > width:
            said = _("The row has %(cells)d cells, the heading %(width)d: a column is shifted.")
            row.errors = [said % {"cells": len(row.cells), "width": width}]


# ---------------------------------------------------------------- one row


def checked(row, columns):
    """The row with its values, and what is wrong with it."""
    made = Row(row.number, row.cells)
    for place, problem in row.problems.items():
        (made.notes if place is None else made.errors).append(problem)
    for place, cell in enumerate(row.cells):
        name = columns[place]
        if name == LEFT_OUT or (not cell and name in (NAME, FAMILY_FIRST)):
            continue
        try:
            made.values |= values_of(name, " ".join(cell.split()))
        except ValidationError as error:
            made.errors += [labelled(BY_NAME[name].label, message) for message in error.messages]
    cut = {columns[place] for place in row.problems if place is not None and place < len(columns)}
    made.errors += name_its_language(made.values)
    made.errors += faults_of(made.values, told={*cut, *(ALWAYS_SHOWN if cut & {*OF_NAMES} else ())})
    return made


def values_of(name, cell):
    if name in (NAME, FAMILY_FIRST):
        return parts_of_name(cell, family_first=name == FAMILY_FIRST)
    if not cell:
        empty = {"languages": [], "is_head": False}
        return {name: empty.get(name, "")}
    return {name: BY_NAME[name].read(cell, LOOKUPS)}


def name_its_language(values):
    """A name in its own script says by it in which language it is, or that is a fault."""
    own = values.get("own_name")
    if not own or values.get("own_language"):
        return []
    language = own_names.language_of(own, values.get("languages") or [])
    if language:
        values["own_language"] = language
        return []
    return [labelled(BY_NAME["own_name"].label, _("Say in a column of its own in which language."))]


def faults_of(values, told=()):
    """
    What the model says of it, each with the name of its column; of `told` something was said.
    """
    missing = [] if values.get("family_name") else [_("The name is missing.")]
    left = {*told, *(["family_name"] if missing else [])}
    try:
        Member(**values).clean_fields(exclude=["visit", "position", "notice", "person", *left])
    except ValidationError as error:
        return missing + [
            labelled(BY_NAME[name].label, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return missing


def one_head(rows):
    heads = [row for row in rows if row.values.get("is_head")]
    for row in heads[1:]:
        row.errors.append(_("The delegation has one head: another row says so too."))
    counted = Counter(key_of(*names_of(row.values)) for row in rows if not row.errors)
    for row in rows:
        if counted[key_of(*names_of(row.values))] > 1:
            row.notes.append(_("This name stands here more than once: they are taken as two."))


def parts_of_name(text, *, family_first=False):
    """
    Title, given and family name of a whole name.

    “TANAKA Hana” and “Tanaka, Hana” say which is which; of any other the last word is the family
    name, with the particles before it, or the first one where `family_first`.
    """
    title, words = without_title(text)
    family, comma, given = " ".join(words).partition(",")
    if comma and given.strip():
        return parts(title, given.strip(), family.strip())
    words = [word.strip(",") for word in words]
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        return parts(title, " ".join(w for w in words if w not in loud), " ".join(loud))
    if family_first and len(words) > 1:
        end = 1
        while end < len(words) - 1 and folded(words[end - 1]) in PARTICLES:
            end += 1
        return parts(title, " ".join(words[end:]), " ".join(words[:end]))
    begin = len(words) - 1
    while begin > 1 and folded(words[begin - 1]) in PARTICLES:
        begin -= 1
    return parts(title, " ".join(words[:begin]), " ".join(words[begin:]))


def parts(title, given, family):
    found = {"given_name": given, "family_name": family}
    return found | {"title": title} if title else found


def without_title(text):
    words, said = text.split(), []
    while len(words) > 1 and (folded(words[0]) in TITLES):
        said.append(words.pop(0))
    return " ".join(said), words
