"""How the guests travel, where they sleep, what stands on their badges: typed, and printed."""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from delegations import actions, badges, member_list
from delegations.models import Arrangements, Leg, Member, Stay, Visit
from office.erasure.copies import text_of
from office.papers import qr
from office.papers.report import plain
from tests import factories
from tests.factories import make_leg, make_member, make_stay
from tests.forms import form_of
from tests.pages import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


# One leaves before one comes.
NIGHTS = {"stays__0__hotel": "Hotel Exemplar"}
NIGHTS |= {"stays__0__arrives_on": "2027-05-02", "stays__0__leaves_on": "2027-05-01"}


@pytest.fixture
def visit(office):
    return factories.make_visit(state="planning", days=(30, 31))


def url(visit):
    return f"/admin/visits/{visit.pk}/travel/"


def send(client, visit, form=None, **typed):
    """As the page stands, with what is typed; a name holds "__" for "-"."""
    sent = form or form_of(client.get(url(visit)), form_id="travel_form")
    return client.post(
        url(visit), sent | {name.replace("__", "-"): one for name, one in typed.items()}
    )


def errors(response):
    return [(fault.place, str(fault.message)) for fault in response.context["faults"]]


def flight(visit):
    day = visit.first_day.isoformat()
    return {"legs__0__at": f"{day}T10:40", "legs__0__number": "AZ 1675", "legs__0__station": "FLR"}


def test_a_flight_a_hotel_and_whom_to_call_are_written_at_once(clerk, visit):
    hotel = {"stays__0__hotel": "Hotel Exemplar", "stays__0__arrives_on": visit.first_day}
    day = {"arrangements__call_name": "Ada", "arrangements__security": "Two officers."}

    response = send(clerk, visit, **flight(visit), **hotel, **day, visit__print_language="ja")

    assert response.status_code == 302
    leg, stay, arrangements = Leg.objects.get(), Stay.objects.get(), Arrangements.objects.get()
    assert (str(leg), timezone.localtime(leg.at).hour, leg.direction) == (
        "AZ 1675 FLR",
        10,
        "arrival",
    )
    assert (stay.hotel, stay.arrives_on, stay.leaves_on) == (
        "Hotel Exemplar",
        visit.first_day,
        None,
    )
    assert (arrangements.call_name, arrangements.security) == ("Ada", "Two officers.")
    assert Visit.objects.get().print_language == "ja"
    assert leg.history.get().history_user == clerk.user


def test_a_look_and_a_form_sent_as_it_stands_change_nothing(clerk, visit):
    leg, stay = make_leg(visit), make_stay(visit)
    member = make_member(visit, arrives_by=leg, own_name="田中", own_language="ja")

    send(clerk, visit)

    rows = (leg, stay, member, visit)
    assert [type(one).objects.get(pk=one.pk).version for one in rows] == [1, 1, 1, visit.version]
    assert (Leg.objects.count(), Arrangements.objects.count()) == (1, 0)


def test_who_comes_by_what_and_how_they_are_called(clerk, visit):
    leg, stay, member = make_leg(visit), make_stay(visit), make_member(visit)
    key = f"member-{member.pk}"
    typed = {"own_name": "田中", "own_language": "japanese", "badge_number": "7", "stay": stay.pk}

    send(
        clerk,
        visit,
        **{f"{key}-{name}": one for name, one in typed.items()},
        **{f"{key}-arrives_by": leg.pk},
    )

    member.refresh_from_db()
    assert (member.own, member.badge_number) == (("田中", "ja"), "7")
    assert (member.arrives_by, member.stay, member.leaves_by) == (leg, stay, None)


@pytest.mark.parametrize("name", ["arrives_by", "leaves_by", "stay"])
def test_one_button_says_it_of_all(clerk, visit, name):
    direction = {"direction": "departure"} if name == "leaves_by" else {}
    one = make_stay(visit) if name == "stay" else make_leg(visit, **direction)
    members = [make_member(visit), make_member(visit)]

    send(clerk, visit, all=f"{name}:{one.pk}")

    assert [getattr(Member.objects.get(pk=row.pk), name) for row in members] == [one, one]


def test_what_is_not_of_this_visit_is_said_of_nobody(clerk, visit):
    other = make_leg(factories.make_visit())
    member = make_member(visit)

    send(clerk, visit, all=f"arrives_by:{other.pk}")
    response = send(clerk, visit, **{f"member-{member.pk}-arrives_by": other.pk})

    assert Member.objects.get().arrives_by is None
    assert errors(response)[0][0] == f"id_member-{member.pk}-arrives_by"


def test_a_flight_that_is_taken_away_is_nobodys_any_more(clerk, visit):
    leg = make_leg(visit)
    make_member(visit, arrives_by=leg)

    send(clerk, visit, legs__0__DELETE="on")

    assert (Leg.objects.count(), Member.objects.get().arrives_by) == (0, None)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"legs__0__number": "AZ 1675"}, "id_legs-0-at"),
        ({"legs__0__at": "soon"}, "id_legs-0-at"),
        ({"stays__0__address": "Via Roma 1"}, "id_stays-0-hotel"),
        (
            {
                "stays__0__hotel": "H",
                "stays__0__arrives_on": "2027-05-02",
                "stays__0__leaves_on": "2027-05-01",
            },
            "id_stays-0-leaves_on",
        ),
        ({"visit__print_language": "xx"}, "id_visit-print_language"),
        ({"arrangements__call_name": "x" * 151}, "id_arrangements-call_name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(clerk, visit, typed, place):
    response = send(clerk, visit, **{"arrangements__entrance": "Gate 3"} | typed)

    assert [where for where, _said in errors(response)] == [place]
    assert "Gate 3" in response.text
    assert (Leg.objects.count(), Stay.objects.count(), Arrangements.objects.count()) == (0, 0, 0)


def test_a_name_in_a_script_needs_its_language(clerk, visit):
    member = make_member(visit)
    key = f"member-{member.pk}"

    response = send(clerk, visit, **{f"{key}-own_name": "田中"})
    other = send(clerk, visit, **{f"{key}-own_name": "田中", f"{key}-own_language": "klingonic"})

    assert [errors(one)[0][0] for one in (response, other)] == [f"id_{key}-own_language"] * 2
    assert "klingonic" in other.text


def test_what_another_changed_meanwhile_is_told_and_nothing_typed_is_lost(clerk, visit):
    form = form_of(clerk.get(url(visit)), form_id="travel_form")
    make_leg(visit, number="LH 1")

    refused = send(clerk, visit, form, **flight(visit))
    form = form_of(refused, form_id="travel_form")

    assert "Somebody changed travel" in refused.context["refused"]
    assert [one.number for one in Leg.objects.all()] == ["LH 1"]
    assert form["legs-0-number"] == "AZ 1675"


def test_a_mistake_in_the_form_does_not_hide_what_another_changed_meanwhile(clerk, visit):
    stay = make_stay(visit, hotel="Hotel Exemplar")
    form = form_of(clerk.get(url(visit)), form_id="travel_form")
    stay.hotel = "Hotel of a colleague"
    stay.save()

    wrong = send(clerk, visit, form, legs__0__at="soon")
    corrected = send(clerk, visit, form_of(wrong, form_id="travel_form"), **flight(visit))

    assert [place for place, _words in errors(wrong)] == ["id_legs-0-at"]
    assert "Somebody changed travel" in corrected.context["refused"]
    assert (Stay.objects.get().hotel, Leg.objects.count()) == ("Hotel of a colleague", 0)


def test_who_is_checked_in_meanwhile_stays_so(clerk, visit):
    member = make_member(visit)
    form = form_of(clerk.get(url(visit)), form_id="travel_form")
    actions.check_in(member=member, attendance="here", by=None)

    response = send(clerk, visit, form, **{f"member-{member.pk}-badge_number": "7"})

    member.refresh_from_db()
    assert (response.status_code, member.attendance, member.badge_number) == (302, "here", "7")


def test_after_saving_one_comes_back_to_the_part_whose_button_was_pressed(clerk, visit):
    page = clerk.get(url(visit))

    answers = [
        clerk.post(url(visit), {**form_of(page, form_id="travel_form"), "save": part}).url
        for part in ("legs", "stays", "elsewhere")
    ]

    assert answers == [f"{url(visit)}#legs", f"{url(visit)}#stays", url(visit)]
    assert page.text.count("One more: ") == 2
    assert 'id="legs"' in page.text


def test_a_flight_on_another_day_is_saved_and_told(clerk, visit):
    day = (visit.first_day - timedelta(days=2)).isoformat()

    response = send(clerk, visit, **flight(visit) | {"legs__0__at": f"{day}T10:40"})

    assert Leg.objects.count() == 1
    assert "AZ 1675 FLR is not near the days of the visit" in told(response)[1]


def test_who_only_reads_reads_what_is_not_of_safety(back_office, visit):
    factories.make_arrangements(visit, security="Two officers.", call_name="Ada")
    make_member(visit, arrives_by=make_leg(visit), diet="vegan")
    reader = back_office("reader")

    page = reader.get(url(visit))

    assert (page.status_code, "AZ 1675" in page.text, 'name="seen"' in page.text) == (
        200,
        True,
        False,
    )
    assert [word for word in ("Two officers.", "vegan") if word in page.text] == []
    assert reader.post(url(visit), {}).status_code == 403


@pytest.mark.parametrize("ending", ["travel/", "members/pdf/", "badges/"])
def test_a_quiet_visit_is_its_readers_alone(back_office, ending):
    visit = factories.make_visit(level="quiet")

    assert back_office("head").get(f"/admin/visits/{visit.pk}/{ending}").status_code == 404


def test_the_list_of_members_is_a_paper_without_what_they_eat(visit):
    leg, stay = make_leg(visit), make_stay(visit)
    make_member(
        visit,
        is_head=True,
        own_name="田中",
        own_language="ja",
        pronunciation="ta-NA-ka",
        arrives_by=leg,
        stay=stay,
        diet="vegan",
        languages=["ja"],
    )

    report = member_list.report(visit, factories.make_user("reader"))

    rows = [[plain(cell) for cell in row] for row in report.sections[0].table.rows]
    assert rows == [
        [
            "Tanaka (head of the delegation)",
            "田中",
            "ta-NA-ka",
            "",
            "Japanese",
            "AZ 1675 Airport",
            "",
            "Hotel Exemplar",
            "not said",
            "",
        ]
    ]
    assert [section.table.rows[0][-1] for section in report.sections[1:]] == [1, 1]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_the_list_of_members_is_handed_out(clerk, visit, ending):
    make_member(visit, own_name="田中", own_language="ja")

    answer = clerk.get(f"/admin/visits/{visit.pk}/members/{ending}/")

    assert "田中" in text_of(b"".join(answer.streaming_content))


def test_there_is_no_list_in_another_format(clerk, visit):
    assert clerk.get(f"/admin/visits/{visit.pk}/members/csv/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_as_for_one(
    clerk, visit, count, django_assert_num_queries
):
    for _number in range(count):
        make_member(visit, arrives_by=make_leg(visit), stay=make_stay(visit))
    clerk.get(url(visit))

    with django_assert_num_queries(23):
        clerk.get(url(visit))


def test_a_badge_has_the_name_in_its_own_script_and_a_code_that_leads_to_its_member(visit):
    one = make_member(
        visit, own_name="田中", own_language="ja", badge_name="Dr Tanaka", badge_number="7"
    )
    make_member(visit, "Absent", attendance="absent")

    paper = badges.badges(visit, factories.make_user("officer"), absolute="https://x{}".format)

    document = pypdfium2.PdfDocument(paper.content)
    page = document[0]
    text = page.get_textpage().get_text_range()
    found = [word for word in ("Dr Tanaka", "田中", "Kyoto", "7", "Absent") if word in text]
    document.close()
    assert (found, paper.missing) == (["Dr Tanaka", "田中", "Kyoto", "7"], ())
    assert paper.is_accessible
    content = badges.badge_of(one, [], "en", "https://x{}".format)
    assert content["code"] == qr.svg(f"https://x/admin/visits/today/?member={one.pk}")


def test_without_anybody_on_the_list_there_are_no_badges(clerk, visit):
    response = clerk.get(f"/admin/visits/{visit.pk}/badges/")

    assert (response.status_code, told(response)) == (
        302,
        ["There are no badges: nobody is on the list."],
    )


def test_badges_are_handed_out(clerk, visit):
    make_member(visit)

    assert clerk.get(f"/admin/visits/{visit.pk}/badges/")["Content-Type"] == "application/pdf"


def test_a_form_that_is_not_ours_saves_nothing(clerk, visit):
    member = make_member(visit, own_name="田中", own_language="ja")

    responses = [clerk.post(url(visit), sent) for sent in ({}, {"all": f"stay:{'9' * 5000}"})]

    assert [response.status_code for response in responses] == [200, 200]
    assert Member.objects.get().version == member.version
