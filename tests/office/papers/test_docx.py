"""A Word document holds all that it was given, in the languages that it was given in."""

import io
import re

import pytest

from office.models import PaperTemplate
from office.papers import docx
from office.papers.report import Report, Section, Text
from tests import factories
from tests.office.papers import reading, word

pytestmark = pytest.mark.django_db


def filled(*lines, language="it", context=None, **parts):
    template = io.BytesIO(word.template(*lines, **parts))
    return docx.docx(template, context or {}, language=language)


def test_a_report_says_everything_it_was_given(office):
    report = factories.make_report()

    content = docx.of_report(report, language="it")

    text = word.text_of(content)
    assert [one for one in reading.words_of(report) if one not in text.split()] == []
    assert "Delibera 10/2008 https://example.org/atti/10" in text
    assert "Comune di Borgolago" in text
    assert "{" not in text
    assert word.opened(content).core_properties.title == "Relazione annuale"


@pytest.mark.parametrize("text", ["Città & Co <x>", "a < b && c > d", "a \"b\" 'c' {{ title }}"])
def test_no_sign_of_a_text_is_lost_or_read_as_another(office, text):
    content = filled("{{ name }}", header="{{ name }}", context={"name": text})

    assert word.text_of(content).count(text) == 2


def test_signs_that_no_file_can_hold_are_left_out(office):
    assert "Nome di città" in word.text_of(
        filled("{{ a }}", context={"a": "Nome\x00 di\x0b città"})
    )


def test_names_say_their_language_and_their_direction(office):
    names = [
        Text("京都", "ja"),
        " e ",
        Text("南京", "zh"),
        " e ",
        Text("تونس", "ar"),
        " e ",
        "Riga",
    ]

    content = filled("Città: {{ names|upper }}.", context={"names": docx.marked(names)})

    assert "Città: 京都 E 南京 E تونس E RIGA." in word.text_of(content)
    runs = {
        text: run
        for run in re.findall(r"<w:r>.*?</w:r>", word.xml_of(content), re.DOTALL)
        for text in re.findall(r"<w:t[^>]*>(.*?)</w:t>", run)
    }
    assert 'w:eastAsia="ja-JP"' in runs["京都"]
    assert 'w:eastAsia="zh-CN"' in runs["南京"]
    assert "<w:rtl/>" in runs["تونس"]
    assert 'w:bidi="ar"' in runs["تونس"]
    assert "w:lang" not in runs[" E RIGA."]


def test_a_document_that_runs_from_right_to_left_does_so_throughout(office):
    report = factories.make_report(title="تقرير")

    content = docx.of_report(report, language="ar")

    xml = word.xml_of(content)
    assert xml.count("<w:bidi/>") == len(re.findall(r"<w:p[ >]", xml))
    assert xml.count("<w:bidiVisual") == xml.count("<w:tbl>")
    assert 'w:bidi="ar"' in word.xml_of(content, "word/styles.xml")
    assert "<w:bidi/>" not in word.xml_of(docx.of_report(report, language="it"))


def test_a_made_up_report_says_so(office):
    made_up = "Dimostrazione: dati inventati"

    said = docx.of_report(factories.make_report(is_demo=True), language="it")
    real = docx.of_report(factories.make_report(), language="it")

    assert made_up in word.text_of(said)
    assert made_up not in word.text_of(real)


def test_the_coat_of_arms_stands_in_the_head(office):
    from tests.files import picture, upload

    office.coat_of_arms.save("arms.png", upload(picture(size=(300, 400)), "arms.png"))

    first = word.opened(docx.of_report(factories.make_report(), language="it"))

    head = first.sections[0].first_page_header
    assert [rel.reltype.endswith("/image") for rel in head.part.rels.values()] == [True]


# ---------------------------------------------------------------- which template


def make_template(*lines, **fields):
    return factories.make_paper_template(word.template(*lines), **fields)


def printed(language="it"):
    return word.text_of(docx.of_report(factories.make_report(), language=language)).split("\n")[0]


def test_the_newest_template_in_use_is_taken_one_of_the_language_first(office):
    make_template("A {{ title }}", language="it")
    make_template("B {{ title }}", language="it")
    make_template("C {{ title }}")
    newest = make_template("D {{ title }}", language="it", is_active=False)

    assert (printed("it"), printed("fr")) == ("B Relazione annuale", "C Relazione annuale")

    newest.is_active = True
    newest.save()
    assert printed("it") == "D Relazione annuale"


def test_without_a_template_of_the_office_the_one_of_the_program_is_taken(office):
    make_template("A {{ title }}", language="de")

    assert printed("it") == "Relazione annuale"


def test_a_template_that_fails_gives_way_to_the_one_of_the_program(office, caplog):
    broken = make_template("{{ title }} {{ 1 / 0 }}")

    assert printed() == "Relazione annuale"
    assert f"The template {broken.pk} fails" in caplog.text


def test_a_field_that_a_later_program_no_longer_has_is_left_empty(office):
    make_template("{{ title }}:{{ gone.by.now }}{% for one in gone %}x{% endfor %}.")

    assert printed() == "Relazione annuale:."


def test_nobody_is_told_where_the_template_of_the_template_lay(office):
    def settle(document):
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        part = document.part._settings_part
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        key = part.relate_to("file:///C:/Anna/x.dotx", f"{kind}attachedTemplate", is_external=True)
        xml = f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{key}"/>'
        document.settings.element.insert(0, parse_xml(xml))

    raw = word.template("{{ title }}", settle=settle)
    assert "Anna" in word.xml_of(raw, "word/_rels/settings.xml.rels")

    content = docx.docx(io.BytesIO(raw), {"title": "T"}, language="it")

    assert b"Anna" not in content
    assert "attachedTemplate" not in word.xml_of(content, "word/settings.xml")


def test_templates_whose_row_is_gone_are_swept_up(office, monkeypatch):
    from datetime import timedelta

    from office.papers import stored
    from office.pictures import protected_storage

    kept, gone = make_template("A"), make_template("B")
    PaperTemplate.objects.filter(pk=gone.pk).delete()

    stored.sweep()
    assert protected_storage().exists(gone.file.name)  # An upload writes its file before its row.
    monkeypatch.setattr(stored, "WITHOUT_ROW", timedelta(0))
    assert stored.sweep() >= 1
    assert protected_storage().exists(kept.file.name)
    assert not protected_storage().exists(gone.file.name)


def test_a_report_without_a_table_has_none(office):
    report = Report("T", sections=[Section("H", ["P"])])

    assert word.opened(docx.of_report(report, language="it")).tables == []
