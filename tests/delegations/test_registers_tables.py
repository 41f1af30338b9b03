"""The registers of the years before, from a spreadsheet."""

from decimal import Decimal

import pytest

from delegations.models import Expense, Gift, GiftLine, Honour
from delegations.registers.before import given_before
from tests import factories
from tests.office.exchange.steps import checked, fates, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def test_gifts_of_the_years_before_come_in_without_touching_the_stock_and_count_as_given(officer):
    city, gift = factories.make_city("Kyoto"), factories.make_gift("Marzocco", name_it="Marzocco")

    imported(
        officer,
        "gift register",
        ["data", "direzione", "omaggio", "quantity", "valore", "carica", "city"],
        ["12.5.2019", "given", "Marzocco", "1", "1.234,50", "Sindaco", "Kyoto"],
        ["13.5.2019", "received", "Un vaso", "1", "", "Sindaco", "Kyoto"],
    )

    assert [(one.direction, one.value, one.city) for one in GiftLine.objects.order_by("day")] == [
        ("given", Decimal("1234.50"), city),
        ("received", None, city),
    ]
    assert Gift.objects.get().stock == 10
    assert [one.to for one in given_before(gift, user=officer, city=city, office="sindaco")] == [
        "office"
    ]


def test_expenses_come_in_with_the_year_of_their_day_and_a_minus_is_told_at_its_cell(officer):
    factories.make_chapter("100")
    header = ["data", "oggetto", "occasione", "importo", "capitolo"]
    imported(officer, "expenses", header, ["1.3.2019", "Fiori", "Visita", "120,50", "100"])

    assert [(one.year, one.amount, str(one.chapter)) for one in Expense.objects.all()] == [
        (2019, Decimal("120.50"), "100 Representation")
    ]
    of = checked(officer, "expenses", header, ["1.3.2019", "Fiori", "Visita", "-5", ""])
    [(_fate, said)] = fates(of).values()
    assert [address for address, _text in said] == ["D2"]


def test_honours_come_in_with_their_kind(officer):
    factories.make_honour_kind("keys", name_it="Chiavi")

    imported(
        officer,
        "honours",
        ["onorificenza", "nome", "conferred_on"],
        ["Chiavi", "Anna Bianchi", "2012"],
    )

    assert [str(one) for one in Honour.objects.all()] == ["Keys – Anna Bianchi"]
