"""Which pacts the Council has to confirm next, and what speaks for each."""

from dataclasses import dataclass

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.report import Report, Section, Table, text_of
from office.papers.served import FORMATS, answer
from office.start_page import Line as StartLine
from partnerships import clock, lifecycle
from partnerships.models import Agreement, Move, Step
from partnerships.yearly import every

NAME = "partnerships_to_confirm"
TITLE = gettext_lazy("Pacts to be confirmed")


@dataclass(frozen=True)
class Line:
    """One pact, with what the Council asks: since when, by when, and what has come of it."""

    term: clock.Term
    # The last confirmation, where the reader may see it with its act.
    confirmed: Step | None
    evidence: list
    step_url: str

    @property
    def agreement(self):
        return self.term.agreement

    @property
    def is_overdue(self):
        return self.term.is_overdue(timezone.localdate())

    @property
    def left(self):
        """How long it is until the day, in words."""
        if self.is_overdue:
            return _("overdue")
        count = self.term.months_left(timezone.localdate())
        return ngettext("%(count)d month left", "%(count)d months left", count) % {"count": count}

    @property
    def counts(self):
        return clock.counted(self.evidence)

    @property
    def timeline_url(self):
        return timeline_url(self.agreement.city)


def timeline_url(city):
    return reverse("admin:directory_city_timeline", args=[city.pk])


def lines(user, *, may_change=False):
    """The pacts that the user may see, the most urgent first; constant queries."""
    today = timezone.localdate()
    terms = clock.to_confirm(user, today)
    evidence = clock.evidence(terms, user, today)
    confirmed = clock.confirmed(terms, user)
    return [
        Line(
            term,
            confirmed.get(term.agreement.pk),
            evidence[term.agreement.pk],
            step_url(term, today) if may_change else "",
        )
        for term in terms
    ]


def step_url(term, today):
    """The page on which the confirmation is recorded; none while it cannot be."""
    agreement = term.agreement
    if not lifecycle.may(Move.CONFIRM, agreement, set()):
        return ""
    if not term.may_be_confirmed_on(today):
        return ""
    return reverse("admin:partnerships_agreement_step", args=[agreement.pk, Move.CONFIRM.value])


# ---------------------------------------------------------------- the page


def page(request):
    """Which pacts must the Council confirm in the next eighteen months, and why should it?"""
    may_change = admin.site._registry[Agreement].has_change_permission(request)
    found = lines(request.user, may_change=may_change)
    return frame.page(
        request,
        "admin/partnerships/to_confirm.html",
        TITLE,
        lines=found,
        older=next((one.term for one in found if one.term.is_older_than_rules), None),
        months=clock.MONTHS_AHEAD,
        formats=FORMATS,
        export=f"admin:{NAME}_export",
    )


def export(request, ending):
    return answer(request, report(request.user), ending)


def report(user):
    """The list as a paper."""
    found = lines(user)
    table = Table(
        header=[
            _("City"),
            _("Kind of bond"),
            _("Signed on"),
            _("Confirm by"),
            _("Time left"),
            _("Last confirmation"),
            _("Rule of that day"),
            _("Since then"),
        ],
        rows=[
            [
                text_of(one.agreement.city, "name"),
                text_of(one.agreement.bond_type, "name"),
                one.agreement.signed_on or _("not documented"),
                one.term.ends,
                one.left,
                said_of(one.confirmed),
                every(one.term.rule),
                counts_in_words(one.counts),
            ]
            for one in found
        ],
    )
    return Report(
        title=str(TITLE),
        sections=[Section(str(ahead_in_words()), table=table)] if found else [],
        intro=[] if found else [_("No pact has to be confirmed in this time.")],
        is_demo=any(one.agreement.is_demo for one in found),
        landscape=True,
    )


def ahead_in_words():
    count = clock.MONTHS_AHEAD
    words = ngettext_lazy("in the next %(count)d month", "in the next %(count)d months", count)
    return capfirst(words % {"count": count})


def said_of(step):
    """A step by its day and act."""
    if step is None:
        return "–"
    return f"{step.on}, {step.act}" if step.act else str(step.on)


def counts_in_words(counts):
    if not counts:
        return _("nothing recorded")
    return ", ".join(f"{kind}: {count}" for kind, count in counts)


PAGE = Page(
    label=TITLE,
    app="partnerships",
    address="partnerships/to-confirm/",
    permission="partnerships.view_agreement",
    view=page,
    export=export,
)


def start_lines(user):
    """For the start page: how many pacts wait for the Council."""
    if not user.has_perm(PAGE.permission):
        return []
    count = len(clock.to_confirm(user, timezone.localdate()))
    label = ngettext("pact to be confirmed", "pacts to be confirmed", count)
    return [StartLine(label, count, reverse(f"admin:{NAME}"))]


class ToBeConfirmed(admin.SimpleListFilter):
    """Filter of the list of agreements: what the Council has to confirm."""

    title = gettext_lazy("confirmation by the Council")
    parameter_name = "confirm"

    def lookups(self, request, model_admin):
        return [("due", ahead_in_words()), ("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        if self.value() not in ("due", "overdue"):
            return queryset
        today = timezone.localdate()
        terms = clock.to_confirm(request.user, today)
        wanted = [
            term.agreement.pk for term in terms if self.value() == "due" or term.is_overdue(today)
        ]
        return queryset.filter(pk__in=wanted)
