"""What the back-office's own pages have in common with those of Django's admin."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from office.registry import Registry

# Label of a model -> function(record) that returns the address of its own page.
work_pages = Registry()


def page(request, template, title, **context):
    """A page of ours with the head, the menu and the foot that all others have."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context})


def without(fieldsets, names):
    """The fieldsets without the fields of these names, also where two share a line."""
    return [
        (title, options | {"fields": list(_others(options["fields"], names))})
        for title, options in fieldsets
    ]


def _others(fields, names):
    for one in fields:
        if isinstance(one, str):
            if one not in names:
                yield one
        elif line := tuple(_others(one, names)):
            yield line


def record_url(record):
    """The address of the record's form. Raises NoReverseMatch for a kind that has none."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def url_of(record):
    """The same, "" for a kind that has none."""
    try:
        return record_url(record)
    except NoReverseMatch:
        return ""


def way_to(record):
    """The address of the page on which one works with the record; of its form without such."""
    label = record._meta.label_lower
    return work_pages.get(label)(record) if label in work_pages.names() else url_of(record)
