"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from office.models import (
    Audience,
    Citation,
    Hold,
    Import,
    Link,
    Mail,
    MailTemplate,
    Office,
    PaperTemplate,
    PrivacyNotice,
    Retention,
    Source,
    User,
)


class Texts(TranslationOptions):
    """Base of every declaration: what is not written is "", and so is found and told as that."""

    empty_values = ""


@register(Office)
class OfficeTranslation(Texts):
    fields = ("name", "city_name", "department", "parent_body", "heritage", "for_schools")


@register(MailTemplate)
class MailTemplateTranslation(Texts):
    fields = ("subject", "text")


@register(PrivacyNotice)
class PrivacyNoticeTranslation(Texts):
    fields = ("text",)


for model in (
    Office,
    Source,
    Citation,
    PaperTemplate,
    MailTemplate,
    PrivacyNotice,
    Hold,
    Retention,
):
    simple_history.register(model, app="office")
simple_history.register(
    User, app="office", excluded_fields=["password", "last_login"], m2m_fields=[User.groups.field]
)
# Who imported what; how far a worker is, and the rows, are kept nowhere else.
simple_history.register(
    Import,
    app="office",
    excluded_fields=[
        "header",
        "notes",
        "columns",
        "counts",
        "said",
        "turn",
        "rows_done",
        "beat_at",
    ],
)
simple_history.register(Audience, app="office", m2m_fields=[Audience.readers.field])
# Of an old address nothing is kept.
simple_history.register(Link, app="office", excluded_fields=["nonce"])
# What people wrote and decided; how far the worker is stands in the row.
simple_history.register(
    Mail, app="office", excluded_fields=["message_id", "once", "tried_at", "last_error", "tries"]
)
