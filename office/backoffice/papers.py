"""The back-office of the Word templates: what a template may print, and whether it can be used."""

import io
from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from office.backoffice.base import RecordAdmin
from office.backoffice.forms import RecordForm
from office.files import DOCX, DocumentFormField, safe_name
from office.languages import offered_languages
from office.models import PaperTemplate
from office.papers.docx import docx, printed, surroundings
from office.papers.judging import judge
from office.papers.kinds import COMMON, choices, kinds
from office.served import PRIVATE, served


class TemplateFormField(DocumentFormField):
    """A Word document, judged by its content."""

    def __init__(self, **kwargs):
        super().__init__(help_text=_("A Word document (DOCX) with the fields below."), **kwargs)
        self.widget.attrs["accept"] = ".docx"

    def to_python(self, data):
        file = super().to_python(data)
        if file is not None and file.format is not DOCX:
            raise ValidationError(_("This is no Word document: save it as DOCX."), code="not_docx")
        return file


class NewTemplateForm(RecordForm):
    """A new template with its file, which the kind of paper decides upon."""

    new_file = TemplateFormField(label=_("File"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_file"].widget.user = self.editor

    def clean(self):
        cleaned = super().clean()
        file, kind = cleaned.get("new_file"), cleaned.get("kind")
        if file and kind:
            try:
                judge(file, kind)
            except ValidationError as error:
                # Not worth keeping for the next try, though it is a good Word document.
                file.format = file.reference = None
                self.add_error("new_file", error)
            else:
                self.instance.file, self.instance.name = file, safe_name(file.name, DOCX)
        return cleaned


@dataclass(frozen=True)
class ShownKind:
    """A kind of paper with its fields, as the form lists them: (tag, what it says, example)."""

    key: str
    label: str
    fields: list


class PaperTemplateAdmin(RecordAdmin):
    """Which papers have the office's own look, and which template is in use?"""

    is_setting = True

    list_display = ["name", "kind_label", "for_language", "is_active", "uploaded_at"]
    list_filter = ["is_active", "language"]
    search_fields = ["name", "note"]
    change_form_template = "admin/office/papertemplate/change_form.html"
    change_list_template = "admin/office/papertemplate/change_list.html"

    def get_urls(self):
        def view(function):
            return self.admin_site.admin_view(function)

        urls = [
            ("shipped/<slug:key>/", self.shipped_view, "shipped"),
            ("shipped/<slug:key>/try/", self.try_shipped_view, "try_shipped"),
            ("<int:pk>/file/", self.file_view, "file"),
            ("<int:pk>/try/", self.try_view, "try"),
        ]
        return [
            *(path(url, view(function), name=name_of(name)) for url, function, name in urls),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        adds = obj is None and self.has_add_permission(request)
        form = super().get_form(
            request,
            obj,
            change=change,
            **{"form": NewTemplateForm if adds else RecordForm, **kwargs},
        )
        form.editor = request.user
        return form

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["kind", "language", "new_file", "is_active", "note"]
        return ["kind_label", "language", "download", "uploaded_at", "is_active", "note"]

    def get_readonly_fields(self, request, obj=None):
        return ["kind_label", "download", "uploaded_at"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "language":
            kwargs["choices"] = [("", _("All languages")), *offered_languages()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        keys = [obj.kind] if obj else kinds.names()
        context["kinds"] = [shown(key) for key in keys if key in kinds.names()]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changelist_view(self, request, extra_context=None):
        shipped = [ShownKind(key, capfirst(kind.label), []) for key, kind in kinds.items()]
        return super().changelist_view(request, {"kinds": shipped, **(extra_context or {})})

    @admin.display(description=_("kind of paper"), ordering="kind")
    def kind_label(self, template):
        return capfirst(template.label)

    @admin.display(description=_("language"), ordering="language")
    def for_language(self, template):
        return template.get_language_display() or _("All languages")

    @admin.display(description=_("file"))
    def download(self, template):
        url = reverse(f"admin:{name_of('file')}", args=[template.pk])
        return format_html('<a href="{}" download>{}</a>', url, template.name)

    # ------------------------------------------------------------ files

    def file_view(self, request, pk):
        """The template as it was handed in."""
        template = self.found(request, pk)
        return word(template.file.open, template.name)

    def try_view(self, request, pk):
        """The template filled with made-up data."""
        template = self.found(request, pk)
        if template.kind not in kinds.names():
            raise Http404
        return word(lambda: tried(template.file, template), f"{slugify(template.name[:-5])}.docx")

    def shipped_view(self, request, key):
        """The template that came with the program, to begin from."""
        kind = self.kind(request, key)
        return word(lambda: io.BytesIO(kind.template.read_bytes()), shipped_name(kind))

    def try_shipped_view(self, request, key):
        kind = self.kind(request, key)
        name = shipped_name(kind, gettext("example"))
        return word(lambda: filled(kind.template, key, get_language()), name)

    def found(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(PaperTemplate, pk=pk)

    def kind(self, request, key):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if key not in kinds.names():
            raise Http404
        return kinds.get(key)


def shipped_name(kind, *more):
    """What a file that came with the program is called: by its kind, in the reader's words."""
    return safe_name(" ".join(map(str, [_("template"), kind.label, *more])), DOCX)


def name_of(view):
    return f"office_papertemplate_{view}"


def tried(file, template):
    with file.open() as opened:
        return filled(opened, template.kind, template.language or get_language())


def filled(template, key, language):
    """The example of the kind in a template, as an open file."""
    with translation.override(language):
        example = kinds.get(key).example()
    return io.BytesIO(docx(template, example, language=language, is_demo=True))


def word(opened, name):
    return served(
        opened, kept=PRIVATE, as_attachment=True, filename=name, content_type=DOCX.media_type
    )


def shown(key):
    kind = kinds.get(key)
    context = {**surroundings(get_language(), is_demo=True), **kind.example()}
    fields = [
        (field.tag, field.says, printed(field.expression, context) if field.expression else "")
        for field in (*COMMON, *kind.fields)
    ]
    return ShownKind(key, capfirst(kind.label), fields)
