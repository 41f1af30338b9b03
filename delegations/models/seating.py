"""Who sits where: tables of several shapes, and whoever has a seat at them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.lineups import Lineup, OfLineupQuerySet, Standing
from office.models import Record
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData

MOST_SEATS = 200
SEATED_ONCE = _("They have a seat in this plan already.")
OF_THIS_ORDER = _("They stand in another order of precedence.")
SEATS = _("Between 1 and 200 seats.")


class SeatingPlan(Record):
    """Where the people of an order sit on one occasion: a meeting, a dinner, a ceremony."""

    class Rule(models.TextChoices):
        ALTERNATE = "alternate", pgettext_lazy("seats go", "by rank, right and left of the host")
        OPPOSITE = "opposite", pgettext_lazy("seats go", "hosts opposite guests")

    personal_data = PersonalData(
        held=(Held(("note",), _("hosts and guests"), Kind.WORDS, after="departure"),),
    )

    lineup = models.ForeignKey(
        Lineup,
        on_delete=models.CASCADE,
        verbose_name=_("order of precedence"),
        related_name="plans",
    )
    name = models.CharField(_("name"), max_length=100)
    rule = models.CharField(
        pgettext_lazy("of a seating plan", "seats go"),
        max_length=9,
        choices=Rule,
        default=Rule.ALTERNATE,
    )
    note = models.TextField(_("note"), blank=True, max_length=1000)

    objects = OfLineupQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("seating plan")
        verbose_name_plural = _("seating plans")
        constraints = [
            models.UniqueConstraint(
                fields=["lineup", "name"],
                name="delegations_seatingplan_name_is_one",
                violation_error_message=_("There is a plan of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["alternate", "opposite"]),
                name="delegations_seatingplan_rule_is_known",
            ),
        ]

    def __str__(self):
        return self.name


class OfPlanQuerySet(OfLineupQuerySet):
    audience_paths = tuple(f"plan__{path}" for path in OfLineupQuerySet.audience_paths)
    optional_paths = tuple(f"plan__{path}" for path in OfLineupQuerySet.optional_paths)


class SeatingTable(Record):
    """One table of a plan; the seats of a theatre are one as well."""

    class Shape(models.TextChoices):
        ROUND = "round", pgettext_lazy("shape of a table", "round")
        RECTANGLE = "rectangle", pgettext_lazy("shape of a table", "rectangular")
        HORSESHOE = "horseshoe", pgettext_lazy("shape of a table", "horseshoe")
        HEAD = "head", pgettext_lazy("shape of a table", "head table and rows")
        THEATRE = "theatre", pgettext_lazy("shape of a table", "theatre")

    personal_data = NO_PERSONAL_DATA

    plan = models.ForeignKey(
        SeatingPlan, on_delete=models.CASCADE, verbose_name=_("seating plan"), related_name="tables"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=60, blank=True)
    shape = models.CharField(_("shape"), max_length=9, choices=Shape, default=Shape.RECTANGLE)
    size = models.PositiveSmallIntegerField(
        pgettext_lazy("at a table", "seats"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    # Of rows of seats only: how many are beside each other; of a head table, how many sit at it.
    across = models.PositiveSmallIntegerField(
        _("seats beside each other"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Of rows, and of the head table before them."),
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("table")
        verbose_name_plural = pgettext_lazy("to sit at", "tables")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__range=(1, MOST_SEATS)),
                name="delegations_seatingtable_size_is_real",
                violation_error_message=SEATS,
            ),
            models.CheckConstraint(
                condition=Q(across__range=(1, 50)),
                name="delegations_seatingtable_across_is_real",
            ),
            models.CheckConstraint(
                condition=Q(shape__in=["round", "rectangle", "horseshoe", "head", "theatre"]),
                name="delegations_seatingtable_shape_is_known",
            ),
        ]

    def __str__(self):
        return self.name or self.get_shape_display()

    def clean(self):
        if self.size is not None and not 1 <= self.size <= MOST_SEATS:
            raise ValidationError({"size": SEATS})


class SeatAtTableQuerySet(OfPlanQuerySet):
    # Whoever sits there is named to those who see them in the order.
    optional_paths = (
        *OfPlanQuerySet.optional_paths,
        "standing__person__audience",
        "standing__part__person__audience",
        "standing__member__person__audience",
    )

    def in_order(self):
        return self.order_by("table__position", "table", "number")


class SeatAtTable(Record):
    """
    Somebody in a seat; a seat without a row is free.

    Seats are numbered by honour: 1 is the place of the host, 2 that on the right of it, 3 on the
    left (delegations.precedence.shapes). Whoever leaves keeps the row, which is shown as freed.
    """

    personal_data = PersonalData(
        held=(
            Held(("standing",), _("hosts and guests"), Kind.NAME, after="departure", whole=True),
        ),
    )

    plan = models.ForeignKey(
        SeatingPlan, on_delete=models.CASCADE, verbose_name=_("seating plan"), related_name="seats"
    )
    table = models.ForeignKey(
        SeatingTable, on_delete=models.CASCADE, verbose_name=_("table"), related_name="seats"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    standing = models.ForeignKey(
        Standing, on_delete=models.CASCADE, verbose_name=_("who"), related_name="seats"
    )

    objects = SeatAtTableQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("at a table", "seat")
        verbose_name_plural = pgettext_lazy("at a table", "seats")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"],
                name="delegations_seatattable_is_one",
                violation_error_message=_("Somebody sits there already."),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["plan", "standing"],
                name="delegations_seatattable_is_theirs_alone",
                violation_error_message=SEATED_ONCE,
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_SEATS)),
                name="delegations_seatattable_number_is_real",
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.number}"

    def save(self, *args, **kwargs):
        self.plan_id = self.table.plan_id
        super().save(*args, **kwargs)

    def clean(self):
        if not self.standing_id or not self.table_id:
            return
        if self.standing.lineup_id != self.table.plan.lineup_id:
            raise ValidationError({"standing": OF_THIS_ORDER})
