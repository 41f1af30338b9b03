"""The notice to the State, which a city gives before it signs abroad."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models import Record, RecordQuerySet, TranslatedRecord, VisibleQuerySet, localized_check
from office.personal import NO_PERSONAL_DATA
from office.working_days import after_working_days
from partnerships.models.agreements import Agreement
from partnerships.models.rules import Rule

SENT_FIRST = _("An answer cannot come before the notice is sent.")
ANSWER_AND_DAY = _("Give the answer and its day, or neither.")


class Addressee(TranslatedRecord, Record):
    """An office of the State that must be told before an agreement is signed."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("1 comes first in lists.")
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("addressee of notices")
        verbose_name_plural = _("addressees of notices")
        constraints = [localized_check("name", _("Write the name in one language at least."))]

    def __str__(self):
        return self.name


class NoticeQuerySet(VisibleQuerySet):
    audience_paths = ("agreement__audience", "agreement__city__audience")

    def unanswered(self):
        return self.filter(answer="")


class Notice(Record):
    """
    What was sent to one addressee about one agreement, and what came back.

    `silence_on` is the day from which silence counts as assent, by the rule of the day on
    which the notice was sent; None where there was no such rule.
    """

    personal_data = NO_PERSONAL_DATA

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        NO_OBJECTION = "no_objection", _("no objection")
        QUESTION = "question", _("asks for more")
        OBJECTION = "objection", _("objects")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, verbose_name=_("agreement"), related_name="notices"
    )
    addressee = models.ForeignKey(
        Addressee, on_delete=models.PROTECT, verbose_name=_("addressee"), related_name="notices"
    )
    sent_on = models.DateField(_("sent on"))
    register_number = models.CharField(
        _("register number"),
        max_length=60,
        blank=True,
        help_text=_("Under which the letter stands in the city's register of correspondence."),
    )
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    answered_on = models.DateField(_("answered on"), blank=True, null=True)
    silence_on = models.DateField(_("silence counts from"), blank=True, null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["addressee__rank", "pk"]
        verbose_name = _("notice to the State")
        verbose_name_plural = _("notices to the State")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "addressee"],
                name="partnerships_notice_is_sent_once",
                violation_error_message=_("This addressee stands there already."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "no_objection", "question", "objection"]),
                name="partnerships_notice_answer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & Q(answered_on__isnull=False),
                name="partnerships_notice_answer_has_its_day",
                violation_error_message=ANSWER_AND_DAY,
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("sent_on")),
                name="partnerships_notice_is_answered_after_it_is_sent",
                violation_error_message=SENT_FIRST,
            ),
        ]

    def __str__(self):
        return str(self.addressee)

    def is_settled_on(self, day):
        """Whether nothing stands in the way on that day: no objection, or silence long enough."""
        if self.answer:
            return self.answer == self.Answer.NO_OBJECTION and self.answered_on <= day
        return self.silence_on is not None and self.silence_on <= day

    @property
    def is_assent_by_silence(self):
        return not self.answer and self.is_settled_on(timezone.localdate())

    def clean(self):
        today = timezone.localdate()
        if self.sent_on and self.sent_on > today:
            raise ValidationError({"sent_on": _("This day lies in the future.")})
        if self.answered_on and self.answered_on > today:
            raise ValidationError({"answered_on": _("This day lies in the future.")})
        # The constraints say the same; here it is said at the field.
        if bool(self.answer) != bool(self.answered_on):
            raise ValidationError({"answered_on" if self.answer else "answer": ANSWER_AND_DAY})
        if self.answered_on and self.sent_on and self.answered_on < self.sent_on:
            raise ValidationError({"answered_on": SENT_FIRST})

    def save(self, *args, **kwargs):
        rule = Rule.objects.of_that_day(Rule.Kind.SILENCE, self.sent_on)
        self.silence_on = after_working_days(self.sent_on, rule.figure) if rule else None
        super().save(*args, **kwargs)
