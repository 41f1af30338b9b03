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
    """The public documents of a city and of what belongs to it; None where there are none."""
    hanging = on(type(city).objects.filter(pk=city.pk))
    for records in records_of_city.values():
        hanging |= on(records(city))
    documents = (
        Document.objects.public()
        .with_file()
        .filter(pk__in=DocumentLink.objects.filter(hanging).values("document"))
        .select_related("source")
        .with_current()
        .order_by("date", "pk")
    )
    return Section("directory/_documents.html", {"documents": documents}) if documents else None


def on(records):
    """The condition that a link leads to one of the records of a queryset."""
    kind = ContentType.objects.get_for_model(records.model)
    return Q(content_type=kind, object_id__in=records.order_by().values("pk"))


def picture_of(record):
    """
    The first public picture attached to the record, None without one.

    It has all that a page must say of it; `directory/_picture.html` shows it.
    """
    pictures = Document.objects.public().pictures().attached_to(record)
    return pictures.select_related("source").with_current().first()
