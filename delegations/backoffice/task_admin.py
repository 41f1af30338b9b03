"""Check-lists, and the single tasks."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.backoffice.of_occasion import (
    NAMES_OF_OCCASION,
    OverdueFilter,
    PaperworkAdmin,
)
from delegations.models import Task, TaskTemplate, TaskTemplateLine, field_of
from office.backoffice import TranslatedInline, TranslatedRecordAdmin
from office.languages import in_every_language
from office.models import User


class LineInline(TranslatedInline):
    model = TaskTemplateLine
    fields = ["text", ("days", "counts_from"), ("who", "position")]


@admin.register(TaskTemplate)
class TaskTemplateAdmin(TranslatedRecordAdmin):
    """What is to be done around each kind of visit, how long before, and by whom?"""

    is_setting = True

    list_display = ["name", "level", "for_missions", "is_in_use"]
    list_filter = ["is_in_use", "for_missions"]
    list_select_related = ["level"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}
    inlines = [LineInline]
    fields = ["name", "key", ("level", "for_missions"), "is_in_use"]


@admin.register(Task)
class TaskAdmin(PaperworkAdmin):
    """What is to be done, by when and by whom, and what is late?"""

    list_display = ["text", "of", "due_on", "whose", "done_on"]
    list_filter = [OverdueFilter, "owner"]
    list_select_related = [*NAMES_OF_OCCASION, "owner", "visit__officer", "mission__officer"]
    search_fields = ["text", "note"]
    fields = ["text", "visit", "mission", ("due_on", "owner"), "done_on", "note"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.who_may("delegations.change_task")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if "done_on" in form.changed_data:
            obj.done_by = request.user if obj.done_on else None
        super().save_model(request, obj, form, change)

    def page_of(self, obj):
        if obj.occasion is None:
            return reverse("admin:tasks")
        return reverse(f"admin:{field_of(obj.occasion)}_tasks", args=[obj.occasion.pk])

    @admin.display(description=_("whose it is"), ordering="owner")
    def whose(self, task):
        return task.in_charge

    def get_changeform_initial_data(self, request):
        return {"due_on": timezone.localdate()} | super().get_changeform_initial_data(request)
