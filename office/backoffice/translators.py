"""The translator's page: per language, the texts that wait beside what they are made from."""

from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.backoffice import desk, frame, kept
from office.backoffice.forms import PlainEndsOfLines
from office.backoffice.texts import Text, add_old_originals, read
from office.languages import offered_languages, original_language
from office.text_states import OPEN, State, fields_of
from office.tongues import direction, names

PER_PAGE = 20
LANGUAGES = "admin/office/translation_languages.html"
LIST = "admin/office/translations.html"
ONE = "admin/office/translation.html"


def digest(*parts):
    return sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:32]


class TextForm(PlainEndsOfLines, forms.Form):
    """
    One text, with marks of what was shown beside it.

    It is not valid where someone changed the text or its original meanwhile: then
    `changed_text` and `changed_source` say which, and sending it again saves it.
    """

    seen_text = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_source = forms.CharField(required=False, widget=forms.HiddenInput)
    filled_by = forms.CharField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    changed_text = changed_source = False

    def __init__(self, text, request, back=""):
        self.text = text
        self.now = {"seen_text": digest(text.words), "seen_source": digest(*text.source)}
        signed = {kept.SIGNED_BY: kept.signature(request.user)}
        super().__init__(
            request.POST if request.method == "POST" else None,
            initial={"words": text.words, "back": back, **self.now, **signed},
            auto_id=f"id_{text.key}_%s",
        )
        self.fields["words"] = self._words()

    def _words(self):
        blank = self.text.column.translated_field.blank
        must = not blank and self.text.language == original_language()
        field = self.text.column.formfield(required=must)
        field.label = capfirst(names()[self.text.language])
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = rows_for(self.text.words or self.text.source[1])
        language = self.text.language
        field.widget.attrs |= {"lang": language, "dir": direction(language)}
        return field

    def clean(self):
        if self.data.get(kept.RESTORED):
            raise ValidationError(kept.MESSAGES.get(self.data[kept.RESTORED], ""))
        self.changed_text = self.cleaned_data["seen_text"] != self.now["seen_text"]
        self.changed_source = self.cleaned_data["seen_source"] != self.now["seen_source"]
        if self.changed_text or self.changed_source:
            # What is sent next was typed with both in sight.
            self.data = self.data.copy()
            for name, mark in self.now.items():
                self.data[name] = mark
            raise ValidationError(
                _(
                    "Someone changed this text or its original after you had opened it. Nothing "
                    "of yours is saved yet: compare, and save again."
                )
            )

    def save(self):
        """Write the text, or say at the field why it cannot be; returns whether it was written."""
        try:
            self.text.write(self.cleaned_data["words"] or "", draft="draft" in self.data)
        except ValidationError as error:
            self.add_error("words", error.messages)
            return False
        return True


def rows_for(words):
    lines = sum(1 + len(line) // 60 for line in words.split("\n"))
    return min(max(lines + 1, 3), 20)


class TextFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all that waits")), *State.choices],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data, kinds):
        super().__init__(data)
        choices = [(model._meta.label_lower, model._meta.verbose_name_plural) for model in kinds]
        self.fields["kind"].choices = [("", _("all")), *choices]

    def waiting(self, request, language):
        chosen = self.cleaned_data
        states = [chosen["state"]] if chosen["state"] else OPEN
        return desk.waiting(
            request, language, states=states, kind=chosen["kind"], search=chosen["q"]
        )


# ---------------------------------------------------------------- the pages


def languages(request):
    """In which languages do texts wait for this person?"""
    mine = desk.languages(request.user)
    found = desk.counts(request.user, [code for code, _name in mine])
    rows = [(code, name, counts_of(code, found)) for code, name in mine]
    return frame.page(request, LANGUAGES, _("Translations"), rows=rows)


def counts_of(language, found):
    """(name of the state, count, address of the list) for all that waits in a language."""
    return [
        (state, state.label, found[language, state], desk.url_of(language, state)) for state in OPEN
    ]


def translations(request, language):
    """Which texts wait in this language, and what are they made from?"""
    name = name_of(request, language)
    form = TextFilter(request.GET, desk.kinds(request.user, language))
    found = form.waiting(request, language) if form.is_valid() else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    back = request.GET.urlencode()
    return frame.page(
        request,
        LIST,
        _("Translations: %(language)s") % {"language": name},
        language=language,
        language_name=name,
        languages=desk.languages(request.user),
        counts=counts_of(language, desk.counts(request.user, [language])),
        filter=form,
        page=page,
        forms=[TextForm(text, request, back) for text in read(request.user, language, page)],
        query=query_without_page(request),
    )


def translation(request, language, key):
    """One text: shown alone, and written."""
    typed = kept.take(request)
    if typed is not None:
        kept.send_again(request, typed)
    name = name_of(request, language)
    with transaction.atomic():
        text = find(request, language, key)
        form = TextForm(text, request, request.GET.urlencode())
        if request.method == "POST" and form.is_valid() and form.save():
            return written(request, text, form.cleaned_data["back"])
    title = f"{text.record} – {text.label}"
    add_old_originals([text])
    return frame.page(request, ONE, title, language=language, language_name=name, form=form)


def written(request, text, back):
    said = _("Saved: %(record)s – %(field)s (%(language)s).") % {
        "record": text.record,
        "field": text.label,
        "language": names()[text.language],
    }
    admin.site._registry[type(text.record)].log_change(request, text.record, said)
    messages.success(request, said)
    query = QueryDict(back).urlencode()
    url = desk.url_of(text.language)
    return redirect(f"{url}?{query}" if query else url)


def query_without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def name_of(request, language):
    """The language's own name, if the person may write in it; else Http404 or PermissionDenied."""
    if language not in dict(offered_languages()):
        raise Http404
    mine = dict(desk.languages(request.user))
    if language not in mine:
        raise PermissionDenied
    return mine[language]


def find(request, language, key):
    """The text of that key, its row locked while it is written; else Http404."""
    label, pk, field = [*key.rsplit(".", 2), "", ""][:3]
    by_label = {model._meta.label_lower: model for model in desk.kinds(request.user, language)}
    model = by_label.get(label)
    if model is None or field not in fields_of(model) or not pk.isdecimal():
        raise Http404
    rows = desk.rows_of(request.user, model).filter(pk=pk)
    if request.method == "POST":
        # What is compared next stays as it is until this is saved.
        list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))
    record = rows.first()
    if record is None:
        raise Http404
    return Text(record, field, language)


PAGES = [
    ("translations/", languages, "translation_languages"),
    ("translations/<str:language>/", translations, "translations"),
    ("translations/<str:language>/<str:key>/", translation, "translation"),
]
