"""One report, four prints: the page, the PDF, the Word document and the workbook."""

import io
import re

import pytest
from django.http import Http404
from django.template import Context, Template
from django.utils import translation
from openpyxl import load_workbook

from office.papers import workbook
from office.papers.report import Report, Section, Table, Text, pieces, plain
from office.papers.served import FORMATS, answer
from tests import factories
from tests.office.papers import reading

pytestmark = pytest.mark.django_db


def sheets_of(content):
    made = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in made.worksheets}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_report_is_answered_as_a_file_that_nobody_keeps(office, rf, ending):
    with translation.override("it"):
        response = answer(rf.get("/"), factories.make_report(), ending)

    assert response["Content-Type"] == FORMATS[ending].media_type
    assert response["Content-Disposition"] == (
        f'attachment; filename="relazione-annuale-anno-2025.{ending}"'
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    content = b"".join(response)
    assert content.startswith(b"%PDF-" if ending == "pdf" else b"PK")


def test_a_report_in_another_format_is_not_there(office, rf):
    with pytest.raises(Http404):
        answer(rf.get("/"), factories.make_report(), "exe")


def test_a_file_is_in_the_language_of_its_reader(office, rf):
    def text(language):
        with translation.override(language):
            content = b"".join(answer(rf.get("/"), factories.make_report(), "pdf"))
        return reading.text_of(content)

    assert ("Fonti" in text("it"), "Quellen" in text("de")) == (True, True)


def test_a_workbook_has_everything_and_each_table_on_a_sheet_of_its_own(office):
    report = factories.make_report(is_demo=True)

    sheets = sheets_of(workbook.of_report(report, language="it"))

    assert list(sheets)[1:] == ["Le visite"]
    assert sheets["Le visite"] == [["Anno", "Visite"], ["1999", "3"], ["2000", "=1+1"]]
    told = [cell for rows in sheets.values() for row in rows for cell in row if cell]
    words = " ".join([*sheets, *told]).split()
    assert [one for one in reading.words_of(report) if one not in words] == []
    assert "Dimostrazione: dati inventati" in told


def test_no_cell_of_a_workbook_is_a_formula_and_a_number_stays_one(office):
    table = Table(["=A1", "N"], [["=1+1", 1234.5], ["+39", 7]])
    report = Report("=2+2", sections=[Section("S", table=table)])

    made = load_workbook(io.BytesIO(workbook.of_report(report, language="it")))

    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert [cell.value for cell in made["S"]["B"]] == ["N", 1234.5, 7]


def test_sheets_get_names_that_a_workbook_takes(office):
    table = Table(["A"], [["1"]])
    names = ["Spesa: 2024/25 [€]?", "x" * 40, "X" * 40, "", "Report"]
    report = Report("T", sections=[Section(name, table=table) for name in names])

    sheets = sheets_of(workbook.of_report(report, language="en"))

    assert list(sheets) == [
        "Report",
        "Spesa 2024 25 €",
        "x" * 31,
        "X" * 29 + " 2",
        "Table",
        "Report 2",
    ]


def test_a_page_shows_the_report_with_the_language_of_each_name(office):
    template = Template("{% load papers %}{% show_report report %}")

    with translation.override("it"):
        page = template.render(Context({"report": factories.make_report()}))

    assert '<h2>Il patto con <span lang="ja" dir="ltr">京都</span></h2>' in page
    assert '<span lang="ar" dir="rtl">مدينة</span>' in page
    assert "<dt>Città &amp; Co &lt;x&gt;</dt>" in page
    assert '<a href="https://example.org/atti/10">Delibera 10/2008</a>' in page
    assert re.search('<td class="number" data-label="[^"]+">=1[+]1</td>', page)


def test_an_address_that_is_a_program_leads_nowhere(office):
    report = Report("T", sources=[Text("Act", url="javascript:alert(1)")])

    page = Template("{% load papers %}{% show_report report %}").render(Context({"report": report}))

    assert "<li>Act</li>" in page
    assert "javascript" not in str(sheets_of(workbook.of_report(report, language="en")))


def test_numbers_are_written_in_the_language_of_the_reader():
    with translation.override("it"):
        assert plain(["Spesa: ", 12345.5, " €"]) == "Spesa: 12.345,5 €"
    with translation.override("en"):
        assert plain(12345) == "12,345"
    assert plain(None) == ""
    assert pieces([Text(""), "", "a"]) == [Text("a")]
