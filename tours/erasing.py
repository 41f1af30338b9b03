"""From when the time of the personal data of tours and guides runs."""

from django.db.models import Q

from agenda.erasing import start_of
from agenda.models import Appointment
from delegations.erasing import departed
from directory.erasing import people
from office.erasure.clocks import Clock
from tours.models import Guide, OtherTime


def its_day(model):
    """Of what is from when to when, and of questions about a tour: the day on which it ended."""
    match model._meta.label:
        case "tours.OtherTime":
            return [("pk", other_times)]
        case "tours.Ask":
            return [("tour__appointment", appointments)]
    return []


def other_times(day):
    return OtherTime._base_manager.filter(period__endswith__lt=start_of(day))


def appointments(day):
    return Appointment._base_manager.filter(period__endswith__lt=start_of(day))


def departure(model):
    match model._meta.label:
        case "tours.GroupBooking":
            return [("visit", departed)]
        case "tours.LanguageOffer" | "tours.Feedback":
            return [("booking__visit", departed)]
    return []


def last_contact(model):
    match model._meta.label:
        case "tours.Guide":
            return [("person", people)]
        case "tours.WeeklyHours":
            return [("guide__person", people)]
    return []


def lead(day):
    """Whoever leads tours, or led one since: the office needs to reach them."""
    led = Q(tours__appointment__period__endswith__gt=start_of(day))
    return Guide.objects.filter(Q(is_active=True) | led).order_by().values("person")


ITS_DAY = Clock("its day", its_day)
DEPARTURE = Clock("departure", departure)
LAST_CONTACT = Clock("last contact", last_contact)
