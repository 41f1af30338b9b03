"""What the networks hand to others: duties, marks, the timeline, the networks in common."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from directory import timeline
from networks import coming, duties
from networks.models import Membership
from networks.pages import facts_of, networks_in_common
from office.dates import PartialDate
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NOBODY = AnonymousUser()


def found(kind):
    return [(due.record, due.due_on, due.owner) for due in kind.found()]


# ---------------------------------------------------------------- duties


def test_whoever_is_in_charge_is_told_of_fee_renewal_term_and_deadline():
    officer = factories.make_user("officer")
    day = timezone.localdate() + timedelta(days=40)
    membership = factories.make_membership(officer=officer, renew_by=day)
    fee = factories.make_fee(membership, day.year, due_on=day)
    role = factories.make_role(factories.make_seat(membership.network), held_to=day)
    commitment = factories.make_commitment(membership.network, deadline=day)

    assert found(duties.pay_fee) == [(fee, day, officer)]
    assert found(duties.decide_renewal) == [(membership, day, officer)]
    assert found(duties.term_ends) == [(role, day, officer)]
    assert found(duties.fulfil_commitment) == [(commitment, day, officer)]


def test_what_is_done_is_no_duty_any_more():
    day = timezone.localdate() - timedelta(days=1)
    membership = factories.make_membership(renew_by=day)
    factories.make_renewal(membership, day.year, decision="leave", decided_on=day)
    factories.make_fee(membership, 2019, due_on=day, state="waived")
    factories.make_role(factories.make_seat(membership.network), held_to=day)
    factories.make_commitment(membership.network, deadline=day, state="fulfilled")
    factories.make_membership(renew_by=day, status="left", left_on="2020")

    kinds = [duties.pay_fee, duties.decide_renewal, duties.term_ends, duties.fulfil_commitment]
    assert [found(kind) for kind in kinds] == [[], [], [], []]


def test_a_partial_date_is_due_on_the_last_day_that_it_may_mean():
    factories.make_membership(renew_by="2027-02")

    assert [due.due_on for due in duties.decide_renewal.found()] == [date(2027, 2, 28)]


def test_all_networks_of_one_person_are_handed_over_with_who_did_it():
    old, new, head = (factories.make_user("officer") for _n in range(3))
    mine = factories.make_membership(officer=old)
    factories.make_membership(officer=old, status="left")
    factories.make_membership(officer=new)

    assert duties.in_charge.give(old, new, head) == 1
    mine.refresh_from_db()
    assert (mine.officer, mine.history.first().history_user) == (new, head)
    assert Membership.objects.filter(officer=old).count() == 1


# ---------------------------------------------------------------- radar and timeline


def test_the_radar_shows_renewals_elections_and_ends_of_terms():
    user = factories.make_user("officer")
    membership = factories.make_membership(renew_by="2027-03-01")
    seat = factories.make_seat(membership.network, next_election="2027-06")
    factories.make_role(seat, held_to="2027-12-31")
    factories.make_membership(factories.make_network(level="quiet"), renew_by="2027-03-01")
    factories.make_membership(renew_by="2029")

    marks = list(coming.marks(user, date(2027, 1, 1), date(2028, 12, 31)))

    assert [(mark.on.isoformat(), str(mark.kind), mark.text) for mark in marks] == [
        ("2027-03-01", "renewal", "Eurocities"),
        ("2027-06", "election", "Eurocities – presidency"),
        ("2027-12-31", "end of term", "Eurocities – presidency"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_radar_asks_as_often_for_one_as_for_three(django_assert_num_queries, count):
    user = factories.make_user("officer")
    for _n in range(count):
        membership = factories.make_membership(renew_by="2027")
        seat = factories.make_seat(membership.network, next_election="2027")
        factories.make_role(seat, held_to="2027")
    assert user.reads_internal  # remembered from here on

    with django_assert_num_queries(3):
        assert len(list(coming.marks(user, date(2027, 1, 1), date(2027, 12, 31)))) == 3 * count


def test_that_a_city_joined_stands_in_its_timeline_and_is_no_contact():
    city = factories.make_city()
    factories.make_city_in_network(factories.make_network("League"), city, since="2010")
    factories.make_city_in_network(factories.make_network("Undated"), city)
    hidden = factories.make_network("Zzyzx", level="internal")
    factories.make_city_in_network(hidden, city, since="2012")

    happened = timeline.happenings([city.pk], NOBODY)

    assert [(one.on, one.text, one.is_contact) for one in happened] == [
        (PartialDate(2010), "Joined: League", False)
    ]
    assert timeline.happenings([city.pk], NOBODY, during=(date(2011, 1, 1), date(2020, 1, 1))) == []
    assert timeline.last_contacts([city.pk], NOBODY) == {}


# ---------------------------------------------------------------- in common


def test_networks_in_common_are_those_where_both_sit_as_far_as_one_may_see(
    django_assert_num_queries,
):
    kyoto, reims = factories.make_city("Kyoto"), factories.make_city("Reims")
    both = factories.make_network("Both")
    factories.make_membership(both)
    undated = factories.make_network("Alpha")
    factories.make_membership(undated, status="")
    for network in (both, undated):
        factories.make_city_in_network(network, kyoto)
    factories.make_city_in_network(both, reims, until="2001")
    for fields in ({"status": "left"}, {"status": "not_confirmed"}):
        network = factories.make_network("Not ours")
        factories.make_membership(network, **fields)
        factories.make_city_in_network(network, kyoto)
    hidden = factories.make_network("Hidden", level="internal")
    factories.make_membership(hidden)
    factories.make_city_in_network(hidden, kyoto)

    with django_assert_num_queries(1):
        assert networks_in_common([kyoto.pk, reims.pk], NOBODY) == {kyoto.pk: [undated, both]}
    officer = factories.make_user("officer")
    assert networks_in_common([kyoto.pk], officer)[kyoto.pk] == [undated, both, hidden]
    assert facts_of(kyoto, NOBODY) == ["City networks in common: Alpha, Both"]
    assert facts_of(reims, NOBODY) == []
