"""What staff bring in from tables: each import with its rows, until they are forgotten."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models.records import Record
from office.personal import Held, Kind, PersonalData

# A worker tells at least so often that it is still there.
BEAT = timedelta(seconds=90)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An import is its maker's own: its rows may speak of what nobody else may read."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def unfinished(self):
        return self.exclude(state__in=[Import.State.DONE, Import.State.UNDONE])

    def silent(self):
        """Those whose worker is gone: its process was stopped in the middle."""
        working = self.filter(state__in=Import.WORKING)
        return working.filter(beat_at__lt=timezone.now() - BEAT)

    def note_silent(self):
        """Say of the silent ones that they were interrupted; nothing of them was saved."""
        turn = F("turn") + 1
        undoing = self.silent().filter(state=Import.State.UNDOING)
        count = undoing.update(state=Import.State.DONE, turn=turn)
        return count + self.silent().update(state=Import.State.INTERRUPTED, turn=turn)


class Import(Record):
    """
    One table that someone brings in: uploaded, matched, checked, run, perhaps undone.

    The file itself is not kept: its rows are, until `forget` takes them away.
    """

    personal_data = PersonalData(
        held=(Held(("by", "file_name"), _("staff"), Kind.WORK),),
        kept=_(
            "the rows until 30 days after the import ended or was last touched; who and when "
            "as long as what they did is kept"
        ),
    )

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be matched")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed, nothing was saved")
        INTERRUPTED = "interrupted", _("interrupted, nothing was saved")

    WORKING = (State.CHECKING, State.RUNNING, State.UNDOING)

    resource = models.CharField(_("kind"), max_length=40, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        verbose_name=_("by"),
        editable=False,
        related_name="+",
    )
    file_name = models.CharField(_("file"), max_length=200, editable=False)
    header = models.JSONField(default=list, editable=False)
    notes = models.JSONField(default=list, editable=False)
    # Place in the file, as text -> name of the column.
    columns = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=11, choices=State, default=State.UPLOADED, editable=False
    )
    counts = models.JSONField(default=dict, editable=False)
    said = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), blank=True, null=True, editable=False)
    # The worker's own: which turn may write, how far it is, and when it last said so.
    turn = models.PositiveIntegerField(default=0, editable=False)
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    rows_total = models.PositiveIntegerField(default=0, editable=False)
    beat_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["by", "-created_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "uploaded",
                        "checking",
                        "checked",
                        "running",
                        "done",
                        "undoing",
                        "undone",
                        "failed",
                        "interrupted",
                    ]
                ),
                name="office_import_state_is_known",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("admin:import_detail", args=[self.pk])

    @property
    def is_working(self):
        return self.state in self.WORKING

    @property
    def is_ready(self):
        """Whether "import all" may be pressed: no error and no question is left, and work is."""
        open_rows = self.count("error") + self.count("duplicate")
        return self.state == self.State.CHECKED and not open_rows and bool(self.to_save)

    @property
    def to_save(self):
        return self.count("new") + self.count("change")

    @property
    def per_cent(self):
        return min(100, 100 * self.rows_done // max(self.rows_total, 1))

    def count(self, fate):
        return self.counts.get(fate, 0)

    def take_turn(self, *states, to):
        """
        Go from one of the states to that of a worker; whether this call was the one that did.

        Two clerks who press the button in the same second: one of them gets the turn.
        """
        now = timezone.now()
        mine = Import.objects.filter(pk=self.pk, state__in=states).update(
            state=to, turn=F("turn") + 1, rows_done=0, beat_at=now, said=""
        )
        self.refresh_from_db()
        return bool(mine)

    def end_turn(self, state, **values):
        """
        Write the end of this object's turn; whether the turn was still its own.

        A worker that was taken for dead finds its turn gone, and saves nothing.
        """
        mine = Import.objects.filter(pk=self.pk, turn=self.turn).update(
            state=state, turn=F("turn") + 1, **values
        )
        self.refresh_from_db()
        return bool(mine)


class ImportedRow(models.Model):
    """One row of the file: as typed, as mended, what becomes of it, and the way back."""

    personal_data = PersonalData(
        held=(
            Held(
                ("cells", "corrected", "problems", "messages", "candidates", "changes", "undo"),
                _("whoever the rows name"),
                Kind.WORDS,
            ),
        ),
        kept=_("until 30 days after the import ended or was last touched"),
    )

    class Fate(models.TextChoices):
        ERROR = "error", _("error")
        DUPLICATE = "duplicate", _("probable duplicate")
        NEW = "new", _("new")
        CHANGE = "change", _("change")
        UNCHANGED = "unchanged", _("unchanged")
        SKIPPED = "skipped", _("left out")

    LEAVE_OUT, AS_NEW = "leave_out", "new"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    # Place in the file, as text -> what is wrong with the cell; "" for the whole row.
    problems = models.JSONField(default=dict)
    # Name of the column -> text, once a person has mended the row; "" says that the row is
    # right as it stands there.
    corrected = models.JSONField(blank=True, null=True)
    # "leave_out", "new", "record:12" or "row:7".
    decision = models.CharField(max_length=30, blank=True)
    fate = models.CharField(_("fate"), max_length=9, choices=Fate, blank=True)
    messages = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    # Name of the column -> [before, after].
    changes = models.JSONField(default=dict)
    target_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, blank=True, null=True, related_name="+"
    )
    target_id = models.PositiveBigIntegerField(blank=True, null=True)
    undo = models.JSONField(default=dict)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = [models.Index(fields=["of", "fate", "number"])]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="office_importedrow_is_unique"),
        ]

    def __str__(self):
        return f"{self.of}, {self.number}"

    def texts(self, columns):
        """Name of the column -> what the row says there, as mended or as typed."""
        typed = {
            name: self.cells[int(place)]
            for place, name in columns.items()
            if int(place) < len(self.cells)
        }
        return typed if self.corrected is None else typed | self.corrected

    def is_settled(self, place, name):
        """Whether a person has dealt with what was wrong with the cell, or the whole row."""
        if self.corrected is None:
            return False
        typed = self.cells[int(place)] if place else None
        return "" in self.corrected or self.corrected.get(name) != typed
