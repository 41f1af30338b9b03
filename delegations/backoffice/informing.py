"""Who should know of which visits."""

from django.contrib import admin

from delegations.models import ToInform
from office.backoffice import RecordAdmin


@admin.register(ToInform)
class ToInformAdmin(RecordAdmin):
    """Who is told of which visits, in which print and language, and why?"""

    is_setting = True

    list_display = [
        "name",
        "body",
        "email",
        "print",
        "language",
        "level",
        "from_rank",
        "also_hidden",
        "is_in_use",
    ]
    list_filter = ["is_in_use", "print", "level"]
    list_select_related = ["level"]
    search_fields = ["name", "body", "email", "why"]
    fields = [
        ("name", "body"),
        ("email", "language", "print"),
        ("level", "from_rank", "also_hidden"),
        "why",
        "is_in_use",
    ]
