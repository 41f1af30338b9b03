"""Assemblies and meetings of networks: what an appointment of the calendar is for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from agenda.actions import take_away
from agenda.models import Appointment, FacetQuerySet
from directory.models import City
from networks.models.networks import Network
from networks.models.seats import OTHER_NETWORK, WorkingGroup
from office.dates import PartialDate
from office.models import VisibleRecord
from office.personal import NO_PERSONAL_DATA


class MeetingQuerySet(FacetQuerySet):
    audience_paths = ("audience", "network__audience", "appointment__audience")
    # A meeting names its place, its guests and its host.
    optional_paths = (
        "appointment__place__audience",
        "appointment__place__building__audience",
        "appointment__party__audience",
        "working_group__network__audience",
        "city__audience",
    )

    def with_appointment(self):
        """With what a line about them names: no query per row."""
        return self.select_related(
            "audience", "network", "appointment__place__building", "working_group", "city"
        )


class Meeting(VisibleRecord):
    """
    A meeting of a network. Title, time, place and state are those of its appointment.

    Its audience is the row of the appointment: who may see the one may see the other. Taking
    the meeting away cancels the appointment, which stays written down.
    """

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("assembly")
        BOARD = "board", _("meeting of the board")
        WORKING_GROUP = "working_group", _("meeting of a working group")
        ONLINE = "online", _("online meeting")
        OTHER = "other", _("other")

    class Part(models.TextChoices):
        HOST = "host", _("we are host")
        PARTICIPANT = "participant", _("we take part")

    appointment = models.OneToOneField(
        Appointment,
        on_delete=models.PROTECT,
        verbose_name=_("appointment"),
        editable=False,
        related_name="network_meeting",
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, verbose_name=_("city network"), related_name="meetings"
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.ASSEMBLY)
    working_group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        verbose_name=_("working group"),
        blank=True,
        null=True,
        related_name="meetings",
    )
    our_part = models.CharField(
        _("our part"), max_length=11, choices=Part, default=Part.PARTICIPANT
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("host city"),
        blank=True,
        null=True,
        related_name="network_meetings",
        help_text=_("Where a partner city is host: the meeting stands on its timeline."),
    )
    url = models.URLField(_("address on the web"), blank=True, max_length=500)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("meeting of a network")
        verbose_name_plural = _("meetings of networks")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["assembly", "board", "working_group", "online", "other"]),
                name="networks_meeting_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(our_part__in=["host", "participant"]),
                name="networks_meeting_our_part_is_known",
            ),
        ]

    def __str__(self):
        return str(self.appointment)

    def get_absolute_url(self):
        return f"{self.network.get_absolute_url()}#meetings"

    def clean(self):
        if self.working_group_id and self.working_group.network_id != self.network_id:
            raise ValidationError({"working_group": OTHER_NETWORK})

    def save(self, *args, **kwargs):
        self.audience_id = self.appointment.audience_id
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        return take_away(facet=self, delete=super().delete)

    @property
    def first_day(self):
        return PartialDate.of(self.appointment.days[0])

    @property
    def last_day(self):
        return PartialDate.of(self.appointment.days[1])

    @property
    def hours(self):
        """“09:00–10:30” on the clocks of its place; "" where it is all day."""
        one = self.appointment
        if one.all_day:
            return ""
        start, end = (time_format(at.time(), "TIME_FORMAT") for at in (one.starts_at, one.ends_at))
        return f"{start}–{end}"
