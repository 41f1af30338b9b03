"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from partnerships.models import Agreement, BondType, Theme


@register(BondType)
class BondTypeTranslation(TranslationOptions):
    fields = ("name", "definition", "difference")
    empty_values = ""


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "definition")
    empty_values = ""


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("instrument", "place", "note")
    empty_values = ""


for model in (BondType, Theme):
    simple_history.register(model, app="partnerships")
simple_history.register(Agreement, app="partnerships", m2m_fields=[Agreement.themes.field])
