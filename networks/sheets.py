"""All that one reader may know of a network, for its public page and for the back-office."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from directory.pages import with_sources
from networks.models import (
    Activity,
    CityInNetwork,
    Commitment,
    Fee,
    Meeting,
    Membership,
    MembershipContact,
    Renewal,
    Role,
    Suspension,
)
from networks.standing import sentence, standing
from office.dates import PartialDate
from office.languages import localized
from office.models import Record
from office.templatetags.office import citations
from office.text import Fold

# What the rows of the ledger name sources for.
FACTS_OF_FEES = ("state", "amount_due", "amount_paid", "paid_on", "is_voluntary")


def for_public(rows):
    """What everybody may read, whoever asks."""
    return rows.public()


def for_user(user):
    """What the user may read."""
    return lambda rows: rows.visible_to(user)


class Ledger:
    """The fees of one membership or several, the latest year first."""

    def __init__(self, fees):
        self.fees = list(fees)

    @cached_property
    def paid(self):
        """The fees that were paid, the latest year first."""
        return [fee for fee in self.fees if fee.state == Fee.State.PAID]

    @property
    def last_paid(self):
        return self.paid[0] if self.paid else None

    @property
    def latest(self):
        return self.fees[0] if self.fees else None

    @property
    def totals(self):
        """[(currency, sum paid), …]: sums of different money are not added up."""
        sums = defaultdict(int)
        for fee in self.paid:
            sums[fee.currency] += fee.amount_paid
        return sorted(sums.items())

    @property
    def has_acts(self):
        return any(fee.act_id for fee in self.fees)

    @property
    def has_register_numbers(self):
        return any(fee.register_number for fee in self.fees)

    @property
    def first_year(self):
        return self.fees[-1].year if self.fees else None

    @property
    def gaps(self):
        """The years without a row between the first and the last, in words: 2014, 2016–2018."""
        years = [fee.year for fee in reversed(self.fees)]
        missing = ((before + 1, after - 1) for before, after in pairwise(years))
        return ", ".join(
            str(first) if first == last else f"{first}–{last}"
            for first, last in missing
            if first <= last
        )

    @cached_property
    def shared_sources(self):
        """The sources of all rows, where several rows have the same; else none."""
        found = [citations(fee, *FACTS_OF_FEES) for fee in self.fees]
        alike = {tuple(sorted(one.source_id for one in row)) for row in found}
        differs = any(one.differs for row in found for one in row)
        return found[0] if len(found) > 1 and len(alike) == 1 and not differs else []


@dataclass(frozen=True)
class Step:
    """One moment of our own story with a network: we joined, it was suspended, we left."""

    on: PartialDate
    what: str
    record: Record
    until: PartialDate | None = None


class Sheet:
    """
    One network as one reader may know it; `allowed` turns a QuerySet into what they may see.

    As many queries for a hundred rows as for one; each part is asked for once, when it is shown.
    """

    def __init__(self, network, allowed=for_public, day=None):
        self.network, self.allowed = network, allowed
        self.day = day or timezone.localdate()

    @classmethod
    def of_user(cls, network, user):
        return cls(network, for_user(user or AnonymousUser()))

    # ------------------------------------------------------------ are we in it?

    @cached_property
    def memberships(self):
        rows = self.allowed(Membership.objects.filter(network=self.network))
        return list(
            rows.select_related("act__body", "left_by__body", "officer", "network")
            .prefetch_related(with_sources(), suspensions(self.allowed))
            .current_first()
        )

    @property
    def membership(self):
        """The one that lasts, or the last that ended; None where none is known."""
        return self.memberships[0] if self.memberships else None

    @property
    def standing(self):
        return standing(self.membership, self.day) if self.membership else None

    @property
    def sentence(self):
        return sentence(self.membership, self.day) if self.membership else ""

    @property
    def act(self):
        """The act that the sentence rests on: that of the suspension, of leaving, of joining."""
        if self.membership is None:
            return None
        if self.standing == "suspended":
            suspension = self.membership.suspension_on(self.day)
            return suspension.act or self.membership.act
        return self.membership.left_by or self.membership.act

    @cached_property
    def contacts(self):
        """Whom one asks about the network; for the office alone."""
        rows = self.allowed(MembershipContact.objects.filter(membership=self.membership))
        return list(rows.select_related("person", "organisation"))

    # ------------------------------------------------------------ do we pay?

    @cached_property
    def ledger(self):
        fees = self.allowed(Fee.objects.filter(membership__network=self.network))
        return Ledger(
            fees.select_related("act__body", "membership__network")
            .prefetch_related(with_sources())
            .in_order()
        )

    # ------------------------------------------------------------ what comes of it

    @cached_property
    def roles(self):
        roles = self.allowed(Role.objects.filter(seat__network=self.network))
        return list(
            roles.select_related(
                "seat__working_group", "seat__network", "holder", "elected_by__body"
            )
            .prefetch_related(with_sources())
            .in_order()
        )

    @cached_property
    def commitments(self):
        rows = self.allowed(Commitment.objects.filter(network=self.network))
        return list(
            rows.select_related("act__body", "network").prefetch_related(with_sources()).in_order()
        )

    @cached_property
    def activities(self):
        rows = self.allowed(Activity.objects.filter(network=self.network))
        return list(rows.prefetch_related(with_sources()).in_order())

    @cached_property
    def meetings(self):
        """Those that are not cancelled, the earliest first."""
        rows = self.allowed(Meeting.objects.filter(network=self.network)).standing()
        return list(rows.with_appointment().in_order())

    @property
    def coming_meetings(self):
        now = timezone.now()
        return [one for one in self.meetings if one.appointment.period.upper > now]

    @property
    def past_meetings(self):
        """The latest first."""
        coming = {one.pk for one in self.coming_meetings}
        return [one for one in reversed(self.meetings) if one.pk not in coming]

    @cached_property
    def cities(self):
        """The partner cities in it, by their names."""
        rows = self.allowed(CityInNetwork.objects.filter(network=self.network))
        name = Fold(localized("city__name", get_language()))
        return list(
            rows.select_related("city__country").prefetch_related(with_sources()).order_by(name)
        )

    @cached_property
    def renewals(self):
        rows = self.allowed(Renewal.objects.filter(membership__network=self.network))
        return list(rows.select_related("act__body", "membership__network").order_by("-year"))

    @property
    def story(self):
        """What happened with it, the latest first: our own steps and the activities."""
        steps = [*self._steps(), *self.activities]
        return sorted(steps, key=moment_of, reverse=True)

    def _steps(self):
        for one in self.memberships:
            if one.joined_on:
                yield Step(one.joined_on, "joined", one)
            if one.left_on:
                yield Step(one.left_on, "left", one)
            for suspension in one.suspensions.all():
                yield Step(suspension.since, "suspended", suspension, suspension.until)

    @property
    def records(self):
        """All that the page shows, whose last change dates it."""
        suspended = [row for one in self.memberships for row in one.suspensions.all()]
        shown = [self.network, *self.memberships, *suspended, *self.ledger.fees, *self.roles]
        return [*shown, *self.commitments, *self.activities, *self.cities, *self.meetings]


def moment_of(one):
    return one.happened_on if isinstance(one, Activity) else one.on


def suspensions(allowed):
    """The prefetch of a membership's suspensions, of those that the reader may see."""
    return Prefetch("suspensions", allowed(Suspension.objects.select_related("act__body")))
