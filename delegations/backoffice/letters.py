"""The letters of one visit or mission: written, thanked to all in one step, signed, sent."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegations import actions, letter_papers, lifecycle, outgoing
from delegations.backoffice.occasions import occasion_of
from delegations.backoffice.pages import key_of
from delegations.models import OutgoingLetter
from office.backoffice import frame
from office.backoffice.forms import PlainEndsOfLines
from office.dates import DayInput
from office.languages import offered_languages
from office.papers.served import answer_paper

VIEWS, ADDS, CHANGES = (f"delegations.{one}_outgoingletter" for one in ("view", "add", "change"))
TITLE = gettext_lazy("Letters")
# Whom the page does not know: name, office and e-mail are typed.
OTHER = "other"
WRITE, THANK, SEND = "write", "thank", "send"


class Signed(PlainEndsOfLines, forms.Form):
    """What both forms ask: words of one's own, and who signs."""

    words = forms.CharField(
        label=gettext_lazy("Words of your own"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("They stand among the words of the office, as they are typed."),
    )
    signatory_name = forms.CharField(
        label=gettext_lazy("Who signs"), required=False, max_length=200
    )
    signatory_office = forms.CharField(
        label=gettext_lazy("Office of who signs"), required=False, max_length=200
    )

    @property
    def signatory(self):
        return self.cleaned_data["signatory_name"], self.cleaned_data["signatory_office"]


class WriteForm(Signed):
    """A letter to one of those whom the page knows, or to somebody else."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of letter"))
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Of somebody else."),
    )
    office = forms.CharField(label=gettext_lazy("Office held"), required=False, max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        help_text=gettext_lazy("Without one, in the language in which one writes to them."),
    )

    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    field_order = ["kind", "to", "name", "office", "email", "language"]

    def __init__(self, data=None, *, occasion, people, initial=None):
        super().__init__(data, prefix=WRITE, initial=initial)
        self.people = {one.key: one for one in people}
        self.fields["kind"].choices = outgoing.offered(occasion)
        known = [(one.key, ", ".join(filter(None, [one.name, one.office]))) for one in people]
        self.fields["to"].choices = [*known, (OTHER, _("Somebody else"))]
        self.fields["language"].choices = [("", "---------"), *offered_languages()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") == OTHER and not cleaned.get("name"):
            self.add_error("name", _("Write the name, or choose somebody."))
        return cleaned

    @property
    def addressee(self):
        typed = self.cleaned_data
        if typed["to"] != OTHER:
            return self.people[typed["to"]]
        return outgoing.Addressee(OTHER, typed["name"], typed["office"], typed["email"])


class ThankForm(Signed):
    """Thanks to several in one step: each in their language."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Whom to thank"), widget=forms.CheckboxSelectMultiple
    )

    field_order = ["people"]

    def __init__(self, data=None, *, people, initial=None):
        super().__init__(data, prefix=THANK, initial=initial)
        self.known = {one.key: one for one in people}
        self.fields["people"].choices = [
            (one.key, ", ".join(filter(None, [one.name, one.office]))) for one in people
        ]

    @property
    def chosen(self):
        return [self.known[key] for key in self.cleaned_data["people"]]


class SendForm(forms.Form):
    """Under which number a letter went out, when, and whether a mail brings it."""

    number = forms.CharField(
        label=gettext_lazy("Number in the public register"), max_length=60, required=False
    )
    day = forms.DateField(
        label=gettext_lazy("Day of the letter"),
        widget=DayInput(),
    )
    mail = forms.BooleanField(
        label=gettext_lazy("Draft a mail with it"),
        required=False,
        help_text=gettext_lazy("The draft waits in the outbox until somebody sends it."),
    )

    def __init__(self, data=None, *, letter):
        initial = {
            "number": letter.register_number,
            "day": letter.day or timezone.localdate(),
            "mail": bool(letter.email),
        }
        super().__init__(data, prefix=SEND, initial=initial)
        if not letter.email:
            del self.fields["mail"]

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if not number:
            raise forms.ValidationError(
                _("Write the number under which it stands in the register.")
            )
        return number


class LettersPage:
    """What the page shows of the letters of one visit or mission to one reader."""

    def __init__(self, user, kind, occasion):
        self.user, self.kind, self.occasion = user, kind, occasion
        self.here = reverse(f"admin:{kind}_letters", args=[occasion.pk])
        rows = OutgoingLetter.objects.visible_to(user).of(occasion)
        self.letters = list(rows.select_related("mail", "document", "audience").in_order())
        self.people = outgoing.addressees(occasion, user)
        self.may_write, self.may_change = user.has_perm(ADDS), user.has_perm(CHANGES)

    @property
    def is_early(self):
        """Whether the guests, or ours, have not left yet: thanks would say that they were here."""
        last = self.occasion.last_day
        return last is not None and last >= timezone.localdate()

    @property
    def unthanked(self):
        thanked = {
            one.addressee_name.lower()
            for one in self.letters
            if one.kind == OutgoingLetter.Type.THANKS
        }
        return [one for one in self.people if one.name.lower() not in thanked]

    @property
    def signatory(self):
        """As the last letter was signed, which is most often who signs the next."""
        for one in self.letters:
            if one.signatory_name or one.signatory_office:
                return {
                    "signatory_name": one.signatory_name,
                    "signatory_office": one.signatory_office,
                }
        return {}

    def write_form(self, data=None):
        return WriteForm(data, occasion=self.occasion, people=self.people, initial=self.signatory)

    def thank_form(self, data=None):
        return ThankForm(data, people=self.unthanked, initial=self.signatory)

    def letter(self, key):
        found = next((one for one in self.letters if str(one.pk) == key), None)
        if found is None:
            raise Http404
        return found


def letters_page(request, kind, pk):
    """Which letters were written for this visit or mission, and which wait to be sent?"""
    occasion = occasion_of(request, kind, pk, right=VIEWS)
    page = LettersPage(request.user, kind, occasion)
    if request.method == "POST":
        return changed(request, page)
    key = request.GET.get(SEND, "")
    letter = page.letter(key) if key and page.may_change else None
    return shown(request, page, letter=letter, send=letter and SendForm(letter=letter))


def changed(request, page):
    steps = {
        WRITE: (write, page.may_write),
        THANK: (thank, page.may_write),
        "sign": (sign, page.may_change),
        SEND: (send, page.may_change),
    }
    step, may = steps.get(request.POST.get("do", ""), (None, True))
    if step is None:
        raise Http404
    if not may:
        raise PermissionDenied
    return step(request, page)


def write(request, page):
    form = page.write_form(request.POST)
    if form.is_valid():
        try:
            letter = actions.write_letter(
                occasion=page.occasion,
                kind=form.cleaned_data["kind"],
                to=form.addressee,
                by=request.user,
                language=form.cleaned_data["language"] or form.addressee.language,
                words=form.cleaned_data["words"],
                signatory=form.signatory,
                form_id=form.cleaned_data["form_id"],
            )
        except lifecycle.NotAllowed as error:
            form.add_error("kind", str(error))
        else:
            messages.success(
                request, _("The letter is drafted: read it, and change what you like.")
            )
            return redirect(frame.record_url(letter))
    return shown(request, page, write=form)


def thank(request, page):
    form = page.thank_form(request.POST)
    if not form.is_valid():
        return shown(request, page, thank=form)
    letters = actions.thank(
        occasion=page.occasion,
        people=form.chosen,
        by=request.user,
        words=form.cleaned_data["words"],
        signatory=form.signatory,
    )
    words = ngettext("%(count)d letter is drafted.", "%(count)d letters are drafted.", len(letters))
    messages.success(request, words % {"count": len(letters)})
    return redirect(page.here)


def sign(request, page):
    letter = page.letter(request.POST.get("letter", ""))
    try:
        actions.sign(letter=letter, by=request.user)
        messages.success(request, _("Signed: “%(letter)s”.") % {"letter": letter})
    except (lifecycle.NotAllowed, actions.Changed) as error:
        messages.warning(request, str(error))
    return redirect(page.here)


def send(request, page):
    letter = page.letter(request.POST.get("letter", ""))
    form = SendForm(request.POST, letter=letter)
    if form.is_valid():
        try:
            sent = actions.send_letter(
                letter=letter,
                number=form.cleaned_data["number"],
                day=form.cleaned_data["day"],
                mail=form.cleaned_data.get("mail", False),
                by=request.user,
            )
        except (lifecycle.NotAllowed, actions.Changed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said_of(sent))
            return redirect(page.here)
    return shown(request, page, letter=letter, send=form)


def said_of(letter):
    told = {"number": letter.register_number}
    if letter.mail_id:
        return _("Filed under number %(number)s. A draft of the mail waits in the outbox.") % told
    return _("Filed under number %(number)s.") % told


def shown(request, page, *, write=None, thank=None, letter=None, send=None):
    return frame.page(
        request,
        "admin/delegations/letters/of_one.html",
        f"{TITLE}: {page.occasion}",
        page=page,
        occasion=page.occasion,
        kind=page.kind,
        occasion_url=frame.way_to(page.occasion),
        write=write or (page.write_form() if page.may_write else None),
        thank=thank or (page.thank_form() if page.may_write and page.unthanked else None),
        sending=letter,
        send=send,
        sees_mails=request.user.has_perm("office.view_mail"),
    )


# ---------------------------------------------------------------- one letter on paper


def print_page(request, pk, ending):
    """One letter as PDF, or as a Word document to go on with."""
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    letter = get_object_or_404(OutgoingLetter.objects.visible_to(request.user), pk=key_of(str(pk)))
    match ending:
        case "pdf":
            content = letter_papers.letter(letter).content
        case "docx":
            content = letter_papers.word(letter)
        case _other:
            raise Http404
    name = slugify(f"{letter.register_number} {letter}", allow_unicode=True)[:80] or "letter"
    return answer_paper(content, name, ending)


def visit_letters(request, pk):
    return letters_page(request, "visit", pk)


def mission_letters(request, pk):
    return letters_page(request, "mission", pk)


OF_VISIT = ("visits/<int:pk>/letters/", visit_letters)
OF_MISSION = ("missions/<int:pk>/letters/", mission_letters)
PRINT = ("letters/<int:pk>/print/<slug:ending>/", print_page)
