"""The form of an item: one for its appointment, what it books, and who has a part in it."""

from datetime import time

import pytest
from django.urls import reverse

from agenda.models import Appointment
from delegations import actions
from delegations.models import Part, ProgrammeItem
from tests import factories, forms
from tests.factories import between, make_item, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/delegations/programmeitem/add/"


def asked(**fields):
    values = {"state": "planning", "body_name": "Consulate of Peru", "days": (60, 61)}
    return factories.make_visit(**values | fields)


def url(item):
    return reverse("admin:delegations_programmeitem_change", args=[item.pk])


def programme(visit):
    return reverse("admin:programme", args=[visit.pk])


def slot(clerk, visit, /, **typed):
    """What the form of a new item sends, from ten to eleven of the first day."""
    page = clerk.get(f"{ADD}?visit={visit.pk}&from=10:00&to=11:00&day={visit.first_day}")
    return forms.form_of(page) | {"title_it": "Ricevimento", **typed}


def add(clerk, visit, /, **typed):
    return clerk.post(f"{ADD}?visit={visit.pk}", slot(clerk, visit, **typed))


def errors(response):
    return response.context["adminform"].form.errors


def rows(response, model):
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    return next(one for one in formsets if one.model is model)


def test_an_item_is_pencilled_with_its_room_for_the_guests_of_the_visit(clerk):
    visit, room = asked(size=8), factories.make_room()

    response = add(clerk, visit, place=room.place.pk, kind="reception")

    item = visit.items.get()
    one = item.appointment
    assert (response.status_code, response.url) == (302, f"{programme(visit)}#item-{item.pk}")
    assert (str(one), one.state, one.kind, one.people, one.place, one.audience, one.party) == (
        "Ricevimento",
        "pencilled",
        "reception",
        8,
        room.place,
        visit.audience,
        visit.party,
    )
    assert [booking.resource for booking in one.bookings.all()] == [room]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"when_to": "09:00"}, "when"),
        ({"when_from": "", "when_to": ""}, "when"),
        ({"title_it": ""}, "title_it"),
        ({"place": "0"}, "place"),
        ({"when_day_to": "2999-01-01"}, "when"),
        ({"is_internal": "on", "is_public": "on"}, "is_public"),
        ({"visit": "0"}, "visit"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(clerk, typed, field):
    response = add(clerk, asked(), **typed)

    assert list(errors(response)) == [field]
    assert Appointment.objects.count() == 0


def test_a_title_in_one_language_is_enough(clerk):
    visit = asked()

    add(clerk, visit, title_it="", title_fr="Réception")

    assert str(visit.items.get()) == "Réception"


def test_a_clash_with_a_quiet_visit_says_only_that_it_is_not_available(clerk):
    visit, room = asked(), factories.make_room()
    quiet = asked(level="quiet", body_name="Zzyzx")
    held = Appointment(
        title_it="Zzyzx", place=room.place, period=between(10, 11, day=visit.first_day)
    )
    actions.save_item(item=ProgrammeItem(visit=quiet, appointment=held), by=None)

    response = add(clerk, visit, place=room.place.pk)

    told = response.content.decode()
    assert ("is not available" in told, "Zzyzx" in told) == (True, False)
    assert (list(errors(response)), visit.items.count()) == (["place"], 0)


def test_a_free_room_is_taken_instead_by_a_button(clerk):
    visit, room = asked(), factories.make_room("Sala Rossa")
    other = factories.make_room("Sala Verde")
    taken = factories.make_appointment(
        "Council", period=between(10, 11, day=visit.first_day), place=room.place
    )
    factories.make_booking(room, taken)

    response = add(clerk, visit, place=room.place.pk)
    proposals = {str(one.label): one.query for one in response.context["attempt"].proposals}
    typed = forms.form_of(response) | {"take": proposals["Sala Verde"]}
    filled = clerk.post(f"{ADD}?visit={visit.pk}", typed)
    saved = clerk.post(f"{ADD}?visit={visit.pk}", forms.form_of(filled))

    assert "Council" in response.content.decode()
    assert (response.status_code, filled.status_code, saved.status_code) == (200, 200, 302)
    assert visit.items.get().appointment.place == other.place


def test_what_speaks_against_it_is_seen_before_it_is_saved(clerk):
    visit, hall = asked(size=40), factories.make_place(capacity=5)

    first = add(clerk, visit, place=hall.pk)
    attempt = first.context["attempt"]
    assert first.context["errors"] is None
    assert "It can be saved all the same" in first.text
    again = add(clerk, visit, place=hall.pk, anyway="on", seen=attempt.seen)

    assert (first.status_code, len(attempt.findings), again.status_code) == (200, 1, 302)
    assert visit.items.count() == 1


def test_an_item_outside_the_days_of_the_visit_is_told_before_it_is_saved(clerk):
    visit = asked()
    day = visit.last_day.replace(year=visit.last_day.year + 1).isoformat()

    response = add(clerk, visit, when_day_from=day, when_day_to=day)

    assert [one.kind for one in response.context["attempt"].findings] == ["outside visit"]
    assert visit.items.count() == 0


def part(number=0, **typed):
    return {f"parts-{number}-{name}": value for name, value in typed.items()}


def test_whoever_has_a_part_is_booked_and_the_directory_says_how_one_asks(clerk):
    visit, mayor = asked(), factories.make_resource("person", "Mayor")
    mayor.person.language = "fr"
    mayor.person.save()
    factories.make_contact_detail(mayor.person, "private@example.org", is_private=True)
    factories.make_contact_detail(mayor.person, "mayor@example.org")

    response = add(clerk, visit, **part(person=mayor.person_id))

    found = Part.objects.get()
    assert response.status_code == 302
    assert (found.person, found.ask_email, found.ask_language, found.answer) == (
        mayor.person,
        "mayor@example.org",
        "fr",
        "unasked",
    )
    assert [one.resource for one in found.item.appointment.bookings.all()] == [mayor]


def test_whoever_is_not_free_is_told_at_their_part(clerk):
    visit, mayor = asked(), factories.make_resource("person", "Mayor")
    council = factories.make_appointment("Council", period=between(10, 11, day=visit.first_day))
    factories.make_booking(mayor, council)

    response = add(clerk, visit, **part(person=mayor.person_id))

    assert list(rows(response, Part).forms[0].errors) == ["person"]
    assert ("Council" in response.content.decode(), visit.items.count()) == (True, 0)


def test_an_interpreter_who_is_not_found_yet_is_a_part_of_its_own(clerk):
    visit = asked()
    typed = part(kind="interpreter", source="ja", target="it")

    first = add(clerk, visit, **typed)
    attempt = first.context["attempt"]
    add(clerk, visit, **typed, anyway="on", seen=attempt.seen)

    assert [one.kind for one in attempt.findings] == ["interpreter missing"]
    assert Part.objects.get().is_open


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "interpreter", "source": "ja"}, "target"),
        ({"kind": "interpreter", "source": "ja", "target": "ja"}, "target"),
        ({"kind": "speaker", "office": "Rector"}, "name"),
        ({"name": "The Rector", "ask_email": "rector"}, "ask_email"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_at_its_field(clerk, typed, field):
    response = add(clerk, asked(), **part(**typed))

    assert list(rows(response, Part).forms[0].errors) == [field]
    assert ProgrammeItem.objects.count() == 0


def booked(item):
    return {str(one.resource) for one in item.appointment.bookings.all()}


def test_who_has_no_part_any_more_is_free_and_what_is_booked_by_itself_stays(clerk):
    visit, van = asked(), factories.make_resource("vehicle", "Van")
    mayor = factories.make_resource("person", "Mayor")
    add(clerk, visit, **part(person=mayor.person_id), **{"bookings-0-resource": van.pk})
    item = visit.items.get()
    before = booked(item)

    typed = forms.form_of(clerk.get(url(item))) | {"parts-0-DELETE": "on"}
    response = clerk.post(url(item), typed)

    assert (response.status_code, before) == (302, {"Van", "Mayor"})
    assert (booked(item), item.parts.count()) == ({"Van"}, 0)


def test_nothing_is_written_where_nobody_typed_anything(clerk):
    item = make_item(asked(), place=factories.make_place(), day=asked().first_day)
    make_part(item)
    before = item.appointment.version

    response = clerk.post(url(item), forms.form_of(clerk.get(url(item))))

    item.refresh_from_db()
    assert (response.status_code, item.version, item.appointment.version) == (302, 1, before)


def test_of_two_who_save_the_second_sees_both_versions(clerk):
    visit = asked()
    item = make_item(visit, place=factories.make_place(), day=visit.first_day)
    typed = forms.form_of(clerk.get(url(item))) | {"title_it": "Colazione"}
    other = Appointment.objects.get(pk=item.appointment_id)
    other.title_it = "Pranzo"
    other.save()

    response = clerk.post(url(item), typed)

    lines = response.context["conflict"].lines
    assert [(one.mine, one.theirs) for one in lines] == [("Colazione", "Pranzo")]
    item.appointment.refresh_from_db()
    assert item.appointment.title_it == "Pranzo"


def test_an_address_that_a_colleague_corrected_meanwhile_stays(clerk):
    visit = asked()
    item = make_item(visit, day=visit.first_day, place=factories.make_place())
    part = make_part(item, ask_email="old@example.org", answer="confirmed")
    opened = forms.form_of(clerk.get(url(part.item)))
    actions.change_address(part=part, by=None, ask_email="new@example.org")

    response = clerk.post(url(part.item), opened | {"parts-0-office": "Mayor"})

    part.refresh_from_db()
    assert response.status_code == 302
    assert (part.ask_email, part.office, part.answer) == ("new@example.org", "Mayor", "confirmed")


def test_nothing_is_planned_for_what_does_not_come_about(clerk):
    visit = asked(state="declined")

    response = add(clerk, visit)

    assert (response.status_code, Appointment.objects.count()) == (200, 0)
    assert "nothing is held for it" in str(errors(response))


def test_a_new_item_begins_with_what_was_decided(clerk):
    visit = asked(state="accepted", size=12)
    level = factories.make_level(with_flags=True)
    decided = factories.make_decision(visit, level=level, room=factories.make_place())

    form = clerk.get(f"{ADD}?visit={visit.pk}").context["adminform"].form

    found = {name: form[name].value() for name in ("place", "kind", "people")}
    assert found == {"place": decided.room_id, "kind": "reception", "people": 12}
    assert form["when"].value().first == visit.first_day


def test_a_time_found_free_comes_back_to_the_form(clerk):
    visit, room = asked(size=4), factories.make_room()
    page = clerk.get(programme(visit)).context["programme"]
    found = clerk.get(page.free_time_url).context["days"]
    [(_hours, _who, address), *_others] = found[0][1]

    form = clerk.get(address).context["adminform"].form

    when = form["when"].value()
    assert (when.first, when.start) == (visit.first_day, time(9))
    assert form["place"].value() == str(room.place.pk)


def test_a_copy_is_filled_in_with_all_but_the_answers(clerk):
    visit, van = asked(), factories.make_resource("vehicle", "Van")
    item = make_item(visit, "Tour", day=visit.first_day, place=factories.make_place())
    factories.make_booking(van, item.appointment)
    make_part(item, answer="confirmed", ask_email="a@example.org")

    typed = forms.form_of(clerk.get(f"{ADD}?copy={item.pk}"))
    day = visit.last_day.isoformat()
    hours = {"when_from": "10:00", "when_to": "11:00"}
    clerk.post(f"{ADD}?copy={item.pk}", typed | hours | {"when_day_from": day, "when_day_to": day})

    copy = visit.items.exclude(pk=item.pk).get()
    # At the hours of the first everything would be taken.
    assert (typed["when_day_from"], typed["when_from"]) == (visit.first_day.isoformat(), "")
    assert (str(copy), copy.appointment.days[0], booked(copy)) == ("Tour", visit.last_day, {"Van"})
    assert [(one.who, one.ask_email, one.answer) for one in copy.parts.all()] == [
        ("The Mayor", "a@example.org", "unasked")
    ]


def test_the_languages_of_the_visit_and_of_the_office_come_first(clerk):
    visit = asked(languages=["ja", "fr"])

    page = clerk.get(f"{ADD}?visit={visit.pk}")

    part = rows(page, Part).forms[0]
    for field in (page.context["adminform"].form["language"], part["source"], part["target"]):
        _none, (_label, first), (_label, others) = field.field.choices
        assert [code for code, _name in first] == ["ja", "fr", "it", "en", "de", "es"]
        assert ("ja", "Japanese") not in others
        assert ("ar", "Arabic") in others


def test_whoever_was_found_to_interpret_has_that_part_and_no_row_beside_it(clerk):
    visit, person = asked(languages=["ja"]), factories.make_person("Ada")
    factories.make_language(person, "ja", interprets_from=True)
    factories.make_language(person, "it", interprets_into=True)
    factories.make_resource("person", person=person)
    search = {"interprets_from": "ja", "interprets_into": "it", "minutes": 60}
    search |= {"first": visit.first_day, "last": visit.last_day, "opens": "09:00"}
    search |= {"closes": "18:00", "weekends": "on", "holidays": "on"}

    found = clerk.get("/admin/free-time/", search | {"leads_to": f"{ADD}?visit={visit.pk}"})
    [(_hours, _who, address), *_others] = found.context["days"][0][1]
    page = clerk.get(address)
    typed = forms.form_of(page) | {"title_it": "Colloquio"}
    clerk.post(f"{ADD}?visit={visit.pk}", typed)

    item = visit.items.get()
    parts = item.parts.values_list("kind", "person", "source", "target")
    assert (list(parts), booked(item)) == ([("interpreter", person.pk, "ja", "it")], {"Ada"})
    assert "resource=" not in address


def test_words_in_a_language_of_no_site_are_kept_with_the_item(clerk):
    visit = asked()
    words = {"language": "ja", "title": "歓迎会", "details": ""}
    typed = {f"words-0-{name}": value for name, value in words.items()}

    add(clerk, visit, **typed, **{"words-TOTAL_FORMS": 1})

    assert [(one.language, one.title) for one in visit.items.get().words.all()] == [
        ("ja", "歓迎会")
    ]


def test_an_item_is_taken_away_after_one_has_read_what_that_means(clerk):
    visit = asked()
    item = make_item(visit, day=visit.first_day)
    away = reverse("admin:delegations_programmeitem_delete", args=[item.pk])

    asks = clerk.get(away).content.decode()
    response = clerk.post(away, {"post": "yes"})

    assert "in the calendar it stays written down, as cancelled" in asks
    assert ("Delete" in asks, "Take away" in asks) == (False, True)
    assert (response.url, visit.items.count()) == (programme(visit), 0)
    assert Appointment.objects.get().state == "cancelled"


def test_the_reader_reads_and_a_stranger_to_a_quiet_visit_finds_nothing(back_office):
    seen, quiet = make_item(asked()), make_item(asked(level="quiet"))
    answers = {}
    for role in ("officer", "reader"):
        browser = back_office(role)
        answers[role] = [
            browser.get(url(seen)).status_code,
            "title_it" in browser.get(url(seen)).content.decode(),
            browser.post(url(seen), {}).status_code,
            browser.get(url(quiet)).status_code,
        ]

    assert answers == {"officer": [200, True, 200, 302], "reader": [200, False, 403, 302]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_as_often_for_one_part_as_for_three(clerk, django_assert_num_queries, count):
    visit = asked()
    item = make_item(visit, day=visit.first_day, place=factories.make_place())
    for number in range(count):
        make_part(item, person=factories.make_person(f"Host {number}"))
        factories.make_booking(factories.make_resource(name=f"Thing {number}"), item.appointment)
    clerk.get(url(item))

    with django_assert_num_queries(32 + count):
        clerk.get(url(item))


def test_another_item_is_added_to_the_same_visit_on_the_same_day(clerk):
    visit = asked()

    response = add(clerk, visit, _addanother="1")

    assert response.url == f"{ADD}?visit={visit.pk}&day={visit.first_day}"
    form = clerk.get(response.url).context["adminform"].form
    assert (form["visit"].value(), form["visit"].is_hidden) == (visit.pk, True)
