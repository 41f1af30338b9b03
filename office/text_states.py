"""
In which state each text of a record is, in each language: one rule, for a row and in SQL.

Beside its texts a record keeps an entry for each one that is written:

    {field: {language: {"text": …, "from": …, "of": …, "draft": …, "by": …, "on": …}}}

"text" marks the text that the entry speaks of, "of" the text in the language "from"
that it was made from. A text that is not the one of its entry was written past save(),
by a program; nobody has checked it, so it is a draft. Outdated is what was made from
another text than stands in that language now. The text that the others are made from
has neither "from" nor "of": it is never outdated.

Only marks are compared, never dates, so saving twice or changing a date outdates nothing.
"""

import hashlib
from functools import cache, reduce
from operator import or_

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext_lazy as _

# Texts that differ in these alone are the same text.
WHITE = " \t\r\n\u00a0\u202f"
LENGTH = 12


class State(models.TextChoices):
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    OUTDATED = "outdated", _("outdated")
    CHECKED = "checked", _("checked")


# What waits for a translator.
OPEN = (State.MISSING, State.DRAFT, State.OUTDATED)


class CheckedText(Exception):
    """A draft would take the place of a text that a person has checked; the message names it."""


def codes():
    return [code for code, _name in settings.LANGUAGES]


def fields_of(model):
    """The names of the model's translated fields, in the order of the model."""
    columns = [field for field in model._meta.concrete_fields if hasattr(field, "translated_field")]
    return list(dict.fromkeys(column.translated_field.name for column in columns))


def mark(text):
    """A short mark of what is written, empty where nothing is."""
    bare = (text or "").translate({ord(one): None for one in WHITE})
    digest = hashlib.md5(bare.encode(), usedforsecurity=False).hexdigest()
    return digest[:LENGTH] if bare else ""


def marks_of(record, field):
    return {code: mark(getattr(record, f"{field}_{code}")) for code in codes()}


def first_written(marks, original):
    """The language of the text that the others are made from; None where nothing is written."""
    order = dict.fromkeys((original, "en", *codes()))
    return next((code for code in order if marks[code]), None)


def state(entry, marks, language):
    """The state of one text; None where the field is empty in every language."""
    if not marks[language]:
        return State.MISSING if any(marks.values()) else None
    if entry is None or entry["text"] != marks[language] or entry.get("draft"):
        return State.DRAFT
    source = marks.get(entry.get("from"))
    return State.OUTDATED if source and source != entry["of"] else State.CHECKED


# ---------------------------------------------------------------- what save() keeps


def entries_of(before, marks, *, original, fresh):
    """
    The entries of one field as it stands now.

    `before` are those that were kept; a text of theirs keeps its entry. `fresh` says, for
    a language, what is kept of a text that was written now.
    """
    source = first_written(marks, original)
    entries = {}
    for code in filter(marks.get, marks):
        entry = before.get(code)
        if entry and entry["text"] == marks[code]:
            entries[code] = moved(entry, before, marks, None if code == source else source)
        else:
            made_of = {} if code == source else {"from": source, "of": marks[source]}
            entries[code] = {"text": marks[code], **made_of, **fresh(code)}
    return entries


def moved(entry, before, marks, source):
    """
    The entry of an untouched text where another language has become the one to follow.

    The office changed its original language, or the original was written later. What was
    outdated stays so; what was not follows the text that stood in the new language before.
    """
    now = entry.get("from")
    if now == source or entry.get("of", "") != before.get(now, {}).get("text", ""):
        return entry
    rest = {name: value for name, value in entry.items() if name not in ("from", "of")}
    if source is None:
        return rest
    return rest | {"from": source, "of": before.get(source, {}).get("text") or marks[source]}


def fill(apps, app, name, fields):
    """
    For migrations: what was written before its state was kept counts as checked.

    Takes the app registry of the migration, whose models know nothing of languages.
    """
    office = apps.get_model("office", "Office").objects.first()
    original = office.original_language if office else settings.LANGUAGE_CODE
    rows = apps.get_model(app, name).objects.filter(text_states={})
    filled = []
    for row in rows:
        marks = {field: marks_of(row, field) for field in fields}
        row.text_states = {
            field: entries_of({}, marks[field], original=original, fresh=lambda _code: {})
            for field in fields
            if any(marks[field].values())
        }
        filled.append(row)
    rows.model.objects.bulk_update(filled, ["text_states"], batch_size=500)


# ---------------------------------------------------------------- the same in SQL


class Mark(Func):
    """
    What mark() says of a column; NULL where nothing is written.

    With one replace() for each kind of space: translate() takes three times as long.
    """

    template = "%(expressions)s"
    for _white in (" ", r"\t", r"\r", r"\n", r"\u00a0", r"\u202f"):
        template = f"replace({template}, E'{_white}', '')"
    template = f"left(md5(nullif({template}, '')), {LENGTH})"
    arity = 1
    output_field = TextField()


class Written(Func):
    """A column that holds a text; NULL where mark() is empty. Cheaper than Mark."""

    template = r"nullif(btrim(%(expressions)s, E' \t\r\n\u00a0\u202f'), '')"
    arity = 1
    output_field = TextField()


class Joined(Func):
    """Texts one after the other; NULL where one of them is."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


def said(word):
    return Value(str(word), output_field=TextField())


DRAFT = said(State.DRAFT)


def written(field, languages):
    """A condition: there is a text in one of the languages."""
    return reduce(or_, (Q(IsNull(Written(f"{field}_{code}"), False)) for code in languages))


def state_of(field, language):
    """The expression of state() for a row: the same words, NULL where nothing is written."""
    here = f"{field}_{language}"
    others = [code for code in codes() if code != language]
    entry = f"text_states__{field}__{language}"
    source = Case(
        *(
            When(Exact(KT(f"{entry}__from"), said(code)), then=Mark(f"{field}_{code}"))
            for code in others
        ),
        output_field=TextField(),
    )
    return Case(
        When(Q(IsNull(Written(here), True)) & written(field, others), then=said(State.MISSING)),
        When(IsNull(Written(here), True), then=Value(None)),
        When(~Q(Exact(Coalesce(KT(f"{entry}__text"), said("")), Mark(here))), then=DRAFT),
        When(Exact(KT(f"{entry}__draft"), said("true")), then=DRAFT),
        # With nothing to compare this is NULL, and the text is not outdated.
        When(~Q(Exact(source, KT(f"{entry}__of"))), then=said(State.OUTDATED)),
        default=said(State.CHECKED),
        output_field=TextField(),
    )


# To put the SQL of a state together takes ten times as long as PostgreSQL needs to answer it,
# and the desk asks for some hundred and fifty of them: each is made once.


@cache
def ready_made(model, field, language):
    """(whether there is a text, its state) in SQL on the model's own table."""
    there = ExpressionWrapper(written(field, codes()), BooleanField())
    return in_sql(model, there), in_sql(model, state_of(field, language))


@cache
def all_ready_made(model, languages):
    """An array of the states of all texts of a row in SQL, each as "de:draft" or NULL."""
    each = [
        Joined(said(f"{code}:"), state_of(field, code))
        for field in fields_of(model)
        for code in languages
    ]
    return in_sql(model, Func(*each, template="ARRAY[%(expressions)s]", output_field=TextField()))


def in_sql(model, expression):
    query = model._base_manager.annotate(made=expression).query
    made = query.annotations["made"]
    sql, values = query.get_compiler(DEFAULT_DB_ALIAS).compile(made)
    # Django wrote this SQL from the expression; what is typed never comes near it.
    return RawSQL(sql, values, made.output_field)  # noqa: S611 (Django's own SQL)


def counts(rows, languages):
    """(language, state, how many) of the texts of these rows."""
    states = all_ready_made(rows.model, tuple(languages))
    each = rows.order_by().annotate(each=Func(states, function="unnest", output_field=TextField()))
    for state, count in each.values_list("each").annotate(Count("pk")):
        if state is not None:
            yield (*state.split(":"), count)


def texts(rows, field, language):
    """The texts of a field as rows with their state, for lists and counts."""
    there, state = ready_made(rows.model, field, language)
    # Not by `text_state`: the database would work it out twice a row.
    return rows.order_by().filter(there).annotate(text_pk=F("pk"), text_state=state)
