"""The languages of the world, under their names in the reader's language (Unicode CLDR)."""

import re

from babel import Locale
from babel.core import get_global
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import TypedChoiceField, TypedMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from office.text import fold

# Official somewhere, or of so many in a hundred of a territory's people.
SPOKEN_BY = 5
# Of worship and learning: in some places official, and nobody's guests speak through them.
OF_BOOKS = ("la", "sa", "pi")


def names():
    """Code -> name in the active language, for every language with a two-letter code."""
    languages = Locale.parse(get_language() or "en", sep="-").languages
    return {code: name for code, name in languages.items() if re.fullmatch("[a-z]{2}", code)}


def pair(source, target):
    """“Japanese → Italian”."""
    known = names()
    return " → ".join(known.get(code, code) for code in (source, target))


def direction(code):
    """In which direction a language is written, as HTML says it."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def choices():
    """(code, name) of each language, by name in the active language."""
    return by_name(names().items())


def by_name(found):
    """(code, name) in the order of the letters, accents aside."""
    return sorted(found, key=lambda choice: fold(choice[1]))


def spoken():
    """Code -> name of the languages in official or wide use: none that is dead or made up."""
    codes = {
        code
        for languages in get_global("territory_languages").values()
        for code, use in languages.items()
        if use.get("official_status") or use["population_percent"] >= SPOKEN_BY
    }
    return {code: name for code, name in names().items() if code in codes - {*OF_BOOKS}}


def language_exists(code):
    if code not in names():
        raise ValidationError(_("There is no language with this code."), code="unknown_language")


class LanguagesField(ArrayField):
    """Languages by their codes, as ["fr", "ar"]; people choose them by name."""

    def __init__(self, *args, **kwargs):
        kwargs["base_field"] = models.CharField(max_length=7, validators=[language_exists])
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        return TypedMultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=choices,
        )


class LanguageField(models.CharField):
    """One language by its code; people choose it by name."""

    default_validators = [language_exists]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 7)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return TypedChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=with_none,
            empty_value="",
        )


def with_none(first=()):
    """The choices of a field; those of the codes in `first` stand above all others."""
    if not first:
        return [("", "---------"), *choices()]
    known = names()
    near = [(code, known[code]) for code in dict.fromkeys(first) if code in known]
    others = [one for one in choices() if one not in near]
    return [("", "---------"), (_("Needed most often"), near), (_("All others"), others)]
