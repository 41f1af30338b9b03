"""Asks the index: what is meant, in which order, and what was perhaps meant."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, Func, IntegerField, Max, Q, TextField, Value, When
from django.db.models.functions import Concat

from office.search.spelling import ALIKE, closeness, trigrams

# The weights of D, C, B and A: titles and names alone.
ONLY_NAMES = [0, 0, 1, 1]
CANDIDATES = 200


def matching(entries, question):
    """The entries in which the words, or the digits, stand."""
    if not question:
        return entries.none()
    match = Q(vector=question.query)
    if question.number:
        match |= question.number
    return entries.filter(match)


def found(entries, question):
    """
    (content_type, object_id) of what was found, each thing once, the best first.

    What is called so comes before what is called so at the beginning, that before what
    has the words in its names, and what only speaks of them comes last.
    """
    if not question:
        return entries.none().values_list("content_type", "object_id")
    places = (
        matching(entries, question)
        .alias(
            lines=Concat(Value("\n"), "plain_names", Value("\n"), output_field=TextField()),
            in_names=SearchRank("vector", question.query, weights=ONLY_NAMES),
            place=_place(question),
            rank=SearchRank("vector", question.query),
        )
        .values("content_type", "object_id")
    )
    best = places.annotate(place_=Max("place"), weight_=Max("weight"), rank_=Max("rank"))
    return best.order_by("-place_", "-weight_", "-rank_", "content_type", "object_id").values_list(
        "content_type", "object_id"
    )


def _place(question):
    said = " ".join(question.words)
    places = [
        When(lines__contains=f"\n{said}\n", then=4),
        When(lines__contains=f"\n{said}", then=3),
        When(in_names__gt=0, then=2),
    ]
    if question.number:
        places.insert(0, When(question.number, then=4))
    return Case(*places, default=1, output_field=IntegerField())


def counts(entries, question):
    """{content type: how many things}, to filter by."""
    kinds = matching(entries, question).order_by().values("content_type")
    counted = kinds.annotate(n=Count("object_id", distinct=True))
    return {row["content_type"]: row["n"] for row in counted}


class Shared(Func):
    """How many elements two arrays have in common."""

    template = "cardinality(ARRAY(SELECT unnest(%(expressions)s)))"
    arg_joiner = ") INTERSECT SELECT unnest("
    output_field = IntegerField()


def similar(entries, question, limit=5):
    """(content_type, object_id) of the things whose names are nearly what was typed."""
    if not question.tells_enough:
        return []
    cut = trigrams(question.words)
    wanted = Value(cut, output_field=ArrayField(TextField()))
    candidates = (
        entries.filter(trigrams__overlap=cut)
        .annotate(shared=Shared("trigrams", wanted))
        .order_by("-shared", "-weight", "pk")
        .values_list("content_type", "object_id", "plain_names")[:CANDIDATES]
    )
    best = {}
    for content_type, object_id, names in candidates:
        near = max(closeness(question.words, name) for name in names.splitlines())
        key = content_type, object_id
        best[key] = max(near, best.get(key, 0))
    ranked = sorted(best, key=best.get, reverse=True)
    return [key for key in ranked if best[key] >= ALIKE][:limit]
