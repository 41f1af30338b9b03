from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline
from events.models import Event, Participation, Period
from office.backoffice import RecordInline, TranslatedRecordAdmin, VisibleRecordAdmin
from office.backoffice.filters import DecadeFilter
from office.languages import in_every_language


@admin.register(Period)
class PeriodAdmin(TranslatedRecordAdmin):
    """Into which periods do we divide our history?"""

    list_display = ["title", "first_year", "last_year"]
    search_fields = ["key", *in_every_language("title")]
    prepopulated_fields = {"key": ["title"]}
    fields = ["title", "key", "first_year", "last_year", "text"]


class ParticipationInline(RecordInline):
    model = Participation
    fields = ["city"]
    autocomplete_fields = ["city"]


@admin.register(Event)
class EventAdmin(VisibleRecordAdmin):
    """What did we hold, host or take part in, when, and with which partner cities?"""

    list_display = ["title", "kind", "starts_on", "venue", "seen_by"]
    list_filter = ["kind", ("starts_on", DecadeFilter), "audience__level"]
    ordering = ["-starts_on", "-pk"]
    search_fields = [*in_every_language("title"), *in_every_language("venue")]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ParticipationInline, DocumentInline]
    cited_fields = [
        "title",
        "kind",
        "starts_on",
        "ends_on",
        "venue",
        "organiser",
        "participants",
        "note",
    ]
    must_cite = ["starts_on"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind"]}),
        (_("When and where"), {"fields": ["starts_on", "ends_on", "venue"]}),
        (_("Who"), {"fields": ["organiser", "participants"]}),
        (_("For the public"), {"fields": ["note"]}),
    ]
