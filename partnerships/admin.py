from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline
from office.backoffice import (
    PlainVisibleRecordAdmin,
    RecordAdmin,
    RecordInline,
    TranslatedRecordAdmin,
    VisibleRecordAdmin,
    VisibleRecordForm,
)
from office.backoffice.filters import DecadeFilter
from office.languages import in_every_language, localized
from office.text import Fold
from partnerships import candidates
from partnerships.backoffice.candidates import HasSheet
from partnerships.backoffice.confirmations import ToBeConfirmed
from partnerships.backoffice.forms import FOUND, refuse_second, staff
from partnerships.backoffice.pages import HasLife
from partnerships.models import (
    Addressee,
    Agreement,
    BondType,
    Candidacy,
    CandidateQuestion,
    CouncilReport,
    Notice,
    Rule,
    Signatory,
    Signature,
    Status,
    Theme,
)


@admin.register(BondType)
class BondTypeAdmin(TranslatedRecordAdmin):
    """What kinds of bond do we know, and how do we explain them?"""

    is_setting = True

    list_display = ["name", "rank", "is_limited", "needs_council", "needs_confirmation"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}


@admin.register(Theme)
class ThemeAdmin(TranslatedRecordAdmin):
    """What do we work on with our partners, and how do we explain it?"""

    is_setting = True

    list_display = ["name", "rank", "definition"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}

    def has_page(self, record):
        return Theme.objects.in_use().filter(pk=record.pk).exists()


class AgreementForm(VisibleRecordForm):
    """Of one that was recorded as found the state is typed; else it follows from the steps."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "officer" in self.fields:
            self.fields["officer"].queryset = staff(self.instance.officer_id)
        if "status" not in self.fields:
            return
        if self.instance.pk and self.instance.steps.exists():
            self.fields["status"].disabled = True
            self.fields["status"].help_text = _("It follows from the steps above.")
        else:
            kept = {*FOUND, self.instance.status}
            self.fields["status"].choices = [one for one in Status.choices if one[0] in kept]


class NoticeInline(RecordInline):
    model = Notice
    fields = ["addressee", "sent_on", "register_number", "answer", "answered_on", "silence_on"]
    readonly_fields = ["silence_on"]


@admin.register(Agreement)
class AgreementAdmin(HasLife, VisibleRecordAdmin):
    """What have we agreed with which city, since when, and what do the sources say?"""

    form = AgreementForm
    list_display = ["city", "bond_type", "signed_on", "status", "seen_by"]
    list_filter = [
        "bond_type",
        ("signed_on", DecadeFilter),
        "status",
        ToBeConfirmed,
        "themes",
        "audience__level",
        "city__country",
    ]
    list_select_related = ["city", "bond_type"]
    search_fields = [*in_every_language("city__name"), *in_every_language("instrument")]
    autocomplete_fields = ["city", "bond_type", "planned_bond_type"]
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    inlines = [NoticeInline, DocumentInline]
    cited_fields = ["signed_on", "status", "bond_type", "place", "ended_on"]
    must_cite = ["signed_on", "ended_on"]
    fieldsets = [
        (None, {"fields": ["city", "bond_type", "instrument", "signed_on", "place"]}),
        (_("Themes"), {"fields": ["themes"]}),
        (_("Today"), {"fields": ["status", "term_ends_on", "ended_on", "officer"]}),
        (_("Where it was planned as another kind"), {"fields": ["planned_bond_type"]}),
        (_("For the public"), {"fields": ["note"]}),
    ]

    def fields_not_restored(self, record):
        """The state follows from the steps; the last of them can be taken back."""
        return ("status",) if record.steps.exists() else ()

    def get_ordering(self, request):
        return [Fold(localized("city__name", get_language())), "bond_type__rank", "pk"]


class SignatoryInline(RecordInline):
    model = Signatory
    fields = ["person", "side", "office", "without_office"]
    readonly_fields = ["office"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("person", "office__city", "office__organisation")


@admin.register(Signature)
class SignatureAdmin(TranslatedRecordAdmin):
    """When and where was which agreement signed or renewed, and by whom?"""

    list_display = ["agreement", "kind", "signed_on", "place", "room"]
    list_filter = ["kind", ("signed_on", DecadeFilter)]
    list_select_related = ["agreement__city", "agreement__bond_type"]
    ordering = ["-signed_on", "-pk"]
    search_fields = [*in_every_language("agreement__city__name"), *in_every_language("place")]
    autocomplete_fields = ["agreement"]
    fields = ["agreement", "kind", "signed_on", "place", "room", "languages", "gifts"]
    inlines = [SignatoryInline, DocumentInline]
    cited_fields = ["signed_on", "place", "room"]

    def has_page(self, record):
        return False


@admin.register(Rule)
class RuleAdmin(TranslatedRecordAdmin):
    """Which rules hold today, since when, and what held before?"""

    is_setting = True

    list_display = ["kind", "figure", "in_force_from", "in_force_to", "text"]
    list_filter = ["kind"]
    search_fields = [*in_every_language("text"), *in_every_language("explanation")]
    autocomplete_fields = ["act"]
    fields = ["kind", "figure", "in_force_from", "in_force_to", "text", "explanation", "act"]
    cited_fields = ["figure", "in_force_from", "in_force_to", "explanation"]
    must_cite = ["figure"]

    def has_page(self, record):
        return Rule.objects.listed().filter(pk=record.pk).exists()


@admin.register(Addressee)
class AddresseeAdmin(TranslatedRecordAdmin):
    """Whom does the city notify before it signs abroad?"""

    list_display = ["name", "rank"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}


@admin.register(CouncilReport)
class CouncilReportAdmin(RecordAdmin):
    """Which yearly reports was the Council given, and when?"""

    list_display = ["year", "presented_on", "act"]
    list_select_related = ["act__body"]
    autocomplete_fields = ["act"]
    fields = ["year", "presented_on", "act"]


@admin.register(CandidateQuestion)
class CandidateQuestionAdmin(TranslatedRecordAdmin):
    """What do we ask about every city with which a pact is thought of?"""

    list_display = ["question", "rank", "is_asked"]
    list_filter = ["is_asked"]
    search_fields = ["key", *in_every_language("question")]
    prepopulated_fields = {"key": ["question"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "facts":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return MultipleChoiceField(
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            required=False,
            choices=candidates.labels,
            widget=CheckboxSelectMultiple,
        )


class CandidacyForm(VisibleRecordForm):
    """No city is a candidate for what it has, as far as the reader may know."""

    def clean_bond_type(self):
        kind, city = self.cleaned_data["bond_type"], self.cleaned_data.get("city")
        is_new = self.instance.pk is None or {"city", "bond_type"} & {*self.changed_data}
        if is_new:
            refuse_second(city, kind, self.editor)
        return kind


@admin.register(Candidacy)
class CandidacyAdmin(HasSheet, PlainVisibleRecordAdmin):
    """With which cities is a pact thought of, and what do we advise?"""

    form = CandidacyForm
    list_display = ["city", "bond_type", "state", "asked_on", "decided_on", "seen_by"]
    list_filter = ["state", "bond_type", "audience__level"]
    list_select_related = ["city", "bond_type"]
    search_fields = [*in_every_language("city__name"), "asked_by"]
    autocomplete_fields = ["city", "bond_type", "act"]
    fieldsets = [
        (None, {"fields": ["city", "bond_type", "asked_by", "asked_on"]}),
        (_("Our opinion"), {"fields": ["state", "opinion", "decided_on", "act"]}),
    ]
