"""The back-office of documents: their form, their versions, and the rows on other records."""

from django.contrib import admin, messages
from django.contrib.contenttypes.admin import GenericTabularInline
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.actions import SAME_CONTENT, add_version, attach, attach_file
from directory.models import Document, DocumentFile, DocumentLink
from office.backoffice import RecordInline, VisibleRecordAdmin, VisibleRecordForm
from office.backoffice.filters import DecadeFilter
from office.backoffice.forms import ChoosingForm, GenericRowsFormSet
from office.backoffice.frame import record_url
from office.backoffice.rights import VisibleRows
from office.files import DocumentFormField, sha256_of
from office.languages import in_every_language
from office.numbers import file_size
from office.templatetags.office import language_names
from office.text import labelled
from office.tongues import names

# In the address of the form that makes a document: the record that it will hang on.
ATTACH_TO = "attach"


class WithFile(VisibleRecordForm):
    """Mixin of the form of a record beside which a file is kept as a document."""

    # What a file is, of which nothing else is known.
    kept_as = Document.Kind.OTHER
    file = DocumentFormField(label=_("File"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget.user = self.editor

    def _save_m2m(self):
        super()._save_m2m()
        if file := self.cleaned_data.get("file"):
            document = attach_file(record=self.instance, file=file, by=self.editor)
            if document.kind == Document.Kind.OTHER != self.kept_as:
                document.kind = self.kept_as
                document.save()


class DocumentForm(VisibleRecordForm):
    """A document's facts, and a file that becomes its newest version."""

    new_file = DocumentFormField(label=_("New version of the file"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "new_file" not in self.fields:
            return
        self.fields["new_file"].widget.user = self.editor
        if self.instance.current is None:
            self.fields["new_file"].required = True
            self.fields["new_file"].label = _("File")

    def clean_new_file(self):
        file = self.cleaned_data["new_file"]
        current = self.instance.current
        if file and current and current.sha256 == sha256_of(file):
            self.add_error("new_file", SAME_CONTENT)
        return file

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("new_file")
        self.instance.next_level = cleaned.get("level")
        self.instance.next_media_type = file.format.media_type if file else None
        return cleaned

    def _save_m2m(self):
        super()._save_m2m()
        if self.cleaned_data.get("new_file"):
            add_version(document=self.instance, file=self.cleaned_data["new_file"], by=self.editor)


class VersionInline(RecordInline):
    """The versions of a document, the newest first: read, and never changed."""

    model = DocumentFile
    fields = readonly_fields = [
        "number",
        "download",
        "format_and_size",
        "uploaded_at",
        "uploaded_by",
    ]
    verbose_name_plural = _("Versions")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("uploaded_by")

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission

    @admin.display(description=_("file"))
    def download(self, version):
        return format_html('<a href="{}">{}</a>', version.get_absolute_url(), version.name)

    @admin.display(description=_("format and size"))
    def format_and_size(self, version):
        return f"{version.format.label}, {file_size(version.size)}"


class PlacesInline(RecordInline):
    """Where a document hangs, as far as the reader may see the places; each can be taken off."""

    model = DocumentLink
    fields = readonly_fields = ["place"]
    verbose_name_plural = _("Attached to")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("record")

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description=_("record"))
    def place(self, link):
        return link_to(link.record)


class DocumentRowsFormSet(GenericRowsFormSet):
    """The documents of one record."""

    @property
    def record_key(self):
        """The record as the address of the form for a new document names it."""
        return f"{self.instance._meta.label_lower}.{self.instance.pk}"


class DocumentInline(VisibleRows, GenericTabularInline):
    """The documents of a record, on its own form: one line in `inlines` for every admin class."""

    model = DocumentLink
    form = ChoosingForm
    formset = DocumentRowsFormSet
    template = "admin/directory/document_inline.html"
    extra = 0
    fields = ["document", "download", "position"]
    readonly_fields = ["download"]
    autocomplete_fields = ["document"]
    verbose_name = _("attached document")
    verbose_name_plural = _("Documents")

    def get_queryset(self, request):
        newest = Document.objects.with_current()
        return super().get_queryset(request).prefetch_related(Prefetch("document", newest))

    @admin.display(description=_("current version"))
    def download(self, link):
        return current_version(link.document) if link.pk else None


def link_to(record):
    """A link to the back-office's page of a record, or its name where it has none."""
    kind = record._meta.verbose_name
    try:
        url = record_url(record)
    except NoReverseMatch:
        return labelled(kind, record)
    link = format_html('<a href="{}">{}</a>', url, record)
    return format_html(labelled("{}", "{}"), kind, link)


def current_version(document):
    version = document.current
    return version and format_html(
        '<a href="{}">{}</a> ({}, {})',
        version.get_absolute_url(),
        gettext("version %d") % version.number,
        version.format.label,
        file_size(version.size),
    )


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by().values_list("languages", flat=True)
        found = {code for codes in rows.distinct() for code in codes}
        known = names()
        return sorted(((code, known.get(code, code)) for code in found), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(languages__contains=[self.value()]) if self.value() else queryset


@admin.register(Document)
class DocumentAdmin(VisibleRecordAdmin):
    """Which papers and pictures do we have, in which language and version, and who sees them?"""

    form = DocumentForm
    list_display = [
        "title",
        "kind",
        "written_in",
        "date",
        "newest",
        "seen_by",
    ]
    list_filter = ["audience__level", "kind", LanguageFilter, ("date", DecadeFilter)]
    search_fields = [*in_every_language("title"), "author", "text", "source__title"]
    autocomplete_fields = ["source"]
    inlines = [VersionInline, PlacesInline]
    fieldsets = [
        (None, {"fields": ["title", "kind", "new_file", "languages", "date", "source"]}),
        (_("Pictures"), {"fields": ["alt_text", "is_decorative", "author", "licence"]}),
        (_("In plain letters"), {"fields": ["text"]}),
    ]
    only_to_write = ["new_file"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_current()

    def has_page(self, record):
        """Its address is that of its file, which whoever may see the document can open."""
        return record.current is not None

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def render_change_form(self, request, context, *args, **kwargs):
        context["attach_to"] = None if context["original"] else self.record_to_attach_to(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = None if change else self.record_to_attach_to(request)
        if record:
            attach(document=form.instance, record=record, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the record for which the document was made."""
        record = self.record_to_attach_to(request)
        if record is None or {"_continue", "_addanother"} & request.POST.keys():
            return super().response_add(request, obj, post_url_continue)
        said = gettext("“%(document)s” is attached to %(record)s.")
        messages.success(request, said % {"document": obj, "record": record})
        return redirect(record_url(record))

    def record_to_attach_to(self, request):
        """The record that the address names, where the user may change it; else None."""
        label, _dot, pk = request.GET.get(ATTACH_TO, "").rpartition(".")
        for model, its_admin in self.admin_site._registry.items():
            if model._meta.label_lower == label and DocumentInline in its_admin.inlines:
                record = its_admin.get_object(request, pk)
                may = record and its_admin.has_change_permission(request, record)
                return record if may else None
        return None

    @admin.display(description=_("languages"))
    def written_in(self, document):
        return language_names(document.languages) or None

    @admin.display(description=_("current version"))
    def newest(self, document):
        return current_version(document)
