"""The admin classes that every other one starts from."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field, unquote
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from office.backoffice import frame, kept, texts
from office.backoffice.conflicts import NoLostUpdate
from office.backoffice.faults import faults_of
from office.backoffice.forms import (
    HIDDEN,
    ChoosingForm,
    GenericRowsFormSet,
    RecordForm,
    RowsFormSet,
    VisibleRecordForm,
)
from office.backoffice.history import KeepsHistory
from office.backoffice.personal_data import of_record as personal_data_page
from office.backoffice.reading import in_words
from office.backoffice.rights import DiscreetDeletion, VisibleRows
from office.backoffice.sources import WithoutSource
from office.citing import leave_sources_behind
from office.languages import offered_languages, original_language
from office.models import Audience, Citation, made_up


class RecordInline(VisibleRows, admin.TabularInline):
    """Rows that belong to a record and are edited with it."""

    form = ChoosingForm
    formset = RowsFormSet
    extra = 0


class CitationInline(VisibleRows, GenericTabularInline):
    """Which source says what of which field of the record."""

    model = Citation
    form = ChoosingForm
    formset = GenericRowsFormSet
    extra = 0
    fields = ["field", "says", "source", "confidence"]
    readonly_fields = ["fact", "said_there"]
    autocomplete_fields = ["source"]

    def get_fields(self, request, obj=None):
        """To read, in words what the form chooses from a list."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["fact", "said_there", "source", "confidence"]

    @admin.display(description=Citation._meta.get_field("field").verbose_name)
    def fact(self, citation):
        return citation.field_name

    @admin.display(description=Citation._meta.get_field("says").verbose_name)
    def said_there(self, citation):
        from office.templatetags.office import said

        return said(citation) if citation.says else None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "field":
            return self._choice_of_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _choice_of_field(self, db_field):
        cited = self.admin_site._registry[self.parent_model].cited_fields
        kind = ContentType.objects.get_for_model(self.parent_model)
        # A data set may cite further ones, which a form must not turn into others.
        stored = Citation.objects.filter(content_type=kind).values_list("field", flat=True)
        names = dict.fromkeys([*cited, *stored.order_by("field").distinct()])
        choices = [(name, Citation(content_type=kind, field=name).field_name) for name in names]
        return forms.ChoiceField(label=db_field.verbose_name, choices=choices)


class RecordAdmin(NoLostUpdate, KeepsHistory, DiscreetDeletion, VisibleRows, admin.ModelAdmin):
    """
    The back-office page of one kind of record.

    Every admin class starts here, and office/checks.py refuses one that does not: rows
    and choices through `visible_to`, no lost update, history with a way back, and what
    was typed is kept when the session had run out.
    """

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False
    # The fields whose sources are asked for: they stand in the list of the citations.
    cited_fields = ()
    # Those of them that should not stand without a source: the start page counts where they do.
    must_cite = ()
    # Of whose form, who only reads the record has nothing: a file to choose.
    only_to_write = ()
    # Whoever sees the list may take it along as a file.
    is_exported = True
    # Laid down once, and not what one does every day: in the menu it stands apart.
    is_setting = False

    def choice_label(self, record):
        """
        How the record is offered in a box in which one types: more than its name, where that
        does not tell it apart. Of what `get_queryset` brings, and so of what may be seen.
        """
        return str(record)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<str:ending>/", view, name=name), *super().get_urls()]

    def export_view(self, request, ending):
        """The list as a file, with the filters, the search and the order of its address."""
        from office.exchange import export

        if not self.is_exported:
            raise PermissionDenied
        return export.answer(self, request, ending)

    def changelist_view(self, request, extra_context=None):
        from office.exchange.resources import importable_by
        from office.exchange.tables import FORMATS

        kinds = [name for name, one in importable_by(request.user) if one.model is self.model]
        context = {
            "export_formats": FORMATS if self.is_exported else [],
            "importable": "".join(kinds[:1]),
            "title": capfirst(self.opts.verbose_name_plural),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [*filters, WithoutSource] if self.cited_fields else filters

    def get_inlines(self, request, obj):
        inlines = list(super().get_inlines(request, obj))
        return [*inlines, CitationInline] if self.cited_fields else inlines

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields[kept.SIGNED_BY].initial = kept.signature(request.user)
        return form

    def get_fieldsets(self, request, obj=None):
        """Without the two hidden fields, which stand at the top of the template."""
        fieldsets = frame.without(super().get_fieldsets(request, obj), HIDDEN)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return frame.without(fieldsets, self.only_to_write)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        typed = kept.take(request)
        if typed is not None:
            # Shown again as it was typed; the form itself refuses to save it (kept.RESTORED).
            kept.send_again(request, typed)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Under the name of the record, not under what may be done with it."""
        kind = {"kind": self.opts.verbose_name}
        context |= {"title": str(obj) if obj else gettext("Add: %(kind)s") % kind, "subtitle": None}
        formsets = [one.formset for one in context["inline_admin_formsets"]]
        context["personal_data_url"] = personal_data_page(obj, request.user) if obj else ""
        context["faults"] = faults_of(context["adminform"].form, formsets)
        if obj and not self.has_change_permission(request, obj):
            rows = context["inline_admin_formsets"]
            context["inline_admin_formsets"] = [one for one in rows if one.formset.forms]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_changeform_initial_data(self, request):
        """Of what the address says of other records only what can be the key of one."""
        said = super().get_changeform_initial_data(request)
        keys = {one.name for one in self.opts.fields if one.is_relation}
        return {name: value for name, value in said.items() if name not in keys or is_key(value)}

    def save_model(self, request, obj, form, change):
        if change and not any(part.has_changed() for part in [form, *obj.formsets_of_form]):
            return  # No version and no entry in the history of what nobody changed.
        if not change:
            obj.is_demo = self.is_made_up(request, obj)
        super().save_model(request, obj, form, change)

    def is_made_up(self, request, obj):
        return made_up(request.user, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        left = self._sources_left_behind(form, formsets) if change and self.cited_fields else []
        if left:
            said = _("These say otherwise: %(sources)s. Add the source of what you wrote.")
            names = ", ".join(dict.fromkeys(map(str, left)))
            messages.warning(request, said % {"sources": names})

    def _sources_left_behind(self, form, formsets):
        """Rows of citations that were typed into are as whoever typed wants them."""
        rows = [row for part in formsets if part.model is Citation for row in part.forms]
        typed = {row.instance.pk for row in rows if row.has_changed()}
        columns = {one.name: one for one in self.opts.concrete_fields}
        before = {
            name: columns[name].to_python(form.initial.get(name))
            for name in form.changed_data
            if name in columns
        }
        return leave_sources_behind(form.instance, before, but=typed)

    def view_on_site(self, obj):
        """The record's page, in the reader's language; None where it would not be found."""
        return obj.get_absolute_url() if self.has_page(obj) else None

    def has_page(self, record):
        return hasattr(record, "get_absolute_url")

    def get_list_display(self, request):
        """The list's columns; the first, which names the record, says if it is made up."""
        first, *others = super().get_list_display(request)
        return [marked(first, self), *others]

    def columns_of_file(self):
        """The columns of the list as it is taken along."""
        return [*self.list_display]

    @admin.display(description=_("demonstration"))
    def demonstration(self, record):
        return _("made up") if record.is_demo else None


# What an address of a list says where nothing is looked for: the page, the order, all of it.
OF_ANY_LIST = {"p", "o", "all"}


def is_key(value):
    return isinstance(value, int) or str(value).isdecimal()


def marked(column, page):
    """A column of a list that marks the records that the demonstration made up."""
    _value, attribute = label_for_field(column, page.model, page, return_attr=True)

    @admin.display(
        description=label_for_field(column, page.model, page),
        ordering=getattr(attribute, "admin_order_field", None if attribute else column),
    )
    def shown(record):
        field, _attribute, value = lookup_field(column, record, page)
        words = value if field is None or field.remote_field else in_words(value, field)
        if not record.is_demo:
            return words
        return format_html(
            '{} <span class="demonstration-mark">{}</span>', words, gettext("made up")
        )

    shown.__name__ = column
    return shown


class OneRowAdmin(RecordAdmin):
    """
    Settings of which there is one row: a page, and no list.

    While the office has laid nothing down, the page shows what the program proposes, which holds.
    """

    is_setting = True

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_model_perms(self, request):
        """For the menu of every page, which asks the database nothing."""
        return {
            "add": False,
            "change": self.has_change_permission(request),
            "delete": False,
            "view": self.has_view_permission(request),
        }

    def changelist_view(self, request, extra_context=None):
        row = self.model.objects.first()
        if row and self.has_view_or_change_permission(request, row):
            return self.change_view(request, str(row.pk))
        if row is None and self.has_add_permission(request):
            return self.add_view(request)
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_add_another"] = False
        response = super().render_change_form(request, context, *args, **kwargs)
        response.context_data["title"] = capfirst(self.opts.verbose_name_plural)
        return response


class ByName:
    """Mixin of records with a name: as whoever reads this language would look them up."""

    def get_ordering(self, request):
        return self.model.objects.in_order(get_language()).query.order_by


class OfferedLanguages:
    """Mixin: of a text in several languages only those that the office offers are asked for."""

    def get_exclude(self, request, obj=None):
        offered = dict(offered_languages())
        unused = [
            column.name
            for columns in self.trans_opts.all_fields.values()
            for column in columns
            if column.language not in offered
        ]
        return [*(super().get_exclude(request, obj) or []), *unused]

    def get_fieldsets(self, request, obj=None):
        return frame.without(super().get_fieldsets(request, obj), self.get_exclude(request, obj))

    def patch_translation_field(self, db_field, field, request, **kwargs):
        """The office's original language is the one that must be written."""
        super().patch_translation_field(db_field, field, request, **kwargs)
        if hasattr(db_field, "translated_field"):
            must = not db_field.translated_field.blank and db_field.language == original_language()
            field.required = must


class TranslatedInline(OfferedLanguages, VisibleRows, TranslationStackedInline):
    """Rows with texts in several languages, one below the other; the buttons are the record's."""

    form = ChoosingForm
    formset = RowsFormSet
    extra = 0


class TranslatedRecordAdmin(OfferedLanguages, RecordAdmin, TranslationAdmin):
    """A record with texts in several languages: the languages that the office offers."""

    class Media:
        js = ["js/language_tabs.js"]
        css = {"all": ["css/language_tabs.css", "css/text_states.css"]}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        if obj and not form.is_bound:
            texts.show_states(form)
        context["language_names"] = language_names()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        """From the original language, whichever was active when the program started."""
        return {
            target: [f"{source}_{original_language()}" for source in sources]
            for target, sources in type(self).prepopulated_fields.items()
        }


def language_names():
    """What the row of buttons says by which the languages of the texts are chosen."""
    return {
        "languages": dict(offered_languages()),
        "all": gettext("All languages"),
        "label": gettext("Languages of the texts"),
        "empty": gettext("Nothing is written in this language yet."),
    }


class HasAudience:
    """Mixin of a record with an audience: who may see it stands at the end of its form."""

    form = VisibleRecordForm

    def has_page(self, record):
        return super().has_page(record) and record.audience.level == Audience.Level.PUBLIC

    def columns_of_file(self):
        return [*super().columns_of_file(), "demonstration"]

    def changelist_view(self, request, extra_context=None):
        if {*request.GET} - OF_ANY_LIST:
            # Of what is hidden nobody learns by searching; the number would not heed the search.
            return super().changelist_view(request, extra_context)
        rows = self.model._default_manager
        readable = rows.visible_to(request.user).values("pk")
        hidden = rows.known_to(request.user).exclude(pk__in=readable).count()
        return super().changelist_view(request, {**(extra_context or {}), "known_only": hidden})

    def history_view(self, request, object_id, extra_context=None):
        """With who changed, and when, who may see the record."""
        record = self.get_object(request, unquote(object_id))
        kept = record and record.audience.history.select_related("history_user")
        return super().history_view(
            request, object_id, {**(extra_context or {}), "audience_entries": kept}
        )

    def get_list_select_related(self, request):
        return [*(super().get_list_select_related(request) or []), "audience"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor, form.may_publish = request.user, request.user.publishes
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = frame.without(super().get_fieldsets(request, obj), SEEN_BY)
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        seen_by = SEEN_BY_AS_TEXT if reads_only else SEEN_BY
        return [*fieldsets, (_("Who may see it"), {"fields": seen_by})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *SEEN_BY_AS_TEXT]

    @admin.display(description=_("named readers"))
    def named_readers(self, record):
        return ", ".join(str(reader) for reader in record.audience.readers.all())

    @admin.display(description=_("who may see it"), ordering="audience__level")
    def seen_by(self, record):
        return record.audience.get_level_display()


class VisibleRecordAdmin(HasAudience, TranslatedRecordAdmin):
    """A record with an audience and with texts in several languages."""


class PlainVisibleRecordAdmin(HasAudience, RecordAdmin):
    """A record with an audience, whose texts the office writes in its own language alone."""


SEEN_BY = ["level", "readers"]
SEEN_BY_AS_TEXT = ["seen_by", "named_readers"]
