"""The builder of a programme: what it shows, to whom, and what is done on it."""

import json
from urllib.parse import quote

import pytest
from django.urls import reverse

from agenda.models import Appointment
from delegations.models import Part
from tests import factories
from tests.factories import at, between, make_interpreter, make_item, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DAY = at(9).date()


@pytest.fixture
def visit(office):
    return factories.make_visit("Consulate of Peru", state="planning", days=(DAY, DAY), size=8)


def url(visit, name="programme"):
    return reverse(f"admin:{name}", args=[visit.pk])


def lines(response):
    return {str(line.item): line for day in response.context["days"] for line in day.lines}


def test_each_item_stands_on_its_day_with_what_it_lacks(clerk, visit):
    other = DAY.replace(day=14)
    make_item(visit, "Lunch", 12, 13)
    item = make_item(visit, "Reception", 9, 10)
    make_item(visit, "Farewell", 9, 10, day=other)
    make_part(item, "The Mayor", answer="deputised", deputy_name="The Deputy")
    make_interpreter(item)

    response = clerk.get(url(visit))

    days = response.context["days"]
    assert [(one.date, one.is_outside, [str(line.item) for line in one.lines]) for one in days] == [
        (DAY, False, ["Reception", "Lunch"]),
        (other, True, ["Farewell"]),
    ]
    found = lines(response)
    assert [one.kind for one in found["Farewell"].findings] == ["outside visit"]
    assert [one.kind for one in found["Reception"].findings] == ["interpreter missing"]
    assert [(one.look, one.words) for one in found["Reception"].parts] == [
        ("confirmed", "comes instead: The Deputy"),
        ("open", "nobody yet"),
    ]


def test_whoever_was_asked_for_other_hours_is_to_be_asked_again(clerk, visit):
    item = make_item(visit)
    make_part(item, answer="confirmed", answer_for=between(15, 16))

    response = clerk.get(url(visit))

    assert [one.look for one in lines(response)["Reception"].parts] == ["again"]
    assert response.context["counts"]["again"] == 1


def test_a_visit_of_which_nothing_is_known_has_a_page(clerk):
    response = clerk.get(url(factories.make_visit()))

    assert (response.status_code, response.context["days"]) == (200, [])


def test_a_long_visit_shows_a_week_at_a_time(clerk):
    visit = factories.make_visit(days=(0, 20), state="planning")

    first = clerk.get(url(visit)).context["programme"]
    next_days = clerk.get(f"{url(visit)}?{first.around[1]}").context["programme"]

    assert (first.around[0], (first.shown[1] - first.shown[0]).days) == ("", 6)
    assert (next_days.shown[0] - first.shown[0]).days == 7
    assert clerk.get(f"{url(visit)}?day=nonsense").status_code == 200


def test_the_script_reads_the_same_items_and_the_days_without_guests(clerk, visit):
    item = make_item(visit, "Farewell", day=DAY.replace(day=13))
    make_item(visit, "Reception")
    factories.make_appointment("Council")

    found = json.loads(clerk.get(url(visit, "programme_events")).content)

    assert [(one["title"], one["display"]) for one in found] == [
        ("Reception", "auto"),
        ("Farewell", "auto"),
        ("outside the visit", "background"),
    ]
    assert found[1]["extendedProps"]["pk"] == item.appointment_id


def test_who_only_reads_moves_nothing_and_is_offered_nothing(back_office, visit):
    item = make_item(visit)
    make_part(item, answer="confirmed")
    reader = back_office("reader")

    page = reader.get(url(visit))
    [event] = json.loads(reader.get(url(visit, "programme_events")).content)
    confirmed = reader.post(url(visit), {"do": "confirm_ready"})

    assert (page.status_code, confirmed.status_code, event["editable"]) == (200, 403, False)
    programme = page.context["programme"]
    assert (programme.may_add, programme.ready, lines(page)["Reception"].move_url) == (
        False,
        [],
        "",
    )


def test_a_quiet_visit_has_a_programme_for_its_readers_alone(back_office):
    visit = factories.make_visit(level="quiet")
    officer = back_office("officer")

    shut = [officer.get(url(visit, name)).status_code for name in ("programme", "programme_events")]
    visit.audience.readers.add(officer.get("/admin/").context["user"])

    assert (shut, officer.get(url(visit)).status_code) == ([404, 404], 200)


def test_what_all_hosts_come_to_is_confirmed_at_once(clerk, visit):
    items = [make_item(visit, name, hour, hour + 1) for name, hour in HOURS]
    settled, open_, moved, voiceless = items
    make_part(settled, answer="confirmed")
    make_part(settled, "The Rector", answer="deputised", deputy_name="The Deputy")
    make_part(open_, answer="confirmed")
    make_part(open_, "The Rector", answer="asked")
    make_part(moved, answer="confirmed", answer_for=between(15, 16))
    make_part(voiceless, answer="confirmed")
    make_interpreter(voiceless, name="Somebody")

    clerk.post(url(visit), {"do": "confirm_ready"})

    states = dict(Appointment.objects.values_list("title_it", "state"))
    assert states == {
        "Settled": "confirmed",
        "Open": "pencilled",
        "Moved": "pencilled",
        "Without a voice": "pencilled",
    }


HOURS = [("Settled", 9), ("Open", 11), ("Moved", 13), ("Without a voice", 16)]


def test_after_a_button_of_an_item_one_comes_back_to_it(clerk, visit):
    item = make_item(visit)
    page = clerk.get(url(visit)).text
    [(_label, step)] = lines(clerk.get(url(visit)))["Reception"].steps
    action = f"{step}?back={url(visit)}%23item-{item.pk}"
    written = f"{step}?back={quote(url(visit), safe='')}%23item-{item.pk}"

    response = clerk.post(action, {"back": url(visit)})

    assert f'formaction="{written}"' in page
    assert response.url == f"{url(visit)}#item-{item.pk}"


def test_the_page_that_moves_an_item_names_it_and_leads_back_to_the_programme(clerk, visit):
    item = make_item(visit)

    page = clerk.get(reverse("admin:agenda_appointment_move", args=[item.appointment_id]))

    form = reverse("admin:delegations_programmeitem_change", args=[item.pk])
    assert page.context["title"] == "Move or stretch: Reception"
    assert page.context["crumbs"] == [
        (url(visit), f"Programme of a visit {visit.reference}"),
        (form, item.appointment),
    ]


def test_the_search_for_who_interprets_leads_to_the_move_of_the_item(clerk, visit):
    item = make_item(visit, "Talk", 9, 10)
    make_interpreter(item, "ja", "it")
    person = factories.make_person("Ada")
    factories.make_language(person, "ja", interprets_from=True)
    factories.make_language(person, "it", interprets_into=True)
    ada = factories.make_resource("person", person=person)
    factories.make_booking(ada, factories.make_appointment("Court", period=between(8, 11)))

    [part] = lines(clerk.get(url(visit)))["Talk"].parts
    found = clerk.get(part.search_url)
    [(_hours, _who, address)] = [
        one for one in found.context["days"][0][1] if one[0].startswith("11:00")
    ]
    form = clerk.get(address).context["form"]

    when = form["when"].value()
    assert (when.first, when.start.hour, when.end.hour) == (DAY, 11, 12)
    assert f"{url(visit)}#item-{item.pk}" == clerk.get(address).context["back"]


def test_what_something_speaks_against_is_not_confirmed_with_the_others(clerk, visit):
    hall = factories.make_place(capacity=5)
    item = make_item(visit, place=hall)
    make_part(item, answer="confirmed")

    response = clerk.post(url(visit), {"do": "confirm_ready"}, follow=True)

    assert Appointment.objects.get().state == "pencilled"
    assert "Not confirmed" in response.content.decode()


def test_what_a_host_whom_one_may_not_know_has_not_answered_is_not_settled(clerk, visit):
    item = make_item(visit)
    make_part(item, answer="confirmed")
    make_part(item, person=factories.make_person("Zzyzx", level="quiet"), answer="asked")

    response = clerk.get(url(visit))

    assert ([one.part.who for one in lines(response)["Reception"].parts]) == ["The Mayor"]
    assert (response.context["ready"], "Zzyzx" in response.content.decode()) == ([], False)


def interpreter(name, *codes):
    resource = factories.make_resource("person", name)
    for code in codes:
        factories.make_language(
            resource.person, language=code, interprets_from=True, interprets_into=True
        )
    return resource


def test_who_is_free_takes_the_part_of_the_interpreter_by_a_button(clerk, visit):
    item = make_item(visit)
    part = make_interpreter(item)
    van = factories.make_booking(
        factories.make_resource("vehicle", "Van"), item.appointment, after=5
    )
    free, busy = interpreter("Free", "ja", "it"), interpreter("Busy", "ja", "it")
    interpreter("Other", "fr", "it")
    factories.make_booking(busy, factories.make_appointment("Council", (9, 30), 11))

    offered = lines(clerk.get(url(visit)))["Reception"].parts[0].free
    typed = {"do": "fill", "part": part.pk}
    refused = clerk.post(url(visit), typed | {"person": busy.person_id}, follow=True)
    clerk.post(url(visit), typed | {"person": free.person_id})

    assert (offered, "not free any more" in refused.content.decode()) == ([free], True)
    assert Part.objects.get().person == free.person
    booked = {one.resource: one.after for one in item.appointment.bookings.all()}
    assert booked == {van.resource: 5, free: 0}


def test_a_part_of_another_visit_is_not_filled(clerk, visit):
    part = make_interpreter(make_item(factories.make_visit()))

    response = clerk.post(url(visit), {"do": "fill", "part": part.pk, "person": 1})

    assert response.status_code == 404


def test_what_would_help_is_looked_for_where_one_asks(clerk, visit):
    hall = factories.make_place(capacity=5)
    larger = factories.make_room("Hall")
    type(larger.place).objects.filter(pk=larger.place_id).update(capacity=60)
    item = make_item(visit, place=hall)

    line = lines(clerk.get(f"{url(visit)}?show={item.pk}"))["Reception"]

    assert [str(one.place) for one in line.findings[0].proposals] == ["Hall"]


def test_an_item_moves_by_what_the_script_sends(clerk, visit):
    item = make_item(visit)
    now = {"appointment": item.appointment_id, "version": item.appointment.version}
    asked = now | {"start": f"{DAY}T10:00", "end": f"{DAY}T11:00"}

    done = clerk.post(
        reverse("admin:calendar_save"), json.dumps(asked), content_type="application/json"
    ).json()

    item.appointment.refresh_from_db()
    assert (done["saved"], item.appointment.period) == (True, between(10, 11))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_item_as_for_three(
    clerk, visit, django_assert_num_queries, count
):
    for number in range(count):
        item = make_item(visit, f"Item {number}", 9 + number, 10 + number)
        make_part(item, person=factories.make_person(f"Host {number}"), answer="confirmed")
        make_interpreter(item)
        factories.make_booking(factories.make_resource(name=f"Thing {number}"), item.appointment)
    clerk.get(url(visit))

    with django_assert_num_queries(PAGE):
        clerk.get(url(visit))
    with django_assert_num_queries(EVENTS):
        clerk.get(url(visit, "programme_events"))


PAGE, EVENTS = 25, 24


def test_the_page_of_the_visit_counts_again_what_was_changed(clerk, visit):
    item = make_item(visit)
    counts = []

    for hour in (9, 11):
        Appointment.objects.filter(pk=item.appointment_id).update(period=between(hour, hour + 1))
        make_interpreter(item)
        page = clerk.get(reverse("admin:visit", args=[visit.pk])).context["page"]
        counts.append(page.programme.at_a_glance["open"])

    assert counts == [1, 2]


def test_only_pages_that_open_to_the_reader_are_offered(back_office, visit):
    def offered(role):
        tools = back_office(role).get(url(visit)).context["programme"].tools()
        return reverse("admin:programme_recipients", args=[visit.pk]) in dict(tools)

    assert (offered("officer"), offered("reader")) == (True, False)


# ---------------------------------------------------------------- a day is moved


def starts(visit):
    items = visit.items.standing().order_by("appointment__period")
    return [one.appointment.period.lower for one in items.select_related("appointment")]


@pytest.mark.parametrize(("minutes", "hours"), [("60", (10, 13)), ("-60", (8, 11))])
def test_a_whole_day_is_moved_and_no_other(clerk, visit, minutes, hours):
    make_item(visit, "Reception", 9, 10)
    make_item(visit, "Lunch", 12, 13)
    other = DAY.replace(day=14)
    make_item(visit, "Farewell", 9, 10, day=other)

    clerk.post(url(visit), {"do": "shift", "day": DAY.isoformat(), "minutes": minutes})

    assert starts(visit) == [*(at(hour) for hour in hours), at(9, day=other)]


@pytest.mark.parametrize("minutes", ["", "0", "721", "an hour"])
def test_minutes_that_cannot_be_move_nothing_and_are_said(clerk, visit, minutes):
    make_item(visit, "Reception", 9, 10)

    answer = clerk.post(url(visit), {"do": "shift", "day": DAY.isoformat(), "minutes": minutes})

    assert starts(visit) == [at(9)]
    assert "Write by how many minutes it moves" in clerk.get(answer.url).text


def test_a_day_that_would_book_a_room_twice_moves_in_no_part(clerk, visit):
    make_item(visit, "Reception", 9, 10)
    room = factories.make_room("Sala")
    lunch = make_item(visit, "Lunch", 12, 13)
    factories.make_booking(room, lunch.appointment)
    factories.make_booking(room, factories.make_appointment("Wedding", 13, 14))

    clerk.post(url(visit), {"do": "shift", "day": DAY.isoformat(), "minutes": "60"})

    assert starts(visit) == [at(9), at(12)]


def test_a_reader_moves_no_day(back_office, visit):
    make_item(visit, "Reception", 9, 10)

    answer = back_office("reader").post(
        url(visit), {"do": "shift", "day": DAY.isoformat(), "minutes": "60"}
    )

    assert answer.status_code == 403
