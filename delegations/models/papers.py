"""What hangs on a visit, and is for its guests as well."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from directory.models import DocumentLink
from office.models import Audience, Record
from office.personal import NO_PERSONAL_DATA


class PaperForGuestsQuerySet(OfVisitQuerySet):
    audience_paths = (*OfVisitQuerySet.audience_paths, "link__document__audience")

    def handed_out(self):
        """All but those whose document was made more secret by itself than the visit is."""
        open_ones = (Audience.Level.PUBLIC, Audience.Level.INTERNAL)
        return self.filter(
            Q(link__document__audience__level__in=open_ones)
            | Q(link__document__audience=F("visit__audience"))
        )


class PaperForGuests(Record):
    """
    That a document of a visit is for its guests: its private page lets them download it.

    Of what hangs on a visit most is for the office alone. It goes with the document's link.
    """

    personal_data = NO_PERSONAL_DATA

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="papers_for_guests"
    )
    link = models.OneToOneField(
        DocumentLink,
        on_delete=models.CASCADE,
        verbose_name=_("document"),
        related_name="for_guests",
    )

    objects = PaperForGuestsQuerySet.as_manager()

    class Meta:
        ordering = ["link__position", "link__pk"]
        verbose_name = _("document for the guests")
        verbose_name_plural = _("documents for the guests")

    def __str__(self):
        return str(self.link)
