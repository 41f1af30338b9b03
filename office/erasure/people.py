"""
What is held about one person, and its erasure on request.

Each app hands in the kinds of rows that are a person to it. Erasing empties or removes these
rows, with their past; then every text, file and copy that names the person is gone through.
"""

from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from office import tongues
from office.erasure import texts
from office.erasure.fields import columns, emptied, names_of, next_version, raw
from office.erasure.nightly import declaring, followers, forget_files
from office.erasure.words import Words
from office.models import Erasure, Hold, SearchEntry
from office.personal import Held, Kind
from office.registry import Registry
from office.tongues import LanguageField, LanguagesField

# Name -> PersonKind.
kinds = Registry()
# Name -> function(model, identity) -> Q of the rows of the model that stand around the person.
surroundings = Registry()
# Name -> function(identity) -> [(what, keys)] of what it scrubbed: what no column of text is.
copies = Registry()
# Name -> function(identity) -> NOBODY; FAMILY or WHOLE where others are called by the same family
# name, or by the whole name; THING where a place or a thing is called like the family.
namesakes = Registry()
NOBODY, FAMILY, WHOLE, THING = range(4)


LONGEST_KEY = 18


class NotNow(Exception):
    """The person cannot be erased today; `reasons` say why, for people."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__(" ".join(map(str, reasons)))


@dataclass
class Rows:
    """
    Rows that are the person's: what is emptied in them, or the rows themselves (`whole`).

    `told` is what else of them the person is told: what stays, or goes by what it says.
    """

    queryset: object
    fields: tuple = ()
    whole: bool = False
    told: tuple = ()

    @property
    def model(self):
        return self.queryset.model

    @property
    def shown(self):
        """The fields that are told to the person: all that the model declares, but our work."""
        named = (*(self.fields or self.model.personal_data.fields), *self.told)
        # What has no name for people is made by the program of what is shown.
        labels = {one.name: one.verbose_name for one in self.model._meta.concrete_fields}
        return [name for name in named if isinstance(labels.get(name), Promise)]


@dataclass
class Identity:
    """One person, as one kind of row knows them."""

    # The row by which one comes to the person: what is held, is held there.
    record: Model
    kind: str
    title: str
    words: Words
    rows: list[Rows]
    # Keys of what stands around them, for `surroundings`: {"visits": [1]}.
    around: dict = field(default_factory=dict)
    # Keys of the rows that are the person, by which other rows name them: {Person: [1]}.
    who: dict = field(default_factory=dict)
    # Why they cannot be erased today, and what stays and why, in words.
    refusals: list[str | Promise] = field(default_factory=list)
    stays: list[str | Promise] = field(default_factory=list)
    is_demo: bool = False

    @property
    def key(self):
        return str(self.record.pk)

    @property
    def against(self):
        """All that stands against erasing them, in words: of their kind, and what is held."""
        return [*self.refusals, *holds_on(self)]


def held_by(identity):
    """The fields by which a hold on the person's row is found or made."""
    kind = ContentType.objects.get_for_model(identity.record)
    return {"content_type": kind, "object_id": identity.record.pk}


def holds_on(identity):
    """Why somebody keeps what is the person's, in words; nothing where nobody does."""
    rows = [Hold.objects.in_force().filter(**held_by(identity))]
    rows += [
        Hold.objects.in_force().of(one.model).filter(object_id__in=one.queryset.values("pk"))
        for one in identity.rows
    ]
    held = {hold.pk: hold for some in rows for hold in some}
    return [_("Somebody keeps it: %(why)s.") % {"why": hold.reason} for hold in held.values()]


def kind_of(record):
    """The name of the kind of person that such a record is; "" of one that is none."""
    return next((name for name, kind in kinds.items() if kind.model is type(record)), "")


class PersonKind:
    """One kind of row that is a person."""

    label: str | Promise = ""
    model = None

    def find(self, text, user):
        """[(key, label)] of those called so or reached so, of what the user may see."""
        raise NotImplementedError  # each kind's own

    def get(self, key, user):
        """The Identity of that key; None for one that the user may not see or that is not."""
        raise NotImplementedError  # each kind's own


def held_about(identity):
    """[(label of the model, [(name of a field, its value)])] of everything held in rows."""
    told = []
    for rows in identity.rows:
        for record in rows.queryset:
            facts = [
                (record._meta.get_field(name).verbose_name, shown(record, name))
                for name in rows.shown
            ]
            facts = [(label, value) for label, value in facts if value not in ("", None)]
            if facts:
                told.append((record._meta.verbose_name, facts))
    return told


def linked_with(identity, user):
    """
    The same of every row that names them by a key – a gift, an office, a place in an order – of
    what the user may see.
    """
    told = []
    theirs = {rows.model for rows in identity.rows}
    for model in declaring():
        keys = Q()
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model in identity.who:
                keys |= Q(**{f"{column.name}__in": identity.who[column.related_model]})
        rows = model._default_manager.all()
        if model in theirs or not keys or not hasattr(rows, "visible_to"):
            continue
        # Not who of the office did it.
        held = (one for one in model.personal_data.held if one.kind != Kind.WORK)
        names = Rows(rows, tuple(name for one in held for name in one.fields)).shown
        for record in rows.visible_to(user).filter(keys).order_by("pk"):
            facts = [(column_label(record, name), shown(record, name)) for name in names]
            facts = [(label, value) for label, value in facts if value not in ("", None)]
            told.append((model._meta.verbose_name, [(_("Record"), str(record)), *facts]))
    return told


def named_in_texts(identity, user):
    """The same of every other text that names them, of what the user may see."""
    own = {(rows.model, key) for rows in identity.rows for key in rows.queryset.values_list("pk")}
    told = []
    for model, keys in looked_through(identity).changed.items():
        rows = model._default_manager.all()
        if not hasattr(rows, "visible_to") or texts.original(model) is not model:
            continue
        names = [column.name for column in texts.columns(model)]
        for record in rows.visible_to(user).filter(pk__in=keys).order_by("pk"):
            if (model, (record.pk,)) in own:
                continue
            said = {name: str(getattr(record, name)) for name in names}
            facts = [
                (column_label(record, name), text)
                for name, text in said.items()
                if identity.words.named_in(text)
            ]
            told.append((model._meta.verbose_name, [(_("Record"), str(record)), *facts]))
    return told


def column_label(record, name):
    return record._meta.get_field(name).verbose_name


def shown(record, name):
    """The value of a field in words."""
    column = record._meta.get_field(name)
    if column.choices:
        return str(getattr(record, f"get_{name}_display")())
    value = getattr(record, name)
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(column, LanguageField):
        return tongues.names().get(value, value)
    if isinstance(column, LanguagesField):
        return ", ".join(tongues.names().get(code, code) for code in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if value in ("", None) else str(value)


def looked_through(identity):
    """What erasing would change in texts, and what it would leave to a person: nothing is done."""
    return texts.sweep(identity.words, **_rules(identity), dry=True)


def _rules(identity):
    shared = {function(identity) for function in namesakes.values()}

    def near(model):
        found = [function(model, identity) for function in surroundings.values()]
        found = [one for one in found if one is not None]
        if not found:
            return None
        joined = found[0]
        for one in found[1:]:
            joined |= one
        return joined

    return {"near": near, "is_thing": THING in shared, "has_namesake": WHOLE in shared}


@transaction.atomic
def erase(identity, *, reason, by):
    """
    Erase the person everywhere, and log it; returns what was Found in texts.

    Raises NotNow, with nothing done, where something stands against it.
    """
    if identity.against:
        raise NotNow(identity.against)
    run = uuid4()
    rules = _rules(identity)
    # First what still needs the rows to know whom it means.
    scrubbed = [done for function in copies.values() for done in function(identity)]
    for rows in identity.rows:
        keys = erase_rows(rows)
        _log(run, rows.model._meta.label, rows.fields, keys, reason, by)
    found = texts.sweep(identity.words, **rules)
    for model, keys in found.changed.items():
        _log(run, model._meta.label, (), keys, reason, by)
    for what, keys in scrubbed:
        _log(run, what, (), keys, reason, by)
    refresh_search(identity.words)
    return found


def erase_rows(rows):
    """Empty or remove them with all of their past; returns their keys."""
    model = rows.model
    keys = list(rows.queryset.order_by("pk").values_list("pk", flat=True))
    history = model.history.model if hasattr(model, "history") else None
    if rows.whole:
        forget_files(model, model._meta.concrete_fields, keys)
        for record in model._default_manager.filter(pk__in=keys):
            record.delete()
        if history:
            history.objects.filter(id__in=keys).delete()
        return keys
    wanted = columns(model, rows.fields)
    forget_files(model, wanted, keys)
    asked = Held(tuple(rows.fields), "", Kind.NAME)
    then = [function(model, asked, keys) for function in followers.values()]
    values = {column.name: emptied(column)[0] for column in wanted}
    raw(model._default_manager.filter(pk__in=keys)).update(**values, **next_version(model))
    if history:
        there = names_of(history)
        past = {
            column.name: emptied(column, key="id")[0] for column in wanted if column.name in there
        }
        if past:
            history.objects.filter(id__in=keys).update(**past)
    for further in filter(None, then):
        further()
    return keys


def refresh_search(words):
    """Make anew whatever is still found by these words."""
    from office.search import index

    named = Q()
    for word in words.all:
        for name in ("title", "names", "numbers", "text"):
            named |= Q(**{f"{name}__icontains": word})
    if not words.all:
        return
    by_type = {}
    for kind, key in SearchEntry.objects.filter(named).values_list("content_type", "object_id"):
        by_type.setdefault(kind, set()).add(key)
    types = {_type_of(kind.model): kind for kind in index.kinds.values()}
    for content_type, keys in by_type.items():
        if content_type in types:
            index.refresh(types[content_type], keys)


def _type_of(model):
    return ContentType.objects.get_for_model(model).pk


def _log(run, what, fields, keys, reason, by):
    if keys:
        Erasure.objects.create(
            run=run,
            what=what,
            fields=[*fields],
            keys=[key for key in keys if isinstance(key, int)],
            count=len(keys),
            reason=reason,
            by=by,
        )
