"""City networks, who else sits in them, and what came of them."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act, City, Country
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
from office.personal import NO_PERSONAL_DATA
from office.text import Fold

ACT = ("act__audience", "act__body__city__audience")
ENDS_AFTER = _("The end lies before the beginning.")
DEADLINE_AFTER = _("The deadline lies before the signature.")
OTHER_CITY = _(
    "%(body)s belongs to another city: name an act of our own city, or of the network itself."
)


def foreign_acts(record, *names):
    """{field: what is wrong} for each of these acts that a body of another city adopted."""
    acts = {name: getattr(record, name) for name in names}
    return {
        name: OTHER_CITY % {"body": act.body}
        for name, act in acts.items()
        if act and act.body.city_id
    }


class NetworkQuerySet(VisibleQuerySet):
    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")


class Network(TranslatedRecord, VisibleRecord):
    """A network of cities, or a scheme that is asked about in the same breath."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        EUROPEAN = "european_city_network", _("European network of cities")
        GLOBAL = "global_city_network", _("worldwide network of cities")
        THEMATIC = "thematic_network", _("thematic network")
        CLIMATE = "climate_initiative", _("climate initiative")
        OWN = "own_platform", _("platform that we founded")
        EU_INFORMATION = "eu_information_network", _("EU information network")
        NATIONAL = "national_association", _("national association")
        CERTIFICATION = "certification_scheme", _("certification scheme")
        OTHER = "other", _("other")

    # In these one takes part, without being a member of something.
    WITHOUT_MEMBERS = (Kind.CLIMATE, Kind.OWN, Kind.EU_INFORMATION, Kind.CERTIFICATION)

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    slug = models.SlugField(
        _("word in the address"),
        max_length=100,
        unique=True,
        help_text=_("How the network’s page is found; changing it breaks links to the page."),
    )
    kind = models.CharField(_("kind"), max_length=22, choices=Kind)
    mission = models.TextField(
        _("mission"), blank=True, help_text=_("What the network is for, in plain words.")
    )
    seat = models.CharField(
        _("city of its headquarters"), max_length=150, blank=True, help_text=_("As it is written.")
    )
    seat_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country of its headquarters"),
        blank=True,
        null=True,
        related_name="networks_seated",
    )
    organs = models.TextField(
        _("organs"), blank=True, help_text=_("Assembly, board, secretariat: who decides what.")
    )
    founded_on = PartialDateField(_("founded"), blank=True, null=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(
        _("note for the public"), blank=True, help_text=_("What is known, and what is not.")
    )
    cities = models.ManyToManyField(
        City, through="CityInNetwork", verbose_name=_("partner cities"), related_name="networks"
    )
    citations = GenericRelation(Citation)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("city network")
        verbose_name_plural = _("city networks")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "european_city_network",
                        "global_city_network",
                        "thematic_network",
                        "climate_initiative",
                        "own_platform",
                        "eu_information_network",
                        "national_association",
                        "certification_scheme",
                        "other",
                    ]
                ),
                name="networks_network_kind_is_known",
            ),
            partial_date_constraint("founded_on"),
            localized_check("name", _("Write the name in one language at least.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("networks:network_detail", args=[self.slug])


class CityInNetworkQuerySet(VisibleQuerySet):
    # Neither names the other to who may not know it.
    audience_paths = ("network__audience", "city__audience")

    def on(self, day):
        """Those that may sit in their network on the day, as far as the dates tell."""
        begun = Q(since=None) | Q(since__startswith__lte=day)
        not_ended = Q(until=None) | Q(until__endswith__gt=day)
        return self.filter(begun, not_ended)


class CityInNetwork(Record):
    """That a partner city sits in a network."""

    personal_data = NO_PERSONAL_DATA

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        verbose_name=_("city network"),
        related_name="cities_in_it",
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, verbose_name=_("city"), related_name="in_networks"
    )
    since = PartialDateField(pgettext_lazy("a member", "since"), blank=True, null=True)
    until = PartialDateField(
        pgettext_lazy("a member", "until"),
        blank=True,
        null=True,
        help_text=_("Empty while it is a member."),
    )
    source = models.CharField(
        _("from where we know"), max_length=250, blank=True, help_text=_("A page or a paper.")
    )
    citations = GenericRelation(Citation)

    objects = CityInNetworkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partner city in the network")
        verbose_name_plural = _("partner cities in the network")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "city"],
                name="networks_cityinnetwork_is_unique",
                violation_error_message=_("This city is in the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(until__before=F("since")),
                name="networks_cityinnetwork_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            partial_date_constraint("since"),
            partial_date_constraint("until"),
        ]

    def __str__(self):
        return str(self.city)

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.since and self.until and self.until.is_certainly_before(self.since):
            raise ValidationError({"until": ENDS_AFTER})


class ActivityQuerySet(VisibleQuerySet):
    audience_paths = ("network__audience",)

    def in_order(self):
        """The latest first."""
        return self.order_by("-happened_on", "-pk")


class Activity(TranslatedRecord, Record):
    """One thing that came of sitting in a network: a meeting hosted, a project, a visit."""

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        HOSTED = "hosted", _("we were host")
        TOOK_PART = "took_part", _("we took part")
        PROJECT = "project", _("project")
        VISIT = "visit", _("visit")
        PUBLICATION = "publication", _("publication")
        OTHER = "other", _("other")

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        verbose_name=_("city network"),
        related_name="activities",
    )
    title = models.CharField(_("what it was"), max_length=200)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.TOOK_PART)
    happened_on = PartialDateField(_("date"))
    ended_on = PartialDateField(
        _("last day"), blank=True, null=True, help_text=_("Empty where it was one day.")
    )
    url = models.URLField(_("address on the web"), blank=True, max_length=500)
    citations = GenericRelation(Citation)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["hosted", "took_part", "project", "visit", "publication", "other"]
                ),
                name="networks_activity_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(ended_on__before=F("happened_on")),
                name="networks_activity_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            partial_date_constraint("happened_on"),
            partial_date_constraint("ended_on"),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        # The constraint says the same; here it is said at the field.
        both = self.happened_on and self.ended_on
        if both and self.ended_on.is_certainly_before(self.happened_on):
            raise ValidationError({"ended_on": ENDS_AFTER})


class CommitmentQuerySet(VisibleQuerySet):
    audience_paths = ("network__audience",)
    # A commitment would name the act.
    optional_paths = ACT

    def in_order(self):
        """The latest signed first; what has no date comes last."""
        return self.order_by(F("signed_on").desc(nulls_last=True), "pk")

    def to_fulfil(self):
        return self.filter(state__in=["signed", "under_way"])


class Commitment(TranslatedRecord, Record):
    """A campaign that the city joined or a commitment that it signed, within a network."""

    personal_data = NO_PERSONAL_DATA

    class State(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("a commitment", "signed")
        UNDER_WAY = "under_way", pgettext_lazy("a commitment", "under way")
        FULFILLED = "fulfilled", pgettext_lazy("a commitment", "fulfilled")
        WITHDRAWN = "withdrawn", pgettext_lazy("a commitment", "withdrawn")

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        verbose_name=_("city network"),
        related_name="commitments",
    )
    title = models.CharField(_("title"), max_length=250)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SIGNED)
    signed_on = PartialDateField(_("signed on"), blank=True, null=True)
    deadline = PartialDateField(
        _("deadline"), blank=True, null=True, help_text=_("The last day; empty without one.")
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="commitments_to_networks",
    )
    url = models.URLField(_("address on the web"), blank=True, max_length=500)
    note = models.TextField(_("note for the public"), blank=True)
    citations = GenericRelation(Citation)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = [F("signed_on").desc(nulls_last=True), "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["signed", "under_way", "fulfilled", "withdrawn"]),
                name="networks_commitment_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(deadline__before=F("signed_on")),
                name="networks_commitment_deadline_after_signature",
                violation_error_message=DEADLINE_AFTER,
            ),
            partial_date_constraint("signed_on"),
            partial_date_constraint("deadline"),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.deadline and self.signed_on and self.deadline.is_certainly_before(self.signed_on):
            raise ValidationError({"deadline": DEADLINE_AFTER})

    def get_absolute_url(self):
        return f"{self.network.get_absolute_url()}#commitments"
