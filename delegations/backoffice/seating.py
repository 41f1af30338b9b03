"""Who sits where at a visit: the tables, the seats given out by rank, and whom a person moves."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from delegations import actions
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.models import Lineup, SeatingPlan, SeatingTable
from delegations.precedence import papers
from delegations.precedence.seats import Seating
from office.backoffice import frame
from office.backoffice.forms import OpenedForm
from office.papers.served import FORMATS, answer, answer_paper

TITLE = gettext_lazy("Seating plan")


class PlanForm(OpenedForm):
    """A new plan with its first table, or the name and rule of one."""

    class Meta:
        model = SeatingPlan
        fields = ["lineup", "name", "rule", "note"]

    def __init__(self, data=None, *, instance, lineups):
        super().__init__(data, instance=instance, prefix="plan")
        self.fields["lineup"].queryset = lineups
        self.fields["lineup"].empty_label = None
        if instance.pk:
            del self.fields["lineup"]

    def _get_validation_exclusions(self):
        """With the order, or that the name is taken is told too late."""
        return super()._get_validation_exclusions() - {"lineup"}


class TableForm(OpenedForm):
    class Meta:
        model = SeatingTable
        fields = ["name", "shape", "size", "across"]

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance, prefix="table")


class SitForm(forms.Form):
    """Two lists: who, and where."""

    who = forms.ChoiceField(label=pgettext_lazy("sits down", "Who"))
    seat = forms.ChoiceField(label=pgettext_lazy("sits down", "Seat"))

    def __init__(self, data=None, *, seating):
        super().__init__(data)
        seats = {seat.standing.pk: seat for seat in seating.seats if seat.standing}
        self.fields["who"].choices = [
            (one.pk, f"{one} – {seat_name(seats.get(one.pk))}") for one in seating.order.present
        ]
        self.fields["seat"].choices = [(one.key, seat_name(one)) for one in seating.seats]


def seat_name(seat):
    """“Top table, 3: Hanako Tanaka”"""
    return f"{seat.table}, {seat.label}" if seat else pgettext("a person", "no seat")


class Page:
    def __init__(self, request, visit):
        self.request, self.user, self.visit = request, request.user, visit

    @cached_property
    def lineups(self):
        rows = Lineup.objects.visible_to(self.user).filter(visit=self.visit)
        return rows.select_related("item__appointment", "visit")

    @cached_property
    def plans(self):
        rows = SeatingPlan.objects.visible_to(self.user).filter(lineup__visit=self.visit)
        related = ("lineup__table", "lineup__item__appointment", "lineup__visit__city__country")
        found = list(rows.select_related(*related, "lineup__visit__country").order_by("pk"))
        for one in found:
            one.url = address(one)
        return found

    @cached_property
    def plan(self):
        """The one that the address names; the first without. None where there is none yet."""
        asked = self.request.GET.get("plan", "")
        if not asked:
            return self.plans[0] if self.plans else None
        found = next((one for one in self.plans if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def seating(self):
        return Seating(self.plan, self.user) if self.plan else None

    @property
    def may_change(self):
        return self.user.has_perm(CHANGES)

    def table(self, key):
        found = [one.table for one in self.seating.tables if str(one.table.pk) == key]
        if not found:
            raise Http404
        return found[0]

    def seat(self, key):
        """(table, number) of a seat as a form names it."""
        found = next((one for one in self.seating.seats if one.key == key), None)
        if found is None:
            raise Http404
        return {"table": found.table, "number": found.number}

    @property
    def papers(self):
        return [
            (ending.upper(), f"{paper_address(self.visit, ending)}?plan={self.plan.pk}")
            for ending in FORMATS
        ]


def visit_seating(request, pk):
    """Who sits beside whom at this visit, and who has no seat yet?"""
    page = Page(request, of_visit(request, pk))
    if request.method != "POST":
        return shown(request, page)
    if not page.may_change:
        raise PermissionDenied
    do = STEPS.get(request.POST.get("do", ""))
    if do is None or (do is not save_plan and page.plan is None):
        raise Http404
    return do(request, page)


def save_plan(request, page):
    is_new = request.POST.get("which") == "new"
    plan = SeatingPlan() if is_new or page.plan is None else page.plan
    form = PlanForm(request.POST, instance=plan, lineups=page.lineups)
    if form.is_valid():
        try:
            plan = actions.save_plan(plan=form.instance, by=request.user)
        except actions.Changed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(who)s is saved.") % {"who": plan})
            return redirect(address(plan))
    again = Page(request, page.visit)
    return shown(request, again, **{"new_plan_form" if is_new else "plan_form": form})


def save_table(request, page):
    key = request.POST.get("table", "")
    table = page.table(key) if key else SeatingTable(plan=page.plan)
    if key and "remove" in request.POST:
        table._history_user = request.user
        table.delete()
        messages.success(request, _("The table is taken away; whoever sat there has no seat."))
        return redirect(address(page.plan))
    form = TableForm(request.POST, instance=table)
    if form.is_valid():
        try:
            gone = actions.save_table(table=form.instance, by=request.user)
        except actions.Changed as error:
            form.add_error(None, str(error))
        else:
            if gone:
                messages.warning(request, without_seat(gone))
            return redirect(f"{address(page.plan)}#table-{table.pk}")
    return shown(request, Page(request, page.visit), table_form=form)


def fill(request, page):
    left = actions.seat_by_rank(plan=page.plan, by=request.user)
    messages.success(request, _("The seats are proposed by rank: look at them first."))
    if left:
        messages.warning(request, without_seat(left))
    return redirect(address(page.plan))


def without_seat(count):
    words = ngettext("%(count)d has no seat.", "%(count)d have no seat.", count)
    return words % {"count": count}


def sit(request, page):
    form = SitForm(request.POST, seating=page.seating)
    if not form.is_valid():
        return shown(request, page, sit_form=form)
    who = form.cleaned_data["who"]
    standing = next(one for one in page.seating.order.present if str(one.pk) == who)
    try:
        seat = page.seat(form.cleaned_data["seat"])
        actions.sit(plan=page.plan, standing=standing, by=request.user, **seat)
    except (actions.Changed, actions.NoSuchSeat) as error:
        form.add_error("seat", str(error))
        return shown(request, Page(request, page.visit), sit_form=form)
    messages.success(request, _("%(who)s has the seat.") % {"who": standing})
    return redirect(f"{address(page.plan)}#table-{seat['table'].pk}")


def free(request, page):
    seat = page.seat(request.POST.get("seat", ""))
    try:
        actions.free_seat(plan=page.plan, by=request.user, **seat)
    except actions.NoSuchSeat as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The seat is free."))
    return redirect(f"{address(page.plan)}#table-{seat['table'].pk}")


STEPS = {"plan": save_plan, "table": save_table, "fill": fill, "sit": sit, "free": free}


def shown(request, page, **forms_sent):
    plan, found = page.plan, {}
    if page.may_change:
        found["new_plan_form"] = PlanForm(instance=SeatingPlan(), lineups=page.lineups)
        if plan:
            asked = request.GET.get("table")
            table = page.table(asked) if asked else SeatingTable(plan=plan, size=8)
            found["plan_form"] = PlanForm(instance=plan, lineups=page.lineups)
            found["table_form"] = TableForm(instance=table)
            if page.seating.seats and page.seating.order.present:
                found["sit_form"] = SitForm(seating=page.seating)
    return frame.page(
        request,
        "admin/delegations/precedence/seating.html",
        f"{TITLE}: {page.visit}",
        page=page,
        visit=page.visit,
        plan=plan,
        seating=page.seating,
        here=address(plan) if plan else bare_address(page.visit),
        precedence_url=reverse("admin:visit_precedence", args=[page.visit.pk]),
        **(found | forms_sent),
    )


def bare_address(visit):
    return reverse("admin:visit_seating", args=[visit.pk])


def address(plan):
    return f"{reverse('admin:visit_seating', args=[plan.lineup.visit_id])}?plan={plan.pk}"


def paper_address(visit, ending):
    return reverse("admin:visit_seating_paper", args=[visit.pk, ending])


def visit_seating_paper(request, pk, ending):
    """The plan of the seats as a paper: drawn in the PDF, as lists in the others."""
    page = Page(request, of_visit(request, pk))
    if page.plan is None or ending not in FORMATS:
        raise Http404
    if ending != "pdf":
        return answer(request, papers.seating_report(page.plan, request.user), ending)
    paper = papers.seating(page.plan, request.user)
    name = slugify(f"{TITLE} {page.plan.name}", allow_unicode=True)[:80]
    return answer_paper(paper.content, f"{name}-{page.visit.reference.lower()}")


PAGE = ("visits/<int:pk>/seating/", visit_seating)
PAPER = ("visits/<int:pk>/seating/<str:ending>/", visit_seating_paper)
