"""No page has a fault that axe can find, at a desk's width and at a telephone's; none overflows."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from office.backoffice.own_pages import pages
from partnerships.models import BondType
from tests import factories
from tests.browser.steps import address, save, sign_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = [1280, 375]
NARROWEST = 320


def violations(page, without=()):
    """What axe says against the page, at each width: rule, element, and what to do about it."""
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
        # It would write the style sheets into the page, which the content policy forbids.
        "preload": False,
    }
    page.evaluate(AXE)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        result = page.evaluate("options => axe.run(document, options)", options)
        found += [
            f"{width} {violation['id']} {node['target']}: {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found


def overflow(page):
    """By how many pixels the page is wider than the narrowest screen, in each direction."""
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    return [
        page.evaluate(
            """direction => {
                document.documentElement.dir = direction;
                const { scrollWidth, clientWidth } = document.documentElement;
                return scrollWidth - clientWidth;
            }""",
            direction,
        )
        for direction in ("ltr", "rtl")
    ]


@pytest.fixture
def membership(db):
    """Of a network with something in every part of its pages."""
    act = factories.make_act("348/2012", adopted_on="2012")
    network = factories.make_network("Eurocities", slug="eurocities", founded_on="1986")
    membership = factories.make_membership(network, act=act, fee_amount=2750)
    paid = {"state": "paid", "paid_on": "2026-05-02", "amount_paid": 2750}
    factories.make_fee(membership, 2026, **paid, act=act, register_number="PG/12345/2026")
    factories.make_role(factories.make_seat(network), holder=factories.make_person())
    factories.make_commitment(network, act=act, deadline="2030")
    factories.make_activity(network)
    factories.make_city_in_network(network, factories.make_city("Gifu"))
    return membership


@pytest.fixture
def public_pages(florence_like, membership):
    cities = address("partnerships:city_list")
    return [
        address("home"),
        cities,
        f"{cities}?q=kyo&bond=twin&country=JP",
        f"{cities}?q=nowhere",
        f"{cities}?bond=nothing",
        address("directory:city_detail", "en", "kyoto"),
        address("directory:city_detail", "de", "kyoto"),
        address("partnerships:bond_types"),
        address("networks:network_list"),
        address("networks:network_detail", "en", "eurocities"),
        address("partnerships:anniversaries"),
        address("partnerships:rules"),
        address("delegations:request"),
        address("delegations:lost_link"),
        address("events:heritage"),
        address("events:heritage", "de"),
        address("privacy"),
        address("accessibility"),
        reverse("account_login"),
        f"{address('home')}nothing-here/",
    ]


def test_public_pages_have_no_fault_and_fit_the_narrowest_screen_in_both_directions(
    page, public_pages
):
    found = {}
    for path in public_pages:
        page.goto(path)
        found[path] = violations(page), overflow(page)

    assert {path: told for path, told in found.items() if told != ([], [0, 0])} == {}


def test_pages_of_the_account_have_no_fault(page, kyoto, people):
    sign_in(page, people["officer"])
    found = {}
    for name in ["account_change_password", "mfa_index", "usersessions_list", "account_logout"]:
        page.goto(reverse(name))
        found[name] = violations(page) + [pixels for pixels in overflow(page) if pixels]

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_back_office_has_no_fault(page, kyoto, membership, people):
    change = f"/admin/directory/city/{kyoto.pk}/change/"
    agreement = f"/admin/partnerships/agreement/{kyoto.agreements.get().pk}/change/"
    renewal = factories.make_renewal(membership)
    factories.make_rule("CONFIRMATION", 10, "1950")
    BondType.objects.update(needs_confirmation=True)
    factories.make_question("Why?", facts=["agreements", "place"])
    candidacy = factories.make_candidacy(kyoto, bond="candidate")
    sign_in(page, people["officer"])
    found = {}
    for path in [
        "/admin/",
        *(reverse(f"admin:{name}") for name in pages.names()),
        reverse("admin:partnerships_candidacy_sheet", args=[candidacy.pk]),
        "/admin/directory/city/",
        "/admin/partnerships/agreement/",
        "/admin/directory/city/add/",
        change,
        agreement,
        f"{agreement}../history/",
        f"/admin/networks/network/{membership.network_id}/change/",
        f"/admin/networks/renewal/{renewal.pk}/sheet/",
    ]:
        page.goto(path)
        found[path] = violations(page)

    page.goto(change)
    kyoto.population = 2
    kyoto.save()
    page.locator("[name=population]").fill("1")
    save(page)
    expect(page.locator(".differences")).to_be_visible()
    page.wait_for_load_state()
    found["conflict"] = violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
