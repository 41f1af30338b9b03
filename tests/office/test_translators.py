"""The translator's page: which texts wait, who may write them, and nobody's work overwritten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modeltranslation.translator import translator

from directory.models import Country
from office.backoffice import desk
from office.backoffice.texts import difference
from office.models import Office
from office.start_page import HOUSEKEEPING, Line, waiting_for
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

LANGUAGES = ["it", "en", "fr", "de", "es"]


@pytest.fixture(autouse=True)
def no_second_factor(office, settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def pact():
    """An agreement whose note waits in German, in a world where nothing else does."""
    kind = {f"{field}_{code}": "Kyoto" for field in ("name", "definition") for code in LANGUAGES}
    factories.make_bond_type("twin", **kind)
    names = {f"name_{code}": "Kyoto" for code in LANGUAGES}
    city = factories.make_city(country=factories.make_country(**names), **names)
    return factories.make_agreement(city, note_it="Un patto.", note_de="Ein Pakt.")


@pytest.fixture
def german(office):
    """A translator into German."""
    return signed_in("translator", translates=["de"])


def list_of(language, query=""):
    return reverse("admin:translations", args=[language]) + query


def url_of(record, field, language):
    return reverse(
        "admin:translation", args=[language, f"{record._meta.label_lower}.{record.pk}.{field}"]
    )


def shown(response):
    """(record, field, state, source) of each text on the page."""
    texts = [form.text for form in response.context["forms"]]
    return [(text.record, text.field, str(text.state), text.source[1]) for text in texts]


def state(record, field, language):
    record.refresh_from_db()
    return record.text_state(field, language)


def outdate(pact):
    pact.note_it = "Un patto di pace."
    pact.save()


def make_draft(pact):
    pact.note_de, pact.drafts = "Ein Entwurf.", {"de"}
    pact.save()


# ---------------------------------------------------------------- what is listed


def test_the_list_shows_what_waits_beside_its_original(german, pact):
    missing = factories.make_agreement(pact.city, note_it="Altro.")
    draft = factories.make_agreement(pact.city, note_it="Ancora.")
    make_draft(draft)
    outdate(pact)

    assert shown(german.get(list_of("de"))) == [
        (pact, "note", "outdated", "Un patto di pace."),
        (missing, "note", "missing", "Altro."),
        (draft, "note", "draft", "Ancora."),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=draft", ["draft"]),
        ("?state=missing", ["missing"]),
        ("?state=checked&kind=partnerships.agreement", ["checked"]),
        ("?kind=directory.city", []),
        ("?q=ANCÓRA", ["draft"]),
        ("?q=kyoto", ["missing", "draft"]),
        ("?q=nowhere", []),
    ],
)
def test_the_list_is_filtered(german, pact, query, found):
    factories.make_agreement(pact.city, note_it="Altro.")
    make_draft(factories.make_agreement(pact.city, note_it="Ancora."))

    texts = shown(german.get(list_of("de", query)))

    assert [state for _record, _field, state, _source in texts] == found


def test_a_filter_that_does_not_exist_is_told(german, pact):
    page = german.get(list_of("de", "?state=forgotten"))

    assert "forgotten" in str(page.context["filter"].errors["state"])
    assert page.context["forms"] == []


def test_the_counts_lead_to_their_lists(german, pact):
    outdate(pact)
    make_draft(factories.make_agreement(pact.city, note_it="Ancora."))

    counts = german.get(list_of("de")).context["counts"]

    assert [(state, count, url) for state, _label, count, url in counts] == [
        ("missing", 0, "/admin/translations/de/?state=missing"),
        ("draft", 1, "/admin/translations/de/?state=draft"),
        ("outdated", 1, "/admin/translations/de/?state=outdated"),
    ]


def test_the_list_has_pages_that_keep_the_filter(german, pact):
    for _n in range(21):
        factories.make_agreement(pact.city, note_it="Altro.")

    first = german.get(list_of("de", "?state=missing"))
    second = german.get(list_of("de", "?state=missing&page=2"))

    assert (len(shown(first)), len(shown(second))) == (20, 1)
    assert "?state=missing&amp;page=2" in first.content.decode()


def test_what_changed_in_the_original_is_shown(german, pact):
    outdate(pact)

    text = german.get(list_of("de")).context["forms"][0].text

    assert text.made_of == "Un patto."
    assert text.change == "Un <del>patto.</del><ins>patto di pace.</ins>"


def test_the_difference_is_words_and_never_html():
    assert difference("a <b> c", "a <i> c d") == (
        "a <del>&lt;b&gt;</del><ins>&lt;i&gt;</ins> c<ins> d</ins>"
    )


def test_an_original_that_is_missing_waits_too(back_office, pact):
    pact.note_it = ""
    pact.save()

    assert shown(back_office("officer").get(list_of("it"))) == [
        (pact, "note", "missing", "Ein Pakt.")
    ]


def test_the_list_asks_as_often_for_one_text_as_for_three(german, pact):
    def queries():
        outdate(factories.make_agreement(pact.city, note_it="Altro.", note_de="Anderes."))
        german.get(list_of("de"))
        with CaptureQueriesContext(connection) as captured:
            found = shown(german.get(list_of("de")))
        return len(found), len(captured)

    one, _two, three = [queries() for _n in range(3)]

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


# ---------------------------------------------------------------- writing


def write(client, record, field="note", language="de", button="checked", **values):
    """Fill in the form of a text's own page, and press a button."""
    url = url_of(record, field, language)
    return send(client, url, **{button: "", **values})


def test_a_text_written_here_is_checked_by_the_translator(german, pact):
    outdate(pact)

    answer = write(german, pact, words="Ein Friedenspakt.")

    assert (answer.status_code, answer.url) == (302, list_of("de"))
    assert state(pact, "note", "de") == "checked"
    assert pact.note_de == "Ein Friedenspakt."
    assert pact.text_states["note"]["de"]["by"] == german.user.pk
    assert pact.history.first().history_user == german.user


@pytest.mark.parametrize("spoil", [outdate, make_draft])
def test_a_text_found_good_is_checked_as_it_is(german, pact, spoil):
    spoil(pact)
    before = pact.note_de

    write(german, pact)

    assert state(pact, "note", "de") == "checked"
    assert pact.note_de == before


def test_a_text_that_is_not_finished_is_kept_as_a_draft(german, pact):
    write(german, pact, button="draft", words="Ein Friedens…")

    assert state(pact, "note", "de") == "draft"
    assert pact.note_de == "Ein Friedens…"


def test_a_text_that_is_emptied_is_missing(german, pact):
    write(german, pact, words="")

    assert state(pact, "note", "de") == "missing"


def test_the_list_comes_back_as_it_was_filtered(german, pact):
    outdate(pact)
    page = german.get(list_of("de", "?state=outdated&q=patto"))
    form = form_of(page, form_id=f"text-partnerships.agreement.{pact.pk}.note_form")

    answer = german.post(url_of(pact, "note", "de"), form)

    assert answer.url == list_of("de", "?state=outdated&q=patto")


def test_the_records_form_sees_that_the_text_was_written_meanwhile(german, pact):
    head = signed_in("head")
    url = reverse("admin:partnerships_agreement_change", args=[pact.pk])
    opened = form_of(head.get(url))
    write(german, pact, words="Ein Friedenspakt.")

    answer = head.post(url, opened | {"note_de": "Eigener Text."})

    assert answer.status_code == 200
    assert "Ein Friedenspakt." in answer.content.decode()
    pact.refresh_from_db()
    assert pact.note_de == "Ein Friedenspakt."


def change_text(pact):
    pact.note_de = "Von einem Kollegen."
    pact.save()


@pytest.mark.parametrize(
    ("meanwhile", "shown_now"),
    [(change_text, "Von einem Kollegen."), (outdate, "Un patto di pace.")],
)
def test_what_changed_meanwhile_is_shown_and_not_overwritten(german, pact, meanwhile, shown_now):
    url = url_of(pact, "note", "de")
    opened = form_of(german.get(url))
    meanwhile(pact)

    answer = german.post(url, opened | {"words": "Mein Text."})

    pact.refresh_from_db()
    assert pact.note_de != "Mein Text."
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ("Mein Text." in page, shown_now in page) == (True, True)
    german.post(url, form_of(answer))
    pact.refresh_from_db()
    assert pact.note_de == "Mein Text."


def test_a_change_of_another_field_is_no_conflict(german, pact):
    url = url_of(pact, "note", "de")
    opened = form_of(german.get(url))
    pact.place_it = "Firenze"
    pact.signed_on = "1954"
    pact.save()

    german.post(url, opened | {"words": "Mein Text."})

    pact.refresh_from_db()
    assert (pact.note_de, pact.place_it) == ("Mein Text.", "Firenze")


def test_what_was_typed_waits_when_the_session_had_run_out(german, pact):
    url = url_of(pact, "note", "de")
    opened = form_of(german.get(url))
    german.logout()
    german.post(url, opened | {"words": "Mein Text."})
    # The sign-in keeps what the session of the stranger held.
    german.post(
        reverse("account_login"), {"login": german.user.email, "password": "a long password 1"}
    )

    again = german.get(url)

    assert form_of(again)["words"] == "Mein Text."
    assert "Your session had run out" in again.content.decode()
    pact.refresh_from_db()
    assert pact.note_de == "Ein Pakt."
    german.post(url, form_of(again))
    pact.refresh_from_db()
    assert pact.note_de == "Mein Text."


def test_the_only_text_of_a_name_cannot_be_emptied(back_office, office):
    country = Country.objects.create(code="DE", name_de="Deutschland")

    answer = write(back_office("head"), country, "name", words="")

    assert answer.context["form"].errors["words"] == ["Write the name in one language at least."]
    country.refresh_from_db()
    assert country.name_de == "Deutschland"


def test_a_text_that_the_record_needs_cannot_be_emptied(back_office, office):
    picture = factories.make_picture(alt_text_it="Veduta")

    answer = write(back_office("head"), picture, "alt_text", "it", words="")

    message = "Say what the picture shows, or mark it as decorative."
    assert answer.context["form"].errors["words"] == [message]
    picture.refresh_from_db()
    assert picture.alt_text_it == "Veduta"


def test_what_is_wrong_elsewhere_in_the_record_stops_no_translator(german, office):
    picture = factories.make_picture(alt_text_it="Veduta")
    type(picture).objects.update(author="")

    answer = write(german, picture, "alt_text", words="Ansicht")

    picture.refresh_from_db()
    assert (answer.status_code, picture.alt_text_de) == (302, "Ansicht")


def test_an_original_that_must_be_there_cannot_be_emptied(back_office, pact):
    answer = write(back_office("head"), pact.city, "name", "it", words="")

    assert list(answer.context["form"].errors) == ["words"]


def test_a_text_that_is_too_long_stays_in_the_form(german, pact):
    answer = write(german, pact.city, "name", words="K" * 101)

    assert list(answer.context["form"].errors) == ["words"]
    assert "K" * 101 in answer.content.decode()


# ---------------------------------------------------------------- who may


def opens(client, url):
    return client.get(url).status_code


def test_a_translator_of_german_writes_no_french(german, pact):
    pact.note_fr = "Un pacte."
    pact.save()
    opened = form_of(german.get(url_of(pact, "note", "de")))

    assert opens(german, list_of("fr")) == 403
    assert opens(german, url_of(pact, "note", "fr")) == 403
    assert german.post(url_of(pact, "note", "fr"), opened | {"words": "Non."}).status_code == 403
    pact.refresh_from_db()
    assert pact.note_fr == "Un pacte."


def test_a_translator_writes_what_is_seen_and_no_more(german, pact):
    outdate(pact)

    assert desk.kinds(german.user, "de")
    assert Office not in desk.kinds(german.user, "de")
    assert opens(german, url_of(Office.objects.get(), "name", "de")) == 404


@pytest.mark.parametrize(
    ("role", "translates", "writes"),
    [
        ("head", [], ["it", "en", "fr", "de", "es"]),
        ("officer", [], ["it", "en", "fr", "de", "es"]),
        ("translator", ["de", "fr"], ["fr", "de"]),
        ("translator", [], []),
        ("reader", ["de"], []),
        ("auditor", ["de"], []),
        ("guide_coordinator", ["de"], []),
    ],
)
def test_who_writes_in_which_languages(role, translates, writes):
    client = signed_in(role, translates=translates)

    assert [code for code, _name in desk.languages(client.user)] == writes
    assert {code: opens(client, list_of(code)) for code in LANGUAGES} == {
        code: 200 if code in writes else 403 for code in LANGUAGES
    }
    overview = client.get(reverse("admin:translation_languages"))
    assert [row[0] for row in overview.context["rows"]] == writes


def test_strangers_are_asked_to_sign_in(client, pact):
    for url in (list_of("de"), url_of(pact, "note", "de"), reverse("admin:translation_languages")):
        assert "/admin/login/" in client.get(url).url


def test_a_language_that_is_not_offered_is_not_there(german, office):
    office.languages = ["it", "en"]
    office.save()

    assert opens(german, list_of("de")) == 404
    assert opens(german, list_of("xx")) == 404


def test_a_hidden_text_is_its_readers_alone(german, pact):
    named = signed_in("translator", translates=["de"])
    hidden = factories.make_agreement(pact.city, level="confidential", note_it="Zzyzx")
    hidden.audience.readers.add(named.user)

    assert [opens(who, url_of(hidden, "note", "de")) for who in (named, german)] == [200, 404]
    assert [len(shown(who.get(list_of("de")))) for who in (named, german)] == [1, 0]
    assert [desk.counts(who.user, ["de"])["de", "missing"] for who in (named, german)] == [1, 0]
    assert "Zzyzx" not in german.get(list_of("de", "?q=Zzyzx")).content.decode().replace(
        'value="Zzyzx"', ""
    )


def test_what_hangs_on_a_hidden_city_is_hidden_with_it(german, pact):
    hidden = factories.make_city("Zzyzx", level="quiet")
    factories.make_agreement(hidden, note_it="Su Zzyzx")
    factories.make_body(city=hidden)

    assert shown(german.get(list_of("de"))) == []


@pytest.mark.parametrize(
    "key",
    ["note", "x.y.1.note", "partnerships.agreement.x.note", "partnerships.agreement.1.city"],
)
def test_a_text_that_does_not_exist_is_not_found(german, key):
    assert opens(german, f"{list_of('de')}{key}/") == 404


def test_a_key_that_no_database_holds_is_not_found(german, pact):
    url = reverse("admin:translation", args=["de", f"partnerships.agreement.{'9' * 30}.note"])

    assert (opens(german, url), german.post(url).status_code) == (404, 404)


def test_the_head_says_who_translates_into_what():
    head = signed_in("head")
    person = factories.make_user("translator")

    send(head, reverse("admin:office_user_change", args=[person.pk]), translates=["de", "es"])

    person.refresh_from_db()
    assert person.translates == ["de", "es"]


# ---------------------------------------------------------------- elsewhere in the back-office


def test_the_start_page_tells_each_person_what_waits(german, pact):
    outdate(pact)
    factories.make_agreement(pact.city, note_it="Altro.")

    assert [line for line in waiting_for(german.user) if "translations" in line.url] == [
        Line(
            "German: text missing",
            1,
            "/admin/translations/de/?state=missing",
            HOUSEKEEPING,
            "German",
            "1 text missing",
        ),
        Line(
            "German: text whose original has changed",
            1,
            "/admin/translations/de/?state=outdated",
            HOUSEKEEPING,
            "German",
            "1 text whose original has changed",
        ),
    ]
    assert waiting_for(factories.make_user("reader")) == []


def test_the_way_to_the_page_is_shown_to_those_who_write():
    link = 'href="/admin/translations/"'

    found = {
        role: link in signed_in(role, translates=into).get("/admin/").content.decode()
        for role, into in [("officer", []), ("translator", ["de"]), ("reader", [])]
    }

    assert found == {"officer": True, "translator": True, "reader": False}


def test_the_form_of_the_record_says_what_is_a_draft(pact):
    make_draft(pact)
    officer = signed_in("officer")

    page = officer.get(reverse("admin:partnerships_agreement_change", args=[pact.pk]))

    fields = page.context["adminform"].form.fields
    assert url_of(pact, "note", "de") in fields["note_de"].help_text
    assert "translations" not in fields["note_it"].help_text


def test_every_kind_of_text_is_on_the_desk():
    head = factories.make_user("head")

    models = translator.get_registered_models(abstract=False)
    assert set(desk.kinds(head, "de")) == {one for one in models if one.awaits_translators}
