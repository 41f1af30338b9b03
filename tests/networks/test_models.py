"""Networks, memberships, fees and seats: what must never break."""

import pytest

from networks.models import CityInNetwork, Fee, Membership, Renewal, Role, Seat, Suspension
from office.dates import PartialDate
from tests import factories
from tests.pages import refused, refused_by_the_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


# ---------------------------------------------------------------- memberships


def test_a_network_has_one_membership_that_lasts_and_any_number_that_ended():
    network = factories.make_network()
    factories.make_membership(network, status="left", left_on="1999", joined_on="1990")
    factories.make_membership(network, status="left", left_on="2005", joined_on="2001")
    factories.make_membership(network)

    again = Membership(network=network, status="")
    assert refused(again) == {"__all__": ["There is a membership of this network already."]}
    assert refused_by_the_database(again.save)


def test_only_what_was_left_has_a_day_and_an_act_of_leaving():
    act = factories.make_act()
    for fields in ({"left_on": "2020"}, {"left_by": act}):
        membership = Membership(network=factories.make_network(), status="member", **fields)

        assert refused(membership) == {
            "status": ["Only a network that we left has a day or an act of leaving."]
        }
        assert refused_by_the_database(membership.save)


def test_a_network_is_not_left_before_it_is_joined():
    membership = factories.make_membership(status="left", joined_on="2003-05")
    membership.left_on = "2003-04-30"

    assert refused(membership) == {"left_on": ["We cannot have left before we joined."]}
    assert refused_by_the_database(membership.save)
    membership.left_on = "2003"
    membership.full_clean()


def test_where_there_is_no_fee_there_is_no_amount():
    membership = factories.make_membership(fee_kind="none")
    membership.fee_amount = 1

    assert refused(membership) == {"fee_amount": ["Where there is no fee there is no amount."]}
    assert refused_by_the_database(membership.save)


def test_a_negative_amount_and_a_currency_that_is_none_are_told_at_their_fields():
    membership = factories.make_membership()
    membership.fee_amount, membership.fee_currency = -1, "eu"

    assert refused(membership).keys() == {"fee_amount", "fee_currency"}
    assert refused_by_the_database(membership.save)


def test_joining_lies_in_no_future():
    membership = factories.make_membership()
    membership.joined_on = "2090"

    assert refused(membership) == {"joined_on": ["This day lies in the future."]}


# ---------------------------------------------------------------- unpaid is not left


@pytest.mark.parametrize("state", ["due", "waived", "suspended"])
def test_a_fee_that_is_not_paid_leaves_the_membership_as_it_is(state):
    membership = factories.make_membership(status="member")
    before = Membership.objects.values().get()

    for year in (2012, 2013, 2014):
        factories.make_fee(membership, year, state=state, due_on=f"{year}-06-30")

    assert Membership.objects.values().get() == before


def test_a_payment_brings_nobody_back_who_left():
    membership = factories.make_membership(status="left", left_on="2014")

    fee = factories.make_fee(membership, 2014)
    fee.state, fee.paid_on, fee.amount_paid = "paid", "2014-05-02", 2750
    fee.full_clean()
    fee.save()

    membership.refresh_from_db()
    assert membership.status == "left"


# ---------------------------------------------------------------- fees


def test_a_year_has_one_fee():
    fee = factories.make_fee(year=2012)

    again = Fee(membership=fee.membership, year=2012)
    assert refused(again) == {"__all__": ["The fee of this year is in the ledger already."]}
    assert refused_by_the_database(again.save)


NOT_YET = "A fee is not paid before it is asked for, nor before its year begins."


@pytest.mark.parametrize(
    ("asked_on", "paid_on"),
    [(None, "2019-12-31"), (None, "2019"), ("2020-03", "2020-02-29"), ("2019-12-01", "2019-11")],
)
def test_a_fee_is_not_paid_before_it_is_due(asked_on, paid_on):
    fee = factories.make_fee(year=2020, asked_on=asked_on)
    fee.state, fee.paid_on, fee.amount_paid = "paid", paid_on, 2750

    assert refused(fee) == {"paid_on": [NOT_YET]}
    assert refused_by_the_database(fee.save)


@pytest.mark.parametrize(
    ("asked_on", "paid_on"),
    [(None, "2020-01-01"), (None, "2020"), ("2019-12-01", "2019-12"), ("2020-03", "2020-03-01")],
)
def test_a_fee_may_be_paid_where_the_dates_leave_it_possible(asked_on, paid_on):
    fee = factories.make_fee(
        year=2020, asked_on=asked_on, state="paid", paid_on=paid_on, amount_paid=2750
    )

    fee.refresh_from_db()
    fee.full_clean()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"state": "paid"}, {"paid_on", "amount_paid"}),
        ({"state": "paid", "amount_paid": 1}, {"paid_on"}),
        ({"state": "paid", "paid_on": "2020-05"}, {"amount_paid"}),
        ({"state": "due", "paid_on": "2020-05"}, {"paid_on"}),
        ({"state": "suspended", "amount_paid": 1}, {"amount_paid"}),
        ({"amount_due": -1}, {"amount_due"}),
        ({"state": "paid", "paid_on": "2020-05", "amount_paid": -1}, {"amount_paid"}),
        ({"asked_on": "2020-05", "due_on": "2020-04"}, {"due_on"}),
        ({"year": 1899}, {"year"}),
    ],
)
def test_what_a_fee_says_fits_together(fields, errors):
    fee = Fee(membership=factories.make_membership(), **{"year": 2020, **fields})

    assert refused(fee).keys() == errors
    assert refused_by_the_database(fee.save)


# ---------------------------------------------------------------- seats


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2018-05-01", "2020-05-01"), ("2020-04-30", None)),
        (("2018", None), ("2021", None)),
        (("2018", "2025"), ("2020-01", "2021-01")),
        (("2018-05-01", "2020-05-01"), ("2018-05-01", "2020-05-01")),
    ],
)
def test_terms_of_one_seat_do_not_overlap(one, other):
    seat = factories.make_seat()
    factories.make_role(seat, held_from=one[0], held_to=one[1])

    role = Role(seat=seat, held_from=other[0], held_to=other[1])
    assert refused(role).keys() == {"held_from"}
    assert refused_by_the_database(role.save)
    Role(seat=factories.make_seat(), held_from=other[0], held_to=other[1]).full_clean()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2018-05-01", "2020-05-01"), ("2020-05-01", None)),
        (("2018", "2021"), ("2021", "2023")),
        (("2021", "2021-05"), ("2021-05", None)),
        (("2021-05", None), ("2021", "2021-05")),
        (("2021", "2021"), ("2021", "2021")),
        ((None, "2021"), ("2018", "2020")),
        (("2018", "2021"), (None, None)),
    ],
)
def test_terms_may_meet_where_the_dates_leave_it_possible(one, other):
    seat = factories.make_seat()
    factories.make_role(seat, held_from=one[0], held_to=one[1])

    role = factories.make_role(seat, held_from=other[0], held_to=other[1])

    role.full_clean()


def test_a_term_does_not_end_before_it_begins():
    role = factories.make_role(held_from="2018")
    role.held_to = "2017-12"

    assert refused(role) == {"held_to": ["The end lies before the beginning."]}
    assert refused_by_the_database(role.save)


def test_a_seat_of_a_working_group_names_the_group_and_no_other_does():
    network = factories.make_network()
    group = factories.make_working_group(network)
    elsewhere = factories.make_working_group(factories.make_network())

    chair = Seat(network=network, kind="chair")
    assert refused(chair) == {"working_group": ["Say of which working group."]}
    assert refused_by_the_database(chair.save)
    board = Seat(network=network, kind="board", working_group=group)
    assert refused(board).keys() == {"working_group"}
    assert refused_by_the_database(board.save)
    strange = Seat(network=network, kind="chair", working_group=elsewhere)
    assert refused(strange) == {"working_group": ["This working group is of another network."]}
    Seat(network=network, kind="chair", working_group=group).full_clean()


def test_two_seats_of_a_kind_have_numbers():
    seat = factories.make_seat(kind="vice_presidency")

    same = Seat(network=seat.network, kind="vice_presidency")
    assert refused(same)["__all__"] == [
        "There is such a seat already: give this one another number."
    ]
    assert refused_by_the_database(same.save)
    same.number = 2
    same.full_clean()
    assert str(same) == "Eurocities – vice-presidency (2)"


# ---------------------------------------------------------------- suspensions and the rest


def test_a_membership_is_suspended_once_at_a_time():
    membership = factories.make_membership()
    Suspension.objects.create(membership=membership, since="2020-03-01", until="2021-03-01")

    again = Suspension(membership=membership, since="2021-02-01")
    assert refused(again) == {"since": ["The membership is suspended already in this time."]}
    assert refused_by_the_database(again.save)
    later = Suspension.objects.create(membership=membership, since="2021-03-01")
    later.full_clean()


def test_a_city_sits_in_a_network_once():
    city = factories.make_city()
    row = factories.make_city_in_network(factories.make_network(), city)

    again = CityInNetwork(network=row.network, city=city)
    assert refused(again) == {"__all__": ["This city is in the list already."]}
    assert refused_by_the_database(again.save)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"decision": "renew"}, "decided_on"), ({"decided_on": "2026"}, "decided_on")],
)
def test_a_decision_has_its_day_and_an_open_one_has_none(fields, field):
    renewal = Renewal(
        audience=factories.make_audience(),
        membership=factories.make_membership(),
        year=2027,
        **fields,
    )

    assert refused(renewal).keys() == {field}
    assert refused_by_the_database(renewal.save)


def test_a_commitment_has_no_deadline_before_its_signature():
    commitment = factories.make_commitment(signed_on=PartialDate(2022))
    commitment.deadline = PartialDate(2021)

    assert refused(commitment) == {"deadline": ["The deadline lies before the signature."]}
    assert refused_by_the_database(commitment.save)
