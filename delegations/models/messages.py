"""What the office and the guests say to each other on the private page of a visit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from office.models import Record
from office.personal import Held, Kind, PersonalData


class MessageQuerySet(OfVisitQuerySet):
    def unread(self):
        """What guests wrote and nobody of the office has taken note of."""
        return self.filter(from_guests=True, read_at__isnull=True)


class Message(Record):
    """One message about a visit: by the private page, or a reply by mail that a clerk noted."""

    personal_data = PersonalData(
        held=(
            Held(
                ("author_name", "text"),
                _("guests and their focal point"),
                Kind.WORDS,
                after="departure",
            ),
            Held(("author", "read_by"), _("staff"), Kind.WORK),
        ),
    )

    class Kind(models.TextChoices):
        MESSAGE = "message", pgettext_lazy("of a message", "message")
        CORRECTION = "correction", pgettext_lazy("of a message", "correction of the request")
        REPLY = "reply", pgettext_lazy("of a message", "reply by mail")

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="messages"
    )
    kind = models.CharField(
        pgettext_lazy("of a message", "kind"), max_length=10, choices=Kind, default=Kind.MESSAGE
    )
    from_guests = models.BooleanField(_("from the guests"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("who of us"),
        null=True,
        related_name="+",
    )
    author_name = models.CharField(_("who wrote it"), max_length=150, blank=True)
    text = models.TextField(_("text"), max_length=10_000)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    read_at = models.DateTimeField(_("taken note of at"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("taken note of by"),
        null=True,
        related_name="+",
    )
    mail = models.ForeignKey(
        "office.Mail",
        on_delete=models.SET_NULL,
        verbose_name=_("mail"),
        null=True,
        related_name="+",
        help_text=_("The mail that brought it, or to which it is the reply."),
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("message about a visit")
        verbose_name_plural = _("messages about visits")
        indexes = [
            models.Index(fields=["visit", "sent_at", "id"], name="delegations_message_in_order"),
            models.Index(
                F("sent_at"),
                condition=Q(from_guests=True, read_at__isnull=True),
                name="delegations_message_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["message", "correction", "reply"]),
                name="delegations_message_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="delegations_message_says_something",
                violation_error_message=_("Write the message."),
            ),
        ]

    def __str__(self):
        return self.text[:80]
