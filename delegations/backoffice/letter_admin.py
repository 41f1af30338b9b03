"""The register of the letters that the office wrote, and the form of one."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.backoffice.of_occasion import PaperworkAdmin
from delegations.models import OutgoingLetter, field_of
from office.backoffice.filters import YearFilter

# What stands on its paper: another word of it is another letter.
PRINTED = {
    "addressee_name",
    "addressee_office",
    "address",
    "language",
    "subject",
    "text",
    "signatory_name",
    "signatory_office",
    "day",
}


class NotSentFilter(admin.SimpleListFilter):
    title, parameter_name = _("what is open"), "not_sent"

    def lookups(self, request, model_admin):
        return [("1", _("to sign or to send"))]

    def queryset(self, request, queryset):
        return queryset.open() if self.value() else queryset


@admin.register(OutgoingLetter)
class OutgoingLetterAdmin(PaperworkAdmin):
    """Which letters did we write, to whom, under which number, and which wait to be sent?"""

    list_display = ["subject", "addressee_name", "kind", "language", "of", "day", "state"]
    list_filter = [NotSentFilter, "state", "kind", YearFilter, "language"]
    search_fields = ["subject", "addressee_name", "register_number", "text"]
    fieldsets = [
        (None, {"fields": ["visit", "mission", ("kind", "language")]}),
        (
            _("To whom"),
            {"fields": [("addressee_name", "addressee_office"), "address", "email"]},
        ),
        (_("The letter"), {"fields": ["subject", "text"]}),
        (
            _("Signed and filed"),
            {"fields": [("signatory_name", "signatory_office"), ("register_number", "day")]},
        ),
    ]

    def columns_of_file(self):
        return [
            "register_number",
            "day",
            "kind",
            "language",
            "addressee_name",
            "addressee_office",
            "subject",
            "of",
            "state",
            "demonstration",
        ]

    def save_model(self, request, obj, form, change):
        """What was signed, and is changed after that, is to be signed again."""
        signed = obj.state == OutgoingLetter.State.SIGNED
        if signed and PRINTED & {*form.changed_data}:
            obj.state = OutgoingLetter.State.DRAFT
            messages.warning(request, _("Its words are others now: it is a draft again."))
        super().save_model(request, obj, form, change)

    def page_of(self, obj):
        if obj.occasion is None:
            return ""
        return reverse(f"admin:{field_of(obj.occasion)}_letters", args=[obj.occasion.pk])

    def has_change_permission(self, request, obj=None):
        """What went out stays as it went."""
        is_out = obj is not None and obj.is_sent
        return not is_out and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_out = obj is not None and obj.is_sent
        return not is_out and super().has_delete_permission(request, obj)
