"""How long personal data stay, what is spared, what was erased, and what was handed out."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from office.models.records import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData

LONGEST = 100 * 366


class RetentionQuerySet(RecordQuerySet):
    def by_kind(self):
        """{(kind of data, event): days}."""
        return {(one.kind, one.after): one.days for one in self}


class Retention(Record):
    """
    For how many days after an event one kind of personal data is kept.

    Which fields are of that kind, and from which event their time runs, each model says itself
    (office.personal.Held). Without a row they are kept until somebody erases them.
    """

    personal_data = NO_PERSONAL_DATA

    kind = models.CharField(_("kind of data"), max_length=7, choices=Kind)
    # The name of an event of office.erasure.clocks.
    after = models.CharField(_("from when"), max_length=40)
    days = models.PositiveIntegerField(
        _("days"),
        validators=[MaxValueValidator(LONGEST)],
        help_text=_("So many days after it they are erased, in the night."),
    )
    is_proposal = models.BooleanField(
        _("proposal"),
        default=True,
        help_text=_("The program proposes it, and the office has not decided yet."),
    )
    source = models.CharField(
        pgettext_lazy("of a retention period", "decided by, or where it is written"),
        max_length=250,
        blank=True,
    )

    objects = RetentionQuerySet.as_manager()

    class Meta:
        ordering = ["after", "kind"]
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "after"],
                name="office_retention_is_unique",
                violation_error_message=_("There is a period for this kind of data already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["name", "contact", "special", "travel", "image", "words", "work"]
                ),
                name="office_retention_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(days__lte=LONGEST), name="office_retention_days_are_possible"
            ),
        ]

    def __str__(self):
        from office.erasure.clocks import label_of

        return f"{self.get_kind_display()}: {label_of(self.after)}"


class HoldQuerySet(RecordQuerySet):
    def in_force(self):
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today))

    def of(self, *models_):
        kinds = ContentType.objects.get_for_models(*models_)
        return self.filter(content_type__in=kinds.values())


class Hold(Record):
    """That the clock erases nothing of a record, and of what hangs on it: why, and until when."""

    personal_data = PersonalData(
        held=(
            Held(("reason",), _("whoever the record names"), Kind.WORDS),
            Held(("by",), _("staff"), Kind.WORK),
        ),
        kept=_("as the proof of what the office did"),
    )

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, editable=False, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    reason = models.CharField(
        _("why"), max_length=300, help_text=_("For example a complaint, or a case in court.")
    )
    until = models.DateField(
        _("until"), blank=True, null=True, help_text=_("Empty: until somebody takes it away.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("whoever did it", "by"),
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("hold on erasure")
        verbose_name_plural = _("holds on erasure")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                name="office_hold_is_unique",
                violation_error_message=_("This is kept already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="office_hold_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return self.reason


class ErasureQuerySet(models.QuerySet):
    def in_order(self):
        """The latest first."""
        return self.order_by("-at", "-pk")


class Erasure(models.Model):
    """
    That personal data were erased: when, of which rows, which fields and why. Never what they said.

    One row for each batch of one model; those of one person have the same `run`. Nobody changes
    or deletes it.
    """

    personal_data = PersonalData(
        held=(Held(("by", "reason"), _("staff"), Kind.WORK),),
        kept=_("as the proof of what the office did"),
    )

    at = models.DateTimeField(_("erased at"), default=timezone.now)
    run = models.UUIDField(db_index=True)
    # "delegations.Member"; a copy that is no model is named by what it is ("kept files").
    what = models.CharField(_("what"), max_length=100)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("fields"), default=list)
    keys = ArrayField(models.BigIntegerField(), verbose_name=_("keys"), default=list)
    count = models.PositiveIntegerField(_("how many"))
    # Of the clock: kind of data and event. Of a person: what they asked for.
    kind = models.CharField(max_length=7, blank=True)
    after = models.CharField(max_length=40, blank=True)
    days = models.PositiveIntegerField(null=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("whoever did it", "by"),
        null=True,
        related_name="+",
    )

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("erasure")
        verbose_name_plural = _("log of erasures")
        default_permissions = ("view",)
        permissions = [
            ("erase_person", _("Can export and erase what is held about one person")),
        ]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="office_erasure_in_order")]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="office_erasure_says_what"),
            models.CheckConstraint(
                condition=~Q(reason="") | ~Q(after=""),
                name="office_erasure_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.what} ({self.count})"


class ExportLogQuerySet(models.QuerySet):
    def in_order(self):
        """The latest first."""
        return self.order_by("-at", "-pk")


class ExportLog(models.Model):
    """That a list or paper with personal data was handed out: when, by whom, how many rows."""

    personal_data = PersonalData(
        held=(Held(("by",), _("staff"), Kind.WORK),), kept=_("as the proof of what the office did")
    )

    at = models.DateTimeField(_("handed out at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("whoever did it", "by"),
        null=True,
        related_name="+",
    )
    # What was handed out, in the words of the page: “Visits”.
    what = models.CharField(_("what"), max_length=200)
    # The page that it came from, without what was searched for.
    address = models.CharField(_("page"), max_length=250, blank=True)
    ending = models.CharField(_("format"), max_length=10)
    # None of a paper that is no list.
    rows = models.PositiveIntegerField(_("rows"), null=True)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("handing out of personal data")
        verbose_name_plural = _("log of exports")
        default_permissions = ("view",)
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="office_exportlog_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(ending=""), name="office_exportlog_says_what"
            ),
        ]

    def __str__(self):
        return f"{self.what} ({self.ending})"
