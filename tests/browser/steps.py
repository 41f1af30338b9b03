"""What people do again and again."""

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

PASSWORD = "a long password 1"


def address(name, language="en", *args):
    """The path of a page, with the path words of the language."""
    with translation.override(language):
        return reverse(name, args=args)


def sign_in(page, user, path="/admin/"):
    """
    On a page of the back-office, as somebody who signed in before.

    The form is what test_sign_in.py is about, and `sign_in_by_form`.
    """
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    page.goto(path)
    expect(page.locator("#user-tools")).to_be_visible()


def sign_in_by_form(page, user, path="/admin/"):
    """Sign in through the form, on the way to a page of the back-office."""
    page.goto(path)
    type_account(page, user)
    expect(page.locator("#user-tools")).to_be_visible()


def type_account(page, user):
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator(f"form[action='{reverse('account_login')}'] button").click()


def choose(page, field, text):
    """Type into one of the back-office's boxes that look up their choices, and take the first."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").fill(text)
    option = page.locator(".select2-results__option--highlighted", has_text=text)
    option.click()
    expect(page.locator(f".field-{field} .select2-selection")).to_contain_text(text)


def save(page):
    page.locator("input[name=_save]").click()
