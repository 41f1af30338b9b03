"""What was typed outlives the session in which it was typed."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.steps import save, sign_in, type_account


def test_what_was_typed_is_there_after_signing_in_again(page, kyoto, people):
    sign_in(page, people["officer"], f"/admin/directory/city/{kyoto.pk}/change/")
    page.locator("[name=population]").fill("1444444")
    page.locator("[name=own_name]").fill("京")
    page.locator("#names-group summary").click()
    page.locator("#names-group .add-row").get_by_role("button").click()
    page.locator("[name=names-0-name]").fill("Kioto")

    Session.objects.all().delete()
    save(page)
    type_account(page, people["officer"])

    expect(page.locator(".errornote + .errorlist")).to_contain_text("Nothing is saved yet")
    expect(page.locator("[name=population]")).to_have_value("1444444")
    expect(page.locator("[name=own_name]")).to_have_value("京")
    expect(page.locator("[name=names-0-name]")).to_have_value("Kioto")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    kyoto.refresh_from_db()
    assert (kyoto.population, kyoto.own_name) == (1_444_444, "京")
    assert [str(name) for name in kyoto.names.all()] == ["Kioto"]
