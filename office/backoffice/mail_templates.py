"""The back-office of the words of mails: what staff wrote, with which fields, and its looks."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office import mail_words
from office.backoffice import TranslatedRecordAdmin, frame
from office.languages import in_every_language, offered_languages
from office.models import MailTemplate
from office.outbox import kinds, label_of

NAME = "office_mailtemplate"
# The invented reader of a preview.
READER = "Ada Esempio"


@dataclass(frozen=True)
class Preview:
    """A kind of mail in one language, with the values of its example."""

    code: str
    language: str
    subject: str
    text: str
    is_own: bool
    faults: list = field(default_factory=list)


@dataclass(frozen=True)
class ShownKind:
    """A kind of mail in the list: with the row that staff wrote, and in which languages."""

    key: str
    label: str
    row: MailTemplate | None
    languages: list


# In the address of a new text: it begins with the program's own words.
BEGIN = "begin"


class MailTemplateAdmin(TranslatedRecordAdmin):
    """Which mails say what we want them to say, in which language?"""

    is_setting = True

    list_display = ["kind_label", "written_in"]
    search_fields = [*in_every_language("subject"), *in_every_language("text")]
    fields = ["kind", "subject", "text"]
    change_form_template = "admin/office/mailtemplate/change_form.html"
    change_list_template = "admin/office/mailtemplate/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name=f"{NAME}_preview"), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        """The words of a kind that the program no longer has are kept, and used by nothing."""
        is_gone = obj is not None and obj.kind not in kinds.names()
        return not is_gone and super().has_change_permission(request, obj)

    def get_fields(self, request, obj=None):
        return ["kind_label" if obj else "kind", "subject", "text"]

    def get_readonly_fields(self, request, obj=None):
        return ["kind_label"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            return forms.ChoiceField(
                label=capfirst(db_field.verbose_name), choices=choices_of_new, required=True
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        key = obj.kind if obj else context["adminform"].form["kind"].value()
        if key in kinds.names():
            context |= {"key": key, "mail_fields": shown_fields(key), "built_in": built_in(key)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_changeform_initial_data(self, request):
        """With the words of the program, where one wants to begin with them."""
        initial = super().get_changeform_initial_data(request)
        key = request.GET.get("kind")
        if BEGIN in request.GET and key in kinds.names():
            for code, _name, subject, text in built_in(key):
                initial |= {f"subject_{code}": subject, f"text_{code}": text}
        return initial

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"kinds": all_kinds(), **(extra_context or {})})

    @admin.display(description=_("kind of mail"), ordering="kind")
    def kind_label(self, template):
        return capfirst(template.label)

    @admin.display(description=_("own words in"))
    def written_in(self, template):
        return ", ".join(written_in(template))

    def preview_view(self, request):
        """How the mail looks in each language, with what is typed, or else with what is saved."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = request.POST.get("kind") or request.GET.get("kind")
        if key not in kinds.names():
            raise Http404
        row = MailTemplate.objects.filter(kind=key).first()
        typed = request.POST if request.method == "POST" else None
        previews = [preview(key, code, name, row, typed) for code, name in offered_languages()]
        title = _("Preview: %(kind)s") % {"kind": label_of(key)}
        return frame.page(
            request,
            "admin/office/mailtemplate/preview.html",
            title,
            previews=previews,
            opts=self.opts,
        )


def choices_of_new():
    """(key, label) of the kinds for which nothing is written yet."""
    taken = set(MailTemplate.objects.values_list("kind", flat=True))
    return [(key, capfirst(kind.label)) for key, kind in kinds.items() if key not in taken]


def written_in(template):
    """The own names of the languages in which staff wrote something."""
    return [
        name
        for code, name in offered_languages()
        if getattr(template, f"subject_{code}") or getattr(template, f"text_{code}")
    ]


def all_kinds():
    rows = {row.kind: row for row in MailTemplate.objects.all()}
    return [
        ShownKind(
            key,
            capfirst(kind.label),
            rows.get(key),
            written_in(rows[key]) if key in rows else [],
        )
        for key, kind in kinds.items()
    ]


def shown_fields(key):
    """(what to write, what it means, an example) of each field of a kind."""
    example = example_of(key)
    return [
        (f"{{{{ {name} }}}}", says, example[name])
        for name, says in mail_words.fields_of(key).items()
    ]


def example_of(key):
    """A value for each field, in the active language; its own name where the kind gives none."""
    names = {name: f"[{name}]" for name in kinds.get(key).fields}
    hidden = {
        name: mail_words.without_secrets(f"{{{{ {name} }}}}") for name in mail_words.secrets_of(key)
    }
    values = {**mail_words.common(READER), **names, **kinds.get(key).example()}
    return {**mail_words.plain(values), **hidden}


def built_in(key):
    """(code, own name, subject, text) of the program's own words in each language."""
    found = []
    for code, name in offered_languages():
        with translation.override(code):
            found.append((code, name, *mail_words.words_of(key)))
    return found


def preview(key, code, name, row, typed):
    written = []
    for part in ("subject", "text"):
        column = f"{part}_{code}"
        written.append((typed.get(column) if typed else getattr(row, column, "")) or "")
    faults = [
        fault
        for text, in_subject in zip(written, (True, False), strict=True)
        for fault in mail_words.faults(key, text, in_subject=in_subject)
    ]
    with translation.override(code):
        words = [own or other for own, other in zip(written, mail_words.words_of(key), strict=True)]
        subject, text = (mail_words.fill(one, example_of(key)) for one in words)
    return Preview(code, name, mail_words.one_line(subject), text, any(written), faults)
