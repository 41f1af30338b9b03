"""Small files of every kind, made in the test that needs them."""

import io
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
MAIN = {
    "word/document.xml": f"{OOXML}.wordprocessingml.document.main+xml",
    "xl/workbook.xml": f"{OOXML}.spreadsheetml.sheet.main+xml",
}


def upload(content, name="paper.pdf"):
    return SimpleUploadedFile(name, content)


def pdf(words="A paper", *, more=b""):
    """A PDF of one empty page; `more` stands among its objects."""
    return (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>> endobj\n"
        + f"4 0 obj <</Title({words})>> endobj\n".encode()
        + more
        + b"\ntrailer <</Root 1 0 R/Info 4 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def object_stream(hidden):
    """An object of a PDF in which others stand compressed."""
    packed = zlib.compress(hidden)
    head = b"9 0 obj <</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>" % len(packed)
    return head + b"\nstream\r\n" + packed + b"\nendstream endobj\n"


def archive(parts):
    """A ZIP file of these parts, {name: content}."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def ooxml(part="xl/workbook.xml", *, kind=None, **parts):
    types = f'<Types><Override ContentType="{kind or MAIN[part]}"/></Types>'
    return archive({"[Content_Types].xml": types, part: "<x/>", **parts})


def odf(kind="text", *, manifest="<manifest/>", **parts):
    content = {"mimetype": f"{ODF}.{kind}", "content.xml": "<x/>"}
    return archive({**content, "META-INF/manifest.xml": manifest, **parts})


def picture(kind="PNG", size=(40, 20), colour="red", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()
