"""The pages on which a programme is published, its versions are compared, and it is printed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from delegations import actions
from delegations.models import ProgrammeVersion
from office.models import Mail
from tests import factories, forms
from tests.factories import coming_wednesday, make_item, make_member, make_recipient
from tests.office.papers.reading import text_of

# Of the page of publishing, whatever stands in the programme.
QUERIES = 38
# Ahead, whenever the tests run: what speaks against a programme is asked of what lies ahead.
DAY = coming_wednesday()
OUTSIDE = DAY + timedelta(days=1)


@pytest.fixture
def visit(clerk):
    return factories.make_visit(
        state="planning",
        days=(DAY, DAY),
        officer=clerk.user,
        contact_email="focal@example.org",
        contact_language="fr",
    )


@pytest.fixture
def items(visit):
    make_recipient(visit, "driver@example.org", language="it")
    return [
        make_item(visit, "Reception", day=DAY),
        make_item(visit, "Transfer", 11, 12, day=DAY, kind="transfer"),
    ]


def address(visit, page="publish/"):
    return f"/admin/visits/{visit.pk}/programme/{page}"


def publish(client, visit, **sent):
    return client.post(address(visit), {"do": "publish", "seen": 0, "why": "", **sent})


def test_published_by_a_button_the_drafts_wait_on_the_page_and_go_out_by_another(
    clerk, visit, items
):
    response = publish(clerk, visit, why="First of all")
    page = clerk.get(address(visit))

    assert response.url == f"{address(visit)}#drafts"
    assert [one.mail.reader_email for one in page.context["page"].held] == [
        "focal@example.org",
        "driver@example.org",
    ]
    keys = [one.mail_id for one in page.context["page"].held]
    clerk.post(address(visit), {"do": "send", "mail": keys})
    assert [*Mail.objects.order_by("pk").values_list("state", flat=True)] == ["queued", "queued"]


def test_a_draft_that_came_after_the_page_was_opened_is_not_sent_unread(clerk, visit, items):
    publish(clerk, visit)
    seen = Mail.objects.get(reader_email="driver@example.org")

    clerk.post(address(visit), {"do": "send", "mail": [seen.pk]})

    assert Mail.objects.get(reader_email="focal@example.org").state == "held"


def test_who_was_second_is_told_and_what_was_typed_stays(clerk, visit, items):
    publish(clerk, visit)

    response = publish(clerk, visit, why="The Mayor comes later")

    page = response.content.decode()
    assert str(clerk.user) in page
    assert "The Mayor comes later" in page
    assert ProgrammeVersion.objects.count() == 1


def test_versions_are_compared_as_the_office_reads_them(clerk, visit, items):
    publish(clerk, visit)
    items[0].appointment.title_it = items[0].appointment.title_en = "Grand reception"
    items[0].appointment.save()
    publish(clerk, visit, seen=1)

    response = clerk.get(f"{address(visit)}?compare=2")

    [change] = response.context["compared_changes"]
    assert [line[1:] for line in change.lines] == [("Reception", "Grand reception")]


def test_a_print_for_others_is_refused_while_something_grave_speaks_against_it(clerk, visit, items):
    make_item(visit, "Too late", day=OUTSIDE)

    guests = clerk.get(f"{address(visit, 'print/guest/')}?version=draft&as=pdf")
    office = clerk.get(f"{address(visit, 'print/office/')}?version=draft")

    assert guests["Content-Type"].startswith("text/html")
    assert [finding.kind for _item, finding in guests.context["grave"]] == ["outside visit"]
    assert len(office.context["printed"].items) == 3


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_a_print_is_taken_along_as_a_file(clerk, visit, items, ending):
    response = clerk.get(f"{address(visit, 'print/guest/')}?language=fr&as={ending}")

    assert response["Content-Disposition"].startswith("attachment")
    assert f".{ending}" in response["Content-Disposition"]


def test_what_guests_eat_is_printed_only_for_who_may_change_the_visit(clerk, visit, items):
    make_member(visit, diet="Vegetarian")
    reader = forms.signed_in("reader")
    office = f"{address(visit, 'print/office/')}?version=draft&as=pdf"

    assert "Vegetarian" in text_of(clerk.get(office).getvalue())
    assert "Vegetarian" not in text_of(reader.get(office).getvalue())


def test_a_reader_looks_and_does_not_publish(visit, items):
    reader = forms.signed_in("reader")

    assert reader.get(address(visit)).status_code == 200
    assert publish(reader, visit).status_code == 403
    assert ProgrammeVersion.objects.count() == 0


def test_who_is_told_of_what_is_shown_to_who_may_publish_all_of_it(clerk, visit, items):
    reader = forms.signed_in("reader")
    assert "driver@example.org" in clerk.get(address(visit)).content.decode()
    assert "driver@example.org" not in reader.get(address(visit)).content.decode()

    hall = factories.make_place("Secret hall", level="quiet")
    make_item(visit, "Dinner", 20, 21, place=hall, day=OUTSIDE)
    page = clerk.get(address(visit)).content.decode()

    assert "driver@example.org" not in page
    assert "Dinner" not in page


def test_the_drafts_stand_there_for_who_may_read_mails(clerk, visit, items):
    publish(clerk, visit)
    group = clerk.user.groups.get()
    right = Permission.objects.get(codename="view_mail")
    assert "driver@example.org" in clerk.get(address(visit)).content.decode()

    group.permissions.remove(right)

    page = clerk.get(address(visit)).context["page"]
    assert page.drafts == []


def test_a_quiet_visit_has_no_page_for_a_stranger(clerk):
    visit = factories.make_visit(state="planning", level="quiet", readers=[clerk.user])
    stranger = forms.signed_in("officer")

    for page in ("publish/", "print/guest/"):
        assert clerk.get(address(visit, page)).status_code == 200
        assert stranger.get(address(visit, page)).status_code == 404


def test_what_may_not_be_seen_of_a_version_is_left_out_and_that_is_said(clerk, visit, items):
    hall = factories.make_place("Open hall")
    make_item(visit, "Dinner", 20, 21, day=DAY, place=hall)
    actions.publish(visit=visit, seen=0, by=clerk.user)
    hall.audience.level = "quiet"
    hall.audience.save()

    response = clerk.get(address(visit, "print/guest/"))

    assert "Open hall" not in response.content.decode()
    assert response.context["left_out"] is True


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_publishing_asks_as_often_for_many_items(
    clerk, visit, count, django_assert_num_queries
):
    for hour in range(count):
        item = make_item(visit, f"Item {hour}", 9 + hour, 10 + hour, day=DAY)
        factories.make_part(item, answer="confirmed")
    clerk.get(address(visit))

    with django_assert_num_queries(QUERIES):
        clerk.get(address(visit))
