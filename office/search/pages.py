"""The pages of the site itself, which the public search finds beside the records."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from office.registry import Registry
from office.search.snippets import WORD, is_meant

# Name -> Page, handed in by each app.
pages = Registry()


@dataclass(frozen=True)
class Page:
    """
    One page, found by its title, by other words for it, or by what it says.

    `text` is a function, for what a page says may stand in a row.
    """

    title: str | Promise
    url_name: str
    words: str | Promise = ""
    text: Callable[[], str] = str
    anchor: str = ""

    @property
    def url(self):
        return reverse(self.url_name) + (f"#{self.anchor}" if self.anchor else "")

    def answers(self, question):
        """Whether each of the words that were looked for stands here, in the active language."""
        said = WORD.findall(f"{self.title} {self.words} {self.text()}")
        return all(any(is_meant(one, [word]) for one in said) for word in question.words)


def pages_for(question):
    """The pages of this site that the reader may have meant."""
    if not question.tells_enough:
        return []
    return [page for page in pages.values() if page.answers(question)]
