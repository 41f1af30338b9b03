"""The private page of a visit: what the guests read there, and what they can do."""

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext
from pypdfium2 import PdfDocument

from delegations import actions, links
from delegations.actions import Letter
from delegations.guest_documents import keep_from_guests, mark_for_guests
from delegations.models import Decision, Message, State, Visit
from directory.models import Document, DocumentLink
from office import codes
from office.models import Link, LinkUse, Mail, Notice
from office.served import PRIVATE
from tests import factories, files
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

QUERIES = 18


def asked(**fields):
    """A consulate's request, with its log and its letter."""
    values = {
        "body_name": "Consulate of Peru",
        "contact_name": "Ana Quispe",
        "contact_email": "ana@example.org",
        "contact_language": "en",
        "purpose": "Libraries",
        "size": 12,
    }
    return actions.receive(visit=Visit(**values | fields))


def address(visit):
    return links.give(visit).get_absolute_url()


def reload(visit):
    return Visit.objects.get(pk=visit.pk)


# ---------------------------------------------------------------- reading


def test_the_page_says_how_things_stand_and_what_comes_next(client):
    visit = asked()

    page = client.get(address(visit))

    for said in ("We have your request", "You will have an answer by", "Libraries", "Ana Quispe"):
        assert said in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("language", ["it", "fr"])
def test_every_state_has_its_words(client, state, language):
    visit = asked(contact_language=language, state=state)
    visit.changes.update(new=state)

    page = client.get(address(visit))

    assert page.status_code == 200
    assert page.context["standing"].title
    assert page.context["standing"].next


def test_looking_changes_nothing(client):
    visit = asked(state=State.ACCEPTED)
    other = asked()
    factories.make_member(visit, diet="vegan")
    path = address(visit)
    address(other)
    before = everything()

    for query in (
        "",
        "?show=correction",
        "?show=withdrawal",
        "?show=members",
        "?show=member",
        "?show=removal",
        "?show=document",
        "?show=table",
        "?show=nothing",
        "?do=withdraw",
        f"?show=paper&letter={visit.changes.get().pk}",
    ):
        client.get(path + query)
        client.head(path + query)

    assert everything() == before


def everything():
    """All rows of all tables but those of the uses of links."""
    models = [model for model in apps.get_models(include_auto_created=True) if model != LinkUse]
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_a_letter_that_is_held_is_not_told_by_the_page(client):
    officer = factories.make_user("officer")
    visit = asked(state=State.EVALUATION)
    decision = Decision(visit=visit, verdict="declined", reason="Because.")
    actions.decide(decision=decision, by=officer, letter=Letter.HOLD)

    before = client.get(address(visit))
    Mail.objects.get(kind="visit_declined").release(by=officer)
    after = client.get(address(visit))

    assert before.context["standing"].state == State.EVALUATION
    assert "cannot receive you" not in before.text
    assert after.context["standing"].state == State.DECLINED
    assert "Because." not in after.text


def test_a_letter_is_a_paper_without_the_private_address(client):
    visit = asked(contact_language="fr")
    change = visit.changes.get()

    page = client.get(address(visit))
    paper = client.get(f"{address(visit)}?show=paper&letter={change.pk}")
    strange = client.get(f"{address(visit)}?show=paper&letter={change.pk + 1}")

    assert paper.getvalue().startswith(b"%PDF")
    assert visit.reference in paper["Content-Disposition"]
    assert "private_link" not in page.text
    with translation.override("fr"):
        assert gettext("This letter is not here any more.") in strange.text


def test_the_receipt_does_not_read_back_what_they_need(client):
    visit = asked(needs="A wheelchair for the consul")

    paper = client.get(f"{address(visit)}?show=receipt").getvalue()

    document = PdfDocument(paper)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert visit.reference in words
    assert "wheelchair" not in words


def test_what_they_need_is_told_as_given(client):
    visit = asked(needs="A wheelchair for the consul")

    page = client.get(address(visit))

    assert "wheelchair" not in page.text
    assert "given" in page.text


# ---------------------------------------------------------------- documents


def shown_documents(client, visit):
    return {str(one) for one in client.get(address(visit)).context["documents"]}


def test_the_guests_download_what_is_marked_for_them_and_nothing_else(client):
    officer = factories.make_user("officer")
    visit = asked()
    programme, internal, secret = (
        factories.make_document(title, level=level, on=[visit], content=files.pdf(title))
        for title, level in [
            ("Programme", "internal"),
            ("Note", "internal"),
            ("Secret", "confidential"),
        ]
    )
    strange = factories.make_document("Strange", level="internal", on=[asked()])
    for document in (programme, secret):
        mark_for_guests(document, visit, officer)
    with pytest.raises(DocumentLink.DoesNotExist):
        mark_for_guests(strange, visit, officer)

    answer = client.get(f"{address(visit)}?show=document&document={programme.pk}")

    assert shown_documents(client, visit) == {"Programme"}
    assert answer.getvalue() == files.pdf("Programme")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == (PRIVATE, "nosniff")
    for document in (internal, secret, strange, "x"):
        page = client.get(f"{address(visit)}?show=document&document={getattr(document, 'pk', 'x')}")
        assert "This document is not here any more." in page.text
    keep_from_guests(programme, visit, officer)
    assert shown_documents(client, visit) == set()


def test_the_guests_find_again_what_they_sent_and_not_what_the_office_put_there(client):
    visit = asked()
    sent_file = files.upload(files.pdf("Ours"))
    send(client, visit, "message", document=sent_file)
    actions.attach(visit=visit, file=files.upload(files.pdf("Theirs")), by=factories.make_user())

    assert [one.title for one in client.get(address(visit)).context["documents"]] == [
        f"Consulate of Peru: {sent_file.name}"
    ]
    visit.audience.level = "quiet"
    visit.audience.save()
    assert len(shown_documents(client, visit)) == 1


# ---------------------------------------------------------------- writing


def send(client, visit, do, query="", **values):
    """Open the page, fill in its form of that name, and send it."""
    path = address(visit)
    form = form_of(client.get(path + query), form_id=f"{do}_form")
    return client.post(path, form | values)


def test_a_message_reaches_the_office_once(client):
    officer = factories.make_user("officer")
    visit = asked()

    for _time in range(2):
        answer = send(client, visit, "message", text="We come by train.")

    assert answer.url == f"{address(visit)}?done=written#told"
    message = Message.objects.get()
    assert (message.text, message.from_guests, message.author_name) == (
        "We come by train.",
        True,
        "Ana Quispe",
    )
    assert [notice.user for notice in Notice.objects.filter(kind="visit message")] == [officer]
    assert "We come by train." in client.get(answer.url).text


def test_a_document_goes_with_the_message(client):
    visit = asked()

    send(client, visit, "message", text="", document=files.upload(files.pdf()))

    document = Document.objects.get()
    assert document.audience == visit.audience
    assert "Attached:" in Message.objects.get().text


def test_another_document_of_the_same_name_is_kept_the_same_one_once(client):
    visit = asked()
    scans = [files.pdf("First"), files.pdf("Second")]

    for scan in (*scans, scans[1]):
        send(client, visit, "message", document=files.upload(scan, "scan.pdf"))

    assert (Document.objects.count(), Message.objects.count()) == (2, 2)


def test_a_program_in_disguise_is_refused_and_nothing_is_lost(client):
    visit = asked()

    program = files.upload(b"MZ" + bytes(99), "letter.pdf")

    page = send(client, visit, "message", text="Our letter", document=program)

    assert "not accepted" in page.text
    assert "Our letter" in page.text
    assert (Message.objects.count(), Document.objects.count()) == (0, 0)


def test_an_empty_message_is_told(client):
    page = send(client, asked(), "message", text=" ")

    assert "Write the message, or choose a document." in page.text
    assert Message.objects.count() == 0


# ---------------------------------------------------------------- the language


def test_the_page_is_read_in_another_language_on_which_its_links_go_on(client):
    visit = asked()

    page = client.get(f"{address(visit)}?show=correction&language=de")

    assert page.context["LANGUAGE_CODE"] == "de"
    assert f"{address(visit)}?language=fr&amp;show=correction" in page.text
    assert page.context["guest"].url(show="members").endswith("?language=de&show=members")
    link = links.give(visit)
    link.refresh_from_db()
    assert link.language == "en"


@pytest.mark.parametrize("language", ["ja", "", "../de"])
def test_a_language_that_is_not_offered_changes_nothing(client, language):
    page = client.get(f"{address(asked())}?language={language}")

    assert page.context["LANGUAGE_CODE"] == "en"


# ---------------------------------------------------------------- the request


def test_the_page_names_the_city_and_the_letter_that_came_with_the_request(client):
    visit = asked(city_name="Lima", head_rank=4)
    actions.requests.attach(visit=visit, file=files.upload(files.pdf(), "Lettre.pdf"))

    page = client.get(address(visit)).text

    assert "<dt>City</dt><dd>Lima</dd>" in page
    assert "<dt>Official letter</dt><dd>received (Lettre.pdf)</dd>" in page
    assert "<dd>(" not in page


# ---------------------------------------------------------------- correcting


@pytest.mark.parametrize(
    ("state", "size"), [("received", 14), ("incomplete", 14), ("evaluation", 12)]
)
def test_a_correction_is_written_into_the_request_until_it_is_weighed(client, state, size):
    visit = asked(state=state)
    visit.changes.update(new=state)

    answer = send(
        client, visit, "correction", "?show=correction", size="14", languages="French, it"
    )

    assert answer.url == f"{address(visit)}?done=corrected#told"
    assert reload(visit).size == size
    assert reload(visit).party.size == size
    message = Message.objects.get()
    assert (message.kind, message.text) == (
        "correction",
        # Read by the office, in its own language.
        "Quante persone: 14 (prima: 12)\nLingue: francese, italiano",
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"first_day": "2020-01-01", "last_day": "2020-01-02"}, "This day is past."),
        ({"first_day": "2029-05-02", "last_day": "2029-05-01"}, "cannot end before it begins"),
        ({"first_day": "2029-05-02"}, "Give the first and the last day"),
        ({"first_day": "2099-05-02", "last_day": "2099-05-02"}, "too far ahead"),
        ({"size": "5000"}, "Between 1 and 2,000 people."),
        ({"languages": "Klingonisch"}, "is not a language"),
        ({}, "Nothing is changed."),
    ],
)
def test_what_is_wrong_with_a_correction_is_told_and_stays_typed(client, values, told):
    visit = asked()
    typed = {"purpose": "Libraries and schools"} if values else {}

    page = send(client, visit, "correction", "?show=correction", **typed, **values)

    assert told in page.text
    assert all(value in page.text for value in (*typed.values(), *values.values()))
    assert (Message.objects.count(), reload(visit).purpose) == (0, "Libraries")


def test_a_correction_of_what_the_office_changed_meanwhile_is_shown_beside_it(client):
    visit = asked()
    form = form_of(client.get(f"{address(visit)}?show=correction"), form_id="correction_form")
    visit.size = 20
    actions.save_request(visit=visit, by=None)

    page = client.post(address(visit), form | {"size": "14"})

    assert "changed in the meantime" in page.text
    assert reload(visit).size == 20
    again = form_of(page, form_id="correction_form")
    assert again["size"] == "14"
    client.post(address(visit), again)
    assert reload(visit).size == 14


# ---------------------------------------------------------------- withdrawing


def test_withdrawing_takes_two_steps(client):
    visit = asked()

    answer = send(client, visit, "withdraw", "?show=withdrawal", why="No budget")

    page = client.get(answer.url)
    assert reload(visit).state == "withdrawn"
    assert visit.changes.last().why == "No budget"
    assert "You have withdrawn your request" in page.text
    assert "No budget" not in page.text
    assert Mail.objects.filter(kind="visit_withdrawn").exists()


def test_a_page_used_after_the_withdrawal_says_so(client):
    visit = asked()
    path = address(visit)
    correction = form_of(client.get(f"{path}?show=correction"), form_id="correction_form")
    actions.withdraw(visit=visit)

    for do in (correction | {"size": "3"}, {"do": "withdraw"}):
        page = client.post(path, do)
        assert page.status_code == 200
        assert "alert-warning" in page.text
    assert (reload(visit).size, Mail.objects.filter(kind="visit_withdrawn").count()) == (12, 1)
    assert Message.objects.count() == 0


# ---------------------------------------------------------------- other requests


def test_one_focal_point_sees_all_their_requests_and_opens_them_with_a_code(client):
    """A link is passed on: by itself it opens one visit, and says of the others how they stand."""
    visit, other = asked(), asked(contact_email="ANA@example.org", body_name="Consulate of Chile")
    asked(contact_email="bo@example.org", body_name="Consulate of Bhutan")
    quiet = asked(body_name="The president")
    quiet.audience.level = "quiet"
    quiet.audience.save()
    path = address(visit)

    page = client.get(path)
    shut = client.post(path, {"do": "other", "visit": other.reference})
    sent = client.post(path, {"do": "send-code", "back": "main"})
    code = codes.code_of(links.give(visit))
    typed = client.post(path, form_of(client.get(sent.url), form_id="code_form") | {"code": code})
    opened = client.get(typed.url)
    answer = client.post(path, {"do": "other", "visit": other.reference})

    assert [one.reference for one in page.context["others"]] == [other.reference]
    assert other.reference in page.text
    assert "Chile" not in page.text
    assert "open with a code by mail" in shut.text
    assert {one.reference for one in opened.context["others"]} == {other.reference, quiet.reference}
    assert "Consulate of Chile" in opened.text
    assert Link.objects.about(other, "visit").get().get_absolute_url() == answer.url


def test_who_is_not_the_focal_point_sees_one_request(client):
    visit = asked()
    asked()
    link = links.give(visit)
    Link.objects.filter(pk=link.pk).update(reader_email="guide@example.org")

    page = client.get(link.get_absolute_url())

    assert page.context["others"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, count):
    visit = asked(state=State.ACCEPTED)
    for number in range(count):
        asked()
        actions.hear(visit=visit, text=f"Message {number}")
        actions.attach(visit=visit, file=files.upload(files.pdf(f"Paper {number}")))
        factories.make_member(visit, position=number)
    path = address(visit)
    client.get(path)

    with django_assert_num_queries(QUERIES):
        page = client.get(path)

    assert (len(page.context["others"]), len(page.context["messages_of_visit"])) == (count, count)
