"""The private page on which a host, or who keeps their diary, says whether they come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Appointment
from delegations import actions, links, programme_links
from delegations.models import Part
from office.models import Link, LinkUse, Notice
from tests import factories
from tests.factories import make_item, make_part
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SECRETARIAT = "secretariat@example.org"


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=20)


@pytest.fixture
def visit(day):
    return factories.make_visit(
        "City of Kyoto", state="planning", days=(day, day), officer=factories.make_user("officer")
    )


@pytest.fixture
def part(visit, day):
    return make_part(make_item(visit, "Reception", day=day), ask_email=SECRETARIAT, answer="asked")


def recipient(part):
    return actions.asking.recipient_of(part.item.visit, part)


def address(part, language="en"):
    part.ask_language = language
    return programme_links.give(recipient(part)).get_absolute_url()


def opened(client, part):
    return form_of(client.get(address(part)), form_id="answers") | {"part": part.pk}


def typed(part, **values):
    return {f"part-{part.pk}-{name}": value for name, value in values.items()}


def answer_of(part):
    part.refresh_from_db()
    return part.answer, part.deputy_name, part.words


def test_a_secretariat_says_that_somebody_comes_instead_and_the_office_hears_it(
    client, visit, part
):
    form = opened(client, part)

    response = client.post(
        address(part),
        form
        | typed(part, answer="deputised", deputy_name="The deputy mayor", words="With pleasure."),
    )

    assert answer_of(part) == ("deputised", "The deputy mayor", "With pleasure.")
    assert (part.is_settled, part.noted_by) == (True, None)
    assert [one.user for one in Notice.objects.filter(kind="programme answer")] == [visit.officer]
    assert [*LinkUse.objects.order_by("pk").values_list("what", flat=True)] == ["viewed", "answer"]
    page = client.get(response.url)
    assert "Thank you: your answer is with the office." in page.text
    assert "The deputy mayor comes instead of The Mayor." in page.text


def test_looking_at_it_changes_nothing(client, part):
    client.get(address(part))

    assert answer_of(part) == ("asked", "", "")


def test_each_sees_only_what_they_are_asked_about(client, visit, part, day):
    make_part(make_item(visit, "Visit of the library", 11, 12, day=day), ask_email=SECRETARIAT)
    other = make_part(
        make_item(visit, "Lunch", 12, 13, day=day), "The rector", ask_email="rector@example.org"
    )
    other.answer, other.answer_for = "asked", other.item.appointment.period
    other.save()

    page = client.get(address(part)).text

    assert "Reception" in page
    assert "library" not in page
    assert "Lunch" not in page


def test_the_page_is_in_the_language_of_its_reader(client, part):
    page = client.get(address(part, "fr"))

    assert page.context["LANGUAGE_CODE"] == "fr"


def test_whoever_is_hidden_is_not_named_to_another_host(client, part):
    make_part(part.item, person=factories.make_person("Secret", level="quiet"), answer="confirmed")
    make_part(part.item, person=factories.make_person("Known"), kind="speaker")

    page = client.get(address(part)).text

    assert ("Secret" in page, "Known" in page) == (False, True)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, {"answer": ["Choose one of the answers."]}),
        ({"answer": "deputised"}, {"deputy_name": ["The name of who comes instead is missing."]}),
        (
            {"answer": "perhaps"},
            {"answer": ["Select a valid choice. perhaps is not one of the available choices."]},
        ),
    ],
)
def test_what_is_missing_is_told_and_the_words_are_kept(client, part, values, told):
    form = opened(client, part)

    page = client.post(address(part), form | typed(part, words="We shall see.", **values))

    [one] = page.context["guest"].asked
    assert one.form.errors == told
    assert "We shall see." in page.text
    assert answer_of(part) == ("asked", "", "")


def test_what_is_typed_about_another_item_stays_when_one_answer_is_sent(client, visit, part, day):
    lunch = make_item(visit, "Lunch", 12, 13, day=day)
    other = make_part(lunch, ask_email=SECRETARIAT, answer="asked")
    half = typed(other, answer="deputised", words="Perhaps the rector.")

    faulty = client.post(address(part), opened(client, part) | half)
    page = client.post(address(part), opened(client, part) | half | typed(part, answer="confirmed"))

    for shown in (faulty, page):
        kept = form_of(shown, form_id="answers")
        assert half.items() <= kept.items()
        assert "The name of who comes instead is missing." not in shown.text
    assert "What else you typed is not sent yet." in page.text
    assert (answer_of(part), answer_of(other)) == (("confirmed", "", ""), ("asked", "", ""))


def test_enter_sends_the_only_answer_that_is_typed_and_guesses_among_no_two(
    client, visit, part, day
):
    other = make_part(make_item(visit, day=day), ask_email=SECRETARIAT, answer="asked")
    form = opened(client, part) | {"part": ""}
    both = typed(part, answer="declined") | typed(other, answer="declined")

    page = client.post(address(part), form | both)
    client.post(address(part), form | typed(other, answer="confirmed"))

    assert "Press the button below the answer that you send." in page.text
    assert (answer_of(part)[0], answer_of(other)[0]) == ("asked", "confirmed")


def test_an_answer_to_other_hours_is_not_taken_and_the_words_are_kept(client, part, day):
    form = opened(client, part)
    later = factories.between(15, 16, day=day)
    Appointment.objects.filter(pk=part.item.appointment_id).update(period=later)

    page = client.post(
        address(part), form | typed(part, answer="confirmed", words="Happy to come.")
    )

    assert "It was moved in the meantime." in page.text
    assert "15:00" in page.text
    assert "Happy to come." in page.text
    assert answer_of(part) == ("asked", "", "")

    client.post(address(part), form_of(page, form_id="answers") | {"part": part.pk})
    assert answer_of(part) == ("confirmed", "", "Happy to come.")


def test_a_mind_is_changed_until_it_is_over_and_the_office_hears_each_answer_once(client, part):
    for answer in ("confirmed", "confirmed", "declined"):
        client.post(address(part), opened(client, part) | typed(part, answer=answer))

    assert answer_of(part) == ("declined", "", "")
    assert [one.extra["what"] for one in Notice.objects.order_by("pk")] == [
        "confirmed",
        "declined",
    ]


def test_what_is_over_takes_no_answer(client, visit):
    yesterday = timezone.localdate() - timedelta(days=1)
    part = make_part(make_item(visit, day=yesterday), ask_email=SECRETARIAT, answer="asked")

    page = client.get(address(part))
    sent = client.post(
        address(part), {"do": "answer", "part": part.pk, **typed(part, answer="confirmed")}
    )

    assert "This is over." in page.text
    assert "This is over:" in sent.text
    assert answer_of(part) == ("asked", "", "")


def test_of_a_visit_that_is_dropped_the_page_says_so_and_takes_no_answer(client, visit, part):
    form = opened(client, part)
    actions.move(visit=visit, to="cancelled", by=visit.officer, why="Strike")

    page = client.post(address(part), form | typed(part, answer="confirmed"))

    assert "This visit does not take place" in page.text
    assert "<form method" not in page.text
    assert answer_of(part) == ("asked", "", "")


def test_of_a_visit_that_is_dropped_no_file_of_the_programme_is_given(client, visit, day, people):
    minibus = factories.make_resource("vehicle", "Minibus")
    item = make_item(visit, "Transfer", day=day)
    factories.make_booking(minibus, item.appointment)
    driver = factories.make_recipient(visit, resource=minibus, language="en")
    actions.publish(visit=visit, seen=0, by=people["officer"])
    url = f"{programme_links.give(driver).get_absolute_url()}?show=programme&as_file=docx"
    assert client.get(url).headers["Content-Type"].startswith("application/vnd")
    visit.state = "cancelled"
    visit.save()

    page = client.get(url)

    assert "does not take place" in page.text
    assert "Transfer" not in page.text


def test_a_part_of_another_reader_is_not_answered_for(client, visit, part, day):
    other = make_part(part.item, "The rector", ask_email="rector@example.org", answer="asked")

    page = client.post(
        address(part), {"do": "answer", "part": other.pk, **typed(other, answer="declined")}
    )

    assert "You are not asked about this any more." in page.text
    assert answer_of(other) == ("asked", "", "")


def test_of_a_quiet_visit_the_link_opens_for_who_was_asked(client, visit, part):
    visit.audience.level = "quiet"
    visit.audience.save()

    assert "Reception" in client.get(address(part)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client, visit, part, day, count, django_assert_num_queries
):
    for hour in range(10, 9 + count):
        item = make_item(visit, f"Item {hour}", hour, hour + 1, day=day)
        make_part(item, ask_email=SECRETARIAT, answer="asked")
        make_part(item, "The rector")
    url = address(part)
    client.get(url)

    with django_assert_num_queries(12):
        client.get(url)

    assert Link.objects.count() == 1
    assert Part.objects.filter(answer="asked").count() == count


# ---------------------------------------------------------------- the programme itself


def publish(visit, seen=0):
    head = factories.make_user("head")
    return actions.publish(visit=visit, seen=seen, by=head)[0]


def headings(printed):
    return [str(item.title) for item in printed.items]


def test_a_host_reads_below_what_is_published_of_their_items(client, visit, part, day):
    make_item(visit, "Lunch", 12, 13, day=day)
    nothing = client.get(address(part)).text
    publish(visit)

    page = client.get(address(part))

    assert "The programme is not published yet." in nothing
    assert headings(page.context["guest"].published.printed) == ["Reception"]


def test_a_driver_reads_the_newest_version_and_downloads_it(client, visit, day):
    item = make_item(visit, "Transfer", day=day, kind="transfer")
    make_item(visit, "Lunch", 12, 13, day=day)
    driver = factories.make_recipient(visit, language="fr")
    url = programme_links.give(driver).get_absolute_url()
    too_early = client.get(f"{url}?show=programme&as_file=pdf")
    publish(visit)
    item.appointment.title_it = "Changed and not published"
    item.appointment.save()

    page = client.get(url)
    files = [client.get(f"{url}?show=programme&as_file={one}") for one in ("docx", "pdf", "exe")]

    assert too_early["Content-Type"].startswith("text/html")
    assert headings(page.context["guest"].published.printed) == ["Transfer"]
    assert [one["Content-Type"].split("/")[-1].split(";")[0][-8:] for one in files] == [
        "document",
        "pdf",
        "html",
    ]
    assert all("attachment" in one["Content-Disposition"] for one in files[:2])


@pytest.fixture
def guests(visit):
    visit.contact_email, visit.contact_language = "ana@example.org", "en"
    visit.print_language = "fr"
    visit.save()
    return links.give(visit).get_absolute_url()


def test_guests_read_the_programme_in_the_language_of_their_print(client, visit, guests, day):
    make_item(visit, "Reception", day=day)
    nothing = client.get(guests).text
    publish(visit)

    printed = client.get(guests).context["guest"].published.printed

    assert "The programme is not published yet." in nothing
    assert (printed.language, headings(printed)) == ("fr", ["Reception"])
    chosen = client.get(f"{guests}?language=de").context["guest"].published.printed
    assert chosen.language == "de"
    file = client.get(f"{guests}?show=programme&as_file=pdf")
    assert file["Content-Type"] == "application/pdf"


def test_guests_read_what_changed_since_the_version_before(client, visit, guests, day):
    item = make_item(visit, "Reception", day=day)
    publish(visit)
    Appointment.objects.filter(pk=item.appointment_id).update(
        period=factories.between(15, 16, day=day)
    )
    publish(visit, seen=1)

    page = client.get(guests)

    [change] = page.context["guest"].published.changes
    assert change.what == "changed"
    assert "15:00–16:00" in page.text


def test_before_the_acceptance_guests_read_of_no_programme(client, visit, guests):
    visit.state = "evaluation"
    visit.save()

    assert 'id="programme"' not in client.get(guests).text
    assert "<h1" in client.get(f"{guests}?show=programme&as_file=pdf").text
