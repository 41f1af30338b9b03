"""The files of a data set about places: what they make, and what they refuse."""

import pytest

from agenda.models import OpeningHours, Place, Resource
from office import datasets
from office.datasets import BadRow
from tests import factories
from tests.office.exchange.steps import checked, fates, imported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PLACES = (
    "key,name_it,name_en,building,floor,stair,capacity,access,museum,ceremonial,bookable,address,"
    "latitude,longitude,time_zone,note_en,drafts\n"
    "palace,Palazzo,Palace,,,,,by_lift,no,no,no,Piazza 1,43.76932,11.25551,,A lift.,\n"
    "study,Studiolo,Study,palace,1,B,12,,yes,no,yes,,,,,,\n"
)
HOURS = (
    "key,place,rooms,weekday,opens,closes,last_entry,first_day,last_day\n"
    "palace-thu,palace,museum,thursday,09:00,14:00,60,2027-04-01,2027-09-30\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"JP"})
    (tmp_path / "places.csv").write_text(PLACES)
    (tmp_path / "opening_hours.csv").write_text(HOURS)
    return tmp_path


def change(folder, name, old, new):
    content = (folder / name).read_text()
    assert old in content
    (folder / name).write_text(content.replace(old, new))


def test_a_data_set_makes_places_that_are_public_and_the_rooms_that_are_booked(folder):
    datasets.load("some", folder)

    palace, study = Place.objects.public().order_by("pk")
    assert (palace.name_en, palace.coordinates, palace.access) == (
        "Palace",
        (43.76932, 11.25551),
        "by_lift",
    )
    assert (study.building, study.floor, study.stair, study.capacity, study.is_museum) == (
        palace,
        1,
        "B",
        12,
        True,
    )
    room = Resource.objects.get()
    assert (room.place, room.audience.level) == (study, "internal")
    hours = OpeningHours.objects.get()
    assert (str(hours), hours.rooms, hours.last_entry, f"{hours.first_day}") == (
        "Thursday 09:00–14:00",
        "museum",
        60,
        "2027-04-01",
    )


def test_loading_again_leaves_what_staff_changed_and_deleted(folder):
    datasets.load("some", folder)
    Resource.objects.get().delete()
    study = Place.objects.get(slug="study")
    study.capacity = 10
    study.save()
    change(folder, "places.csv", ",12,", ",14,")

    counts = datasets.load("some", folder)

    study.refresh_from_db()
    assert (study.capacity, Resource.objects.count(), counts["added"]) == (10, 0, 0)


def test_a_room_of_a_building_that_staff_deleted_is_passed_over(folder):
    datasets.load("some", folder)
    Resource.objects.get().delete()
    Place.objects.get(slug="study").delete()
    Place.objects.get(slug="palace").delete()

    datasets.load("some", folder)

    assert (Place.objects.count(), OpeningHours.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("places.csv", ",12,", ",many,", "places.csv, line 3, capacity: “many” is not understood"),
        ("places.csv", ",palace,", ",castle,", "places.csv, line 3, building: “castle” is not"),
        ("places.csv", "by_lift", "by_crane", "places.csv, line 2, access: Value 'by_crane'"),
        ("opening_hours.csv", "thursday", "day", "opening_hours.csv, line 2, weekday: “day” is"),
        ("opening_hours.csv", "14:00", "08:00", "line 2, closes: A place closes after it opens."),
        ("opening_hours.csv", "2027-09-30", "2026-09-30", "last_day: The last day lies before"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_loaded(folder, name, old, new, told):
    change(folder, name, old, new)

    with pytest.raises(BadRow) as refused:
        datasets.load("some", folder)

    assert told in str(refused.value)
    assert Place.objects.count() == 0


# ---------------------------------------------------------------- tables


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def test_places_come_in_from_a_table_and_rooms_find_their_building(officer):
    imported(
        officer,
        "places",
        ["nome", "capienza", "accesso"],
        ["Palazzo", "", "senza scalini, con ascensore"],
    )

    imported(officer, "places", ["name", "lies in", "people at most"], ["Sala", "Palazzo", "60"])

    room = Place.objects.get(building__isnull=False)
    assert (room.slug, room.building.slug, room.capacity, room.audience.level) == (
        "sala",
        "palazzo",
        60,
        "internal",
    )


def test_hours_are_read_as_people_write_them(officer):
    factories.make_place("Museum")

    imported(
        officer,
        "opening hours",
        ["place", "weekday", "opens", "closes", "holds from"],
        ["Museum", "giovedì", "9", "14.00", ""],
        ["Museum", "Fri", "09:30", "23h30", "1.4.2027"],
        ["Museum", "5", "1899-12-30 10:00:00", "17 Uhr", "2027-04-01"],
    )

    assert [(str(one), str(one.first_day)) for one in OpeningHours.objects.all()] == [
        ("Thursday 09:00–14:00", "None"),
        ("Friday 09:30–23:30", "2027-04-01"),
        ("Saturday 10:00–17:00", "2027-04-01"),
    ]


def test_a_faulty_row_of_hours_is_told_at_its_column_and_nothing_comes_in(officer):
    factories.make_place("Museum")

    of = checked(
        officer,
        "opening hours",
        ["place", "weekday", "opens", "closes", "holds from"],
        ["Museum", "someday", "9", "14", ""],
        ["Museum", "3", "25:00", "14", ""],
        ["Museum", "3", "9", "8", ""],
        ["Museum", "3", "9", "14", "2027-04"],
        ["Castle", "3", "9", "14", ""],
    )

    told = [[place for place, _text in said] for _fate, said in fates(of).values()]
    assert told == [["B2"], ["C3"], ["D4"], ["E5"], ["A6"]]
    assert not OpeningHours.objects.exists()


def test_what_is_booked_comes_in_by_room_by_person_and_by_name(officer):
    factories.make_place("Sala")
    factories.make_person("Dokimi", given_name="Eleni")

    imported(
        officer,
        "bookables",
        ["kind", "room", "person", "name", "minutes to set up"],
        ["room", "Sala", "", "", "30"],
        ["persona", "", "Eleni Dokimi", "", ""],
        ["equipment", "", "", "Booth", "15"],
    )

    assert [(str(one), one.before) for one in Resource.objects.order_by("pk")] == [
        ("Sala", 30),
        ("Eleni Dokimi", 0),
        ("Booth", 15),
    ]


def test_a_room_without_its_place_is_refused(officer):
    of = checked(officer, "bookables", ["kind", "room", "name"], ["room", "", "Booth"])

    assert [[place for place, _text in said] for _fate, said in fates(of).values()] == [["B2"]]
