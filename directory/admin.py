from django.contrib import admin
from django.db import models
from django.db.models import F
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from directory.backoffice.contacts import NotesContacts
from directory.backoffice.corrections import GivesCorrectionLinks
from directory.backoffice.degrees import DegreesField
from directory.backoffice.documents import DocumentInline
from directory.backoffice.duplicates import DuplicatesForm, ShowsDuplicates, contacts_of
from directory.backoffice.panels import ShowsPanels
from directory.backoffice.people import PersonAdmin  # noqa: F401 (registers itself)
from directory.backoffice.rows import OrganisationContactInline, ShowsOffices
from directory.backoffice.timeline import ShowsTimeline
from directory.models import Act, Body, City, CityName, Country, Organisation
from office.backoffice import (
    ByName,
    RecordInline,
    TranslatedRecordAdmin,
    VisibleRecordAdmin,
    VisibleRecordForm,
)
from office.backoffice.filters import DecadeFilter
from office.backoffice.reading import grouped
from office.languages import in_every_language
from office.text import labelled

# So many bodies are named at the field of a number, with how they write theirs.
BODIES_TOLD = 6


@admin.register(Country)
class CountryAdmin(ByName, TranslatedRecordAdmin):
    """Under which name do we call each country, and what should be said of it?"""

    list_display = ["name", "code", "note"]
    search_fields = ["code", *in_every_language("name")]


class CityNameInline(RecordInline):
    model = CityName
    fields = ["name", "kind"]
    classes = ["collapse"]


@admin.register(City)
class CityAdmin(
    ByName,
    GivesCorrectionLinks,
    ShowsPanels,
    ShowsTimeline,
    NotesContacts,
    ShowsOffices,
    VisibleRecordAdmin,
):
    """Which cities do we deal with, where are they, and who may see their page?"""

    formfield_overrides = {models.DecimalField: {"form_class": DegreesField}}

    list_display = ["name", "country", "own_name", "inhabitants", "seen_by"]
    list_filter = ["audience__level", "country"]
    list_select_related = ["country"]
    search_fields = [*in_every_language("name"), "own_name", "names__name"]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CityNameInline, DocumentInline]
    cited_fields = ["name", "story", "latitude", "longitude", "population"]
    must_cite = ["population"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "country", "languages", "website"]}),
        (_("For the public"), {"fields": ["story"]}),
        (_("In its own script"), {"fields": ["own_name", "own_language"]}),
        (_("Place"), {"fields": ["latitude", "longitude", "time_zone", "population"]}),
    ]

    @admin.display(description=_("population"), ordering="population")
    def inhabitants(self, city):
        return city.population and grouped(city.population)


class OrganisationForm(DuplicatesForm, VisibleRecordForm):
    pass


@admin.register(Organisation)
class OrganisationAdmin(ByName, NotesContacts, ShowsDuplicates, ShowsOffices, VisibleRecordAdmin):
    """Which bodies beside the cities do we deal with?"""

    form = OrganisationForm
    list_display = ["name", "kind", "city", "country", "seen_by"]
    list_filter = ["audience__level", "kind", "country"]
    list_select_related = ["city", "country"]
    search_fields = in_every_language("name")
    autocomplete_fields = ["city", "country"]
    fields = ["name", "kind", "city", "is_counterpart", "country", "website"]
    inlines = [OrganisationContactInline, DocumentInline]
    watched = in_every_language("name")

    def described(self, data):
        return {"names": [data.get(name, "") for name in self.watched], **contacts_of(data)}

    def with_details(self, rows, user):
        return super().with_details(rows, user).select_related("city")


@admin.register(Body)
class BodyAdmin(TranslatedRecordAdmin):
    """Which bodies adopt the acts that we cite, and how do they number them?"""

    list_display = ["name", "city", "number_example"]
    list_select_related = ["city"]
    search_fields = ["key", *in_every_language("name")]
    autocomplete_fields = ["city"]
    fields = ["name", "key", "city", "number_pattern", "number_example"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if example := form.base_fields.get("number_example"):
            example.help_text = _("One of each form, with a semicolon between.")
        return form


@admin.register(Act)
class ActAdmin(VisibleRecordAdmin):
    """What was decided, by which body, when, and where does it stand?"""

    list_display = ["number_or_day", "body", "kind", "adopted_on", "subject", "seen_by"]
    list_filter = ["audience__level", "body", "kind", ("adopted_on", DecadeFilter)]
    list_select_related = ["body"]
    search_fields = ["number", "proposal_number", "rapporteur", *in_every_language("subject")]
    autocomplete_fields = ["body"]
    inlines = [DocumentInline]
    cited_fields = ["number", "subject", "adopted_on", "enforceable_on", "published_on"]
    fieldsets = [
        (None, {"fields": ["body", "kind", "number", "subject"]}),
        (_("Days"), {"fields": ["adopted_on", "enforceable_on", "published_on"]}),
        (_("Where it came from"), {"fields": ["proposal_number", "rapporteur", "department"]}),
        (_("The text"), {"fields": ["url"]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """How each body writes its numbers is told before one is typed, not after it is refused."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if number := form.base_fields.get("number"):
            bodies = Body.objects.visible_to(request.user).exclude(number_example="")
            # The city's own first.
            bodies = bodies.order_by(F("city").asc(nulls_first=True), "key")[:BODIES_TOLD]
            if told := [labelled(one, one.examples_in_words) for one in bodies]:
                number.help_text = format_html_join(" · ", "{}", ((one,) for one in told))
        return form

    def choice_label(self, act):
        return f"{act} – {Truncator(act.subject).chars(80)}" if act.subject else str(act)

    @admin.display(description=_("number"), ordering="number")
    def number_or_day(self, act):
        return act.number or act.adopted_on
