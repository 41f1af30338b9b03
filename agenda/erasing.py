"""From when the time of the personal data of the calendar runs."""

from django.utils import timezone

from agenda.models import Resource
from office.erasure.clocks import Clock


def its_day(model):
    """Of what is from when to when: the day on which it ended."""
    if model._meta.label not in ("agenda.Appointment", "agenda.OutsideEntry"):
        return []

    def over(day):
        return model._base_manager.filter(period__endswith__lt=start_of(day))

    return [("pk", over)]


def start_of(day):
    return timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))


ITS_DAY = Clock("its day", its_day)


def can_be_booked(_day):
    """Whoever can be booked, such as an interpreter: the office needs to reach them."""
    return Resource.objects.filter(person__isnull=False).order_by().values("person")
