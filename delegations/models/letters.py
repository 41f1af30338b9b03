"""The letters that the office writes about a visit or a mission: invitation, thanks, refusal."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.occasions import ByDay, OfOccasion, OfOccasionQuerySet
from directory.models import Document
from office.models import Mail
from office.personal import Basis, Held, Kind, PersonalData

FILED = _("A letter that went out has its number in the register and its day.")
NEEDS_OCCASION = _("A letter is written for a visit or a mission.")


class OutgoingLetterQuerySet(ByDay, OfOccasionQuerySet):
    optional_paths = (*OfOccasionQuerySet.optional_paths, "document__audience", "mail__audience")
    asked_otherwise = (*OfOccasionQuerySet.asked_otherwise, "document", "mail")

    def public(self):
        return self.none()

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def open(self):
        return self.exclude(state=OutgoingLetter.State.SENT)


class OutgoingLetter(OfOccasion):
    """
    One letter on the office's paper, first written from the office's words (delegations.outgoing).

    Its text may be changed until it is sent: then its paper is kept as a document of the visit,
    and nothing of it changes any more.
    """

    class Type(models.TextChoices):
        INVITATION = "invitation", pgettext_lazy("a letter", "invitation")
        ACCEPTANCE = "acceptance", pgettext_lazy("a letter", "acceptance")
        REFUSAL = "refusal", pgettext_lazy("a letter", "refusal")
        VISA = "visa", pgettext_lazy("a letter", "invitation for a visa")
        CONFIRMATION = "confirmation", pgettext_lazy("a letter", "confirmation")
        PROGRAMME = "programme", pgettext_lazy("a letter", "programme")
        THANKS = "thanks", pgettext_lazy("a letter", "thanks")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a letter", "draft")
        SIGNED = "signed", pgettext_lazy("a letter", "signed")
        SENT = "sent", pgettext_lazy("a letter", "sent")

    personal_data = PersonalData(
        held=(
            Held(
                ("addressee_name", "addressee_office", "signatory_name", "signatory_office"),
                _("addressees and signatories of letters"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("email", "address"),
                _("addressees and signatories of letters"),
                Kind.CONTACT,
                after="departure",
            ),
            Held(
                ("subject", "text"),
                _("addressees and signatories of letters"),
                Kind.WORDS,
                Basis.ARCHIVE,
            ),
        ),
        kept="the letter as an archive in the public interest; the addresses until two years after "
        "the visit or mission",
    )

    kind = models.CharField(pgettext_lazy("of a letter", "kind"), max_length=12, choices=Type)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    addressee_name = models.CharField(_("to whom"), max_length=200)
    addressee_office = models.CharField(_("office held"), max_length=200, blank=True)
    address = models.TextField(
        _("postal address"), blank=True, help_text=_("Line by line, as it stands on the letter.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    signatory_name = models.CharField(_("who signs"), max_length=200, blank=True)
    signatory_office = models.CharField(_("office of who signs"), max_length=200, blank=True)
    register_number = models.CharField(
        _("number in the public register"), max_length=60, blank=True
    )
    day = models.DateField(_("day of the letter"), blank=True, null=True)
    state = models.CharField(
        pgettext_lazy("of a letter", "state"),
        max_length=6,
        choices=State,
        default=State.DRAFT,
        editable=False,
    )
    # Of the form that it was written with, which makes one letter however often it is sent.
    form_id = models.UUIDField(unique=True, null=True, editable=False)
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        verbose_name=_("document"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )
    mail = models.ForeignKey(
        Mail,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("one", "mail"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = OutgoingLetterQuerySet.as_manager()

    class Meta(OfOccasion.Meta):
        abstract = False
        ordering = [F("day").desc(nulls_first=True), "-pk"]
        verbose_name = _("letter of the office")
        verbose_name_plural = _("letters of the office")
        indexes = [
            models.Index(
                F("day").desc(nulls_first=True), F("id").desc(), name="delegations_letter_in_order"
            ),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(visit__isnull=False) | Q(mission__isnull=False),
                name="delegations_outgoingletter_has_its_occasion",
                violation_error_message=NEEDS_OCCASION,
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "invitation",
                        "acceptance",
                        "refusal",
                        "visa",
                        "confirmation",
                        "programme",
                        "thanks",
                    ]
                ),
                name="delegations_outgoingletter_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="delegations_outgoingletter_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signed", "sent"]),
                name="delegations_outgoingletter_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (~Q(register_number="") & Q(day__isnull=False)),
                name="delegations_outgoingletter_sent_is_filed",
                violation_error_message=FILED,
            ),
        ]

    def __str__(self):
        return f"{self.subject} – {self.addressee_name}"

    @property
    def is_sent(self):
        return self.state == self.State.SENT

    def clean(self):
        super().clean()
        if not self.visit_id and not self.mission_id:
            raise ValidationError({"visit": NEEDS_OCCASION})
        if self.kind == self.Type.VISA:
            from delegations.outgoing import refusal_of_visa

            if why := refusal_of_visa(self.occasion):
                raise ValidationError({"kind": why})
