"""Networks and fees from tables: a ledger that somebody kept in a spreadsheet."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from networks.models import Fee, Network
from office.exchange.columns import money
from tests import factories
from tests.office.exchange.steps import checked, fates, imported

pytestmark = pytest.mark.django_db

HEADER = ["rete", "anno", "importo", "state", "paid on", "amount paid", "protocollo"]


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def test_a_ledger_comes_in_by_the_name_or_the_acronym_of_the_network(officer):
    factories.make_membership(factories.make_network("Sindaci per la Pace", acronym="MfP"))

    imported(
        officer,
        "fees",
        HEADER,
        ["Sindaci per la pace", "2012", "2750", "suspended", "", "", ""],
        ["mfp", "2011", "2.750", "versata", "02/05/2011", "2750", "PG/7"],
    )

    assert [
        (fee.year, fee.amount_due, fee.state, fee.amount_paid, fee.register_number)
        for fee in Fee.objects.in_order()
    ] == [(2012, 2750, "suspended", None, ""), (2011, 2750, "paid", 2750, "PG/7")]


def test_a_faulty_row_of_a_ledger_is_told_at_its_column_and_nothing_comes_in(officer):
    factories.make_membership(factories.make_network("Peace"))

    of = checked(
        officer,
        "fees",
        HEADER,
        ["Peace", "2012", "2750", "paid", "2011-12-31", "2750", ""],
        ["War", "2012", "2750", "due", "", "", ""],
        ["Peace", "2013", "-1", "due", "", "", ""],
    )

    told = {
        number: [address for address, _text in said] for number, (_fate, said) in fates(of).items()
    }
    assert list(told.values()) == [["E2"], ["A3"], ["C4"]]
    assert not Fee.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2750", "2750"),
        ("2.750", "2750"),
        ("2,750", "2750"),
        ("2 750,5", "2750.5"),
        ("1.234.567,89", "1234567.89"),
        ("2,750.50", "2750.50"),
        ("27,50", "27.50"),
        ("-3", "-3"),
    ],
)
def test_an_amount_is_read_as_any_ledger_writes_it(text, amount):
    assert money(Fee, "amount_due").read(text, None) == Decimal(amount)


@pytest.mark.parametrize("text", ["2,7500", "2.75.0", "much", "1e5", "NaN", "2.750.5,0"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValidationError):
        money(Fee, "amount_due").read(text, None)


def test_a_network_gets_a_word_for_its_address_that_is_free(officer):
    factories.make_network("Other", slug="eurocities")

    imported(officer, "networks", ["name (it)", "kind"], ["Eurocities", "European_city_network"])

    assert Network.objects.get(name_it="Eurocities").slug == "eurocities-2"
