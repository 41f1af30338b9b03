"""The order of the people of a visit: made, brought up to date, and what a person moves in it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.actions.shared import Changed, locked, refuse_changed
from delegations.models import Lineup, Part, Standing
from delegations.models.lineups import SAY_WHY
from delegations.precedence.ranks import Scene

OFFICES = ("person__offices__city__audience", "person__offices__organisation__city__audience")
OFFICES += ("person__offices__organisation__audience",)
ATTENDING = (Part.Kind.HOST, Part.Kind.SPEAKER, Part.Kind.ATTENDS)
Placement = Standing.Placement
Origin, Side, How = Standing.Origin, Standing.Side, Standing.How


class NoReason(Exception):
    """A move needs a reason; the words say so to people."""

    def __init__(self):
        super().__init__(str(SAY_WHY))


@transaction.atomic
def line_up(*, visit, table, by, item=None):
    """
    The order of a visit, or of one item, with all who take part.

    Where it is there already it stays by its own table, and `was_there` says so.

    Of a visit these are the members and whoever receives them anywhere in the programme.
    """
    locked(visit)
    lineup = Lineup.objects.filter(visit=visit, item=item).first()
    was_there = lineup is not None
    if not was_there:
        lineup = Lineup(visit=visit, item=item, table=table, is_demo=visit.is_demo)
        lineup._history_user = by
        lineup.save()
    bring_up_to_date(lineup=lineup, by=by)
    lineup.was_there = was_there
    return lineup


@transaction.atomic
def bring_up_to_date(*, lineup, by):
    """
    Add whoever is new, take over names and offices, propose the ranks anew; returns who is new.

    What a person chose or moved stays; whoever left stays and is said to have left. Of a place
    that another takes, a deputy, the move stays and the rank is found anew.
    """
    locked(lineup.visit)
    rows = list(lineup.standings.with_names().order_by("pk"))
    known = {(one.origin, one.member_id or one.part_id): one for one in rows}
    country, new = lineup.visit.from_country, []
    scene = Scene.of(lineup)
    wanted = [*of_members(lineup.visit, country), *of_parts(lineup, scene.own_country)]
    for key, values in wanted:
        one = known.get(key)
        if one is None:
            one = Standing(lineup=lineup, is_demo=lineup.is_demo, **values)
            new.append(one)
        before = _told(one)
        if one.pk and (one.name, one.person) != (values["name"], values.get("person")):
            _forget_rank(one, values)
        for name in ("name", "office", "person"):
            setattr(one, name, values.get(name))
        _propose(one, scene)
        if one.pk is None or _told(one) != before:
            _save(one, by)
    for one in rows:
        before = _told(one)
        if one.origin == Origin.OWN:
            _propose(one, scene)
        if _told(one) != before:
            _save(one, by)
    return new


@transaction.atomic
def save_rules(*, lineup, by):
    """
    Save table, order of speeches and note of an order, and propose the ranks by them.

    Raises Changed where somebody changed them in the meantime.
    """
    locked(lineup.visit)
    refuse_changed(lineup)
    lineup._history_user = by
    lineup.save()
    bring_up_to_date(lineup=lineup, by=by)
    return lineup


def _forget_rank(standing, values):
    """Somebody else stands there now: a rank chosen for another is not theirs, nor its age."""
    standing.rank, standing.how, standing.held_since = None, Standing.How.NONE, None
    standing.stands_in_for = values.get("stands_in_for", "")
    standing.country = values.get("country")


def _told(standing):
    """What is brought up to date: what is as it was is not saved again."""
    return (
        *(standing.name, standing.office, standing.person_id, standing.rank_id, standing.how),
        *(standing.stands_in_for, standing.held_since),
    )


def of_members(visit, country):
    """((origin, key), values) of each member, the head first."""
    rows = visit.members.select_related("person").prefetch_related(*OFFICES)
    rows = rows.order_by("-is_head", "position", "pk")
    for one in rows:
        yield (
            (Origin.MEMBER, one.pk),
            {
                "origin": Origin.MEMBER,
                "member": one,
                "person": one.person,
                "name": one.name,
                "office": one.office or office_of(one.person),
                "country": country,
                "side": Side.GUEST,
                "speaks": one.is_head,
            },
        )


def of_parts(lineup, own_country):
    """The same of whoever receives them: each person once, by their first part."""
    rows = Part.objects.filter(kind__in=ATTENDING).exclude(answer=Part.Answer.DECLINED)
    rows = rows.of_visit(lineup.visit) if lineup.item_id is None else rows.filter(item=lineup.item)
    taken = {*lineup.standings.filter(part__isnull=False).values_list("part", flat=True)}
    seen = set()
    # Those who are in the order already come first, so that they stay by the part they came by.
    rows = rows.select_related("person__audience").prefetch_related(*OFFICES)
    rows = rows.order_by("item__appointment__period", "position", "pk")
    for one in sorted(rows, key=lambda each: each.pk not in taken):
        deputy = one.answer == Part.Answer.DEPUTISED
        person = None if deputy else one.person
        name = one.deputy_name if deputy else one.who
        if one.is_open or (person or name) in seen:
            continue
        seen.add(person or name)
        values = {
            "origin": Origin.PART,
            "part": one,
            "person": person,
            "name": name,
            "office": one.deputy_office if deputy else one.office or office_of(person),
            "country": own_country,
            "side": Side.HOST,
            "speaks": one.kind == Part.Kind.SPEAKER,
            "stands_in_for": one.who[:200] if deputy and not is_hidden(one.person) else "",
        }
        yield (Origin.PART, one.pk), values


def office_of(person):
    """The first office that somebody holds today, at a place that nobody must not know of."""
    held = person.offices_today if person else []
    known = [one for one in held if not is_hidden(one.place)]
    return str(known[0].title)[:200] if known else ""


def is_hidden(thing):
    """Whether only named readers may know a person, a city or an organisation; nobody is not."""
    if thing is None:
        return False
    city = getattr(thing, "city", None)
    return thing.audience.is_hidden or bool(city and city.audience.is_hidden)


@transaction.atomic
def save_standing(*, standing, by, chosen=None):
    """
    Save somebody in the order; `chosen` is the rank that a person chose, None to propose one.

    Raises Changed where somebody changed it in the meantime.
    """
    locked(standing.lineup.visit)
    refuse_changed(standing)
    standing.rank = chosen
    standing.how = How.PERSON if chosen else How.NONE
    if chosen is None:
        _propose(standing, Scene.of(standing.lineup))
    standing.is_demo = standing.lineup.is_demo
    return _save(standing, by)


@transaction.atomic
def place(*, standing, after, reason, by):
    """
    Move somebody: after somebody else, or first where `after` is None. Raises NoReason, Changed.

    The move counts from now: those made before it are made again before it.
    """
    locked(standing.lineup.visit)
    refuse_changed(standing)
    if not reason.strip():
        raise NoReason
    if after is not None and after.pk == standing.pk:
        raise Changed(_("They cannot be placed after themselves."))
    standing.placement = Placement.AFTER if after else Placement.FIRST
    standing.anchor = after
    standing.anchor_name = after.name if after else ""
    standing.reason = reason.strip()
    standing.moved_at, standing.moved_by = timezone.now(), by
    return _save(standing, by)


@transaction.atomic
def back_to_rule(*, standing, by):
    """They stand where the rules put them; the move stays in their history."""
    locked(standing.lineup.visit)
    refuse_changed(standing)
    standing.placement, standing.anchor, standing.anchor_name = Placement.RULE, None, ""
    standing.reason, standing.moved_at, standing.moved_by = "", None, None
    return _save(standing, by)


@transaction.atomic
def strike_off(*, standing, by):
    """
    Take somebody out of the order; those who were placed after them say so.

    Who is hidden is not named by them: nothing would guard the name any more.
    """
    locked(standing.lineup.visit)
    persons = [standing.person, *(one.person for one in (standing.member, standing.part) if one)]
    if any(map(is_hidden, persons)):
        for one in standing.placed_after.all():
            one.anchor_name = "–"
            _save(one, by)
    standing._history_user = by
    standing.delete()


def _propose(standing, scene):
    """The rank by the words of the office, unless a person chose one."""
    if standing.how == How.PERSON and standing.rank_id:
        return
    standing.rank = scene.rank_of(standing)
    standing.how = How.WORDS if standing.rank else How.NONE


def _save(standing, by):
    standing._history_user = by
    standing.save()
    return standing
