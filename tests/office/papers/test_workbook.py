"""A report as a workbook: its numbers can be added up, its days sorted."""

import io
from datetime import datetime

import openpyxl

from office.dates import PartialDate
from office.papers import workbook
from office.papers.report import Section, Table
from tests import factories


def test_days_and_numbers_are_typed_and_no_name_of_a_sheet_ends_in_the_middle_of_a_word():
    days = [
        PartialDate(2026, 3, 4),
        PartialDate(2026, 3),
        PartialDate(2026),
        PartialDate(1564, 2, 18),
    ]
    report = factories.make_report(
        sections=[
            Section(
                "What happened between the cities of the year",
                facts=[("Pacts", 3)],
                table=Table(["Day", "Number"], [[day, 2] for day in days]),
            )
        ]
    )

    book = openpyxl.load_workbook(io.BytesIO(workbook.of_report(report, language="it")))

    assert book.sheetnames == ["Relazione", "What happened between the"]
    rows = [
        (day.date().isoformat() if isinstance(day, datetime) else day, number)
        for day, number in book.worksheets[1].iter_rows(min_row=2, values_only=True)
    ]
    assert rows == [
        ("2026-03-04", 2),
        ("marzo 2026", 2),
        ("2026", 2),
        ("18 febbraio 1564", 2),
    ]
    assert ("What happened between the cities of the year", "Pacts", 3) in list(
        book.worksheets[0].iter_rows(values_only=True)
    )
