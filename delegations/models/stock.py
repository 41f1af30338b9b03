"""The catalogue of gifts, and how many of each are in stock."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from delegations.models.levels import GiftClass
from office.languages import localized
from office.models import Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData
from office.pictures import PictureField, protected_storage
from office.text import Fold

LEFT = ngettext_lazy("Of this gift %(left)d is left.", "Of this gift %(left)d are left.", "left")
NONE_LEFT = _("Of this gift none is left.")
AT_LEAST_ONE = _("At least one.")
NOT_NEGATIVE = _("An amount is not negative.")


class GiftQuerySet(RecordQuerySet):
    def in_order(self, language):
        """By class, and in it by the name that a reader of the language sees."""
        return self.order_by("gift_class", Fold(localized("name", language)), "pk")

    def in_stock(self):
        """Those that one could give today."""
        return self.filter(in_use=True, stock__gt=0)

    def never_given_to(self, city):
        """Without those that the city was given already, at whichever occasion."""
        from delegations.models.gifts import GiftLine

        given = GiftLine.objects.standing().given().filter(city=city, gift__isnull=False)
        return self.exclude(pk__in=given.values("gift"))

    def locked(self, *keys):
        """{key: gift}, each locked until the transaction ends, in one order for everybody."""
        rows = self.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
        return {one.pk: one for one in rows}


class Gift(TranslatedRecord, Record):
    """
    One kind of gift that the city keeps in stock.

    `stock` is moved by what is given (GiftLine) and by changes of the stock (StockChange)
    alone, which together explain it; saving the gift leaves it as it is.
    """

    class OutOfStock(ValidationError):
        """Fewer are left than were asked for; its message says how many."""

        def __init__(self, left):
            self.left = left
            super().__init__(NONE_LEFT if left == 0 else LEFT % {"left": left}, code="out_of_stock")

    personal_data = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Who made it, of what, and what it stands for.")
    )
    gift_class = models.CharField(
        _("class"), max_length=8, choices=GiftClass.choices[1:], default=GiftClass.STANDARD
    )
    value = models.DecimalField(
        _("value of one piece"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        help_text=_("In euro; what one piece cost when it was last bought."),
    )
    stock = models.PositiveIntegerField(_("in stock"), default=0, editable=False)
    photograph = PictureField(
        _("photograph"), blank=True, storage=protected_storage, upload_to="gifts"
    )
    in_use = models.BooleanField(_("in use"), default=True)
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))

    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ["gift_class", "pk"]
        verbose_name = _("gift of the catalogue")
        verbose_name_plural = _("catalogue of gifts")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(gift_class__in=["small", "standard", "official"]),
                name="delegations_gift_gift_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stock__gte=0),
                name="delegations_gift_stock_is_not_negative",
                violation_error_message=_("There is no less than nothing in stock."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="delegations_gift_value_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is None and not self._state.adding:
            update_fields = {one.name for one in self._meta.concrete_fields} - {"id", "stock"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def move(self, pieces):
        """
        Put so many pieces into the stock, or take them out; the row must be locked.

        Raises OutOfStock, with the number that is left.
        """
        if self.stock + pieces < 0:
            raise Gift.OutOfStock(self.stock)
        Gift.objects.filter(pk=self.pk).update(stock=F("stock") + pieces)
        self.stock += pieces


class StockChange(Record):
    """
    That pieces of a gift came in, were counted or written off. What is written stays written.

    `quantity` is the number that somebody wrote, `moved` by how much the stock changed.
    """

    class What(models.TextChoices):
        BOUGHT = "bought", pgettext_lazy("pieces of a gift", "bought")
        COUNTED = "counted", pgettext_lazy("pieces of a gift", "counted")
        WRITTEN_OFF = "written_off", pgettext_lazy("pieces of a gift", "written off")

    personal_data = PersonalData(
        held=(Held(("by",), _("staff"), Kind.WORK),), kept="as long as the gift"
    )

    gift = models.ForeignKey(
        Gift, on_delete=models.CASCADE, verbose_name=_("gift"), related_name="changes_of_stock"
    )
    kind = models.CharField(_("what happened"), max_length=11, choices=What, default=What.BOUGHT)
    quantity = models.PositiveIntegerField(
        pgettext_lazy("of a gift", "pieces"), help_text=_("Counted: how many there are in all.")
    )
    moved = models.IntegerField(_("change of the stock"), editable=False)
    unit_value = models.DecimalField(
        _("price of one piece"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        help_text=_("In euro; where some were bought."),
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("whoever did it", "by"),
        blank=True,
        null=True,
        related_name="+",
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Supplier, act, why it was written off.")
    )

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("change of the stock")
        verbose_name_plural = _("changes of the stock")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["bought", "counted", "written_off"]),
                name="delegations_stockchange_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="counted") | Q(quantity__gte=1),
                name="delegations_stockchange_moves_something",
                violation_error_message=AT_LEAST_ONE,
            ),
            models.CheckConstraint(
                condition=Q(unit_value__isnull=True) | Q(unit_value__gte=0),
                name="delegations_stockchange_unit_value_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.quantity}"

    def clean(self):
        # The constraint and save() say the same; here it is said at the field.
        if self.quantity is None:
            return
        if self.quantity == 0 and self.kind != self.What.COUNTED:
            raise ValidationError({"quantity": AT_LEAST_ONE})
        if self._state.adding and self.gift_id and self.kind == self.What.WRITTEN_OFF:
            left = Gift.objects.values_list("stock", flat=True).get(pk=self.gift_id)
            if self.quantity > left:
                raise ValidationError({"quantity": Gift.OutOfStock(left).messages})

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Moves the stock with it, once; raises Gift.OutOfStock."""
        if self._state.adding:
            gift = Gift.objects.locked(self.gift_id)[self.gift_id]
            self.moved = self.moves(gift.stock)
            gift.move(self.moved)
            if self.kind == self.What.BOUGHT and self.unit_value is not None:
                gift.value = self.unit_value
                gift.save(update_fields={"value"})
        super().save(*args, **kwargs)

    def moves(self, stock):
        """By how much it changes a stock of so many pieces."""
        match self.kind:
            case self.What.COUNTED:
                return self.quantity - stock
            case self.What.WRITTEN_OFF:
                return -self.quantity
        return self.quantity
