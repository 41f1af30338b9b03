"""
The demonstration office: made-up people and facts to try everything with.

Each app hands in its part. Every record of it has `is_demo`; accounts of the
demonstration cannot sign in outside the switch (office.accounts.Backend).
"""

from collections import defaultdict
from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models.deletion import Collector
from django.utils import translation
from django.utils.translation import gettext as _

from office import duties, reminders
from office.backoffice import kept
from office.datasets import load_common
from office.models import Audience, Duty, LoadedRecord, Notice, PrivacyNotice, Record, User
from office.registry import Registry
from office.roles import ROLES

# Name -> function(); run in the order in which the apps handed them in.
parts = Registry()

PASSWORD = "demonstration-only"  # noqa: S105 (printed by `make run`, and good for nothing else)
DOMAIN = "example.org"

# As on the page that shows them before the office has written a notice (relint/privacy.html).
READERS = (
    "These pages count nobody, load nothing from others and set no cookie for people who only read."
)
ACCOUNTS = (
    "For the people who work with this site we keep name, e-mail address, language, roles and "
    "the times of sign-in. Two cookies, one for the session and one against forged forms, are "
    "needed for signing in and end with it."
)
VISITS = (
    "Of a request for a visit we keep who asks, the focal point with office, e-mail address "
    "and telephone, the head of the delegation, the purpose, the special needs, and the "
    "letters and documents that are sent: to answer it and to prepare the visit. It is read "
    "by those of the office who work on visits."
)
MEMBERS = (
    "Of the members of a delegation we keep title, name, office, languages, whether they "
    "agree to photographs, for who is under age also who has custody and agrees, and, where "
    "they say so, diet and access needs. Whoever enters them passes this notice on to them. "
    "Diet and access needs are shown on the private page only after a code by mail."
)
KEPT = (
    "Diet, access needs and special needs are kept until 30 days after departure; the focal "
    "point until two years after the last contact; messages, the letters and documents that "
    "were handed in, and what else is known of the members, until two years after the visit; "
    "our mails for two years. Who came and why, with names and offices, stays as an archive in "
    "the public interest. A form that is saved and not sent is kept until 30 days after its "
    "last change; for whom a private address was made, until a year after it ended."
)
RIGHTS = (
    "You may ask what we keep about you, have it corrected or erased, and complain to the data "
    "protection authority."
)
PRIVACY_NOTICES = [
    (date(2026, 1, 7), [READERS, ACCOUNTS]),
    (date(2026, 6, 3), [READERS, ACCOUNTS, VISITS, MEMBERS, KEPT, RIGHTS]),
]


class NotADemonstration(Exception):
    """The switch DEMONSTRATION is off: made-up records are not let in."""


class Needed(Exception):
    """Real records hang on made-up ones, so these cannot go; the message names them."""

    def __init__(self, errors):
        found = {record for error in errors for record in error.protected_objects}
        real = [f"{one._meta.verbose_name} “{one}”" for one in found if not one.is_demo]
        super().__init__(", ".join(sorted(real)))


def accounts():
    """(e-mail, password, what it is for) of each demonstration account, in the role's order."""
    return [(email_of(role), PASSWORD, purpose_of(role)) for role in ROLES]


def purpose_of(role):
    if role.enters_back_office:
        return role.label
    return _("%(role)s (has no back-office)") % {"role": role.label}


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
    duties.refresh()
    reminders.remind()


def make(model, find, *, level=None, drafts=(), **values):
    """
    The demonstration's record found by `find`, made when it is not there.

    `level` says who may see the new record, where it is one that not everybody may see;
    `drafts` in which languages nobody has checked its texts.
    """
    record = model._default_manager.filter(**find).first()
    if record:
        return record
    if level:
        values["audience"] = Audience.objects.create(level=level, is_demo=True)
    record = model(is_demo=True, **find, **values)
    record.drafts = frozenset(drafts)
    record.save()
    return record


def load_accounts():
    from office.languages import offered_languages, original_language

    into = [code for code, _name in offered_languages() if code != original_language()]
    for role in ROLES:
        email = email_of(role)
        if User.objects.filter(email=email).exists():
            continue
        with translation.override(original_language()):
            name = f"Demo – {role.label}"
        user = User.objects.create_user(
            email,
            PASSWORD,
            name=name,
            language=original_language(),
            translates=into if role.translates else [],
            is_demo=True,
        )
        user.give_roles(role.key)


def load_privacy_notices():
    """Two versions, of the words that come with the program."""
    for number, (day, words) in enumerate(PRIVACY_NOTICES, 1):
        texts = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                texts[f"text_{code}"] = "\n\n".join(_(one) for one in words)
        make(PrivacyNotice, {"number": number}, in_force_from=day, **texts)


@transaction.atomic
def remove():
    """
    Delete the demonstration with every trace of it; returns the count of rows.

    What its accounts made goes with it. Raises Needed, and deletes nothing, where a real
    record hangs on a made-up one.
    """
    gone = mark_what_its_accounts_made()
    end_sessions()
    count = 0
    waiting = records()
    while waiting:
        stuck = {}
        for model in waiting:
            try:
                count += delete(model._base_manager.filter(is_demo=True), gone)
            except models.ProtectedError as error:
                stuck[model] = error
        if len(stuck) == len(waiting):
            raise Needed(stuck.values())
        waiting = list(stuck)
    for model, keys in gone.items():
        forget(model, keys)
    return count


def records():
    return [model for model in apps.get_models() if issubclass(model, Record)]


def mark_what_its_accounts_made():
    """Mark as made up what the demonstration's accounts made; returns {model: keys} of it."""
    made = defaultdict(set)
    for model in records():
        if not hasattr(model, "history"):
            continue  # Nobody edits it: the program wrote it beside something else.
        first = model.history.filter(history_type="+", history_user__is_demo=True)
        made[model] |= set(first.values_list(model._meta.pk.name, flat=True))
        model._base_manager.filter(pk__in=made[model]).update(is_demo=True)
    return made


def end_sessions():
    """End the sessions of the demonstration's accounts, and those that keep a form of theirs."""
    accounts = set(User.objects.filter(is_demo=True).values_list("pk", flat=True))
    theirs = []
    for session in Session.objects.iterator():
        held = session.get_decoded()
        whose = {held.get(SESSION_KEY), held.get(kept.KEY, {}).get("by")}
        if accounts & {int(key) for key in whose if key}:
            theirs.append(session.pk)
    Session.objects.filter(pk__in=theirs).delete()


def delete(queryset, gone):
    """
    Delete the rows with what hangs on them, note their keys in `gone`; returns the count.

    What lies in another of its kind, as a room in its building, goes first.
    """
    model, count = queryset.model, 0
    for field in model._meta.concrete_fields:
        if field.related_model is model:
            count += _delete(queryset.filter(**{f"{field.name}__isnull": False}), gone)
    return count + _delete(queryset, gone)


def _delete(queryset, gone):
    collector = Collector(using=queryset.db, origin=queryset)
    collector.collect(queryset)
    for model, rows in collector.data.items():
        gone[model] |= {row.pk for row in rows}
    return collector.delete()[0]


def forget(model, keys):
    """Delete what is kept about rows that are gone: versions, log, memory of the data sets."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys]).delete()
    if not issubclass(model, Record):
        return
    LoadedRecord.objects.filter(content_type=kind, object_id__in=keys).delete()
    Duty.objects.filter(content_type=kind, object_id__in=keys).delete()
    Notice.objects.filter(content_type=kind, object_id__in=keys).delete()
    if not hasattr(model, "history"):
        return
    versions = model.history.filter(**{f"{model._meta.pk.name}__in": keys})
    for field in model.history.model._history_m2m_fields:
        getattr(model.history.model, field.name).filter(history__in=versions).delete()
    versions.delete()
