"""What partners propose to change on their page, and what becomes of it."""

from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from directory import corrections
from directory.models import City, Correction
from tests import factories
from tests.forms import send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

GOOD = {
    "part": "facts",
    "should_say": "We are 1,500,000.",
    "source": "https://example.org/",
    "name": "Hana Yamada",
    "email": "hana@example.org",
}


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def kyoto():
    city = factories.make_city("Kyoto", population=1463723, story_en="It began in 1965.")
    factories.make_agreement(city, note_en="Signed in the town hall.")
    return city


@pytest.fixture
def link(kyoto):
    return factories.make_link(kyoto, reader_email="hana@example.org")


# ---------------------------------------------------------------- the partner's page


def test_page_shows_what_the_public_page_says_part_by_part(client, kyoto, link):
    factories.make_document("A draft", level="internal", on=[kyoto])

    response = client.get(link.get_absolute_url())

    assert [(part.key, part.title) for part in response.context["parts"]] == [
        ("story", "The story"),
        ("agreements", "What binds us"),
        ("facts", "The city"),
        ("other", "Something else"),
    ]
    for told in ("It began in 1965.", "Signed in the town hall.", "1,463,723"):
        assert told in response.text
    assert "A draft" not in response.text
    assert response.text.count('value="Hana Yamada"') == 4


def test_proposal_is_kept_with_what_the_page_said(client, kyoto, link):
    answer = client.post(link.get_absolute_url(), GOOD)

    assert answer.url == f"{link.get_absolute_url()}?sent=yes#sent"
    assert "your proposal is with the office" in client.get(answer.url).text
    assert "We are 1,500,000." in client.get(answer.url).text
    correction = Correction.objects.get()
    assert (correction.city, correction.link, correction.state) == (kyoto, link, "new")
    assert "Population: 1,463,723" in correction.now_says
    assert City.objects.get().population == 1463723


@pytest.mark.parametrize(
    ("values", "field"),
    [({"should_say": " "}, "should_say"), ({"email": "hana"}, "email"), ({"name": ""}, "name")],
)
def test_what_is_wrong_is_told_in_its_part_and_nothing_typed_is_lost(client, link, values, field):
    response = client.post(link.get_absolute_url(), GOOD | {"should_say": "Much more"} | values)

    faulty = [part for part in response.context["parts"] if part.form.errors]
    assert [(part.key, list(part.form.errors)) for part in faulty] == [("facts", [field])]
    assert 'id="part-facts" open' in response.text
    assert "https://example.org/" in response.text
    assert not Correction.objects.exists()


def test_part_that_is_not_there_is_something_else(client, link):
    client.post(link.get_absolute_url(), GOOD | {"part": "nonsense"})

    assert [one.now_says for one in Correction.objects.all()] == [""]


def test_link_takes_so_many_a_day_and_no_more(client, link, monkeypatch):
    monkeypatch.setattr(corrections, "MOST_A_DAY", 2)

    answers = [client.post(link.get_absolute_url(), GOOD) for _n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "Go on tomorrow" in answers[2].text
    assert "We are 1,500,000." in answers[2].text
    assert Correction.objects.count() == 2


def test_readers_of_other_links_do_not_see_what_was_proposed(client, kyoto, link):
    client.post(link.get_absolute_url(), GOOD)
    other = factories.make_link(kyoto)

    assert "We are 1,500,000." not in client.get(other.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_agreement_and_for_three(client, link, kyoto, count):
    for _n in range(count):
        factories.make_agreement(kyoto)
        factories.make_correction(kyoto, link=link)
    client.get(link.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        client.get(link.get_absolute_url())

    assert len(captured) == 22


# ---------------------------------------------------------------- the office's side


def test_start_page_counts_the_new_ones_of_cities_that_one_may_see():
    head, reader = signed_in("head"), signed_in("reader")
    factories.make_correction()
    factories.make_correction(factories.make_city(level="quiet"))
    url = "/admin/directory/correction/?state__exact=new"

    def counted(client):
        return [one.count for one in client.get("/admin/").context["waiting"] if one.url == url]

    assert (counted(head), counted(reader)) == ([1], [])
    assert head.get(url).context["cl"].result_count == 1


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_decision_is_noted_and_what_is_accepted_leads_to_the_form_of_the_city(kyoto, state):
    client = signed_in("officer")
    correction = factories.make_correction(kyoto, "We are more.", now_says="1,463,723")
    url = f"/admin/directory/correction/{correction.pk}/change/"
    assert "1,463,723" in client.get(url).text

    answer = send(client, url, state=state, note="By the census.")

    correction.refresh_from_db()
    assert (correction.state, correction.decided_by, correction.note) == (
        state,
        client.user,
        "By the census.",
    )
    assert correction.decided_at is not None
    assert City.objects.get().population == 1463723
    city_form = f"/admin/directory/city/{kyoto.pk}/change/"
    assert (answer.url == city_form) is (state == "accepted")
    if state == "accepted":
        assert "We are more." in client.get(city_form).text

    send(client, url, state="new")
    correction.refresh_from_db()
    assert (correction.decided_by, correction.decided_at) == (None, None)


def test_state_without_a_day_of_decision_is_refused_by_the_database():
    correction = factories.make_correction()

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(state="accepted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(state="perhaps")


def test_nobody_of_the_office_adds_one():
    assert signed_in("head").get("/admin/directory/correction/add/").status_code == 403


def test_office_writes_back_and_is_offered_a_mail_with_the_link(kyoto, link):
    client, correction = signed_in("officer"), factories.make_correction(kyoto)

    form = client.get(f"/admin/directory/correction/{correction.pk}/change/").text
    assert '<a href="mailto:hana@example.org">hana@example.org</a>' in form
    page = client.get(f"/admin/links/corrections/{kyoto.pk}/")
    [(_link, address, mail, _use)] = page.context["links"]
    assert mail.startswith(f"mailto:{link.reader_email}?subject=What%20we%20say%20of%20Kyoto&body=")
    assert quote(address, safe="") in mail
