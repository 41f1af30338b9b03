"""Each file is judged by what it holds, and whoever chose it is told what is wrong with it."""

import io
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from office import files
from tests.files import archive, object_stream, odf, ooxml, pdf, picture, upload
from tests.office.test_pictures import bomb

MACROS = "This file contains macros or embedded programs (%s): save it without them, or as PDF."
ACTIVE = (
    "This PDF contains a program, an attachment or a command (%s): print it to PDF again, and add "
    "attachments as documents of their own."
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class Form(forms.Form):
    file = files.DocumentFormField()


def errors_of(content, name="paper.pdf"):
    return Form({}, {"file": upload(content, name)}).errors.get("file", [])


def renamed(content):
    """With an encrypted first part: the flag stands in the two headers of the part."""
    return content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


ACCEPTED = {
    "PDF": (pdf(), "paper.pdf"),
    "PDF with object stream": (pdf(more=object_stream(b"<</Type/Font>>")), "paper.pdf"),
    "DOCX": (ooxml("word/document.xml"), "letter.docx"),
    "XLSX": (ooxml(), "table.xlsx"),
    "ODT": (odf(), "letter.odt"),
    "ODS": (odf("spreadsheet"), "table.ods"),
    "JPEG": (picture("JPEG"), "photo.jpg"),
    "PNG": (picture(), "photo.png"),
    "WebP": (picture("WEBP"), "photo.webp"),
    "TXT": ("Città, 東京\n".encode(), "words.txt"),
    "TXT with mark": ("\ufeffCittà < 3 & più".encode(), "words.txt"),
    "CSV": (b"city,year\nKyoto,1965\n", "TABLE.CSV"),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted_is_what_can_be_checked(case):
    content, name = ACCEPTED[case]

    form = Form({}, {"file": upload(content, name)})

    assert form.errors == {}
    assert form.cleaned_data["file"].format.label == case.split()[0]


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (pdf(), "letter.docx", "PDF"),
        (odf(), "photo.png", "ODT"),
        (picture("JPEG"), "photo.pdf", "JPEG"),
        (b"a;b\n", "table.xlsx", "TXT"),
    ],
)
def test_the_name_is_not_believed(content, name, label):
    assert files.format_of(upload(content, name)).label == label


REFUSED = {
    "html called pdf": (b"<html><script>alert(1)</script>", "paper.pdf", "web_page"),
    "html in text": (b"Dear all,\n\n<SCRIPT >alert(1)</SCRIPT>", "words.txt", "web_page"),
    "svg called png": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "photo.png", "web_page"),
    "xml": (b"<note/>", "words.txt", "not_accepted"),
    "rtf": (rb"{\rtf1 words}", "letter.docx", "not_accepted"),
    "latin-1": ("Città".encode("latin-1"), "words.txt", "not_accepted"),
    "program": (b"MZ\x00\x01", "paper.pdf", "not_accepted"),
    "terminal commands": (b"words \x1b[2J", "words.txt", "not_accepted"),
    "gif": (picture("GIF"), "photo.png", "not_accepted"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "letter.docx", "old_office"),
    "plain zip": (archive({"a.exe": b"MZ"}), "letter.docx", "archive"),
    "presentation": (ooxml("xl/workbook.xml", kind="x/y"), "talk.xlsx", "not_accepted"),
    "docx without its part": (archive({"[Content_Types].xml": "x"}), "a.docx", "not_accepted"),
    "odt without content": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "a.odt",
        "damaged",
    ),
    "half a zip": (ooxml()[:-30], "table.xlsx", "damaged"),
    "half a pdf": (pdf()[:-10], "paper.pdf", "damaged"),
    "junk before the pdf": (b"MZ\x90\x00" + pdf(), "paper.pdf", "not_accepted"),
    "locked pdf": (pdf(more=b"trailer <</Encrypt 5 0 R>>"), "paper.pdf", "encrypted"),
    "locked docx": (renamed(ooxml("word/document.xml")), "letter.docx", "encrypted"),
    "locked odt": (odf(manifest="<m:encryption-data/>"), "letter.odt", "encrypted"),
    "half a photo": (picture("JPEG", (900, 900))[:-300], "photo.jpg", "damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_what_is_wrong(case):
    content, name, code = REFUSED[case]

    assert errors_of(content, name) == [str(files.MESSAGES[code])]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (ooxml(**{"xl/vbaProject.bin": b"x"}), "vbaProject.bin"),
        (ooxml(**{"xl/VBAPROJECT.BIN": b"x"}), "VBAPROJECT.BIN"),
        (ooxml(**{"xl/macrosheets/sheet1.xml": b"x"}), "sheet1.xml"),
        (ooxml(**{"xl/activeX/activeX1.bin": b"x"}), "activeX1.bin"),
        (ooxml("word/document.xml", **{"word/embeddings/oleObject1.bin": b"x"}), "oleObject1.bin"),
        (ooxml(kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macroEnabled"),
        (
            ooxml(
                "word/document.xml",
                kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document."
                'main+xml"/><Override ContentType="application/vnd.ms-office.vbaProject',
            ),
            "vbaProject",
        ),
        (odf(**{"Basic/Standard/Module1.xml": b"x"}), "Module1.xml"),
        (odf("spreadsheet", **{"Scripts/python/a.py": b"x"}), "a.py"),
    ],
)
def test_macros_are_refused_and_named(content, part):
    assert errors_of(content, "table.xlsx") == [MACROS % part]


@pytest.mark.parametrize(
    ("more", "part"),
    [
        (b"5 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj", "/JavaScript"),
        (b"5 0 obj <</S/Java#53cript/JS(app.alert(1))>> endobj", "/JavaScript"),
        (b"5 0 obj <</S /Launch /F(a.exe)>> endobj", "/Launch"),
        (b"5 0 obj <</Names<</EmbeddedFiles 6 0 R>>>> endobj", "/EmbeddedFiles"),
        (object_stream(b"<</S/JavaScript/JS(1)>>"), "/JavaScript"),
        (object_stream(b"<</S/JavaScript/JS(1)>>").replace(b"ObjStm", b"Obj#53tm"), "/JavaScript"),
        (b"% stream\n5 0 obj <</S/JavaScript>> endobj\n% endstream", "/JavaScript"),
    ],
)
def test_a_pdf_that_does_something_is_refused(more, part):
    assert errors_of(pdf(more=more)) == [ACTIVE % part]


@pytest.mark.parametrize("more", [b"<</Title/JavaScripts>>", b"5 0 obj <</JS 1>> endobj"])
def test_a_pdf_that_only_looks_like_it_is_accepted(more):
    assert errors_of(pdf(more=more)) == []


def test_a_pdf_that_is_a_zip_as_well_is_refused():
    """The archive stands before the end of the PDF, which is its comment."""
    paper = pdf()
    tail = paper[paper.index(b"\ntrailer") :]
    zipped = archive({"a.exe": b"MZ"})[:-2] + len(tail).to_bytes(2, "little")
    both = paper.removesuffix(tail) + zipped + tail

    assert errors_of(both) == [str(files.MESSAGES["two_in_one"])]


# ---------------------------------------------------------------- bombs


def test_an_office_file_that_unfolds_to_too_much_is_refused():
    dense = ooxml(**{"xl/sheet1.xml": b"\0" * (files.UNSUSPICIOUS + 1)})

    assert len(dense) < 100_000
    assert errors_of(dense, "table.xlsx") == [str(files.MESSAGES["bomb"])]


def test_an_office_file_that_says_it_unfolds_to_gigabytes_is_refused_unopened():
    small = ooxml(**{"xl/sheet1.xml": b"words"})
    at = small.rindex(b"xl/sheet1.xml") - 46
    size = (0xF0000000).to_bytes(4, "little")
    liar = small[: at + 24] + size + small[at + 28 :]

    assert errors_of(liar, "table.xlsx") == [str(files.MESSAGES["bomb"])]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_office_file_with_two_parts_of_one_name_is_refused():
    twice = io.BytesIO(ooxml())
    with zipfile.ZipFile(twice, "a") as file:
        file.writestr("xl/workbook.xml", "<other/>")

    assert errors_of(twice.getvalue(), "table.xlsx") == [str(files.MESSAGES["bomb"])]


def test_an_office_file_of_too_many_parts_is_refused():
    crowd = ooxml(**{f"xl/{n}.xml": "" for n in range(files.MOST_PARTS)})

    assert errors_of(crowd, "table.xlsx") == [str(files.MESSAGES["bomb"])]


def test_a_pdf_whose_objects_unfold_to_too_much_is_refused():
    heavy = pdf(more=object_stream(b"\0" * (files.UNSUSPICIOUS + 1)))

    assert errors_of(heavy) == [str(files.MESSAGES["bomb"])]


def test_a_picture_that_says_it_is_huge_is_refused_by_its_header():
    message = "The picture is too large; at most 40 megapixels are accepted."

    assert errors_of(bomb(), "photo.png") == [message]


# ---------------------------------------------------------------- limits and names


def test_an_empty_file_is_refused():
    assert errors_of(b"") == ["The submitted file is empty."]


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(monkeypatch):
    monkeypatch.setattr("office.files.content.LARGEST_FILE", 50)

    (message,) = errors_of(pdf())

    assert message.startswith("The file has ")
    assert message.endswith("; at most 50 bytes are accepted.")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "up to 25 MB; JPEG"), ("it", "25 MB"), ("fr", "25\u202fMo")]
)
def test_the_limits_stand_beside_the_field(language, said):
    with translation.override(language):
        assert said in str(Form()["file"].help_text)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Patto di amicizia (1965).pdf", "Patto di amicizia (1965).pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\patto.docx", "patto.pdf"),
        ("京都 – accordo.PDF", "京都 – accordo.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ('a"b<c>\r\nd.pdf', "a b c d.pdf"),
        ("...", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_the_name_handed_out_is_a_name_and_nothing_more(name, kept):
    assert files.safe_name(name, files.PDF) == kept


def test_the_file_is_at_its_beginning_again_whatever_came_out():
    good, bad = upload(pdf()), upload(b"MZ\x00")

    files.format_of(good)
    with pytest.raises(ValidationError):
        files.format_of(bad)

    assert (good.tell(), bad.tell()) == (0, 0)


# ---------------------------------------------------------------- a field that accepts less


class LetterForm(forms.Form):
    letter = files.DocumentFormField(
        accepts=(files.PDF, files.JPEG, files.PNG), largest=1024 * 1024
    )


OTHER_KIND = (
    "This kind of file is not accepted here, whatever its name says. Accepted are PDF, JPEG, PNG."
)


@pytest.mark.parametrize(
    ("content", "name", "errors"),
    [
        (pdf(), "letter.pdf", []),
        (picture("JPEG"), "letter.jpg", []),
        (b"MZ\x90\x00\x03" + bytes(200), "letter.pdf", [OTHER_KIND]),
        (b"\x7fELF" + bytes(200), "letter.png", [OTHER_KIND]),
        (ooxml("word/document.xml"), "letter.pdf", [OTHER_KIND]),
        (b"<html></html>", "letter.pdf", [OTHER_KIND]),
        (picture("WEBP"), "letter.png", [OTHER_KIND]),
        (pdf(more=b"/JavaScript"), "letter.pdf", [ACTIVE % "/JavaScript"]),
        (
            pdf(more=b"%" * 1024 * 1024),
            "letter.pdf",
            ["The file has 1 MB; at most 1 MB are accepted."],
        ),
    ],
)
def test_a_field_may_accept_less_and_says_so(content, name, errors):
    form = LetterForm({}, {"letter": upload(content, name)})

    assert form.errors.get("letter", []) == errors


def test_a_field_that_accepts_less_tells_its_limits():
    field = LetterForm().fields["letter"]

    assert str(field.help_text) == "PDF, JPEG, PNG up to 1 MB."
    assert field.widget.attrs["accept"] == ".pdf,.jpg,.png,.jpeg"
    wide = files.DocumentFormField(accepts=(files.PDF, files.PNG))
    assert str(wide.help_text) == "PDF up to 25 MB; PNG up to 8 MB."
