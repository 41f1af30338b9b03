"""Interpreters are proposed by the engine of the guides, with the same reasons."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.pages import section, text
from tests.test_query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=20)


@pytest.fixture
def part(day):
    visit = factories.make_visit(
        state="planning", days=(day, day), city=factories.make_city("Kyoto")
    )
    return factories.make_interpreter(factories.make_item(visit, "Talk", 9, 10, day=day))


def make_interpreter(name, level="C1", into="native"):
    resource = factories.make_resource("person", name)
    factories.make_language(resource.person, "ja", level=level, interprets_from=True)
    factories.make_language(resource.person, "it", level=into, interprets_into=True)
    return resource


def url_of(part):
    return reverse("admin:interpreter", args=[part.pk])


def test_the_best_stands_first_with_reasons_and_who_cannot_with_why(clerk, part, day):
    make_interpreter("Abe", "B2")
    best = make_interpreter("Ito")
    make_interpreter("Mori", "A2")
    busy = make_interpreter("Sato")
    factories.make_booking(busy, factories.make_appointment("Lunch", 9, 10, day=day))
    last = factories.make_item(
        factories.make_visit(city=part.item.visit.city), day=day - timedelta(days=400)
    )
    factories.make_interpreter(last, person=best.person)

    page = section(clerk.get(url_of(part)).text, "can")

    assert page.index("Ito") < page.index("Abe") < page.index("Who cannot")
    assert "speaks Japanese → Italian: C1" in page
    assert "has led guests of this city before" in page
    assert "Mori speaks Japanese → Italian A2, B2 is asked" in page
    assert "Sato is busy 09:00–10:00" in page


def test_whoever_is_chosen_takes_the_part_and_is_booked(clerk, part):
    resource = make_interpreter("Ito")

    answer = clerk.post(url_of(part), {"person": resource.pk})

    assert answer.status_code == 302
    part.refresh_from_db()
    assert part.person == resource.person
    assert [one.resource for one in part.item.appointment.bookings.all()] == [resource]


def test_who_cannot_is_not_given_the_part(clerk, part):
    resource = make_interpreter("Mori", "A2")

    page = clerk.post(url_of(part), {"person": resource.pk}, follow=True)

    assert "They are not free any more" in text(page.text)
    part.refresh_from_db()
    assert part.is_open


def test_a_reader_looks_and_chooses_nobody(back_office, part):
    resource = make_interpreter("Ito")
    client = back_office("reader")

    assert client.get(url_of(part)).status_code == 200
    assert client.post(url_of(part), {"person": resource.pk}).status_code == 403


def test_the_desk_lists_whoever_is_to_be_found(back_office, part, day):
    url = f"{reverse('admin:guide_desk')}?first={day}&last={day}"

    page = section(back_office("guide_coordinator").get(url).text, "interpreters")

    assert "Talk, Japanese → Italian" in page


def test_the_page_asks_as_often_for_one_interpreter_as_for_three(clerk, part):
    make_interpreter("Ito")
    clerk.get(url_of(part))
    one = queries_of(clerk, url_of(part))
    make_interpreter("Abe")
    make_interpreter("Sato")

    assert queries_of(clerk, url_of(part)) == one
