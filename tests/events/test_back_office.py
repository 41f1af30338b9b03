"""Events in the back-office: as staff keep them."""

import pytest

from events.models import Event, Participation, Period
from office.models import Audience
from tests import factories
from tests.forms import form_of, send

pytestmark = pytest.mark.django_db

ADD = "/admin/events/event/add/"


def test_an_event_is_added_with_its_cities_and_is_internal_until_published(back_office):
    client = back_office("officer")
    city = factories.make_city("Kyoto")
    values = {
        "title_it": "Colloquio",
        "slug": "colloquio",
        "kind": "colloquy",
        "starts_on_month": "10",
        "starts_on_year": "1958",
        "participations-TOTAL_FORMS": "1",
        "participations-0-city": city.pk,
    }
    form = form_of(client.get(ADD), form_id="event_form")

    response = client.post(ADD, form | values)

    assert response.status_code == 302
    event = Event.objects.get()
    assert (event.title_it, event.starts_on.isoformat()) == ("Colloquio", "1958-10")
    assert [one.city for one in event.participations.all()] == [city]
    assert event.audience.level == Audience.Level.INTERNAL


def test_an_event_that_ends_before_it_starts_comes_back_with_what_was_typed(back_office):
    client = back_office("officer")
    event = factories.make_event(starts_on="1958-10-04", ends_on="1958-10-06")
    url = f"/admin/events/event/{event.pk}/change/"
    form = form_of(client.get(url), form_id="event_form")

    response = client.post(url, form | {"ends_on_day": "3", "title_en": "Another title"})

    assert response.status_code == 200
    assert "An event cannot end before it starts." in response.text
    assert "Another title" in response.text
    event.refresh_from_db()
    assert (event.title_en, event.ends_on.isoformat()) == ("Colloquy", "1958-10-06")


def test_a_hidden_city_is_neither_offered_nor_accepted(back_office):
    client = back_office("officer")
    secret = factories.make_city("Zzyzx", level="confidential")
    event = factories.make_event(cities=[secret])
    url = f"/admin/events/event/{event.pk}/change/"

    page = client.get(url)
    assert "Zzyzx" not in page.text
    form = form_of(page, form_id="event_form")
    client.post(
        url,
        form | {"participations-TOTAL_FORMS": "1", "participations-0-city": secret.pk},
    )

    assert Participation.objects.count() == 1


@pytest.mark.parametrize(
    ("decade", "titles"), [("1950", ["Old"]), ("2010", ["New"]), ("nonsense", ["New", "Old"])]
)
def test_events_are_filtered_by_decade_the_latest_first(back_office, decade, titles):
    factories.make_event("Old", starts_on="1958-10")
    factories.make_event("New", starts_on="2015-11-05")

    page = back_office("reader").get(f"/admin/events/event/?starts_on__decade={decade}")

    assert [event.title_en for event in page.context["cl"].result_list] == titles


def test_years_of_a_period_in_the_wrong_order_are_said_at_the_field(back_office):
    client = back_office("head")
    period = factories.make_period(first_year=1952, last_year=1964)
    url = f"/admin/events/period/{period.pk}/change/"

    response = send(client, url, form_of(client.get(url), form_id="period_form"), last_year="1951")

    assert response.context["adminform"].form.errors == {
        "last_year": ["The last year comes after the first."]
    }
    assert Period.objects.get().last_year == 1964
