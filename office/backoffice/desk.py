"""
The translator's desk: which texts a person may write, and which of them wait.

Whoever may change a record may write its texts; a translator who only sees the record
writes those of the languages that the account names. Nothing is listed that the person
may not see, and nothing that the person may not write.
"""

from collections import Counter
from functools import reduce
from operator import or_

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext

from office import text_states
from office.backoffice.rights import visible
from office.languages import in_every_language, offered_languages
from office.models import TranslatedRecord
from office.start_page import HOUSEKEEPING, Line
from office.text import Fold
from office.text_states import OPEN, State, fields_of, texts
from office.tongues import names


def may(action, user, model):
    codename = get_permission_codename(action, model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")


def may_write(user, model, language):
    """Whether the person may write the texts of such records in a language."""
    if may("change", user, model):
        return True
    return user.translates_into(language) and may("view", user, model)


def kinds(user, language):
    """The models whose texts the person may write in the language."""
    return [
        model
        for model in admin.site._registry
        if issubclass(model, TranslatedRecord)
        and model.awaits_translators
        and may_write(user, model, language)
    ]


def languages(user):
    """(code, own name) of each offered language in which the person may write a text."""
    return [(code, name) for code, name in offered_languages() if kinds(user, code)]


def rows_of(user, model):
    return visible(model._default_manager.all(), user).order_by()


# ---------------------------------------------------------------- how many wait


def counts(user, codes):
    """(language, state) -> how many texts the person may write there. One query a model."""
    found = Counter()
    by_model = {}
    for code in codes:
        for model in kinds(user, code):
            by_model.setdefault(model, []).append(code)
    for model, written in by_model.items():
        for language, state, count in text_states.counts(rows_of(user, model), written):
            found[language, state] += count
    return found


def lines(user):
    """For the start page: how many texts wait in each language, by what they wait for."""
    codes = [code for code, _name in languages(user)]
    found = counts(user, codes)
    return [
        Line(
            LABELS[state](found[code, state]) % {"language": capfirst(names()[code])},
            found[code, state],
            url_of(code, state),
            HOUSEKEEPING,
            capfirst(names()[code]),
            SHORT[state](found[code, state]),
        )
        for code in codes
        for state in OPEN
    ]


LABELS = {
    State.MISSING: lambda count: ngettext(
        "%(language)s: text missing", "%(language)s: texts missing", count
    ),
    State.DRAFT: lambda count: ngettext(
        "%(language)s: draft to check", "%(language)s: drafts to check", count
    ),
    State.OUTDATED: lambda count: ngettext(
        "%(language)s: text whose original has changed",
        "%(language)s: texts whose original has changed",
        count,
    ),
}


# The same where the language stands before it, once.
SHORT = {
    State.MISSING: lambda count: (
        ngettext("%(count)d text missing", "%(count)d texts missing", count) % {"count": count}
    ),
    State.DRAFT: lambda count: (
        ngettext("%(count)d draft to check", "%(count)d drafts to check", count) % {"count": count}
    ),
    State.OUTDATED: lambda count: (
        ngettext(
            "%(count)d text whose original has changed",
            "%(count)d texts whose original has changed",
            count,
        )
        % {"count": count}
    ),
}


def url_of(language, state=None):
    url = reverse("admin:translations", args=[language])
    return f"{url}?state={state}" if state else url


# ---------------------------------------------------------------- which wait


def waiting(request, language, *, states=OPEN, kind=None, search=""):
    """
    The texts of these states as a queryset of (label, key, field, rank of the field).

    None where the person may write nothing.
    """
    parts = [
        texts(found(request, model, field, search), field, language)
        .filter(text_state__in=states)
        .annotate(
            text_kind=Value(model._meta.label_lower),
            text_rank=Value(rank),
            text_field=Value(field),
        )
        .values_list("text_kind", "text_pk", "text_field", "text_rank")
        for model in kinds(request.user, language)
        if kind in (None, "", model._meta.label_lower)
        for rank, field in enumerate(fields_of(model))
    ]
    if not parts:
        return None
    together = parts[0].union(*parts[1:], all=True)
    return together.order_by("text_kind", "text_pk", "text_rank")


def found(request, model, field, search):
    """The rows whose text, in any language, holds what is looked for, or that their list finds."""
    rows = rows_of(request.user, model)
    if not search:
        return rows
    page = admin.site._registry[model]
    listed = rows.none()
    if page.search_fields:
        listed, _duplicates = page.get_search_results(request, rows, search)
    folded = {f"folded_{column}": Fold(F(column)) for column in in_every_language(field)}
    wanted = Fold(Value(search))
    holds = reduce(or_, (Q(**{f"{name}__contains": wanted}) for name in folded))
    return rows.alias(**folded).filter(holds | Q(pk__in=listed.order_by().values("pk")))
