"""What may speak against a tour: its stops, its guests, the weather, and who leads it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import clashes, periods
from agenda.findings.contract import FindingKind, Level
from agenda.hours import opened
from agenda.models import Appointment, Place
from tours.around import Around
from tours.calendar import url_of

SOON = timedelta(days=7)


class OfTour(FindingKind):
    """
    What is found of tours alone; whoever may not know the tour is told that something is.

    Each kind yields (text, other, url) in `of_tour`.
    """

    def found(self, scene, appointment):
        around = Around.of(scene)
        tour = around.tour_of(appointment)
        if tour is None:
            return
        for text, other, url in self.of_tour(scene, around, tour, appointment):
            if not around.sees_tour(tour):
                yield clashes.not_available(appointment), None, "", ()
                return
            yield text, other, url, ()

    def of_tour(self, scene, around, tour, appointment):
        raise NotImplementedError  # each kind's own


class GroupsMeet(OfTour):
    """Two groups are at one stop at the same time, and there is no room for both."""

    label = gettext_lazy("two groups meet where there is no room for both")
    level = Level.BLOCK_PUBLISHING
    proposes = ("times",)
    judges = True

    def of_tour(self, scene, around, tour, appointment):
        for mine in around.at(appointment):
            room = mine.stop.place.capacity
            others = [
                one.tour
                for one in around.others[mine.stop.place_id]
                if one.tour is not tour and periods.overlap(one.span, mine.span)
            ]
            if room is None or not others:
                continue
            other = max(others, key=lambda one: one.size)
            if tour.size + other.size > room:
                yield self._told(around, mine, other)

    def _told(self, around, mine, other):
        place = mine.stop.place
        if not around.sees(other.appointment):
            return clashes.not_available(around.name(place)), None, ""
        words = _(
            "%(place)s has room for %(room)s: there “%(other)s” (%(theirs)s people) meets this "
            "group (%(mine)s people)."
        )
        told = {"place": around.name(place), "room": place.capacity, "mine": mine.tour.size}
        told |= {"other": other, "theirs": other.size}
        return words % told, other.appointment, url_of(other) if other.pk else ""


class StopClosed(OfTour):
    """A stop of the route is closed then, or taken by a ceremony."""

    label = gettext_lazy("a stop of the route is closed or taken")
    proposes = ("times",)
    judges = True

    def of_tour(self, scene, around, tour, appointment):
        instead = _instead(tour)
        for one in around.at(appointment):
            # Of the place of the appointment itself the calendar says so.
            if one.stop.place_id != appointment.place_id:
                for words, other in self._of_stop(around, one):
                    yield words + instead, other, scene.url(other) if other else ""

    def _of_stop(self, around, one):
        place = one.stop.place
        name = around.name(place)
        for key in filter(None, (place.pk, place.building_id)):
            for closure, is_seen in around.closures[key]:
                if periods.overlap(closure.period, one.span):
                    told = {"place": name, "why": closure.get_reason_display()}
                    words = _("%(place)s is closed: %(why)s.") % told
                    yield words if is_seen else clashes.not_available(name), None
        for event in around.events[place.pk]:
            if not periods.overlap(event.period, one.span):
                continue
            if around.sees(event):
                told = {"place": name, "event": event}
                yield _("In %(place)s there is “%(event)s” then.") % told, event
            else:
                yield clashes.not_available(name), None
        if self._is_shut(around, one):
            told = {"place": name, "hours": clashes.hours(one.span, place.zone)}
            yield _("%(place)s is not open then (%(hours)s).") % told, None

    def _is_shut(self, around, one):
        place = one.stop.place
        day = one.span.lower.astimezone(place.zone).date()
        rows = around.hours.on(place, day, Appointment.Kind.TOUR)
        if rows is None:
            return False
        spans = (opened(row, day, place.zone) for row in rows)
        return not any(start <= one.span.lower and one.span.upper <= end for start, end in spans)


def _instead(tour):
    other = tour.route.instead
    return " " + _("Instead: %(route)s.") % {"route": other} if other else ""


class Rain(OfTour):
    """A route that rain closes, where nobody can say yet what the weather will be."""

    label = gettext_lazy("a route that rain closes")

    def of_tour(self, scene, around, tour, appointment):
        if not tour.route.closes_in_rain:
            return
        near = appointment.period.lower - timezone.now() <= SOON
        if near and appointment.period.upper > timezone.now():
            yield _("Rain closes %(route)s.") % {"route": tour.route} + _instead(tour), None, ""


class StepsOnRoute(OfTour):
    """Guests have access needs, and the route has steps, or nobody knows; not which needs."""

    label = gettext_lazy("access needs on a route with steps")

    def of_tour(self, scene, around, tour, appointment):
        if not tour.booking.needs:
            return
        told = {"route": tour.route}
        if tour.route.access == Place.Access.STEPS:
            words = _("Access needs are noted, and %(route)s has only steps.")
            yield words % told + _instead(tour), None, ""
        elif tour.route.access == Place.Access.UNKNOWN:
            words = _("Access needs are noted, and nobody has noted whether %(route)s has steps.")
            yield words % told, None, ""


class MoreThanCome(OfTour):
    """More people are booked on a route than the visit has."""

    label = gettext_lazy("more people booked than the visit has")

    def of_tour(self, scene, around, tour, appointment):
        size, booked = tour.booking.visit.size, tour.booking.size
        if size and booked > size:
            words = ngettext(
                "%(booked)d are booked, and %(count)d person comes.",
                "%(booked)d are booked, and %(count)d people come.",
                size,
            )
            yield words % {"booked": booked, "count": size}, None, ""


class GuestsTwice(OfTour):
    """Guests of one visit are on two routes at once, and so many do not come."""

    label = gettext_lazy("the same guests on two tours at once")
    proposes = ("times",)
    judges = True

    def of_tour(self, scene, around, tour, appointment):
        at_once = [
            one
            for one, period in around.of_visit[tour.booking.visit_id]
            if one is not tour and periods.overlap(period, appointment.period)
        ]
        # Groups of one booking are other guests of it.
        others = [one for one in at_once if one.booking != tour.booking]
        size = tour.booking.visit.size
        people = tour.size + sum(one.size for one in at_once)
        if others and (size is None or people > size):
            other = max(others, key=lambda one: one.size)
            words = _("At that time “%(other)s” guides %(count)s of the same guests.")
            url = url_of(other) if other.pk else ""
            yield words % {"other": other, "count": other.size}, other.appointment, url


class GuideBusy(OfTour):
    """Whoever leads it said that they are busy then."""

    label = gettext_lazy("the guide is busy then")
    proposes = ("times",)
    judges = True

    def of_tour(self, scene, around, tour, appointment):
        for busy in around.busy(tour, appointment.period):
            told = {"who": tour.guide, "hours": clashes.hours(busy, appointment.zone)}
            yield _("%(who)s is busy %(hours)s: ask them.") % told, None, url_of(tour)


class NoGuide(OfTour):
    """Nobody leads it yet: only said, for a programme is often told before guides are found."""

    label = gettext_lazy("nobody leads the tour yet")

    def of_tour(self, scene, around, tour, appointment):
        if tour.pk and tour.guide_id is None and appointment.period.upper > timezone.now():
            yield _("Nobody leads this tour yet."), None, url_of(tour)


groups_meet, stop_closed, rain = GroupsMeet(), StopClosed(), Rain()
steps_on_route, more_than_come, guests_twice = StepsOnRoute(), MoreThanCome(), GuestsTwice()
guide_busy, no_guide = GuideBusy(), NoGuide()
