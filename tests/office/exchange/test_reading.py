"""Every format is read into the same rows; what cannot be taken is told by row and column."""

import datetime
import io
import zipfile

import pytest
from django.utils import translation

from office.exchange.tables import Unreadable, archives, read, reading, write
from office.exchange.tables.delimited import delimiter_of
from tests.office.exchange.tables import (
    csv_file,
    named,
    ods_file,
    ods_of,
    raw_ods,
    with_part,
    xlsx_file,
)

ROWS = [["Name", "Città"], ["Zürich", "a"], ["", ""], ["Łódź", "b, c"]]
READ = [(2, ["Zürich", "a"]), (4, ["Łódź", "b, c"])]


def rows_of(file, **options):
    table = read(file, **options)
    return [(row.number, row.cells) for row in table.rows]


def why_refused(file, **options):
    with pytest.raises(Unreadable) as refused:
        read(file, **options)
    return str(refused.value)


@pytest.mark.parametrize("make", [csv_file, xlsx_file, ods_file])
def test_every_format_gives_the_same_rows_under_the_numbers_of_the_file(make):
    table = read(make(*ROWS))

    assert table.header == ["Name", "Città"]
    assert [(row.number, row.cells) for row in table.rows] == READ
    assert table.notes == []


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_an_encoding_that_is_certain_is_read_without_a_word(encoding):
    table = read(csv_file(*ROWS, encoding=encoding))

    assert ([row.cells for row in table.rows], table.notes) == ([cells for _n, cells in READ], [])


def test_a_guessed_encoding_is_said_with_a_sample():
    table = read(csv_file(["Name"], ["Forlì"], encoding="cp1252"))

    assert table.rows[0].cells == ["Forlì"]
    (note,) = table.notes
    assert "Windows-1252" in note
    assert "Forlì" in note


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_outside_of_quotation_marks(delimiter):
    text = delimiter.join(['"a, b; c"', "d", "e"])

    assert delimiter_of(text) == delimiter


def test_a_shifted_column_is_told_with_its_row():
    file = named("t.csv", b"name,city,note\nAda,Kyoto,x\nBo,Kyoto\nCy,Gifu,x,y\n")

    found = {row.number: row.problems for row in read(file).rows}

    shifted = "The row has {} cells, the header 3: a column is shifted."
    assert found == {2: {}, 3: {None: shifted.format(2)}, 4: {None: shifted.format(4)}}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"name,city\n", "The file has a header, and no row below it."),
        (b"a\0b", "This is not a text: save the table as CSV in UTF-8."),
        (b'name\n"open', "Line 2 cannot be read: the quotation marks do not match."),
    ],
)
def test_a_csv_that_cannot_be_read_says_why(content, why):
    assert why_refused(named("t.csv", content)) == why


def test_headings_that_are_empty_or_double_are_told():
    table = read(csv_file(["name", "", "name"], ["a", "b", "c"]))

    assert table.notes == [
        "These headings stand there more than once: name.",
        "These columns have no heading: B.",
    ]


# ---------------------------------------------------------------- XLSX


def test_numbers_days_and_truth_are_read_as_plain_text():
    row = [1463723, 35.0116, datetime.date(1965, 9, 22), True, None, 12.0]
    file = xlsx_file(["a", "b", "c", "d", "e", "f"], row)

    assert read(file).rows[0].cells == ["1463723", "35.0116", "1965-09-22", "true", "", "12"]


def test_a_formula_is_told_at_its_cell_in_xlsx():
    table = read(xlsx_file(["name", "sum"], ["a", "=1+1"]))

    assert table.rows[0].cells == ["a", ""]
    assert table.rows[0].problems == {1: "This cell holds a formula: write the value itself."}


def test_merged_cells_are_told_with_their_address():
    file = xlsx_file(["a", "b"], [1, 2], [3, 4], change=lambda w: w.active.merge_cells("A2:A3"))

    assert "A2:A3" in why_refused(file)


def test_the_first_sheet_that_is_filled_is_read_or_the_one_that_is_named():
    def more_sheets(workbook):
        workbook.create_sheet("Old").append(["name"])
        workbook["Old"].append(["Bo"])
        workbook.create_sheet("Empty", 0)

    def file():
        return xlsx_file(["name"], ["Ada"], change=more_sheets)

    table = read(file())
    assert [row.cells for row in table.rows] == [["Ada"]]
    assert table.notes == ["Only the sheet “Sheet” is read; not read: Empty, Old."]
    assert rows_of(file(), sheet="old") == [(2, ["Bo"])]
    assert "Empty, Sheet, Old" in why_refused(file(), sheet="New")


# ---------------------------------------------------------------- ODS


def test_ods_tells_formulas_and_merged_cells_and_unfolds_what_is_repeated():
    table = (
        '<table:table table:name="T"><table:table-row><table:table-cell><text:p>name</text:p>'
        "</table:table-cell><table:table-cell><text:p>n</text:p></table:table-cell>"
        '</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell>'
        '<text:p>a<text:s text:c="2"/>b</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000"/></table:table>'
    )
    formula = "This cell holds a formula: write the value itself."

    rows = read(raw_ods(table)).rows

    told = [(row.number, row.cells, row.problems) for row in rows]
    assert told == [(2, ["a  b", ""], {1: formula}), (3, ["a  b", ""], {1: formula})]
    spanned = table.replace(
        "<table:table-cell>", '<table:table-cell table:number-rows-spanned="2">'
    )
    assert "A1:A2" in why_refused(raw_ods(spanned))


# ---------------------------------------------------------------- what is refused


def test_macros_are_refused():
    for file, part in [
        (xlsx_file(["a"], [1]), "xl/vbaProject.bin"),
        (ods_file(["a"], ["1"]), "Basic/Standard/Module1.xml"),
    ]:
        name = part.rpartition("/")[2]
        assert f"contains macros or embedded programs ({name})" in why_refused(
            with_part(file, part)
        )
    assert "macros" in why_refused(named("t.xlsm", b"x"))


def test_what_is_not_what_its_name_says_is_refused():
    for name in ("t.xlsx", "t.ods"):
        assert "damaged" in why_refused(named(name, b"no archive"))
    assert "Only XLSX, ODS, CSV" in why_refused(named("t.pdf", b"%PDF"))
    assert "damaged" in why_refused(raw_ods("<table:table><broken>"))


def test_a_bomb_is_refused_before_it_unfolds():
    bomb = ods_of(" " * 160_000_000)
    assert bomb.size < 1_000_000

    assert "unfolds" in why_refused(bomb)


def test_a_table_that_is_large_without_being_a_bomb_is_refused_too(monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_UNFOLDED", 100)

    assert "unfolds" in why_refused(ods_file(["a"], ["1"]))


def test_an_entity_of_xml_is_not_unfolded():
    bomb = ods_of('<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>')

    assert "damaged" in why_refused(bomb)


def test_more_rows_than_the_limit_are_refused(monkeypatch):
    for module in ("reading", "xlsx", "ods", "delimited"):
        monkeypatch.setattr(f"office.exchange.tables.{module}.MOST_ROWS", 3)
    rows = [["name"], *([f"a{n}"] for n in range(4))]

    for make in (csv_file, xlsx_file, ods_file):
        assert why_refused(make(*rows)).startswith("The file has more than 3 rows")
        assert len(read(make(*rows[:4])).rows) == 3


def test_a_hundred_thousand_rows_are_refused_quickly():
    file = named("t.csv", b"name\n" + b"a,b\n" * 100_000)

    assert "more than 20,000 rows" in why_refused(file)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)

    assert "at most" in why_refused(named("t.csv", b"a" * 11))


# ---------------------------------------------------------------- vCard

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Lovelace;Ada;King;Dr;
FN:Dr Ada Lovelace
ORG:Analytical Society;Engines
TITLE:President
TEL;TYPE=WORK,VOICE:+44 20 7946 0000
TEL;TYPE=CELL:+44 7700 900000
EMAIL:ada@example.org
EMAIL;TYPE=HOME:ada.home@example.org
ADR:;;12 St James Square;London;;SW1Y 4JH;United Kingdom
NOTE:Speaks\\, reads
PHOTO;VALUE=URI:https://example.org/ada.jpg
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;
TEL;CELL:+49 170 1234567
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Bo Ek
TEL;VALUE=uri;TYPE=cell:tel:+46701234567
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:
EMAIL:nobody@example.org
END:VCARD
"""


def test_cards_of_every_version_are_read_and_one_without_a_name_is_told():
    table = read(named("book.vcf", CARDS.encode()))

    rows = [dict(zip(table.header, row.cells, strict=True)) for row in table.rows]
    assert {name: text for name, text in rows[0].items() if text} == {
        "title": "Dr",
        "given_name": "Ada King",
        "family_name": "Lovelace",
        "office": "President",
        "organisation": "Analytical Society Engines",
        "email": "ada@example.org",
        "email_2": "ada.home@example.org",
        "telephone": "+44 20 7946 0000",
        "mobile": "+44 7700 900000",
        "address": "12 St James Square\nSW1Y 4JH London\nUnited Kingdom",
        "note": "Speaks, reads",
    }
    names = [(row["given_name"], row["family_name"], row["mobile"]) for row in rows[1:]]
    assert names == [
        ("Jürgen", "Müller", "+49 170 1234567"),
        ("Bo", "Ek", "+46701234567"),
        ("", "", ""),
    ]
    assert [row.problems for row in table.rows] == [{}, {}, {}, {None: "Card 4 has no name."}]
    assert table.notes == ["The pictures in the cards are not taken over."]


def test_a_damaged_card_is_refused():
    assert "damaged" in why_refused(named("book.vcf", b"BEGIN:VCARD\nN;;;\nEND:VCAR"))
    assert why_refused(named("book.vcf", b"\n")) == "There is no card in the file."


# ---------------------------------------------------------------- writing

LIVE = ["=1+1", "+39 055 27681", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "'=1", "-35.5"]


def test_no_exported_cell_is_a_formula_and_each_comes_back_as_it_was():
    from openpyxl import load_workbook

    header = [f"column {n}" for n in range(len(LIVE))]

    def written(ending):
        return b"".join(write(ending, header, [LIVE], "Table"))

    sheet = load_workbook(io.BytesIO(written("xlsx"))).active
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert b"formula" not in zipfile.ZipFile(io.BytesIO(written("ods"))).read("content.xml")
    lines = written("csv").decode("utf-8-sig").splitlines()[1]
    assert lines == "'=1+1,+39 055 27681,'-2+3,'@SUM(A1),'\t=1,'=cmd|' /C calc'!A0,'=1,-35.5"
    for ending in ("xlsx", "ods", "csv"):
        (row,) = read(named(f"t.{ending}", written(ending))).rows
        taken = [text.strip().removeprefix("'") for text in LIVE]
        assert [cell.strip() for cell in row.cells] == taken


def test_what_no_format_can_hold_is_left_out():
    for ending in ("xlsx", "ods", "csv"):
        content = b"".join(write(ending, ["a"], [["b\x00\x0bc"]], "A title: with [signs]"))
        assert read(named(f"t.{ending}", content)).rows[0].cells == ["bc"]


def test_a_number_below_zero_is_a_number_and_no_text_that_looks_like_a_formula():
    from openpyxl import load_workbook

    content = b"".join(write("xlsx", ["a", "b", "c"], [["-35.5", "+39 055", "-1+2"]], "Table"))
    cells = load_workbook(io.BytesIO(content)).active[2]

    assert [bool(cell.quotePrefix) for cell in cells] == [False, True, True]


@pytest.mark.parametrize(("language", "line"), [("it", b"a;b\r\n"), ("en", b"a,b\r\n")])
def test_a_csv_is_cut_where_the_readers_spreadsheet_expects_it(language, line):
    with translation.override(language):
        content = b"".join(write("csv", ["a", "b"], [["1", "2"]], "Table"))

    assert content.removeprefix(b"\xef\xbb\xbf").startswith(line)
    assert read(named("t.csv", content)).rows[0].cells == ["1", "2"]
