"""Resources: what can be in one place only at one time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.places import Place
from directory.models import OfficeHeld, Person, PersonLanguage
from office.languages import localized, original_language
from office.models import TranslatedRecord, VisibleQuerySet, VisibleRecord
from office.personal import Held, Kind, PersonalData
from office.text import Fold
from office.tongues import names

PLACE_OF_A_ROOM = _("A room is chosen among the places; nothing else has a place.")
PERSON_OF_A_PERSON = _("A person is chosen in the directory; nothing else has a person.")
NAME_OF_ANOTHER = _("Write the name of the vehicle or the equipment in one language at least.")


class ResourceQuerySet(VisibleQuerySet):
    # A resource names its room or its person.
    optional_paths = ("place__audience", "place__building__audience", "person__audience")

    def in_order(self, language):
        """Rooms, people, vehicles, equipment; each by the name that the reader sees."""
        name = Coalesce(
            NullIf(localized("place__name", language), Value("")),
            F("person__family_name"),
            localized("name", language),
        )
        return self.order_by(KIND_ORDER, Fold(name), "pk")

    def in_use(self):
        return self.filter(is_active=True)

    def named(self):
        """With what `str()` needs: no query per row."""
        return self.select_related("place", "person")

    def with_roles(self, reader):
        """With what `told` needs, as far as the reader may know of it: no query per row."""
        offices = OfficeHeld.objects.visible_to(reader).held_on(timezone.localdate())
        interprets = Q(interprets_from=True) | Q(interprets_into=True)
        languages = PersonLanguage.objects.visible_to(reader).filter(interprets)
        return self.named().prefetch_related(
            Prefetch("person__offices", offices, to_attr="offices_told"),
            Prefetch("person__languages", languages, to_attr="languages_told"),
        )


class Resource(TranslatedRecord, VisibleRecord):
    """
    One unit that is booked: a room, a person, a vehicle, a piece of equipment.

    Twenty headsets are a stock, not twenty resources. `before` and `after` are proposed to
    each booking; those of a booking made already stay as they are.
    """

    personal_data = PersonalData(
        held=(Held(("person",), _("people in the directory"), Kind.NAME),),
        kept=_("as long as the person stands in the directory"),
    )

    class Kind(models.TextChoices):
        ROOM = "room", _("room")
        PERSON = "person", _("person")
        VEHICLE = "vehicle", _("vehicle")
        EQUIPMENT = "equipment", _("equipment")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    place = models.OneToOneField(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("room"),
        blank=True,
        null=True,
        related_name="resource",
        help_text=_("Choosing it as the place of an appointment books it."),
    )
    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person"),
        blank=True,
        null=True,
        related_name="resource",
    )
    name = models.CharField(
        _("name"), max_length=150, blank=True, help_text=_("Of a vehicle or of equipment.")
    )
    before = models.PositiveSmallIntegerField(
        _("minutes to set up"), default=0, help_text=_("Kept free before each booking.")
    )
    after = models.PositiveSmallIntegerField(
        _("minutes to clear up"), default=0, help_text=_("Kept free after each booking.")
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("What is out of use is not proposed any more.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["room", "person", "vehicle", "equipment"]),
                name="agenda_resource_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="room", place__isnull=False)
                | ~Q(kind="room") & Q(place__isnull=True),
                name="agenda_resource_room_has_its_place",
                violation_error_message=PLACE_OF_A_ROOM,
            ),
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False)
                | ~Q(kind="person") & Q(person__isnull=True),
                name="agenda_resource_person_has_its_person",
                violation_error_message=PERSON_OF_A_PERSON,
            ),
        ]

    def __str__(self):
        if self.place_id:
            return str(self.place)
        return str(self.person) if self.person_id else self.name

    @property
    def role(self):
        """Who a person is – the offices of today, the languages of an interpreter – or ""."""
        if not self.person_id:
            return ""
        office = ", ".join(one.title for one in getattr(self.person, "offices_told", ()))
        spoken = getattr(self.person, "languages_told", ())
        if not spoken:
            return office
        known = names()
        told = ", ".join(known.get(one.language, one.language) for one in spoken)
        if office:
            return f"{office} ({told})"
        return _("interpreter (%(languages)s)") % {"languages": told}

    @property
    def told(self):
        """“Hanako Prova, interpreter (Japanese, Italian)”, of rows read `with_roles`."""
        return ", ".join(filter(None, [str(self), self.role]))

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = {}
        if (self.kind == self.Kind.ROOM) != bool(self.place_id):
            wrong["place"] = PLACE_OF_A_ROOM
        if (self.kind == self.Kind.PERSON) != bool(self.person_id):
            wrong["person"] = PERSON_OF_A_PERSON
        if self.kind in (self.Kind.VEHICLE, self.Kind.EQUIPMENT) and not self.name:
            # No form has the field itself, but one for each language.
            wrong[f"name_{original_language()}"] = NAME_OF_ANOTHER
        if wrong:
            raise ValidationError(wrong)


KIND_ORDER = models.Case(
    *(models.When(kind=kind, then=position) for position, kind in enumerate(Resource.Kind.values)),
    output_field=models.IntegerField(),
)
