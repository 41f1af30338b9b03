"""
Keeps the search entries in step with the records.

The receivers below hear of every app's records; CONTRIBUTING names the two others that there are,
each within its own app. What goes round them (`QuerySet.update`, `bulk_create`) is told by
office.models.RecordQuerySet; what goes round that as well is put right every night.
"""

import logging
from collections import defaultdict
from contextlib import contextmanager
from functools import partial

from asgiref.local import Local
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone

from office.models import SearchEntry

logger = logging.getLogger(__name__)

BATCH = 500
WRITTEN = ("for_staff", "audiences", "weight", "title", "names", "numbers", "text")
DONE_ON = "search-reindexed-on"

# Model -> its kind.
kinds = {}
# Model -> [(kind, function(rows of the model) that returns the keys of the kind's records)]:
# of the records that the rows are a part of, and of those that name them.
_parts = defaultdict(list)
_named = defaultdict(list)
_waiting = Local()


def register(kind):
    """Let this kind of record be found, from now on and after every change."""
    if kind.model in kinds:
        raise ValueError(f"{kind.model._meta.label} is registered already")
    kinds[kind.model] = kind
    _follow(_parts, kind.model, kind, partial(_keys, "pk"))
    for model, key in kind.rows.items():
        attribute = model._meta.get_field(key).attname
        _follow(_parts, model, kind, partial(_keys, attribute))
    for model, paths in kind.mentions.items():
        paths = (paths,) if isinstance(paths, str) else paths
        _follow(_named, model, kind, partial(_naming, kind, paths))
    for field in kind.model._meta.many_to_many:
        m2m_changed.connect(_on_choice, sender=field.remote_field.through, dispatch_uid=kind.name)


def _follow(touches, model, kind, keys):
    touches[model].append((kind, keys))
    uid = "office.search"
    post_save.connect(_on_save, sender=model, dispatch_uid=uid)
    pre_delete.connect(_before_delete, sender=model, dispatch_uid=uid)
    post_delete.connect(_on_delete, sender=model, dispatch_uid=uid)


def _keys(attribute, rows):
    return {getattr(row, attribute) for row in rows}


def _naming(kind, paths, rows):
    keys = [row.pk for row in rows if row.pk]
    named = Q.create([(f"{path}__in", keys) for path in paths], connector=Q.OR)
    return set(kind.model._base_manager.filter(named).values_list("pk", flat=True))


def concerns(model):
    """Whether a change of the model's rows can change what is found."""
    return (model in _parts or model in _named) and not _passes_over()


def _passes_over():
    return getattr(_waiting, "passes_over", False)


def touched(model, rows, *, new=False):
    """
    {kind: keys} of the records whose entries these rows have a part in.

    A `new` row is named by no other record yet.
    """
    found = defaultdict(set)
    if concerns(model):
        for kind, keys in [*_parts[model], *([] if new else _named[model])]:
            found[kind] |= keys(rows) - {None}
    return found


def changed(model, rows, *, new=False):
    """Index again whatever these rows have a part in, now or at the end of postponed()."""
    follow(touched(model, rows, new=new))


def follow(wanted):
    waiting = getattr(_waiting, "kinds", None)
    for kind, keys in wanted.items():
        if waiting is None:
            refresh(kind, keys)
        else:
            waiting[kind.model] |= keys


@contextmanager
def postponed():
    """For what changes many records: each is indexed once, at the end."""
    if getattr(_waiting, "kinds", None) is not None:
        yield
        return
    _waiting.kinds = waiting = defaultdict(set)
    try:
        yield
    finally:
        _waiting.kinds = None
    for model, keys in waiting.items():
        refresh(kinds[model], keys)


@contextmanager
def passed_over():
    """For a trial that is taken back: nothing of it is indexed."""
    before, _waiting.passes_over = _passes_over(), True
    try:
        yield
    finally:
        _waiting.passes_over = before


def refresh(kind, keys):
    """Write the entries of these records anew; returns how many records had other ones."""
    keys = sorted(keys)
    return sum(_refresh(kind, keys[n : n + BATCH]) for n in range(0, len(keys), BATCH))


@transaction.atomic
def _refresh(kind, keys):
    # Locked before the records are read: of two people who save at once the later one
    # then sees what the earlier one wrote.
    there = _there(kind, SearchEntry.objects.of(kind.model, keys).select_for_update())
    wanted = _wanted(kind, keys)
    stale = [entry.pk for key, entry in there.items() if key not in wanted]
    fresh = [entry for key, entry in wanted.items() if _differs(there.get(key), entry)]
    if stale:
        SearchEntry.objects.filter(pk__in=stale).delete()
    SearchEntry.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "language", "part"],
        update_fields=WRITTEN,
    )
    return len({entry.object_id for entry in fresh} | {n for n, *_ in there.keys() - wanted.keys()})


def _there(kind, entries):
    rows = entries.order_by("pk").only("object_id", "language", "part", *WRITTEN)
    return {(row.object_id, row.language, row.part): row for row in rows}


def _wanted(kind, keys):
    """The entries that these records should have, in the order in which all lock them."""
    content_type = ContentType.objects.get_for_model(kind.model)
    audiences = _audiences(kind, keys)
    wanted = {}
    for record in kind.records().filter(pk__in=keys).order_by("pk"):
        for part in kind.parts(record):
            entry = SearchEntry(
                content_type=content_type,
                object_id=record.pk,
                language=part.language,
                part=part.key,
                for_staff=part.for_staff or not kind.public,
                audiences=sorted({*audiences[record.pk], *part.audiences}),
                weight=kind.weight,
                **part.columns(),
            )
            wanted[entry.object_id, entry.language, entry.part] = entry
    return wanted


def _audiences(kind, keys):
    """The audiences that guard each record: those that its own QuerySet asks."""
    found = defaultdict(set)
    paths = kind.audience_paths
    if paths:
        rows = kind.model._base_manager.filter(pk__in=keys).values_list("pk", *paths)
        for key, *audiences in rows:
            found[key].update(one for one in audiences if one is not None)
    return found


def _differs(there, wanted):
    return there is None or any(getattr(there, one) != getattr(wanted, one) for one in WRITTEN)


def reindex():
    """Compare the whole index with the records, and put right what differs; returns how much."""
    count = 0
    for kind in kinds.values():
        keys = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for n in range(0, len(keys), BATCH):
            count += refresh(kind, _drifted(kind, keys[n : n + BATCH]))
        gone = SearchEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(kind.model)
        ).exclude(object_id__in=kind.model._base_manager.values("pk"))
        count += gone.delete()[0]
    known = [ContentType.objects.get_for_model(model).pk for model in kinds]
    return count + SearchEntry.objects.exclude(content_type__in=known).delete()[0]


def _drifted(kind, keys):
    """Which of these records have other entries than they should; locks nothing."""
    there = _there(kind, SearchEntry.objects.of(kind.model, keys))
    wanted = _wanted(kind, keys)
    drifted = {key for key, entry in wanted.items() if _differs(there.get(key), entry)}
    return {key for key, *_rest in drifted | (there.keys() - wanted.keys())}


def nightly():
    """The due job: reindex() once a day, at the first turn after midnight."""
    today = timezone.localdate().isoformat()
    if cache.get(DONE_ON) == today:
        return 0
    count = reindex()
    if count:
        logger.warning("the search index differed from %s records and was put right", count)
    cache.set(DONE_ON, today, timeout=2 * 24 * 60 * 60)
    return count


# ---------------------------------------------------------------- receivers


def _on_save(sender, instance, created, raw=False, **kwargs):
    if not raw:
        changed(sender, [instance], new=created)


def _before_delete(sender, instance, **kwargs):
    instance._found_in = touched(sender, [instance])


def _on_delete(sender, instance, **kwargs):
    follow(instance._found_in)


def _on_choice(sender, instance, action, reverse, pk_set, **kwargs):
    if _passes_over() or action not in ("post_add", "post_remove", "post_clear"):
        return
    for model, kind in kinds.items():
        if any(field.remote_field.through is sender for field in model._meta.many_to_many):
            follow({kind: set(pk_set or ()) if reverse else {instance.pk}})
