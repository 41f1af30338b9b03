"""The columns of a resource: what a cell may say, and how a value is written into one."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.dates import PartialDate, PartialDateField
from office.exchange.words import folded
from office.languages import in_every_language, offered_languages, original_language
from office.numbers import decimal_sign
from office.tongues import LanguagesField, names

# So many names that are at least so much alike are told of one that is not there.
NEAR, ALIKE = 3, 0.75
# Each such look takes milliseconds, and a shifted column has a fault in every row.
MOST_ASKED = 200
TRUE = {"true", "1", "x", "yes", "y", "si", "s", "oui", "o", "ja", "j", "vero", "vrai", "wahr"}
FALSE = {"false", "0", "no", "n", "non", "nein", "falso", "faux", "falsch"}
# What groups thousands stands before three figures; what stands before one or two, or none at
# all, separates hundredths: no money has thousandths.
MONEY = re.compile(r"-?\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|-?\d+(?:[.,]\d{1,2})?")
GROUPED = re.compile(r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3}){1,5}|\d{1,18}", re.ASCII)
EUROPEAN = re.compile(r"(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})", re.ASCII)
ISO = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?", re.ASCII)
WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")


@dataclass(frozen=True)
class Column:
    """
    One column: free text, written into the field of its name.

    `also` are other headings under which it is known; its label in every language and
    its name are known anyway.
    """

    name: str
    label: str | Promise
    required: bool = False
    also: tuple = ()
    example: str = ""
    help: str | Promise = ""

    def read(self, text, lookups):
        """The value that the text means. Raises ValidationError."""
        return text

    def value_of(self, record):
        return getattr(record, self.name)

    def write(self, value, lookups):
        """The text that means the value."""
        return "" if value is None else str(value)

    def headings(self):
        """Everything that a file may call the column, folded."""
        said = {self.name, self.name.replace("_", " "), *self.also}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                said.add(str(self.label))
        return {folded(heading) for heading in said}


@dataclass(frozen=True)
class TextIn(Column):
    """A text in one language; in the original language it goes by the bare name as well."""

    base: str = ""
    base_label: str | Promise = ""
    language: str = ""

    def headings(self):
        said = super().headings()
        if self.language == original_language():
            said |= Column(self.base, self.base_label, also=self.also).headings()
        return said


@dataclass(frozen=True)
class Whole(Column):
    def read(self, text, lookups):
        if not GROUPED.fullmatch(text):
            raise ValidationError(_("“%s” is not a whole number.") % text)
        return int(re.sub(r"\D", "", text))


@dataclass(frozen=True)
class Number(Column):
    """A decimal number; `places` are as many as are kept, what is finer is rounded."""

    places: int | None = None

    def read(self, text, lookups):
        try:
            number = Decimal(text.replace(",", ".").replace("−", "-"))
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValidationError(_("“%s” is not a number.") % text)
        is_finer = self.places is not None and number.as_tuple().exponent < -self.places
        return round(number, self.places) if is_finer else number

    def write(self, value, lookups):
        if value is None:
            return ""
        return format(Decimal(str(value)).normalize(), "f").replace(".", decimal_sign())


@dataclass(frozen=True)
class Money(Number):
    """An amount as a ledger in any of our languages writes it: 2.750, 2,750.50, 2750,5."""

    def read(self, text, lookups):
        if not MONEY.fullmatch(text):
            raise ValidationError(_("“%s” is not a number.") % text)
        hundredths = re.search(r"[.,](\d{1,2})$", text)
        whole = text[: hundredths.start()] if hundredths else text
        digits = re.sub(r"[^\d-]", "", whole)
        return super().read(f"{digits}.{hundredths[1]}" if hundredths else digits, lookups)


@dataclass(frozen=True)
class Day(Column):
    """A partial date: 1954, 1954-07, 1954-07-03, or day first as 3.7.1954 and 03/07/1954."""

    def read(self, text, lookups):
        text = WITH_TIME.sub(r"\1", text)
        try:
            if found := EUROPEAN.fullmatch(text):
                day, month, year = (part and int(part) for part in found.groups())
                return PartialDate(year, month, day)
            return PartialDate.parse(text)
        except ValueError as error:
            if EUROPEAN.fullmatch(text) or ISO.fullmatch(text):
                raise ValidationError(_("There is no such day: %s.") % text) from error
            message = _("“%s” is not a date such as 1954, 1954-07 or 1954-07-03.")
            raise ValidationError(message % text) from error

    def write(self, value, lookups):
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class YesNo(Column):
    def read(self, text, lookups):
        if folded(text) in TRUE:
            return True
        if folded(text) in FALSE:
            return False
        raise ValidationError(_("“%s” is neither yes nor no.") % text)

    def write(self, value, lookups):
        return _("yes") if value else _("no")


@dataclass(frozen=True)
class Choice(Column):
    """One of a model's choices, by its label in any language or by its value."""

    choices: type[models.Choices] | None = None

    def read(self, text, lookups):
        found = lookups.remembered(("choice", self.name), self._labels).get(folded(text))
        if found is None:
            known = ", ".join(str(label) for value, label in self.choices.choices if value)
            text = _("“%(text)s” is not known here. Known are: %(known)s.") % {
                "text": text,
                "known": known,
            }
            raise ValidationError(text)
        return found

    def write(self, value, lookups):
        return str(dict(self.choices.choices).get(value, value)) if value else ""

    def _labels(self):
        labels = {folded(value): value for value in self.choices.values}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                labels |= {folded(str(label)): value for value, label in self.choices.choices}
        return labels


@dataclass(frozen=True)
class Languages(Column):
    """Languages by code or by name in any language, with commas between; `one` for one alone."""

    one: bool = False

    def read(self, text, lookups):
        known = lookups.remembered("languages", language_codes)
        parts = [part.strip() for part in re.split(r"[,;/|]", text) if part.strip()]
        unknown = [part for part in parts if folded(part) not in known]
        if unknown:
            raise ValidationError(_("“%s” is not a language.") % ", ".join(unknown))
        if self.one and len(parts) > 1:
            raise ValidationError(_("Write one language."))
        codes = [known[folded(part)] for part in parts]
        return codes[0] if self.one else codes

    def write(self, value, lookups):
        known = names()
        codes = [value] if isinstance(value, str) else value or []
        return ", ".join(known.get(code, code) for code in codes if code)


def language_codes():
    """Folded code or name of a language, in each of our languages -> its code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {folded(name): language for language, name in names().items()}
    return found | {code: code for code in names()}


@dataclass(frozen=True)
class Reference(Column):
    """
    Another record, by any of its names.

    `paths` lead to its names, the one that nothing else can have first. Only what the
    clerk may see is known; all else does not exist here.
    """

    model: type[models.Model] | None = None
    paths: tuple = ()

    def names_of(self, rows):
        """The rows by all their names, as one table asks for them."""
        return Names.of(rows, self.paths)

    def read(self, text, lookups):
        found = lookups.names(self).by_name.get(folded(text), ())
        if len(found) == 1:
            return next(iter(found))
        what = {"kind": self.model._meta.verbose_name, "text": text}
        if not found:
            near = lookups.names(self).near(folded(text))
            raise ValidationError(self._not_there(what, near))
        sure = ", ".join(sorted(str(lookups.names(self).sure[one.pk]) for one in found))
        message = ngettext(
            "%(kind)s: %(count)d is called “%(text)s”. Write one of: %(sure)s.",
            "%(kind)s: %(count)d are called “%(text)s”. Write one of: %(sure)s.",
            len(found),
        )
        raise ValidationError(message % {**what, "count": len(found), "sure": sure})

    def _not_there(self, what, near):
        said = _("%(kind)s: “%(text)s” is not in the directory.") % what
        # Not within an f-string: what stands there is not collected for the catalogues.
        meant = _("Did you mean: %s?") % ", ".join(near)
        return f"{said} {meant}" if near else said

    def write(self, value, lookups):
        """Its name, or where others bear the same the text that nothing else has."""
        known = lookups.names(self)
        if value is None or value.pk not in known.sure:
            return ""
        name = str(value)
        return name if known.by_name.get(folded(name)) == {value} else str(known.sure[value.pk])


@dataclass(frozen=True)
class References(Reference):
    """Several other records, each by any of its names, with a comma or a bar between."""

    def read(self, text, lookups):
        parts = [part.strip() for part in re.split(r"[,;|]", text) if part.strip()]
        found = {super(References, self).read(part, lookups) for part in parts}
        return sorted(found, key=lambda one: one.pk)

    def value_of(self, record):
        return chosen(record, self.name)

    def write(self, value, lookups):
        return ", ".join(super(References, self).write(one, lookups) for one in value)


def chosen(record, name):
    """What a record is to have of a field for many: as set for the next save, or as it is."""
    set_anew = getattr(record, "chosen", {})
    if name in set_anew:
        return set_anew[name]
    return sorted(getattr(record, name).all(), key=lambda one: one.pk) if record.pk else []


@dataclass
class Names:
    """The records of one kind that a person may see, by their names."""

    by_name: dict = field(default_factory=dict)
    sure: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)

    def near(self, text):
        """What is called nearly so, the nearest first; of a column full of faults not for each."""
        if text not in self.asked and len(self.asked) < MOST_ASKED:
            names = get_close_matches(text, self.by_name, n=NEAR, cutoff=ALIKE)
            found = dict.fromkeys(str(one) for name in names for one in self.by_name[name])
            self.asked[text] = list(found)
        return self.asked.get(text, [])

    @classmethod
    def of(cls, queryset, paths):
        known = cls()
        records = queryset.in_bulk()
        for pk, sure, *others in queryset.order_by().values_list("pk", *paths):
            if pk not in records:
                continue
            known.sure[pk] = sure
            for name in (sure, *others):
                if name:
                    known.add(name, records[pk])
        return known

    def add(self, name, record):
        self.by_name.setdefault(folded(str(name)), set()).add(record)


def in_languages(name, label, **options):
    """A column for each language that the office offers, the original first."""
    required = options.pop("required", False)
    example = options.pop("example", "")
    return [
        TextIn(
            f"{name}_{code}",
            format_lazy("{label} ({language})", label=label, language=code),
            required=required and place == 0,
            example=example if place == 0 else "",
            base=name,
            base_label=label,
            language=code,
            **options,
        )
        for place, (code, _name) in enumerate(offered_languages())
    ]


def of_field(model, name, **options):
    """The column of a model's field, of the kind that fits it."""
    found = model._meta.get_field(name)
    options.setdefault("label", found.verbose_name)
    options.setdefault("help", found.help_text)
    if isinstance(found, models.DecimalField):
        options.setdefault("places", found.decimal_places)
    for kinds, column in KINDS:
        if isinstance(found, kinds):
            return column(name, **options)
    return Column(name, **options)


def money(model, name, **options):
    """The column of a model's amount in euro."""
    field = model._meta.get_field(name)
    return Money(name, field.verbose_name, help=field.help_text, places=2, **options)


KINDS = [
    (PartialDateField, Day),
    (models.BooleanField, YesNo),
    (models.DecimalField, Number),
    (models.IntegerField, Whole),
    (LanguagesField, Languages),
]


def named(*fields, more=()):
    """The paths to every language of these translated fields, and others."""
    return (*(column for name in fields for column in in_every_language(name)), *more)
