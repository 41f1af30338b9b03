"""What the builder of a programme shows: a grid of its days, and each item with what it lacks."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agenda import entries, facets
from agenda.backoffice import component
from agenda.backoffice.findings import COUNTED_FOR
from agenda.findings import findings, worst
from agenda.models import Appointment
from delegations import lifecycle
from delegations.backoffice.interpreters import free_for
from delegations.backoffice.pages import CHANGES, VIEWS
from delegations.backoffice.programme_lines import (
    Line,
    PartLine,
    address,
    counted,
    is_settled,
    search_for,
    told,
)
from delegations.findings import pair_of, scene_of
from delegations.models import Part, Print, ProgrammeItem

# So many days stand beside each other; of a longer visit one goes on to the next ones.
MOST_DAYS = 7
# Of a longer visit only the days on which something is planned stand in the list.
EMPTY_DAYS = 21
A_DAY = timedelta(days=1)
A_FORTNIGHT = 14 * A_DAY
# (name of the page, what leads there, who may) of what else is done with a programme.
PAGES = [
    ("programme_parts", gettext_lazy("Ask those who have a part"), VIEWS),
    ("programme_publish", gettext_lazy("Publish it"), VIEWS),
    ("programme_recipients", gettext_lazy("Who gets which print"), CHANGES),
    ("visit_travel", gettext_lazy("Travel and hotels"), VIEWS),
]


@dataclass(frozen=True)
class Day:
    date: date
    is_outside: bool
    lines: list
    add_url: str = ""

    @property
    def heading(self):
        day = date_format(self.date, "DATE_FORMAT")
        return f"{capfirst(date_format(self.date, 'l'))}, {day}"


class Programme:
    """What the builder shows of one visit to one reader; everything is asked for once."""

    def __init__(self, user, visit, asked):
        """`asked` is the query of its address."""
        self.user, self.visit, self.asked = user, visit, asked

    # ------------------------------------------------------------ what is there

    @cached_property
    def items(self):
        rows = ProgrammeItem.objects.visible_to(self.user).filter(visit=self.visit)
        related = [f"appointment__{name}" for name in facets.accessors()]
        items = list(rows.with_appointment().select_related(*related).in_order())
        for item in items:
            item.visit = self.visit
            item.appointment.programme_item = item
        return items

    @property
    def standing(self):
        return [one for one in self.items if not one.appointment.is_cancelled]

    @cached_property
    def entries(self):
        """{key of the item: its Entry}"""
        found = entries.of(self.user, [one.appointment for one in self.items])
        return {one.pk: entry for one, entry in zip(self.items, found, strict=True)}

    @cached_property
    def all_parts(self):
        """{key of the item: whoever has a part in it}, with those whom the reader may not know."""
        seen = Part.objects.visible_to(self.user).filter(pk=OuterRef("pk"))
        rows = Part.objects.filter(item__in=[one.pk for one in self.items])
        rows = rows.annotate(is_seen=Exists(seen)).select_related("person")
        items = {one.pk: one for one in self.items}
        found = {key: [] for key in items}
        for part in rows.in_order() if items else []:
            part.item = items[part.item_id]
            found[part.item_id].append(part)
        return found

    @cached_property
    def parts(self):
        """The same of whom the reader may know."""
        return {
            key: [one for one in several if one.is_seen] for key, several in self.all_parts.items()
        }

    @cached_property
    def findings(self):
        """{key of the item: what speaks against it}"""
        items = self.standing
        for item in items:
            item.parts_found = self.all_parts[item.pk]
        scene = scene_of(items, self.user)
        return {one.pk: scene.findings(one.appointment) for one in items}

    @cached_property
    def free(self):
        """{key of a part: who is free to interpret}, for whom one may still choose."""
        if not self.may_change:
            return {}
        return free_for([one for item in self.standing for one in self.parts[item.pk]], self.user)

    # ------------------------------------------------------------ who may do what

    @cached_property
    def may_change(self):
        user = self.user
        return user.has_perm(CHANGES) and user.has_perm("delegations.change_programmeitem")

    @cached_property
    def may_add(self):
        may = self.may_change and self.user.has_perm("agenda.add_appointment")
        is_planned = self.visit.state not in lifecycle.RELEASES and not self.visit.is_over
        return may and is_planned and self.user.has_perm("delegations.add_programmeitem")

    # ------------------------------------------------------------ the list

    @cached_property
    def lines(self):
        opened = self.asked.get("show", "")
        return [self._line(item, is_opened=str(item.pk) == opened) for item in self.items]

    def _line(self, item, *, is_opened):
        entry, found = self.entries[item.pk], self.findings.get(item.pk, [])
        if is_opened and found:
            found = findings(item.appointment, self.user)  # with what would help
        may = self.may_change and entry.may_change
        return Line(
            item,
            entry,
            found,
            [self._part(one) for one in self.parts[item.pk]],
            may_change=may,
            may_delete=may and self.user.has_perm("delegations.delete_programmeitem"),
            is_opened=is_opened,
            is_settled=is_settled(self.all_parts[item.pk]),
        )

    def _part(self, part):
        is_interpreter = part.kind == Part.Kind.INTERPRETER
        is_wanted = is_interpreter and part.is_open and not part.item.appointment.is_cancelled
        words, look = told(part)
        return PartLine(
            part,
            words,
            look,
            pair=pair_of(part) if is_interpreter else "",
            free=self.free.get(part.pk, []),
            search_url=search_for(part) if is_wanted else "",
        )

    @property
    def days(self):
        """The days of the visit and of its items; of each, its items in their order."""
        on_day = {}
        for line in self.lines:
            on_day.setdefault(line.entry.first, []).append(line)
        own = days_between(self.visit.first_day, self.visit.last_day)
        if len(own) > EMPTY_DAYS:
            own = [own[0], own[-1]]
        return [
            Day(day, self.is_outside(day), on_day.get(day, []), self.add_url(day))
            for day in sorted({*own, *on_day})
        ]

    def is_outside(self, day):
        visit = self.visit
        return bool(visit.first_day) and not visit.first_day <= day <= visit.last_day

    def add_url(self, day=None):
        """The form of a new item; "" for who may not add one."""
        if not self.may_add:
            return ""
        said = {"visit": self.visit.pk} | ({"day": day.isoformat()} if day else {})
        return f"{reverse('admin:delegations_programmeitem_add')}?{urlencode(said)}"

    @cached_property
    def counts(self):
        """How many items, how many with findings, and where one stands with whom to ask."""
        parts = [one for item in self.standing for one in self.parts[item.pk]]
        found = sum(map(bool, self.findings.values()))
        return counted(parts) | {"items": len(self.standing), "findings": found}

    @cached_property
    def at_a_glance(self):
        """
        The same for another page, which asks no more than it must: what speaks against the items
        is as it was some minutes ago at most, as long as nobody changed them since.
        """
        rows = [one for item in self.items for one in (item, item.appointment)]
        rows += [one for each in self.parts.values() for one in each]
        said = [self.user.pk, self.visit.version, *((one.pk, one.version) for one in rows)]
        key = f"programme-{self.visit.pk}-{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"
        found = cache.get(key)
        if found is None:
            found = self.counts
            cache.set(key, found, COUNTED_FOR)
        return found

    @property
    def ready(self):
        """The lines that can be confirmed, since all their hosts come."""
        return [
            line
            for line in self.lines
            if line.may_change
            and line.appointment.state == Appointment.State.PENCILLED
            and line.is_settled
        ]

    # ------------------------------------------------------------ the grid

    @cached_property
    def span(self):
        """(first, last) of all days that there are to show."""
        days = [self.visit.first_day, self.visit.last_day]
        days = [day for day in days if day]
        days += [day for one in self.entries.values() for day in (one.first, one.last)]
        today = timezone.localdate()
        return (min(days), max(days)) if days else (today, today + 2 * A_DAY)

    @cached_property
    def shown(self):
        """(first, last) of the days beside each other: all of them, or so many from a day on."""
        first, last = self.span
        if (last - first).days < MOST_DAYS:
            return first, last
        day = read_day(self.asked.get("day", "")) or self.visit.first_day or first
        begins = min(max(first, day), last)
        return begins, begins + (MOST_DAYS - 1) * A_DAY

    @property
    def around(self):
        """(query of the days before, of those after); "" where there is nothing more."""
        (first, last), (begins, ends) = self.span, self.shown
        step = MOST_DAYS * A_DAY
        before = f"day={max(first, begins - step).isoformat()}" if begins > first else ""
        after = f"day={(begins + step).isoformat()}" if ends < last else ""
        return before, after

    @property
    def title_of_days(self):
        return " – ".join(dict.fromkeys(date_format(day, "DATE_FORMAT") for day in self.shown))

    @property
    def address(self):
        return address(self.visit)

    def events(self):
        """What the script draws: the items, and the days on which the guests are not there."""
        way = component.Way(lambda url: url, self.address)
        for item in self.items:
            found = self.findings.get(item.pk, [])
            for event in component.events_of(self.entries[item.pk], way):
                event["editable"] &= self.may_change
                event["startEditable"] = event["durationEditable"] = event["editable"]
                event["classNames"] += [f"has-{worst(found)}"] if found else []
                event["extendedProps"]["notes"] += [str(one.text) for one in found]
                yield event
        first, last = self.shown
        for day in days_between(first, last):
            if self.is_outside(day):
                yield outside(day)

    def component(self, request):
        first, last = self.shown
        return component.settings(
            request,
            view="timeGridDay",
            day=first,
            days=(last - first).days + 1,
            may_add=self.may_add,
            urls={
                "events": f"{reverse('admin:programme_events', args=[self.visit.pk])}"
                f"?day={first.isoformat()}",
                "add": self.add_url(),
                "day": "",
            },
            list_stays=True,
        )

    @property
    def free_time_url(self):
        return free_time_url(self.visit, self.add_url())

    def tools(self):
        """(address, label) of what else the reader may do with it."""
        tools = []
        if self.may_add and self.user.has_perm("agenda.view_appointment"):
            tools.append((self.free_time_url, _("Find a free time")))
        tools += [
            (reverse(f"admin:{name}", args=[self.visit.pk]), label)
            for name, label, permission in PAGES
            if self.user.has_perm(permission)
        ]
        office = reverse("admin:programme_print", args=[self.visit.pk, Print.OFFICE.value])
        board = f"{reverse('admin:day_board')}?{urlencode({'visit': self.visit.pk})}"
        return [*tools, (office, _("Prints")), (board, pgettext("a page", "Today"))]


def free_time_url(visit, leads_to):
    """The search, filled in with the days of the visit and how many come."""
    today = timezone.localdate()
    first = visit.first_day or today
    last = visit.last_day or today + A_FORTNIGHT
    asked = {"first": first, "last": last, "minutes": 60, "opens": "09:00", "closes": "18:00"}
    asked |= {"room_for": visit.size} if visit.size else {}
    return f"{reverse('admin:free_time')}?{urlencode(asked | {'leads_to': leads_to})}"


def outside(day):
    """A day on which the guests are not there, as the script draws it."""
    return {
        "id": f"outside-{day.isoformat()}",
        "title": _("outside the visit"),
        "start": f"{day.isoformat()}T00:00",
        "end": f"{(day + A_DAY).isoformat()}T00:00",
        "display": "background",
        "classNames": ["look-outside"],
        "extendedProps": {},
    }


def days_between(first, last):
    """The days from the first to the last, both included; none where no day is known."""
    if first is None:
        return []
    return [first + n * A_DAY for n in range((last - first).days + 1)]


def read_day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None
