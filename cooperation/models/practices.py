"""What cities learn from each other: exchanges of experience, and good practices."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models.projects import ENDS_AFTER, Project
from directory.models import City, Organisation
from office.dates import PartialDateField, partial_date_constraint
from office.languages import localized
from office.models import (
    Citation,
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData
from office.text import Fold
from partnerships.models import Theme

WHO_TOOK_IT_UP = _("Say who took it up: a city, or an office by its name.")


class LearntQuerySet(VisibleQuerySet):
    """Of what was learnt from somebody: it would name the city, the body and the project."""

    audience_paths = ("audience",)
    optional_paths = (
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
        "project__audience",
    )

    def in_order(self, language):
        """By the title that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("title", language)), "pk")


class Learnt(VisibleRecord):
    """Of whom one learns, and on what."""

    title = models.CharField(_("title"), max_length=250)
    slug = models.SlugField(_("word in the address"), max_length=100, unique=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="%(class)ss",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("body"),
        blank=True,
        null=True,
        related_name="%(class)ss",
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        verbose_name=_("project"),
        blank=True,
        null=True,
        related_name="%(class)ss",
        help_text=_("That it belongs to, if any."),
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), blank=True, related_name="%(class)ss"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("in charge"),
        blank=True,
        null=True,
        related_name="%(class)ss",
    )

    objects = LearntQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class Exchange(TranslatedRecord, Learnt):
    """A study visit, a twinned office, officials who worked at each other's desk."""

    personal_data = PersonalData(held=(Held(("officer",), _("staff"), Kind.WORK),))

    class Kind(models.TextChoices):
        STUDY_VISIT = "study_visit", _("study visit")
        TWINNED_OFFICE = "twinned_office", _("twinned offices")
        OFFICIALS = "officials", _("exchange of officials")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    starts_on = PartialDateField(_("begins"), blank=True, null=True)
    ends_on = PartialDateField(_("ends"), blank=True, null=True)
    offices = models.CharField(
        _("our offices in it"), max_length=250, blank=True, help_text=_("By their names.")
    )
    learnt = models.TextField(_("what was learnt"), blank=True)
    citations = GenericRelation(Citation)

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
        verbose_name = _("exchange of experience")
        verbose_name_plural = _("exchanges of experience")
        indexes = [
            models.Index(
                F("starts_on").desc(nulls_last=True), F("id").desc(), name="coop_exchange_latest"
            ),
        ]
        constraints = [
            localized_check("title", _("Write the title in one language at least.")),
            models.CheckConstraint(
                condition=Q(kind__in=["study_visit", "twinned_office", "officials", "other"]),
                name="cooperation_exchange_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(ends_on__before=F("starts_on")),
                name="cooperation_exchange_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            partial_date_constraint("starts_on"),
            partial_date_constraint("ends_on"),
        ]

    def get_absolute_url(self):
        return f"{reverse('cooperation:practice_list')}#exchange-{self.slug}"

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.starts_on and self.ends_on and self.ends_on.is_certainly_before(self.starts_on):
            raise ValidationError({"ends_on": ENDS_AFTER})


class Practice(TranslatedRecord, Learnt):
    """A good practice: what works elsewhere or here, what bears it out, and whom to ask."""

    personal_data = PersonalData(held=(Held(("officer",), _("staff"), Kind.WORK),))

    summary = models.TextField(_("what it is"), blank=True, help_text=_("In plain words."))
    lesson = models.TextField(_("what was learnt"), blank=True)
    evidence = models.TextField(
        _("what bears it out"), blank=True, help_text=_("Numbers, an evaluation, a prize.")
    )
    evidence_url = models.URLField(_("address of it"), blank=True, max_length=500)
    contact = models.CharField(
        _("whom to ask"), max_length=250, blank=True, help_text=_("An office, no private person.")
    )
    exchanges = models.ManyToManyField(
        Exchange, verbose_name=_("exchanges of experience"), blank=True, related_name="practices"
    )
    citations = GenericRelation(Citation)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        constraints = [
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def get_absolute_url(self):
        return reverse("cooperation:practice_detail", args=[self.slug])


class UptakeQuerySet(VisibleQuerySet):
    audience_paths = tuple(f"practice__{path}" for path in LearntQuerySet.audience_paths)
    optional_paths = (
        *(f"practice__{path}" for path in LearntQuerySet.optional_paths),
        "city__audience",
    )

    def in_order(self):
        return self.order_by(F("taken_up_on").asc(nulls_last=True), "pk")


class Uptake(TranslatedRecord, Record):
    """That a city or an office took a practice up."""

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, verbose_name=_("good practice"), related_name="uptakes"
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="uptakes",
    )
    office = models.CharField(_("office"), max_length=200, blank=True)
    taken_up_on = PartialDateField(_("since"), blank=True, null=True)
    note = models.CharField(_("how"), max_length=250, blank=True)

    objects = UptakeQuerySet.as_manager()

    class Meta:
        ordering = [F("taken_up_on").asc(nulls_last=True), "pk"]
        verbose_name = _("uptake of a practice")
        verbose_name_plural = _("where it was taken up")
        constraints = [
            partial_date_constraint("taken_up_on"),
        ]

    def __str__(self):
        return self.office or str(self.city or "")

    def clean(self):
        if not self.city_id and not self.office:
            raise ValidationError({"office": WHO_TOOK_IT_UP})
