"""What somebody must do by a day, as the apps said last (office/duties.py)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from office.models.about import AboutRecords
from office.personal import Held, Kind, PersonalData


class DutyQuerySet(AboutRecords, models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def overdue(self, day):
        return self.filter(due_on__lt=day)

    def in_order(self):
        """What has waited longest comes first."""
        return self.order_by("due_on", "kind", "pk")


class Duty(models.Model):
    """
    One thing to be done with a record by a day. Nobody types it in: `manage.py due` keeps it.

    It shows from `shows_on`; nobody's is the head's. What is done is closed, and forgotten a
    year later.
    """

    personal_data = PersonalData(
        held=(Held(("owner", "tell"), _("staff"), Kind.WORK),),
        kept=_("until a year after it is done"),
    )

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="duties",
    )
    due_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField()
    shows_on = models.GeneratedField(
        expression=F("due_on") - F("notice_days"),
        output_field=models.DateField(),
        db_persist=True,
    )
    tell = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="+",
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(blank=True, null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "kind", "pk"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        default_permissions = ()
        permissions = [("hand_over_duty", _("Can hand everything of one person over to another"))]
        indexes = [
            models.Index(
                fields=["owner", "shows_on"],
                condition=Q(closed_at=None),
                name="office_duty_open_of_owner",
            ),
            models.Index(
                fields=["due_on", "kind", "id"],
                condition=Q(closed_at=None),
                name="office_duty_open_in_order",
            ),
            models.Index(fields=["content_type", "object_id"], name="office_duty_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="office_duty_is_there_once"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(key=""), name="office_duty_is_named"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="office_duty_closed_after_opened",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
