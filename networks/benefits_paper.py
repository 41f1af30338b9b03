"""The benefit sheet as a paper: the same as the page, for a file that goes to who decides."""

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from networks.models import Commitment, Meeting, Renewal, Role
from office.numbers import money
from office.papers.report import Report, Section, Table, text_of


def report(benefits):
    """What the network cost in the years before the renewal, and what came of it."""
    renewal, sheet = benefits.renewal, benefits.sheet
    sections = [
        cost(benefits),
        came_of_it(benefits),
        meetings(benefits.meetings),
        roles(benefits.roles),
        commitments(benefits.commitments),
        cities(benefits.cities),
        judgement(renewal),
    ]
    return Report(
        title=_("Benefit sheet: %(renewal)s") % {"renewal": renewal},
        intro=[
            " – ".join(filter(None, [sheet.sentence, str(sheet.act or "")])),
            _("The years %(first)s–%(last)s.") % {"first": benefits.first, "last": benefits.last},
        ],
        sections=[section for section in sections if section],
        is_demo=renewal.is_demo or sheet.network.is_demo,
    )


def cost(benefits):
    ledger, membership = benefits.ledger, benefits.renewal.membership
    last = ledger.last_paid
    facts = [
        (_("Yearly fee"), fee_in_words(membership)),
        (_("Last paid"), paid_last(last) if last else _("no payment is recorded")),
        (_("Paid in all"), " + ".join(money(sum_, cur) for cur, sum_ in ledger.totals) or "–"),
    ]
    header = [
        _("Year"),
        pgettext("of a fee", "State"),
        _("Asked for"),
        pgettext("amount", "Paid"),
        _("Paid on"),
        _("Act"),
        _("Register number"),
    ]
    rows = [
        [
            str(fee.year),
            fee.get_state_display(),
            amount(fee.amount_due, fee),
            amount(fee.amount_paid, fee),
            str(fee.paid_on or ""),
            str(fee.act or ""),
            fee.register_number,
        ]
        for fee in ledger.fees
    ]
    table = Table(header, rows, numeric=(2, 3)) if rows else None
    return Section(_("What it cost"), facts=facts, table=table)


def amount(value, fee):
    return "" if value is None else money(value, fee.currency)


def fee_in_words(membership):
    kind = membership.get_fee_kind_display() if membership.fee_kind else ""
    if membership.fee_amount is None:
        return kind or pgettext("fact", "not documented")
    said = _("%(amount)s a year") % {
        "amount": money(membership.fee_amount, membership.fee_currency)
    }
    return ", ".join(filter(None, [said, kind]))


def paid_last(fee):
    said = _("%(amount)s for %(year)s") % {
        "amount": money(fee.amount_paid, fee.currency),
        "year": fee.year,
    }
    return f"{said}, {fee.paid_on}"


def came_of_it(benefits):
    nothing = _("Nothing is recorded for these years. That does not say that nothing came of it.")
    header = [_("Year"), _("Fee"), _("Activities")]
    rows = [
        [str(year.year), fee_of(year.fee), activities_of(year.activities)]
        for year in benefits.years
    ]
    return Section(
        _("What came of it"),
        paragraphs=[nothing] if benefits.has_nothing else [],
        table=Table(header, rows),
    )


def fee_of(fee):
    if fee is None:
        return "–"
    return fee.get_state_display() if fee.amount_paid is None else amount(fee.amount_paid, fee)


def activities_of(activities):
    parts = []
    for one in activities:
        when = strip_tags(one.happened_on.as_html_until(one.ended_on))
        parts += ["; " if parts else "", f"{when} – ", text_of(one, "title")]
        parts.append(f" ({one.get_kind_display()})")
    return parts or "–"


def names_of(model, *fields):
    """How the forms call these fields, as the heads of columns."""
    return [capfirst(model._meta.get_field(name).verbose_name) for name in fields]


def meetings(found):
    """How many there were, and each of them."""
    if not found:
        return None
    header = [_("Day"), *names_of(Meeting, "kind", "our_part"), _("Meeting")]
    rows = [
        [
            strip_tags(one.first_day.as_html_until(one.last_day)),
            one.get_kind_display(),
            one.get_our_part_display(),
            text_of(one.appointment, "title"),
        ]
        for one in found
    ]
    facts = [(_("Number of meetings"), str(len(rows)))]
    return Section(_("Meetings"), facts=facts, table=Table(header, rows), level=2)


def roles(found):
    if not found:
        return None
    header = names_of(Role, "seat", "holder", "held_as", "held_from", "held_to")
    rows = [
        [
            one.seat.label,
            str(one.holder or ""),
            text_of(one, "held_as"),
            str(one.held_from or ""),
            str(one.held_to or ""),
        ]
        for one in found
    ]
    return Section(_("Roles held"), table=Table(header, rows), level=2)


def commitments(found):
    if not found:
        return None
    header = names_of(Commitment, "title", "state", "signed_on", "deadline")
    rows = [
        [
            text_of(one, "title"),
            one.get_state_display(),
            str(one.signed_on or ""),
            str(one.deadline or ""),
        ]
        for one in found
    ]
    return Section(_("Commitments"), table=Table(header, rows), level=2)


def cities(found):
    if not found:
        return None
    names = [piece for one in found for piece in (", ", text_of(one.city, "name"))][1:]
    return Section(_("Partner cities in it"), paragraphs=[names], level=2)


def judgement(renewal):
    given = zip(
        names_of(Renewal, "decision", "decided_on", "decided_by", "act"),
        [renewal.get_decision_display(), renewal.decided_on, renewal.decided_by, renewal.act],
        strict=True,
    )
    written = renewal.judgement.splitlines() or [_("Not written yet.")]
    facts = [(term, str(said)) for term, said in given if said]
    return Section(_("Judgement"), paragraphs=written, facts=facts)
