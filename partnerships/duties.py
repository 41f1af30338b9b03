"""What the office must do about its pacts by a day; the owner is who is in charge of the pact."""

from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from office.duties import Charge, Due, DutyKind
from partnerships import clock
from partnerships.models import OVER, UNDER_WAY, Agreement, CouncilReport, Notice, Rule, Status

# Where no rule says when silence counts, the office asks again after so many days.
ASKS_AGAIN_AFTER = timedelta(days=30)


class OfPact(DutyKind):
    """A duty about a pact: it is theirs who are in charge of the pact."""

    def charge(self, record):
        return record


class Confirmation(OfPact):
    """The Council confirms a pact before its term is over."""

    label = _("confirmation by the Council")
    notice_days = 548

    def found(self):
        agreements = Agreement.objects.binding().select_related("officer")
        for term in clock.terms(clock.with_confirmations(agreements)).values():
            yield Due(
                key=f"{term.agreement.pk}:{term.ends.isoformat()}",
                record=term.agreement,
                due_on=term.last_day,
                owner=term.agreement.officer,
                notice_days=self.notice_days,
            )


class AnswerOfTheState(OfPact):
    """A notice was sent, and nobody has answered: from a day on its silence counts."""

    label = _("answer of the State, or its silence")
    notice_days = 7

    def found(self):
        notices = Notice.objects.unanswered().filter(agreement__status__in=UNDER_WAY)
        for notice in notices.select_related("agreement__officer"):
            yield Due(
                key=str(notice.pk),
                record=notice.agreement,
                due_on=notice.silence_on or notice.sent_on + ASKS_AGAIN_AFTER,
                owner=notice.agreement.officer,
                notice_days=self.notice_days,
            )


class EndOfTerm(OfPact):
    """The own term of an agreement runs out: it is renewed, or recorded as expired."""

    label = _("term of the agreement ends")
    notice_days = 183

    def found(self):
        agreements = Agreement.objects.binding().filter(term_ends_on__isnull=False)
        for agreement in agreements.select_related("officer"):
            yield Due(
                key=f"{agreement.pk}:{agreement.term_ends_on.isoformat()}",
                record=agreement,
                due_on=agreement.term_ends_on.last,
                owner=agreement.officer,
                notice_days=self.notice_days,
            )


class ReportToTheCouncil(DutyKind):
    """
    The Council is told what came of the pacts, as often as the rule says.

    No rule names a day: the report on a year that is over is due by the end of the next one.
    """

    label = _("report to the Council")
    notice_days = 183

    def named(self, duty):
        return gettext("report to the Council for %(year)s") % {"year": duty.key}

    def address(self, duty):
        url = f"{reverse('admin:partnerships_yearly_report')}?year={duty.key}"
        return gettext("The figures of that year"), url

    def found(self):
        today = timezone.localdate()
        rule = Rule.objects.of_that_day(Rule.Kind.REPORT, today)
        if rule is None or not rule.figure:
            return
        last = CouncilReport.objects.aggregate(last=Max("year"))["last"]
        year = today.year - 1 if last is None else last + rule.figure
        if year < today.year:
            yield Due(
                key=str(year),
                record=rule,
                due_on=date(year + 1, 12, 31),
                notice_days=self.notice_days,
            )


confirmation, answer_of_the_state = Confirmation(), AnswerOfTheState()
end_of_term, report_to_the_council = EndOfTerm(), ReportToTheCouncil()


def open_pacts(person):
    """Those in the charge of a person that are not over."""
    agreements = Agreement.objects.filter(officer=person)
    return agreements.exclude(status__in=[*OVER, Status.DROPPED])


in_charge = Charge(
    said=lambda count: ngettext("%(count)d pact", "%(count)d pacts", count) % {"count": count},
    rows=open_pacts,
    permission="partnerships.change_agreement",
)
