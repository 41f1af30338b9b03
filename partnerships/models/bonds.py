"""Kinds of bond, and the themes that cities work on."""

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from office.models import Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA


class BondTypeQuerySet(RecordQuerySet):
    def confirmed(self):
        """The kinds that the Council confirms again and again, the closest first."""
        return self.filter(needs_confirmation=True).order_by("rank")

    def with_city_counts(self):
        """Each kind with `city_count`: the cities that a public agreement binds in this way."""
        from partnerships.models.agreements import Agreement

        public = Agreement.objects.listed().binding().order_by()
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

    is_limited = models.BooleanField(
        _("limited per nation"),
        default=False,
        help_text=_("The rule on how many cities of one nation applies to it."),
    )
    needs_council = models.BooleanField(
        _("needs the Council"),
        default=False,
        help_text=_("The Council approves it before it is signed."),
    )
    needs_confirmation = models.BooleanField(
        _("is confirmed again and again"),
        default=False,
        help_text=_("The Council confirms it every so many years, by the rule in force."),
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
        from partnerships.models.agreements import Agreement

        public = Agreement.themes.through.objects.filter(agreement__in=Agreement.objects.listed())
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
