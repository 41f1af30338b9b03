"""A PDF is rendered and read back: nothing of what went in may be lost on the way."""

import logging

import pytest

from office.papers import pdf
from office.papers.report import Report, Section, Table, Text
from tests import factories
from tests.files import picture, upload
from tests.office.papers import reading

pytestmark = pytest.mark.django_db

NAMES = {
    "fr": "Élodie Œuvré",
    "pl": "Łódź Wałęsa",
    "vi": "Đặng Nguyễn",
    "el": "Αθήνα Ελλάδα",
    "uk": "Київ Щастя",
    "ar": "مدينة الكويت",
    "fa": "اصفهان نصف جهان",
    "he": "ירושלים עיר",
    "zh": "南京 镕基",
    "ja": "京都 髙﨑 ひらがな カタカナ",
    "ko": "서울특별시",
    "hi": "दिल्ली",
    "ti": "ኣስመራ",
    "hy": "Երևան",
    "ka": "თბილისი",
    "th": "กรุงเทพฯ",
}


def paper(*paragraphs, language="it", **parts):
    report = Report("Relazione", sections=[Section("Parte", [*paragraphs])], **parts)
    return pdf.of_report(report, language=language)


@pytest.mark.parametrize("language", NAMES)
def test_every_script_is_set_and_can_be_read_back(office, language):
    name = NAMES[language]

    made = paper(["Nome: ", Text(name, language), "."])

    # A reader turns right-to-left words in its own way, but loses no letter of them.
    words = reading.text_of(made.content).split("Parte")[1].split()
    assert {*name.split()} <= {word.strip(".:") for word in words}
    assert (made.is_accessible, made.missing) == (True, ())
    assert reading.ink(made.content) > reading.ink(paper("Nome: .").content) + 20


def test_a_name_is_drawn_in_the_way_of_its_country(office):
    drawn = {language: paper([Text("直骨", language)]).content for language in ("ja", "zh", "ko")}

    faces = {language: reading.typefaces(content)["骨"] for language, content in drawn.items()}
    assert faces["ja"] == {"NotoSansJP-Regular"}
    assert faces["zh"] == {"NotoSansSC-Regular"}
    assert reading.picture_of(drawn["ja"]) != reading.picture_of(drawn["zh"])


def test_the_paper_itself_may_run_from_right_to_left(office):
    first = Table(["المدينة", "السنة"], [["تونس", "1999"]])

    made = pdf.of_report(Report("تقرير", sections=[Section("جدول", table=first)]), language="ar")

    assert {"تقرير", "المدينة", "تونس"} <= {*reading.text_of(made.content).split()}
    assert made.is_accessible
    columns = reading.picture_of(made.content)
    right, left = (columns.crop((half, 0, half + 297, 400)) for half in (297, 0))
    assert ink_of(right) > ink_of(left)


def ink_of(image):
    return sum(image.histogram()[:128])


def test_markup_in_a_name_is_only_a_name(office):
    name = '#let x = 1 *a* _b_ $c$ @d <e> `f` [g] // h = \\ #read("/paper.typ")'

    text = reading.text_of(paper(name).content)

    assert name in text.replace("\r\n", " ")


def test_lines_stay_lines_and_what_cannot_be_printed_is_left_out(office):
    made = paper("uno\r\ndue\ttre\x00\x0b.")

    assert "uno\r\ndue tre." in reading.text_of(made.content)
    assert made.is_accessible


def test_a_template_reads_nothing_outside_its_folder(office, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.txt").write_text("SECRET_KEY")
    template = tmp_path / "templates" / "spy.typ"
    for name in ("../secret.txt", "/../secret.txt", str(tmp_path / "secret.txt")):
        template.write_text(f'#read("{name}")')

        with pytest.raises(pdf.Unset):
            pdf.compiled(template, {})


def test_a_sign_that_no_typeface_has_leaves_a_paper_and_a_warning(office, caplog):
    with caplog.at_level(logging.WARNING, "office.papers.pdf"):
        made = paper("Prima 🦄 dopo ᐀")

    assert (made.is_accessible, made.missing) == (False, ("🦄", "᐀"))
    assert "Prima" in reading.text_of(made.content)
    assert [record.missing for record in caplog.records] == [("🦄", "᐀")]


def test_the_head_says_whose_paper_it_is(office):
    office.coat_of_arms.save("arms.png", upload(picture(size=(300, 400)), "arms.png"))
    office.address, office.telephone, office.email = (
        "Piazza 1\n00100 Borgolago",
        "+39 055 1",
        "a@b.it",
    )
    office.save()

    made = paper("Testo.")

    text = reading.text_of(made.content).replace("\r\n", "\n")
    for line in ("Comune di Borgolago", "Ufficio relazioni internazionali", "00100 Borgolago"):
        assert line in text
    assert {"Telefono: +39 055 1", "E-mail: a@b.it"} <= {*text.splitlines()}
    assert made.content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in made.content


def test_the_head_speaks_the_language_of_the_reader(office):
    assert "Municipality of Borgolago" in reading.text_of(paper("x", language="en").content)
    assert "Comune di Borgolago" in reading.text_of(paper("x", language="it").content)


def test_a_coat_of_arms_whose_file_is_gone_leaves_a_paper(office):
    office.coat_of_arms = "office/gone.webp"
    office.save()

    assert "Comune di Borgolago" in reading.text_of(paper("Testo.").content)


def test_a_made_up_paper_says_so_on_every_page(office):
    long = ["Testo. " * 100] * 12

    content = paper(*long, is_demo=True).content

    pages = reading.page_count(content)
    assert pages > 1
    assert reading.text_of(content).count("Dimostrazione: dati inventati") == pages
    assert f"{pages} / {pages}" in reading.text_of(content)
    assert "Dimostrazione" not in reading.text_of(paper("Testo.").content)


def test_the_header_of_a_table_stands_on_each_of_its_pages(office):
    table = Table(["Città", "Firmato"], [[f"Città {n}", "1999"] for n in range(80)])
    report = Report("Relazione", sections=[Section("Patti", table=table)])

    content = pdf.of_report(report, language="it").content

    text = reading.text_of(content)
    assert text.count("Firmato") == reading.page_count(content) > 1
    assert [n for n in range(80) if f"Città {n}" not in text] == []


def test_a_report_says_everything_it_was_given(office):
    report = factories.make_report()

    text = reading.text_of(pdf.of_report(report, language="it").content)
    assert [one for one in reading.words_of(report) if one not in {*text.split()}] == []


def test_a_paper_is_the_same_on_every_machine(office):
    """No typeface of the system, and none that typst brings along."""
    ours = {file.stem for file in pdf.FONTS.glob("*.ttf")}

    faces = reading.typefaces(paper([Text(name, code) for code, name in NAMES.items()]).content)

    used = set().union(*faces.values()) - {""}
    assert used - ours == set()
    assert len(used) > 10


def test_a_paper_that_takes_too_long_is_given_up(office, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST", 0.001)

    with pytest.raises(pdf.Unset, match="timed out"):
        paper("Testo.")
