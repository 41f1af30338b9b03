"""From when the time of the directory's personal data runs, and what becomes of files."""

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.models import Contact, Correction, Document, DocumentFile, OfficeHeld, Person
from office.erasure.clocks import Clock
from office.erasure.fields import raw
from office.files import TEXT
from office.languages import in_every_language, original_language
from office.models import Hold
from office.registry import Registry

# Name -> function(day) that gives the keys of the people with whom there was a contact since.
# People in public office, or who signed a pact, are always among them.
contacts = Registry()
# Name -> function(file): whether the file is a list that says what guests eat and need.
lists_of_needs = Registry()
PUT_AWAY = "erased.txt"


def last_contact(model):
    """Of people with whom there was none since; of what hangs on them; of corrections."""
    match model._meta.label:
        case "directory.Person":
            return [("pk", people)]
        case "directory.ContactDetail" | "directory.PersonLanguage" | "directory.Contact":
            return [("person", people)]
        case "directory.Correction":
            return [("pk", lambda day: Correction.objects.filter(sent_at__date__lt=day))]
    return []


def people(day):
    """Those with whom nobody has had to do since that day."""
    found = Person.objects.all()
    for since in contacts.values():
        found = found.exclude(pk__in=since(day))
    return found


def had(day):
    return Contact.objects.filter(person__isnull=False, had_on__endswith__gt=day).values("person")


def edited(day):
    """Whoever was written down or changed since: somebody of the office had to do with them."""
    rows = Person.history.filter(history_date__date__gte=day)
    return rows.values("id")


def in_office(day):
    """Those who hold an office, as far as the dates tell; people in public office are kept."""
    held = OfficeHeld.objects.filter(Q(held_to=None) | Q(held_to__endswith__gt=day))
    return held.values("person")


def with_account(day):
    return Person.objects.filter(account__isnull=False, account__is_active=True).values("pk")


LAST_CONTACT = Clock("last contact", last_contact)


# ---------------------------------------------------------------- files


class PutAway:
    """
    In place of a file that names guests stands when it was erased; its first hash stays.

    `left` are those with which it deals.
    """

    def __init__(self, **which):
        self.left = ~Q(name=PUT_AWAY) & Q(**which)

    def __call__(self, row):
        """The new values of a version whose files are deleted."""
        for file in (row.file, row.large, row.small):
            if file:
                transaction.on_commit(
                    lambda storage=file.storage, path=file.name: storage.delete(path)
                )
        forget_name(row)
        words = ContentFile(stamp().encode())
        row.file.save(PUT_AWAY, words, save=False)
        return {
            "file": row.file.name,
            "large": "",
            "small": "",
            "width": None,
            "height": None,
            "name": PUT_AWAY,
            "size": words.size,
            "media_type": TEXT.media_type,
        }


put_away = PutAway(uploaded_by=None)
put_away_lists = PutAway(tells_needs=True)


def forget_name(row):
    """What the file was called stands in the title of its document too, and in both their pasts."""
    if not row.name:
        return
    DocumentFile.history.filter(id=row.pk).update(name=PUT_AWAY)
    columns = in_every_language("title")
    for rows in (
        Document.objects.filter(pk=row.document_id),
        Document.history.filter(id=row.document_id),
    ):
        for column in ("title", *columns):
            said = Replace(F(column), Value(row.name), Value(PUT_AWAY))
            raw(rows).filter(**{f"{column}__contains": row.name}).update(**{column: said})


def stamp():
    """“Erased on 27 November 2026”, in the office's own language."""
    with translation.override(original_language()):
        day = date_format(timezone.localdate(), "DATE_FORMAT")
        return _("Erased on %(day)s.") % {"day": day}


def hanging_on(model, rows):
    """
    The versions of documents that hang on such records alone: as guests handed them in, and as
    staff did.

    `rows` are keys of records of the model; a document that hangs on others as well is left.
    """
    from directory.models import DocumentLink

    kind = ContentType.objects.get_for_model(model)
    held = Hold.objects.in_force().of(model).values("object_id")
    links = DocumentLink.objects.filter(content_type=kind, object_id__in=rows)
    links = links.exclude(object_id__in=held)
    others = DocumentLink.objects.exclude(content_type=kind, object_id__in=rows)
    found = DocumentFile.objects.filter(document__in=links.values("document"))
    return found.exclude(document__in=others.values("document"))
