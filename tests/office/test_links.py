"""Private links: they open one page for one reader, for a time, and leave no trace elsewhere."""

import json
import logging
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from office import links
from office.models import Link, LinkUse
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


# ---------------------------------------------------------------- what they were used for


def uses_of(link):
    return list(link.uses.order_by("pk").values_list("what", flat=True))


def test_each_use_is_written_down_and_looking_once_an_hour(client, monkeypatch):
    link = factories.make_link()
    address = link.get_absolute_url()

    for _look in range(3):
        client.get(address)
        client.head(address)
    client.post(address, {})
    client.post(address, {})
    assert uses_of(link) == ["viewed", "sent", "sent"]

    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client.get(address)
    assert uses_of(link) == ["viewed", "sent", "sent", "viewed"]


def test_use_after_the_end_is_written_down_too(client):
    link = factories.make_link()
    link.revoke()

    for _look in range(2):
        client.get(link.get_absolute_url())
        client.post(link.get_absolute_url())

    assert uses_of(link) == ["over"]


def test_no_use_says_from_where(client):
    link = factories.make_link()
    client.get(link.get_absolute_url(), REMOTE_ADDR="192.0.2.7", headers={"user-agent": "Fox"})

    assert {field.name for field in LinkUse._meta.fields} == {
        "id",
        "version",
        "is_demo",
        "link",
        "at",
        "what",
        "hour",
    }


def test_to_write_it_down_is_one_query(django_assert_num_queries):
    link = factories.make_link()

    with django_assert_num_queries(1):
        links.note_use(link, LinkUse.VIEWED)
    with django_assert_num_queries(1):
        links.note_use(link, LinkUse.VIEWED)


def test_uses_are_forgotten_after_a_year(monkeypatch):
    links.note_use(factories.make_link(), LinkUse.SENT)
    assert links.forget_uses() == 0

    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert links.forget_uses() == 1


def test_staff_see_how_often_and_when_last_a_link_was_used(client):
    city = factories.make_city("Kyoto")
    used, unused = factories.make_link(city), factories.make_link(city)
    client.get(used.get_absolute_url())
    client.post(used.get_absolute_url(), {})

    page = signed_in("officer").get(page_of(city))

    shown = {row[0].pk: (row[0].times, row[3]) for row in page.context["links"]}
    assert shown == {used.pk: (2, "something sent"), unused.pk: (0, "")}
    assert "used 2 times, last on" in " ".join(page.text.split())
    assert "not used yet" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_links_asks_as_often_for_one_as_for_three(count, django_assert_num_queries):
    city = factories.make_city()
    for _n in range(count):
        links.note_use(factories.make_link(city), LinkUse.VIEWED)
    browser = signed_in("officer")
    browser.get(page_of(city))

    with django_assert_num_queries(13):
        browser.get(page_of(city))


# ---------------------------------------------------------------- as long as its record


@pytest.fixture
def tied(monkeypatch):
    """The purpose of the tests, whose links live as long as `day` says, whatever they name."""
    purpose = links.purposes.get("corrections")
    purpose_day = {}
    monkeypatch.setattr(purpose, "last_day", lambda _link: purpose_day.get("is"), raising=False)
    monkeypatch.setattr(purpose, "lost_url", "/en/lost/", raising=False)
    return purpose_day


@pytest.mark.parametrize(
    ("record_says", "link_says", "status"),
    [(0, -5, 200), (-1, 30, 410), (None, 30, 200), (None, -1, 410)],
)
def test_link_lives_as_long_as_its_record_says(client, tied, record_says, link_says, status):
    today = timezone.localdate()
    link = factories.make_link(expires_on=today + timedelta(days=link_says))
    tied["is"] = None if record_says is None else today + timedelta(days=record_says)

    response = client.get(link.get_absolute_url())

    assert response.status_code == status
    assert link.is_over is (status == 410)


def test_page_of_a_link_that_is_over_says_why_and_where_to_get_a_new_one(client, tied):
    link = factories.make_link(language="en")
    tied["is"] = date(2026, 5, 3)
    page = client.get(link.get_absolute_url()).text
    assert "It was valid until" in page
    assert "3 May 2026" in page
    assert '<a class="btn btn-primary" href="/en/lost/">Have your address sent again</a>' in page

    link.revoke()
    assert "The office has ended it" in client.get(link.get_absolute_url()).text
    wrong = client.get(link.get_absolute_url().replace("-", "-0")).text
    assert "/en/lost/" not in wrong


def test_staff_are_not_asked_for_a_day_that_the_record_gives(tied):
    city = factories.make_city()
    tied["is"] = timezone.localdate() + timedelta(days=9)
    browser, url = signed_in("officer"), page_of(city)
    form = form_of(browser.get(url), form_id="link_form")
    assert "expires_on" not in form

    browser.post(url, form | {"reader_name": "Hana"})

    assert Link.objects.get().expires_on == tied["is"]
    tied["is"] = timezone.localdate() - timedelta(days=1)
    page = browser.post(url, form | {"reader_name": "Ada"})
    assert page.context["form"].non_field_errors() == [
        "The time in which links to this are valid is over."
    ]
    assert Link.objects.count() == 1


# ---------------------------------------------------------------- given by the program


def give(city, **fields):
    reader = {"name": "Hana", "email": "hana@example.org", "language": "de"}
    return links.give("corrections", city, **reader | fields)


def test_reader_is_given_one_link_however_often():
    city = factories.make_city()
    first = give(city)
    today = timezone.localdate()
    assert (first.target, first.language, first.expires_on) == (
        city,
        "de",
        today + timedelta(days=90),
    )
    address = first.get_absolute_url()
    Link.objects.update(expires_on=today + timedelta(days=3))

    again = give(city, email="Hana@Example.org", name="Hana Yamada", language="en")

    assert (again.pk, again.get_absolute_url()) == (first.pk, address)
    assert (again.reader_name, again.language) == ("Hana Yamada", "en")
    assert again.expires_on == today + timedelta(days=90)


def test_other_readers_and_records_have_links_of_their_own():
    city, officer = factories.make_city(), factories.make_user("officer")

    made = [
        give(city, by=officer),
        give(city, email="ada@example.org"),
        give(factories.make_city()),
        give(city, email="", name="By telephone"),
    ]

    assert len({link.pk for link in made}) == 4
    assert made[0].made_by == officer
    assert give(city, email="", name="By telephone") == made[3]


def test_link_that_was_ended_or_is_over_is_not_given_again():
    city = factories.make_city()
    ended, past = give(city), None
    ended.revoke()
    past = give(city)
    Link.objects.filter(pk=past.pk).update(expires_on=timezone.localdate() - timedelta(days=1))

    new = give(city)

    assert new.pk not in (ended.pk, past.pk)
    assert not new.is_over
    assert Link.objects.get(pk=ended.pk).is_over
