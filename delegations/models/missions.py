"""Missions out: our people travel to a city, as its people come to us in a visit."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.actions import take_away
from agenda.models import Appointment
from delegations.models.choices import GuestRank
from delegations.models.levels import VisitSettings
from delegations.models.visits import Visit, VisitQuerySet
from directory.models import Act, City, Country, DocumentLink, Organisation
from office.models import (
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import Basis, Held, Kind, PersonalData
from partnerships.models import Theme

ENDS_AFTER = _("A mission cannot end before it begins.")
WHERE_TO = _("Say where to: a city, an organisation or a country.")
REPORTED_AFTER = _("A mission cannot be reported on before it begins.")


class MissionQuerySet(VisibleQuerySet):
    optional_paths = (
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
        "answers__audience",
        "answers__party__audience",
        *(f"answers__{path}" for path in VisitQuerySet.optional_paths),
        "act__audience",
        "act__body__city__audience",
        "appointment__audience",
        "appointment__place__audience",
        "appointment__place__building__audience",
        "appointment__party__audience",
    )

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def take_place(self):
        return self.exclude(state=Mission.State.CANCELLED)

    def during(self, first, last):
        """Those whose days touch the days from `first` to `last`."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def open(self):
        """Those with which something is still to be done."""
        return self.take_place().filter(reported_on=None)

    def without_report(self):
        """
        Those that are over and of which nobody has reported.

        Of years before the program, brought in from a table as over, nothing is due any more.
        """
        rows = self.take_place().exclude(state=Mission.State.OVER, appointment=None)
        return rows.filter(last_day__lt=timezone.localdate(), reported_on=None)

    def with_names(self):
        """With what a line about them names: no query per row."""
        return self.select_related(
            "audience", "city__country", "country", "organisation", "officer"
        )


class Mission(TranslatedRecord, VisibleRecord):
    """
    One journey of people of the city to partners abroad, with what it is for and what came of it.

    All that belongs to it (costs, gifts, promises, letters) points at its audience. Its days are
    those of the place where it leads. The appointment keeps its travellers free of all else on
    these days; delegations.actions.save_mission alone writes it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("a mission", "being planned")
        APPROVED = "approved", pgettext_lazy("a mission", "approved")
        OVER = "over", pgettext_lazy("a mission", "over")
        CANCELLED = "cancelled", pgettext_lazy("a mission", "cancelled")

    personal_data = PersonalData(
        held=(
            Held(
                ("host_name", "title", "result"),
                _("hosts and travellers"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(("report",), _("hosts and travellers"), Kind.WORDS, Basis.ARCHIVE),
            Held(("note",), _("hosts and travellers"), Kind.WORDS, after="return"),
            Held(("officer",), _("staff"), Kind.WORK),
        ),
        kept=_("what it was and who travelled as an archive in the public interest"),
    )

    title = models.CharField(
        _("title"), max_length=200, help_text=_("What for: for example 30 years of the pact.")
    )
    state = models.CharField(
        pgettext_lazy("of a mission", "state"),
        max_length=9,
        choices=State,
        default=State.PLANNED,
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="missions",
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="missions",
        help_text=_("Where no city of the directory is meant."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="missions",
        help_text=_("The body that receives us, where it is not the city itself."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        verbose_name=_("topic"),
        blank=True,
        null=True,
        related_name="missions",
    )
    host_name = models.CharField(
        _("who receives us"), max_length=200, blank=True, help_text=_("Name and office.")
    )
    host_rank = models.PositiveSmallIntegerField(
        _("rank of the host"), choices=GuestRank, blank=True, null=True
    )
    answers = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        verbose_name=_("returns the visit"),
        blank=True,
        null=True,
        related_name="returned_by",
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act that authorises it"),
        blank=True,
        null=True,
        related_name="missions",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("in charge"),
        blank=True,
        null=True,
        related_name="missions",
    )
    result = models.TextField(
        _("what came of it"), blank=True, help_text=_("In a few sentences that may be published.")
    )
    report = models.TextField(
        _("report"), blank=True, help_text=_("For the executive and the Council.")
    )
    reported_on = models.DateField(_("reported on"), blank=True, null=True)
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    appointment = models.OneToOneField(
        Appointment,
        on_delete=models.PROTECT,
        verbose_name=_("appointment"),
        null=True,
        editable=False,
        related_name="mission",
    )
    documents = GenericRelation(DocumentLink)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        indexes = [
            models.Index(
                F("first_day").desc(), F("id").desc(), name="delegations_mission_in_order"
            ),
            models.Index(fields=["first_day", "last_day"], name="delegations_mission_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False)
                | Q(organisation__isnull=False)
                | Q(country__isnull=False),
                name="delegations_mission_leads_somewhere",
                violation_error_message=WHERE_TO,
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="delegations_mission_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("first_day")),
                name="delegations_mission_is_reported_on_after_it_begins",
                violation_error_message=REPORTED_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "approved", "over", "cancelled"]),
                name="delegations_mission_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(host_rank__range=(1, 8)),
                name="delegations_mission_host_rank_is_known",
            ),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return f"{self.title} ({self.where_to}, {self.first_day.year})"

    def delete(self, *args, **kwargs):
        """Its appointment is cancelled and stays written down."""
        if self.appointment_id is None:
            return super().delete(*args, **kwargs)
        return take_away(facet=self, delete=lambda: super(Mission, self).delete(*args, **kwargs))

    @property
    def where_to(self):
        return self.city or self.organisation or self.country

    @cached_property
    def rules(self):
        """The office's settings; who asks many missions asks for them once, and sets them."""
        return VisitSettings.objects.current()

    @property
    def report_due_on(self):
        """The last day for the report: so many days after the last one."""
        return self.last_day + timedelta(days=self.rules.report_days)

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def has_begun(self):
        return self.first_day <= timezone.localdate()

    def get_absolute_url(self):
        """Where the public reads of it: on the page of its city; None where it leads to none."""
        return self.city.get_absolute_url() if self.city else None

    def clean(self):
        # The constraints say the same; here it is said at the field that is wrong.
        errors = {}
        if not (self.city_id or self.organisation_id or self.country_id):
            errors["city"] = WHERE_TO
        if self.first_day and self.last_day and self.last_day < self.first_day:
            errors["last_day"] = ENDS_AFTER
        if self.first_day and self.reported_on and self.reported_on < self.first_day:
            errors["reported_on"] = REPORTED_AFTER
        if errors:
            raise ValidationError(errors)
