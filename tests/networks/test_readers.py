"""The files of a data set about networks: what they make, and what they refuse."""

from pathlib import Path

import pytest

from networks.models import Fee, Membership, Network, Role
from office import datasets
from office.datasets import BadRow
from tests import factories

pytestmark = pytest.mark.django_db

FILES = {
    "networks.csv": "key,name_it,name_en,acronym,kind,seat_country,founded_on,website,drafts\n"
    "peace,Pace,Peace,,global_city_network,,1982,,\n",
    "memberships.csv": "network,status,status_on,joined_on,act,role_en,fee_kind,fee_amount,"
    "fee_currency,drafts\npeace,member,2014-09-01,,an-act,member,voluntary,2750,EUR,\n",
    "fees.csv": "network,year,amount_due,currency,voluntary,asked_on,due_on,state,paid_on,"
    "amount_paid,act,register_number\npeace,2012,2750,EUR,yes,,,suspended,,,,\n",
    "seats.csv": "key,network,kind,working_group,number,name_en,drafts\nboard,peace,board,,1,,\n",
    "roles.csv": "key,seat,held_as_en,held_from,held_to,act,drafts\nterm,board,Mayor,2015,,,\n",
}


@pytest.fixture
def folder(tmp_path, office, monkeypatch):
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"JP"})
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def change(folder: Path, name, old, new):
    content = (folder / name).read_text()
    assert old in content
    (folder / name).write_text(content.replace(old, new))


def test_a_data_set_makes_a_network_with_all_that_hangs_on_it_public(folder):
    datasets.load("some", folder)

    network = Network.objects.public().get()
    membership = network.memberships.get()
    assert (network.name_en, network.slug, str(network.founded_on)) == ("Peace", "peace", "1982")
    assert (membership.status, membership.fee_amount, membership.act) == ("member", 2750, None)
    assert [(fee.year, fee.state, fee.is_voluntary) for fee in Fee.objects.all()] == [
        (2012, "suspended", True)
    ]
    assert [(str(role), role.held_as_en) for role in Role.objects.all()] == [
        ("Peace – seat in the board", "Mayor")
    ]


def test_loading_again_leaves_what_staff_wrote(folder):
    datasets.load("some", folder)
    membership = Membership.objects.get()
    membership.status, membership.left_on = "left", "2020"
    membership.save()

    datasets.load("some", folder)

    assert Membership.objects.get().status == "left"
    assert Network.objects.count() == 1


def test_a_membership_that_staff_made_before_is_left_as_it_is(folder):
    network = factories.make_network(slug="peace")
    factories.make_membership(network, joined_on="1999")

    datasets.load("some", folder)

    assert Membership.objects.get().joined_on.isoformat() == "1999"


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        ("fees.csv", "2012", "two", "year"),
        ("fees.csv", "yes", "perhaps", "voluntary"),
        ("fees.csv", "suspended,,", "paid,,", "paid_on"),
        ("fees.csv", "peace", "war", "network"),
        ("memberships.csv", "2750", "much", "fee_amount"),
        ("memberships.csv", "member,2014-09-01", "friend,2014-09-01", "status"),
        ("networks.csv", "1982", "82", "founded_on"),
        ("roles.csv", "board", "throne", "seat"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(folder, name, old, new, field):
    change(folder, name, old, new)

    with pytest.raises(BadRow) as refused:
        datasets.load("some", folder)

    assert (refused.value.row.file, refused.value.field) == (name, field)
    assert not Network.objects.exists()


def test_an_act_that_the_data_set_does_not_know_is_refused_where_it_has_acts(folder):
    (folder / "acts.csv").write_text("key\n")

    with pytest.raises(BadRow) as refused:
        datasets.load("some", folder)

    assert (refused.value.row.file, refused.value.field) == ("memberships.csv", "act")
