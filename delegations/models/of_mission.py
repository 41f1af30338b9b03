"""Who travels on a mission, and what is done on it day by day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.missions import Mission, MissionQuerySet
from directory.models import Person
from office.models import (
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    localized_check,
)
from office.personal import Basis, Held, Kind, PersonalData

ITEM_ENDS_AFTER = _("It ends before it begins, or nobody said when it begins.")


class OfMissionQuerySet(VisibleQuerySet):
    """Of what hangs on a mission: seen by who sees all that the mission names."""

    audience_paths = ("mission__audience",)
    optional_paths = tuple(f"mission__{path}" for path in MissionQuerySet.optional_paths)


class TravellerQuerySet(OfMissionQuerySet):
    optional_paths = (*OfMissionQuerySet.optional_paths, "person__audience")


class Traveller(Record):
    """One of those who travel, and for which side of the Council, where they sit in it."""

    class Side(models.TextChoices):
        """Missions of councillors are often made of one of each (the practice is a hint)."""

        NONE = "", pgettext_lazy("a traveller", "no seat in the Council")
        MAJORITY = "majority", pgettext_lazy("a traveller", "majority")
        OPPOSITION = "opposition", pgettext_lazy("a traveller", "opposition")

    personal_data = PersonalData(
        held=(
            Held(("person", "name", "office", "side"), _("travellers"), Kind.NAME, Basis.ARCHIVE),
        ),
        kept=_("as an archive in the public interest"),
    )

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, verbose_name=_("mission"), related_name="travellers"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="missions",
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Where the directory has nobody.")
    )
    office = models.CharField(_("office held"), max_length=200, blank=True)
    side = models.CharField(
        _("side of the Council"), max_length=10, choices=Side, blank=True, default=Side.NONE
    )
    is_head = models.BooleanField(_("head of the mission"), default=False)

    objects = TravellerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="delegations_traveller_is_named",
                violation_error_message=_("Write the name, or choose a person."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=["", "majority", "opposition"]),
                name="delegations_traveller_side_is_known",
            ),
            models.UniqueConstraint(
                fields=["mission"],
                condition=Q(is_head=True),
                name="delegations_traveller_head_is_one",
                violation_error_message=_("The mission has a head already."),
            ),
            models.UniqueConstraint(
                fields=["mission", "person"],
                name="delegations_traveller_travels_once",
                violation_error_message=_("This person travels already."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.person)


class MissionItem(TranslatedRecord, Record):
    """
    One line of a mission's programme.

    Its hours are those on the clocks of the place where it is; what our people are kept free
    for is the mission's own appointment, which takes whole days.
    """

    awaits_translators = False

    personal_data = PersonalData(
        held=(Held(("host", "note"), _("hosts"), Kind.WORDS, after="return"),),
        kept="until two years after the return",
    )

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, verbose_name=_("mission"), related_name="items"
    )
    day = models.DateField(_("day"))
    begins = models.TimeField(pgettext_lazy("hour", "from"), blank=True, null=True)
    ends = models.TimeField(pgettext_lazy("hour", "to"), blank=True, null=True)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    host = models.CharField(
        _("with whom"), max_length=200, blank=True, help_text=_("Name and office.")
    )
    note = models.TextField(_("note for the office"), blank=True)

    objects = OfMissionQuerySet.as_manager()

    class Meta:
        ordering = ["day", F("begins").asc(nulls_first=True), "pk"]
        verbose_name = _("item of a mission")
        verbose_name_plural = _("items of missions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="delegations_missionitem_ends_after_it_begins",
                violation_error_message=ITEM_ENDS_AFTER,
            ),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.ends and (self.begins is None or self.ends <= self.begins):
            raise ValidationError({"ends": ITEM_ENDS_AFTER})
