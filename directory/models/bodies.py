"""Who decides and who acts: the bodies of cities, and organisations."""

import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from directory.duplicates import Index, in_that_order
from directory.models.cities import City
from directory.models.countries import Country
from office.languages import in_every_language, localized
from office.models import (
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA
from office.text import Fold


def is_pattern(text):
    try:
        re.compile(text)
    except re.error as error:
        message = _("This is not a regular expression: %(reason)s")
        raise ValidationError(message, params={"reason": error}) from error


class BodyQuerySet(VisibleQuerySet):
    # A body has no audience of its own; one of a hidden city would name the city.
    audience_paths = ()
    optional_paths = ("city__audience",)


class Body(TranslatedRecord, Record):
    """
    A body that adopts acts: the Council, the executive, or another city's.

    How its acts are numbered is data, because each city numbers its own way.
    """

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="bodies",
        help_text=_("Empty for the office's own city."),
    )
    number_pattern = models.CharField(
        _("pattern of its act numbers"),
        max_length=200,
        blank=True,
        validators=[is_pattern],
        help_text=_("A regular expression that the number must match as a whole."),
    )
    number_example = models.CharField(_("example of a number"), max_length=60, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    @property
    def examples(self):
        """One number of each form that it gives or gave: "2018/G/00321", "348/2012"."""
        return [one.strip() for one in self.number_example.split(";") if one.strip()]

    @property
    def examples_in_words(self):
        return pgettext("between two of a list", "; ").join(self.examples)

    def numbers(self, text):
        """Whether the text is a number as this body gives them to its acts."""
        return re.fullmatch(self.number_pattern, text) is not None

    def clean(self):
        if not (self.number_pattern and self.number_example):
            return
        # A pattern that is none is told at its own field.
        with suppress(re.error):
            if not all(map(self.numbers, self.examples)):
                raise ValidationError({"number_example": _("The pattern refuses this example.")})


class OrganisationQuerySet(VisibleQuerySet):
    optional_paths = ("city__audience",)

    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")

    def duplicate_index(self):
        """What finds probable duplicates among these in memory: for many new ones."""
        from directory.models.contact_details import ContactDetail

        names = []
        for pk, *texts in self.order_by().values_list("pk", *in_every_language("name")):
            names += [(pk, text) for text in texts if text]
        contacts = ContactDetail.objects.filter(organisation__in=self.order_by().values("pk"))
        return OrganisationIndex(names, contacts.keys_of("organisation"))

    def probable_duplicates(self, **known):
        """Those of these that may be the one described, the most alike first."""
        return in_that_order(self, self.duplicate_index().find(**known))


class OrganisationIndex(Index):
    """Finds organisations in memory by what is known of one more."""

    def find(self, *, names=(), emails=(), telephones=()):
        """Keys, the most alike first; see directory.duplicates for what is alike."""
        return self.alike(names, emails=emails, telephones=telephones)


class Organisation(TranslatedRecord, VisibleRecord):
    """A body that the office deals with and that is not a city itself."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region or province")
        STATE = "state", _("ministry or other State body")
        EMBASSY = "embassy", _("embassy")
        CONSULATE = "consulate", _("consulate")
        INTERNATIONAL = "international", _("international organisation")
        UNIVERSITY = "university", _("university or school")
        ASSOCIATION = "association", _("association or NGO")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="organisations",
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="organisations",
    )
    website = models.URLField(_("website"), blank=True)
    is_counterpart = models.BooleanField(
        _("counterpart office"),
        default=False,
        help_text=_("The office of its city that we deal with."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "municipality",
                        "region",
                        "state",
                        "embassy",
                        "consulate",
                        "international",
                        "university",
                        "association",
                        "company",
                        "other",
                    ]
                ),
                name="directory_organisation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_counterpart=False) | Q(city__isnull=False),
                name="directory_organisation_counterpart_is_of_a_city",
                violation_error_message=_("Say of which city it is the counterpart office."),
            ),
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(is_counterpart=True),
                name="directory_organisation_counterpart_is_one",
                violation_error_message=_("This city has a counterpart office already."),
            ),
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name
