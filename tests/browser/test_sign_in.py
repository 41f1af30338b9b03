"""Signing in as outside the demonstration: a second factor, or a passkey alone."""

from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.steps import PASSWORD, type_account


@pytest.fixture
def strict(settings):
    settings.DEMONSTRATION = False
    # A code is good once, and for half a minute: the tests use the one after it too.
    settings.MFA_TOTP_TOLERANCE = 1
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def codes(secret):
    """The codes of the half minutes before now, now, and after."""
    return [format_hotp_value(hotp_value(secret, counter)) for counter in counters()]


def enter(page, user):
    page.goto("/admin/")
    type_account(page, user)


def open_with_password(page, name):
    """Follow a link of the second-factor page, which asks for the password once more."""
    page.locator(f"main a[href='{reverse(name)}']").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    # With its scripts: to a button without them a click says nothing.
    page.wait_for_url(f"**{reverse(name)}")


def leave(page):
    page.goto("/admin/")
    page.locator("#logout-form button").click()
    page.wait_for_url(lambda url: "/admin/" not in url)


def test_a_second_factor_is_asked_first_and_then_opens_the_back_office(
    page, office, people, strict
):
    enter(page, people["officer"])
    expect(page).to_have_url(reverse("mfa_index"))

    open_with_password(page, "mfa_activate_totp")
    _before, now, after = codes(page.locator("#authenticator_secret").input_value())
    page.locator("[name=code]").fill(now)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(reverse("mfa_view_recovery_codes"))
    recovery = page.locator("main textarea").input_value().split()
    assert len(recovery) == 10

    for code in (after, recovery[0]):
        leave(page)
        enter(page, people["officer"])
        expect(page).to_have_url(reverse("mfa_authenticate"))
        page.locator("[name=code]").fill(code)
        page.locator("main button[type=submit]").first.click()
        expect(page.locator("#user-tools")).to_be_visible()


def test_a_passkey_alone_opens_the_back_office(page, office, people, strict):
    enter(page, people["officer"])

    with an_authenticator(page):
        open_with_password(page, "mfa_add_webauthn")
        page.locator("[name=name]").fill("Office key")
        page.locator("[name=passwordless]").check()
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)
        leave(page)

        page.goto(reverse("account_login"))
        page.locator("#passkey_login").click()
        expect(page.locator("#user-tools")).to_be_visible()


@contextmanager
def an_authenticator(page):
    """A key in the browser's pocket, which its owner touches whenever it is asked for."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()
