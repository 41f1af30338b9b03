"""The outbox: mails are rows, in their reader's language, and hold no secret."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from office import mail_words, outbox
from office.models import Audience, Mail
from office.outbox import Reader, queue
from office.registry import Registry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "letters")]

HANA = Reader("Hana Yamada", "hana@example.org", "en")


@pytest.fixture
def letters(monkeypatch):
    """A registry with one kind of mail in the place of the real one."""
    only = Registry()
    only.add("letters", factories.LETTERS)
    monkeypatch.setattr(outbox, "kinds", only)
    return only


def test_mail_is_written_in_the_language_of_its_reader_not_of_the_actor():
    city = factories.make_city("Kyoto", name_de="Kioto")
    link = factories.make_link(city)

    with translation.override("it"):
        mail = queue("letters", to=Reader("Ada", "ada@example.org", "de"), about=city, link=link)

    assert (mail.language, mail.subject, mail.state) == ("de", "Your visit: Kioto", "queued")
    assert mail.text == (
        "Dear Ada,\n\nKioto\n\nYour page:\n{{ private_link }}\n\nUfficio relazioni internazionali"
    )
    assert (mail.about, mail.link, mail.audience) == (city, link, city.audience)
    assert list(Mail.objects.about(city)) == [mail]


def test_language_that_is_not_offered_becomes_the_original(office):
    office.languages = ["it", "en"]
    office.save()

    assert queue("letters", to=Reader("", "a@example.org", "de")).language == "it"


def test_what_a_reader_typed_brings_no_field_and_no_header_of_its_own():
    city = factories.make_city("A\r\nBcc: x@example.org {{ private_link }}")

    mail = queue("letters", to=Reader("Ada\r\nBcc: y", "a@example.org", "en"), about=city)

    assert mail.subject == "Your visit: A Bcc: x@example.org { { private_link } }"
    assert mail.reader_name == "Ada Bcc: y"


@pytest.mark.parametrize("braces", ["{{{", "{{", "}}}", "{", "{{ x", "{{{ x }}} {{{{"])
def test_no_braces_in_a_name_take_the_private_link_out_of_the_mail(braces):
    city = factories.make_city(f"Kyoto {braces} x")

    mail = queue("letters", to=Reader(braces, "a@example.org", "en"), about=city)

    assert mail_words.names_in(mail.text) == ["private_link"]
    assert "Your page:\n{{ private_link }}\n" in mail.text
    assert "{{" not in mail.subject


@pytest.mark.parametrize("email", ["", "nobody", "a@example.org\nBcc: b@example.org", None])
def test_without_an_address_nothing_is_written(email):
    with pytest.raises(ValueError, match="address"):
        queue("letters", to=Reader("Ada", email, "en"))
    with pytest.raises(KeyError):
        queue("unknown", to=HANA)
    assert not Mail.objects.exists()


def test_the_same_is_written_once():
    first = queue("letters", to=HANA, once="confirmed:1")
    second = queue("letters", to=Reader("Other", "other@example.org", "fr"), once="confirmed:1")
    others = [queue("letters", to=HANA), queue("letters", to=HANA)]

    assert second == first
    assert Mail.objects.count() == 1 + len(others)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_mail(once="confirmed:1")


def test_mail_is_seen_by_whom_its_record_is_seen_by():
    officer = factories.make_user("officer")
    quiet = queue("letters", to=HANA, about=factories.make_city(level="quiet"))
    # Open in itself, but of a quiet city.
    contact = factories.make_contact(quiet.about, "We wrote", level="internal")
    of_quiet = queue("letters", to=HANA, about=contact)
    own = queue("letters", to=HANA, only_for=[officer])
    plain = queue("letters", to=HANA)

    assert of_quiet.audience == contact.audience
    assert plain.audience.level == Audience.Level.INTERNAL
    assert set(Mail.objects.visible_to(officer)) == {own, plain}
    assert set(Mail.objects.visible_to(factories.make_user("head"))) == {plain}


def test_mail_is_hidden_with_all_that_its_record_names_also_later():
    officer, named = factories.make_user("officer"), factories.make_user("officer")
    city = factories.make_city(level="confidential", readers=[named])
    visit = factories.make_visit("Their mayor", city=city)
    other = factories.make_visit("Guests", city=factories.make_city())
    of_visit, of_other = (queue("letters", to=HANA, about=one) for one in (visit, other))
    plain = queue("letters", to=HANA)

    def read_by(user):
        return set(Mail.objects.visible_to(user))

    assert of_visit.audience == visit.audience
    assert (read_by(named), read_by(officer)) == ({of_visit, of_other, plain}, {of_other, plain})

    Audience.objects.filter(pk=visit.audience_id).update(level="quiet")
    Audience.objects.filter(pk=other.city.audience_id).update(level="quiet")

    assert (read_by(named), read_by(officer)) == ({plain}, {plain})
    assert set(Mail.objects.known_to(officer)) == {plain}
    assert set(Mail.objects.known_to(factories.make_user("head"))) == {of_visit, of_other, plain}


def test_mail_about_what_has_no_audience_is_read_and_one_for_nobody_is_not():
    officer = factories.make_user("officer")
    template = factories.make_mail_template("letters")
    shown = queue("letters", to=HANA, about=template)
    queue("letters", to=HANA, about=template, only_for=[])

    assert list(Mail.objects.visible_to(officer)) == [shown]

    template.delete()

    assert not Mail.objects.visible_to(officer).exists()


def test_made_up_records_make_made_up_mails():
    demo = factories.make_user("officer", is_demo=True)

    assert queue("letters", to=HANA, by=demo).is_demo
    assert not queue("letters", to=HANA, by=factories.make_user()).is_demo


@pytest.mark.parametrize(
    ("move", "allowed", "becomes"),
    [
        ("hold", {"queued"}, "held"),
        ("release", {"held", "queued"}, "queued"),
        ("drop", {"held", "queued", "failed"}, "dropped"),
        ("retry", {"failed"}, "queued"),
        ("it_went", {"doubtful"}, "sent"),
        ("send_again", {"doubtful"}, "queued"),
    ],
)
def test_only_the_allowed_moves_can_be_made(move, allowed, becomes):
    states = ["held", "queued", "sending", "sent", "failed", "doubtful", "dropped"]
    moved = {}
    for state in states:
        mail = factories.make_mail(state=state)
        with suppress(Mail.TooLate):
            getattr(mail, move)()
            moved[state] = mail.state
        assert Mail.objects.get(pk=mail.pk).state == mail.state

    assert moved == dict.fromkeys(allowed, becomes)


def test_move_says_in_the_history_who_made_it():
    clerk = factories.make_user("officer")
    mail = factories.make_mail()

    mail.hold(by=clerk)

    entry = mail.history.first()
    assert (entry.state, entry.history_user, entry.version) == ("held", clerk, mail.version)
