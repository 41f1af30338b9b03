"""Two records of one person become one, and nothing is lost."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from PIL import Image

from directory.actions import CannotMerge, merge_people
from directory.models import City, Person
from office.models import Audience, Citation, LoadedRecord
from tests import factories, forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def merge(keep, drop, *chosen):
    merged = merge_people(keep=keep, drop=drop, by=factories.make_user("officer"), chosen=chosen)
    assert list(Person.objects.filter(pk__in=[keep.pk, drop.pk])) == [merged]
    return Person.objects.get(pk=merged.pk)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return ContentFile(file.getvalue(), "face.png")


# ---------------------------------------------------------------- the action


def test_what_is_empty_is_filled_and_what_both_say_stands_unless_chosen():
    keep = factories.make_person("Yamada", given_name="Tarō", title="Dr")
    drop = factories.make_person(
        "Jamada", own_name="山田太郎", own_language="ja", title="Prof.", form_of_address_en="Sir"
    )

    merged = merge(keep, drop, "title")

    assert (merged.family_name, merged.given_name, merged.title) == ("Yamada", "Tarō", "Prof.")
    assert (merged.own_name, merged.own_language) == ("山田太郎", "ja")
    assert merged.form_of_address_en == "Sir"


def test_offices_languages_contacts_sources_and_the_memory_of_data_sets_move():
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    city = factories.make_city("Kyoto")
    factories.make_office_held(keep, "Mayor", city=city)
    factories.make_office_held(drop, "Governor", city=city)
    factories.make_language(keep, "ja", level="B2", interprets_from=True)
    factories.make_language(drop, "ja", level="native", guides_in=True)
    factories.make_language(drop, "en", level="C1")
    factories.make_contact_detail(keep, "one@example.org")
    factories.make_contact_detail(drop, "two@example.org")
    Citation.objects.create(record=drop, field="own_name", source=factories.make_source())
    LoadedRecord.objects.create(data_set="trial", key="yamada", record=drop)

    merged = merge(keep, drop)

    assert [office.title for office in merged.offices.all()] == ["Mayor", "Governor"]
    assert [
        (one.language, one.level, one.interprets_from, one.guides_in)
        for one in merged.languages.all()
    ] == [("en", "C1", False, False), ("ja", "native", True, True)]
    assert [one.value for one in merged.contacts.all()] == ["one@example.org", "two@example.org"]
    assert [one.field for one in merged.citations.all()] == ["own_name"]
    assert LoadedRecord.objects.get().record == merged


def test_no_source_stands_behind_the_value_of_the_other():
    keep = factories.make_person("Yamada", given_name="Taro", title="Dr")
    drop = factories.make_person("Jamada", given_name="Tarō", title="Prof.")
    for person, field in [(keep, "title"), (keep, "family_name"), (drop, "given_name")]:
        source = factories.make_source(f"Of the {field}")
        Citation.objects.create(record=person, field=field, source=source)

    merged = merge(keep, drop, "title")

    assert {one.field: one.says for one in merged.citations.all()} == {
        "title": "Dr",
        "family_name": "",
        "given_name": "Tarō",
    }


def test_rows_that_say_the_very_same_stand_once():
    keep, drop = factories.make_person("Yamada"), factories.make_person("Yamada")
    city, source = factories.make_city("Kyoto"), factories.make_source()
    for person in (keep, drop):
        factories.make_office_held(person, "Mayor", city=city, held_from="2020")
        factories.make_contact_detail(person, "one@example.org")
        Citation.objects.create(record=person, field="own_name", source=source)

    merged = merge(keep, drop)

    rows = (merged.offices, merged.contacts, merged.citations)
    assert [related.count() for related in rows] == [1, 1, 1]


def test_a_number_keeps_the_country_that_it_was_typed_for():
    keep, drop = factories.make_person("Yamada"), factories.make_person("Yamada")
    factories.make_office_held(keep, city=factories.make_city(country=factories.make_country()))
    italy = factories.make_country(code="IT")
    factories.make_office_held(drop, city=factories.make_city("Lucca", country=italy))
    factories.make_contact_detail(drop, "0583 442 442", "telephone")

    merged = merge(keep, drop)

    assert [one.normalised for one in merged.contacts.all()] == ["+390583442442"]


def test_a_photograph_comes_with_its_own_author_licence_and_consent():
    keep = factories.make_person("Yamada", photograph_author="Nobody")
    drop = factories.make_person(
        "Yamada",
        photograph=picture(),
        photograph_author="A. Photographer",
        photograph_licence="CC BY 4.0",
        consent_on="2026-05",
        photograph_published=True,
    )

    merged = merge(keep, drop)

    assert merged.photograph.name == drop.photograph.name
    assert merged.photograph.storage.exists(merged.photograph.name)
    assert (merged.photograph_author, merged.photograph_published) == ("A. Photographer", True)
    assert str(merged.consent_on) == "May 2026"


def test_the_account_moves_unless_both_have_one():
    first, second = factories.make_user("reader"), factories.make_user("reader")
    keep, drop = factories.make_person("Yamada"), factories.make_person("Y", account=second)
    assert merge(keep, drop).account == second

    assert merge(factories.make_person("Yamada", account=first), keep).account == first


@pytest.mark.parametrize(
    ("kept", "dropped", "level"),
    [
        ("public", "internal", "internal"),
        ("internal", "public", "internal"),
        ("quiet", "public", "quiet"),
        ("public", "quiet", "quiet"),
    ],
)
def test_nobody_sees_more_than_before(kept, dropped, level):
    keep = factories.make_person("Yamada", level=kept)
    drop = factories.make_person("Yamada", level=dropped)
    before = Audience.objects.count()

    merged = merge(keep, drop)

    assert merged.audience.level == level
    assert Audience.objects.count() == before - 1


@pytest.mark.parametrize(
    ("kept", "dropped", "level", "who"),
    [
        ("confidential", "confidential", "confidential", {"both"}),
        ("confidential", "quiet", "quiet", {"both"}),
        ("quiet", "confidential", "quiet", {"both"}),
        # Staff reads what is internal, who is named on one or on none of the two.
        ("internal", "quiet", "quiet", {"both", "dropped"}),
        ("quiet", "internal", "quiet", {"both", "kept"}),
        ("public", "confidential", "confidential", {"both", "dropped"}),
    ],
)
def test_those_who_saw_both_records_see_the_one(kept, dropped, level, who):
    readers = {name: factories.make_user("officer") for name in ("both", "kept", "dropped")}
    of_kept, of_dropped = ([readers["both"], readers[name]] for name in ("kept", "dropped"))
    keep = factories.make_person("Yamada", level=kept, readers=of_kept)
    drop = factories.make_person("Yamada", level=dropped, readers=of_dropped)
    before = Audience.objects.count()

    merged = merge(keep, drop)

    assert merged.audience.level == level
    people = Person.objects.filter(pk=merged.pk)
    assert {name for name, one in readers.items() if people.visible_to(one).exists()} == who
    assert Audience.objects.count() == before - 1


def test_a_reader_of_one_who_reads_nothing_internal_sees_nothing_of_the_other():
    councillor = factories.make_user("councillor")
    keep = factories.make_person("Yamada", level="confidential", readers=[councillor])

    merged = merge(keep, factories.make_person("Yamada", level="internal"))

    assert list(merged.audience.readers.all()) == []


def test_what_shares_an_audience_with_one_of_the_two_keeps_its_readers():
    both, one, other = (factories.make_user("officer") for _n in range(3))
    keep = factories.make_person("Yamada", level="confidential", readers=[both, one])
    drop = factories.make_person("Yamada", level="quiet", readers=[both, other])
    sharing = [factories.make_city(), factories.make_city()]
    for city, person in zip(sharing, (keep, drop), strict=True):
        city.audience = person.audience
        city.save()

    merge(keep, drop)

    audiences = [City.objects.get(pk=city.pk).audience for city in sharing]
    assert [(audience.level, set(audience.readers.all())) for audience in audiences] == [
        ("confidential", {both, one}),
        ("quiet", {both, other}),
    ]


def test_the_history_says_what_happened_and_who_did_it():
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    officer = factories.make_user("officer")

    merge_people(keep=keep, drop=drop, by=officer)

    for record, kind in ((keep, "~"), (drop, "-")):
        last = Person.history.filter(id=record.pk).latest()
        assert (last.history_type, last.history_user) == (kind, officer)
        assert last.history_change_reason == "Merged from two records: Jamada"


@pytest.fixture
def once():
    """A table, as another room's may be, that takes a person once for each city."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX once ON directory_officeheld (person_id, city_id)")


def two_at(city):
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    for person, title in ((keep, "Mayor"), (drop, "Governor")):
        factories.make_office_held(person, title, city=city)
    return keep, drop


def test_what_may_point_at_a_person_once_stops_it_and_nothing_is_changed(once):
    keep, drop = two_at(factories.make_city("Kyoto"))

    with pytest.raises(CannotMerge) as refused:
        merge_people(keep=keep, drop=drop, by=factories.make_user("officer"))

    assert refused.value.record.title == "Governor"
    assert [person.offices.count() for person in (keep, drop)] == [1, 1]


# ---------------------------------------------------------------- the page


@pytest.fixture
def officer(settings):
    settings.DEMONSTRATION = True
    return forms.signed_in("officer")


def page_of(keep, drop=None):
    other = f"?other={drop.pk}" if drop else ""
    return f"/admin/directory/person/{keep.pk}/merge/{other}"


def test_the_other_record_is_proposed_or_looked_for(officer):
    keep = factories.make_person("Yamada", given_name="Tarō")
    like = factories.make_person("Yamada", given_name="Taro")
    unlike = factories.make_person("Suzuki")
    hidden = factories.make_person("Yamada", given_name="Taro", level="quiet")

    def found(query=""):
        page = officer.get(page_of(keep) + query).content.decode()
        return [one for one in (like, unlike, hidden) if f'href="?other={one.pk}"' in page]

    assert found() == [like]
    assert found("?q=suzu") == [unlike]
    change = officer.get(f"/admin/directory/person/{keep.pk}/change/").content.decode()
    assert f'href="{page_of(keep)}"' in change


def test_an_officer_chooses_between_the_values_side_by_side(officer):
    keep = factories.make_person("Yamada", title="Dr", pronunciation="YA-ma-da")
    drop = factories.make_person("Jamada", title="Prof.", own_name="山田", own_language="ja")
    factories.make_office_held(drop, "Governor", city=factories.make_city("Kyoto"))

    form = forms.form_of(officer.get(page_of(keep, drop)))
    assert {name: form[name] for name in form if form[name] in ("keep", "drop")} == {
        "family_name": "keep",
        "title": "keep",
    }
    merged = forms.send(officer, page_of(keep), form, title="drop")

    assert merged.url == f"/admin/directory/person/{keep.pk}/change/"
    person = Person.objects.get()
    assert (person.family_name, person.title, person.own_name) == ("Yamada", "Prof.", "山田")
    history = officer.get(f"/admin/directory/person/{keep.pk}/history/").content.decode()
    assert "Merged from two records: Jamada" in history
    assert officer.user.name in history


def test_the_message_after_merging_names_the_one_that_stays(officer):
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")

    form = forms.form_of(officer.get(page_of(keep, drop)))
    page = officer.post(page_of(keep), form, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Two records are one now. “Yamada” stays and has what “Jamada” had."
    ]


def test_both_pages_of_a_merge_lead_back_to_the_person(officer):
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    back = f'href="/admin/directory/person/{keep.pk}/change/">Cancel</a>'

    assert back in officer.get(page_of(keep)).text
    assert back in officer.get(page_of(keep, drop)).text


def test_a_merge_after_someone_else_saved_is_shown_again(officer):
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    form = forms.form_of(officer.get(page_of(keep, drop)))
    drop.note = "Has moved."
    drop.save()

    again = forms.send(officer, page_of(keep), form)

    assert "Someone else saved one of the two meanwhile" in again.content.decode()
    assert Person.objects.count() == 2
    assert forms.send(officer, page_of(keep), forms.form_of(again)).status_code == 302


def test_who_may_merge_and_whom(people, client, settings):
    settings.DEMONSTRATION = True
    named = people["officer"]
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    hidden = factories.make_person("Yamada", level="quiet", readers=[named])
    answers = {}
    for role in ("officer", "head", "reader", "translator"):
        client.force_login(people[role])
        urls = [page_of(keep, drop), page_of(keep, hidden), page_of(hidden), page_of(keep, keep)]
        answers[role] = [client.get(url).status_code for url in urls]

    assert answers == {
        "officer": [200, 200, 200, 404],
        "head": [200, 404, 404, 404],
        "reader": [403] * 4,
        "translator": [403] * 4,
    }


def test_the_page_names_no_office_at_a_place_that_is_hidden(officer):
    keep, drop = factories.make_person("Yamada"), factories.make_person("Jamada")
    factories.make_office_held(drop, "Mayor", city=factories.make_city("Zzyzx", level="quiet"))

    assert "Zzyzx" not in officer.get(page_of(keep, drop)).content.decode()


@pytest.mark.parametrize(
    ("level", "said"), [("public", "Governor, Kyoto"), ("quiet", "something that you may not see")]
)
def test_the_page_says_what_takes_a_person_once_without_naming_what_is_hidden(
    once, officer, level, said
):
    keep, drop = two_at(factories.make_city("Kyoto", level=level))

    refused = forms.send(officer, page_of(keep), forms.form_of(officer.get(page_of(keep, drop))))

    text = refused.content.decode()
    assert f"Both stand in one record that takes a person once: {said}." in text
    assert ("Kyoto" in text) == (level == "public")
    assert Person.objects.count() == 2
