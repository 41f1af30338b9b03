"""The pages on personal data: the register, the logs, one person shown, kept and erased."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delegations.models import GiftLine, Member, State
from office.erasure.fields import erased_word
from office.models import Erasure, ExportLog, Hold, Retention
from office.personal import Kind
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PERSON = reverse("admin:personal_data")


@pytest.fixture(autouse=True)
def demonstration(settings):
    """Who signs in is taken to have a second factor."""
    settings.DEMONSTRATION = True


@pytest.fixture
def head():
    return signed_in("head", language="en")


@pytest.fixture
def guest():
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED, purpose="Zwyqxara sings")
    return factories.make_member(visit, "Zwyqxara", given_name="Odalind", diet="no nuts")


def address(record, kind="member"):
    return f"{PERSON}?kind={kind}&key={record.pk}"


# ---------------------------------------------------------------- one person


def test_a_person_is_found_shown_and_erased_and_the_log_names_nobody(head, guest):
    found = head.get(f"{PERSON}?text=zwyqx")
    assert address(guest).replace("&", "&amp;") in found.text

    page = head.get(address(guest))
    assert ("no nuts" in page.text, page.context["texts"]) == (True, [])
    page = head.get(page.context["look_url"])
    assert [(one.label, one.records) for one in page.context["texts"]] == [
        # Who stands in a list has no form of their own: it is shown above.
        ("Members of delegations", [("Odalind Zwyqxara", "")]),
        ("Visits", [(str(guest.visit), f"/admin/delegations/visit/{guest.visit_id}/change/")]),
    ]
    answer = send(
        head,
        address(guest),
        form_of(page, form_id="erase_form"),
        reason="Asked for it.",
        understood="on",
        erase="1",
    )

    assert "Erased. The log says which rows" in answer.text
    guest.refresh_from_db()
    guest.visit.refresh_from_db()
    assert (guest.name, guest.visit.purpose) == (erased_word(), f"{erased_word()} sings")
    log = head.get(reverse("admin:erasures")).text
    assert ("Asked for it." in log, "Zwyqxara" in log) == (True, False)


def test_what_may_mean_somebody_else_is_named_where_one_may_see_it_and_left(head, guest):
    seen = factories.make_place("Via Zwyqxara")
    hidden = factories.make_place("Zwyqxara’s villa", level="quiet")

    page = head.get(f"{address(guest)}&look=1")
    erased = head.post(address(guest), {"reason": "Asked", "understood": "on", "erase": "1"})

    for answer in (page, erased):
        [places] = [one for one in answer.context["left"] if one.label == "Places"]
        assert places.records == [("Via Zwyqxara", f"/admin/agenda/place/{seen.pk}/change/")]
        assert (places.others, "villa" in answer.text) == (1, False)
    hidden.refresh_from_db()
    assert str(hidden) == "Zwyqxara’s villa"


def test_the_page_goes_through_all_texts_only_when_asked(head, guest):
    head.get(address(guest))
    with CaptureQueriesContext(connection) as asked:
        page = head.get(address(guest))

    assert len(asked) < 25
    assert 'id="erase_form"' not in page.text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reason": "", "understood": "on"}, "Say why."),
        ({"reason": "Mrs Zwyqxara asked"}, "The log names nobody"),
        ({"reason": "Asked", "understood": ""}, "Tick this"),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_nothing_is_erased(head, guest, values, told):
    page = head.post(address(guest), {"understood": "on", "erase": "1"} | values)

    assert told in page.text
    assert values["reason"] in page.text
    assert (Member.objects.get().family_name, Erasure.objects.count()) == ("Zwyqxara", 0)


def test_who_is_here_cannot_be_erased_and_the_page_says_so_first(head):
    visit = factories.make_visit(days=(-1, 1), state=State.IN_PROGRESS)
    guest = factories.make_member(visit, "Zwyqxara")

    page = head.get(address(guest))
    assert "Their visit is not over yet" in page.text
    assert 'id="erase_form"' not in page.text
    page = head.post(address(guest), {"reason": "x", "understood": "on", "erase": "1"})

    assert (page.status_code, Member.objects.get().family_name) == (200, "Zwyqxara")


def test_a_person_takes_along_what_is_held_and_the_log_says_so(head, guest):
    answer = head.get(
        reverse("admin:personal_data_export", args=["json"]) + address(guest)[len(PERSON) :]
    )

    held = json.loads(answer.content)["held"]
    assert held[0]["data"]["diet"] == "no nuts"
    assert "Zwyqxara" not in answer["Content-Disposition"]
    assert [(one.by, one.ending) for one in ExportLog.objects.all()] == [(head.user, "json")]


def taken_along(head, record, kind="member"):
    url = reverse("admin:personal_data_export", args=["json"])
    return json.loads(head.get(url + address(record, kind)[len(PERSON) :]).content)["held"]


def test_the_copy_holds_what_points_at_the_person_too_of_what_one_may_see(head, guest):
    factories.make_gift_line(visit=guest.visit, member=guest, words_en="A print")
    hidden = factories.make_visit("Hidden", level="quiet", days=(-9, -8))
    other = factories.make_member(hidden, "Zwyqxara")
    factories.make_gift_line(visit=hidden, member=other, words_en="A secret")

    held = taken_along(head, guest)

    assert str(GiftLine._meta.verbose_name) in {
        one["what"] for one in held if "A print" in str(one)
    }
    # The texts that name them, as they stand, and nothing of what the reader may not see.
    [visit] = [one["data"] for one in held if one["what"] == "visit"]
    assert "Zwyqxara sings" in visit.values()
    assert "A secret" not in str(held)


def test_the_copy_names_languages_as_people_do(head):
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED)
    guest = factories.make_member(visit, "Zwyqxara", languages=["ar", "fr"])

    assert taken_along(head, guest)[0]["data"]["languages"] == "Arabic, French"


def test_the_copy_of_a_focal_point_holds_what_they_wrote_and_what_was_written_to_them(head):
    visit = factories.make_visit(
        contact_name="Odalind Zwyqxara", contact_email="odalind@example.org", days=(-9, -8)
    )
    factories.make_message(visit, text="We come by train.", from_guests=True)
    factories.make_mail(about=visit, reader_email="odalind@example.org", text="Welcome.")

    told = str(taken_along(head, visit, "focal_point"))

    assert "We come by train." in told
    assert "Welcome." in told


def test_what_is_kept_for_a_reason_is_noted_and_let_go(head, guest):
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    page = head.post(address(guest), {"hold": "keep", "reason": "A complaint", "until": past})
    assert ("This day is past." in page.text, Hold.objects.count()) == (True, 0)

    head.post(address(guest), {"hold": "keep", "reason": "A complaint", "until": ""})
    hold = Hold.objects.get()
    assert (hold.record, hold.reason, hold.by) == (guest, "A complaint", head.user)
    head.post(address(guest), {"hold": "end"})
    assert not Hold.objects.exists()


@pytest.mark.parametrize("query", ["kind=nobody&key=1", "kind=member&key=x", "kind=member&key=999"])
def test_a_person_that_is_not_is_not_found(head, query):
    assert head.get(f"{PERSON}?{query}").status_code == 404


def test_only_who_may_see_a_guest_finds_them(head):
    quiet = factories.make_visit(level="quiet", days=(-9, -8), state=State.COMPLETED)
    guest = factories.make_member(quiet, "Zwyqxara")

    assert "kind=member" not in head.get(f"{PERSON}?text=zwyqx").text
    assert head.get(address(guest)).status_code == 404
    assert signed_in("officer").get(PERSON).status_code == 403


# ---------------------------------------------------------------- the register and the logs


def test_the_register_says_of_every_kind_whose_it_is_and_how_long_it_stays(head):
    Retention.objects.create(kind=Kind.SPECIAL, after="departure", days=30)

    page = head.get(reverse("admin:privacy_register"))
    paper = head.get(reverse("admin:privacy_register_export", args=["xlsx"]))

    rows = [row for section in page.context["report"].sections for row in section.table.rows]
    assert [
        "Member of a delegation",
        "guests",
        "health, diet, belief",
        "diet, access needs",
        "explicit consent (art. 9(2)(a))",
        "30 days after the guests’ departure",
    ] in rows
    assert "no period is laid down" in page.text
    assert paper.status_code == 200


def test_lists_that_are_taken_along_are_counted_and_those_of_no_people_are_not(head, guest):
    visits = head.get(reverse("admin:delegations_visit_export", args=["csv"]))
    list(visits.streaming_content)
    list(head.get(reverse("admin:directory_city_export", args=["csv"])).streaming_content)

    (log,) = ExportLog.objects.all()
    assert (log.by, log.what, log.ending, log.rows) == (head.user, "Visits", "csv", 1)
    assert "Visits" in head.get(reverse("admin:export_log")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_logs_ask_as_often_for_many_lines_as_for_one(
    head, django_assert_max_num_queries, count
):
    for n in range(count):
        ExportLog.objects.create(by=factories.make_user(), what=f"List {n}", ending="csv")

    with django_assert_max_num_queries(14):
        head.get(reverse("admin:export_log"))


def test_a_period_that_is_there_already_is_told_at_the_form(head):
    Retention.objects.create(kind=Kind.SPECIAL, after="departure", days=30)
    url = reverse("admin:office_retention_add")

    page = send(head, url, kind="special", after="departure", days="20")
    assert "There is a period for this kind of data already." in page.text
    page = send(head, url, kind="travel", after="departure", days="-2")
    assert page.context["adminform"].form.errors["days"]
    assert Retention.objects.count() == 1
