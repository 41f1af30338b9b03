"""What stands above the form of a city: its pacts and the networks in common."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from tests import factories
from tests.forms import form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(office, settings):
    settings.DEMONSTRATION = True
    city = factories.make_city("Kyoto")
    factories.make_agreement(city, bond="twin", signed_on="1965-09-22", status="in_force")
    factories.make_agreement(city, bond="hidden", level="confidential")
    network = factories.make_network("League")
    factories.make_membership(network)
    factories.make_city_in_network(network, city)
    return city


def panels(page):
    found = re.findall(r'<section class="standing".*?</section>', page, re.S)
    return [" ".join(unescape(strip_tags(one)).split()) for one in found]


def test_the_page_of_a_city_lists_its_pacts_and_offers_to_propose_one(city):
    url = f"/admin/directory/city/{city.pk}/change/"

    page = signed_in("officer").get(url).text
    only_read = signed_in("reader").get(url).text

    (pact,) = city.agreements.filter(signed_on__isnull=False, bond_type__key="twin")
    state = pact.get_status_display()
    told = f"Pacts {pact.bond_type} – {state}, signed: 22 September 1965"
    nobody = "Who holds office today Nobody is recorded."
    no_visit = "Visits None is recorded."
    no_mission = "Missions there None is recorded."
    no_gift = "Gifts and honours None is recorded."
    no_promise = "Open promises None is open."
    assert panels(page) == [
        f"{told} Propose a pact",
        "Networks in common League",
        f"{no_visit} New request for a visit",
        f"{no_gift} Give a gift",
        f"{no_mission} New mission",
        f"{no_promise} Note a promise",
        f"{nobody} Add a person",
    ]
    assert f'href="/admin/partnerships/agreement/propose/?city={city.pk}"' in page
    assert f'href="/admin/partnerships/agreement/{pact.pk}/change/"' in page
    network = "Networks in common League"
    assert panels(only_read) == [told, network, no_visit, no_gift, no_mission, no_promise, nobody]


def test_the_page_of_a_city_says_who_holds_office_and_how_to_address_them(city):
    mayor = factories.make_person(
        "Yamada",
        given_name="Keiko",
        title="Dr",
        form_of_address="Dear Mayor",
        pronunciation="ya-MA-da",
        level="internal",
    )
    factories.make_office_held(mayor, "Mayor", city=city)
    factories.make_office_held(factories.make_person("Past"), city=city, held_to="2001")
    factories.make_office_held(factories.make_person("Hidden", level="quiet"), city=city)
    factories.make_contact_detail(mayor, "+81 75 222 3111", "telephone")
    factories.make_contact_detail(mayor, "+81 90 1234 5678", "mobile", is_private=True)
    client = signed_in("officer")

    page = client.get(f"/admin/directory/city/{city.pk}/change/").text

    assert panels(page)[-1] == (
        "Who holds office today Dr Keiko Yamada – Mayor; form of address: Dear Mayor; "
        "how to say it: ya-MA-da; telephone: +81 75 222 3111 Add a person"
    )
    add = f"/admin/directory/person/add/?city={city.pk}"
    assert f'href="{add}"' in page
    assert form_of(client.get(add))["offices-0-city"] == str(city.pk)
    hidden = factories.make_city("Hidden", level="quiet")
    form = form_of(client.get(f"/admin/directory/person/add/?city={hidden.pk}"))
    assert form["offices-0-city"] == ""
