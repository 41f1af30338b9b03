"""The mails that bring news: at once, once a day, or never, in the reader's own language."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from office import notices
from office.models import Audience, Mail, Notice
from office.notices import NoticeKind, mail_daily, tell
from office.outbox import full_address
from office.registry import Registry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


class Moved(NoticeKind):
    label = "A city has moved"

    def text(self, notice):
        return f"{notice.record} → {notice.extra['to']}"


@pytest.fixture(autouse=True)
def morning(monkeypatch, settings):
    """A registry with one kind, on a machine whose clock says eight, after all else is made."""
    settings.DEMONSTRATION = True
    registry = Registry()
    registry.add("moved", Moved())
    monkeypatch.setattr(notices, "kinds", registry)
    return clock(monkeypatch, 8, days=1)


def clock(monkeypatch, hour, *, days=0):
    """Have the jobs of the news run at this hour, so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    now = datetime.combine(day, time(hour), timezone.get_current_timezone())
    monkeypatch.setattr(notices.timezone, "now", lambda: now)


def person(told="daily", role="officer", **fields):
    return factories.make_user(role, told=told, **fields)


def mails():
    return [(mail.kind, mail.reader_email) for mail in Mail.objects.order_by("pk")]


# ---------------------------------------------------------------- at once


def test_mail_comes_at_once_only_to_who_wants_it_so_in_their_own_language():
    now, later, never = (person(one) for one in ("at_once", "daily", "here"))
    german = person("at_once", language="de")
    city = factories.make_city("Kyoto", name_de="Kioto")

    for _n in range(2):
        tell("moved", users=[now, later, never, german], about=city, key="1", by=never, to="sea")

    assert mails() == [("notice", now.email), ("notice", german.email)]
    mail, in_german = Mail.objects.order_by("pk")
    assert (mail.subject, in_german.subject) == ("Kyoto → sea", "Kioto → sea")
    assert full_address(f"/admin/directory/city/{city.pk}/change/") in mail.text
    assert full_address("/admin/own-settings/") in mail.text
    assert (mail.about, mail.made_by, mail.language) == (city, never, "en")
    assert Notice.objects.exclude(mailed_at=None).count() == 2


def test_mail_does_not_name_what_is_not_for_everybody():
    named, head = person("at_once"), person("at_once", "head")
    quiet = factories.make_city("Quiet", level="quiet", readers=[named])

    tell("moved", users=[named, head], about=quiet, key="1", to="sea")

    [mail] = Mail.objects.all()
    assert mail.reader_email == named.email
    assert "Quiet" not in mail.subject + mail.text
    assert mail.subject == "News that is not for everybody"
    assert full_address("/admin/news/") in mail.text


# ---------------------------------------------------------------- once a day


def test_one_mail_a_day_brings_all_that_is_new(monkeypatch):
    daily, never, without = person(), person("here"), person()
    cities = [factories.make_city(name) for name in ("Kyoto", "Fes")]
    for city in cities:
        tell("moved", users=[daily, never], about=city, key=str(city.pk), to="sea")
    told = tell("moved", users=[daily], about=cities[0], key="read", to="hills")
    Notice.objects.filter(pk=told[0].pk).read()

    assert (mail_daily(), mail_daily()) == (1, 0)
    assert mails() == [("digest", daily.email)]
    mail = Mail.objects.get()
    assert [name in mail.text for name in ("Kyoto → sea", "Fes → sea", "hills")] == [
        True,
        True,
        False,
    ]
    assert mail.subject == "News: 2"

    tell("moved", users=[daily], about=cities[0], key="new", to="north")
    assert mail_daily() == 0
    clock(monkeypatch, 6, days=1)
    assert mail_daily() == 1
    assert Mail.objects.order_by("pk").last().subject == "News: 1"
    assert without.email not in dict(mails()).values()


def test_nobody_gets_a_mail_before_six(monkeypatch):
    tell("moved", users=[person()], about=factories.make_city(), key="1", to="sea")

    clock(monkeypatch, 5)
    assert mail_daily() == 0
    clock(monkeypatch, 6)
    assert mail_daily() == 1


def test_daily_mail_counts_what_is_not_for_everybody_and_leaves_out_what_is_hidden_by_now():
    named, officer = person(), person()
    quiet = factories.make_city("Quiet", level="quiet", readers=[named, officer])
    city = factories.make_city("Kyoto")
    for record in (quiet, city):
        tell("moved", users=[named, officer], about=record, key=str(record.pk), to="sea")
    quiet.audience.readers.set([named])

    assert mail_daily() == 2

    texts = {mail.reader_email: mail.text for mail in Mail.objects.all()}
    assert "Quiet" not in "".join(texts.values())
    assert "– 1 more, which you can read after signing in" in texts[named.email]
    assert "after signing in" not in texts[officer.email]
    assert Notice.objects.filter(mailed_at=None, user=officer).count() == 1


def test_daily_mail_is_seen_by_its_reader_alone():
    reader, colleague = person(), person()
    tell("moved", users=[reader], about=factories.make_city(), key="1", to="sea")
    mail_daily()

    assert list(Mail.objects.visible_to(reader)) == [Mail.objects.get()]
    assert not Mail.objects.visible_to(colleague).exists()
    assert Mail.objects.get().audience.level == Audience.Level.QUIET


def test_long_daily_mail_ends_and_says_how_much_is_left():
    reader, city = person(), factories.make_city()
    for n in range(43):
        tell("moved", users=[reader], about=city, key=str(n), to=f"place {n}")

    mail_daily()

    text = Mail.objects.get().text
    assert text.count(" → ") == 40
    assert "– 3 more, which you can read after signing in" in text


def test_news_that_cannot_be_said_keeps_nobody_else_from_theirs(caplog):
    first, second = person(), person()
    tell("moved", users=[first], about=factories.make_city(), key="1")
    tell("moved", users=[second], about=factories.make_city(), key="2", to="sea")

    assert mail_daily() == 1
    assert mails() == [("digest", second.email)]
    assert f"the daily mail to the account {first.pk} failed" in caplog.text


def test_who_has_left_gets_nothing():
    gone = person()
    tell("moved", users=[gone], about=factories.make_city(), key="1", to="sea")
    gone.is_active = False
    gone.save()

    assert mail_daily() == 0
