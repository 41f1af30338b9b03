"""How many minutes from one place to another, and which way of counting was used."""

import pytest

from agenda.models import CalendarSettings, Place, Way
from agenda.travel import Leg, Travel

BUILDING = Place(pk=1, latitude=43.7693, longitude=11.2562)
SITE = Place(pk=2, latitude=43.7731, longitude=11.2559)  # some 420 m to the north
FAR = Place(pk=3, latitude=43.7986, longitude=11.2239)  # some 4 km away
NOWHERE = Place(pk=4)


def room(pk, floor=None, stair="", building=BUILDING):
    return Place(pk=pk, building=building, floor=floor, stair=stair)


def leg(start, end, *, ways=(), settings=None, **who):
    return Travel(ways, settings or CalendarSettings()).leg(start, end, **who)


@pytest.mark.parametrize(
    ("start", "end", "who", "expected"),
    [
        (room(11, 1), room(11, 1), {}, Leg(0, "the same place")),
        (room(11, 1), room(12, 1), {}, Leg(2, "on one floor")),
        (room(11, 1), room(12, 2), {}, Leg(4, "1 floor by stair")),
        (room(11, 0), room(12, 2), {}, Leg(6, "2 floors by stair")),
        (room(11, 0, "A"), room(12, 2, "B"), {}, Leg(9, "2 floors by stair, by another stair")),
        (room(11, 1, "A"), room(12, 1, "A"), {"lift": True}, Leg(2, "on one floor")),
        (room(11, 0), room(12, 2), {"lift": True}, Leg(12, "2 floors, lift way")),
        (room(11, 0), room(12, 2), {"people": 20}, Leg(6, "2 floors by stair")),
        (room(11, 0), room(12, 2), {"people": 21}, Leg(9, "2 floors by stair, large group")),
        (room(11), room(12, 2), {}, Leg(2, "in one building, the floors are not known")),
        (BUILDING, room(11, 1), {}, None),
        (BUILDING, SITE, {}, Leg(8, "walking 550 m")),
        (room(11, 1), SITE, {"people": 57}, Leg(12, "walking 550 m, large group")),
        (BUILDING, FAR, {}, Leg(26, "driving 5.4 km")),
        (BUILDING, NOWHERE, {}, None),
    ],
)
def test_the_minutes_and_how_they_were_counted(start, end, who, expected):
    assert leg(start, end, **who) == expected
    assert leg(end, start, **who) == expected


EIGHT = Leg(8, "by the office’s own figure")
OWN = Way(start_id=2, end_id=11, minutes=9, lift_minutes=15)


@pytest.mark.parametrize(
    ("way", "who", "expected"),
    [
        (OWN, {}, Leg(9, "by the office’s own figure")),
        (OWN, {"lift": True}, Leg(15, "by the office’s own figure, lift way")),
        (OWN, {"people": 57}, Leg(14, "by the office’s own figure, large group")),
        (Way(start_id=1, end_id=2, minutes=7), {}, Leg(7, "by the office’s own figure")),
        (
            Way(start_id=1, end_id=2, minutes=7),
            {"lift": True},
            Leg(7, "by the office’s own figure"),
        ),
        (Way(start_id=1, end_id=3, minutes=7), {}, Leg(8, "walking 550 m")),
    ],
)
def test_the_office_knows_better_than_the_map(way, who, expected):
    assert leg(room(11, 1), SITE, ways=[way], **who) == expected
    assert leg(SITE, room(11, 1), ways=[way], **who) == expected


def test_a_way_into_the_building_is_none_between_its_rooms():
    to_the_tower = Way(start_id=1, end_id=12, minutes=30)

    assert leg(room(11, 1), room(12, 1), ways=[to_the_tower]) == Leg(2, "on one floor")


def test_the_office_has_its_own_paces():
    slow = CalendarSettings(walking_pace=35, detour=0, walks_up_to=500, large_group=5)

    assert leg(BUILDING, SITE, settings=slow, people=6) == Leg(19, "walking 400 m, large group")
