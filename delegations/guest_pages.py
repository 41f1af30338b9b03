"""
The private page of a visit, for its focal point, without an account.

Looking at it changes nothing; each thing done is a form of its own that is sent. `?show=` names
the page, `do` in what is sent the thing done.
"""

import copy
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from delegations import actions, guest_members, guest_travel, links, papers, receipt
from delegations.days import written_days_of
from delegations.guest_documents import for_guests
from delegations.guest_forms import CodeForm, CorrectionForm, MessageForm, WithdrawForm
from delegations.guest_words import Standing, standing, with_changes
from delegations.lifecycle import CORRECTED_BY_GUESTS, MOVES, NotAllowed
from delegations.models import State, Visit
from delegations.models.choices import TAKES_PLACE
from delegations.private_pages import PrivatePage
from delegations.private_prints import programme_for_guests
from directory.document_views import whole
from directory.models import DocumentFile
from office import codes
from office.links import chosen_language
from office.models import Audience
from office.papers import served as papers_served
from office.papers.served import answer_paper
from office.registry import Registry

# Name -> function(guest): a part of the main page that another app shows, as an object with a
# `template`, which finds it as `section`; None where there is nothing to show.
sections = Registry()
# What is sent by the forms of these parts -> function(guest), which answers.
deeds = Registry()
# In one day by one link: whoever means well has fewer.
MOST_A_DAY = 30
# Told of the other requests only to who proved to read the focal point's mail.

DONE = {
    "written": gettext_lazy("Your message is with the office."),
    "corrected": gettext_lazy("Your correction is with the office."),
    "withdrawn": gettext_lazy("Your request is withdrawn. A letter that says so is on its way."),
    "code": guest_members.DONE["code"],
    **guest_travel.DONE,
    "answered": gettext_lazy("Thank you: your answer is with the office."),
    "rated": gettext_lazy("Thank you for telling us."),
}


@dataclass
class Guest(PrivatePage):
    """Who looks at which visit, and what they may do."""

    visit: Visit
    standing: Standing

    @property
    def may_withdraw(self):
        return State.WITHDRAWN in MOVES[self.standing.state]

    @property
    def may_correct(self):
        return not self.standing.is_over

    @property
    def is_corrected_at_once(self):
        return self.visit.state in CORRECTED_BY_GUESTS

    @cached_property
    def may_change_list(self):
        return self.standing.is_coming and self.visit.list_is_open

    def may_still_change_list(self):
        """Asked again, where it was closed while the form was on its way."""
        self.visit.refresh_from_db()
        vars(self).pop("may_change_list", None)
        return self.may_change_list

    @cached_property
    def has_list(self):
        """Whether the list of members is spoken of: from the acceptance on."""
        return self.standing.is_coming or self.visit.members.exists()

    @cached_property
    def published(self):
        return programme_for_guests(self.visit, chosen_language(self.request))

    @property
    def has_programme(self):
        """Whether the programme is spoken of: while they come, and afterwards what it was."""
        if self.standing.is_coming:
            return True
        return self.visit.state in TAKES_PLACE and self.published.newest is not None

    @property
    def is_focal_point(self):
        """Whether the link is the focal point's own: staff may give one to others as well."""
        email = self.link.reader_email.lower()
        return bool(email) and email == self.visit.contact_email.lower()

    @cached_property
    def sees_all(self):
        return self.is_focal_point and codes.opened(self.request, self.link)

    def other_requests(self):
        """
        All other requests of the link's reader, who is the focal point; for nobody else.

        What they are about, and their pages, are for who `sees_all`: a link is passed on.
        """
        if not self.is_focal_point:
            return []
        others = Visit.objects.asked_by(self.link.reader_email).exclude(pk=self.visit.pk)
        if not self.sees_all:
            others = others.exclude(audience__level__in=Audience.HIDDEN)
        others = list(others.with_names().prefetch_related(with_changes()).in_order())
        for other in others:
            other.standing = standing(other)
        return others

    @property
    def days(self):
        return written_days_of(self.visit)

    @property
    def correction_url(self):
        return self.url(show="correction")

    @property
    def withdrawal_url(self):
        return self.url(show="withdrawal")

    @property
    def receipt_url(self):
        return self.url(show="receipt")

    @property
    def members_url(self):
        return self.url(show="members")

    @property
    def travel_url(self):
        return self.url(show="travel")

    @property
    def add_url(self):
        return self.url(show="add")

    @property
    def table_url(self):
        return self.url(show="table")

    @property
    def member_url(self):
        """With the key of a member behind it."""
        return self.url(show="member", member="")

    @property
    def removal_url(self):
        """With the key of a member behind it."""
        return self.url(show="removal", member="")

    @cached_property
    def letter_name(self):
        """The name of the file that came with the request, as they named it; "" without one."""
        files = DocumentFile.objects.filter(document__links__in=self.visit.documents.all())
        first = files.order_by("document__links__pk", "number").first()
        return first.name if first else ""


def page(request, link):
    """The page of a valid link, for the form that was sent or the part that is asked for."""
    visits = Visit.objects.with_names().prefetch_related(with_changes())
    visit = visits.filter(pk=link.object_id).first()
    if visit is None:
        raise Http404
    guest = Guest(request, link, visit, standing(visit))
    if request.method == "POST":
        try:
            done = request.POST.get("do")
        except (RequestDataTooBig, TooManyFieldsSent):
            return told(guest, "danger", _("That is more than can be taken at once."))
        return (DEEDS | dict(deeds.items())).get(done, main)(guest)
    return PAGES.get(request.GET.get("show"), main)(guest)


def main(guest, *, message_form=None, code_form=None, **context):
    request = guest.request
    others = guest.other_requests()
    if others and not guest.sees_all and codes.is_waiting(guest.link):
        code_form = code_form or CodeForm()
    for change in guest.standing.letters:
        change.paragraphs = papers.paragraphs(change.letter)
        change.paper_url = guest.url(show="paper", letter=change.pk)
    context |= {
        "standing": guest.standing,
        "short_notice": receipt.short_notice(guest.visit) if guest.visit.is_to_decide else "",
        "done": DONE.get(request.GET.get("done")),
        "message_form": message_form or MessageForm(link=guest.link),
        "messages_of_visit": guest.visit.messages.all(),
        "count": guest.visit.members.count(),
        "others": others,
        "code_form": code_form,
        "other_days": guest.visit.other_days.all(),
        "documents": documents_of(guest),
        "legs": guest.visit.legs.all() if guest.has_list else [],
    }
    if "sections" not in context:
        found = (section(guest) for section in sections.values())
        context["sections"] = [one for one in found if one is not None]
    return guest.shown("delegations/guest/main.html", **context)


def told(guest, kind, words):
    """The main page with words above everything, where something could not be done."""
    return main(guest, told=words, told_kind=kind)


# ---------------------------------------------------------------- messages and corrections


def is_full(guest):
    since = timezone.now() - timedelta(days=1)
    return guest.visit.messages.filter(from_guests=True, sent_at__gt=since).count() >= MOST_A_DAY


def too_many():
    return _("Many messages came by this page today: this one is not sent. Go on tomorrow.")


def write(guest):
    form = MessageForm(guest.request.POST, guest.request.FILES, link=guest.link)
    if form.is_valid():
        if is_full(guest):
            form.add_error(None, too_many())
            return main(guest, message_form=form)
        try:
            actions.hear_by_page(
                visit=guest.visit,
                text=form.cleaned_data["text"],
                file=form.cleaned_data["document"],
            )
        except ValidationError as error:
            form.add_error("document", error)
        else:
            return redirect(f"{guest.url(done='written')}#told")
    return main(guest, message_form=form)


def correction(guest, form=None):
    if not guest.may_correct:
        return told(guest, "warning", _("The request is not corrected any more: write to us."))
    form = form or CorrectionForm(instance=copy.copy(guest.visit))
    return guest.shown("delegations/guest/correction.html", form=form)


def correct(guest):
    form = CorrectionForm(guest.request.POST, instance=copy.copy(guest.visit))
    if not form.is_valid() or not guest.may_correct:
        return correction(guest, form)
    if is_full(guest):
        form.add_error(None, too_many())
        return correction(guest, form)
    seen = copy.copy(guest.visit)
    seen.version = form.cleaned_data["version"]
    try:
        actions.correct(visit=seen, values=form.changes, text=form.told)
    except actions.Changed:
        form.add_error(
            None,
            _(
                "The request was changed in the meantime: what stands now is shown above the form. "
                "What you typed is still here: look it over, and send it once more."
            ),
        )
        form.data = form.data.copy()
        form.data["version"] = guest.visit.version
        return correction(guest, form)
    return redirect(f"{guest.url(done='corrected')}#told")


# ---------------------------------------------------------------- withdrawing


def withdrawal(guest, form=None):
    if not guest.may_withdraw:
        return told(guest, "warning", cannot_withdraw(guest))
    return guest.shown("delegations/guest/withdraw.html", form=form or WithdrawForm())


def cannot_withdraw(guest):
    if guest.visit.state == State.WITHDRAWN:
        return _("The request is withdrawn already.")
    return _("The request cannot be withdrawn here any more: write to us.")


def withdraw(guest):
    form = WithdrawForm(guest.request.POST)
    if not form.is_valid():
        return withdrawal(guest, form)
    try:
        actions.withdraw(visit=guest.visit, why=form.cleaned_data["why"])
    except NotAllowed:
        return told(guest, "warning", cannot_withdraw(guest))
    return redirect(f"{guest.url(done='withdrawn')}#told")


# ---------------------------------------------------------------- papers and other requests


def paper(guest):
    """A letter as PDF."""
    asked = guest.request.GET.get("letter", "")
    change = next((one for one in guest.standing.letters if str(one.pk) == asked), None)
    if change is None:
        return told(guest, "warning", _("This letter is not here any more."))
    content = papers.letter(change.letter).content
    name = f"{guest.visit.reference}-{slugify(change.title, allow_unicode=True)}"
    return answer_paper(content, name)


def documents_of(guest):
    found = list(for_guests(guest.visit))
    for one in found:
        one.download_url = guest.url(show="document", document=one.pk)
    return found


def document(guest):
    """The newest version of a document that is for the guests."""
    asked = guest.request.GET.get("document", "")
    found = next((one for one in for_guests(guest.visit) if str(one.pk) == asked), None)
    if found is None:
        return told(guest, "warning", _("This document is not here any more."))
    return whole(found.current, is_public=False)


def programme(guest):
    """The programme as a file."""
    file = guest.programme_file() if guest.has_programme else None
    return file or told(guest, "warning", _("This file is not here: nothing is published yet."))


def received(guest):
    """The receipt of the request, which the reader may hand on: what they need is not read back."""
    visit = copy.copy(guest.visit)
    if visit.needs and not guest.sees_all:
        visit.needs = pgettext("special needs", "given")
    return papers_served.answer(guest.request, receipt.report_of(visit), "pdf")


def open_other(guest):
    """The page of another request of the same focal point, by that one's own link, after a code."""
    if not guest.sees_all:
        return told(guest, "warning", _("Your other requests open with a code by mail."))
    asked = guest.request.POST.get("visit", "")
    other = next((one for one in guest.other_requests() if one.reference == asked), None)
    if other is None:
        return told(guest, "warning", _("This request is not among yours any more."))
    link = links.give(other)
    if link.is_over:
        return told(guest, "warning", _("The page of that request has ended."))
    return redirect(link.get_absolute_url())


# ---------------------------------------------------------------- what a code opens


def asks_for_code(guest):
    """(page, query of its address) where the code was asked for or typed."""
    if guest.request.POST.get("back") == "main":
        return main, {}
    return guest_members.members, {"show": "members"}


def send_code(guest):
    page, query = asks_for_code(guest)
    words = None
    if not guest.is_focal_point:
        words = _("A code is sent to the focal point alone, who has a private page of their own.")
    else:
        try:
            codes.send_code(guest.link)
        except codes.TooMany:
            words = _("No more codes are sent for now: try again in an hour.")
    if words:
        return page(guest, told=words, told_kind="warning")
    return redirect(f"{guest.url(**query, done='code')}#told")


def open_all(guest):
    page, query = asks_for_code(guest)
    form = CodeForm(guest.request.POST)
    if form.is_valid() and codes.check(guest.link, form.cleaned_data["code"]):
        response = redirect(guest.url(**query))
        codes.open_for(response, guest.link)
        return response
    if form.is_valid():
        form.add_error(
            "code", _("This code is not right, or too old. You can have a new one sent.")
        )
    return page(guest, code_form=form)


def shut_all(guest):
    response = redirect(guest.url(show="members"))
    codes.shut(response, guest.link)
    return response


PAGES = (
    {
        "correction": correction,
        "withdrawal": withdrawal,
        "paper": paper,
        "document": document,
        "receipt": received,
        "programme": programme,
    }
    | guest_members.PAGES
    | guest_travel.PAGES
)
DEEDS = {
    "write": write,
    "correct": correct,
    "withdraw": withdraw,
    "other": open_other,
    "send-code": send_code,
    "code": open_all,
    "shut": shut_all,
    **guest_members.DEEDS,
    **guest_travel.DEEDS,
}
