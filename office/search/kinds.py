"""What can be found, and by which words: handed in by each app."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.text import capfirst

from office.languages import reading_order

# A thing is found by the beginning of a text that nobody reads to its end.
LONGEST_TEXT = 100_000
LONGEST_NAMES = 10_000


@dataclass(frozen=True)
class Part:
    """
    By what a record is found, in one language or, with "", in all of them.

    `title` is what the reader sees of it. `names` are its other names in any spelling or
    script, e-mail addresses too. `numbers` are compared by their digits, so a telephone
    number is given with its country code. A part `for_staff` finds nothing on the public
    pages, even of a record that has one.

    What names another thing that may be hidden by itself is a part of its own: it has a
    `key`, and in `audiences` the keys of those that guard the other thing as well.
    """

    language: str = ""
    title: str | None = ""
    names: Iterable[str | None] = ()
    numbers: Iterable[str | None] = ()
    text: str | None = ""
    for_staff: bool = False
    key: str = ""
    audiences: Iterable[int] = ()

    def columns(self):
        names = dict.fromkeys(" ".join(name.split()) for name in self.names if name)
        digits = ("".join(filter(str.isdecimal, number)) for number in self.numbers if number)
        return {
            "title": " ".join((self.title or "").split()),
            "names": "\n".join(names)[:LONGEST_NAMES],
            "numbers": " ".join(digits),
            "text": (self.text or "").strip()[:LONGEST_TEXT],
        }


@dataclass(frozen=True, eq=False)
class Kind:
    """
    One kind of record that can be found.

    Who may find it is asked of the model's own QuerySet (`audience_paths`). `rows` are
    the models whose rows belong to it, with their foreign key ({CityName: "city"});
    `mentions` those that it names, with the path to them ({Country: "country"}) or several:
    when such a row changes, the record is indexed again. A kind that is `public` has a page,
    `get_absolute_url`; among equals the greater `weight` stands first.
    """

    model: type[models.Model]
    parts: Callable[[models.Model], Iterable[Part]]
    rows: dict[type[models.Model], str] = field(default_factory=dict)
    mentions: dict[type[models.Model], str | tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    prefetch: tuple = ()
    public: bool = False
    weight: int = 0

    @property
    def name(self):
        """How the kind is called in an address: ?kind=city."""
        return self.model._meta.model_name

    @property
    def label(self):
        return capfirst(self.model._meta.verbose_name)

    @property
    def label_plural(self):
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def audience_paths(self):
        rows = self.model._default_manager.all()
        return [*getattr(rows, "audience_paths", ()), *getattr(rows, "optional_paths", ())]

    def records(self, rows=None):
        """The rows with all that their parts are made of."""
        rows = self.model._base_manager.all() if rows is None else rows
        return rows.select_related(*self.related).prefetch_related(*self.prefetch)


def languages():
    """The codes of the languages in which texts are kept."""
    return [code for code, _name in settings.LANGUAGES]


def read(record, field, language):
    """The text of a translated field as a reader of the language sees it."""
    texts = (getattr(record, f"{field}_{code}") for code in reading_order(language))
    return next(filter(None, texts), "")
