"""The order of a visit as papers: lists, place cards, the signs on doors, the plan of the seats."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from agenda.models import Appointment
from delegations.badges import of_delegation
from delegations.days import days_of
from delegations.models import ProgrammeItem
from delegations.precedence import lines
from delegations.precedence.seats import Seating, legend
from office.papers.pdf import pdf, words_of
from office.papers.report import Report, Section, Table, Text, list_of
from office.tongues import names


def report_of(which, order, user):
    """One of the lists of REPORTS, as a Report that says that it is a proposal, and of gaps."""
    title, sections = REPORTS[which]
    visit, item = order.lineup.visit, order.lineup.item
    return Report(
        str(title()),
        str(visit.guests),
        intro=[*([str(item)] if item else []), str(order.lineup.table), *order.warnings],
        sections=sections(order, user),
        is_demo=order.lineup.is_demo,
    )


def person(standing):
    """“Hanako Tanaka (田中花子)”"""
    own, language = standing.own
    said = [Text(standing.name)]
    return [*said, " (", Text(own, language), ")"] if own else said


def office(standing):
    said = [Text(standing.office)]
    if standing.stands_in_for:
        said.append(_("for %(who)s") % {"who": standing.stands_in_for})
    return list_of(said)


def country(standing):
    return standing.country.name if standing.country else ""


def people(numbered, heading="", paragraphs=()):
    """A table of [(number, standing)]."""
    header = [_("No."), _("Name"), _("Office"), _("Country")]
    rows = [[str(number), person(one), office(one), country(one)] for number, one in numbered]
    if not rows:
        return Section(heading, paragraphs=[*paragraphs, _("Nobody.")])
    return Section(heading, paragraphs=list(paragraphs), table=Table(header, rows))


def whole(order, _user):
    """With the rank, what decided, and what was moved and why: for the office."""
    header = [_("No."), _("Name"), _("Office"), _("Rank"), _("Why there")]
    rows = [
        [
            str(one.number or "–"),
            person(one.standing),
            office(one.standing),
            str(one.standing.rank or ""),
            list_of([one.why_on_paper, one.tie, one.move], " "),
        ]
        for one in order.placed
    ]
    return [Section("", table=Table(header, rows))] if rows else [Section("", [_("Nobody.")])]


def receiving(order, _user):
    told = _(
        "From the door on: the hosts stand in this order; the guests come past them in theirs."
    )
    return [
        people(order.numbered(order.hosts), _("Hosts"), [told]),
        people(order.numbered(order.guests), _("Guests")),
    ]


def speeches(order, _user):
    told = capfirst(order.lineup.get_speeches_display())
    return [people(lines.speeches(order), "", [f"{told}."])]


def photograph(order, _user):
    told = _("From left to right, as the photographer sees them.")
    return [people(lines.for_photograph(order), "", [told])]


def checked_on(place):
    day = place.flag.verified_on if place.flag else None
    return date_format(day, "DATE_FORMAT") if day else ""


def flags(order, user):
    places = lines.flags(order, user)
    columns = [
        (_("No."), lambda one: str(one.number)),
        (_("Flag"), lambda one: one.name),
        (_("Proportions"), lambda one: one.flag.proportion if one.flag else ""),
        (_("Checked on"), checked_on),
        (_("Rule"), lambda one: one.rule.text + (f" ({_('gap')})" if one.rule.is_gap else "")),
    ]
    # A column in which nothing stands is not printed.
    used = [(label, say) for label, say in columns if any(say(one) for one in places)]
    header = [label for label, _say in used]
    rows = [[say(one) for _label, say in used] for one in places]
    row = ", ".join(one.name for one in lines.flags_from_left(places))
    return [
        Section(_("As one looks at them, from left to right"), paragraphs=[row or _("None.")]),
        Section(_("In the order of honour"), table=Table(header, rows) if rows else None),
    ]


# Word of the address -> (title, function(order, user) -> sections).
REPORTS = {
    "order": (lambda: _("Order of precedence"), whole),
    "receiving": (lambda: _("Receiving line"), receiving),
    "speeches": (lambda: _("Order of speeches"), speeches),
    "photograph": (lambda: pgettext("of a group of people", "Photograph"), photograph),
    "flags": (lambda: _("Order of flags"), flags),
}


# ---------------------------------------------------------------- to fold, to hang, to put up


def place_cards(order):
    """A Paper with a card to fold for everybody who takes part; None where nobody does."""
    language = get_language()
    cards = [card_of(one, language) for one in order.present]
    if not cards:
        return None
    title = _("Place cards: %(guests)s") % {"guests": order.lineup.visit.guests}
    # They lie beneath the cards, on a page of their own.
    notes = [words_of(one, language) for one in order.warnings]
    content = {"cards": cards, "notes": notes}
    return pdf("cards.typ", content, language=language, title=title, is_demo=order.lineup.is_demo)


def card_of(standing, language):
    own, own_language = standing.own
    name = standing.member.on_badge if standing.member else standing.name
    return {
        "name": words_of(Text(name), language),
        "length": len(name),
        "own": words_of(Text(own, own_language) if own else "", language),
        "office": words_of(Text(capfirst(standing.office)), language),
    }


def door_signs(visit, user):
    """A Paper with a sign for each room of the programme; None where there is none."""
    language = get_language()
    items = list(items_behind_doors(visit, user))
    if not items:
        return None
    guests = words_of(of_delegation(visit), language)
    content = {"signs": [sign_of(one, guests, language) for one in items]}
    title = _("Door signs: %(guests)s") % {"guests": visit.guests}
    return pdf(
        "doors.typ", content, language=language, title=title, is_demo=visit.is_demo, landscape=True
    )


def items_behind_doors(visit, user):
    rows = ProgrammeItem.objects.visible_to(user).filter(visit=visit, is_internal=False)
    rows = rows.exclude(
        Q(appointment__state=Appointment.State.CANCELLED)
        | Q(appointment__kind=Appointment.Kind.TRANSFER)
        | Q(appointment__place=None)
    )
    return rows.with_appointment().order_by("appointment__period", "pk")


def sign_of(item, guests, language):
    one = item.appointment
    start, end = (timezone.localtime(at, one.zone) for at in (one.period.lower, one.period.upper))
    hours = _("all day") if one.all_day else f"{start:%H:%M}–{end:%H:%M}"
    spoken = names().get(item.language, "") if item.language else ""
    return {
        "room": words_of(Text(str(one.place)), language),
        "guests": guests,
        "what": words_of(Text(str(one)), language),
        "day": words_of(capfirst(date_format(start, "l j F Y")), language),
        "hours": hours,
        "language": words_of(capfirst(spoken), language),
    }


def seating(plan, user):
    """The plan of the seats as a Paper, drawn, with the list of who sits where beneath."""
    language = get_language()
    found = Seating(plan, user)
    content = {
        "of": words_of(of_occasion(plan), language),
        "intro": [words_of(one, language) for one in found.order.warnings],
        "legend": [[colour, words_of(said, language)] for colour, said in legend()],
        "tables": [
            {
                "name": words_of(str(one.table), language),
                "drawing": one.drawn(for_print=True),
                "alt": _("Plan of the seats at %(table)s") % {"table": one.table},
                "width": one.drawing.width,
                "seats": [[str(seat.number), words_of(who(seat), language)] for seat in one.listed],
            }
            for one in found.tables
        ],
    }
    title = f"{_('Seating plan')}: {plan.name}"
    return pdf("seating.typ", content, language=language, title=title, is_demo=plan.is_demo)


def of_occasion(plan):
    """“Municipality of Kyoto, 12–14 May 2027”; of one item its day."""
    lineup = plan.lineup
    visit, item = lineup.visit, lineup.item
    days = date_format(item.appointment.days[0], "DATE_FORMAT") if item else days_of(visit)
    return list_of([Text(visit.guests), days])


def seating_report(plan, user):
    """The same as lists, from which the Word document and the workbook are made."""
    found = Seating(plan, user)
    header = [_("Seat"), _("Who")]
    return Report(
        _("Seating plan"),
        plan.name,
        intro=[of_occasion(plan), *found.order.warnings],
        sections=[
            Section(
                str(one.table),
                table=Table(header, [[str(seat.number), who(seat)] for seat in one.listed]),
            )
            for one in found.tables
        ],
        is_demo=plan.is_demo,
    )


def who(seat):
    if seat.is_taken:
        return pgettext("a seat", "taken")
    if seat.standing is None:
        return pgettext("a seat", "free")
    if seat.is_freed:
        return _("free: %(who)s does not take part any more") % {"who": seat.standing}
    return list_of([person(seat.standing), office(seat.standing)])
