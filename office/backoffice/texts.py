"""The texts as the translator's page shows them: each beside what it is made from."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from office.backoffice import desk
from office.backoffice.frame import record_url as url_of_record
from office.text_states import Mark, State, codes, fields_of

# Words, and the spaces between them; more would take seconds to compare.
MOST_COMPARED = 10_000


@dataclass
class Text:
    """One text of one record in one language, with the text that it is made from."""

    record: models.Model
    field: str
    language: str
    # The text in its source language from which this one was made, where it has changed since.
    made_of: str | None = None

    @property
    def column(self):
        return self.record._meta.get_field(f"{self.field}_{self.language}")

    @property
    def words(self):
        return getattr(self.record, self.column.name) or ""

    @property
    def label(self):
        return capfirst(self.record._meta.get_field(self.field).verbose_name)

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @cached_property
    def source(self):
        """(language, text) of what stands beside it."""
        return self.record.source_of(self.field, self.language)

    @property
    def state(self):
        return self.record.text_state(self.field, self.language)

    @property
    def entry(self):
        return self.record.text_states.get(self.field, {}).get(self.language, {})

    @property
    def change(self):
        """What changed in the original, as HTML; None where that is not known."""
        if self.made_of is None:
            return None
        now = getattr(self.record, f"{self.field}_{self.entry['from']}")
        return difference(self.made_of, now)

    @property
    def key(self):
        return f"{self.record._meta.label_lower}.{self.record.pk}.{self.field}"

    @property
    def url(self):
        return reverse("admin:translation", args=[self.language, self.key])

    @property
    def record_url(self):
        return url_of_record(self.record)

    def write(self, words, *, draft):
        """Store the text as written now by whoever is signed in; raises ValidationError."""
        before = self.words
        setattr(self.record, self.column.name, words)
        try:
            self._check()
        except ValidationError:
            setattr(self.record, self.column.name, before)
            raise
        self.record.write_anew(self.field, self.language)
        self.record.drafts = {self.language} if draft else frozenset()
        self.record.save()

    def _check(self):
        self.record.validate_constraints()
        try:
            self.record.clean()
        except ValidationError as error:
            # What is wrong elsewhere in the record is not for whoever writes this text to mend.
            here = getattr(error, "error_dict", {}).get(self.column.name)
            if here:
                raise ValidationError(here) from error


def difference(old, new):
    """What went from a text and what came, word by word; of a very long one, as a whole."""
    before, after = (re.findall(r"\s+|\S+", text) for text in (old, new))
    if max(len(before), len(after)) > MOST_COMPARED:
        before, after = [old], [new]
    parts = []
    for what, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            parts.append(format_html("{}", "".join(before[a:b])))
            continue
        for tag, words in (("del", before[a:b]), ("ins", after[c:d])):
            if words:
                parts.append(format_html("<{0}>{1}</{0}>", tag, "".join(words)))
    return format_html_join("", "{}", ((part,) for part in parts))


def read(user, language, page):
    """The texts of a page, in its order, each kind of record with one query."""
    wanted = list(page)
    records = {}
    for model in desk.kinds(user, language):
        label = model._meta.label_lower
        keys = {pk for kind, pk, *_rest in wanted if kind == label}
        if keys:
            related = admin.site._registry[model].list_select_related or ()
            rows = desk.rows_of(user, model).filter(pk__in=keys)
            rows = rows.select_related(*related) if related else rows
            records |= {(label, row.pk): row for row in rows}
    texts = [
        Text(records[kind, pk], field, language)
        for kind, pk, field, _rank in wanted
        if (kind, pk) in records
    ]
    add_old_originals(texts)
    return texts


def add_old_originals(texts):
    """Give each outdated text the one it was made from, out of the history."""
    groups = {}
    for text in texts:
        if text.state == State.OUTDATED:
            column = f"{text.field}_{text.entry['from']}"
            groups.setdefault((type(text.record), column), []).append(text)
    for (model, column), group in groups.items():
        wanted = {(text.record.pk, text.entry["of"]): text for text in group}
        versions = model.history.filter(id__in=[pk for pk, _of in wanted])
        marked = versions.order_by("history_id").annotate(text_mark=Mark(column))
        kept_texts = marked.filter(text_mark__in=[of for _pk, of in wanted])
        for pk, of, words in kept_texts.values_list("id", "text_mark", column):
            if (pk, of) in wanted:
                wanted[pk, of].made_of = words


def show_states(form):
    """Say below a field of a record's form that its text is a draft or outdated."""
    record = form.instance
    all_texts = [Text(record, field, code) for field in fields_of(type(record)) for code in codes()]
    for text in all_texts:
        field = form.fields.get(text.column.name)
        if field and text.state in (State.DRAFT, State.OUTDATED):
            field.help_text = format_html(
                '{} <a class="text-state text-state-{}" href="{}">{}</a>',
                field.help_text,
                text.state,
                text.url,
                text.state.label,
            )
