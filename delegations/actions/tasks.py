"""Tasks: made from check-lists, moved with the days of their visit, done."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from delegations import lifecycle
from delegations.actions.shared import locked
from delegations.models import Task, TaskTemplateLine, Who, field_of
from office.languages import original_language
from office.models import User
from office.roles import BY_KEY


@transaction.atomic
def make_tasks(*, occasion, template, by):
    """
    The tasks of a check-list that the visit or mission has not got yet; returns them.

    Made again, it makes only what is missing. A line without a known day makes a task without.
    """
    locked(occasion)
    there = {*Task.objects.of(occasion).exclude(line=None).values_list("line", flat=True)}
    made = []
    lines = TaskTemplateLine.objects.filter(template=template).exclude(pk__in=there)
    holders = _holders({one.who for one in lines})
    with translation.override(original_language()):
        for line in lines:
            counted_on = line.counted_day(occasion)
            task = Task(
                text=line.text,
                line=line,
                who=line.who,
                owner=holders.get(line.who),
                counted_on=counted_on,
                due_on=counted_on and counted_on + timedelta(days=line.days),
                is_demo=occasion.is_demo,
                **{field_of(occasion): occasion},
            )
            task._history_user = by
            task.save()
            made.append(task)
    return made


@transaction.atomic
def follow(occasion, *, by=None):
    """
    Move the open tasks of check-lists with the days of their visit or mission; returns them.

    By as many days as it moved itself: what somebody set otherwise by hand stays so far apart.
    """
    moved = []
    rows = Task.objects.of(occasion).filter(done_on=None).exclude(line=None)
    # Read locked: what a colleague ticks off at this moment stays done.
    rows = rows.select_for_update(no_key=True, of=("self",))
    for task in rows.select_related("line", "visit", "mission", "audience"):
        day = task.line.counted_day(occasion)
        if day is None or day == task.counted_on:
            continue
        before = task.due_on
        if task.counted_on and before:
            task.due_on, task.moved_from = before + (day - task.counted_on), before
        else:
            task.due_on = day + timedelta(days=task.line.days)
        task.counted_on = day
        task._history_user = by
        task.save()
        moved.append(task)
    return moved


def follow_days(sender, instance, created, update_fields=None, raw=False, **kwargs):
    """
    Whoever saves a visit or a mission moves its tasks with it: connected to its post_save.

    A signal, since an import, its undoing and the way back of the history save days too, and know
    of no action.
    """
    days = {"first_day", "last_day"}
    if not raw and not created and (update_fields is None or days & {*update_fields}):
        follow(instance, by=getattr(instance, "_history_user", None))


@transaction.atomic
def finish_task(*, task, by):
    """It is done, today. Raises NotAllowed where somebody was first."""
    row = _locked(task)
    if row.done_on:
        day = date_format(row.done_on, "SHORT_DATE_FORMAT")
        told = {"who": row.done_by or _("somebody"), "day": day}
        raise lifecycle.NotAllowed(_("%(who)s has done it on %(day)s already.") % told)
    row.done_on, row.done_by, row._history_user = timezone.localdate(), by, by
    row.save()
    return row


@transaction.atomic
def reopen_task(*, task, by):
    row = _locked(task)
    row.done_on, row.done_by, row._history_user = None, None, by
    row.save()
    return row


def _holders(offices):
    """{office: its one holder} of those that one person alone holds, and who works here."""
    found = {}
    for who in offices - {Who.CHARGE}:
        people = User.objects.filter(groups__name=who, is_active=True)[:2]
        if BY_KEY[who].enters_back_office and len(people) == 1:
            found[who] = people[0]
    return found


def _locked(task):
    return Task.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.pk)
