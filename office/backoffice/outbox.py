"""The back-office of the outbox: reading, changing, holding back and deciding."""

from django.contrib import admin, messages
from django.contrib.admin.options import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from office.backoffice import PlainVisibleRecordAdmin, RecordForm
from office.backoffice.base import SEEN_BY_AS_TEXT
from office.backoffice.frame import record_url, way_to
from office.backoffice.mail_log import may_note_reply, note_reply, way_back
from office.backoffice.rights import readable
from office.mail_words import names_in, one_line, unknown
from office.models import Mail
from office.outbox import kinds, secrets
from office.start_page import ASKED, Line
from office.text import labelled

# Which buttons a mail has in each of its states.
STEPS = {
    "held": ("release", "drop"),
    "queued": ("hold", "drop"),
    "failed": ("retry", "drop"),
    "doubtful": ("it_went", "send_again"),
}
# Of a mail whose words may be changed: pressed on its form, they keep what was typed there.
SAVE_FIRST = ("release", "hold")
STEP_LABELS = {
    "release": pgettext_lazy("a mail", "Send it"),
    "hold": pgettext_lazy("a mail", "Hold it back"),
    "drop": pgettext_lazy("a mail", "Drop it"),
    "retry": pgettext_lazy("a mail", "Try again"),
    "it_went": pgettext_lazy("a mail", "It has arrived"),
    "send_again": pgettext_lazy("a mail", "Send it again"),
}
DONE = {
    "release": gettext_lazy("The mail goes out with the next round, within a few minutes."),
    "hold": gettext_lazy("The mail is held back: it goes out when somebody sends it."),
    "drop": gettext_lazy("The mail is dropped: it will not be sent."),
    "retry": gettext_lazy("The mail will be tried again, within a few minutes."),
    "it_went": gettext_lazy("The mail counts as sent."),
    "send_again": gettext_lazy("The mail will be sent again, within a few minutes."),
}
MEANINGS = {
    "held": gettext_lazy("It stays here until somebody sends it."),
    "queued": gettext_lazy("It goes out with the next round, within a few minutes."),
    "sending": gettext_lazy("It is being handed over to the mail server."),
    "sent": gettext_lazy("The mail server has taken it."),
    "failed": gettext_lazy("The mail server has not taken it, and it is not tried any more."),
    "doubtful": gettext_lazy(
        "The connection broke while the mail server took it in: it may have arrived, or not. It "
        "is not sent again by itself; ask its reader, and decide."
    ),
    "dropped": gettext_lazy("It was not sent, and will not be."),
}
TOO_LATE = gettext_lazy("Too late: this mail is %(state)s by now.")


class MailForm(RecordForm):
    """The words of a mail, while it has not gone; the row is locked when they are saved."""

    def clean_subject(self):
        subject = one_line(self.cleaned_data["subject"])
        self._refuse_unknown(subject, [])
        return subject

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        offered = [name for name in names_in(self.initial["text"]) if name in secrets.names()]
        if self.instance.link_id:
            offered.append("private_link")
        self._refuse_unknown(text, offered)
        return text

    def _refuse_unknown(self, text, offered):
        wrong = [name for name in names_in(text) if name not in offered]
        if wrong:
            raise ValidationError([unknown(name, offered) for name in dict.fromkeys(wrong)])

    def clean(self):
        cleaned = super().clean()
        if not self.instance.is_open:
            self.add_error(None, TOO_LATE % {"state": self.instance.get_state_display()})
        return cleaned


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of mail")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(key, capfirst(kind.label)) for key, kind in kinds.items()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ListOfMails(ChangeList):
    """With what each mail is about: a query for each kind of record, and none for each mail."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = with_records(list(self.result_list), request.user)


def with_records(mails, user):
    """The mails, each with `record`: what it is about, None where the user may not read it."""
    wanted = {}
    for mail in mails:
        if mail.content_type_id:
            wanted.setdefault(mail.content_type_id, set()).add(mail.object_id)
    found = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        found[kind] = readable(model, keys, user) if model else {}
    for mail in mails:
        mail.record = found.get(mail.content_type_id, {}).get(mail.object_id)
    return mails


class MailAdmin(PlainVisibleRecordAdmin):
    """What do we write to whom, what has gone, and what waits for a decision?"""

    form = MailForm
    list_display = ["subject", "state", "reader_in_list", "about", "written_at"]
    list_filter = ["state", KindFilter, "language"]
    search_fields = ["subject", "text", "reader_name", "reader_email"]
    change_form_template = "admin/office/mail/change_form.html"

    def get_urls(self):
        def view(function):
            return self.admin_site.admin_view(require_POST(function))

        return [
            path("<int:pk>/do/<slug:step>/", view(self.step_view), name="office_mail_step"),
            path("<int:pk>/reply/", view(self.reply_view), name="office_mail_reply"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request):
        """What happens writes the mails."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What was written stays, until its time is over."""
        return False

    def get_changelist(self, request, **kwargs):
        return ListOfMails

    def columns_of_file(self):
        """More than fits beside the menu of the list."""
        return [
            "subject",
            "reader",
            "state",
            "kind_label",
            "written_at",
            "went_at",
            "seen_by",
            "demonstration",
        ]

    # ------------------------------------------------------------ the form

    def get_fieldsets(self, request, obj=None):
        words = ["subject", "text" if self._may_write(request, obj) else "shown_text"]
        sent = ["sent_at", "not_before", "tries", "last_error"]
        return [
            (None, {"fields": ["reader", "language", "about", "kind_label"]}),
            (_("Words"), {"fields": words}),
            (_("On its way"), {"fields": [*sent, "queued_at", "made_by", "edited"]}),
            (_("Who may see it"), {"fields": SEEN_BY_AS_TEXT}),
        ]

    def get_readonly_fields(self, request, obj=None):
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        written = ("subject", "text") if self._may_write(request, obj) else ()
        return [name for name in shown if name not in written]

    def _may_write(self, request, obj):
        """A form that was sent stays a form, also where the mail has gone meanwhile."""
        if not self.has_change_permission(request, obj):
            return False
        return obj is None or obj.is_open or request.method == "POST"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may_change = self.has_change_permission(request, obj)
        steps = self.steps(obj) if may_change else ()
        context |= {
            "steps": [(step, STEP_LABELS[step]) for step in steps],
            "save_first": SAVE_FIRST if may_change and obj.is_open else (),
            "meaning": meaning(obj),
            "may_note_reply": may_change and may_note_reply(obj),
        }
        if not self._may_write(request, obj):
            context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def steps(self, mail):
        """One that waits for a later hour can be sent now."""
        waits = mail.state == "queued" and mail.not_before
        return ("release", *STEPS["queued"]) if waits else STEPS.get(mail.state, ())

    def get_object(self, request, object_id, from_field=None):
        mail = super().get_object(request, object_id, from_field)
        return mail and with_records([mail], request.user)[0]

    def save_model(self, request, obj, form, change):
        if {"subject", "text"} & {*form.changed_data}:
            obj.edited = True
        super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        """With one of the buttons that save first: what was typed is saved, now the step."""
        step = request.POST.get("_step")
        if step not in SAVE_FIRST:
            return super().response_change(request, obj)
        self.take(request, obj, step)
        return redirect(record_url(obj))

    # ------------------------------------------------------------ the history

    def kept_fields(self, request, record):
        """Also the state, which no form holds: who held it back, and who sent it again."""
        kept = super().kept_fields(request, record)
        return {"state": self.opts.get_field("state"), **kept}

    def fields_not_restored(self, record):
        return ("state",) if record.is_open else ("state", "subject", "text")

    # ------------------------------------------------------------ the buttons

    def step_view(self, request, pk, step):
        """One of the buttons: raises Http404 for a mail that the person may not see."""
        mail = self._changeable(request, pk)
        if step not in STEP_LABELS:
            raise Http404
        self.take(request, mail, step)
        return redirect(way_back(request) or record_url(mail))

    def take(self, request, mail, step):
        try:
            getattr(mail, step)(by=request.user)
        except Mail.TooLate:
            mail.refresh_from_db()
            messages.error(request, TOO_LATE % {"state": mail.get_state_display()})
        else:
            self.log_change(request, mail, str(DONE[step]))
            messages.success(request, DONE[step])

    @transaction.atomic
    def reply_view(self, request, pk):
        """An answer came to the office's own address: noted with the record, in one click."""
        mail = self._changeable(request, pk)
        if not may_note_reply(mail):
            raise Http404
        url = note_reply(mail, request.user)
        self.log_change(request, mail, _("It is noted that an answer came."))
        messages.success(request, _("It is noted that an answer came."))
        return redirect(url or way_back(request) or record_url(mail))

    def _changeable(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return with_records([get_object_or_404(self.get_queryset(request), pk=pk)], request.user)[0]

    # ------------------------------------------------------------ the columns

    @admin.display(description=gettext_lazy("to whom"), ordering="reader_name")
    def reader(self, mail):
        return mail.reader

    @admin.display(description=gettext_lazy("to whom"), ordering="reader_name")
    def reader_in_list(self, mail):
        return mail.reader_name or mail.reader_email

    @admin.display(description=gettext_lazy("kind of mail"), ordering="kind")
    def kind_label(self, mail):
        return capfirst(mail.label)

    @admin.display(description=gettext_lazy("about"))
    def about(self, mail):
        if mail.record is None:
            return None
        said = labelled(capfirst(mail.record._meta.verbose_name), mail.record)
        url = way_to(mail.record)
        return format_html('<a href="{}">{}</a>', url, said) if url else said

    @admin.display(description=gettext_lazy("written at"), ordering="queued_at")
    def written_at(self, mail):
        return short(mail.queued_at)

    @admin.display(description=gettext_lazy("sent at"), ordering="sent_at")
    def went_at(self, mail):
        return mail.sent_at and short(mail.sent_at)

    @admin.display(description=gettext_lazy("who may see it"), ordering="audience__level")
    def seen_by(self, mail):
        """A mail about what everybody may read is still for staff alone."""
        level = mail.audience.Level(mail.audience.level)
        return (level.INTERNAL if level == level.PUBLIC else level).label

    @admin.display(description=gettext_lazy("text"))
    def shown_text(self, mail):
        return mail.shown_text


def short(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def meaning(mail):
    """What its state means for whoever looks at a mail."""
    if mail.state != "queued" or mail.not_before is None or mail.not_before < timezone.now():
        return MEANINGS[mail.state]
    when = short(mail.not_before)
    if mail.last_error:
        said = _("It waits, because of what the mail server said, until %(when)s.")
    else:
        said = _("It waits until %(when)s.")
    return said % {"when": when}


def lines(user):
    """For the start page: the mails on which somebody has to decide."""
    if not user.has_perm("office.change_mail"):
        return []
    waiting = Mail.objects.visible_to(user).filter(state__in=WAITING)
    counts = dict(waiting.order_by().values_list("state").annotate(Count("pk")))
    url = reverse("admin:office_mail_changelist")
    return [
        Line(
            label(counts.get(state, 0)), counts.get(state, 0), f"{url}?state__exact={state}", ASKED
        )
        for state, label in WAITING.items()
    ]


WAITING = {
    "doubtful": lambda count: ngettext("mail perhaps sent", "mails perhaps sent", count),
    "failed": lambda count: ngettext("mail not delivered", "mails not delivered", count),
    "held": lambda count: ngettext("mail held back", "mails held back", count),
}
