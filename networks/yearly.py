"""What the Council is told of the city networks: where we are members, and what it cost."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda import periods
from networks.models import Fee, Meeting, Membership, Renewal
from networks.sheets import Ledger, suspensions
from networks.standing import Standing, standing
from office.numbers import money
from office.papers.report import Section, Table, text_of
from office.text import fold


def sections(year, reader):
    """The section on the year, of what the reader may see: five queries; nothing without any."""
    day = min(date(year, 12, 31), timezone.localdate())
    fees = list(Fee.objects.visible_to(reader).filter(year=year).order_by("pk"))
    paid_for = {}
    for fee in fees:
        paid_for.setdefault(fee.membership_id, []).append(fee)
    decided = Renewal.objects.visible_to(reader).decided().filter(year=year)
    decisions = {one.membership_id: one.get_decision_display() for one in decided}
    memberships = [one for one in known(reader) if was_there(one, year, day) or one.pk in paid_for]
    rows = [
        row
        for one in memberships
        for row in rows_of(one, day, paid_for.get(one.pk, [None]), decisions.get(one.pk, "–"))
    ]
    if not rows:
        return []
    header = [
        _("City network"),
        _("State on that day"),
        _("Fee of the year"),
        _("Asked for"),
        pgettext("amount", "Paid"),
        _("Currency"),
        _("Decided on the renewal"),
    ]
    totals = [
        (_("Paid in all"), money(amount, currency)) for currency, amount in Ledger(fees).totals
    ]
    if held := meetings_held(year, day, reader):
        totals.append((_("Number of meetings"), str(held)))
    table = Table(header, rows, numeric=(3, 4))
    return [Section(_("City networks"), facts=totals, table=table)]


def meetings_held(year, day, reader):
    """How many meetings of networks began in the year, until that day."""
    period = periods.days(date(year, 1, 1), day, periods.here())
    rows = Meeting.objects.visible_to(reader).standing()
    begun = {"gte": period.lower, "lt": period.upper}
    return rows.filter(
        **{f"appointment__period__startswith__{how}": moment for how, moment in begun.items()}
    ).count()


def known(reader):
    """The memberships that the reader may see, by the names of their networks."""
    found = Membership.objects.visible_to(reader).select_related("network")
    found = found.prefetch_related(suspensions(lambda rows: rows.visible_to(reader)))
    return sorted(found, key=lambda one: (fold(str(one.network)), one.pk))


def was_there(membership, year, day):
    """Whether it may have lasted in some part of the year; without a date it may have."""
    if membership.joined_on and membership.joined_on.first > day:
        return False
    if membership.status != Membership.Status.LEFT or membership.left_on is None:
        return membership.status != Membership.Status.LEFT
    return membership.left_on.last >= date(year, 1, 1)


def state_on(membership, day):
    """The Standing that day: who left afterwards was still in it."""
    left = membership.left_on
    if membership.status == Membership.Status.LEFT and left and left.first > day:
        return Standing.SUSPENDED if membership.suspension_on(day) else Standing.MEMBER
    return standing(membership, day)


def rows_of(membership, day, fees, decided):
    """A row for each fee of the year, or one that says that none is recorded."""
    named = [text_of(membership.network, "name"), str(state_on(membership, day).label)]
    for fee in fees:
        if fee is None:
            yield [*named, _("nothing recorded"), "", "", "", decided]
            continue
        amounts = ["" if one is None else one for one in (fee.amount_due, fee.amount_paid)]
        yield [*named, str(fee.get_state_display()), *amounts, fee.currency, decided]
