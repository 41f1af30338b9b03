"""The signatures under an agreement, by whom, and in which office."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import OfficeHeld, Person
from office.dates import PartialDateField, partial_date_constraint
from office.models import Citation, Record, TranslatedRecord, VisibleQuerySet
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData
from office.tongues import LanguagesField
from partnerships.models.agreements import Agreement

SIGNED_THAT_DAY = _("The signature of this day stands there already.")
FOR_WHOM = _("%(person)s was %(office)s on that day: did they sign for us?")
NO_OFFICE = _(
    "%(person)s held no office on that day, as far as the directory knows. Add the office, or "
    "tick “held no office”."
)


class SignatureQuerySet(VisibleQuerySet):
    # A signature has no audience of its own; it would name the agreement and its city.
    audience_paths = ("agreement__audience", "agreement__city__audience")

    def in_order(self):
        return self.order_by(*self.model._meta.ordering)


class Signature(TranslatedRecord, Record):
    """
    One ceremony at which an agreement was signed or renewed.

    A pact may be signed twice, once in each city, and renewed again and again.
    """

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        FIRST = "first", pgettext_lazy("kind of signature", "of the agreement")
        RENEWAL = "renewal", pgettext_lazy("kind of signature", "of a renewal")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, verbose_name=_("agreement"), related_name="signatures"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.FIRST)
    signed_on = PartialDateField(_("signed on"))
    place = models.CharField(
        pgettext_lazy("of a signature", "place"),
        max_length=150,
        blank=True,
        help_text=_("The city, and the building."),
    )
    room = models.CharField(_("room"), max_length=150, blank=True)
    languages = LanguagesField(
        verbose_name=_("languages of the text"), help_text=_("In which the text was signed.")
    )
    gifts = models.TextField(
        _("gifts"), blank=True, help_text=_("What was given and received. Never published.")
    )
    citations = GenericRelation(Citation)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_on", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [
            models.Index(fields=["agreement", "signed_on"]),
            models.Index(
                F("signed_on").desc(), F("id").desc(), name="partnerships_signature_by_date"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["first", "renewal"]),
                name="partnerships_signature_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["agreement", "signed_on", "kind"],
                name="partnerships_signature_is_one_a_day",
                violation_error_message=SIGNED_THAT_DAY,
            ),
            partial_date_constraint("signed_on"),
        ]

    def __str__(self):
        return f"{self.agreement}, {self.signed_on}"

    def clean(self):
        if self.signed_on and self.signed_on.first > timezone.localdate():
            raise ValidationError({"signed_on": _("A signature cannot lie in the future.")})


class SignatoryQuerySet(VisibleQuerySet):
    audience_paths = (
        "signature__agreement__audience",
        "signature__agreement__city__audience",
        "person__audience",
    )
    optional_paths = (
        "office__person__audience",
        "office__city__audience",
        "office__organisation__audience",
        "office__organisation__city__audience",
    )


class Signatory(Record):
    """Who signed, for which side, in the office held that day."""

    personal_data = PersonalData(
        held=(Held(("person", "office"), _("people in public office"), Kind.NAME, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("side of a signature", "for us")
        THEIRS = "theirs", pgettext_lazy("side of a signature", "for the partner city")
        WITNESS = "witness", pgettext_lazy("side of a signature", "as a witness")

    signature = models.ForeignKey(
        Signature,
        on_delete=models.CASCADE,
        verbose_name=_("signature"),
        related_name="signatories",
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name=_("person"), related_name="signatures"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side, default=Side.OURS)
    # Taken from the directory where it is not chosen.
    office = models.ForeignKey(
        OfficeHeld,
        on_delete=models.PROTECT,
        verbose_name=_("office held that day"),
        blank=True,
        null=True,
        related_name="signatures",
    )
    without_office = models.BooleanField(
        _("held no office"),
        default=False,
        help_text=_("To be ticked where the directory knows of none on that day."),
    )

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["side", "pk"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["ours", "theirs", "witness"]),
                name="partnerships_signatory_side_is_known",
            ),
            models.CheckConstraint(
                condition=Q(office=None) | Q(without_office=False),
                name="partnerships_signatory_office_or_none",
                violation_error_message=_("Either an office, or none."),
            ),
            models.UniqueConstraint(
                fields=["signature", "person"],
                name="partnerships_signatory_signs_once",
                violation_error_message=_("This person stands there already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.office.title}" if self.office else str(self.person)

    def clean(self):
        day = self.signature.signed_on if self.signature_id or self._has_signature() else None
        if day is None or self.person_id is None or self.without_office:
            return
        if self.office is None:
            self.office = self.person.offices.held_on(day.first).first()
        if self.office is None:
            raise ValidationError({"person": NO_OFFICE % {"person": self.person}})
        if self.side == self.Side.OURS and self.office.city_id:
            # Cities are those of partners: our own people hold office at our municipality.
            words = {"person": self.person, "office": self.office}
            raise ValidationError({"side": FOR_WHOM % words})

    def _has_signature(self):
        return Signatory.signature.is_cached(self)
