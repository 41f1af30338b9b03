"""Documents: their versions, who sees them, how their files are handed out."""

import io
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, storages
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from directory import actions
from directory.models import Document, DocumentFile, DocumentLink
from office import pictures
from relint import backups
from tests import factories
from tests.files import pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def add(document, content=None, by=None, name="paper.pdf"):
    return actions.add_version(document=document, file=upload(content or pdf("2"), name), by=by)


def numbers(document):
    return list(document.files.values_list("number", flat=True))


# ---------------------------------------------------------------- versions


def test_a_new_file_follows_and_replaces_nothing(office):
    officer = factories.make_user("officer")
    document = factories.make_document(content=pdf("1"))
    first = document.current

    second = add(document, pdf("2"), officer, "Patto firmato.docx")

    assert numbers(document) == [2, 1]
    assert document.current == second
    assert (second.name, second.uploaded_by) == ("Patto firmato.pdf", officer)
    assert (second.media_type, second.size) == ("application/pdf", len(pdf("2")))
    assert first.file.open().read() == pdf("1")


def test_the_same_file_is_refused_as_a_new_version(office):
    document = factories.make_document(content=pdf("1"))
    message = "This is the same file as the current version: nothing new to keep."

    with pytest.raises(ValidationError) as refused:
        add(document, pdf("1"))

    assert refused.value.messages == [message]
    assert numbers(document) == [1]


def test_a_file_that_was_superseded_may_come_back(office):
    document = factories.make_document(content=pdf("1"))
    add(document, pdf("2"))

    add(document, pdf("1"))

    assert numbers(document) == [3, 2, 1]


def test_what_is_no_document_is_refused_by_the_action_too(office):
    document = factories.make_document()

    with pytest.raises(ValidationError):
        add(document, b"<html><script>alert(1)</script>")

    assert numbers(document) == [1]


def test_two_versions_of_one_number_are_refused_by_the_database(office):
    document = factories.make_document()
    twin = document.current
    twin.pk = None
    twin._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_in_the_same_second_both_keep_their_file(office):
    document = factories.make_document()
    start, faults = Barrier(2), []

    def clerk(words):
        try:
            start.wait()
            add(Document.objects.get(pk=document.pk), pdf(words))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    clerks = [Thread(target=clerk, args=(words,)) for words in ("mine", "yours")]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()

    assert faults == []
    assert numbers(document) == [3, 2, 1]
    assert {one.file.open().read() for one in document.files.all()[:2]} == {
        pdf("mine"),
        pdf("yours"),
    }


@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_the_same_file_keep_it_once(office):
    document = factories.make_document()
    start, refused = Barrier(2), []

    def clerk():
        try:
            start.wait()
            add(Document.objects.get(pk=document.pk), pdf("ours"))
        except ValidationError as fault:
            refused.append(fault.code)
        finally:
            connection.close()

    clerks = [Thread(target=clerk) for _n in range(2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()

    assert refused == ["same_content"]
    assert numbers(document) == [2, 1]


# ---------------------------------------------------------------- pictures


def test_a_picture_is_kept_in_its_size_and_two_more_without_what_the_camera_wrote(office):
    exif = Image.Exif()
    exif[0x010F] = "The camera that knows where you live"
    photo = picture("JPEG", size=(3200, 1600), exif=exif)

    version = factories.make_picture(content=photo).current

    kept = {name: Image.open(getattr(version, name).open()) for name in ("file", "large", "small")}
    assert {name: (one.format, one.size) for name, one in kept.items()} == {
        "file": ("JPEG", (3200, 1600)),
        "large": ("WEBP", (1600, 800)),
        "small": ("WEBP", (640, 320)),
    }
    assert [dict(one.getexif()) for one in kept.values()] == [{}, {}, {}]
    assert (version.width, version.height, version.small_width) == (1600, 800, 640)
    assert version.size == version.file.size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "RGBA", "I;16"])
def test_a_picture_of_any_colours_is_kept(office, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, kind)

    version = factories.make_picture(content=out.getvalue()).current

    assert (version.format.label, version.width, version.height) == (kind, 30, 20)


def test_a_picture_turned_by_the_camera_stands_upright(office):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = picture("JPEG", size=(40, 20), exif=exif)

    version = factories.make_picture(content=photo).current

    assert (version.width, version.height) == (20, 40)


def test_a_public_document_does_not_become_a_picture_without_its_author(office):
    document = factories.make_document(level="public")

    with pytest.raises(ValidationError) as refused:
        add(document, picture())

    assert sorted(refused.value.message_dict) == ["alt_text_it", "author", "licence"]
    assert numbers(document) == [1]


# ---------------------------------------------------------------- what is attached


def test_the_documents_of_a_record_stand_in_the_order_of_the_office(office):
    city, other = factories.make_city(), factories.make_city()
    first, second = [factories.make_document(name, on=[city]) for name in ("A", "B")]
    factories.make_document("C", on=[other])
    DocumentLink.objects.filter(document=first).update(position=5)

    assert list(Document.objects.attached_to(city)) == [second, first]


def test_one_document_hangs_on_several_records_once_each(office):
    city, agreement = factories.make_city(), factories.make_agreement()
    document = factories.make_document(on=[city, agreement, city])

    assert [link.record for link in document.links.order_by("pk")] == [city, agreement]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_gets_its_documents_in_as_many_queries_for_three_as_for_one(
    office, django_assert_num_queries, count
):
    cities = [factories.make_city() for _n in range(count)]
    documents = [factories.make_document(on=[city]) for city in cities]
    factories.make_document(level="internal", on=[cities[0]])
    ContentType.objects.get_for_model(cities[0])

    with django_assert_num_queries(3):
        found = Document.objects.public().by_record(cities)
        shown = {pk: [one.current.number for one in rows] for pk, rows in found.items()}

    assert found == {c.pk: [d] for c, d in zip(cities, documents, strict=True)}
    assert shown == {city.pk: [1] for city in cities}


def test_no_record_has_no_documents(office):
    assert Document.objects.by_record([]) == {}


@pytest.mark.parametrize(
    ("document", "city", "seen"),
    [
        ("public", "public", {"stranger", "colleague", "owner"}),
        ("internal", "public", {"colleague", "owner"}),
        ("public", "internal", {"colleague", "owner"}),
        ("quiet", "public", {"owner"}),
        ("public", "quiet", {"owner"}),
    ],
)
def test_a_link_is_seen_by_who_may_see_both_ends(office, document, city, seen):
    owner, colleague = factories.make_user("officer"), factories.make_user("officer")
    place = factories.make_city(level=city, readers=[owner])
    factories.make_document(level=document, readers=[owner], on=[place])
    people = {"stranger": AnonymousUser(), "colleague": colleague, "owner": owner}

    links = {name: DocumentLink.objects.visible_to(who).count() for name, who in people.items()}

    assert links == {name: int(name in seen) for name in people}


def test_a_link_to_an_agreement_of_a_hidden_city_is_hidden(office):
    agreement = factories.make_agreement(factories.make_city(level="quiet"))
    factories.make_document(on=[agreement])

    assert not DocumentLink.objects.public().exists()


# ---------------------------------------------------------------- handing out


def address(document):
    return reverse("documents:current", args=[document.pk])


def test_a_public_file_is_handed_to_everybody_and_cannot_run(client, office):
    document = factories.make_document(content=pdf("1"))

    response = client.get(address(document))

    assert response.getvalue() == pdf("1")
    assert {name: response[name] for name in HEADERS} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="paper.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=3600",
    }
    assert client.cookies == {}


def test_a_file_that_is_gone_from_the_storage_is_not_found(client, office):
    document = factories.make_document(content=pdf("1"))
    document.current.file.storage.delete(document.current.file.name)

    assert client.get(address(document)).status_code == 404


HEADERS = [
    "Content-Type",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Cache-Control",
]


def test_plain_text_says_its_encoding_and_keeps_its_name(client, office):
    document = factories.make_document()
    actions.add_version(document=document, file=upload("è".encode(), "Città 京.txt"), by=None)

    response = client.get(address(document))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].endswith("filename*=utf-8''Citt%C3%A0%20%E4%BA%AC.txt")


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("public", (200, 200, 200)),
        ("internal", (404, 200, 200)),
        ("confidential", (404, 404, 200)),
        ("quiet", (404, 404, 200)),
    ],
)
def test_what_one_may_not_see_is_not_there(client, office, settings, level, codes):
    settings.DEMONSTRATION = True
    owner, colleague = factories.make_user("officer"), factories.make_user("officer")
    document = factories.make_picture(level=level, readers=[owner])
    version = document.current
    urls = [
        address(document),
        version.get_absolute_url(),
        reverse("documents:picture", args=[document.pk, 1, "large"]),
    ]

    for person, code in zip((None, colleague, owner), codes, strict=True):
        client.logout()
        if person:
            client.force_login(person)
        answers = [client.get(url) for url in urls]
        assert [answer.status_code for answer in answers] == [code] * 3
        if code == 200 and level != "public":
            assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_a_hidden_file_wants_a_second_factor(client, office, settings):
    settings.DEMONSTRATION = False
    client.force_login(factories.make_user("officer"))

    hidden, public = [factories.make_document(level=one) for one in ("internal", "public")]

    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(public)).status_code == 200


def test_a_version_that_was_superseded_is_for_staff(client, office, settings):
    settings.DEMONSTRATION = True
    document = factories.make_document(content=pdf("1"))
    old = document.current
    add(document, pdf("2"))
    codes = []

    for person in (None, factories.make_user("councillor"), factories.make_user("officer")):
        if person:
            client.force_login(person)
        codes.append(client.get(old.get_absolute_url()).status_code)

    assert codes == [404, 404, 200]
    assert client.get(address(document)).getvalue() == pdf("2")
    assert client.get(old.get_absolute_url())["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path", ["999999/", "{pk}/2/paper.pdf", "{pk}/1/picture/large.webp", "{pk}/1/picture/file.webp"]
)
def test_nothing_else_is_handed_out(client, office, path):
    document = factories.make_document()

    assert client.get(f"/documents/{path.format(pk=document.pk)}").status_code == 404


def test_a_document_whose_file_never_came_is_not_there(client, office):
    document = factories.make_document()
    document.files.all().delete()

    assert client.get(address(document)).status_code == 404


def test_a_picture_is_shown_in_two_sizes(client, office):
    document = factories.make_picture()

    sizes = {}
    for size in ("small", "large"):
        response = client.get(reverse("documents:picture", args=[document.pk, 1, size]))
        assert response["Content-Type"] == "image/webp"
        assert "attachment" not in response.get("Content-Disposition", "")
        sizes[size] = Image.open(io.BytesIO(response.getvalue())).size

    assert sizes == {"small": (640, 320), "large": (1600, 800)}


# ---------------------------------------------------------------- what is left behind


def stored():
    storage = pictures.protected_storage()
    return {f"documents/{name}" for name in storage.listdir("documents")[1]}


@pytest.fixture
def a_day_later(monkeypatch):
    def forward():
        later = timezone.now() + timedelta(days=1, minutes=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    return forward


def test_the_clock_deletes_files_without_a_row_after_a_day(office, a_day_later):
    actions.sweep_documents()
    kept, gone = factories.make_picture(), factories.make_document()
    left = gone.current.file.name
    gone.delete()
    wanted = {getattr(kept.current, name).name for name in ("file", "large", "small")}
    assert actions.sweep_documents() == 0

    a_day_later()
    actions.sweep_documents()

    assert left not in stored()
    assert wanted <= stored()


def test_the_clock_takes_off_what_hangs_on_nothing(office):
    city, other = factories.make_city(), factories.make_city()
    document = factories.make_document(on=[city, other])
    city.delete()

    assert actions.sweep_documents() == 1
    assert [link.record for link in document.links.all()] == [other]


def test_a_record_that_is_gone_shows_no_link_before_the_clock_comes(office):
    city = factories.make_city()
    factories.make_document(on=[city])
    city.delete()

    assert not DocumentLink.objects.public().exists()


def test_files_lie_in_the_protected_storage_which_backups_hold():
    fields = [DocumentFile._meta.get_field(name) for name in ("file", "large", "small")]

    assert [field.storage for field in fields] == [storages["default"]] * 3


def test_a_backup_takes_the_files_along(office, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    place = FileSystemStorage(tmp_path / "protected")
    for name in ("file", "large", "small"):
        monkeypatch.setattr(DocumentFile._meta.get_field(name), "storage", place)

    version = factories.make_picture().current

    files = [getattr(version, name).name for name in ("file", "large", "small")]
    taken = [name for name, _path in backups.media_files()]
    assert taken == sorted(f"media/protected/{name}" for name in files)
