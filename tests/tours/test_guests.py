"""The guests of a tour: asked about another language, told when it is, asked how it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from delegations import links
from office.models import Mail, Notice
from tests import factories, tour_factories
from tests.pages import section, text, told
from tours import actions
from tours.models import Feedback, LanguageOffer, Tour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def by():
    return factories.make_user("officer")


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def visit(day):
    return factories.make_visit(
        state="planning",
        days=(day, day),
        contact_email="ana@example.org",
        contact_language="fr",
        languages=["ko", "en"],
    )


@pytest.fixture
def tour(visit, day):
    booking = tour_factories.make_booking(visit, languages=["ko"])
    return tour_factories.make_tour(booking=booking, language="ko", day=day)


def offer(tour, by, offered="en", **said):
    return actions.offer(booking=tour.booking, language="ko", offered=offered, by=by, **said)


def page_of(visit):
    return f"{links.give(visit).get_absolute_url()}?language=en"


def past_tour(visit):
    booking = tour_factories.make_booking(visit)
    return tour_factories.make_tour(booking=booking, day=timezone.localdate() - timedelta(days=1))


# ---------------------------------------------------------------- another language


def test_guests_are_not_asked_any_more_once_somebody_guides_them_in_their_language():
    tour = tour_factories.make_tour()
    by = factories.make_user("officer")
    actions.offer(booking=tour.booking, language="ja", offered="en", by=by)

    actions.give(tour=tour, guide=tour_factories.make_guide(), by=by)

    assert not LanguageOffer.objects.exists()


def test_the_guests_are_asked_in_their_language_with_their_private_page(tour, by):
    offer(tour, by)

    mail = Mail.objects.get(kind="tour_language")
    assert (mail.reader_email, mail.language, mail.link.target) == (
        "ana@example.org",
        "fr",
        tour.booking.visit,
    )


def test_where_another_language_will_do_the_groups_and_the_programme_have_it(tour, by):
    question = offer(tour, by)

    actions.reply(offer=question, accepts=True)

    tour.refresh_from_db()
    assert tour.language == "en"
    assert tour.appointment.programme_item.language == "en"
    assert Notice.objects.filter(kind="tour language").exists()


def test_with_an_interpreter_the_item_asks_for_one(tour, by):
    question = offer(tour, by, with_interpreter=True)

    actions.reply(offer=question, accepts=True, by=by)

    (part,) = tour.appointment.programme_item.parts.all()
    assert (part.kind, part.source, part.target, part.is_open) == ("interpreter", "en", "ko", True)
    assert not Notice.objects.filter(kind="tour language").exists()


def test_where_it_will_not_do_nothing_changes(tour, by):
    question = offer(tour, by)

    actions.reply(offer=question, accepts=False, words="Then we read the leaflet.")

    tour.refresh_from_db()
    assert tour.language == "ko"
    assert LanguageOffer.objects.get().words == "Then we read the leaflet."


def test_a_group_that_has_its_guide_keeps_its_language(tour, by, day):
    other = tour_factories.make_tour(
        None,
        12,
        13,
        booking=tour.booking,
        language="ko",
        guide=tour_factories.make_guide(),
        day=day,
    )
    question = offer(tour, by)

    actions.reply(offer=question, accepts=True)

    other.refresh_from_db()
    assert other.language == "ko"


def test_guests_are_asked_once_and_answer_once(tour, by):
    question = offer(tour, by)
    with pytest.raises(actions.Refused, match="asked about this language already"):
        offer(tour, by, "it")
    actions.reply(offer=question, accepts=False)

    with pytest.raises(actions.Refused, match="answered this already"):
        actions.reply(offer=question, accepts=True)


def test_the_same_language_without_an_interpreter_is_no_offer(tour, by):
    with pytest.raises(actions.Refused, match="Choose another language"):
        offer(tour, by, "ko")


def test_the_database_keeps_one_open_question_a_language(tour):
    said = {"booking": tour.booking, "language": "ko", "offered": "en"}
    LanguageOffer.objects.create(**said)

    with pytest.raises(IntegrityError, match="tours_languageoffer_is_asked_once"):
        LanguageOffer.objects.create(**said)


def test_the_guests_answer_on_their_page(client, tour, by):
    question = offer(tour, by)
    page = client.get(page_of(tour.booking.visit)).text
    assert "Nobody can guide you in Korean that day. Would a guide in English do?" in section(
        page, "tours"
    )

    answer = client.post(
        page_of(tour.booking.visit),
        {"do": "tour-language", "offer": question.pk, "said": "yes", "words": "Gladly."},
    )

    assert answer.status_code == 302
    assert LanguageOffer.objects.get().answer == "accepted"
    assert Tour.objects.get().language == "en"


@pytest.mark.parametrize("key", ["0", "x", "999999", ""])
def test_an_answer_to_nothing_that_is_asked_is_told(client, tour, key):
    page = client.post(
        page_of(tour.booking.visit), {"do": "tour-language", "offer": key, "said": "yes"}
    )

    assert "You are not asked about this any more." in text(page.text)


def test_the_guests_of_another_visit_do_not_answer(client, tour, by, day):
    question = offer(tour, by)
    other = factories.make_visit(state="planning", days=(day, day), contact_email="b@example.org")

    client.post(page_of(other), {"do": "tour-language", "offer": question.pk, "said": "yes"})

    assert LanguageOffer.objects.get().answer == ""


def test_the_coordinator_asks_the_guests_and_notes_what_they_say(back_office, tour):
    client = back_office("guide_coordinator")
    url = reverse("admin:tour", args=[tour.pk])
    assert "Nobody can lead this group then." in client.get(url).text

    client.post(url, {"do": "offer", "offered": "en", "with_interpreter": "on"})
    question = LanguageOffer.objects.get()
    client.post(url, {"do": "reply_yes", "offer": question.pk})

    assert LanguageOffer.objects.get().noted_by.groups.get().name == "guide_coordinator"
    answer = client.post(url, {"do": "offer", "offered": "xx"})
    assert told(answer)[-1] == "Choose the language that the guests are offered."


# ---------------------------------------------------------------- the page, and feedback


def test_the_page_of_the_visit_says_when_they_are_guided(client, tour):
    page = section(client.get(page_of(tour.booking.visit)).text, "tours")

    assert "10 people, Korean" in page


def test_a_visit_without_tours_has_no_part_about_them(client, visit):
    assert section(client.get(page_of(visit)).text, "tours") is None


def test_after_the_tour_the_guests_say_how_they_liked_it(client, visit):
    tour = past_tour(visit)
    said = {"do": "tour-feedback", "booking": tour.booking_id, "rating": "4", "words": "Grazie!"}

    assert client.post(page_of(visit), said).status_code == 302
    client.post(page_of(visit), said | {"rating": "5"})

    one = Feedback.objects.get()
    assert (one.rating, one.words, one.language) == (5, "Grazie!", "en")


def test_before_the_tour_nobody_is_asked_how_it_was(client, tour):
    said = {"do": "tour-feedback", "booking": tour.booking_id, "rating": "4"}

    page = client.post(page_of(tour.booking.visit), said)

    assert "This tour is not over yet" in text(page.text)
    assert not Feedback.objects.exists()


def test_feedback_without_a_figure_is_said_and_what_was_typed_stays(client, visit):
    tour = past_tour(visit)

    page = client.post(
        page_of(visit), {"do": "tour-feedback", "booking": tour.booking_id, "words": "Lovely"}
    )

    assert "Choose from 1 to 5." in section(page.text, "tours")
    assert "Lovely" in page.text


def test_staff_read_what_the_guests_said(clerk, visit):
    tour = past_tour(visit)
    actions.rate(booking=tour.booking, rating=4, words="Lovely", language="en")

    page = text(clerk.get(reverse("admin:visit_tours", args=[visit.pk])).text)

    assert "The guests gave it 4 of 5. “Lovely”" in page
