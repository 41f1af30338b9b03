from django.contrib import admin
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation import missing
from cooperation.backoffice.filters import Late, ToReserve, WithoutFinalReport
from cooperation.backoffice.forms import PracticeForm, ProjectForm
from cooperation.backoffice.rows import (
    CountryInline,
    MarkerInline,
    MoneyLineInline,
    PartnerInline,
    PurposeInline,
    ResultInline,
    StepInline,
    UptakeInline,
)
from cooperation.models import (
    Call,
    Exchange,
    IatiSettings,
    MoneyLine,
    Practice,
    Programme,
    Project,
    Update,
)
from cooperation.sums import Sums
from directory.backoffice.documents import DocumentInline
from office.backoffice import (
    ByName,
    OneRowAdmin,
    RecordAdmin,
    TranslatedRecordAdmin,
    VisibleRecordAdmin,
    frame,
)
from office.backoffice.filters import DecadeFilter
from office.backoffice.rights import visible
from office.languages import in_every_language
from office.models import Audience, User
from office.numbers import money
from office.papers.served import FORMATS

TEN_FIELDS = [
    "title",
    "summary",
    "programme",
    "role",
    "state",
    ("starts_on", "ends_on"),
    ("budget_total", "budget_city"),
    "officer",
]


@admin.register(Programme)
class ProgrammeAdmin(ByName, TranslatedRecordAdmin):
    """Which programmes pay for cooperation, and whose money is it?"""

    list_display = ["name", "kind", "funder"]
    list_filter = ["kind"]
    search_fields = [*in_every_language("name"), *in_every_language("funder"), "key"]
    prepopulated_fields = {"key": ["name"]}
    fields = ["name", "key", "kind", "funder", "website"]
    is_setting = True


@admin.register(Call)
class CallAdmin(RecordAdmin):
    """Which calls are open, until when, and what do they ask of who applies?"""

    list_display = ["title", "programme", "number", "opens_on", "closes_on", "co_funding"]
    list_filter = ["programme", "programme__kind"]
    list_select_related = ["programme"]
    ordering = [F("closes_on").desc(nulls_last=True), "-pk"]
    search_fields = ["title", "number", *in_every_language("programme__name")]
    autocomplete_fields = ["programme"]
    fields = [
        "programme",
        ("title", "number"),
        ("opens_on", "closes_on"),
        ("co_funding", "least_partners"),
        "url",
        "note",
    ]


@admin.register(IatiSettings)
class IatiSettingsAdmin(OneRowAdmin):
    """Under which identifier are the public projects handed out as IATI?"""

    fields = ["identifier", "kind"]


class OfOfficer:
    """Mixin of records that somebody is in charge of: whoever may change them, or is already."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "officer":
            right = f"{self.opts.app_label}.change_{self.opts.model_name}"
            able = User.objects.who_may(right).order_by().values("pk")
            now = self.model.objects.order_by().values("officer")
            kwargs["queryset"] = User.objects.filter(Q(pk__in=able) | Q(pk__in=now))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LinksForWriters:
    """
    Mixin of records that belong to others, each of which not everybody may see.

    The field that chooses them stands in the form of who may change it; above the form they are
    named as far as the reader may see them.
    """

    def get_fieldsets(self, request, obj=None):
        found = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return found
        return frame.without(found, self.form.linked)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["belongs_to"] = [
                one
                for name in self.form.linked
                for one in visible(getattr(obj, name).all(), request.user)
            ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(Project)
class ProjectAdmin(LinksForWriters, OfOfficer, VisibleRecordAdmin):
    """Which projects are there, who pays, what is our share, and what is due?"""

    form = ProjectForm
    list_display = [
        "title",
        "state",
        "role",
        "programme",
        "starts_on",
        "total",
        "officer",
        "seen_by",
    ]
    list_filter = [
        "state",
        "role",
        "programme",
        "themes",
        "countries__country",
        WithoutFinalReport,
        ToReserve,
        Late,
        ("starts_on", DecadeFilter),
        "officer",
        "audience__level",
    ]
    list_select_related = ["programme", "officer"]
    ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
    search_fields = [*in_every_language("title"), "acronym", "slug", "grant_number"]
    autocomplete_fields = ["programme", "call", "agreements", "networks", "acts"]
    filter_horizontal = ["themes"]
    inlines = [
        PartnerInline,
        MoneyLineInline,
        StepInline,
        CountryInline,
        PurposeInline,
        MarkerInline,
        ResultInline,
        DocumentInline,
    ]
    cited_fields = [
        "title",
        "role",
        "state",
        "starts_on",
        "ends_on",
        "budget_total",
        "budget_city",
        "budget_eu",
        "summary",
        "note",
    ]
    fieldsets = [
        (None, {"fields": ["title", ("acronym", "slug"), "summary", "note"]}),
        (
            _("Programme and state"),
            {
                "fields": [
                    ("programme", "call", "grant_number"),
                    ("role", "state", "state_on"),
                    ("starts_on", "ends_on"),
                    "officer",
                ]
            },
        ),
        (
            _("Money"),
            {
                "fields": [
                    ("budget_total", "budget_city", "budget_eu"),
                    ("currency", "rate", "rate_on"),
                ]
            },
        ),
        (
            _("What it belongs to"),
            {
                "fields": ["themes", "goals", "agreements", "networks", "acts", "website"],
                "classes": ["collapse"],
            },
        ),
    ]

    # A new one is saved with ten fields; the others are asked for afterwards.
    add_fieldsets = [(None, {"fields": TEN_FIELDS})]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def response_add(self, request, obj, post_url_continue=None):
        """On to the form of all fields, above which stands what is still missing."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["standings"] = [missing.for_page(obj), missing.for_iati(obj)]
            context["sums"] = Sums(obj, request.user)
            context["formats"] = FORMATS
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("money in all"), ordering="budget_total")
    def total(self, project):
        if project.budget_total is None:
            return None
        return money(project.budget_total, project.currency)


@admin.register(MoneyLine)
class MoneyLineAdmin(RecordAdmin):
    """How much comes from where in which year, and what of our own is not reserved?"""

    list_display = ["project", "year", "source", "promised", "paid", "is_reserved", "act"]
    list_filter = ["source", "year", "is_reserved", "project__state", "project"]
    list_select_related = ["project", "act__body"]
    ordering = ["project__slug", F("year").asc(nulls_last=True), "pk"]
    search_fields = [*in_every_language("project__title"), "project__acronym"]
    autocomplete_fields = ["project", "act"]
    fields = [
        "project",
        ("year", "source"),
        ("committed", "disbursed"),
        ("currency", "rate", "rate_on"),
        "is_reserved",
        "act",
    ]

    @admin.display(description=_("committed"), ordering="committed")
    def promised(self, line):
        return money(line.committed, line.currency)

    @admin.display(description=_("paid out"), ordering="disbursed")
    def paid(self, line):
        return money(line.disbursed, line.currency)


class OnProjectsPage:
    """Mixin of what has no audience of its own: it has a page where its project has one."""

    def has_page(self, record):
        return record.project.audience.level == Audience.Level.PUBLIC and record.is_published


@admin.register(Update)
class UpdateAdmin(OnProjectsPage, TranslatedRecordAdmin):
    """What was told of each project, when, and is it published?"""

    list_display = ["title", "project", "happened_on", "is_published"]
    list_filter = ["is_published", "project"]
    list_select_related = ["project__audience"]
    ordering = ["-happened_on", "-pk"]
    search_fields = [*in_every_language("title"), *in_every_language("project__title")]
    autocomplete_fields = ["project"]
    inlines = [DocumentInline]
    fields = ["project", "title", "happened_on", "text", "is_published"]


@admin.register(Exchange)
class ExchangeAdmin(OfOfficer, VisibleRecordAdmin):
    """With whom did offices exchange experience, on what, and what was learnt?"""

    list_display = ["title", "kind", "city", "starts_on", "officer", "seen_by"]
    list_filter = ["kind", "themes", ("starts_on", DecadeFilter), "audience__level"]
    list_select_related = ["city", "officer"]
    ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
    search_fields = [*in_every_language("title"), *in_every_language("city__name")]
    autocomplete_fields = ["city", "organisation", "project"]
    filter_horizontal = ["themes"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [DocumentInline]
    cited_fields = ["title", "starts_on", "learnt"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", ("starts_on", "ends_on")]}),
        (_("With whom"), {"fields": ["city", "organisation", "offices", "project"]}),
        (_("What came of it"), {"fields": ["learnt", "themes", "officer"]}),
    ]


@admin.register(Practice)
class PracticeAdmin(LinksForWriters, OfOfficer, ByName, VisibleRecordAdmin):
    """What works, here or elsewhere, what bears it out, and who took it up?"""

    form = PracticeForm
    list_display = ["title", "city", "officer", "seen_by"]
    list_filter = ["themes", "audience__level"]
    list_select_related = ["city", "officer"]
    search_fields = [*in_every_language("title"), *in_every_language("city__name")]
    autocomplete_fields = ["city", "organisation", "project", "exchanges"]
    filter_horizontal = ["themes"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [UptakeInline, DocumentInline]
    cited_fields = ["title", "summary", "lesson", "evidence"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "lesson", "themes"]}),
        (_("From whom"), {"fields": ["city", "organisation", "project", "exchanges"]}),
        (_("What bears it out"), {"fields": ["evidence", "evidence_url"]}),
        (_("Whom to ask"), {"fields": ["contact", "officer"]}),
    ]
