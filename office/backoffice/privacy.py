"""The versions of the privacy notice: written ahead, in force for good, followed by the next."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.backoffice.base import TranslatedRecordAdmin
from office.languages import in_every_language
from office.models import PrivacyNotice


class PrivacyNoticeAdmin(TranslatedRecordAdmin):
    """Which privacy notice is in force, which was, and which comes?"""

    list_display = ["__str__", "in_force_from", "state"]
    fields = ["in_force_from", "text"]
    change_form_template = "admin/office/privacynotice/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_successors()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "in_force_from":
            kwargs["label"] = _("Comes into force on")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("state"))
    def state(self, version):
        if version.in_force_from > timezone.localdate():
            return _("to come")
        return _("earlier version") if version.is_followed else _("in force")

    def get_readonly_fields(self, request, obj=None):
        """Of a version in force only the languages that are missing can still be written."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or not obj.is_fixed:
            return fields
        written = [column for column in in_every_language("text") if getattr(obj, column)]
        return [*fields, "in_force_from", *written]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_fixed)

    def get_changeform_initial_data(self, request):
        """A new version begins with the words of the last one."""
        last = PrivacyNotice.objects.order_by("-number").first()
        columns = in_every_language("text") if last else []
        words = {column: getattr(last, column) or "" for column in columns}
        return {**words, **super().get_changeform_initial_data(request)}

    def has_page(self, record):
        return record.in_force_from <= timezone.localdate()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["is_fixed"] = bool(obj and obj.is_fixed)
        context["new_version"] = (
            reverse("admin:office_privacynotice_add") if self.has_add_permission(request) else ""
        )
        if not context["adminform"].form.visible_fields():
            buttons = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context |= dict.fromkeys(buttons, False)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
