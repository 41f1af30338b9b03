"""How the guests arrive and leave, where they sleep, and what their safety asks for."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from office.models import Record
from office.personal import Held, Kind, PersonalData

LEAVES_AFTER = _("One cannot leave a hotel before one arrives.")


class Leg(Record):
    """
    One way by which guests arrive or leave: a flight, a train, a coach of their own.

    `at` is when it arrives in the city, or leaves it. On the day `expected_at` is when it is
    said to, where that is another time, and `done_at` when the guests were there or gone.
    """

    class Direction(models.TextChoices):
        ARRIVAL = "arrival", pgettext_lazy("of guests", "arrival")
        DEPARTURE = "departure", pgettext_lazy("of guests", "departure")

    personal_data = PersonalData(
        held=(
            Held(("met_by", "note"), _("guests"), Kind.TRAVEL, after="departure"),
            Held(("noted_by",), _("staff"), Kind.WORK),
        ),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="legs"
    )
    direction = models.CharField(
        _("arrival or departure"), max_length=9, choices=Direction, default=Direction.ARRIVAL
    )
    at = models.DateTimeField(pgettext_lazy("a flight or train", "when"))
    number = models.CharField(
        _("flight, train or vehicle"),
        max_length=60,
        blank=True,
        help_text=_("For example AZ 1675."),
    )
    station = models.CharField(_("airport or station"), max_length=120, blank=True)
    met_by = models.CharField(
        _("who meets or brings them"), max_length=200, blank=True, help_text=_("With a telephone.")
    )
    note = models.CharField(_("note for the office"), max_length=300, blank=True)
    expected_at = models.DateTimeField(_("expected at"), blank=True, null=True)
    done_at = models.DateTimeField(_("arrived or left at"), blank=True, null=True, editable=False)
    # Of what was noted on the day: that it is late, that it arrived.
    noted_at = models.DateTimeField(_("noted at"), blank=True, null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("noted by"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("arrival or departure")
        verbose_name_plural = _("arrivals and departures")
        indexes = [models.Index(fields=["visit", "at", "id"], name="delegations_leg_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["arrival", "departure"]),
                name="delegations_leg_direction_is_known",
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.number, self.station])) or self.get_direction_display()

    @property
    def now_at(self):
        """When it arrives or leaves, as far as one knows now."""
        return self.expected_at or self.at

    @property
    def is_late(self):
        return self.done_at is None and self.expected_at is not None and self.expected_at > self.at

    @property
    def is_arrival(self):
        return self.direction == self.Direction.ARRIVAL

    @property
    def minutes_late(self):
        """So many minutes later than planned it is expected; 0 where it is not late."""
        return round((self.expected_at - self.at).total_seconds() / 60) if self.is_late else 0


class Stay(Record):
    """A hotel in which guests sleep."""

    # With its guests it says where somebody sleeps.
    personal_data = PersonalData(
        held=(
            Held(
                ("hotel", "address", "telephone", "arrives_on", "leaves_on", "note"),
                _("guests"),
                Kind.TRAVEL,
                after="departure",
                whole=True,
            ),
        ),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="stays"
    )
    hotel = models.CharField(_("hotel"), max_length=150)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    arrives_on = models.DateField(pgettext_lazy("at a hotel", "from"), blank=True, null=True)
    leaves_on = models.DateField(pgettext_lazy("at a hotel", "until"), blank=True, null=True)
    note = models.CharField(_("note for the office"), max_length=300, blank=True)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["arrives_on", "pk"]
        verbose_name = _("hotel of the guests")
        verbose_name_plural = _("hotels of the guests")
        constraints = [
            models.CheckConstraint(condition=~Q(hotel=""), name="delegations_stay_has_a_hotel"),
            models.CheckConstraint(
                condition=Q(arrives_on__isnull=True)
                | Q(leaves_on__isnull=True)
                | Q(leaves_on__gte=F("arrives_on")),
                name="delegations_stay_ends_after_it_begins",
                violation_error_message=LEAVES_AFTER,
            ),
        ]

    def __str__(self):
        return self.hotel

    def clean(self):
        if self.arrives_on and self.leaves_on and self.leaves_on < self.arrives_on:
            raise ValidationError({"leaves_on": LEAVES_AFTER})


class Arrangements(Record):
    """What police, porters and drivers must know: safety, vehicles, entrances. One row a visit."""

    personal_data = PersonalData(
        held=(
            Held(
                ("security", "vehicles", "call_name", "call_telephone", "guests_telephone"),
                _("guests"),
                Kind.TRAVEL,
                after="departure",
            ),
        ),
    )

    visit = models.OneToOneField(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="arrangements"
    )
    call_name = models.CharField(
        _("whom to call on the day"),
        max_length=150,
        blank=True,
        help_text=_("Of the office; the guests and the drivers read it too."),
    )
    call_telephone = models.CharField(_("telephone on the day"), max_length=40, blank=True)
    guests_telephone = models.CharField(
        _("telephone of the guests on the way"), max_length=40, blank=True
    )
    security = models.TextField(
        _("safety and escort"),
        blank=True,
        max_length=2000,
        help_text=_("Police, escort, what was agreed with whom. In the office’s print alone."),
    )
    vehicles = models.TextField(
        _("vehicles and number plates"),
        blank=True,
        max_length=1000,
        help_text=_("For the gates and the restricted traffic zone."),
    )
    entrance = models.CharField(_("entrance and parking"), max_length=300, blank=True)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("arrangements of a visit")
        verbose_name_plural = _("arrangements of visits")

    def __str__(self):
        return str(self._meta.verbose_name)
