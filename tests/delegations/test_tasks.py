"""Tasks are made from check-lists, move with their visit, and are late on their own page."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delegations import actions, lifecycle
from delegations.backoffice.task_pages import AllTasks
from delegations.models import Task, TaskTemplate
from office import datasets, duties
from office.models import Duty
from tests import factories
from tests.test_query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LINES = [("Letter", -30, "arrival"), ("Flags", -3, "arrival", "head"), ("Thanks", 2, "departure")]


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def officer():
    return factories.make_user("officer")


@pytest.fixture
def visit(officer):
    return factories.make_visit(state="planning", days=(20, 22), officer=officer)


@pytest.fixture
def template():
    return factories.make_task_template(lines=LINES)


def told(tasks):
    return [(one.text, one.due_on, one.in_charge) for one in tasks]


def make(visit, template, by):
    return actions.make_tasks(occasion=visit, template=template, by=by)


def test_tasks_are_counted_back_from_the_days_and_given_to_whose_they_are(visit, template, officer):
    head = factories.make_user("head")

    made = make(visit, template, officer)

    assert told(made) == [
        ("Letter", in_days(-10), officer),
        ("Flags", in_days(17), head),
        ("Thanks", in_days(24), officer),
    ]
    assert {one.audience for one in made} == {visit.audience}


def test_made_again_only_what_is_missing_is_made(visit, template, officer):
    make(visit, template, officer)
    Task.objects.filter(text="Flags").delete()

    assert [one.text for one in make(visit, template, officer)] == ["Flags"]
    assert make(visit, template, officer) == []


def test_the_database_takes_no_line_twice(visit, template, officer):
    [task, *_others] = make(visit, template, officer)

    with pytest.raises(IntegrityError, match="made_once_for_a_visit"), transaction.atomic():
        factories.make_task(visit, line=task.line)


def test_open_tasks_move_with_the_visit_and_say_so(visit, template, officer):
    letter, flags, thanks = make(visit, template, officer)
    actions.finish_task(task=letter, by=officer)
    flags.due_on += timedelta(days=1)  # moved by hand
    flags.save()
    own = factories.make_task(visit, "By hand", due_on=in_days(5))

    visit.first_day, visit.last_day = in_days(30), in_days(33)
    visit.save()

    rows = Task.objects.in_bulk()
    assert [(rows[one.pk].due_on, rows[one.pk].moved_from) for one in (letter, flags, thanks)] == [
        (in_days(-10), None),
        (in_days(28), in_days(18)),
        (in_days(35), in_days(24)),
    ]
    assert rows[own.pk].due_on == in_days(5)


def test_without_days_a_task_gets_its_own_as_soon_as_they_are_known(template, officer):
    visit = factories.make_visit(state="accepted")
    [task, *_others] = make(visit, template, officer)

    visit.first_day, visit.last_day = in_days(40), in_days(41)
    visit.save()

    task.refresh_from_db()
    assert (task.due_on, task.moved_from) == (in_days(10), None)


def test_what_is_done_is_not_done_twice(visit, officer):
    task = factories.make_task(visit)
    actions.finish_task(task=task, by=officer)

    with pytest.raises(lifecycle.NotAllowed, match="has done it"):
        actions.finish_task(task=task, by=factories.make_user("head"))

    reopened = actions.reopen_task(task=task, by=officer)
    assert (reopened.done_on, reopened.done_by) == (None, None)


def test_a_check_list_fits_the_level_of_a_visit_or_missions(visit):
    level = factories.make_level("official")
    for key, fields in (
        ("all", {}),
        ("solemn", {"level": level}),
        ("other", {"level": factories.make_level("study")}),
        ("old", {"is_in_use": False}),
        ("mission", {"for_missions": True}),
    ):
        factories.make_task_template(key, **fields)
    visit.level = level

    def keys(occasion):
        return [one.key for one in TaskTemplate.objects.for_occasion(occasion)]

    assert keys(visit) == ["all", "solemn"]
    assert keys(factories.make_mission()) == ["mission"]


def test_what_is_due_is_a_duty_of_whose_it_is_until_it_is_done(visit, officer):
    task = factories.make_task(visit, due_on=in_days(3))
    factories.make_task(visit, "Without a day")
    factories.make_task(factories.make_visit(state="cancelled"), due_on=in_days(1))

    duties.refresh("task")
    opened = [(one.object_id, one.owner, one.due_on) for one in Duty.objects.open()]
    actions.finish_task(task=task, by=officer)
    duties.refresh("task")

    assert opened == [(task.pk, officer, in_days(3))]
    assert list(Duty.objects.open()) == []


def test_the_check_lists_of_every_office_are_loaded():
    datasets.load_common()

    lists = {one.key: one.lines.count() for one in TaskTemplate.objects.all()}
    assert lists == {"visit": 9, "official-reception": 5, "mission": 5}
    assert TaskTemplate.objects.get(key="official-reception").level.key == "official_reception"


# ---------------------------------------------------------------- the pages


def test_on_its_page_the_tasks_of_a_visit_are_made_and_done(clerk, visit, template):
    url = reverse("admin:visit_tasks", args=[visit.pk])

    clerk.post(url, {"do": "make", "template": template.pk})
    task = Task.objects.get(text="Letter")
    clerk.post(url, {"do": "done", "task": task.pk})

    page = clerk.get(url)
    assert [one.text for one in page.context["tasks"]] == ["Flags", "Thanks", "Letter"]
    task.refresh_from_db()
    assert task.done_on == timezone.localdate()


def test_a_mission_has_the_same_page(clerk):
    mission = factories.make_mission(days=(30, 32))
    template = factories.make_task_template("mission", for_missions=True, lines=LINES[:1])

    clerk.post(
        reverse("admin:mission_tasks", args=[mission.pk]), {"do": "make", "template": template.pk}
    )

    assert told(Task.objects.all()) == [("Letter", in_days(0), None)]


def test_who_only_reads_changes_nothing(back_office, visit):
    task = factories.make_task(visit)
    reader = back_office("reader")

    answers = [
        reader.post(reverse("admin:visit_tasks", args=[visit.pk]), {"do": "done", "task": task.pk}),
        reader.post(reverse("admin:tasks"), {"do": "done", "task": task.pk}),
    ]

    assert {one.status_code for one in answers} == {403}


def test_the_page_of_all_tasks_has_the_late_ones_first_and_ones_own(back_office, people):
    mine = factories.make_visit(state="planning", officer=people["officer"])
    factories.make_task(mine, "Soon", due_on=in_days(2))
    factories.make_task(mine, "Late", due_on=in_days(-1))
    factories.make_task(text="Nobody’s")
    factories.make_task(mine, "Another’s", due_on=in_days(90), owner=people["head"])
    client = back_office("officer")

    def shown(query=""):
        page = client.get(reverse("admin:tasks") + query).context["page"]
        return [(heading, [one.text for one in tasks]) for heading, tasks in page.groups]

    assert shown() == [
        ("Late", ["Late"]),
        ("In the next two weeks", ["Soon"]),
        ("Later", ["Another’s"]),
        ("Without a day", ["Nobody’s"]),
    ]
    assert shown("?whose=mine") == [("Late", ["Late"]), ("In the next two weeks", ["Soon"])]
    assert client.get(reverse("admin:tasks_export", args=["xlsx"])).status_code == 200


def test_the_page_of_all_tasks_asks_as_often_for_one_as_for_three(back_office, people):
    def one_more():
        visit = factories.make_visit(organisation=factories.make_organisation())
        factories.make_task(visit, due_on=in_days(1))
        factories.make_task(factories.make_mission(), owner=factories.make_user())

    client, url = back_office("head"), reverse("admin:tasks")
    one_more()
    client.get(url)

    for_one = queries_of(client, url)
    one_more()
    one_more()

    assert queries_of(client, url) == for_one


def test_the_page_of_all_tasks_says_that_it_is_cut_and_the_paper_has_all(people):
    for _number in range(3):
        factories.make_task(due_on=in_days(1))

    cut, whole = (AllTasks(people["head"], {}, most=most) for most in (2, None))

    assert (len(cut.tasks), cut.is_cut) == (2, True)
    assert (len(whole.tasks), whole.is_cut) == (3, False)


def test_tasks_follow_without_undoing_what_a_colleague_did(visit, template, officer):
    make(visit, template, officer)
    visit.first_day, visit.last_day = in_days(30), in_days(33)
    with CaptureQueriesContext(connection) as asked:
        visit.save()

    read = [one["sql"] for one in asked if 'FROM "delegations_task"' in one["sql"]]
    assert all("FOR NO KEY UPDATE" in one for one in read if one.startswith("SELECT"))
    assert read
