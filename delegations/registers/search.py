"""By what gifts, honours and expenses are found, by staff alone."""

from delegations.models import Expense, Gift, GiftLine, Honour, HonourKind
from directory.models import City, Organisation, Person
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages


def gift_parts(gift):
    """By its name and description in each language; for the office alone."""
    for code in languages():
        if name := getattr(gift, f"name_{code}"):
            text = getattr(gift, f"description_{code}") or ""
            yield Part(code, name, text=text, for_staff=True)


def gift_line_parts(line):
    """By what it is, who got or gave it, and where from."""
    names = [line.name, line.office, line.ours, line.kept_at, *texts_of(line, "words")]
    for one in (line.gift, line.city, line.organisation):
        names += texts_of(one, "name") if one else []
    names += [str(line.person)] if line.person else []
    yield Part(title=str(line), names=[name for name in names if name], for_staff=True)


def honour_parts(honour):
    """By its kind, who is honoured, and why."""
    names = [honour.name, honour.office, *texts_of(honour.kind, "name")]
    for one in (honour.city, honour.organisation):
        names += texts_of(one, "name") if one else []
    names += [str(honour.person)] if honour.person else []
    text = " · ".join(text for text in texts_of(honour, "motivation") if text)
    yield Part(title=str(honour), names=[one for one in names if one], text=text, for_staff=True)


def expense_parts(expense):
    names = [expense.supplier, expense.invoice_number]
    yield Part(title=str(expense), names=names, text=expense.on_occasion, for_staff=True)


search.register(Kind(Gift, gift_parts))
search.register(
    Kind(
        GiftLine,
        gift_line_parts,
        mentions={Gift: "gift", City: "city", Organisation: "organisation", Person: "person"},
        related=("gift", "city", "organisation", "person"),
    )
)
search.register(
    Kind(
        Honour,
        honour_parts,
        mentions={HonourKind: "kind", City: "city", Organisation: "organisation", Person: "person"},
        related=("kind", "city", "organisation", "person"),
    )
)
search.register(Kind(Expense, expense_parts))
