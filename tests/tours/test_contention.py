"""Two guides who say yes in the same second: the first wins, the second is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories, tour_factories
from tests.threads import both
from tours import actions
from tours.models import Ask, Tour

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tour(office):
    return tour_factories.make_tour(day=timezone.localdate() + timedelta(days=30))


def test_of_two_guides_who_accept_at_once_one_leads_and_the_other_is_told(tour):
    clerk = factories.make_user("officer")
    guides = [tour_factories.make_guide(name) for name in ("Ito", "Abe")]
    one, two = actions.ask(tour=tour, guides=guides, by=clerk)

    raised = both(
        lambda: actions.answer(question=one, accepts=True),
        lambda: actions.answer(question=two, accepts=True),
    )

    (refusal,) = [error for error in raised if error]
    assert isinstance(refusal, actions.Refused)
    assert Ask.objects.filter(answer="accepted").count() == 1
    assert Tour.objects.get().guide == Ask.objects.get(answer="accepted").guide


def test_one_guide_who_accepts_two_groups_at_once_leads_one(tour):
    clerk = factories.make_user("officer")
    guide = tour_factories.make_guide("Ito")
    other = tour_factories.make_tour(day=timezone.localdate() + timedelta(days=30))
    questions = [actions.ask(tour=one, guides=[guide], by=clerk)[0] for one in (tour, other)]

    raised = both(
        *(
            lambda question=question: actions.answer(question=question, accepts=True)
            for question in questions
        )
    )

    (refusal,) = [error for error in raised if error]
    assert isinstance(refusal, actions.Refused)
    assert Tour.objects.filter(guide=guide).count() == 1
    assert Ask.objects.filter(answer="waiting").count() == 1
