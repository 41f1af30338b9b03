"""The order of the people of a visit: by the table, by tie, and as a person moved them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from delegations import actions
from delegations.models import PrecedenceRank, Standing
from delegations.precedence import lines, papers
from delegations.precedence.order import Order, in_order
from delegations.precedence.ranks import Scene
from office import datasets
from office.dates import PartialDate
from tests import factories
from tests.office.exchange.steps import imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A made-up order: governor, mayor, and a gap; guests go after our mayor."""
    factories.make_office(country="IT")
    factories.make_country(code="IT", name_en="Italy", name_it="Italia")
    table = factories.make_precedence_table()
    factories.make_rank(table, 1, "Governor", "governor")
    mayor = factories.make_rank(table, 2, "Mayor", "sindaco|mayor|-deputy", where="home")
    factories.make_rank(table, 3, "Deputy", "deputy mayor|deputy", tie="name")
    factories.make_rank(table, 4, "Not read", is_gap=True)
    guests = factories.make_precedence_table("Guests", "guests")
    factories.make_rank(
        guests, 1, "Foreign mayor", "mayor|maire", after=mayor, where="abroad", is_proposal=True
    )
    return table


@pytest.fixture
def japan():
    return factories.make_country(code="JP", name_en="Japan", name_it="Giappone")


@pytest.fixture
def officer():
    return factories.make_user("officer")


@pytest.fixture
def lineup(table, japan, officer):
    """A mayor of Japan with two of his, and our mayor and her deputy, who receive them."""
    visit = factories.make_visit(country=japan, days=(3, 4), state="planning")
    factories.make_member(visit, "Tanaka", office="Counsellor", position=1)
    factories.make_member(visit, "Sato", office="Mayor of Kyoto", position=2, is_head=True)
    item = factories.make_item(visit)
    factories.make_part(item, "Rosa Prova", office="Deputy mayor")
    factories.make_part(item, "Anna Prova", office="Sindaco di Borgolago", kind="speaker")
    return actions.line_up(visit=visit, table=table, by=officer)


def names(lineup, user):
    return [str(one) for one in Order(lineup, user).present]


def one_called(lineup, name):
    return lineup.standings.get(name=name)


def test_people_stand_by_the_rank_of_their_office_and_who_has_none_at_the_end(lineup, officer):
    assert names(lineup, officer) == ["Anna Prova", "Sato", "Rosa Prova", "Tanaka"]
    assert [one.rank and one.rank.name for one in Order(lineup, officer).present] == [
        "Mayor",
        "Foreign mayor",
        "Deputy",
        None,
    ]


@pytest.mark.parametrize(
    ("office", "abroad", "rank"),
    [
        ("Sindaco", False, "Mayor"),
        ("SÍNDACO di Borgolago", False, "Mayor"),
        ("Maire de Reims", True, "Foreign mayor"),
        ("Deputy mayor", False, "Deputy"),
        ("Mayoral adviser", False, None),
        ("Not read", False, None),
        ("", False, None),
    ],
)
def test_a_rank_is_found_by_whole_words_in_any_language(lineup, japan, office, abroad, rank):
    one = Standing(office=office, country=japan if abroad else None, side="guest")

    found = Scene.of(lineup).rank_of(one)

    assert (found and found.name) == rank


def test_the_longest_word_decides_and_then_the_rules_of_the_house(lineup):
    law = PrecedenceRank.objects.get(name="Governor")
    house = factories.make_precedence_table("House", "local")
    factories.make_rank(house, 1, "Mayor of a capital", "sindaco", before=law, where="hosts")
    scene = Scene.of(lineup)

    ours = scene.rank_of(Standing(office="Sindaco", side="host"))
    another = scene.rank_of(Standing(office="Sindaco", side="guest"))

    assert (str(ours.name), str(another.name)) == ("Mayor of a capital", "Mayor")
    assert ours.place < law.place


def test_equal_ranks_go_by_the_day_of_office_by_country_or_by_name(table, officer):
    governor = table.ranks.get(name="Governor")
    lineup = factories.make_lineup(factories.make_visit(), table)
    old, new, unknown = (
        factories.make_standing(lineup, name, rank=governor, held_since=since)
        for name, since in (("Old", "2012"), ("New", "2020-05"), ("Unknown", None))
    )

    assert in_order([unknown, new, old]) == [old, new, unknown]
    governor.tie = "name"
    governor.save()
    rows = list(lineup.standings.with_names())
    assert [one.name for one in in_order(rows)] == ["New", "Old", "Unknown"]
    assert Order(lineup, officer).placed[0].tie == "Equal rank: by name, by alphabet."


def test_equal_ranks_go_by_the_countries_of_the_office_in_whatever_language_one_reads(table):
    governor = table.ranks.get(name="Governor")
    governor.tie = "country"
    governor.save()
    lineup = factories.make_lineup(factories.make_visit(), table)
    codes = {"FR": "Francia", "DE": "Germania", "GN": "Guinea", "GW": "Guinea-Bissau"}
    for code, name in reversed(codes.items()):
        # In English and German the first two are the other way round.
        country = factories.make_country(code=code, name_it=name, name_en=f"x{code}")
        factories.make_standing(
            lineup,
            code,
            rank=governor,
            country=country,
            held_since="1990" if code == "GW" else None,
        )
    rows = list(lineup.standings.with_names())

    for language in ("en", "it"):
        with override(language):
            assert [one.name for one in in_order(rows)] == list(codes)


def test_equal_ranks_go_by_family_name_and_not_by_title_or_first_name(table):
    governor = table.ranks.get(name="Governor")
    governor.tie = "name"
    governor.save()
    visit = factories.make_visit()
    lineup = factories.make_lineup(visit, table)
    member = factories.make_member(visit, "Bo", title="Dr", given_name="Yan")
    for name, of in (("Anna Zuse", None), ("Dr Yan Bo", member), ("Dr Zoe Abe", None)):
        factories.make_standing(lineup, name, rank=governor, member=of)
    rows = list(lineup.standings.with_names())

    assert [one.name for one in in_order(rows)] == ["Dr Zoe Abe", "Dr Yan Bo", "Anna Zuse"]


def test_ranks_of_two_tables_at_one_place_stay_together_those_of_the_house_first(table):
    mayor = table.ranks.get(name="Mayor")
    guests = factories.make_precedence_table("More guests", "guests")
    house = factories.make_precedence_table("House", "local")
    for of in (guests, house):
        for place, tie in ((1, "since"), (2, "country")):
            factories.make_rank(of, place, f"{of} {place}", after=mayor, tie=tie)
    lineup = factories.make_lineup(factories.make_visit(), table)
    ranks = PrecedenceRank.objects.filter(table__in=[guests, house]).order_by("position", "table")
    for rank in ranks:
        factories.make_standing(lineup, rank.name, rank=rank)
    rows = list(lineup.standings.with_names())

    told = ["House 1", "House 2", "More guests 1", "More guests 2"]
    assert [one.name for one in in_order(rows)] == told
    assert len({one.place for one in ranks}) == 4


def test_a_move_with_its_reason_survives_that_the_order_is_made_anew(lineup, officer):
    actions.place(
        standing=one_called(lineup, "Tanaka"),
        after=one_called(lineup, "Anna Prova"),
        reason="Interprets for both.",
        by=officer,
    )
    factories.make_member(lineup.visit, "Abe", office="Governor", position=0)

    new = actions.bring_up_to_date(lineup=lineup, by=officer)

    assert [one.name for one in new] == ["Abe"]
    assert names(lineup, officer) == ["Abe", "Anna Prova", "Tanaka", "Sato", "Rosa Prova"]
    moved = Order(lineup, officer).placed[2]
    assert moved.move == f"Placed after Anna Prova by {officer}: Interprets for both."


def test_moves_are_made_again_in_the_order_in_which_they_were_made(lineup, officer):
    for name in ("Rosa Prova", "Tanaka"):
        actions.place(standing=one_called(lineup, name), after=None, reason="Asked.", by=officer)

    assert names(lineup, officer) == ["Tanaka", "Rosa Prova", "Anna Prova", "Sato"]
    actions.back_to_rule(standing=one_called(lineup, "Tanaka"), by=officer)
    assert names(lineup, officer) == ["Rosa Prova", "Anna Prova", "Sato", "Tanaka"]


def test_whoever_was_placed_after_somebody_goes_with_them_when_they_are_moved_later(
    lineup, officer
):
    sato, tanaka = one_called(lineup, "Sato"), one_called(lineup, "Tanaka")
    actions.place(standing=tanaka, after=sato, reason="Interprets.", by=officer)

    after = one_called(lineup, "Rosa Prova")
    actions.place(standing=one_called(lineup, "Sato"), after=after, reason="Asked.", by=officer)

    assert names(lineup, officer) == ["Anna Prova", "Rosa Prova", "Sato", "Tanaka"]


def test_two_who_were_placed_after_each_other_stand_as_the_later_move_says(lineup, officer):
    sato, tanaka = one_called(lineup, "Sato"), one_called(lineup, "Tanaka")
    actions.place(standing=tanaka, after=sato, reason="Asked.", by=officer)
    actions.place(
        standing=one_called(lineup, "Sato"), after=one_called(lineup, "Tanaka"), reason="No.",
        by=officer,
    )  # fmt: skip

    assert names(lineup, officer) == ["Anna Prova", "Tanaka", "Sato", "Rosa Prova"]


def test_a_move_without_a_reason_is_refused_and_changes_nothing(lineup, officer):
    with pytest.raises(actions.NoReason):
        actions.place(standing=one_called(lineup, "Sato"), after=None, reason=" ", by=officer)

    assert names(lineup, officer) == ["Anna Prova", "Sato", "Rosa Prova", "Tanaka"]


def test_whoever_changed_it_meanwhile_wins_and_the_second_is_told(lineup, officer):
    mine, theirs = one_called(lineup, "Sato"), one_called(lineup, "Sato")
    actions.place(standing=theirs, after=None, reason="Asked.", by=officer)

    with pytest.raises(actions.Changed):
        actions.place(standing=mine, after=None, reason="Me too.", by=officer)


def test_who_left_keeps_a_place_for_those_placed_after_them_and_it_is_said(lineup, officer):
    sato = one_called(lineup, "Sato")
    actions.place(standing=one_called(lineup, "Tanaka"), after=sato, reason="Together.", by=officer)

    sato.member.delete()

    order = Order(lineup, officer)
    assert names(lineup, officer) == ["Anna Prova", "Tanaka", "Rosa Prova"]
    assert [(one.standing.name, one.number) for one in order.placed][1] == ("Sato", None)
    assert "does not take part any more" in order.placed[2].move


def test_who_was_placed_after_somebody_struck_off_stands_by_rule_and_it_is_said(lineup, officer):
    sato = one_called(lineup, "Sato")
    actions.place(
        standing=one_called(lineup, "Rosa Prova"), after=sato, reason="Together.", by=officer
    )

    actions.strike_off(standing=sato, by=officer)

    [_mayor, deputy, _last] = Order(lineup, officer).placed
    assert deputy.has_lost_anchor
    assert "Sato" in deputy.move
    assert "Together." in deputy.move


def test_a_deputy_is_lined_up_by_their_own_office_and_says_for_whom(table, officer):
    visit = factories.make_visit(state="planning", days=(3, 4))
    item = factories.make_item(visit)
    factories.make_part(
        item,
        "Anna Prova",
        office="Mayor",
        answer="deputised",
        deputy_name="Rosa Prova",
        deputy_office="Deputy mayor",
    )
    factories.make_part(item, "Who declines", office="Governor", answer="declined")
    factories.make_interpreter(item, name="An interpreter")

    lineup = actions.line_up(visit=visit, table=table, by=officer, item=item)

    [deputy] = lineup.standings.all()
    assert (deputy.name, deputy.stands_in_for, deputy.rank.name) == (
        "Rosa Prova",
        "Anna Prova",
        "Deputy",
    )


def test_a_deputy_who_steps_in_later_has_neither_the_rank_nor_the_years_of_the_other(
    table, officer
):
    visit = factories.make_visit(state="planning", days=(3, 4))
    part = factories.make_part(factories.make_item(visit), "Anna Prova", office="Mayor")
    lineup = actions.line_up(visit=visit, table=table, by=officer)
    [mayor] = lineup.standings.all()
    mayor.how, mayor.held_since = "person", PartialDate(2014)
    mayor.save()
    actions.answer(
        part=part, answer="deputised", deputy_name="Rosa Prova", deputy_office="Deputy mayor",
        seen=actions.hours_token(part.item), by=officer,
    )  # fmt: skip

    actions.bring_up_to_date(lineup=lineup, by=officer)

    [one] = lineup.standings.all()
    told = (one.name, one.rank.name, one.how, one.held_since, one.stands_in_for)
    assert told == ("Rosa Prova", "Deputy", "words", None, "Anna Prova")


def test_whoever_reads_an_order_is_told_of_gaps_proposals_and_missing_ranks(lineup, officer):
    told = " ".join(Order(lineup, officer).warnings)

    assert "proposal" in told
    assert "Not read" in told
    assert "Some ranks are proposals" in told
    assert "1 of them has no rank" in told


def test_a_rank_chosen_by_a_person_stays_when_ranks_are_proposed_anew(lineup, officer, table):
    tanaka = one_called(lineup, "Tanaka")
    actions.save_standing(standing=tanaka, chosen=table.ranks.get(position=1), by=officer)

    actions.bring_up_to_date(lineup=lineup, by=officer)

    assert names(lineup, officer)[0] == "Tanaka"
    assert one_called(lineup, "Tanaka").get_how_display() == "chosen by a person"


def test_nobody_sees_somebody_hidden_in_an_order(lineup, officer):
    hidden = factories.make_person("Quiet", level="quiet")
    factories.make_standing(lineup, "Quiet", person=hidden)

    sato = one_called(lineup, "Sato")
    after = one_called(lineup, "Quiet")
    actions.place(standing=sato, after=after, reason="Asked.", by=officer)

    order = Order(lineup, officer)
    assert "Quiet" not in names(lineup, officer)
    assert not [one.move for one in order.placed if "Quiet" in one.move]
    actions.strike_off(standing=after, by=officer)
    assert one_called(lineup, "Sato").anchor_name == "–"


def test_who_is_hidden_moves_nobody_else_whoever_reads_or_prints_the_order(lineup, officer):
    reader = factories.make_user("head")
    hidden = factories.make_person("Quiet", level="quiet", readers=[reader])
    rank = PrecedenceRank.objects.get(name="Governor")
    quiet = factories.make_standing(
        lineup, "Quiet", person=hidden, rank=rank, side="host", speaks=True
    )
    sato = one_called(lineup, "Sato")
    actions.place(standing=sato, after=quiet, reason="Asked.", by=reader)

    whole, cut = Order(lineup, reader), Order(lineup, officer)

    def without(numbered):
        return [(number, one) for number, one in numbered if one != quiet]

    assert [str(one) for one in whole.present] == [
        "Quiet",
        "Sato",
        "Anna Prova",
        "Rosa Prova",
        "Tanaka",
    ]
    assert [(one.number, str(one.standing)) for one in cut.placed] == [
        (2, "Sato"),
        (3, "Anna Prova"),
        (4, "Rosa Prova"),
        (5, "Tanaka"),
    ]
    for line in (lines.for_photograph, lines.speeches):
        assert line(cut) == without(line(whole)) != line(whole)
    assert cut.numbered(cut.hosts) == without(whole.numbered(whole.hosts))
    assert "Quiet" not in str(papers.receiving(cut, officer))
    assert "whom you may not see" in cut.warnings[-1]
    assert not [words for words in whole.warnings if "whom you may not see" in words]


# ---------------------------------------------------------------- what is made of it


def test_the_best_stands_in_the_middle_and_the_next_on_the_right_of_them():
    assert lines.around_the_middle([1, 2, 3, 4, 5]) == [4, 2, 1, 3, 5]


def test_speeches_go_up_or_down_the_order(lineup, officer):
    def speakers():
        return [one.name for _number, one in lines.speeches(Order(lineup, officer))]

    assert speakers() == ["Sato", "Anna Prova"]
    lineup.speeches = "first"
    assert speakers() == ["Anna Prova", "Sato"]


def test_flags_follow_the_rules_and_foreign_ones_the_alphabet(lineup, officer, japan):
    france = factories.make_country(code="FR", name_en="France", name_it="Francia")
    factories.make_standing(lineup, "A consul", country=france)
    for place, whose in enumerate(("own", "guests", "union", "city"), 1):
        factories.make_flag_rule(whose, place)
    factories.make_flag("Hinomaru", country=japan)

    found = lines.flags(Order(lineup, officer), officer)

    told = [one.name for one in found]
    assert told == ["Italy", "France", "Japan", "the European Union", "Borgolago"]
    assert [str(one.flag) if one.flag else "" for one in found] == ["", "", "Hinomaru", "", ""]
    assert [one.name for one in lines.flags_from_left(found)] == [
        "the European Union",
        "France",
        "Italy",
        "Japan",
        "Borgolago",
    ]


# ---------------------------------------------------------------- the tables


def test_a_gap_recognises_nobody_and_a_rank_of_the_house_goes_beside_one(table):
    governor = table.ranks.get(position=1)
    house = factories.make_precedence_table("House", "local")
    wrong = {
        "words": PrecedenceRank(table=table, position=9, name="Gap", is_gap=True, words="mayor"),
        "slot": PrecedenceRank(table=house, position=9, name="Beside", beside=governor),
        "beside": PrecedenceRank(table=house, position=8, name="Nowhere"),
    }

    for field, rank in wrong.items():
        with pytest.raises(ValidationError) as error:
            rank.full_clean()
        assert [*error.value.message_dict] == [field]


def test_the_table_of_the_decree_says_what_nobody_could_read():
    datasets.load_common()

    law = PrecedenceRank.objects.filter(table__key="territorial").in_order()

    told = {one.position: (one.number, one.name_it) for one in law}
    assert told[7] == ("A7", "Sindaco")
    assert told[22] == ("B22", "Consoli di carriera")
    assert [one.position for one in law if one.is_gap] == [34]
    assert {one.position for one in law if not one.citations.exists()} == {34}
    assert not PrecedenceRank.objects.filter(
        table__key="foreign-guests", is_proposal=False, is_gap=False
    ).exists()


def test_an_office_brings_in_its_ranks_as_a_table(table, officer):
    header = ["table", "position", "category", "carica", "parole"]

    imported(officer, "ranks", header, [table.key, "5", "C", "Questore", "questore"])

    rank = table.ranks.get(position=5)
    assert (rank.number, rank.name_it, rank.words, rank.tie) == (
        "C5",
        "Questore",
        "questore",
        "since",
    )
