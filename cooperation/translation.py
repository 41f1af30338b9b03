"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from cooperation.models import (
    Call,
    Exchange,
    IatiSettings,
    MoneyLine,
    Partner,
    Practice,
    Programme,
    Project,
    ProjectCountry,
    ProjectMarker,
    ProjectPurpose,
    Result,
    Step,
    Update,
    Uptake,
)
from office.translation import Texts


@register(Programme)
class ProgrammeTranslation(Texts):
    fields = ("name", "funder")


@register(Project)
class ProjectTranslation(Texts):
    fields = ("title", "summary", "note")


@register(Result)
class ResultTranslation(Texts):
    fields = ("title", "indicator")


@register(Update)
class UpdateTranslation(Texts):
    fields = ("title", "text")


@register(Exchange)
class ExchangeTranslation(Texts):
    fields = ("title", "offices", "learnt")


@register(Practice)
class PracticeTranslation(Texts):
    fields = ("title", "summary", "lesson", "evidence", "contact")


@register(Uptake)
class UptakeTranslation(Texts):
    fields = ("office", "note")


for model in (Programme, Project, Result, Update, Exchange, Practice, Uptake):
    simple_history.register(model, app="cooperation")
for model in (
    Call,
    IatiSettings,
    ProjectCountry,
    ProjectPurpose,
    ProjectMarker,
    Partner,
    MoneyLine,
    Step,
):
    simple_history.register(model, app="cooperation")
