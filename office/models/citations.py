"""Where a fact comes from."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.dates import PartialDateField, partial_date_constraint
from office.models.records import Record
from office.personal import NO_PERSONAL_DATA
from office.text import labelled


class Source(Record):
    """A page, paper, act or book that facts are taken from."""

    personal_data = NO_PERSONAL_DATA

    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    published_on = PartialDateField(_("published on"), blank=True, null=True)
    consulted_on = PartialDateField(_("consulted on"), blank=True, null=True)
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("Under which its data may be reused.")
    )

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "url"],
                name="office_source_is_unique",
                violation_error_message=_("This source is already in the list."),
            ),
            partial_date_constraint("published_on"),
            partial_date_constraint("consulted_on"),
        ]

    def __str__(self):
        return self.title


class Citation(Record):
    """
    What one source says of one field of one record.

    The record's own field holds the value chosen; here stands what each source says,
    so that two dates in dispute may both stand. `says` is written as the field itself
    writes it ("1954-07" for a partial date), or left empty where the source bears the
    record's own value out.
    """

    personal_data = NO_PERSONAL_DATA

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    field = models.CharField(_("field"), max_length=60)
    says = models.CharField(
        _("what the source says"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only where it differs from the value above; a date as 1954, 1954-07 or 1954-07-03."
        ),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, verbose_name=_("source"), related_name="citations"
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.MEDIUM
    )

    class Meta:
        ordering = ["field", "pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes = [models.Index(fields=["content_type", "object_id", "field"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "source", "says"],
                name="office_citation_is_unique",
                violation_error_message=_("This source is already cited for this field."),
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["high", "medium", "low"]),
                name="office_citation_confidence_is_known",
            ),
        ]

    def __str__(self):
        return labelled(self.field_name, self.source)

    def clean(self):
        if self.says and self._cited_field():
            try:
                self._cited_field().to_python(self.says)
            except ValidationError as error:
                raise ValidationError({"says": error.messages}) from error

    @property
    def field_name(self):
        """What the cited field is called; its bare name where there is no such field any more."""
        field = self._cited_field()
        return field.verbose_name if field else self.field

    @property
    def differs(self):
        """Whether the source says something else than the record."""
        return bool(self.says)

    @property
    def value(self):
        """What the source says, as a value of the field it speaks of; None where it agrees."""
        field = self._cited_field()
        return field.to_python(self.says) if field and self.says else self.says or None

    def _cited_field(self):
        try:
            return self.content_type.model_class()._meta.get_field(self.field)
        except FieldDoesNotExist:
            return None
