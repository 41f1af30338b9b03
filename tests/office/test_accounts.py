"""Sign-in, accounts and roles."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from office import roles
from office.apps import after_migrate
from office.models import User
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/office/user/add/"
PASSWORD = "a long password 1"


@pytest.fixture(autouse=True)
def demonstration(settings, office):
    settings.DEMONSTRATION = True
    cache.clear()


def change_url(user):
    return reverse("admin:office_user_change", args=[user.pk])


def sign_in(client, email, password=PASSWORD):
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, headers={"accept-language": "en"})


def errors(response):
    """The messages of the page's form, by field."""
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


# ---------------------------------------------------------------- signing in


def test_an_account_of_the_demonstration_signs_in_only_there(client, settings):
    user = factories.make_user("officer", is_demo=True)

    led_to = []
    for settings.DEMONSTRATION in (False, True):
        led_to.append((sign_in(client, user.email).url, "_auth_user_id" in client.session))

    assert led_to == [(reverse("account_inactive"), False), ("/admin/", True)]


def test_a_session_of_the_demonstration_ends_with_it(settings):
    officer = signed_in("officer", is_demo=True)
    assert officer.get("/admin/").status_code == 200

    settings.DEMONSTRATION = False

    assert officer.get("/admin/").url.startswith("/admin/login/")


def test_a_closed_account_does_not_sign_in(client):
    user = factories.make_user("officer", is_active=False)

    sign_in(client, user.email)

    assert "_auth_user_id" not in client.session


def test_the_address_is_known_in_capitals_too(client):
    user = factories.make_user("officer", email="ada@example.org")

    sign_in(client, "ADA@Example.org")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_nobody_signs_up(client):
    url = reverse("account_signup")
    typed = {"email": "ada@example.org", "password1": "long enough 77"}

    pages = [client.get(url), client.post(url, typed)]

    assert [page.templates[0].name for page in pages] == ["account/signup_closed.html"] * 2
    assert User.objects.count() == 0


def test_too_many_attempts_are_told_so(client):
    user = factories.make_user("officer")

    answers = [sign_in(client, user.email, "wrong") for _ in range(12)]

    assert "Too many failed login attempts" in answers[-1].content.decode()
    assert sign_in(client, user.email).status_code != 302


# ---------------------------------------------------------------- the second factor


SECRET = "JBSWY3DPEHPK3PXP"


def with_totp(user):
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    RecoveryCodes.activate(user)
    return user


def code_now():
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return {"code": totp.format_hotp_value(totp.hotp_value(SECRET, counter))}


def test_without_a_second_factor_every_page_of_the_office_leads_to_it(settings):
    settings.DEMONSTRATION = False
    officer = signed_in("officer")

    answers = [officer.get("/admin/"), officer.post(ADD)]

    assert [answer.url for answer in answers] == [reverse("mfa_index")] * 2


def test_with_a_second_factor_one_gets_in(client, settings):
    settings.DEMONSTRATION = False
    user = with_totp(factories.make_user("officer"))

    assert sign_in(client, user.email).url == reverse("mfa_authenticate")
    assert client.get("/admin/").url.startswith("/admin/login/")
    client.post(reverse("mfa_authenticate"), code_now())

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"]
)
def test_the_pages_of_the_second_factor_answer(client, name):
    user = with_totp(factories.make_user("officer"))
    sign_in(client, user.email)
    client.post(reverse("mfa_authenticate"), code_now())

    assert client.get(reverse(name), follow=True).status_code == 200


# ---------------------------------------------------------------- the city's own sign-in


def manage(*args, **variables):
    """Run the program in a process of its own, with these variables."""
    root = Path(__file__).parents[2]
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=root,
        env=clean | {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "localhost"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_city_s_own_sign_in_is_a_matter_of_variables():
    server = "https://login.borgolago.example"
    said = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY)"

    ran = manage(
        "shell",
        "--no-imports",
        "-c",
        f"from django.core.management import call_command; call_command('check'); {said}",
        OIDC_SERVER_URL=server,
        OIDC_NAME="Borgolago",
        OIDC_CLIENT_ID="relint",
        OIDC_SECRET="secret",
    )

    assert ran.returncode == 0, ran.stderr
    assert f"'form-action': [\"'self'\", '{server}']" in ran.stdout


# ---------------------------------------------------------------- accounts


def test_a_new_account_without_a_password_cannot_sign_in_by_one():
    head = signed_in("head")

    send(head, ADD, name="Ada", email="Ada@Example.org")

    user = User.objects.get(name="Ada")
    assert (user.email, user.has_usable_password()) == ("ada@example.org", False)


def test_an_account_gets_a_new_password_only_where_one_is_typed():
    head, user = signed_in("head"), factories.make_user("officer")

    send(head, change_url(user), name="Ada")
    user.refresh_from_db()
    kept = user.check_password(PASSWORD)
    send(head, change_url(user), new_password="another long one 2")

    user.refresh_from_db()
    assert (kept, user.check_password("another long one 2")) == (True, True)


def test_a_weak_password_is_refused_at_its_field():
    head, user = signed_in("head"), factories.make_user("officer")

    page = send(head, change_url(user), name="Ada", new_password="short")

    assert list(errors(page)) == ["new_password"]
    assert "at least 12 characters" in errors(page)["new_password"][0]
    assert form_of(page)["name"] == "Ada"


def test_an_address_is_one_account_s_whatever_its_capitals():
    head, user = signed_in("head"), factories.make_user()

    page = send(head, ADD, name="Ada", email=user.email.upper())

    assert errors(page) == {"email": ["There is an account with this e-mail address."]}


@pytest.mark.parametrize(
    ("change", "field"), [({"groups": []}, "groups"), ({"is_active": None}, "is_active")]
)
def test_the_only_head_of_office_stays(settings, change, field):
    head = signed_in("head")
    factories.make_user("head", is_active=False)
    opened = form_of(head.get(change_url(head.user)))
    sent = {name: value for name, value in (opened | change).items() if value is not None}

    page = head.post(change_url(head.user), sent)

    assert errors(page) == {field: ["This is the only head of office: name another one first."]}
    head.user.refresh_from_db()
    assert (head.user.is_active, head.user.groups.count()) == (True, 1)


def test_a_head_of_the_demonstration_does_not_count_outside_it(settings):
    user = factories.make_user("head")
    factories.make_user("head", is_demo=True)

    assert not user.is_the_only_head()
    settings.DEMONSTRATION = False
    assert user.is_the_only_head()


@pytest.mark.django_db(transaction=True)
def test_two_heads_cannot_both_go_in_the_same_second():
    heads = [factories.make_user("head") for _ in range(2)]
    start = threading.Barrier(2)

    def leave(head):
        start.wait()
        with transaction.atomic():
            if not head.is_the_only_head():
                time.sleep(0.2)  # long enough for the other to have asked too
                head.give_roles()
        connection.close()

    threads = [threading.Thread(target=leave, args=[head]) for head in heads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.filter(groups__name="head").count() == 1


def test_a_second_head_may_go():
    head, other = signed_in("head"), factories.make_user("head")

    send(head, change_url(other), groups=[])

    other = User.objects.get(pk=other.pk)
    assert (other.roles, other.is_staff) == ([], False)


def test_the_roles_say_who_enters_the_back_office():
    enters = {role.key: factories.make_user(role.key).is_staff for role in roles.ROLES}

    assert enters == {role.key: role.enters_back_office for role in roles.ROLES}


def test_the_language_of_the_account_is_that_of_the_back_office():
    pages = [signed_in("officer", language=code).get("/admin/") for code in ("it", "en")]

    assert [page.headers["Content-Language"] for page in pages] == ["it", "en"]


# ---------------------------------------------------------------- the table of roles


def given():
    return {
        group.name: {
            f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()
        }
        for group in Group.objects.prefetch_related("permissions__content_type")
    }


def test_every_permission_of_the_table_exists():
    named = set().union(*(role.permissions for role in roles.ROLES))
    found = Permission.objects.values_list("content_type__app_label", "codename")

    assert named - {f"{app}.{name}" for app, name in found} == set()


def test_the_table_is_applied_after_migrate_and_again_without_harm():
    table = {role.key: set(role.permissions) for role in roles.ROLES}
    assert given() == table
    Group.objects.get(name="officer").permissions.clear()

    for config in apps.get_app_configs():
        after_migrate(config, "default")

    assert given() == table


def test_a_role_that_is_not_in_the_table_is_not_given():
    user = factories.make_user("officer")

    with pytest.raises(roles.Unknown):
        user.give_roles("emperor")

    assert [role.key for role in User.objects.get(pk=user.pk).roles] == ["officer"]
