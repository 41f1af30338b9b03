"""An import from its upload to its undoing."""

import logging

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from office import search
from office.exchange import matching, saving, tables
from office.exchange.plan import Plan, in_silence
from office.exchange.resources import importable_by, resources
from office.models import Import, ImportedRow, made_up
from office.planner import count_anew

logger = logging.getLogger(__name__)
State, Fate = Import.State, ImportedRow.Fate

# One number for the whole application: imports are saved one after the other, because two
# of the same file would each find nothing of what the other is about to make.
LOCK = 7_265_103
# So many of those that stand in the way of an undoing are named.
MOST_NAMES = 50


class NotNow(Exception):
    """The import is not in a state in which this can be done; the message says so."""


@transaction.atomic
def upload(*, resource, file, sheet, by):
    """Read the file into rows and guess its columns. Raises tables.Unreadable."""
    table = tables.read(file, sheet)
    columns = resources.get(resource).columns()
    guessed = matching.guess(table.header, columns)
    rows = [row for row in table.rows if not matching.is_example(row, columns)]
    if not rows:
        raise tables.Unreadable(_("The file holds nothing but the example of the template."))
    notes = [*table.notes, *_notes(resource, table, len(rows), guessed, by)]
    of = Import.objects.create(
        resource=resource,
        by=by,
        is_demo=made_up(by),
        file_name=file.name[-200:],
        header=table.header,
        notes=notes,
        columns={str(place): name for place, name in guessed.items()},
        rows_total=len(rows),
    )
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(
                of=of,
                number=row.number,
                cells=row.cells,
                problems={
                    "" if place is None else str(place): text
                    for place, text in row.problems.items()
                },
            )
            for row in rows
        ],
        batch_size=1000,
    )
    return of


def _notes(resource, table, count, guessed, by):
    """What makes one doubt that it is the right file, or the right kind."""
    if count < len(table.rows):
        yield _("The example of the template is left out.")
    others = {
        other.label: len(matching.guess(table.header, other.columns()))
        for name, other in importable_by(by)
        if name != resource
    }
    most = max(others.values(), default=0)
    for label, known in others.items():
        if known == most > len(guessed):
            text = _("By its headings this file holds something else: %(kind)s.")
            yield text % {"kind": label}


def begin_check(of):
    """Claim the turn to check. Raises NotNow."""
    free = [State.UPLOADED, State.CHECKED, State.FAILED, State.INTERRUPTED]
    _claim(of, free, State.CHECKING)


def begin_run(of):
    """Claim the turn to save. Raises NotNow."""
    if not of.is_ready:
        raise NotNow(_("There are rows that need a decision first."))
    _claim(of, [State.CHECKED], State.RUNNING)


def begin_undo(of):
    """Claim the turn to take back a finished import. Raises NotNow."""
    if not of.rows.exists():
        raise NotNow(_("Its rows are forgotten: this import can no longer be undone."))
    _claim(of, [State.DONE], State.UNDOING)


def _claim(of, states, to):
    Import.objects.note_silent()
    if not of.take_turn(*states, to=to):
        raise NotNow(_("This import is in another state by now: %s.") % of.get_state_display())


def check(of, progress=in_silence):
    """Say of every row what would become of it; saves nothing else."""
    with transaction.atomic():
        plan = _planned(of, progress)
        _note(of, plan, "")


def _planned(of, progress):
    resource = resources.get(of.resource)
    plan = Plan(of, resource, list(of.rows.all())).work_out(progress)
    for row, message in saving.try_out(plan.drafts, resource):
        plan.tell(row, "", message)
        row.fate, row.target_id = Fate.ERROR, None
    return plan


def _note(of, plan, said):
    """Write the fates of the rows and their counts, as the end of a turn."""
    counts = {}
    for row in plan.rows:
        counts[row.fate] = counts.get(row.fate, 0) + 1
    _keep(plan.rows, ["fate", "messages", "candidates", "changes", "target_id"])
    of.end_turn(State.CHECKED, counts=counts, said=said)


def _keep(rows, fields):
    """Write the fields of all rows, in a statement for each thousand."""
    ImportedRow.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["pk"], update_fields=fields
    )


def run(of, progress=in_silence):
    """
    Save all of it or nothing, after a look whether everything is still as it was shown.

    Where it is not, the import goes back to the check with the new fates.
    """
    try:
        with transaction.atomic():
            _wait_for_turn()
            _run(of, progress)
    except (saving.Moved, IntegrityError):
        with transaction.atomic():
            _note(of, _planned(of, progress), _moved())
    else:
        _count_anew()


def _count_anew():
    """All is saved by now: that the database could not count its rows is no failure of it."""
    try:
        count_anew()
    except DatabaseError:
        logger.exception("the rows could not be counted after an import")


def _wait_for_turn():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _run(of, progress):
    from django.contrib.contenttypes.models import ContentType

    resource = resources.get(of.resource)
    shown = [_shown(row) for row in of.rows.all()]
    plan = Plan(of, resource, list(of.rows.all())).work_out(progress)
    if [_shown(row) for row in plan.rows] != shown:
        raise saving.Moved
    reason = _("Import “%s”") % of.file_name[:80]
    # Each person once, and before end_turn() holds the row that the beat is written to.
    with search.postponed():
        saving.write(plan.drafts, resource, by=of.by, reason=reason[:100], progress=progress)
    kind = ContentType.objects.get_for_model(resource.model)
    for row in plan.rows:
        row.target_type = kind if row.target_id else None
    _keep(plan.rows, ["target_type", "target_id", "undo"])
    if not of.end_turn(State.DONE, ended_at=timezone.now(), rows_done=of.rows_total):
        raise LostTurn


class LostTurn(Exception):
    """This worker was taken for dead, and another may have begun: it saves nothing."""


def _shown(row):
    target = row.target_id if row.fate in (Fate.CHANGE, Fate.UNCHANGED) else None
    return row.fate, target, row.changes, row.messages, row.candidates


def _moved():
    return _("Meanwhile others changed what this import touches. Look through it once more.")


def fail(of, error):
    """Note that a turn ended with an error of the program; nothing of it was saved."""
    undoing = of.state == State.UNDOING
    logger.error("import %s failed", of.pk, exc_info=error)
    said = _("The program made an error, and nothing was saved. Try it again.")
    of.end_turn(State.DONE if undoing else State.FAILED, said=said)


@transaction.atomic
def mend(of, *, texts, decisions):
    """Write what a person corrected (row -> texts) and decided (row -> decision)."""
    for row, corrected in texts.items():
        row.corrected = corrected
        row.save(update_fields=["corrected"])
    for row, decision in decisions.items():
        row.decision = decision
        row.save(update_fields=["decision"])


def undo(of, progress=in_silence):
    """Take back all of a finished import, or nothing and say what is in the way."""
    reason = _("Undone: import “%s”") % of.file_name[:70]
    resource = resources.get(of.resource)
    try:
        with transaction.atomic():
            _wait_for_turn()
            with search.postponed():
                saving.take_back(list(of.rows.all()), resource, by=of.by, reason=reason[:100])
            of.rows.update(target_type=None, target_id=None, undo={})
            if not of.end_turn(State.UNDONE, ended_at=timezone.now()):
                raise LostTurn
    except saving.NotUndone as error:
        said = _("Nothing was undone. This was edited, or points at something of the import: %s.")
        of.end_turn(State.DONE, said=said % ", ".join(error.names[:MOST_NAMES]))


def discard(of):
    """Throw away an import that was not run, or is undone, with its rows."""
    if of.state == State.DONE or of.is_working:
        raise NotNow(_("What was imported is taken back by “Undo”."))
    of.delete()
