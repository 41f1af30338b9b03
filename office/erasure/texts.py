"""Where somebody is named in the texts of any table, and these texts without them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.db.models.functions import Cast

from office.erasure.fields import NOWHERE, next_version, raw
from office.erasure.words import BETWEEN_DIGITS, is_number
from office.text import Plain, plain

# Accounts, and what is made anew from the records.
NOT_OF_GUESTS = {"office.SearchEntry", "office.User", "office.Erasure"}
APPS_OF_ACCOUNTS = {"account", "auth", "contenttypes", "mfa", "sessions", "socialaccount"}


@dataclass
class Found:
    """What a sweep did: {model: keys} of the rows that were changed, and of those left."""

    changed: dict = field(default_factory=lambda: defaultdict(list))
    left: dict = field(default_factory=lambda: defaultdict(list))


def stores():
    """All models whose tables hold texts of or about people, with those of the past."""
    for model in apps.get_models(include_auto_created=True):
        label, app = model._meta.label, model._meta.app_label
        kept_out = label in NOT_OF_GUESTS or app in APPS_OF_ACCOUNTS
        if kept_out or model._meta.proxy or not model._meta.managed:
            continue
        if original(model)._meta.label not in NOT_OF_GUESTS:
            yield model


def original(model):
    """Of a table of the past the model whose past it is; the model itself otherwise."""
    return getattr(model, "instance_type", model)


def columns(model):
    """The columns that hold free text."""
    for column in model._meta.concrete_fields:
        if isinstance(column, GeneratedField) or column.choices or column.primary_key:
            continue
        if isinstance(column, models.FileField) or column.is_relation:
            continue
        if isinstance(column, models.CharField | models.TextField | models.JSONField | ArrayField):
            yield column


def sweep(words, *, near, is_thing, has_namesake, dry=False):
    """
    Take the words out of every text that means this person; returns what was Found.

    `near(model)` is a Q of the rows that stand around them (of their visit), or None. There a
    family name alone goes too, unless it `is_thing`: what a place or a thing is called. Elsewhere
    a whole name counts that nobody else has, or an address; all else is left to a person.
    """
    found = Found()
    for model in stores():
        wanted = [*columns(model)]
        if not wanted or not words.all:
            continue
        _sweep_model(found, model, wanted, words, near, is_thing, has_namesake, dry)
    return found


def _sweep_model(found, model, wanted, words, near, is_thing, has_namesake, dry):
    names = [column.name for column in wanted]
    rows = _rows(model, names, words)
    around = near(model) if rows else None
    beside = set()
    if around is not None:
        keys = [row["pk"] for row in rows]
        beside = {*model._base_manager.filter(around, pk__in=keys).values_list("pk", flat=True)}
    for row in rows:
        texts = {name: row[name] for name in names if words.may_be_in(str(row[name] or ""))}
        is_beside = row["pk"] in beside
        new = {}
        if is_beside or _is_theirs(row, names, words, has_namesake):
            # Where the row names them wholly, also their family name in a cell of its own.
            together = " ".join(str(row[name] or "") for name in names)
            alone = not is_thing and (is_beside or not words.has_whole(together))
            new = {
                name: words.without(text, families=alone, close=is_beside)
                for name, text in texts.items()
            }
        new = {name: text for name, text in new.items() if text != texts[name]}
        if new and not dry:
            _write(model, row["pk"], dict(new))
        if new:
            found.changed[model].append(row["pk"])
        if any(words.may_be_in(str(new.get(name, text))) for name, text in texts.items()):
            found.left[model].append(row["pk"])


def _is_theirs(row, names, words, has_namesake):
    """Whether a row that stands elsewhere names this person and nobody else."""
    together = " ".join(str(row[name] or "") for name in names)
    return words.is_certain(together) or (words.is_sure(together) and not has_namesake)


def _rows(model, names, words):
    """Those in which one of the words may stand, in whatever spelling."""
    as_text = {f"text_{name}": Cast(F(name), models.TextField()) for name in names}
    told = {
        f"plain_{name}": Plain(text) for name, text in zip(names, as_text.values(), strict=True)
    }
    found = Q()
    for word in words.all:
        for name in names:
            if is_number(word):
                found |= Q(**{f"text_{name}__regex": number_in_database(word)})
            else:
                found |= Q(**{f"plain_{name}__contains": plain(word)})
    rows = raw(model._base_manager.all()).alias(**as_text, **told).filter(found).order_by("pk")
    return list(rows.values("pk", *names))


def number_in_database(word):
    """The same as words.number, for PostgreSQL: but for what stands around it."""
    return BETWEEN_DIGITS.join(filter(str.isdigit, word))


def _write(model, key, values):
    for name, value in values.items():
        column = model._meta.get_field(name)
        if isinstance(column, models.EmailField) and NOWHERE in value:
            value = f"erased-{key}@{NOWHERE}"
        if isinstance(value, str) and column.max_length:
            value = value[: column.max_length]
        values[name] = value
    raw(model._default_manager.filter(pk=key)).update(**values, **next_version(model))
