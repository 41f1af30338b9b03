"""Who has a part in a programme, whom we asked, and what they answered."""

import re
from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import clashes
from delegations import actions, lifecycle
from delegations.actions.addresses import mails_of_questions
from delegations.answer_forms import AnswerForm
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.models import Part
from delegations.programme import item_url
from office.backoffice import frame
from office.backoffice.forms import PlainEndsOfLines
from office.exchange.export import as_file
from office.exchange.tables import FORMATS
from office.languages import offered_languages, original_language
from office.models import Mail

TITLE = gettext_lazy("Who has a part, and what they answer")
# Value of a box: key and version of a part.
TICKED = re.compile(r"\d{1,18}-\d{1,9}", re.ASCII)
# Of a mail in these states nobody can say that it arrived.
NOT_ARRIVED = ("failed", "doubtful")


class Row:
    """One part, with what the office must know to ask or to note an answer."""

    def __init__(self, part, mail=None):
        self.part, self.mail = part, mail

    @property
    def item(self):
        return self.part.item.appointment

    @property
    def url(self):
        return item_url(self.part.item)

    @property
    def when(self):
        one = self.item
        return clashes.when(one.period, one.zone, all_day=one.all_day)

    @property
    def key(self):
        """By which the list is filtered and counted, as the builder counts."""
        return self.part.stands_at

    @property
    def answer(self):
        """In words; of what was moved since, that it is asked again. "" while nobody is found."""
        if self.part.is_open:
            return ""
        said = str(self.part.get_answer_display())
        if self.part.answer == Part.Answer.DEPUTISED:
            said = f"{said}: {self.part.deputy}"
        return f"{labels()[Part.AGAIN]} ({said})" if self.key == Part.AGAIN else said

    @property
    def since(self):
        at = self.part.answered_at or self.part.asked_at
        return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""

    @property
    def noted_by(self):
        """Who wrote the answer down; that they did so themselves, by their link."""
        if self.part.answered_at is None:
            return ""
        return str(self.part.noted_by) if self.part.noted_by_id else _("by their link")

    @property
    def who_answers(self):
        part = self.part
        return [one for one in (part.ask_name, part.ask_email, part.ask_telephone) if one]

    @property
    def is_over(self):
        return self.item.period.upper <= timezone.now()

    @property
    def may_be_asked(self):
        return bool(self.part.ask_email) and not self.part.is_open and not self.is_over

    @property
    def is_proposed(self):
        """Whether they are still to be asked, for these hours."""
        return self.may_be_asked and self.key in (Part.Answer.UNASKED, Part.AGAIN)

    @property
    def did_not_arrive(self):
        return (
            self.part.answer == Part.Answer.ASKED
            and self.mail is not None
            and self.mail.state in NOT_ARRIVED
        )

    @property
    def is_held(self):
        """Whether what asks them is still a draft in the outbox."""
        return (
            self.part.answer == Part.Answer.ASKED
            and self.mail is not None
            and self.mail.state == "held"
        )


def labels():
    """Key of a row -> what it is called."""
    return {
        Part.OPEN: _("nobody yet"),
        Part.Answer.UNASKED.value: Part.Answer.UNASKED.label,
        Part.AGAIN: _("to be asked again"),
        **{one.value: one.label for one in Part.Answer if one != Part.Answer.UNASKED},
    }


class AskForm(PlainEndsOfLines, forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Own words for all of them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "They stand in each mail beside what it asks. Leave it empty, or write them in the "
            "language of those who read them."
        ),
    )

    def __init__(self, data=None, *, rows=(), ticked=None):
        """`ticked` are the parts that are ticked, each with its version as it was shown."""
        super().__init__(data)
        self.rows, self.ticked = rows, ticked or {}

    def clean(self):
        cleaned = super().clean()
        if not self.chosen:
            raise forms.ValidationError(_("Tick whom to ask."))
        return cleaned

    @property
    def chosen(self):
        return [row.part for row in self.rows if row.part.pk in self.ticked and row.may_be_asked]


class AddressForm(forms.ModelForm):
    """Who answers for a part; that another address is written is what it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Part
        fields = ["ask_name", "ask_email", "ask_telephone", "ask_language"]
        widgets = {"ask_telephone": forms.TextInput(attrs={"type": "tel"})}

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance)
        self.initial["version"] = instance.version
        self.fields["ask_language"].choices = offered_languages()
        if not instance.ask_email:
            self.initial["ask_language"] = original_language()


class PartsPage:
    """What the page shows of one visit to one reader."""

    def __init__(self, user, visit, asked):
        self.user, self.visit, self.asked = user, visit, asked

    @property
    def may_change(self):
        return self.user.has_perm(CHANGES)

    @property
    def may_ask(self):
        return self.may_change and self.visit.state not in lifecycle.RELEASES

    @cached_property
    def rows(self):
        """All parts that the reader may see, in the order of the programme."""
        parts = Part.objects.visible_to(self.user).of_visit(self.visit).with_names()
        mails = self.mails
        return [
            Row(part, mails.get(part.ask_email.strip().lower()))
            for part in parts.select_related("noted_by")
        ]

    @cached_property
    def mails(self):
        """Address -> the newest mail that asked it, for who may see mails."""
        if not self.user.has_perm("office.view_mail"):
            return {}
        log = Mail.objects.log_of(self.visit, self.user)
        asking = log.filter(pk__in=mails_of_questions(self.visit)).exclude(state="dropped")
        return {mail.reader_email.lower(): mail for mail in asking.order_by("pk")}

    @cached_property
    def chosen(self):
        """The answer by which the list is filtered; "" for all."""
        asked = self.asked.get("answer", "")
        return asked if asked in labels() else ""

    @property
    def shown(self):
        return [row for row in self.rows if self.chosen in ("", row.key)]

    def filters(self):
        """(address, label, how many, whether it is the one in use)"""
        counts = Counter(row.key for row in self.rows)
        found = [("?", _("All"), len(self.rows), not self.chosen)]
        return found + [
            (f"?{urlencode({'answer': key})}", capfirst(label), counts[key], key == self.chosen)
            for key, label in labels().items()
            if counts[key] or key == self.chosen
        ]

    @property
    def query(self):
        return urlencode({"answer": self.chosen}) if self.chosen else ""

    @property
    def here(self):
        return f"{address(self.visit)}?{self.query}" if self.query else address(self.visit)

    def url_of(self, name, part):
        """The address of the form of one part."""
        asked = {"answer": self.chosen} if self.chosen else {}
        return f"{address(self.visit)}?{urlencode(asked | {name: part.pk})}#{name}"

    def row_of(self, key):
        found = next((row for row in self.rows if str(row.part.pk) == key), None)
        if found is None:
            raise Http404
        return found

    def proposed(self):
        return {row.part.pk: row.part.version for row in self.shown if row.is_proposed}


def parts_page(request, pk):
    """Who was asked whether they come, who answered what, and who is still to be asked?"""
    page = PartsPage(request.user, of_visit(request, pk), request.GET)
    if request.method != "POST":
        return shown(request, page)
    if not page.may_change:
        raise PermissionDenied
    deed = DEEDS.get(request.POST.get("do"))
    if deed is None:
        raise Http404
    return deed(request, page)


def address(visit):
    return reverse("admin:programme_parts", args=[visit.pk])


def shown(request, page, *, ask=None, note=None, of_address=None):
    """The page; each form as it was sent, where something was wrong with it."""
    rows = page.shown
    ask = ask or AskForm(rows=rows, ticked=page.proposed())
    for row in rows:
        row.is_ticked = row.part.pk in ask.ticked
        row.note_url, row.address_url = page.url_of("note", row.part), page.url_of("to", row.part)
    if page.may_change and not (note or of_address):
        note, of_address = asked_for(page)
    return frame.page(
        request,
        "admin/delegations/programme/parts.html",
        f"{TITLE}: {page.visit}",
        page=page,
        visit=page.visit,
        rows=rows,
        ask=ask,
        note=note,
        of_address=of_address,
        formats=FORMATS,
    )


def asked_for(page):
    """(row, form) of the one part about which the address says something is to be written."""
    if key := page.asked.get("note"):
        row = page.row_of(key)
        return (row, AnswerForm(part=row.part, seen=actions.hours_token(row.part.item))), None
    if key := page.asked.get("to"):
        row = page.row_of(key)
        return None, (row, AddressForm(instance=row.part))
    return None, None


# ---------------------------------------------------------------- what is done on it


def ask(request, page):
    """By mail, at once or as drafts."""
    form = AskForm(request.POST, rows=page.rows, ticked=ticked(request.POST.getlist("part")))
    done = form.is_valid() and asked(request, page, form.chosen, form, form.ticked)
    return done or shown(request, page, ask=form)


def ticked(values):
    """{key of a part: its version as the page showed it}"""
    pairs = (value.split("-") for value in values if TICKED.fullmatch(value))
    return {int(key): int(version) for key, version in pairs}


def asked(request, page, parts, form, versions=None):
    """The way back once they are asked; None with an error in the form where that cannot be."""
    held = "hold" in request.POST
    words = form.cleaned_data.get("words", "")
    try:
        mails = actions.ask(
            visit=page.visit,
            parts=parts,
            by=request.user,
            words=words,
            held=held,
            versions=versions,
        )
    except (actions.NoAddress, actions.Changed, lifecycle.NotAllowed) as error:
        form.add_error(None, str(error))
        return None
    count = len(mails)
    told = (
        ngettext("%(count)d draft is in the outbox.", "%(count)d drafts are in the outbox.", count)
        if held
        else ngettext("%(count)d mail goes out.", "%(count)d mails go out.", count)
    )
    messages.success(request, told % {"count": count})
    return redirect(page.here)


def note(request, page):
    """What somebody said on the telephone."""
    row = page.row_of(request.POST.get("part", ""))
    form = AnswerForm(request.POST, part=row.part, seen="")
    if form.is_valid():
        try:
            actions.answer(part=row.part, by=request.user, **form.said)
        except actions.Changed as error:
            form.add_error(None, str(error))
            form.now_of(actions.hours_token(row.part.item))
        except lifecycle.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer is written down."))
            return redirect(page.here)
    return shown(request, page, note=(row, form))


def change_address(request, page):
    """Another address, at once with the question where that was wished."""
    row = page.row_of(request.POST.get("part", ""))
    form = AddressForm(request.POST, instance=Part.objects.get(pk=row.part.pk))
    asks = "ask" in request.POST or "hold" in request.POST
    if form.is_valid() and asks and not form.cleaned_data["ask_email"]:
        form.add_error("ask_email", _("Write the address to which the question goes."))
    if not form.is_valid():
        return shown(request, page, of_address=(row, form))
    # In one go: a button pressed twice asks once, and where nobody can be asked nothing is saved.
    with transaction.atomic():
        done = address_changed(request, page, row, form, asks=asks)
        if done is None:
            transaction.set_rollback(True)
    return done or shown(request, page, of_address=(row, form))


def address_changed(request, page, row, form, *, asks):
    """The way back; None with an error in the form where it cannot be done."""
    again = not_reached(page, row)
    said = {name: form.cleaned_data[name] for name in form.fields}
    try:
        parts = actions.change_address(part=row.part, by=request.user, **said)
    except actions.Changed as error:
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["version"] = row.part.version
        return None
    to_ask = [one for one in parts if one.pk in again]
    if asks and to_ask:
        return asked(request, page, to_ask, form)
    messages.success(request, _("It is written down who answers."))
    return redirect(page.here)


def not_reached(page, row):
    """The keys of those who are asked at the new address: whoever answered is left in peace."""
    open_ones = [one for one in page.rows if not one.is_over and not one.part.is_open]
    waiting = (Part.Answer.UNASKED, Part.Answer.ASKED, Part.AGAIN)
    return {
        one.part.pk
        for one in open_ones
        if one.part.answer == Part.Answer.ASKED or (one is row and one.key in waiting)
    }


DEEDS = {"ask": ask, "note": note, "to": change_address}


def export(request, pk, ending):
    page = PartsPage(request.user, of_visit(request, pk), request.GET)
    header = [
        _("When"),
        _("Item"),
        _("Place"),
        _("Who"),
        _("Part"),
        _("Who answers"),
        _("E-mail"),
        _("Telephone"),
        _("Answer"),
        _("Since"),
        _("Noted by"),
        _("What they say"),
    ]
    rows = [
        [
            row.when,
            str(row.item),
            str(row.item.place or ""),
            row.part.who,
            row.part.get_kind_display(),
            row.part.ask_name,
            row.part.ask_email,
            row.part.ask_telephone,
            row.answer,
            row.since,
            row.noted_by,
            row.part.words,
        ]
        for row in page.shown
    ]
    return as_file(ending, header, rows, f"{TITLE} {page.visit.reference}")


PAGE = ("visits/<int:pk>/programme/parts/", parts_page)
EXPORT = ("visits/<int:pk>/programme/parts/export/<str:ending>/", export)
