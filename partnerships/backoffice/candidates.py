"""The sheet of a candidate city: each question with what the records say and what is answered."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from office.backoffice import frame, kept
from office.backoffice.forms import PlainEndsOfLines
from office.papers.report import Report, Section, text_of
from office.papers.served import FORMATS, answer
from partnerships import candidates
from partnerships.models import Candidacy


class SheetForm(PlainEndsOfLines, forms.Form):
    """A text for each question; it knows which version of the sheet was opened, and by whom."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput)
    filled_by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, candidacy, asked, user, may_change):
        self.candidacy, self.asked = candidacy, asked
        initial = {"opened_version": candidacy.version, kept.SIGNED_BY: kept.signature(user)}
        super().__init__(data, initial=initial)
        for one in asked:
            self.fields[self.name_of(one)] = forms.CharField(
                label=str(one.question),
                required=False,
                initial=one.answer,
                disabled=not may_change,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @staticmethod
    def name_of(asked):
        return f"answer-{asked.question.pk}"

    @property
    def rows(self):
        return [(one, self[self.name_of(one)]) for one in self.asked]

    def clean(self):
        if self.data.get(kept.RESTORED):
            raise forms.ValidationError(kept.MESSAGES.get(self.data[kept.RESTORED], ""))
        return super().clean()

    def save(self):
        """Write the answers; says whether it could, or at the form why not."""
        answers = {one.question: self.cleaned_data[self.name_of(one)] for one in self.asked}
        version = self.cleaned_data["opened_version"]
        try:
            candidates.answer(candidacy=self.candidacy, answers=answers, version=version)
        except candidates.Changed:
            self.candidacy.refresh_from_db()
            # What is sent next was typed with the answers of today in sight.
            self.data = self.data.copy()
            self.data["opened_version"] = self.candidacy.version
            self.add_error(
                None,
                _(
                    "Someone else changed this sheet after you had opened it. Nothing of yours is "
                    "saved yet: compare it with what is saved now, and save again."
                ),
            )
            return False
        return True


class HasSheet:
    """Mixin of the admin class of candidacies: the questions have a page of their own."""

    change_form_template = "admin/partnerships/candidacy/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/sheet/", view(self.sheet_view), name="partnerships_candidacy_sheet"),
            path(
                "<int:pk>/sheet/export/<str:ending>/",
                view(self.sheet_export),
                name="partnerships_candidacy_sheet_export",
            ),
            *super().get_urls(),
        ]

    def response_post_save_add(self, request, obj):
        """A new candidate is followed by the questions about it."""
        return redirect(reverse("admin:partnerships_candidacy_sheet", args=[obj.pk]))

    def sheet_view(self, request, pk):
        candidacy = self._candidacy(request, pk)
        typed = kept.take(request)
        if typed is not None:
            kept.send_again(request, typed)
        may_change = self.has_change_permission(request, candidacy)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        asked = candidates.sheet(candidacy, request.user)
        form = SheetForm(
            request.POST if request.method == "POST" else None,
            candidacy=candidacy,
            asked=asked,
            user=request.user,
            may_change=may_change,
        )
        if form.is_bound and form.is_valid() and form.save():
            self.log_change(request, candidacy, _("Questions answered"))
            messages.success(request, _("Saved: %(record)s.") % {"record": candidacy})
            return redirect(request.path)
        return frame.page(
            request,
            "admin/partnerships/candidacy/sheet.html",
            _("Candidate city: %(name)s") % {"name": candidacy},
            candidacy=candidacy,
            form=form,
            may_change=may_change,
            may_propose=request.user.has_perm("partnerships.add_agreement"),
            formats=FORMATS,
            opts=self.opts,
        )

    def sheet_export(self, request, pk, ending):
        return answer(request, report(self._candidacy(request, pk), request.user), ending)

    def _candidacy(self, request, pk):
        candidacy = self.get_object(request, str(pk))
        if candidacy is None:
            raise Http404
        if not self.has_view_or_change_permission(request, candidacy):
            raise PermissionDenied
        return candidacy


def report(candidacy, user):
    """The sheet as a paper: the opinion first, then question by question."""
    facts = [(_("Kind of bond"), text_of(candidacy.bond_type, "name"))]
    given = [
        (_("Asked for by"), candidacy.asked_by),
        (_("Asked on"), candidacy.asked_on),
        (_("Given on"), candidacy.decided_on),
        (_("Act"), candidacy.act),
    ]
    facts += [(label, str(said)) for label, said in given if said]
    opinion = Section(
        capfirst(Candidacy._meta.get_field("opinion").verbose_name),
        paragraphs=[capfirst(candidacy.get_state_display()), *candidacy.opinion.splitlines()],
        facts=facts,
    )
    return Report(
        title=_("Candidate city: %(name)s") % {"name": candidacy.city},
        sections=[opinion, *map(section_of, candidates.sheet(candidacy, user))],
        is_demo=candidacy.is_demo or candidacy.city.is_demo,
    )


def section_of(asked):
    typed = asked.answer.splitlines() or [_("Not answered yet.")]
    facts = [(_("In the records"), line) for line in asked.lines]
    return Section(text_of(asked.question, "question"), paragraphs=typed, facts=facts)
