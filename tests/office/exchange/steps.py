"""What an import is taken through, without the pages."""

from office.exchange import actions
from office.models import Import
from tests.office.exchange.tables import csv_file


def checked(by, resource, *rows, file=None, decisions=None):
    """An import of the rows as it is after the check, read anew."""
    of = actions.upload(resource=resource, file=file or csv_file(*rows), sheet="", by=by)
    return check(of, decisions)


def check(of, decisions=None):
    rows = {row.number: row for row in of.rows.all()}
    chosen = {rows[number]: decision for number, decision in (decisions or {}).items()}
    actions.mend(of, texts={}, decisions=chosen)
    actions.begin_check(of)
    actions.check(Import.objects.get(pk=of.pk))
    return Import.objects.get(pk=of.pk)


def run(of):
    actions.begin_run(of)
    actions.run(Import.objects.get(pk=of.pk))
    return Import.objects.get(pk=of.pk)


def imported(by, resource, *rows, **options):
    of = run(checked(by, resource, *rows, **options))
    assert of.state == of.State.DONE, fates(of)
    return of


def fates(of):
    """Number of the row -> its fate, and what was told."""
    return {
        row.number: (row.fate, [(one["address"], one["text"]) for one in row.messages])
        for row in of.rows.all()
    }


def undo(of):
    actions.begin_undo(of)
    actions.undo(Import.objects.get(pk=of.pk))
    return Import.objects.get(pk=of.pk)
