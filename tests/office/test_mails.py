"""A mail is a file like others: judged by all that it holds, read for what it says."""

from email.message import EmailMessage

import pytest
from django.utils import translation

from office import files, mails
from office.dates import PartialDate
from tests.files import ooxml, pdf, picture, upload
from tests.office.test_files import MACROS, errors_of


def mail(*enclosed, html="", subject="Visita a Città", **headers):
    """A mail as a program writes it; `enclosed` are (name, content)."""
    message = EmailMessage()
    message["From"] = "Ada <ada@example.org>"
    message["Date"] = headers.get("date", "Mon, 04 May 2026 23:30:00 +0000")
    message["Message-ID"] = "<1@example.org>"
    message["Subject"] = subject
    message.set_content("Buongiorno,\nvenite a maggio?")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in enclosed:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "content",
    [
        mail(),
        mail(html="<p style='color:red'>Buongiorno</p>"),
        mail(("patto.pdf", pdf()), ("foto.jpg", picture("JPEG")), ("firma.gif", b"GIF89a...")),
        mail(("smime.p7s", b"0\x82\x01"), ("postacert.eml", mail())),
        b"From MAILER Mon May  4\n" + mail(),
    ],
)
def test_mail_of_what_is_accepted_is_accepted_under_any_name(content):
    assert files.format_of(upload(content, "mail.txt")) == files.EML


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (mail(html="<p>a</p><script>alert(1)</script>"), "&lt;script"),
        (mail(html="<a href='javascript:alert(1)'>a</a>"), "javascript:"),
        (mail(("page.html", b"<html><script>alert(1)</script>")), "page.html"),
        (mail(("table.xlsx", ooxml(**{"xl/vbaProject.bin": b"x"}))), "table.xlsx"),
        (mail(("program.exe", b"MZ\x00\x01")), "program.exe"),
        (mail(("inner.eml", mail(("a.exe", b"MZ\x00")))), "inner.eml"),
    ],
)
def test_mail_with_what_could_run_is_refused_and_told_what(content, part):
    (told,) = errors_of(content, "mail.eml")

    assert part.replace("&lt;", "<") in told
    assert told.startswith("This mail holds something that is not accepted")
    assert MACROS not in told


def test_mail_nested_without_end_is_refused():
    inner = EmailMessage()
    inner.set_content("the end")
    for _depth in range(15):
        outer = EmailMessage()
        outer["From"], outer["Message-ID"] = "a@example.org", "<2@example.org>"
        outer.set_content(inner)
        inner = outer

    content = inner.as_bytes()

    assert "This mail holds something" in errors_of(content, "mail.eml")[0]


def test_text_that_only_looks_like_a_mail_stays_text():
    copied = b"From: Ada\nDate: Monday\nSubject: Visit\n\nDear all"

    assert files.format_of(upload(copied, "words.txt")) == files.TEXT


def test_mail_as_outlook_keeps_it_is_refused_with_what_to_do():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99

    assert errors_of(content, "mail.msg") == [str(files.MESSAGES["outlook"])]


def test_mail_is_read_for_subject_day_and_words():
    file = upload(mail(subject="Visita a Città: maggio"), "mail.eml")

    # Half past eleven at night in Greenwich is the next day here.
    assert mails.title_and_day(file) == ("Visita a Città: maggio", PartialDate(2026, 5, 5))
    assert mails.words(file) == "Buongiorno,\nvenite a maggio?"


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 May 2026 23:30:00 +0000"])
def test_mail_without_a_day_that_can_be_read_has_none(date):
    content = mail(date="x").replace(b"Date: x", f"Date: {date}".encode())

    assert mails.title_and_day(upload(content))[1] is None
