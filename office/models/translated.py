"""What every record with texts in several languages has in common."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from office import text_states
from office.languages import original_language, reading_order


class TranslatedRecord(models.Model):
    """
    A record that knows which of its texts are missing, drafts, checked or outdated.

    Stands first among the bases of every model that is registered with modeltranslation
    (office/checks.py asks for it). save() keeps the states by itself: nobody sets them.
    What is written past save() counts as a draft.
    """

    text_states = models.JSONField(default=dict, editable=False)

    # False where the languages are not translations of each other, as forms of address are
    # not, or where the texts are written in the form of another record: no desk asks for them.
    awaits_translators = True

    # The languages in which the texts that the next save() writes are drafts.
    drafts = frozenset()

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """Raises CheckedText when a program's draft would replace what a person has checked."""
        columns = self._columns_among(update_fields)
        if columns:
            self.text_states = self._states_now(columns)
        if update_fields is not None and columns:
            update_fields = {*update_fields, "text_states"}
        super().save(*args, update_fields=update_fields, **kwargs)
        self.drafts = frozenset()

    def note_states(self):
        """Do of save() what is about texts, for a record that is written past it."""
        self.text_states = self._states_now(self._columns_among(None))

    def text_state(self, field, language):
        """The state of a text; None where the field is empty in every language."""
        entry = self.text_states.get(field, {}).get(language)
        return text_states.state(entry, text_states.marks_of(self, field), language)

    def source_of(self, field, language):
        """(language, text) from which a text in the language is made; (None, "") without any."""
        for code in reading_order(self.language_of_originals()):
            text = getattr(self, f"{field}_{code}")
            if code != language and text:
                return code, text
        return None, ""

    def write_anew(self, field, language):
        """Have the next save() count a text as written by whoever saves, changed or not."""
        self.text_states.get(field, {}).pop(language, None)

    def written_by_a_person(self, column):
        """Whether someone signed in wrote or checked the text of a column such as "name_de"."""
        field, _underscore, language = column.rpartition("_")
        return bool(self.text_states.get(field, {}).get(language, {}).get("by"))

    def mark_drafts(self, columns, languages):
        """Say of these texts whether they are drafts; returns whether one was not so before."""
        changed = False
        for column in columns:
            field, _underscore, language = column.rpartition("_")
            entry = self.text_states.get(field, {}).get(language)
            if entry and entry.get("draft", False) != (language in languages):
                entry.pop("draft", None)
                entry |= {"draft": True} if language in languages else {}
                changed = True
        return changed

    def language_of_originals(self):
        return original_language()

    def _columns_among(self, names):
        """The columns of texts that a save() of these fields writes, of all fields for None."""
        fields = text_states.fields_of(type(self))
        columns = {f"{field}_{code}" for field in fields for code in text_states.codes()}
        if names is None:
            return columns
        # A translated field stands for its column in the active language.
        active = {f"{field}_{get_language()}" for field in {*fields} & {*names}}
        return columns & {*names, *active}

    def _states_now(self, columns):
        original = self.language_of_originals()
        states = {}
        for field in text_states.fields_of(type(self)):
            before = self.text_states.get(field, {})
            marks = text_states.marks_of(self, field) | {
                code: before.get(code, {}).get("text", "")
                for code in text_states.codes()
                if f"{field}_{code}" not in columns
            }
            self._refuse_drafts_over(field, before, marks)
            entries = text_states.entries_of(before, marks, original=original, fresh=self._fresh)
            if entries:
                states[field] = entries
        return states

    def _fresh(self, language):
        draft = {"draft": True} if language in self.drafts else {}
        by = {"by": key} if (key := self._key_of_writer()) else {}
        return {**draft, **by, "on": timezone.localdate().isoformat()}

    def _key_of_writer(self):
        """Who is signed in, as the history knows it; None for a program."""
        request = getattr(HistoricalRecords.context, "request", None)
        user = getattr(self, "_history_user", None) or getattr(request, "user", None)
        return user.pk if user and user.is_authenticated else None

    def _refuse_drafts_over(self, field, before, marks):
        if self._key_of_writer():
            return
        for language in self.drafts:
            entry = before.get(language, {})
            checked = entry.get("by") and not entry.get("draft")
            if checked and entry["text"] != marks[language]:
                raise text_states.CheckedText(
                    _("A draft cannot replace the checked text “%(field)s” in %(language)s.")
                    % {"field": field, "language": language}
                )
