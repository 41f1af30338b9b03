"""What a clerk sees of a booking before it is saved: its groups, and what speaks against each."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agenda import actions as calendar
from agenda import attempts, clashes
from agenda.actions import Wanted
from agenda.findings import Scene, findings_of
from office.tongues import names
from tours import actions, splitting


@dataclass(frozen=True)
class Line:
    """One group that would be booked."""

    size: int
    language: str
    hours: str
    findings: list


class Preview:
    """The groups of a valid BookingForm, as they would be booked by `user`."""

    def __init__(self, form, user):
        self.form, self.user, self.route = form, user, form.cleaned_data["route"]
        tours = actions.planned(booking=form.instance, groups=form.groups)
        self.appointments = [one.appointment for one in tours]
        # All groups are in the same room, if it is one: it is asked for once.
        first, *others = self.appointments
        first.bookings_planned = calendar.planned(appointment=first)
        rooms = [Wanted(one.resource) for one in first.bookings_planned]
        for one in others:
            one.bookings_planned = calendar.planned(appointment=one, wanted=rooms) if rooms else []

    @property
    def at_once(self):
        return splitting.most_at_once(self.form.groups)

    @property
    def is_too_small(self):
        """Whether some group has fewer people than the route takes as a rule."""
        return splitting.too_small(self.form.cleaned_data["size"], self.route)

    @property
    def not_spoken(self):
        """The languages that were chosen and that no group is guided in."""
        chosen, known = self.form.cleaned_data["languages"], names()
        spoken = {one.language for one in self.form.groups}
        return [known.get(code, code) for code in chosen if code not in spoken]

    @property
    def is_over(self):
        return self.form.groups[0].end <= timezone.now()

    @cached_property
    def taken(self):
        """What the groups would book and others hold, in words; nothing where all is free."""
        busy = [
            (booking.resource, attempts.busy_of(one, booking), [])
            for one in self.appointments
            if one.blocks
            for booking in one.bookings_planned
        ]
        clash = clashes.found(busy, self.user)
        return clash.messages if clash else []

    @cached_property
    def speaks(self):
        """What speaks against each group."""
        return findings_of(self.appointments, self.user)

    @cached_property
    def of_all(self):
        """What speaks against every group: said once."""
        texts = set.intersection(*({one.text for one in found} for found in self.speaks))
        return [one for one in self.speaks[0] if one.text in texts]

    @property
    def lines(self):
        known, zone = names(), self.route.place.zone
        said = {one.text for one in self.of_all}
        return [
            Line(
                one.size,
                known.get(one.language, one.language),
                hours(one, zone),
                [each for each in found if each.text not in said],
            )
            for one, found in zip(self.form.groups, self.speaks, strict=True)
        ]

    @property
    def is_spoken_against(self):
        return any(self.speaks)

    @property
    def other_starts(self):
        """
        (when, as its button carries it; in words) of the next starts of the first group against
        which nothing speaks; none where nothing speaks now.
        """
        first, zone = self.appointments[0], self.route.place.zone
        found = Scene([first], self.user, proposals=True).proposals.clear_times(first)
        return [(one.period.lower.astimezone(zone).strftime(AT), one.label) for one in found]


# A start, as the button of a proposal carries it.
AT = "%Y-%m-%dT%H:%M"


def start_of(words):
    """The day and the hour that a button carried; None where it carried nothing of the kind."""
    try:
        return parse_datetime(words)
    except ValueError:
        return None


def hours(group, zone):
    start, end = (at.astimezone(zone) for at in (group.start, group.end))
    return f"{start:%H:%M}–{end:%H:%M}"
