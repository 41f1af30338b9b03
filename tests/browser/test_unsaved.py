"""Nobody leaves a form without being asked about what was typed into it."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import save, sign_in


@pytest.fixture
def asked(page):
    """The questions that the browser put, each answered with "leave"."""
    questions = []

    def leave(dialog):
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return questions


def test_leaving_a_form_asks_once_something_was_typed(page, kyoto, people, asked):
    form = f"/admin/directory/city/{kyoto.pk}/change/"
    sign_in(page, people["officer"], form)
    page.goto("/admin/")
    page.goto(form)
    assert asked == []

    page.locator("[name=website]").fill("https://www.kyoto.example/")
    page.goto("/admin/")
    assert asked == ["beforeunload"]

    page.goto(form)
    page.locator("[name=website]").fill("https://www.kyoto.example/")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert asked == ["beforeunload"]
