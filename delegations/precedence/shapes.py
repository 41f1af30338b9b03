"""
Where the seats of a table are, as seen from above.

Seats are numbered by honour: 1 is the place of the host, 2 is on the right of it, 3 on the left,
and so on. Of a rectangular table one long side is numbered first, and then the other.
"""

from dataclasses import dataclass
from math import ceil, cos, pi, sin

from delegations.models import SeatingPlan, SeatingTable

Shape = SeatingTable.Shape
STEP = 100  # from one seat to the next
EDGE = 70


@dataclass(frozen=True)
class Place:
    number: int
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """The seats, what the table looks like between them, and how large it all is."""

    places: list
    table: tuple  # of (kind, attributes) of the shapes to draw
    width: int
    height: int


def turn(number):
    """How many seats from the host's: to the right of whoever sits there it is below 0."""
    return -(number // 2) if number % 2 == 0 else number // 2


def drawing(table):
    return DRAWN[table.shape](table)


def row(numbers, y, *, middle, faces_down=True, opposite=False):
    """
    Seats beside each other, the best in the middle and the next on the right of it.

    Where there is no middle one, the best of a row `opposite` to another sits opposite the best.
    """
    count = len(numbers)
    from_left = [middle + STEP * place - STEP * (count - 1) // 2 for place in range(count)]
    start = count // 2 if faces_down or opposite else (count - 1) // 2
    left, right = from_left[:start][::-1], from_left[start + 1 :]
    hands = (left, right) if faces_down else (right, left)
    given = from_left[start : start + 1]
    while left or right:
        given += [hand.pop(0) for hand in hands if hand]
    return [Place(number, x, y) for number, x in zip(numbers, given, strict=True)]


def round_table(table):
    size = table.size
    radius = max(90, int(STEP * size / (2 * pi)))
    middle = radius + EDGE
    places = []
    for number in range(1, size + 1):
        angle = -pi / 2 + 2 * pi * turn(number) / size
        places.append(
            Place(number, round(middle + radius * cos(angle)), round(middle + radius * sin(angle)))
        )
    inner = ("circle", {"cx": middle, "cy": middle, "r": radius - 40})
    return Drawing(places, (inner,), 2 * middle, 2 * middle)


def sides(size):
    """The numbers of the one long side, and of the other."""
    first = ceil(size / 2)
    return list(range(1, first + 1)), list(range(first + 1, size + 1))


def rectangle(table):
    top, bottom = sides(table.size)
    width = len(top) * STEP + 2 * EDGE
    middle = width // 2
    places = row(top, EDGE, middle=middle)
    places += row(bottom, EDGE + 180, middle=middle, faces_down=False, opposite=True)
    box = {"x": EDGE, "y": EDGE + 45, "width": width - 2 * EDGE, "height": 90}
    return Drawing(places, (("rect", box),), width, 2 * EDGE + 180)


def horseshoe(table):
    """The head is the short side; the arms go down on both sides of it."""
    size = table.size
    head = max(1, ceil(size / 3))
    head += head % 2 == 0  # with a seat in the middle
    head = min(head, size)
    width = (head + 1) * STEP + 2 * EDGE
    middle = width // 2
    places = row(range(1, head + 1), EDGE, middle=middle)
    for number in range(head + 1, size + 1):
        down = (number - head + 1) // 2
        on_right = number % 2 == 0
        places.append(Place(number, EDGE if on_right else width - EDGE, EDGE + down * STEP))
    longest = ceil((size - head) / 2)
    bar = {"x": EDGE + 45, "y": EDGE + 40, "width": width - 2 * EDGE - 90, "height": 40}
    arm = {"y": EDGE + 40, "width": 40, "height": max(1, longest) * STEP}
    shapes = (
        ("rect", bar),
        ("rect", {"x": EDGE + 45, **arm}),
        ("rect", {"x": width - EDGE - 85, **arm}),
    )
    return Drawing(places, shapes, width, 2 * EDGE + (longest + 1) * STEP)


def rows_of(numbers, across):
    return [numbers[start : start + across] for start in range(0, len(numbers), across)]


def head_table(table):
    """One table that looks at the rows before it."""
    numbers = list(range(1, table.size + 1))
    across = min(table.across, table.size)
    width = across * STEP + 2 * EDGE
    middle = width // 2
    places = row(numbers[:across], EDGE, middle=middle)
    box = {"x": EDGE, "y": EDGE + 45, "width": width - 2 * EDGE, "height": 50}
    lines = rows_of(numbers[across:], across)
    for line, several in enumerate(lines):
        places += row(several, EDGE + 220 + line * STEP, middle=middle, faces_down=False)
    height = 2 * EDGE + 120 + len(lines) * STEP
    return Drawing(places, (("rect", box),), width, height)


def theatre(table):
    """Rows that look at the stage; the first row is the first."""
    across = min(table.across, table.size)
    width = across * STEP + 2 * EDGE
    lines = rows_of(list(range(1, table.size + 1)), across)
    places = []
    for line, several in enumerate(lines):
        y = EDGE + 80 + line * STEP
        places += row(several, y, middle=width // 2, faces_down=False)
    stage = {"x": width // 4, "y": 20, "width": width // 2, "height": 40}
    return Drawing(places, (("rect", stage),), width, 2 * EDGE + 40 + len(lines) * STEP)


DRAWN = {
    Shape.ROUND: round_table,
    Shape.RECTANGLE: rectangle,
    Shape.HORSESHOE: horseshoe,
    Shape.HEAD: head_table,
    Shape.THEATRE: theatre,
}


def filling(plan, tables, order):
    """
    [((table, number), standing)]: who is proposed for which seat; whoever finds none has none.

    Opposite each other, hosts get the one side of each rectangular table and guests the other.
    """
    hosts, guests = order.hosts, order.guests
    if plan.rule == SeatingPlan.Rule.OPPOSITE:
        return opposite(tables, hosts, guests)
    first = hosts[:1] + guests[:1]
    people = first + [one for one in order.everybody if one not in first]
    seats = [(table, number) for table in tables for number in by_honour(table)]
    return list(zip(seats, people, strict=False))


def by_honour(table):
    """
    The numbers in the order in which they are given out.

    At a rectangular table the guest of honour sits opposite the host, and then both sides fill.
    """
    if table.shape != Shape.RECTANGLE:
        return list(range(1, table.size + 1))
    top, bottom = sides(table.size)
    pairs = [list(pair) for pair in zip(top, bottom, strict=False)]
    rest = top[len(bottom) :]
    return [number for pair in pairs for number in pair] + rest


def opposite(tables, hosts, guests):
    given, hosts, guests = [], list(hosts), list(guests)
    for table in tables:
        if table.shape == Shape.RECTANGLE:
            top, bottom = sides(table.size)
        else:
            numbers = list(range(1, table.size + 1))
            top, bottom = numbers[0::2], numbers[1::2]
        for numbers, people in ((top, hosts), (bottom, guests)):
            seated = people[: len(numbers)]
            del people[: len(seated)]
            seats = [(table, number) for number in numbers]
            given += zip(seats, seated, strict=False)
    return given
