"""The state of each text in each language: kept by save(), said alike by Python and SQL."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db.models import Model
from django.template import Context, Template
from django.utils import translation
from modeltranslation.translator import translator
from simple_history.models import HistoricalRecords

from directory.models import City, Country
from office import text_states
from office.checks import every_translated_model_keeps_its_states
from office.models import Office
from office.text_states import CheckedText, mark, state_of, texts
from partnerships.models import Agreement, BondType
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LANGUAGES = ["it", "en", "fr", "de", "es"]


def states(record, field):
    """The states as Python says them, after the database was seen to say the same."""
    said = {code: record.text_state(field, code) for code in LANGUAGES}
    rows = type(record)._base_manager.filter(pk=record.pk)
    in_sql = {code: rows.values_list(state_of(field, code), flat=True).get() for code in LANGUAGES}
    assert in_sql == said
    return {code: str(state) for code, state in said.items() if state}


def told(**changed):
    return dict.fromkeys(LANGUAGES, "missing") | changed


@pytest.fixture
def note():
    """The note of an agreement, written in Italian and German."""
    return factories.make_agreement(note_it="Un patto.", note_de="Ein Pakt.")


# ---------------------------------------------------------------- set by the save


def test_a_text_is_missing_or_checked_once_its_original_is_written(note):
    assert states(note, "note") == told(it="checked", de="checked")
    assert states(note, "place") == {}


def test_a_change_of_the_original_outdates_its_translations(note):
    note.note_it = "Un patto di pace."
    note.save()

    assert states(note, "note") == told(it="checked", de="outdated")


def test_a_translation_written_anew_is_no_longer_outdated(note):
    note.note_it = "Un patto di pace."
    note.save()
    note.note_de = "Ein Friedenspakt."
    note.save()

    assert states(note, "note") == told(it="checked", de="checked")


def test_both_texts_written_in_one_save_belong_together(note):
    note.note_it, note.note_de = "Un patto di pace.", "Ein Friedenspakt."
    note.save()

    assert states(note, "note") == told(it="checked", de="checked")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"signed_on": "1954"},
        {"place_it": "Firenze"},
        {"note_it": " Un  patto.\r\n"},
        {"note_de": "Ein\u00a0Pakt."},
    ],
    ids=["nothing", "a date", "another text", "spaces of the original", "spaces of the text"],
)
def test_what_is_no_change_of_the_text_outdates_nothing(note, change):
    before = note.text_states["note"]
    for name, value in change.items():
        setattr(note, name, value)

    note.save()
    note.save()

    assert states(note, "note") == told(it="checked", de="checked")
    assert note.text_states["note"] == before


def test_an_original_put_back_as_it_was_outdates_nothing(note):
    note.note_it = "Un errore."
    note.save()
    note.note_it = "Un patto."
    note.save()

    assert states(note, "note") == told(it="checked", de="checked")


def test_a_text_that_is_emptied_is_missing(note):
    note.note_de = ""
    note.save()

    assert states(note, "note") == told(it="checked")
    assert list(note.text_states["note"]) == ["it"]


def test_an_original_that_is_missing_is_told(note):
    note.note_it = ""
    note.save()

    assert states(note, "note") == told(de="checked")


def test_without_an_original_the_first_text_written_is_the_one_to_follow(note):
    note.note_it, note.note_en = "", "A pact."
    note.save()
    note.note_de = "Ein Pakt!"
    note.save()
    note.note_en = "A pact of peace."
    note.save()
    assert states(note, "note") == told(en="checked", de="outdated")

    note.note_de = "Ein Friedenspakt."
    note.save()
    note.note_it = "Un patto di pace."
    note.save()
    assert states(note, "note") == told(it="checked", en="checked", de="checked")

    note.note_it = "Un patto di guerra."
    note.save()
    assert states(note, "note") == told(it="checked", en="outdated", de="outdated")


def test_a_save_of_single_fields_keeps_the_states_of_what_it_writes(note):
    note.note_it = "Un patto di pace."
    note.save(update_fields=["signed_on"])
    note.refresh_from_db()
    assert states(note, "note") == told(it="checked", de="checked")

    note.note_it = "Un patto di pace."
    note.save(update_fields=["note_it"])
    note.refresh_from_db()
    assert states(note, "note") == told(it="checked", de="outdated")


def test_a_save_of_a_translated_field_writes_the_active_language(note):
    with translation.override("de"):
        note.note = "Ein Friedenspakt."
        note.save(update_fields=["note"])

    note.refresh_from_db()
    assert note.note_de == "Ein Friedenspakt."
    assert states(note, "note") == told(it="checked", de="checked")


def test_a_field_that_was_not_fetched_keeps_its_state(note):
    partly = Agreement.objects.only("signed_on").get()
    partly.save()

    note.refresh_from_db()
    assert states(note, "note") == told(it="checked", de="checked")


def test_it_is_kept_who_wrote_a_text_and_when(note, rf, monkeypatch):
    writer = factories.make_user("officer")
    request = rf.post("/")
    request.user = writer
    monkeypatch.setattr(HistoricalRecords.context, "request", request, raising=False)
    note.note_de = "Ein Friedenspakt."
    note.save()

    entries = note.text_states["note"]
    assert {code: entry.get("by") for code, entry in entries.items()} == {
        "it": None,
        "de": writer.pk,
    }
    assert set(entries["de"]) == {"text", "from", "of", "by", "on"}


# ---------------------------------------------------------------- drafts


@pytest.fixture
def draft(note):
    note.note_fr = "Un pacte."
    note.drafts = {"fr"}
    note.save()
    return note


def test_a_draft_stays_one_until_someone_writes_it_anew(draft):
    assert states(draft, "note") == told(it="checked", de="checked", fr="draft")
    draft.signed_on = "1954"
    draft.save()
    assert states(draft, "note") == told(it="checked", de="checked", fr="draft")

    draft.note_fr = "Un pacte de paix."
    draft.save()

    assert states(draft, "note") == told(it="checked", de="checked", fr="checked")


def test_a_draft_found_good_is_checked_without_a_change(draft):
    draft.note_it = "Un patto!"
    draft.save()
    draft.write_anew("note", "fr")
    draft.save()

    assert states(draft, "note") == told(it="checked", de="outdated", fr="checked")


def test_a_draft_of_a_program_never_replaces_what_a_person_checked(note):
    note._history_user = factories.make_user("officer")
    note.note_de = "Ein Friedenspakt."
    note.save()
    del note._history_user
    note.note_de, note.drafts = "Maschinenpakt", {"de"}

    with pytest.raises(CheckedText, match="“note” in de"):
        note.save()

    note.refresh_from_db()
    assert note.note_de == "Ein Friedenspakt."


def test_what_is_written_past_the_save_is_a_draft(note):
    Agreement.objects.filter(pk=note.pk).update(note_de="Von einem Programm.")
    Country.objects.bulk_create([Country(code="FR", name_it="Francia", name_de="Frankreich")])

    note.refresh_from_db()
    assert states(note, "note") == told(it="checked", de="draft")
    assert states(Country.objects.get(code="FR"), "name") == told(it="draft", de="draft")


def test_an_original_changed_past_the_save_outdates_too(note):
    Agreement.objects.filter(pk=note.pk).update(note_it="Un altro patto.")

    note.refresh_from_db()
    assert states(note, "note") == told(it="draft", de="outdated")


# ---------------------------------------------------------------- another original language


def with_original(language):
    office = Office.objects.get()
    office.original_language = language
    office.save()


def test_another_original_language_outdates_nothing_by_itself(note):
    note.note_en = "A pact."
    note.save()
    with_original("en")

    assert states(note, "note") == told(it="checked", en="checked", de="checked")
    note.signed_on = "1954"
    note.save()
    assert states(note, "note") == told(it="checked", en="checked", de="checked")


@pytest.mark.parametrize("saved_between", [True, False])
def test_what_was_the_original_follows_the_new_one(note, saved_between):
    note.note_en = "A pact."
    note.save()
    with_original("en")
    if saved_between:
        note.save()

    note.note_en = "A pact of peace."
    note.save()

    assert states(note, "note") == told(it="outdated", en="checked", de="outdated")


def test_what_was_the_original_is_a_translation_like_another(note):
    note.note_en = "A pact."
    note.save()
    with_original("en")

    note.note_it = "Il patto."
    note.save()

    assert states(note, "note") == told(it="checked", en="checked", de="checked")


def test_what_was_outdated_before_stays_outdated(note):
    note.note_en = "A pact."
    note.save()
    note.note_it, note.note_en = "Un patto di pace.", "A pact of peace."
    note.save()
    with_original("en")
    note.save()

    assert states(note, "note") == told(it="checked", en="checked", de="outdated")


# ---------------------------------------------------------------- rows of every kind


def test_spaces_are_no_text_in_python_and_sql(note):
    note.note_de, note.note_fr = " \t\r\n\u00a0\u202f", "Zażółć «gęślą» 日本 \\ ' %s"
    note.save()

    assert mark(note.note_de) == ""
    assert states(note, "note") == told(it="checked", fr="checked")


def test_rows_are_counted_by_their_state(note):
    factories.make_agreement(note_it="Altro.")
    factories.make_agreement(note_it="Altro ancora.", note_de="Noch einer.")
    factories.make_agreement()

    found = texts(Agreement.objects.all(), "note", "de").values_list("text_state", flat=True)

    assert sorted(found) == ["checked", "checked", "missing"]


MIGRATIONS = [
    "office.migrations.0002_text_states",
    "directory.migrations.0004_text_states",
    "partnerships.migrations.0002_text_states",
]


def test_what_stood_there_before_counts_as_checked(note):
    kind = note.bond_type
    for model in (Agreement, BondType, City, Country, Office):
        model.objects.update(text_states={})

    for module in MIGRATIONS:
        import_module(module).fill(apps, None)

    for record in (note, kind, note.city, Office.objects.get()):
        record.refresh_from_db()
        for field in text_states.fields_of(type(record)):
            assert set(states(record, field).values()) <= {"checked", "missing"}
    note.note_it = "Un patto di pace."
    note.save()
    assert states(note, "note") == told(it="checked", de="outdated")


def test_every_translated_model_keeps_its_states(monkeypatch):
    assert every_translated_model_keeps_its_states(None) == []

    class Careless(Model):
        class Meta:
            abstract = True

    monkeypatch.setattr(translator, "get_registered_models", lambda **_options: [Careless])
    found = [error.id for error in every_translated_model_keeps_its_states(None)]
    assert found == ["office.E002"]


# ---------------------------------------------------------------- said on the page


def printed(record, field, language, options=""):
    template = Template("{% load office %}{% text record field " + options + " %}")
    with translation.override(language):
        return template.render(Context({"record": record, "field": field}))


def test_a_text_in_the_readers_language_is_printed_as_it_is(note):
    assert printed(note, "note", "it") == "Un patto."
    assert printed(note, "note", "it", "paragraphs=True") == "<p>Un patto.</p>"


def test_a_text_in_another_language_says_which(note):
    assert printed(note, "note", "en") == (
        '<span lang="it" dir="ltr">Un patto.</span> <small class="fallback">(in Italian)</small>'
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "(draft, not checked by a person)"),
        ("it", "(bozza, non controllata da una persona)"),
        ("de", "(Entwurf, nicht von einem Menschen geprüft)"),
    ],
)
def test_a_draft_says_so_to_the_reader_once(note, language, said):
    note.drafts = dict.fromkeys([language])
    setattr(note, f"note_{language}", "Neu.")
    note.save()

    assert printed(note, "note", language, "paragraphs=True") == (
        f'<p>Neu.</p> <small class="fallback">{said}</small>'
    )
    assert printed(note, "note", language) == "Neu."
    assert printed(note, "note", language, "remarks=True") == (
        f'Neu. <small class="fallback">{said}</small>'
    )


def test_a_draft_in_another_language_says_both(draft):
    draft.note_it = draft.note_de = ""
    draft.save()

    assert printed(draft, "note", "en", "paragraphs=True") == (
        '<div lang="fr" dir="ltr"><p>Un pacte.</p></div> '
        '<small class="fallback">(in French; draft, not checked by a person)</small>'
    )


def test_a_text_whose_original_changed_says_so(note):
    note.note_it = "Un patto di pace."
    note.save()

    assert printed(note, "note", "de", "paragraphs=True") == (
        '<p>Ein Pakt.</p> <small class="fallback">(das Original wurde seither geändert)</small>'
    )


def test_the_remarks_cost_no_query(draft, django_assert_num_queries):
    Office.objects.current()

    with django_assert_num_queries(0):
        assert "fallback" in printed(draft, "note", "fr", "paragraphs=True")


def test_a_text_that_is_written_from_right_to_left_says_so(monkeypatch):
    monkeypatch.setattr("office.templatetags.office.reading_order", lambda _language: ("ar", "it"))
    record = SimpleNamespace(name_ar="كيوتو", name_it="Kyoto")

    assert printed(record, "name", "en").startswith('<span lang="ar" dir="rtl">كيوتو</span>')


def test_the_page_of_a_city_says_its_drafts_and_fallbacks(client, draft):
    draft.status, draft.note_de = "in_force", ""
    draft.save()
    pages = {
        code: client.get(f"/{code}/{path}/{draft.city.slug}/").content.decode()
        for code, path in [("fr", "villes-partenaires"), ("de", "partnerstaedte")]
    }

    assert pages["fr"].count("Traduction provisoire") == 1
    assert pages["de"].count("auf Italienisch") >= 1
