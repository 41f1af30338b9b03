"""What was agreed with which city."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import City
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.languages import localized
from office.models import Audience, Citation, TranslatedRecord, VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData
from office.text import Fold
from partnerships.anniversaries import next_anniversary
from partnerships.models.bonds import BondType, Theme

ONLY_ENDED = _("Only an agreement that ended has a day on which it ended.")
ENDS_AFTER = _("An agreement cannot end before it was signed.")
TERM_AFTER = _("The term of an agreement cannot end before it was signed.")
STATE_OF_STEPS = _("The state follows from the steps below: make one, or take back the last.")


class Status(models.TextChoices):
    """
    How far an agreement has come, in the order in which it happens.

    What follows from dates or from contacts alone (due for confirmation, dormant) is no
    state: partnerships.clock and partnerships.relations work it out.
    """

    NOT_DOCUMENTED = "", _("not documented")
    PROPOSED = "proposed", _("proposed")
    CLEARED = "cleared", _("cleared by the committee")
    NOTIFIED = "notified", _("notified to the State")
    APPROVED = "approved", _("approved by our Council")
    BOTH_APPROVED = "both_approved", _("approved by both cities")
    SIGNED = "signed", _("signed, not yet in force")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    ENDED = "ended", _("ended")
    DROPPED = "dropped", _("not pursued")


UNDER_WAY = (
    Status.PROPOSED,
    Status.CLEARED,
    Status.NOTIFIED,
    Status.APPROVED,
    Status.BOTH_APPROVED,
)
OVER = (Status.EXPIRED, Status.ENDED)

CLOSEST_FIRST = (
    ExpressionWrapper(Q(status__in=OVER), output_field=models.BooleanField()).asc(),
    "bond_type__rank",
    F("signed_on").desc(nulls_last=True),
    "pk",
)


def _over_before(year):
    """That it had ended before the year began, as far as is documented; without a day it had."""
    return Q(status__in=OVER) & (Q(ended_on=None) | Q(ended_on__endswith__lte=date(year, 1, 1)))


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

    def concluded(self):
        """What was agreed, whatever became of it; without what is or was only proposed."""
        return self.exclude(status__in=[*UNDER_WAY, Status.DROPPED])

    def drafts(self):
        """What the office alone sees, with neither a signature nor a state: a note so far."""
        internal = self.filter(audience__level=Audience.Level.INTERNAL, signatures=None)
        return internal.filter(signed_on=None, status=Status.NOT_DOCUMENTED)

    def listed(self):
        """What stands in the lists, on the map and in the counts that everybody reads."""
        return self.public().concluded()

    def binding(self):
        """What binds us today, as far as is documented."""
        return self.concluded().exclude(status__in=OVER)

    def city_count(self):
        """How many cities they bind, each counted once."""
        return self.order_by().values("city").distinct().count()

    def that_stands(self, city, bond_type):
        """The one of that kind with the city that binds us or is under way; None without any."""
        of_kind = self.filter(city=city, bond_type=bond_type)
        return of_kind.exclude(status__in=[*OVER, Status.DROPPED]).first()

    def held_in(self, year):
        """What bound us in some part of the year, as far as beginning and end are documented."""
        began = self.filter(signed_on__startswith__lt=date(year + 1, 1, 1))
        return began.exclude(_over_before(year))

    def reported_in(self, year):
        """What may have bound us in some part of the year; without a date it may have."""
        began = Q(signed_on=None) | Q(signed_on__startswith__lt=date(year + 1, 1, 1))
        return self.concluded().filter(began & ~_over_before(year))

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

    personal_data = PersonalData(
        held=(Held(("officer",), _("staff"), Kind.WORK, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    Status = Status

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
    status = models.CharField(_("state"), max_length=13, choices=Status, blank=True)
    planned_bond_type = models.ForeignKey(
        BondType,
        on_delete=models.PROTECT,
        verbose_name=_("planned as"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("The kind that was proposed, where another was agreed in the end."),
    )
    term_ends_on = PartialDateField(
        _("runs until"),
        blank=True,
        null=True,
        help_text=_("The last day of its own term, where the text sets one."),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("in charge"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("Who of the office follows it and is reminded."),
    )
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
                condition=Q(status__in=Status.values),
                name="partnerships_agreement_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(status__in=OVER),
                name="partnerships_agreement_end_is_of_an_ended_one",
                violation_error_message=ONLY_ENDED,
            ),
            InOrder(
                "signed_on",
                "ended_on",
                name="partnerships_agreement_ends_after_it_begins",
                message=ENDS_AFTER,
            ),
            InOrder(
                "signed_on",
                "term_ends_on",
                name="partnerships_agreement_term_ends_after_it_begins",
                message=TERM_AFTER,
            ),
            partial_date_constraint("signed_on"),
            partial_date_constraint("term_ends_on"),
            partial_date_constraint("ended_on"),
        ]

    def __str__(self):
        return f"{self.bond_type} – {self.city}"

    def get_absolute_url(self):
        return self.city.get_absolute_url()

    @property
    def is_over(self):
        return self.status in OVER

    @property
    def is_under_way(self):
        return self.status in UNDER_WAY

    @property
    def binds(self):
        """Whether it binds us today, as far as is documented."""
        return not (self.is_over or self.is_under_way or self.status == Status.DROPPED)

    def next_anniversary(self, today):
        """The next Anniversary of the signature, today's included; None without a date or bond."""
        if self.signed_on is None or not self.binds:
            return None
        return next_anniversary(self.signed_on, today)

    def clean(self):
        if self.signed_on and self.signed_on.first > timezone.localdate():
            raise ValidationError({"signed_on": _("A signature cannot lie in the future.")})
        # The constraint says the same; here it is said at the field.
        if self.ended_on and not self.is_over:
            raise ValidationError({"status": ONLY_ENDED})
        last = self.steps.last() if self.pk else None
        if last and last.to_status != self.status:
            raise ValidationError({"status": STATE_OF_STEPS})
