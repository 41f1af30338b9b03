"""An address book of people who do not exist, brought in by a clerk."""

import pytest
from playwright.sync_api import expect

from directory.models import ContactDetail, OfficeHeld, Organisation, Person
from tests import factories
from tests.browser.steps import sign_in, sign_in_by_form
from tests.browser.test_accessibility import overflow, violations
from tests.office.exchange.invented import HEADER, contacts
from tests.office.exchange.tables import xlsx_file

# Place of a cell in the book -> what is wrong in it, and what the clerk writes instead.
ERRORS = {
    (10, 5): ("person.10 at example.org", "person.10@example.org"),
    (20, 6): ("ask the porter", "+39 055 2000020"),
    (30, 2): ("", "Nuovo"),
}
TWIN = 40
# Two organisations of them; two hundred are tried without a browser (tests/office/exchange).
PEOPLE = 60
NAME = 30_000  # milliseconds that checking and importing may take


@pytest.fixture
def address_book():
    rows = [list(row) for row in contacts(PEOPLE)]
    for (row, cell), (wrong, _right) in ERRORS.items():
        rows[row][cell] = wrong
    return rows


def upload(page, rows):
    page.goto("/admin/directory/person/")
    page.get_by_role("link", name="Import", exact=True).click()
    file = xlsx_file(HEADER, *rows)
    page.locator("input[type=file]").set_input_files(
        {"name": "book.xlsx", "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Match the columns")).to_be_visible()


def mend(page, row, text):
    section = page.locator("section", has=page.get_by_role("heading", name=f"Row {row} "))
    section.locator("input[aria-invalid=true]").fill(text)


def test_an_address_book_is_mended_merged_imported_and_changes_nothing_again(
    new_context, office, people, address_book, live_server
):
    _dr, given, family, *_others = address_book[TWIN]
    there = factories.make_person(family, given_name=given, note="Met in 2019")
    factories.make_contact_detail(there, "former.address@example.org")
    page = new_context().new_page()
    sign_in(page, people["officer"])

    upload(page, address_book)
    assert violations(page) == []
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_text("4 rows need you first.")).to_be_visible(timeout=NAME)
    expect(page.get_by_role("button", name="Import all")).to_be_disabled()
    assert violations(page) == []
    assert overflow(page) == [0, 0]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(page.url)
    assert Person.objects.count() == 1

    for (row, _cell), (_wrong, right) in ERRORS.items():
        mend(page, row + 2, right)
    page.get_by_role("radio", name=f"The same: {there}").check()
    page.get_by_role("button", name="Keep this and check again").click()
    expect(page.get_by_text(f"New: {PEOPLE - 1}, changed: 1.")).to_be_visible(timeout=NAME)
    page.get_by_role("button", name="Import all").click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=NAME)

    counts = page.locator(".counts dd")
    expect(counts).to_have_text([f"{PEOPLE - 1}", "1", "0", "0"])
    made = [model.objects.count() for model in (Person, OfficeHeld, Organisation)]
    assert made == [PEOPLE, PEOPLE, 2]
    assert ContactDetail.objects.count() == 2 * PEOPLE + 1
    assert Person.objects.get(family_name="Nuovo").contacts.count() == 2
    there.refresh_from_db()
    assert (there.title, there.note, there.offices.count()) == ("Dr", "Met in 2019", 1)

    for (row, cell), (_wrong, right) in ERRORS.items():
        address_book[row][cell] = right
    before = Person.history.count()
    upload(page, address_book)
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_text("there is nothing to import")).to_be_visible(timeout=NAME)
    expect(page.get_by_role("link", name=f"Unchanged ({PEOPLE})")).to_be_visible()
    assert (Person.objects.count(), Person.history.count()) == (PEOPLE, before)


def test_an_import_goes_through_without_a_script_and_can_be_undone(new_context, office, people):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_by_form(page, people["officer"])
    rows = [list(row) for row in contacts(3)]

    upload(page, rows)
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name="Import all").click(timeout=NAME)
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=NAME)
    assert Person.objects.count() == 3

    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("heading", name="Undone", exact=True)).to_be_visible(timeout=NAME)
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)
