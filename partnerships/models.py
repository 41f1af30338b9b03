"""What binds the city to other cities."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import City
from office.dates import PartialDateField, partial_date_constraint
from office.languages import localized
from office.models import (
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA
from office.text import Fold
from partnerships.anniversaries import next_anniversary

ONLY_ENDED = _("Only an agreement that ended has a day on which it ended.")
ENDS_AFTER = _("An agreement cannot end before it was signed.")


class BondTypeQuerySet(RecordQuerySet):
    def with_city_counts(self):
        """Each kind with `city_count`: the cities that a public agreement binds in this way."""
        public = Agreement.objects.public().not_ended().order_by()
        agreements = public.filter(bond_type=OuterRef("pk"))
        count = agreements.values("bond_type").annotate(n=Count("city", distinct=True)).values("n")
        return self.annotate(city_count=Coalesce(Subquery(count), 0)).order_by("rank")


class BondType(TranslatedRecord, Record):
    """
    A kind of bond between two cities, with the definition that citizens read.

    `rank` orders the kinds from the closest to the loosest; a city is listed under the
    closest kind that binds it.
    """

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    definition = models.TextField(
        _("definition"),
        help_text=_("What it means, in words that a fourteen-year-old understands."),
    )
    difference = models.CharField(
        _("what sets it apart"),
        max_length=200,
        blank=True,
        help_text=_("In a few words, beside the other kinds."),
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("1 is the closest bond.")
    )

    objects = BondTypeQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("kind of bond")
        verbose_name_plural = _("kinds of bond")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('partnerships:bond_types')}#{self.key}"


class ThemeQuerySet(RecordQuerySet):
    def in_use(self):
        """The themes of the agreements that everybody may read."""
        public = Agreement.themes.through.objects.filter(agreement__in=Agreement.objects.public())
        return self.filter(pk__in=public.values("theme"))


class Theme(TranslatedRecord, Record):
    """What cities work on together, in words that citizens read."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("What it means, in one plain sentence.")
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, help_text=_("1 comes first in lists.")
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('partnerships:city_list')}?theme={self.key}"


CLOSEST_FIRST = (
    ExpressionWrapper(Q(status="ended"), output_field=models.BooleanField()).asc(),
    "bond_type__rank",
    F("signed_on").desc(nulls_last=True),
    "pk",
)


class AgreementQuerySet(VisibleQuerySet):
    # An agreement with a city that one may not see would tell that the city is there.
    audience_paths = ("audience", "city__audience")

    def in_order(self):
        """The closest bond first, of one kind the latest; what has ended comes last."""
        return self.order_by(*CLOSEST_FIRST)

    def closest(self):
        """One agreement a city, the first of in_order(), with city, country and kind of bond."""
        first = self.order_by("city_id", *CLOSEST_FIRST).distinct("city_id").values("pk")
        return Agreement.objects.filter(pk__in=first).select_related("city__country", "bond_type")

    def not_ended(self):
        return self.exclude(status="ended")

    def city_count(self):
        """How many cities they bind, each counted once."""
        return self.order_by().values("city").distinct().count()

    def held_in(self, year):
        """What bound us in some part of the year, as far as beginning and end are documented."""
        began = self.filter(signed_on__startswith__lt=date(year + 1, 1, 1))
        ended = Q(status="ended") & (
            Q(ended_on__isnull=True) | Q(ended_on__endswith__lte=date(year, 1, 1))
        )
        return began.exclude(ended)

    def signed_between(self, first, last):
        """Signed in these years or perhaps in them; either may be None for "without limit"."""
        found = self.filter(signed_on__isnull=False)
        if first is not None:
            found = found.filter(signed_on__endswith__gt=date(first, 1, 1))
        if last is not None:
            found = found.filter(signed_on__startswith__lt=date(last + 1, 1, 1))
        return found

    def by_date(self, language):
        """From the earliest signature to the latest; what has no date comes last."""
        name = Fold(localized("city__name", language))
        return self.order_by(F("signed_on").asc(nulls_last=True), name, "pk")

    def first_year(self):
        """The year of the earliest signature; None where no date is documented."""
        first = self.order_by().aggregate(first=Min("signed_on__startswith"))["first"]
        return first and first.year

    def by_city_name_closest_first(self, language):
        """City by city in the order of their names, each city's in that of in_order()."""
        return self.order_by(Fold(localized("city__name", language)), "city_id", *CLOSEST_FIRST)

    def by_city_name(self, language):
        """By the city's name as a reader of the language sees it, accents aside."""
        return self.order_by(Fold(localized("city__name", language)), "pk")


class Agreement(TranslatedRecord, VisibleRecord):
    """
    One thing agreed with one city: a pact of twinning, a letter of intent.

    A city may have several over time. An empty date or state means "not documented",
    never "no".
    """

    personal_data = NO_PERSONAL_DATA

    class Status(models.TextChoices):
        NOT_DOCUMENTED = "", _("not documented")
        IN_FORCE = "in_force", _("in force")
        ENDED = "ended", _("ended")

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, verbose_name=_("city"), related_name="agreements"
    )
    bond_type = models.ForeignKey(
        BondType,
        on_delete=models.PROTECT,
        verbose_name=_("kind of bond"),
        related_name="agreements",
    )
    instrument = models.CharField(
        _("name of the instrument"),
        max_length=150,
        blank=True,
        help_text=_("What the paper calls itself, where it is more exact than the kind."),
    )
    signed_on = PartialDateField(
        _("signed on"),
        blank=True,
        null=True,
        help_text=_("As exact as the source: the year alone, month and year, or the day."),
    )
    place = models.CharField(_("place of signature"), max_length=150, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=Status, blank=True)
    ended_on = PartialDateField(_("ended on"), blank=True, null=True)
    note = models.TextField(
        _("note for the public"), blank=True, help_text=_("Shown on the city's page.")
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), blank=True, related_name="agreements"
    )
    citations = GenericRelation(Citation)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["city", "bond_type__rank", "pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["", "in_force", "ended"]),
                name="partnerships_agreement_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(status="ended"),
                name="partnerships_agreement_end_is_of_an_ended_one",
                violation_error_message=ONLY_ENDED,
            ),
            models.CheckConstraint(
                condition=~Q(ended_on__before=F("signed_on")),
                name="partnerships_agreement_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            partial_date_constraint("signed_on"),
            partial_date_constraint("ended_on"),
        ]

    def __str__(self):
        return f"{self.bond_type} – {self.city}"

    def get_absolute_url(self):
        return self.city.get_absolute_url()

    def next_anniversary(self, today):
        """The next Anniversary of the signature, today's included; None without a date or bond."""
        if self.signed_on is None or self.status == self.Status.ENDED:
            return None
        return next_anniversary(self.signed_on, today)

    def clean(self):
        if self.signed_on and self.signed_on.first > timezone.localdate():
            raise ValidationError({"signed_on": _("A signature cannot lie in the future.")})
        # The constraints say the same; here it is said at the field.
        if self.ended_on and self.status != self.Status.ENDED:
            raise ValidationError({"status": ONLY_ENDED})
        if self.ended_on and self.signed_on and self.ended_on.is_certainly_before(self.signed_on):
            raise ValidationError({"ended_on": ENDS_AFTER})
