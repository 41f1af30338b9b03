"""Public lists: what a visitor may ask of them in the address, and the same as a table."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from office.errors import NotHere
from office.numbers import between_cells, decimal_sign
from office.text import inert

# Spreadsheets take a file for UTF-8 when it begins with this.
MARK = "\ufeff"


# ---------------------------------------------------------------- what is asked


class ChoiceInAddress(forms.ModelChoiceField):
    """One of the rows, by a text in the address: where anybody may write anything."""

    def to_python(self, value):
        if value and "\0" in value:
            # The database takes no such text, not even to look it up.
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value.replace("\0", "\ufffd")},
            )
        return super().to_python(value)


@dataclass(frozen=True)
class Chip:
    """One filter that is on, in words, with the address of the page without it."""

    text: str
    url: str


class AddressFilter(forms.Form):
    """The filters of a list, all of them in its address."""

    def in_words(self):
        """(name, words) of each filter that is on. Call it on a valid form only."""
        raise NotImplementedError  # each list's own

    def query(self, *, without=()):
        """The filters as one address says them: none that is empty or unknown, in one order."""
        asked = {name: self.data.get(name) for name in self.fields if name not in without}
        return urlencode({name: text for name, text in asked.items() if text})

    def chips(self, path):
        """What is filtered, in words; each can be taken away. Call it on a valid form only."""
        return [
            Chip(text, f"{path}?{query}" if (query := self.query(without=[name])) else path)
            for name, text in self.in_words()
        ]

    def refuse_wrong(self):
        """Of a file, which cannot say it at a field. Raises NotHere with what is asked wrongly."""
        if not self.is_valid():
            raise NotHere(" ".join(words for errors in self.errors.values() for words in errors))


# ---------------------------------------------------------------- the table


def sources(record):
    """Title and address of each source of a record, once; its citations are at hand."""
    found = (citation.source for citation in record.citations.all())
    return dict.fromkeys(" ".join(filter(None, [one.title, one.url])) for one in found)


def csv_of(rows, columns, *, name):
    """
    The answer that hands out one line a row, for the reader's own spreadsheet.

    `columns` is {heading: function of a row}.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response, delimiter=between_cells())
    response.write(MARK)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(cell_text(of(row)) for of in columns.values())
    return response


def day(date):
    """A partial date as programs read it; empty where there is none."""
    return date.isoformat() if date else ""


def cell_text(cell):
    """A number with the sign that the table's language has; a text so that none calculates it."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(cell).replace(".", decimal_sign())
    return inert(str(cell))
