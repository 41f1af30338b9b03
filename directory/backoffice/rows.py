"""The rows that stand on the forms of people, organisations and cities."""

from django import forms
from django.db import models

from directory.models import ContactDetail, OfficeHeld, PersonLanguage
from office.backoffice import RecordInline, TranslatedInline


class OfficeHeldInline(TranslatedInline):
    model = OfficeHeld
    fields = ["title", ("city", "organisation"), ("held_from", "held_to")]
    autocomplete_fields = ["city", "organisation"]
    # One empty row stands there already: without a script none could be added.
    extra = 1


class PersonLanguageInline(RecordInline):
    model = PersonLanguage
    fields = ["language", "level", *PersonLanguage.USES]
    extra = 1


class ContactInline(RecordInline):
    model = ContactDetail
    fields = ["kind", "value", "label", "is_private", "is_published"]
    extra = 1
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 1, "cols": 32})}
    }


class OrganisationContactInline(ContactInline):
    fields = ["kind", "value", "label", "is_published"]


class OfficesThereInline(RecordInline):
    """Who holds office here, or held it: to read, each with the way to the person."""

    model = OfficeHeld
    fields = readonly_fields = ["person", "title", "held_from", "held_to"]
    verbose_name_plural = OfficeHeld._meta.verbose_name_plural

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("person", "city", "organisation")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ShowsOffices:
    """Mixin of the admin class of a place: who holds office there, once there is the place."""

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        return [*inlines, OfficesThereInline] if obj else inlines
