"""Projects of cooperation: from the idea to the audit, with what was turned down."""

from datetime import date
from itertools import chain, count

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation import codelists
from cooperation.models.programmes import Call, Programme
from cooperation.models.sums import (
    amount,
    amounts_are_not_negative,
    currency,
    has_a_rate,
    rate,
    refuse_missing_rate,
)
from directory.models import Act, Country
from networks.models import Network
from office.dates import PartialDateField, partial_date_constraint
from office.languages import localized
from office.models import (
    Citation,
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData
from office.text import Fold
from partnerships.models import Agreement, Theme

ENDS_AFTER = _("The end lies before the beginning.")
PART_OF_TOTAL = _("A part of the money is more than all of it.")
CALL_OF_OTHER = _("This call belongs to another programme.")
NO_SHARE = _("A share lies between 1 and 100 percent.")


def one_of(items, code):
    """Raises ValidationError where the list has no such code."""
    if code not in items:
        raise ValidationError(_("“%(code)s” is not in the list of codes."), params={"code": code})


def is_purpose(code):
    one_of(codelists.purposes(), code)


def is_goal(code):
    one_of(codelists.goals(), code)


def is_marker(code):
    one_of(codelists.markers(), code)


class ProjectQuerySet(VisibleQuerySet):
    def in_order(self, language):
        """By the title that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("title", language)), "pk")

    def latest_first(self):
        return self.order_by(F("starts_on").desc(nulls_last=True), "-pk")

    def in_country(self, country):
        """Those that are for the country, or done with somebody there whom everybody may know."""
        from cooperation.models.partners import Partner

        partners = Partner.objects.public().in_country(country).order_by()
        countries = ProjectCountry.objects.order_by().filter(country=country)
        return self.filter(
            Q(pk__in=countries.values("project")) | Q(pk__in=partners.values("project"))
        )

    def under_way_in(self, year):
        """Those that may have been under way then, as far as the dates tell."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        begun = self.filter(starts_on__startswith__lt=after)
        return begun.filter(Q(ends_on=None) | Q(ends_on__endswith__gt=first))

    def paid_for(self):
        """Those that were awarded, whatever became of them."""
        return self.filter(state__in=Project.AWARDED)

    def without_final_report(self, day):
        """Ended for sure before the day, and no final report is noted as handed in."""
        from cooperation.models.steps import Step

        handed_in = Step.objects.filter(kind=Step.Kind.FINAL_REPORT, done_on__isnull=False)
        ended = self.paid_for().exclude(state=Project.State.AUDITED)
        return ended.filter(ends_on__endswith__lte=day).exclude(pk__in=handed_in.values("project"))


class Project(TranslatedRecord, VisibleRecord):
    """
    One project, whatever became of it: bids that were turned down stay.

    `budget_total`, `budget_city` and `budget_eu` are apart: of the total, what is spent by the city
    or in it, and what the European Union pays; empty where it is not documented. The
    lines of money (MoneyLine) say the same by year and source.
    """

    personal_data = PersonalData(held=(Held(("officer",), _("staff"), Kind.WORK),))

    class State(models.TextChoices):
        IDEA = "idea", pgettext_lazy("a project", "idea")
        APPLICATION = "application", pgettext_lazy("a project", "application in the making")
        SUBMITTED = "submitted", pgettext_lazy("a project", "submitted")
        UNKNOWN = "unknown", pgettext_lazy("a project", "applied for, outcome not documented")
        RESERVE = "reserve", pgettext_lazy("a project", "on the reserve list")
        REJECTED = "rejected", pgettext_lazy("a project", "rejected")
        AWARDED = "awarded", pgettext_lazy("a project", "awarded")
        RUNNING = "running", pgettext_lazy("a project", "running")
        CLOSED = "closed", pgettext_lazy("a project", "closed")
        AUDITED = "audited", pgettext_lazy("a project", "audited")
        DOCUMENTED = (
            "documented",
            pgettext_lazy("a project", "took place, how far is not documented"),
        )

    # Somebody said that it is paid for.
    AWARDED = ("awarded", "running", "closed", "audited")
    # It took place, or takes place.
    HAPPENED = (*AWARDED, "documented")
    # Money is bound now.
    OPEN = ("awarded", "running")

    class Role(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("role in a project", "not documented")
        LEAD = "lead", pgettext_lazy("role in a project", "lead")
        PARTNER = "partner", pgettext_lazy("role in a project", "partner")
        ASSOCIATED = "associated", pgettext_lazy("role in a project", "associated partner")
        FUNDER = "funder", pgettext_lazy("role in a project", "funder")
        SUPPORTER = "supporter", pgettext_lazy("role in a project", "supporter")

    title = models.CharField(_("title"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    slug = models.SlugField(
        _("word in the address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("How the project’s page is found; changing it breaks links to the page."),
    )
    summary = models.TextField(
        _("what it is about"), blank=True, help_text=_("For citizens, in plain words.")
    )
    note = models.TextField(
        _("note for the public"), blank=True, help_text=_("What is known, and what is not.")
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        verbose_name=_("programme"),
        blank=True,
        null=True,
        related_name="projects",
    )
    call = models.ForeignKey(
        Call,
        on_delete=models.PROTECT,
        verbose_name=_("call"),
        blank=True,
        null=True,
        related_name="projects",
    )
    grant_number = models.CharField(_("grant number"), max_length=60, blank=True)
    role = models.CharField(
        _("role of the city"), max_length=10, choices=Role, blank=True, default=Role.UNKNOWN
    )
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.IDEA)
    state_on = PartialDateField(_("in this state since"), blank=True, null=True)
    starts_on = PartialDateField(_("begins"), blank=True, null=True)
    ends_on = PartialDateField(_("ends"), blank=True, null=True)
    budget_total = amount(_("money in all"))
    budget_city = amount(
        _("of it for the city"), help_text=_("What is spent by the city, or in it.")
    )
    budget_eu = amount(_("of it from the European Union"))
    currency = currency()
    rate = rate()
    rate_on = models.DateField(_("rate of the day"), blank=True, null=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("in charge"),
        blank=True,
        null=True,
        related_name="projects",
    )
    website = models.URLField(_("website"), blank=True, max_length=500)
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), blank=True, related_name="projects"
    )
    goals = ArrayField(
        models.CharField(max_length=2, validators=[is_goal]),
        verbose_name=_("Sustainable Development Goals"),
        default=list,
        blank=True,
    )
    agreements = models.ManyToManyField(
        Agreement,
        verbose_name=_("agreements that it grew from"),
        blank=True,
        related_name="projects",
    )
    networks = models.ManyToManyField(
        Network, verbose_name=_("city networks"), blank=True, related_name="projects"
    )
    acts = models.ManyToManyField(Act, verbose_name=_("acts"), blank=True, related_name="projects")
    citations = GenericRelation(Citation)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            models.Index(F("starts_on").desc(nulls_last=True), F("id").desc(), name="coop_latest"),
            models.Index(fields=["state"], name="cooperation_project_by_state"),
        ]
        constraints = [
            localized_check("title", _("Write the title in one language at least.")),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "idea",
                        "application",
                        "submitted",
                        "unknown",
                        "reserve",
                        "rejected",
                        "awarded",
                        "running",
                        "closed",
                        "audited",
                        "documented",
                    ]
                ),
                name="cooperation_project_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", "lead", "partner", "associated", "funder", "supporter"]),
                name="cooperation_project_role_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(ends_on__before=F("starts_on")),
                name="cooperation_project_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            models.CheckConstraint(
                condition=(
                    Q(budget_total=None)
                    | (
                        (Q(budget_city=None) | Q(budget_city__lte=F("budget_total")))
                        & (Q(budget_eu=None) | Q(budget_eu__lte=F("budget_total")))
                    )
                ),
                name="cooperation_project_parts_are_no_more_than_all",
                violation_error_message=PART_OF_TOTAL,
            ),
            amounts_are_not_negative("project", "budget_total", "budget_city", "budget_eu"),
            has_a_rate("project"),
            *(partial_date_constraint(name) for name in ("state_on", "starts_on", "ends_on")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def free_slug(self):
        """A word in the address that no project has yet: of the acronym, or of the title."""
        word = slugify(self.acronym or self.title)[:90] or "project"
        taken = {*Project.objects.filter(slug__startswith=word).values_list("slug", flat=True)}
        numbered = (f"{word}-{number}" for number in count(2))
        return next(one for one in chain([word], numbered) if one not in taken)

    def get_absolute_url(self):
        return reverse("cooperation:project_detail", args=[self.slug])

    @property
    def goals_named(self):
        return [codelists.goals()[code] for code in self.goals if code in codelists.goals()]

    @property
    def is_open(self):
        return self.state in self.OPEN

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = refuse_missing_rate(self)
        if self.starts_on and self.ends_on and self.ends_on.is_certainly_before(self.starts_on):
            wrong["ends_on"] = ENDS_AFTER
        for name in ("budget_city", "budget_eu"):
            part = getattr(self, name)
            if part is not None and self.budget_total is not None and part > self.budget_total:
                wrong[name] = PART_OF_TOTAL
        if self.call_id and self.programme_id and self.call.programme_id != self.programme_id:
            wrong["call"] = CALL_OF_OTHER
        if wrong:
            raise ValidationError(wrong)


class OfProjectQuerySet(VisibleQuerySet):
    """Of what hangs on a project: seen by who sees the project."""

    audience_paths = ("project__audience",)

    def in_order(self):
        return self.order_by("project", "pk")


def share():
    """So many of a hundred: the shares of one project add up to 100 (backoffice.rows)."""
    return models.DecimalField(
        _("share (%)"),
        max_digits=5,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(1, NO_SHARE), MaxValueValidator(100, NO_SHARE)],
    )


def share_is_a_percentage(name):
    return models.CheckConstraint(
        condition=Q(percent__range=(1, 100)),
        name=f"cooperation_{name}_share_is_a_percentage",
        violation_error_message=NO_SHARE,
    )


class ProjectCountry(Record):
    """A country that the project is for, with its share of the money."""

    personal_data = NO_PERSONAL_DATA

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="countries"
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, verbose_name=_("country"), related_name="projects"
    )
    percent = share()

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("country of a project")
        verbose_name_plural = _("countries of the project")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "country"],
                name="cooperation_projectcountry_is_unique",
                violation_error_message=_("This country is in the list already."),
            ),
            share_is_a_percentage("projectcountry"),
        ]

    def __str__(self):
        return str(self.country)


class ProjectPurpose(Record):
    """What the money is for, by the official list of purposes, with its share."""

    personal_data = NO_PERSONAL_DATA

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="purposes"
    )
    purpose = models.CharField(_("purpose"), max_length=5, validators=[is_purpose])
    percent = share()

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("purpose of a project")
        verbose_name_plural = _("purposes (DAC)")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "purpose"],
                name="cooperation_projectpurpose_is_unique",
                violation_error_message=_("This purpose is in the list already."),
            ),
            share_is_a_percentage("projectpurpose"),
        ]

    def __str__(self):
        return str(self.item or self.purpose)

    @property
    def item(self):
        """The code with its name; None where the list does not know it any more."""
        return codelists.purposes().get(self.purpose)


class ProjectMarker(Record):
    """How far a project serves one aim of the donors: equality, climate, disability."""

    personal_data = NO_PERSONAL_DATA

    class Significance(models.IntegerChoices):
        NOT = 0, pgettext_lazy("a policy marker", "not aimed at")
        SIGNIFICANT = 1, pgettext_lazy("a policy marker", "one aim among others")
        PRINCIPAL = 2, pgettext_lazy("a policy marker", "the main aim")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="markers"
    )
    marker = models.CharField(_("marker"), max_length=2, validators=[is_marker])
    significance = models.PositiveSmallIntegerField(_("how far"), choices=Significance)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("policy marker of a project")
        verbose_name_plural = _("policy markers")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "marker"],
                name="cooperation_projectmarker_is_unique",
                violation_error_message=_("This marker is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(significance__range=(0, 2)),
                name="cooperation_projectmarker_significance_is_known",
            ),
        ]

    def __str__(self):
        return str(self.item or self.marker)

    @property
    def item(self):
        """The code with its name; None where the list does not know it any more."""
        return codelists.markers().get(self.marker)
