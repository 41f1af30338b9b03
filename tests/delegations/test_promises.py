"""Promises stay open until somebody closes them, and come up at the next contact."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegations import actions, lifecycle
from delegations.backoffice import after_parts
from delegations.models import Promise
from delegations.models.promises import CLOSED_HAS_DAY, DUE_AFTER, WITH_WHOM
from office import duties
from office.models import Duty
from tests import factories
from tests.forms import send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TODAY = timezone.localdate


def errors(**fields):
    values = {"side": "ours", "text": "A book", "made_on": TODAY()} | fields
    promise = Promise(audience=factories.make_audience("internal"), **values)
    with pytest.raises(ValidationError) as error:
        promise.full_clean()
    return error.value.message_dict


def test_it_is_made_with_somebody():
    assert errors()["city"] == [str(WITH_WHOM)]


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"due_on": TODAY() - timedelta(days=1)}, "due_on", DUE_AFTER),
        ({"state": "kept"}, "closed_on", CLOSED_HAS_DAY),
        ({"closed_on": TODAY()}, "closed_on", CLOSED_HAS_DAY),
    ],
)
def test_its_days_follow_each_other_and_the_database_says_the_same(fields, where, said):
    city = factories.make_city()

    assert errors(city=city, **fields)[where] == [str(said)]
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_promise(city=city, **fields)


def test_it_is_closed_once_and_dropped_with_a_word_why():
    officer = factories.make_user("officer")
    promise = factories.make_promise()

    with pytest.raises(lifecycle.NotAllowed, match="Say why"):
        actions.close_promise(promise=promise, by=officer, kept=False)
    closed = actions.close_promise(promise=promise, by=officer, outcome="Sent by post.")
    with pytest.raises(lifecycle.NotAllowed, match="closed already: kept"):
        actions.close_promise(promise=promise, by=officer)

    assert (closed.state, closed.closed_on, closed.outcome) == ("kept", TODAY(), "Sent by post.")


def test_what_we_promised_is_a_duty_until_it_is_closed():
    officer = factories.make_user("officer")
    visit = factories.make_visit(officer=officer)
    due = TODAY() + timedelta(days=5)
    ours = factories.make_promise(visit, due_on=due)
    factories.make_promise(visit, "Theirs", side="theirs", due_on=due)

    duties.refresh("promise")
    opened = [(one.object_id, one.owner, one.due_on) for one in Duty.objects.open()]
    actions.close_promise(promise=ours, by=officer)
    duties.refresh("promise")

    assert opened == [(ours.pk, officer, due)]
    assert list(Duty.objects.open()) == []


def texts(panel):
    return [line.name for line in panel.lines] if panel else []


def test_a_promise_made_at_a_visit_is_shown_a_year_later_wherever_its_city_is_met():
    officer = factories.make_user("officer")
    city = factories.make_city()
    office = factories.make_organisation(city=city)
    then = factories.make_visit(organisation=office, state="archived", days=(-370, -368))
    factories.make_promise(then, "Send the book", made_on=TODAY() - timedelta(days=368))
    kept = factories.make_promise(then, "Call back", side="theirs")
    actions.close_promise(promise=kept, by=officer)
    factories.make_promise(text="Of another city")
    now = factories.make_visit(city=city, state="received")
    mission = factories.make_mission(city=city)
    known = ["Ours: Send the book"]

    assert texts(after_parts.of_city(city, officer)) == known
    assert texts(after_parts.promises(officer, now)) == known
    assert texts(after_parts.promises(officer, mission)) == known
    assert texts(after_parts.of_contact({"city": city.pk}, officer)) == known
    assert texts(after_parts.of_contact({"organisation": office.pk}, officer)) == known
    mayor = factories.make_office_held(city=city).person
    assert texts(after_parts.of_contact({"person": mayor.pk}, officer)) == known
    assert texts(after_parts.of_contact({"person": 0}, officer)) == []


def test_the_form_of_a_new_contact_shows_them(clerk):
    city = factories.make_city()
    factories.make_promise(text="Send the book", city=city)

    page = clerk.get(f"{reverse('admin:directory_contact_add')}?city={city.pk}")
    other = clerk.get(reverse("admin:directory_contact_add"))

    assert [texts(one) for one in page.context["panels"]] == [["Ours: Send the book"]]
    assert other.context["panels"] == []


def test_who_may_not_see_the_city_is_told_of_no_promise():
    hidden = factories.make_city(level="confidential")
    factories.make_promise(text="Send the book", city=hidden)

    assert texts(after_parts.of_city(hidden, factories.make_user("officer"))) == []


def test_closing_it_on_its_form_without_a_day_closes_it_today(clerk):
    city = factories.make_city()
    url = reverse("admin:delegations_promise_add")
    typed = {"side": "ours", "text": "A book", "made_on": TODAY().isoformat(), "city": city.pk}

    clerk.post(url, typed | {"state": "kept", "level": "internal"})

    promise = Promise.objects.get()
    assert (promise.state, promise.closed_on) == ("kept", TODAY())


def test_what_is_of_a_visit_is_seen_by_who_sees_that_whatever_its_form_says(clerk):
    visit = factories.make_visit()
    url = f"{reverse('admin:delegations_promise_add')}?visit={visit.pk}"
    typed = {"side": "ours", "text": "A book", "made_on": TODAY().isoformat(), "state": "open"}

    answer = clerk.post(url, typed | {"visit": visit.pk, "level": "public"})

    promise = Promise.objects.get()
    assert answer.url == reverse("admin:visit", args=[visit.pk])
    assert (promise.audience, promise.audience.level) == (visit.audience, "internal")


def test_taken_off_its_visit_it_stays_for_who_could_see_it_there(settings):
    settings.DEMONSTRATION = True  # so that no second factor is asked for
    browser = signed_in("head")
    visit = factories.make_visit(level="quiet", readers=[browser.user])
    promise = factories.make_promise(visit, city=factories.make_city())
    url = reverse("admin:delegations_promise_change", args=[promise.pk])

    send(browser, url, visit="")

    promise = Promise.objects.get()
    readers = [*promise.audience.readers.all()]
    assert (promise.visit, promise.audience.level, readers) == (None, "quiet", [browser.user])


def test_begun_from_a_visit_that_one_may_not_see_it_is_not_of_it(clerk):
    visit = factories.make_visit("Secret guests", level="quiet")

    page = clerk.get(f"{reverse('admin:delegations_promise_add')}?visit={visit.pk}")

    assert page.context["adminform"].form.initial.get("visit") is None
    assert "Secret guests" not in page.text


@pytest.mark.parametrize("kind", ["", "open", "overdue", "closed"])
def test_the_list_is_filtered_and_handed_out(clerk, kind):
    late = {"made_on": TODAY() - timedelta(days=9), "due_on": TODAY() - timedelta(days=1)}
    factories.make_promise(text="Late", **late)
    factories.make_promise(text="Kept", state="kept", closed_on=TODAY())
    factories.make_promise(text="Open")
    shown = {"": ["Late", "Open", "Kept"], "open": ["Late", "Open"], "overdue": ["Late"]}
    shown["closed"] = ["Kept"]

    page = clerk.get(reverse("admin:delegations_promise_changelist"), {"open": kind})
    export = clerk.get(reverse("admin:delegations_promise_export", args=["csv"]), {"open": kind})

    assert [one.text for one in page.context["cl"].result_list] == shown[kind]
    assert len(export.getvalue().splitlines()) == 1 + len(shown[kind])
