"""What is due: kept by the clock, shown to whom it concerns, handed over in one go."""

import datetime
import logging
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Contact
from office import due, duties
from office.actions import hand_over
from office.duties import Charge, Due, DutyKind
from office.models import Duty
from office.registry import Registry
from partnerships.models import Agreement
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def messages_of(answer):
    return get_messages(answer.wsgi_request)


def in_days(count):
    return TODAY + datetime.timedelta(days=count)


class Kind(DutyKind):
    label = "Answer the letter"

    def __init__(self, *found):
        self.told = list(found)

    def found(self):
        yield from self.told


@pytest.fixture
def kinds(monkeypatch, settings):
    """A registry with nothing in it, in the place of the real one."""
    settings.DEMONSTRATION = True
    empty = Registry()
    monkeypatch.setattr(duties, "kinds", empty)
    return empty


@pytest.fixture
def kind(kinds):
    kinds.add("letters", Kind())
    return kinds.get("letters")


def rows():
    """(key, owner, day, whether it is open) of each duty."""
    return [
        (duty.key, duty.owner_id, duty.due_on, duty.closed_at is None)
        for duty in Duty.objects.order_by("key")
    ]


# ---------------------------------------------------------------- kept by the clock


def test_duties_are_opened_changed_closed_and_opened_again(kind):
    city, officer = factories.make_city(), factories.make_user("officer")
    kind.told = [Due("1", city, in_days(3), officer), Due("2", city, in_days(4))]

    assert (duties.refresh(), duties.refresh()) == (2, 0)
    assert rows() == [("1", officer.pk, in_days(3), True), ("2", None, in_days(4), True)]

    kind.told = [Due("1", city, in_days(9), officer)]
    assert (duties.refresh(), duties.refresh()) == (2, 0)
    assert rows() == [("1", officer.pk, in_days(9), True), ("2", None, in_days(4), False)]

    kind.told += [Due("2", city, in_days(4), officer)]
    assert duties.refresh() == 1
    assert rows()[1] == ("2", officer.pk, in_days(4), True)


def test_kind_that_fails_keeps_its_duties_and_no_other_from_its_turn(kinds, caplog):
    kinds.add("letters", Kind(Due("1", factories.make_city(), in_days(1))))
    kinds.add("calls", Kind())
    duties.refresh()
    kinds.get("letters").found = lambda: 1 / 0
    kinds.get("calls").told = [Due("1", factories.make_city(), in_days(1))]

    with caplog.at_level(logging.ERROR):
        done = due.run()

    assert done["duties"] == 1
    assert [one.message for one in caplog.records] == ["the duties of the kind letters failed"]
    assert sorted(Duty.objects.open().values_list("kind", flat=True)) == ["calls", "letters"]


def test_same_key_twice_is_a_fault_of_its_kind(kind, caplog):
    city = factories.make_city()
    kind.told = [Due("1", city, in_days(1)), Due("1", city, in_days(2))]

    assert duties.refresh() == 0
    assert rows() == []
    factories.make_duty(city, key="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_duty(city, key="1")


def test_what_nobody_names_any_more_is_closed_and_forgotten_in_a_year(kinds):
    kinds.add("letters", Kind(Due("1", factories.make_city(), in_days(1))))
    duties.refresh()
    kinds._entries.clear()

    duties.refresh()
    assert Duty.objects.open().count() == 0

    Duty.objects.update(
        opened_at=timezone.now() - datetime.timedelta(days=400),
        closed_at=timezone.now() - datetime.timedelta(days=366),
    )
    duties.refresh()
    assert Duty.objects.count() == 0


def test_duty_of_a_closed_account_is_nobodys(kind):
    former = factories.make_user("officer", is_active=False)
    kind.told = [Due("1", factories.make_city(), in_days(1), former, tell=former)]

    duties.refresh()

    assert Duty.objects.values_list("owner", "tell").get() == (None, None)


def test_a_thousand_duties_cost_as_many_queries_as_ten(kind):
    city = factories.make_city()

    def cost(count):
        kind.told = [Due(str(n), city, in_days(1)) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert duties.refresh() > 0
        return len(captured)

    # Two batches in the place of one.
    assert cost(1000) <= cost(1010) + 2 <= 16


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_each_duty_once(kind):
    city = factories.make_city()
    kind.told = [Due(str(n), city, in_days(1)) for n in range(50)]
    start, counts = Barrier(2), []

    def work():
        start.wait()
        counts.append(duties.refresh())
        connection.close()

    threads = [Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sorted(counts), Duty.objects.count()) == ([0, 50], 50)


@pytest.mark.django_db(transaction=True)
def test_what_a_form_saved_is_a_duty_at_once(office, kind):
    head, city = signed_in("head"), factories.make_city()
    kind.told = [Due("1", city, in_days(3), head.user)]
    url = f"/admin/directory/city/{city.pk}/change/"

    send(head, url, slug="")
    assert rows() == []
    assert send(head, url).status_code == 302
    assert rows() == [("1", head.user.pk, in_days(3), True)]


# ---------------------------------------------------------------- who sees what


def groups(client):
    page = client.get("/admin/").context
    return {
        group.title: [(str(line.record), line.is_overdue) for line in group.lines]
        for group in page["duties"]
    }


def test_start_page_shows_each_person_what_concerns_them(office, kind):
    head, officer, colleague = (signed_in(role) for role in ("head", "officer", "officer"))
    named = {n: factories.make_city(n) for n in ("Late", "Soon", "Later", "Nobody", "Theirs")}
    kind.told = [
        Due("1", named["Late"], in_days(-2), officer.user, tell=colleague.user),
        Due("2", named["Soon"], in_days(30), officer.user),
        Due("3", named["Later"], in_days(31), officer.user),
        Due("4", named["Nobody"], in_days(5)),
        Due("5", named["Theirs"], in_days(5), colleague.user),
    ]
    duties.refresh()

    assert groups(officer) == {"What you have to do": [("Late", True), ("Soon", False)]}
    assert groups(colleague) == {
        "What you have to do": [("Theirs", False)],
        "Overdue with others": [("Late", True)],
    }
    assert groups(head) == {
        "Nobody’s yet": [("Nobody", False)],
        "Overdue with others": [("Late", True)],
    }
    page = officer.get("/admin/").content.decode()
    assert f'<a href="/admin/directory/city/{named["Late"].pk}/change/">Late</a>' in page
    assert "overdue since <time" in page


def test_what_is_late_and_nobodys_is_one_line_that_leads_to_its_list(office, kind):
    head = signed_in("head")
    named = {n: factories.make_city(n) for n in ("Late", "Later", "Soon", "Mine")}
    kind.told = [
        Due("1", named["Late"], in_days(-9)),
        Due("2", named["Later"], in_days(-2)),
        Due("3", named["Soon"], in_days(2)),
        Due("4", named["Mine"], in_days(-2), head.user),
    ]
    duties.refresh()

    assert groups(head) == {
        "What you have to do": [("Mine", True)],
        "Nobody’s yet": [("Soon", False)],
    }
    line = '<a class="overdue" href="/admin/due/?whose=late">2 are overdue, and nobody’s</a>'
    assert line in head.get("/admin/").text
    assert listed(head, "?whose=late") == ["Late", "Later"]


def listed(client, query=""):
    return [str(line.record) for line in client.get(f"/admin/due/{query}").context["lines"]]


def test_duty_of_a_record_that_one_may_not_see_shows_nowhere(office, kind):
    head, officer, reader = (signed_in(role) for role in ("head", "officer", "reader"))
    quiet = factories.make_city("Quiet", level="quiet", readers=[officer.user])
    kind.told = [
        Due("1", quiet, in_days(-1), officer.user, tell=head.user),
        Due("2", factories.make_city("Open"), in_days(-1), reader.user),
    ]
    duties.refresh()

    assert [listed(one) for one in (head, officer, reader)] == [
        ["Open"],
        ["Quiet", "Open"],
        ["Open"],
    ]
    for client in (head, reader):
        for url in ("/admin/", "/admin/due/", "/admin/due/export/csv/"):
            answer = client.get(url)
            assert b"Quiet" not in b"".join(answer)
    assert b"Quiet" in b"".join(officer.get("/admin/due/export/csv/"))


def test_list_is_filtered_by_whose_and_what(office, kinds):
    officer, colleague = signed_in("officer"), signed_in("officer")
    cities = [factories.make_city(name) for name in ("One", "Two", "Three")]
    kinds.add("letters", Kind(Due("1", cities[0], in_days(-1), officer.user)))
    kinds.add("calls", Kind(Due("1", cities[1], in_days(1)), Due("2", cities[2], in_days(2))))
    duties.refresh()

    assert listed(officer) == ["One", "Two", "Three"]
    assert listed(officer, "?whose=mine") == ["One"]
    assert listed(colleague, "?whose=mine") == []
    assert listed(officer, "?whose=nobody") == ["Two", "Three"]
    assert listed(officer, "?whose=overdue") == ["One"]
    assert listed(officer, f"?person={officer.user.pk}") == ["One"]
    assert listed(officer, "?kind=calls&page=99") == ["Two", "Three"]
    assert listed(officer, "?whose=x&kind=y&person=z") == ["One", "Two", "Three"]


def test_list_and_start_page_cost_the_same_for_one_duty_and_for_three(office, kind):
    officer = signed_in("officer")

    def costs(count):
        made = [factories.make_agreement(bond=f"kind-{n}") for n in range(count)]
        kind.told = [Due(str(one.pk), one, in_days(1), officer.user) for one in made]
        duties.refresh()
        officer.get("/admin/")
        with CaptureQueriesContext(connection) as start:
            assert len(groups(officer)["What you have to do"]) == count
        with CaptureQueriesContext(connection) as pages:
            assert len(listed(officer)) == count
        return len(start), len(pages)

    assert costs(1) == costs(3)


# ---------------------------------------------------------------- handing over


@pytest.fixture
def contacts(kind, monkeypatch):
    """An app whose records have somebody in charge: the contacts, by who of us had them."""

    class Contacts(DutyKind):
        label = "Call back"

        def found(self):
            for one in Contact.objects.select_related("had_by"):
                yield Due(str(one.pk), one, in_days(1), one.had_by)

    contacts = Charge(
        said=lambda count: f"{count} contacts",
        rows=lambda person: Contact.objects.filter(had_by=person),
        permission="directory.change_contact",
        field="had_by",
    )
    handed = Registry()
    handed.add("contacts", contacts)
    monkeypatch.setattr(duties, "handed_over", handed)
    duties.kinds.add("contacts", Contacts())


def test_head_hands_everything_of_one_person_over(office, contacts):
    head, old, new = signed_in("head"), factories.make_user("officer"), factories.make_user("head")
    theirs = factories.make_contact(had_by=old, level="quiet")
    other = factories.make_contact(had_by=factories.make_user("officer"))
    duties.refresh()
    url = f"/admin/due/hand-over/?old={old.pk}&new={new.pk}"

    asked = head.get(url)
    assert asked.context["things"] == ["1 contacts"]
    assert asked.context["counts"] == [("Call back", 1)]
    assert Contact.objects.get(pk=theirs.pk).had_by == old

    answer = head.post(url, form_of(asked))

    assert [str(one) for one in messages_of(answer)] == [f"From {old} to {new} went: 1 contacts."]

    assert answer.url == f"/admin/due/?person={new.pk}"
    assert Contact.objects.get(pk=theirs.pk).had_by == new
    assert theirs.history.first().history_user == head.user
    assert Contact.objects.get(pk=other.pk).had_by == other.had_by
    assert Duty.objects.get(key=str(theirs.pk)).owner == new


def test_handing_over_to_the_same_person_or_nobody_is_told_at_the_field(office, contacts):
    head, old = signed_in("head"), factories.make_user("officer")
    gone = factories.make_user("officer", is_active=False)

    same = head.get(f"/admin/due/hand-over/?old={old.pk}&new={old.pk}").context["form"]
    closed = head.post("/admin/due/hand-over/", {"old": old.pk, "new": gone.pk}).context["form"]

    assert same.errors == {"new": ["Choose somebody else: these are the same person."]}
    assert list(closed.errors) == ["new"]


def test_only_who_can_work_on_them_is_offered(office, contacts):
    head, reader, auditor = (factories.make_user(role) for role in ("head", "reader", "auditor"))
    officer = factories.make_user("officer")
    factories.make_user("officer", is_active=False)
    pact = factories.make_agreement(officer=reader)

    form = signed_in("reader", "head").get("/admin/due/hand-over/").context["form"]
    assert {head, officer} < set(form.fields["new"].queryset)
    assert not {reader, auditor} & set(form.fields["new"].queryset)
    page = signed_in("head").get(f"/admin/partnerships/agreement/{pact.pk}/change/")
    in_charge = set(page.context["adminform"].form.fields["officer"].queryset)
    assert {head, officer, reader} < in_charge
    assert auditor not in in_charge


def test_head_puts_somebody_in_charge_of_several_at_once(office, kind, monkeypatch):
    head, officer, new = signed_in("head"), signed_in("officer"), factories.make_user("officer")
    pacts = [factories.make_agreement(bond=f"kind-{n}") for n in range(3)]
    monkeypatch.setattr(Kind, "charge", lambda _kind, record: record)
    kind.found = lambda: [
        Due(str(one.pk), one, in_days(1), one.officer) for one in Agreement.objects.all()
    ]
    duties.refresh()
    keys = [Duty.objects.get(key=str(one.pk)).pk for one in pacts[:2]]

    nothing = head.post("/admin/due/", {"new": new.pk})
    assert nothing.context["assign"].errors == {"duty": ["Tick what somebody shall do."]}
    assert head.post("/admin/due/", {"duty": keys}).context["assign"].ticked == set(keys)
    assert officer.post("/admin/due/", {"duty": keys, "new": new.pk}).status_code == 403
    assert head.post("/admin/due/", {"duty": keys, "new": new.pk}).status_code == 302

    assert [one.officer for one in Agreement.objects.order_by("pk")] == [new, new, None]
    assert pacts[0].history.first().history_user == head.user
    assert Duty.objects.filter(owner=new).count() == 2


def test_only_the_head_hands_over(office, contacts):
    for role in ("officer", "reader", "auditor"):
        client = signed_in(role)
        assert client.get("/admin/due/hand-over/").status_code == 403
        assert "hand-over" not in client.get("/admin/due/").content.decode()


def test_what_goes_wrong_on_the_way_hands_nothing_over(office, contacts):
    old, new = factories.make_user("officer"), factories.make_user("officer")
    theirs = factories.make_contact(had_by=old)
    duties.handed_over.add(
        "broken", replace(duties.handed_over.get("contacts"), rows=lambda _: 1 / 0)
    )

    with pytest.raises(ZeroDivisionError):
        hand_over(old=old, new=new, by=new)

    assert Contact.objects.get(pk=theirs.pk).had_by == old


def test_what_the_other_may_not_know_of_stays_and_is_counted():
    old, new, head = (factories.make_user(role) for role in ("officer", "officer", "head"))
    factories.make_visit(officer=old)
    quiet = factories.make_visit(officer=old, level="quiet", readers=[old])

    assert hand_over(old=old, new=new, by=head) == ["1 visit"]

    quiet.refresh_from_db()
    assert quiet.officer == old
