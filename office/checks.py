"""What the whole project keeps to, said when it starts."""

from django.contrib import admin
from django.core.checks import Error, register
from modeltranslation.translator import translator

OURS = "office.E001"
TRANSLATED = "office.E002"


@register("admin")
def every_admin_is_ours(app_configs, **kwargs):
    """An admin class without our base would leak hidden rows and lose updates."""
    from office.backoffice import RecordAdmin, RecordForm

    return [
        Error(
            f"{type(page).__name__} must start from office.backoffice.RecordAdmin and RecordForm.",
            hint="Rights, the lost-update check and the history live there.",
            obj=type(page),
            id=OURS,
        )
        for page in admin.site._registry.values()
        if not (isinstance(page, RecordAdmin) and issubclass(page.form, RecordForm))
    ]


@register("models")
def every_translated_model_keeps_its_states(app_configs, **kwargs):
    """A text of another model would never be missing, a draft or outdated for a translator."""
    from office.models import TranslatedRecord

    return [
        Error(
            f"{model.__name__} must start from office.models.TranslatedRecord, before the others.",
            hint="The state of its texts in each language lives there.",
            obj=model,
            id=TRANSLATED,
        )
        for model in translator.get_registered_models(abstract=False)
        if model.__mro__[1] is not TranslatedRecord
    ]
