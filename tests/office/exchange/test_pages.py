"""The pages of an import: who opens them, and the way through them without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import City
from office import due, start_page
from office.exchange import actions, background
from office.exchange.plan import in_silence
from office.exchange.tables import read
from office.models import Import, ImportedRow
from tests import factories
from tests.forms import form_of, send, signed_in
from tests.office.exchange.steps import checked, imported
from tests.office.exchange.tables import csv_file, named

pytestmark = pytest.mark.django_db

HEADER = ["name (it)", "country", "population"]
ROWS = [["Kyoto", "JP", "1463723"], ["Nara", "Atlantis", "1"], ["Kyoto", "JP", "7"]]
NEW = reverse("admin:import_new")


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings):
    """The work is done before the answer: a thread would not see this test's transaction."""
    settings.DEMONSTRATION = True

    def work(of):
        background.do(Import.objects.get(pk=of.pk), in_silence)

    monkeypatch.setattr(background, "start", work)


@pytest.fixture
def clerk(office):
    factories.make_country(code="JP", name_en="Japan")
    return signed_in("officer")


def at(page, of):
    return reverse(f"admin:import_{page}", args=[of.pk])


def upload(client, file, **values):
    return client.post(NEW, {"resource": "cities", "sheet": "", "file": file, **values})


def test_a_file_goes_through_every_page_to_records_and_back(clerk):
    answer = upload(clerk, csv_file(HEADER, *ROWS))
    of = Import.objects.get()
    assert answer.url == at("columns", of)

    page = clerk.get(answer.url)
    assert form_of(page, form_id="columns_form") | {"csrfmiddlewaretoken": ""} == {
        "csrfmiddlewaretoken": "",
        "0": "name_it",
        "1": "country",
        "2": "population",
    }
    assert clerk.post(answer.url, form_of(page, form_id="columns_form")).url == at("detail", of)
    assert clerk.get(at("detail", of)).url == at("rows", of)

    page = clerk.get(at("rows", of))
    assert "<b>B3</b>: country: “Atlantis” is not in the directory." in page.content.decode()
    assert "disabled>Import all" in page.content.decode()
    _kyoto, nara, twin = of.rows.all()
    form = form_of(page, form_id="rows_form")
    form |= {"row": [nara.pk, twin.pk]}
    form |= {f"row{nara.pk}-cell_country": "Japan", f"row{twin.pk}-decision": "row:2"}
    clerk.post(at("rows", of), form)

    page = clerk.get(at("rows", of))
    assert "disabled" not in page.content.decode().split("Import all")[0][-60:]
    assert clerk.post(at("run", of)).url == at("detail", of)
    assert set(City.objects.values_list("name_it", "population")) == {("Kyoto", 7), ("Nara", 1)}
    result = clerk.get(at("detail", of)).content.decode()
    assert f"/admin/directory/city/{City.objects.get(name_it='Nara').pk}/change/" in result

    assert clerk.get(at("undo", of)).status_code == 200
    clerk.post(at("undo", of))
    of.refresh_from_db()
    assert (of.state, City.objects.count()) == ("undone", 0)
    assert "Throw the import table.csv away?" in clerk.get(at("discard", of)).content.decode()
    assert Import.objects.exists()
    clerk.post(at("discard", of))
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_is_told_at_its_field(clerk):
    answer = upload(clerk, named("t.pdf", b"x"))

    errors = answer.context["form"].errors
    assert errors == {"file": ["Only XLSX, ODS, CSV and vCard (VCF) files are read."]}
    assert not Import.objects.exists()
    answer = upload(clerk, named("t.vcf", b"x"))
    assert answer.context["form"].errors == {"file": ["A vCard holds people, nothing else."]}


def test_a_needed_column_that_is_missing_or_chosen_twice_is_told(clerk):
    upload(clerk, csv_file(["name (it)", "what"], ["Kyoto", "x"]))
    of = Import.objects.get()

    page = clerk.get(at("columns", of))
    assert "Not found in the file, and needed: country" in page.content.decode()
    answer = clerk.post(at("columns", of), {"0": "name_it", "1": "name_it"})

    assert answer.context["form"].errors == {
        "1": ["This column is chosen twice."],
        "__all__": ["Say in which column this stands: country."],
    }


def test_a_template_comes_back_as_a_file_that_the_import_takes(clerk):
    factories.make_country(code="JP")
    for ending in ("xlsx", "ods", "csv"):
        answer = clerk.get(reverse("admin:import_template", args=["cities", ending]))

        assert answer["Content-Disposition"].startswith("attachment")
        file = named(f"t.{ending}", answer.content)
        table = read(file)
        assert table.rows[0].cells[0] == "Kyoto"
        mine = ["Nara", *table.rows[0].cells[1:]]
        assert checked(clerk.user, "cities", table.header, mine).counts == {"new": 1}


def test_running_work_says_how_far_it_is_and_the_page_asks_again(clerk):
    of = checked(clerk.user, "cities", HEADER, ROWS[0])
    actions.begin_run(of)
    Import.objects.update(rows_done=1, rows_total=4)

    page = clerk.get(at("detail", of))

    assert page["Refresh"] == "2"
    assert 'value="25"' in page.content.decode()
    Import.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    page = clerk.get(at("detail", of))
    assert "interrupted, nothing was saved" in page.content.decode()
    clerk.post(at("check", of))
    assert Import.objects.get().state == "checked"


def test_a_fault_of_the_program_is_said_and_can_be_tried_again(clerk, monkeypatch, caplog):
    of = checked(clerk.user, "cities", HEADER, ROWS[0])
    with monkeypatch.context() as patch:
        patch.setattr("office.exchange.saving.AT_ONCE", "none")
        clerk.post(at("run", of))

    of.refresh_from_db()
    assert (of.state, City.objects.count()) == ("failed", 0)
    assert "TypeError" in caplog.text
    assert "nothing was saved" in clerk.get(at("detail", of)).content.decode()


# ---------------------------------------------------------------- who may


PAGES = ["detail", "columns", "rows", "undo"]


def test_an_import_is_its_makers_own(clerk):
    of = checked(clerk.user, "cities", HEADER, *ROWS)
    colleague, head = signed_in("officer"), signed_in("head")

    for client in (colleague, head):
        assert {client.get(at(page, of)).status_code for page in PAGES} == {404}
        posts = {client.post(at(page, of)).status_code for page in ("run", "check", "discard")}
        assert posts == {404}
        assert "table.csv" not in client.get(reverse("admin:import_list")).content.decode()
    assert "table.csv" in clerk.get(reverse("admin:import_list")).content.decode()
    imports = reverse("admin:import_list")
    assert {
        user: [line.count for line in start_page.waiting_for(user) if line.url == imports]
        for user in (colleague.user, clerk.user)
    } == {colleague.user: [], clerk.user: [1]}


def test_an_import_is_undone_by_who_ran_it_and_nobody_else(clerk, client):
    of = imported(clerk.user, "cities", HEADER, ROWS[0])
    assert not clerk.user.has_perm("directory.delete_city")
    left = []

    for one in (client, signed_in("officer"), signed_in("head"), clerk):
        code = one.post(at("undo", of)).status_code
        of.refresh_from_db()
        left.append((code, of.state, City.objects.exists()))

    assert left == [
        (302, "done", True),
        (404, "done", True),
        (404, "done", True),
        (302, "undone", False),
    ]


@pytest.mark.parametrize("role", ["reader", "translator", "auditor", "guide_coordinator"])
def test_who_adds_nothing_imports_nothing(office, role):
    client = signed_in(role)

    answers = [client.get(reverse("admin:import_list")), client.get(NEW), client.post(NEW)]
    answers.append(client.get(reverse("admin:import_template", args=["cities", "csv"])))
    assert [answer.status_code for answer in answers] == [403] * 4
    assert "Import</a>" not in client.get("/admin/directory/city/").content.decode()


def test_whoever_loses_the_right_no_longer_runs_what_was_begun(clerk):
    of = checked(clerk.user, "cities", HEADER, ROWS[0])
    clerk.user.give_roles("reader")

    assert clerk.post(at("run", of)).status_code == 403
    assert City.objects.count() == 0


def test_a_candidate_that_is_hidden_meanwhile_is_not_shown(clerk):
    there = factories.make_city("Kyoto", country=factories.make_country(code="FR"))
    of = checked(clerk.user, "cities", HEADER, ROWS[0])
    there.population = 424242
    there.save()
    assert "424242" in clerk.get(at("rows", of)).content.decode()

    there.audience.level = "quiet"
    there.audience.save()

    assert "424242" not in clerk.get(at("rows", of)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_rows_asks_as_often_for_one_row_as_for_three(
    clerk, count, django_assert_max_num_queries
):
    for n in range(count):
        factories.make_city(f"Kyoto {n}", country=factories.make_country(code="FR"))
    rows = [[f"Kyoto {n}", "JP", "1"] for n in range(count)]
    of = checked(clerk.user, "cities", HEADER, *rows)
    clerk.get(at("rows", of))

    with django_assert_max_num_queries(18):
        assert len(clerk.get(at("rows", of)).context["lines"]) == count


# ---------------------------------------------------------------- what is kept


def test_rows_are_forgotten_after_thirty_days_and_unfinished_imports_with_them(clerk):
    done = imported(clerk.user, "cities", HEADER, ROWS[0])
    left = checked(clerk.user, "cities", HEADER, ROWS[1])
    assert due.run()["imports"] == 0
    Import.objects.update(beat_at=timezone.now() - timedelta(days=31))
    Import.objects.filter(pk=done.pk).update(ended_at=timezone.now() - timedelta(days=31))

    assert due.run()["imports"] == 2
    assert [of.pk for of in Import.objects.all()] == [done.pk]
    assert not ImportedRow.objects.exists()
    assert not Import.objects.filter(pk=left.pk).exists()
    assert "can no longer be undone" in clerk.get(at("detail", done)).content.decode()
    send(clerk, at("undo", done), {"csrfmiddlewaretoken": ""})
    assert City.objects.count() == 1
