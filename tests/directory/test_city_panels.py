"""What stands above the form of a city: its pacts and the networks in common."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from tests import factories
from tests.forms import signed_in

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
    assert panels(page) == [f"{told} Propose a pact", "Networks in common League"]
    assert f'href="/admin/partnerships/agreement/propose/?city={city.pk}"' in page
    assert f'href="/admin/partnerships/agreement/{pact.pk}/change/"' in page
    assert panels(only_read) == [told, "Networks in common League"]
