"""Two people at one record: nobody's work is overwritten without being seen."""

import io
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from directory.models import City
from office.models import Citation, Office, User
from partnerships.models import Agreement
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(office):
    return factories.make_city("Kyoto", slug="kyoto", population=1_400_000)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def officer(office):
    return signed_in("officer")


@pytest.fixture
def head(office):
    return signed_in("head")


def url_of(record):
    return reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])


def lines(response):
    """The differences on the page: {field: (mine, theirs, proposed)}."""
    conflict = response.context["conflict"]
    return {line.label: (line.mine, line.theirs, line.proposed) for line in conflict.lines}


def row(prefix, index, **values):
    return {f"{prefix}-{index}-{name}": value for name, value in values.items()}


def cite(record, source, field="name", **values):
    return Citation.objects.create(record=record, source=source, field=field, **values)


CITED = "office-citation-content_type-object_id"


# ---------------------------------------------------------------- the page of the conflict


def test_the_second_to_save_sees_both_versions_and_saves_nothing(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City", website="https://kyoto.example")

    page = send(officer, url_of(city), opened, name_en="Kioto", population="1500000")

    assert page.status_code == 200
    assert "Which version stands?" in page.content.decode()
    assert lines(page) == {
        "Name [en]": ("Kioto", "Kyoto City", ""),
        "Population": ("1500000", "1400000", "mine"),
        "Website": ("(empty)", "https://kyoto.example", "theirs"),
    }
    city.refresh_from_db()
    assert (city.name_en, city.population, city.version) == ("Kyoto City", 1_400_000, 2)


def test_what_was_typed_still_stands_in_the_form(city, officer, head):
    opened = form_of(officer.get(url_of(city))) | {"name_en": "Kioto", "population": "1500000"}
    send(head, url_of(city), name_en="Kyoto City")

    page = send(officer, url_of(city), opened)

    shown = form_of(page)
    changing = {"csrfmiddlewaretoken"}
    assert {name: shown[name] for name in opened.keys() - changing} == {
        name: opened[name] for name in opened.keys() - changing
    }


def test_the_page_says_who_saved_meanwhile(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City")

    page = send(officer, url_of(city), opened, name_en="Kioto")

    assert f"{head.user.name} saved this record" in page.content.decode()


def test_a_save_by_the_program_is_said_to_be_the_program_s(city, officer):
    opened = form_of(officer.get(url_of(city)))
    city.population = 7
    city.save()

    page = send(officer, url_of(city), opened, population="8")

    assert "the program saved this record" in page.content.decode()
    assert lines(page) == {"Population": ("8", "7", "")}


@pytest.mark.parametrize(
    ("choice", "saved"),
    [
        ({"name_en": "mine", "website": "mine"}, ("Kioto", "")),
        ({"name_en": "theirs", "website": "theirs"}, ("Kyoto City", "https://kyoto.example")),
        ({"name_en": "mine", "website": "theirs"}, ("Kioto", "https://kyoto.example")),
    ],
)
def test_what_was_chosen_is_saved(city, officer, head, choice, saved):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City", website="https://kyoto.example")
    page = send(officer, url_of(city), opened, name_en="Kioto")

    answers = {f"choose-{name}": side for name, side in choice.items()}
    answer = send(officer, url_of(city), form_of(page), **answers)

    city.refresh_from_db()
    assert (answer.status_code, city.name_en, city.website) == (302, *saved)


def test_without_a_choice_the_question_is_asked_again(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City", website="https://kyoto.example")
    page = send(officer, url_of(city), opened, name_en="Kioto")

    again = send(officer, url_of(city), form_of(page), **{"choose-website": "mine"})

    assert again.status_code == 200
    assert form_of(again)["choose-website"] == "mine"
    assert City.objects.get().name_en == "Kyoto City"


def test_a_third_save_in_between_asks_again(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City")
    page = send(officer, url_of(city), opened, name_en="Kioto", population="5")
    send(head, url_of(city), website="https://kyoto.example")

    again = send(officer, url_of(city), form_of(page), **{"choose-name_en": "mine"})

    assert lines(again) == {
        "Name [en]": ("Kioto", "Kyoto City", ""),
        "Population": ("5", "1400000", "mine"),
        "Website": ("(empty)", "https://kyoto.example", "theirs"),
    }


def test_a_mistake_on_the_page_of_the_conflict_keeps_the_answers(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kyoto City")
    page = send(officer, url_of(city), opened, name_en="Kioto")

    wrong = form_of(page) | {"choose-name_en": "theirs", "latitude": "north"}
    again = send(officer, url_of(city), wrong)

    assert (again.status_code, form_of(again)["choose-name_en"]) == (200, "theirs")


def test_saving_twice_from_the_same_old_page_asks_twice(city, officer, head):
    opened = form_of(officer.get(url_of(city))) | {"name_en": "Kioto"}
    send(head, url_of(city), name_en="Kyoto City")

    answers = [send(officer, url_of(city), opened) for _ in range(2)]

    assert [lines(answer) for answer in answers] == [{"Name [en]": ("Kioto", "Kyoto City", "")}] * 2


# ---------------------------------------------------------------- what is no conflict


def test_a_save_in_which_the_others_changed_nothing_is_no_conflict(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city))

    answer = send(officer, url_of(city), opened, name_en="Kioto")

    assert (answer.status_code, City.objects.get().name_en) == (302, "Kioto")


def test_the_same_change_by_both_is_no_conflict(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), name_en="Kioto")

    answer = send(officer, url_of(city), opened, name_en="Kioto")

    assert (answer.status_code, City.objects.get().name_en) == (302, "Kioto")


def test_two_new_records_never_conflict(officer, office):
    add = reverse("admin:office_source_add")
    opened = form_of(officer.get(add))

    answers = [send(officer, add, opened, title=title) for title in ("A book", "A paper")]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_an_action_on_a_list_deletes_whatever_version_it_is(head):
    source = factories.make_source()
    source.save()

    data = {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"}
    answer = head.post(reverse("admin:office_source_changelist"), data)

    assert (answer.status_code, type(source).objects.count()) == (302, 0)


# ---------------------------------------------------------------- kinds of fields


def test_dates_and_choices_are_shown_as_people_read_them(office, officer, head):
    agreement = factories.make_agreement(signed_on="1954")
    loose = factories.make_bond_type("loose", name_en="Friendship")
    opened = form_of(officer.get(url_of(agreement)))
    theirs = {"signed_on_month": "7", "status": "in_force", "bond_type": loose.pk, "note_it": "Sì"}
    send(head, url_of(agreement), **theirs)

    mine = {"signed_on_year": "1955", "status": "ended", "note_it": "No"}
    page = send(officer, url_of(agreement), opened, **mine)

    assert lines(page) == {
        "Kind of bond": ("Bond twin", "Friendship", "theirs"),
        "Signed on": ("1955", "July 1954", ""),
        "State": ("ended", "in force", ""),
        "Note for the public [it]": ("No", "Sì", ""),
    }


def test_dates_and_choices_can_be_chosen(office, officer, head):
    agreement = factories.make_agreement(signed_on="1954")
    loose = factories.make_bond_type("loose")
    opened = form_of(officer.get(url_of(agreement)))
    theirs = {"signed_on_month": "7", "status": "in_force", "bond_type": loose.pk}
    send(head, url_of(agreement), **theirs)
    page = send(officer, url_of(agreement), opened, signed_on_year="1955", status="ended")

    answers = {"choose-signed_on": "theirs", "choose-status": "mine"}
    send(officer, url_of(agreement), form_of(page), **answers)

    saved = Agreement.objects.get()
    assert (str(saved.signed_on), saved.status, saved.bond_type) == ("July 1954", "ended", loose)


def test_audience_and_readers_are_compared_too(city, officer, head):
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), level="quiet", readers=[officer.user.pk])

    page = send(officer, url_of(city), opened, level="internal")

    both = ", ".join(sorted([head.user.name, officer.user.name]))
    assert lines(page) == {
        "Who may see it": (
            "Internal: all staff",
            "Quiet: named readers; only they and the head know that it exists",
            "",
        ),
        "Named readers": ("(empty)", both, "theirs"),
    }


def test_an_audience_made_quiet_elsewhere_is_not_opened_by_an_old_page(city, officer):
    opened = form_of(officer.get(url_of(city)))
    city.audience.level = "quiet"
    city.audience.save()
    city.audience.readers.add(officer.user)

    page = send(officer, url_of(city), opened, population="5")

    city.audience.refresh_from_db()
    assert (page.status_code, city.audience.level) == (200, "quiet")
    assert lines(page)["Who may see it"][2] == "theirs"


def test_roles_and_switches_are_compared_too(head):
    person = factories.make_user("reader")
    opened = form_of(head.get(url_of(person)))
    person.is_active = False
    person.save()
    person.give_roles("auditor")

    page = send(head, url_of(person), opened, name="Ada", new_password="long enough 77")

    assert lines(page) == {
        "Name": ("Ada", person.name, "mine"),
        "Roles": ("reader", "auditor", "theirs"),
        "Active": ("yes", "no", "theirs"),
    }


def test_the_languages_of_the_office_are_compared_too(office, head):
    opened = form_of(head.get(url_of(office)))
    record = Office.objects.get()
    record.languages = ["it", "en"]
    record.save()

    page = send(head, url_of(office), opened, languages=["it", "en", "de"])

    assert lines(page) == {
        "Languages offered": ("Italiano, English, Deutsch", "Italiano, English", "")
    }


def test_a_picture_is_compared_by_its_name_and_chosen_again(office, head):
    opened = form_of(head.get(url_of(office)))
    send(signed_in("head"), url_of(office), telephone="055 1")
    page = send(head, url_of(office), opened, coat_of_arms=picture())
    assert lines(page) == {
        "Coat of arms": ("arms.png", "(empty)", "mine"),
        "Telephone": ("(empty)", "055 1", "theirs"),
    }

    send(head, url_of(office), form_of(page), coat_of_arms=picture())

    saved = Office.objects.get()
    assert (bool(saved.coat_of_arms), saved.telephone) == (True, "055 1")


def picture():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return SimpleUploadedFile("arms.png", out.getvalue(), "image/png")


def test_a_record_without_kept_versions_asks_for_every_field(city, officer):
    opened = form_of(officer.get(url_of(city)))
    City.objects.update(version=9, name_en="Kyoto City")
    City.history.all().delete()

    page = send(officer, url_of(city), opened, population="5")

    assert lines(page) == {
        "Name [en]": ("Kyoto", "Kyoto City", ""),
        "Population": ("5", "1400000", ""),
    }


# ---------------------------------------------------------------- rows


def test_rows_are_compared_field_by_field(city, officer, head):
    cite(city, factories.make_source("A newspaper"), confidence="low")
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), **row(CITED, 0, says="Kyōto", confidence="high"))

    page = send(officer, url_of(city), opened, **row(CITED, 0, says="Kioto"))

    about = "citation “name: A newspaper”, "
    assert lines(page) == {
        f"{about}What the source says": ("Kioto", "Kyōto", ""),
        f"{about}Confidence": ("low", "high", "theirs"),
    }


def test_rows_are_saved_as_chosen(city, officer, head):
    cite(city, factories.make_source(), confidence="low")
    opened = form_of(officer.get(url_of(city)))
    send(head, url_of(city), **row(CITED, 0, says="Kyōto", confidence="high"))
    page = send(officer, url_of(city), opened, **row(CITED, 0, says="Kioto"))

    answer = send(officer, url_of(city), form_of(page), **{f"choose-{CITED}-0-says": "mine"})

    saved = Citation.objects.get()
    assert (answer.status_code, saved.says, saved.confidence) == (302, "Kioto", "high")


def test_a_row_that_the_others_added_stays(city, officer, head):
    city.names.create(name="Zeta")
    opened = form_of(officer.get(url_of(city)))
    city.names.create(name="Alpha")
    send(head, url_of(city))

    answer = send(officer, url_of(city), opened, **row("names", 0, name="Zita"))

    assert answer.status_code == 302
    assert [one.name for one in city.names.all()] == ["Alpha", "Zita"]


def test_a_form_sent_back_shows_each_row_under_its_own_name(city, officer):
    city.names.create(name="Zeta")
    opened = form_of(officer.get(url_of(city)))
    city.names.create(name="Alpha")

    page = send(officer, url_of(city), opened, latitude="north")

    formset = page.context["inline_admin_formsets"][0]
    assert [str(form.original) for form in formset if form.original] == ["Zeta"]


def delete_meanwhile(city, head, client, **typed):
    """The client types into a row that someone else deleted after the page was opened."""
    city.names.create(name="Meaco")
    city.names.create(name="Zeta")
    opened = form_of(client.get(url_of(city)))
    send(head, url_of(city), **row("names", 0, DELETE="on"))
    return send(client, url_of(city), opened, **row("names", 0, **typed))


@pytest.mark.parametrize(
    ("typed", "mine", "proposed"),
    [
        ("Meaco", "Name: Meaco, Kind: other spelling", "theirs"),
        ("Miaco", "Name: Miaco, Kind: other spelling", ""),
    ],
)
def test_a_row_that_the_others_deleted_is_asked_for(city, officer, head, typed, mine, proposed):
    page = delete_meanwhile(city, head, officer, name=typed)

    assert lines(page) == {"other name": (mine, "(deleted)", proposed)}
    assert form_of(page)["names-0-name"] == typed


@pytest.mark.parametrize(("side", "names"), [("mine", ["Miaco", "Zeta"]), ("theirs", ["Zeta"])])
def test_a_row_that_the_others_deleted_comes_back_only_if_wanted(city, officer, head, side, names):
    page = delete_meanwhile(city, head, officer, name="Miaco")

    answer = send(officer, url_of(city), form_of(page), **{"choose-names-0-DELETE": side})

    assert answer.status_code == 302
    assert [one.name for one in city.names.all()] == names


@pytest.mark.parametrize(("side", "names"), [("mine", []), ("theirs", ["Miaco"])])
def test_a_row_that_the_others_changed_is_not_deleted_unseen(city, officer, head, side, names):
    city.names.create(name="Meaco")
    opened = form_of(head.get(url_of(city)))
    send(officer, url_of(city), **row("names", 0, name="Miaco"))
    page = send(head, url_of(city), opened, **row("names", 0, DELETE="on"))
    assert lines(page) == {
        "other name “Miaco”": ("(deleted)", "Name: Miaco, Kind: other spelling", "")
    }

    send(head, url_of(city), form_of(page), **{"choose-names-0-DELETE": side})

    assert [one.name for one in city.names.all()] == names


# ---------------------------------------------------------------- deleted, and at once


def test_what_was_typed_into_a_deleted_record_is_offered_as_a_new_one(city, officer):
    city.names.create(name="Meaco")
    opened = form_of(officer.get(url_of(city)))
    City.objects.get().delete()

    answer = officer.post(url_of(city), opened | {"name_en": "Kioto"})
    page = officer.get(answer.url)

    assert answer.url == reverse("admin:directory_city_add")
    assert "no longer there" in page.content.decode()
    send(officer, answer.url, form_of(page))
    assert [(c.name_en, c.names.get().name) for c in City.objects.all()] == [("Kioto", "Meaco")]


def test_whoever_may_not_add_hears_that_the_record_is_gone(head):
    person = factories.make_user()
    opened = form_of(head.get(url_of(person)))
    url = url_of(person)
    User.objects.filter(pk=person.pk).delete()

    page = head.post(url, {name: opened[name] for name in ("name", "email")}, follow=True)

    assert "Perhaps it was deleted?" in page.content.decode()


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def save_at_once(users, url, opened):
    """Each user sends the form in a thread of their own; the status codes."""
    start, codes = threading.Barrier(len(users)), []

    def save(user, name):
        client = client_of(user)
        start.wait()
        codes.append(client.post(url, opened | {"name_en": name}).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=[u, f"By {u.pk}"]) for u in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_asked():
    factories.make_office()
    users = [factories.make_user("officer") for _ in range(2)]
    city = factories.make_city()
    opened = form_of(client_of(users[0]).get(url_of(city)))

    codes = save_at_once(users, url_of(city), opened)

    assert (codes, City.objects.get().version) == ([200, 302], 2)
