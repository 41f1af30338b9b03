"""Asks the index: what is meant, in which order, and what was perhaps meant."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, Func, IntegerField, Max, Q, TextField, Value, When
from django.db.models.functions import Concat

from office.search.spelling import ALIKE, closeness, trigrams

# The weights of D, C, B and A: titles and names alone.
ONLY_NAMES = [0, 0, 1, 1]
CANDIDATES = 200
# By name alone it would be taken for a text, and made a vector again without its weights.
VECTOR = F("vector")


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
        .alias(**_places(question), rank=SearchRank(VECTOR, question.query))
        .values("content_type", "object_id")
    )
    best = places.annotate(place_=Max("place"), weight_=Max("weight"), rank_=Max("rank"))
    return best.order_by("-place_", "-weight_", "-rank_", "content_type", "object_id").values_list(
        "content_type", "object_id"
    )


def _places(question):
    """What `place` is made of: the better the place, the more the entry is called so."""
    return {
        "lines": Concat(Value("\n"), "plain_names", Value("\n"), output_field=TextField()),
        "in_names": SearchRank(VECTOR, question.query, weights=ONLY_NAMES),
        "place": _place(question),
    }


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


def narrowed(entries, question):
    """
    The question with as many of its words as stand together somewhere, and that of the unknown.

    The most telling words are kept: a name tells more than a word of a text, a rare word more
    than a common one. Both are the question itself where not even one word is found.
    """
    telling = [
        one for one in question.words if len(one) > 2 or not one.isascii() or one.isdecimal()
    ]
    stands = {}
    for word in telling:
        place, count = _standing(entries, question.of_words([word]))
        if count:
            stands[word] = place, -count
    kept = []
    for word in sorted(stands, key=stands.get, reverse=True):
        if not kept or matching(entries, question.of_words([*kept, word])).exists():
            kept.append(word)
    if not kept:
        return question, question
    return question.of_words(kept), question.of_words({*telling} - {*stands})


def _standing(entries, question):
    """The best place in which a word stands, and in how many entries."""
    found = matching(entries, question).annotate(**_places(question))
    told = found.aggregate(best=Max("place"), count=Count("pk"))
    return told["best"], told["count"]


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
