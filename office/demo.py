"""
The demonstration office: made-up people and facts to try everything with.

Each app hands in its part. Every record of it has `is_demo`; accounts of the
demonstration cannot sign in outside the switch (office.accounts.Backend).
"""

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import translation

from office.datasets import load_common
from office.models import Record
from office.registry import Registry
from office.roles import ROLES

# Name -> function(); run in the order in which the apps handed them in.
parts = Registry()

PASSWORD = "demonstration-only"  # noqa: S105 (printed by `make run`, and good for nothing else)
DOMAIN = "example.org"


class NotADemonstration(Exception):
    """The switch DEMONSTRATION is off: made-up records are not let in."""


class Needed(Exception):
    """Real records hang on made-up ones, so these cannot go."""


def accounts():
    """(e-mail, password, label of the role) of each demonstration account, in the role's order."""
    return [(email_of(role), PASSWORD, role.label) for role in ROLES]


def email_of(role):
    return f"{role.key.replace('_', '.')}@{DOMAIN}"


@transaction.atomic
def load():
    """Make what is missing of the demonstration. Raises NotADemonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    load_common()
    for part in parts.values():
        part()


def make(model, find, **values):
    """The demonstration's record found by `find`, made when it is not there; (record, made)."""
    return model._default_manager.get_or_create(**find, defaults={"is_demo": True, **values})


def load_accounts():
    from office.languages import original_language
    from office.models import User

    for role in ROLES:
        email = email_of(role)
        if User.objects.filter(email=email).exists():
            continue
        with translation.override(original_language()):
            name = f"Demo – {role.label}"
        user = User.objects.create_user(
            email, PASSWORD, name=name, language=original_language(), is_demo=True
        )
        user.give_roles(role.key)


@transaction.atomic
def remove():
    """
    Delete every record of the demonstration and every trace of its accounts; returns the count.

    Raises Needed, and deletes nothing, where a real record hangs on a made-up one.
    """
    forget_sign_ins()
    waiting = [model for model in apps.get_models() if issubclass(model, Record)]
    count = 0
    while waiting:
        stuck = []
        for model in waiting:
            try:
                with transaction.atomic():
                    count += model._base_manager.filter(is_demo=True).delete()[0]
            except models.ProtectedError as error:
                stuck.append((model, error))
        if len(stuck) == len(waiting):
            raise Needed(stuck[0][1])
        waiting = [model for model, _error in stuck]
    forget_history()
    return count


def forget_sign_ins():
    """End the sessions of the demonstration's accounts."""
    from allauth.usersessions.models import UserSession

    sessions = UserSession.objects.filter(user__is_demo=True)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()


def forget_history():
    """Delete the kept versions of what is gone, and what the memory of data sets holds of it."""
    for model in apps.get_models():
        if issubclass(model, Record) and hasattr(model, "history"):
            model.history.filter(is_demo=True).delete()
