"""
The private page of whoever reads a programme without an account: hosts, secretariats, drivers.

Looking at it changes nothing; each answer is a form of its own that is sent.
"""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes
from delegations import actions, lifecycle
from delegations.answer_forms import AnswerForm
from delegations.days import written_days_of
from delegations.models import Member, Part, Print, Recipient, State
from delegations.private_pages import PrivatePage
from delegations.private_prints import programme_for
from office.links import chosen_language

DONE = {"answered": gettext_lazy("Thank you: your answer is with the office.")}
ANSWER = "answer"


@dataclass
class Reader(PrivatePage):
    """Who looks at the programme of which visit, and what they are asked."""

    recipient: Recipient

    @property
    def visit(self):
        return self.recipient.visit

    @property
    def days(self):
        return written_days_of(self.visit)

    @property
    def is_host(self):
        return self.recipient.print == Print.HOST

    @cached_property
    def published(self):
        """Their programme; None of a visit that does not come about."""
        if self.is_dropped:
            return None
        return programme_for(self.recipient, chosen_language(self.request))

    @property
    def is_dropped(self):
        """Whether nothing is held for the visit any more."""
        return self.visit.state in lifecycle.RELEASES

    @property
    def is_postponed(self):
        return self.visit.state == State.POSTPONED

    @cached_property
    def head(self):
        """Who leads the guests, as far as it is known."""
        member = Member.objects.filter(visit=self.visit, is_head=True).first()
        if member:
            return ", ".join(filter(None, [member.name, member.office]))
        return self.visit.head_name

    @cached_property
    def asked(self):
        """All that they are asked, or have answered, in the order of the programme."""
        if not self.is_host:
            return []
        rows = Part.objects.filter(item__visit=self.visit).answered_at(self.recipient.email)
        found = list(rows.exclude(answer=Part.Answer.UNASKED).with_names().in_order())
        others = others_of({part.item_id for part in found})
        return [Asked(self, part, others.get(part.item_id, [])) for part in found]

    @property
    def may_answer(self):
        return any(one.may_answer for one in self.asked)

    @property
    def waiting(self):
        return sum(one.is_waiting for one in self.asked)


@dataclass
class Asked:
    """One part about which they are asked, with what one must know to answer."""

    reader: Reader
    part: Part
    parts_of_item: list
    # What was sent about it; or only typed, while another answer was sent.
    sent: AnswerForm | None = None
    typed: dict | None = None

    @property
    def appointment(self):
        return self.part.item.appointment

    @property
    def when(self):
        one = self.appointment
        return clashes.when(one.period, one.zone, all_day=one.all_day)

    @property
    def others(self):
        """Who else has a part in the item, and as what."""
        return [
            f"{one.who} ({one.get_kind_display()})"
            for one in self.parts_of_item
            if one.pk != self.part.pk
        ]

    @property
    def is_off(self):
        return self.reader.is_dropped or self.appointment.is_cancelled

    @property
    def is_over(self):
        return self.appointment.period.upper <= timezone.now()

    @property
    def may_answer(self):
        return not self.is_off and not self.is_over

    @property
    def is_answered(self):
        return self.part.answer in Part.GIVEN and not self.part.was_moved

    @property
    def is_waiting(self):
        return self.may_answer and not self.is_answered

    @property
    def said(self):
        """Their answer, in words."""
        part, given = self.part, Part.Answer
        if part.answer == given.DEPUTISED:
            words = _("%(deputy)s comes instead of %(who)s.")
            return words % {"deputy": part.deputy, "who": part.who}
        words = _("%(who)s comes.") if part.answer == given.CONFIRMED else _("%(who)s cannot come.")
        return words % {"who": part.who}

    @cached_property
    def form(self):
        seen = actions.hours_token(self.part.item)
        return self.sent or AnswerForm(part=self.part, seen=seen, typed=self.typed)


def others_of(items):
    """Item -> its hosts and speakers, without whoever not everybody may know of: one query."""
    found = {}
    rows = Part.objects.filter(item__in=items).exclude(kind=Part.Kind.INTERPRETER)
    for part in rows.select_related("person__audience"):
        if part.person is None or not part.person.audience.is_hidden:
            found.setdefault(part.item_id, []).append(part)
    return found


def page(request, link):
    """The page of a valid link, for the answer that was sent or the print that is asked for."""
    recipients = Recipient.objects.select_related("visit__audience", "visit__organisation")
    recipients = recipients.select_related("visit__city", "resource", "place")
    recipient = recipients.filter(pk=link.object_id).first()
    if recipient is None:
        raise Http404
    reader = Reader(request, link, recipient)
    if request.method == "POST":
        try:
            done = request.POST.get("do")
        except (RequestDataTooBig, TooManyFieldsSent):
            return told(reader, "danger", _("That is more than can be taken at once."))
        if done == ANSWER:
            return answer(reader)
    elif reader.request.GET.get("show") == "programme":
        return reader.programme_file() or told(reader, "warning", no_file())
    return main(reader)


def main(reader, **context):
    context = {"done": DONE.get(reader.request.GET.get("done")), **context}
    return reader.shown("delegations/programme/main.html", **context)


def told(reader, kind, words):
    """The page with words above everything, where something could not be done."""
    return main(reader, told=words, told_kind=kind)


def answer(reader):
    """The answer whose button was pressed; what is typed in the others stays typed."""
    for each in reader.asked:
        each.typed = typed_about(each, reader.request.POST)
    key = reader.request.POST.get("part", "")
    one = chosen(reader.asked, key)
    if one is None and not key:
        return told(reader, "warning", _("Press the button below the answer that you send."))
    if one is None:
        return told(reader, "warning", _("You are not asked about this any more."))
    seen = actions.hours_token(one.part.item)
    one.sent = form = AnswerForm(reader.request.POST, part=one.part, seen=seen)
    if not form.is_valid():
        return main(reader)
    try:
        actions.answer(part=one.part, email=reader.recipient.email, **form.said)
    except actions.Changed as error:
        form.add_error(None, str(error))
        form.now_of(seen)
        return main(reader)
    except lifecycle.NotAllowed as error:
        return told(reader, "warning", str(error))
    typed = {each.part.pk: each.typed for each in reader.asked if each != one and each.typed}
    return still_typing(reader, typed) or redirect(f"{reader.url(done='answered')}#told")


def typed_about(one, data):
    form = AnswerForm(data, part=one.part, seen=actions.hours_token(one.part.item))
    is_sent = one.may_answer and form["seen"].html_name in data
    return form.typed if is_sent else {}


def chosen(asked, key):
    """That of the button; without one, as Enter sends it, the only one in which is typed."""
    if key:
        return next((one for one in asked if str(one.part.pk) == key), None)
    typed = [one for one in asked if one.typed]
    return typed[0] if len(typed) == 1 else None


def still_typing(reader, typed):
    """The page after one answer, while others are typed and not sent; None where none are."""
    if not typed:
        return None
    anew = Reader(reader.request, reader.link, reader.recipient)
    for one in anew.asked:
        one.typed = typed.get(one.part.pk)
    words = _("Thank you: this answer is with the office. What else you typed is not sent yet.")
    return told(anew, "success", words)


def no_file():
    return _("This file is not here: nothing is published yet.")
