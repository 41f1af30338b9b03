"""
What the clock erases, night by night.

Of each model, field by field as it declares them, so many rows at once, each batch with its
line in the log in one transaction: stopped in the middle it goes on where it was, for what is
erased is no longer found. Nothing of what was erased is kept.
"""

import logging
from dataclasses import dataclass
from uuid import uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from office.due import keeps_own_transactions
from office.erasure import clocks
from office.erasure.fields import columns, emptied, next_version, raw
from office.models import Erasure, Retention
from office.personal import Held
from office.registry import Registry

logger = logging.getLogger(__name__)

BATCH = 500
# So many in one turn: the mails that wait behind it go out meanwhile.
BATCHES_A_TURN = 40
DONE_ON = "privacy-erased-on"

# Name -> function(model, held, keys), called before these rows are erased, for what other rows
# say of the same. What it returns, if anything, is called afterwards.
followers = Registry()


@dataclass(frozen=True)
class Task:
    """Some fields of one model whose time runs."""

    model: type[models.Model]
    held: Held
    days: int

    @property
    def history(self):
        """The model of its past; None where nothing is kept, or none of these fields."""
        if self.held.change or not hasattr(self.model, "history"):
            return None
        return self.model.history.model

    @property
    def fields(self):
        return columns(self.model, self.held.fields)

    @property
    def kept_fields(self):
        """Those of the fields that its past has as well."""
        there = {field.name for field in self.history._meta.concrete_fields}
        return [field for field in self.fields if field.name in there]

    def rows(self):
        """Those whose time is past, and that still hold something."""
        past = clocks.past(self.held.after, self.model, self.days)
        rows = raw(self.model._default_manager.all())
        return rows.filter(past, self._holds_something()).order_by("pk")

    def _holds_something(self):
        if self.held.whole:
            return Q()
        if self.held.change:
            return import_string(self.held.change).left
        return any_of(emptied(field)[1] for field in self.fields)

    def past_rows(self):
        """The same of its past; None where there is none."""
        history = self.history
        if history is None or not (self.held.whole or self.kept_fields):
            return None
        past = clocks.past(self.held.after, self.model, self.days, history=history)
        holds = Q()
        if not self.held.whole:
            holds = any_of(emptied(field, key="id")[1] for field in self.kept_fields)
        return history.objects.filter(past, holds).order_by("pk")


def any_of(conditions):
    return Q.create(list(conditions), connector=Q.OR)


def tasks():
    """All that has a time laid down, model by model."""
    days = Retention.objects.by_kind()
    for model in declaring():
        for held in model.personal_data.held:
            after = (held.kind, held.after)
            if held.after and after in days and clocks.paths(held.after, model):
                yield Task(model, held, days[after])


def declaring():
    """The models that say what they hold; of proxies and the past none."""
    ours = (model for model in apps.get_models() if hasattr(model, "personal_data"))
    return [model for model in ours if not model._meta.proxy]


def waiting():
    """[(Task, rows, rows of the past)] that would be erased now: the dry run."""
    counted = []
    for task in tasks():
        past = task.past_rows()
        found = task.rows().count(), past.count() if past is not None else 0
        if any(found):
            counted.append((task, *found))
    return counted


# ---------------------------------------------------------------- the erasing


def erase(*, most=None):
    """
    Erase all whose time is past; returns (how many rows, whether that was all).

    `most` batches at the most.
    """
    run, count, left = uuid4(), 0, most
    for task in tasks():
        for done in batches(task, run):
            count += done
            left = None if left is None else left - 1
            if left == 0:
                return count, False
    return count, True


def batches(task, run):
    """Erase batch by batch; yields how many rows each had. A fault ends this task alone."""
    for step, rows in ((erase_batch, task.rows()), (erase_past_batch, task.past_rows())):
        last = 0 if rows is not None else None
        while last is not None:
            try:
                done, last = step(task, rows.filter(pk__gt=last), run)
            except (DatabaseError, OSError):
                logger.exception("what %s holds could not be erased", task.model._meta.label)
                return
            if done:
                yield done


@transaction.atomic
def erase_batch(task, rows, run):
    """Erase the first of these rows; returns (how many, the last key; None at the end)."""
    keys = list(rows.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0, None
    then = [follow(task.model, task.held, keys) for follow in followers.values()]
    if task.held.whole:
        remove(task, keys)
    elif task.held.change:
        change(task, keys)
    else:
        empty(task, keys)
    for further in filter(None, then):
        further()
    log(task, keys, run)
    return len(keys), keys[-1] if len(keys) == BATCH else None


@transaction.atomic
def erase_past_batch(task, rows, run):
    """The same of the past: of what was emptied by hand, and of what was deleted."""
    keys = list(rows.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0, None
    history = task.history.objects.filter(pk__in=keys)
    if task.held.whole:
        history.delete()
    else:
        history.update(**values(task.kept_fields, key="id"))
    log(task, keys, run, of_the_past=True)
    return len(keys), keys[-1] if len(keys) == BATCH else None


def empty(task, keys):
    forget_files(task.model, task.fields, keys)
    rows = task.model._default_manager.filter(pk__in=keys)
    raw(rows).update(**values(task.fields), **next_version(task.model))
    if task.history and task.kept_fields:
        past = task.history.objects.filter(id__in=keys)
        past.update(**values(task.kept_fields, key="id"))


def values(fields, key="pk"):
    return {field.name: emptied(field, key=key)[0] for field in fields}


def remove(task, keys):
    forget_files(task.model, task.fields, keys)
    task.model._default_manager.filter(pk__in=keys).delete()
    if task.history:
        task.history.objects.filter(id__in=keys).delete()


def change(task, keys):
    by = import_string(task.held.change)
    for row in task.model._default_manager.filter(pk__in=keys):
        task.model._default_manager.filter(pk=row.pk).update(**by(row))


def forget_files(model, fields, keys):
    """Delete the files of these fields once the database no longer names them."""
    for field in fields:
        if isinstance(field, models.FileField):
            rows = model._default_manager.filter(pk__in=keys).exclude(**{field.name: ""})
            for path in rows.values_list(field.name, flat=True):
                transaction.on_commit(lambda path=path, storage=field.storage: storage.delete(path))


def log(task, keys, run, *, of_the_past=False):
    Erasure.objects.create(
        run=run,
        what=f"{task.model._meta.label}{' (history)' if of_the_past else ''}",
        fields=[*task.held.fields],
        keys=keys,
        count=len(keys),
        kind=task.held.kind,
        after=task.held.after,
        days=task.days,
    )


@keeps_own_transactions
def nightly():
    """The due job: erase() once a day, from the first turn after midnight until all is done."""
    today = timezone.localdate().isoformat()
    if cache.get(DONE_ON) == today:
        return 0
    count, was_all = erase(most=BATCHES_A_TURN)
    if was_all:
        cache.set(DONE_ON, today, timeout=2 * 24 * 60 * 60)
    return count
