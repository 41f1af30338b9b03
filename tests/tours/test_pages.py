"""The pages of tours: booked on the page of the visit, guides found, asked and answered."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import PdfDocument

from agenda import periods
from agenda.findings import findings
from office.models import Mail, Notice
from tests import factories, tour_factories
from tests.pages import section, text, told
from tests.test_query_counts import queries_of
from tours import actions, links
from tours.models import Ask, GroupBooking, HoursNote, OtherTime, Tour

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def visit(office, day):
    return factories.make_visit(size=57, days=(day, day), state="planning")


@pytest.fixture
def route():
    return tour_factories.make_route()


@pytest.fixture
def tour(visit, route, day):
    booking = tour_factories.make_booking(
        visit, route, needs="One wheelchair", contact_name="Aiko", contact_telephone="+81 75 1"
    )
    return tour_factories.make_tour(booking=booking, day=day)


@pytest.fixture
def guide(route):
    return tour_factories.make_guide("Ito", routes=[route], email="ito@example.org")


def booking(route, day, **said):
    values = {
        "route": route.pk,
        "day": day.isoformat(),
        "hour": "09:00",
        "size": "57",
        "languages": ["ja", "en"],
        "group": "officials",
    }
    return {name: value for name, value in (values | said).items() if value is not None}


def url_of(visit):
    return reverse("admin:visit_tours", args=[visit.pk])


# ---------------------------------------------------------------- booking


def test_the_groups_are_shown_before_they_are_saved(clerk, visit, route, day):
    page = clerk.post(url_of(visit), booking(route, day, do="book"))

    assert not GroupBooking.objects.exists()
    assert "5 groups" in text(page.text)
    shown = page.context["form"].token
    answer = clerk.post(url_of(visit), booking(route, day, do="book", shown=shown))
    assert answer.status_code == 302
    assert Tour.objects.count() == 5


def test_groups_that_the_clerk_did_not_see_are_not_saved(clerk, visit, route, day):
    page = clerk.post(url_of(visit), booking(route, day, do="preview"))
    shown = page.context["form"].token

    clerk.post(url_of(visit), booking(route, day, do="book", shown=shown, size="30"))

    assert not Tour.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"size": "0"}, "size", "A group has one person at least"),
        ({"size": "5000"}, "size", "no more than 500"),
        ({"languages": []}, "languages", "required"),
        ({"languages": ["xx"]}, "languages", "not one of the available choices"),
        ({"hour": "25:00"}, "hour", "valid time"),
        ({"minutes": "0"}, "minutes", "greater than or equal to 1"),
    ],
)
def test_bad_input_is_said_at_the_field_and_what_was_typed_stays(
    clerk, visit, route, day, said, field, words
):
    page = clerk.post(url_of(visit), booking(route, day, do="book", note="Quiet room", **said))

    assert words in " ".join(page.context["form"].errors[field])
    assert "Quiet room" in page.text
    assert not GroupBooking.objects.exists()


def test_a_route_without_a_length_asks_for_the_minutes(clerk, visit, day):
    route = tour_factories.make_route(minutes=None)

    page = clerk.post(url_of(visit), booking(route, day, do="book"))

    assert "write the minutes" in " ".join(page.context["form"].errors["minutes"])


def test_a_route_that_is_taken_is_said_and_nothing_is_saved(clerk, visit, day):
    room = factories.make_room("Passages")
    route = tour_factories.make_route(place=room.place)
    wedding = factories.make_appointment("Wedding", 9, 12, day=day)
    factories.make_booking(room, wedding)

    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="10"))
    shown = page.context["form"].token
    assert "Wedding" in " ".join(page.context["preview"].taken)
    assert "Book these groups" not in page.text

    page = clerk.post(url_of(visit), booking(route, day, do="book", size="10", shown=shown))
    assert "Wedding" in " ".join(page.context["form"].non_field_errors())
    assert not GroupBooking.objects.exists()


def test_what_speaks_against_the_groups_is_shown_before_they_are_saved(clerk, visit, route, day):
    """The guests arrive at noon: what speaks against all groups is said once."""
    factories.make_leg(visit, number="AZ 1", at=factories.at(12, day=day))

    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="24", minutes="60"))

    assert text(page.text).count("The guests arrive at") == 1
    assert "Book these groups all the same" in page.text


def test_of_several_groups_each_is_told_what_speaks_against_it_alone(clerk, visit, route, day):
    factories.make_leg(visit, number="AZ 1", at=factories.at(10, day=day))

    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="24", minutes="60"))

    preview = page.context["preview"]
    assert preview.of_all == []
    kinds = [[one.kind for one in line.findings] for line in preview.lines]
    assert kinds == [["guests not there"], []]


def test_groups_of_one_booking_that_would_meet_are_told_so(clerk, visit, day):
    route = tour_factories.make_route(at_once=2, minutes=60)
    tour_factories.make_stop(route, factories.make_place("Studiolo", level="public", capacity=15))

    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="24"))

    assert "Studiolo has room for 15" in text(page.text)


def test_another_start_is_taken_over_by_one_button(clerk, visit, route, day):
    factories.make_leg(visit, number="AZ 1", at=factories.at(12, day=day))
    said = booking(route, day, do="preview", size="10", minutes="60")
    page = clerk.post(url_of(visit), said)
    at, _when = page.context["preview"].other_starts[0]
    assert at == f"{day.isoformat()}T12:00"

    page = clerk.post(url_of(visit), {**said, "start": at})

    assert not page.context["preview"].is_spoken_against
    assert page.context["form"].groups[0].start == factories.at(12, day=day)


@pytest.mark.parametrize("start", ["now", "2027-13-01T09:00", "2027-01-01T99:00"])
def test_a_start_that_is_none_is_not_heeded(clerk, visit, route, day, start):
    page = clerk.post(url_of(visit), booking(route, day, do="preview", start=start))

    assert page.context["form"].groups[0].start == factories.at(9, day=day)


@pytest.mark.parametrize(("size", "asked"), [("12", 1), ("36", 3)])
def test_the_groups_are_asked_about_as_often_for_one_as_for_three(
    clerk, visit, route, day, size, asked, django_assert_num_queries
):
    clerk.get(url_of(visit))

    with django_assert_num_queries(53):
        page = clerk.post(url_of(visit), booking(route, day, do="preview", size=size))

    assert len(page.context["preview"].lines) == asked


def test_what_speaks_against_a_group_stands_where_its_guide_does(clerk, tour, visit, day):
    factories.make_leg(visit, number="AZ 1", at=factories.at(12, day=day))
    desk = f"{reverse('admin:guide_desk')}?first={day.isoformat()}&last={day.isoformat()}"

    for url in (url_of(visit), desk):
        assert "The guests arrive at" in text(clerk.get(url).text)


def test_what_is_known_of_the_visit_is_proposed(clerk, visit):
    page = clerk.get(url_of(visit))

    assert page.context["form"].initial["size"] == 57


def test_a_reader_sees_the_groups_and_books_none(back_office, visit, tour):
    page = back_office("reader").get(url_of(visit))

    assert page.context["form"] is None
    assert back_office("reader").post(url_of(visit), {"do": "book"}).status_code == 403


def test_the_page_of_the_visit_leads_to_its_tours(clerk, visit, tour):
    page = clerk.get(reverse("admin:visit", args=[visit.pk])).text

    assert "1 group is guided – nobody leads 1 of them yet" in section(page, "tours-heading")


# ---------------------------------------------------------------- one tour


def page_of(tour):
    return reverse("admin:tour", args=[tour.pk])


def test_the_coordinator_sees_who_can_with_reasons_and_who_cannot_with_why(
    back_office, tour, guide
):
    tour_factories.make_guide("Abe", languages=[("fr", "C1")])

    page = back_office("guide_coordinator").get(page_of(tour)).text

    can = section(page, "can")
    assert "Ito" in can
    assert "speaks Japanese: C1" in can
    assert "1 guide cannot Abe does not speak Japanese is not cleared for the route" in can


def test_the_coordinator_asks_and_notes_an_answer_in_one_click(back_office, tour, guide):
    client = back_office("guide_coordinator")

    client.post(page_of(tour), {"do": "ask_in_turn", "guide": [guide.pk]})
    question = Ask.objects.get()
    client.post(page_of(tour), {"do": "yes", "question": question.pk})

    tour.refresh_from_db()
    assert tour.guide == guide
    assert Ask.objects.get().noted_by.groups.get().name == "guide_coordinator"


def test_nobody_ticked_is_said(back_office, tour, guide):
    answer = back_office("guide_coordinator").post(page_of(tour), {"do": "ask"})

    assert told(answer) == ["Choose at least one guide."]


def test_within_a_day_the_telephone_numbers_stand_there(back_office, route):
    guide = tour_factories.make_guide("Ito", routes=[route])
    factories.make_contact_detail(guide.person, "+39 055 1234567", kind="mobile")
    now = timezone.now()
    tour = tour_factories.make_tour(route=route)
    tour.appointment.period = factories.periods.period(
        now + timedelta(hours=3), now + timedelta(hours=4)
    )
    tour.appointment.save()

    page = back_office("guide_coordinator").get(page_of(tour)).text

    assert "It is less than a day away" in page
    assert 'href="tel:+390551234567"' in page


def test_within_a_day_who_is_near_stands_first(back_office):
    near, far = (factories.make_place(name, level="public") for name in ("Next door", "Villa"))
    palace = factories.make_place("Palace", level="public")
    factories.make_way(near, palace, 5)
    factories.make_way(far, palace, 40)
    route = tour_factories.make_route(place=palace)
    start = timezone.now() + timedelta(hours=6)
    tour = tour_factories.make_tour(route=route)
    tour.appointment.period = factories.periods.period(start, start + timedelta(hours=1))
    tour.appointment.place = palace
    tour.appointment.save()
    before = factories.periods.period(start - timedelta(hours=3), start - timedelta(hours=2))
    for name, level, place in (("Abe", "native", far), ("Ito", "C1", near), ("Sato", "C1", None)):
        guide = tour_factories.make_guide(name, languages=[("ja", level)], routes=[route])
        if place:
            lunch = factories.make_appointment("Lunch", place=place, period=before)
            factories.make_booking(guide.person.resource, lunch)

    page = section(back_office("guide_coordinator").get(page_of(tour)).text, "can")

    assert "Ito comes from Next door, 5 min away" in page
    assert page.index("Ito") < page.index("Abe") < page.index("Sato")


def test_a_reader_asks_nobody(back_office, tour, guide):
    answer = back_office("reader").post(page_of(tour), {"do": "ask", "guide": [guide.pk]})

    assert answer.status_code == 403
    assert not Ask.objects.exists()


def test_what_became_of_a_tour_is_noted_once_it_is_over(back_office, route):
    past = timezone.localdate() - timedelta(days=1)
    tour = tour_factories.make_tour(route=route, day=past)

    back_office("officer").post(page_of(tour), {"do": "outcome", "outcome": "held", "came": "9"})

    tour.refresh_from_db()
    assert (tour.outcome, tour.came) == ("held", 9)


def test_the_page_of_a_tour_asks_as_often_for_one_guide_as_for_three(clerk, tour, route):
    tour_factories.make_guide("Ito", routes=[route], email="ito@example.org")
    clerk.get(page_of(tour))
    one = queries_of(clerk, page_of(tour))
    for name in ("Abe", "Sato"):
        tour_factories.make_guide(name, routes=[route], email=f"{name}@example.org")

    assert queries_of(clerk, page_of(tour)) == one
    assert one <= 45


# ---------------------------------------------------------------- the desk


def desk(day, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('admin:guide_desk')}?first={day}&last={day}&{asked}"


def test_the_desk_proposes_guides_for_all_and_asks_those_that_are_ticked(
    back_office, tour, guide, day
):
    client = back_office("guide_coordinator")
    page = client.get(desk(day, propose=1))
    (row,) = page.context["rows"]
    assert (row.proposed, page.context["changes"]) == (guide, 1)

    client.post(reverse("admin:guide_desk"), {"pair": [row.pair], "first": day, "last": day})

    assert Ask.objects.get().guide == guide
    assert Mail.objects.get().state == "held"
    assert client.get(desk(day, propose=1)).context["changes"] == 0


def test_nobody_loses_a_tour_for_which_another_cannot_be_asked(
    back_office, tour, guide, route, day, monkeypatch
):
    other = tour_factories.make_guide("Sato", routes=[route])
    actions.give(tour=tour, guide=other, by=factories.make_user("officer"))

    def refuse(**asked):
        raise actions.Refused("Somebody was first.")

    monkeypatch.setattr(actions, "ask", refuse)
    said = {"pair": [f"{tour.pk}:{guide.pk}"], "first": day, "last": day}
    page = back_office("guide_coordinator").post(reverse("admin:guide_desk"), said, follow=True)

    tour.refresh_from_db()
    assert tour.guide == other
    assert "Somebody was first." in page.text


def test_the_desk_says_why_nobody_is_proposed(back_office, tour, day):
    tour_factories.make_guide("Abe", languages=[("fr", "C1")])

    page = back_office("guide_coordinator").get(desk(day, propose=1))

    (row,) = page.context["rows"]
    assert row.why_nobody == ("Abe: does not speak Japanese, is not cleared for the route",)


def test_a_pinned_guide_is_not_moved_even_where_others_are_asked_for(back_office, tour, guide, day):
    better = tour_factories.make_guide("Abe", languages=[("ja", "native")], routes=[tour.route])
    Tour.objects.filter(pk=tour.pk).update(guide=guide, is_pinned=True)

    page = back_office("guide_coordinator").get(desk(day, propose=1, move_agreed="on"))

    (row,) = page.context["rows"]
    assert row.proposed == guide
    assert row.proposed != better


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027-05-12", "2027-05-11", "The last day lies before the first."),
        ("2027-05-12", "2028-05-12", "Choose two months at most."),
    ],
)
def test_days_that_cannot_be_are_said(back_office, first, last, words):
    url = f"{reverse('admin:guide_desk')}?first={first}&last={last}"

    page = back_office("guide_coordinator").get(url)

    assert words in page.text


def test_the_start_page_counts_the_tours_that_nobody_leads(back_office, route):
    tour_factories.make_tour(route=route, day=timezone.localdate() + timedelta(days=3))

    page = text(back_office("guide_coordinator").get("/admin/").text)

    assert "Tours of the next two weeks that nobody leads yet" in page


# ---------------------------------------------------------------- the guide's own page


@pytest.fixture
def own(guide):
    return page_in_english(guide)


def page_in_english(guide):
    return f"{links.give(guide).get_absolute_url()}?language=en"


def send(own, tour, **data):
    question = tour.asks.get()
    period = tour.appointment.period
    seen = f"{period.lower.isoformat()}/{period.upper.isoformat()}"
    return Client().post(own, {"question": question.pk, "seen": seen, **data})


def test_a_guide_is_asked_without_being_told_who_comes(own, tour, guide):
    tour_factories.make_ask(tour, guide)

    page = text(Client().get(own).text)

    assert "You are asked about one tour" in page
    assert tour.booking.visit.guests not in page
    assert "One wheelchair" not in page


def test_a_guide_says_yes_and_reads_whom_they_meet(own, tour, guide):
    tour_factories.make_ask(tour, guide)

    assert send(own, tour, do="yes").status_code == 302

    tour.refresh_from_db()
    assert tour.guide == guide
    page = text(Client().get(own).text)
    for words in (tour.booking.visit.guests, "One wheelchair", "Aiko", "+81 75 1"):
        assert words in page


def test_the_day_after_the_guests_are_not_told_any_more(own, route, guide):
    past = timezone.localdate() - timedelta(days=3)
    tour_factories.make_tour(
        factories.make_visit("Municipality of Nara"), route=route, guide=guide, day=past
    )

    assert "Nara" not in Client().get(own).text


def test_looking_at_the_page_answers_nothing(own, tour, guide):
    question = tour_factories.make_ask(tour, guide)

    Client().get(f"{own}&do=yes&question={question.pk}")

    assert Ask.objects.get().answer == "waiting"


def test_an_answer_for_hours_that_were_moved_is_asked_anew(own, tour, guide):
    tour_factories.make_ask(tour, guide)
    question = tour.asks.get()

    page = Client().post(own, {"question": question.pk, "seen": "then", "do": "yes"})

    assert "moved in the meantime" in text(page.text)
    assert Ask.objects.get().answer == "waiting"


def test_an_answer_by_an_old_question_says_that_it_is_settled(own, tour, guide):
    tour_factories.make_ask(tour, guide, answer="not_needed")

    page = send(own, tour, do="yes")

    assert "You are not needed for this tour any more." in text(page.text)


def test_who_gives_a_tour_back_says_why(own, tour, guide):
    tour_factories.make_ask(tour, guide)
    send(own, tour, do="yes")

    page = send(own, tour, do="no")
    assert "Say in a few words why you cannot lead it after all." in text(page.text)
    send(own, tour, do="no", words="I am ill.")

    tour.refresh_from_db()
    assert tour.guide is None
    assert Ask.objects.get().words == "I am ill."


def test_a_guide_notes_when_they_are_busy_and_takes_it_off(own, guide, day):
    days = {"when_day_from": day.isoformat(), "when_from": "", "when_day_to": "", "when_to": ""}

    assert Client().post(own, {"do": "busy", **days}).status_code == 302
    row = OtherTime.objects.get()
    assert (row.guide, row.is_free) == (guide, False)
    Client().post(own, {"do": "free", "time": row.pk})

    assert not OtherTime.objects.exists()


def test_who_has_no_address_is_to_be_rung_up_wherever_it_says_that_they_are_asked(
    clerk, tour, route, day
):
    guide = tour_factories.make_guide("Sato", routes=[route])
    tour_factories.make_ask(tour, guide)
    desk = f"{reverse('admin:guide_desk')}?first={day.isoformat()}&last={day.isoformat()}"

    assert "Sato: to be rung up by" in text(clerk.get(page_of(tour)).text)
    assert "Sato (to be rung up)" in text(clerk.get(desk).text)

    factories.make_contact_detail(guide.person, "sato@example.org")
    assert "Sato: asked, answer by" in text(clerk.get(page_of(tour)).text)
    assert "Sato (asked)" in text(clerk.get(desk).text)


@pytest.fixture
def own_tour(tour, guide):
    """What the guide leads from nine to ten."""
    actions.give(tour=tour, guide=guide, by=factories.make_user("officer"))
    return tour


def busy_that_day(day, **said):
    days = {"when_day_from": day.isoformat(), "when_from": "", "when_day_to": "", "when_to": ""}
    return {"do": "busy", **days, **said}


def test_who_is_busy_over_a_tour_they_lead_is_asked_whether_they_cannot(own, own_tour, day):
    page = Client().post(own, busy_that_day(day))

    assert "You lead then:" in text(page.text)
    assert "say whether you can all the same" in text(page.text)
    assert not OtherTime.objects.exists()


def test_who_cannot_says_why_and_the_office_is_told(own, own_tour, guide, clerk, day):
    page = Client().post(own, busy_that_day(day, lead="no"))
    assert "Say in a few words why you cannot lead it after all." in text(page.text)

    Client().post(own, busy_that_day(day, lead="no", words="I am ill."))

    own_tour.refresh_from_db()
    assert own_tour.guide is None
    assert periods.length(OtherTime.objects.get().period) == timedelta(days=1)
    assert "I am ill." in Notice.objects.filter(kind="tour answer").latest("pk").extra["words"]


def test_who_leads_it_all_the_same_is_busy_before_and_after(own, own_tour, guide, clerk, day):
    Client().post(own, busy_that_day(day, lead="yes"))

    own_tour.refresh_from_db()
    assert own_tour.guide == guide
    hours = OtherTime.objects.order_by("period").values_list("period", flat=True)
    tour = own_tour.appointment.period
    assert [(one.lower < tour.lower, one.upper > tour.upper) for one in hours] == [
        (True, False),
        (False, True),
    ]
    found = findings(own_tour.appointment, clerk.user)
    assert "guide_busy" not in [one.kind for one in found]


def test_hours_that_end_before_they_start_are_said_and_stay_typed(own, day):
    said = {
        "when_day_from": day.isoformat(),
        "when_from": "15:00",
        "when_day_to": day.isoformat(),
        "when_to": "14:00",
    }

    page = Client().post(own, {"do": "busy", **said})

    assert "The end lies before the beginning" in text(page.text)
    assert 'value="15:00"' in page.text
    assert not OtherTime.objects.exists()


def test_the_calendar_of_a_guide_names_no_guests(own, tour, guide):
    tour_factories.make_ask(tour, guide)
    send(own, tour, do="yes")

    feed = Client().get(f"{own}&show=calendar")

    assert feed["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Secret passages (Japanese)" in feed.text
    assert tour.booking.visit.guests not in feed.text


def test_the_day_is_on_one_paper_that_is_read_without_a_network(own, tour, guide, day):
    tour_factories.make_ask(tour, guide)
    send(own, tour, do="yes")

    page = Client().get(own)
    assert f"day={day.isoformat()}" in page.text
    paper = Client().get(f"{own}&show=day&day={day.isoformat()}")

    assert paper["Content-Type"] == "application/pdf"
    text_of_paper = "".join(
        one.get_textpage().get_text_range() for one in PdfDocument(paper.getvalue())
    )
    for words in ("Secret passages", "One wheelchair", "Aiko", "Japanese"):
        assert words in text_of_paper


@pytest.mark.parametrize("asked", ["2020-01-01", "tomorrow", ""])
def test_a_day_without_tours_has_no_paper(own, asked):
    page = Client().get(f"{own}&show=day&day={asked}")

    assert "You lead nobody on this day." in text(page.text)


def test_whoever_leads_no_tours_any_more_finds_the_page_gone(own, guide):
    guide.is_active = False
    guide.save()

    assert Client().get(own).status_code == 410


def test_the_page_of_another_guide_answers_for_nobody_else(tour, guide, route):
    tour_factories.make_ask(tour, guide)
    other = tour_factories.make_guide("Abe", routes=[route])

    page = send(page_in_english(other), tour, do="yes")

    assert "You are not needed for this tour any more." in text(page.text)
    assert Ask.objects.get().answer == "waiting"


# ---------------------------------------------------------------- hours and fees


def test_a_guide_reads_what_they_led_and_what_it_comes_to(own, guide, route):
    tour_factories.make_fee(an_hour=20)
    day = timezone.localdate().replace(month=1, day=1)
    tour_factories.make_tour(route=route, guide=guide, outcome="held", day=day)
    tour_factories.make_tour(None, 12, 13, route=route, guide=guide, day=day)

    page = section(Client().get(own).text, "hours")

    assert "1:00 h, 70.00 €" in page
    assert "Together: 70.00 €" in page


def test_a_guide_says_what_is_not_right_and_the_office_settles_it(back_office, own, guide):
    client = back_office("officer")
    empty = Client().post(own, {"do": "hours", "words": ""})
    assert "Say in a few words what is not right." in text(empty.text)

    Client().post(own, {"do": "hours", "words": "It took two hours."})

    note = HoursNote.objects.get()
    assert Notice.objects.filter(kind="guide hours").count() == 1
    url = f"{reverse('admin:tour_year')}?year={note.year}"
    assert "It took two hours." in client.get(url).text
    client.post(url, {"note": note.pk})
    note.refresh_from_db()
    assert note.done_by.groups.get().name == "officer"
    assert "It took two hours." not in client.get(url).text


def test_a_reader_settles_nothing(back_office, own, guide):
    Client().post(own, {"do": "hours", "words": "It took two hours."})
    note = HoursNote.objects.get()

    answer = back_office("reader").post(
        f"{reverse('admin:tour_year')}?year={note.year}", {"note": note.pk}
    )

    assert answer.status_code == 403


def test_agreed_by_word_of_mouth_asks_with_whom(clerk, tour):
    answer = clerk.post(page_of(tour), {"do": "yes"}, follow=True)

    assert (
        "Choose at least one guide." in told(answer) or "Choose at least one guide." in answer.text
    )


def test_whom_no_mail_tells_is_to_be_rung_up(clerk, tour, visit, route, day):
    guide = tour_factories.make_guide("Sato", routes=[route])
    warning = "Without an e-mail address, to be rung up: Sato."
    desk = {"pair": [f"{tour.pk}:{guide.pk}"], "first": day, "last": day}

    page = clerk.post(reverse("admin:guide_desk"), desk, follow=True).text
    assert warning in page
    assert "in the outbox" not in page
    actions.give(tour=tour, guide=guide, by=clerk.user)
    page = clerk.post(page_of(tour), {"do": "take_off"}, follow=True).text
    assert warning in page
    assert "a draft tells them" not in page
    tour.refresh_from_db()
    actions.give(tour=tour, guide=guide, by=clerk.user)
    said = {"do": "call_off", "booking": tour.booking_id}
    assert warning in clerk.post(url_of(visit), said, follow=True).text


def test_the_desk_with_nothing_ticked_says_so(clerk, day):
    page = clerk.post(reverse("admin:guide_desk"), {"first": day, "last": day}, follow=True).text

    assert "Tick at least one tour." in page


def test_a_language_in_which_no_group_is_guided_is_said(clerk, visit, route, day):
    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="9"))

    assert "No group is guided in: English." in text(page.text)


def test_who_is_asked_for_hours_in_which_they_are_busy_answers_with_no(own, tour, guide, day):
    tour_factories.make_ask(tour, guide)

    Client().post(own, busy_that_day(day))

    assert Ask.objects.get().answer == "declined"


def test_hours_that_are_noted_already_are_not_noted_twice(own, guide, day):
    tour_factories.make_other_time(guide, 9, 12, day=day)

    Client().post(own, busy_that_day(day, when_from="10:00", when_to="13:00"))

    assert [periods.length(one.period) for one in OtherTime.objects.order_by("period")] == [
        timedelta(hours=3),
        timedelta(hours=1),
    ]


def test_of_several_questions_each_label_has_its_own_field(own, tour, guide, visit, route, day):
    tour_factories.make_ask(tour, guide)
    other = tour_factories.make_tour(visit, 15, 16, route=route, day=day)
    tour_factories.make_ask(other, guide)

    page = Client().get(own).text

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len({*ids})


def test_who_led_a_tour_is_noted_afterwards_where_nobody_was(clerk, visit, route, guide):
    yesterday = timezone.localdate() - timedelta(days=1)
    past = tour_factories.make_tour(visit, route=route, day=yesterday)

    clerk.post(page_of(past), {"do": "outcome", "outcome": "held", "guide": guide.pk})

    past.refresh_from_db()
    assert (past.outcome, past.guide) == ("held", guide)


@pytest.mark.parametrize(("outcome", "came"), [("", "3"), ("no_show", "3"), ("held", "0")])
def test_an_outcome_that_contradicts_itself_is_said_at_the_field(
    clerk, visit, route, outcome, came
):
    yesterday = timezone.localdate() - timedelta(days=1)
    past = tour_factories.make_tour(visit, route=route, day=yesterday)

    page = clerk.post(page_of(past), {"do": "outcome", "outcome": outcome, "came": came})

    assert page.context["outcome"].errors.keys() == {"came"}


def test_the_special_needs_of_the_visit_are_pointed_to(clerk, visit):
    visit.needs = "Wheelchair"
    visit.save()

    page = text(clerk.get(url_of(visit)).text)

    assert "The visit names special needs" in page
    assert "Wheelchair" not in page


def test_the_desk_opens_on_the_days_of_the_next_tours(clerk, tour, day):
    assert clerk.get(reverse("admin:guide_desk")).context["page"].first == day


def test_the_desk_opens_today_where_a_tour_comes_up_within_the_week(clerk, visit, route):
    today = timezone.localdate()
    tour_factories.make_tour(visit, route=route, day=today + timedelta(days=3))

    page = clerk.get(reverse("admin:guide_desk")).context["page"]

    assert (page.first, page.last) == (today, today + timedelta(days=6))


def test_the_starts_that_are_offered_have_nothing_against_them(clerk, visit, day):
    """It opens at nine, and the guests arrive at half past ten: nine would help too little."""
    place = factories.make_place("Tower", level="public")
    factories.make_opening_hours(place, 9, 19, weekdays=range(7))
    route = tour_factories.make_route(place=place, minutes=60)
    factories.make_leg(visit, at=factories.at(10, 30, day=day))

    page = clerk.post(url_of(visit), booking(route, day, do="preview", size="10", hour="06:00"))

    (at, _when), *_later = page.context["preview"].other_starts
    assert at == f"{day.isoformat()}T10:30"
