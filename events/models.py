"""What the office held, hosted or took part in, and the periods of its history."""

from itertools import groupby

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import City
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.dates.forms import EARLIEST_YEAR, LATEST_YEAR
from office.models import (
    Citation,
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA

ENDS_AFTER = _("An event cannot end before it starts.")
YEARS_IN_ORDER = _("The last year comes after the first.")
YEARS_KNOWN = _("Years lie between 1000 and 2100.")


class Period(TranslatedRecord, Record):
    """A stretch of the office's history under a name of its own."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True, help_text=_("What marked these years."))
    first_year = models.PositiveSmallIntegerField(_("first year"), unique=True)
    last_year = models.PositiveSmallIntegerField(
        _("last year"), blank=True, null=True, help_text=_("Empty where it lasts to this day.")
    )

    class Meta:
        ordering = ["first_year"]
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="events_period_ends_after_it_begins",
                violation_error_message=YEARS_IN_ORDER,
            ),
            models.CheckConstraint(
                condition=Q(first_year__range=(EARLIEST_YEAR, LATEST_YEAR))
                & (Q(last_year=None) | Q(last_year__range=(EARLIEST_YEAR, LATEST_YEAR))),
                name="events_period_years_are_known",
                violation_error_message=YEARS_KNOWN,
            ),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": YEARS_IN_ORDER})

    def holds(self, event):
        """Whether the event starts in this period."""
        year = event.starts_on.year
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


class EventQuerySet(VisibleQuerySet):
    def in_order(self):
        """As they happened; of which only month or year is known stands at the first day of it."""
        return self.order_by(*self.model._meta.ordering)

    def by_period(self):
        """
        [(period, its events), …] as they happened.

        The period is None for events between the periods. Where two periods overlap, the
        later one holds the event; each period stands once, where its first event does.
        """
        periods = list(Period.objects.order_by("-first_year"))

        def of(event):
            return next((period for period in periods if period.holds(event)), None)

        found = {}
        for place, (period, events) in enumerate(groupby(self.in_order(), of)):
            found.setdefault(period or place, (period, []))[1].extend(events)
        return list(found.values())


class Event(TranslatedRecord, VisibleRecord):
    """Something that the office held, hosted or took part in: a conference, a festival, a prize."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        ANNIVERSARY = "anniversary", _("anniversary")
        AWARD = "award", _("award")
        COLLOQUY = "colloquy", _("colloquy")
        CONFERENCE = "conference", _("conference")
        CONFERENCE_SERIES = "conference_series", _("series of conferences")
        FESTIVAL = "festival", _("festival")
        FORUM = "forum", _("forum")
        HOSTED_MEETING = "hosted_meeting", _("hosted meeting")
        MAYORS_SUMMIT = "mayors_summit", _("summit of mayors")
        NETWORK_MEETING = "network_meeting", _("meeting of a network")
        SIGNING = "signing", _("signing")
        STUDY_DAY = "study_day", _("study day")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("word in the address"),
        max_length=100,
        unique=True,
        help_text=_("How the event is found on its page; changing it breaks links to it."),
    )
    kind = models.CharField(_("kind"), max_length=17, choices=Kind)
    starts_on = PartialDateField(
        _("starts on"),
        help_text=_("As exact as the source: the year alone, month and year, or the day."),
    )
    ends_on = PartialDateField(
        _("ends on"), blank=True, null=True, help_text=_("Empty for an event of one day.")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    participants = models.CharField(
        _("participants"),
        max_length=300,
        blank=True,
        help_text=_("How many and from where; persons by name only where they acted in office."),
    )
    note = models.TextField(
        _("note for the public"), blank=True, help_text=_("What happened, and what is not known.")
    )
    cities = models.ManyToManyField(
        City, through="Participation", verbose_name=_("partner cities"), related_name="events"
    )
    citations = GenericRelation(Citation)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["starts_on", "id"])]
        constraints = [
            InOrder(
                "starts_on", "ends_on", name="events_event_ends_after_it_starts", message=ENDS_AFTER
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "anniversary",
                        "award",
                        "colloquy",
                        "conference",
                        "conference_series",
                        "festival",
                        "forum",
                        "hosted_meeting",
                        "mayors_summit",
                        "network_meeting",
                        "signing",
                        "study_day",
                    ]
                ),
                name="events_event_kind_is_known",
            ),
            partial_date_constraint("starts_on"),
            partial_date_constraint("ends_on"),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('events:heritage')}#{self.slug}"


class ParticipationQuerySet(VisibleQuerySet):
    # Neither names the other to who may not know it.
    audience_paths = ("event__audience", "city__audience")


class Participation(Record):
    """That a partner city took part in an event."""

    personal_data = NO_PERSONAL_DATA

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, verbose_name=_("event"), related_name="participations"
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, verbose_name=_("city"), related_name="participations"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("city that took part")
        verbose_name_plural = _("cities that took part")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "city"],
                name="events_participation_is_unique",
                violation_error_message=_("This city is in the list already."),
            ),
        ]

    def __str__(self):
        return str(self.city)
