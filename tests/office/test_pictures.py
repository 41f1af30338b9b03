import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from office import pictures
from office.models import Office

pytestmark = pytest.mark.django_db

PATH = "/admin/office/office/{}/change/"


def picture(kind="PNG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def bomb(side=30_000):
    """A PNG of a few hundred bytes that says it unfolds to 900 million pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    content = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + content + chunk(b"IEND", b"")


def send(client, office, content, name="arms.png"):
    form = {
        "name_it": "Comune nuovo",
        "city_name_it": "Borgolago",
        "department_it": "Ufficio",
        "original_language": "it",
        "languages": ["it", "en"],
        "escalation_days": 3,
        "opened_version": office.version,
        "coat_of_arms": SimpleUploadedFile(name, content, "image/png"),
    }
    return client.post(PATH.format(office.pk), form)


WRONG_FORMAT = "Only JPEG, PNG and WebP pictures are accepted; this is not one of them."
TOO_MANY = "The picture is too large; at most 40 megapixels are accepted."
BROKEN = "Upload a valid image. The file you uploaded was either not an image or a corrupted image."


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<html><script>alert(1)</script></html>", "arms.png", WRONG_FORMAT),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "arms.png", WRONG_FORMAT),
        (picture("GIF"), "arms.png", WRONG_FORMAT),
        (picture(size=(900, 900))[:-40], "arms.png", BROKEN),
        (bomb(), "arms.png", TOO_MANY),
        (bomb(8_000), "arms.png", TOO_MANY),
    ],
    ids=["html", "svg", "gif", "truncated", "bomb", "many pixels"],
)
def test_what_is_no_small_picture_is_refused_at_its_field(
    back_office, office, content, name, message
):
    response = send(back_office("head"), office, content, name)

    form = response.context["adminform"].form
    assert form.errors == {"coat_of_arms": [message]}
    assert form["name_it"].value() == "Comune nuovo"
    assert Office.objects.get().name_it == "Comune di Borgolago"


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(back_office, office, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_FILE", 50)

    response = send(back_office("head"), office, picture())

    (message,) = response.context["adminform"].form.errors["coat_of_arms"]
    assert message.endswith("at most 50 bytes are accepted.")


def test_a_picture_is_kept_small_and_without_what_the_camera_wrote(back_office, office):
    exif = Image.Exif()
    exif[0x010F] = "The camera that knows where you live"
    photo = picture("JPEG", size=(3200, 1600), exif=exif)

    response = send(back_office("head"), office, photo, "photo.jpg")

    assert response.status_code == 302
    with Image.open(Office.objects.get().coat_of_arms) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (1600, 800), {})


def test_a_picture_is_served_as_one_and_cannot_run(back_office, client, office):
    send(back_office("head"), office, picture())
    client.logout()

    response = client.get(Office.objects.get().coat_of_arms.url)

    assert response["Content-Type"] == "image/webp"
    assert "sandbox" in response["Content-Security-Policy"]
    assert Image.open(io.BytesIO(response.getvalue())).format == "WEBP"


@pytest.mark.parametrize("path", ["/media/../secret", "/media/nothing.webp", "/media/office/"])
def test_nothing_else_is_served_from_there(client, office, path):
    assert client.get(path).status_code == 404
