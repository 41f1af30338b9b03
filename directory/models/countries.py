"""Countries: a label and a code."""

import re

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.languages import localized
from office.models import Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA
from office.text import Fold


def known_codes():
    """
    The two-letter codes of ISO 3166-1, as the library of names knows them.

    The library also names groupings (EU, UN), pseudo-places, an unknown region and Sark (CQ).
    """
    beyond = {"CQ", "EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    codes = Locale("en").territories
    return {code for code in codes if re.fullmatch("[A-Z]{2}", code)} - beyond


class CountryQuerySet(RecordQuerySet):
    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "code")


class Country(TranslatedRecord, Record):
    """
    A country or territory, under the name that the office gives it.

    The names come from the Unicode CLDR; the office may word them otherwise, and say in
    `note` what a reader should know of a disputed place.
    """

    personal_data = NO_PERSONAL_DATA

    code = models.CharField(
        _("code"),
        max_length=2,
        unique=True,
        help_text=_("Two letters, ISO 3166-1."),
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters."))],
    )
    name = models.CharField(_("name"), max_length=100)
    note = models.TextField(
        _("note"), blank=True, help_text=_("Shown where the place is disputed; worded neutrally.")
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="directory_country_code_is_two_letters",
                violation_error_message=_("Two capital letters."),
            ),
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        # The demonstration's country has a code that no country has.
        if not self.is_demo and self.code not in known_codes():
            message = _("%(code)s is not the code of a country.") % {"code": self.code}
            raise ValidationError({"code": message})
