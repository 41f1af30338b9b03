"""What the people of the office are told, one row for each of them (office/notices.py)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models.about import AboutRecords
from office.personal import Held, Kind, PersonalData


class NoticeQuerySet(AboutRecords, models.QuerySet):
    def of(self, user):
        """What this person was told, of what the person may read today: the newest first."""
        return self.filter(user=user).visible_to(user).order_by("-made_at", "-pk")

    def of_duties(self, kind, keys):
        """The reminders of those duties of one kind (office/reminders.py)."""
        return self.filter(extra__duty=kind, extra__duty_key__in=keys)

    def unread(self):
        return self.filter(read_at=None)

    def read(self):
        """Note that they were read; returns how many were not yet."""
        return self.unread().update(read_at=timezone.now())

    read.alters_data = True


class Notice(models.Model):
    """
    One thing that one person is told of a record. Nobody types it in: `office.notices.tell` does.

    `key` tells it from all others of its kind, so that the same is told once; `extra` holds
    what the kind needs to say it in the reader's language. It is forgotten a year later.
    """

    personal_data = PersonalData(
        held=(
            Held(("user",), _("staff"), Kind.WORK),
            Held(("extra",), _("guests and their focal point"), Kind.WORDS),
        ),
        kept=_("until a year after it was told"),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    extra = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(blank=True, null=True)
    mailed_at = models.DateTimeField(blank=True, null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="office_notice_of_user"),
            models.Index(
                fields=["user", "-made_at", "-id"],
                condition=Q(read_at=None),
                name="office_notice_unread_of_user",
            ),
            models.Index(fields=["content_type", "object_id"], name="office_notice_of_record"),
            models.Index(fields=["made_at"], name="office_notice_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"], name="office_notice_is_told_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(key=""), name="office_notice_is_named"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("made_at")),
                name="office_notice_read_after_made",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
