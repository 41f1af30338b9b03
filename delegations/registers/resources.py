"""Gifts, honours and expenses as rows of a table: the registers of the years before come in."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models import (
    BudgetChapter,
    Expense,
    Gift,
    GiftClass,
    GiftLine,
    Honour,
    HonourKind,
)
from delegations.resources import ExactDay
from directory.contacts_table import ORGANISATION
from directory.resources import CITY
from office.exchange.columns import Choice, Reference, in_languages, money, named, of_field
from office.exchange.resources import Resource
from office.exchange.words import folded
from office.languages import in_every_language

KIND = {"model": HonourKind, "paths": ("key", *named("name"))}
CHAPTER = {"model": BudgetChapter, "paths": ("code", "name")}


def words_of(get, name):
    """What stands in any language, folded: the first of them."""
    texts = (get(column) for column in in_every_language(name))
    return next((folded(text) for text in texts if text), "")


class Gifts(Resource):
    model = Gift
    help = _("A gift is the same when its name is. How many are in stock is written on its form.")

    def columns(self):
        return [
            *in_languages("name", _("name"), required=True, also=("gift", "omaggio", "dono")),
            *in_languages("description", _("description")),
            Choice("gift_class", _("class"), choices=GiftClass),
            money(Gift, "value", also=("valore",), example="45"),
            of_field(Gift, "in_use"),
            of_field(Gift, "note"),
        ]

    def identities(self, get):
        for column in in_every_language("name"):
            if text := get(column):
                yield ("name", folded(text))


class GiftLines(Resource):
    model = GiftLine
    help = _(
        "A line is the same when day, gift and name or office are. The gift is written in words: "
        "what is brought in moves no stock, and still counts as given before."
    )

    def columns(self):
        return [
            ExactDay("day", _("day"), required=True, also=("data",), example="2019-05-12"),
            Choice(
                "direction",
                _("given or received"),
                also=("direzione",),
                choices=GiftLine.Direction,
            ),
            *in_languages("words", _("what it is"), required=True, also=("gift", "omaggio")),
            of_field(GiftLine, "quantity", example="1"),
            money(GiftLine, "value", also=("valore",), example="45"),
            of_field(GiftLine, "is_estimated"),
            of_field(GiftLine, "name", also=("nome",)),
            of_field(GiftLine, "office", also=("carica",), example="mayor"),
            Reference("organisation", _("organisation"), **ORGANISATION),
            Reference("city", GiftLine._meta.get_field("city").verbose_name, **CITY),
            of_field(GiftLine, "ours"),
            of_field(GiftLine, "kept_at"),
            of_field(GiftLine, "note"),
        ]

    def identities(self, get):
        what, who = words_of(get, "words"), folded(get("name") or get("office") or "")
        if get("day") and what:
            yield (get("day"), what, who, get("city") and get("city").pk)

    def known_of(self, record):
        return lambda name: named_in_catalogue(record, name) or getattr(record, name)

    def cells(self, record, lookups):
        """Of the catalogue too: its name, where nothing is written in words."""
        cells = super().cells(record, lookups)
        told = {name: named_in_catalogue(record, name) for name in cells}
        return cells | {name: words for name, words in told.items() if words}

    def with_related(self, queryset, user):
        return super().with_related(queryset, user).select_related("gift")

    def fill(self, draft, values, lookups):
        """What the catalogue calls it is no text of the line's own."""
        line = draft.record
        values = {k: v for k, v in values.items() if v != (named_in_catalogue(line, k) or None)}
        super().fill(draft, values, lookups)
        line.complete()


def named_in_catalogue(line, column):
    """What the catalogue calls the gift, for a column of the line's words that is empty; or ""."""
    if line.gift_id is None or column not in in_every_language("words") or getattr(line, column):
        return ""
    return getattr(line.gift, column.replace("words", "name")) or ""


class Honours(Resource):
    model = Honour
    help = _("An honour is the same when its kind, the day and the name are.")

    def columns(self):
        return [
            Reference("kind", _("honour"), required=True, also=("onorificenza",), **KIND),
            of_field(Honour, "name", also=("nome",)),
            of_field(Honour, "office", also=("carica",)),
            Reference("organisation", _("organisation"), **ORGANISATION),
            Reference("city", Honour._meta.get_field("city").verbose_name, **CITY),
            of_field(Honour, "conferred_on", required=True, example="2019-05-12"),
            of_field(Honour, "handed_over_on", example=""),
            of_field(Honour, "revoked_on", example=""),
            of_field(Honour, "revoked_why"),
            *in_languages("motivation", _("motivation"), also=("motivazione",)),
            of_field(Honour, "note"),
        ]

    def identities(self, get):
        who = get("name") or (get("organisation") or get("city") or "")
        if get("kind") and get("conferred_on") and str(who):
            yield (get("kind").pk, get("conferred_on").isoformat(), folded(str(who)))


class Expenses(Resource):
    model = Expense
    help = _("An expense is the same when day, object and amount are.")

    def columns(self):
        return [
            ExactDay("day", _("day"), required=True, also=("data",), example="2025-05-12"),
            of_field(Expense, "year", also=("anno",), example="2025"),
            Reference("chapter", _("chapter"), also=("capitolo",), example="100", **CHAPTER),
            of_field(Expense, "subject", required=True, also=("oggetto",)),
            of_field(Expense, "on_occasion", also=("occasione",)),
            money(Expense, "amount", required=True, also=("importo",), example="1.234,50"),
            Choice(
                "stage",
                pgettext_lazy("of an expense", "stage"),
                also=("stato",),
                choices=Expense.Stage,
            ),
            ExactDay("paid_on", _("paid on"), example=""),
            of_field(Expense, "is_representation"),
            of_field(Expense, "supplier", also=("fornitore",)),
            of_field(Expense, "invoice_number", also=("fattura",), example=""),
            of_field(Expense, "note"),
        ]

    def identities(self, get):
        if get("day") and get("subject") and get("amount"):
            yield (get("day"), folded(get("subject")), get("amount"))

    def fill(self, draft, values, lookups):
        super().fill(draft, values, lookups)
        draft.record.complete()


gifts = Gifts()
gift_lines = GiftLines()
honours = Honours()
expenses = Expenses()
