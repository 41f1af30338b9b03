"""Private links: they open one page for one reader, for a time, and leave no trace elsewhere."""

import json
import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from office.models import Link
from relint.logs import JsonFormatter
from tests import factories
from tests.forms import form_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


def test_link_opens_its_page_again_and_again_and_looking_changes_nothing(client):
    link = factories.make_link(factories.make_city("Kyoto"))
    address = link.get_absolute_url()

    for _look in range(2):
        response = client.get(address)
        assert response.status_code == 200
    assert client.head(address).status_code == 200

    assert "Kyoto" in response.text
    assert (response["Referrer-Policy"], response["Cache-Control"]) == (
        "no-referrer",
        "private, no-store",
    )
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert address not in response.text.split("</head>")[0]
    assert Link.objects.get().get_absolute_url() == address
    assert Link.history.count() == 1


def test_nothing_that_is_kept_makes_the_address(settings):
    link = factories.make_link()
    address = link.get_absolute_url()

    settings.SECRET_KEY = "another installation's"

    assert Link.objects.get().get_absolute_url() != address


def test_new_address_and_end_shut_the_old_one(client):
    link = factories.make_link()
    first = link.get_absolute_url()

    link.renew()
    second = link.get_absolute_url()
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]

    link.revoke()
    assert client.get(second).status_code == 410
    link.renew()
    assert [client.get(one).status_code for one in (second, link.get_absolute_url())] == [404, 200]


@pytest.mark.parametrize(("days", "status"), [(0, 200), (-1, 410)])
def test_link_is_valid_to_the_end_of_its_last_day(client, days, status):
    link = factories.make_link(expires_on=timezone.localdate() + timedelta(days=days))

    response = client.get(link.get_absolute_url())

    assert response.status_code == status
    assert response["Referrer-Policy"] == "no-referrer"


def test_wrong_addresses_open_nothing_and_tell_nothing(client):
    link = factories.make_link(factories.make_city("Kyoto"))
    good = link.get_absolute_url().split("/")[2]
    wrong = [good[:-1], good + "0", good.replace("-", "--"), "1", "x-y", "٣-a", "9" * 40 + "-a"]
    wrong += [f"{link.pk + 1}-{link.signature}", f"{link.pk}-"]

    answers = [client.get(f"/link/{token}/") for token in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert not any("Kyoto" in answer.text for answer in answers)


def test_link_to_what_is_no_longer_public_is_over(client):
    city = factories.make_city("Kyoto")
    link = factories.make_link(city)
    city.audience.level = "internal"
    city.audience.save()

    response = client.get(link.get_absolute_url())

    assert (response.status_code, "Kyoto" in response.text) == (410, False)


def test_page_speaks_the_readers_language_whatever_the_browser_asks(client):
    link = factories.make_link(language="de")

    response = client.get(link.get_absolute_url(), headers={"accept-language": "fr"})

    assert '<html lang="de"' in response.text
    assert response["Content-Language"] == "de"


def test_logs_leave_the_address_out():
    record = logging.makeLogRecord({"msg": "Not Found: /link/12-abcdef/ and /link/1-a?x=y"})

    line = json.loads(JsonFormatter().format(record))

    assert line["message"] == "Not Found: /link/…/ and /link/…?x=y"


# ---------------------------------------------------------------- the page of staff


def page_of(city):
    return f"/admin/links/corrections/{city.pk}/"


def test_staff_make_a_link_and_see_its_address_again():
    city = factories.make_city("Kyoto", languages=["ja", "de"])
    client = signed_in("officer")
    url = page_of(city)
    assert f'href="{url}"' in client.get(f"/admin/directory/city/{city.pk}/change/").text
    form = form_of(client.get(url), form_id="link_form")
    assert form["language"] == "de"

    assert client.post(url, form | {"reader_name": "Hana"}).url == url

    link = Link.objects.get()
    assert (link.target, link.made_by, link.reader_name) == (city, client.user, "Hana")
    page = client.get(url).text
    assert f"http://testserver{link.get_absolute_url()}" in page
    client.post(url, {"link": link.pk, "renew": "1"})
    assert f"http://testserver{link.get_absolute_url()}" not in client.get(url).text
    client.post(url, {"link": link.pk, "revoke": "1"})
    assert Link.objects.get().is_over


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reader_name": ""}, "reader_name"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2999-01-01"}, "expires_on"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_made(values, field):
    client, url = signed_in("officer"), page_of(factories.make_city())
    form = form_of(client.get(url), form_id="link_form") | {"reader_name": "Hana"}

    page = client.post(url, form | values)

    assert list(page.context["form"].errors) == [field]
    assert not Link.objects.exists()


def test_who_may_not_change_the_city_or_see_it_makes_no_link():
    city = factories.make_city()
    hidden = factories.make_city(level="quiet")

    assert signed_in("reader").get(page_of(city)).status_code == 403
    assert signed_in("officer").get(page_of(hidden)).status_code == 404
    assert signed_in("officer").get(f"/admin/links/nothing/{city.pk}/").status_code == 404
    other = factories.make_link(factories.make_city())
    answer = signed_in("officer").post(page_of(city), {"link": other.pk, "revoke": "1"})
    assert answer.status_code == 404
    assert not Link.objects.get().is_over


def test_form_needs_no_cookie():
    """The reader's browser sends neither origin nor cookie: the address alone is asked."""
    link = factories.make_link(factories.make_city())

    response = Client(enforce_csrf_checks=True).post(
        link.get_absolute_url(), {}, headers={"origin": "null"}
    )

    assert response.status_code == 200
    assert not response.cookies
