"""What the pacts contribute to the timeline of a city."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.timeline import Happening, Strand, begun, overlapping
from office.dates import PartialDate
from office.text import labelled
from partnerships.models import Agreement, Move, Signature, Step

SIGNATURE = gettext_lazy("signature")
RENEWAL = pgettext_lazy("of a pact", "renewal")
CONFIRMATION = pgettext_lazy("of a pact", "confirmation")
STEP = pgettext_lazy("in the life of a pact", "step")
# At these both cities, or at least our Council, turn to each other; all else is our own business.
SIGNS_OF_LIFE = {Move.SIGN: SIGNATURE, Move.RENEW: RENEWAL, Move.CONFIRM: CONFIRMATION}
SIGNED_AS = {Signature.Kind.FIRST: Move.SIGN, Signature.Kind.RENEWAL: Move.RENEW}
ENDINGS = (Move.END, Move.EXPIRE)


@dataclass(frozen=True)
class Told:
    """One row as it counts: what happened to which agreement on which day."""

    key: str
    agreement: Agreement
    move: Move
    on: PartialDate
    also: str = ""

    @property
    def what(self):
        """Two rows that say the same are one happening."""
        return self.agreement.pk, self.move, self.on

    @property
    def text(self):
        """The kind of bond, after what the kind of happening does not say yet."""
        bond = str(self.agreement.bond_type)
        if self.move not in SIGNS_OF_LIFE:
            bond = labelled(Move(self.move).label, bond)
        return f"{bond}, {self.also}" if self.also else bond

    def as_happening(self):
        return Happening(
            key=self.key,
            city=self.agreement.city_id,
            on=self.on,
            kind=SIGNS_OF_LIFE.get(self.move, STEP),
            text=self.text,
            record=self.agreement,
            is_contact=self.move in SIGNS_OF_LIFE,
        )


class Pacts(Strand):
    """
    Signatures, renewals, confirmations, and every other dated step.

    What is recorded as a signature and as a step, or by its date alone, is told once.
    """

    def happenings(self, cities, reader, *, during=None):
        return [one.as_happening() for one in self.told(cities, reader, during=during)]

    def told(self, cities, reader, *, during=None):
        """The same as rows that still know their agreement and the move."""
        rows = [
            *self._signatures(cities, reader, during),
            *self._dates(cities, reader, during),
            *self._steps(cities, reader, during),
        ]
        once = {}
        for one in rows:
            once.setdefault(one.what, one)
        return list(once.values())

    def last_contacts(self, cities, reader, *, until=None):
        """The latest row of each city and kind of record: three queries, whatever there is."""
        steps = Step.objects.visible_to(reader).filter(
            agreement__city__in=cities, move__in=SIGNS_OF_LIFE, on__isnull=False
        )
        signatures = Signature.objects.visible_to(reader).filter(agreement__city__in=cities)
        return latest(
            (signatures, "agreement__city_id", "signed_on"),
            (steps, "agreement__city_id", "on"),
            (self._dated(cities, reader), "city_id", "signed_on"),
            until=until,
        )

    def last_signatures(self, cities, reader, *, until=None):
        """{city: PartialDate} of the last time that a pact itself was signed; two queries."""
        signatures = Signature.objects.visible_to(reader).filter(
            agreement__city__in=cities, kind=Signature.Kind.FIRST
        )
        return latest(
            (signatures, "agreement__city_id", "signed_on"),
            (self._dated(cities, reader), "city_id", "signed_on"),
            until=until,
        )

    def _dated(self, cities, reader):
        agreements = Agreement.objects.visible_to(reader)
        return agreements.filter(city__in=cities, signed_on__isnull=False)

    def _signatures(self, cities, reader, during):
        rows = Signature.objects.visible_to(reader).filter(agreement__city__in=cities)
        rows = overlapping(rows, "signed_on", during).select_related(
            "agreement__bond_type", "agreement__city"
        )
        for one in rows:
            move = SIGNED_AS[one.kind]
            yield Told(f"signature:{one.pk}", one.agreement, move, one.signed_on, one.place or "")

    def _dates(self, cities, reader, during):
        """Of an agreement without a row for its signature, or a step for its end, the date."""
        agreements = Agreement.objects.visible_to(reader).filter(city__in=cities)
        agreements = agreements.select_related("bond_type", "city")
        signatures = Signature.objects.filter(agreement=OuterRef("pk"), kind=Signature.Kind.FIRST)
        signed = agreements.filter(~Exists(signatures), signed_on__isnull=False)
        for one in overlapping(signed, "signed_on", during):
            place = one.place or ""
            yield Told(f"agreement:{one.pk}:signed", one, Move.SIGN, one.signed_on, place)
        ends = Step.objects.filter(agreement=OuterRef("pk"), move__in=ENDINGS)
        ended = agreements.filter(~Exists(ends), ended_on__isnull=False)
        for one in overlapping(ended, "ended_on", during):
            move = Move.EXPIRE if one.status == Agreement.Status.EXPIRED else Move.END
            yield Told(f"agreement:{one.pk}:ended", one, move, one.ended_on)

    def _steps(self, cities, reader, during):
        rows = Step.objects.visible_to(reader).filter(agreement__city__in=cities, on__isnull=False)
        rows = overlapping(rows, "on", during).select_related(
            "agreement__bond_type", "agreement__city", "act__body"
        )
        for one in rows:
            act = _("by the act %(act)s") % {"act": one.act} if one.act else ""
            yield Told(f"step:{one.pk}", one.agreement, Move(one.move), one.on, act)


def latest(*kinds, until=None):
    """{city: PartialDate} of the latest row, of (rows, column of the city, column of the date)."""
    last = {}
    for rows, city, day in kinds:
        found = begun(rows, day, until).order_by(city, f"-{day}__endswith", "-pk").distinct(city)
        for key, on in found.values_list(city, day):
            last[key] = max(last.get(key, on), on, key=lambda one: one.last)
    return last


pacts = Pacts()
