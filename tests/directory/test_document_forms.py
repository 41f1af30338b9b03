"""The back-office of documents: what a clerk chooses, and what a clerk is told."""

import pytest
from django.utils import timezone

from directory.models import Document, DocumentLink
from office import uploads
from office.pictures import protected_storage
from tests import factories, forms
from tests.files import ooxml, pdf, picture, upload
from tests.pages import form_url

pytestmark = pytest.mark.django_db

ADD = "/admin/directory/document/add/"
LIST = "/admin/directory/document/"


def errors_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def added(client, file, url=ADD, **values):
    return forms.send(client, url, title_it="Patto", kind="signed_text", new_file=file, **values)


# ---------------------------------------------------------------- a new document


def test_a_clerk_adds_a_document_with_its_file(clerk):
    response = added(clerk, upload(pdf("1"), "Patto 1965.docx"), languages=["it", "ja"])

    assert response.status_code == 302
    document = Document.objects.get()
    version = document.current
    assert (document.title_it, document.languages) == ("Patto", ["it", "ja"])
    assert (version.number, version.name) == (1, "Patto 1965.pdf")
    assert version.uploaded_by == clerk.user
    assert document.audience.level == "internal"


def test_a_document_begins_with_a_file(clerk):
    response = forms.send(clerk, ADD, title_it="Patto", kind="scan")

    assert errors_of(response) == {"new_file": ["This field is required."]}
    assert not Document.objects.exists()


def test_a_file_that_is_refused_is_told_at_its_field_and_nothing_is_saved(clerk):
    file = upload(ooxml(**{"xl/vbaProject.bin": b"x"}), "table.xlsx")

    response = added(clerk, file)

    (message,) = errors_of(response)["new_file"]
    assert message.startswith("This file contains macros")
    assert response.context["adminform"].form["title_it"].value() == "Patto"
    assert "new_file-kept" not in response.content.decode()
    assert not Document.objects.exists()


def test_the_message_comes_in_the_language_of_the_clerk(office, settings):
    settings.DEMONSTRATION = True
    clerk = forms.signed_in("officer", language="it")

    (message,) = errors_of(added(clerk, upload(b"<html></html>")))["new_file"]

    assert message.startswith("Questa è una pagina web")


def test_the_limits_are_told_before_a_file_is_chosen(clerk):
    page = clerk.get(ADD).content.decode()

    assert "PDF, DOCX, XLSX, ODT, ODS, TXT, CSV, mails (EML) up to 25 MB" in page


# ---------------------------------------------------------------- a chosen file is kept


def test_a_chosen_file_survives_an_error_elsewhere(clerk):
    page = forms.send(clerk, ADD, kind="scan", new_file=upload(pdf("kept"), "Città.pdf"))
    assert list(errors_of(page)) == ["title_it"]
    assert "Chosen already: Città.pdf." in page.content.decode()

    response = clerk.post(ADD, forms.form_of(page) | {"title_it": "Patto"})

    assert response.status_code == 302
    version = Document.objects.get().current
    assert (version.file.open().read(), version.name) == (pdf("kept"), "Città.pdf")


def kept_files():
    return protected_storage().listdir(uploads.FOLDER)[1]


def test_a_chosen_file_is_kept_once_however_many_errors_follow(clerk):
    page = forms.send(clerk, ADD, kind="scan", new_file=upload(pdf("kept"), "Città.pdf"))
    before = kept_files()

    for _n in range(3):
        page = clerk.post(ADD, forms.form_of(page))
        assert list(errors_of(page)) == ["title_it"]

    assert kept_files() == before
    clerk.post(ADD, forms.form_of(page) | {"title_it": "Patto"})
    assert Document.objects.get().current.file.open().read() == pdf("kept")


def test_a_reference_to_a_kept_file_is_of_no_use_to_another_person(clerk):
    page = forms.send(clerk, ADD, kind="scan", new_file=upload(pdf("kept")))
    reference = forms.form_of(page)["new_file-kept"]
    colleague = forms.signed_in("officer")

    response = forms.send(colleague, ADD, title_it="A", kind="scan", **{"new_file-kept": reference})

    assert errors_of(response) == {"new_file": ["This field is required."]}


def test_another_file_may_be_chosen_instead_or_none(clerk):
    document = factories.make_document(level="internal", content=pdf("1"))
    page = forms.send(clerk, form_url(document), title_it="", new_file=upload(pdf("2")))
    form = forms.form_of(page) | {"title_it": "Patto"}

    clerk.post(form_url(document), form | {"new_file-drop": "on"})
    assert document.current.number == 1

    form["opened_version"] = forms.form_of(clerk.get(form_url(document)))["opened_version"]
    clerk.post(form_url(document), form | {"new_file": upload(pdf("3"))})
    assert document.current.file.open().read() == pdf("3")


@pytest.mark.parametrize("reference", ["false", "documents/x.pdf"])
def test_a_false_reference_is_no_file(clerk, reference):
    response = forms.send(clerk, ADD, title_it="A", kind="scan", **{"new_file-kept": reference})

    assert errors_of(response) == {"new_file": ["This field is required."]}


def test_the_clock_deletes_what_nobody_came_back_for(clerk, monkeypatch):
    uploads.sweep()
    reference = uploads.keep(upload(pdf()), by=clerk.user)
    assert uploads.sweep() == 0
    assert uploads.take(reference, by=clerk.user).read() == pdf()

    later = timezone.now() + uploads.KEPT_FOR * 1.1
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert uploads.sweep() >= 1
    assert uploads.take(reference, by=clerk.user) is None
    assert protected_storage().listdir(uploads.FOLDER)[1] == []


# ---------------------------------------------------------------- a new version


def test_a_new_version_follows_and_the_form_lists_both(clerk):
    document = factories.make_document(level="internal", content=pdf("1"))

    forms.send(clerk, form_url(document), new_file=upload(pdf("2"), "second.pdf"))

    page = clerk.get(form_url(document)).content.decode()
    assert [one.number for one in document.files.all()] == [2, 1]
    for version in document.files.all():
        assert f'href="{version.get_absolute_url()}"' in page


def test_the_same_file_again_is_told_at_its_field(clerk):
    document = factories.make_document(level="internal", content=pdf("1"))

    response = forms.send(clerk, form_url(document), new_file=upload(pdf("1")))

    assert errors_of(response) == {
        "new_file": ["This is the same file as the current version: nothing new to keep."]
    }


def test_a_version_is_neither_changed_nor_deleted_by_a_form(clerk):
    document = factories.make_document(level="internal")
    form = forms.form_of(clerk.get(form_url(document)))

    response = clerk.post(
        form_url(document),
        form | {"files-0-DELETE": "on", "files-0-number": "9", "files-0-name": "x.pdf"},
    )

    assert response.status_code == 302
    assert [(one.number, one.name) for one in document.files.all()] == [(1, "paper.pdf")]


def test_who_only_reads_sees_the_versions_and_no_field_for_a_file(office, settings):
    settings.DEMONSTRATION = True
    document = factories.make_document(level="internal")

    page = forms.signed_in("reader").get(form_url(document)).content.decode()

    assert document.current.get_absolute_url() in page
    assert 'type="file"' not in page


def test_two_clerks_who_open_the_same_form_both_add_their_version(clerk):
    document = factories.make_document(level="internal")
    mine = forms.form_of(clerk.get(form_url(document)))
    theirs = forms.signed_in("officer")
    forms.send(theirs, form_url(document), new_file=upload(pdf("theirs")))

    page = clerk.post(form_url(document), mine | {"new_file": upload(pdf("mine"))})
    if page.status_code == 200:
        answers = {"choose-new_file": "mine", "seen_version": page.context["conflict"].version}
        clerk.post(form_url(document), forms.form_of(page) | answers)

    contents = [one.file.open().read() for one in document.files.all()]
    assert contents[:2] == [pdf("mine"), pdf("theirs")]


# ---------------------------------------------------------------- public pictures


def test_a_picture_is_not_published_without_its_author_licence_and_words(clerk):
    response = added(clerk, upload(picture(), "photo.png"), level="public")

    assert errors_of(response) == {
        "author": ["Say who made the picture before everybody may see it."],
        "licence": ["Say under which licence before everybody may see it."],
        "alt_text_it": ["Say what the picture shows, or mark it as decorative."],
    }
    assert not Document.objects.exists()


@pytest.mark.parametrize("words", [{"alt_text_it": "Il ponte"}, {"is_decorative": "on"}])
def test_a_picture_with_all_that_is_published(clerk, words):
    credit = {"author": "Ada", "licence": "CC BY 4.0"}

    response = added(clerk, upload(picture()), level="public", **credit, **words)

    assert response.status_code == 302
    assert Document.objects.public().pictures().count() == 1


def test_an_internal_picture_needs_none_of_it_until_it_is_published(clerk):
    added(clerk, upload(picture()))
    document = Document.objects.get()

    response = forms.send(clerk, form_url(document), level="public")

    assert sorted(errors_of(response)) == ["alt_text_it", "author", "licence"]
    assert Document.objects.get().audience.level == "internal"


def test_a_published_picture_keeps_its_author(clerk):
    document = factories.make_picture()

    response = forms.send(clerk, form_url(document), author="")

    assert list(errors_of(response)) == ["author"]


def test_a_picture_without_its_author_may_be_withdrawn(clerk):
    document = factories.make_picture()

    response = forms.send(clerk, form_url(document), author="", level="internal")

    assert response.status_code == 302
    assert Document.objects.get().audience.level == "internal"


# ---------------------------------------------------------------- attached to records


def row(n, document):
    prefix = f"directory-documentlink-content_type-object_id-{n}"
    return {f"{prefix}-document": document.pk, f"{prefix}-position": n}


def rows(*documents):
    total = "directory-documentlink-content_type-object_id-TOTAL_FORMS"
    form = {total: len(documents)}
    for n, document in enumerate(documents):
        form |= row(n, document)
    return form


@pytest.mark.parametrize(
    "maker", [factories.make_city, factories.make_organisation, factories.make_event]
)
def test_a_document_is_attached_on_the_form_of_a_record(clerk, maker):
    record, document = maker(), factories.make_document()

    response = forms.send(clerk, form_url(record), **rows(document))

    assert response.status_code == 302
    assert list(Document.objects.attached_to(record)) == [document]


def test_a_document_attached_twice_is_told_at_its_row(clerk):
    city, document = factories.make_city(), factories.make_document()

    response = forms.send(clerk, form_url(city), **rows(document, document))

    (inline,) = [
        one.formset
        for one in response.context["inline_admin_formsets"]
        if one.formset.model is DocumentLink
    ]
    assert inline.errors == [{}, {"document": ["This document is attached already."]}]
    assert not DocumentLink.objects.exists()


def test_a_document_that_a_colleague_attached_meanwhile_is_told(clerk):
    city, document = factories.make_city(), factories.make_document()
    opened = forms.form_of(clerk.get(form_url(city)))
    forms.send(forms.signed_in("officer"), form_url(city), **rows(document))

    response = clerk.post(form_url(city), opened | rows(document))

    assert "This document is attached already." in response.content.decode()
    assert DocumentLink.objects.count() == 1


def test_a_document_for_a_record_is_attached_when_it_is_saved(clerk):
    city = factories.make_city("Gifu")
    link = f"{ADD}?attach=directory.city.{city.pk}"
    assert link in clerk.get(form_url(city)).content.decode()
    page = clerk.get(link)
    assert "<strong>Gifu</strong>" in page.content.decode()

    response = added(clerk, upload(pdf()), url=link)

    assert Document.objects.attached_to(city).count() == 1
    assert response.url == form_url(city)
    assert "is attached to Gifu." in clerk.get(response.url).content.decode()


@pytest.mark.parametrize("key", ["directory.city.{pk}", "directory.country.1", "x", "..", "a.b.c"])
def test_a_record_that_one_may_not_see_is_neither_named_nor_attached(clerk, key):
    hidden = factories.make_city("Hiddenburg", level="quiet")
    url = f"{ADD}?attach={key.format(pk=hidden.pk)}"
    assert "Hiddenburg" not in clerk.get(url).content.decode()

    response = added(clerk, upload(pdf()), url=url)

    assert response.status_code == 302
    assert not DocumentLink.objects.exists()


def test_the_form_of_a_document_names_only_places_that_the_reader_may_see(clerk):
    hidden = factories.make_city("Hiddenburg", level="quiet")
    document = factories.make_document(on=[factories.make_city("Gifu"), hidden])

    page = clerk.get(form_url(document)).content.decode()

    assert ">Gifu</a>" in page
    assert "Hiddenburg" not in page


def test_saving_the_form_leaves_the_hidden_places_alone(clerk):
    hidden = factories.make_city(level="quiet")
    document = factories.make_document(on=[hidden])

    forms.send(clerk, form_url(document), title_en="Renamed")

    assert [link.record for link in document.links.all()] == [hidden]


def test_the_form_of_a_record_names_only_documents_that_the_reader_may_see(clerk):
    city = factories.make_city()
    factories.make_document("Open pact", on=[city])
    factories.make_document("Hidden pact", level="quiet", on=[city])

    page = clerk.get(form_url(city)).content.decode()

    assert "Open pact" in page
    assert "Hidden pact" not in page


# ---------------------------------------------------------------- the list


def titles(client, query):
    page = client.get(LIST + query)
    return [document.title_it for document in page.context["cl"].result_list]


def test_the_list_is_searched_by_words_of_the_text_and_filtered_by_language(clerk):
    factories.make_document("Patto", text="fra le due città sorelle", languages=["it", "ja"])
    factories.make_document("Lettera", kind="letter", languages=["fr"])

    assert titles(clerk, "?q=sorelle") == ["Patto"]
    assert titles(clerk, "?language=fr") == ["Lettera"]
    assert titles(clerk, "?kind__exact=letter") == ["Lettera"]
    assert titles(clerk, "") == ["Lettera", "Patto"]


def test_the_filter_by_language_offers_none_of_hidden_documents(clerk):
    factories.make_document(languages=["it"])
    factories.make_document(languages=["mt"], level="quiet")

    page = clerk.get(LIST).content.decode()

    assert "?language=it" in page
    assert "?language=mt" not in page
