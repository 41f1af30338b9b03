"""Which flags the house has, and in which order they are set up."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import City, Country, Organisation
from office.models import (
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA
from office.pictures import PictureField

ONE_OWNER = _("It is the flag of a country, of a city or of an organisation: one of them at most.")


class Whose(models.TextChoices):
    """Whose flag it is, as the rules of flags name them."""

    OWN = "own", pgettext_lazy("whose flag", "our own country")
    UNION = "union", pgettext_lazy("whose flag", "the European Union")
    GUESTS = "guests", pgettext_lazy("whose flag", "countries of the guests")
    REGION = "region", pgettext_lazy("whose flag", "the region")
    PROVINCE = "province", pgettext_lazy("whose flag", "the province or metropolitan city")
    CITY = "city", pgettext_lazy("whose flag", "our own city")
    OTHER = "other", pgettext_lazy("whose flag", "others")


class FlagRule(TranslatedRecord, Record):
    """Whose flag comes in which place, and where that is laid down."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    position = models.PositiveSmallIntegerField(
        _("position"), unique=True, help_text=_("1 is the place of honour.")
    )
    whose = models.CharField(_("whose flag"), max_length=8, choices=Whose, unique=True)
    text = models.TextField(_("rule"), help_text=_("In a sentence, and where it stands."))
    is_gap = models.BooleanField(
        _("gap"), default=False, help_text=_("Nobody could read the rule in a source yet.")
    )
    is_used = models.BooleanField(_("in use"), default=True)
    citations = GenericRelation(Citation)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("rule of flags")
        verbose_name_plural = _("rules of flags")
        constraints = [
            localized_check("text", _("Write the rule in one language at least.")),
            models.CheckConstraint(
                condition=Q(
                    whose__in=["own", "union", "guests", "region", "province", "city", "other"]
                ),
                name="delegations_flagrule_whose_is_known",
            ),
        ]

    def __str__(self):
        return self.get_whose_display()


class FlagQuerySet(VisibleQuerySet):
    # A flag has no audience of its own; it would name whose it is.
    audience_paths = ()
    optional_paths = (
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
    )


class Flag(TranslatedRecord, Record):
    """One flag: whose it is, its proportions, its picture, and when somebody checked them."""

    personal_data = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=150)
    whose = models.CharField(_("whose flag"), max_length=8, choices=Whose, default=Whose.GUESTS)
    country = models.OneToOneField(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="flag",
    )
    city = models.OneToOneField(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="flag",
    )
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="flag",
    )
    proportion = models.CharField(
        _("proportions"),
        max_length=15,
        blank=True,
        help_text=_("Height to width: 2:3."),
        validators=[RegexValidator(r"^\d+(\.\d+)?:\d+(\.\d+)?\Z", _("Two numbers: 2:3."))],
    )
    owned = models.PositiveSmallIntegerField(
        _("how many the house has"), blank=True, null=True, help_text=_("Empty: nobody counted.")
    )
    picture = PictureField(_("picture"), blank=True, upload_to="flags")
    picture_source = models.CharField(
        _("source and licence of the picture"), max_length=200, blank=True
    )
    verified_on = models.DateField(
        _("checked on"),
        blank=True,
        null=True,
        help_text=_("The last day on which somebody made sure that it is still the flag."),
    )
    note = models.TextField(_("note for the office"), blank=True)
    citations = GenericRelation(Citation)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(
                    whose__in=["own", "union", "guests", "region", "province", "city", "other"]
                ),
                name="delegations_flag_whose_is_known",
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=True, city__isnull=True)
                | Q(country__isnull=True, organisation__isnull=True)
                | Q(city__isnull=True, organisation__isnull=True),
                name="delegations_flag_is_of_one",
                violation_error_message=ONE_OWNER,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        named = [
            name for name in ("country", "city", "organisation") if getattr(self, f"{name}_id")
        ]
        if len(named) > 1:
            raise ValidationError({named[1]: ONE_OWNER})
