"""Two records of one person, made one."""

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator

from directory.models import Person
from office.citing import as_said, leave_behind
from office.models import Audience

# Fields that make sense together only: a photograph is shown with its own author and consent.
PHOTOGRAPH = (
    "photograph",
    "photograph_author",
    "photograph_licence",
    "consent_on",
    "consent_note",
    "photograph_published",
)
STRICTEST_LAST = list(Audience.Level)


class CannotMerge(Exception):
    """A record points at both people and may point at one once only; `record` is it."""

    def __init__(self, record):
        self.record = record
        super().__init__(f"{record._meta.label} {record.pk}")


@transaction.atomic
def merge_people(*, keep, drop, by, chosen=()):
    """
    Make one of two records of the same person, and return it.

    Whatever points at `drop` points at `keep` then, what is empty there is filled, and
    `drop` is deleted. Where both say something, that of `keep` stands, save for the fields
    named in `chosen`. Who may see it is the stricter of the two. Raises CannotMerge, and
    changes nothing.
    """
    people = {person.pk: person for person in locked(keep, drop)}
    keep, drop = people[keep.pk], people[drop.pk]
    for person in (keep, drop):
        person._history_user = by
        person._change_reason = Truncator(_("Merged from two records: %s") % drop).chars(100)
    join_languages(keep, drop, by)
    names = taken(keep, drop, chosen)
    part_sources(keep, drop, names)
    for row, field in pointing_at(drop):
        move(row, field, keep, by)
    for name in names:
        setattr(keep, name, getattr(drop, name))
    drop.account = None
    drop.save()
    before, keep.audience = keep.audience, common_audience(keep, drop, by)
    keep.save()
    drop.delete()
    if before != keep.audience:
        before.delete_unless_used()
    return keep


def locked(*people):
    """The people as they are now, locked in the order of their keys: no two block each other."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    return list(rows.select_for_update(of=["self"]).order_by("pk"))


def merged_fields():
    """The fields in which two people may differ; the photograph's stand for all of it."""
    apart = {"id", "version", "is_demo", "audience", *PHOTOGRAPH[1:], *translated(Person)}
    return [field for field in Person._meta.concrete_fields if field.name not in apart]


def translated(model):
    """The fields that are but a window on their columns per language."""
    try:
        return set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return set()


def taken(keep, drop, chosen):
    """The names of all fields whose value comes from the record that goes."""
    names = [
        field.name
        for field in merged_fields()
        if field.name in chosen or getattr(keep, field.attname) in (None, "")
    ]
    return [*names, *(PHOTOGRAPH[1:] if "photograph" in names and drop.photograph else ())]


def part_sources(keep, drop, names):
    """The sources of a value that does not stay say what they said."""
    for field in merged_fields():
        if field.is_relation or hasattr(field, "translated_field"):
            continue
        stays, goes = (drop, keep) if field.name in names else (keep, drop)
        now, old = (as_said(field, field.value_from_object(one)) for one in (stays, goes))
        if old and old != now:
            leave_behind(goes, field.name, old, now)


def join_languages(keep, drop, by):
    """What both do in one language stands in one row."""
    theirs = {row.language: row for row in drop.languages.all()}
    for row in keep.languages.filter(language__in=theirs):
        row.take_in(theirs[row.language])
        row._history_user = by
        row.save()
        theirs[row.language].delete()


def pointing_at(person):
    """(row, field) of everything that points at the person, whichever app it is of."""
    found = []
    for relation in Person._meta.get_fields(include_hidden=True):
        # What is kept of the past has no constraint, and stays as it was.
        if relation.auto_created and not relation.concrete and relation.field.db_constraint:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: person})
            found += [(row, relation.field) for row in rows]
    kind = ContentType.objects.get_for_model(Person)
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                whose = {field.ct_field: kind, field.fk_field: person.pk}
                found += [(row, field) for row in model._base_manager.filter(**whose)]
    return found


def move(row, field, person, by):
    """Let the row point at the person; it goes where a row there says the very same."""
    own = {"version", "is_demo", row._meta.pk.name, field.name, *translated(type(row))}
    own |= {field.fk_field} if isinstance(field, GenericForeignKey) else set()
    facts = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in own
    }
    target = getattr(field, "fk_field", field.name)
    whose = {target: person.pk}
    row._history_user = by
    if type(row)._base_manager.filter(**whose, **facts).exists():
        row.delete()
        return
    setattr(row, field.name, person)
    try:
        with transaction.atomic():
            # The one field alone: a number keeps the country that it was typed for.
            row.save(update_fields=[target])
    except IntegrityError as error:
        raise CannotMerge(row) from error


def common_audience(keep, drop, by):
    """
    Who may see the two made one: nobody who did not see both, by role or by name.

    That of `keep` where it says so already, else a row of its own: other records may
    share the rows of these two, and their readers stay as they are.
    """
    both = [keep.audience, drop.audience]
    level = max((one.level for one in both), key=STRICTEST_LAST.index)
    named = {reader for one in both for reader in one.readers.all()}
    readers = {reader for reader in named if reads_all(reader, both)}
    if keep.audience.level == level and set(keep.audience.readers.all()) == readers:
        return keep.audience
    common = Audience(level=level, is_demo=keep.is_demo)
    common._history_user = by
    common.save()
    common.readers.set(readers)
    return common


def reads_all(user, audiences):
    wanted = {audience.pk for audience in audiences}
    return Audience.objects.readable_by(user).filter(pk__in=wanted).count() == len(wanted)
