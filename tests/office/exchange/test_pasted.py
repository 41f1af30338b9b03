"""What people paste into a field lands in the right cells, or they are told what does not."""

import pytest

from office.exchange.tables import Unreadable, read_pasted
from office.exchange.tables.pasted import LONGEST_TEXT

HEADING = ["Name", "Office", "Languages"]
ROSSI = ["Mario Rossi", "Mayor", "it"]
SATO = ["Sato Hanako", "Interpreter", "ja, en"]
KIM = ["Kim Minjun", "Clerk", "ko"]
TABLE = [HEADING, ROSSI, SATO, KIM]


def cells(text):
    return [row.cells for row in read_pasted(text)]


def tabs(rows):
    return "\r\n".join("\t".join(row) for row in rows)


def doubts(text):
    return {row.number: row.problems[None] for row in read_pasted(text) if None in row.problems}


PASTED = {
    "spreadsheet": tabs(TABLE) + "\r\n",
    "old Mac": tabs(TABLE).replace("\r\n", "\r"),
    "empty lines": f"\n\n{tabs(TABLE)}\n\t\t\n\n",
    "semicolons": "\n".join(";".join(row) for row in TABLE),
    "commas": 'Name,Office,Languages\nMario Rossi,Mayor,it\nSato Hanako,Interpreter,"ja, en"\n'
    "Kim Minjun,Clerk,ko",
    "spaces, marks": tabs([[f" {cell}\u00a0" for cell in row] for row in TABLE]) + "\ufeff",
}


@pytest.mark.parametrize("case", PASTED)
def test_rows_come_as_they_were(case):
    assert cells(PASTED[case]) == TABLE


def test_25_names_of_a_word_table_land_in_the_right_columns():
    rows = [[f"Member {n}", "Member of the board", f"m{n}@example.org"] for n in range(25)]

    assert cells(tabs([HEADING, *rows])) == [HEADING, *rows]


def test_rows_have_the_number_of_their_line():
    text = f'\n{tabs([HEADING])}\n\nMario\t"Mayor\nof the town"\tit\n{tabs([KIM])}'

    rows = read_pasted(text)

    assert [(row.number, row.cells) for row in rows] == [
        (2, HEADING),
        (4, ["Mario", "Mayor\nof the town", "it"]),
        (6, KIM),
    ]


def test_a_quotation_mark_that_nobody_closed_is_a_part_of_what_is_said():
    assert cells('Rossi\t"Mayor" of all\tit\nKim\t"Clerk\tko') == [
        ["Rossi", '"Mayor" of all', "it"],
        ["Kim", '"Clerk', "ko"],
    ]


def test_a_paragraph_within_a_cell_of_a_word_table_stays_in_its_row():
    text = "Name\tOffice\tLanguages\nMario Rossi\tMayor\nof Borgolago\tit\n" + tabs([KIM])

    assert cells(text) == [HEADING, ["Mario Rossi", "Mayor\nof Borgolago", "it"], KIM]
    assert doubts(text) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The first cell of each row has two paragraphs.
        ("Name\tOffice\nMr\nRossi\tMayor\nMs\nSato\tClerk", ["Mr\nRossi|Mayor", "Ms\nSato|Clerk"]),
        # The last one has.
        (
            "Name\tOffice\nRossi\tMayor\nit\nSato\tClerk\nja\nen",
            ["Rossi|Mayor\nit", "Sato|Clerk\nja\nen"],
        ),
    ],
)
def test_paragraphs_at_the_edge_of_each_row_go_where_they_belong(text, found):
    assert ["|".join(row) for row in cells(text)][1:] == found
    assert doubts(text) == {}


def test_a_line_by_itself_that_may_belong_to_either_row_is_told():
    text = tabs([HEADING, ROSSI, KIM]) + "\nSomebody else\n" + tabs([SATO])

    assert cells(text)[2] == ["Kim Minjun", "Clerk", "ko\nSomebody else"]
    assert doubts(text) == {
        3: "“Somebody else” stood on a line by itself: it is taken as the end of this row."
    }
    assert doubts("Rossi\tMayor\nAnna\nKim\tClerk\nSato\tClerk\nNo\tClerk") == {
        2: "“Anna” stood on a line by itself: it is taken as the beginning of this row."
    }


def test_the_title_of_a_table_stays_a_row_by_itself():
    assert cells("Our delegation\n" + tabs(TABLE)) == [["Our delegation"], *TABLE]


def test_short_and_long_rows_stay_as_they_are():
    rows = [HEADING, ["Rossi", "Mayor"], KIM, [*SATO, "one too many"]]

    assert cells(tabs(rows)) == rows


def test_a_list_has_one_cell_a_line_without_its_bullets():
    names = ["Mario Rossi", "Sato Hanako", "Kim Minjun, Clerk"]

    assert [row[0] for row in cells("\n".join(names))] == names
    assert [row[0] for row in cells("1. Mario Rossi\n2. Sato Hanako\n• Kim Minjun, Clerk")] == names


def test_nothing_pasted_is_no_row():
    assert cells("") == cells(" \r\n\t\n") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kim\tClerk\n" * 5000, "5,000 rows were pasted; at most 500 are accepted at once."),
        ("\t".join("abc" * 20), "Line 1 has 60 cells; at most 50 are accepted."),
        (
            "x" * (LONGEST_TEXT + 1),
            "300,001 characters were pasted; at most 300,000 are accepted.",
        ),
        ('a;"b\nc;d', "Line 1 cannot be read: the quotation marks do not match."),
    ],
)
def test_too_much_is_refused_as_a_whole(text, told):
    with pytest.raises(Unreadable) as refused:
        read_pasted(text)
    assert str(refused.value) == told


def test_a_text_that_is_too_long_for_a_cell_is_told_at_the_cell():
    (row,) = read_pasted("Rossi\t" + "x" * 1001)

    assert row.problems == {1: "This text is longer than 1000 characters."}
    assert len(row.cells[1]) == 1000


@pytest.mark.parametrize("text", ["=1+1\tx", "'=1+1\tx", "\0a\x07\tx", "a\vb\tx"])
def test_signs_that_do_something_elsewhere_are_letters_here(text):
    assert cells(text) == [[{"=": "=1+1", "'": "=1+1", "\0": "a"}.get(text[0], "a b"), "x"]]
