"""The worker: nothing is sent twice by itself, and nothing is lost when a server is down."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from office import due, outbox, sending
from office.models import Mail
from office.registry import Registry
from office.sending import send_due
from relint import backups
from tests import factories
from tests.office.smtp import LOST, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def server(settings):
    with mail_server(settings) as found:
        yield found


def parsed(content):
    return message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)


def states():
    return [*Mail.objects.order_by("pk").values_list("state", flat=True)]


def waiting():
    """What the worker finds: a mail that it has just taken."""
    return Mail.objects.values_list("state", "tries", "not_before", "last_error").get()


def test_mail_goes_out_once_with_all_that_it_needs(server, office, settings):
    settings.DEFAULT_FROM_EMAIL = "relint@borgolago.example"
    office.email = "office@borgolago.example"
    office.save()
    mail = factories.make_mail("Ça va", language="it", reader_name="Zoë, Ada", text="Così è.")

    assert (send_due(), send_due()) == (1, 0)

    mail.refresh_from_db()
    [sent] = map(parsed, server.taken)
    assert (mail.state, mail.tries) == ("sent", 1)
    assert mail.sent_at
    assert {name: sent[name] for name in sent} == {
        "Content-Type": 'text/plain; charset="utf-8"; format="flowed"',
        "MIME-Version": "1.0",
        "Content-Transfer-Encoding": "8bit",
        "Subject": "Ça va",
        "From": '"Ufficio relazioni internazionali, Comune di Borgolago" '
        "<relint@borgolago.example>",
        "To": '"Zoë, Ada" <hana@example.org>',
        "Reply-To": "office@borgolago.example",
        "Date": sent["Date"],
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "it",
    }
    assert sent.get_content() == "Così è.\n"


def test_text_and_names_bring_no_header_of_their_own(server):
    evil = "x\r\nBcc: other@example.org\n\nhello"
    factories.make_mail(evil, reader_name=evil)

    send_due()

    [sent] = map(parsed, server.taken)
    assert (sent["Bcc"], sent["Subject"]) == (None, "x Bcc: other@example.org hello")


def test_long_lines_are_broken_where_they_can_be_joined_again_and_addresses_never():
    address = f"https://example.org/link/{'x' * 90}/"

    sent = sending.flowed(f"{'word ' * 20}end\n\n{address}\n> quoted")

    lines = sent.split("\n")
    assert lines == [("word " * 14), f"{'word ' * 6}end", "", address, " > quoted", ""]


def test_private_link_is_put_in_while_sending_and_stored_nowhere(server, settings):
    settings.SITE_URL = "https://incoming.example.org"
    link = factories.make_link()
    mail = factories.make_mail(link=link, text="Your page:\n{{private_link}}\nBye")

    send_due()

    [sent] = map(parsed, server.taken)
    address = f"https://incoming.example.org{link.get_absolute_url()}"
    assert sent.get_content() == f"Your page:\n{address}\nBye\n"
    mail.refresh_from_db()
    kept = [mail.text, mail.last_error, *mail.history.values_list("text", flat=True)]
    assert not any(link.signature in one for one in kept)


def test_mail_whose_link_is_over_is_not_sent(server):
    link = factories.make_link()
    link.revoke()
    factories.make_mail(link=link, text="{{ private_link }}")
    factories.make_mail(text="{{ private_link }}")
    factories.make_mail()

    assert send_due() == 1
    assert states() == ["failed", "failed", "sent"]


def test_secret_of_another_app_is_put_in_while_sending(server, monkeypatch):
    own = Registry()
    own.add("code", lambda mail: f"code of {mail.reader_name}")
    monkeypatch.setattr(sending, "secrets", own)
    factories.make_mail(text="It is {{ code }}")

    send_due()

    assert b"It is code of Hana Yamada" in server.taken[0]


def test_held_ones_and_those_of_later_stay():
    later = timezone.now() + timedelta(hours=1)
    factories.make_mail(state="held")
    factories.make_mail(not_before=later)

    assert send_due() == 0
    assert states() == ["held", "queued"]


# ---------------------------------------------------------------- a server in trouble


def test_nothing_is_lost_while_the_server_is_down(server):
    server.shutdown()
    server.server_close()
    factories.make_mail()
    other = factories.make_mail()

    assert send_due() == 0

    first = Mail.objects.exclude(pk=other.pk).get()
    assert (first.state, first.tries) == ("queued", 1)
    assert first.not_before > timezone.now() + timedelta(minutes=9)
    assert "refused" in first.last_error
    other.refresh_from_db()
    assert (other.state, other.tries) == ("queued", 0)


def test_it_is_given_up_after_many_tries_with_growing_pauses(server):
    server.answers["EHLO"] = server.answers["HELO"] = "421 too busy"
    mail = factories.make_mail()
    pauses = []
    for _try in range(sending.TRIES):
        Mail.objects.update(not_before=None)
        send_due()
        mail.refresh_from_db()
        pauses.append(mail.not_before and round((mail.not_before - mail.tried_at).seconds / 60))

    assert pauses == [10, 20, 40, 80, 160, 320, 360, 360, 360, None]
    assert (mail.state, mail.tries, mail.last_error) == ("failed", 10, "421 too busy")


@pytest.mark.parametrize(
    ("command", "answer", "becomes", "next_goes"),
    [
        ("RCPT", "550 no such user", ("failed", "550 no such user"), True),
        ("RCPT", "450 try later", ("queued", "450 try later"), True),
        (".", "554 looks like spam", ("failed", "554 looks like spam"), True),
        (".", "451 try later", ("queued", "451 try later"), True),
        ("MAIL", "553 not yours", ("queued", "553 not yours"), False),
        ("RCPT", LOST, ("queued", "Connection unexpectedly closed"), False),
        (".", LOST, ("doubtful", "Connection unexpectedly closed"), False),
    ],
)
def test_what_the_server_says_decides(server, command, answer, becomes, next_goes):
    factories.make_mail("First")
    factories.make_mail("Second")
    said = []

    def once(name, usual):
        if name == command and not said:
            said.append(name)
            return answer
        return usual

    server.answers = Answers(once)

    send_due()

    first, second = Mail.objects.order_by("pk")
    assert (first.state, first.last_error) == becomes
    assert second.state == ("sent" if next_goes else "queued")


class Answers(dict):
    """What a server answers, asked one by one."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, name, usual):
        return self.answer(name, usual)


def test_server_that_answers_too_late_leaves_a_doubt(server, settings):
    settings.EMAIL_TIMEOUT = 0.2
    done = threading.Event()

    def slowly(name, usual):
        if name == ".":
            done.wait(5)
        return usual

    server.answers = Answers(slowly)
    factories.make_mail()

    send_due()
    done.set()

    assert states() == ["doubtful"]


def test_fault_of_the_program_fails_that_mail_and_no_other(monkeypatch, server):
    broken = Registry()
    broken.add("code", lambda mail: mail.no_such_thing)
    monkeypatch.setattr(sending, "secrets", broken)
    factories.make_mail(text="{{ code }}")
    factories.make_mail()

    assert send_due() == 1
    assert states() == ["failed", "sent"]


# ---------------------------------------------------------------- stopped in the middle


def test_mail_is_marked_for_good_before_a_word_is_said(monkeypatch):
    mail = factories.make_mail()
    seen = []

    def stop(self, message):
        seen.extend(states())
        raise KeyboardInterrupt

    monkeypatch.setattr(sending.Server, "send", stop)
    with pytest.raises(KeyboardInterrupt):
        send_due()

    assert seen == states() == ["sending"]
    # Another worker at once, and one much later: neither sends it again.
    monkeypatch.undo()
    assert (send_due(), states()) == (0, ["sending"])
    Mail.objects.update(tried_at=timezone.now() - timedelta(minutes=11))
    assert (send_due(), states()) == (0, ["doubtful"])
    assert django_mail.outbox == []
    mail.refresh_from_db()
    mail.send_again()
    assert (send_due(), states()) == (1, ["sent"])
    assert django_mail.outbox[0].extra_headers["Message-ID"] == mail.message_id


def test_the_worker_keeps_its_own_transactions(monkeypatch):
    jobs = Registry()
    jobs.add("mail", "office.sending.send_due")
    monkeypatch.setattr(due, "jobs", jobs)
    factories.make_mail()
    depth = []
    send = sending.Server.send

    def spied(self, message):
        depth.append(len(connection.savepoint_ids))
        send(self, message)

    monkeypatch.setattr(sending.Server, "send", spied)

    assert due.run() == {"mail": 1}
    assert depth == [len(connection.savepoint_ids)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(server):
    for _n in range(6):
        factories.make_mail()
    ready = threading.Barrier(2)
    counts = []

    def work():
        ready.wait()
        try:
            counts.append(send_due())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sent = [parsed(one)["Message-ID"] for one in server.taken]
    assert sorted(sent) == sorted(Mail.objects.values_list("message_id", flat=True))
    assert (sum(counts), {*states()}) == (6, {"sent"})


@pytest.mark.django_db(transaction=True)
def test_mail_that_a_clerk_is_saving_waits_for_the_next_run():
    mail = factories.make_mail()
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM office_mail WHERE id = %s FOR NO KEY UPDATE", [mail.pk])
        assert (send_due(), states()) == (0, ["queued"])
    other.rollback()
    other.close()

    assert (send_due(), states()) == (1, ["sent"])


def test_address_of_a_page_is_a_setting(settings):
    settings.SITE_URL = "https://incoming.example.org"

    assert outbox.full_address("/link/1/") == "https://incoming.example.org/link/1/"


def test_what_waited_in_a_restored_backup_goes_only_when_somebody_says_so(monkeypatch, capsys):
    for state in ("held", "failed", "queued", "sending", "sent"):
        factories.make_mail(state=state)
    told = {"made_at": "yesterday", "relint": "0.1"}
    monkeypatch.setattr(backups, "restore", lambda *_file, **_options: told)

    call_command("restore", "backup.tar")

    assert states() == ["held", "failed", "doubtful", "doubtful", "sent"]
    said = Mail.objects.order_by("pk").values_list("last_error", flat=True)
    assert [bool(words) for words in said] == [True, True, True, True, False]
    assert len({*said}) == 2
    assert send_due() == 0
    assert "2 mails waited" in capsys.readouterr().out
