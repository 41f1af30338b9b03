"""What `manage.py check_mail` says of each trouble, and that it fails then."""

import smtplib
import socket
import ssl

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command

from office.management.commands import check_mail
from tests.office.smtp import LOST, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def server(settings):
    with mail_server(settings) as found:
        yield found


def test_it_sends_one_mail_to_the_office_and_says_each_step(server, office, capsys):
    office.email = "office@borgolago.example"
    office.save()

    call_command("check_mail")

    port = server.port
    assert capsys.readouterr().out.splitlines() == [
        "ok  127.0.0.1 is found: 127.0.0.1",
        f"ok  127.0.0.1, port {port}: connected WITHOUT TLS, without sign-in",
        "ok  The mail to office@borgolago.example is handed over. Look whether it has arrived.",
    ]
    [sent] = server.taken
    assert b"To: office@borgolago.example" in sent
    assert b"Subject: Test mail of relint" in sent


@pytest.mark.parametrize(
    ("command", "answer", "told"),
    [
        ("MAIL", "553 not yours", "The sender relint@localhost is refused. Set FROM_EMAIL"),
        ("RCPT", "550 no such user", "The reader a@example.org is refused"),
        (".", "554 spam", "The text is refused"),
        (".", LOST, "may have gone or not"),
    ],
)
def test_what_the_server_refuses_is_named(server, command, answer, told):
    server.answers[command] = answer

    with pytest.raises(CommandError, match=told) as error:
        call_command("check_mail", "a@example.org")

    assert answer == LOST or answer in str(error.value)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ssl.SSLCertVerificationError("expired"), "certificate"),
        (ssl.SSLError("wrong version"), "smtp[+]ssl"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "does not offer TLS"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), "sign-in is refused.*535 bad"),
        (ConnectionRefusedError(111, "refused"), "refuses the connection"),
        (TimeoutError("timed out"), "does not answer"),
        (smtplib.SMTPServerDisconnected("closed"), "ends the connection at once"),
    ],
)
def test_what_keeps_from_the_server_is_named(server, monkeypatch, error, told):
    def open_it(self):
        raise error

    monkeypatch.setattr(check_mail.EmailBackend, "open", open_it)

    with pytest.raises(CommandError, match=told):
        call_command("check_mail", "a@example.org")


def test_name_that_is_not_found_is_named(server, settings, monkeypatch):
    settings.EMAIL_HOST = "mail.nowhere.invalid"

    def unknown(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(check_mail.socket, "getaddrinfo", unknown)

    with pytest.raises(CommandError, match=r"mail\.nowhere\.invalid is not found"):
        call_command("check_mail", "a@example.org")


def test_without_a_server_it_says_that_nobody_gets_it():
    with pytest.raises(CommandError, match="No mail server is set"):
        call_command("check_mail", "a@example.org")

    assert len(django_mail.outbox) == 1


@pytest.mark.parametrize(
    ("address", "told"), [(None, "has no e-mail address"), ("nobody", "nobody is no e-mail")]
)
def test_without_an_address_nothing_is_sent(address, told):
    with pytest.raises(CommandError, match=told):
        call_command("check_mail", *filter(None, [address]))

    assert django_mail.outbox == []
