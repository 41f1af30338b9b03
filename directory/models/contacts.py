"""The contacts that were had: a call, a letter, a talk at the margin of a congress."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models.bodies import Organisation
from directory.models.cities import City
from directory.models.people import Person
from office.dates import PartialDateField, partial_date_constraint
from office.models import VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData

WITH_SOMEONE = _("Say with whom: a city, a person or an organisation.")


class ContactQuerySet(VisibleQuerySet):
    # A contact would name whom it was had with.
    optional_paths = (
        "city__audience",
        "person__audience",
        "organisation__audience",
        "organisation__city__audience",
    )

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)


class Contact(VisibleRecord):
    """
    One contact with a partner, in one line.

    It counts as a sign of life of its city, which save() takes from the person's office
    that day or from the organisation, where the clerk named none.
    """

    personal_data = PersonalData(
        held=(
            Held(("person",), _("people in the directory"), Kind.NAME, Basis.ARCHIVE),
            Held(
                ("summary", "note"), _("people in the directory"), Kind.WORDS, after="last contact"
            ),
            Held(("had_by",), _("staff"), Kind.WORK),
        ),
        kept=_("that there was one as an archive in the public interest"),
    )

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", _("telephone")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        MEETING = "meeting", _("meeting")
        ONLINE = "online", _("online meeting")
        EVENT = "event", _("at an event")
        OTHER = "other", _("other")

    class Direction(models.TextChoices):
        NOT_SAID = "", _("not said")
        THEIRS = "theirs", _("they came to us")
        OURS = "ours", _("we came to them")

    had_on = PartialDateField(
        pgettext_lazy("of a contact", "date"),
        help_text=_("As exact as you know it: the year alone, month and year, or the day."),
    )
    channel = models.CharField(
        pgettext_lazy("of a contact", "channel"),
        max_length=9,
        choices=Channel,
        default=Channel.EMAIL,
    )
    direction = models.CharField(
        _("who began"), max_length=6, choices=Direction, blank=True, default=Direction.NOT_SAID
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="contacts_had",
        help_text=_("Taken from the person or the organisation where it is empty."),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person"),
        blank=True,
        null=True,
        related_name="contacts_had",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="contacts_had",
    )
    had_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("who of us"),
        blank=True,
        null=True,
        related_name="contacts_had",
    )
    summary = models.CharField(
        _("in one line"), max_length=250, help_text=_("What it was about, and what came of it.")
    )
    note = models.TextField(_("more"), blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-had_on", "-pk"]
        verbose_name = pgettext_lazy("had with a partner", "contact")
        verbose_name_plural = pgettext_lazy("had with partners", "contacts")
        indexes = [
            models.Index(F("had_on").desc(), F("id").desc(), name="directory_contact_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False)
                | Q(person__isnull=False)
                | Q(organisation__isnull=False),
                name="directory_contact_is_with_someone",
                violation_error_message=WITH_SOMEONE,
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=[
                        "telephone",
                        "email",
                        "letter",
                        "meeting",
                        "online",
                        "event",
                        "other",
                    ]
                ),
                name="directory_contact_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["", "theirs", "ours"]),
                name="directory_contact_direction_is_known",
            ),
            partial_date_constraint("had_on"),
        ]

    def __str__(self):
        return self.summary

    def clean(self):
        if not (self.city_id or self.person_id or self.organisation_id):
            raise ValidationError({"city": WITH_SOMEONE})
        if self.had_on and self.had_on.first > timezone.localdate():
            raise ValidationError({"had_on": _("A contact cannot lie in the future.")})

    def save(self, *args, **kwargs):
        if self.city_id is None:
            self.city = self.city_meant()
        super().save(*args, **kwargs)

    def city_meant(self, offices=None):
        """
        Of the organisation, or of the one place where the person held office that day.

        `offices` are those of the person that whoever notes the contact may see, with their
        places; without them those that everybody may see. A hidden one would take the
        contact out of its author's sight.
        """
        if self.organisation_id and self.organisation.city_id:
            return self.organisation.city
        if self.person_id is None or self.had_on is None:
            return None
        if offices is None:
            offices = self.person.offices.public().select_related("city", "organisation__city")
        held = [one for one in offices if one.is_held_on(self.had_on.last)]
        cities = {one.city or one.organisation.city for one in held} - {None}
        return cities.pop() if len(cities) == 1 else None
