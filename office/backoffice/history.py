"""The history of a record: who changed what and when, and the way back for one value."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator

from office.backoffice import frame
from office.backoffice.reading import in_words
from office.backoffice.rights import visible
from office.backoffice.texts import difference
from office.citing import leave_sources_behind


@dataclass(frozen=True)
class Change:
    """One value that was replaced by another."""

    field: str
    label: str
    old: str
    new: str
    # The kept version that holds the old value.
    before: int
    # Of a text, as HTML: what went and what came.
    marked: str = ""
    may_restore: bool = True


class KeepsHistory:
    """Mixin of every admin class: the history page, with a button that restores an old value."""

    history_per_page = 50

    def history_view(self, request, object_id, extra_context=None):
        if request.method == "POST":
            return self._restore(request, object_id)
        record = self._record(request, object_id)
        page = Paginator(self._entries(record), self.history_per_page).get_page(
            request.GET.get("page")
        )
        return frame.page(
            request,
            "admin/office/history.html",
            _("History: %s") % record,
            object=record,
            opts=self.opts,
            page=page,
            steps=self._steps(page, request, record),
            may_restore=self.has_change_permission(request, record),
            **(extra_context or {}),
        )

    def _record(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _entries(self, record):
        return record.history.select_related("history_user").order_by(
            "-history_date", "-history_id"
        )

    def _steps(self, page, request, record):
        """Each entry of the page with its changes against the one before it in time."""
        steps = pairs(page)
        fields = self.kept_fields(request, record)
        names = self._names({one for step in steps for one in step if one}, fields, request.user)
        fixed = self.fields_not_restored(record)
        return [
            (entry, self.changes(entry, before, fields, names, fixed)) for entry, before in steps
        ]

    def fields_not_restored(self, record):
        """The fields of which the history shows the values, but offers no way back."""
        return ()

    def _names(self, entries, fields, user):
        """What the user may see of the related records, by model and key: a query per kind."""
        wanted = {}
        for field in fields.values():
            if field.remote_field:
                pks = {getattr(entry, field.attname) for entry in entries}
                wanted.setdefault(field.remote_field.model, set()).update(pks - {None})
        return {
            (model, row.pk): str(row)
            for model, pks in wanted.items()
            for row in visible(model._default_manager.filter(pk__in=pks), user)
        }

    def changes(self, entry, before, fields, names, fixed=()):
        """What the entry changed against the one before it; nothing for the first."""
        if before is None:
            return []
        return [
            Change(
                name,
                field.verbose_name,
                self._shown(before, field, names),
                self._shown(entry, field, names),
                before.history_id,
                self._marked(before, entry, field),
                name not in fixed,
            )
            for name, field in fields.items()
            if getattr(before, field.attname) != getattr(entry, field.attname)
        ]

    def kept_fields(self, request, record):
        """The fields whose history this person reads, by name: none that the form hides."""
        try:
            left_out = set(translator.get_options_for_model(self.model).all_fields)
        except NotRegistered:
            left_out = set()
        left_out.update(self.get_exclude(request, record) or ())
        tracked = {field.name for field in self.model.history.model.tracked_fields}
        return {
            field.name: field
            for field in self.opts.concrete_fields
            if field.name in tracked and field.editable and field.name not in left_out
        }

    def _marked(self, before, entry, field):
        texts = [getattr(one, field.attname) for one in (before, entry)]
        is_text = isinstance(field, models.TextField) and all(texts)
        return difference(*texts) if is_text else ""

    def _shown(self, entry, field, names):
        value = getattr(entry, field.attname)
        if field.remote_field and value is not None:
            return names.get((field.remote_field.model, value), _("(not shown)"))
        return in_words(value, field, _("(empty)"))

    @transaction.atomic
    def _restore(self, request, object_id):
        record = self._record(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        field = self.kept_fields(request, record).get(request.POST.get("field"))
        entry = self._entry(record, request.POST.get("entry", ""))
        if field is None or entry is None or field.name in self.fields_not_restored(record):
            raise Http404
        before = {field.name: field.value_from_object(record)}
        setattr(record, field.attname, getattr(entry, field.attname))
        try:
            record.full_clean()
            self._refuse_hidden(record, field, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            record._change_reason = "restored"
            record.save()
            leave_sources_behind(record, before)
            message = _("Restored: %(field)s.") % {"field": field.verbose_name}
            self.log_change(request, record, message)
            messages.success(request, message)
        return redirect(request.path)

    def _entry(self, record, key):
        return record.history.filter(history_id=key).first() if key.isdecimal() else None

    def _refuse_hidden(self, record, field, user):
        value = getattr(record, field.attname)
        if field.remote_field and value is not None:
            rows = field.remote_field.model._default_manager.filter(pk=value)
            if not visible(rows, user).exists():
                raise ValidationError(_("This value can no longer be chosen."))


def pairs(page):
    """Each entry of the page with the one before it in time; None before the first of all."""
    entries = list(page.object_list)
    rest = page.paginator.object_list[page.end_index() : page.end_index() + 1]
    return list(zip(entries, [*entries[1:], *(list(rest) or [None])], strict=False))
