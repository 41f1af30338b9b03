"""
What the plain admin would tell of things that one may not see, shut.

Lists, choices of foreign keys, filters on relations and delete pages all go through
`visible_to`.
"""

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import ngettext

from office.backoffice.frame import record_url
from office.backoffice.widgets import found_by_typing
from office.text import labelled
from office.tongues import LanguageField, LanguagesField


def visible(queryset, user):
    """The rows of the queryset that the user may read; all of them where every reader may."""
    return queryset.visible_to(user) if hasattr(queryset, "visible_to") else queryset


def readable(model, keys, user):
    """{key: record} of those that the user may read, with what their names are made of."""
    rows = visible(model._default_manager.filter(pk__in=keys), user)
    page = admin.site._registry.get(model)
    if page and page.list_select_related:
        rows = rows.select_related(*page.list_select_related)
    return {record.pk: record for record in rows}


def readable_records(rows, user):
    """
    {(key of the content type, key): record} of what rows such as duties are about.

    Of what the user may read, with a query for each kind of record.
    """
    records = {}
    for kind in {row.content_type for row in rows}:
        keys = {row.object_id for row in rows if row.content_type_id == kind.pk}
        found = readable(kind.model_class(), keys, user)
        records |= {(kind.pk, key): record for key, record in found.items()}
    return records


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """A filter on a relation that offers what stands in the rows the user may see, no more."""

    def field_choices(self, field, request, model_admin):
        """In the order of their own list."""
        rows = model_admin.get_queryset(request).order_by().values(self.field_path)
        model = field.remote_field.model
        if model in model_admin.admin_site._registry:
            related = model_admin.admin_site._registry[model].get_queryset(request)
        else:
            related = visible(model._default_manager.order_by("pk"), request.user)
        return [(record.pk, str(record)) for record in related.filter(pk__in=rows)]

    def has_output(self):
        """Also with one choice alone, where the address asks for it: a figure led here."""
        return bool(self.lookup_val) or super().has_output()


admin.FieldListFilter.register(
    lambda field: field.remote_field, VisibleRelatedFilter, take_priority=True
)


class VisibleRows:
    """Mixin of every admin class and inline: rows and choices that the user may see."""

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """No button beside a choice deletes what was chosen: that has a page of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, LanguageField | LanguagesField):
            field.widget = found_by_typing(field)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def _choices(self, db_field, request):
        return visible(db_field.remote_field.model._default_manager.all(), request.user)


class DiscreetDeletion:
    """Mixin: the delete page counts what one may not see, and does not name it."""

    def get_deleted_objects(self, objs, request):
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        found = self._holders(collector.protected, objs, request.user)
        protected = list(found)
        for instances in collector.model_objs.values():
            found += instances
        hidden = self._hidden(found, request.user)
        names = _Names(self.admin_site, request, hidden)
        to_delete = [line for line in collector.nested(names.line) if line]
        protected = sorted(line for line in map(names.link, protected) if line)
        if hidden:
            # Nothing is deleted with, or because of, what the user cannot check.
            protected.append(hidden_line(len(hidden)))
        counts = {
            model._meta.verbose_name_plural: len(instances)
            for model, instances in collector.model_objs.items()
        }
        return to_delete, counts, names.forbidden, protected

    def _holders(self, rows, leaving, user):
        """What the user would change first: the records on whose forms these rows stand."""
        hidden = self._hidden(rows, user)
        owners = [
            row if (type(row), row.pk) in hidden else self._owner(row, leaving) for row in rows
        ]
        return list(dict.fromkeys(owners))

    def _owner(self, row, leaving):
        pages = self.admin_site._registry
        if type(row) in pages:
            return row
        parents = [
            getattr(row, field.name) for field in row._meta.get_fields() if field.many_to_one
        ]
        staying = (one for one in parents if type(one) in pages and one not in leaving)
        return next(staying, row)

    def _hidden(self, records, user):
        hidden = set()
        for model in {type(record) for record in records}:
            pks = {record.pk for record in records if type(record) is model}
            seen = visible(model._default_manager.filter(pk__in=pks), user)
            hidden |= {(model, pk) for pk in pks - set(seen.values_list("pk", flat=True))}
        return hidden

    def delete_queryset(self, request, queryset):
        """One by one, so that what each takes with it goes too."""
        for record in queryset:
            record.delete()


class _Names:
    """Writes the lines of a delete page, and notes which kinds the user may not delete."""

    def __init__(self, site, request, hidden):
        self.site, self.request, self.hidden = site, request, hidden
        self.forbidden = set()

    def line(self, record):
        model = type(record)
        if model._meta.auto_created or (model, record.pk) in self.hidden:
            return ""
        admin_class = self.site._registry.get(model)
        if admin_class and not admin_class.has_delete_permission(self.request, record):
            self.forbidden.add(model._meta.verbose_name)
        return labelled(capfirst(model._meta.verbose_name), record)

    def link(self, record):
        """The line of what holds another thing: it leads to where it can be changed."""
        if (type(record), record.pk) in self.hidden:
            return ""
        kind = capfirst(record._meta.verbose_name)
        page = self.site._registry.get(type(record))
        if page is None or not page.has_view_or_change_permission(self.request, record):
            return format_html(labelled("{}", "{}"), kind, record)
        link = format_html('<a href="{}">{}</a>', record_url(record), record)
        return format_html(labelled("{}", "{}"), kind, link)


def hidden_line(count):
    return ngettext(
        "%(count)d thing that you may not see", "%(count)d things that you may not see", count
    ) % {"count": count}
