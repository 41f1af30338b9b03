"""What a person worked on last, of what that person may still see."""

import datetime
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import F, Max, Model, Value
from django.utils.text import capfirst

from office.backoffice.frame import record_url
from office.backoffice.rights import readable

SHOWN = 10
# Looked at, because some of them may be gone or hidden by now.
CANDIDATES = 40


@dataclass(frozen=True)
class Edit:
    record: Model
    kind: str
    at: datetime.datetime
    url: str


def last_edits(request, count=SHOWN):
    """The latest first, each record once; one query for all kinds, and one more for each kind."""
    models = {
        model._meta.label_lower: model
        for model, admin_class in admin.site._registry.items()
        if admin_class.has_view_or_change_permission(request)
    }
    if not models:
        return []
    first, *others = (_edits(label, model, request.user) for label, model in models.items())
    edits = list(first.union(*others, all=True).order_by("-edited_at", "edited_key")[:CANDIDATES])
    records = _records(models, edits, request.user)
    # Every sign-in touches one's own account.
    shown = [
        _edit(records[label, key], last)
        for label, key, last in edits
        if records.get((label, key), request.user) != request.user
    ]
    return shown[:count]


def _edits(label, model, user):
    """(label, key, last) of the records of one kind that the person touched last."""
    return (
        model.history.filter(history_user=user)
        .order_by()
        .values(edited_kind=Value(label), edited_key=F(model._meta.pk.attname))
        .annotate(edited_at=Max("history_date"))
        .order_by("-edited_at")
        .values_list("edited_kind", "edited_key", "edited_at")[:CANDIDATES]
    )


def _records(models, edits, user):
    found = {}
    for label in {label for label, _key, _last in edits}:
        keys = [key for of, key, _last in edits if of == label]
        records = readable(models[label], keys, user)
        found |= {(label, key): record for key, record in records.items()}
    return found


def _edit(record, at):
    return Edit(record, capfirst(record._meta.verbose_name), at, record_url(record))
