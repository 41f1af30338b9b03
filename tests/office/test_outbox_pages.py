"""The pages of the outbox: read, changed while it may be, decided upon, and no secret told."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from office.backoffice import mail_log
from office.models import Mail, MailTemplate
from office.outbox import Reader, kinds, queue
from office.registry import Registry
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LIST = "/admin/office/mail/"
TEMPLATES = "/admin/office/mailtemplate/"


@pytest.fixture(autouse=True)
def letters():
    kinds.add("letters", factories.LETTERS)


def page_of(mail):
    return f"{LIST}{mail.pk}/change/"


def test_words_are_changed_while_the_mail_has_not_gone(clerk):
    link = factories.make_link()
    mail = factories.make_mail(state="held", link=link, text="{{ private_link }}")

    answer = send(clerk, page_of(mail), subject="New\nsubject", text="See\n{{ private_link }}")

    mail.refresh_from_db()
    assert answer.status_code == 302
    assert (mail.subject, mail.text, mail.edited) == (
        "New subject",
        "See\n{{ private_link }}",
        True,
    )
    assert (mail.state, mail.history.first().history_user) == ("held", clerk.user)


def test_mail_that_went_while_its_form_was_open_keeps_its_words(clerk):
    mail = factories.make_mail(text="As it went")
    form = form_of(clerk.get(page_of(mail)))
    Mail.objects.update(state="sending")

    page = clerk.post(page_of(mail), form | {"text": "Too late"})

    assert page.context["adminform"].form.non_field_errors() == [
        "Too late: this mail is being sent by now."
    ]
    assert "Too late</textarea>" in page.text
    mail.refresh_from_db()
    assert (mail.text, mail.state) == ("As it went", "sending")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{{ privat_link }}",
            "There is no field {{ privat_link }}. Did you mean {{ private_link }}?",
        ),
        ("{{ city }}", "There is no field {{ city }}."),
    ],
)
def test_unknown_field_is_told_at_the_text_and_nothing_is_saved(clerk, text, told):
    mail = factories.make_mail(link=factories.make_link())

    page = send(clerk, page_of(mail), text=text)

    assert page.context["adminform"].form.errors == {"text": [told]}
    assert Mail.objects.get().text == mail.text


def test_private_address_is_on_no_page(clerk):
    link = factories.make_link()
    waiting = factories.make_mail(link=link, text="Here:\n{{ private_link }}")
    gone = factories.make_mail(link=link, text="Here:\n{{ private_link }}", state="sent")

    pages = [
        clerk.get(url).text
        for mail in (waiting, gone)
        for url in (page_of(mail), f"{LIST}{mail.pk}/history/", LIST, f"{LIST}export/csv/")
        if "export" not in url
    ]

    assert not any(link.signature in page for page in pages)
    assert "Here:<br>[private link]" in clerk.get(page_of(gone)).text
    assert 'name="text"' not in clerk.get(page_of(gone)).text


def test_buttons_do_what_they_say_and_the_history_knows_who(clerk):
    mail = factories.make_mail()
    page = clerk.get(page_of(mail))
    assert [step for step, _label in page.context["steps"]] == ["hold", "drop"]

    answer = clerk.post(f"{LIST}{mail.pk}/do/hold/")

    mail.refresh_from_db()
    assert (answer.url, mail.state) == (page_of(mail), "held")
    history = clerk.get(f"{LIST}{mail.pk}/history/").text
    assert clerk.user.name in history
    assert "held back" in history
    # Somebody else released it; the worker was faster than the next button.
    Mail.objects.update(state="sending")
    page = clerk.post(f"{LIST}{mail.pk}/do/drop/", follow=True)
    assert "Too late: this mail is being sent by now." in page.text
    assert Mail.objects.get().state == "sending"


def test_sending_keeps_first_what_was_typed(clerk):
    mail = factories.make_mail(state="held", text="As it was")

    answer = send(clerk, page_of(mail), text="As it shall be", _step="release")

    mail.refresh_from_db()
    assert (answer.url, mail.text, mail.edited, mail.state) == (
        page_of(mail),
        "As it shall be",
        True,
        "queued",
    )
    assert mail.history.first().history_user == clerk.user


def test_what_cannot_be_filled_in_is_not_sent(clerk):
    mail = factories.make_mail(state="held")

    page = send(clerk, page_of(mail), text="{{ nothing }}", _step="release")

    assert list(page.context["adminform"].form.errors) == ["text"]
    assert Mail.objects.get().state == "held"


def test_enter_in_the_form_of_a_mail_saves_and_sends_nothing(clerk):
    page = clerk.get(page_of(factories.make_mail(state="held"))).text

    form = page[page.index('id="mail_form"') :]
    first = form.index('type="submit"')
    assert 'name="_save"' in form[first : first + 40]


def test_looking_does_nothing_and_who_only_reads_has_no_button(clerk):
    mail = factories.make_mail(state="doubtful")
    reader = signed_in("reader")

    assert clerk.get(f"{LIST}{mail.pk}/do/it_went/").status_code == 405
    assert clerk.post(f"{LIST}{mail.pk}/do/save/").status_code == 404
    assert reader.post(f"{LIST}{mail.pk}/do/it_went/").status_code == 403
    assert "/do/" not in reader.get(page_of(mail)).text
    assert Mail.objects.get().state == "doubtful"


def test_quiet_mail_does_not_exist_for_who_may_not_know(clerk):
    city = factories.make_city("Zzyzx", level="quiet")
    mail = factories.make_mail("Zzyzx comes", about=city, audience=city.audience, state="failed")
    other = factories.make_mail("About Kyoto", state="failed")
    urls = [LIST, f"{LIST}?q=Zzyzx", f"{LIST}?state__exact=failed", "/admin/"]

    pages = [clerk.get(url) for url in urls]
    file = b"".join(clerk.get(f"{LIST}export/csv/").streaming_content).decode()

    assert [page.text.count("Zzyzx comes") for page in pages] == [0] * 4
    assert "Kyoto" in file
    assert "Zzyzx" not in file
    assert "<strong>1</strong> mail not delivered" in pages[-1].text
    codes = [clerk.get(f"{LIST}{mail.pk}/{page}/").status_code for page in ("change", "history")]
    assert codes == [302, 404]
    assert clerk.post(f"{LIST}{mail.pk}/do/retry/").status_code == 404
    assert list(Mail.objects.visible_to(clerk.user)) == [other]
    assert Mail.objects.get(pk=mail.pk).state == "failed"


def test_record_that_the_mail_is_about_is_named_only_to_who_may_read_it(clerk):
    city = factories.make_city("Zzyzx", level="quiet")
    factories.make_mail("Open", about=city)
    factories.make_mail("Other", about=factories.make_city("Kyoto"))

    page = clerk.get(LIST).text

    assert ("Kyoto" in page, "Zzyzx" in page) == (True, False)


def test_mail_about_what_everybody_may_read_is_read_by_no_stranger(clerk):
    mail = factories.make_mail(level="public")

    assert list(Mail.objects.visible_to(AnonymousUser())) == list(Mail.objects.public()) == []
    assert list(Mail.objects.visible_to(clerk.user)) == [mail]
    assert ">public<" not in clerk.get(page_of(mail)).text


# ---------------------------------------------------------------- on the record


@pytest.fixture
def noted(monkeypatch):
    """What was noted as an answer to a mail about a city."""
    own, found = Registry(), []
    own.add("directory.city", lambda mail, by: found.append((mail.pk, by)))
    monkeypatch.setattr(mail_log, "replies", own)
    return found


def test_answer_is_noted_in_one_click(clerk, noted):
    mail = factories.make_mail(about=factories.make_city(), state="sent")
    waiting = factories.make_mail(about=mail.about)
    assert "An answer came" in clerk.get(page_of(mail)).text
    assert "An answer came" not in clerk.get(page_of(waiting)).text

    answer = clerk.post(f"{LIST}{mail.pk}/reply/", {"back": "/admin/"})

    assert (answer.url, noted) == ("/admin/", [(mail.pk, clerk.user)])
    assert clerk.get(f"{LIST}{mail.pk}/reply/").status_code == 405
    assert clerk.post(f"{LIST}{waiting.pk}/reply/").status_code == 404
    elsewhere = {"back": "https://elsewhere.example.org/"}
    assert clerk.post(f"{LIST}{mail.pk}/reply/", elsewhere).url == page_of(mail)


def test_log_of_a_record_shows_its_mails(clerk, noted, django_assert_num_queries):
    city = factories.make_city()
    went = factories.make_mail("Confirmed", about=city, state="sent")
    factories.make_mail("Quiet", about=city, level="quiet")
    factories.make_mail("Elsewhere", about=factories.make_city())
    later = factories.make_mail("Later", about=city)
    mail_log.mail_log(city, clerk.user)  # what is remembered of the person's rights

    with django_assert_num_queries(1):
        shown = mail_log.mail_log(city, clerk.user)

    assert (shown["mails"], shown["awaits_reply"]) == ([later, went], [went.pk])
    page = render_to_string("admin/office/_mail_log.html", shown)
    assert page.count("An answer came:") == 1
    assert f'form="reply-{went.pk}" aria-label="An answer came: Confirmed"' in page


# ---------------------------------------------------------------- the words of staff


def test_own_words_are_used_language_by_language():
    factories.make_mail_template(subject_it="Visita: {{city}}", text_it="", subject_en="")
    city = factories.make_city("Kyoto")

    mails = {
        code: queue("letters", to=Reader("A", "a@example.org", code), about=city)
        for code in ("it", "en")
    }

    assert mails["it"].subject == "Visita: Kyoto"
    assert mails["en"].subject == "Your visit: Kyoto"
    assert mails["it"].text == mails["en"].text.replace(
        "International Relations Office", "Ufficio relazioni internazionali"
    )


def test_own_words_begin_with_those_of_the_program_where_one_wants(clerk):
    pages = [clerk.get(f"{TEMPLATES}add/?kind=letters{more}") for more in ("", "&begin=1")]

    words = [page.context["adminform"].form["subject_en"].value() for page in pages]
    assert [bool(one) for one in words] == [False, True]


def test_unknown_fields_are_told_at_the_field_of_their_language(clerk):
    url = f"{TEMPLATES}add/?kind=letters"
    typed = {
        "subject_it": "{{ citta }}",
        "text_fr": "Chère {{ raeder_name }}, {{ city }",
        "subject_de": "{{ private_link }}",
        "text_en": "{{ nothing_like_it }}",
    }

    page = send(clerk, url, **typed)

    assert page.context["adminform"].form.errors == {
        "subject_it": ["There is no field {{ citta }}. Did you mean {{ city }}?"],
        "text_fr": [
            "There is no field {{ raeder_name }}. Did you mean {{ reader_name }}?",
            "Two braces are open: a field is written {{ name }}.",
        ],
        "subject_de": ["{{ private_link }} cannot stand in a subject, which others see as well."],
        "text_en": ["There is no field {{ nothing_like_it }}."],
    }
    assert not MailTemplate.objects.exists()
    assert "Chère {{ raeder_name }}, {{ city }</textarea>" in page.text


def test_words_are_written_once_for_each_kind(clerk):
    assert send(clerk, f"{TEMPLATES}add/?kind=letters", subject_it="Visita").status_code == 302
    row = MailTemplate.objects.get()
    listed = clerk.get(TEMPLATES)

    [letters] = [one for one in listed.context["kinds"] if one.key == "letters"]
    assert (letters.row, letters.languages) == (row, ["Italiano"])
    page = send(clerk, f"{TEMPLATES}add/", kind="letters")
    assert list(page.context["adminform"].form.errors) == ["kind"]


def test_preview_shows_what_is_typed_and_saves_nothing(clerk):
    form = form_of(clerk.get(f"{TEMPLATES}add/?kind=letters"))

    page = clerk.post(
        f"{TEMPLATES}preview/", form | {"subject_it": "A {{city}}", "text_de": "{{x}}"}
    )

    shown = {one.code: one for one in page.context["previews"]}
    assert shown["it"].subject == "A Borgolago"
    assert shown["fr"].subject == "Your visit: Borgolago"
    assert "Your page:\n[lien privé]" in shown["fr"].text
    assert (len(shown["de"].faults), shown["it"].is_own, shown["fr"].is_own) == (1, True, False)
    assert not MailTemplate.objects.exists()
    assert clerk.get(f"{TEMPLATES}preview/?kind=nothing").status_code == 404


def test_row_with_a_field_that_is_no_more_keeps_no_mail_back():
    factories.make_mail_template(subject_it="{{ gone }}")

    mail = queue(
        "letters", to=Reader("A", "a@example.org", "it"), about=factories.make_city("Kyoto")
    )

    assert mail.subject == "Your visit: Kyoto"
