"""The rows of an import as a page shows them, with what they may be the same as."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from office.exchange import actions
from office.exchange.forms import RowForm
from office.exchange.resources import Lookups
from office.models import ImportedRow

# A form has at most a thousand fields, and a row up to forty.
ROWS_A_PAGE = 20
OPEN = "open"


@dataclass(frozen=True)
class Candidate:
    """What a row may be the same as: its texts beside those of the row."""

    token: str
    name: str
    texts: dict

    @property
    def choice(self):
        return _("The same: %s") % self.name


class Review:
    """One page of rows, by fate; "open" are those that need somebody."""

    def __init__(self, of, resource, fate, page):
        self.of, self.resource, self.fate = of, resource, fate
        taken = set(of.columns.values())
        self.columns = [one for one in resource.columns() if one.name in taken]
        self.page = Paginator(self._rows(), ROWS_A_PAGE).get_page(page)
        self.forms = []

    def _rows(self):
        rows = self.of.rows.order_by("number")
        if self.fate == OPEN:
            return rows.filter(fate__in=["error", "duplicate"])
        return rows.filter(fate=self.fate) if self.fate else rows

    def build(self, data=None):
        """The forms of the rows; of those that were on the page when it is sent."""
        rows = list(self.page)
        if data is not None:
            sent = [pk for pk in data.getlist("row") if pk.isdecimal()]
            rows = list(self.of.rows.filter(pk__in=sent[: 2 * ROWS_A_PAGE]).order_by("number"))
        candidates = self._candidates(rows)
        self.forms = [
            RowForm(
                data,
                row=row,
                columns=self.columns,
                texts=row.texts(self.of.columns),
                candidates=[candidates[one] for one in row.candidates if one in candidates]
                if row.fate == ImportedRow.Fate.DUPLICATE
                else (),
            )
            for row in rows
        ]
        return self

    def save(self):
        """Keep what was mended and decided; false where a form is wrong."""
        if not all(form.is_valid() for form in self.forms):
            return False
        texts = {form.row: form.corrected() for form in self.forms}
        decisions = {form.row: form.decision() for form in self.forms}
        actions.mend(
            self.of,
            texts={row: one for row, one in texts.items() if one is not None},
            decisions={row: one for row, one in decisions.items() if one is not None},
        )
        return True

    def _candidates(self, rows):
        """Token -> Candidate, of what the user may see."""
        keys = {"record": set(), "row": set()}
        for row in rows:
            for token in row.candidates:
                kind, _colon, key = token.partition(":")
                keys[kind].add(int(key))
        found = {}
        if keys["record"]:
            lookups = Lookups(self.of.by)
            for record in self.resource.records(self.of.by).filter(pk__in=keys["record"]):
                texts = self.resource.cells(record, lookups)
                token = f"record:{record.pk}"
                found[token] = Candidate(token, str(record), texts)
        for row in self.of.rows.filter(number__in=keys["row"]):
            token = f"row:{row.number}"
            name = _("row %d of this file") % row.number
            found[token] = Candidate(token, name, row.texts(self.of.columns))
        return found

    def tabs(self):
        """(fate, label, count, whether it is shown) of every fate that some row has."""
        open_rows = self.of.count("error") + self.of.count("duplicate")
        tabs = [(OPEN, _("To decide"), open_rows)]
        tabs += [(fate, capfirst(fate.label), self.of.count(fate)) for fate in ImportedRow.Fate]
        tabs.append(("", _("All rows"), self.of.rows_total))
        return [(*tab, tab[0] == self.fate) for tab in tabs if tab[2]]


def comparison(form, columns):
    """The lines of the table beside a question: label, text of the row, texts of the others."""
    return [
        (
            capfirst(column.label),
            form.texts.get(column.name, ""),
            [one.texts.get(column.name, "") for one in form.candidates],
        )
        for column in columns
        if form.texts.get(column.name) or any(one.texts.get(column.name) for one in form.candidates)
    ]
