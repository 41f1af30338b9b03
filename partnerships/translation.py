"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from office.translation import Texts
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
class BondTypeTranslation(Texts):
    fields = ("name", "definition", "difference")


@register(Theme)
class ThemeTranslation(Texts):
    fields = ("name", "definition")


@register(Agreement)
class AgreementTranslation(Texts):
    fields = ("instrument", "place", "note")


@register(Rule)
class RuleTranslation(Texts):
    fields = ("text", "explanation")


@register(Signature)
class SignatureTranslation(Texts):
    fields = ("place",)


@register(Addressee)
class AddresseeTranslation(Texts):
    fields = ("name",)


@register(CandidateQuestion)
class CandidateQuestionTranslation(Texts):
    fields = ("question",)


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
