"""What is shown of the things that were found: fetched anew, through the reader's own gate."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.safestring import SafeString

from office.languages import reading_order
from office.search.index import kinds
from office.search.kinds import Kind
from office.search.snippets import excerpt, marked, marks


@dataclass(frozen=True)
class Hit:
    """
    One thing found; a `…_language` names a language that is not the reader's, else None.

    `also` is the other name by which it was found.
    """

    kind: Kind
    record: object
    title: str
    title_language: str | None
    text: SafeString
    text_language: str | None
    also: SafeString
    also_language: str | None


def hits(keys, *, entries, rows, language, words):
    """
    The hits for (content_type, object_id), in their order; one query, and one more a kind.

    `entries` and `rows` are the gates: the entries that the reader may search, and
    function(model) -> the rows that the reader may read. What the second does not let
    through is left out, whatever the index says.
    """
    records = _records(keys, rows)
    entries = _entries(keys, entries, language)
    return [
        _hit(records[key], entries[key], language, words)
        for key in keys
        if key in records and key in entries
    ]


def _records(keys, rows):
    """{key: (kind, record)} of what the reader may read."""
    by_type = defaultdict(list)
    for content_type, object_id in keys:
        by_type[content_type].append(object_id)
    found = {}
    for content_type, pks in by_type.items():
        kind = kinds.get(ContentType.objects.get_for_id(content_type).model_class())
        if kind:
            for record in kind.records(rows(kind.model).filter(pk__in=pks)):
                found[content_type, record.pk] = kind, record
    return found


def _entries(keys, entries, language):
    """{key: its entries, in the order in which the reader would read them}."""
    order = {code: n for n, code in enumerate([*reading_order(language), ""])}
    found = defaultdict(list)
    rows = entries.filter(
        content_type__in={content_type for content_type, _pk in keys},
        object_id__in={pk for _type, pk in keys},
    )
    for entry in rows.order_by("part").only(
        "content_type", "object_id", "language", "title", "names", "text"
    ):
        found[entry.content_type_id, entry.object_id].append(entry)
    for of_one in found.values():
        of_one.sort(key=lambda entry: order.get(entry.language, len(order)))
    return found


def _hit(found, entries, language, words):
    kind, record = found
    titled = next((entry for entry in entries if entry.title), None)
    title, written_in = (titled.title, titled.language) if titled else (str(record), "")
    text, text_language = _best_text(entries, words, language)
    unexplained = [word for word in words if not marks(title, [word])]
    also, also_language = _other_name(entries, unexplained) if unexplained else ("", "")
    return Hit(
        kind=kind,
        record=record,
        title=title,
        title_language=_other(written_in, language),
        text=text,
        text_language=_other(text_language, language),
        also=also,
        also_language=_other(also_language, language),
    )


def _best_text(entries, words, language):
    """
    The excerpt with a word that was looked for; the beginning of the first text without one.

    Where there is a text in the reader's language, another one is not shown, whatever stands
    in it.
    """
    texts = [entry for entry in entries if entry.text and entry.language]
    own = [entry for entry in texts if entry.language == language]
    excerpts = [(excerpt(entry.text, words), entry.language) for entry in own or texts]
    for (shown, has_marks), written_in in excerpts:
        if has_marks:
            return shown, written_in
    return (excerpts[0][0][0], excerpts[0][1]) if excerpts else ("", "")


def _other_name(entries, words):
    """
    (name, language) of the first other name with all of the words.

    A whole title in another language says less of why the thing was found than a name.
    """
    names = [(name, entry.language) for entry in entries for name in entry.names.splitlines()]
    names += [(entry.title, entry.language) for entry in entries]
    for name, language in names:
        if all(marks(name, [word]) for word in words):
            return marked(name, words), language
    return "", ""


def _other(written_in, language):
    return written_in if written_in and written_in != language else None
