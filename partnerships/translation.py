"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from partnerships.models import (
    Addressee,
    Agreement,
    BondType,
    Candidacy,
    CandidacyAnswer,
    CandidateQuestion,
    CouncilReport,
    Notice,
    Rule,
    Signatory,
    Signature,
    Step,
    Theme,
)


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


@register(Rule)
class RuleTranslation(TranslationOptions):
    fields = ("text", "explanation")
    empty_values = ""


@register(Signature)
class SignatureTranslation(TranslationOptions):
    fields = ("place",)
    empty_values = ""


@register(Addressee)
class AddresseeTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(CandidateQuestion)
class CandidateQuestionTranslation(TranslationOptions):
    fields = ("question",)
    empty_values = ""


KEPT = (
    BondType,
    Theme,
    Step,
    Signatory,
    Notice,
    Addressee,
    Signature,
    CouncilReport,
    CandidateQuestion,
    Candidacy,
    CandidacyAnswer,
)
for model in KEPT:
    simple_history.register(model, app="partnerships")
simple_history.register(Agreement, app="partnerships", m2m_fields=[Agreement.themes.field])
# What the database makes by itself is no value that anybody wrote.
simple_history.register(Rule, app="partnerships", excluded_fields=["period"])
