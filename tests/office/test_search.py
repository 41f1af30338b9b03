"""The search: what is found, by which spelling, in which order, and by whom."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from directory.models import City, CityName, Country
from office import due, search
from office.dates import PartialDate
from office.models import Audience, SearchEntry, Source
from office.search import index
from office.search.answers import public_search, staff_search
from office.search.question import Question
from office.search.snippets import excerpt, marked
from office.search.spelling import closeness, trigrams
from office.text import plain
from partnerships.models import Agreement, BondType
from tests import factories

pytestmark = pytest.mark.django_db


def make_city(name, *names, **fields):
    city = factories.make_city(name, **fields)
    CityName.objects.bulk_create(CityName(city=city, name=other) for other in names)
    return city


@pytest.fixture
def cities(office):
    return [
        make_city("Fès", "Fes", "Fez", name_en="Fez", own_name="فاس", slug="fez"),
        make_city("Kiev", "Київ", "Kiew", name_en="Kyiv", slug="kyiv"),
        make_city("Nanchino", "Nankin", "南京", name_en="Nanjing", slug="nanjing"),
        make_city("Filadelfia", name_en="Philadelphia", slug="philadelphia"),
        make_city("Kyoto", "Kioto", own_name="京都市", slug="kyoto"),
    ]


def records(hits):
    return [hit.record for hit in hits]


def found(text, language="en", **options):
    return records(public_search(text, language=language, **options).page(1).object_list)


def slugs(hits):
    return [hit.record.slug for hit in hits]


# ---------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Fes", "fez"),
        ("fès", "fez"),
        ("FEZ", "fez"),
        ("فاس", "fez"),
        ("Kiev", "kyiv"),
        ("Kyiv", "kyiv"),
        ("Київ", "kyiv"),
        ("Nanjing", "nanjing"),
        ("Nanchino", "nanjing"),
        ("Nankin", "nanjing"),
        ("南京", "nanjing"),
        ("Kioto", "kyoto"),
        ("京都", "kyoto"),
        ("phil", "philadelphia"),
    ],
)
@pytest.mark.parametrize("language", ["it", "en", "de"])
def test_a_city_is_found_by_each_of_its_names(cities, text, slug, language):
    answer = public_search(text, language=language)

    assert slugs(answer.page(1).object_list) == [slug]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Filadelphia", "philadelphia"),
        ("Kyotto", "kyoto"),
        ("Kytoo", "kyoto"),
        ("Nanjng", "nanjing"),
        ("Fihladelpia", "philadelphia"),
    ],
)
def test_a_misspelt_city_is_offered(cities, text, slug):
    answer = public_search(text, language="it")

    assert (answer.total, slugs(answer.similar)) == (0, [slug])


def test_what_was_found_is_not_offered_again(cities):
    answer = public_search("Kyoto", language="it")

    assert (slugs(answer.page(1).object_list), answer.similar) == (["kyoto"], [])


def test_other_forms_of_a_word_are_found_in_its_language(cities):
    agreement = factories.make_agreement(cities[4], note_it="Scambi di studenti universitari.")

    assert found("studente", language="it") == [agreement]
    assert found("università") == [agreement]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("sindaco di Fès", ["sindaco", "di"]),
        ("quando firmò Fès", ["quando", "firmò"]),
        ("mayor Fez", ["mayor"]),
        ("Fez zzyzx", ["zzyzx"]),
    ],
)
def test_words_that_stand_with_no_other_are_left_out_and_told(client, cities, text, left_out):
    note = {"note_it": "Il sindaco firmò la carta quando venne. The mayor signed."}
    factories.make_agreement(cities[4], **note)

    answer = public_search(text, language="it")

    assert (slugs(answer.page(1).object_list), answer.left_out) == (["fez"], left_out)
    page = client.get("/en/search/", {"find": text}).text
    assert f"Nothing has all of these words. Left out: {', '.join(left_out)}." in page


def test_a_question_that_is_answered_or_put_together_on_purpose_keeps_its_words(cities):
    factories.make_agreement(cities[4], note_it="Il sindaco firmò la carta.")

    for text, total in [("sindaco carta", 1), ('"sindaco" Fès', 0), ("zzyzx qqxx", 0)]:
        answer = public_search(text, language="it")
        assert (answer.total, answer.left_out) == (total, [])


def test_a_misspelt_name_is_offered_beside_what_the_other_words_find(cities):
    factories.make_agreement(cities[0], note_it="Il sindaco firmò la carta.")

    answer = public_search("sindaco Kyotto", language="it")

    assert answer.left_out == ["Kyotto"]
    assert [str(hit.record) for hit in answer.similar] == ["Kyoto"]


@pytest.mark.parametrize("text", ["22 settembre 1965", "September 1965", "1965"])
def test_an_agreement_is_found_by_its_day_in_words(cities, text):
    agreement = factories.make_agreement(cities[4], signed_on=PartialDate(1965, 9, 22))

    assert found(text) == [agreement]


# ---------------------------------------------------------------- the text that was typed

NONSENSE = [
    "",
    " ",
    "\0",
    "a\0b",
    "x" * 10_000,
    "'",
    '"',
    "-",
    "((& !!",
    "::",
    "or or",
    "%",
    "\\",
    "*",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_any_text_is_answered(client, people, cities, text):
    assert found(text) == []
    assert client.get("/en/search/", {"find": text, "kind": text, "page": text}).status_code == 200
    staff = staff_search(text, user=people["officer"], models=list(index.kinds), language="en")
    assert staff.page(text).object_list == []


def test_words_can_be_left_out_and_put_together(cities):
    note = {"note_en": "A garden of stones and moss."}
    agreement = factories.make_agreement(cities[4], **note)
    factories.make_agreement(cities[3], note_en="Stones, and a garden.")

    assert found('"garden of stones"') == [agreement]
    assert found("garden -moss") == [agreement.__class__.objects.get(city=cities[3])]


@pytest.mark.parametrize(
    "typed", ["055 123 45 67", "+39055 1234567", "0039 055 123.45.67", "(055) 123-4567", "5512345"]
)
def test_a_number_is_found_however_it_is_typed(office, typed):
    entry_of(factories.make_source(), numbers="390551234567")
    entry_of(factories.make_source("Another"), numbers="390551234999")

    found = SearchEntry.objects.filter(numbers__contains=Question(typed).digits)

    assert [entry.numbers for entry in found] == ["390551234567"]


def entry_of(record, **columns):
    entries = SearchEntry.objects.of(type(record), [record.pk])
    entries.update(**columns)
    return entries.get()


@pytest.mark.parametrize("text", ["1965", "00", "12 a 34567", "", "twelve"])
def test_a_text_that_is_no_number_has_no_digits(text):
    assert Question(text).digits == ""


def test_database_and_program_cut_and_fold_alike(office):
    title = "Łódź, Città d’Ærø; STRASSE ß 京都市 — Київ"
    entry = entry_of(factories.make_source(), title=title, names="O'Neil\nأحمد")

    assert entry.plain_names == plain(f"{title}\nO'Neil\nأحمد")
    assert sorted(entry.trigrams) == trigrams(entry.plain_names.split())


def test_closeness_is_that_of_the_best_words_in_any_order():
    assert closeness(["rossi", "mario"], "mario rossi") == 1
    assert closeness(["rosi"], "mario rossi") > 0.8
    assert closeness(["kyoto"], "a") == 0
    assert closeness([], "kyoto") == closeness(["kyoto"], "") == 0


# ---------------------------------------------------------------- order and kinds


def test_what_is_called_so_comes_before_what_speaks_of_it(cities):
    city = cities[4]
    organisation = factories.make_organisation("Kyoto Orchestra")
    agreement = factories.make_agreement(city)
    other = factories.make_agreement(cities[3], note_en="Like the pact with Kyoto.")

    assert found("Kyoto") == [city, agreement, other]
    assert organisation not in found("orchestra")


def test_kinds_are_counted_and_can_be_asked_for_alone(cities):
    agreements = [factories.make_agreement(cities[4], note_en=f"{n}") for n in range(2)]
    answer = public_search("Kyoto", language="en", only="agreement")

    counted = [(facet.kind.model, facet.count) for facet in answer.facets]
    assert counted == [(City, 1), (Agreement, 2)]
    assert answer.total == 3
    assert set(records(answer.page(1).object_list)) == set(agreements)
    assert answer.page(1).paginator.count == 2


def test_a_kind_that_is_none_asks_for_all(cities):
    assert found("Kyoto", only="nothing") == [cities[4]]


# ---------------------------------------------------------------- what is shown


def test_words_are_marked_and_everything_else_is_escaped():
    assert marked("<b>Fès</b> & Fes", ["fes"]) == (
        "&lt;b&gt;<mark>Fès</mark>&lt;/b&gt; &amp; <mark>Fes</mark>"
    )
    assert marked("Pacts & patterns", ["pact"]) == "<mark>Pacts</mark> &amp; patterns"


def test_an_excerpt_begins_near_the_first_word_that_was_found():
    text = f"{'before ' * 50}the <pact> {'after ' * 50}"

    shown, marks = excerpt(text, ["pact"])

    assert marks
    assert shown.startswith("… before")
    assert "&lt;<mark>pact</mark>&gt;" in shown
    assert shown.endswith(" …")
    assert excerpt("Short.", ["pact"]) == ("Short.", False)


def test_a_hit_is_shown_in_the_readers_language_and_another_is_named(cities):
    city = cities[4]
    factories.make_agreement(city, note_it="Un patto tra due città d’arte.", bond="twin")
    kind = BondType.objects.get()
    kind.name_en = ""
    kind.save()

    agreement = public_search("arte", language="en").page(1).object_list[0]
    nankin = public_search("Nankin", language="en").page(1).object_list[0]

    assert (agreement.title, agreement.title_language) == ("Legame twin – Kyoto", "it")
    assert agreement.text_language == "it"
    assert "d’<mark>arte</mark>" in agreement.text
    assert (nankin.title, nankin.title_language, nankin.also) == (
        "Nanjing",
        None,
        "<mark>Nankin</mark>",
    )


# ---------------------------------------------------------------- in step with the records


def texts(record):
    entries = SearchEntry.objects.of(type(record), [record.pk]).order_by("language")
    return {entry.language: (entry.title, entry.names) for entry in entries}


def test_a_new_name_is_found_and_an_old_one_no_longer(office):
    city = make_city("Kyoto")
    city.name_it = city.name_en = "Nara"
    city.save()

    assert texts(city) == {"": ("", "Nara"), "en": ("Nara", ""), "it": ("Nara", "")}
    assert (found("Nara"), found("Kyoto")) == ([city], [])


def test_another_spelling_is_found_as_soon_as_it_is_there_and_no_longer(office):
    city = make_city("Kyoto")
    name = CityName.objects.create(city=city, name="Miyako")
    assert found("miyako") == [city]

    CityName.objects.update(name="Heian")
    assert (found("heian"), found("miyako")) == ([city], [])

    name.delete()
    assert found("heian") == []


def test_a_row_that_goes_over_to_another_record_takes_its_words_along(office):
    make_city("Kyoto", "Miyako")
    other = make_city("Gifu")

    CityName.objects.update(city=other)

    assert found("miyako") == [other]


def test_what_a_record_names_is_found_under_its_new_name(office):
    city = make_city("Kyoto")
    agreement = factories.make_agreement(city)
    Country.objects.update(name_it="Sol levante", name_en="Rising sun")

    assert found("rising sun") == [city, agreement]

    city.name_en = "Nara"
    city.save()
    assert found("nara") == [city, agreement]


def test_what_is_made_or_changed_by_the_dozen_is_found(office):
    country, audience = factories.make_country(), factories.make_audience()
    City.objects.bulk_create(
        City(slug=f"c{n}", name_en=f"Burg {n}", name_it="", country=country, audience=audience)
        for n in range(3)
    )
    assert len(found("burg")) == 3

    rows = list(City.objects.all())
    for row in rows:
        row.name_en = "Town"
    City.objects.bulk_update(rows, ["name_en"])
    assert (len(found("burg")), len(found("town"))) == (0, 3)

    City.objects.filter(slug="c0").update(name_en="Village")
    assert [city.slug for city in found("village")] == ["c0"]


def test_what_is_deleted_is_forgotten(office):
    city = make_city("Kyoto", "Miyako")
    City.objects.create(
        slug="x", name_it="Gifu", country=city.country, audience=factories.make_audience()
    )
    city.delete()
    City.objects.all().delete()

    assert SearchEntry.objects.filter(names__gt="", content_type__model="city").count() == 0


def test_a_save_that_is_taken_back_leaves_the_index_alone(office):
    city = make_city("Kyoto")
    with transaction.atomic():
        city.name_en = "Nara"
        city.save()
        transaction.set_rollback(True)

    assert found("Nara") == []


def test_many_changes_can_be_indexed_once_at_the_end(office):
    city = make_city("Kyoto")
    with search.postponed(), search.postponed():
        city.name_en = "Nara"
        city.save()
        assert found("Nara") == []

    assert found("Nara") == [city]


def test_every_night_what_went_past_the_program_is_put_right_and_logged(office, caplog):
    city, gone = make_city("Kyoto"), make_city("Gifu")
    SearchEntry.objects.of(City, [city.pk]).filter(language="en").update(title="Osaka")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_city WHERE id = %s", [gone.pk])
    SearchEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Audience), object_id=1, title="stray"
    )
    index.cache.delete(index.DONE_ON)

    count = index.nightly()

    # One city was wrong, one had three entries left, one entry was of nothing that is found.
    assert (count, index.nightly()) == (5, 0)
    assert "differed from 5" in caplog.text
    assert index.reindex() == 0
    assert texts(city)["en"] == ("Kyoto", "")
    assert ("search", index.nightly) in due.jobs.items()


def test_indexing_costs_the_same_for_one_record_and_for_many(office):
    kind = index.kinds[City]

    def cost(count):
        keys = [make_city(f"Kyoto {count} {n}", "Miyako").pk for n in range(count)]
        SearchEntry.objects.of(City, keys).delete()
        with CaptureQueriesContext(connection) as captured:
            index.refresh(kind, keys)
        return len(captured)

    assert cost(1) == cost(5) <= 7


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match=r"directory\.City"):
        search.register(search.Kind(City, list))


# ---------------------------------------------------------------- who finds what


def staff_finds(user, text):
    answer = staff_search(text, user=user, models=list(index.kinds), language="en")
    return records(answer.page(1).object_list)


def test_a_thing_is_found_by_those_who_may_read_it(people):
    named, colleague, stranger = people["officer"], people["reader"], people["press"]
    public, internal = make_city("Kyoto one"), make_city("Kyoto two", level="internal")
    secret = make_city("Kyoto three", level="confidential", readers=[named])

    assert staff_finds(named, "kyoto") == [public, internal, secret]
    assert staff_finds(colleague, "kyoto") == [public, internal]
    assert staff_finds(stranger, "kyoto") == [public]
    assert found("kyoto") == [public]


def test_what_becomes_quiet_is_not_found_from_that_moment(people):
    city = make_city("Kyoto")
    agreement = factories.make_agreement(city, note_en="Gardens")
    assert found("gardens") == [agreement]

    Audience.objects.filter(pk=city.audience_id).update(level="quiet")

    answer = public_search("Kyoto", language="en")
    assert (found("gardens"), answer.facets, answer.similar) == ([], [], [])
    assert public_search("Kyotto", language="en").similar == []
    assert staff_finds(people["head"], "kyoto") == []


def test_an_audience_that_is_gone_lets_nobody_in(people):
    city = make_city("Kyoto")
    SearchEntry.objects.of(City, [city.pk]).update(audiences=[0])

    assert (found("Kyoto"), staff_finds(people["head"], "Kyoto")) == ([], [])


def test_staff_words_find_nothing_on_the_public_pages(people):
    city = make_city("Kyoto")
    entry = SearchEntry.objects.of(City, [city.pk]).get(language="")
    SearchEntry.objects.create(
        content_type=entry.content_type,
        object_id=city.pk,
        part="contacts",
        for_staff=True,
        audiences=entry.audiences,
        names="hidden@example.org",
    )

    assert found("hidden") == []
    assert "hidden" not in str(public_search("Kyoto", language="en").page(1).object_list)
    assert staff_finds(people["officer"], "hidden@example.org") == [city]


def test_kinds_without_a_page_are_for_staff(people):
    source = Source.objects.create(title="City archive", url="https://archive.example.org/1965")

    assert found("archive") == []
    assert staff_finds(people["reader"], "archive") == [source]


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_for_one_hit_and_for_three(client, office, count):
    cities = [make_city(f"Kyoto {n}") for n in range(count)]
    for city in cities:
        factories.make_agreement(city)
    client.get("/en/search/?find=kyoto")

    with CaptureQueriesContext(connection) as captured:
        page = client.get("/en/search/?find=kyoto")

    assert page.context["answer"].total == 2 * count
    # With little found, the names that are nearly so are asked for as well.
    assert len(captured) <= (10 if count == 1 else 7)


# ---------------------------------------------------------------- the public page


def test_page_shows_what_was_found_and_how_to_ask_for_one_kind(client, cities):
    factories.make_agreement(cities[4])

    page = client.get("/en/search/?find=kioto").content.decode()

    assert '<meta name="robots" content="noindex, follow">' in page
    assert '<a href="/en/partner-cities/kyoto/">Kyoto</a>' in page
    assert "<mark>Kioto</mark>" in page
    assert "1 result for “kioto”" in page

    page = client.get("/en/search/?find=kyoto").content.decode()
    assert '<a href="?find=kyoto&amp;kind=agreement">Agreements (1)</a>' in page


@pytest.mark.parametrize(
    ("language", "typed", "path"),
    [
        ("en", "privacy", "/en/privacy/"),
        ("it", "contatti", "/it/#footer"),
        ("it", "mappa", "/it/citta-partner/mappa/"),
        ("en", "map", "/en/partner-cities/map/"),
        ("en", "accessible", "/en/accessibility/"),
        ("it", "Giorgio Sindaco", "/it/la-nostra-storia/"),
        ("fr", "données personnelles", "/fr/confidentialite/"),
    ],
)
def test_pages_of_the_site_are_found_in_the_readers_language(client, office, language, typed, path):
    office.heritage_it = "Il sindaco Giorgio annunciò."
    office.save()
    with translation.override(language):
        search_url = reverse("search")

    page = client.get(search_url, {"find": typed})

    assert [found.url for found in page.context["site_pages"]] == [path]
    assert f'<li><a href="{path}">' in page.text.split("</form>")[-1]


def test_pages_of_the_site_are_no_answer_to_other_words_or_to_a_single_letter(client, cities):
    for typed in ("Kyoto", "privacy Kyoto", "a", ""):
        assert client.get("/en/search/", {"find": typed}).context["site_pages"] == []


def test_near_names_alone_are_asked_for_where_nothing_is_called_so(client, cities):
    page = client.get("/en/search/?find=Kyotto").text

    assert page.index("Nothing was found for “Kyotto”.") < page.index("Did you mean …?")
    assert "Try fewer words" not in page
    assert "0 results" not in page


def test_text_in_the_readers_language_is_shown_even_where_another_has_the_word(cities):
    factories.make_agreement(cities[4], note_it="Un patto.", note_es="Un acuerdo con sello.")

    hit = public_search("sello", language="it").page(1).object_list[0]

    assert (hit.text, hit.text_language) == ("Paese JP · Un patto.", None)


def test_a_name_explains_a_hit_before_a_title_in_another_language(cities):
    factories.make_agreement(cities[4])
    City.objects.filter(pk=cities[4].pk).update(name_es="Kioto")
    kind = BondType.objects.get()
    kind.name_es = "Hermanamiento"
    kind.save()

    hits = public_search("Kioto", language="it").page(1).object_list

    assert [hit.also for hit in hits] == ["<mark>Kioto</mark>", "<mark>Kioto</mark>"]


@pytest.mark.parametrize(
    ("typed", "also"),
    [("Bond Kioto", "<mark>Kioto</mark>"), ("la note", ""), ("Bond Kyoto", "")],
)
def test_another_name_is_told_only_where_it_explains_what_the_title_does_not(cities, typed, also):
    factories.make_agreement(cities[4], note_en="A note on la note.")
    City.objects.filter(pk=cities[4].pk).update(name_es="Kioto, las islas")

    (hit,) = public_search(typed, language="en").page(1).object_list

    assert hit.also == (also and "<mark>Kioto</mark>, las islas")


@pytest.mark.parametrize(
    ("language", "said"), [("it", "(in tedesco)"), ("fr", "(en allemand)"), ("es", "(en alemán)")]
)
def test_the_language_of_a_text_is_named_in_small_letters(client, office, language, said):
    factories.make_event("Fest", title_it="", title_en="", title_de="Fest", note_de="Viel Musik.")
    with translation.override(language):
        search_url = reverse("search")

    assert said in client.get(search_url, {"find": "Musik"}).text


def test_page_says_what_to_do_where_nothing_was_found(client, cities):
    page = client.get("/en/search/?find=%3Cb%3Ezzqqxx").content.decode()

    assert "Nothing was found for “&lt;b&gt;zzqqxx”." in page
    assert 'href="/en/partner-cities/"' in page.split("Nothing was found")[1]


def test_page_without_words_asks_for_them(client, office):
    page = client.get("/en/search/").content.decode()

    assert "What are you looking for?" in page
    assert "Nothing was found" not in page


def test_results_go_on_over_pages(client, office):
    for n in range(25):
        make_city(f"Kyoto {n}")

    first, second = (client.get(f"/en/search/?find=kyoto&page={n}") for n in (1, 2))

    assert [len(page.context["page"].object_list) for page in (first, second)] == [20, 5]
    assert "?find=kyoto&amp;page=2" in first.content.decode()
    assert '<ol class="hits" start="21">' in second.content.decode()


@pytest.mark.parametrize("path", ["/en/partner-cities/", "/en/search/?find=kyoto"])
def test_every_public_page_has_the_box(client, cities, path):
    page = client.get(path).content.decode()

    assert '<form class="search-box" action="/en/search/" role="search"' in page


def test_what_is_made_up_is_marked(client, office):
    city = make_city("Sampleton")
    City.objects.filter(pk=city.pk).update(is_demo=True)

    assert "demonstration-mark" in client.get("/en/search/?find=sampleton").content.decode()
