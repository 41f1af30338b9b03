"""The guides' desk: the tours of some days, and the best guides for all of them at once."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agenda import clashes, periods
from agenda.forms import DAYS
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.dates import DayInput
from office.start_page import Line
from office.tongues import names, pair
from tours import actions
from tours.backoffice.against import against
from tours.backoffice.interpreter_page import VIEWS as ITEMS
from tours.backoffice.interpreter_page import open_parts
from tours.backoffice.telling import ring_up
from tours.known import Known, asked
from tours.mails import without_address
from tours.models import Ask, Guide, Tour
from tours.proposal.assigning import assign
from tours.proposal.judging import reasons_of

VIEWS, ASKS = "tours.view_tour", "tours.ask_guides"
TITLE = gettext_lazy("Guides and their tours")
LONGEST = timedelta(days=62)
# From its first day to its last.
A_WEEK = timedelta(days=6)
# So many seconds somebody waits for a proposal.
SECONDS = 8


class DaysForm(forms.Form):
    """Of which days."""

    first = forms.DateField(
        label=pgettext_lazy("the first of some days", "From"), input_formats=DAYS, widget=DayInput()
    )
    last = forms.DateField(
        label=pgettext_lazy("the last of some days", "Until"), input_formats=DAYS, widget=DayInput()
    )
    move_agreed = forms.BooleanField(
        label=gettext_lazy("Also propose others for what is agreed already"), required=False
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Choose two months at most."))
        return cleaned


@dataclass
class Row:
    """One tour of the desk, and what is proposed for it."""

    tour: Tour
    language: str
    findings: list
    proposed: Guide | None = None
    reasons: tuple = ()
    why_nobody: tuple = ()

    @property
    def when(self):
        return when_of(self.tour.appointment)

    @property
    def url(self):
        return reverse("admin:tour", args=[self.tour.pk])

    @property
    def pair(self):
        return f"{self.tour.pk}:{self.proposed.pk}"

    @property
    def is_change(self):
        """Whether the proposal is not what is agreed or asked already."""
        if self.proposed is None:
            return False
        return self.proposed.pk not in (self.tour.guide_id, asked(self.tour))


class Desk:
    """The tours of the days that were asked for; the proposal is made only when it is shown."""

    def __init__(self, user, first, last, *, move_agreed=False):
        self.user, self.first, self.last, self.move_agreed = user, first, last, move_agreed

    @cached_property
    def tours(self):
        span = periods.days(self.first, self.last, periods.here())
        waiting = Prefetch(
            "asks", Ask.objects.waiting().with_names().order_by("pk"), to_attr="waiting"
        )
        rows = Tour.objects.visible_to(self.user).standing().to_come().with_names()
        rows = rows.filter(appointment__period__overlap=span).prefetch_related(waiting)
        return list(rows.in_order())

    @cached_property
    def interpreters(self):
        """(part, when, pair of languages) of each for whom an interpreter is to be found."""
        if not self.user.has_perm(ITEMS):
            return []
        span = periods.days(self.first, self.last, periods.here())
        rows = open_parts(self.user).filter(item__appointment__period__overlap=span)
        return [(one, when_of(one.item.appointment), pair(one.source, one.target)) for one in rows]

    @cached_property
    def rung_up(self):
        """The keys of the guides who are waited for and have no e-mail address."""
        return without_address([ask.guide for one in self.tours for ask in one.waiting])

    @property
    def without(self):
        return sum(one.guide_id is None for one in self.tours)

    @cached_property
    def rows(self):
        language_names, speaks = names(), against(self.tours, self.user)
        return [
            Row(one, language_names.get(one.language, one.language), speaks.get(one.pk, []))
            for one in self.tours
        ]

    @cached_property
    def proposal(self):
        """The rows with who is proposed for each, and the Assignment that says so."""
        if not self.tours:
            return [], None
        known = Known(self.tours, self.user)
        guides, tours = known.guides(), known.tours()
        language_names = names()

        def named(code):
            return language_names.get(code, code)

        found = assign(
            tours,
            guides,
            known.weights,
            move_agreed=self.move_agreed,
            seconds=SECONDS,
            language_name=named,
        )
        by_key, people = {one.key: one for one in guides}, {one.pk: one for one in known.rows}
        for row, tour in zip(self.rows, tours, strict=True):
            guide = by_key.get(found.guides.get(tour.key))
            if guide is None:
                row.why_nobody = told(found.uncovered.get(tour.key))
            else:
                row.proposed = people[guide.key]
                said = reasons_of(guide, tour, guides, language_name=named)
                row.reasons = tuple(str(one) for one in said)
        return self.rows, found


def when_of(appointment):
    return clashes.hours(appointment.period, appointment.zone)


def told(why):
    """Why nobody leads it, in words: of each guide, or in one sentence of all."""
    if why is None:
        return ()
    if isinstance(why, list):
        return tuple(f"{guide.name}: {', '.join(map(str, faults))}" for guide, faults in why)
    return (str(why),)


def desk(request):
    """Which tours come up, who leads them, and who would be best for all of them together?"""
    if request.method == "POST":
        return accepted(request)
    first = first_day(request.user)
    data = {"first": first, "last": first + A_WEEK, **request.GET.dict()}
    form = DaysForm(data)
    page, rows, proposal = None, [], None
    if form.is_valid():
        said = form.cleaned_data
        page = Desk(request.user, said["first"], said["last"], move_agreed=said["move_agreed"])
        rows = page.rows
        if "propose" in request.GET:
            rows, proposal = page.proposal
    return frame.page(
        request,
        "admin/tours/desk.html",
        str(TITLE),
        form=form,
        page=page,
        rows=rows,
        proposal=proposal,
        is_proposed="propose" in request.GET and page is not None,
        changes=sum(row.is_change for row in rows),
        may_ask=request.user.has_perm(ASKS),
    )


def first_day(user):
    """Today, or the day of the next tour where that is not within the week."""
    today = timezone.localdate()
    coming = Tour.objects.visible_to(user).standing().to_come().with_names().in_order().first()
    day = coming.appointment.days[0] if coming else today
    return today if day <= today + A_WEEK else day


def accepted(request):
    """Ask whoever is proposed for the tours that were ticked; each that cannot be is named."""
    if not request.user.has_perm(ASKS):
        raise PermissionDenied
    asked_now, taken_off = [], []
    ticked = pairs(request)
    if not ticked:
        messages.error(request, _("Tick at least one tour."))
    for tour, guide in ticked:
        try:
            # Nobody loses a tour for which another could not be asked.
            with transaction.atomic():
                before = tour.guide
                if before and before != guide and not tour.is_pinned:
                    actions.take_off(tour=tour, by=request.user)
                made = actions.ask(tour=tour, guides=[guide], held=True, by=request.user)
        except ValidationError as error:
            messages.error(request, f"{tour}: {' '.join(error.messages)}")
        else:
            asked_now += [one.guide for one in made]
            taken_off += [before] if before and before != guide else []
    silent = ring_up(request, [*asked_now, *taken_off])
    tell_of_mails(request, sum(one.pk not in silent for one in asked_now))
    said = {name: request.POST[name] for name in ("first", "last") if name in request.POST}
    return redirect(f"{reverse('admin:guide_desk')}?{urlencode(said)}")


def tell_of_mails(request, count):
    """How many questions wait in the outbox; nothing where none does."""
    words = ngettext(
        "%(count)d question to a guide waits in the outbox.",
        "%(count)d questions to guides wait in the outbox.",
        count,
    )
    if count:
        messages.success(request, words % {"count": count})


def pairs(request):
    """(tour, guide) of each line that was ticked, of those that the person may see."""
    found = [one.split(":") for one in request.POST.getlist("pair")]
    found = [pair for pair in found if len(pair) == 2 and all(map(str.isdecimal, pair))]
    tours = Tour.objects.visible_to(request.user).with_names()
    tours = {str(one.pk): one for one in tours.filter(pk__in=[pair[0] for pair in found])}
    guides = Guide.objects.visible_to(request.user).in_use().select_related("person")
    guides = {str(one.pk): one for one in guides.filter(pk__in=[pair[1] for pair in found])}
    return [(tours[a], guides[b]) for a, b in found if a in tours and b in guides]


def start_lines(user):
    """How many tours of the next fortnight nobody leads yet."""
    if not user.has_perm(VIEWS):
        return []
    first = timezone.localdate()
    last = first + timedelta(days=13)
    rows = Tour.objects.visible_to(user).open().to_come()
    span = periods.days(first, last, periods.here())
    count = rows.filter(appointment__period__overlap=span).count()
    url = f"{reverse('admin:guide_desk')}?{urlencode({'first': first, 'last': last})}"
    return [Line(_("Tours of the next two weeks that nobody leads yet"), count, url)]


PAGE = Page(TITLE, "tours", "tours/desk/", desk, permission=VIEWS)
