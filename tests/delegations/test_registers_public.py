"""What the public reads of gifts and honours: by year, never the name of who got a gift."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from delegations.models import GiftLine, Honour
from tests import factories
from tests.factories import (
    make_city,
    make_gift_line,
    make_honour,
    make_honour_kind,
    make_mission,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DAY = {"day": date(2025, 5, 12)}
PAGE = "/en/gifts-and-honours/"


def test_a_gift_is_told_with_office_and_city_and_never_with_the_name(client):
    city = make_city("Kyoto", level="public")
    person = factories.make_person("Tanaka")
    make_gift_line(
        words_en="A print", city=city, office="Mayor", person=person, is_published=True, **DAY
    )
    make_gift_line(words_en="A vase", name="Nobody", office="Consul", is_published=True, **DAY)

    page = client.get(PAGE).content.decode()
    table = client.get(f"{PAGE}gifts.csv").content.decode()

    for text in (page, table):
        assert all(words in text for words in ("A print", "Mayor", "Kyoto", "A vase", "Consul"))
        assert "Tanaka" not in text
        assert "Nobody" not in text


def test_only_what_somebody_published_of_days_past_is_told():
    shown = make_gift_line(is_published=True, **DAY)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_gift_line(is_published=True, day=tomorrow)
    make_gift_line(**DAY)
    make_gift_line(is_published=True, taken_back_on=date(2025, 5, 13), **DAY)
    make_gift_line(is_published=True, city=make_city("Hidden", level="internal"), **DAY)
    make_gift_line(is_published=True, level="quiet", **DAY)
    for fields in ({"state": "cancelled"}, {"state": "completed", "level": "confidential"}):
        make_gift_line(is_published=True, visit=make_visit(**fields), **DAY)
    for mission in (make_mission(state="cancelled"), make_mission(days=(1, 2))):
        make_gift_line(is_published=True, mission=mission, city=shown.city, office="m", **DAY)
    GiftLine.objects.filter(mission__isnull=False).update(city=None)
    visit = make_visit(state="completed")
    held = make_gift_line(is_published=True, visit=visit, **DAY)
    away = make_gift_line(is_published=True, mission=make_mission(), **DAY)
    away.mission.city.audience.level = "public"
    away.mission.city.audience.save()
    hidden = factories.make_person("Quiet-Smith", level="quiet")
    make_gift_line(is_published=True, person=hidden, office="Consul", **DAY)
    guest = factories.make_member(visit, person=hidden)
    line = make_gift_line(is_published=True, visit=visit, member=guest, **DAY)
    GiftLine.objects.filter(pk=line.pk).update(person=None, name="", office="Consul")

    assert set(GiftLine.objects.public()) == {shown, held, away}


def test_an_honour_is_told_with_the_name_only_where_that_is_said(client):
    kind = make_honour_kind(name_en="Keys of the City")
    named = {"is_published": True, "is_named": True}
    make_honour(kind, "Anna Bianchi", conferred_on="2025", motivation_en="For peace.", **named)
    make_honour(
        kind,
        "Bruno Verdi",
        conferred_on="2025-05",
        office="Teacher",
        is_published=True,
        motivation_en="To Bruno Verdi, for his school.",
    )
    orchestra = factories.make_organisation("Orchestra")
    make_honour(
        kind,
        "",
        organisation=orchestra,
        conferred_on="2025",
        is_published=True,
        motivation_en="For its music.",
    )
    make_honour(kind, "Carla Neri", conferred_on="2025")
    hidden = factories.make_person("Quiet-Smith", level="quiet")
    make_honour(kind, "", person=hidden, conferred_on="2025", **named)

    for address in (f"{PAGE}?year=2025", f"{PAGE}honours.csv?year=2025"):
        text = client.get(address).content.decode()
        assert all(words in text for words in ("Keys of the City", "Anna Bianchi", "For peace."))
        assert "Teacher" in text
        assert "For its music." in text
        assert not any(name in text for name in ("Bruno Verdi", "Carla Neri", "Quiet-Smith"))


def test_the_page_shows_the_latest_year_and_leads_to_the_others(client):
    make_gift_line(words_en="A print", is_published=True, **DAY)
    make_honour(conferred_on="2023", is_published=True)

    page = client.get(PAGE)

    assert (page.context["year"], page.context["all_years"]) == (2025, [2025, 2023])
    assert "A print" not in client.get(f"{PAGE}?year=2023").content.decode()


@pytest.mark.parametrize("asked", ["soon", "99999", "1"])
def test_a_year_that_is_none_is_said_to_be_wrong(client, asked):
    assert client.get(f"{PAGE}?year={asked}").status_code == 404
    assert client.get(f"{PAGE}gifts.csv?year={asked}").status_code == 404


def test_with_nothing_published_the_page_says_so(client):
    page = client.get(PAGE).content.decode()

    assert "No gift of this year is published." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_line_as_for_three(client, count, django_assert_num_queries):
    for number in range(count):
        city = make_city(f"City {number}", level="public")
        make_gift_line(factories.make_gift(f"Gift {number}"), city=city, is_published=True, **DAY)
        act = factories.make_act(level="public")
        kind = make_honour_kind(f"kind-{number}")
        make_honour(kind, conferred_on="2025", is_published=True, is_named=True, act=act)

    with django_assert_num_queries(7):
        client.get(PAGE)
    assert Honour.objects.public().count() == count
