"""Which facts have no source yet: a filter of the lists, and lines of the start page."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

from office.backoffice.rights import visible
from office.languages import in_every_language
from office.models import Citation
from office.start_page import HOUSEKEEPING, Line

ANY = "any"


def without_source(queryset, fields):
    """The rows where one of these fields says something that no source bears out."""
    wanting = Q(pk__in=[])
    kind = ContentType.objects.get_for_model(queryset.model)
    for name in fields:
        cited = Citation.objects.filter(content_type=kind, object_id=OuterRef("pk"), field=name)
        wanting |= says_something(queryset.model, name) & ~Exists(cited)
    return queryset.filter(wanting)


def says_something(model, name):
    """The condition that the field is neither NULL nor empty, in one language at least."""
    field = model._meta.get_field(name)
    said = Q(pk__in=[])
    for column in _columns(model, name):
        filled = Q(**{f"{column}__isnull": False})
        said |= filled & ~Q(**{column: ""}) if field.empty_strings_allowed else filled
    return said


def _columns(model, name):
    try:
        translated = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        translated = {}
    return in_every_language(name) if name in translated else [name]


class WithoutSource(admin.SimpleListFilter):
    """What wants a source: any of the facts that must have one, or one of all that may."""

    title = _("source missing")
    parameter_name = "without_source"

    def __init__(self, request, params, model, model_admin):
        self.must, self.may = model_admin.must_cite, model_admin.cited_fields
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        meta = model_admin.model._meta
        named = [(name, capfirst(meta.get_field(name).verbose_name)) for name in self.may]
        must = [(ANY, gettext("Facts that must have one"))] if self.must else []
        return [*must, *named]

    def queryset(self, request, queryset):
        if self.value() == ANY:
            return without_source(queryset, self.must)
        if self.value() in self.may:
            return without_source(queryset, [self.value()])
        return queryset


def lines_without_source(user):
    """One line for each kind of record of which this person may mend the sources."""
    return [
        _line(model, admin_class, user)
        for model, admin_class in admin.site._registry.items()
        if admin_class.must_cite
        and user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    ]


def _line(model, admin_class, user):
    rows = visible(model._default_manager.all(), user)
    meta = model._meta
    changelist = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    count = without_source(rows, admin_class.must_cite).count()
    return Line(
        label=ngettext("%(kind)s: fact without a source", "%(kind)s: facts without a source", count)
        % {"kind": capfirst(meta.verbose_name_plural)},
        count=count,
        url=f"{changelist}?{WithoutSource.parameter_name}={ANY}",
        rank=HOUSEKEEPING,
    )
