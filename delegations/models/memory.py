"""What stays of a visit or a mission: the minutes, and the page of the guest book."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.occasions import ByDay, OfOccasion, OfOccasionQuerySet
from delegations.models.programme import ProgrammeItem, ProgrammeItemQuerySet
from directory.models import DocumentLink
from office.personal import Basis, Held, Kind, PersonalData

ITEM_OF_VISIT = _("It is of an item of this visit’s programme.")


class MinuteQuerySet(ByDay, OfOccasionQuerySet):
    optional_paths = (
        *OfOccasionQuerySet.optional_paths,
        *(f"item__{path}" for path in ProgrammeItemQuerySet.audience_paths),
        *(f"item__{path}" for path in ProgrammeItemQuerySet.optional_paths),
    )

    def public(self):
        return self.none()

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def with_names(self):
        return self.select_related(
            "taken_by",
            "item__appointment",
            "visit__organisation",
            "visit__city",
            "mission__city",
            "mission__organisation",
            "mission__country",
        )


class Minute(OfOccasion):
    """The minutes of one meeting: who was there, what was said and what was decided."""

    personal_data = PersonalData(
        held=(
            Held(
                ("present", "subject", "text", "decided"),
                _("who was at a meeting"),
                Kind.WORDS,
                Basis.ARCHIVE,
            ),
            Held(("taken_by",), _("staff"), Kind.WORK),
        ),
        kept="as an archive in the public interest",
    )

    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.SET_NULL,
        verbose_name=_("item of the programme"),
        blank=True,
        null=True,
        related_name="minutes",
    )
    subject = models.CharField(_("subject"), max_length=200)
    day = models.DateField(_("day"), default=timezone.localdate)
    present = models.TextField(
        _("who was there"), blank=True, help_text=_("Names and offices, one below the other.")
    )
    text = models.TextField(_("what was said"), blank=True)
    decided = models.TextField(
        _("what was decided"),
        blank=True,
        help_text=_("What one side promised stands among the promises as well."),
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("taken by"),
        blank=True,
        null=True,
        related_name="minutes",
    )
    documents = GenericRelation(DocumentLink)

    objects = MinuteQuerySet.as_manager()

    class Meta(OfOccasion.Meta):
        abstract = False
        ordering = ["-day", "-pk"]
        verbose_name = _("minutes of a meeting")
        verbose_name_plural = _("minutes of meetings")
        indexes = [models.Index(fields=["-day", "-id"], name="delegations_minute_in_order")]
        constraints = [*OfOccasion.Meta.constraints]

    def __str__(self):
        return self.subject

    def clean(self):
        super().clean()
        if self.item_id and self.item.visit_id != self.visit_id:
            raise ValidationError({"item": ITEM_OF_VISIT})


class GuestBookPageQuerySet(ByDay, OfOccasionQuerySet):
    day_field = "signed_on"

    def public(self):
        return self.none()

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def with_names(self):
        return self.select_related(
            "visit__organisation",
            "visit__city",
            "mission__city",
            "mission__organisation",
            "mission__country",
        )


class GuestBookPage(OfOccasion):
    """
    One page of the guest book: who signed, when, and with which words.

    Its photograph is a document that hangs on it, and is public only where that is made so.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("who_signed", "words"),
                _("who signed the guest book"),
                Kind.WORDS,
                Basis.ARCHIVE,
            ),
        ),
        kept="as an archive in the public interest",
    )

    volume = models.CharField(_("volume"), max_length=20)
    page = models.PositiveSmallIntegerField(_("page"))
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    who_signed = models.TextField(
        _("who signed"), help_text=_("Names and offices, one below the other.")
    )
    words = models.TextField(_("what was written"), blank=True)
    documents = GenericRelation(DocumentLink)

    objects = GuestBookPageQuerySet.as_manager()

    class Meta(OfOccasion.Meta):
        abstract = False
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("page of the guest book")
        verbose_name_plural = _("guest book")
        indexes = [
            models.Index(fields=["-signed_on", "-id"], name="delegations_guestbook_in_order")
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.UniqueConstraint(
                fields=["volume", "page"],
                name="delegations_guestbookpage_is_unique",
                violation_error_message=_("This page of that volume is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(page__gte=1),
                name="delegations_guestbookpage_page_is_one_at_least",
                violation_error_message=_("Pages are counted from 1."),
            ),
        ]

    def __str__(self):
        from django.utils.translation import gettext

        told = {"volume": self.volume, "page": self.page}
        return gettext("Guest book %(volume)s, page %(page)s") % told
