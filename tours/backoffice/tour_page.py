"""The page of one tour: who leads it, who is asked, who could, each with reasons."""

from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes
from agenda.findings import findings
from agenda.models import Appointment, Booking, CalendarSettings, Way
from agenda.travel import Travel
from delegations.backoffice.pages import page_of
from directory.models import ContactDetail
from office.backoffice import frame
from office.languages import offered_languages
from office.tongues import names, with_none
from tours import actions
from tours.backoffice.against import besides_guide
from tours.backoffice.telling import ring_up
from tours.known import Known
from tours.mails import without_address
from tours.models import Ask, Guide, LanguageOffer, Tour
from tours.proposal.judging import rank

VIEWS, ASKS, CHANGES = "tours.view_tour", "tours.ask_guides", "tours.change_tour"
# So near a tour, guides are rung up: their numbers stand beside them.
NEAR = timedelta(hours=24)


@dataclass
class Row:
    """One guide on the page: can or cannot, why, and how they are reached."""

    guide: Guide
    words: list = field(default_factory=list)
    question: Ask | None = None
    numbers: list = field(default_factory=list)
    # Minutes from where they are before, None where nobody knows.
    minutes: int | None = None


class OutcomeForm(forms.ModelForm):
    """What became of a tour; where nobody is noted, who led it."""

    guide = forms.ModelChoiceField(
        Guide.objects.none(), label=gettext_lazy("Who led it"), required=False
    )

    class Meta:
        model = Tour
        fields = ["outcome", "came", "guide"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.guide_id:
            del self.fields["guide"]
        else:
            rows = Guide.objects.visible_to(user).in_use().select_related("person")
            self.fields["guide"].queryset = rows.order_by("person__family_name", "pk")


class OfferForm(forms.Form):
    """What guests are offered in whose language nobody can guide them."""

    offered = forms.ChoiceField(label=gettext_lazy("Language offered"))
    with_interpreter = forms.BooleanField(label=gettext_lazy("with an interpreter"), required=False)

    def __init__(self, *args, tour, **kwargs):
        super().__init__(*args, **kwargs)
        near = [*tour.booking.visit.languages, *(code for code, _name in offered_languages())]
        others = [code for code in near if code != tour.language]
        self.fields["offered"].choices = with_none(others)[1:]


class TourPage:
    """What the page shows of one tour to one reader."""

    def __init__(self, tour, user):
        self.tour, self.user = tour, user

    @property
    def when(self):
        one = self.tour.appointment
        return clashes.hours(one.period, one.zone)

    @property
    def language(self):
        return names().get(self.tour.language, self.tour.language)

    @property
    def is_over(self):
        return self.tour.appointment.period.upper <= timezone.now()

    @property
    def is_near(self):
        return self.tour.appointment.period.lower - timezone.now() <= NEAR

    @property
    def may_ask(self):
        stands = not self.is_over and not self.tour.appointment.is_cancelled
        return stands and self.user.has_perm(ASKS)

    @property
    def may_note_outcome(self):
        return self.is_over and self.user.has_perm(CHANGES)

    @cached_property
    def asks(self):
        rows = Ask.objects.visible_to(self.user).filter(tour=self.tour).with_names()
        return list(rows.select_related("noted_by").order_by("pk"))

    @cached_property
    def rung_up(self):
        """The keys of the guides who are waited for and have no e-mail address."""
        return without_address([one.guide for one in self.asks if one.is_waiting])

    @cached_property
    def offers(self):
        rows = LanguageOffer.objects.visible_to(self.user).filter(booking=self.tour.booking_id)
        rows = rows.filter(Q(language=self.tour.language) | Q(offered=self.tour.language))
        known = names()
        return [
            (one, known.get(one.language, one.language), known.get(one.offered, one.offered))
            for one in rows.select_related("noted_by").order_by("pk")
        ]

    @cached_property
    def open_asks(self):
        return {one.guide_id: one for one in self.asks if one.answer in Ask.OPEN}

    @cached_property
    def ranking(self):
        known, language_names = Known([self.tour], self.user), names()
        (tour,) = known.tours()
        ranked = rank(
            tour,
            known.guides(),
            known.weights,
            language_name=lambda code: language_names.get(code, code),
        )
        return {one.pk: one for one in known.rows}, ranked

    @cached_property
    def can(self):
        rows, ranked = self.ranking
        found = [
            self._row(rows[one.guide.key], [str(reason) for reason in one.reasons])
            for one in ranked.can
        ]
        return self._nearest_first(found) if self.is_near else found

    @property
    def has_choice(self):
        """Whether there is anybody left to be asked."""
        return any(row.question is None for row in self.can)

    def _nearest_first(self, found):
        """On the last day: who is near stands before who is far, and both before the others."""
        legs = whence(self.tour, [row.guide for row in found], self.user)
        for row in found:
            if row.guide.person_id in legs:
                place, leg = legs[row.guide.person_id]
                row.minutes = leg.minutes
                told = {"place": place, "minutes": leg.minutes}
                row.words.insert(0, _("comes from %(place)s, %(minutes)s min away") % told)
        return sorted(found, key=lambda row: (row.minutes is None, row.minutes or 0))

    @cached_property
    def cannot(self):
        rows, ranked = self.ranking
        return [
            self._row(rows[guide.key], [str(fault) for fault in faults])
            for guide, faults in ranked.cannot
        ]

    def _row(self, guide, words):
        question = self.open_asks.get(guide.pk)
        return Row(guide, words, question, self.numbers.get(guide.person_id, []))

    @cached_property
    def numbers(self):
        """Key of a person -> their telephone numbers."""
        found = {}
        rows = ContactDetail.objects.visible_to(self.user).filter(person__guide__is_active=True)
        for row in rows.filter(kind__in=ContactDetail.NUMBERS).order_by("pk"):
            found.setdefault(row.person_id, []).append(row.value)
        return found

    @cached_property
    def findings(self):
        """Nothing of a tour that is over: nothing can be changed about it."""
        if self.is_over:
            return []
        return besides_guide(findings(self.tour.appointment, self.user))


def whence(tour, guides, user):
    """
    {key of a person: (place, Leg)}: where they are before the tour that day, and how far that is.

    Only what the user may know of, and where the way can be counted.
    """
    one, found = tour.appointment, {}
    if one.place is None:
        return found
    seen = (
        Appointment.objects.visible_to(user)
        .standing()
        .filter(
            period__endswith__lte=one.period.lower,
            period__endswith__gt=one.period.lower - NEAR / 2,
            place__isnull=False,
            bookings__resource__person__guide__in=guides,
        )
    )
    rows = Booking.objects.that_block().filter(
        appointment__in=seen.order_by().values("pk"), resource__person__guide__in=guides
    )
    travel = Travel(Way.objects.visible_to(user), CalendarSettings.objects.current())
    for row in rows.select_related("appointment__place__building", "resource").order_by("period"):
        place = row.appointment.place
        if leg := travel.leg(place, one.place):
            found[row.resource.person_id] = (place, leg)
    return found


def tour_of(request, pk):
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    rows = Tour.objects.visible_to(request.user).with_names()
    waiting = Prefetch("asks", Ask.objects.waiting().order_by("pk"), to_attr="waiting")
    return get_object_or_404(rows.prefetch_related(waiting), pk=pk)


def tour_page(request, pk):
    """Who leads this group, who is asked, and who could, in what order and why?"""
    page = TourPage(tour_of(request, pk), request.user)
    if request.method == "POST":
        return done(request, page)
    return shown(request, page)


def shown(request, page, outcome=None):
    tour = page.tour
    return frame.page(
        request,
        "admin/tours/tour.html",
        f"{tour} – {page.when}",
        page=page,
        tour=tour,
        visit=tour.booking.visit,
        visit_url=page_of(tour.booking.visit),
        tours_url=reverse("admin:visit_tours", args=[tour.booking.visit_id]),
        outcome=outcome
        or (OutcomeForm(instance=tour, user=request.user) if page.may_note_outcome else None),
        offer=OfferForm(tour=tour) if page.may_ask and not tour.guide_id else None,
    )


def done(request, page):
    """Carry out the button that was pressed; what cannot be done is said above the page."""
    what = request.POST.get("do", "")
    if what == "outcome":
        return outcome_noted(request, page)
    if what not in DOINGS or not request.user.has_perm(ASKS):
        raise PermissionDenied
    try:
        words = DOINGS[what](request, page)
    except ValidationError as error:
        for one in error.messages:
            messages.error(request, one)
    else:
        messages.success(request, words)
    return redirect("admin:tour", page.tour.pk)


def outcome_noted(request, page):
    if not page.may_note_outcome:
        raise PermissionDenied
    form = OutcomeForm(request.POST, instance=page.tour, user=request.user)
    if not form.is_valid():
        return shown(request, page, form)
    said = form.cleaned_data
    actions.note_outcome(
        tour=page.tour,
        outcome=said["outcome"],
        came=said["came"],
        guide=said.get("guide"),
        by=request.user,
    )
    messages.success(request, _("It is written down what became of the tour."))
    return redirect("admin:tour", page.tour.pk)


def chosen(request, page):
    """The guides that were ticked, in the order in which the page proposed them."""
    keys = request.POST.getlist("guide")
    rows = (
        Guide.objects.visible_to(request.user)
        .in_use()
        .filter(pk__in=[key for key in keys if key.isdecimal()])
    )
    found = {str(one.pk): one for one in rows.select_related("person")}
    if not found:
        raise ValidationError(_("Choose at least one guide."))
    return [found[key] for key in keys if key in found]


def asked(request, page):
    guides = chosen(request, page)
    in_turn = request.POST.get("do") == "ask_in_turn"
    made = actions.ask(
        tour=page.tour,
        guides=guides,
        in_turn=in_turn,
        held="held" in request.POST,
        by=request.user,
    )
    ring_up(request, [one.guide for one in made])
    return _("Asked, or in line: %(count)d.") % {"count": len(made)}


def question_of(request, page):
    key = request.POST.get("question", "")
    question = next((one for one in page.asks if str(one.pk) == key), None)
    if question is None:
        raise Http404
    return question


def said_yes(request, page):
    if not request.POST.get("question"):
        guide = chosen(request, page)[0]
        actions.give(tour=page.tour, guide=guide, by=request.user)
    else:
        question = question_of(request, page)
        actions.answer(question=question, accepts=True, by=request.user)
        guide = question.guide
    return _("%(who)s leads the tour.") % {"who": guide}


def said_no(request, page):
    question = question_of(request, page)
    words = request.POST.get("words", "")[:1000]
    actions.answer(question=question, accepts=False, words=words, by=request.user)
    return _("It is written down that %(who)s cannot.") % {"who": question.guide}


def taken_off(request, page):
    guide = page.tour.guide
    actions.take_off(tour=page.tour, by=request.user)
    if ring_up(request, [guide]):
        return _("%(who)s does not lead the tour any more.") % {"who": guide}
    return _("%(who)s does not lead the tour any more; a draft tells them.") % {"who": guide}


def pinned(request, page):
    is_pinned = request.POST.get("do") == "pin"
    actions.pin(tour=page.tour, is_pinned=is_pinned, by=request.user)
    return _("No proposal moves the guide.") if is_pinned else _("A proposal may move the guide.")


def offered(request, page):
    form = OfferForm(request.POST, tour=page.tour)
    if not form.is_valid():
        raise ValidationError(_("Choose the language that the guests are offered."))
    actions.offer(
        booking=page.tour.booking,
        language=page.tour.language,
        held="held" in request.POST,
        by=request.user,
        **form.cleaned_data,
    )
    if not page.tour.booking.visit.contact_email:
        return _("Noted. Ring the guests up: no e-mail address of theirs is known.")
    return _("The guests are asked on their page whether this will do.")


def replied(request, page):
    key = request.POST.get("offer", "")
    offer = next((one for one, _language, _offered in page.offers if str(one.pk) == key), None)
    if offer is None:
        raise Http404
    accepts = request.POST.get("do") == "reply_yes"
    actions.reply(offer=offer, accepts=accepts, by=request.user)
    return _("It is written down what the guests said.")


DOINGS = {
    "offer": offered,
    "reply_yes": replied,
    "reply_no": replied,
    "ask": asked,
    "ask_in_turn": asked,
    "yes": said_yes,
    "no": said_no,
    "take_off": taken_off,
    "pin": pinned,
    "unpin": pinned,
}
PAGE = ("tours/<int:pk>/", tour_page)
