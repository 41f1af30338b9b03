"""What the back-office's own pages have in common with those of Django's admin."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse


def page(request, template, title, **context):
    """A page of ours with the head, the menu and the foot that all others have."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context})


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
