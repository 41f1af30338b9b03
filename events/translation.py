"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from events.models import Event, Participation, Period
from office.translation import Texts


@register(Period)
class PeriodTranslation(Texts):
    fields = ("title", "text")


@register(Event)
class EventTranslation(Texts):
    fields = ("title", "venue", "organiser", "participants", "note")


for model in (Period, Event, Participation):
    simple_history.register(model, app="events")
