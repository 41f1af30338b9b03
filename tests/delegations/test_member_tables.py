"""Lists of members as they are pasted: which column is what, and what is wrong with a row."""

from time import perf_counter

import pytest

from delegations.member_tables import parts_of_name, table_of, text_of_file
from delegations.models import Member
from office.exchange.tables import Unreadable, write
from tests import factories, files

EXPECTED = [("Mme", "Ana", "Quispe", "Consule", ["es", "fr"]), ("", "Luis", "Rojas", "Attaché", [])]


def read(text, **chosen):
    table = table_of(text, **chosen)
    names = ("title", "given_name", "family_name", "office")
    return [
        (*(row.values.get(name, "") for name in names), row.values.get("languages", []))
        for row in table.rows
    ]


@pytest.mark.parametrize(
    "text",
    [
        # A spreadsheet, in French.
        """
Titre\tPrénom\tNom\tFonction\tLangues
Mme\tAna\tQuispe\tConsule\tespagnol, français
\tLuis\tRojas\tAttaché\t
""",
        # Another order, in Italian, with a column that is not ours.
        """
N.;Cognome;Nome;Carica;Lingue;Titolo
1;Quispe;Ana;Consule;es/fr;Mme
2;Rojas;Luis;Attaché;;
""",
        # A Word table with paragraphs in a cell.
        """
Name\tFunktion\tSprachen
Mme Quispe, Ana\tConsule\tSpanisch,
Französisch
Luis Rojas\tAttaché\t
""",
        # Without a heading: by order and by what stands there.
        """
Mme\tAna\tQuispe\tConsule\tespagnol, français
\tLuis\tRojas\tAttaché\t
""",
        """
1\tMme Ana Quispe\tConsule\tspagnolo, fr
2\tLuis Rojas\tAttaché\t
""",
        # A heading in Spanish, with the whole name.
        """
Nombre y apellidos,Cargo,Idiomas
Mme Ana Quispe,Consule,Español / francés
Luis Rojas,Attaché,
""",
    ],
)
def test_names_land_in_the_right_columns(text):
    assert read(text) == EXPECTED


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Hana Tanaka", ("", "Hana", "Tanaka")),
        ("TANAKA Hana", ("", "Hana", "TANAKA")),
        ("Tanaka, Hana", ("", "Hana", "Tanaka")),
        ("Prof. Dr. Juan de la Cruz", ("Prof. Dr.", "Juan", "de la Cruz")),
        ("Suharto", ("", "", "Suharto")),
        ("Sig.ra Maria Rossi", ("Sig.ra", "Maria", "Rossi")),
    ],
)
def test_a_whole_name_is_taken_apart(written, expected):
    found = parts_of_name(written)

    assert (found.get("title", ""), found["given_name"], found["family_name"]) == expected


@pytest.mark.parametrize(
    "heading", ["Cognome e nome", "NOM et prénom", "Name, Vorname", "Apellidos y nombre"]
)
def test_a_heading_says_that_the_family_name_comes_first(heading):
    text = f"{heading}\tX\nQuispe Ana\t\nde la Cruz Juan Carlos\t"

    assert [row[1:3] for row in read(text)] == [("Ana", "Quispe"), ("Juan Carlos", "de la Cruz")]


@pytest.mark.parametrize(
    "heading",
    ["Nome\tCognome", "Name\tSurname", "Vorname\tName", "Prénom\tNom", "Nombre\tApellidos"],
)
def test_a_word_for_either_name_is_told_by_the_other(heading):
    assert [row[1:3] for row in read(f"{heading}\nAna\tQuispe")] == [("Ana", "Quispe")]


def test_the_reader_says_what_a_column_is():
    chosen = ["family_name", "given_name", ""]

    assert read("Tanaka\tHana\tx\nSato\tKen\ty", columns=chosen, has_header=False) == [
        ("", "Hana", "Tanaka", "", []),
        ("", "Ken", "Sato", "", []),
    ]


def test_what_is_wrong_is_told_row_by_row():
    table = table_of(
        "Family name\tLanguages\tPhotographs\tHead\n"
        "Tanaka\tKlingonish\tyes\tx\n"
        "\tja\tno\t\n"
        "Sato\tja\tperhaps\tx\n"
        f"{'y' * 120}\t\t\t\n"
        "Ito\tja\t\tx\n"
    )

    assert [row.errors for row in table.rows] == [
        ["Languages: “Klingonish” is not a language."],
        ["The name is missing."],
        [
            "Photographs: “perhaps” is neither yes nor no.",
            "The delegation has one head: another row says so too.",
        ],
        ["Family name: Ensure this value has at most 100 characters (it has 120)."],
        ["The delegation has one head: another row says so too."],
    ]
    assert not table.is_good


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    table = table_of("Given name\tFamily name\tLanguages\tPhotographs\nAna\t\tKlingonish\tperhaps")

    assert table.rows[0].errors == [
        "Languages: “Klingonish” is not a language.",
        "Photographs: “perhaps” is neither yes nor no.",
        "The name is missing.",
    ]


@pytest.mark.parametrize("heading", ["Régime", "Diète", "Diät", "Ernährung", "Dieta"])
def test_what_they_eat_is_known_by_its_heading(heading):
    assert table_of(f"Nom\t{heading}\nRojas\tvegan").rows[0].values["diet"] == "vegan"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("accepte les photographies", "yes"),
        ("accepte", "yes"),
        ("Einverstanden", "yes"),
        ("acconsente", "yes"),
        ("keine Fotos", "no"),
        ("refuse", "no"),
        ("no", "no"),
    ],
)
def test_consent_to_photographs_is_read_in_the_words_people_use(said, expected):
    table = table_of(f"Nom\tPhotos\nRojas\t{said}")

    assert table.rows[0].values["photo_consent"] == expected


def test_a_column_that_is_left_out_is_told_and_all_others_are_shown():
    table = table_of("Name\tFunktion\tSchuhe\tDiät\tFotos\nRojas\tAttaché\t43\tvegan\tja")

    assert table.left_out() == ["Column 3: Schuhe"]
    assert table.labels == ["Office held", "Diet", "Photographs"]
    assert [cells for _row, cells in table.shown_rows()] == [
        ["Attaché", "vegan", "agrees to photographs"]
    ]


def test_rows_with_the_wrong_columns_are_told():
    table = table_of(
        "Given name\tFamily name\tOffice\nAna\tQuispe\tConsul\tx\nLuis\tRojas\tAttaché\n"
        "\tHana\nJoe\t\tConsul\nKen\tSato"
    )

    assert [row.errors for row in table.rows] == [
        ["The row has 4 cells, the heading 3: a column is shifted."],
        [],
        [],
        ["The name is missing."],
        [],
    ]


def test_five_thousand_rows_are_refused_at_once():
    begun = perf_counter()

    with pytest.raises(Unreadable, match="at most"):
        table_of("\n".join(f"Name {n}\tFamily {n}\tOffice" for n in range(5000)))

    assert perf_counter() - begun < 2


@pytest.mark.parametrize("text", ["", "  \n ", "Name\tOffice"])
def test_nothing_is_told(text):
    with pytest.raises(Unreadable):
        table_of(text)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_an_uploaded_file_is_read_as_if_it_was_pasted(ending):
    rows = [["Mme", "Ana", "Quispe", "Consule", "es, fr"], ["", "Luis", "Rojas", "Attaché", ""]]
    header = ["Titre", "Prénom", "Nom", "Fonction", "Langues"]
    content = b"".join(write(ending, header, rows, "Members"))

    assert read(text_of_file(files.upload(content, f"list.{ending}"))) == EXPECTED


def test_a_file_that_is_no_table_is_refused():
    for name in ("list.pdf", "list.vcf", "list.exe"):
        with pytest.raises(Unreadable, match="Only XLSX, ODS and CSV"):
            text_of_file(files.upload(b"MZ", name))
    with pytest.raises(Unreadable):
        text_of_file(files.upload(b"MZ" * 50, "list.xlsx"))


@pytest.mark.django_db
def test_who_is_in_the_list_is_found_by_name_and_keeps_what_is_not_said(office):
    visit = factories.make_visit()
    ana = factories.make_member(visit, "Quispe", given_name="Ana", diet="vegan", office="Consul")
    bo = factories.make_member(visit, "Andersen", given_name="Bo")
    table = table_of("Ana Quispe\tConsul General\nANA QUISPE\tIntern\nEva Luna\t", has_header=False)

    saved, gone = table.merged([ana, bo], only=True)

    assert [(one.pk, one.family_name, one.office, one.diet) for one in saved] == [
        (ana.pk, "Quispe", "Consul General", "vegan"),
        (None, "QUISPE", "Intern", ""),
        (None, "Luna", "", ""),
    ]
    assert gone == [bo]
    assert table.merged([ana, bo], only=False)[1] == []
    assert Member.objects.count() == 2
