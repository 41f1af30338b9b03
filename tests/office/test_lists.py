"""The lists of the back-office."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/directory/person/"
CITIES = "/admin/directory/city/"


@pytest.fixture
def officer(back_office, people):
    def sign_in(language="en"):
        people["officer"].language = language
        people["officer"].save()
        return back_office("officer")

    return sign_in


def test_a_list_without_a_hit_says_so_and_offers_ways_on(officer):
    text = officer().get(PEOPLE, {"q": "zzzz"}).text

    assert "People: nothing found for “zzzz”." in text
    assert '<a class="button" href="?">Take the filters away</a>' in text
    assert f'<a class="button" href="{PEOPLE}add/">Add: person</a>' in text
    assert "0 of" not in text


def test_an_empty_list_says_that_nothing_is_there_yet(officer):
    text = officer().get(PEOPLE).text

    assert "People: nothing here yet." in text
    assert "Take the filters away" not in text
    assert "Show all" not in text


def test_a_search_without_a_hit_offers_what_may_be_added(officer):
    response = officer().get("/admin/find/", {"find": "zzzzq"})

    assert "Nothing found for “zzzzq”." in response.text
    assert "Add: person" in [line["title"] for line in response.context["addable"]]
    folded = response.text.split('<details class="addable">')[1].split("</details>")[0]
    assert '<a href="/admin/directory/person/add/">Add: person</a>' in folded


def test_countries_in_a_filter_stand_in_the_readers_order(officer):
    for code, name in [("DE", "Germania"), ("ZA", "Sudafrica"), ("AT", "Austria")]:
        country = factories.make_country(code=code, name_it=name, name_en=code)
        factories.make_city(country=country)

    filters = officer("it").get(CITIES).context["cl"].filter_specs
    titles = [one.lookup_choices for one in filters if getattr(one, "field_path", "") == "country"]

    assert [name for _pk, name in titles[0]] == ["Austria", "Germania", "Sudafrica"]


def test_a_list_groups_large_numbers_and_its_file_does_not(officer):
    factories.make_city("Kyoto", population=1195700)
    client = officer("it")

    assert "1.195.700" in client.get(CITIES).text
    assert b"1195700" in b"".join(client.get(f"{CITIES}export/csv/").streaming_content)


def test_what_is_made_up_is_marked_at_its_name_and_in_the_file(officer):
    factories.make_event("Sample colloquy", is_demo=True, starts_on="1958")
    factories.make_event("Colloquy", starts_on="1957")
    client = officer()
    events = "/admin/events/event/"

    text = client.get(events).text
    file = b"".join(client.get(f"{events}export/csv/").streaming_content).decode()

    assert 'Sample colloquy <span class="demonstration-mark">made up</span></a>' in text
    assert text.count(">made up<") == 1
    assert "column-demonstration" not in text
    assert ["made up" in line for line in file.splitlines()] == [False, True, False]


def test_an_address_that_names_no_record_opens_an_empty_form(officer):
    answers = [
        officer().get(f"/admin/directory/organisation/add/?city={said}") for said in ("x", "7")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
