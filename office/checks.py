"""What the whole project keeps to, said when it starts."""

from django.contrib import admin
from django.core.checks import Error, register

OURS = "office.E001"


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
