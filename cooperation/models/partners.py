"""With whom a project is done."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.projects import OfProjectQuerySet, Project
from directory.models import City, Country, Organisation
from office.models import Record
from office.personal import NO_PERSONAL_DATA

WHO = _("Say who it is: a body, a city, or a name.")
TWO_LEADS = _("One partner leads a project, and this one has its lead already.")
WE_LEAD = _("The city itself leads this project.")


class PartnerQuerySet(OfProjectQuerySet):
    # A partner would name body and city.
    optional_paths = ("organisation__audience", "organisation__city__audience", "city__audience")

    def in_country(self, country):
        """Said of them, or of the body or the city that they are."""
        theirs = Q(organisation__country=country) | Q(city__country=country)
        return self.filter(Q(country=country) | (Q(country=None) & theirs))

    def with_names(self):
        return self.select_related("organisation__country", "city__country", "country")


class Partner(Record):
    """
    One partner: a body or a city of the directory, or a name alone where neither is kept.

    The country is that of the body or the city where it is not said.
    """

    personal_data = NO_PERSONAL_DATA

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        PARTNER = "partner", _("partner")
        ASSOCIATED = "associated", _("associated partner")
        FUNDER = "funder", _("funder")
        SUPPLIER = "supplier", _("supplier")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("body"),
        blank=True,
        null=True,
        related_name="projects_with",
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="projects_with",
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Where the directory has neither.")
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="partners_of_projects",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTNER)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["lead", "partner", "associated", "funder", "supplier"]),
                name="cooperation_partner_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(city__isnull=False) | ~Q(name=""),
                name="cooperation_partner_is_somebody",
                violation_error_message=WHO,
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role="lead"),
                name="cooperation_partner_leads_alone",
                violation_error_message=TWO_LEADS,
            ),
        ]

    def __str__(self):
        return self.name or str(self.organisation or self.city)

    def clean(self):
        if not (self.organisation_id or self.city_id or self.name):
            raise ValidationError({"name": WHO})
        project = self.project if self.project_id else None
        if self.role == self.Role.LEAD and project and project.role == Project.Role.LEAD:
            raise ValidationError({"role": WE_LEAD})

    @property
    def lands(self):
        """Its country: said, or that of the body or the city; None where nobody knows."""
        body = self.organisation.country if self.organisation else None
        return self.country or body or (self.city.country if self.city else None)
