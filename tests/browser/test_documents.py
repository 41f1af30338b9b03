"""An officer adds a document to a city and later a new version; a citizen reads the newest."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.steps import save, sign_in
from tests.files import pdf

FIRST = {"name": "Patto.pdf", "mimeType": "application/pdf", "buffer": pdf("first")}
SECOND = {"name": "Patto firmato.pdf", "mimeType": "application/pdf", "buffer": pdf("second")}


def downloaded(page, link):
    with page.expect_download() as waiting:
        link.click()
    return waiting.value


def test_a_new_version_that_an_officer_uploads_is_read_by_citizens(
    page, new_context, kyoto, people
):
    sign_in(page, people["officer"], f"/admin/directory/city/{kyoto.pk}/change/")
    page.locator(".add-document a").click()
    expect(page.locator(".help strong")).to_have_text("Kyoto")
    page.locator("[name=new_file]").set_input_files(FIRST)
    page.locator("[name=kind]").select_option("signed_text")
    page.locator("[name=level][value=public]").check()
    save(page)

    # The title is missing, and the file need not be chosen again.
    expect(page.locator(".field-title_it .errorlist")).to_be_visible()
    expect(page.locator(".kept-file")).to_contain_text("Chosen already: Patto.pdf.")
    page.locator("[name=title_it]").fill("Patto")
    page.locator("[name=_continue]").click()
    expect(page.locator("#files-group")).to_contain_text("Patto.pdf")
    expect(page.locator("#links-group")).to_contain_text("Kyoto")

    page.locator("[name=new_file]").set_input_files(SECOND)
    page.locator("[name=_continue]").click()
    expect(page.locator("#files-group .field-download a")).to_have_text(
        ["Patto firmato.pdf", "Patto.pdf"]
    )
    old = downloaded(page, page.locator("#files-group .field-download a").last)
    assert Path(old.path()).read_bytes() == FIRST["buffer"]

    citizen = new_context().new_page()
    citizen.goto("/en/partner-cities/kyoto/")
    paper = downloaded(citizen, citizen.get_by_role("link", name="Patto (in Italian) (PDF, "))
    assert paper.suggested_filename == "Patto firmato.pdf"
    assert Path(paper.path()).read_bytes() == SECOND["buffer"]
