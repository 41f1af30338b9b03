"""What speaks against a line before it is saved: told, and left to the person who writes it."""

from django.utils.translation import gettext as _

from delegations.models import Expense, Honour
from delegations.registers import before, budgets
from office.numbers import money


def of_gift(line, user):
    """That the same was given before, in words; [] where nothing speaks against it."""
    return [str(one) for one in before.of_line(line, user)]


def of_honour(honour, user):
    """That more are conferred this year than are laid down, of those the user may know of."""
    most = honour.kind.most_per_year
    if most is None or honour.revoked_on:
        return []
    others = Honour.objects.known_to(user).filter(kind=honour.kind).in_year(honour.year).standing()
    count = others.exclude(pk=honour.pk).count()
    if count < most:
        return []
    words = _("%(kind)s: %(count)d are conferred in %(year)d already, and %(most)d are laid down.")
    told = {"kind": honour.kind, "count": count, "year": honour.year, "most": most}
    return [words % told]


def of_expense(expense):
    """That it passes the budget of its chapter, or what its level lays down for one visit."""
    found = []
    if expense.chapter_id and expense.stage != Expense.Stage.PLANNED:
        standing = budgets.of_chapter(expense.chapter, expense.year, but=expense)
        if standing.left is not None and expense.amount > standing.left:
            words = _(
                "It passes the budget of %(chapter)s for %(year)d by %(over)s: of %(amount)s, "
                "%(committed)s are committed."
            )
            found.append(
                words
                % {
                    "chapter": expense.chapter,
                    "year": expense.year,
                    "over": euro(expense.amount - standing.left),
                    "amount": euro(standing.amount),
                    "committed": euro(standing.committed),
                }
            )
    return [*found, *_of_ceiling(expense)]


def _of_ceiling(expense):
    visit = expense.visit
    ceiling = visit.level.ceiling if visit and visit.level else None
    if ceiling is None:
        return []
    others = Expense.objects.filter(visit=visit).exclude(pk=expense.pk).sums()
    spent = others["planned"] + others["committed"] + expense.amount
    if spent <= ceiling:
        return []
    words = _("This visit would cost %(spent)s; at its level %(most)s are laid down.")
    return [words % {"spent": euro(spent), "most": euro(ceiling)}]


def euro(amount):
    return money(amount, "EUR")
