"""What is held about one person: shown, handed out, kept for a reason, or erased."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.backoffice.privacy_pages import original
from office.dates import DayInput
from office.erasure import people
from office.models import Hold
from office.papers.report import Report, Section
from office.papers.served import FORMATS as PAPERS
from office.papers.served import answer

NAME = "personal_data"
TITLE = gettext_lazy("Personal data of one person")
PERMISSION = "office.erase_person"
SHORTEST = 2
FORMATS = ["json", *PAPERS]


class SearchForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Name, e-mail address or telephone number"),
        required=False,
        max_length=100,
        min_length=SHORTEST,
    )


class EraseForm(forms.Form):
    """What was asked for, in words that name nobody."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy(
            "For the log, for example “asked for it by letter of 3 May”. Name nobody."
        ),
        error_messages={"required": gettext_lazy("Say why.")},
    )
    understood = forms.BooleanField(
        label=gettext_lazy("It cannot be taken back."),
        error_messages={"required": gettext_lazy("Tick this: what is erased cannot be had again.")},
    )

    def __init__(self, *args, words=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if self.words and self.words.named_in(reason):
            raise forms.ValidationError(
                gettext_lazy("The log names nobody: say it without the person’s name.")
            )
        return reason


class HoldForm(forms.ModelForm):
    class Meta:
        model = Hold
        fields = ["reason", "until"]
        widgets = {"until": DayInput()}

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(gettext_lazy("This day is past."))
        return until


def page(request):
    """Where one looks for a person, and sees what is held about the one that was chosen."""
    identity = chosen(request)
    if identity is None:
        return search(request)
    if request.method == "POST":
        return hold(request, identity) if "hold" in request.POST else erase(request, identity)
    return shown(request, identity)


def chosen(request):
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    if not kind:
        return None
    if kind not in people.kinds.names() or not key.isdecimal() or len(key) > people.LONGEST_KEY:
        raise Http404
    identity = people.kinds.get(kind).get(key, request.user)
    if identity is None:
        raise Http404
    return identity


def search(request):
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = []
    for name, kind in people.kinds.items() if text else ():
        rows = kind.find(text, request.user)
        if rows:
            found.append(
                (capfirst(kind.label), [(label, address(name, key)) for key, label in rows])
            )
    return frame.page(
        request, "admin/office/personal_data_search.html", TITLE, form=form, found=found, text=text
    )


def address(kind, key):
    return f"{reverse(f'admin:{NAME}')}?kind={kind}&key={key}"


def shown(request, identity, *, form=None, hold_form=None):
    held = current_hold(identity)
    looked = people.looked_through(identity)
    return frame.page(
        request,
        "admin/office/personal_data.html",
        _("Personal data of %(name)s") % {"name": identity.title},
        identity=identity,
        told=people.held_about(identity),
        texts=counted(looked.changed),
        left=counted(looked.left),
        form=form or EraseForm(words=identity.words),
        hold=held,
        hold_form=hold_form or HoldForm(instance=held),
        formats=FORMATS,
        query=f"kind={identity.kind}&key={identity.key}",
    )


def counted(found):
    """[(what people call the rows, how many)]; their history goes without saying."""
    return sorted(
        (str(capfirst(model._meta.verbose_name_plural)), len(keys))
        for model, keys in found.items()
        if original(model) is model
    )


def current_hold(identity):
    return Hold.objects.filter(**people.held_by(identity)).first()


def hold(request, identity):
    """Note that nothing of the person is erased by the clock, or take that away."""
    there = current_hold(identity)
    if request.POST["hold"] == "end":
        if there:
            there.delete()
        messages.success(request, _("The clock runs again."))
        return redirect(address(identity.kind, identity.key))
    form = HoldForm(request.POST, instance=there)
    if not form.is_valid():
        return shown(request, identity, hold_form=form)
    for name, value in people.held_by(identity).items():
        setattr(form.instance, name, value)
    form.instance.by = request.user
    form.save()
    messages.success(request, _("Nothing of it is erased by the clock."))
    return redirect(address(identity.kind, identity.key))


def erase(request, identity):
    form = EraseForm(request.POST, words=identity.words)
    if not form.is_valid():
        return shown(request, identity, form=form)
    try:
        found = people.erase(identity, reason=form.cleaned_data["reason"], by=request.user)
    except people.NotNow as stopped:
        for reason in stopped.reasons:
            form.add_error(None, str(reason))
        return shown(request, identity, form=form)
    messages.success(request, _("Erased. The log says which rows, and names nobody."))
    for label, count in counted(found.left):
        words = _("Look at these by hand, they may mean somebody else: %(what)s (%(count)d).")
        messages.warning(request, words % {"what": label, "count": count})
    return redirect(f"admin:{NAME}")


# ---------------------------------------------------------------- as a file


def export(request, ending):
    """All that is held about the person, for that person: to be read, or by a program."""
    identity = chosen(request)
    if identity is None:
        raise Http404
    told = people.held_about(identity)
    if ending == "json":
        return as_json(told)
    report = Report(
        title=str(TITLE),
        subtitle=identity.title,
        intro=[_("Copy of the data held (Regulation (EU) 2016/679, art. 15 and 20).")],
        sections=[
            Section(
                str(capfirst(label)),
                facts=[(str(capfirst(name)), str(value)) for name, value in facts],
            )
            for label, facts in told
        ],
        is_demo=identity.is_demo,
    )
    return answer(request, report, ending)


def as_json(told):
    rows = [
        {"what": str(label), "data": {str(name): str(value) for name, value in facts}}
        for label, facts in told
    ]
    text = json.dumps({"on": timezone.localdate().isoformat(), "held": rows}, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json")
    # A name of a file stands in logs: it says of whom nothing.
    response["Content-Disposition"] = content_disposition_header(True, "personal-data.json")
    response["Cache-Control"] = "private, no-store"
    return response


def of_record(record, user):
    """The address of the page about that record, for who may open it; "" for others."""
    name = people.kind_of(record)
    return address(name, record.pk) if name and user.has_perm(PERMISSION) else ""


PAGE = Page(TITLE, "office", "privacy/person/", page, export, PERMISSION)
