"""Contacts that were had: noted in two clicks, found again, and seen by nobody they are not for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.actions import merge_people
from directory.models import Contact, Document
from directory.timeline import happenings, last_contacts
from office.dates import PartialDate
from office.search.answers import public_search
from tests import factories, files
from tests.forms import form_of, send, signed_in
from tests.office.exchange.steps import checked, run
from tests.office.test_mails import mail

pytestmark = pytest.mark.django_db

ADD = "/admin/directory/contact/add/"


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings, office):
    settings.DEMONSTRATION = True


# ---------------------------------------------------------------- two clicks


@pytest.mark.parametrize("kind", ["city", "person", "organisation"])
def test_contact_is_noted_in_two_clicks_from_a_partner_and_leads_back(kind):
    client = signed_in("officer")
    city = factories.make_city("Kyoto")
    record = {
        "city": lambda: city,
        "person": lambda: factories.make_office_held(city=city).person,
        "organisation": lambda: factories.make_organisation(city=city),
    }[kind]()
    page = f"/admin/directory/{kind}/{record.pk}/change/"
    button = f"{ADD}?{kind}={record.pk}"
    assert f'href="{button}"' in client.get(page).content.decode()

    answer = send(client, button, summary="They called")

    assert answer.url == page
    contact = Contact.objects.get()
    assert (getattr(contact, kind), contact.city) == (record, city)
    assert (contact.had_on, contact.had_by) == (PartialDate.of(timezone.localdate()), client.user)
    assert [one.summary for one in client.get(page).context["contacts_had"]] == ["They called"]
    changed = f"/admin/directory/contact/{contact.pk}/change/?{kind}={record.pk}"
    assert f'href="{changed}"' in client.get(page).content.decode()
    assert send(client, changed, summary="They called twice").url == page


def test_page_of_a_partner_without_contacts_says_nothing_recorded():
    city = factories.make_city("Kyoto")
    client = signed_in("reader")

    page = client.get(f"/admin/directory/city/{city.pk}/change/").content.decode()

    assert "Nothing recorded." in page
    assert "Note a contact" not in page


def test_form_names_no_partner_that_one_may_not_see():
    hidden = factories.make_city("Zzyzx", level="quiet")
    client = signed_in("officer")

    assert "Zzyzx" not in client.get(f"{ADD}?city={hidden.pk}").content.decode()
    answer = client.post(
        f"{ADD}?city={hidden.pk}",
        form_of(client.get(ADD)) | {"city": hidden.pk, "summary": "They called"},
    )
    assert list(answer.context["adminform"].form.errors) == ["city"]
    assert not Contact.objects.exists()


def test_only_staff_can_be_who_had_it():
    staff, councillor = factories.make_user("reader"), factories.make_user("councillor")

    form = signed_in("officer").get(ADD).context["adminform"].form

    assert staff in form.fields["had_by"].queryset
    assert councillor not in form.fields["had_by"].queryset


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"summary": "They called"}, "city"),
        ({"summary": "They called", "had_on_0": "2999"}, "had_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(values, field):
    client = signed_in("officer")
    partner = {} if field == "city" else {"city": factories.make_city().pk}
    shown = form_of(client.get(ADD))
    if field == "had_on":
        name = next(one for one in shown if one.startswith("had_on"))
        values = {**values, name: "2999"}

    page = client.post(ADD, shown | partner | {"note": "A long talk"} | values)

    assert field in page.context["adminform"].form.errors
    assert "A long talk" in page.content.decode()
    assert not Contact.objects.exists()


# ---------------------------------------------------------------- what came with it


def test_mail_that_is_dropped_in_becomes_a_document_for_the_same_readers(client):
    officer, colleague = signed_in("officer"), signed_in("officer")
    city = factories.make_city()
    letter = files.upload(mail(("patto.pdf", files.pdf()), subject="La mostra"), "x.eml")

    send(officer, f"{ADD}?city={city.pk}", summary="They wrote", level="quiet", file=letter)

    contact, document = Contact.objects.get(), Document.objects.get()
    assert document.audience == contact.audience
    assert (document.title_it, document.kind, document.date) == (
        "La mostra",
        "letter",
        PartialDate(2026, 5, 5),
    )
    assert Document.objects.attached_to(contact).get() == document
    served = officer.get(document.get_absolute_url())
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == (
        "message/rfc822",
        "nosniff",
    )
    assert served["Content-Disposition"].startswith("attachment")
    assert "sandbox" in served["Content-Security-Policy"]
    for other in (client, colleague):
        assert other.get(document.get_absolute_url()).status_code == 404


def test_file_that_is_not_accepted_leaves_nothing_behind():
    client = signed_in("officer")
    program = files.upload(b"MZ\x00\x01", "letter.pdf")

    page = send(
        client, f"{ADD}?city={factories.make_city().pk}", summary="They wrote", file=program
    )

    assert list(page.context["adminform"].form.errors) == ["file"]
    assert (Contact.objects.count(), Document.objects.count()) == (0, 0)


# ---------------------------------------------------------------- a quiet contact


def test_quiet_contact_shows_to_its_named_reader_and_in_nothing_of_anybody_else():
    head, named, colleague = (signed_in(role) for role in ("head", "officer", "officer"))
    city = factories.make_city("Kyoto")
    factories.make_contact(city, "Years ago", had_on="2020-05")
    factories.make_contact(
        city, "Zzyzx", had_on=timezone.localdate(), level="quiet", readers=[named.user]
    )

    def told(client):
        user, page = client.user, client.get(f"/admin/directory/city/{city.pk}/timeline/")
        export = client.get(f"/admin/directory/city/{city.pk}/timeline/export/csv/")
        return (
            [one.record.summary for one in happenings([city.pk], user)],
            last_contacts([city.pk], user)[city.pk].isoformat(),
            "Zzyzx" in page.content.decode(),
            b"Zzyzx" in b"".join(export),
            timezone.localdate().isoformat() in page.content.decode().split("<main")[-1],
        )

    assert told(named) == (
        ["Zzyzx", "Years ago"],
        timezone.localdate().isoformat(),
        True,
        True,
        True,
    )
    for client in (head, colleague):
        assert told(client) == (["Years ago"], "2020-05", False, False, False)


def test_last_contact_is_the_latest_day_meant_and_costs_one_query(django_assert_num_queries):
    reader = factories.make_user("reader")
    cities = [factories.make_city() for _n in range(3)]
    for city, days in zip(cities, (["2020", "2020-05"], ["2019-01-02"], []), strict=True):
        for day in days:
            factories.make_contact(city, had_on=day)
    _ = reader.reads_internal, reader.knows_quiet

    with django_assert_num_queries(1):
        from directory.strands import contacts

        last = contacts.last_contacts([city.pk for city in cities], reader)

    assert last == {cities[0].pk: PartialDate(2020), cities[1].pk: PartialDate(2019, 1, 2)}


# ---------------------------------------------------------------- the timeline's page


def test_timeline_tells_what_happened_year_by_year_and_filters_by_kind():
    client = signed_in("officer")
    city = factories.make_city("Kyoto")
    for day in ("2019-01-02", "2020-05", "2020"):
        factories.make_contact(city, f"In {day}", had_on=day)
    url = f"/admin/directory/city/{city.pk}/timeline/"

    page = client.get(url)

    assert [
        (year, [one.record.summary for one, _url in lines]) for year, lines in page.context["years"]
    ] == [(2020, ["In 2020-05", "In 2020"]), (2019, ["In 2019-01-02"])]
    assert f'href="{ADD}?city={city.pk}&amp;back=timeline"' in page.content.decode()
    assert send(client, f"{ADD}?city={city.pk}&back=timeline", summary="x").url == url
    assert len(client.get(f"{url}?kind=contact").context["years"]) == 3
    assert len(client.get(f"{url}?kind=nothing").context["years"]) == 3


def test_timeline_without_anything_says_nothing_recorded():
    city = factories.make_city("Kyoto")

    page = signed_in("reader").get(f"/admin/directory/city/{city.pk}/timeline/").content.decode()

    assert "Nothing recorded." in page
    assert "Last sign of life: nothing recorded" in page
    assert "dormant" not in page


def test_timeline_counts_what_one_may_know_of_and_not_read_and_tells_no_more():
    city = factories.make_city("Kyoto")
    for level in ("internal", "confidential", "quiet"):
        factories.make_contact(city, f"Zzyzx {level}", had_on="2019", level=level)
    url = f"/admin/directory/city/{city.pk}/timeline/"

    pages = {role: signed_in(role).get(url) for role in ("head", "officer")}

    assert {role: page.context["known_only"] for role, page in pages.items()} == {
        "head": 2,
        "officer": 1,
    }
    assert "2 more that only their named readers may read." in pages["head"].text
    assert "1 more that you may not read: ask the head of office." in pages["officer"].text
    assert [page.text.count("Zzyzx") for page in pages.values()] == [1, 1]


def test_record_that_one_may_know_of_is_not_said_to_be_deleted():
    quiet = factories.make_city("Zzyzx", level="quiet")
    told = {
        role: signed_in(role).get(f"/admin/directory/city/{key}/change/", follow=True).text
        for role, key in {"head": quiet.pk, "officer": quiet.pk, "reader": quiet.pk + 1}.items()
    }

    said = "It is there, but only its named readers may read it."
    assert {role: said in page for role, page in told.items()} == {
        "head": True,
        "officer": False,
        "reader": False,
    }
    assert "Perhaps it was deleted?" in told["officer"]
    assert "Zzyzx" not in "".join(told.values())


@pytest.mark.parametrize("count", [1, 3])
def test_timeline_costs_the_same_for_one_contact_and_for_three(count):
    client = signed_in("officer")
    city = factories.make_city("Kyoto")
    for n in range(count):
        factories.make_contact(city, str(n))
    url = f"/admin/directory/city/{city.pk}/timeline/"
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        client.get(url)

    assert len(captured) == 52


def test_timeline_of_a_hidden_city_is_not_there():
    hidden = factories.make_city("Zzyzx", level="confidential")
    client = signed_in("officer")

    for page in ("timeline/", "timeline/export/csv/"):
        assert client.get(f"/admin/directory/city/{hidden.pk}/{page}").status_code == 404


def test_public_page_tells_what_is_public_and_not_shown_already(client):
    city = factories.make_city("Kyoto", slug="kyoto")
    factories.make_contact(city, "A talk for all", level="public")
    factories.make_contact(city, "A talk for us")

    page = client.get("/en/partner-cities/kyoto/").text

    assert "A talk for all" in page.split('id="happenings"')[1]
    assert "A talk for us" not in page
    Contact.objects.public().delete()
    assert 'id="happenings"' not in client.get("/en/partner-cities/kyoto/").text


# ---------------------------------------------------------------- merged, found, brought in


def test_merging_two_people_carries_their_contacts_over():
    officer = factories.make_user("officer")
    keep, drop = factories.make_person("Smith"), factories.make_person("Smyth")
    contact = factories.make_contact(person=drop)

    merge_people(keep=keep, drop=drop, by=officer)

    assert [one.pk for one in keep.contacts_had.all()] == [contact.pk]


def test_contact_is_found_by_staff_and_by_nobody_else():
    client = signed_in("officer")
    factories.make_contact(factories.make_city("Kyoto"), "About the archive", level="public")

    found = client.get("/admin/find/results/", {"find": "archive"}).json()["results"]

    assert [line["title"] for line in found] == ["About the archive"]
    assert public_search("archive", language="en").total == 0


def test_contacts_come_in_from_a_table_once():
    officer = factories.make_user("officer", name="Ada Rossi")
    kyoto = factories.make_city("Kyoto")
    person = factories.make_office_held(
        factories.make_person("Yamada", given_name="Hana"), city=kyoto
    ).person
    rows = [
        ["date", "channel", "city", "person", "summary", "who of us"],
        ["04/05/2020", "e-mail", "Kyoto", "", "They ask for the catalogue", "Ada Rossi"],
        ["2020-06", "telefono", "", "Yamada Hana", "They called", ""],
    ]

    run(checked(officer, "contacts", *rows))
    again = checked(officer, "contacts", *rows)
    wrong = checked(officer, "contacts", rows[0], ["2020", "", "", "", "With nobody", ""])

    found = Contact.objects.in_order()
    assert [(one.had_on.isoformat(), one.channel, one.city, one.person) for one in found] == [
        ("2020-06", "telephone", kyoto, person),
        ("2020-05-04", "email", kyoto, None),
    ]
    assert [one.had_by for one in found] == [None, officer]
    assert again.counts == {"unchanged": 2}
    assert wrong.counts == {"error": 1}
