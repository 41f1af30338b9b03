"""A value that is changed takes no source along: what a source said stays what it said."""

from django.contrib.contenttypes.models import ContentType

from office.models.citations import Citation


def leave_sources_behind(record, before, *, but=()):
    """
    Note of each citation of a changed field that its source says the value before.

    And of one that said the new value all along that it agrees now. `before` are the values
    before by the field's name; texts in several languages and references are passed over,
    for a source's word of them cannot be written down. The citations `but` these stay as
    they are. Returns the sources that say otherwise.
    """
    left = []
    for field in record._meta.concrete_fields:
        if field.name not in before or field.is_relation or hasattr(field, "translated_field"):
            continue
        old = as_said(field, before[field.name])
        now = as_said(field, field.value_from_object(record))
        if old != now:
            left += leave_behind(record, field.name, old, now, but=but)
    return left


def leave_behind(record, name, old, now, *, but=()):
    """The same for one field of the record, whose texts are given (as_said)."""
    kind = ContentType.objects.get_for_model(record)
    rows = Citation.objects.filter(content_type=kind, object_id=record.pk, field=name)
    citations = list(rows.select_related("source"))
    said = {(one.source_id, one.says) for one in citations}
    left = []
    for citation in citations:
        says = old if not citation.says else "" if citation.says == now else citation.says
        if citation.pk in but or (citation.source_id, says) in said:
            continue
        citation.says = says
        citation.save()
        left += [citation.source] if says else []
    return left


def as_said(field, value):
    """The value as Citation.says holds it: a date as 1954-07, a number with a point."""
    if value in (None, ""):
        return ""
    return str(field.value_to_string(field.model(**{field.name: value})))
