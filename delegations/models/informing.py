"""Who should know of which visits: the prefecture, a consulate, the police, the press."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from delegations.models.choices import GuestRank
from delegations.models.levels import Level
from delegations.models.versions import Print
from office.models import Record, RecordQuerySet
from office.personal import Held, Kind, PersonalData


class ToInformQuerySet(RecordQuerySet):
    def in_use(self):
        return self.filter(is_in_use=True)

    def of_visit(self, visit):
        """
        Those who should know of a visit of its level, led by somebody of its rank.

        Of one for named readers alone only those of whom somebody said so.
        """
        rows = self.fitting(visit)
        return rows.filter(also_hidden=True) if visit.audience.is_hidden else rows

    def left_out(self, visit):
        """Those who would know of such a visit, were it not for named readers alone."""
        rows = self.fitting(visit)
        return rows.filter(also_hidden=False) if visit.audience.is_hidden else rows.none()

    def fitting(self, visit):
        """Those whose kinds of visit it is of, whoever may see it."""
        level = visit.level_id or visit.level_wanted_id
        of_level = Q(level=None) | Q(level=level) if level else Q(level=None)
        ranks = Q(from_rank=None)
        if visit.head_rank:
            ranks |= Q(from_rank__gte=visit.head_rank)
        return self.in_use().filter(of_level, ranks)


class ToInform(Record):
    """
    Somebody who is told of the programme of each visit of a kind, in one print and language.

    One step makes recipients of a visit of the rows that apply (delegations.actions.informing).
    """

    personal_data = PersonalData(
        held=(
            Held(("name",), _("who is told of visits"), Kind.NAME),
            Held(("email",), _("who is told of visits"), Kind.CONTACT),
        ),
        kept="as long as they are told of visits",
    )

    name = models.CharField(_("name"), max_length=150, help_text=_("The person, or the office."))
    body = models.CharField(_("body"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    print = models.CharField(_("print"), max_length=7, choices=Print.outside(), default=Print.PRESS)
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        verbose_name=_("only for visits of the level"),
        blank=True,
        null=True,
        related_name="to_inform",
    )
    from_rank = models.PositiveSmallIntegerField(
        _("only from this rank of guest"),
        choices=GuestRank,
        blank=True,
        null=True,
        help_text=_("Of guests of this rank or a higher one."),
    )
    also_hidden = models.BooleanField(
        _("also of visits for named readers alone"),
        default=False,
        help_text=_("Of confidential and quiet visits nobody is told otherwise."),
    )
    why = models.CharField(
        _("why"), max_length=250, blank=True, help_text=_("The rule, or who asked for it.")
    )
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = ToInformQuerySet.as_manager()

    class Meta:
        ordering = ["body", "name", "pk"]
        verbose_name = _("who should know")
        verbose_name_plural = _("who should know")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    print__in=["guest", "host", "public", "press", "driver", "room", "kitchen"]
                ),
                name="delegations_toinform_print_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="delegations_toinform_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(from_rank__range=(1, 8)), name="delegations_toinform_from_rank_is_known"
            ),
            models.UniqueConstraint(
                "print",
                Lower("email"),
                "level",
                name="delegations_toinform_is_unique",
                nulls_distinct=False,
                violation_error_message=_("This address is told of these visits already."),
            ),
        ]

    def __str__(self):
        return f"{self.body} – {self.name}" if self.body else self.name
