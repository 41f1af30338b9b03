"""Guides: what the database refuses of them, and that whoever leads can be booked."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from agenda.models import Resource
from tests import factories, tour_factories
from tests.pages import errors_at_fields
from tours.models import Guide

pytestmark = pytest.mark.django_db
NO_ROWS = {
    f"{prefix}-{name}": "0"
    for prefix in ("clearances", "weekly_hours")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"day_tours": 5, "week_tours": 4}, "tours_guide_limits_of_tours_agree"),
        ({"day_tours": 5, "month_tours": 4}, "tours_guide_limits_of_tours_agree"),
        ({"week_hours": 30, "month_hours": 20}, "tours_guide_limits_of_hours_agree"),
        ({"groups": ["strangers"]}, "tours_guide_groups_are_known"),
    ],
)
def test_the_database_refuses_limits_that_contradict(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        tour_factories.make_guide(**fields)


def test_limits_that_contradict_are_said_at_the_field(clerk):
    person = factories.make_person("Ito")
    data = {"person": person.pk, "day_tours": "5", "week_tours": "4", **NO_ROWS}

    page = clerk.post(reverse("admin:tours_guide_add"), data)

    assert errors_at_fields(page) == {
        "day_tours": ["The tours of a day are more than those of a week, or these than of a month."]
    }


def test_a_new_guide_can_be_booked(clerk):
    person = factories.make_person("Ito")
    data = {"person": person.pk, "is_active": "on", "groups": ["officials"], **NO_ROWS}

    answer = clerk.post(reverse("admin:tours_guide_add"), data)

    assert answer.status_code == 302
    guide = Guide.objects.get()
    assert guide.groups == ["officials"]
    assert Resource.objects.get(person=person).is_active


def test_hours_that_end_before_they_start_are_refused():
    guide = tour_factories.make_guide()

    with pytest.raises(IntegrityError, match="tours_weeklyhours_end_after_they_start"):
        tour_factories.make_weekly_hours(guide, starts=18, ends=9)


def test_one_fee_holds_from_a_day():
    tour_factories.make_fee()

    with pytest.raises(IntegrityError, match="tours_fee_is_unique"):
        tour_factories.make_fee()


def test_the_form_leads_to_the_private_page_of_the_guide(back_office):
    guide = tour_factories.make_guide()
    form = reverse("admin:tours_guide_change", args=[guide.pk])
    links = reverse("admin:links", args=["guide", guide.pk])

    assert links in back_office("guide_coordinator").get(form).text
    assert back_office("guide_coordinator").get(links).status_code == 200
    assert links not in back_office("reader").get(form).text
