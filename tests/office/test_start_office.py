"""The command that starts an office: from the options, or by asking."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from directory.models import Country
from directory.models.countries import known_codes
from office.models import Audience, LoadedRecord, Office, User
from partnerships.models import BondType

pytestmark = pytest.mark.django_db

ANSWERS = {
    "municipality": "Ville de Montclair-sur-Lac",
    "city": "Montclair",
    "department": "Relations internationales",
    "original_language": "fr",
    "languages": "fr,en",
    "head_name": "Anne Martin",
    "head_email": "anne@example.org",
    "head_password": "une longue phrase 7",
}


@pytest.fixture(autouse=True)
def small_world(monkeypatch):
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"FR", "JP"})
    with translation.override("en"):
        yield


@pytest.fixture
def answers(monkeypatch):
    """Answers the questions in turn; returns the list of those that were asked."""

    def give(*texts):
        asked, waiting = [], list(texts)

        def answer(question):
            asked.append(question.strip().rstrip(":"))
            if not waiting:
                raise EOFError
            return waiting.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("getpass.getpass", answer)
        return asked

    return give


def start(**options):
    out, err = StringIO(), StringIO()
    call_command("start_office", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def made():
    """How many rows there are of everything that the command makes."""
    models = (Office, User, Country, BondType, Audience, LoadedRecord)
    return [model.objects.count() for model in models]


def test_office_starts_from_the_options(answers):
    asked = answers()

    told = start(**ANSWERS)

    office = Office.objects.get()
    assert asked == []
    assert told == (
        "Ville de Montclair-sur-Lac is ready. Sign in at /admin/ as anne@example.org.\n",
        "",
    )
    assert (office.name_fr, office.city_name_fr) == ("Ville de Montclair-sur-Lac", "Montclair")
    assert (office.name_en or "", office.department_fr) == ("", "Relations internationales")
    assert (office.original_language, office.languages) == ("fr", ["fr", "en"])
    assert [country.code for country in Country.objects.all()] == ["FR", "JP"]
    assert [kind.rank for kind in BondType.objects.all()] == [1, 2, 3, 4, 5, 6]


def test_every_country_of_the_world_is_known(monkeypatch):
    monkeypatch.setattr("directory.readers.known_codes", known_codes)

    start(**ANSWERS)

    assert Country.objects.count() == len(known_codes()) > 240
    assert Country.objects.get(code="JP").name_fr == "Japon"


def test_missing_answers_are_asked_for(answers):
    asked = answers(*ANSWERS.values())

    start()

    assert asked == [
        "Name of the municipality, as it heads a letter",
        "Name of the city",
        "Name of the office",
        "Original language (it, en, fr, de, es)",
        "Languages offered, separated by commas (it, en, fr, de, es)",
        "Name of the first head of office",
        "E-mail of the head",
        "Password of the head, at least 12 characters",
    ]
    assert User.objects.get().name == "Anne Martin"


def test_answer_that_does_not_do_is_asked_for_again(answers):
    asked = answers("  ", "Montclair", "klingon", "FR ", "short", "une longue phrase 7")
    given = {
        name: text
        for name, text in ANSWERS.items()
        if name not in ("city", "original_language", "head_password")
    }

    _out, problems = start(**given)

    assert len(asked) == 6
    assert problems.splitlines() == [
        "Something is needed here.",
        "“klingon” is not one of it, en, fr, de, es.",
        "This password is too short. It must contain at least 12 characters.",
    ]
    assert Office.objects.get().original_language == "fr"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("municipality", "", "--municipality: Something is needed here."),
        ("original_language", "pt", "--original-language: “pt” is not one of it, en, fr, de, es."),
        ("languages", "fr,xx", "--languages: “xx” is not one of it, en, fr, de, es."),
        ("languages", " , ", "--languages: Something is needed here."),
        ("head_email", "anne", "--head-email: Enter a valid email address."),
        ("head_password", "password", "--head-password: This password is too short."),
        ("head_password", "anne@example.org", "--head-password: The password is too similar"),
        ("municipality", "x" * 201, "name_fr: Ensure this value has at most 200 characters"),
        ("head_name", "x" * 151, "name: Ensure this value has at most 150 characters"),
    ],
)
def test_option_that_does_not_do_is_told_and_nothing_is_made(option, value, said):
    with pytest.raises(CommandError) as refused:
        start(**ANSWERS | {option: value})

    assert str(refused.value).startswith(said)
    assert made() == [0, 0, 0, 0, 0, 0]


def test_nobody_to_ask_is_told_and_nothing_is_made(answers):
    answers()

    with pytest.raises(CommandError) as refused:
        start(**ANSWERS | {"head_email": None})

    assert str(refused.value) == "Nobody answers: give --head-email."
    assert made() == [0, 0, 0, 0, 0, 0]


def test_second_office_is_refused():
    start(**ANSWERS)
    before = made()

    with pytest.raises(CommandError) as refused:
        start(**ANSWERS | {"head_email": "other@example.org"})

    assert str(refused.value) == "There is an office already: change it in the back-office."
    assert made() == before


def test_address_that_has_an_account_is_told_and_nothing_is_made():
    User.objects.create_user("anne@example.org", "another long one 1", name="Anne")

    with pytest.raises(CommandError) as refused:
        start(**ANSWERS | {"head_email": "Anne@Example.org"})

    assert "email: Account with this E-mail already exists." in str(refused.value)
    assert made() == [0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("languages", "offered"),
    [("en", ["fr", "en"]), ("en fr", ["en", "fr"]), ("FR, fr,fr", ["fr"])],
)
def test_original_language_is_always_offered_and_none_twice(languages, offered):
    start(**ANSWERS | {"languages": languages})

    assert Office.objects.get().languages == offered


def test_head_signs_in(client, settings):
    settings.DEMONSTRATION = True  # without a second factor
    start(**ANSWERS)

    signed_in = client.post(
        "/accounts/login/", {"login": "ANNE@example.org", "password": ANSWERS["head_password"]}
    )

    assert (signed_in.status_code, signed_in.url) == (302, "/admin/")
    assert client.get("/admin/office/user/add/").status_code == 200
    head = User.objects.get()
    assert ([role.key for role in head.roles], head.language) == (["head"], "fr")
    assert not head.is_superuser


def test_an_office_that_a_data_set_made_gets_its_head(answers):
    Office.objects.create(name_fr="Ville de Montclair-sur-Lac", original_language="fr")
    asked = answers("Anne Martin", "anne@example.org", "une longue phrase 7")

    call_command("start_office", stdout=StringIO())

    assert asked == [
        "Name of the first head of office",
        "E-mail of the head",
        "Password of the head, at least 12 characters",
    ]
    assert [(one.email, one.language, one.roles[0].key) for one in User.objects.all()] == [
        ("anne@example.org", "fr", "head")
    ]
