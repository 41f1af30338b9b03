"""Who should know of a visit: rows per kind of visit, one step drafts all, the trace says who."""

import pytest
from django.urls import reverse
from django.utils import timezone

from delegations import actions, lifecycle
from delegations.models import Recipient, ToInform, Told
from office.models import Mail, User
from tests import factories
from tests.factories import at, make_to_inform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DAYS = (at(9).date(), at(9).date())


@pytest.fixture
def visit():
    visit = factories.make_visit(
        state="planning", days=DAYS, officer=factories.make_user("officer"), head_rank=4
    )
    factories.make_item(visit, is_public=True)
    return visit


def publish(visit, seen=0):
    return actions.publish(visit=visit, seen=seen, by=visit.officer)


def drafts():
    return [(one.reader_email, one.language, one.state) for one in Mail.objects.order_by("pk")]


def test_the_rows_of_its_level_and_rank_apply(visit):
    solemn = factories.make_level("official")
    make_to_inform("All")
    make_to_inform("Of the level", level=solemn)
    make_to_inform("Of another", level=factories.make_level("study"))
    make_to_inform("From mayors on", from_rank=4)
    make_to_inform("From ministers on", from_rank=2)
    make_to_inform("Not any more", is_in_use=False)
    visit.level = solemn

    found = {one.name for one in ToInform.objects.of_visit(visit)}

    assert found == {"All", "Of the level", "From mayors on"}


def test_one_step_makes_recipients_and_drafts_the_newest_version(visit):
    make_to_inform("Prefecture", email="pref@example.org", print="public", body="Prefettura")
    make_to_inform("Consulate", email="consul@example.org", print="guest", language="fr")
    publish(visit)

    new, mails = actions.inform(visit=visit, by=visit.officer)

    assert {(one.name, one.print) for one in new} == {
        ("Prefettura – Prefecture", "public"),
        ("Consulate", "guest"),
    }
    assert sorted(drafts()) == [
        ("consul@example.org", "fr", "held"),
        ("pref@example.org", "it", "held"),
    ]
    assert Told.objects.count() == len(mails) == 2


def test_done_again_it_tells_nobody_twice(visit):
    make_to_inform(email="pref@example.org")
    publish(visit)
    actions.inform(visit=visit, by=visit.officer)

    again = actions.inform(visit=visit, by=visit.officer)

    assert again == ([], [])
    assert (Recipient.objects.count(), Mail.objects.count()) == (1, 1)


def test_before_anything_is_published_they_are_recipients_and_nothing_is_drafted(visit):
    make_to_inform(email="pref@example.org")

    new, mails = actions.inform(visit=visit, by=visit.officer)

    assert (len(new), mails) == (1, [])
    publish(visit)
    assert drafts() == [("pref@example.org", "it", "held")]


@pytest.mark.parametrize("level", ["quiet", "confidential"])
def test_of_a_visit_for_named_readers_only_those_are_told_who_are_of_such_visits(
    clerk, visit, level
):
    make_to_inform("Press", email="press@example.org")
    make_to_inform("Police", email="police@example.org", also_hidden=True)
    publish(visit)
    visit.audience.level = level
    visit.audience.save()
    visit.audience.readers.add(visit.officer, *User.objects.all())

    page = clerk.get(reverse("admin:programme_recipients", args=[visit.pk]))
    new, _mails = actions.inform(visit=visit, by=visit.officer)

    assert [one.name for one in page.context["left_out"]] == ["Press"]
    assert "Press" in page.content.decode()
    assert [one.name for one in new] == ["Police"]
    assert [one.reader_email for one in Mail.objects.all()] == ["police@example.org"]


def test_of_a_visit_that_was_cancelled_nobody_is_told(visit):
    make_to_inform(email="pref@example.org")
    publish(visit)
    type(visit).objects.update(state="cancelled")

    with pytest.raises(lifecycle.NotAllowed, match="cancelled"):
        actions.inform(visit=visit, by=visit.officer)
    assert (Recipient.objects.count(), Mail.objects.count()) == (0, 0)


def test_on_the_page_of_recipients_it_is_one_button_and_the_trace_says_who_was_told(clerk, visit):
    make_to_inform("Prefecture", email="pref@example.org")
    publish(visit)
    url = reverse("admin:programme_recipients", args=[visit.pk])
    before = clerk.get(url).context["should_know"]

    clerk.post(url, {"inform": "1"})
    Mail.objects.update(state="sent", sent_at=timezone.now())

    assert [there for _row, there in before] == [False]
    page = clerk.get(reverse("admin:programme_told", args=[visit.pk]))
    assert [(one.email, one.version.number, one.mail.state) for one in page.context["told"]] == [
        ("pref@example.org", 1, "sent")
    ]
    sheet = clerk.get(reverse("admin:programme_told_export", args=[visit.pk, "xlsx"]))
    assert sheet.status_code == 200


def test_of_a_version_that_names_what_one_may_not_see_the_trace_says_nothing(clerk, visit):
    make_to_inform(email="pref@example.org")
    hall = factories.make_place("Secret hall")
    factories.make_item(visit, "Dinner", 19, 20, place=hall)
    publish(visit)
    actions.inform(visit=visit, by=visit.officer)
    hall.audience.level = "quiet"
    hall.audience.save()

    page = clerk.get(reverse("admin:programme_told", args=[visit.pk]))

    assert page.context["told"] == []


@pytest.mark.parametrize(("role", "is_shown"), [("officer", True), ("reader", False)])
def test_the_way_there_stands_on_the_visit_for_who_may_go_it(
    back_office, settings, visit, role, is_shown
):
    settings.DEMONSTRATION = True
    client = back_office(role)
    url = reverse("admin:programme_recipients", args=[visit.pk])

    page = client.get(reverse("admin:visit", args=[visit.pk]))

    assert (f'href="{url}"' in page.content.decode()) == is_shown
    assert (client.get(url).status_code == 200) == is_shown
