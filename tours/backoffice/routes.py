"""The back-office of routes, with their stops."""

from django.contrib import admin
from django.utils.translation import get_language, gettext_lazy

from office.backoffice import RecordInline, VisibleRecordAdmin
from office.languages import in_every_language
from tours.models import Route, Stop


class StopInline(RecordInline):
    model = Stop
    fields = ["position", "place", "minutes", "note"]
    autocomplete_fields = ["place"]


@admin.register(Route)
class RouteAdmin(VisibleRecordAdmin):
    """On which routes do we guide, for how long, in what groups, and who can come along?"""

    list_display = [
        "name",
        "place",
        "minutes",
        "smallest",
        "largest",
        "access",
        "closes_in_rain",
        "seen_by",
    ]
    list_filter = ["access", "closes_in_rain", "audience__level"]
    list_select_related = ["place"]
    search_fields = [*in_every_language("name"), "slug", *in_every_language("place__name")]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["place"]
    inlines = [StopInline]
    cited_fields = [
        "name",
        "minutes",
        "smallest",
        "largest",
        "starts_every",
        "access",
        "languages",
        "closes_in_rain",
        "instead",
        "description",
    ]
    fieldsets = [
        (None, {"fields": ["name", "slug", "place", "meeting_point"]}),
        (gettext_lazy("For the public"), {"fields": ["description"]}),
        (
            gettext_lazy("Groups"),
            {
                "fields": [
                    "minutes",
                    ("smallest", "largest"),
                    ("at_once", "starts_every"),
                    "access",
                    "languages",
                ]
            },
        ),
        (
            gettext_lazy("When it is offered"),
            {"fields": ["lead_days", ("first_day", "last_day"), ("closes_in_rain", "instead")]},
        ),
    ]

    def get_ordering(self, request):
        return Route.objects.in_order(get_language()).query.order_by

    def has_page(self, record):
        return record.audience.is_public and record.place.audience.is_public
