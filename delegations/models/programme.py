"""The items of a visit's programme: what an appointment of the calendar is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.actions import take_away
from agenda.models import Appointment, FacetQuerySet
from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from office.models import Record
from office.personal import NO_PERSONAL_DATA


class ProgrammeItemQuerySet(FacetQuerySet, OfVisitQuerySet):
    audience_paths = (*OfVisitQuerySet.audience_paths, "appointment__audience")
    optional_paths = (
        *OfVisitQuerySet.optional_paths,
        "appointment__place__audience",
        "appointment__place__building__audience",
    )

    def with_appointment(self):
        return self.select_related("appointment__place__building", "appointment__party")


class ProgrammeItem(Record):
    """
    One item of a programme. Title, time, place and state are those of its appointment.

    The appointment points at the audience of the visit. It may be pencilled before the visit
    is accepted, and is released where the visit does not come about. Taking the item away
    cancels the appointment, which stays written down.
    """

    personal_data = NO_PERSONAL_DATA

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, verbose_name=_("visit"), related_name="items"
    )
    appointment = models.OneToOneField(
        Appointment,
        on_delete=models.PROTECT,
        verbose_name=_("appointment"),
        editable=False,
        related_name="programme_item",
    )

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of programmes")

    def __str__(self):
        return str(self.appointment)

    def delete(self, *args, **kwargs):
        return take_away(facet=self, delete=super().delete)
