"""At what level a visit is received, and by which criteria that is proposed."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Place
from delegations.models.choices import GuestRank
from office.models import (
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    localized_check,
)
from office.models.dated import (
    DatedRule,
    DatedRuleQuerySet,
    ends_after_it_begins,
    only_one_of_its_days,
)
from office.personal import NO_PERSONAL_DATA


class GiftClass(models.TextChoices):
    """What kind of gift belongs to a level; which one is chosen from the catalogue."""

    NONE = "", pgettext_lazy("kind of gift", "none")
    SMALL = "small", pgettext_lazy("kind of gift", "small token")
    STANDARD = "standard", pgettext_lazy("kind of gift", "gift of the city")
    OFFICIAL = "official", pgettext_lazy("kind of gift", "official gift")


class LevelQuerySet(RecordQuerySet):
    def offered(self):
        """Those that a guest may ask for."""
        return self.filter(is_offered=True)


class Level(TranslatedRecord, Record):
    """
    One way to receive a delegation: courtesy visit, official reception, study visit.

    It proposes host, room, gift and the rest; who decides on a visit may choose otherwise.
    """

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(
        _("description"), blank=True, help_text=_("For the guest who asks: one plain sentence.")
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("1 is the most solemn.")
    )
    host = models.CharField(
        _("who receives"), max_length=150, blank=True, help_text=_("The office, not the person.")
    )
    gift = models.CharField(
        pgettext_lazy("of a level", "gift"), max_length=8, choices=GiftClass, blank=True
    )
    with_tour = models.BooleanField(_("with a guided tour"), default=False)
    with_flags = models.BooleanField(_("with flags"), default=False)
    with_press = models.BooleanField(_("with the press"), default=False)
    ceiling = models.DecimalField(
        _("spent at most"),
        max_digits=9,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0)],
        help_text=_("In euro, for one visit; empty where nothing is laid down."),
    )
    needs_second = models.BooleanField(
        _("a second person approves"),
        default=False,
        help_text=_("Whoever decided cannot approve it."),
    )
    for_rank = models.PositiveSmallIntegerField(
        _("from this rank of guest"),
        blank=True,
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text=_("Proposed for guests of this rank or a higher one (1 is a head of state)."),
    )
    is_offered = models.BooleanField(_("guests may ask for it"), default=True)
    citations = GenericRelation(Citation)

    objects = LevelQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("level of a visit")
        verbose_name_plural = _("levels of visits")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(gift__in=["", "small", "standard", "official"]),
                name="delegations_level_gift_is_known",
            ),
        ]

    def __str__(self):
        return self.name


class RoomOfLevelQuerySet(VisibleQuerySet):
    audience_paths = ("place__audience",)
    optional_paths = ("place__building__audience",)


class RoomOfLevel(Record):
    """A room for visits of a level; the first that is large enough is proposed."""

    personal_data = NO_PERSONAL_DATA

    level = models.ForeignKey(
        Level, on_delete=models.CASCADE, verbose_name=_("level"), related_name="rooms"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, verbose_name=_("room"), related_name="levels_of_visits"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smallest number comes first.")
    )

    objects = RoomOfLevelQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("room of a level")
        verbose_name_plural = _("rooms of a level")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "place"],
                name="delegations_roomoflevel_is_unique",
                violation_error_message=_("This room is in the list already."),
            ),
        ]

    def __str__(self):
        return str(self.place)


class Criterion(TranslatedRecord, DatedRule):
    """
    One criterion by which a request is weighed, with its figure and weight.

    A weight above 0 speaks for the visit where the criterion is met, and against it where it
    is not; 0 is only told. The sum proposes, a person decides.
    """

    personal_data = NO_PERSONAL_DATA

    class Kind(models.IntegerChoices):
        """What is asked; the figure counts what stands in brackets."""

        NOTICE = 1, _("asked for in time (days before the visit)")
        REPEAT = 2, _("no visit of the same body on the same topic (in so many months)")
        PUBLIC_BODY = 3, _("asked for by a public or recognised body")
        IN_WRITING = 4, _("asked for in writing, with a letter")
        LENGTH = 5, _("not longer than (days)")
        OFFICE_HOURS = 6, _("on working days")
        BOND = 7, _("from a city with which a pact is in force")
        RANK = 8, _("led by somebody of this rank or a higher one (1 is a head of state)")
        SIZE = 9, _("not more people than")
        BENEFIT = 10, _("clear mutual benefit (judged by a person)")
        NO_COST = 11, _("no extra cost (judged by a person)")

    COUNTED = (Kind.NOTICE, Kind.REPEAT, Kind.LENGTH, Kind.SIZE)
    JUDGED = (Kind.BENEFIT, Kind.NO_COST)

    kind = models.PositiveSmallIntegerField(_("criterion"), choices=Kind)
    figure = models.PositiveSmallIntegerField(_("figure"), default=0)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MaxValueValidator(10)], help_text=_("From 0 to 10.")
    )
    is_proposal = models.BooleanField(
        _("proposal"),
        default=False,
        help_text=_("Taken from elsewhere; nobody here has adopted it yet."),
    )
    text = models.CharField(
        _("where it stands"), max_length=200, help_text=_("The rule or the page it is taken from.")
    )
    explanation = models.TextField(_("in plain words"), blank=True)
    citations = GenericRelation(Citation)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-in_force_from"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            only_one_of_its_days("delegations_criterion_is_the_only_one_of_its_days"),
            models.CheckConstraint(
                condition=Q(kind__in=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
                name="delegations_criterion_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=10), name="delegations_criterion_weight_is_at_most_10"
            ),
            ends_after_it_begins("delegations_criterion_ends_after_it_begins"),
            *DatedRule.Meta.constraints,
            localized_check("text", _("Say in one language at least where it stands.")),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def figure_in_words(self):
        """The number, the rank that it stands for, or "" where the kind counts nothing."""
        if self.kind == self.Kind.RANK:
            return GuestRank(self.figure).label if self.figure in GuestRank.values else ""
        return str(self.figure) if self.kind in self.COUNTED else ""


class VisitSettingsQuerySet(RecordQuerySet):
    def current(self):
        """The office's own settings; those that the program proposes while it has none."""
        return self.first() or VisitSettings()


class VisitSettings(Record):
    """What the office decides once about visits. One row."""

    personal_data = NO_PERSONAL_DATA

    only = models.BooleanField(default=True, editable=False, unique=True)
    answer_days = models.PositiveSmallIntegerField(
        _("a request is answered within (working days)"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Told to whoever asks; after it the request counts as overdue."),
    )
    link_days = models.PositiveSmallIntegerField(
        _("a private link lives on after departure (days)"),
        default=30,
        validators=[MaxValueValidator(365)],
    )
    members_days = models.PositiveSmallIntegerField(
        _("the list of members can be changed until (days before arrival)"),
        default=3,
        validators=[MaxValueValidator(90)],
        help_text=_("For a visit of which nothing else is laid down."),
    )
    report_days = models.PositiveSmallIntegerField(
        _("a mission is reported on within (days after the return)"),
        default=10,
        validators=[MaxValueValidator(365)],
    )
    visa_letters = models.BooleanField(
        _("invitation letters for visas are written"),
        default=False,
        help_text=_("Only for visits that were accepted; some cities write none."),
    )
    form_is_open = models.BooleanField(
        _("visits can be requested on the public pages"), default=True
    )

    objects = VisitSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("settings of visits")
        verbose_name_plural = _("settings of visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(only=True), name="delegations_visitsettings_are_the_only_ones"
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)
