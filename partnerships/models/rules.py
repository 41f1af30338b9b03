"""The rules of the regulation, each with the days on which it held."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from directory.models import Act
from office.models import Citation, TranslatedRecord, localized_check
from office.models.dated import (
    DatedRule,
    DatedRuleQuerySet,
    ends_after_it_begins,
    only_one_of_its_days,
)
from office.personal import NO_PERSONAL_DATA
from partnerships.models.bonds import BondType


class RuleQuerySet(DatedRuleQuerySet):
    # It would name an act that one may not see.
    optional_paths = ("act__audience", "act__body__city__audience")

    def listed(self):
        """What stands in a law or regulation, for everybody; not what the office agreed on."""
        return self.public().exclude(kind=Rule.Kind.DORMANT)


def said_with(kind, count, bonds=()):
    """The rule of that kind with that figure, in words; of which `bonds`, where it tells."""
    match kind:
        case Rule.Kind.TWINS_PER_NATION:
            words = ngettext(
                "At most %(count)d twin city of one nation.",
                "At most %(count)d twin cities of one nation.",
                count,
            )
        case Rule.Kind.CONFIRMATION:
            words = ngettext(
                "The Council confirms the pacts of these kinds every year: %(bonds)s.",
                "The Council confirms the pacts of these kinds every %(count)d years: %(bonds)s.",
                count,
            )
        case Rule.Kind.REPORT:
            words = ngettext(
                "The Council is told every year what came of the pacts.",
                "The Council is told every %(count)d years what came of the pacts.",
                count,
            )
        case Rule.Kind.FRIENDSHIP_FIRST if count:
            words = _("A friendship pact comes before a twinning.")
        case Rule.Kind.FRIENDSHIP_FIRST:
            words = _("A twinning needs no earlier friendship pact.")
        case Rule.Kind.SILENCE:
            words = ngettext(
                "If the State is silent for %(count)d working day, it agrees.",
                "If the State is silent for %(count)d working days, it agrees.",
                count,
            )
        case _other:
            words = ngettext(
                "After %(count)d month without contact a relation counts as dormant.",
                "After %(count)d months without contact a relation counts as dormant.",
                count,
            )
    named = ", ".join(map(str, bonds)) or pgettext("kinds of bond", "none")
    return words % {"count": count, "bonds": named}


class Rule(TranslatedRecord, DatedRule):
    """
    One rule with its figure, in force from a day on: two of one kind never at once.

    The code asks which rule held on a day, and never knows a figure by itself.
    """

    personal_data = NO_PERSONAL_DATA

    class Kind(models.IntegerChoices):
        """What a rule is about; its figure counts what stands in brackets."""

        TWINS_PER_NATION = 1, _("twin cities of one nation (at most)")
        CONFIRMATION = 2, _("confirmation of a pact by the Council (every so many years)")
        REPORT = 3, _("report to the Council (every so many years)")
        FRIENDSHIP_FIRST = 4, _("friendship before twinning (1: it is needed)")
        SILENCE = 5, _("silence of the State counts as assent (after working days)")
        DORMANT = 6, _("a relation counts as dormant (after months without contact)")

    kind = models.PositiveSmallIntegerField(_("kind of rule"), choices=Kind)
    figure = models.PositiveSmallIntegerField(_("figure"))
    text = models.CharField(
        _("where it stands"), max_length=200, help_text=_("The regulation or law, and the article.")
    )
    explanation = models.TextField(
        _("in plain words"),
        blank=True,
        help_text=_("What it says, its exceptions, and what is not known of its dates."),
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=pgettext_lazy("of a rule", "act"),
        blank=True,
        null=True,
        related_name="rules",
        help_text=_("The act that brought it in."),
    )
    citations = GenericRelation(Citation)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-in_force_from"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            only_one_of_its_days("partnerships_rule_is_the_only_one_of_its_days"),
            models.CheckConstraint(
                condition=Q(kind__in=[1, 2, 3, 4, 5, 6]),
                name="partnerships_rule_kind_is_known",
            ),
            ends_after_it_begins("partnerships_rule_ends_after_it_begins"),
            *DatedRule.Meta.constraints,
            localized_check("text", _("Say in one language at least where it stands.")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.figure}"

    def get_absolute_url(self):
        return f"{reverse('partnerships:rules')}#rule-{self.pk}"

    @property
    def in_words(self):
        """What it says, with its figure, as a sentence for everybody."""
        confirmed = self.kind == self.Kind.CONFIRMATION
        return said_with(self.kind, self.figure, self.bonds_confirmed if confirmed else ())

    @property
    def in_full(self):
        """The same, with the place where that stands."""
        return f"{self.in_words} ({self.text})"

    @cached_property
    def bonds_confirmed(self):
        """The kinds of bond that the Council confirms; one query, unless a page read them once."""
        return list(BondType.objects.confirmed())
