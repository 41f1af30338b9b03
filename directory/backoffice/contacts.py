"""The contacts in the back-office: noted in two clicks from a city, person or organisation."""

from django.contrib import admin
from django.utils import timezone

from directory.backoffice.documents import DocumentInline
from directory.models import Contact
from office.backoffice import PlainVisibleRecordAdmin
from office.backoffice.filters import DecadeFilter
from office.languages import in_every_language


@admin.register(Contact)
class ContactAdmin(PlainVisibleRecordAdmin):
    """With whom were we in contact, when and how, and what came of it?"""

    list_display = ["had_on", "channel", "city", "person", "organisation", "summary", "had_by"]
    list_filter = ["channel", ("had_on", DecadeFilter), "had_by", "city", "audience__level"]
    list_select_related = ["city", "person", "organisation", "had_by"]
    search_fields = ["summary", "note", "person__family_name", *in_every_language("city__name")]
    autocomplete_fields = ["city", "person", "organisation", "had_by"]
    inlines = [DocumentInline]
    fields = [
        ("had_on", "channel", "direction"),
        "city",
        "person",
        "organisation",
        "summary",
        "note",
        "had_by",
    ]

    def get_changeform_initial_data(self, request):
        """Today, by whoever writes it down, and with whom the address says."""
        today = {"had_on": timezone.localdate(), "had_by": request.user.pk}
        return today | super().get_changeform_initial_data(request)
