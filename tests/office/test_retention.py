"""Every declaration of personal data has a clock and a time, and the clock erases what it says."""

from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from delegations.models import Leg, Member, Message, ProgrammeVersion, State, Stay, Visit
from directory.models import ContactDetail, Person
from office import due, erasure
from office.datasets import COMMON, DataSet
from office.erasure import clocks, nightly
from office.erasure.fields import erased_word
from office.erasure.readers import load_retention
from office.models import Erasure, Hold, Mail, Retention, User
from office.personal import Kind
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def periods():
    load_retention(DataSet(COMMON, Path(erasure.__file__).parent.parent.parent))


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def visit_of(days, **fields):
    """A visit whose guests left so many days ago."""
    fields = {"state": State.COMPLETED, "needs": "A lift", "note": "Mrs Tanaka called"} | fields
    return factories.make_visit(
        first_day=days_ago(days + 1),
        last_day=days_ago(days),
        contact_name="Aiko Tanaka",
        contact_email="aiko@example.org",
        **fields,
    )


def member_of(visit, **fields):
    stay = factories.make_stay(visit, note="Room 12")
    given = {"diet": "no pork", "access_needs": "wheelchair", "stay": stay, "badge_name": "Aiko"}
    return factories.make_member(visit, whereabouts="in the hotel", **given | fields)


def test_every_model_with_personal_data_says_whose_they_are_and_on_what_basis():
    ours = [model for model in apps.get_models() if hasattr(model, "personal_data")]

    bare = [
        model._meta.label
        for model in ours
        if model.personal_data.fields and not model.personal_data.held
    ]
    named = {model: [f for held in model.personal_data.held for f in held.fields] for model in ours}
    twice = [model._meta.label for model, names in named.items() if len(names) != len({*names})]
    assert (bare, twice) == ([], [])


def test_every_time_runs_from_an_event_that_comes_and_has_a_period(periods):
    days = Retention.objects.by_kind()
    declared = [
        (model, held)
        for model in nightly.declaring()
        for held in model.personal_data.held
        if held.after
    ]

    without_event = {
        (model._meta.label, held.after)
        for model, held in declared
        if not clocks.paths(held.after, model) or held.after not in clocks.EVENTS
    }
    without_period = {
        (model._meta.label, held.kind, held.after)
        for model, held in declared
        if (held.kind, held.after) not in days
    }
    assert (without_event, without_period) == (set(), set())
    assert [
        one.days
        for one in Retention.objects.filter(kind__in=[Kind.SPECIAL, Kind.TRAVEL], after="departure")
    ] == [30, 30]


def test_every_declared_field_can_be_emptied(periods):
    """Asked of the database itself: what one cannot write fails here."""
    for task in nightly.tasks():
        task.rows().exists()
        if (past := task.past_rows()) is not None:
            past.exists()
        if not (task.held.whole or task.held.change):
            nightly.empty(task, [0])


def test_what_guests_need_and_where_they_sleep_goes_thirty_days_after_departure(periods):
    old, new = visit_of(31), visit_of(29)
    gone, kept = member_of(old), member_of(new)
    gone.save()

    nightly.erase()

    gone.refresh_from_db()
    assert (gone.family_name, gone.diet, gone.access_needs) == ("Tanaka", "", "")
    assert (gone.whereabouts, gone.stay, gone.badge_name) == ("", None, "Aiko")
    assert {*Member.history.filter(id=gone.pk).values_list("whereabouts", flat=True)} == {""}
    kept.refresh_from_db()
    assert (kept.diet, kept.whereabouts) == ("no pork", "in the hotel")
    assert [*Stay.objects.all()] == [kept.stay]
    assert {*Stay.history.values_list("id", flat=True)} == {kept.stay.pk}
    assert [one.needs for one in (Visit.objects.get(pk=old.pk), Visit.objects.get(pk=new.pk))] == [
        "",
        "A lift",
    ]


def test_the_log_says_what_and_why_and_never_what_it_said(periods):
    member = member_of(visit_of(31))

    nightly.erase()

    line = Erasure.objects.get(what="delegations.Member", kind=Kind.SPECIAL)
    assert (line.keys, line.count, line.fields) == ([member.pk], 1, ["diet", "access_needs"])
    assert (line.after, line.days, line.by) == ("departure", 30, None)
    assert "pork" not in str([*Erasure.objects.values()])
    count = Erasure.objects.count()
    assert (nightly.erase(), Erasure.objects.count()) == ((0, True), count)


def test_a_dry_run_says_what_would_go_and_erases_nothing(periods, capsys):
    member = member_of(visit_of(31))

    call_command("erase", "--dry-run")

    said = capsys.readouterr().out
    assert (
        "delegations.Member: 1 rows, 0 of the past (diet, access_needs; 30 days after departure)"
        in said
    )
    member.refresh_from_db()
    assert (member.diet, Erasure.objects.count()) == ("no pork", 0)


def test_what_is_held_stays_until_somebody_takes_the_hold_away(periods):
    visit = visit_of(800)
    member = member_of(visit)
    hold = Hold.objects.create(record=visit, reason="A complaint")

    nightly.erase()
    member.refresh_from_db()
    assert (member.diet, Visit.objects.get().needs) == ("no pork", "A lift")

    Hold.objects.filter(pk=hold.pk).update(until=days_ago(1))
    nightly.erase()
    member.refresh_from_db()
    assert (member.diet, Visit.objects.get().needs) == ("", "")


def test_a_hold_keeps_the_mails_and_files_of_what_it_holds(periods):
    visit = visit_of(2000)
    mail = factories.make_mail("About them", about=visit)
    Mail.objects.filter(pk=mail.pk).update(queued_at=timezone.now() - timedelta(days=2000))
    version = factories.make_document("List", on=[visit]).files.get()
    hold = Hold.objects.create(record=visit, reason="In court")

    name = version.name
    nightly.erase()
    version.refresh_from_db()
    assert (Mail.objects.filter(pk=mail.pk).exists(), version.name) == (True, name)

    hold.delete()
    nightly.erase()
    version.refresh_from_db()
    assert (Mail.objects.filter(pk=mail.pk).exists(), version.name) == (False, "erased.txt")


def test_the_report_of_a_mission_and_what_was_played_stay_in_the_archive(periods):
    mission = factories.make_mission(days=(-2000, -1999), report="For the Council", note="Tel. 1")
    item = factories.make_item(visit_of(2000), "Concert", details_it="Verdi", for_driver="Tel. 2")

    nightly.erase()

    mission.refresh_from_db()
    item.refresh_from_db()
    assert (mission.report, mission.note) == ("For the Council", "")
    assert (item.details_it, item.for_driver) == ("Verdi", "")


@pytest.mark.parametrize(
    ("fields", "is_past"),
    [
        ({"state": State.IN_PROGRESS}, True),
        ({"state": State.CANCELLED}, False),
        ({"state": State.POSTPONED}, False),
    ],
)
def test_a_visit_nobody_closed_runs_out_and_one_just_dropped_does_not(periods, fields, is_past):
    visit = visit_of(31, **fields)
    factories.make_member(visit, diet="no pork")
    visit.changes.create(old=State.EVALUATION, new=visit.state)

    nightly.erase()

    assert (Member.objects.get().diet == "") == is_past


def test_a_request_that_nobody_answered_keeps_no_needs_for_ever(periods):
    visit = factories.make_visit("Bern", needs="Insulin", contact_name="Ada Uno")
    Visit.objects.filter(pk=visit.pk).update(received_at=timezone.now() - timedelta(days=2000))

    nightly.erase()

    visit.refresh_from_db()
    assert visit.needs == ""


def test_a_fault_of_the_store_ends_one_task_and_not_the_night(periods, monkeypatch):
    visit = visit_of(2000)
    member = member_of(visit)
    factories.make_document("List", on=[visit])

    def broken(row):
        raise OSError("the disk is full")

    monkeypatch.setattr("directory.erasing.PutAway.__call__", lambda _self, row: broken(row))
    nightly.erase()

    member.refresh_from_db()
    assert member.diet == ""


def test_a_focal_point_goes_two_years_after_the_last_contact_and_not_before(periods):
    gone, writes = visit_of(731), visit_of(731, body_name="Bern")
    writes.contact_email = "other@example.org"
    writes.save()
    factories.make_message(writes, from_guests=True)

    nightly.erase()

    gone.refresh_from_db()
    writes.refresh_from_db()
    assert (gone.contact_name, gone.contact_email, gone.note) == ("", "", "")
    assert (writes.contact_name, writes.note) == ("Aiko Tanaka", "")
    assert {*Visit.history.filter(id=gone.pk).values_list("contact_email", flat=True)} == {""}


def test_a_visit_of_which_only_the_focal_point_is_known_keeps_its_reference(periods):
    visit = visit_of(731, body_name="")

    nightly.erase()

    visit.refresh_from_db()
    assert (visit.body_name, visit.party.name) == (visit.reference, visit.reference)


def test_what_guests_need_goes_from_their_corrections_too(periods):
    visit = visit_of(31)
    factories.make_message(visit, "Special needs: A lift", kind=Message.Kind.CORRECTION)

    nightly.erase()

    assert Message.objects.get().text == f"Special needs: {erased_word()}"


def test_a_version_keeps_who_had_a_part_and_not_how_they_are_reached(periods):
    part = {
        "name": "The Mayor",
        "office": "Mayor",
        "email": "m@example.org",
        "telephone": "1",
        "asks": "Ms Y",
    }
    version = ProgrammeVersion.objects.create(
        visit=visit_of(731),
        number=1,
        content={"items": [{"title": {}, "for_driver": "call 1", "parts": [part]}]},
    )

    nightly.erase()

    version.refresh_from_db()
    (item,) = version.content["items"]
    assert item["for_driver"] == ""
    assert item["parts"] == [
        {"name": "The Mayor", "office": "Mayor", "email": "", "telephone": "", "asks": ""}
    ]
    assert (version.number, nightly.erase()) == (1, (0, True))


def test_whoever_signed_or_holds_office_or_was_met_keeps_an_address(periods):
    people = [factories.make_person(name) for name in ("Gone", "Mayor", "Met", "Signed")]
    for person in people:
        factories.make_contact_detail(person, f"{person.family_name}@example.org")
    factories.make_office_held(people[1])
    factories.make_contact(
        person=people[2], city=factories.make_city(), had_on=days_ago(3).isoformat()
    )
    factories.make_signature(people=[people[3]])
    Person.history.update(history_date=timezone.now() - timedelta(days=800))

    nightly.erase()

    assert sorted(ContactDetail.objects.values_list("person__family_name", flat=True)) == [
        "Mayor",
        "Met",
        "Signed",
    ]
    assert not ContactDetail.history.filter(person=people[0].pk).exists()


def test_old_mails_go_with_all_that_was_kept_of_them(periods):
    old, new = factories.make_mail("Old"), factories.make_mail("New")
    Mail.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=800))

    nightly.erase()

    assert [*Mail.objects.all()] == [new]
    assert {*Mail.history.values_list("id", flat=True)} == {new.pk}


def test_it_stops_and_goes_on_where_it_was(periods, monkeypatch):
    monkeypatch.setattr(nightly, "BATCH", 2)
    visit = visit_of(31, needs="")
    for n in range(5):
        factories.make_member(visit, f"Guest {n}", diet="no pork")

    assert nightly.erase(most=2) == (4, False)
    assert Member.objects.exclude(diet="").count() == 1
    assert nightly.erase() == (1, True)
    assert not Member.objects.exclude(diet="").exists()


def test_the_guardian_of_a_child_is_forgotten_and_the_day_of_the_consent_stays(periods):
    fields = {"is_minor": True, "photo_consent": "yes", "guardian_name": "Kari Haugen"}
    day = days_ago(900)
    child = factories.make_member(visit_of(800), guardian_consent_on=day, **fields)

    nightly.erase()

    child.refresh_from_db()
    assert "Kari" not in child.guardian_name
    assert (child.guardian_consent_on, child.photo_consent) == (day, "yes")
    assert not Member.history.filter(guardian_name__contains="Kari").exists()


def test_a_closed_account_leaves_nothing_by_which_one_signed_in(periods):
    closed, open_ = factories.make_user("officer"), factories.make_user("reader")
    User.objects.filter(pk=closed.pk).update(
        is_active=False, last_login=timezone.now() - timedelta(days=4000)
    )
    for user in (closed, open_):
        EmailAddress.objects.create(user=user, email=user.email)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})

    nightly.erase()

    for rows in (EmailAddress, Authenticator):
        assert [one.user for one in rows.objects.all()] == [open_]


def test_by_hand_it_waits_while_the_clock_erases(periods, monkeypatch):
    monkeypatch.setattr(due, "alone", lambda: nullcontext(enter_result=False))
    member = member_of(visit_of(40))

    with pytest.raises(CommandError, match="The due jobs run just now"):
        call_command("erase")

    member.refresh_from_db()
    assert member.diet == "no pork"


def test_what_was_deleted_leaves_no_past_that_is_older(periods):
    visit = visit_of(31)
    factories.make_leg(visit, met_by="Anna, +39 055 1").delete()

    nightly.erase()

    assert {*Leg.history.values_list("met_by", flat=True)} == {""}


def test_the_due_job_goes_on_until_all_is_done_and_rests_for_the_day(periods, monkeypatch):
    cache.clear()
    monkeypatch.setattr(nightly, "BATCH", 2)
    monkeypatch.setattr(nightly, "BATCHES_A_TURN", 1)
    visit = visit_of(31, needs="")
    for n in range(3):
        factories.make_member(visit, f"Guest {n}", diet="no pork")

    assert [nightly.nightly() for _turn in range(4)] == [2, 1, 0, 0]
    factories.make_member(visit, "Late", diet="no pork")
    assert nightly.nightly() == 0
    cache.clear()
    assert nightly.nightly() == 1
