"""The minutes of meetings, and the pages of the guest book."""

from django.contrib import admin

from delegations.backoffice.of_occasion import (
    NAMES_OF_OCCASION,
    OccasionForm,
    PaperworkAdmin,
)
from delegations.models import GuestBookPage, Minute, ProgrammeItem
from directory.backoffice.documents import DocumentInline, WithFile
from directory.models import Document
from office.backoffice.filters import YearFilter


class MinuteForm(WithFile, OccasionForm):
    kept_as = Document.Kind.MINUTES


class PageForm(WithFile, OccasionForm):
    kept_as = Document.Kind.PHOTOGRAPH


@admin.register(Minute)
class MinuteAdmin(PaperworkAdmin):
    """Of which meeting do we have minutes, and what was decided?"""

    form = MinuteForm
    list_display = ["subject", "day", "of", "taken_by", "decided"]
    list_filter = [YearFilter, "taken_by"]
    list_select_related = [*NAMES_OF_OCCASION, "taken_by"]
    search_fields = ["subject", "text", "decided", "present"]
    inlines = [DocumentInline]
    only_to_write = ["file"]
    fields = [
        ("subject", "day"),
        "visit",
        "mission",
        "item",
        "present",
        "text",
        "decided",
        "taken_by",
        "file",
    ]

    def columns_of_file(self):
        return ["subject", "day", "of", "taken_by", "present", "text", "decided", "demonstration"]

    def get_changeform_initial_data(self, request):
        return {"taken_by": request.user.pk} | super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        self._visit_of(request, obj)
        return super().get_form(request, obj, change=change, **kwargs)

    def _visit_of(self, request, obj):
        """The items offered are those of its visit, of which a new one knows by the address."""
        asked = request.POST.get("visit") or request.GET.get("visit", "")
        key = obj.visit_id if obj else None
        request.minutes_of = key or (int(asked) if asked.isdecimal() else None)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "item":
            rows = ProgrammeItem.objects.visible_to(request.user).with_appointment()
            visit = getattr(request, "minutes_of", None)
            kwargs["queryset"] = rows.filter(visit=visit).order_by("appointment__period", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(GuestBookPage)
class GuestBookPageAdmin(PaperworkAdmin):
    """Who signed the guest book, when, on which page, with which words?"""

    form = PageForm
    list_display = ["__str__", "signed_on", "who_signed", "of"]
    list_filter = [YearFilter, "volume"]
    search_fields = ["who_signed", "words", "volume"]
    inlines = [DocumentInline]
    only_to_write = ["file"]
    fields = [
        ("volume", "page", "signed_on"),
        "visit",
        "mission",
        "who_signed",
        "words",
        "file",
    ]

    def columns_of_file(self):
        return ["volume", "page", "signed_on", "who_signed", "words", "of", "demonstration"]
