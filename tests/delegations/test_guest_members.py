"""The list of members on the private page of a visit."""

import re

import pytest
from django.utils import timezone

from delegations import links
from delegations.models import Member
from office import codes
from office.models import Code, Link, LinkUse, Mail, Notice, PrivacyNotice
from tests import factories, files
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def visit():
    """An accepted visit of 25 people in ninety days."""
    return accepted(size=25)


def accepted(**fields):
    values = {
        "contact_email": "ana@example.org",
        "contact_language": "en",
        "state": "accepted",
        "days": (90, 91),
    }
    return factories.make_visit("Consulate of Peru", **values | fields)


def address(visit):
    return links.give(visit).get_absolute_url()


def names(visit):
    members = visit.members.in_order()
    return [(one.title, one.given_name, one.family_name, one.office) for one in members]


def opened(client, visit, show, form="_form"):
    return form_of(client.get(f"{address(visit)}?show={show}"), form_id=form)


# ---------------------------------------------------------------- typed


def test_typed_people_are_in_the_list_with_the_notice_they_were_told(client, visit):
    notice = PrivacyNotice.objects.create(text_en="We keep…", in_force_from=timezone.localdate())
    officer = factories.make_user("officer")
    form = opened(client, visit, "add", "add_form")

    answer = client.post(
        address(visit),
        form
        | {
            "do": "add",
            "form-0-family_name": "Quispe",
            "form-0-given_name": "Ana",
            "form-0-languages": "Spanish, French",
            "form-0-is_head": "on",
            "form-2-family_name": "Rojas",
            "form-2-diet": "vegan",
            "form-2-photo_consent": "no",
        },
    )

    assert answer.url == f"{address(visit)}?show=members&done=members#told"
    ana, luis = visit.members.in_order()
    assert (ana.name, ana.languages, ana.is_head, ana.notice) == (
        "Ana Quispe",
        ["es", "fr"],
        True,
        notice,
    )
    assert (luis.name, luis.diet, luis.photo_consent) == ("Rojas", "vegan", "no")
    assert luis.notice_read_at is not None
    assert [one.user for one in Notice.objects.filter(kind="visit members")] == [officer]
    page = client.get(answer.url)
    assert "Ana Quispe" in page.text
    assert "vegan" not in page.text


def test_a_form_that_is_sent_twice_adds_nobody_twice(client, visit):
    form = opened(client, visit, "add", "add_form")

    for _time in range(2):
        client.post(address(visit), form | {"do": "add", "form-0-family_name": "Quispe"})

    assert [row[2] for row in names(visit)] == ["Quispe"]


def test_a_row_without_a_name_is_told_and_nothing_is_lost(client, visit):
    form = opened(client, visit, "add", "add_form")
    typed = {"do": "add", "form-0-given_name": "Ana", "form-1-family_name": "Rojas"}

    page = client.post(address(visit), form | typed | {"form-1-languages": "Martian"})

    assert page.context["formset"].errors[:2] == [
        {"family_name": ["This field is required."]},
        {"languages": ["“Martian” is not a language."]},
    ]
    assert all(f'value="{value}"' in page.text for value in ("Ana", "Rojas", "Martian"))
    assert names(visit) == []


def test_more_rows_keep_what_is_typed(client, visit):
    form = opened(client, visit, "add", "add_form")

    page = client.post(address(visit), form | {"do": "more-rows", "form-0-given_name": "Ana"})

    assert len(page.context["formset"].forms) == 10
    assert 'value="Ana"' in page.text
    assert "required" not in page.context["formset"].errors
    assert names(visit) == []


def test_one_person_is_changed_and_what_they_eat_stays_unread(client, visit):
    ana = factories.make_member(visit, "Quispe", diet="vegan", access_needs="a ramp")
    form = opened(client, visit, f"member&member={ana.pk}", "member_form")

    client.post(address(visit), form | {"office": "Consul", "access_needs_drop": "on"})

    ana.refresh_from_db()
    assert form["diet"] == ""
    assert (ana.office, ana.diet, ana.access_needs) == ("Consul", "vegan", "")


def open_by_code(client, visit):
    link = links.give(visit)
    client.post(link.get_absolute_url(), {"do": "send-code"})
    client.post(link.get_absolute_url(), {"do": "code", "code": codes.code_of(link)})


def test_a_code_typed_in_another_tab_takes_nothing_away(client, visit):
    ana = factories.make_member(visit, "Quispe", diet="vegan")
    form = opened(client, visit, f"member&member={ana.pk}", "member_form")
    open_by_code(client, visit)

    client.post(address(visit), form | {"office": "Consul"})

    ana.refresh_from_db()
    assert (ana.office, ana.diet) == ("Consul", "vegan")


def test_what_was_shown_and_emptied_is_taken_away_though_the_half_hour_is_over(client, visit):
    ana = factories.make_member(visit, "Quispe", diet="vegan")
    open_by_code(client, visit)
    form = opened(client, visit, f"member&member={ana.pk}", "member_form")
    client.post(address(visit), {"do": "shut"})

    client.post(address(visit), form | {"diet": ""})

    ana.refresh_from_db()
    assert (form["diet"], ana.diet) == ("vegan", "")


def test_who_was_changed_by_the_office_meanwhile_is_not_written_over(client, visit):
    ana = factories.make_member(visit, "Quispe", office="Consul")
    form = opened(client, visit, f"member&member={ana.pk}", "member_form")
    ana.office = "Ambassador"
    ana.save()

    page = client.post(address(visit), form | {"given_name": "Ana"})

    assert "changed in the meantime" in page.text
    assert 'value="Ana"' in page.text
    ana.refresh_from_db()
    assert (ana.office, ana.given_name) == ("Ambassador", "")


def test_one_person_is_taken_off_after_a_question(client, visit):
    ana = factories.make_member(visit, "Quispe")
    factories.make_member(visit, "Rojas", position=1)
    strange = factories.make_member(accepted(), "Stranger")
    form = opened(client, visit, f"removal&member={ana.pk}", "removal_form")

    asked = client.post(address(visit), {"do": "remove-member", "member": ana.pk})
    before = names(visit)
    answer = client.post(address(visit), form)
    again = client.post(address(visit), form)
    client.post(address(visit), form | {"member": strange.pk})

    assert "Take Quispe off the list?" in asked.text
    assert [row[2] for row in before] == ["Quispe", "Rojas"]
    assert answer.url == f"{address(visit)}?show=members&done=members#told"
    assert "is not in the list any more" in again.text
    assert [row[2] for row in names(visit)] == ["Rojas"]
    assert Member.objects.filter(pk=strange.pk).exists()


def test_who_was_changed_by_the_office_meanwhile_is_not_taken_off(client, visit):
    ana = factories.make_member(visit, "Quispe")
    form = opened(client, visit, f"removal&member={ana.pk}", "removal_form")
    ana.office = "Ambassador"
    ana.save()

    page = client.post(address(visit), form)

    assert "This person was changed in the meantime." in page.text
    assert "The list is closed" not in page.text
    assert "Ambassador" in page.text
    client.post(address(visit), form_of(page, form_id="removal_form"))
    assert names(visit) == []


def test_another_head_takes_it_from_the_first(client, visit):
    first = factories.make_member(visit, "Quispe", is_head=True)
    second = factories.make_member(visit, "Rojas", position=1)
    form = opened(client, visit, f"member&member={second.pk}", "member_form")

    client.post(address(visit), form | {"is_head": "on"})

    assert list(visit.members.filter(is_head=True)) == [second]
    assert Member.objects.get(pk=first.pk).is_head is False


# ---------------------------------------------------------------- pasted


PASTED = "Title\tGiven name\tFamily name\tOffice\n" + "\n".join(
    f"Ms\tGiven {n}\tFamily {n}\tOffice {n}" for n in range(25)
)


def test_the_rows_that_are_right_are_saved_and_the_others_come_back(client, visit):
    factories.make_member(visit, "Sato")
    text = "Family name\tLanguages\nQuispe\tes\nRojas\tMartian\nIto\tja"
    looked = client.post(address(visit), {"do": "look", "text": text})

    form = form_of(looked, form_id="table_form") | {"only": "yes"}
    page = client.post(address(visit), form | {"do": "save-good"})

    assert "Save the 2 rows that are right" in looked.text
    assert page.context["done"] == "2 people are saved. What is still wrong stands below."
    assert [row[2] for row in names(visit)] == ["Sato", "Quispe", "Ito"]
    left = form_of(page, form_id="table_form")["text"]
    assert left.split("\n")[:2] == ["Family name\tLanguages", "Rojas\tMartian"]
    right = {"do": "save-table", "text": left.replace("Martian", "es"), "only": "no"}
    client.post(address(visit), form_of(page, form_id="table_form") | right)
    assert [row[2] for row in names(visit)] == ["Sato", "Quispe", "Ito", "Rojas"]


def test_a_pasted_table_is_looked_at_before_it_is_saved(client, visit):
    factories.make_member(visit, "Andersen")
    form = opened(client, visit, "table", "table_form")

    looked = client.post(address(visit), form | {"do": "look", "text": PASTED})
    before = names(visit)
    again = form_of(looked, form_id="table_form")
    client.post(address(visit), again | {"do": "save-table"})

    assert before == [("", "", "Andersen", "")]
    assert looked.context["table"].is_good
    assert names(visit) == [
        ("", "", "Andersen", ""),
        *(("Ms", f"Given {n}", f"Family {n}", f"Office {n}") for n in range(25)),
    ]


def test_a_faulty_table_is_told_and_not_saved(client, visit):
    text = PASTED + "\nMs\tEva\t\tConsul"
    form = opened(client, visit, "table", "table_form")

    page = client.post(address(visit), form | {"do": "save-table", "text": text})

    assert "The name is missing." in page.text
    assert form_of(page, form_id="table_form")["text"].split() == text.split()
    assert names(visit) == []


def test_the_reader_says_what_a_column_holds(client, visit):
    form = opened(client, visit, "table", "table_form")
    looked = client.post(
        address(visit), form | {"do": "look", "text": "Tanaka\tHana\nSato\tKen\nIto\tJun"}
    )

    chosen = {"column-0": "family_name", "column-1": "given_name", "do": "save-table"}
    client.post(address(visit), form_of(looked, form_id="table_form") | chosen)

    assert [row[1:3] for row in names(visit)] == [
        ("Hana", "Tanaka"),
        ("Ken", "Sato"),
        ("Jun", "Ito"),
    ]


def test_who_is_not_in_the_table_goes_only_where_that_is_chosen(client, visit):
    factories.make_member(visit, "Andersen")
    factories.make_member(visit, "Quispe", given_name="Ana", position=1, diet="vegan")
    form = opened(client, visit, "table", "table_form")

    client.post(
        address(visit), form | {"do": "save-table", "text": "Ana Quispe\tConsul", "only": "yes"}
    )

    assert names(visit) == [("", "Ana", "Quispe", "Consul")]
    assert visit.members.get().diet == "vegan"


def test_who_would_leave_is_named_before_it_is_saved(client, visit):
    factories.make_member(visit, "Andersen", given_name="Bo")

    page = client.post(address(visit), {"do": "look", "text": "Ana Quispe\tConsul"})

    assert [one.name for one in page.context["leaving"]] == ["Bo Andersen"]
    assert "Bo Andersen" in page.text


def test_an_uploaded_file_comes_into_the_box(client, visit):
    form = opened(client, visit, "table", "table_form")
    file = files.upload(b"Cognome;Nome\nQuispe;Ana\nRojas;Luis\n", "elenco.csv")

    page = client.post(address(visit), form | {"do": "look", "file": file})
    client.post(address(visit), form_of(page, form_id="table_form") | {"do": "save-table"})

    assert [row[1:3] for row in names(visit)] == [("Ana", "Quispe"), ("Luis", "Rojas")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [(5000, "at most"), (600_000, "more than can be taken at once")],
)
def test_thousands_of_rows_are_refused_with_a_clear_message(client, visit, rows, told):
    text = "\n".join(f"Name {n}" for n in range(rows))

    page = client.post(address(visit), {"do": "save-table", "text": text})

    assert page.status_code == 200
    assert told in page.text
    assert names(visit) == []


def test_the_list_is_not_longer_than_any(client, visit):
    Member.objects.bulk_create(
        Member(visit=visit, family_name=f"M{n}", position=n) for n in range(499)
    )

    page = client.post(address(visit), {"do": "save-table", "text": "Ana Quispe\nLuis Rojas"})

    assert "at most 500" in page.text
    assert visit.members.count() == 499


# ---------------------------------------------------------------- closed


@pytest.mark.parametrize(
    "fields", [{"days": (1, 2)}, {"state": "declined"}, {"state": "evaluation"}]
)
def test_a_closed_list_is_not_changed(client, fields):
    visit = accepted(**fields)
    ana = factories.make_member(visit, "Quispe")
    path = address(visit)

    for values in (
        {"do": "save-table", "text": "Luis Rojas"},
        {"do": "remove-member", "member": ana.pk, "version": ana.version},
        {"do": "save-member", "member": ana.pk, "family_name": "X", "version": ana.version},
        {"do": "add", "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-family_name": "X"},
    ):
        page = client.post(path, values)
        assert "The list is closed: nothing was changed." in page.text

    assert [row[2] for row in names(visit)] == ["Quispe"]


# ---------------------------------------------------------------- the code


def test_a_code_by_mail_opens_what_is_not_read_back(client, visit):
    factories.make_member(visit, "Quispe", diet="vegan")
    link = links.give(visit)
    path = link.get_absolute_url()

    closed = client.get(f"{path}?show=members")
    client.post(path, {"do": "send-code"})
    wrong = client.post(path, {"do": "code", "code": "000000x"})
    assert Mail.objects.get(kind="code").reader_email == "ana@example.org"
    answer = client.post(path, {"do": "code", "code": codes.code_of(link)})
    open_page = client.get(answer.url)
    client.post(path, {"do": "shut"})

    assert "vegan" not in closed.text + wrong.text
    assert "not right" in wrong.text
    assert "vegan" in open_page.text
    assert "vegan" not in client.get(f"{path}?show=members").text


def test_a_code_is_sent_to_nobody_but_the_focal_point(client, visit):
    """Staff may give a link of the visit to somebody else: that one's mail opens nothing more."""
    factories.make_member(visit, "Quispe", diet="vegan")
    link = links.give(visit)
    Link.objects.filter(pk=link.pk).update(reader_email="guide@example.org")
    path = link.get_absolute_url()

    page = client.get(f"{path}?show=members")
    refused = client.post(path, {"do": "send-code"})

    assert 'value="send-code"' not in page.text
    assert "A code is sent to the focal point alone" in refused.text
    assert not Mail.objects.filter(kind="code").exists()
    Code.objects.create(link=link)
    opening = client.post(path, {"do": "code", "code": codes.code_of(link)})
    assert "vegan" not in opening.text + client.get(f"{path}?show=members").text


def test_uses_of_the_link_say_what_was_done(client, visit):
    path = address(visit)

    client.get(path)
    client.post(path, {"do": "send-code"})
    client.post(path, {"do": "write", "text": "Hello"})

    assert sorted(LinkUse.objects.values_list("what", flat=True)) == ["code", "message", "viewed"]


@pytest.mark.parametrize("count", [1, 60])
def test_list_asks_as_much_for_one_as_for_sixty(client, django_assert_max_num_queries, count):
    visit = accepted()
    Member.objects.bulk_create(
        Member(visit=visit, family_name=f"M{n}", position=n) for n in range(count)
    )
    path = f"{address(visit)}?show=members"

    with django_assert_max_num_queries(20):
        page = client.get(path)

    assert len(re.findall("<strong>M", page.text)) == count
