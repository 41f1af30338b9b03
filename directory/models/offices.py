"""The offices that people hold, from and to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models.bodies import Organisation
from directory.models.cities import City
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.models import Record, TranslatedRecord, VisibleQuerySet, localized_check
from office.personal import Basis, Held, Kind, PersonalData

ONE_PLACE = _("Say at which city or at which organisation, one of the two.")
TERM_ENDS_AFTER = _("The end lies before the beginning.")


class OfficeHeldQuerySet(VisibleQuerySet):
    # An office has no audience of its own; it would name the person and the place.
    audience_paths = ("person__audience",)
    optional_paths = (
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
    )

    def held_on(self, day):
        """Those that may have been held on the day, as far as the dates tell."""
        begun = Q(held_from=None) | Q(held_from__startswith__lte=day)
        not_ended = Q(held_to=None) | Q(held_to__endswith__gt=day)
        return self.filter(begun, not_ended)


class OfficeHeld(TranslatedRecord, Record):
    """An office that a person holds or held at a city or an organisation."""

    awaits_translators = False

    personal_data = PersonalData(
        held=(Held(("person", "title"), _("people in public office"), Kind.NAME, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    person = models.ForeignKey(
        "directory.Person",
        on_delete=models.CASCADE,
        verbose_name=_("person"),
        related_name="offices",
    )
    title = models.CharField(
        pgettext_lazy("of a person", "office"),
        max_length=150,
        help_text=_("For example mayor, or head of protocol."),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="offices_held",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="offices_held",
    )
    held_from = PartialDateField(pgettext_lazy("a term", "from"), blank=True, null=True)
    held_to = PartialDateField(
        pgettext_lazy("a term", "to"),
        blank=True,
        null=True,
        help_text=_("The last day; empty while it is held."),
    )

    objects = OfficeHeldQuerySet.as_manager()

    class Meta:
        ordering = [F("held_to").desc(nulls_first=True), F("held_from").desc(nulls_last=True), "pk"]
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, organisation__isnull=True)
                | Q(city__isnull=True, organisation__isnull=False),
                name="directory_officeheld_is_at_one_place",
                violation_error_message=ONE_PLACE,
            ),
            InOrder(
                "held_from",
                "held_to",
                name="directory_officeheld_ends_after_it_begins",
                message=TERM_ENDS_AFTER,
            ),
            partial_date_constraint("held_from"),
            partial_date_constraint("held_to"),
            localized_check("title", _("Write the office in one language at least.")),
        ]

    def __str__(self):
        return f"{self.title}, {self.place}"

    @property
    def place(self):
        return self.city or self.organisation

    @property
    def country(self):
        """Where it is held; None for an organisation of no country."""
        if self.city:
            return self.city.country
        return self.organisation.country or (
            self.organisation.city and self.organisation.city.country
        )

    def is_held_on(self, day):
        """What `held_on` asks, of an office in memory."""
        begun = self.held_from is None or self.held_from.first <= day
        return begun and (self.held_to is None or self.held_to.last >= day)

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if bool(self.city_id) == bool(self.organisation_id):
            raise ValidationError({"organisation" if self.city_id else "city": ONE_PLACE})
