"""What the office lays down once about visits: levels, criteria, settings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegations.models import Criterion, Level, RoomOfLevel, VisitSettings
from office.backoffice import OneRowAdmin, RecordInline, TranslatedRecordAdmin
from office.languages import in_every_language


class RoomInline(RecordInline):
    model = RoomOfLevel
    fields = ["place", "position"]
    autocomplete_fields = ["place"]


@admin.register(Level)
class LevelAdmin(TranslatedRecordAdmin):
    """How are guests received here: by whom, in which room, with which gift?"""

    is_setting = True

    list_display = ["name", "rank", "host", "gift", "with_tour", "needs_second", "is_offered"]
    list_filter = ["is_offered", "needs_second"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}
    inlines = [RoomInline]
    cited_fields = ["description", "host", "gift", "ceiling", "needs_second"]
    fieldsets = [
        (None, {"fields": ["name", "key", "rank", "description", ("is_offered", "for_rank")]}),
        (
            _("What belongs to it"),
            {"fields": ["host", "gift", ("with_tour", "with_flags", "with_press"), "ceiling"]},
        ),
        (_("How it is decided"), {"fields": ["needs_second"]}),
    ]


@admin.register(Criterion)
class CriterionAdmin(TranslatedRecordAdmin):
    """By which criteria is a request weighed today, since when, and what held before?"""

    is_setting = True

    list_display = [
        "kind",
        "figure_in_words",
        "weight",
        "is_proposal",
        "in_force_from",
        "in_force_to",
    ]
    list_filter = ["kind", "is_proposal"]
    search_fields = [*in_every_language("text"), *in_every_language("explanation")]
    fields = [
        "kind",
        ("figure", "weight"),
        "in_force_from",
        "in_force_to",
        "is_proposal",
        "text",
        "explanation",
    ]
    cited_fields = ["figure", "weight", "in_force_from", "in_force_to", "explanation"]
    must_cite = ["figure"]

    def columns_of_file(self):
        return [
            "figure" if name == "figure_in_words" else name for name in super().columns_of_file()
        ]

    @admin.display(description=_("figure"), ordering="figure")
    def figure_in_words(self, criterion):
        return criterion.figure_in_words or None


@admin.register(VisitSettings)
class VisitSettingsAdmin(OneRowAdmin):
    """Until when do we answer a request, how long does a link live, do we write for visas?"""

    fields = [
        "form_is_open",
        "answer_days",
        "members_days",
        "link_days",
        "report_days",
        "visa_letters",
    ]
