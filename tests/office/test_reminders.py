"""Reminders: to the owner when the time has come, and to the next person when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from office import duties, notices, reminders
from office.duties import Due, DutyKind
from office.models import Duty, Notice
from office.registry import Registry
from tests import factories
from tests.forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TODAY = timezone.localdate()


class Kind(DutyKind):
    label = "answer the letter"
    told = ()

    def found(self):
        return self.told


@pytest.fixture
def kind(monkeypatch, settings):
    settings.DEMONSTRATION = True
    registry = Registry()
    registry.add("letters", Kind())
    monkeypatch.setattr(duties, "kinds", registry)
    return registry.get("letters")


def due(city, days, owner=None, key="1", **fields):
    return Due(key, city, TODAY + timedelta(days=days), owner, **fields)


def remind(kind, *told):
    """What is open is this; returns who is newly told, by the kind of notice."""
    kind.told = told
    duties.refresh()
    last = max(Notice.objects.values_list("pk", flat=True), default=0)
    count = reminders.remind()
    new = Notice.objects.filter(pk__gt=last).order_by("kind", "user")
    assert len(new) == count
    assert reminders.remind() == 0
    return {(one.kind, one.user) for one in new}


def texts(user):
    rows = list(Notice.objects.of(user).unread().select_related("content_type"))
    return [one.text for one in notices.news_of(rows, user)]


def test_owner_hears_when_the_time_begins_and_when_it_is_over_then_the_next_person(kind):
    owner, colleague = factories.make_user("officer"), factories.make_user("officer")
    head, city = factories.make_user("head"), factories.make_city()
    told = {"owner": owner, "tell": colleague}

    assert remind(kind, due(city, 31, **told)) == set()
    assert remind(kind, due(city, 30, **told)) == {("duty_begins", owner)}
    assert remind(kind, due(city, 0, **told)) == {("duty_begins", owner)}
    assert remind(kind, due(city, -1, **told)) == {("duty_overdue", owner)}
    assert remind(kind, due(city, -3, **told)) == {
        ("duty_overdue", owner),
        ("duty_escalated", colleague),
    }
    assert not Notice.objects.filter(user=head).exists()


def test_nobodys_duty_and_one_left_undone_go_to_the_heads(kind, office):
    office.escalation_days = 5
    office.save()
    owner, city = factories.make_user("head"), factories.make_city()
    heads = [factories.make_user("head") for _n in range(2)]

    assert remind(kind, due(city, 3)) == {("duty_begins", one) for one in (owner, *heads)}
    assert remind(kind, due(city, -4, owner)) == {("duty_overdue", owner)}
    assert remind(kind, due(city, -5, owner)) == {
        ("duty_overdue", owner),
        *(("duty_escalated", one) for one in heads),
    }


def test_next_day_of_the_same_duty_tells_only_the_next_person(kind):
    owner, head, city = factories.make_user("officer"), factories.make_user("head"), None
    city = factories.make_city()
    remind(kind, due(city, -1, owner))
    Duty.objects.update(due_on=TODAY - timedelta(days=3))
    Notice.objects.update(key=f"letters 1 {TODAY - timedelta(days=3)}")

    assert remind(kind, due(city, -3, owner)) == {("duty_escalated", head)}


def test_what_was_late_before_it_was_known_and_is_nobodys_is_not_told_piece_by_piece(kind):
    factories.make_user("head")
    owner, city = factories.make_user("officer"), factories.make_city()

    assert remind(kind, due(city, -9)) == set()
    assert ("duty_overdue", owner) in remind(kind, due(city, -9, owner))


def test_what_is_done_reminds_nobody_and_another_owner_is_told(kind):
    owner, other = factories.make_user("officer"), factories.make_user("officer")
    city = factories.make_city("Kyoto")

    remind(kind, due(city, 3, owner))
    assert texts(owner) == [f"Answer the letter, by {spelt(3)}: Kyoto"]
    assert remind(kind, due(city, 3, other)) == {("duty_begins", other)}
    assert (texts(owner), len(texts(other))) == ([], 1)
    assert remind(kind) == set()

    assert texts(other) == []
    assert Notice.objects.unread().count() == 0


def spelt(days):
    from django.utils.formats import date_format

    return date_format(TODAY + timedelta(days=days), "DATE_FORMAT")


def test_words_are_in_the_readers_language_and_say_with_whom_it_is(kind):
    owner, head = factories.make_user("officer", name="Ada"), factories.make_user("head")
    city = factories.make_city("Kyoto", name_it="Kioto")
    remind(kind, due(city, -3, owner))

    assert texts(head) == [
        f"Answer the letter, was due on {spelt(-3)} and is still with Ada: Kyoto"
    ]
    with translation.override("it"):
        assert texts(head)[0].endswith(": Kioto")


def test_start_page_which_shows_the_duty_does_not_tell_it_twice(kind):
    officer = signed_in("officer")
    remind(kind, due(factories.make_city("Kyoto"), 3, officer.user))

    assert officer.get("/admin/").context["news"].count == 0
    officer.post("/admin/news/", {"up_to": 10**9, "start": 1})
    assert len(officer.get("/admin/news/").context["lines"]) == 1


def test_duty_of_a_quiet_record_reminds_only_who_may_know_it(kind):
    owner, named = factories.make_user("officer"), factories.make_user("officer")
    factories.make_user("head")
    quiet = factories.make_city("Quiet", level="quiet", readers=[named])

    assert remind(kind, due(quiet, -3, owner, tell=named)) == {("duty_escalated", named)}
    assert [texts(owner), len(texts(named))] == [[], 1]
