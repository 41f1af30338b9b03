"""The seats that a network has to give, its working groups, and who of us held what, when."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act, Person
from networks.models.networks import Network
from networks.models.terms import no_overlap, overlap
from office.dates import PartialDateField, partial_date_constraint
from office.models import Citation, Record, TranslatedRecord, VisibleQuerySet, localized_check
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData

TERM_ENDS_AFTER = _("The end lies before the beginning.")
SEAT_TAKEN = _("Another term of this seat covers these days. One seat is held by one at a time.")
TAKEN = "seat_taken"
SAME_SEAT = _("There is such a seat already: give this one another number.")
GROUP_NEEDED = _("Say of which working group.")
NO_GROUP = _("This seat is of the network itself, not of a working group.")
OTHER_NETWORK = _("This working group is of another network.")


class WorkingGroupQuerySet(VisibleQuerySet):
    audience_paths = ("network__audience",)


class WorkingGroup(TranslatedRecord, Record):
    """A working group, forum or committee of a network in which we sit."""

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        verbose_name=_("city network"),
        related_name="working_groups",
    )
    name = models.CharField(_("name"), max_length=150)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["network__slug", "pk"]
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name


class SeatQuerySet(VisibleQuerySet):
    audience_paths = ("network__audience",)
    optional_paths = ("working_group__network__audience",)


class Seat(TranslatedRecord, Record):
    """
    One seat of a network: in its board, at its head, in a working group.

    It is one seat: where the city has two of a kind, there are two, by their `number`.
    """

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        BOARD = "board", _("seat in the board")
        PRESIDENCY = "presidency", _("presidency")
        VICE_PRESIDENCY = "vice_presidency", _("vice-presidency")
        CHAIR = "chair", _("chair of a working group")
        CO_CHAIR = "co_chair", _("co-chair of a working group")
        GROUP_MEMBER = "group_member", _("member of a working group")
        OTHER = "other", _("other")

    OF_GROUPS = (Kind.CHAIR, Kind.CO_CHAIR, Kind.GROUP_MEMBER)

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, verbose_name=_("city network"), related_name="seats"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    working_group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        verbose_name=_("working group"),
        blank=True,
        null=True,
        related_name="seats",
    )
    name = models.CharField(
        _("name of the seat"),
        max_length=150,
        blank=True,
        help_text=_("Where the network calls it otherwise: Executive Committee."),
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("of a seat", "number"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("2 for the second seat of the same kind."),
    )
    next_election = PartialDateField(
        _("next election"), blank=True, null=True, help_text=_("Stands on the radar.")
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["network__slug", "pk"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "board",
                        "presidency",
                        "vice_presidency",
                        "chair",
                        "co_chair",
                        "group_member",
                        "other",
                    ]
                ),
                name="networks_seat_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["chair", "co_chair", "group_member"], working_group__isnull=False
                )
                | Q(kind="other")
                | Q(
                    kind__in=["board", "presidency", "vice_presidency"], working_group__isnull=True
                ),
                name="networks_seat_is_of_a_group_or_of_the_network",
                violation_error_message=GROUP_NEEDED,
            ),
            models.UniqueConstraint(
                fields=["network", "kind", "working_group", "number"],
                nulls_distinct=False,
                name="networks_seat_is_unique",
                violation_error_message=SAME_SEAT,
            ),
            partial_date_constraint("next_election"),
        ]

    def __str__(self):
        return f"{self.network} – {self.label}"

    @property
    def label(self):
        """What it is called: by its own name, or by its kind; with group and number."""
        said = self.name or self.get_kind_display()
        parts = [said, str(self.working_group) if self.working_group_id else ""]
        label = " – ".join(filter(None, parts))
        return label if self.number == 1 else f"{label} ({self.number})"

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if self.kind in self.OF_GROUPS and not self.working_group_id:
            raise ValidationError({"working_group": GROUP_NEEDED})
        if not self.working_group_id:
            return
        if self.kind not in (*self.OF_GROUPS, self.Kind.OTHER):
            raise ValidationError({"working_group": NO_GROUP})
        if self.working_group.network_id != self.network_id:
            raise ValidationError({"working_group": OTHER_NETWORK})

    def clashes_with(self, other):
        """{field: what is wrong} where the two cannot both stand; None where they can."""
        same = all(
            getattr(self, name) == getattr(other, name)
            for name in ("kind", "working_group_id", "number")
        )
        return {"number": SAME_SEAT} if same else None


class RoleQuerySet(VisibleQuerySet):
    audience_paths = ("seat__network__audience",)
    # A role would name who holds it, and the act.
    optional_paths = (
        "seat__working_group__network__audience",
        "holder__audience",
        "elected_by__audience",
        "elected_by__body__city__audience",
    )

    def in_order(self):
        """What is still held first, then the latest."""
        return self.order_by(
            F("held_to").desc(nulls_first=True), F("held_from").desc(nulls_last=True), "pk"
        )

    def not_over(self, day):
        return self.filter(Q(held_to=None) | Q(held_to__endswith__gt=day))


class Role(TranslatedRecord, Record):
    """One term in which somebody held a seat for the city."""

    personal_data = PersonalData(
        held=(Held(("holder", "held_as"), _("people in public office"), Kind.NAME, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, verbose_name=_("seat"), related_name="roles"
    )
    holder = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("held by"),
        blank=True,
        null=True,
        related_name="roles_in_networks",
        help_text=_("Empty where it is not known, or where the city itself holds it."),
    )
    held_as = models.CharField(
        _("in which office"),
        max_length=150,
        blank=True,
        help_text=_("For example mayor: in what capacity the seat is held."),
    )
    held_from = PartialDateField(pgettext_lazy("a term", "from"), blank=True, null=True)
    held_to = PartialDateField(
        pgettext_lazy("a term", "to"),
        blank=True,
        null=True,
        help_text=_("The last day; empty while it is held."),
    )
    elected_by = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="roles_in_networks",
        help_text=_("By which the person was elected or named."),
    )
    citations = GenericRelation(Citation)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = [F("held_to").desc(nulls_first=True), F("held_from").desc(nulls_last=True), "pk"]
        verbose_name = _("role in a network")
        verbose_name_plural = _("roles in networks")
        constraints = [
            no_overlap(
                "seat",
                "held_from",
                "held_to",
                name="networks_role_one_holder_at_a_time",
                message=SEAT_TAKEN,
            ),
            models.CheckConstraint(
                condition=~Q(held_to__before=F("held_from")),
                name="networks_role_ends_after_it_begins",
                violation_error_message=TERM_ENDS_AFTER,
            ),
            partial_date_constraint("held_from"),
            partial_date_constraint("held_to"),
        ]

    def __str__(self):
        return str(self.seat)

    def get_absolute_url(self):
        return f"{self.seat.network.get_absolute_url()}#roles"

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if self.held_to and self.held_from and self.held_to.is_certainly_before(self.held_from):
            raise ValidationError({"held_to": TERM_ENDS_AFTER})
        if self.overlapping(Role.objects.all()):
            # Without a word of who: the other may be one that this reader may not see.
            raise ValidationError({"held_from": ValidationError(SEAT_TAKEN, code=TAKEN)})

    def overlapping(self, roles):
        """Those of these roles that cover a day of this one's term in its seat."""
        term = (self.held_from, self.held_to)
        others = roles.exclude(pk=self.pk).filter(seat=self.seat_id)
        return [one for one in others if overlap(term, (one.held_from, one.held_to))]

    @property
    def term(self):
        """From when to when, in plain words; open where it is still held."""
        return " – ".join([str(self.held_from or "…"), str(self.held_to or "…")])
