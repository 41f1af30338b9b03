"""What the office lays down of precedence: tables of offices, flags and their order."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from delegations.models import Flag, FlagRule, PrecedenceRank, PrecedenceTable
from office.backoffice import TranslatedRecordAdmin
from office.languages import in_every_language


@admin.register(PrecedenceTable)
class PrecedenceTableAdmin(TranslatedRecordAdmin):
    """By which orders do we line people up, and what is still missing in them?"""

    is_setting = True

    list_display = ["name", "kind", "dated", "is_used", "ranks_found", "gaps_found"]
    list_filter = ["kind", "is_used"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}
    fields = ["name", "key", "kind", "dated", "is_used", "text"]
    cited_fields = ["name", "dated", "text"]
    must_cite = ["dated"]

    def get_queryset(self, request):
        gaps = Count("ranks", filter=Q(ranks__is_gap=True))
        return super().get_queryset(request).annotate(count=Count("ranks"), gaps=gaps)

    def columns_of_file(self):
        return [one for one in super().columns_of_file() if not one.endswith("_found")]

    @admin.display(description=_("ranks"), ordering="count")
    def ranks_found(self, table):
        url = reverse("admin:delegations_precedencerank_changelist")
        return format_html('<a href="{}?table__id__exact={}">{}</a>', url, table.pk, table.count)

    @admin.display(description=_("gaps"), ordering="gaps")
    def gaps_found(self, table):
        return table.gaps


@admin.register(PrecedenceRank)
class PrecedenceRankAdmin(TranslatedRecordAdmin):
    """Which office comes after which, by which words is it known, and where does that stand?"""

    is_setting = True

    list_display = ["position", "category", "name", "table", "beside", "tie", "is_gap"]
    list_display_links = ["name"]
    list_filter = ["table", "category", "is_gap", "is_proposal"]
    list_select_related = ["table", "beside"]
    search_fields = ["words", *in_every_language("name"), *in_every_language("note")]
    autocomplete_fields = ["table", "beside"]
    fields = [
        "table",
        ("position", "category"),
        "name",
        "note",
        ("is_gap", "is_proposal"),
        "tie",
        "words",
        "where",
        ("slot", "beside"),
    ]
    cited_fields = ["name", "position", "note"]
    must_cite = ["name"]


@admin.register(FlagRule)
class FlagRuleAdmin(TranslatedRecordAdmin):
    """Whose flag hangs in which place, and which rule says so?"""

    is_setting = True

    list_display = ["position", "whose", "text", "is_gap", "is_used"]
    list_display_links = ["whose"]
    search_fields = ["key", *in_every_language("text")]
    fields = ["key", ("position", "whose"), "text", ("is_gap", "is_used")]
    cited_fields = ["text", "position"]
    must_cite = ["text"]


@admin.register(Flag)
class FlagAdmin(TranslatedRecordAdmin):
    """What does the flag look like, do we have it, and when did somebody last check?"""

    is_setting = True

    list_display = ["name", "whose", "country", "city", "organisation", "owned", "verified_on"]
    list_filter = ["whose"]
    list_select_related = ["country", "city", "organisation"]
    search_fields = [*in_every_language("name")]
    autocomplete_fields = ["country", "city", "organisation"]
    fields = [
        "name",
        "whose",
        ("country", "city", "organisation"),
        ("proportion", "owned"),
        "picture",
        "picture_source",
        "verified_on",
        "note",
    ]
    cited_fields = ["proportion", "picture", "verified_on"]
