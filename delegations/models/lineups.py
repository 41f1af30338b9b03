"""Who stands where: the order of the people of a visit or of one item, and what moved them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.members import Member
from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.precedence import PrecedenceRank, PrecedenceTable
from delegations.models.programme import ProgrammeItem, ProgrammeItemQuerySet
from delegations.models.programme_parts import Part
from delegations.models.visits import Visit
from directory.models import Country, Person
from office.dates import PartialDateField, partial_date_constraint
from office.models import Record
from office.personal import Held, Kind, PersonalData

SAY_WHY = _("Say why, for whoever asks later.")
WHOSE_MOVE = _("A move has a place, a reason, a day and who made it, or it is none.")
ITEM_OF_VISIT = _("The item belongs to another visit.")
WHO_IS_IT = _("Write the name.")


class LineupQuerySet(OfVisitQuerySet):
    optional_paths = (
        *OfVisitQuerySet.optional_paths,
        *(f"item__{path}" for path in ProgrammeItemQuerySet.audience_paths),
        *(f"item__{path}" for path in ProgrammeItemQuerySet.optional_paths),
    )

    def with_names(self):
        return self.select_related("table", "item__appointment__place__building", "visit")


class Lineup(Record):
    """
    The order of precedence at a visit, or at one item of its programme.

    It is a proposal: the law leaves much to whoever receives, and a person answers for it.
    """

    class Speeches(models.TextChoices):
        HIGHEST_LAST = "last", pgettext_lazy("order of speeches", "the highest rank speaks last")
        HIGHEST_FIRST = "first", pgettext_lazy("order of speeches", "the highest rank speaks first")

    personal_data = PersonalData(
        held=(Held(("note",), _("hosts and guests"), Kind.WORDS, after="departure"),),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="lineups"
    )
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.CASCADE,
        verbose_name=_("item of the programme"),
        blank=True,
        null=True,
        related_name="lineups",
    )
    table = models.ForeignKey(
        PrecedenceTable,
        on_delete=models.PROTECT,
        verbose_name=_("table"),
        related_name="lineups",
        limit_choices_to={"kind": "law"},
    )
    speeches = models.CharField(
        _("order of the speeches"),
        max_length=5,
        choices=Speeches,
        default=Speeches.HIGHEST_LAST,
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)

    objects = LineupQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order of precedence")
        verbose_name_plural = _("orders of precedence")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item"],
                nulls_distinct=False,
                name="delegations_lineup_is_the_only_one",
                violation_error_message=_("There is an order of precedence for this already."),
            ),
            models.CheckConstraint(
                condition=Q(speeches__in=["last", "first"]),
                name="delegations_lineup_speeches_is_known",
            ),
        ]

    def __str__(self):
        return str(self.item) if self.item_id else str(self.visit)

    def clean(self):
        if self.item_id and self.visit_id and self.item.visit_id != self.visit_id:
            raise ValidationError({"item": ITEM_OF_VISIT})


class OfLineupQuerySet(OfVisitQuerySet):
    """Of what hangs on a lineup: seen by who sees that."""

    audience_paths = tuple(f"lineup__{path}" for path in LineupQuerySet.audience_paths)
    optional_paths = tuple(f"lineup__{path}" for path in LineupQuerySet.optional_paths)


class StandingQuerySet(OfLineupQuerySet):
    # A part or a member names no more than its person does.
    optional_paths = (
        *OfLineupQuerySet.optional_paths,
        "person__audience",
        "part__person__audience",
        "member__person__audience",
    )

    def with_names(self):
        return self.select_related(
            "rank__table",
            "rank__beside",
            "member__person",
            "part__person",
            "person",
            "country",
            # Whether whoever they were placed after still comes is asked of each.
            "anchor__member",
            "anchor__part",
            "moved_by",
        )


class Standing(Record):
    """
    Somebody in the order, with the rank by which they stand there, and the move that a person made.

    `name` and `office` are as they were when the order was made or refreshed: whoever is struck
    off the list of members still stands here, and is said to have left.
    """

    class Side(models.TextChoices):
        HOST = "host", pgettext_lazy("side in an order", "host")
        GUEST = "guest", pgettext_lazy("side in an order", "guest")

    class Origin(models.TextChoices):
        MEMBER = "member", pgettext_lazy("where somebody in an order comes from", "list of members")
        PART = "part", pgettext_lazy("where somebody in an order comes from", "programme")
        OWN = "own", pgettext_lazy("where somebody in an order comes from", "added here")

    class How(models.TextChoices):
        NONE = "", pgettext_lazy("how a rank was found", "not found")
        WORDS = "words", pgettext_lazy("how a rank was found", "proposed by the office held")
        PERSON = "person", pgettext_lazy("how a rank was found", "chosen by a person")

    class Placement(models.TextChoices):
        RULE = "", pgettext_lazy("place in an order", "by rule")
        FIRST = "first", pgettext_lazy("place in an order", "first")
        AFTER = "after", pgettext_lazy("place in an order", "after somebody")

    # Who came stays with the visit: the order of those days need not.
    personal_data = PersonalData(
        held=(
            Held(
                (
                    "person",
                    "name",
                    "office",
                    "held_since",
                    "stands_in_for",
                    "anchor_name",
                    "reason",
                    "moved_by",
                ),
                _("hosts and guests"),
                Kind.NAME,
                after="departure",
                whole=True,
            ),
        ),
    )

    lineup = models.ForeignKey(
        Lineup,
        on_delete=models.CASCADE,
        verbose_name=_("order of precedence"),
        related_name="standings",
    )
    side = models.CharField(_("side"), max_length=5, choices=Side, default=Side.GUEST)
    origin = models.CharField(
        _("taken from"), max_length=6, choices=Origin, default=Origin.OWN, editable=False
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        verbose_name=_("member of the delegation"),
        blank=True,
        null=True,
        editable=False,
        related_name="standings",
    )
    part = models.ForeignKey(
        Part,
        on_delete=models.SET_NULL,
        verbose_name=_("part in the programme"),
        blank=True,
        null=True,
        editable=False,
        related_name="standings",
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="standings",
    )
    name = models.CharField(_("name"), max_length=270)
    office = models.CharField(_("office held"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="standings",
        help_text=_("Whose office it is; empty for our own."),
    )
    rank = models.ForeignKey(
        PrecedenceRank,
        on_delete=models.SET_NULL,
        verbose_name=_("rank"),
        blank=True,
        null=True,
        related_name="standings",
    )
    how = models.CharField(
        _("how it was found"),
        max_length=6,
        choices=How,
        blank=True,
        default=How.NONE,
        editable=False,
    )
    held_since = PartialDateField(
        _("in office since"), blank=True, null=True, help_text=_("Decides between equal ranks.")
    )
    stands_in_for = models.CharField(
        _("stands in for"),
        max_length=200,
        blank=True,
        help_text=_("Name or office of whoever sends them."),
    )
    speaks = models.BooleanField(_("gives a speech"), default=False)
    is_present = models.BooleanField(_("takes part"), default=True)
    placement = models.CharField(
        _("placed"),
        max_length=5,
        choices=Placement,
        blank=True,
        default=Placement.RULE,
        editable=False,
    )
    anchor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        verbose_name=_("after"),
        blank=True,
        null=True,
        editable=False,
        related_name="placed_after",
    )
    anchor_name = models.CharField(max_length=270, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    moved_at = models.DateTimeField(_("moved at"), blank=True, null=True, editable=False)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("moved by"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place in the order")
        verbose_name_plural = _("places in the order")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="delegations_standing_has_a_name",
                violation_error_message=WHO_IS_IT,
            ),
            models.CheckConstraint(
                condition=Q(side__in=["host", "guest"]), name="delegations_standing_side_is_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["member", "part", "own"]),
                name="delegations_standing_origin_is_known",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["", "words", "person"]),
                name="delegations_standing_how_is_known",
            ),
            models.CheckConstraint(
                condition=Q(placement__in=["", "first", "after"]),
                name="delegations_standing_placement_is_known",
            ),
            models.CheckConstraint(
                condition=Q(placement="", reason="", moved_at__isnull=True, anchor__isnull=True)
                | Q(moved_at__isnull=False) & ~Q(placement="") & ~Q(reason=""),
                name="delegations_standing_move_has_a_reason",
                violation_error_message=WHOSE_MOVE,
            ),
            models.CheckConstraint(
                condition=~Q(placement="after") | ~Q(anchor_name=""),
                name="delegations_standing_move_names_whom_it_follows",
                violation_error_message=WHOSE_MOVE,
            ),
            models.CheckConstraint(
                condition=~Q(anchor=models.F("id")),
                name="delegations_standing_follows_another",
            ),
            models.UniqueConstraint(
                fields=["lineup", "member"], name="delegations_standing_member_stands_once"
            ),
            models.UniqueConstraint(
                fields=["lineup", "part"], name="delegations_standing_part_stands_once"
            ),
            partial_date_constraint("held_since"),
        ]

    def __str__(self):
        return self.name

    @property
    def own(self):
        """(name in its own script, its language)"""
        if self.member:
            return self.member.own
        person = self.person or (self.part.person if self.part else None)
        return (person.own_name, person.own_language) if person else ("", "")

    @property
    def family_name(self):
        """As the list of members or the directory has it; of a name typed here its last word."""
        known = self.member or self.person
        return known.family_name if known else self.name.split()[-1]

    @property
    def initial(self):
        """The first letter of the given name; "" where there is none."""
        known = self.member or self.person
        given = known.given_name if known else " ".join(self.name.split()[:-1])
        return given[:1]

    @property
    def has_left(self):
        """Whether they were struck off the list, said that they do not come, or declined."""
        if self.origin == self.Origin.MEMBER:
            return self.member is None or self.member.attendance == Member.Attendance.ABSENT
        if self.origin == self.Origin.PART:
            return self.part is None or self.part.answer == Part.Answer.DECLINED
        return False

    @property
    def comes(self):
        return self.is_present and not self.has_left

    @property
    def was_moved(self):
        return self.placement != self.Placement.RULE
