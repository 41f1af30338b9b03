"""Who sits where, proposed by rank and moved by a person; and what is printed of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from delegations import actions
from delegations.days import days_of
from delegations.models import SeatAtTable, SeatingPlan, SeatingTable, Standing, Visit
from delegations.precedence import papers, shapes
from delegations.precedence.order import Order
from delegations.precedence.seats import Seating
from office.erasure import nightly
from office.papers.report import plain
from tests import factories
from tests.office.papers.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


@pytest.fixture
def lineup():
    """Three hosts and three guests, by turns, in the order of their names."""
    table = factories.make_precedence_table()
    lineup = factories.make_lineup(factories.make_visit(days=(3, 4), state="planning"), table)
    for place, side in enumerate(["host", "guest"] * 3, 1):
        rank = factories.make_rank(table, place, f"Rank {place}")
        factories.make_standing(lineup, f"{side.title()} {place}", side=side, rank=rank)
    return lineup


@pytest.fixture
def plan(lineup):
    return factories.make_plan(lineup)


def seated(plan, user):
    """{number: who sits there}, of the first table."""
    return {
        seat.number: str(seat.standing)
        for seat in Seating(plan, user).tables[0].seats
        if seat.standing
    }


@pytest.mark.parametrize("shape", SeatingTable.Shape)
@pytest.mark.parametrize("size", [1, 2, 7, 12])
def test_every_shape_has_as_many_seats_as_it_says_each_in_a_place_of_its_own(shape, size):
    table = SeatingTable(shape=shape, size=size, across=5)

    drawing = shapes.drawing(table)

    assert sorted(one.number for one in drawing.places) == list(range(1, size + 1))
    assert len({(one.x, one.y) for one in drawing.places}) == size
    assert all(0 < one.x < drawing.width and 0 < one.y < drawing.height for one in drawing.places)


@pytest.mark.parametrize("shape", ["round", "rectangle", "horseshoe", "head"])
def test_the_second_seat_is_on_the_right_of_the_host_who_looks_at_us(shape):
    places = {
        one.number: one
        for one in shapes.drawing(SeatingTable(shape=shape, size=9, across=5)).places
    }

    assert places[2].x < places[1].x < places[3].x


@pytest.mark.parametrize("size", [2, 4, 6, 12])
def test_the_best_of_both_sides_sit_opposite_each_other(size):
    table = SeatingTable(shape="rectangle", size=size)
    places = {one.number: one for one in shapes.drawing(table).places}

    hosts, guests = shapes.sides(size)

    assert places[hosts[0]].x == places[guests[0]].x


def test_people_are_seated_by_rank_right_and_left_of_the_host(plan, officer):
    factories.make_seating_table(plan, 8, "round")

    left = actions.seat_by_rank(plan=plan, by=officer)

    assert left == 0
    assert [*seated(plan, officer).values()] == [
        "Host 1",
        "Guest 2",
        "Host 3",
        "Guest 4",
        "Host 5",
        "Guest 6",
    ]


def test_hosts_sit_opposite_guests_where_that_is_asked(plan, officer):
    plan.rule = SeatingPlan.Rule.OPPOSITE
    plan.save()
    table = factories.make_seating_table(plan, 6)

    actions.seat_by_rank(plan=plan, by=officer)

    assert shapes.sides(table.size) == ([1, 2, 3], [4, 5, 6])
    assert seated(plan, officer) == {
        1: "Host 1",
        2: "Host 3",
        3: "Host 5",
        4: "Guest 2",
        5: "Guest 4",
        6: "Guest 6",
    }


def test_whoever_finds_no_seat_is_counted_and_named(plan, officer):
    factories.make_seating_table(plan, 4)

    left = actions.seat_by_rank(plan=plan, by=officer)

    assert left == 2
    assert [str(one) for one in Seating(plan, officer).standing_people] == ["Host 5", "Guest 6"]


def test_two_change_places_and_who_had_none_takes_that_of_another(plan, lineup, officer):
    table = factories.make_seating_table(plan, 4)
    actions.seat_by_rank(plan=plan, by=officer)
    before = seated(plan, officer)
    first = lineup.standings.get(name=before[1])

    actions.sit(plan=plan, standing=first, table=table, number=4, by=officer)

    now = seated(plan, officer)
    assert (now[1], now[4]) == (before[4], before[1])
    last = lineup.standings.get(name="Guest 6")
    actions.sit(plan=plan, standing=last, table=table, number=4, by=officer)
    assert seated(plan, officer)[4] == "Guest 6"
    assert str(first) in map(str, Seating(plan, officer).standing_people)


def test_a_seat_that_is_not_there_is_refused_and_nobody_moves(plan, lineup, officer):
    table = factories.make_seating_table(plan, 4)
    actions.seat_by_rank(plan=plan, by=officer)
    before = seated(plan, officer)

    with pytest.raises(actions.NoSuchSeat):
        actions.sit(plan=plan, standing=lineup.standings.first(), table=table, number=5, by=officer)

    assert seated(plan, officer) == before


def test_the_seat_of_whoever_does_not_come_any_more_is_shown_as_freed(plan, lineup, officer):
    factories.make_seating_table(plan, 6)
    actions.seat_by_rank(plan=plan, by=officer)
    Standing.objects.filter(name="Guest 2").update(is_present=False)

    [freed] = [seat for seat in Seating(plan, officer).seats if seat.is_freed]

    assert (str(freed.standing), freed.is_free, freed.short) == ("Guest 2", True, "")


def test_who_is_hidden_keeps_a_chair_that_is_drawn_as_taken_and_refused(plan, lineup, officer):
    reader = factories.make_user("head")
    person = factories.make_person("Quiet", level="quiet", readers=[reader])
    lineup.standings.filter(name="Guest 2").update(person=person)
    table = factories.make_seating_table(plan, 6, "round")

    assert actions.seat_by_rank(plan=plan, by=officer) == 0

    assert seated(plan, reader)[2] == "Guest 2"
    assert 2 not in seated(plan, officer)
    second = Seating(plan, officer).seats[1]
    assert (second.label, second.is_free, papers.who(second)) == ("2: taken", False, "taken")
    host = lineup.standings.get(name="Host 1")
    with pytest.raises(actions.NoSuchSeat):
        actions.sit(plan=plan, standing=host, table=table, number=2, by=officer)
    with pytest.raises(actions.NoSuchSeat):
        actions.free_seat(plan=plan, table=table, number=2, by=officer)
    assert seated(plan, reader)[2] == "Guest 2"


# ---------------------------------------------------------------- the pages


@pytest.fixture
def order_page(back_office, lineup):
    back_office("officer")
    return reverse("admin:visit_precedence", args=[lineup.visit_id])


@pytest.fixture
def seating_page(order_page, plan):
    return reverse("admin:visit_seating", args=[plan.lineup.visit_id])


def test_an_order_is_made_moved_and_put_back_on_its_page(client, back_office, people):
    officer = people["officer"]
    back_office("officer")
    table = factories.make_precedence_table()
    factories.make_rank(table, 1, "Mayor", "mayor")
    visit = factories.make_visit(days=(3, 4), state="planning")
    factories.make_member(visit, "Tanaka", office="Mayor")
    factories.make_member(visit, "Sato")
    url = reverse("admin:visit_precedence", args=[visit.pk])

    client.post(url, {"do": "line_up", "new-table": table.pk})
    lineup = visit.lineups.get()
    sato = lineup.standings.get(name="Sato")
    asked = client.get(f"{url}?move={sato.pk}&to=up").context["move_form"]
    moved = {
        "do": "place",
        "standing": sato.pk,
        **{k: asked[k].value() for k in ("after", "version")},
    }
    refused = client.post(url, moved)
    client.post(url, moved | {"reason": "Came first."})

    assert "This field is required." in refused.content.decode()
    assert [str(one) for one in Order(lineup, officer).present] == ["Sato", "Tanaka"]
    assert "Placed first" in client.get(url).content.decode()
    client.post(url, {"do": "rule", "standing": sato.pk})
    assert [str(one) for one in Order(lineup, officer).present] == ["Tanaka", "Sato"]


def test_an_order_that_was_there_is_said_to_be_by_its_own_table(client, order_page, lineup):
    other = factories.make_precedence_table("Another order")

    page = client.post(order_page, {"do": "line_up", "new-table": other.pk}, follow=True)

    assert f"by the table “{lineup.table}”" in page.content.decode()
    assert "The order is proposed" not in page.content.decode()


def test_somebody_is_added_changed_and_taken_off(client, order_page, lineup, officer):
    typed = {"do": "save", "side": "guest", "is_present": "on", "name": ""}

    refused = client.post(order_page, typed | {"office": "Consul"})
    client.post(order_page, typed | {"name": "Rosa Prova", "office": "Consul"})

    assert refused.context["form"]["office"].value() == "Consul"
    rosa = lineup.standings.get(name="Rosa Prova")
    rank = lineup.table.ranks.get(position=1)
    changed = typed | {"standing": rosa.pk, "name": "Rosa Prova", "version": rosa.version}
    client.post(order_page, changed | {"rank": rank.pk})
    assert (lineup.standings.get(pk=rosa.pk).rank, rosa.rank) == (rank, None)
    assert "Somebody changed this" in client.post(order_page, changed).content.decode()
    client.post(order_page, {"do": "strike_off", "standing": rosa.pk})
    assert not lineup.standings.filter(name="Rosa Prova").exists()


def test_who_may_only_read_sees_the_order_and_changes_nothing(client, back_office, lineup, plan):
    back_office("reader")

    for name in ("visit_precedence", "visit_seating"):
        url = reverse(f"admin:{name}", args=[lineup.visit_id])
        assert client.get(url).status_code == 200
        assert client.post(url, {"do": "refresh"}).status_code == 403


def test_seats_are_given_moved_and_freed_without_a_script(client, seating_page, plan, officer):
    client.post(seating_page, {"do": "table", "table-shape": "round", "table-size": "0"})
    assert not plan.tables.exists()
    table = {"table-shape": "round", "table-size": "6", "table-across": "10"}
    client.post(seating_page, {"do": "table", **table})
    client.post(seating_page, {"do": "fill"})
    assert seated(plan, officer)[1] == "Host 1"

    host = plan.lineup.standings.get(name="Host 1")
    seat = f"{plan.tables.get().pk}-2"
    client.post(seating_page, {"do": "sit", "who": host.pk, "seat": seat})
    assert (seated(plan, officer)[1], seated(plan, officer)[2]) == ("Guest 2", "Host 1")
    client.post(seating_page, {"do": "free", "seat": seat})
    assert 2 not in seated(plan, officer)


def test_a_table_that_becomes_smaller_frees_the_seats_that_are_no_more(client, seating_page, plan):
    table = factories.make_seating_table(plan, 6, "round")
    actions.seat_by_rank(plan=plan, by=factories.make_user("officer"))

    smaller = {"table-shape": "round", "table-size": "4", "table-across": "10"}
    response = client.post(seating_page, {"do": "table", "table": table.pk, **smaller}, follow=True)

    assert SeatAtTable.objects.count() == 4
    assert "2 have no seat." in response.content.decode()


@pytest.mark.parametrize("which", ["plan", "table", "rules"])
def test_the_second_of_two_who_change_it_is_told_and_nothing_typed_is_lost(
    client, order_page, seating_page, plan, which
):
    table = factories.make_seating_table(plan, 6, "round")
    opened = {"plan": plan, "table": table, "rules": plan.lineup}[which]
    typed = {
        "plan": {"plan-name": "Gala", "plan-rule": plan.rule},
        "table": {"table-size": "4", "table-shape": "round", "table-across": "10"},
        "rules": {
            "rules-note": "As asked.",
            "rules-table": plan.lineup.table_id,
            "rules-speeches": plan.lineup.speeches,
        },
    }[which]
    first = next(iter(typed))
    kept = typed[first]
    typed |= {"do": which, f"{which}-version": opened.version, "table": table.pk}
    opened.save()

    page = client.post(order_page if which == "rules" else seating_page, typed)

    assert "Somebody changed this meanwhile" in page.content.decode()
    assert page.context[f"{which}_form"][first.partition("-")[2]].value() == kept
    assert type(opened).objects.get(pk=opened.pk).version == opened.version


def test_two_of_one_family_name_are_told_apart_in_the_drawing(plan, officer):
    for name in ("Anna Mori", "Kenji Mori", "Rosa Prova"):
        factories.make_standing(plan.lineup, name, side="guest")
    factories.make_seating_table(plan, 12)
    actions.seat_by_rank(plan=plan, by=officer)

    shown = {seat.short for seat in Seating(plan, officer).seats}

    assert {"A. Mori", "K. Mori", "Prova"} <= shown
    assert "Mori" not in shown


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_pages_ask_no_more_for_more_people(
    client, order_page, seating_page, plan, lineup, officer
):
    factories.make_seating_table(plan, 8)
    actions.seat_by_rank(plan=plan, by=officer)
    for url in (order_page, seating_page):
        client.get(url)
    before = [queries(client, url) for url in (order_page, seating_page)]
    country = factories.make_country(code="JP")
    # Each moved after somebody who is in the list of members.
    members = [
        factories.make_standing(
            lineup,
            f"Member {number}",
            origin="member",
            member=factories.make_member(lineup.visit, f"Member {number}"),
        )
        for number in range(3)
    ]
    for standing, after in zip(members[1:], members, strict=False):
        actions.place(standing=standing, after=after, reason="Asked.", by=officer)
    for number in range(3):
        person = factories.make_person(f"Person {number}")
        factories.make_standing(
            lineup,
            f"More {number}",
            person=person,
            country=country,
            rank=lineup.table.ranks.get(position=1),
        )
    actions.seat_by_rank(plan=plan, by=officer)

    assert [queries(client, url) for url in (order_page, seating_page)] == before


# ---------------------------------------------------------------- papers


@pytest.mark.parametrize("which", papers.REPORTS)
def test_every_list_says_that_it_is_a_proposal_and_which_gaps_there_are(lineup, officer, which):
    factories.make_rank(lineup.table, 9, "A rank nobody read", is_gap=True)

    report = papers.report_of(which, Order(lineup, officer), officer)

    told = " ".join(map(str, report.intro))
    assert "proposal" in told
    assert "A rank nobody read" in told


def test_place_cards_carry_the_name_in_its_own_script_too(client, order_page, lineup):
    person = factories.make_person("Tanaka", own_name="田中花子", own_language="ja")
    factories.make_standing(lineup, "Hanako Tanaka", person=person, office="mayor of Kyoto")

    response = client.get(reverse("admin:visit_place_cards", args=[lineup.visit_id]))

    text = text_of(b"".join(response.streaming_content))
    assert "Hanako Tanaka" in text
    assert "田中花子" in text
    assert "Mayor of Kyoto" in text


def test_beneath_the_place_cards_stands_that_the_table_has_gaps(lineup, officer):
    factories.make_rank(lineup.table, 9, "A rank nobody read", is_gap=True)

    text = text_of(papers.place_cards(Order(lineup, officer)).content)

    assert "A rank nobody read" in text
    assert "This is a proposal" in text


def test_on_paper_nobody_is_told_to_press_a_button(lineup, officer):
    factories.make_standing(lineup, "Rosa Prova", office="unheard of")

    [section] = papers.report_of("order", Order(lineup, officer), officer).sections

    [why] = [plain(row[4]) for row in section.table.rows if "Rosa" in plain(row[1])]
    assert why == "Without a rank."


def test_the_sign_on_a_door_says_who_meets_there_and_when(client, order_page, lineup):
    hall = factories.make_place("Great hall")
    factories.make_item(lineup.visit, "Reception", place=hall, language="fr")

    response = client.get(reverse("admin:visit_door_signs", args=[lineup.visit_id]))

    text = text_of(b"".join(response.streaming_content))
    for words in ("Municipality of Kyoto", "Reception", "Great hall", "09:00–10:00", "French"):
        assert words in text


def test_the_plan_of_the_seats_says_whose_dinner_it_is_and_when_and_lists_who_sits_where(
    client, seating_page, plan, officer
):
    factories.make_seating_table(plan, 6, "horseshoe", name="Top table")
    factories.make_seating_table(plan, 4, name="Empty table")
    actions.seat_by_rank(plan=plan, by=officer)

    def content(ending):
        url = reverse("admin:visit_seating_paper", args=[plan.lineup.visit_id, ending])
        return b"".join(client.get(url).streaming_content)

    text = text_of(content("pdf"))
    for words in ("Municipality of Kyoto", days_of(plan.lineup.visit), "Guest 2", "1 / 1"):
        assert words in text
    # Of a table where nobody sits the drawing says all.
    assert "free" not in text.partition("Empty table")[2]
    sheets = load_workbook(BytesIO(content("xlsx")))
    told = {cell.value for sheet in sheets for row in sheet for cell in row}
    assert {"Guest 2", "Host 1"} <= told


# ---------------------------------------------------------------- what goes with time


def test_two_years_after_departure_nobody_stands_or_sits_anywhere_any_more(plan, officer):
    factories.make_seating_table(plan, 6)
    actions.seat_by_rank(plan=plan, by=officer)
    first, last = plan.lineup.standings.order_by("pk").first(), plan.lineup.standings.last()
    actions.place(standing=last, after=first, reason="Guest 6 is old.", by=officer)
    factories.make_retention("name", "departure", 730)
    day = timezone.localdate() - timedelta(days=800)
    Visit.objects.update(first_day=day, last_day=day, state="completed")

    nightly.erase()

    for model in (Standing, SeatAtTable, Standing.history.model, SeatAtTable.history.model):
        assert model.objects.count() == 0, model
