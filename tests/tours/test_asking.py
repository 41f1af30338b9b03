"""Guides are asked: the first yes wins, the next in line follows, nobody leads two groups."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from agenda import periods
from office.models import Mail, Notice
from tests import factories, tour_factories
from tours import actions
from tours.actions.asking import answer_by
from tours.models import Ask, Tour

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.make_user("officer")


@pytest.fixture
def tour():
    return tour_factories.make_tour(day=timezone.localdate() + timedelta(days=30))


def guides(*names):
    return [tour_factories.make_guide(name, email=f"{name.lower()}@example.org") for name in names]


def answers():
    return {str(one.guide): one.answer for one in Ask.objects.with_names()}


def kinds_to(email):
    return list(
        Mail.objects.filter(reader_email=email).order_by("pk").values_list("kind", flat=True)
    )


def test_all_are_asked_at_once_and_the_first_yes_wins(by, tour):
    first, second = guides("Ito", "Sato")
    _one, two = actions.ask(tour=tour, guides=[first, second], by=by)

    actions.answer(question=two, accepts=True)

    assert Tour.objects.get().guide == second
    assert answers() == {"Ito": "not_needed", "Sato": "accepted"}
    assert kinds_to("ito@example.org") == ["tour_ask", "tour_not_needed"]
    assert [one.resource.person for one in tour.appointment.bookings.all()] == [second.person]


def test_a_second_yes_is_told_that_another_was_first(by, tour):
    first, second = guides("Ito", "Sato")
    one, two = actions.ask(tour=tour, guides=[first, second], by=by)
    actions.answer(question=one, accepts=True)

    with pytest.raises(actions.Refused, match="Another guide was first"):
        actions.answer(question=two, accepts=True)

    assert Tour.objects.get().guide == first


def test_the_database_takes_one_yes_alone(tour):
    first, second = guides("Ito", "Sato")
    tour_factories.make_ask(tour, first, answer="accepted")

    with pytest.raises(IntegrityError, match="tours_ask_first_yes_wins"):
        tour_factories.make_ask(tour, second, answer="accepted")


def test_in_turn_only_the_first_is_asked_and_the_next_after_a_no(by, tour):
    first, second = guides("Ito", "Sato")
    one, _two = actions.ask(tour=tour, guides=[first, second], in_turn=True, by=by)
    assert answers() == {"Ito": "waiting", "Sato": "in_line"}

    actions.answer(question=one, accepts=False, words="I am in Kyoto.")

    assert answers() == {"Ito": "declined", "Sato": "waiting"}
    assert kinds_to("sato@example.org") == ["tour_ask"]


def test_whoever_does_not_answer_in_time_is_passed_over(by, tour):
    first, second = guides("Ito", "Sato")
    one, _two = actions.ask(tour=tour, guides=[first, second], in_turn=True, by=by)
    Ask.objects.filter(pk=one.pk).update(answer_by=timezone.now())

    assert actions.ask_next() == 1

    assert answers() == {"Ito": "late", "Sato": "waiting"}
    assert actions.ask_next() == 0


def test_a_late_yes_still_counts_while_nobody_leads_it(by, tour):
    (first,) = guides("Ito")
    (one,) = actions.ask(tour=tour, guides=[first], by=by)
    Ask.objects.filter(pk=one.pk).update(answer_by=timezone.now())
    actions.ask_next()

    actions.answer(question=one, accepts=True)

    assert Tour.objects.get().guide == first


@pytest.mark.parametrize(("days", "hours"), [(100, 48), (5, 24), (0, 1)])
def test_the_nearer_the_tour_the_sooner_the_next_is_asked(days, hours):
    now = timezone.now()
    tour = tour_factories.make_tour()
    start = now + timedelta(days=days, hours=0 if days else 2)
    tour.appointment.period = periods.period(start, start + timedelta(hours=1))
    assert answer_by(tour, now) - now == timedelta(hours=hours)


def test_nobody_leads_two_groups_at_once(by, tour):
    (guide,) = guides("Ito")
    other = tour_factories.make_tour(day=timezone.localdate() + timedelta(days=30))
    actions.give(tour=other, guide=guide, by=by)
    (question,) = actions.ask(tour=tour, guides=[guide], by=by)

    with pytest.raises(actions.Refused, match="another group"):
        actions.answer(question=question, accepts=True)

    assert Tour.objects.get(pk=tour.pk).guide is None
    assert Ask.objects.get(pk=question.pk).answer == "waiting"


def test_an_answer_by_telephone_says_who_heard_it(by, tour):
    (guide,) = guides("Ito")
    (question,) = actions.ask(tour=tour, guides=[guide], by=by)

    actions.answer(question=question, accepts=True, by=by)

    assert Ask.objects.get().noted_by == by
    assert not Notice.objects.exists()


def test_a_guide_who_withdraws_says_why_and_the_coordinator_is_told(by, tour):
    first, second = guides("Ito", "Sato")
    coordinator = factories.make_user("guide_coordinator")
    one, _two = actions.ask(tour=tour, guides=[first, second], in_turn=True, by=by)
    actions.answer(question=one, accepts=True)
    # Whoever was in line is not needed once somebody leads it.
    assert answers() == {"Ito": "accepted", "Sato": "not_needed"}

    actions.withdraw(tour=tour, words="I broke my foot.")

    assert Tour.objects.get(pk=tour.pk).guide is None
    assert Ask.objects.get(pk=one.pk).words == "I broke my foot."
    assert not tour.appointment.bookings.exists()
    notices = Notice.objects.filter(user=coordinator, kind="tour answer")
    assert len(notices) == 2


def make_later():
    return tour_factories.make_tour(None, 15, 16, day=timezone.localdate() + timedelta(days=30))


def test_nobody_is_asked_about_a_tour_that_is_over_or_has_its_guide(by):
    (guide,) = guides("Ito")
    past = tour_factories.make_tour(day=timezone.localdate() - timedelta(days=1))
    with pytest.raises(actions.Refused):
        actions.ask(tour=past, guides=[guide], by=by)
    led = make_later()
    actions.give(tour=led, guide=guide, by=by)

    with pytest.raises(actions.Refused, match="leads this tour already"):
        actions.ask(tour=led, guides=guides("Sato"), by=by)


def test_a_tour_is_taken_from_its_guide_by_a_draft(by, tour):
    (guide,) = guides("Ito")
    actions.give(tour=tour, guide=guide, by=by)

    actions.take_off(tour=tour, by=by)

    assert Tour.objects.get().guide is None
    assert Mail.objects.get(kind="tour_not_needed").state == "held"


def test_a_guide_without_an_address_is_in_line_and_gets_no_mail(by, tour):
    guide = tour_factories.make_guide("Ito")

    actions.ask(tour=tour, guides=[guide], by=by)

    assert answers() == {"Ito": "waiting"}
    assert not Mail.objects.exists()
