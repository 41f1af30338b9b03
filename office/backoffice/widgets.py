"""Inputs of the back-office's forms."""

from django import forms
from django.contrib.admin.widgets import get_select2_language

VENDOR = "admin/js/vendor"


class FoundByTyping:
    """Mixin of a choice among many that the page holds; without a script it is a plain list."""

    def __init__(self, attrs=None, choices=()):
        looks = {"class": "type-ahead", "data-theme": "admin-autocomplete", "data-placeholder": ""}
        super().__init__({**looks, **(attrs or {})}, choices)

    @property
    def media(self):
        language = get_select2_language()
        words = [f"{VENDOR}/select2/i18n/{language}.js"] if language else []
        return forms.Media(
            js=[
                f"{VENDOR}/jquery/jquery.min.js",
                f"{VENDOR}/select2/select2.full.min.js",
                *words,
                "admin/js/jquery.init.js",
                "js/type_ahead.js",
            ],
            css={
                "screen": [
                    "admin/css/vendor/select2/select2.min.css",
                    "admin/css/autocomplete.css",
                ]
            },
        )


class FoundSelect(FoundByTyping, forms.Select):
    pass


class FoundSelectMultiple(FoundByTyping, forms.SelectMultiple):
    pass


def found_by_typing(field):
    """A widget for the field in which its choices are found by typing."""
    is_many = isinstance(field.widget, forms.SelectMultiple)
    widget = (FoundSelectMultiple if is_many else FoundSelect)(choices=field.choices)
    widget.is_required = field.required
    return widget
