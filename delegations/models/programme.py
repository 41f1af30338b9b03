"""The items of a programme: what an appointment of the calendar is for, and its texts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.actions import take_away
from agenda.models import Appointment, FacetQuerySet, Place
from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from office.models import Record, TranslatedRecord
from office.personal import Basis, Held, Kind, PersonalData
from office.tongues import LanguageField

NOT_BOTH = _("What is for the office alone stands in no public programme.")


class ProgrammeItemQuerySet(FacetQuerySet, OfVisitQuerySet):
    audience_paths = (
        *OfVisitQuerySet.audience_paths,
        "visit__party__audience",
        "appointment__audience",
    )
    optional_paths = (
        *OfVisitQuerySet.optional_paths,
        "appointment__place__audience",
        "appointment__place__building__audience",
        "appointment__party__audience",
        "starts_from__audience",
        "starts_from__building__audience",
    )

    def with_appointment(self):
        return self.select_related(
            "appointment__place__building", "appointment__party", "starts_from"
        )


class ProgrammeItem(TranslatedRecord, Record):
    """
    One item of a programme. Title, time, place and state are those of its appointment.

    The appointment points at the audience of the visit. It may be pencilled before the visit
    is accepted, and is released where the visit does not come about. Taking the item away
    cancels the appointment, which stays written down. Which of its fields stands in which
    print: delegations.prints.fields.
    """

    awaits_translators = False

    class Press(models.TextChoices):
        NONE = "", pgettext_lazy("at an item of a programme", "no press")
        PHOTOGRAPHS = "photographs", pgettext_lazy("at an item of a programme", "photographs")
        OPEN = "open", pgettext_lazy("at an item of a programme", "open to the press")

    # Names and numbers stand in them, of whoever waits where.
    personal_data = PersonalData(
        held=(
            # What was played and shown, and where: the programme is the record of the visit.
            Held(("details",), _("guests and their focal point"), Kind.WORDS, Basis.ARCHIVE),
            Held(
                ("for_driver", "set_up"),
                _("guests and their focal point"),
                Kind.WORDS,
                after="departure",
            ),
        ),
    )

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
    is_internal = models.BooleanField(
        _("for the office alone"),
        default=False,
        help_text=_("For example a briefing: it stands in no print but the office’s."),
    )
    is_public = models.BooleanField(
        _("in the public programme"),
        default=False,
        help_text=_("Everybody may know of it, in the print for citizens too."),
    )
    press = models.CharField(
        _("press"), max_length=11, choices=Press, blank=True, default=Press.NONE
    )
    language = LanguageField(_("language spoken"), blank=True)
    dress = models.CharField(_("dress"), max_length=100, blank=True)
    details = models.TextField(
        _("what the guests should know"),
        blank=True,
        max_length=2000,
        help_text=_("Where one meets, what to bring."),
    )
    starts_from = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("leaves from"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("Of a transfer; the place is where it leads."),
    )
    for_driver = models.CharField(_("for the driver"), max_length=300, blank=True)
    set_up = models.TextField(
        _("for the staff of the room"),
        blank=True,
        max_length=2000,
        help_text=_("Chairs, flags, microphones, water. Not who eats or needs what."),
    )

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(press__in=["", "photographs", "open"]),
                name="delegations_programmeitem_press_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(is_public=False, press=""),
                name="delegations_programmeitem_internal_is_not_public",
                violation_error_message=NOT_BOTH,
            ),
        ]

    def __str__(self):
        return str(self.appointment)

    def delete(self, *args, **kwargs):
        return take_away(facet=self, delete=super().delete)

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.is_internal and (self.is_public or self.press):
            raise ValidationError({"is_public" if self.is_public else "press": NOT_BOTH})

    @property
    def is_outside_visit(self):
        """Whether it lies on no day of the visit; never where that has no days yet."""
        if self.visit.first_day is None:
            return False
        first, last = self.appointment.days
        return first < self.visit.first_day or last > self.visit.last_day


class OfItemQuerySet(OfVisitQuerySet):
    """Of what hangs on an item: seen by who sees the item, and all that it names itself."""

    audience_paths = tuple(f"item__{path}" for path in ProgrammeItemQuerySet.audience_paths)
    optional_paths = tuple(f"item__{path}" for path in ProgrammeItemQuerySet.optional_paths)


class ItemWords(Record):
    """
    Title and details of an item in a language in which the site is not offered: Arabic, Japanese.

    Staff, an interpreter or the guests themselves write them; the guests' print in that
    language takes them before all others.
    """

    personal_data = PersonalData(
        held=(Held(("details",), _("guests and their focal point"), Kind.WORDS, Basis.ARCHIVE),),
    )

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, verbose_name=_("item"), related_name="words"
    )
    language = LanguageField(_("language"))
    title = models.CharField(_("title"), max_length=200)
    details = models.TextField(_("what the guests should know"), blank=True, max_length=2000)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        ordering = ["language", "pk"]
        verbose_name = _("words in another language")
        verbose_name_plural = _("words in other languages")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "language"],
                name="delegations_itemwords_is_unique",
                violation_error_message=_("The words in this language are there already."),
            ),
        ]

    def __str__(self):
        return self.title
