from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline
from office.backoffice import TranslatedRecordAdmin, VisibleRecordAdmin
from office.backoffice.filters import DecadeFilter
from office.languages import in_every_language
from partnerships.models import Agreement, BondType, Theme


@admin.register(BondType)
class BondTypeAdmin(TranslatedRecordAdmin):
    """What kinds of bond do we know, and how do we explain them?"""

    list_display = ["name", "rank", "definition"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}


@admin.register(Theme)
class ThemeAdmin(TranslatedRecordAdmin):
    """What do we work on with our partners, and how do we explain it?"""

    list_display = ["name", "rank", "definition"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}

    def has_page(self, record):
        return Theme.objects.in_use().filter(pk=record.pk).exists()


@admin.register(Agreement)
class AgreementAdmin(VisibleRecordAdmin):
    """What have we agreed with which city, since when, and what do the sources say?"""

    list_display = ["city", "bond_type", "signed_on", "status", "seen_by"]
    list_filter = [
        "bond_type",
        ("signed_on", DecadeFilter),
        "status",
        "themes",
        "audience__level",
        "city__country",
    ]
    list_select_related = ["city", "bond_type"]
    ordering = ["city__slug", "bond_type__rank", "pk"]
    search_fields = [*in_every_language("city__name"), *in_every_language("instrument")]
    autocomplete_fields = ["city", "bond_type"]
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    inlines = [DocumentInline]
    cited_fields = ["signed_on", "status", "bond_type", "place", "ended_on"]
    must_cite = ["signed_on", "ended_on"]
    fieldsets = [
        (None, {"fields": ["city", "bond_type", "instrument", "signed_on", "place"]}),
        (_("Themes"), {"fields": ["themes"]}),
        (_("Today"), {"fields": ["status", "ended_on"]}),
        (_("For the public"), {"fields": ["note"]}),
    ]
