"""The pages on which a pact is proposed, brought on step by step, and a step taken back."""

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import formset_factory
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from office.backoffice import frame
from office.backoffice.base import is_key
from office.backoffice.faults import faults_of_parts
from office.start_page import Link
from partnerships import actions, lifecycle, nations
from partnerships.backoffice.forms import (
    NoticeForm,
    ProposeForm,
    SignatoryForm,
    SignatureForm,
    SignForm,
    StepForm,
)
from partnerships.backoffice.life import life_of
from partnerships.models import Addressee, Move, Signature

SignatoryRows = formset_factory(SignatoryForm, extra=4, max_num=12)
SAID = ("on", "why", "act")


class HasLife:
    """Mixin of the admin class of agreements: its state is changed by steps, each on its page."""

    change_form_template = "admin/partnerships/agreement/change_form.html"
    change_list_template = "admin/partnerships/agreement/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("propose/", view(self.propose_view), name="partnerships_agreement_propose"),
            path(
                "<int:pk>/step/<slug:move>/",
                view(self.step_view),
                name="partnerships_agreement_step",
            ),
            path(
                "<int:pk>/take-back/",
                view(self.take_back_view),
                name="partnerships_agreement_take_back",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            may_change = self.has_change_permission(request, obj)
            context["life"] = life_of(obj, request.user, may_change=may_change)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # ------------------------------------------------------------ proposing

    def propose_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = {name: request.GET.get(name, "") for name in ("city", "bond_type")}
        initial = {name: value for name, value in asked.items() if is_key(value)}
        initial |= {"officer": request.user.pk, "on": timezone.localdate()}
        form = ProposeForm(request.POST or None, user=request.user, initial=initial)
        if form.is_valid() and (agreement := self._proposed(request, form)):
            self.log_addition(request, agreement, _("Proposed"))
            messages.success(request, _("The pact is proposed. It is internal for now."))
            return redirect(frame.record_url(agreement))
        fieldsets = [
            (None, {"fields": ["city", "bond_type", "on", "why", "act", "officer"]}),
            *exception_of(form),
        ]
        return self._form_page(request, _("Propose a pact"), form, fieldsets)

    def _proposed(self, request, form):
        """The new agreement; None where a colleague was first, which the form says."""
        form.instance.is_demo = request.user.is_demo
        try:
            return actions.propose(
                agreement=form.save(commit=False),
                by=request.user,
                **{name: form.cleaned_data[name] for name in SAID},
                **form.exception_said(),
            )
        except actions.NotAllowed as error:
            form.add_error(None, error)
            return None

    # ------------------------------------------------------------ steps

    def step_view(self, request, pk, move):
        agreement = self._agreement(request, pk)
        if move not in lifecycle.STEPS:
            raise Http404
        move = Move(move)
        taken = set(agreement.steps.values_list("move", flat=True))
        if not lifecycle.may(move, agreement, taken):
            messages.error(request, lifecycle.why_not(move, agreement))
            return redirect(frame.record_url(agreement))
        page = PAGES.get(move, StepPage)(request, agreement, move)
        if page.is_valid() and self._taken(request, page):
            return redirect(frame.record_url(agreement))
        title = f"{agreement}: {move.label}"
        return self._form_page(
            request, title, page.form, page.fieldsets, agreement=agreement, **page.context()
        )

    def _taken(self, request, page):
        """Whether the step could be taken; if not, the form says why."""
        try:
            page.take()
        except ValidationError as error:
            page.form.add_error(None, error)
            return False
        self.log_change(request, page.agreement, page.move.label)
        told = _("%(agreement)s: %(step)s.")
        words = {"agreement": page.agreement, "step": page.move.label}
        messages.success(request, told % words)
        return True

    def take_back_view(self, request, pk):
        agreement = self._agreement(request, pk)
        step = agreement.steps.exclude(move=Move.PROPOSE).last()
        if step is None:
            messages.error(request, _("There is no step to take back."))
            return redirect(frame.record_url(agreement))
        if request.method == "POST":
            seen = request.POST.get("step", "")
            try:
                actions.take_back(
                    agreement=agreement,
                    by=request.user,
                    seen=int(seen) if seen.isdecimal() else 0,
                )
            except actions.NotAllowed as error:
                messages.error(request, " ".join(error.messages))
                return redirect(frame.record_url(agreement))
            self.log_change(request, agreement, _("Step taken back: %s") % step)
            messages.success(request, _("Taken back: %s") % step)
            return redirect(frame.record_url(agreement))
        return frame.page(
            request,
            "admin/partnerships/agreement/take_back.html",
            _("Take the last step back"),
            agreement=agreement,
            step=step,
            opts=self.opts,
        )

    def _agreement(self, request, pk):
        agreement = self.get_object(request, pk)
        if agreement is None:
            raise Http404
        if not self.has_change_permission(request, agreement):
            raise PermissionDenied
        return agreement

    def _form_page(self, request, title, form, fieldsets, *, agreement=None, parts=(), **context):
        return frame.page(
            request,
            "admin/partnerships/agreement/step.html",
            title,
            form=form,
            adminform=AdminForm(form, fieldsets, {}),
            agreement=agreement,
            faults=faults_of_parts(form, parts),
            nation=getattr(form, "nation", None),
            opts=self.opts,
            media=sum((one.media for one in (form, *parts)), start=self.media),
            is_popup=False,
            **context,
        )


def exception_of(form):
    """The part of a form that asks why a rule is set aside, where one stands against it."""
    nation = getattr(form, "nation", None)
    asked = nation and nation.is_exceeded
    if not (asked or form.data.get("exception") or "exception" in form.errors):
        return []
    return [(_("An exception to the rule"), {"fields": ["exception"]})]


class StepPage:
    """The page of a step of which only day, reason and act are asked."""

    form_class = StepForm
    fieldsets = ((None, {"fields": ["on", "act", "why"]}),)

    def __init__(self, request, agreement, move):
        self.request, self.agreement, self.move = request, agreement, move
        self.data = request.POST if request.method == "POST" else None
        self.form = self.form_class(self.data, agreement=agreement, move=move, user=request.user)

    def is_valid(self):
        return self.form.is_valid()

    def said(self):
        return {name: self.form.cleaned_data[name] for name in SAID}

    def take(self):
        actions.take_step(
            agreement=self.agreement, move=self.move, by=self.request.user, **self.said()
        )

    def context(self):
        return {}


class SignPage(StepPage):
    """A signature or a renewal: also where, in which languages, and who signed."""

    form_class = SignForm

    def __init__(self, *args):
        super().__init__(*args)
        self.signature = Signature()
        self.signature_form = SignatureForm(self.data, instance=self.signature, prefix="signature")
        self.signatories = SignatoryRows(
            self.data,
            prefix="signatories",
            form_kwargs={"user": self.request.user, "signature": self.signature},
        )
        if self.move == Move.SIGN and not self.agreement.steps.exclude(exception="").exists():
            self.form.nation = nations.check(
                city=self.agreement.city,
                bond_type=self.agreement.bond_type,
                day=self.form.fields["on"].initial or self.form.initial["on"],
                user=self.request.user,
                but=self.agreement,
            )

    @property
    def fieldsets(self):
        return [(None, {"fields": ["on", "act", "why"]}), *exception_of(self.form)]

    def is_valid(self):
        said = self.form.is_valid()
        self.signature.signed_on = self.form.cleaned_data.get("on") if said else None
        parts = [self.signature_form.is_valid(), self.signatories.is_valid()]
        return said and all(parts)

    def take(self):
        actions.sign(
            agreement=self.agreement,
            move=self.move,
            signature=self.signature_form.save(commit=False),
            signatories=[
                row.instance for row in self.signatories if row.has_changed() and row.cleaned_data
            ],
            by=self.request.user,
            why=self.form.cleaned_data["why"],
            act=self.form.cleaned_data["act"],
            **self.form.exception_said(),
        )

    def context(self):
        names = list(self.signature_form.fields)
        return {
            "signature_form": AdminForm(
                self.signature_form,
                [(capfirst(Signature._meta.verbose_name), {"fields": names})],
                {},
            ),
            "signatories": self.signatories,
            "parts": [self.signature_form, *self.signatories],
        }


class NotifyPage(StepPage):
    """The notice to the State: to whom it was sent, when, under which number."""

    def __init__(self, *args):
        super().__init__(*args)
        self.notices = [
            NoticeForm(
                self.data, addressee=one, agreement=self.agreement, prefix=f"notice-{one.pk}"
            )
            for one in Addressee.objects.all()
        ]

    def is_valid(self):
        parts = [form.is_valid() for form in (self.form, *self.notices)]
        if all(parts) and self.notices and not any(one.is_sent for one in self.notices):
            self.notices[0].add_error("sent_on", _("Say when it was sent, to one at least."))
            return False
        return all(parts)

    def take(self):
        actions.notify(
            agreement=self.agreement,
            notices=[form.save(commit=False) for form in self.notices if form.is_sent],
            by=self.request.user,
            **self.said(),
        )

    def context(self):
        return {"notices": self.notices, "parts": self.notices}


PAGES = {Move.SIGN: SignPage, Move.RENEW: SignPage, Move.NOTIFY: NotifyPage}


def to_begin(user):
    """For the start page: the form that proposes a pact."""
    if not user.has_perm("partnerships.add_agreement"):
        return []
    return [Link(_("Propose a pact"), reverse("admin:partnerships_agreement_propose"))]
