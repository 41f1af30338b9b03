"""A seating plan with who sits where, and the drawing of each of its tables."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delegations.models import SeatAtTable, SeatingTable, Standing
from delegations.precedence import shapes
from delegations.precedence.order import Order

LONGEST_NAME = 13
INK = "#17324d"
FILLS = {"free": "#ffffff", "taken": "#d5d5d5", "host": "#c9dcf2", "guest": "#f6dfb8"}


@dataclass(frozen=True)
class SeatShown:
    """
    One seat, whoever sits there (None: it is free), and where it is drawn.

    `is_taken` says that somebody sits there whom the reader may not see.
    """

    table: SeatingTable
    number: int
    standing: Standing | None
    place: shapes.Place
    is_taken: bool = False
    # Whether another at this plan has the same family name.
    has_namesake: bool = False

    @property
    def key(self):
        """How a form names it."""
        return f"{self.table.pk}-{self.number}"

    @property
    def is_freed(self):
        """Whether whoever has it does not take part any more."""
        return self.standing is not None and not self.standing.comes

    @property
    def is_free(self):
        return not self.is_taken and (self.standing is None or self.is_freed)

    @property
    def state(self):
        """How it is drawn: free, taken, or the side of whoever sits there."""
        if self.is_taken:
            return "taken"
        return "free" if self.is_free else self.standing.side

    @property
    def label(self):
        """“3: Hanako Tanaka”"""
        if self.is_taken:
            who = pgettext("a seat", "taken")
        else:
            who = pgettext("a seat", "free") if self.is_free else self.standing.name
        return f"{self.number}: {who}"

    @property
    def short(self):
        """
        The name as it fits beneath the seat: the family name, cut where it is long; where two
        share it, with the first letter of the other names.
        """
        if self.is_free or self.is_taken:
            return ""
        name = self.standing.family_name
        if self.has_namesake and (initial := self.standing.initial):
            name = f"{initial}. {name}"
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@dataclass(frozen=True)
class TableShown:
    table: SeatingTable
    drawing: shapes.Drawing
    seats: list

    @property
    def listed(self):
        """What a paper lists: of a table where nobody sits nothing, else every seat."""
        return [] if all(one.is_free for one in self.seats) else self.seats

    def drawn(self, *, for_print=False):
        """The drawing as SVG; for a print with the colours that the page has from its style."""
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="seats" viewBox="0 0 {} {}" {} '
            'font-family="Titillium Web" font-size="17">{}{}</svg>',
            self.drawing.width,
            self.drawing.height,
            "" if for_print else format_html('role="img" aria-label="{}"', self.label),
            format_html_join("", "{}", ((outline(one, for_print),) for one in self.drawing.table)),
            format_html_join("", "{}", ((seat(one, for_print),) for one in self.seats)),
        )

    @property
    def label(self):
        return _("Plan of the seats at %(table)s") % {"table": self.table}


def outline(shape, for_print):
    kind, attributes = shape
    said = format_html_join(" ", '{}="{}"', attributes.items())
    looks = ("fill", "#e8edf3") if for_print else ("class", "board")
    return format_html('<{} {} {}="{}"/>', kind, said, *looks)


def legend():
    """[(colour, what it says)] of the seats."""
    return [
        (FILLS["host"], _("hosts")),
        (FILLS["guest"], _("guests")),
        (FILLS["free"], pgettext("a seat", "free")),
    ]


def seat(one, for_print):
    place = one.place
    state = one.state
    looks = ink = ""
    if for_print:
        looks = format_html('fill="{}" stroke="{}" stroke-width="2"', FILLS[state], INK)
        ink = format_html('fill="{}"', INK)
    return format_html(
        '<g class="seat is-{}" data-seat="{}"{}><circle cx="{}" cy="{}" r="24" {}/>'
        '<text x="{}" y="{}" text-anchor="middle" {}>{}</text>'
        '<text class="who" x="{}" y="{}" text-anchor="middle" font-size="13" {}>{}</text></g>',
        state,
        one.key,
        "" if for_print else format_html(' data-label="{}"', one.label),
        place.x,
        place.y,
        looks,
        place.x,
        place.y + 6,
        ink,
        one.number,
        place.x,
        place.y + 38,
        ink,
        one.short,
    )


class Seating:
    """One plan as a user may see it; everything is asked for once."""

    def __init__(self, plan, user):
        self.plan, self.user = plan, user

    @cached_property
    def order(self):
        return Order(self.plan.lineup, self.user)

    @cached_property
    def sitting(self):
        """{(key of the table, number): whoever sits there}, of whom the user may see."""
        known = {one.pk: one for one in self.order.standings}
        rows = SeatAtTable.objects.filter(plan=self.plan)
        return {
            (table, number): known[standing]
            for table, number, standing in rows.values_list("table", "number", "standing")
            if standing in known
        }

    @cached_property
    def taken(self):
        """The (key of the table, number) of seats of those who take part and are not seen."""
        unseen = [one.pk for one in self.order.everybody if not self.order.sees(one)]
        if not unseen:
            return set()
        rows = SeatAtTable.objects.filter(plan=self.plan, standing__in=unseen)
        return {*rows.values_list("table", "number")}

    @cached_property
    def tables(self):
        found = []
        families = Counter(one.family_name for one in self.sitting.values())
        for table in self.plan.tables.all():
            drawing = shapes.drawing(table)
            seats = [
                self._shown(table, one, families)
                for one in sorted(drawing.places, key=lambda each: each.number)
            ]
            found.append(TableShown(table, drawing, seats))
        return found

    def _shown(self, table, place, families):
        key = (table.pk, place.number)
        standing = self.sitting.get(key)
        return SeatShown(
            table,
            place.number,
            standing,
            place,
            is_taken=key in self.taken,
            has_namesake=standing is not None and families[standing.family_name] > 1,
        )

    @property
    def seats(self):
        return [seat for table in self.tables for seat in table.seats]

    @property
    def standing_people(self):
        """Those who take part and have no seat."""
        seated = {one.pk for one in self.sitting.values()}
        return [one for one in self.order.present if one.pk not in seated]
