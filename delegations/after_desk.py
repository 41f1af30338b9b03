"""Of tasks, promises and letters what somebody must do by a day, and what waits."""

from datetime import timedelta

from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from delegations.models import OutgoingLetter, Promise, Task
from office.duties import Charge, Due, DutyKind
from office.models import User
from office.start_page import Line

# So long before its day each shows on the start page.
NOTICE_OF_TASK, NOTICE_OF_PROMISE = 14, 30
SOON = timedelta(days=NOTICE_OF_TASK)


class OfOccasionDuty(DutyKind):
    """What nobody has taken on is of who is in charge of the visit or mission."""

    def charge(self, record):
        return record.occasion


class DoTask(OfOccasionDuty):
    label = _("Task for a visit or a mission")

    def found(self):
        """The open tasks that have a day."""
        for task in Task.objects.open().exclude(due_on=None).with_names():
            yield Due(
                f"{task.pk}:{task.due_on}",
                task,
                task.due_on,
                owner=task.in_charge,
                notice_days=NOTICE_OF_TASK,
            )


class KeepPromise(OfOccasionDuty):
    label = _("Promise of ours")

    def found(self):
        """What we promised, and have not closed."""
        ours = Promise.objects.open().filter(side=Promise.Side.OURS).exclude(due_on=None)
        for one in ours.with_names().select_related("visit__officer", "mission__officer"):
            officer = one.occasion.officer if one.occasion else None
            yield Due(
                f"{one.pk}:{one.due_on}",
                one,
                one.due_on,
                owner=one.owner or officer,
                notice_days=NOTICE_OF_PROMISE,
            )


do_task = DoTask()
keep_promise = KeepPromise()

tasks_in_charge = Charge(
    said=lambda count: ngettext("%(count)d task", "%(count)d tasks", count) % {"count": count},
    rows=lambda person: Task.objects.filter(done_on=None, owner=person),
    permission="delegations.change_task",
    field="owner",
)
promises_in_charge = Charge(
    said=lambda count: (
        ngettext("%(count)d promise", "%(count)d promises", count) % {"count": count}
    ),
    rows=lambda person: Promise.objects.open().filter(owner=person),
    permission="delegations.change_promise",
    field="owner",
)


def lines(user):
    """For the start page, by one query: late tasks and promises, letters that are not sent."""
    told = {}
    if user.has_perm("delegations.view_task"):
        told["tasks"] = Task.objects.visible_to(user).overdue()
    if user.has_perm("delegations.view_promise"):
        told["promises"] = Promise.objects.visible_to(user).overdue()
    if user.has_perm("delegations.change_outgoingletter"):
        told["letters"] = OutgoingLetter.objects.visible_to(user).open()
    if not told:
        return []
    columns = {
        f"count_of_{name}": Coalesce(Subquery(counted(rows)), 0) for name, rows in told.items()
    }
    counts = User.objects.filter(pk=user.pk).order_by().values(**columns).get()
    return [line_of(name, counts[f"count_of_{name}"]) for name in told]


def counted(rows):
    """How many rows there are, as a subquery."""
    return rows.order_by().values(all=Value(1)).annotate(count=Count("pk")).values("count")


def line_of(name, count):
    match name:
        case "tasks":
            label = ngettext("task is late", "tasks are late", count)
            return Line(label, count, reverse("admin:tasks"))
        case "promises":
            label = ngettext("promise is late", "promises are late", count)
            url = reverse("admin:delegations_promise_changelist")
            return Line(label, count, f"{url}?open=overdue")
    label = ngettext("letter to sign or to send", "letters to sign or to send", count)
    url = reverse("admin:delegations_outgoingletter_changelist")
    return Line(label, count, f"{url}?not_sent=1")
