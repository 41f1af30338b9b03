"""How events are found, and by whom."""

import pytest
from django.utils.html import strip_tags

from events.models import Participation
from office.models import Audience
from office.search.answers import public_search, staff_search
from office.search.index import kinds
from tests import factories

pytestmark = pytest.mark.django_db


def by_everybody(text, language="en"):
    return [hit.record for hit in public_search(text, language=language).page(1).object_list]


def by_staff(user, text):
    answer = staff_search(text, user=user, models=list(kinds), language="en")
    return [hit.record for hit in answer.page(1).object_list]


@pytest.fixture
def summit(office):
    return factories.make_event(
        "Unity in Diversity",
        title_it="Unità nella diversità",
        starts_on="2015-11-05",
        ends_on="2015-11-08",
        venue_en="Palazzo Vecchio",
        organiser_en="The municipality",
        participants_en="80 mayors",
        note_en="The Charter was adopted.",
        cities=[factories.make_city("Kyoto", level="internal", own_name="京都市")],
    )


@pytest.mark.parametrize(
    "text", ["unity", "diversità", "vecchio", "municipality", "mayors", "charter", "november 2015"]
)
def test_an_event_is_found_by_its_title_its_texts_and_its_days(summit, text):
    assert by_everybody(text) == [summit]


def test_the_days_of_an_event_read_as_a_period(summit):
    (hit,) = public_search("november 2015", language="it").page(1).object_list

    assert strip_tags(hit.text).startswith("5–8 novembre 2015")


def test_a_hit_leads_to_the_event_on_its_page(client, summit):
    page = client.get("/en/search/?find=unity").text

    assert f'href="/en/our-history/#{summit.slug}"' in page


def test_a_change_of_the_event_or_its_cities_is_found_at_once(summit):
    Audience.objects.update(level="public")
    assert summit in by_everybody("Kyoto")
    assert summit in by_everybody("京都市")

    summit.title_en = "Second edition"
    summit.save()
    Participation.objects.all().delete()
    assert (by_everybody("second edition"), summit in by_everybody("Kyoto")) == ([summit], False)


def test_a_hidden_city_does_not_lead_to_the_event(people, summit):
    assert by_everybody("Kyoto") == []
    assert summit in by_staff(people["officer"], "Kyoto")
    Audience.objects.filter(level="internal").update(level="confidential")
    assert by_staff(people["officer"], "Kyoto") == []


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_a_hidden_event_is_found_by_its_readers_alone(people, level):
    named = people["officer"]
    event = factories.make_event("Zzyzx", level=level, readers=[named])

    assert by_everybody("Zzyzx") == []
    assert by_staff(named, "Zzyzx") == [event]
    assert by_staff(people["councillor"], "Zzyzx") == []
    assert by_staff(people["reader"], "Zzyzx") == ([event] if level == "internal" else [])
