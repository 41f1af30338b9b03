"""The names of members in their own script: typed, pasted, and in which language they are."""

import pytest

from delegations import links
from delegations.member_tables import table_of
from delegations.own_names import language_of
from tests import factories
from tests.forms import form_of


@pytest.mark.parametrize(
    ("text", "spoken", "found"),
    [
        ("田中 花子", ["ja", "en"], "ja"),
        ("田中 花子", ["zh", "ja"], ""),
        ("田中 花子", [], ""),
        ("田中 はなこ", [], "ja"),
        ("김민준", [], "ko"),
        ("Νίκος Παπαδόπουλος", [], "el"),
        ("محمد", ["ar"], "ar"),
        ("Мария", [], ""),
        ("Maria", [], ""),
    ],
)
def test_the_script_and_what_is_spoken_say_in_which_language_a_name_is(text, spoken, found):
    assert language_of(text, spoken) == found


def test_a_column_in_another_script_is_known_by_its_heading_or_by_what_stands_in_it():
    headed = table_of("Given name\tFamily name\t氏名\tLanguages\nHana\tTanaka\t田中 花子\tJapanese")
    bare = table_of("Hana\tTanaka\t田中 花子\tMayor\nMin\tKim\t김민\tClerk\n")
    whole = table_of("花子\t田中\n次郎\t鈴木")

    assert headed.columns == ["given_name", "family_name", "own_name", "languages"]
    assert headed.rows[0].values["own_language"] == "ja"
    assert bare.columns == ["given_name", "family_name", "own_name", "office"]
    assert whole.columns == ["given_name", "family_name"]


def test_a_name_of_which_nobody_knows_the_language_is_told_in_its_row():
    table = table_of("Family name\tOwn script\tLanguage of the name\nLi\t李\t\nWang\t王\tChinese")

    assert [bool(row.errors) for row in table.rows] == [True, False]
    assert table.rows[1].values["own_language"] == "zh"


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_guests_write_their_names_as_they_write_them(client):
    visit = factories.make_visit(
        contact_email="ana@example.org", contact_language="en", state="accepted", days=(90, 91)
    )
    member = factories.make_member(visit)
    url = links.give(visit).get_absolute_url()
    form = form_of(client.get(f"{url}?show=member&member={member.pk}"), form_id="member_form")

    missing = client.post(url, form | {"own_name": "田中"})
    client.post(url, form | {"own_name": "田中", "own_language": "Japanese"})

    assert missing.context["form"].errors == {
        "own_language": ["Say in which language this is written."]
    }
    member.refresh_from_db()
    assert (member.own_name, member.own_language) == ("田中", "ja")
    assert '<span lang="ja" dir="auto">田中</span>' in client.get(f"{url}?show=members").text
