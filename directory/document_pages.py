"""What public pages show of documents."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from directory.models import Document, DocumentLink
from directory.pages import Section
from office.registry import Registry

# Name -> function(city) that returns a queryset of public records whose documents stand on the
# city's page beside its own.
records_of_city = Registry()


def documents_of(city):
    """
    The public documents of a city and of what belongs to it; None where there are none.

    The picture above the story is not told a second time.
    """
    hanging = on(type(city).objects.filter(pk=city.pk))
    for records in records_of_city.values():
        hanging |= on(records(city))
    documents = public_documents(hanging).exclude(pk__in=pictures_of(city)[:1].values("pk"))
    return section_of(documents)


def documents_on(record):
    """The public documents that hang on one record; None where there are none."""
    return section_of(public_documents(on(type(record).objects.filter(pk=record.pk))))


def public_documents(hanging):
    return (
        Document.objects.public()
        .with_file()
        .filter(pk__in=DocumentLink.objects.filter(hanging).values("document"))
        .select_related("source")
        .with_current()
        .order_by("date", "pk")
    )


def section_of(documents):
    if not documents:
        return None
    return Section("directory/_documents.html", {"documents": documents}, records=documents)


def lead_picture_of(city):
    """The picture above the story; None without one."""
    picture = picture_of(city)
    if picture is None:
        return None
    context = {"picture": picture}
    return Section("directory/_lead_picture.html", context, records=[picture], lead=True)


def on(records):
    """The condition that a link leads to one of the records of a queryset."""
    kind = ContentType.objects.get_for_model(records.model)
    return Q(content_type=kind, object_id__in=records.order_by().values("pk"))


def picture_of(record):
    """
    The first public picture attached to the record, None without one.

    It has all that a page must say of it; `directory/_picture.html` shows it.
    """
    return pictures_of(record).select_related("source").with_current().first()


def pictures_of(record):
    return Document.objects.public().pictures().attached_to(record)
