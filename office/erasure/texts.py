"""Where somebody is named in the texts of any table, and these texts without them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.db.models.functions import Cast

from office.erasure.fields import NOWHERE, raw

# Accounts, and what is made anew from the records.
NOT_OF_GUESTS = {"office.SearchEntry", "office.User", "office.Erasure"}
APPS_OF_ACCOUNTS = {"account", "auth", "contenttypes", "mfa", "sessions", "socialaccount"}
# What people typed or did, copied by the program: as much theirs as a declared field.
COPIES = {"admin.LogEntry"}


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


def declared(model):
    """The names of the columns that the model declares as personal data."""
    first = original(model)
    data = getattr(first, "personal_data", None)
    names = {*data.fields} if data else set()
    there = {column.name: column for column in model._meta.concrete_fields}
    return {
        name
        for name, column in there.items()
        if name in names or getattr(getattr(column, "translated_field", None), "name", "") in names
    }


def sweep(words, *, near, is_alone, has_namesake, dry=False):
    """
    Take the words out of every text that means this person; returns what was Found.

    `near(model)` is a Q of the rows that stand around them (of their visit), or None. Elsewhere
    a family name counts only where it `is_alone`: nobody else and no place is called so. With a
    namesake a whole name counts no more than that.
    """
    found = Found()
    for model in stores():
        wanted = [*columns(model)]
        if not wanted or not words.all:
            continue
        _sweep_model(found, model, wanted, words, near, is_alone, has_namesake, dry)
    return found


def _sweep_model(found, model, wanted, words, near, is_alone, has_namesake, dry):
    names = [column.name for column in wanted]
    rows = _rows(model, names, words)
    around = near(model) if rows else None
    beside = set()
    if around is not None:
        keys = [row["pk"] for row in rows]
        beside = {*model._base_manager.filter(around, pk__in=keys).values_list("pk", flat=True)}
    whole = model._meta.label in COPIES
    ours = {*names} if whole else declared(model)
    for row in rows:
        texts = {name: row[name] for name in names if words.named_in(str(row[name] or ""))}
        together = " ".join(str(row[name] or "") for name in names)
        is_sure = words.is_certain(together) or (words.is_sure(together) and not has_namesake)
        change = {
            name: text
            for name, text in texts.items()
            if row["pk"] in beside or is_sure or (is_alone and name in ours)
        }
        # Where others are called so, of a text with the whole name only that goes.
        alone = is_alone or row["pk"] in beside or not words.has_whole(together)
        new = {name: words.without(text, families=alone) for name, text in change.items()}
        new = {name: text for name, text in new.items() if text != texts[name]}
        if new and not dry:
            _write(model, row["pk"], dict(new))
        if new:
            found.changed[model].append(row["pk"])
        if any(words.named_in(str(new.get(name, text))) for name, text in texts.items()):
            found.left[model].append(row["pk"])


def _rows(model, names, words):
    as_text = {f"text_{name}": Cast(F(name), models.TextField()) for name in names}
    named = Q.create(
        [(f"text_{name}__icontains", word) for name in names for word in words.all],
        connector=Q.OR,
    )
    rows = raw(model._base_manager.all()).alias(**as_text).filter(named).order_by("pk")
    return list(rows.values("pk", *names))


def _write(model, key, values):
    for name, value in values.items():
        column = model._meta.get_field(name)
        if isinstance(column, models.EmailField) and NOWHERE in value:
            value = f"erased-{key}@{NOWHERE}"
        if isinstance(value, str) and column.max_length:
            value = value[: column.max_length]
        values[name] = value
    raw(model._default_manager.filter(pk=key)).update(**values)
