"""What the form of an agreement shows of its life: where it stands, and what can follow."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from office.models import Audience
from partnerships import clock, lifecycle
from partnerships.models import Agreement, Move, Notice, Signatory, Signature, Step


@dataclass(frozen=True)
class Offer:
    """A step that can be taken, with the address of its page."""

    move: Move
    url: str
    is_next: bool

    @property
    def label(self):
        return self.move.label


@dataclass(frozen=True)
class Life:
    """The life of one agreement, of what the reader may see."""

    agreement: Agreement
    steps: list
    signatures: list
    notices: list
    term: clock.Term | None
    offers: list
    may_take_back: bool

    @property
    def is_overdue(self):
        return self.term.is_overdue(timezone.localdate())

    @property
    def can_be_signed_from(self):
        """The day on which the last silence counts; None where something else is in the way."""
        if not self.agreement.is_under_way or not self.notices:
            return None
        open_ones = [one for one in self.notices if one.answer != Notice.Answer.NO_OBJECTION]
        if any(one.answer or one.silence_on is None for one in open_ones):
            return None
        return max((one.silence_on for one in open_ones), default=None)

    @property
    def is_to_be_published(self):
        """Whether it binds us, and the office alone knows."""
        return self.agreement.binds and self.agreement.audience.level == Audience.Level.INTERNAL

    @property
    def next_offers(self):
        return [one for one in self.offers if one.is_next]

    @property
    def other_offers(self):
        return [one for one in self.offers if not one.is_next]


def life_of(agreement, user, *, may_change):
    steps = Step.objects.visible_to(user).filter(agreement=agreement)
    signatures = Signature.objects.visible_to(user).filter(agreement=agreement)
    signatories = Signatory.objects.visible_to(user).select_related("person", "office")
    signed_by = Prefetch("signatories", signatories, "signed_by")
    agreements = clock.with_confirmations(Agreement.objects.filter(pk=agreement.pk))
    return Life(
        agreement,
        list(steps.select_related("act__body", "rule", "by")),
        list(signatures.in_order().prefetch_related(signed_by)),
        list(Notice.objects.filter(agreement=agreement).select_related("addressee")),
        next(iter(clock.known_to(clock.terms(agreements).values(), user)), None),
        offers(agreement) if may_change else [],
        may_change and agreement.steps.exclude(move=Move.PROPOSE).exists(),
    )


def offers(agreement):
    taken = set(agreement.steps.values_list("move", flat=True))
    return [
        Offer(
            move,
            reverse("admin:partnerships_agreement_step", args=[agreement.pk, move.value]),
            lifecycle.is_next(move, agreement),
        )
        for move in lifecycle.allowed(agreement, taken)
    ]
