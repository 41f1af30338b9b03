"""One search from the words to what is shown, for whoever asks."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator

from office.models import SearchEntry
from office.search import find
from office.search.hits import hits
from office.search.index import kinds
from office.search.kinds import Kind
from office.search.question import Question

PER_PAGE = 20
# With fewer things found than this, names that are nearly so are offered as well.
FEW = 3


@dataclass(frozen=True)
class Facet:
    """One kind among what was found."""

    kind: Kind
    count: int


class Search:
    """
    What the words find among these entries, which are those that the reader may search.

    `rows` is function(model) -> the rows that the reader may read; `only` the name of the
    kind that was asked for. The number of queries does not grow with what is found.
    """

    def __init__(self, text, *, entries, rows, language, only=""):
        self.question = Question(text)
        self.entries, self.rows, self.language = entries, rows, language
        self.only = next((kind for kind in kinds.values() if kind.name == only), None)

    @cached_property
    def _asked_for(self):
        """{content type: how many} of what has all the words."""
        return find.counts(self.entries, self.question) if self.question else {}

    @cached_property
    def _narrowed(self):
        if self._asked_for or not self.question.can_be_narrowed:
            return self.question, self.question
        return find.narrowed(self.entries, self.question)

    @property
    def meant(self):
        """The question; where nothing has all its words, without those that stand in its way."""
        meant, _unknown = self._narrowed
        return meant

    @property
    def left_out(self):
        """The words that were left out, as they were typed."""
        if self.meant is self.question:
            return []
        return self.question.left_out(self.meant.words)

    @cached_property
    def facets(self):
        """The kinds among all that was found, whichever kind was asked for, in their order."""
        counted = self._asked_for
        if self.meant is not self.question:
            counted = find.counts(self.entries, self.meant)
        types = {model: ContentType.objects.get_for_model(model).pk for model in kinds}
        found = [
            Facet(kind, counted[types[model]])
            for model, kind in kinds.items()
            if types[model] in counted
        ]
        return sorted(found, key=lambda facet: -facet.kind.weight)

    @property
    def total(self):
        return sum(facet.count for facet in self.facets)

    def page(self, number):
        """A page of the hits; the last one where there is none of that number."""
        entries = self.entries
        if self.only:
            entries = entries.of_kind(self.only.model)
        paginator = Paginator(find.found(entries, self.meant), PER_PAGE)
        paginator.count = sum(f.count for f in self.facets if self.only in (None, f.kind))
        page = paginator.get_page(number)
        page.object_list = self._hits(list(page.object_list))
        return page

    def first(self, count):
        return self._hits(list(find.found(self.entries, self.meant)[:count]))

    @cached_property
    def similar(self):
        """What may have been meant, where little was found; nothing that was found."""
        if self.total >= FEW and not self.left_out:
            return []
        _meant, unknown = self._narrowed
        near = find.similar(self.entries, unknown)
        if not near:
            return []
        found = find.matching(self.entries, self.meant).filter(object_id__in={pk for _, pk in near})
        found = set(found.values_list("content_type", "object_id"))
        return self._hits([key for key in near if key not in found])

    def _hits(self, keys):
        if not keys:
            return []
        return hits(
            keys,
            entries=self.entries,
            rows=self.rows,
            language=self.language,
            words=self.meant.words,
        )


def public_search(text, *, language, only=""):
    """What everybody may find, whoever asks."""
    return Search(
        text,
        entries=SearchEntry.objects.public(),
        rows=_public_rows,
        language=language,
        only=only,
    )


def _public_rows(model):
    rows = model._default_manager.all()
    return rows.public() if hasattr(rows, "public") else rows


def staff_search(text, *, user, models, language, only=""):
    """What this person may find among these models: those that they may see in the back-office."""

    def rows(model):
        all_rows = model._default_manager.all()
        return all_rows.visible_to(user) if hasattr(all_rows, "visible_to") else all_rows

    return Search(
        text,
        entries=SearchEntry.objects.visible_to(user).of_kind(*models),
        rows=rows,
        language=language,
        only=only,
    )
