"""What was decided on a request: by whom, why, and who approved it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Place
from delegations.models.choices import State
from delegations.models.levels import GiftClass, Level
from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from directory.models import Person
from office.models import Record
from office.personal import Basis, Held, Kind, PersonalData

NOT_ONESELF = _("Whoever decided cannot approve it as well.")
SAY_WHY = _("Say why.")


class Letter(models.TextChoices):
    """What becomes of the letter to the guests."""

    SEND = "send", _("send it")
    HOLD = "hold", _("hold it in the outbox, I want to read it first")
    NONE = "none", _("none: they are told otherwise")


class DecisionQuerySet(OfVisitQuerySet):
    optional_paths = (
        *OfVisitQuerySet.optional_paths,
        "host__audience",
        "room__audience",
        "room__building__audience",
    )

    def waiting(self):
        """Those that a second person has still to approve."""
        return self.filter(stage=Decision.Stage.PROPOSED)

    def in_force(self):
        return self.filter(stage=Decision.Stage.FINAL)


class Decision(Record):
    """
    One decision on a visit, with its reason; what was decided before stays written down.

    Where its level asks for a second person it is a proposal until that one has approved it.
    """

    personal_data = PersonalData(
        held=(
            Held(("host",), _("hosts and others with a part"), Kind.NAME, Basis.ARCHIVE),
            Held(
                ("reason", "words_for_guests", "second_reason"),
                _("guests and their focal point"),
                Kind.WORDS,
                Basis.ARCHIVE,
            ),
            Held(("decided_by", "seconded_by"), _("staff"), Kind.WORK, Basis.ARCHIVE),
        ),
        kept=_("as an archive in the public interest"),
    )

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("a decision", "accept")
        REDIRECTED = "redirected", pgettext_lazy("a decision", "redirect")
        DECLINED = "declined", pgettext_lazy("a decision", "decline")
        POSTPONED = "postponed", pgettext_lazy("a decision", "postpone")

    class Stage(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("a decision", "waits for a second person")
        FINAL = "final", pgettext_lazy("a decision", "in force")
        REFUSED = "refused", pgettext_lazy("a decision", "not approved")
        LAPSED = "lapsed", pgettext_lazy("a decision", "overtaken by what became of the visit")

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="decisions"
    )
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    stage = models.CharField(
        _("stage"), max_length=8, choices=Stage, default=Stage.FINAL, editable=False
    )
    reason = models.TextField(_("reason"), help_text=_("For the office alone: why so."))
    words_for_guests = models.TextField(
        _("words for the guests"),
        blank=True,
        help_text=_("Stands in their letter, so write it in their language."),
    )
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        verbose_name=_("level"),
        blank=True,
        null=True,
        related_name="decisions",
    )
    host = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("who receives"),
        blank=True,
        null=True,
        related_name="visits_received",
    )
    room = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("room"),
        blank=True,
        null=True,
        related_name="decisions_on_visits",
    )
    gift = models.CharField(
        pgettext_lazy("of a level", "gift"), max_length=8, choices=GiftClass, blank=True
    )
    with_tour = models.BooleanField(_("with a guided tour"), default=False)
    # As whoever decided chose it; the second person sees that, and may choose otherwise.
    letter = models.CharField(
        _("letter to the guests"),
        max_length=4,
        choices=Letter,
        default=Letter.SEND,
        editable=False,
    )
    # What the criteria said when it was decided, in the office's language.
    suggestion = models.JSONField(default=dict, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("decided by"),
        editable=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now, editable=False)
    needs_second = models.BooleanField(_("a second person approves"), default=False, editable=False)
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("second person"),
        null=True,
        editable=False,
        related_name="+",
    )
    seconded_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    second_reason = models.TextField(_("reason of the second person"), blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(F("visit"), F("decided_at").desc(), name="delegations_decision_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="delegations_decision_says_why",
                violation_error_message=SAY_WHY,
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["accepted", "redirected", "declined", "postponed"]),
                name="delegations_decision_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "final", "refused", "lapsed"]),
                name="delegations_decision_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(gift__in=["", "small", "standard", "official"]),
                name="delegations_decision_gift_is_known",
            ),
            models.CheckConstraint(
                condition=Q(letter__in=["send", "hold", "none"]),
                name="delegations_decision_letter_is_known",
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("decided_by")),
                name="delegations_decision_is_approved_by_another",
                violation_error_message=NOT_ONESELF,
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False, stage="final", seconded_by__isnull=True)
                | Q(needs_second=True, stage__in=["proposed", "lapsed"], seconded_by__isnull=True)
                | Q(needs_second=True, seconded_at__isnull=False)
                & Q(stage__in=["final", "refused"], seconded_by__isnull=False),
                name="delegations_decision_waits_for_its_second",
            ),
            # Two who decide in the same second: the later one is told of the earlier.
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(stage="proposed"),
                name="delegations_decision_only_one_waits",
            ),
        ]

    def __str__(self):
        return str(self.get_verdict_display())

    @property
    def state(self):
        """The state into which it brings its visit."""
        return State(self.verdict)

    @property
    def is_waiting(self):
        return self.stage == self.Stage.PROPOSED
