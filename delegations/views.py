"""The pages on which anybody asks for a visit, without an account."""

from datetime import timedelta
from functools import wraps
from time import monotonic, sleep

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from delegations import actions, drafts, links, receipt
from delegations.forms import LostLinkForm, RequestForm, notice
from delegations.models import RequestDraft, Visit, VisitSettings
from delegations.models.drafts import KEPT_FOR
from office import guards
from office.errors import NotHere
from office.links import HEADERS
from office.papers import served
from office.served import PRIVATE

SALT, KEPT_SALT = "delegations.sent", "delegations.kept"
# Whoever comes later finds all on the private page.
SHOWN_FOR = timedelta(days=1)
# Seconds that every answer about a lost address takes, so that none tells whether it is known.
TAKES = 1.0
LOST_RATES = "5/h,10/d,60/h/key"
PAGE = ["GET", "HEAD", "POST"]


def for_one_reader(view):
    """Nobody keeps the page, no other site hears of its address, and nobody finds it by search."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return answered


# ---------------------------------------------------------------- the request


# Nobody is signed in here, so no other site could act in anybody's name; and without a cookie
# nothing that was typed is lost where cookies are refused.
@csrf_exempt
@require_http_methods(PAGE)
def request_visit(request):
    """Whom may I ask to be received, and what do I have to say?"""
    response = asked(request)
    response.setdefault("Cache-Control", "private, no-cache")
    return response


def resumed(request, link):
    """The same form by the private link of a draft; one that was sent meanwhile leads on."""
    return asked(request, draft=link.target, by_link=True)


def asked(request, *, draft=None, by_link=False):
    if request.method != "POST":
        return shown(request, RequestForm(draft=draft))
    if visit := sent_before(request):
        return redirect(address_of_again(visit))
    if by_link and draft is None:
        raise Http404
    form = RequestForm(request.POST, request.FILES, draft=draft)
    if "later" in request.POST:
        if form.may_wait() and form.is_let_in(request, "visit_draft"):
            kept = drafts.put_aside(**form.unfinished())
            return redirect(f"{request.path}?kept=yes" if by_link else address_of_kept(kept))
    elif form.is_valid() and may_be_sent(form) and form.is_let_in(request, "visit_request"):
        visit = actions.send_request(
            visit=form.as_visit(),
            other_days=form.days_besides(),
            letter=form.cleaned_data["letter"],
        )
        return redirect(address_of(visit))
    return shown(request, form)


def shown(request, form):
    """The page; closed, it still shows what somebody was typing while it was closed."""
    current = VisitSettings.objects.current()
    context = {
        "form": form,
        "notice_period": notice(),
        "is_open": form.is_bound or current.form_is_open,
        "kept": request.GET.get("kept") == "yes",
        "kept_days": KEPT_FOR.days,
        "answer_days": current.answer_days,
        "draft": form.draft,
    }
    if form.draft:
        context["canonical_url"] = ""
    return render(request, "delegations/request.html", context)


def may_be_sent(form):
    """Whether requests are taken at all; what was typed while the form was closed stays there."""
    if VisitSettings.objects.current().form_is_open:
        return True
    form.add_error(None, _("The form was closed meanwhile. Please write to the office instead."))
    return False


def sent_before(request):
    """The visit that this very form made already; None where it made none."""
    read = guards.read_stamp(request.POST.get(guards.STAMP, ""))
    return Visit.objects.filter(form_id=read[0]).first() if read else None


def address_of_kept(draft):
    """The address of the page after saving: signed, and naming nobody."""
    signed = signing.dumps(str(draft.form_id), salt=KEPT_SALT)
    return f"{reverse('delegations:request_kept')}?form={signed}"


def email_of_kept(request):
    try:
        form_id = signing.loads(request.GET.get("form", ""), salt=KEPT_SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return ""
    draft = RequestDraft.objects.filter(form_id=form_id).first()
    return draft.email if draft else ""


def half_shown(email):
    """Enough of an address for its owner to see that it was mistyped: “a…z@example.org”."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}…{name[-1:]}{at}{domain}" if name else ""


@require_safe
@for_one_reader
def request_kept(request):
    """That the form was put aside, and how to go on."""
    context = {"kept_days": KEPT_FOR.days, "email": half_shown(email_of_kept(request))}
    return render(request, "delegations/request_kept.html", context)


# ---------------------------------------------------------------- after it was sent


def address_of(visit, *, again=False):
    """
    The address of the page after sending: signed, and naming nobody.

    It holds the key of the form: that of the row would tell how many visits there are. `again`
    is for whoever sends the form once more and may be somebody else: it opens no receipt.
    """
    signed = signing.dumps([str(visit.form_id), again], salt=SALT)
    return reverse("delegations:request_sent", args=[signed])


def address_of_again(visit):
    """Where a form leads that was sent before: after its day, to the lost addresses."""
    if is_shown(visit):
        return address_of(visit, again=True)
    return reverse("delegations:lost_link") + "?again=yes"


def is_shown(visit):
    return visit.received_at > timezone.now() - SHOWN_FOR


def sent_by(signed):
    """(visit, whether its form was sent again) of such an address."""
    try:
        form_id, again = signing.loads(signed, salt=SALT)
    except signing.BadSignature as error:
        raise NotHere(shown_for_a_day()) from error
    visit = Visit.objects.filter(form_id=form_id).first()
    if visit is None or not is_shown(visit):
        raise NotHere(shown_for_a_day())
    return visit, again


def shown_for_a_day():
    return _(
        "This page is shown for a day. All else is on your private page, by the link in our mail."
    )


@require_safe
@for_one_reader
def request_sent(request, signed):
    """Has my request arrived, what happens next, and when?"""
    visit, again = sent_by(signed)
    context = {
        "visit": visit,
        "signed": signed,
        "next": receipt.what_happens_next(visit),
        "again": again,
        # Whoever sends the form once more may be somebody else.
        "email": "" if again else half_shown(visit.contact_email),
        "canonical_url": "",
    }
    return render(request, "delegations/request_sent.html", context)


@require_safe
@for_one_reader
def request_receipt(request, signed):
    visit, again = sent_by(signed)
    if again:
        raise NotHere(shown_for_a_day())
    return served.answer(request, receipt.report_of(receipt.without_needs(visit)), "pdf")


# ---------------------------------------------------------------- a lost address


@csrf_exempt
@require_http_methods(PAGE)
def lost_link(request):
    """Where do I get the address of my private page again?"""
    begun = monotonic()
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.is_let_in(request, "lost_link", LOST_RATES):
        links.send_again(form.cleaned_data["email"])
        sleep(max(0, TAKES - (monotonic() - begun)))
        return redirect(f"{request.path}?sent=yes")
    told = {name: request.GET.get(name) == "yes" for name in ("sent", "again")}
    response = render(request, "delegations/lost_link.html", {"form": form, **told})
    response.setdefault("Cache-Control", PRIVATE)
    return response
