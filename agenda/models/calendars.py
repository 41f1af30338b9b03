"""Calendars that others keep, and the feeds that we give out."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models.places import Place
from agenda.models.resources import Resource
from agenda.periods import period_constraint
from office.models import VisibleQuerySet, VisibleRecord
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData

OF_ONE = _("Say whose it is: one room, person or thing, or one place.")


class OutsideCalendarQuerySet(VisibleQuerySet):
    optional_paths = (
        "resource__audience",
        "resource__place__audience",
        "resource__place__building__audience",
        "resource__person__audience",
        "place__audience",
        "place__building__audience",
    )


class OutsideCalendar(VisibleRecord):
    """
    A calendar that somebody else keeps: of the Mayor's secretariat, of the Council.

    Read from an address every so many minutes, or from a file that somebody uploads. It says
    when its resource is busy, or its place closed. The address can be a secret of its owner:
    whoever has it reads the calendar.
    """

    personal_data = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=150)
    resource = models.ForeignKey(
        Resource,
        on_delete=models.CASCADE,
        verbose_name=_("tells when this is busy"),
        blank=True,
        null=True,
        related_name="outside_calendars",
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.CASCADE,
        verbose_name=_("tells when this place is closed"),
        blank=True,
        null=True,
        related_name="outside_calendars",
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Begins with https://; empty where the calendar comes as a file."),
    )
    every = models.PositiveSmallIntegerField(
        _("read again after so many minutes"), default=30, validators=[MinValueValidator(10)]
    )
    shows_titles = models.BooleanField(
        _("show its titles"),
        default=False,
        help_text=_("To all staff. Else they only see when it is busy."),
    )
    is_active = models.BooleanField(
        _("in use"),
        default=False,
        help_text=_("First look at what would be read; then switch it on."),
    )
    tried_at = models.DateTimeField(_("last tried"), blank=True, null=True, editable=False)
    read_at = models.DateTimeField(_("read at"), blank=True, null=True, editable=False)
    fault = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)

    objects = OutsideCalendarQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("outside calendar")
        verbose_name_plural = _("outside calendars")
        constraints = [
            models.CheckConstraint(
                condition=Q(resource__isnull=False, place__isnull=True)
                | Q(resource__isnull=True, place__isnull=False),
                name="agenda_outsidecalendar_is_of_one",
                violation_error_message=OF_ONE,
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="https://"),
                name="agenda_outsidecalendar_address_is_safe",
                violation_error_message=_("The address begins with https://."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if bool(self.resource_id) == bool(self.place_id):
            raise ValidationError({"resource": OF_ONE})


class OutsideEntryQuerySet(VisibleQuerySet):
    audience_paths = ("calendar__audience",)
    optional_paths = tuple(f"calendar__{path}" for path in OutsideCalendarQuerySet.optional_paths)

    def during(self, period):
        return self.filter(period__overlap=period)

    def coming(self, now):
        """What is not over yet."""
        return self.filter(period__endswith__gt=now)


class OutsideEntry(models.Model):
    """One time at which an outside calendar is busy; read again, never written here."""

    personal_data = PersonalData(
        held=(Held(("title",), _("staff"), Kind.WORK, after="its day", whole=True),),
    )

    calendar = models.ForeignKey(
        OutsideCalendar,
        on_delete=models.CASCADE,
        verbose_name=_("outside calendar"),
        related_name="entries",
    )
    # The UID of the entry, and of a repeated one which time it is.
    key = models.CharField(max_length=400, editable=False)
    title = models.CharField(_("title"), max_length=250, blank=True)
    period = DateTimeRangeField(_("from when to when"))
    all_day = models.BooleanField(_("all day"), default=False)
    # When it came, or was moved to where it is now.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OutsideEntryQuerySet.as_manager()

    class Meta:
        ordering = ["period", "pk"]
        verbose_name = _("entry of an outside calendar")
        verbose_name_plural = _("entries of outside calendars")
        indexes = [GistIndex(fields=["period"], name="agenda_outsideentry_by_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "key"], name="agenda_outsideentry_is_unique"
            ),
            period_constraint(),
        ]

    def __str__(self):
        return self.title or str(_("busy"))


class FeedQuerySet(VisibleQuerySet):
    # A feed is its owner's own; whoever may read its audience sees that it exists.
    pass


class Feed(VisibleRecord):
    """
    A calendar that we give out, at a private address (an office.models.Link about it).

    It shows what its owner may read, of what is for named readers alone no more than that
    it is busy, as narrow as its filters: the query of the calendar page
    ("resource=4&kind=tour"). `detail` says whether the reader learns more than that it is busy.
    """

    personal_data = PersonalData(
        held=(Held(("owner",), _("staff"), Kind.WORK),),
        kept=_("as long as the feed"),
    )

    class Detail(models.TextChoices):
        FULL = "full", pgettext_lazy("a calendar feed", "what, where and who")
        BUSY = "busy", pgettext_lazy("a calendar feed", "only that it is busy")

    name = models.CharField(_("name"), max_length=150)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        verbose_name=_("shows what this person may read"),
        related_name="feeds",
    )
    filters = models.CharField(_("filters"), max_length=500, blank=True)
    detail = models.CharField(_("shows"), max_length=4, choices=Detail, default=Detail.FULL)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(detail__in=["full", "busy"]), name="agenda_feed_detail_is_known"
            ),
        ]

    def __str__(self):
        return self.name
