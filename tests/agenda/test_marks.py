"""What stands on a day without being an appointment: the radar and the duties, once each."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda.marks import is_exact, marks
from office import duties
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

YEAR = date(2027, 1, 1), date(2027, 12, 31)


@pytest.fixture
def officer(people):
    return people["officer"]


def told(user, first=YEAR[0], last=YEAR[1]):
    return [(one.on.isoformat(), str(one.kind), str(one.text)) for one in marks(user, first, last)]


def test_anniversaries_fees_and_renewals_are_marks_each_once(officer):
    factories.make_agreement(factories.make_city("Kyoto"), signed_on="1967-11-06")
    membership = factories.make_membership(
        factories.make_network("Eurocities"), renew_by="2027-05-12"
    )
    factories.make_fee(membership, 2027, due_on="2027-06-30")
    duties.refresh()

    # The renewal is a duty as well: the radar has told of it already.
    assert told(officer) == [
        ("2027-05-12", "renewal", "Eurocities"),
        ("2027-06-30", "Fee of a city network", "Eurocities 2027"),
        ("2027-11-06", "anniversary", "Bond twin – Kyoto"),
    ]


def test_what_is_known_by_its_month_stands_on_no_day(officer):
    membership = factories.make_membership(renew_by="2027-05")
    factories.make_fee(membership, 2027, due_on="2027-06")
    factories.make_fee(membership, 2026, due_on="2027-07-01")
    duties.refresh()

    found = marks(officer, *YEAR)

    assert [(one.on.isoformat(), is_exact(one)) for one in found] == [
        ("2027-05", False),
        ("2027-06", False),
        ("2027-07-01", True),
    ]
    assert [when for when, *_ in told(officer, date(2027, 6, 1), date(2027, 6, 7))] == ["2027-06"]


def test_a_mark_shows_to_whom_its_record_does(officer, people):
    for level in ("public", "quiet"):
        network = factories.make_network(f"{level} network", level=level)
        factories.make_fee(factories.make_membership(network), 2027, due_on="2027-06-30")
    duties.refresh()

    assert [text for *_, text in told(officer)] == ["public network 2027"]
    assert "quiet" not in str([told(one) for one in (people["reader"], AnonymousUser())])


@pytest.mark.parametrize("count", [1, 3])
def test_marks_ask_as_often_for_one_as_for_three(officer, django_assert_num_queries, count):
    for _number in range(count):
        membership = factories.make_membership(renew_by="2027-05-12")
        factories.make_fee(membership, 2027, due_on="2027-06-30")
        factories.make_agreement(factories.make_city(), signed_on="1967-11-06")
        factories.make_role(factories.make_seat(membership.network), held_to="2027-04-01")
    duties.refresh()
    for number in range(count):
        factories.make_duty(factories.make_city(), due_on=date(2027, 3, number + 1))
    marks(officer, *YEAR)  # what is remembered from the first time on

    with django_assert_num_queries(34):
        assert len(marks(officer, *YEAR)) == 5 * count
