"""The demonstration’s order of precedence: one move of a person, and a dinner of two tables."""

from delegations import actions
from delegations.models import (
    Flag,
    Lineup,
    PrecedenceTable,
    SeatingPlan,
    SeatingTable,
    Standing,
    State,
    Visit,
    Whose,
)
from office.demo import email_of, make
from office.models import User
from office.roles import BY_KEY

WHY = "Fa da interprete per entrambi."
DINNER = "Cena di benvenuto"


def load():
    visit = Visit.objects.filter(is_demo=True, state=State.PLANNING).order_by("pk").first()
    table = PrecedenceTable.objects.of_law().first()
    if visit is None or table is None or Lineup.objects.filter(visit=visit).exists():
        return
    officer = User.objects.get(email=email_of(BY_KEY["officer"]))
    lineup = actions.line_up(visit=visit, table=table, by=officer)
    add_others(lineup, visit, officer)
    move_somebody(lineup, officer)
    seat(lineup, officer)
    load_flags(visit)


def add_others(lineup, visit, by):
    """Whoever is invited besides, and is in no list of members."""
    for name, office, side, country in (
        ("Livia Prova", "Prefetto di Borgo Prova", Standing.Side.HOST, None),
        ("Ugo Prova", "Console generale", Standing.Side.GUEST, visit.from_country),
    ):
        standing = Standing(lineup=lineup, name=name, office=office, side=side, country=country)
        actions.save_standing(standing=standing, by=by)


def move_somebody(lineup, by):
    guests = lineup.standings.filter(side=Standing.Side.GUEST).order_by("pk")
    first, *others = guests
    if others:
        last = others[-1]
        last.refresh_from_db()
        actions.place(standing=last, after=first, reason=WHY, by=by)


def seat(lineup, by):
    plan = make(SeatingPlan, {"lineup": lineup, "name": DINNER})
    shapes = SeatingTable.Shape
    for place, (name, shape, size) in enumerate(
        (("Tavolo d’onore", shapes.RECTANGLE, 10), ("Tavolo 2", shapes.ROUND, 8))
    ):
        values = {"name": name, "shape": shape, "size": size}
        make(SeatingTable, {"plan": plan, "position": place}, **values)
    actions.seat_by_rank(plan=plan, by=by)


def load_flags(visit):
    country = visit.from_country
    if country:
        texts = {"name_it": f"Bandiera: {country.name_it}", "name_en": f"Flag: {country.name_en}"}
        make(Flag, {"country": country}, whose=Whose.GUESTS, owned=1, **texts)
