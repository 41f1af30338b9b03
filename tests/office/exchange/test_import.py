"""From a table to records: the fate of each row, all or nothing, and the way back."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError

from directory.models import City, Organisation
from office.exchange import actions
from office.exchange.resources import resources
from office.exchange.tables import Unreadable
from office.models import Audience, Citation, Import
from partnerships.models import Agreement
from tests import factories
from tests.office.exchange.steps import check, checked, fates, imported, run, undo
from tests.office.exchange.tables import csv_file, ods_file, xlsx_file

pytestmark = pytest.mark.django_db

HEADER = ["nome (it)", "Country", "latitude", "longitude", "Einwohner"]
KYOTO = ["Kyoto", "JP", "35.0116", "135.7681", "1463723"]
REIMS = ["Reims", "Francia", "49,2583", "4,0317", "180.318"]


@pytest.fixture
def clerk(office):
    factories.make_country(code="JP", name_it="Giappone", name_en="Japan", name_de="Japan")
    factories.make_country(code="FR", name_it="Francia", name_en="France", name_de="Frankreich")
    return factories.make_user("officer")


def cities():
    return {
        city.name_it: (city.country.code, str(city.latitude), city.population)
        for city in City.objects.all()
    }


# ---------------------------------------------------------------- fates


@pytest.mark.parametrize("make", [csv_file, xlsx_file, ods_file])
def test_rows_become_records_that_only_the_office_sees(clerk, make):
    of = imported(clerk, "cities", file=make(HEADER, KYOTO, REIMS))

    assert cities() == {"Kyoto": ("JP", "35.0116", 1463723), "Reims": ("FR", "49.2583", 180318)}
    assert {city.audience.level for city in City.objects.all()} == {"internal"}
    assert [city.slug for city in City.objects.order_by("pk")] == ["kyoto", "reims"]
    assert (of.state, of.counts, of.rows_done) == ("done", {"new": 2}, 2)


def test_history_says_who_imported_and_from_what(clerk):
    imported(clerk, "cities", HEADER, KYOTO)

    city = City.objects.get()
    for record in (city, city.audience):
        (entry,) = record.history.all()
        assert (entry.history_type, entry.history_user) == ("+", clerk)
        assert entry.history_change_reason == "Import “table.csv”"


def test_what_a_clerk_imports_is_the_clerks_text_and_no_draft(clerk):
    factories.make_country(code="JP")
    header = ["name (it)", "name (de)", "country", "story (de)"]
    imported(clerk, "cities", header, ["Kioto", "Kyoto", "JP", "Eine Stadt der Kunst."])

    city = City.objects.get()

    assert (city.text_state("name", "de"), city.text_state("story", "de")) == ("checked", "checked")
    assert city.text_state("name", "fr") == "missing"
    assert city.written_by_a_person("story_de")


def test_the_example_of_the_template_is_left_out_and_said(clerk):
    columns = resources.get("cities").columns()
    example = [column.example for column in columns]
    mine = ["Nara" if column.name == "name_it" else "" for column in columns]
    mine[[column.name for column in columns].index("country")] = "JP"

    of = imported(clerk, "cities", [str(column.label) for column in columns], example, mine)

    assert of.notes == ["The example of the template is left out."]
    assert list(cities()) == ["Nara"]


def test_a_template_with_nothing_in_it_is_refused(clerk):
    columns = resources.get("cities").columns()
    rows = [[str(column.label) for column in columns], [column.example for column in columns]]

    with pytest.raises(Unreadable, match="nothing but the example"):
        checked(clerk, "cities", *rows)


def test_a_file_of_another_kind_is_said_to_be_one(clerk):
    header = ["family name", "given name", "city", "e-mail"]
    of = checked(clerk, "cities", header, ["Rossi", "Anna", "Kyoto", "anna@example.org"])

    assert of.notes == ["By its headings this file holds something else: people."]


def test_each_fault_is_told_by_row_and_column_and_nothing_is_saved(clerk):
    bad = ["Nara", "Atlantis", "95", "", "many"]
    of = checked(clerk, "cities", HEADER, KYOTO, bad, ["", "JP", "", "", ""])

    assert fates(of) == {
        2: ("new", []),
        3: (
            "error",
            [
                ("B3", "country: “Atlantis” is not in the directory."),
                ("E3", "“many” is not a whole number."),
            ],
        ),
        4: ("error", [("A4", "This is needed: name (it).")]),
    }
    assert not of.is_ready
    assert City.objects.count() == 0
    with pytest.raises(actions.NotNow):
        actions.begin_run(of)


def test_what_the_record_itself_refuses_is_told_at_its_column(clerk):
    of = checked(
        clerk, "cities", HEADER, ["Nara", "JP", "95", "1", ""], ["Gifu", "JP", "5", "", ""]
    )

    assert [fate for fate, _told in fates(of).values()] == ["error", "error"]
    assert [told[0][0] for _fate, told in fates(of).values()] == ["C2", "D3"]


def test_a_row_mended_in_place_becomes_good(clerk):
    of = checked(clerk, "cities", HEADER, ["Nara", "Atlantis", "", "", ""])
    row = of.rows.get()

    actions.mend(of, texts={row: row.texts(of.columns) | {"country": "Giappone"}}, decisions={})
    run(check(of))

    assert cities() == {"Nara": ("JP", "None", None)}


def test_a_shifted_row_stays_an_error_until_it_is_mended_or_left_out(clerk):
    file = csv_file(HEADER, KYOTO, ["Nara", "JP"])
    of = checked(clerk, "cities", file=file)
    shifted = ("3", "The row has 2 cells, the header 5: a column is shifted.")
    assert fates(of)[3] == ("error", [shifted])

    of = check(of, {3: "leave_out"})

    assert fates(of)[3] == ("skipped", [])
    assert set(run(of).counts.items()) == {("new", 1), ("skipped", 1)}
    assert list(cities()) == ["Kyoto"]


def test_a_formula_stays_an_error_until_its_cell_has_a_value(clerk):
    of = checked(clerk, "cities", file=xlsx_file(HEADER, ["Nara", "JP", "", "", "=1+1"]))
    assert fates(of)[2][0] == "error"
    row = of.rows.get()

    typed = row.texts(of.columns)
    actions.mend(of, texts={row: typed | {"name_it": "Nara!"}}, decisions={})
    assert fates(check(of))[2][0] == "error"
    actions.mend(of, texts={row: typed | {"population": "2"}}, decisions={})

    assert fates(check(of))[2] == ("new", [])


def test_the_same_file_twice_changes_nothing(clerk):
    imported(clerk, "cities", HEADER, KYOTO, REIMS)
    before = [(city.version, city.history.count()) for city in City.objects.order_by("pk")]

    of = checked(clerk, "cities", HEADER, KYOTO, REIMS)

    assert of.counts == {"unchanged": 2}
    assert not of.is_ready
    assert [(c.version, c.history.count()) for c in City.objects.order_by("pk")] == before


def test_a_known_thing_is_changed_where_the_row_says_otherwise(clerk):
    city = factories.make_city("Kyoto", name_fr="Kyôto", population=1, website="https://kyoto.jp/")
    of = checked(
        clerk,
        "cities",
        ["nom (fr)", "name (it)", "country", "population", "website"],
        ["Kyôto", "Kyoto", "Japan", "1463723", ""],
    )

    assert [(row.fate, row.changes) for row in of.rows.all()] == [
        ("change", {"population": ["1", "1463723"]})
    ]
    run(of)
    city.refresh_from_db()
    assert (city.population, city.website, city.version) == (1463723, "https://kyoto.jp/", 2)
    assert city.history.latest().history_user == clerk


# ---------------------------------------------------------------- duplicates


def test_what_may_be_the_same_waits_for_a_person(clerk):
    there = factories.make_city("Kyoto", country=factories.make_country(code="FR"))
    of = checked(clerk, "cities", HEADER, KYOTO)

    (row,) = of.rows.all()
    assert (row.fate, row.candidates) == ("duplicate", [f"record:{there.pk}"])
    assert not of.is_ready
    assert check(of, {2: "leave_out"}).counts == {"skipped": 1}
    assert check(of, {2: "new"}).counts == {"new": 1}
    merged = run(check(of, {2: f"record:{there.pk}"}))
    assert merged.counts == {"change": 1}
    there.refresh_from_db()
    assert (there.country.code, there.population) == ("JP", 1463723)
    assert City.objects.count() == 1


def test_two_rows_of_one_thing_are_a_question_and_can_become_one(clerk):
    second = ["Kyoto", "JP", "", "", "7"]
    of = checked(clerk, "cities", HEADER, KYOTO, second)

    assert fates(of) == {2: ("new", []), 3: ("duplicate", [])}
    assert of.rows.get(number=3).candidates == ["row:2"]
    run(check(of, {3: "row:2"}))
    assert cities() == {"Kyoto": ("JP", "35.0116", 7)}


def test_a_hidden_twin_is_not_told_of(clerk):
    factories.make_city("Kyoto", level="quiet", slug="kyoto")
    of = checked(clerk, "cities", [*HEADER, "slug"], [*KYOTO, "kyoto"])

    told = fates(of)[2]
    assert told == ("error", [("2", "A value that can stand only once is taken already.")])
    without = checked(clerk, "cities", HEADER, KYOTO)
    assert fates(without)[2] == ("new", [])
    run(without)
    assert City.objects.filter(name_it="Kyoto").count() == 2


def test_a_misspelt_reference_is_told_with_what_is_nearly_called_so(clerk):
    factories.make_city("Lubecca", level="internal")
    factories.make_city("Lubecco", level="quiet")

    of = checked(clerk, "organisations", ["nome (it)", "tipo", "city"], ["A", "other", "Lubeca"])

    ((_fate, told),) = fates(of).values()
    assert told == [("C2", "city: “Lubeca” is not in the directory. Did you mean: Lubecca?")]


def test_a_hidden_city_cannot_be_referred_to(clerk):
    factories.make_city("Nara", level="quiet")

    of = checked(clerk, "organisations", ["name", "kind", "city"], ["Museo", "altro", "Nara"])

    assert fates(of)[2] == ("error", [("C2", "city: “Nara” is not in the directory.")])


def test_a_decision_for_what_one_may_not_see_counts_for_nothing(clerk):
    hidden = factories.make_city("Kyoto", level="quiet")
    of = checked(clerk, "cities", HEADER, KYOTO, decisions={2: f"record:{hidden.pk}"})

    assert fates(of)[2] == ("new", [])


# ---------------------------------------------------------------- other kinds


def test_organisations_and_agreements_are_imported_by_the_words_of_any_language(clerk):
    imported(clerk, "cities", HEADER, KYOTO)
    factories.make_bond_type("twin", name_it="Gemellaggio", name_de="Städtepartnerschaft")

    imported(
        clerk, "organisations", ["Nome", "Tipo", "Città"], ["Museo", "Università o scuola", "kyōto"]
    )
    imported(
        clerk,
        "agreements",
        ["city", "kind of bond", "signed on", "state"],
        ["Kyoto", "stadtepartnerschaft", "22.9.1965", "in force"],
    )

    organisation, agreement = Organisation.objects.get(), Agreement.objects.get()
    assert (organisation.name_it, organisation.kind) == ("Museo", "university")
    assert (organisation.city.name_it, agreement.city.name_it) == ("Kyoto", "Kyoto")
    assert (agreement.signed_on.isoformat(), agreement.status) == ("1965-09-22", "in_force")


def test_the_themes_of_an_agreement_come_in_are_changed_and_given_back(clerk):
    factories.make_city("Kyoto")
    factories.make_bond_type("twin")
    youth, art = factories.make_theme("youth"), factories.make_theme("art")
    header = ["city", "bond_type", "signed_on", "themes"]
    first = imported(clerk, "agreements", header, ["Kyoto", "twin", "1965", "youth"])
    agreement = Agreement.objects.get()
    assert list(agreement.themes.all()) == [youth]
    entries = agreement.history.order_by("history_id")
    assert [one.history_type for one in entries] == ["+", "~"]
    assert {one.history_user for one in entries} == {clerk}

    again = checked(clerk, "agreements", header, ["Kyoto", "twin", "1965", "youth"])
    assert again.counts == {"unchanged": 1}
    second = imported(clerk, "agreements", header, ["Kyoto", "twin", "1965", "art | youth"])
    assert set(agreement.themes.all()) == {youth, art}

    assert undo(second).state == "undone"
    assert list(agreement.themes.all()) == [youth]
    assert undo(first).state == "done"  # what was given back was edited since


def test_a_figure_that_a_row_changes_leaves_its_source_behind(clerk):
    imported(clerk, "cities", HEADER, KYOTO)
    source = factories.make_source("Gazetteer")
    Citation.objects.create(record=City.objects.get(), field="population", source=source)

    imported(clerk, "cities", HEADER, [*KYOTO[:4], "1500000"])

    assert Citation.objects.get().says == "1463723"


def test_an_import_stays_saved_when_the_rows_cannot_be_counted_after_it(clerk, monkeypatch):
    def fail():
        raise OperationalError("lock timeout")

    monkeypatch.setattr(actions, "count_anew", fail)

    imported(clerk, "cities", HEADER, KYOTO)

    assert list(cities()) == ["Kyoto"]


def test_a_theme_that_is_not_known_is_told(clerk):
    factories.make_city("Kyoto")
    factories.make_bond_type("twin")
    factories.make_theme("youth")

    of = checked(
        clerk, "agreements", ["city", "bond_type", "themes"], ["Kyoto", "twin", "youth, magic"]
    )

    ((fate, told),) = fates(of).values()
    assert (fate, told) == ("error", [("C2", "theme: “magic” is not in the directory.")])


def test_a_name_that_several_bear_must_be_written_so_that_one_is_meant(clerk):
    factories.make_city("Florence", slug="florence-fr")
    factories.make_city("Florence", slug="florence-jp")
    factories.make_bond_type("twin")
    header = ["city", "kind of bond"]

    several = checked(clerk, "agreements", header, ["Florence", "twin"])
    one = checked(clerk, "agreements", header, ["florence-jp", "twin"])

    told = "city: 2 are called “Florence”. Write one of: florence-fr, florence-jp."
    assert fates(several)[2] == ("error", [("A2", told)])
    assert fates(one)[2] == ("new", [])


# ---------------------------------------------------------------- all or nothing


def test_a_crash_in_the_middle_leaves_nothing(clerk, monkeypatch):
    of = checked(clerk, "cities", HEADER, KYOTO, REIMS)
    actions.begin_run(of)

    def crash(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("simple_history.manager.HistoryManager.bulk_history_create", crash)
    with pytest.raises(OSError):
        actions.run(Import.objects.get(pk=of.pk))

    assert (City.objects.count(), Audience.objects.count()) == (0, 0)
    assert City.history.count() == 0


def test_what_moved_since_the_check_is_shown_again_before_anything_is_saved(clerk):
    of = checked(clerk, "cities", HEADER, KYOTO, REIMS)
    factories.make_city("Kyoto", latitude="35.0116", longitude="135.7681", population=1463723)

    of = run(of)

    assert (of.state, of.counts) == ("checked", {"unchanged": 1, "new": 1})
    assert of.said.startswith("Meanwhile others changed")
    assert City.objects.count() == 1
    assert run(of).state == "done"


def test_who_presses_twice_imports_once(clerk):
    of = checked(clerk, "cities", HEADER, KYOTO)
    other_window = Import.objects.get(pk=of.pk)
    actions.begin_run(of)

    with pytest.raises(actions.NotNow):
        actions.begin_run(other_window)
    with pytest.raises(actions.NotNow):
        actions.begin_check(other_window)


def test_a_worker_that_was_taken_for_dead_saves_nothing(clerk):
    of = checked(clerk, "cities", HEADER, KYOTO)
    actions.begin_run(of)
    worker = Import.objects.get(pk=of.pk)
    Import.objects.update(beat_at="2026-01-01T00:00Z")

    assert Import.objects.note_silent() == 1
    with pytest.raises(actions.LostTurn):
        actions.run(worker)

    of.refresh_from_db()
    assert (of.state, City.objects.count()) == ("interrupted", 0)
    actions.begin_check(of)


# ---------------------------------------------------------------- the way back


def test_undo_takes_back_what_was_made_and_gives_back_what_was_changed(clerk):
    kyoto = factories.make_city("Kyoto", population=1, website="https://kyoto.jp/")
    audiences = Audience.objects.count()
    of = imported(clerk, "cities", HEADER, KYOTO, REIMS)

    undo(of)

    kyoto.refresh_from_db()
    assert (list(cities()), kyoto.population, kyoto.latitude) == (["Kyoto"], 1, None)
    assert Audience.objects.count() == audiences
    assert Import.objects.get().state == "undone"
    reason = "Undone: import “table.csv”"
    gone = City.history.get(history_type="-")
    assert (gone.name_it, gone.history_user, gone.history_change_reason) == ("Reims", clerk, reason)
    with pytest.raises(actions.NotNow):
        actions.begin_undo(of)


def test_undo_refuses_as_a_whole_where_someone_edited_since(clerk):
    of = imported(clerk, "cities", HEADER, KYOTO, REIMS)
    reims = City.objects.get(name_it="Reims")
    reims.population = 5
    reims.save()

    of = undo(of)

    refused = "Nothing was undone. This was edited, or points at something of the import: %s."
    assert (of.state, of.said) == ("done", refused % ", ".join(["Reims"]))
    assert set(cities()) == {"Kyoto", "Reims"}


def test_undo_refuses_where_something_points_at_what_was_imported(clerk):
    of = imported(clerk, "cities", HEADER, KYOTO, REIMS)
    city = City.objects.get(name_it="Kyoto")
    factories.make_organisation("Museo", city=city)
    factories.make_organisation("Secret friends", city=city, level="quiet")
    city.names.create(name="Heian")

    of = undo(of)

    refused = "Nothing was undone. This was edited, or points at something of the import: %s."
    assert (of.state, of.said) == (
        "done",
        refused % ", ".join(["Heian", "Museo", "1 thing that you may not see"]),
    )
    assert City.objects.count() == 2


# ---------------------------------------------------------------- what is kept


def test_targets_are_kept_with_the_rows(clerk):
    of = imported(clerk, "cities", HEADER, KYOTO)

    row = of.rows.get()
    kind = ContentType.objects.get_for_model(City)
    assert (row.target_type, row.target_id) == (kind, City.objects.get().pk)


def test_what_is_imported_in_the_demonstration_is_marked(office):
    factories.make_country(code="JP")
    imported(factories.make_user("officer", is_demo=True), "cities", HEADER, KYOTO)

    assert City.objects.get().is_demo
    assert City.objects.get().audience.is_demo
    assert Import.objects.get().is_demo
