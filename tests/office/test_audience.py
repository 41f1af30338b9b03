"""Who may see a record: chosen on its form, one row for all that belongs together."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from directory.models import City, Organisation
from office.models import Audience
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/directory/city/add/"


@pytest.fixture(autouse=True)
def no_second_factor(settings, office):
    settings.DEMONSTRATION = True


def url_of(record, page="change"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])


def seen_by(record):
    audience = Audience.objects.get(pk=record.audience_id)
    return audience.level, {reader.name for reader in audience.readers.all()}


def test_an_officer_publishes():
    city, officer = factories.make_city(level="internal"), signed_in("officer")

    send(officer, url_of(city), level="public")

    assert seen_by(city) == ("public", set())
    assert list(City.objects.public()) == [city]


def test_a_new_record_is_internal():
    country = factories.make_country()

    send(signed_in("officer"), ADD, name_it="Kyoto", slug="kyoto", country=country.pk)

    assert seen_by(City.objects.get()) == ("internal", set())


@pytest.mark.parametrize("role", ["guide_coordinator", "translator", "reader"])
def test_who_may_not_publish_changes_the_record_but_not_who_sees_it(role):
    city, client = factories.make_city(level="internal"), signed_in(role)
    client.user.user_permissions.add(Permission.objects.get(codename="change_city"))

    opened = form_of(client.get(url_of(city)))
    sent = opened | {"name_en": "Kioto", "level": "public", "readers": [client.user.pk]}
    answer = send(client, url_of(city), sent)

    assert ("level" in opened, answer.status_code) == (False, 302)
    assert City.objects.get().name_en == "Kioto"
    assert seen_by(city) == ("internal", set())


@pytest.mark.parametrize("level", ["confidential", "quiet"])
def test_whoever_hides_a_thing_reads_it(level):
    city, officer = factories.make_city(), signed_in("officer")

    send(officer, url_of(city), level=level)

    assert seen_by(city) == (level, {officer.user.name})
    assert officer.get(url_of(city)).status_code == 200


def test_a_reader_is_told_who_may_see_the_record():
    reader = signed_in("reader", name="Ada")
    city = factories.make_city(level="confidential", readers=[reader.user])

    page = reader.get(url_of(city)).content.decode()

    assert ('<div class="readonly">confidential</div>' in page, ">Ada</div>" in page) == (
        True,
        True,
    )


def test_one_update_hides_all_that_points_at_an_audience():
    city = factories.make_city()
    Organisation.objects.create(name_en="Friends", kind="other", audience=city.audience)

    Audience.objects.filter(pk=city.audience_id).update(level="quiet")

    officer = factories.make_user("officer")
    for rows in (City.objects, Organisation.objects):
        assert [*rows.public(), *rows.visible_to(officer), *rows.known_to(officer)] == []


def test_a_delete_page_counts_what_is_hidden_without_naming_it():
    city = factories.make_city("Kyoto")
    factories.make_agreement(city, level="quiet", instrument_en="Zzyzx pact")
    head = signed_in("head")

    page = head.get(url_of(city, "delete")).content.decode()
    answer = head.post(url_of(city, "delete"), {"post": "yes"})

    assert ("1 thing that you may not see" in page, "Zzyzx" in page) == (True, False)
    assert (answer.status_code, City.objects.count()) == (200, 1)


def test_an_action_on_a_list_does_not_delete_what_hidden_things_need():
    city = factories.make_city("Kyoto")
    factories.make_agreement(city, level="quiet", instrument_en="Zzyzx pact")

    data = {"action": "delete_selected", "_selected_action": [city.pk], "post": "yes"}
    page = signed_in("head").post("/admin/directory/city/", data)

    assert (page.status_code, City.objects.count()) == (200, 1)
    assert "Zzyzx" not in page.content.decode()


def test_a_deleted_record_takes_its_audience_along():
    city = factories.make_city()

    signed_in("head").post(url_of(city, "delete"), {"post": "yes"})

    assert (City.objects.count(), Audience.objects.count()) == (0, 0)


def test_an_audience_stays_while_something_else_points_at_it():
    city = factories.make_city()
    friends = Organisation.objects.create(name_en="Friends", kind="other", audience=city.audience)

    city.delete()

    assert list(Audience.objects.all()) == [friends.audience]


@pytest.mark.parametrize(
    ("role", "level", "told"),
    [
        ("officer", "confidential", True),
        ("officer", "quiet", False),
        ("head", "quiet", True),
    ],
)
def test_a_list_says_how_many_exist_that_one_may_not_read(role, level, told):
    factories.make_city("Zzyzx", level=level)

    page = signed_in(role).get("/admin/directory/city/").content.decode()

    assert ("There is 1 more" in page) == told
    assert "Zzyzx" not in page
