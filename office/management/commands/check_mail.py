import smtplib
import socket
import ssl

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import translation

from office.languages import original_language
from office.models import Office
from office.models.outbox import new_message_id
from office.sending import PlainMail, from_office, words_of

SUBJECT = "Test mail of relint"
TEXT = "The mail server of relint works: this mail was sent by `manage.py check_mail`.\n"


class Command(BaseCommand):
    help = "Send one test mail now, and say step by step what works and what does not."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", help="to whom; without it to the office itself")

    def handle(self, *, address, **options):
        server = get_connection()
        address = checked(address or Office.objects.current().email)
        if not isinstance(server, EmailBackend):
            self.send(server, address)
            raise CommandError(
                "No mail server is set: mail is written into files, and reaches nobody. Set "
                "EMAIL_URL, for example smtp+tls://user:password@host:587."
            )
        self.look_up(server)
        self.connect(server)
        try:
            self.send(server, address)
        finally:
            server.close()
        self.done(f"The mail to {address} is handed over. Look whether it has arrived.")

    def done(self, line):
        self.stdout.write(f"ok  {line}")

    def look_up(self, server):
        try:
            found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise CommandError(
                f"The name {server.host} is not found ({error}). Check the host in EMAIL_URL, and "
                "whether this machine can look names up."
            ) from error
        self.done(f"{server.host} is found: {found[0][4][0]}")

    def connect(self, server):
        where = f"{server.host}, port {server.port}"
        try:
            server.open()
        except Exception as error:
            raise CommandError(f"{trouble(error, where)} ({words_of(error)})") from error
        protected = "with TLS" if server.use_tls or server.use_ssl else "WITHOUT TLS"
        signed_in = f", signed in as {server.username}" if server.username else ", without sign-in"
        self.done(f"{where}: connected {protected}{signed_in}")

    def send(self, server, address):
        message = PlainMail(
            subject=SUBJECT,
            body=TEXT,
            from_email=sender(),
            to=[address],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": new_message_id()},
            connection=server,
        )
        try:
            message.send()
        except Exception as error:
            raise CommandError(f"{refusal(error, address)} ({words_of(error)})") from error


def checked(address):
    if not address:
        raise CommandError(
            "The office has no e-mail address: name one, as in `manage.py check_mail you@city.org`."
        )
    try:
        validate_email(address)
    except ValidationError:
        raise CommandError(f"{address} is no e-mail address.") from None
    return address


def sender():
    with translation.override(original_language()):
        return from_office(Office.objects.current())


def trouble(error, where):
    """Why there is no connection, and what to do about it; the narrower kind comes first."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"TLS: the certificate of {where} is not trusted. Use the name that the certificate "
            "is made for, or install the authority that signed it."
        )
    if isinstance(error, ssl.SSLError):
        return (
            f"TLS: {where} does not speak it in this way. Port 587 is usually smtp+tls://, "
            "port 465 smtp+ssl://."
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{where} does not offer TLS or sign-in. Check the beginning of EMAIL_URL."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return (
            "The sign-in is refused. Check user and password in EMAIL_URL; signs such as @ : / in "
            "them are written %40 %3A %2F."
        )
    if isinstance(error, ConnectionRefusedError):
        return f"{where} refuses the connection. Check the port, and whether the server runs."
    if isinstance(error, TimeoutError):
        return f"{where} does not answer. Check the port, and what a firewall lets out."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"{where} ends the connection at once. Port 465 wants smtp+ssl://."
    return f"{where}: no connection."


def refusal(error, address):
    if isinstance(error, smtplib.SMTPSenderRefused):
        return (
            f"The sender {settings.DEFAULT_FROM_EMAIL} is refused. Set FROM_EMAIL to an address "
            "that this account may send from."
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return (
            f"The reader {address} is refused. Check the address; a server that takes only its own "
            "addresses wants a sign-in, or this machine on its list."
        )
    if isinstance(error, smtplib.SMTPDataError):
        return "The text is refused: ask whoever runs the mail server why."
    if isinstance(error, smtplib.SMTPException | OSError):
        return "The connection broke while the mail was handed over: it may have gone or not."
    return "The mail cannot be sent."
