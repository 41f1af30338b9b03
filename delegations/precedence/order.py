"""The order of the people: by rank and tie, and then the moves of people, each at its time."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.models import PrecedenceRank, Standing
from delegations.precedence.ranks import Scene
from office.languages import original_language
from office.text import fold

Tie = PrecedenceRank.Tie
LAST = (10**6,)


@dataclass(frozen=True)
class Placed:
    """
    Somebody at their place. `number` counts those who take part; None for whoever does not.

    `is_tied` says that another has the same rank, so that the tie decided; `sees_anchor` that the
    reader may know after whom they were placed.
    """

    standing: Standing
    number: int | None
    is_tied: bool = False
    sees_anchor: bool = True

    @property
    def has_lost_anchor(self):
        """Whether they were placed after somebody who is in the order no more."""
        one = self.standing
        return one.placement == Standing.Placement.AFTER and one.anchor_id is None

    @property
    def anchor_has_left(self):
        anchor = self.standing.anchor
        return anchor is not None and not anchor.comes

    @property
    def why(self):
        """By which rank they stand there, in words."""
        one = self.standing
        if one.rank is None:
            return _("No rank was found for this office: choose one, or move them.")
        if one.how == Standing.How.PERSON:
            return _("The rank was chosen by a person.")
        return _("The rank is proposed by the office held.")

    @property
    def why_on_paper(self):
        """The same where nobody can press a button."""
        return self.why if self.standing.rank else _("Without a rank.")

    @property
    def tie(self):
        """What decided between equal ranks; "" where nobody else has this rank."""
        one = self.standing
        if not self.is_tied or one.rank is None:
            return ""
        match one.rank.tie:
            case Tie.COUNTRY:
                return _("Equal rank: by country, by alphabet.")
            case Tie.NAME:
                return _("Equal rank: by name, by alphabet.")
        if one.held_since is None:
            return _("Equal rank: nobody wrote down since when the office is held.")
        return _("Equal rank: in office since %(day)s.") % {"day": one.held_since}

    @property
    def move(self):
        """What a person moved, and why; "" where they stand by rule."""
        one = self.standing
        if not one.was_moved:
            return ""
        who = one.anchor_name if self.sees_anchor else _("somebody")
        told = {"who": who, "why": one.reason, "by": one.moved_by or "–"}
        if self.has_lost_anchor:
            words = _(
                "They were placed after %(who)s, who is in this order no more (%(why)s): they "
                "stand by rule until somebody places them again."
            )
            return words % told
        if one.placement == Standing.Placement.FIRST:
            return _("Placed first by %(by)s: %(why)s") % told
        if self.anchor_has_left:
            words = _(
                "Placed after %(who)s by %(by)s: %(why)s. %(who)s does not take part any more; the "
                "place is kept."
            )
            return words % told
        return _("Placed after %(who)s by %(by)s: %(why)s") % told


class Order:
    """
    The order of one lineup, asked for once: the same for all readers, each seeing whom they may.

    Everybody is put in order and counted, whoever asks, so that two printouts never disagree;
    those whom the reader may not see are dropped after that, and the gap in the numbers stays.
    `everybody` is for what is reckoned; what is shown is `placed`, `present` and `standings`.
    """

    def __init__(self, lineup, user):
        self.lineup, self.user = lineup, user

    @cached_property
    def _rows(self):
        return in_order(Standing.objects.filter(lineup=self.lineup).with_names().order_by("pk"))

    @cached_property
    def _seen(self):
        rows = Standing.objects.visible_to(self.user).filter(lineup=self.lineup)
        return {*rows.values_list("pk", flat=True)}

    def sees(self, standing):
        return standing.pk in self._seen

    @property
    def everybody(self):
        """All who take part, in their order, those whom the reader may not see among them."""
        return [one for one in self._rows if one.comes]

    @cached_property
    def standings(self):
        return sorted(filter(self.sees, self._rows), key=lambda one: one.pk)

    @cached_property
    def scene(self):
        return Scene.of(self.lineup)

    @cached_property
    def placed(self):
        ranks = [one.rank_id for one in self.standings if one.comes and one.rank_id]
        number, placed = 0, []
        for one in self._rows:
            number += one.comes
            if not self.sees(one):
                continue
            is_tied = one.rank_id is not None and ranks.count(one.rank_id) > 1
            sees_anchor = one.anchor_id is None or one.anchor_id in self._seen
            place = number if one.comes else None
            placed.append(Placed(one, place, is_tied and one.comes, sees_anchor))
        return placed

    @property
    def present(self):
        """Those who take part, in their order."""
        return [one.standing for one in self.placed if one.number]

    @property
    def hosts(self):
        """Of everybody, those who receive."""
        return [one for one in self.everybody if one.side == Standing.Side.HOST]

    @property
    def guests(self):
        return [one for one in self.everybody if one.side == Standing.Side.GUEST]

    def numbered(self, people):
        """[(number, standing)] of a list of everybody, of those whom the reader may see."""
        return [(number, one) for number, one in enumerate(people, 1) if self.sees(one)]

    @cached_property
    def warnings(self):
        """What everybody who reads or prints the order is told of it."""
        said = [_("This is a proposal: whoever receives decides on the order, and answers for it.")]
        gaps = self.scene.gaps
        if gaps:
            words = ngettext(
                "The table has a gap that nobody could read in a source: %(names)s.",
                "The table has gaps that nobody could read in a source: %(names)s.",
                len(gaps),
            )
            said.append(words % {"names": "; ".join(one.name for one in gaps)})
        proposed = [one for one in self.standings if one.rank and one.rank.is_proposal]
        if proposed:
            said.append(
                _("Some ranks are proposals that stand in no source and that nobody here adopted.")
            )
        without = [one for one in self.present if one.rank is None]
        if without:
            words = ngettext(
                "%(count)d of them has no rank and stands at the end.",
                "%(count)d of them have no rank and stand at the end.",
                len(without),
            )
            said.append(words % {"count": len(without)})
        if len(self.present) < len(self.everybody):
            said.append(
                _(
                    "Somebody takes part whom you may not see: their place and their number are "
                    "left out."
                )
            )
        return said


def in_order(standings):
    """
    By rule, and then each move of a person in the order in which they were made.

    Whoever was placed after somebody goes with them where they are moved later. Whoever left keeps
    a place among them, so that those placed after them keep theirs.
    """
    rows = sorted(standings, key=by_rule)
    by_key = {one.pk: one for one in rows}
    moved = sorted((one for one in rows if one.was_moved), key=lambda one: (one.moved_at, one.pk))
    for one in moved:
        follow(one, rows)
    # After their own order once more, from those who follow nobody on.
    behind = {one.pk: chain_of(one, by_key) for one in moved}
    for one in sorted(moved, key=lambda each: len(behind[each.pk])):
        if behind[one.pk]:
            follow(one, rows)
    return rows


def follow(one, rows):
    """Put somebody where a person moved them, among the rows as they stand."""
    if one.placement == Standing.Placement.FIRST:
        rows.remove(one)
        rows.insert(0, one)
        return
    anchor = next((each for each in rows if each.pk == one.anchor_id), None)
    if anchor is not None:
        rows.remove(one)
        rows.insert(rows.index(anchor) + 1, one)


def chain_of(one, by_key):
    """Whom they stand behind, and whom those do; empty where these go round in a circle."""
    chain, anchor = [], by_key.get(one.anchor_id)
    while anchor is not None:
        if anchor == one or anchor in chain:
            return []
        chain.append(anchor)
        anchor = by_key.get(anchor.anchor_id)
    return chain


def by_rule(standing):
    """The key by which the rules sort: rank, what decides within it, and how they were listed."""
    if standing.rank is None:
        return (LAST, (), standing.pk)
    return (standing.rank.place, within(standing), standing.pk)


def within(standing):
    match standing.rank.tie:
        case Tie.COUNTRY:
            country = standing.country
            return (in_alphabet(country) if country else "", since(standing))
        case Tie.NAME:
            return (fold(standing.family_name), fold(standing.name))
    return (since(standing),)


def in_alphabet(country):
    """What a country is sorted by: its name in the office's own language, whoever reads."""
    return fold(getattr(country, f"name_{original_language()}", "") or country.name)


def since(standing):
    """As a text that sorts; whoever has no day of it comes after those who have."""
    day = standing.held_since
    return (day.first if day else date.max).isoformat()
