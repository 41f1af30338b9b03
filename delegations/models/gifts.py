"""The register of gifts: what was given and received."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import connection, models, transaction
from django.db.models import F, Q, Sum
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.members import Member
from delegations.models.missions import Mission
from delegations.models.occasions import ByDay, OfOccasion, OfOccasionQuerySet
from delegations.models.received import HAS_COME
from delegations.models.stock import AT_LEAST_ONE, NOT_NEGATIVE, Gift
from directory.models import City, DocumentLink, Organisation, Person
from office.languages import in_every_language
from office.models import Audience, TranslatedRecord, written
from office.personal import Basis, Held, Kind, PersonalData
from office.pictures import PictureField, protected_storage

WHAT_IT_IS = _("Choose a gift of the catalogue, or write what it is.")
WHO_HAS_IT = _("Say to whom, or from whom: a person, a body, a city, a name or an office.")
OURS_ARE_GIVEN = _("The catalogue holds what we give; write what was received in words.")
ONLY_GIVEN = _("Only what was given is taken back.")
OF_THAT_VISIT = _("This person is not a member of the delegation of that visit.")


class GiftLineQuerySet(ByDay, OfOccasionQuerySet):
    optional_paths = (
        *OfOccasionQuerySet.optional_paths,
        "person__audience",
        "organisation__audience",
        "organisation__city__audience",
        "city__audience",
        "member__person__audience",
    )
    # It shares the audience of its visit or mission, of which its member is.
    asked_otherwise = ("visit", "mission", "member")

    def public(self):
        """
        What somebody published, of a day that is past, of cities and bodies that are public.

        The audience of its visit need not be public: that is what is written for the public.
        A visit or mission that is confidential or quiet by now, or is off, tells nothing.
        """
        public = Audience.objects.filter(level=Audience.Level.PUBLIC).values("pk")
        rows = self.standing().filter(is_published=True, day__lte=timezone.localdate())
        for path in ("city__audience", "organisation__audience", "organisation__city__audience"):
            rows = rows.filter(Q(**{f"{path}__in": public}) | Q(**{f"{path}__isnull": True}))
        # Of a person whose record is for named readers alone nothing is told either.
        for path in ("audience", "person__audience", "member__person__audience"):
            rows = rows.exclude(**{f"{path}__level__in": Audience.HIDDEN})
        begun = ~Q(mission__state=Mission.State.CANCELLED)
        begun &= Q(mission__first_day__lte=timezone.localdate())
        return rows.filter(
            Q(visit__isnull=True) | Q(visit__state__in=HAS_COME), Q(mission__isnull=True) | begun
        )

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def given(self):
        return self.filter(direction=GiftLine.Direction.GIVEN)

    def received(self):
        return self.filter(direction=GiftLine.Direction.RECEIVED)

    def standing(self):
        """Without those that were taken back."""
        return self.filter(taken_back_on=None)

    def totals(self):
        """{"lines", "pieces", "value"} of these, by the database; of no value nothing is added."""
        return self.order_by().aggregate(
            lines=models.Count("pk"), pieces=Sum("quantity", default=0), value=Sum("value")
        )

    def with_names(self):
        """With what a line names: no query per row."""
        return self.select_related(
            "audience", "gift", "person", "organisation", "city__country", "visit", "mission"
        )


class GiftLine(TranslatedRecord, OfOccasion):
    """
    One line of the register: what was given to whom, or received from whom, when and by whom.

    What is given of the catalogue leaves the stock when the line is saved, and comes back when
    it is taken back or deleted.
    """

    awaits_translators = False

    class Direction(models.TextChoices):
        GIVEN = "given", pgettext_lazy("a gift", "given")
        RECEIVED = "received", pgettext_lazy("a gift", "received")

    personal_data = PersonalData(
        held=(
            Held(
                ("person", "member", "name", "office"),
                _("who was given a gift, or gave one"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(("ours",), _("those who speak for the city"), Kind.NAME, Basis.ARCHIVE),
            Held(
                ("note", "repeat_reason"), _("who was given a gift"), Kind.WORDS, after="departure"
            ),
        ),
        kept="who was given what, as an archive in the public interest",
    )

    direction = models.CharField(
        _("given or received"), max_length=8, choices=Direction, default=Direction.GIVEN
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    gift = models.ForeignKey(
        Gift,
        on_delete=models.PROTECT,
        verbose_name=_("gift of the catalogue"),
        blank=True,
        null=True,
        related_name="lines",
    )
    words = models.CharField(
        _("what it is"),
        max_length=200,
        blank=True,
        help_text=_("Where it is none of the catalogue."),
    )
    quantity = models.PositiveSmallIntegerField(
        pgettext_lazy("of a gift", "pieces"),
        default=1,
        validators=[MinValueValidator(1, AT_LEAST_ONE)],
    )
    value = models.DecimalField(
        _("value"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        help_text=_("In euro, of all pieces; left empty, what the catalogue says."),
    )
    is_estimated = models.BooleanField(_("the value is estimated"), default=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="gifts",
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        verbose_name=_("member of the delegation"),
        blank=True,
        null=True,
        related_name="gifts",
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Of whoever got it, or gave it, where the directory has nobody."),
    )
    office = models.CharField(
        _("office held"), max_length=200, blank=True, help_text=_("For example mayor.")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="gifts",
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="gifts",
        help_text=_("Left empty, that of the body, the visit or the mission."),
    )
    ours = models.CharField(
        _("who of us gave or took it"),
        max_length=200,
        blank=True,
        help_text=_("Name and office."),
    )
    kept_at = models.CharField(
        _("where it is kept"),
        max_length=200,
        blank=True,
        help_text=_("Of what was received: room, cupboard, museum."),
    )
    photograph = PictureField(
        _("photograph"), blank=True, storage=protected_storage, upload_to="gifts"
    )
    taken_back_on = models.DateField(
        _("taken back on"),
        blank=True,
        null=True,
        help_text=_("It was not handed over after all; the pieces are in stock again."),
    )
    repeat_reason = models.CharField(_("why the same again"), max_length=250, blank=True)
    is_published = models.BooleanField(
        _("publish this line"),
        default=False,
        help_text=_(
            "In the public register, once its day is past: with office and city, never with a name."
        ),
    )
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    documents = GenericRelation(DocumentLink)

    objects = GiftLineQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("gift given or received")
        verbose_name_plural = _("register of gifts")
        indexes = [
            models.Index(F("day").desc(), F("id").desc(), name="delegations_gift_in_order"),
            models.Index(fields=["city", "gift"], name="delegations_gift_by_city"),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(direction__in=["given", "received"]),
                name="delegations_giftline_direction_is_known",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="delegations_giftline_has_a_piece",
                violation_error_message=AT_LEAST_ONE,
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="delegations_giftline_value_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(gift__isnull=False) | written("words"),
                name="delegations_giftline_says_what_it_is",
                violation_error_message=WHAT_IT_IS,
            ),
            models.CheckConstraint(
                condition=Q(direction="given") | Q(gift__isnull=True),
                name="delegations_giftline_of_the_catalogue_is_given",
                violation_error_message=OURS_ARE_GIVEN,
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(organisation__isnull=False)
                | Q(city__isnull=False)
                | ~Q(name="")
                | ~Q(office=""),
                name="delegations_giftline_says_who",
                violation_error_message=WHO_HAS_IT,
            ),
            models.CheckConstraint(
                condition=Q(direction="given") | Q(taken_back_on__isnull=True),
                name="delegations_giftline_taken_back_was_given",
                violation_error_message=ONLY_GIVEN,
            ),
        ]

    def __str__(self):
        return f"{self.what} – {self.who}" if self.who else self.what

    @property
    def what(self):
        """The gift in words, with how many where there are several."""
        words = str(self.gift) if self.gift_id else self.words
        return f"{self.quantity} × {words}" if self.quantity and self.quantity > 1 else words

    @property
    def who(self):
        """Who got it, or gave it: the person, the office and where from, as far as known."""
        return ", ".join(filter(None, [str(self.person or self.name), self.office, self.where]))

    @property
    def where(self):
        return str(self.organisation or self.city or "")

    @property
    def from_country(self):
        return self.city.country if self.city_id else None

    @property
    def leaves_stock(self):
        """How many pieces of the catalogue it holds."""
        stands = self.gift_id and self.taken_back_on is None
        return self.quantity if stands else 0

    def complete(self):
        """Fill in what follows from the rest: the city, the member's name, the value."""
        if self.member_id:
            self.person = self.person or self.member.person
            self.name = self.name or (self.member.name if not self.person_id else "")
            self.office = self.office or self.member.office
        self.city = self.city or self._city_of_the_rest()
        if self._value_is_reckoned():
            self.value = self._worth_of_pieces()

    def _worth_of_pieces(self):
        """What the catalogue says of all its pieces; None where it says nothing."""
        unit = self.gift.value if self.gift_id else None
        return unit * self.quantity if unit is not None and self.quantity else None

    def _value_is_reckoned(self):
        """Whether nobody typed it: it is empty, or still that of another gift or number."""
        if self.value is None:
            return True
        before = self._before()
        if before is None or before.value != self.value:
            return False
        has_changed = (before.gift_id, before.quantity) != (self.gift_id, self.quantity)
        return has_changed and before.value == before._worth_of_pieces()

    def _city_of_the_rest(self):
        bodies = (self.organisation, self.visit, self.mission)
        places = [one.city or getattr(one, "organisation", None) for one in bodies if one]
        for one in places:
            if isinstance(one, City):
                return one
            if one is not None and one.city_id:
                return one.city
        return None

    def clean(self):
        super().clean()
        self.complete()
        # The constraints and save() say the same; here it is said at the field.
        errors = {}
        if not self.gift_id and not any(
            getattr(self, column) for column in in_every_language("words")
        ):
            errors["gift"] = WHAT_IT_IS
        if not (self.person_id or self.organisation_id or self.city_id or self.name or self.office):
            errors["name"] = WHO_HAS_IT
        if self.direction == self.Direction.RECEIVED:
            if self.gift_id:
                errors["gift"] = OURS_ARE_GIVEN
            if self.taken_back_on:
                errors["taken_back_on"] = ONLY_GIVEN
        if self.member_id and self.member.visit_id != self.visit_id:
            errors["member"] = OF_THAT_VISIT
        if not errors and (left := self._missing()) is not None:
            errors["quantity"] = Gift.OutOfStock(left).messages
        if errors:
            raise ValidationError(errors)

    def _missing(self):
        """How many are left, where they are too few; the stock stays as it is until it is saved."""
        if not (self.gift_id and self.quantity):
            return None
        rows = Gift.objects.filter(pk=self.gift_id)
        if connection.in_atomic_block:
            rows = rows.select_for_update(no_key=True)
        before = self._before()
        held = before.leaves_stock if before and before.gift_id == self.gift_id else 0
        left = rows.values_list("stock", flat=True).get() + held
        return left if self.leaves_stock > left else None

    def _before(self):
        return GiftLine._base_manager.filter(pk=self.pk).first() if self.pk else None

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Moves the stock with it; raises Gift.OutOfStock, and then nothing is saved."""
        self.complete()
        self._move_stock()
        super().save(*args, **kwargs)

    def _move_stock(self):
        keys = {self.gift_id} - {None}
        before = None
        if not self._state.adding:
            # Locked, so that two who take the same line back do so once.
            before = GiftLine._base_manager.select_for_update(no_key=True).filter(pk=self.pk).get()
            keys |= {before.gift_id} - {None}
        gifts = Gift.objects.locked(*keys)
        moves = dict.fromkeys(gifts, 0)
        if before and before.gift_id:
            moves[before.gift_id] += before.leaves_stock
        if self.gift_id:
            moves[self.gift_id] -= self.leaves_stock
        for key, pieces in moves.items():
            if pieces:
                gifts[key].move(pieces)


# A signal, since imports that are undone, a queryset and the end of the demonstration delete rows
# without asking their delete().
@receiver(pre_delete, sender=GiftLine)
def put_back(instance, **kwargs):
    """What is deleted was not given: the pieces are in stock again, as the line stands by now."""
    rows = GiftLine._base_manager.select_for_update(no_key=True)
    line = rows.filter(pk=instance.pk).first()
    if line and line.leaves_stock:
        Gift.objects.filter(pk=line.gift_id).update(stock=F("stock") + line.leaves_stock)
