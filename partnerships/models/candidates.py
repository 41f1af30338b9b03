"""What the office finds out about a city before a pact is proposed."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act, City
from office.models import (
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData
from partnerships.models.bonds import BondType

OPINION_WANTED = _("Write the opinion: an answer without its reasons helps nobody.")
DAY_WANTED = _("Say on which day the opinion was given.")
STILL_OPEN = _("A day belongs to what was decided: choose what the opinion is.")
NOT_BEFORE_ASKED = _("An opinion cannot be given before it is asked for.")


class CandidateQuestionQuerySet(RecordQuerySet):
    def asked(self):
        return self.filter(is_asked=True)


class CandidateQuestion(TranslatedRecord, Record):
    """
    One question that is asked of every candidate city, in the office's own words.

    `facts` names the answers that the records give by themselves
    (partnerships.candidates.facts), which stand beside what is typed.
    """

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    question = models.CharField(_("question"), max_length=300)
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("1 comes first in lists.")
    )
    facts = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("answered from the records"),
        default=list,
        blank=True,
        help_text=_("What stands beside the question by itself."),
    )
    is_asked = models.BooleanField(
        _("is asked"),
        default=True,
        help_text=_("Take this away instead of deleting the question: old answers stay."),
    )

    objects = CandidateQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("question about candidate cities")
        verbose_name_plural = _("questions about candidate cities")
        constraints = [
            localized_check("question", _("Write the question in one language at least.")),
        ]

    def __str__(self):
        return self.question


class CandidacyQuerySet(VisibleQuerySet):
    # It would name the city, and the act.
    audience_paths = ("audience", "city__audience")
    optional_paths = ("act__audience", "act__body__city__audience")


class Candidacy(VisibleRecord):
    """A city with which a pact is thought of, and what the office says of it."""

    personal_data = PersonalData(
        held=(
            Held(("asked_by", "opinion"), _("people in public office"), Kind.WORDS, Basis.ARCHIVE),
        ),
        kept=_("as an archive in the public interest"),
    )

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("of an opinion", "open")
        FAVOURABLE = "favourable", pgettext_lazy("of an opinion", "favourable")
        UNFAVOURABLE = "unfavourable", pgettext_lazy("of an opinion", "unfavourable")
        WITHDRAWN = "withdrawn", pgettext_lazy("of an opinion", "withdrawn")

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, verbose_name=_("city"), related_name="candidacies"
    )
    bond_type = models.ForeignKey(
        BondType,
        on_delete=models.PROTECT,
        verbose_name=_("kind of bond"),
        related_name="candidacies",
    )
    asked_by = models.CharField(
        _("asked for by"),
        max_length=200,
        blank=True,
        help_text=_("Who would like the pact: an embassy, a councillor, an association."),
    )
    asked_on = models.DateField(_("asked on"), blank=True, null=True)
    state = models.CharField(
        pgettext_lazy("of a candidacy", "opinion is"),
        max_length=12,
        choices=State,
        default=State.OPEN,
    )
    opinion = models.TextField(
        pgettext_lazy("of a candidacy", "opinion"),
        blank=True,
        help_text=_("What the office advises, and why."),
    )
    decided_on = models.DateField(_("given on"), blank=True, null=True)
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="candidacies",
    )

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("candidate city")
        verbose_name_plural = _("candidate cities")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "favourable", "unfavourable", "withdrawn"]),
                name="partnerships_candidacy_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | ~Q(opinion=""),
                name="partnerships_candidacy_opinion_is_written",
                violation_error_message=OPINION_WANTED,
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_on=None)
                | Q(decided_on__isnull=False) & ~Q(state="open"),
                name="partnerships_candidacy_has_its_day_once_decided",
                violation_error_message=DAY_WANTED,
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(decided_on=None) | Q(decided_on__gte=F("asked_on")),
                name="partnerships_candidacy_is_decided_after_it_is_asked",
                violation_error_message=NOT_BEFORE_ASKED,
            ),
            models.UniqueConstraint(
                fields=["city", "bond_type"],
                condition=Q(state="open"),
                name="partnerships_candidacy_is_open_once",
                violation_error_message=_("This city is a candidate for this bond already."),
            ),
        ]

    def __str__(self):
        return f"{self.city} – {self.bond_type}"

    def clean(self):
        """The constraints say the same; here it is said at the fields."""
        errors, is_open = {}, self.state == self.State.OPEN
        today = timezone.localdate()
        for name in ("asked_on", "decided_on"):
            if (day := getattr(self, name)) and day > today:
                errors[name] = _("This day lies in the future.")
        if self.state in (self.State.FAVOURABLE, self.State.UNFAVOURABLE) and not self.opinion:
            errors["opinion"] = OPINION_WANTED
        if is_open and self.decided_on:
            errors["state"] = STILL_OPEN
        if not is_open and self.decided_on is None:
            errors["decided_on"] = DAY_WANTED
        if self.asked_on and self.decided_on and self.decided_on < self.asked_on:
            errors["decided_on"] = NOT_BEFORE_ASKED
        if errors:
            raise ValidationError(errors)


class CandidacyAnswerQuerySet(VisibleQuerySet):
    audience_paths = ("candidacy__audience", "candidacy__city__audience")
    optional_paths = ("candidacy__act__audience", "candidacy__act__body__city__audience")


class CandidacyAnswer(Record):
    """What the office answers to one question about one candidate."""

    personal_data = PersonalData(
        held=(Held(("answer",), _("people in public office"), Kind.WORDS),),
        kept=_("as long as the candidacy"),
    )

    candidacy = models.ForeignKey(
        Candidacy,
        on_delete=models.CASCADE,
        verbose_name=_("candidate city"),
        related_name="answers",
    )
    question = models.ForeignKey(
        CandidateQuestion,
        on_delete=models.PROTECT,
        verbose_name=_("question"),
        related_name="answers",
    )
    answer = models.TextField(_("answer"))

    objects = CandidacyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question__rank", "pk"]
        verbose_name = _("answer about a candidate city")
        verbose_name_plural = _("answers about candidate cities")
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "question"],
                name="partnerships_candidacyanswer_is_one_a_question",
                violation_error_message=_("This question is answered already."),
            ),
        ]

    def __str__(self):
        return str(self.question)
