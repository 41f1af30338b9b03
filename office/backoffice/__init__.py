"""The back-office: the one admin site, and what all its pages have in common."""

from office.backoffice.base import (
    ByName,
    OneRowAdmin,
    PlainVisibleRecordAdmin,
    RecordAdmin,
    RecordInline,
    TranslatedInline,
    TranslatedRecordAdmin,
    VisibleRecordAdmin,
)
from office.backoffice.forms import RecordForm, VisibleRecordForm

__all__ = [
    "ByName",
    "OneRowAdmin",
    "PlainVisibleRecordAdmin",
    "RecordAdmin",
    "RecordForm",
    "RecordInline",
    "TranslatedInline",
    "TranslatedRecordAdmin",
    "VisibleRecordAdmin",
    "VisibleRecordForm",
]
