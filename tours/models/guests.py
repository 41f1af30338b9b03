"""What the guests of a tour are asked, and what they say of it afterwards."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.of_visit import OfVisitQuerySet
from office.models import Record, User
from office.personal import Held, Kind, PersonalData
from office.tongues import LanguageField
from tours.models.tours import GUESTS, GroupBooking

RATING = _("Choose from 1 to 5.")


class OfBookingQuerySet(OfVisitQuerySet):
    audience_paths = tuple(f"booking__{path}" for path in OfVisitQuerySet.audience_paths)
    optional_paths = tuple(f"booking__{path}" for path in OfVisitQuerySet.optional_paths)


class LanguageOffer(Record):
    """
    That nobody can guide guests in their `language`, and what they are offered instead.

    They are asked before: `offered` is the language of the guide, with an interpreter into
    theirs or without. Once they answer, it stays as it is; another question is another offer.
    """

    class Answer(models.TextChoices):
        WAITING = "", pgettext_lazy("answer of guests", "asked")
        ACCEPTED = "accepted", pgettext_lazy("answer of guests", "that is fine")
        REFUSED = "refused", pgettext_lazy("answer of guests", "rather not")

    personal_data = PersonalData(
        held=(
            Held(("words",), GUESTS, Kind.WORDS, after="departure"),
            Held(("noted_by",), _("staff"), Kind.WORK, after="departure"),
        ),
    )

    booking = models.ForeignKey(
        GroupBooking, on_delete=models.CASCADE, verbose_name=_("booking"), related_name="offers"
    )
    language = LanguageField(_("instead of"))
    offered = LanguageField(_("language offered"))
    with_interpreter = models.BooleanField(_("with an interpreter"), default=False)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer, blank=True, default=Answer.WAITING
    )
    answered_at = models.DateTimeField(_("answered on"), blank=True, null=True)
    words = models.CharField(_("in their words"), max_length=1000, blank=True)
    noted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        verbose_name=_("noted by"),
        blank=True,
        null=True,
        related_name="+",
    )

    objects = OfBookingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("offer of another language")
        verbose_name_plural = _("offers of another language")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["", "accepted", "refused"]),
                name="tours_languageoffer_answer_is_known",
            ),
            models.UniqueConstraint(
                fields=["booking", "language"],
                condition=Q(answer=""),
                name="tours_languageoffer_is_asked_once",
                violation_error_message=_("The guests are asked about this language already."),
            ),
        ]

    def __str__(self):
        return f"{self.language} → {self.offered}"


class Feedback(Record):
    """What the guests of a booking thought of it: one word of theirs, which they may change."""

    personal_data = PersonalData(
        held=(Held(("words",), GUESTS, Kind.WORDS, after="departure"),),
    )

    booking = models.OneToOneField(
        GroupBooking, on_delete=models.CASCADE, verbose_name=_("booking"), related_name="feedback"
    )
    rating = models.PositiveSmallIntegerField(
        _("how they liked it"),
        validators=[MinValueValidator(1, RATING), MaxValueValidator(5, RATING)],
    )
    words = models.TextField(_("in their words"), blank=True, max_length=2000)
    language = models.CharField(_("language of the page"), max_length=7, blank=True)
    given_at = models.DateTimeField(_("given on"), default=timezone.now)

    objects = OfBookingQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("feedback of guests")
        verbose_name_plural = _("feedback of guests")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__range=(1, 5)),
                name="tours_feedback_is_from_one_to_five",
                violation_error_message=RATING,
            ),
        ]

    def __str__(self):
        return f"{self.booking}: {self.rating}/5"
