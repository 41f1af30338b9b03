"""What this room shows on the pages of others."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from directory.pages import Section, with_sources
from office.dates import PartialDate
from partnerships import clock, maps
from partnerships.models import Agreement, Move, Rule, Signatory, Signature, Step
from partnerships.regions import Region
from partnerships.strands import SIGNED_AS

# The steps of the drawing of an area.
WIDTH, HEIGHT = 1000, 750


def agreements_of(city):
    """What binds us to the city: each agreement, with what every source says of its dates."""
    agreements = clock.with_confirmations(Agreement.objects.public().filter(city=city))
    agreements = list(
        agreements.prefetch_related("themes", with_sources(), *life_in_public()).in_order()
    )
    today = timezone.localdate()
    terms = clock.terms(agreements)
    for agreement in agreements:
        agreement.anniversary = agreement.next_anniversary(today)
        agreement.moments = moments_of(agreement)
        agreement.term = public_term(agreement, terms.get(agreement.pk))
        agreement.is_overdue = bool(agreement.term and agreement.term.is_overdue(today))
    context = {"agreements": agreements}
    return Section("partnerships/_agreements.html", context, records=agreements)


def life_in_public():
    """The prefetches of what everybody may read of the steps and signatures."""
    signatories = Signatory.objects.public().select_related("person", "office")
    return (
        Prefetch("steps", Step.objects.public().select_related("act__body"), "public_steps"),
        Prefetch(
            "signatures",
            Signature.objects.public()
            .in_order()
            .prefetch_related(with_sources(), Prefetch("signatories", signatories, "signed_by")),
            "public_signatures",
        ),
        "planned_bond_type",
    )


@dataclass(frozen=True)
class Moment:
    """One line of the life of a pact: a step, or a signature with those who signed."""

    on: PartialDate | None
    move: Move
    step: Step | None = None
    signature: Signature | None = None

    @property
    def label(self):
        return self.move.label


def moments_of(agreement):
    """The steps and signatures by date; what has none comes first, as it was recorded."""
    signed = {
        (SIGNED_AS[one.kind], one.signed_on): one for one in reversed(agreement.public_signatures)
    }
    moments = []
    for step in agreement.public_steps:
        signature = signed.pop((step.move, step.on), None)
        moments.append(Moment(step.on, Move(step.move), step, signature))
    moments += [Moment(one.signed_on, move, signature=one) for (move, _day), one in signed.items()]
    told = any(one.move == Move.SIGN for one in moments)
    # Alone it would only say again what stands above as "Signed".
    if moments and agreement.signed_on and not told:
        moments.append(Moment(agreement.signed_on, Move.SIGN))
    return sorted(moments, key=lambda one: (one.on is not None, one.on and (one.on.first)))


def public_term(agreement, term):
    """The term; None where it began with a confirmation that not everybody may know of."""
    known = {step.pk for step in agreement.public_steps}
    if agreement.confirmations and agreement.confirmations[-1].pk not in known:
        return None
    return term


def resting_on(act):
    """What rests on an act: the steps of pacts and the rules that it brought."""
    steps = (
        Step.objects.public()
        .filter(act=act)
        .select_related("agreement__city__country", "agreement__bond_type")
        .order_by("on", "pk")
    )
    rules = Rule.objects.listed().filter(act=act)
    if not (steps or rules):
        return None
    return Section("partnerships/_rests_on_act.html", {"steps": steps, "rules": rules}, records=[])


def place_of(city):
    """Where the city is in its part of the world; None while its coordinates are not known."""
    if city.latitude is None:
        return None
    region = Region.of(maps.area_of(city.latitude, city.longitude))
    across, down = region.share(city)
    context = {
        "city": city,
        "region": region,
        "drawing": f"vendor/map/{region.drawing}.svg",
        # As text, for a decimal comma is none in a drawing.
        "x": f"{across * WIDTH:.0f}",
        "y": f"{down * HEIGHT:.0f}",
        "side": "start" if across > 0.5 else "end",
    }
    return Section("partnerships/_locator.html", context)


def public_agreements(city):
    """The agreements whose documents stand on the city's page."""
    return Agreement.objects.public().filter(city=city)
