"""A person of the directory, as whose data are asked for or erased."""

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import erasing
from directory.models import (
    CityName,
    Contact,
    ContactDetail,
    Document,
    DocumentFile,
    DocumentLink,
    OfficeHeld,
    Person,
    PersonLanguage,
)
from office.erasure.copies import names, without
from office.erasure.people import FAMILY, NOBODY, THING, WHOLE, Identity, PersonKind, Rows
from office.erasure.words import Words
from office.models import Link, Mail
from office.pictures import protected_storage
from office.registry import Registry
from office.text import Fold

# Name -> function(person) -> list of Rows, reasons against, and what stays, of an upper room:
# {"rows": [...], "refusals": [...], "stays": [...], "around": {...}, "who": {...}}.
parts_of_person = Registry()

OF_PERSON = (
    "title",
    "given_name",
    "family_name",
    "own_name",
    "own_language",
    "transliteration",
    "pronunciation",
    "form_of_address",
    "website",
    "note",
    "photograph",
    "photograph_author",
    "photograph_licence",
    "photograph_published",
    "consent_on",
    "consent_note",
)


class OfDirectory(PersonKind):
    label = gettext_lazy("person of the directory")
    model = Person

    def find(self, text, user):
        people = Person.objects.visible_to(user).called(text).in_order()[:50]
        return [(str(one.pk), str(one)) for one in people]

    def get(self, key, user):
        person = Person.objects.visible_to(user).filter(pk=key).first()
        return of_person(person) if person else None


of_directory = OfDirectory()


def of_person(person):
    """All that is the person's, in every room."""
    emails = own_addresses(person)
    numbers = person.contacts.filter(kind__in=ContactDetail.NUMBERS)
    identity = Identity(
        record=person,
        kind="person",
        title=str(person),
        words=Words(
            names=[(person.given_name, person.family_name)],
            certain_of=emails,
            close_to=[
                *(person.own_name, person.transliteration),
                *numbers.values_list("value", flat=True),
            ],
        ),
        rows=[
            Rows(Person.objects.filter(pk=person.pk), OF_PERSON),
            Rows(ContactDetail.objects.filter(person=person), whole=True),
            Rows(PersonLanguage.objects.filter(person=person), whole=True),
            Rows(Contact.objects.filter(person=person), ("summary", "note")),
            *by_address(emails),
        ],
        around={
            "people": [person.pk],
            "mails": mails_to(emails),
            "documents_on": {
                Person: [person.pk],
                Contact: [*Contact.objects.filter(person=person).values_list("pk", flat=True)],
            },
        },
        who={Person: [person.pk]},
        refusals=refusals(person),
        is_demo=person.is_demo,
    )
    for function in parts_of_person.values():
        part = function(person)
        identity.rows += part.get("rows", [])
        identity.refusals += part.get("refusals", [])
        identity.stays += part.get("stays", [])
        around_it = part.get("around", {})
        on = identity.around["documents_on"] | around_it.get("documents_on", {})
        identity.around |= around_it | {"documents_on": on}
        identity.who |= part.get("who", {})
    return identity


def own_addresses(person):
    """The e-mail addresses that nobody else of the directory has."""
    mine = person.contacts.filter(kind=ContactDetail.Kind.EMAIL)
    others = ContactDetail.objects.exclude(person=person).filter(kind=ContactDetail.Kind.EMAIL)
    shared = {*others.values_list("normalised", flat=True)} - {""}
    return [one.value for one in mine if one.normalised not in shared]


def stands_against(person):
    """Why nothing of the person may go, as every room says it."""
    parts = (function(person) for function in parts_of_person.values())
    return [*refusals(person), *(one for part in parts for one in part.get("refusals", []))]


def refusals(person):
    found = []
    today = timezone.localdate()
    # Of a city also when it is over: who acted for it then belongs to its history.
    held = [one for one in person.offices.all() if one.city_id or one.is_held_on(today)]
    if held:
        words = _("They hold or held public office (%(office)s): what is kept of that stays.")
        found.append(words % {"office": ", ".join(str(one.title) for one in held)})
    if person.account_id and person.account.is_active:
        found.append(_("They have an account here: close that first."))
    return found


def by_address(emails, name=None):
    """The mails to these addresses, and the links of who reads them; of that name, if given."""
    read = read_at(emails, name)
    return [
        Rows(
            Mail.objects.filter(read),
            ("reader_name", "reader_email"),
            told=("subject", "text", "queued_at"),
        ),
        Rows(Link.objects.filter(read), ("reader_name", "reader_email")),
    ]


def mails_to(emails, name=None):
    """The keys of the mails to these addresses: they speak of who reads them."""
    return [*Mail.objects.filter(read_at(emails, name)).values_list("pk", flat=True)]


def read_at(emails, name=None):
    read = Q(pk__in=[])
    for email in emails:
        read |= Q(reader_email__iexact=email.strip())
    return read if name is None else read & Q(reader_name__iexact=name)


def shared(identity):
    """How far somebody else of the directory is called the same."""
    others = Person.objects.exclude(pk__in=identity.around.get("people", []))
    return called_alike(others, identity)


def a_city(identity):
    """Whether a city is called like the family."""
    places = CityName.objects.alias(folded=Fold("name"))
    cities = [places.filter(folded=Fold(Value(family))) for family in identity.words.families]
    return THING if any(one.exists() for one in cities) else NOBODY


def called_alike(others, identity):
    """NOBODY, FAMILY or WHOLE: how far one of these, each with two names, is called the same."""
    others = others.alias(family=Fold("family_name"), given=Fold("given_name"))
    found = NOBODY
    for given, family in identity.words.names:
        same = others.filter(family=Fold(Value(family))) if family else others.none()
        if same.filter(given=Fold(Value(given))).exists():
            return WHOLE
        found = max(found, FAMILY if same.exists() else NOBODY)
    return found


def around(model, identity):
    """What hangs on a person of the directory: offices, contacts had."""
    people = identity.around.get("people", [])
    first = getattr(model, "instance_type", model)
    if first is Person:
        return Q(id__in=people)
    if first is Mail:
        return Q(id__in=identity.around.get("mails", []))
    if first in (OfficeHeld, ContactDetail, Contact, PersonLanguage):
        return Q(person__in=people)
    return None


# ---------------------------------------------------------------- documents


def documents(identity):
    """
    The files of the documents that hang on what stands around the person.

    Of a text the lines that name them go. Another file that names them, or that nobody can look
    into here and the guests handed in themselves, is put away: in its place stands when.
    """
    scrubbed = []
    storage = protected_storage()
    for version in versions_around(identity):
        if not version.file or not storage.exists(version.file.name):
            continue
        with storage.open(version.file.name) as stored:
            content = stored.read()
        named = names(content, identity.words)
        if named is None:
            named = version.uploaded_by_id is None and not version.is_picture
        if named:
            write_without(version, content, identity.words)
            scrubbed.append(version.pk)
    return [("directory.DocumentFile", scrubbed)]


def versions_around(identity):
    return DocumentFile.objects.filter(document__in=documents_around(identity))


def documents_around(identity):
    on = Q(pk__in=[])
    for model, keys in identity.around.get("documents_on", {}).items():
        kind = ContentType.objects.get_for_model(model)
        on |= Q(content_type=kind, object_id__in=keys)
    links = DocumentLink.objects.filter(on)
    return Document.objects.filter(pk__in=links.values("document"))


def write_without(version, content, words):
    rest = without(content, words, erasing.stamp())
    if rest is None:
        values = erasing.put_away(version)
    else:
        old = version.file.name
        version.file.save(version.name, ContentFile(rest), save=False)
        _delete_later(version.file.storage, old)
        values = {"file": version.file.name, "size": len(rest)}
    DocumentFile.objects.filter(pk=version.pk).update(**values)


def _delete_later(storage, path):
    transaction.on_commit(lambda: storage.delete(path))
