"""News: told once to whom it concerns, in the way that each person chose."""

import pytest

from office import notices
from office.models import Notice
from office.notices import NoticeKind, tell
from office.registry import Registry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


class Moved(NoticeKind):
    label = "A city has moved"

    def text(self, notice):
        return f"{notice.record} moved to {notice.extra['to']}"


@pytest.fixture
def kinds(monkeypatch, settings):
    """A registry with one kind, in the place of the real one."""
    settings.DEMONSTRATION = True
    registry = Registry()
    registry.add("moved", Moved())
    monkeypatch.setattr(notices, "kinds", registry)
    return registry


def news_of(user):
    rows = Notice.objects.of(user).select_related("content_type")
    return [news.text for news in notices.news_of(list(rows), user)]


# ---------------------------------------------------------------- who is told


def test_each_is_told_once_and_nobody_of_what_they_did_themselves(kinds):
    owner, colleague, stranger = (factories.make_user("officer") for _n in range(3))
    city = factories.make_city("Kyoto")
    people = [owner, colleague, None, owner]

    first = tell("moved", users=people, about=city, key="1", by=colleague, to="the sea")
    again = tell("moved", users=people, about=city, key="1", by=colleague, to="the hills")
    other = tell("moved", users=people, about=city, key="2", to="the hills")

    assert [one.user for one in first] == [owner]
    assert (again, len(other)) == ([], 2)
    assert news_of(owner) == ["Kyoto moved to the hills", "Kyoto moved to the sea"]
    assert news_of(colleague) == ["Kyoto moved to the hills"]
    assert news_of(stranger) == []


def test_who_may_not_know_of_a_record_is_not_told_of_it(kinds):
    named, officer, head = (factories.make_user(role) for role in ("officer", "officer", "head"))
    gone = factories.make_user("officer", is_active=False)
    quiet = factories.make_city("Quiet", level="quiet", readers=[named, gone])

    told = tell("moved", users=[named, officer, head, gone], about=quiet, key="1", to="us")

    assert {one.user for one in told} == {named, head}
    assert news_of(named) == ["Quiet moved to us"]
    # That it exists is all that the head may know.
    assert news_of(head) == []
    quiet.audience.readers.set([head])
    assert [news_of(one) for one in (named, head)] == [[], ["Quiet moved to us"]]


def test_accounts_of_the_demonstration_are_told_nothing_where_real_work_is_done(kinds, settings):
    settings.DEMONSTRATION = False
    user = factories.make_user("officer", is_demo=True)

    assert tell("moved", users=[user], about=factories.make_city(), key="1", to="us") == []


def test_unknown_kind_is_the_callers_fault(kinds):
    with pytest.raises(KeyError):
        tell("sung", users=[], about=factories.make_city(), key="1")


def test_what_has_no_record_or_no_kind_any_more_is_left_out(kinds):
    officer = factories.make_user("officer")
    city, source = factories.make_city("Kyoto"), factories.make_source("Paper")
    for record in (city, source):
        tell("moved", users=[officer], about=record, key=str(record.pk), to="us")
    assert len(news_of(officer)) == 2

    source.delete()
    assert news_of(officer) == ["Kyoto moved to us"]
    kinds._entries.clear()
    assert news_of(officer) == []
