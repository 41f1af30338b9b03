"""What can be done on the page of a visit: who may, what is asked for it, what it changes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from delegations import actions, lifecycle
from delegations.backoffice.visit_forms import (
    ApprovalForm,
    DecisionForm,
    MessageForm,
    MoveForm,
)
from delegations.guest_documents import keep_from_guests, mark_for_guests
from delegations.models import Decision, State
from delegations.triage import AnyColleague, Card
from office.backoffice.base import is_key
from office.languages import original_language

CHANGES = "delegations.change_visit"
NAMES = forms.Media(
    js=["admin/js/vendor/jquery/jquery.min.js", "admin/js/jquery.init.js", "js/field_names.js"]
)


class Step:
    """
    One thing to be done on the page of a visit; `data` is what was sent for it.

    `take` changes the visit, or raises what the actions raise. A step that was sent is shown
    once more where it could not be taken, with what was typed.
    """

    permission = CHANGES
    done = ""
    anchor = ""
    # Whether it rests on what the page said of the request.
    is_guarded = False
    refused = ()

    def __init__(self, page, data=None):
        self.page, self.data = page, data
        self.user, self.visit = page.user, page.visit

    @property
    def may(self):
        return self.user.has_perm(self.permission)

    @property
    def is_open(self):
        return self.may

    @property
    def is_shown(self):
        return self.data is not None or self.is_open

    @cached_property
    def form(self):
        return None

    @property
    def media(self):
        """Of the form; with names for its boxes, for people who hear the page."""
        if not self.is_shown or self.form is None:
            return forms.Media()
        return self.form.media + NAMES

    def is_valid(self):
        return self.form is None or self.form.is_valid()

    def refuse(self, messages):
        """It could not be taken: told at the form, or, of a button alone, above the page."""
        self.refused = [str(one) for one in messages]
        for one in self.refused if self.form is not None else []:
            self.form.add_error(None, one)


class Decide(Step):
    permission = "delegations.decide_visit"
    is_guarded = True
    done = gettext_lazy("The decision is written down.")
    anchor = "decision"

    @cached_property
    def verdicts(self):
        # Of a form that was sent all are offered: a colleague may have been first.
        return lifecycle.BY_DECISION if self.data else lifecycle.verdicts(self.visit)

    @property
    def is_open(self):
        return self.may and bool(self.verdicts) and self.page.waiting is None

    @cached_property
    def form(self):
        return DecisionForm(
            self.data,
            visit=self.visit,
            card=lambda: self.page.card,
            places=lambda: self.page.places,
            user=self.user,
            verdicts=self.verdicts,
        )

    def take(self):
        decision = self.form.save(commit=False)
        decision.visit = self.visit
        # It is read by whoever sees the visit: only what every colleague may know stands in it.
        with translation.override(original_language()):
            decision.suggestion = Card(self.visit, AnyColleague()).as_json()
        actions.decide(decision=decision, by=self.user, letter=self.form.letter)


class Approve(Step):
    """The second person; whoever decided cannot be the one."""

    permission = "delegations.approve_visit"
    is_guarded = True
    done = gettext_lazy("The decision is approved and in force.")
    anchor = "decision"
    refuses = False

    @property
    def is_open(self):
        waiting = self.page.waiting
        return self.may and waiting is not None and waiting.decided_by_id != self.user.pk

    @cached_property
    def form(self):
        return ApprovalForm(
            self.data, visit=self.visit, waiting=self.page.waiting, refuses=self.refuses
        )

    def decision(self):
        """The one that the page showed, whatever has become of it."""
        rows = Decision.objects.visible_to(self.user).filter(visit=self.visit)
        found = rows.filter(pk=self.form.cleaned_data["decision"]).first()
        if found is None:
            raise Http404
        found.visit = self.visit
        return found

    def take(self):
        reason = self.form.cleaned_data["reason"]
        actions.approve(
            decision=self.decision(), by=self.user, reason=reason, letter=self.form.letter
        )


class Refuse(Approve):
    done = gettext_lazy("The decision is not approved: the request is to be decided again.")
    refuses = True

    def take(self):
        reason = self.form.cleaned_data["reason"]
        actions.refuse_to_approve(decision=self.decision(), by=self.user, reason=reason)


class Move(Step):
    is_guarded = True
    done = gettext_lazy("It is noted.")
    anchor = "state"

    @cached_property
    def moves(self):
        # Of a form that was sent all are offered, as above.
        return list(State) if self.data else lifecycle.moves_by_office(self.visit)

    @property
    def is_open(self):
        return self.may and bool(self.moves) and self.page.waiting is None

    @cached_property
    def form(self):
        return MoveForm(self.data, visit=self.visit, moves=self.moves)

    def take(self):
        to = State(self.form.cleaned_data["to"])
        if to in lifecycle.BY_DECISION:
            raise PermissionDenied
        actions.move(
            visit=self.visit,
            to=to,
            by=self.user,
            why=self.form.reason,
            words=self.form.cleaned_data["words"],
            letter=self.form.letter,
        )


class Say(Step):
    done = gettext_lazy("The message is sent.")
    anchor = "messages"

    @cached_property
    def form(self):
        return MessageForm(self.data, visit=self.visit)

    def take(self):
        text, up_to = self.form.cleaned_data["text"], newest_shown(self.data)
        actions.say(visit=self.visit, text=text, by=self.user, up_to=up_to)


class TakeNote(Step):
    done = gettext_lazy("It is noted that the messages are read.")
    anchor = "messages"

    def take(self):
        actions.take_note(visit=self.visit, by=self.user, up_to=newest_shown(self.data))


def newest_shown(data):
    """The key of the newest message that the page showed; None where it showed none."""
    shown = data.get("up_to", "")
    return int(shown) if is_key(shown) else None


class ShowPaper(Step):
    """The guests may download the document from their private page."""

    done = gettext_lazy("The guests find it on their page.")
    anchor = "request"
    change = staticmethod(mark_for_guests)

    def take(self):
        key = self.data.get("document", "")
        documents = [document for document, _url, _shown in self.page.documents]
        document = next((one for one in documents if str(one.pk) == key), None)
        if document is None:
            raise Http404
        self.change(document, self.visit, self.user)


class KeepPaper(ShowPaper):
    done = gettext_lazy("It is not on the page of the guests any more.")
    change = staticmethod(keep_from_guests)


STEPS = {
    "decide": Decide,
    "approve": Approve,
    "refuse": Refuse,
    "move": Move,
    "say": Say,
    "take_note": TakeNote,
    "show_paper": ShowPaper,
    "keep_paper": KeepPaper,
}
