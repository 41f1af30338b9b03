"""What the yearly report tells of the networks."""

import pytest

from networks.yearly import sections
from office.papers.report import plain
from office.readership import StaffAtLarge
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def test_report_tells_each_membership_of_the_year_as_it_was_and_what_it_cost(people):
    left = factories.make_membership(
        factories.make_network("Ätolia"), status="left", left_on="2025-03-01"
    )
    factories.make_membership(factories.make_network("Later"), joined_on="2025")
    factories.make_membership(factories.make_network("Before"), status="left", left_on="2020")
    secret = factories.make_network("Secret", level="quiet", readers=[people["head"]])
    factories.make_fee(factories.make_membership(secret), year=2024)
    member = factories.make_membership(factories.make_network("Zone"))
    factories.make_fee(member, 2024, state="paid", paid_on="2024", amount_paid=2750)
    factories.make_fee(left, 2023)

    [section] = sections(2024, StaffAtLarge(people["head"]))

    assert [[plain(cell) for cell in row] for row in section.table.rows] == [
        ["Ätolia", "member", "nothing recorded", "", "", "", "–"],
        ["Zone", "member", "paid", "2,750", "2,750", "EUR", "–"],
    ]
    assert section.facts == [("Paid in all", "€2,750")]
    assert sections(1990, StaffAtLarge(people["head"])) == []
