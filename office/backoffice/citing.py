"""A value that is changed takes no source along: what a source said stays what it said."""

from django.contrib.contenttypes.models import ContentType

from office.models import Citation


def leave_sources_behind(form, formsets):
    """
    Note of each citation of a changed field that its source says the value before.

    And of one that said the new value all along that it agrees now. Rows that were typed
    into themselves are as whoever typed wants them. Returns the sources that say otherwise.
    """
    typed = _rows_typed_into(formsets)
    left = []
    for name, (before, now) in _changes(form).items():
        citations = list(_citations(form.instance, name))
        said = {(one.source_id, one.says) for one in citations}
        for citation in citations:
            says = before if not citation.says else "" if citation.says == now else citation.says
            if citation.pk in typed or (citation.source_id, says) in said:
                continue
            citation.says = says
            citation.save()
            left += [citation.source] if says else []
    return left


def _rows_typed_into(formsets):
    rows = [row for formset in formsets if formset.model is Citation for row in formset.forms]
    return {row.instance.pk for row in rows if row.has_changed()}


def _citations(record, field):
    kind = ContentType.objects.get_for_model(record)
    rows = Citation.objects.filter(content_type=kind, object_id=record.pk, field=field)
    return rows.select_related("source")


def _changes(form):
    """Field -> (text before, text now) of what was changed, but for texts in several languages."""
    changes = {}
    for field in form.instance._meta.concrete_fields:
        is_plain = not field.is_relation and not hasattr(field, "translated_field")
        if is_plain and field.name in form.changed_data:
            before = field.to_python(form.initial.get(field.name))
            now = field.value_from_object(form.instance)
            changes[field.name] = _as_said(field, before), _as_said(field, now)
    return changes


def _as_said(field, value):
    """The value as Citation.says holds it: a date as 1954-07, a number with a point."""
    return "" if value is None else str(field.value_to_string(field.model(**{field.name: value})))
