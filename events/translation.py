"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from events.models import Event, Participation, Period


@register(Period)
class PeriodTranslation(TranslationOptions):
    fields = ("title", "text")
    empty_values = ""


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "venue", "organiser", "participants", "note")
    empty_values = ""


for model in (Period, Event, Participation):
    simple_history.register(model, app="events")
