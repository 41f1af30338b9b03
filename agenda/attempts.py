"""
What would come of a change of an appointment, told before it is saved, and then saved.

The calendar page, its keyboard and the plain form ask here; what is saved goes through
agenda.actions.
"""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agenda import actions, clashes, facets, periods
from agenda.actions import Wanted
from agenda.findings import Scene
from agenda.findings.proposals import minutes_of
from agenda.models import Appointment, Booking, Resource
from agenda.models.appointments import PART_IS_EMPTY
from office.backoffice import frame


def taken(clash):
    """(what is said of a clash, where the appointment opens that holds it) of each."""
    urls = {clashes.held(one): frame.url_of(one.appointment) for one in clash.holders}
    return [(text, urls.get(text, "")) for text in clash.messages]


@dataclass
class Attempt:
    """
    A changed appointment that is not saved: what it clashes with, and what speaks against it.

    `clash` is None where nothing is taken, `proposals` are what is free instead. Whoever saves
    says what they have `seen`: what has come up since then is told first.
    """

    appointment: Appointment
    bookings: list
    clash: clashes.Clash | None = None
    findings: list = field(default_factory=list)
    proposals: tuple = ()

    @property
    def may_save(self):
        return self.clash is None and not any(one.forbids_saving for one in self.findings)

    @property
    def taken(self):
        """(what is said of a clash, where the appointment opens that holds it) of each."""
        return taken(self.clash) if self.clash else []

    @property
    def seen(self):
        """Changes with what is said; "" where nothing is."""
        said = [one.text for one in self.findings]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""

    def was_seen(self, seen):
        return self.seen in ("", seen)


@dataclass(frozen=True)
class Change:
    """
    What is to become of an appointment; what is None stays.

    `lines` are {resource booked now: resource instead}, by their keys. Another place takes the
    booking of its room with it.
    """

    period: object = None
    all_day: bool | None = None
    place: object = None
    lines: tuple = ()

    def applied(self, appointment):
        """The appointment with its planned bookings, all unsaved; the one given is changed."""
        rows = appointment.bookings.select_related("resource__place", "resource__person")
        bookings = list(rows.order_by("pk"))
        swaps = dict(self.lines)
        if self.period is not None:
            appointment.period = self.period
        if self.all_day is not None:
            appointment.all_day = self.all_day
        rooms = self._rooms(swaps)
        planned = []
        for one in bookings:
            new = swaps.get(one.resource_id)
            resource = rooms.get(new, one.resource) if new else one.resource
            planned.append(self._booking(appointment, resource, **one.minutes_in(resource)))
            if new and resource.place_id and one.resource.place_id == appointment.place_id:
                appointment.place = resource.place
        if self.place is not None and self.place.pk != appointment.place_id:
            planned = self._at(appointment, planned)
        return planned

    def _rooms(self, swaps):
        wanted = Resource.objects.filter(pk__in=swaps.values())
        return {one.pk: one for one in wanted.named().select_related("place__building")}

    def _at(self, appointment, planned):
        """At another place: its room is booked instead of that of the old one."""
        old = appointment.place_id
        left = [one for one in planned if old and one.resource.place_id == old]
        kept = [one for one in planned if one not in left]
        appointment.place = self.place
        room = Resource.objects.named().filter(place=self.place).first()
        if room and all(one.resource_id != room.pk for one in kept):
            minutes = minutes_of(room, instead_of=left)
            kept.append(self._booking(appointment, room, **minutes))
        return kept

    def _booking(self, appointment, resource, before, after):
        return Booking(
            appointment=appointment,
            resource=resource,
            period=appointment.period,
            blocks=appointment.blocks,
            before=before,
            after=after,
        )


def tried(appointment, change, *, by):
    """The Attempt of a change, as `by` may know of it. Changes the appointment in memory only."""
    if appointment.is_cancelled:
        message = _("“%(title)s” is cancelled: take it up again first.")
        raise ValidationError(message % {"title": appointment}, code=actions.IS_CANCELLED)
    return looked_at(appointment, change.applied(appointment), by=by)


def looked_at(appointment, planned, *, by):
    """The Attempt of an appointment as it is in memory, with the bookings it would make."""
    appointment.bookings_planned = planned
    clash = looked_for(appointment, planned, by=by)
    scene = Scene([appointment], by, proposals=True)
    instead = scene.proposals.against_clash(appointment) if clash else ()
    return Attempt(appointment, planned, clash, scene.findings(appointment), instead)


def looked_for(appointment, planned, *, by):
    """
    The Clash of these bookings, which are not saved; None where nothing is taken.

    Raises ValidationError where nothing would be left of one of them.
    """
    own = [appointment.pk] if appointment.pk else []
    busy = [(one.resource, busy_of(appointment, one), own) for one in planned]
    return clashes.found(busy, by) if appointment.blocks else None


def busy_of(appointment, booking):
    """When the resource would be busy; ValidationError where it ends before it begins."""
    busy = periods.stretched(appointment.period, booking.before, booking.after)
    if busy.upper <= busy.lower:
        raise ValidationError(f"{booking.resource}: {PART_IS_EMPTY}", code="empty")
    return busy


def save(appointment, change, *, by, seen="", version=None):
    """
    Save the change, as long as nothing forbids it and nothing has come up that was not seen.

    Returns (whether it is saved, the Attempt). Raises Clash where somebody was first, and
    ValidationError where somebody changed the appointment since that version.
    """
    with transaction.atomic():
        now = locked(appointment, version)
        was_all_day = now.all_day
        attempt = tried(now, change, by=by)
        if not attempt.may_save or not attempt.was_seen(seen):
            return False, attempt
        changed = attempt.appointment
        if change.place is None and not change.lines and changed.all_day == was_all_day:
            actions.move(moves={changed: changed.period}, by=by)
        else:
            wanted = [Wanted(one.resource, one.before, one.after) for one in attempt.bookings]
            actions.change(appointment=changed, wanted=wanted, by=by)
    return True, attempt


def locked(appointment, version=None):
    """The appointment as it is now, and nobody else changes it meanwhile."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("place__building", "party", *facets.accessors())
    now = rows.get(pk=appointment.pk)
    if version is not None and now.version != version:
        raise ValidationError(
            _("Somebody has changed “%(title)s” meanwhile. Look at it again.") % {"title": now},
            code="meanwhile",
        )
    return now
