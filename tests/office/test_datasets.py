"""Data sets: loaded again and again, beside staff who edit what was loaded."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from directory.models import City, CityName, Country
from office import datasets
from office.dates import PartialDate
from office.models import Citation, LoadedRecord, Source
from partnerships.models import Agreement, BondType
from tests import factories

pytestmark = pytest.mark.django_db

CITY = {
    "slug": "kassel",
    "name_it": "Kassel",
    "name_en": "Kassel",
    "own_name": "",
    "own_language": "",
    "country": "DE",
    "latitude": "51.3127",
    "longitude": "9.4797",
    "population": "197230",
    "time_zone": "Europe/Berlin",
    "names": "Cassel|Кассель",
}
AGREEMENT = {
    "key": "kassel-1952",
    "city": "kassel",
    "bond_type": "twin",
    "signed_on": "1952",
    "status": "in_force",
    "note_it": "Il primo.",
}
CITATION = {
    "record": "agreement",
    "key": "kassel-1952",
    "field": "signed_on",
    "says": "1958",
    "title": "A list",
    "url": "",
    "confidence": "medium",
    "licence": "",
}


def write(folder, **files):
    """Write each file's rows, the header first."""
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def write_all(folder, *, city=None, agreement=None, citation=None):
    """Write the three files, a row each, with some cells changed."""
    write(
        folder,
        cities=[CITY | (city or {})],
        agreements=[AGREEMENT | (agreement or {})],
        citations=[CITATION | (citation or {})],
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data set of one city, in a world of two countries."""
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"DE", "FR"})
    folder = tmp_path / "data"
    folder.mkdir()
    write_all(folder)
    with translation.override("en"):
        yield folder


def load(folder):
    return datasets.load("trial", folder)


def everything():
    """Every row of every table, whoever wrote it."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def counts():
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}


# ---------------------------------------------------------------- once and again


def test_load_makes_the_records_with_their_sources_and_history(folder):
    load(folder)

    city, agreement = City.objects.get(), Agreement.objects.get()
    assert (city.country.code, city.population, city.audience.level) == ("DE", 197230, "public")
    assert [name.name for name in city.names.all()] == ["Cassel", "Кассель"]
    assert (agreement.city, agreement.bond_type.key) == (city, "twin")
    assert (agreement.signed_on, agreement.audience.level) == (PartialDate(1952), "public")
    assert [(c.field, c.says, c.source.title) for c in agreement.citations.all()] == [
        ("signed_on", "1958", "A list")
    ]
    source = Source.objects.get(title="A list")
    histories = [city.history, agreement.history, source.history, BondType.objects.first().history]
    assert [(h.count(), h.first().history_type) for h in histories] == [(1, "+")] * 4


def test_loading_again_changes_nothing(folder):
    load(folder)
    before = everything()

    counted = load(folder)

    assert everything() == before
    assert counted == Counter(unchanged=LoadedRecord.objects.count())


def test_loading_again_in_another_language_changes_nothing(folder):
    load(folder)
    before = everything()

    with translation.override("it"):
        load(folder)

    assert everything() == before


def test_text_missing_in_one_language_stays_missing(folder):
    with translation.override("en"):
        load(folder)

    agreement = Agreement.objects.get()
    assert (agreement.note_it, agreement.note_en or "") == ("Il primo.", "")


# ---------------------------------------------------------------- beside staff


def test_changed_file_changes_only_what_staff_have_not_edited(folder):
    load(folder)
    Agreement.objects.update(status="ended")
    write_all(folder, agreement={"status": "", "signed_on": "1952-05", "note_it": "Dal 1952."})

    counted = load(folder)

    agreement = Agreement.objects.get()
    assert (agreement.status, agreement.signed_on) == ("ended", PartialDate(1952, 5))
    assert agreement.note_it == "Dal 1952."
    assert counted["changed"] == 1
    assert [one.history_type for one in agreement.history.all()] == ["~", "+"]


def test_value_that_staff_put_back_is_the_files_again(folder):
    load(folder)
    City.objects.update(population=1)
    load(folder)
    City.objects.update(population=197230)
    write_all(folder, city={"population": "200000"})

    load(folder)

    assert City.objects.get().population == 200_000


def test_column_that_is_new_fills_what_is_empty(folder):
    load(folder)
    City.objects.update(name_fr="Cassel, par nous")
    write(folder, cities=[CITY | {"name_fr": "Cassel", "name_de": "Kassel"}])

    load(folder)

    city = City.objects.get()
    assert (city.name_fr, city.name_de) == ("Cassel, par nous", "Kassel")


def test_record_that_staff_deleted_stays_deleted(folder):
    load(folder)
    Agreement.objects.get().delete()
    City.objects.get().delete()
    write_all(folder, city={"population": "1"}, agreement={"status": ""})

    counted = load(folder)

    cited = Citation.objects.filter(source__title="A list")
    assert (City.objects.count(), Agreement.objects.count(), cited.count()) == (0, 0, 0)
    assert counted["left"] == 3


def test_row_that_hangs_on_a_deleted_record_is_passed_over(folder):
    write(folder, agreements=[AGREEMENT], citations=[CITATION])
    (folder / "agreements.csv").rename(folder / "later.csv")
    (folder / "citations.csv").unlink()
    load(folder)
    City.objects.get().delete()
    (folder / "later.csv").rename(folder / "agreements.csv")
    write(folder, citations=[CITATION])

    counted = load(folder)

    assert Agreement.objects.count() == 0
    assert counted["left"] == 3


def test_city_found_under_the_address_that_staff_gave_it(folder):
    load(folder)
    City.objects.update(slug="kassel-on-fulda")
    BondType.objects.filter(key="twin").update(key="twinning")
    write_all(folder, agreement={"note_it": "Ancora."})

    load(folder)

    assert [city.slug for city in City.objects.all()] == ["kassel-on-fulda"]
    assert Agreement.objects.get().note_it == "Ancora."


def test_name_that_staff_removed_stays_removed(folder):
    load(folder)
    CityName.objects.get(name="Cassel").delete()
    write_all(folder, city={"names": "Cassel|Кассель|Kasseli"})

    load(folder)

    assert [one.name for one in CityName.objects.all()] == ["Kasseli", "Кассель"]


def test_record_that_staff_made_before_is_left_alone(folder):
    germany = Country.objects.create(code="DE", name_en="Our name for Germany")
    City.objects.create(slug="kassel", name_en="Our Kassel", country=germany)
    citation = CITATION | {"record": "city", "key": "kassel", "field": "population", "says": ""}
    write(folder, cities=[CITY], citations=[citation])

    load(folder)
    load(folder)

    city = City.objects.get()
    assert (city.name_en, city.country.name_en) == ("Our Kassel", "Our name for Germany")
    assert (city.population, city.audience.level, city.version) == (None, "internal", 1)
    assert (city.names.count(), city.citations.count()) == (0, 0)
    assert Agreement.objects.get().city == city


# ---------------------------------------------------------------- bad rows


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"city": {"country": "ZZ"}}, "cities.csv, line 2, country: “ZZ” is not understood"),
        (
            {"city": {"latitude": "95"}},
            "cities.csv, line 2, latitude: Ensure this value is less than or equal to 90.",
        ),
        (
            {"city": {"latitude": "north"}},
            "cities.csv, line 2, latitude: “north” is not understood",
        ),
        (
            {"city": {"latitude": ""}},
            (
                "cities.csv, line 2, latitude: Give latitude (from -90 to 90) and longitude "
                "(from -180 to 180), or neither."
            ),
        ),
        (
            {"city": {"population": "many"}},
            "cities.csv, line 2, population: “many” is not understood",
        ),
        (
            {"city": {"population": "-1"}},
            "cities.csv, line 2, population: Ensure this value is greater than or equal to 0.",
        ),
        (
            {"city": {"time_zone": "Mars/Base"}},
            "cities.csv, line 2, time_zone: There is no time zone of this name.",
        ),
        (
            {"city": {"name_it": "", "name_en": ""}},
            "cities.csv, line 2, row: Write the name in one language at least.",
        ),
        (
            {"city": {"names": "x" * 151}},
            "cities.csv, line 2, names: Ensure this value has at most 150 characters (it has 151).",
        ),
        (
            {"agreement": {"city": "atlantis"}},
            "agreements.csv, line 2, city: “atlantis” is not understood",
        ),
        (
            {"agreement": {"bond_type": "marriage"}},
            "agreements.csv, line 2, bond_type: “marriage” is not understood",
        ),
        (
            {"agreement": {"signed_on": "1954-13"}},
            "agreements.csv, line 2, signed_on: “1954-13” is not understood",
        ),
        (
            {"agreement": {"signed_on": "2190"}},
            "agreements.csv, line 2, signed_on: The year must lie between 1000 and 2100.",
        ),
        (
            {"agreement": {"status": "asleep"}},
            "agreements.csv, line 2, status: Value 'asleep' is not a valid choice.",
        ),
        (
            {"citation": {"record": "person"}},
            "citations.csv, line 2, record: “person” is not understood",
        ),
        (
            {"citation": {"key": "kassel-1953"}},
            "citations.csv, line 2, key: “kassel-1953” is not understood",
        ),
        (
            {"citation": {"field": "signed"}},
            "citations.csv, line 2, field: “signed” is not a field of partnerships.Agreement",
        ),
        (
            {"citation": {"says": "in 1958"}},
            (
                "citations.csv, line 2, says: “in 1958” is not a date such as 1954, 1954-07 or "
                "1954-07-03."
            ),
        ),
        (
            {"citation": {"confidence": "none"}},
            "citations.csv, line 2, confidence: Value 'none' is not a valid choice.",
        ),
    ],
)
def test_bad_cell_names_file_line_and_field_and_changes_nothing(folder, cells, said):
    write_all(folder, **cells)
    before = counts()

    with pytest.raises(datasets.BadRow) as refused:
        load(folder)

    assert str(refused.value) == said
    assert counts() == before


HEADER = (
    "slug,name_it,country,latitude,longitude,population,time_zone,own_name,own_language,names\n"
)
GOOD = "kassel,Kassel,DE,,,,,,,\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("slug,name_it\nkassel,Kassel\n", "cities.csv, line 2, country: the column is missing"),
        (
            f"{HEADER}{GOOD}cassel,Cassel,DE,,,,,,,,Cassel\n",
            "cities.csv, line 3, columns: the row has more cells than the header",
        ),
        (
            f"{HEADER}{GOOD}cassel,Cassel,DE\n",
            "cities.csv, line 3, columns: the row has fewer cells than the header",
        ),
        (f"{HEADER}{GOOD}{GOOD}", "cities.csv, line 3, row: “kassel” stands there a second time"),
        (
            f'{HEADER}{GOOD}"fez,Fez,DE,,,,,,,\n',
            "cities.csv, line 3, columns: unexpected end of data",
        ),
        (
            f"{HEADER}{GOOD}fès,Fès,DE,,,,,,,\n".encode("latin-1"),
            "cities.csv, line 3, encoding: this is not UTF-8",
        ),
    ],
)
def test_bad_file_names_file_line_and_field_and_changes_nothing(folder, content, said):
    content = content if isinstance(content, bytes) else content.encode()
    (folder / "cities.csv").write_bytes(content)
    before = counts()

    with pytest.raises(datasets.BadRow) as refused:
        load(folder)

    assert str(refused.value) == said
    assert counts() == before


def test_row_that_clashes_with_staffs_own_is_told_and_changes_nothing(folder):
    load(folder)
    BondType.objects.create(key="bond-of-ours", name_en="Ours", rank=70)
    bond = {"key": "new", "rank": "70", "name_it": "N", "definition_it": "D"}
    row = datasets.Row(bond, "bonds.csv", 2)
    before = counts()

    with pytest.raises(datasets.BadRow) as refused, transaction.atomic():
        datasets.DataSet("trial", folder).put(BondType, "new", bond, row)

    assert str(refused.value) == "bonds.csv, line 2, row: Key (rank)=(70) already exists."
    assert counts() == before


def test_spaces_and_the_mark_at_the_start_of_the_file_are_not_part_of_it(folder):
    text = (folder / "cities.csv").read_text().replace("kassel,Kassel", " kassel , Kassel ")
    (folder / "cities.csv").write_text(text, encoding="utf-8-sig")

    load(folder)

    assert [(city.slug, city.name_it) for city in City.objects.all()] == [("kassel", "Kassel")]


# ---------------------------------------------------------------- the command


@pytest.fixture
def command(folder, settings, monkeypatch):
    """Runs load_dataset with the trial's files in place of the city's; returns what it printed."""
    name = settings.DATA_SETS[0]
    monkeypatch.setattr(apps.get_app_config(name), "path", folder.parent)

    def run(name=name, **options):
        out = StringIO()
        call_command("load_dataset", name, stdout=out, **options)
        return out.getvalue()

    return run


def test_command_reports_what_it_did(command, folder, settings):
    first, second, quiet = command(), command(), command(verbosity=0)

    name, end = settings.DATA_SETS[0], "(left: edited or deleted by staff)\n"
    assert first == f"{name}: 211 added, 0 changed, 0 unchanged, 0 left {end}"
    assert second == f"{name}: 0 added, 0 changed, 209 unchanged, 0 left {end}"
    assert quiet == ""


def test_command_says_in_one_line_what_is_wrong(command, folder):
    write_all(folder, city={"country": "ZZ"})

    with pytest.raises(CommandError) as refused:
        command()

    assert str(refused.value) == (
        "Nothing was changed. cities.csv, line 2, country: “ZZ” is not understood"
    )


@pytest.mark.parametrize("name", ["atlantis", "partnerships", "..", ""])
def test_command_knows_the_data_sets_only(command, settings, name):
    with pytest.raises(CommandError) as refused:
        command(name)

    known = ", ".join(settings.DATA_SETS)
    assert str(refused.value) == f"There is no data set “{name}”. There are: {known}."


# ---------------------------------------------------------------- drafts


DRAFTED = {"note_de": "Der erste.", "note_fr": "Le premier.", "drafts": "fr|de"}


def states_of_note():
    agreement = Agreement.objects.get()
    found = {code: agreement.text_state("note", code) for code in ["it", "fr", "de"]}
    return {code: str(state) for code, state in found.items()}


def as_person(change):
    """Someone signed in changes the agreement."""
    agreement = Agreement.objects.get()
    agreement._history_user = factories.make_user("officer")
    change(agreement)
    agreement.save()


def test_texts_that_nobody_checked_are_drafts(folder):
    write_all(folder, agreement=DRAFTED)
    load(folder)

    assert states_of_note() == {"it": "checked", "fr": "draft", "de": "draft"}
    assert load(folder)["changed"] == 0
    assert states_of_note() == {"it": "checked", "fr": "draft", "de": "draft"}


def test_a_draft_that_the_file_calls_checked_is_one_no_more(folder):
    write_all(folder, agreement=DRAFTED)
    load(folder)
    write_all(folder, agreement=DRAFTED | {"drafts": "fr"})

    assert load(folder)["changed"] == 1
    assert states_of_note() == {"it": "checked", "fr": "draft", "de": "checked"}


def test_a_draft_that_a_person_checked_as_it_is_is_theirs(folder):
    write_all(folder, agreement=DRAFTED)
    load(folder)
    as_person(lambda agreement: agreement.write_anew("note", "de"))
    write_all(folder, agreement=DRAFTED | {"note_de": "Neu.", "note_fr": "Nouveau."})

    load(folder)

    agreement = Agreement.objects.get()
    assert (agreement.note_de, agreement.note_fr) == ("Der erste.", "Nouveau.")
    assert states_of_note() == {"it": "checked", "fr": "draft", "de": "checked"}


def test_a_draft_never_replaces_a_text_that_a_person_wrote(folder):
    load(folder)
    as_person(lambda agreement: setattr(agreement, "note_de", "Von Hand."))
    write_all(folder, agreement=DRAFTED)

    load(folder)

    assert Agreement.objects.get().note_de == "Von Hand."
    assert states_of_note() == {"it": "checked", "fr": "draft", "de": "checked"}


def test_a_language_that_does_not_exist_is_told(folder):
    write_all(folder, agreement=DRAFTED | {"drafts": "fr|xx"})

    with pytest.raises(datasets.BadRow, match=r"agreements\.csv, line 2, drafts: “xx”"):
        load(folder)


# ---------------------------------------------------------------- texts in a file of their own

STORY = {
    "city": "kassel",
    "story_it": "La storia.",
    "story_en": "The story.",
    "story_de": "Die Geschichte.",
    "drafts": "de",
}


def write_story(folder, **cells):
    write(folder, stories=[STORY | cells])


def story():
    """The texts of the story with their states, by language."""
    city = City.objects.get()
    return {
        code: (getattr(city, f"story_{code}"), str(city.text_state("story", code)))
        for code in ["it", "en", "de"]
    }


TOLD = {
    "it": ("La storia.", "checked"),
    "en": ("The story.", "checked"),
    "de": ("Die Geschichte.", "draft"),
}


def test_a_story_is_added_with_its_city_in_one_step_of_its_history(folder):
    write_story(folder)

    load(folder)

    assert story() == TOLD
    assert [(one.history_type, one.story_it) for one in City.history.all()] == [("+", "La storia.")]


def test_a_story_that_comes_later_is_a_change(folder):
    load(folder)
    write_story(folder)

    assert load(folder)["changed"] == 1
    assert story() == TOLD
    assert [one.history_type for one in City.history.all()] == ["~", "+"]


def test_a_story_loaded_again_changes_nothing(folder):
    write_story(folder)
    load(folder)
    before = everything()

    assert load(folder)["changed"] == 0
    assert everything() == before


def test_a_story_that_staff_edited_stays_and_its_other_languages_follow_the_file(folder):
    write_story(folder)
    load(folder)
    city = City.objects.get()
    city._history_user = factories.make_user("officer")
    city.story_en = "As staff tell it."
    city.save()
    write_story(folder, story_en="Another.", story_it="Nuova storia.")

    load(folder)

    city = City.objects.get()
    assert (city.story_en, city.story_it) == ("As staff tell it.", "Nuova storia.")


def test_drafts_of_a_story_are_of_its_own_columns(folder):
    write_all(folder, city={"name_de": "Kassel"})
    write_story(folder)
    load(folder)
    load(folder)

    city = City.objects.get()
    states = {field: str(city.text_state(field, "de")) for field in ("name", "story")}
    assert states == {"name": "checked", "story": "draft"}


def test_drafts_of_the_city_leave_its_story_alone(folder):
    write_all(folder, city={"name_de": "Kassel", "drafts": "de"})
    write_story(folder, drafts="")
    load(folder)
    load(folder)

    city = City.objects.get()
    states = {field: str(city.text_state(field, "de")) for field in ("name", "story")}
    assert states == {"name": "draft", "story": "checked"}


def test_a_story_of_a_city_that_stands_nowhere_is_told(folder):
    write_story(folder, city="atlantis")

    with pytest.raises(datasets.BadRow, match=r"stories\.csv, line 2, row: “atlantis”"):
        load(folder)
    assert not City.objects.exists()


def test_a_story_of_a_city_that_staff_made_or_deleted_is_left_alone(folder):
    factories.make_city("Kassel", slug="kassel", country=factories.make_country(code="DE"))
    write_story(folder)

    load(folder)
    assert City.objects.get().story_it in (None, "")
    Agreement.objects.all().delete()
    City.objects.all().delete()
    load(folder)
    assert not City.objects.exists()
