"""Cities: the partners' own facts."""

from contextlib import suppress

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from directory.models.countries import Country
from office.languages import in_every_language, localized
from office.models import (
    Citation,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.models.records import Record
from office.personal import NO_PERSONAL_DATA
from office.text import Fold
from office.tongues import LanguageField, LanguagesField
from office.zones import zone_exists

BOTH_OR_NEITHER = _("Give latitude (from -90 to 90) and longitude (from -180 to 180), or neither.")


class CityQuerySet(VisibleQuerySet):
    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")

    def called(self, text):
        """The cities one of whose names, in any language, script or spelling, holds the text."""
        wanted = Fold(models.Value(text))
        variants = CityName.objects.alias(folded=Fold("name")).filter(folded__contains=wanted)
        columns = [*in_every_language("name"), "own_name"]
        names = {f"folded_{column}": Fold(column) for column in columns}
        found = Q(pk__in=variants.values("city"))
        for name in names:
            found |= Q(**{f"{name}__contains": wanted})
        return self.alias(**names).filter(found)


class City(TranslatedRecord, VisibleRecord):
    """A city abroad that the office deals with."""

    personal_data = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("word in the address"),
        max_length=100,
        unique=True,
        help_text=_("How the city's page is found; changing it breaks links to the page."),
    )
    own_name = models.CharField(
        _("name in its own script"),
        max_length=100,
        blank=True,
        help_text=_("As the city writes itself, where that is not Latin script."),
    )
    own_language = LanguageField(
        _("language of that name"), blank=True, help_text=_("Screen readers and print need it.")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, verbose_name=_("country"), related_name="cities"
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        blank=True,
        null=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, north is positive: 35.0116."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=4,
        blank=True,
        null=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, east is positive: 135.7681."),
    )
    population = models.PositiveIntegerField(_("population"), blank=True, null=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        blank=True,
        validators=[zone_exists],
        help_text=_("For example Asia/Tokyo."),
    )
    website = models.URLField(_("website"), blank=True)
    languages = LanguagesField(
        verbose_name=_("languages"), help_text=_("In which one writes to it and speaks with it.")
    )
    story = models.TextField(
        _("story"),
        blank=True,
        help_text=_("How the bond came about and what has come of it; opens the city's page."),
    )
    citations = GenericRelation(Citation)

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [
            models.CheckConstraint(
                # Said in full: a comparison with NULL is neither true nor false, and passes.
                condition=Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                )
                | Q(latitude__isnull=True, longitude__isnull=True),
                name="directory_city_coordinates_are_on_the_globe",
                violation_error_message=BOTH_OR_NEITHER,
            ),
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        # The constraint says the same; here it is said at the field that is empty.
        for name, other in (("latitude", self.longitude), ("longitude", self.latitude)):
            if getattr(self, name) is None and other is not None:
                raise ValidationError({name: BOTH_OR_NEITHER})
        if self.slug and not is_free(self.slug):
            raise ValidationError({"slug": _("Another page has this word in its address.")})

    def get_absolute_url(self):
        return reverse("directory:city_detail", args=[self.slug])


def is_free(slug):
    """Whether a city's address with this word leads to the city in every language."""
    found = set()
    for code, _name in settings.LANGUAGES:
        # A word that no address may have is told by the field itself.
        with translation.override(code), suppress(NoReverseMatch):
            found.add(resolve(reverse("directory:city_detail", args=[slug])).view_name)
    return found <= {"directory:city_detail"}


class CityName(Record):
    """Another name or spelling under which a city is looked for."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        VARIANT = "variant", _("other spelling")
        FORMER = "former", _("former name")

    city = models.ForeignKey(
        City, on_delete=models.CASCADE, verbose_name=_("city"), related_name="names"
    )
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.VARIANT)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name"],
                name="directory_cityname_is_unique",
                violation_error_message=_("The city has this name already."),
            ),
        ]

    def __str__(self):
        return self.name
