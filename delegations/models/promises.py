"""What was promised, by us or by them: open until somebody closes it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from directory.models import City, Organisation, Person
from office.personal import Basis, Held, Kind, PersonalData

WITH_WHOM = _("Say with whom: a visit, a mission, a city, an organisation or a person.")
DUE_AFTER = _("It cannot be due before it was made.")
CLOSED_AFTER = _("It cannot be closed before it was made.")
CLOSED_HAS_DAY = _("Say on which day it was closed; an open one has none.")


class PromiseQuerySet(OfOccasionQuerySet):
    optional_paths = (
        *OfOccasionQuerySet.optional_paths,
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
        "person__audience",
    )

    def public(self):
        return self.none()

    def in_order(self):
        """The open ones first, of these what is due first."""
        return self.order_by(*self.model._meta.ordering)

    def open(self):
        return self.filter(closed_on=None)

    def closed(self):
        return self.exclude(closed_on=None)

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())

    def with_city(self, *keys):
        """Those made with a city, or with a body of it, or at a visit from or a mission to it."""
        return self.filter(
            Q(city__in=keys)
            | Q(organisation__city__in=keys)
            | Q(visit__city__in=keys)
            | Q(visit__organisation__city__in=keys)
            | Q(mission__city__in=keys)
            | Q(mission__organisation__city__in=keys)
        )

    def with_names(self):
        return self.select_related(
            "owner",
            "city",
            "organisation",
            "person",
            "visit__organisation",
            "visit__city",
            "mission__city",
            "mission__organisation",
            "mission__country",
        )


class Promise(OfOccasion):
    """
    One promise, ours or theirs, made at a visit or a mission or to somebody of the directory.

    Open, it is shown wherever the next contact with them begins.
    """

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("whose promise", "ours")
        THEIRS = "theirs", pgettext_lazy("whose promise", "theirs")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("a promise", "open")
        KEPT = "kept", pgettext_lazy("a promise", "kept")
        DROPPED = "dropped", pgettext_lazy("a promise", "dropped")

    personal_data = PersonalData(
        held=(
            Held(("person", "their_name"), _("partners"), Kind.NAME, Basis.TASK, after="done"),
            Held(("text", "outcome"), _("partners"), Kind.WORDS, Basis.TASK, after="done"),
            Held(("owner",), _("staff"), Kind.WORK),
        ),
        kept="until two years after it is closed",
    )

    side = models.CharField(_("whose promise"), max_length=6, choices=Side)
    text = models.CharField(_("what was promised"), max_length=300)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="promises",
        help_text=_("Of a visit or a mission it need not be said."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="promises",
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="promises",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("who of us sees to it"),
        blank=True,
        null=True,
        related_name="promises",
    )
    their_name = models.CharField(
        _("who of them sees to it"), max_length=200, blank=True, help_text=_("Name and office.")
    )
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    due_on = models.DateField(_("by when"), blank=True, null=True)
    state = models.CharField(
        pgettext_lazy("of a promise", "state"), max_length=7, choices=State, default=State.OPEN
    )
    closed_on = models.DateField(_("closed on"), blank=True, null=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta(OfOccasion.Meta):
        abstract = False
        ordering = [
            F("closed_on").desc(nulls_first=True),
            F("due_on").asc(nulls_last=True),
            "pk",
        ]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(
                F("closed_on").desc(nulls_first=True),
                F("due_on").asc(nulls_last=True),
                "id",
                name="delegations_promise_in_order",
            ),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(visit__isnull=False)
                | Q(mission__isnull=False)
                | Q(city__isnull=False)
                | Q(organisation__isnull=False)
                | Q(person__isnull=False)
                # Of a closed one the person may have been erased since.
                | Q(closed_on__isnull=False),
                name="delegations_promise_is_made_with_somebody",
                violation_error_message=WITH_WHOM,
            ),
            models.CheckConstraint(
                condition=Q(side__in=["ours", "theirs"]), name="delegations_promise_side_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "kept", "dropped"]),
                name="delegations_promise_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="delegations_promise_closed_has_its_day",
                violation_error_message=CLOSED_HAS_DAY,
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")),
                name="delegations_promise_is_due_after_it_is_made",
                violation_error_message=DUE_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("made_on")),
                name="delegations_promise_is_closed_after_it_is_made",
                violation_error_message=CLOSED_AFTER,
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self):
        return self.closed_on is None

    @property
    def is_overdue(self):
        return self.is_open and bool(self.due_on) and self.due_on < timezone.localdate()

    @property
    def with_whom(self):
        return self.person or self.organisation or self.city or self.occasion

    def clean(self):
        super().clean()
        errors = {}
        # The constraints say the same; here it is said at the field that is wrong.
        named = (self.visit_id, self.mission_id, self.city_id, self.organisation_id, self.person_id)
        if not any(named):
            errors["city"] = WITH_WHOM
        if self.made_on and self.due_on and self.due_on < self.made_on:
            errors["due_on"] = DUE_AFTER
        if self.made_on and self.closed_on and self.closed_on < self.made_on:
            errors["closed_on"] = CLOSED_AFTER
        elif (self.state == self.State.OPEN) != (self.closed_on is None):
            errors["closed_on"] = CLOSED_HAS_DAY
        if errors:
            raise ValidationError(errors)
