"""What each print of a programme carries, in which language and script, and for whom."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from agenda import periods
from agenda.findings import FindingKind, kinds
from agenda.models import Appointment
from delegations import prints
from delegations.models import Arrangements, ItemWords, Print
from delegations.prints.fields import FIELDS, ITEMS, OF_ITEM, OF_MEMBER, OF_VISIT
from delegations.prints.words import WORDS, others, say
from office.papers.report import plain
from tests import factories
from tests.factories import (
    at,
    between,
    make_booking,
    make_interpreter,
    make_item,
    make_leg,
    make_member,
    make_part,
    make_recipient,
    make_resource,
    make_stay,
    make_user,
)

DAYS = (at(9).date(), at(9).date())
TABLE = Path(settings.BASE_DIR, "docs", "prints.md")


@pytest.fixture
def visit(office):
    return factories.make_visit(
        state="planning",
        days=DAYS,
        officer=make_user("officer", name="Xofficer"),
        contact_language="en",
        purpose="Xpurpose",
        needs="Xneeds",
        size=1987,
        body_name="Xguests",
    )


# What is written into each field, to be found again; of some it is what stands there anyway.
MARKS = {name: f"X{name}" for name in FIELDS} | {
    "hours": "09:00–10:00",
    "pencilled": "to be confirmed",
    "language": "Welsh",
    "press": "photographs are taken",
    "people": "5678",
    "size": "1987",
    "answers": "Xhosts: not asked yet",
    "languages": "Basque",
}


class Speaks(FindingKind):
    label = "speaks"

    def found(self, scene, appointment):
        yield "Xfindings", None, "", ()


@pytest.fixture
def everything(visit, monkeypatch):
    """One item, one member and one visit, in which every field is filled in with its mark."""
    monkeypatch.setattr(kinds, "items", lambda: [("speaks", Speaks())])
    place = factories.make_place("Xplace")
    item = make_item(
        visit,
        "Xtitle",
        kind="meal",
        place=place,
        people=5678,
        note="Xnote",
        language="cy",
        press="photographs",
        dress_en="Xdress",
        details_en="Xdetails",
        set_up="Xset_up",
        for_driver="Xfor_driver",
        starts_from=factories.make_place("Xstarts_from"),
        is_public=True,
    )
    for kind, name in (
        ("vehicle", "Xvehicles"),
        ("equipment", "Xequipment"),
        ("person", "Xbooked"),
    ):
        make_booking(make_resource(kind, name), item.appointment)
    make_part(item, "Xhosts", ask_telephone="Xcalls")
    make_part(item, "Xspeakers", kind="speaker")
    make_part(item, "Xattends", kind="attends")
    make_interpreter(item, name="Xinterpreters")
    Arrangements.objects.create(
        visit=visit,
        call_name="Xcall",
        guests_telephone="Xguests_telephone",
        entrance="Xentrance",
        vehicles="Xplates",
        security="Xsecurity",
    )
    make_member(
        visit,
        "Xmember",
        own_name="Xown_name",
        own_language="ja",
        office="Xoffice",
        pronunciation="Xpronunciation",
        languages=["eu"],
        diet="Xdiet",
        access_needs="Xaccess_needs",
        badge_number="Xbadge",
        arrives_by=make_leg(visit, number="Xlegs"),
        stay=make_stay(visit, "Xstays"),
    )
    make_member(visit, "Xhead", is_head=True)
    make_member(visit, "Xno_photographs", photo_consent="no")
    return visit


def words_of(visit, kind, **asked):
    report = prints.report_of(prints.printed(visit, kind, language="en", **asked))
    said = [plain(report.title), plain(report.subtitle), *map(plain, report.intro)]
    for section in report.sections:
        said += [plain(section.heading), *map(plain, section.paragraphs)]
        said += [plain(one) for fact in section.facts for one in fact]
        if section.table:
            said += [
                plain(cell) for row in [section.table.header, *section.table.rows] for cell in row
            ]
    return "\n".join(said)


# Of these the mark stands elsewhere too: they are known by their label.
BY_LABEL = (
    *("days", "head", "no_photographs", "member_leg", "member_stay"),
    *("diet", "access_needs", "diets", "on_board"),
)


def found_in(text, name, visit):
    """Whether what was written into the field stands there."""
    marks = MARKS | {"reference": visit.reference}
    mark = str(FIELDS[name][0]) if name in BY_LABEL else marks[name]
    return re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text) is not None


@pytest.mark.parametrize("kind", list(Print))
def test_a_print_carries_exactly_what_the_table_says(everything, kind):
    reader = everything.officer if kind == Print.OFFICE else None

    text = words_of(everything, kind, reader=reader)

    carried = {name for name in FIELDS if found_in(text, name, everything)}

    assert carried == {name for name in FIELDS if prints.carries(kind, name)}


def test_the_kitchen_gets_what_is_eaten_as_counts_without_a_name(visit):
    make_item(visit, "Lunch", kind="meal")
    make_member(visit, "Tanaka", given_name="Aiko", diet="vegetarian")
    make_member(visit, "Mori", diet="Vegetarian")
    make_member(visit, "Suda", diet="Suda: no walnuts")
    make_member(visit, "Abe")

    text = words_of(visit, Print.KITCHEN)

    assert text.splitlines()[-6:] == ["vegetarian", "2", "no walnuts", "1", "nothing said", "1"]
    assert not re.search("Tanaka|Aiko|Mori|Suda|Abe", text)


def test_a_driver_gets_what_those_need_who_arrive_by_what_they_meet(visit):
    landing = make_leg(visit, at=at(10))
    make_member(visit, "Tanaka", access_needs="wheelchair of Tanaka", arrives_by=landing)
    make_member(visit, "Mori", access_needs="crutches")
    make_item(visit, "From the airport", 10, 11, kind="transfer")
    make_item(visit, "To the dinner", 19, 20, kind="transfer")

    assert [
        [plain(line.words) for line in one.lines if line.name == "on_board"]
        for one in prints.printed(visit, Print.DRIVER, language="en").items
    ] == [["wheelchair of (1)"], ["crutches (1), wheelchair of (1)"]]


def test_no_version_keeps_what_guests_eat_and_need(everything):
    assert not re.search("Xdiet|Xaccess_needs", str(prints.snapshot(everything)))


def test_the_press_gets_no_telephone_hotel_or_diet(everything):
    text = words_of(everything, Print.PRESS)

    for mark in ("Xcalls", "Xcall", "Xguests_telephone", "Xstays", "Xdiet", "Xaccess_needs"):
        assert mark not in text


def documented(heading):
    """{field: the prints of its row} of one table of the document."""
    part = TABLE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
    return {
        row[0].strip(" `"): {
            kind for kind, cell in zip(Print, row[2:], strict=True) if cell.strip() == "yes"
        }
        for row in rows
    }


@pytest.mark.parametrize(
    ("heading", "fields"),
    [("Of an item", OF_ITEM), ("Of the visit", OF_VISIT), ("Of each member", OF_MEMBER)],
)
def test_the_document_says_what_the_program_does(heading, fields):
    assert documented(heading) == {name: {*kinds} for name, (_label, kinds) in fields.items()}


@pytest.mark.parametrize("kind", list(Print))
def test_what_guests_eat_and_what_keeps_them_safe_is_for_who_may_change_the_visit(everything, kind):
    text = words_of(everything, kind, reader=make_user("reader"))

    assert not re.search("Xdiet|Xaccess_needs|Xneeds|Xsecurity", text)


@pytest.mark.parametrize("kind", list(Print))
def test_outside_only_the_kitchen_and_the_driver_read_what_they_must_know(everything, kind):
    """As counts, by the field that the table gives them."""
    found = {*re.findall("Xdiet|Xaccess_needs|Xneeds|Xsecurity", words_of(everything, kind))}

    assert found == {"kitchen": {"Xdiet"}, "driver": {"Xaccess_needs"}}.get(kind, set())


def test_the_offices_own_print_goes_to_nobody_outside(visit):
    with pytest.raises(IntegrityError, match="print_is_known"), transaction.atomic():
        make_recipient(visit, kind="office")


# ---------------------------------------------------------------- which items


def titles(visit, kind, **asked):
    made = prints.printed(visit, kind, language="en", **asked)
    return [plain(item.title) for item in made.items]


def test_each_print_has_its_own_items(visit):
    hall = factories.make_place("Hall")
    make_item(visit, "Briefing", 8, 9, is_internal=True, place=hall)
    make_item(visit, "Transfer", 9, 10, kind="transfer")
    shown = {"kind": "reception", "press": "open", "is_public": True}
    make_item(visit, "Reception", 10, 11, place=hall, **shown)
    make_item(visit, "Cancelled", 12, 13, state="cancelled", is_public=True)

    assert {kind: titles(visit, kind) for kind in Print} == {
        Print.GUEST: ["Transfer", "Reception"],
        Print.HOST: ["Transfer", "Reception"],
        Print.PUBLIC: ["Reception"],
        Print.PRESS: ["Reception"],
        Print.DRIVER: ["Transfer"],
        Print.ROOM: ["Reception"],
        Print.KITCHEN: ["Reception"],
        Print.OFFICE: ["Briefing", "Transfer", "Reception"],
    }
    assert {*ITEMS} == {*Print}


def test_a_recipient_gets_what_is_theirs(visit):
    palace = factories.make_place("Palace")
    hall = factories.make_place("Hall", building=palace)
    minibus = make_resource("vehicle", "Minibus")
    make_item(visit, "Reception", 10, 11, place=hall)
    elsewhere = make_item(visit, "Dinner", 20, 21, place=factories.make_place("Villa"))
    make_booking(minibus, elsewhere.appointment)
    make_part(elsewhere, ask_email="Rector@example.org")

    def theirs(kind, **narrowed):
        recipient = make_recipient(visit, narrowed.pop("email", "a@example.org"), kind, **narrowed)
        return titles(visit, kind, recipient=recipient)

    assert theirs("room", place=palace) == ["Reception"]
    assert theirs("driver", resource=minibus) == ["Dinner"]
    assert theirs("host", email="rector@example.org") == ["Dinner"]


def said(visit, kind, field, **asked):
    [item] = prints.printed(visit, kind, language="en", **asked).items
    return next((plain(line.words) for line in item.lines if line.name == field), "")


def test_who_does_not_come_is_announced_to_nobody(visit):
    item = make_item(visit, is_public=True, press="open")
    make_part(item, "The Mayor", answer="declined")
    make_part(item, "The Rector")

    assert said(visit, Print.PUBLIC, "hosts") == said(visit, Print.GUEST, "hosts") == "The Rector"
    assert (
        said(visit, Print.OFFICE, "answers") == "The Mayor: cannot come; The Rector: not asked yet"
    )


def test_what_was_answered_for_other_hours_is_no_answer(visit):
    item = make_item(visit)
    other = between(20, 21)
    make_part(item, "The Mayor", answer="deputised", deputy_name="Ada", answer_for=other)

    assert said(visit, Print.OFFICE, "answers") == "The Mayor: to be asked again"
    assert said(visit, Print.GUEST, "hosts") == "The Mayor"


def test_a_guarded_person_stands_in_no_print_that_leaves_the_office(visit):
    item = make_item(visit, is_public=True)
    secret = factories.make_person("Secret", level="confidential", readers=[visit.officer])
    make_part(item, person=secret)

    assert said(visit, Print.GUEST, "hosts") == said(visit, Print.PUBLIC, "hosts") == ""
    assert said(visit, Print.OFFICE, "hosts", reader=visit.officer) == "Secret"


def test_whole_days_say_their_last(visit):
    day = periods.days(DAYS[0], DAYS[0], periods.here())
    days = periods.days(DAYS[0], DAYS[0].replace(day=14), periods.here())
    item = make_item(visit, period=day, all_day=True)
    [one] = prints.printed(visit, Print.GUEST, language="en").items
    Appointment.objects.filter(pk=item.appointment_id).update(period=days)

    [grown] = prints.printed(visit, Print.GUEST, language="en").items

    assert (one.hours, grown.hours) == ("all day", "all day – May 14, 2027")


# ---------------------------------------------------------------- languages


def test_the_guests_read_their_own_words_before_all_others(visit):
    item = make_item(visit, "Reception", details_en="Bring a coat")
    ItemWords.objects.create(item=item, language="ja", title="歓迎式典", details="上着を")
    visit.print_language = "ja"

    made = prints.printed(visit, Print.GUEST)

    [one] = made.items
    assert (made.title, made.days[0].heading) == ("訪問日程", "2027年5月12日水曜日")
    assert plain(one.title) == "歓迎式典"
    assert {line.label: plain(line.words) for line in one.lines} == {"備考": "上着を"}


def test_what_is_not_written_in_the_language_is_in_english_and_says_so(visit):
    make_item(visit, "Reception")

    [one] = prints.printed(visit, Print.GUEST, language="ar").items

    assert (one.title.text, one.title.language) == ("Reception", "en")


def test_the_words_of_prints_are_known_in_every_language_that_has_any():
    guests = {name for name in FIELDS if prints.carries(Print.GUEST, name)}
    needed = (guests | {"programme", "delegation", "version", "draft"}) & {*WORDS}

    missing = {code: sorted(needed - {*words}) for code, words in others().items()}

    assert {code: names for code, names in missing.items() if names} == {}
    with translation.override("en"):
        assert say("programme", "xx") == "Programme of the visit"


def test_a_print_is_made_with_as_many_queries_for_many_items(visit, django_assert_num_queries):
    prints.printed(visit, Print.GUEST)
    for hour in (9, 10, 11):
        make_part(make_item(visit, f"Item {hour}", hour, hour + 1), answer="confirmed")
        make_member(visit)
        with django_assert_num_queries(8):
            prints.printed(visit, Print.GUEST)


def test_a_floor_is_said_as_each_language_says_it(visit):
    make_item(visit, "Reception", place=factories.make_place("Hall", floor=2))

    said = {
        language: plain(
            prints.printed(visit, Print.GUEST, language=language).items[0].lines[0].words
        )
        for language in ("en", "ja", "uk")
    }

    assert said == {"en": "Hall, floor 2", "ja": "Hall, 2階", "uk": "Hall, 2-й поверх"}
