"""What is to be done around a visit or a mission: check-lists, and the tasks made of them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.choices import DROPPED
from delegations.models.levels import Level
from delegations.models.missions import Mission
from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from office.models import Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData

ONE_KIND = _("A list is for missions, or for visits of a level.")


class Who(models.TextChoices):
    """Whose a task is: of one person, or of who holds a role."""

    CHARGE = "charge", pgettext_lazy("whose task", "who is in charge")
    HEAD = "head", _("head of office")
    OFFICER = "officer", _("officer")
    GUIDES = "guide_coordinator", _("guide coordinator")
    SECRETARIAT = "secretariat", _("secretariat")
    PRESS = "press", _("press office")


WHO = ["charge", "head", "officer", "guide_coordinator", "secretariat", "press"]


class TaskTemplateQuerySet(RecordQuerySet):
    def in_use(self):
        return self.filter(is_in_use=True)

    def for_occasion(self, occasion):
        """Those that fit a mission, or a visit of its level (wanted, while none is decided)."""
        if isinstance(occasion, Mission):
            return self.in_use().filter(for_missions=True)
        level = occasion.level_id or occasion.level_wanted_id
        fits = Q(level=None) | Q(level=level) if level else Q(level=None)
        return self.in_use().filter(fits, for_missions=False)


class TaskTemplate(TranslatedRecord, Record):
    """One check-list: what is to be done around a visit of a level, or a mission."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        verbose_name=_("only for visits of the level"),
        blank=True,
        null=True,
        related_name="task_templates",
    )
    for_missions = models.BooleanField(_("for missions"), default=False)
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = TaskTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["for_missions", "key"]
        verbose_name = _("check-list")
        verbose_name_plural = _("check-lists")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(for_missions=False) | Q(level__isnull=True),
                name="delegations_tasktemplate_is_of_one_kind",
                violation_error_message=ONE_KIND,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.for_missions and self.level_id:
            raise ValidationError({"level": ONE_KIND})


class TaskTemplateLine(TranslatedRecord, Record):
    """One thing to do: so many days before or after the guests come or leave, and whose it is."""

    class From(models.TextChoices):
        ARRIVAL = "arrival", _("arrival")
        DEPARTURE = "departure", _("departure")

    personal_data = NO_PERSONAL_DATA
    # Written in the form of its list.
    awaits_translators = False

    template = models.ForeignKey(
        TaskTemplate, on_delete=models.CASCADE, verbose_name=_("check-list"), related_name="lines"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smallest number comes first.")
    )
    text = models.CharField(_("what is to be done"), max_length=250)
    days = models.SmallIntegerField(
        _("days"), default=0, help_text=_("-14 is two weeks before, 7 is a week after.")
    )
    counts_from = models.CharField(
        _("counted from"), max_length=9, choices=From, default=From.ARRIVAL
    )
    who = models.CharField(_("whose it is"), max_length=17, choices=Who, default=Who.CHARGE)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("line of a check-list")
        verbose_name_plural = _("lines of the check-list")
        constraints = [
            localized_check("text", _("Write the text in one language at least.")),
            models.CheckConstraint(
                condition=Q(counts_from__in=["arrival", "departure"]),
                name="delegations_tasktemplateline_counts_from_is_known",
            ),
            models.CheckConstraint(
                condition=Q(who__in=WHO), name="delegations_tasktemplateline_who_is_known"
            ),
            models.CheckConstraint(
                condition=Q(days__range=(-730, 730)),
                name="delegations_tasktemplateline_days_are_possible",
                violation_error_message=_("At most two years before or after."),
            ),
        ]

    def __str__(self):
        return self.text

    def counted_day(self, occasion):
        """The day of the occasion from which it is counted; None where none is known."""
        return occasion.first_day if self.counts_from == "arrival" else occasion.last_day


class TaskQuerySet(OfOccasionQuerySet):
    def public(self):
        return self.none()

    def in_order(self):
        """What is to be done first, first; without a day last."""
        return self.order_by(*self.model._meta.ordering)

    def open(self):
        """Without those of visits and missions that do not come about."""
        standing = self.exclude(visit__state__in=DROPPED)
        standing = standing.exclude(mission__state=Mission.State.CANCELLED)
        return standing.filter(done_on=None)

    def closed(self):
        return self.exclude(done_on=None)

    def in_charge_of(self, user):
        """A person's own, and what nobody has taken on of what they are in charge of."""
        of_occasion = Q(visit__officer=user) | Q(mission__officer=user)
        return self.filter(Q(owner=user) | Q(owner=None) & of_occasion)

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())

    def with_names(self):
        return self.select_related(
            "owner",
            "visit__organisation",
            "visit__city",
            "visit__officer",
            "mission__city",
            "mission__organisation",
            "mission__country",
            "mission__officer",
        )


class Task(OfOccasion):
    """
    One thing that somebody does, by a day; of a visit, a mission, or of neither.

    Made from a line of a check-list, it moves with the days of its visit while it is open:
    `counted_on` is the day that its own was counted from, `moved_from` where it stood before.
    """

    personal_data = PersonalData(
        held=(
            Held(("owner", "done_by"), _("staff"), Kind.WORK),
            Held(("text", "note"), _("guests and partners"), Kind.WORDS, Basis.TASK, after="done"),
        ),
        kept="until two years after it is done",
    )

    text = models.CharField(_("what is to be done"), max_length=250)
    due_on = models.DateField(_("by when"), blank=True, null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("whose it is"),
        blank=True,
        null=True,
        related_name="tasks",
        help_text=_("Nobody’s is of who is in charge of the visit or mission."),
    )
    who = models.CharField(
        _("of which office"), max_length=17, choices=Who, default=Who.CHARGE, editable=False
    )
    note = models.TextField(_("note for the office"), blank=True)
    done_on = models.DateField(_("done on"), blank=True, null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("done by"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )
    line = models.ForeignKey(
        TaskTemplateLine,
        on_delete=models.SET_NULL,
        verbose_name=_("line of a check-list"),
        blank=True,
        null=True,
        editable=False,
        related_name="tasks",
    )
    counted_on = models.DateField(_("counted from"), blank=True, null=True, editable=False)
    moved_from = models.DateField(_("moved from"), blank=True, null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta(OfOccasion.Meta):
        abstract = False
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(F("due_on").asc(nulls_last=True), "id", name="delegations_task_in_order"),
            models.Index(
                fields=["due_on"], condition=Q(done_on=None), name="delegations_task_open"
            ),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(condition=Q(who__in=WHO), name="delegations_task_who_is_known"),
            models.UniqueConstraint(
                fields=["visit", "line"], name="delegations_task_is_made_once_for_a_visit"
            ),
            models.UniqueConstraint(
                fields=["mission", "line"], name="delegations_task_is_made_once_for_a_mission"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def in_charge(self):
        """Whoever has it to do: its own person, else who is in charge of what it is of."""
        occasion = self.occasion
        return self.owner or (occasion.officer if occasion else None)

    @property
    def is_overdue(self):
        return self.done_on is None and bool(self.due_on) and self.due_on < timezone.localdate()
