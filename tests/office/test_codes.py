"""A code by mail opens what the private address alone does not, for a while and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from office import codes, links, outbox
from office.models import Code, Mail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def link():
    return factories.make_link(factories.make_city("Kyoto"), reader_email="hana@example.org")


def after(monkeypatch, **time):
    later = timezone.now() + timedelta(**time)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


def wrong(figures):
    return f"{(int(figures) + 1) % 10**6:06}"


def test_code_goes_to_the_reader_and_no_colleague_reads_it(link):
    code = codes.send_code(link)

    mail = Mail.objects.get()
    assert (mail.kind, mail.reader_email, mail.language) == ("code", "hana@example.org", "en")
    assert (mail.link, mail.audience) == (link, link.target.audience)
    assert code.figures not in mail.text + mail.shown_text + mail.subject
    assert "{{ code }}" in mail.text
    assert outbox.secrets.get("code")(mail) == code.figures == codes.code_of(link)
    assert len(code.figures) == 6


def test_nothing_that_is_kept_makes_the_code(link, settings):
    figures = [codes.send_code(link).figures for _n in range(3)]

    settings.SECRET_KEY = "another installation's"

    assert [code.figures for code in Code.objects.order_by("pk")] != figures


def test_right_code_is_good_once(link):
    figures = codes.send_code(link).figures

    assert codes.is_waiting(link)
    assert not codes.check(link, wrong(figures))
    assert codes.check(link, f" {figures[:3]} {figures[3:]} ")
    assert not codes.check(link, figures)
    assert not codes.is_waiting(link)


def test_code_of_another_link_opens_nothing(link):
    other = factories.make_link(reader_email="ada@example.org")
    figures = codes.send_code(link).figures
    codes.send_code(other)

    assert codes.check(other, figures) is (codes.code_of(other) == figures)


def test_newest_code_is_the_one_that_counts(link):
    old, new = codes.send_code(link).figures, codes.send_code(link).figures

    assert codes.check(link, old) is (old == new)
    assert codes.check(link, new) is (old != new)


def test_five_wrong_tries_end_a_code(link):
    figures = codes.send_code(link).figures

    assert not any(codes.check(link, wrong(figures)) for _n in range(5))

    assert not codes.check(link, figures)
    assert codes.check(link, codes.send_code(link).figures)


@pytest.mark.parametrize(("minutes", "good"), [(14, True), (16, False)])
def test_code_is_good_for_a_quarter_of_an_hour(link, monkeypatch, minutes, good):
    figures = codes.send_code(link).figures
    mail = Mail.objects.get()

    after(monkeypatch, minutes=minutes)

    if not good:
        with pytest.raises(outbox.NotToBeSent):
            codes.secret(mail)
    assert codes.check(link, figures) is good


@pytest.mark.parametrize("typed", ["", "abc", "١٢", "1" * 5000])
def test_anything_else_opens_nothing(link, typed):
    assert not codes.check(link, typed)
    codes.send_code(link)
    assert not codes.check(link, typed)


def test_so_many_codes_an_hour_and_no_more(link, monkeypatch):
    for _n in range(5):
        codes.send_code(link)

    with pytest.raises(codes.TooMany):
        codes.send_code(link)
    assert Mail.objects.count() == 5
    after(monkeypatch, minutes=61)
    codes.send_code(link)


def test_without_an_address_there_is_no_code():
    with pytest.raises(ValueError, match="no e-mail address"):
        codes.send_code(factories.make_link())
    assert not Code.objects.exists()


def test_cookie_opens_one_link_for_half_an_hour(link, rf, settings, monkeypatch):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    codes.open_for(response, link)
    cookie = response.cookies["opened"]
    assert (cookie["path"], cookie["max-age"]) == (link.get_absolute_url(), 1800)
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)

    request = rf.get(link.get_absolute_url())
    assert not codes.opened(request, link)
    request.COOKIES["opened"] = cookie.value
    assert codes.opened(request, link)
    assert not codes.opened(request, factories.make_link())

    link.renew()
    assert not codes.opened(request, link)


def test_cookie_ends_by_itself(link, rf, monkeypatch):
    response, request = HttpResponse(), rf.get("/")
    codes.open_for(response, link)
    request.COOKIES["opened"] = response.cookies["opened"].value
    now = timezone.now().timestamp()

    monkeypatch.setattr("time.time", lambda: now + 31 * 60)

    assert not codes.opened(request, link)


def test_clock_forgets_old_codes(link, monkeypatch):
    codes.send_code(link)
    assert codes.forget() == 0

    after(monkeypatch, hours=25)

    assert codes.forget() == 1


# ---------------------------------------------------------------- in the same second


def at_once(work, *, times):
    """Do it so often at the same moment, each on a connection of its own; what came of each."""
    start = Barrier(times)

    def do(_n):
        start.wait()
        try:
            return work()
        except codes.TooMany as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(do, range(times)))


@pytest.mark.django_db(transaction=True)
def test_whatever_comes_at_once_each_limit_holds(link):
    given = at_once(lambda: give_link(link.target), times=3)
    assert len({one.pk for one in given}) == 1

    sent = at_once(lambda: codes.send_code(link), times=7)
    assert sent.count(codes.TooMany) == 2

    figures = codes.code_of(link)
    assert at_once(lambda: codes.check(link, figures), times=4).count(True) == 1

    code = Code.objects.create(link=link)
    tried = at_once(lambda: codes.check(link, wrong(code.figures)), times=8)
    assert not any(tried)
    code.refresh_from_db()
    assert code.tries == 5


def give_link(city):
    return links.give("corrections", city, name="Ada", email="ada@example.org", language="en")
