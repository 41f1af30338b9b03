"""When readers last got something new of the records that a page shows."""

from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from office.models import Audience, Citation


def last_update(records):
    """
    The day of the last change that readers of these public records could see, or None.

    It tells of no change that was made while a record was hidden: publishing counts
    instead. Two queries, however many records.
    """
    keys = {}
    for record in records:
        keys.setdefault(type(record), {})[record.pk] = record
    moments = [*last_changes(keys), *publications(records)]
    return timezone.localdate(max(moments)) if moments else None


def last_changes(keys):
    """The moment of the last change of the records of each kind, and of what is cited for them."""
    versions = [
        model.history.filter(**{f"{model._meta.pk.name}__in": keys[model]}) for model in keys
    ]
    for model in keys:
        kind = ContentType.objects.get_for_model(model)
        versions.append(Citation.history.filter(content_type=kind, object_id__in=keys[model]))
    if not versions:
        return []
    first, *others = [
        rows.order_by("-history_date").values_list("history_date", flat=True)[:1]
        for rows in versions
    ]
    return list(first.union(*others))


def publications(records):
    """The moments at which one of the records became public."""
    guarded = {record.audience_id for record in records if hasattr(record, "audience_id")}
    rows = Audience.history.filter(id__in=guarded).order_by("id", "history_date", "history_id")
    told = [(None, None, None), *rows.values_list("id", "level", "history_date")]
    public = Audience.Level.PUBLIC
    return [
        moment
        for (before_id, before, _then), (audience, level, moment) in pairwise(told)
        if level == public and (before_id, before) != (audience, public)
    ]
