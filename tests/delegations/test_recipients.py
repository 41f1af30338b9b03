"""Who reads which print of a programme: written down, changed, taken off."""

import pytest
from django.urls import reverse

from delegations import programme_links
from delegations.models import Recipient
from tests import factories
from tests.factories import make_recipient
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def visit():
    return factories.make_visit(state="planning", days=(20, 21))


@pytest.fixture
def clerk(back_office):
    return back_office("officer")


def url(visit, query=""):
    return reverse("admin:programme_recipients", args=[visit.pk]) + query


def opened(clerk, visit, query="?add=1"):
    return form_of(clerk.get(url(visit, query)), form_id="recipient_form")


def recipients():
    return [*Recipient.objects.values_list("print", "name", "email")]


def test_a_driver_is_written_down_and_reads_what_books_the_minibus(clerk, visit):
    minibus = factories.make_resource("vehicle", "Minibus")
    typed = {"print": "driver", "name": "Ada", "email": "ada@example.org", "resource": minibus.pk}

    clerk.post(url(visit), opened(clerk, visit) | typed)

    [one] = Recipient.objects.all()
    assert (one.visit, one.print, one.resource, one.language) == (visit, "driver", minibus, "it")
    page = clerk.get(url(visit)).text
    assert "Minibus" in page
    assert reverse("admin:links", args=["programme", one.pk]) in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"email": "nobody"}, {"email": ["Enter a valid email address."]}),
        (
            {"email": "DRIVER@example.org"},
            {"__all__": ["This address gets this print already."]},
        ),
        ({"name": ""}, {"name": ["This field is required."]}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(clerk, visit, typed, told):
    make_recipient(visit)
    values = {"print": "driver", "name": "Ada", "email": "ada@example.org"} | typed

    page = clerk.post(url(visit), opened(clerk, visit) | values)

    assert page.context["form"].errors == told
    assert f'value="{values["email"]}"' in page.text
    assert Recipient.objects.count() == 1


def test_only_one_thing_narrows_it(clerk, visit):
    place, thing = factories.make_place(), factories.make_resource()
    typed = {"print": "room", "name": "Ada", "email": "ada@example.org"}

    page = clerk.post(
        url(visit), opened(clerk, visit) | typed | {"place": place.pk, "resource": thing.pk}
    )

    assert page.context["form"].errors == {
        "place": ["Either what books something, or what is at a place."]
    }


def test_with_another_address_the_old_link_opens_nothing(clerk, client, visit):
    one = make_recipient(visit)
    old = programme_links.give(one)

    form = opened(clerk, visit, f"?change={one.pk}")
    clerk.post(url(visit), form | {"email": "new@example.org"})

    assert recipients() == [("driver", "A recipient", "new@example.org")]
    assert client.get(old.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("typed", [{"email": "new@example.org"}, {"print": "press"}])
def test_who_answers_for_a_part_is_corrected_at_the_part(clerk, client, visit, typed):
    one = make_recipient(visit, kind="host")
    factories.make_part(factories.make_item(visit), ask_email=one.email, answer="asked")
    link = programme_links.give(one)

    form = opened(clerk, visit, f"?change={one.pk}")
    page = clerk.post(url(visit), form | typed)

    [name] = typed
    assert [*page.context["form"].errors] == [name]
    assert reverse("admin:programme_parts", args=[visit.pk]) in page.text
    assert recipients() == [("host", "A recipient", "driver@example.org")]
    assert client.get(link.get_absolute_url()).status_code == 200


def test_two_who_change_it_at_once_overwrite_nothing(clerk, visit):
    one = make_recipient(visit)
    form = opened(clerk, visit, f"?change={one.pk}")
    one.name = "Somebody else"
    one.save()

    page = clerk.post(url(visit), form | {"name": "Ada"})

    assert "Somebody changed this meanwhile" in page.text
    assert recipients() == [("driver", "Somebody else", "driver@example.org")]
    clerk.post(url(visit), form_of(page, form_id="recipient_form"))
    assert recipients() == [("driver", "Ada", "driver@example.org")]


def test_who_is_taken_off_reads_nothing_any_more(clerk, client, visit):
    one = make_recipient(visit)
    link = programme_links.give(one)

    question = form_of(clerk.get(url(visit, f"?take_off={one.pk}")), form_id="take_off_form")
    clerk.post(url(visit), question | {"take_off": "1"})

    assert recipients() == []
    assert client.get(link.get_absolute_url()).status_code == 410


def test_only_who_changes_visits_sees_it_and_only_of_visits_they_may_see(back_office, visit):
    quiet = factories.make_visit(level="quiet")
    other = make_recipient(quiet)

    assert back_office("reader").get(url(visit)).status_code == 403
    officer = back_office("officer")
    assert officer.get(url(quiet)).status_code == 404
    assert officer.get(url(visit, f"?change={other.pk}")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(clerk, visit, count, django_assert_num_queries):
    for number in range(count):
        room = factories.make_place(f"Room {number}", building=factories.make_place())
        make_recipient(visit, f"a{number}@example.org", "room", place=room)
        make_recipient(visit, f"b{number}@example.org", resource=factories.make_room())
    clerk.get(url(visit))

    with django_assert_num_queries(14):
        clerk.get(url(visit))
