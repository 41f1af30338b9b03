"""Whose tool this is: the identity of the office, one row."""

from asgiref.local import Local
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinLengthValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models.records import Record, localized_check
from office.models.translated import TranslatedRecord
from office.personal import NO_PERSONAL_DATA
from office.pictures import PictureField

_remembered = Local()


def all_languages():
    return [code for code, _name in settings.LANGUAGES]


class OfficeManager(models.Manager):
    def current(self):
        """
        The office of this installation, remembered until the request ends or it is saved.

        Before `start_office` or a data set has made one: an unsaved office without a
        name, whose original language is English.
        """
        office = getattr(_remembered, "office", None)
        if office is None:
            office = _remembered.office = self.first() or Office()
        return office

    def forget(self):
        """Have the next question read the row again."""
        _remembered.office = None


class Office(TranslatedRecord, Record):
    """
    The office that uses this installation, and what identifies it to the outside.

    Everything that names the city stands here or in a data set, never in the program.
    """

    personal_data = NO_PERSONAL_DATA

    only = models.BooleanField(default=True, editable=False, unique=True)
    name = models.CharField(
        _("name of the municipality"), max_length=200, help_text=_("As it heads a letter.")
    )
    city_name = models.CharField(_("name of the city"), max_length=100)
    department = models.CharField(_("name of the office"), max_length=200)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator("^[A-Z]{2}$")],
        help_text=_("Its two-letter code, for example IT: its public holidays count in terms."),
    )
    parent_body = models.CharField(
        _("larger body"),
        max_length=200,
        blank=True,
        help_text=_("The region or state named at the very top of the public pages."),
    )
    parent_body_url = models.URLField(_("address of the larger body's site"), blank=True)
    coat_of_arms = PictureField(_("coat of arms"), blank=True, upload_to="office")
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    certified_email = models.EmailField(
        _("certified e-mail"), blank=True, help_text=_("The registered electronic mail (PEC).")
    )
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    privacy_contact = models.CharField(
        _("privacy contact"),
        max_length=200,
        blank=True,
        help_text=_("Name or e-mail address of the data protection officer."),
    )
    heritage = models.TextField(
        _("our history"),
        blank=True,
        help_text=_("Opens the page of the office's history, above the events."),
    )
    for_schools = models.TextField(
        _("what schools and associations can ask for"),
        blank=True,
        help_text=_("Shown on the page of each partner city, with the office's contacts."),
    )
    licence = models.CharField(
        _("licence of the public pages"),
        max_length=100,
        blank=True,
        help_text=_("Under which texts and data may be reused, for example CC BY 4.0."),
    )
    original_language = models.CharField(
        _("original language"),
        max_length=7,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Texts are written in it first; other languages fall back to it."),
    )
    languages = ArrayField(
        models.CharField(max_length=7, choices=settings.LANGUAGES),
        verbose_name=_("languages offered"),
        default=all_languages,
        validators=[MinLengthValidator(1)],
        help_text=_("The languages in which the public pages can be read."),
    )

    escalation_days = models.PositiveSmallIntegerField(
        _("days until somebody else is told"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("So long something is overdue before the head of office hears of it as well."),
    )

    objects = OfficeManager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("office")
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="office_office_is_the_only_one"),
            models.CheckConstraint(
                condition=Q(languages__contains=[models.F("original_language")]),
                name="office_office_offers_its_original_language",
                violation_error_message=_("The original language is one of the languages offered."),
            ),
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(escalation_days__gte=1),
                name="office_office_escalates_after_a_day",
                violation_error_message=_("Give it one day at least."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Office.objects.forget()

    def language_of_originals(self):
        return self.original_language

    def offered_languages(self):
        """(code, own name) of each language offered, the original first."""
        first = [code for code in self.languages if code == self.original_language]
        others = [code for code, _name in settings.LANGUAGES if code in self.languages]
        names = dict(settings.LANGUAGES)
        return [(code, names[code]) for code in dict.fromkeys([*first, *others])]
