"""The history of a record: who changed what and when, and the way back."""

import pytest
from django.urls import reverse

from office.models import Source
from partnerships.models import Agreement
from tests import factories
from tests.forms import send, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings, office):
    settings.DEMONSTRATION = True


@pytest.fixture
def officer():
    return signed_in("officer")


def url_of(record, page="history"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])


def steps(response):
    """The page's entries, latest first: (who, [(field, old, new)])."""
    return [
        (str(entry.history_user), [(one.label, one.old, one.new) for one in changes])
        for entry, changes in response.context["steps"]
    ]


def restore(client, record, field, *, back=1):
    """Press the button for the field at the entry so many steps back."""
    entry = record.history.all()[back]
    data = {"entry": entry.history_id, "field": field}
    return client.post(url_of(record), data, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_says_who_changed_what(officer):
    source = factories.make_source("A book")
    send(officer, url_of(source, "change"), title="A thick book", licence="CC BY 4.0")

    page = officer.get(url_of(source))

    assert steps(page) == [
        (
            officer.user.name,
            [("title", "A book", "A thick book"), ("licence", "(empty)", "CC BY 4.0")],
        ),
        ("None", []),
    ]
    text = page.content.decode()
    assert ("loaded data" in text, "Created." in text) == (True, True)


def test_texts_dates_and_relations_read_well(officer):
    agreement = factories.make_agreement(signed_on="1954", note_it="Prima")
    agreement.note_it = "Dopo"
    agreement.signed_on = "1954-07"
    agreement.bond_type = factories.make_bond_type("loose")
    agreement.status = "in_force"
    agreement.save()

    page = officer.get(url_of(agreement))

    assert steps(page)[0][1] == [
        ("kind of bond", "Bond twin", "Bond loose"),
        ("signed on", "1954", "July 1954"),
        ("state", "not documented", "in force"),
        ("note for the public [it]", "Prima", "Dopo"),
    ]


def test_a_changed_text_keeps_its_paragraphs_and_marks_the_words(officer):
    agreement = factories.make_agreement(note_it="Un patto <vecchio>.\n\nPoi altro.")
    agreement.note_it = "Un patto nuovo.\n\nPoi altro."
    agreement.save()

    page = officer.get(url_of(agreement)).text

    assert '<td class="value">Un patto &lt;vecchio&gt;.\n\nPoi altro.</td>' in page
    assert (
        '<td class="value">Un patto <del>&lt;vecchio&gt;.</del><ins>nuovo.</ins>\n\nPoi altro.</td>'
    ) in page


def test_languages_and_yes_and_no_are_told_in_words(officer):
    person = factories.make_person(language="de")
    person.language, person.family_first = "ja", True
    person.save()

    page = officer.get(url_of(person))

    assert steps(page)[0][1] == [
        ("family name first", "no", "yes"),
        ("language of letters", "German", "Japanese"),
    ]


def test_one_old_value_can_be_restored(officer):
    source = factories.make_source("A book", licence="old")
    source.title, source.licence = "Another book", "new"
    source.save()

    answer = restore(officer, source, "licence")

    source.refresh_from_db()
    assert (source.title, source.licence, source.version) == ("Another book", "old", 3)
    assert messages(answer) == ["Restored: licence."]
    assert steps(answer)[0] == (officer.user.name, [("licence", "new", "old")])


def test_an_old_date_can_be_restored(officer):
    agreement = factories.make_agreement(signed_on="1954-07")
    agreement.signed_on = None
    agreement.save()

    restore(officer, agreement, "signed_on")

    assert Agreement.objects.get().signed_on.isoformat() == "1954-07"


def test_a_value_that_is_no_longer_valid_is_not_restored(officer):
    source = factories.make_source("A book")
    source.title = "Another book"
    source.save()
    factories.make_source("A book")

    answer = restore(officer, source, "title")

    assert messages(answer) == ["This source is already in the list."]
    source.refresh_from_db()
    assert (source.title, source.version) == ("Another book", 2)


def test_the_only_head_is_not_closed_by_the_history(office):
    head = signed_in("head", is_active=False)
    head.user.is_active = True
    head.user.save()
    head.force_login(head.user)

    answer = restore(head, head.user, "is_active", back=head.user.history.count() - 1)

    assert messages(answer) == ["This is the only head of office: name another one first."]


@pytest.mark.parametrize(
    "sent", [{}, {"entry": "abc", "field": "title"}, {"entry": "1", "field": "version"}]
)
def test_a_button_that_does_not_exist_is_not_found(officer, sent):
    assert officer.post(url_of(factories.make_source()), sent).status_code == 404


def test_an_entry_of_another_record_is_not_found(officer):
    other = factories.make_source("Another book").history.get()

    data = {"entry": other.history_id, "field": "title"}
    answer = officer.post(url_of(factories.make_source("A book")), data)

    assert (answer.status_code, Source.objects.filter(title="A book").count()) == (404, 1)


def test_a_reader_sees_the_history_without_buttons():
    source = factories.make_source("A book")
    source.title = "Another book"
    source.save()
    reader = signed_in("reader")

    page, answer = reader.get(url_of(source)), restore(reader, source, "title")

    assert steps(page)[0][1] == [("title", "A book", "Another book")]
    assert "Restore" not in page.content.decode()
    assert (answer.status_code, Source.objects.get().title) == (403, "Another book")


def test_the_history_of_a_hidden_record_is_its_readers_alone():
    named, officer, head = (signed_in(role) for role in ("reader", "officer", "head"))
    city = factories.make_city(level="quiet", readers=[named.user])

    codes = [client.get(url_of(city)).status_code for client in (named, officer, head)]

    assert codes == [200, 404, 404]


def test_a_hidden_record_is_not_named_by_the_history_of_another(officer):
    hidden = factories.make_city("Zzyzx", level="quiet")
    body = factories.make_body(city=hidden)
    body.city = factories.make_city("Kyoto")
    body.save()

    page, answer = officer.get(url_of(body)), restore(officer, body, "city")

    assert steps(page)[0][1] == [("city", "(not shown)", "Kyoto")]
    assert messages(answer) == ["This value can no longer be chosen."]


def test_a_field_that_the_form_hides_is_not_told_or_restored_by_the_history():
    officer, head = signed_in("officer"), signed_in("head")
    person = factories.make_person(account=head.user)
    person.account = None
    person.save()

    shown = {client.user: steps(client.get(url_of(person)))[0][1] for client in (officer, head)}
    answer = restore(officer, person, "account")

    assert shown == {
        officer.user: [],
        head.user: [("account", head.user.name, "(empty)")],
    }
    person.refresh_from_db()
    assert (answer.status_code, person.account) == (404, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_entry_and_three(officer, django_assert_num_queries, count):
    agreement = factories.make_agreement()
    for n in range(count):
        agreement.bond_type = factories.make_bond_type(f"bond-{n}")
        agreement.save()
    officer.get(url_of(agreement))

    with django_assert_num_queries(23):
        officer.get(url_of(agreement))
