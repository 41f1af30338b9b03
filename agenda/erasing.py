"""From when the time of the personal data of the calendar runs."""

from django.utils import timezone

from agenda.models import Place, Resource
from office.erasure.clocks import Clock
from office.erasure.people import NOBODY, THING
from office.erasure.words import pattern
from office.languages import in_every_language


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


def a_place(identity):
    """Whether the name of a place holds the family name as a word: Ms Sala, and the Sala d’Arme."""
    names = Place.objects.values_list(*in_every_language("name"))
    words = [pattern(family) for family in identity.words.families]
    told = "\n".join(name for row in names for name in row if name)
    return THING if any(word.search(told) for word in words) else NOBODY
