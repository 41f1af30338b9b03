"""News: told once to whom it concerns, in the way that each person chose."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from office import notices
from office.models import Notice, User
from office.notices import NoticeKind, tell
from office.registry import Registry
from tests import factories
from tests.forms import send, signed_in

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


# ---------------------------------------------------------------- in the back-office


def told(user, *texts, city=None):
    """News of this person, in words, the oldest first."""
    city = city or factories.make_city("Kyoto")
    for text in texts:
        tell("moved", users=[user], about=city, key=f"{text} {next(factories.number)}", to=text)
    return Notice.objects.filter(user=user).order_by("pk")


def shown(page):
    return [line.text for line in page.context["lines"]]


def test_start_page_shows_ones_own_unread_news_and_the_way_to_the_record(kinds):
    officer, colleague = signed_in("officer"), signed_in("officer")
    city = factories.make_city("Kyoto")
    assert 'id="news"' not in officer.get("/admin/").text
    told(officer.user, "us", city=city)
    told(colleague.user, "them", city=city)

    page = officer.get("/admin/")

    assert [line.text for line in page.context["news"].lines] == ["Kyoto moved to us"]
    assert f'<a href="/admin/directory/city/{city.pk}/change/">Kyoto moved to us</a>' in page.text
    assert "Kyoto moved to them" not in page.text


def test_news_are_read_one_by_one_or_all_that_one_has_seen(kinds):
    officer, colleague = signed_in("officer"), signed_in("officer")
    first, _second, third = told(officer.user, "one", "two", "three")
    [others] = told(colleague.user, "four")

    officer.get("/admin/news/")
    assert officer.post("/admin/news/", {"notice": first.pk, "start": 1}).url == "/admin/"
    assert shown(officer.get("/admin/news/")) == ["Kyoto moved to three", "Kyoto moved to two"]
    told(officer.user, "five")
    assert officer.post("/admin/news/", {"up_to": third.pk}).url == "/admin/news/"
    assert shown(officer.get("/admin/news/")) == ["Kyoto moved to five"]
    officer.post("/admin/news/", {"notice": others.pk})
    officer.post("/admin/news/", {"notice": "x", "up_to": "y"})

    assert shown(officer.get("/admin/news/?state=all&kind=moved")) == [
        f"Kyoto moved to {to}" for to in ("five", "three", "two", "one")
    ]
    assert shown(officer.get("/admin/news/?kind=sung")) == ["Kyoto moved to five"]
    assert shown(colleague.get("/admin/news/")) == ["Kyoto moved to four"]


def test_more_news_than_the_start_page_holds_are_one_click_away(kinds):
    officer = signed_in("officer")
    told(officer.user, *"abcdef")

    page = officer.get("/admin/")

    assert (len(page.context["news"].lines), page.context["news"].count) == (5, 6)
    assert '<a href="/admin/news/">All of it</a>' in page.text


def test_news_cost_the_same_for_one_and_for_three(kinds):
    officer = signed_in("officer")

    def costs():
        pages = []
        for url in ("/admin/", "/admin/news/"):
            with CaptureQueriesContext(connection) as captured:
                assert officer.get(url).status_code == 200
            pages.append(len(captured))
        return pages

    told(officer.user, "us")
    officer.get("/admin/")
    for_one = costs()
    for _n in range(2):
        told(officer.user, "us", city=factories.make_city())

    assert costs() == for_one


def test_each_person_chooses_language_and_mail_on_a_page_of_their_own(kinds):
    officer = signed_in("officer")

    wrong = send(officer, "/admin/own-settings/", language="xx", told="often")
    assert list(wrong.context["form"].errors) == ["language", "told"]
    done = send(officer, "/admin/own-settings/", language="fr", told="at_once")

    assert done.url == "/admin/own-settings/"
    user = User.objects.get(pk=officer.user.pk)
    assert (user.language, user.told, user.is_staff) == ("fr", "at_once", True)
    assert user.history.first().history_user == user
    assert '<html lang="fr"' in officer.get("/admin/own-settings/").text
    assert 'href="/admin/own-settings/"' in officer.get("/admin/").text


def test_only_languages_that_the_office_offers_are_offered(kinds, office):
    office.languages = ["it", "en"]
    office.save()

    page = signed_in("reader").get("/admin/own-settings/")

    assert [code for code, _name in page.context["form"].fields["language"].choices] == ["it", "en"]


# ---------------------------------------------------------------- forgotten


def test_news_is_forgotten_after_a_year(kinds):
    officer = factories.make_user("officer")
    old, new = told(officer, "one", "two")
    Notice.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=366))

    assert notices.forget() == 1
    assert list(Notice.objects.all()) == [new]


def test_database_refuses_the_same_news_twice_and_news_without_a_name(kinds):
    [notice] = told(factories.make_user("officer"), "us")

    for changed in ({}, {"key": ""}, {"key": "2", "kind": ""}):
        twin = Notice.objects.get(pk=notice.pk)
        twin.pk = None
        for name, value in changed.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
