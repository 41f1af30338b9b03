"""Our memberships of networks: since when, by which act, and whether they are suspended."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act, Organisation, Person
from networks.models.networks import ACT, ENDS_AFTER, Network, foreign_acts
from networks.models.terms import no_overlap, overlap
from office.dates import PartialDateField, partial_date_constraint
from office.models import Citation, Record, TranslatedRecord, VisibleQuerySet
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData

ONLY_LEFT = _("Only a network that we left has a day or an act of leaving.")
LEFT_AFTER = _("We cannot have left before we joined.")
NO_FEE_NO_AMOUNT = _("Where there is no fee there is no amount.")
ONE_OF_BOTH = _("Name a person or an organisation, one of the two.")
SUSPENDED_TWICE = _("The membership is suspended already in this time.")
CURRENCY = RegexValidator(r"^[A-Z]{3}\Z", _("Write the currency in three letters: EUR."))

# A membership without a state known to us still stands before one that has ended.
CURRENT_FIRST = (
    Case(When(status="left", then=Value(1)), default=Value(0), output_field=IntegerField()),
    F("left_on").desc(nulls_last=True),
    "pk",
)


# So long before its day a renewal stands among what is to be done.
RENEWAL_NOTICE = timedelta(days=120)


class MembershipQuerySet(VisibleQuerySet):
    audience_paths = ("network__audience",)
    # A membership would name its acts.
    optional_paths = (*ACT, "left_by__audience", "left_by__body__city__audience")

    def current_first(self):
        """The one that lasts, then those that ended, the latest first."""
        return self.order_by(*CURRENT_FIRST)

    def open(self):
        return self.exclude(status="left")

    def in_common(self):
        """Those that make another member one of our own network: documented, and not ended."""
        return self.exclude(status__in=["left", "not_confirmed"])

    def to_renew(self, until=None):
        """Whose renewal comes up to that day, or ever, and is not decided on for its year yet."""
        from networks.models.renewals import Renewal

        decided = Renewal.objects.decided().filter(
            membership=models.OuterRef("pk"), year=models.OuterRef("renew_by__startswith__year")
        )
        open_ones = self.open().filter(~models.Exists(decided), renew_by__isnull=False)
        return open_ones if until is None else open_ones.filter(renew_by__endswith__lte=until)


class Membership(TranslatedRecord, Record):
    """
    The city's membership of one network.

    Whether the fee is paid says nothing of it: a member that does not pay is a member, until
    somebody writes that it left. An empty state or date means "not documented", never "no".
    """

    personal_data = PersonalData(
        held=(Held(("officer",), _("staff"), Kind.WORK),),
        kept=_("as long as the membership"),
    )

    class Status(models.TextChoices):
        NOT_DOCUMENTED = "", _("not documented")
        MEMBER = "member", _("member")
        LEFT = "left", pgettext_lazy("a network", "left")
        NOT_CONFIRMED = "not_confirmed", _("not confirmed: known only through hosting")

    class FeeKind(models.TextChoices):
        NOT_DOCUMENTED = "", _("not documented")
        MANDATORY = "mandatory", _("mandatory")
        VOLUNTARY = "voluntary", _("voluntary")
        NONE = "none", _("no fee")

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        verbose_name=_("city network"),
        related_name="memberships",
    )
    status = models.CharField(
        _("state"),
        max_length=13,
        choices=Status,
        blank=True,
        help_text=_("An unpaid fee is no reason to write that we left."),
    )
    status_on = PartialDateField(
        _("state known on"),
        blank=True,
        null=True,
        help_text=_("The day of which the source speaks that tells the state."),
    )
    joined_on = PartialDateField(_("joined"), blank=True, null=True)
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="memberships",
        help_text=_("By which we joined, or on which the membership rests."),
    )
    left_on = PartialDateField(pgettext_lazy("a network", "left on"), blank=True, null=True)
    left_by = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act of leaving"),
        blank=True,
        null=True,
        related_name="memberships_ended",
    )
    role = models.CharField(
        _("role in words"),
        max_length=300,
        blank=True,
        help_text=_("What we are in the network, as citizens read it."),
    )
    reference_office = models.CharField(
        _("reference office"),
        max_length=200,
        blank=True,
        help_text=_("Which office of the municipality follows the network."),
    )
    fee_kind = models.CharField(_("fee"), max_length=9, choices=FeeKind, blank=True)
    fee_amount = models.DecimalField(
        _("amount a year"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0)],
    )
    fee_currency = models.CharField(
        _("currency"), max_length=3, default="EUR", validators=[CURRENCY]
    )
    renew_by = PartialDateField(
        _("to be renewed by"),
        blank=True,
        null=True,
        help_text=_("When we decide again whether to stay; the benefit sheet is made before."),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("who of us is in charge"),
        blank=True,
        null=True,
        related_name="memberships_in_charge",
        help_text=_("Is told of fees, renewals and terms to come."),
    )
    citations = GenericRelation(Citation)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["network__slug", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["", "member", "left", "not_confirmed"]),
                name="networks_membership_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(fee_kind__in=["", "mandatory", "voluntary", "none"]),
                name="networks_membership_fee_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["network"],
                condition=~Q(status="left"),
                name="networks_membership_open_is_one",
                violation_error_message=_("There is a membership of this network already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_by=None) | Q(status="left"),
                name="networks_membership_end_is_of_one_that_was_left",
                violation_error_message=ONLY_LEFT,
            ),
            models.CheckConstraint(
                condition=~Q(left_on__before=F("joined_on")),
                name="networks_membership_ends_after_it_begins",
                violation_error_message=LEFT_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(fee_amount=None)
                | (Q(fee_amount__isnull=False, fee_amount__gte=0) & ~Q(fee_kind="none")),
                name="networks_membership_amount_is_of_a_fee",
                violation_error_message=NO_FEE_NO_AMOUNT,
            ),
            *(
                partial_date_constraint(name)
                for name in ("status_on", "joined_on", "left_on", "renew_by")
            ),
        ]

    def __str__(self):
        return str(self.network)

    def get_absolute_url(self):
        return self.network.get_absolute_url()

    def clean(self):
        # The constraints say the same; here it is said at the field.
        errors = {}
        if self.status != self.Status.LEFT and (self.left_on or self.left_by_id):
            errors["status"] = ONLY_LEFT
        if self.left_on and self.joined_on and self.left_on.is_certainly_before(self.joined_on):
            errors["left_on"] = LEFT_AFTER
        if self.fee_kind == self.FeeKind.NONE and self.fee_amount is not None:
            errors["fee_amount"] = NO_FEE_NO_AMOUNT
        today = timezone.localdate()
        for name in ("joined_on", "status_on"):
            if (day := getattr(self, name)) and day.first > today:
                errors[name] = _("This day lies in the future.")
        errors |= foreign_acts(self, "act", "left_by")
        if errors:
            raise ValidationError(errors)

    def suspension_on(self, day):
        """The suspension that may hold on the day; None without one. Asks what was prefetched."""
        return next((one for one in self.suspensions.all() if one.holds_on(day)), None)


class MembershipContactQuerySet(VisibleQuerySet):
    audience_paths = ("membership__network__audience",)
    # A contact would name the person or the organisation.
    optional_paths = (
        *(f"membership__{path}" for path in MembershipQuerySet.optional_paths),
        "person__audience",
        "organisation__audience",
        "organisation__city__audience",
    )


class MembershipContact(Record):
    """Whom one asks about a network: the political and the technical contact, an office."""

    personal_data = PersonalData(
        held=(Held(("person",), _("people in the directory"), Kind.NAME),),
        kept=_("as long as the membership"),
    )

    class Part(models.TextChoices):
        POLITICAL = "political", _("political contact")
        TECHNICAL = "technical", _("technical contact")
        SECRETARIAT = "secretariat", _("secretariat of the network")

    membership = models.ForeignKey(
        Membership,
        on_delete=models.CASCADE,
        verbose_name=_("membership"),
        related_name="contacts",
    )
    part = models.CharField(_("as"), max_length=11, choices=Part, default=Part.TECHNICAL)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person"),
        blank=True,
        null=True,
        related_name="contact_for_networks",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="contact_for_networks",
    )

    objects = MembershipContactQuerySet.as_manager()

    class Meta:
        ordering = ["part", "pk"]
        verbose_name = _("contact for the network")
        verbose_name_plural = _("contacts for the network")
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["political", "technical", "secretariat"]),
                name="networks_membershipcontact_part_is_known",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="networks_membershipcontact_is_somebody",
                violation_error_message=ONE_OF_BOTH,
            ),
        ]

    def __str__(self):
        return str(self.target)

    @property
    def target(self):
        return self.person or self.organisation

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if bool(self.person_id) == bool(self.organisation_id):
            raise ValidationError({"organisation" if self.person_id else "person": ONE_OF_BOTH})


class SuspensionQuerySet(VisibleQuerySet):
    audience_paths = ("membership__network__audience",)
    optional_paths = (
        *(f"membership__{path}" for path in MembershipQuerySet.optional_paths),
        *ACT,
    )


class Suspension(Record):
    """A time in which the membership rests; it goes on afterwards."""

    personal_data = NO_PERSONAL_DATA

    membership = models.ForeignKey(
        Membership,
        on_delete=models.CASCADE,
        verbose_name=_("membership"),
        related_name="suspensions",
    )
    since = PartialDateField(pgettext_lazy("a suspension", "since"))
    until = PartialDateField(
        pgettext_lazy("a suspension", "until"),
        blank=True,
        null=True,
        help_text=_("Empty while it lasts."),
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="suspensions_of_memberships",
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            no_overlap(
                "membership",
                "since",
                "until",
                name="networks_suspension_is_one_at_a_time",
                message=SUSPENDED_TWICE,
            ),
            models.CheckConstraint(
                condition=~Q(until__before=F("since")),
                name="networks_suspension_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            partial_date_constraint("since"),
            partial_date_constraint("until"),
        ]

    def __str__(self):
        return f"{self.since} –" if self.until is None else f"{self.since} – {self.until}"

    def clean(self):
        # The constraints say the same; here it is said at the field.
        errors = foreign_acts(self, "act")
        if self.until and self.since and self.until.is_certainly_before(self.since):
            errors["until"] = ENDS_AFTER
        if errors:
            raise ValidationError(errors)
        others = Suspension.objects.exclude(pk=self.pk).filter(membership=self.membership_id)
        if any(self.clashes_with(one) for one in others):
            raise ValidationError({"since": SUSPENDED_TWICE})

    def clashes_with(self, other):
        """{field: what is wrong} where the two cannot both stand; None where they can."""
        if overlap((self.since, self.until), (other.since, other.until)):
            return {"since": SUSPENDED_TWICE}
        return None

    def holds_on(self, day):
        return self.since.first <= day and (self.until is None or self.until.last >= day)
