from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import Body, City, CityName, Country, Organisation
from office.backoffice import RecordInline, TranslatedRecordAdmin, VisibleRecordAdmin
from office.languages import in_every_language


@admin.register(Country)
class CountryAdmin(TranslatedRecordAdmin):
    """Under which name do we call each country, and what should be said of it?"""

    list_display = ["name", "code", "note"]
    search_fields = ["code", *in_every_language("name")]

    def get_queryset(self, request):
        return super().get_queryset(request).in_order(get_language())


class CityNameInline(RecordInline):
    model = CityName
    fields = ["name", "kind"]
    classes = ["collapse"]


@admin.register(City)
class CityAdmin(VisibleRecordAdmin):
    """Which cities do we deal with, where are they, and who may see their page?"""

    list_display = ["name", "country", "own_name", "population", "seen_by", "demonstration"]
    list_filter = ["audience__level", "country"]
    list_select_related = ["country"]
    search_fields = [*in_every_language("name"), "own_name", "names__name"]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CityNameInline]
    cited_fields = ["name", "story", "latitude", "longitude", "population"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "country", "languages", "website"]}),
        (_("For the public"), {"fields": ["story"]}),
        (_("In its own script"), {"fields": ["own_name", "own_language"]}),
        (_("Place"), {"fields": ["latitude", "longitude", "time_zone", "population"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).in_order(get_language())


@admin.register(Organisation)
class OrganisationAdmin(VisibleRecordAdmin):
    """Which bodies beside the cities do we deal with?"""

    list_display = ["name", "kind", "city", "country", "seen_by", "demonstration"]
    list_filter = ["audience__level", "kind", "country"]
    list_select_related = ["city", "country"]
    search_fields = in_every_language("name")
    autocomplete_fields = ["city", "country"]
    fields = ["name", "kind", "city", "is_counterpart", "country", "website"]


@admin.register(Body)
class BodyAdmin(TranslatedRecordAdmin):
    """Which bodies adopt the acts that we cite, and how do they number them?"""

    list_display = ["name", "city", "number_example", "number_pattern"]
    list_select_related = ["city"]
    search_fields = ["key", *in_every_language("name")]
    autocomplete_fields = ["city"]
    fields = ["name", "key", "city", "number_pattern", "number_example"]
