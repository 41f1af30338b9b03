"""The tasks of a visit or mission, with its check-lists; and all open ones, the late first."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from delegations import actions, lifecycle
from delegations.after_desk import SOON
from delegations.backoffice.occasions import occasion_of
from delegations.backoffice.pages import key_of
from delegations.models import Task, TaskTemplate, field_of
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.dates import PartialDate
from office.papers.report import Report, Section, Table, Text
from office.papers.served import FORMATS
from office.papers.served import answer as served

VIEWS, ADDS, CHANGES = (f"delegations.{one}_task" for one in ("view", "add", "change"))
TITLE = gettext_lazy("Tasks")
# So many stand on the page at most, the late ones first; the papers have all.
MOST = 500


class Lists(forms.Form):
    """Which check-list tasks are made from."""

    template = forms.ModelChoiceField(TaskTemplate.objects.none(), label=gettext_lazy("Check-list"))

    def __init__(self, data=None, *, occasion):
        super().__init__(data)
        rows = TaskTemplate.objects.for_occasion(occasion)
        self.fields["template"].queryset = rows
        self.fields["template"].empty_label = None


# ---------------------------------------------------------------- of one


def of_one(request, kind, pk):
    """What is to be done for this visit or mission, by when and by whom, and what is late?"""
    occasion = occasion_of(request, kind, pk, right=VIEWS)
    form = Lists(occasion=occasion)
    if request.method == "POST":
        here = reverse(f"admin:{kind}_tasks", args=[pk])
        if request.POST.get("do") != "make":
            return finished(request, here)
        if not request.user.has_perm(ADDS):
            raise PermissionDenied
        form = Lists(request.POST, occasion=occasion)
        if form.is_valid():
            made(request, occasion, form.cleaned_data["template"])
            return redirect(here)
    rows = Task.objects.visible_to(request.user).of(occasion)
    return frame.page(
        request,
        "admin/delegations/tasks/of_one.html",
        f"{TITLE}: {occasion}",
        occasion=occasion,
        kind=kind,
        occasion_url=frame.way_to(occasion),
        tasks=list(rows.with_names().select_related("done_by").order_by(*OPEN_FIRST)),
        form=form if request.user.has_perm(ADDS) and form.fields["template"].queryset else None,
        may_change=request.user.has_perm(CHANGES),
        add_url=add_url(request, occasion),
    )


OPEN_FIRST = [F("done_on").desc(nulls_first=True), *Task._meta.ordering]


def add_url(request, occasion):
    if not request.user.has_perm(ADDS):
        return ""
    query = urlencode({field_of(occasion): occasion.pk})
    return f"{reverse('admin:delegations_task_add')}?{query}"


def made(request, occasion, template):
    tasks = actions.make_tasks(occasion=occasion, template=template, by=request.user)
    words = ngettext("%(count)d task is made.", "%(count)d tasks are made.", len(tasks))
    messages.success(request, words % {"count": len(tasks)})
    if any(one.due_on is None for one in tasks):
        words = _("No day is known yet: the tasks get theirs as soon as it is.")
        messages.warning(request, words)


def finished(request, here):
    """Ticked off, or taken up again."""
    if not request.user.has_perm(CHANGES):
        raise PermissionDenied
    key = key_of(request.POST.get("task", ""))
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=key)
    match request.POST.get("do"):
        case "done":
            try:
                actions.finish_task(task=task, by=request.user)
                messages.success(request, _("Done: %(task)s") % {"task": task})
            except lifecycle.NotAllowed as error:
                messages.warning(request, str(error))
        case "open":
            actions.reopen_task(task=task, by=request.user)
            messages.success(request, _("To be done again: %(task)s") % {"task": task})
        case _other:
            raise Http404
    return redirect(here)


# ---------------------------------------------------------------- all


class AllTasks:
    """The open tasks that the reader may see: of everybody, or their own."""

    def __init__(self, user, asked, most=MOST):
        self.user = user
        self.mine = asked.get("whose") == "mine"
        rows = Task.objects.visible_to(user).open().with_names().in_order()
        rows = rows.in_charge_of(user) if self.mine else rows
        found = list(rows if most is None else rows[: most + 1])
        self.tasks = found[:most]
        self.is_cut = len(found) > len(self.tasks)

    @property
    def groups(self):
        """(heading, tasks) of what is late, comes soon, comes later, and has no day."""
        today = timezone.localdate()
        soon = today + SOON
        named = [
            (_("Late"), lambda one: one.due_on and one.due_on < today),
            (_("In the next two weeks"), lambda one: one.due_on and today <= one.due_on <= soon),
            (pgettext("tasks", "Later"), lambda one: one.due_on and one.due_on > soon),
            (_("Without a day"), lambda one: one.due_on is None),
        ]
        found = [(heading, [one for one in self.tasks if fits(one)]) for heading, fits in named]
        return [(heading, tasks) for heading, tasks in found if tasks]


def tasks_page(request):
    """What is late, and what comes: of all visits and missions."""
    if request.method == "POST":
        return finished(request, reverse("admin:tasks"))
    return frame.page(
        request,
        "admin/delegations/tasks/all.html",
        _("Open tasks"),
        page=AllTasks(request.user, request.GET),
        formats=FORMATS,
        may_change=request.user.has_perm(CHANGES),
    )


def tasks_export(request, ending):
    page = AllTasks(request.user, request.GET, most=None)
    header = [_("What is to be done"), _("Visit or mission"), _("By when"), _("Whose it is")]
    sections = [
        Section(heading, table=Table(header, [row_of(one) for one in tasks]))
        for heading, tasks in page.groups
    ]
    return served(request, Report(_("Open tasks"), sections=sections), ending)


def row_of(task):
    return [
        Text(task.text),
        Text(str(task.occasion)) if task.occasion else "",
        PartialDate.of(task.due_on) if task.due_on else "",
        str(task.in_charge or task.get_who_display()),
    ]


def visit_tasks(request, pk):
    return of_one(request, "visit", pk)


def mission_tasks(request, pk):
    return of_one(request, "mission", pk)


PAGE = Page(
    gettext_lazy("Open tasks"),
    "delegations",
    "tasks/",
    tasks_page,
    export=tasks_export,
    permission=VIEWS,
)
OF_VISIT = ("visits/<int:pk>/tasks/", visit_tasks)
OF_MISSION = ("missions/<int:pk>/tasks/", mission_tasks)
