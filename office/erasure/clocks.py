"""From when the time of personal data runs: events, handed in by each app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.registry import Registry

# By these, with "_on" or "_at", a row says when it was done.
CLOSED = ("closed", "done")
# Name -> Clock. Several may be of one event, each for models of its own app.
clocks = Registry()

EVENTS = {
    "departure": _("the guests’ departure"),
    "return": _("the return from the mission"),
    "last contact": _("the last contact"),
    "done": _("the day it was done"),
    "sent": _("the day it was written"),
    "its day": _("its day"),
    "link over": _("the end of the link"),
    "account closed": _("the last use of a closed account"),
}


@dataclass(frozen=True)
class Clock:
    """
    One event, for the models that hang on what it happens to.

    `paths(model)` are (path, rows): by which path a row of the model hangs on a record ("pk" for
    the record itself), and the function that gives, for a day, those of these records to which it
    happened before that day. Without any the model is not this clock's.
    """

    event: str
    paths: Callable


def label_of(event):
    """What people call the event: a Promise, or its name where no app knows it any more."""
    return EVENTS.get(event, event)


def paths(event, model):
    """All (path, rows) by which rows of the model come to that event."""
    found = (clock.paths(model) for clock in clocks.values() if clock.event == event)
    return [path for some in found for path in some]


def past(event, model, days, *, history=None):
    """
    Which rows of the model have had it more than so many days ago, as a Q; None if none can.

    Nothing that is held, or hangs on something held. With `history`, of that model's table of
    the past: also what is left of rows that were deleted so long ago.
    """
    day = timezone.localdate() - timedelta(days=days)
    ways = paths(event, model)
    if not ways:
        return None
    found = Q()
    for path, rows in ways:
        ended = rows(day).order_by()
        ended = ended.exclude(pk__in=_held(ended.model))
        where = path if history is None or path != "pk" else "id"
        found |= Q(**{f"{where}__in": ended.values("pk")})
        if history is not None:
            found |= _of_nothing(model, history, path, day)
    key = "pk" if history is None else "id"
    found &= ~Q(**{f"{key}__in": _held(model)})
    return found & ~_of_something_held(model if history is None else history)


def _of_something_held(model):
    """What points at something held, by a key of its own or as what it is about."""
    from office.models import Hold

    held = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        target = field.related_model if field.is_relation else None
        if target is not None and hasattr(target, "personal_data"):
            held |= Q(**{f"{field.name}__in": _held(target)})
    for field in model._meta.private_fields:
        if isinstance(field, GenericForeignKey):
            about = Hold.objects.in_force().filter(content_type=OuterRef(field.ct_field))
            held |= Q(Exists(about.filter(object_id=OuterRef(field.fk_field))))
    return held


def _of_nothing(model, history, path, day):
    """What is left of a row whose record was deleted: its time runs from that day."""
    key, _dot, _rest = path.partition("__")
    if key == "pk":
        gone = ~Q(id__in=model._base_manager.values("pk"))
    else:
        field = history._meta.get_field(key)
        there = field.related_model._base_manager.values("pk")
        gone = Q(**{f"{field.attname}__isnull": False}) & ~Q(**{f"{field.attname}__in": there})
    return gone & Q(history_date__date__lt=day)


def _held(model):
    from office.models import Hold

    return Hold.objects.in_force().of(model).values("object_id")


# ---------------------------------------------------------------- those of every office


def _own(model, wanted, name):
    """Of one model, whose rows say by a column of their own when it happened."""

    def paths(asked):
        if asked._meta.label != model:
            return []
        return [("pk", lambda day: asked._base_manager.filter(**{f"{name}__{wanted}": day}))]

    return paths


def done(model):
    """Of what is done or closed one day: by the column that says when."""
    names = {field.name for field in model._meta.concrete_fields}
    lookups = [*(f"{name}_on__lt" for name in CLOSED), *(f"{name}_at__date__lt" for name in CLOSED)]
    found = [lookup for lookup in lookups if lookup.partition("__")[0] in names]
    if not found:
        return []
    return [("pk", lambda day: model._base_manager.filter(**{found[0]: day}))]


def link_over(model):
    """Of links that ended or ran out, and that nobody has tried since."""
    if model._meta.label != "office.Link":
        return []

    def over(day):
        ended = Q(revoked_at__date__lt=day) | Q(expires_on__lt=day)
        return model._base_manager.filter(ended).exclude(uses__at__date__gte=day)

    return [("pk", over)]


def account_closed(model):
    if model._meta.label != "office.User":
        return []

    def closed(day):
        unused = Q(last_login__date__lt=day) | Q(last_login=None, date_joined__date__lt=day)
        return model._base_manager.filter(unused, is_active=False)

    return [("pk", closed)]


SENT = Clock("sent", _own("office.Mail", "date__lt", "queued_at"))
DONE = Clock("done", done)
LINK_OVER = Clock("link over", link_over)
ACCOUNT_CLOSED = Clock("account closed", account_closed)
