"""Each page that sends people to the office says how it is reached."""

import re

import pytest

from office.models import Office
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ["/en/accessibility/", "/en/privacy/", "/en/partner-cities/kyoto/"]


@pytest.fixture
def city(office):
    office.for_schools_en, office.address = "Ask for a contact.", "Town hall"
    office.save()
    return factories.make_city(slug="kyoto")


@pytest.mark.parametrize("path", PAGES)
def test_email_and_telephone_stand_on_the_page_and_in_the_footer(client, city, path):
    Office.objects.update(email="office@example.org", telephone="+39 055 123")
    Office.objects.forget()

    page = client.get(path).text

    assert page.count('href="mailto:office@example.org"') == 2
    assert page.count('href="tel:+39055123"') == 2


@pytest.mark.parametrize("path", PAGES)
def test_office_without_email_is_named_with_its_address_and_nobody_is_told_to_write(
    client, city, path
):
    main, footer = client.get(path).text.split("</main>")

    assert re.search("Whom to ask:.*International Relations Office.*Town hall", main, re.DOTALL)
    assert "Town hall" in footer
    assert "mailto:" not in main + footer
    assert "write to" not in main.lower()
