"""The gifts of one visit or mission as a paper: what is to take along or to lay out, for whom."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delegations.days import written_days_of
from delegations.models import GiftLine, Mission, field_of
from office.papers.report import Report, Section, Table
from office.text import fold

# So many ideas, and so many earlier gifts, stand on the page.
IDEAS, EARLIER = 12, 20


def city_of(occasion):
    """The city of the guests, or where the mission leads; None where none is known."""
    if occasion.city:
        return occasion.city
    return occasion.organisation.city if occasion.organisation else None


def before(city, occasion, user):
    """What that city was given and gave before, the latest first."""
    rows = GiftLine.objects.visible_to(user).standing().filter(city=city)
    return rows.exclude(**{field_of(occasion): occasion}).with_names().in_order()[:EARLIER]


def mark_repeated(lines, occasion, user):
    """
    Set `given_before`: of what is given, the last line before it by which the city of the occasion
    got the same, of those that the user may see; None without any.
    """
    city, given = city_of(occasion), GiftLine.Direction.GIVEN
    rows = GiftLine.objects.visible_to(user).standing().filter(city=city, direction=given)
    rows = rows.exclude(**{field_of(occasion): occasion}).order_by("-day", "-pk")
    earlier = list(rows.select_related("gift")) if city and lines else []
    for one in lines:
        is_given = one.direction == given and not one.taken_back_on
        same = (two for two in earlier if key_of(two) == key_of(one) and two.day <= one.day)
        one.given_before = next(same, None) if is_given else None


def key_of(line):
    """By which a gift is the same: that of the catalogue, or its words."""
    return line.gift_id or fold(line.words)


def report(occasion, user):
    """The list for whoever packs, or lays out; what was taken back is not on it."""
    rows = GiftLine.objects.visible_to(user).standing().of(occasion)
    lines = list(rows.with_names().order_by("day", "pk"))
    mark_repeated(lines, occasion, user)
    given = [one for one in lines if one.direction == GiftLine.Direction.GIVEN]
    received = [one for one in lines if one.direction == GiftLine.Direction.RECEIVED]
    is_mission = isinstance(occasion, Mission)
    heading = _("Gifts to take along") if is_mission else _("Gifts for the guests")
    sections = [_section(heading, given, pgettext("a gift", "For whom"))]
    if received:
        sections.append(
            _section(pgettext("gifts", "Received"), received, pgettext("a gift", "From whom"))
        )
    return Report(
        title=heading,
        subtitle=str(occasion),
        intro=[written_days_of(occasion)],
        sections=sections,
        is_demo=occasion.is_demo,
    )


def _section(heading, lines, who):
    if not lines:
        return Section(heading, paragraphs=[_("None.")])
    header = [_("Gift"), pgettext("of a gift", "pieces"), who, pgettext("of a gift", "By whom")]
    rows = [[what(one), one.quantity, one.who, one.ours] for one in lines]
    return Section(heading, table=Table(header, rows))


def what(line):
    """The gift, and when the city got the same, should it be so."""
    name = str(line.gift) if line.gift_id else line.words
    if not line.given_before:
        return name
    day = date_format(line.given_before.day, "SHORT_DATE_FORMAT")
    return f"{name} ({_('given before, on %(day)s') % {'day': day}})"
