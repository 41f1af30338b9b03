"""What is held about one person: shown, handed out, kept for a reason, or erased."""

import json
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import Truncator, capfirst
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
# In the address: the texts of all tables are gone through, which takes a while.
LOOK = "look"
# So many records of one kind are named on the page.
NAMED = 20
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
    # Whoever erases has seen what goes; a form that comes back is looked at again.
    looked = people.looked_through(identity) if LOOK in request.GET or form else None
    return frame.page(
        request,
        "admin/office/personal_data.html",
        _("Personal data of %(name)s") % {"name": identity.title},
        identity=identity,
        told=people.held_about(identity),
        looked=looked is not None,
        look_url=f"{address(identity.kind, identity.key)}&{LOOK}=1#found",
        texts=named(looked.changed, request.user) if looked else [],
        left=named(looked.left, request.user) if looked else [],
        form=form or EraseForm(words=identity.words),
        hold=held,
        hold_form=hold_form or HoldForm(instance=held),
        formats=FORMATS,
        query=f"kind={identity.kind}&key={identity.key}",
    )


@dataclass(frozen=True)
class Named:
    """
    Records of one kind in which somebody is named: (words, address) of those that the reader may
    see, and how many there are besides.
    """

    label: str
    records: list
    others: int

    @property
    def count(self):
        return len(self.records) + self.others


def named(found, user):
    """A Named of each kind; their history goes without saying."""
    told = [of_kind(model, keys, user) for model, keys in found.items() if original(model) is model]
    return sorted(told, key=lambda one: one.label)


def of_kind(model, keys, user):
    rows = model._default_manager.all()
    # What is no record of ours says of nobody who may see it.
    seen = rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()
    records = seen.filter(pk__in=keys).order_by("pk")[:NAMED]
    told = [(Truncator(str(one)).chars(120), frame.url_of(one)) for one in records]
    label = str(capfirst(model._meta.verbose_name_plural))
    return Named(label, told, len(keys) - len(told))


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
    # No way back leads here: the person is not found any more.
    return frame.page(
        request,
        "admin/office/personal_data_erased.html",
        _("Erased"),
        left=named(found.left, request.user),
        log_url=reverse("admin:erasures"),
    )


# ---------------------------------------------------------------- as a file


def export(request, ending):
    """All that is held about the person, for that person: to be read, or by a program."""
    identity = chosen(request)
    if identity is None:
        raise Http404
    told = [
        *people.held_about(identity),
        *people.linked_with(identity, request.user),
        *people.named_in_texts(identity, request.user),
    ]
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
