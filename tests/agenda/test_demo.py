"""The demonstration's calendar: whole, and marked as made up."""

import pytest

from agenda import demo
from agenda.demo_words import TITLES
from agenda.models import Appointment, Booking, Party, Place, Resource
from directory.demo import load as load_city
from directory.demo_people import load_people
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.mark.parametrize("today", ["2026-11-26", "2026-11-28", "2027-03-25", "2027-10-28"])
def test_the_week_is_whole_whichever_day_it_is(monkeypatch, today):
    from datetime import date

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date.fromisoformat(today))
    load_city()
    load_people()

    demo.load()

    titles = Appointment.objects.filter(is_demo=True).values_list("title_it", flat=True)
    assert sorted(titles) == sorted(words[0] for words in TITLES.values())
    rows = [Place, Resource, Party, Booking, Appointment]
    assert [model.objects.filter(is_demo=False).count() for model in rows] == [0] * len(rows)


def test_the_guests_and_the_talks_are_seen_by_whom_they_should():
    officer = factories.make_user("officer", email="officer@example.org")
    load_city()
    load_people()
    demo.load()
    found = {key: Appointment.objects.get(title_it=words[0]) for key, words in TITLES.items()}

    seen = Appointment.objects.visible_to(officer)

    assert found["reception"].audience == found["reception"].party.audience
    assert [found[key] in seen for key in ("reception", "confidential", "quiet")] == [
        True,
        True,
        False,
    ]
