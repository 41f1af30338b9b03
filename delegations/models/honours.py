"""Honours that the city confers: the kinds with their criteria, and the register."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from directory.models import Act, City, DocumentLink, Organisation, Person
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.languages import localized
from office.models import (
    Audience,
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData
from office.text import Fold

WHO_IS_HONOURED = _("Say who is honoured: a person, a body, a city or a name.")
HANDED_OVER_AFTER = _("It is not handed over before it is conferred.")
REVOKED_AFTER = _("It is not revoked before it is conferred.")
REVOKED_WHEN = _("Say when it was revoked.")


class HonourKindQuerySet(RecordQuerySet):
    def in_order(self, language):
        return self.order_by("position", Fold(localized("name", language)), "pk")


class HonourKind(TranslatedRecord, Record):
    """One honour of the city: for what it is given, who decides on it, how many a year."""

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    criteria = models.TextField(
        _("criteria"), blank=True, help_text=_("For what it is given, as it is laid down.")
    )
    decided_by = models.CharField(
        _("who decides"), max_length=200, blank=True, help_text=_("The office or the body.")
    )
    most_per_year = models.PositiveSmallIntegerField(
        _("at most so many a year"),
        blank=True,
        null=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty where nothing is laid down. Above it one is warned, not refused."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smallest number comes first.")
    )
    in_use = models.BooleanField(_("in use"), default=True)
    citations = GenericRelation(Citation)

    objects = HonourKindQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("kind of honour")
        verbose_name_plural = _("kinds of honours")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(most_per_year__isnull=True) | Q(most_per_year__gte=1),
                name="delegations_honourkind_most_per_year_is_one_at_least",
                violation_error_message=_("At least one."),
            ),
        ]

    def __str__(self):
        return self.name


class HonourQuerySet(OfOccasionQuerySet):
    optional_paths = (
        *OfOccasionQuerySet.optional_paths,
        "person__audience",
        "organisation__audience",
        "organisation__city__audience",
        "city__audience",
        "act__audience",
        "act__body__city__audience",
    )
    # It shares the audience of its visit or mission.
    asked_otherwise = ("visit", "mission")

    def public(self):
        """What somebody published, of days that are past, and that names nothing hidden."""
        public = Audience.objects.filter(level=Audience.Level.PUBLIC).values("pk")
        rows = self.filter(is_published=True, conferred_on__startswith__lte=timezone.localdate())
        # Of a person whose record is for named readers alone nothing is told either.
        for path in ("audience", "person__audience"):
            rows = rows.exclude(**{f"{path}__level__in": Audience.HIDDEN})
        for path in ("city__audience", "organisation__audience", "organisation__city__audience"):
            rows = rows.filter(Q(**{f"{path}__in": public}) | Q(**{f"{path}__isnull": True}))
        return rows

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def in_year(self, year):
        """Those conferred in that year: of which day, month or year alone is known."""
        return self.filter(conferred_on__startswith__range=(date(year, 1, 1), date(year, 12, 31)))

    def years(self):
        """The years of which there is one, the latest first."""
        found = self.order_by().values_list("conferred_on__startswith__year", flat=True)
        return sorted(found.distinct(), reverse=True)

    def standing(self):
        return self.filter(revoked_on=None)

    def with_names(self):
        """With what a line names: no query per row."""
        return self.select_related(
            "audience",
            "kind",
            "person",
            "organisation",
            "city__country",
            "act__body",
            "visit",
            "mission",
        )


class Honour(TranslatedRecord, OfOccasion):
    """That an honour was conferred: on whom, why, by which act, and when it was handed over."""

    awaits_translators = False

    personal_data = PersonalData(
        held=(
            Held(
                ("person", "name", "office", "motivation"),
                _("those whom the city honours"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("revoked_why", "above_reason", "note"),
                _("those whom the city honours"),
                Kind.WORDS,
                Basis.ARCHIVE,
            ),
        ),
        kept="as an archive in the public interest",
    )

    kind = models.ForeignKey(
        HonourKind, on_delete=models.PROTECT, verbose_name=_("honour"), related_name="honours"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="honours",
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Where the directory has nobody.")
    )
    office = models.CharField(_("office held"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="honours",
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="honours",
        help_text=_("Where the person is from, or which city is honoured."),
    )
    motivation = models.TextField(
        _("motivation"), blank=True, help_text=_("As it is read aloud and stands in the act.")
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="honours",
    )
    conferred_on = PartialDateField(
        _("conferred on"),
        help_text=_("As exact as the source: the year alone, month and year, or the day."),
    )
    handed_over_on = PartialDateField(_("handed over on"), blank=True, null=True)
    revoked_on = PartialDateField(_("revoked on"), blank=True, null=True)
    revoked_why = models.CharField(_("why it was revoked"), max_length=250, blank=True)
    above_reason = models.CharField(
        _("why more than are laid down for a year"), max_length=250, blank=True
    )
    is_published = models.BooleanField(
        _("publish this line"),
        default=False,
        help_text=_("In the public register: with office and city."),
    )
    is_named = models.BooleanField(
        _("with the name"),
        default=False,
        help_text=_("Of who holds public office, or has agreed. Everybody else stays unnamed."),
    )
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    documents = GenericRelation(DocumentLink)
    citations = GenericRelation(Citation)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["-conferred_on", "-pk"]
        verbose_name = _("honour conferred")
        verbose_name_plural = _("register of honours")
        indexes = [
            models.Index(
                F("conferred_on").desc(), F("id").desc(), name="delegations_honour_in_order"
            ),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(organisation__isnull=False)
                | Q(city__isnull=False)
                | ~Q(name=""),
                name="delegations_honour_says_who",
                violation_error_message=WHO_IS_HONOURED,
            ),
            models.CheckConstraint(
                condition=Q(revoked_why="") | Q(revoked_on__isnull=False),
                name="delegations_honour_revoked_has_a_day",
                violation_error_message=REVOKED_WHEN,
            ),
            InOrder(
                "conferred_on",
                "handed_over_on",
                name="delegations_honour_is_handed_over_after_it_is_conferred",
                message=HANDED_OVER_AFTER,
            ),
            InOrder(
                "conferred_on",
                "revoked_on",
                name="delegations_honour_is_revoked_after_it_is_conferred",
                message=REVOKED_AFTER,
            ),
            *(
                partial_date_constraint(name)
                for name in ("conferred_on", "handed_over_on", "revoked_on")
            ),
        ]

    def __str__(self):
        return f"{self.kind} – {self.who}" if self.who else str(self.kind)

    @property
    def who(self):
        """Who is honoured, with office and where from, as far as known."""
        place = self.organisation or self.city or ""
        return ", ".join(filter(None, [str(self.person or self.name), self.office, str(place)]))

    def get_absolute_url(self):
        return f"{reverse('delegations:registers')}?year={self.year}"

    @property
    def year(self):
        return self.conferred_on.year

    def complete(self):
        """Fill in the city from the body that is honoured: it stands on the city's timeline."""
        if self.organisation_id and not self.city_id:
            self.city = self.organisation.city

    def save(self, *args, **kwargs):
        self.complete()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        # The constraints say the same; here it is said at the field.
        errors = {}
        if not (self.person_id or self.organisation_id or self.city_id or self.name):
            errors["name"] = WHO_IS_HONOURED
        if self.revoked_why and not self.revoked_on:
            errors["revoked_on"] = REVOKED_WHEN
        if errors:
            raise ValidationError(errors)
