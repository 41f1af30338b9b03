"""The office's letters: from its own words, in each language, filed under their number."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from delegations import actions, letter_papers, lifecycle, outgoing
from delegations.guest_documents import for_guests
from delegations.models import OutgoingLetter, VisitSettings
from office.models import Mail
from office.outbox import kinds
from tests import factories
from tests.forms import form_of
from tests.test_query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

Type = OutgoingLetter.Type


@pytest.fixture
def visit():
    return factories.make_visit(
        state="completed",
        contact_name="Ana Lopez",
        contact_email="ana@example.org",
        contact_language="fr",
    )


@pytest.fixture
def officer():
    return factories.make_user("officer")


def focal(visit, user):
    return next(one for one in outgoing.addressees(visit, user) if one.key == "focal")


def test_thanks_are_written_to_each_in_their_language_and_to_nobody_twice(visit, officer):
    factories.make_member(visit, "Tanaka", given_name="Aiko", office="Mayor")
    item = factories.make_item(visit)
    factories.make_part(item, "Anna Bianchi", office="Museum", ask_language="it")
    people = outgoing.addressees(visit, officer)

    first = actions.thank(occasion=visit, people=people, by=officer)
    again = actions.thank(occasion=visit, people=people, by=officer)

    assert [(one.addressee_name, one.language, one.state) for one in first] == [
        ("Ana Lopez", "fr", "draft"),
        ("Aiko Tanaka", "fr", "draft"),
        ("Anna Bianchi", "it", "draft"),
    ]
    assert again == []
    assert {one.audience for one in first} == {visit.audience}


def test_a_focal_point_who_travels_too_is_written_to_once(visit, officer):
    factories.make_member(visit, "Lopez", given_name="Ana", office="Head of protocol")

    assert [one.key for one in outgoing.addressees(visit, officer)] == ["focal"]


def test_the_words_of_the_office_are_taken_where_it_wrote_any(visit, officer):
    factories.make_mail_template(
        "letter_thanks", subject_fr="Merci", text_fr="{{ addressee_office }} {{ reader_name }}"
    )

    letter = actions.write_letter(
        occasion=visit,
        kind="thanks",
        to=outgoing.Addressee("x", "Ana", office="Maire"),
        by=officer,
        language="fr",
    )

    assert (letter.subject, letter.text) == ("Merci", "Maire Ana")


def test_an_unknown_field_in_the_words_of_a_letter_is_told_at_the_field():
    template = factories.make_mail_template("letter_thanks")
    template.text_fr = "Bonjour {{ reader_nam }}"

    with pytest.raises(ValidationError) as error:
        template.full_clean()

    assert error.value.message_dict == {
        "text_fr": ["There is no field {{ reader_nam }}. Did you mean {{ reader_name }}?"]
    }


@pytest.mark.parametrize("key", [key for key in kinds.names() if key.startswith("letter_")])
def test_every_kind_of_letter_has_words_and_an_example_of_each_field(key):
    kind = kinds.get(key)

    assert str(kind.label).startswith("Letter")
    assert {*kind.example()} >= {*kind.fields} - {"reference"}
    assert "{{" in str(kind.text)


def test_an_invitation_for_a_visa_is_written_by_setting_and_for_accepted_visits_alone(officer):
    asked = factories.make_visit(state="evaluation")
    accepted = factories.make_visit(state="accepted")
    to = outgoing.Addressee("x", "Consulate")

    def told(visit):
        # As another request finds it.
        visit = type(visit).objects.get(pk=visit.pk)
        try:
            actions.write_letter(occasion=visit, kind="visa", to=to, by=officer)
        except lifecycle.NotAllowed as error:
            return str(error)
        return ""

    assert told(accepted) == str(outgoing.VISA_OFF)
    VisitSettings.objects.create(visa_letters=True)
    assert (told(asked), told(accepted)) == (str(outgoing.VISA_NOT_ACCEPTED), "")


def test_a_letter_for_a_visa_names_the_members(visit, officer):
    VisitSettings.objects.create(visa_letters=True)
    visit.state = "accepted"
    factories.make_member(visit, "Tanaka", given_name="Aiko", office="Mayor")

    letter = actions.write_letter(
        occasion=visit, kind="visa", to=outgoing.Addressee("x", "Consul"), by=officer, language="en"
    )

    assert "– Aiko Tanaka, Mayor" in letter.text


@pytest.mark.parametrize("kind", ["visa", "confirmation", "mission"])
def test_a_letter_names_nobody_whom_the_writer_may_not_see(visit, officer, kind):
    VisitSettings.objects.create(visa_letters=True)
    visit.state = "accepted"
    factories.make_mail_template(
        "letter_confirmation", subject_en="Yes", text_en="{{ members }} {{ words }}"
    )
    hidden = factories.make_person("Zzyzx", level="quiet", readers=[factories.make_user("head")])
    if kind == "mission":
        kind, occasion = "confirmation", factories.make_mission()
        factories.make_traveller(occasion, "Seen")
        factories.make_traveller(occasion, "", person=hidden)
    else:
        occasion = visit
        factories.make_member(visit, "Seen")
        factories.make_member(visit, "Zzyzx", person=hidden)

    letter = actions.write_letter(
        occasion=occasion, kind=kind, to=outgoing.Addressee("x", "Ana"), by=officer, language="en"
    )

    assert "Seen" in letter.text
    assert "Zzyzx" not in letter.text


def test_a_programme_is_written_by_who_sees_all_of_it_and_stands_in_no_other_letter(officer):
    head = factories.make_user("head")
    day = factories.at(9).date()
    visit = factories.make_visit(state="planning", days=(day, day))
    hall = factories.make_place("Zzyzx hall")
    factories.make_item(visit, "Dinner", 19, 20, place=hall)
    actions.publish(visit=visit, seen=0, by=head)
    hall.audience.level = "quiet"
    hall.audience.save()
    hall.audience.readers.add(head)
    factories.make_mail_template(
        "letter_confirmation", subject_en="Yes", text_en="{{ programme }}{{ words }}."
    )
    to = outgoing.Addressee("x", "Ana")

    def write(kind, by):
        return actions.write_letter(occasion=visit, kind=kind, to=to, by=by, language="en").text

    with pytest.raises(lifecycle.NotAllowed, match="not for you to see"):
        write("programme", officer)
    assert write("confirmation", officer) == "."
    assert "Zzyzx hall" in write("programme", head)


def test_what_is_sent_is_filed_kept_as_a_paper_and_drafted_as_a_mail(visit, officer):
    [letter] = actions.thank(occasion=visit, people=[focal(visit, officer)], by=officer)

    letter = actions.send_letter(letter=letter, number=" 12/2027 ", by=officer, mail=True)

    mail = Mail.objects.get(kind="letter_by_mail_page")
    assert (letter.state, letter.register_number, letter.mail) == ("sent", "12/2027", mail)
    assert (mail.state, mail.language, mail.about, mail.subject) == (
        "held",
        "fr",
        visit,
        letter.subject,
    )
    assert letter.text in mail.text
    assert list(for_guests(visit)) == [letter.document]
    assert letter.document.audience == visit.audience
    assert letter.document.current.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": " "}, "Write the number under which it stands in the register."),
        (
            {"number": "1", "mail": True},
            "No e-mail address is known: send it by post, or write one.",
        ),
    ],
)
def test_without_a_number_or_an_address_nothing_is_sent(visit, officer, given, said):
    letter = factories.make_letter(visit)

    with pytest.raises(lifecycle.NotAllowed, match=said):
        actions.send_letter(letter=letter, by=officer, **given)

    letter.refresh_from_db()
    assert (letter.state, letter.document) == ("draft", None)


def test_a_letter_that_went_out_is_neither_sent_again_nor_signed(visit, officer):
    letter = factories.make_letter(visit, sent="7/2027")

    for step in (
        lambda: actions.send_letter(letter=letter, number="8/2027", by=officer),
        lambda: actions.sign(letter=letter, by=officer),
    ):
        with pytest.raises(lifecycle.NotAllowed, match="It went out already, under number 7/2027"):
            step()


def test_a_letter_about_a_mission_thanks_for_the_welcome(officer):
    mission = factories.make_mission(host_name="Ana Lopez, Mayor")
    people = outgoing.addressees(mission, officer)

    [letter] = actions.thank(occasion=mission, people=people, by=officer)

    assert (letter.addressee_name, letter.mission) == ("Ana Lopez, Mayor", mission)
    assert outgoing.offered(mission) == [
        ("confirmation", Type.CONFIRMATION.label),
        ("thanks", Type.THANKS.label),
    ]


def test_as_a_word_document_it_has_address_number_text_and_signature(visit):
    letter = factories.make_letter(
        visit,
        "Grazie",
        language="it",
        address="Via Roma 1\n50100 Borgolago",
        text="Gentile,\n\ngrazie.",
        signatory_name="La Sindaca",
        register_number="5/2027",
    )

    document = Word(io.BytesIO(letter_papers.word(letter)))

    words = [line.text for line in document.paragraphs if line.text]
    assert words[:3] == ["Aiko Tanaka", "Via Roma 1", "50100 Borgolago"]
    assert words[-3:] == ["Gentile,", "grazie.", "La Sindaca"]
    assert any("5/2027" in line for line in words)


# ---------------------------------------------------------------- the page


def page_of(visit):
    return reverse("admin:visit_letters", args=[visit.pk])


@pytest.mark.parametrize(("days", "is_told"), [((-3, -2), False), ((-3, 0), True), ((5, 6), True)])
def test_who_thanks_before_the_guests_have_left_is_told_so(clerk, days, is_told):
    visit = factories.make_visit(days=days, state="planning", contact_name="Ana Lopez")

    page = clerk.get(page_of(visit)).content.decode()

    assert ("It is not over yet" in page) == is_told


def test_on_its_page_a_letter_is_drafted_signed_and_sent(clerk, visit):
    typed = {"write-kind": "thanks", "write-to": "focal", "write-words": "Merci des livres."}

    clerk.post(page_of(visit), {"do": "write"} | typed)
    letter = OutgoingLetter.objects.get()
    clerk.post(page_of(visit), {"do": "sign", "letter": letter.pk})
    clerk.post(
        page_of(visit),
        {"do": "send", "letter": letter.pk, "send-number": "9/2027", "send-day": "2027-06-01"},
    )

    letter.refresh_from_db()
    assert "Merci des livres." in letter.text
    assert (letter.language, letter.state, letter.register_number) == ("fr", "sent", "9/2027")


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(clerk, visit):
    letter = factories.make_letter(visit)

    written = clerk.post(
        page_of(visit),
        {"do": "write", "write-kind": "thanks", "write-to": "other", "write-words": "Kept"},
    )
    sent = clerk.post(
        page_of(visit),
        {"do": "send", "letter": letter.pk, "send-number": "", "send-day": "2027-06-01"},
    )

    form = written.context["write"]
    assert form.errors == {"name": ["Write the name, or choose somebody."]}
    assert form["words"].value() == "Kept"
    assert sent.context["send"].errors == {
        "number": ["Write the number under which it stands in the register."]
    }


def test_several_are_thanked_in_one_step_and_then_offered_no_more(clerk, visit):
    member = factories.make_member(visit, "Tanaka", given_name="Aiko")
    before = clerk.get(page_of(visit)).context["thank"]

    clerk.post(page_of(visit), {"do": "thank", "thank-people": ["focal", f"member:{member.pk}"]})

    assert len(before.fields["people"].choices) == 2
    assert OutgoingLetter.objects.count() == 2
    assert clerk.get(page_of(visit)).context["thank"] is None


def test_what_was_signed_and_is_changed_is_a_draft_again(clerk, visit):
    letter = factories.make_letter(visit, state="signed")
    url = reverse("admin:delegations_outgoingletter_change", args=[letter.pk])

    clerk.post(url, form_of(clerk.get(url)) | {"text": "Others"})

    letter.refresh_from_db()
    assert (letter.text, letter.state) == ("Others", "draft")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_letter_is_handed_out_to_who_may_see_it(back_office, visit, ending):
    url = reverse("admin:letter_print", args=[factories.make_letter(visit).pk, ending])
    hidden = factories.make_letter(factories.make_visit(level="confidential"))
    reader = back_office("reader")

    answer = reader.get(url)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert reader.get(reverse("admin:letter_print", args=[hidden.pk, ending])).status_code == 404
    assert reader.get(url.replace(ending, "odt")).status_code == 404


def test_who_only_reads_writes_nothing(back_office, visit):
    answers = [
        back_office("reader").post(page_of(visit), {"do": step})
        for step in ("write", "thank", "sign", "send")
    ]

    assert {one.status_code for one in answers} == {403}


def test_the_page_asks_as_often_for_one_letter_as_for_three(clerk, visit):
    factories.make_letter(visit)
    clerk.get(page_of(visit))

    for_one = queries_of(clerk, page_of(visit))
    factories.make_letter(visit)
    factories.make_letter(visit, sent="3/2027")

    assert queries_of(clerk, page_of(visit)) == for_one


@pytest.mark.parametrize("year", ["0000", "0", "10000", "²"])
def test_a_year_that_is_none_leaves_the_list_as_it_is(clerk, year):
    factories.make_letter(subject="Thank you")

    page = clerk.get(reverse("admin:delegations_outgoingletter_changelist"), {"year": year})

    assert "Thank you" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("signatory_name", "Another"),
        ("signatory_office", "Another"),
        ("addressee_office", "Another"),
        ("language", "fr"),
        ("day", "2027-05-12"),
    ],
)
def test_a_signed_letter_of_which_anything_printed_changes_is_a_draft_again(clerk, name, words):
    letter = factories.make_letter(state="signed", day=timezone.localdate())
    url = reverse("admin:delegations_outgoingletter_change", args=[letter.pk])
    sent = form_of(clerk.get(url)) | {name: words}

    clerk.post(url, sent)

    letter.refresh_from_db()
    assert (str(getattr(letter, name)), letter.state) == (words, "draft")


def test_the_form_sent_twice_makes_one_letter(clerk, visit):
    url = reverse("admin:visit_letters", args=[visit.pk])
    sent = form_of(clerk.get(url), form_id="write_form") | {"write-to": "focal", "do": "write"}

    answers = [clerk.post(url, sent) for _time in range(2)]

    letter = OutgoingLetter.objects.get()
    assert [str(letter.pk) in one.url for one in answers] == [True, True]
