"""What stands of tours on the private page of a visit: when, what is asked, how they liked it."""

from dataclasses import dataclass

from django import forms
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import clashes
from delegations.models import State
from office.tongues import names
from tours import actions, slots
from tours.models import GroupBooking, LanguageOffer, Route, Tour

# While the programme is put together, guests read what they could still be shown.
OPEN = (State.ACCEPTED, State.PLANNING)
STARS = [(number, number) for number in range(1, 6)]


class FeedbackForm(forms.Form):
    """How they liked it, from 1 to 5, and why."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How did you like it? 1 is not at all, 5 very much"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose from 1 to 5.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What would you like to tell us?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass
class Booked:
    """One booking as its guests read it."""

    booking: GroupBooking
    tours: list
    offers: list
    form: FeedbackForm | None

    @property
    def lines(self):
        """(when, people, language) of each group."""
        known = names()
        return [
            (
                clashes.hours(one.appointment.period, one.appointment.zone),
                one.size,
                known.get(one.language, one.language),
            )
            for one in self.tours
        ]

    @property
    def said(self):
        return getattr(self.booking, "feedback", None)


@dataclass
class Asked:
    """One question about a language, in words."""

    offer: LanguageOffer

    @property
    def words(self):
        known = names()
        told = {
            "language": known.get(self.offer.language, self.offer.language),
            "offered": known.get(self.offer.offered, self.offer.offered),
        }
        if self.offer.with_interpreter:
            words = _(
                "Nobody can guide you in %(language)s that day. Would a guide in %(offered)s with "
                "an interpreter do?"
            )
        else:
            words = _(
                "Nobody can guide you in %(language)s that day. Would a guide in %(offered)s do?"
            )
        return words % told


class Section:
    """The tours of a visit; a form that was sent stands with the booking of `key`."""

    template = "tours/guest_section.html"
    heading = gettext_lazy("Guided tours")

    def __init__(self, visit, key="", form=None):
        found = {}
        rows = Tour.objects.standing().filter(booking__visit=visit).with_names().in_order()
        for tour in rows.select_related("booking__feedback"):
            found.setdefault(tour.booking, []).append(tour)
        offers = {}
        for offer in LanguageOffer.objects.filter(booking__in=found, answer="").order_by("pk"):
            offers.setdefault(offer.booking_id, []).append(Asked(offer))
        self.booked = [
            Booked(
                booking,
                tours,
                offers.get(booking.pk, []),
                form if str(booking.pk) == key and form else self._form(booking, tours),
            )
            for booking, tours in found.items()
        ]

        routes = Route.objects.public().select_related("place__building")
        is_open = visit.state in OPEN and not found
        self.offered = slots.of_visit(visit, routes.in_order(get_language())) if is_open else []

    def _form(self, booking, tours):
        """Once the last group is back; with what they said before."""
        if max(one.appointment.period.upper for one in tours) > timezone.now():
            return None
        said = getattr(booking, "feedback", None)
        initial = {"rating": said.rating, "words": said.words} if said else None
        return FeedbackForm(initial=initial, auto_id=ids_of(booking.pk))


def ids_of(key):
    """The ids of the fields of one booking: of several each label has its own field."""
    return f"id_tour_{key}_%s"


def section_of(guest):
    """The section of a visit's page; None of one whose programme is not told, or without tours."""
    if not guest.has_programme:
        return None
    section = Section(guest.visit)
    return section if section.booked or section.offered else None


def answer_language(guest):
    """The guests say whether another language will do."""
    from delegations.guest_pages import told

    key = guest.request.POST.get("offer", "")
    rows = LanguageOffer.objects.filter(booking__visit=guest.visit).select_related("booking__visit")
    offer = rows.filter(pk=key).first() if key.isdecimal() else None
    said = guest.request.POST.get("said")
    if offer is None or said not in ("yes", "no"):
        return told(guest, "warning", _("You are not asked about this any more."))
    try:
        words = guest.request.POST.get("words", "")[:1000]
        actions.reply(offer=offer, accepts=said == "yes", words=words)
    except actions.Refused as error:
        return told(guest, "warning", " ".join(error.messages))
    return redirect(f"{guest.url(done='answered')}#told")


def give_feedback(guest):
    """The guests say how they liked a tour."""
    from delegations.guest_pages import main, told

    key = guest.request.POST.get("booking", "")
    section = Section(guest.visit)
    booked = next((one for one in section.booked if str(one.booking.pk) == key), None)
    if booked is None or booked.form is None:
        return told(guest, "warning", _("This tour is not over yet, or does not take place."))
    form = FeedbackForm(guest.request.POST, auto_id=ids_of(key))
    if not form.is_valid():
        return main(guest, sections=[Section(guest.visit, key, form)])
    actions.rate(booking=booked.booking, language=get_language(), **form.cleaned_data)
    return redirect(f"{guest.url(done='rated')}#told")
