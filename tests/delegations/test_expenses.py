"""Expenses against the yearly budget, and the statement that prints even when it is zero."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from delegations.backoffice.register_forms import AmountField
from delegations.models import Expense
from delegations.registers import budgets, statement, warnings
from delegations.registers.duties import draw_up, send
from delegations.registers.overview import Overview
from office.erasure.copies import text_of
from tests import factories, forms
from tests.factories import make_budget, make_chapter, make_expense, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/delegations/expense/add/"


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234,50 €", "1234.50"),
        ("1.234", "1234"),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert AmountField(required=False).clean(text) == (amount and Decimal(amount))


@pytest.mark.parametrize("text", ["twelve", "1,2,3", "12,34,5"])
def test_what_is_no_amount_is_told_in_words(text):
    with pytest.raises(ValidationError) as told:
        AmountField().clean(text)

    assert text in told.value.messages[0]


@pytest.mark.parametrize("text", ["-12", "−12,50", "0"])
def test_a_minus_and_zero_are_refused_at_the_field_and_nothing_is_lost(clerk, text):
    refused = forms.send(clerk, ADD, subject="Flowers", on_occasion="A visit", amount=text)

    assert refused.context["adminform"].form.errors == {
        "amount": ["An amount is more than zero, and has no minus before it."]
    }
    page = refused.content.decode()
    assert 'value="Flowers"' in page
    assert f'value="{text}"' in page
    assert not Expense.objects.exists()


def test_a_comma_amount_is_saved_with_the_year_of_its_day(clerk):
    forms.send(
        clerk, ADD, subject="Flowers", on_occasion="A visit", amount="1.234,50", day="2025-03-01"
    )

    assert [(one.amount, one.year) for one in Expense.objects.all()] == [(Decimal("1234.50"), 2025)]


# ---------------------------------------------------------------- what must hold


@pytest.mark.parametrize(
    "values",
    [
        {"amount": 0},
        {"amount": -1},
        {"stage": "lent"},
        {"stage": "paid"},
        {"paid_on": date(2026, 1, 1)},
        {"on_occasion": ""},
        {"year": 1900},
    ],
)
def test_the_database_refuses_what_cannot_be(values):
    expense = make_expense()

    with pytest.raises(IntegrityError), transaction.atomic():
        Expense.objects.filter(pk=expense.pk).update(**values)


def test_what_is_paid_has_a_day_and_representation_an_occasion():
    expense = Expense(subject="Flowers", amount=1, stage="paid")

    with pytest.raises(ValidationError) as told:
        expense.full_clean(exclude=["audience"])

    assert sorted(told.value.message_dict) == ["on_occasion", "paid_on"]


def test_of_a_visit_the_occasion_is_the_visit():
    visit = make_visit("Municipality of Kyoto")

    assert make_expense(visit=visit).on_occasion == str(visit)


# ---------------------------------------------------------------- the budget


def test_the_database_adds_up_what_is_planned_committed_and_paid():
    chapter = make_chapter()
    make_budget(1000, chapter=chapter, year=2026)
    make_expense("100", chapter=chapter, year=2026, stage="planned")
    make_expense("200", chapter=chapter, year=2026, level="quiet")
    make_expense("300", chapter=chapter, year=2026, paid=date(2026, 3, 1))
    make_expense("50", chapter=chapter, year=2025)
    make_expense("7", year=2026)

    found = [
        (str(one.chapter or ""), one.amount, one.planned, one.committed, one.paid, one.left)
        for one in budgets.standings(2026)
    ]

    assert found == [
        ("100 Representation", 1000, 100, 500, 300, 500),
        ("", None, 0, 7, 0, None),
    ]


def test_what_would_pass_the_budget_is_warned_of_and_saved_with_a_tick_and_a_reason(clerk):
    chapter = make_chapter()
    make_budget(1000, chapter=chapter, year=2026)
    make_expense("900", chapter=chapter, year=2026)
    values = {
        "subject": "Lunch",
        "on_occasion": "A visit",
        "amount": "100,01",
        "day": "2026-05-12",
        "chapter": str(chapter.pk),
    }

    refused = forms.send(clerk, ADD, **values)

    errors = refused.context["adminform"].form.errors
    assert sorted(errors) == ["above_reason", "go_on"]
    assert "by €0.01" in errors["go_on"][0].replace("\xa0", "")
    forms.send(clerk, ADD, **values | {"go_on": "on", "above_reason": "The Mayor decided."})
    assert [one.above_reason for one in Expense.objects.filter(subject="Lunch")] == [
        "The Mayor decided."
    ]


def test_exactly_the_budget_is_not_passed_nor_by_what_is_only_planned():
    chapter = make_chapter()
    make_budget(1000, chapter=chapter, year=2026)
    exact = make_expense("1000", chapter=chapter, year=2026)
    planned = Expense(subject="Lunch", amount=500, chapter=chapter, year=2026, stage="planned")

    assert warnings.of_expense(exact) == []
    assert warnings.of_expense(planned) == []


def test_what_the_level_of_a_visit_lays_down_is_warned_of():
    visit = make_visit(decided_level=factories.make_level(ceiling=100))
    make_expense("80", visit=visit)

    [words] = warnings.of_expense(Expense(subject="Wine", amount=Decimal("30"), visit=visit))

    assert words == "This visit would cost €110; at its level €100 are laid down."


# ---------------------------------------------------------------- the statement


def lay_down(**fields):
    return factories.make_statement_settings(
        basis_en="Article 16", signatures_en="The secretary\nThe auditor", **fields
    )


def texts_in(report):
    """Everything on the Word document, in its order."""
    from office.papers import docx

    paper = Document(BytesIO(docx.of_report(report, language="en")))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in paper.paragraphs), *cells]


def test_the_statement_holds_object_occasion_and_amount_of_what_was_paid(officer):
    lay_down()
    make_expense("1234.50", "Lunch", on_occasion="Kyoto", year=2025, paid=date(2025, 3, 1))
    make_expense("65.5", "Flowers", on_occasion="Fez", year=2025, paid=date(2026, 1, 2))
    make_expense("9", "Only committed", year=2025)
    make_expense("9", "Of no body", year=2025, paid=date(2025, 1, 1), is_representation=False)
    make_expense("9", "Another year", year=2024, paid=date(2025, 1, 1))

    one = statement.Statement(2025, officer)
    report = one.report()

    assert report.sections[0].table.rows == [
        ["Lunch", "Kyoto", "1,234.50"],
        ["Flowers", "Fez", "65.50"],
        ["Total spent", "", "1,300.00"],
    ]
    assert [name for name, _line in report.sections[1].facts] == [
        "Date",
        "The secretary",
        "The auditor",
    ]
    assert (one.total, one.unpaid) == (Decimal("1300.00"), "€9")
    assert one.report(for_workbook=True).sections[0].table.rows[0][2] == Decimal("1234.50")


def test_the_statement_counts_what_is_committed_where_that_is_laid_down():
    lay_down(counts="committed")
    make_expense("9", year=2025)
    make_expense("5", year=2025, stage="planned")

    assert statement.total(2025) == 9


def test_a_year_without_any_expense_has_its_statement_too(officer):
    lay_down(zero_en="No expense was made.")

    told = texts_in(statement.Statement(2025, officer).report())

    assert "No expense was made." in told
    assert any("€0" in text for text in told)
    assert any("Article 16" in text for text in told)


@pytest.mark.parametrize("level", ["confidential", "quiet"])
def test_what_its_reader_may_not_read_counts_in_one_line_without_a_name(clerk, level):
    paid = {"year": 2025, "paid": date(2025, 1, 1)}
    make_expense("5", "Flowers", on_occasion="Fez", **paid)
    make_expense("9", "Secret lunch", level=level, on_occasion="Nobody knows", **paid)
    make_expense("2", "Secret wine", level=level, on_occasion="Nobody knows", year=2025)

    one = statement.Statement(2025, clerk.user)
    report = one.report()

    assert report.sections[0].table.rows == [
        ["Flowers", "Fez", "5.00"],
        ["Other expenses that you may not read", "", "9.00"],
        ["Total spent", "", "14.00"],
    ]
    assert (one.total, one.unpaid, len(one.remarks)) == (14, "€2", 1)
    proposed = clerk.get("/admin/delegations/expensestatement/add/?year=2025")
    assert proposed.context["adminform"].form.initial["total"] == 14
    for name in ("expense_statement", "registers"):
        page = clerk.get(reverse(f"admin:{name}"), {"year": "2025"}).content.decode()
        assert "ther expenses that you may not read" in page
        assert not any(words in page for words in ("Secret", "Nobody knows"))


def test_where_nothing_may_be_read_the_statement_is_not_of_a_year_without_expenses(officer):
    lay_down(zero_en="No expense was made.")
    make_expense("9", year=2025, paid=date(2025, 1, 1), level="quiet")

    told = texts_in(statement.Statement(2025, officer).report())

    assert "No expense was made." not in told
    assert told.count("9.00") == 2


def test_the_sums_of_expenses_are_those_of_the_chapters_whatever_their_reader_may_read(officer):
    chapter = make_chapter()
    make_expense("5", chapter=chapter, year=2025, is_representation=False)
    make_expense("9", chapter=chapter, year=2025, level="quiet")

    found = Overview(2025, officer)

    assert [(line.words, line.cells) for line in found.spent] == [
        ("Expenses", (1, "€5", "€0")),
        ("Other expenses that you may not read", ("–", "€9", "€0")),
        ("Representation of governing bodies", (0, "€0", "€0")),
        ("Other representation that you may not read", ("–", "€9", "€0")),
    ]
    assert found.standings[0].committed == 14


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_the_statement_is_taken_along(clerk, ending):
    lay_down()
    make_expense("9", year=2025, paid=date(2025, 1, 1), subject="A wreath")

    answer = clerk.get(reverse("admin:expense_statement_export", args=[ending]), {"year": "2025"})

    told = text_of(b"".join(answer.streaming_content))
    assert [words for words in ("2025", "A wreath", "9") if words in told] == [
        "2025",
        "A wreath",
        "9",
    ]


def test_the_statement_is_due_until_it_is_approved_and_then_until_it_is_sent_and_published():
    assert list(draw_up.found()) == []
    laid_down = lay_down(publish_days=10)
    year = timezone.localdate().year - 1

    assert [(one.key, one.due_on) for one in draw_up.found()] == [
        (str(year), laid_down.due_on(year))
    ]
    done = factories.make_statement(year, approved_on=date(year + 1, 4, 1))
    assert list(draw_up.found()) == []
    assert [one.due_on for one in send.found()] == [date(year + 1, 4, 11)]
    done.sent_on = done.published_on = date(year + 1, 4, 5)
    done.save()
    assert list(send.found()) == []


def test_a_statement_that_nobody_drew_up_stays_due_in_the_years_after():
    lay_down()
    last = timezone.localdate().year - 1
    make_expense(year=last - 3)
    make_expense(year=last - 9, is_representation=False)
    factories.make_statement(last - 2)

    assert [one.key for one in draw_up.found()] == [str(last - 3), str(last - 1), str(last)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_duties_of_statements_ask_as_much_for_one_as_for_three(
    count, django_assert_num_queries
):
    lay_down()
    for number in range(count):
        factories.make_statement(2020 + number)

    with django_assert_num_queries(2):
        assert len(list(send.found())) == count


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_registers_of_a_year_ask_as_much_for_one_line_as_for_three(
    clerk, count, django_assert_num_queries
):
    for number in range(count):
        chapter = make_chapter(str(number))
        make_budget(100, chapter=chapter)
        make_expense("200", chapter=chapter, year=2026)
        city = factories.make_city(f"City {number}")
        factories.make_gift_line(city=city, day=date(2026, 5, 1))
        factories.make_honour(factories.make_honour_kind(f"kind-{number}"), conferred_on="2026")

    with django_assert_num_queries(26):
        page = clerk.get(reverse("admin:registers"), {"year": "2026"}).content.decode()

    assert page.count('overdue">passed') == count


def test_the_registers_are_taken_along(clerk):
    make_expense("200", chapter=make_chapter(), year=2026)

    answer = clerk.get(reverse("admin:registers_export", args=["docx"]), {"year": "2026"})

    told = text_of(b"".join(answer.streaming_content))
    assert "Expenses by chapter" in told
    assert "200" in told


def test_the_page_of_a_visit_says_what_it_costs_and_what_its_level_lays_down(clerk):
    visit = make_visit(decided_level=factories.make_level(ceiling=100))
    make_expense("80", visit=visit)
    make_expense("30", visit=visit, paid=date(2026, 1, 1))

    page = clerk.get(reverse("admin:visit", args=[visit.pk])).content.decode()

    part = page.split('id="expenses"')[1].split("</section>")[0]
    assert all(words in part for words in ("110", "30", "100", "overdue"))
