"""Minutes and the guest book: what stays of a visit, with the paper beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from delegations.backoffice import after_parts
from delegations.models import GuestBookPage, Minute
from directory.models import Document
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def test_minutes_are_of_an_item_of_their_own_visit(clerk):
    visit = factories.make_visit()
    item = factories.make_item(visit)
    foreign = factories.make_item(factories.make_visit())
    url = f"{reverse('admin:delegations_minute_add')}?visit={visit.pk}"
    typed = {"subject": "Libraries", "day": "2026-05-12", "visit": visit.pk}
    typed |= {f"directory-documentlink-content_type-object_id-{n}_FORMS": 0 for n in FORMS}

    refused = clerk.post(url, typed | {"item": foreign.pk})
    clerk.post(url, typed | {"item": item.pk, "decided": "Exchange."})

    assert "item" in refused.context["adminform"].form.errors
    minute = Minute.objects.get()
    assert (minute.item, minute.visit, minute.decided) == (item, visit, "Exchange.")


FORMS = ("TOTAL", "INITIAL")


def test_a_page_of_the_guest_book_keeps_its_photograph_from_everybody(clerk):
    visit = factories.make_visit()
    url = f"{reverse('admin:delegations_guestbookpage_add')}?visit={visit.pk}"
    typed = {"volume": "III", "page": 12, "signed_on": "2026-05-12", "visit": visit.pk}
    typed |= {f"directory-documentlink-content_type-object_id-{n}_FORMS": 0 for n in FORMS}

    clerk.post(
        url,
        typed | {"who_signed": "Aiko Tanaka", "file": files.upload(files.picture(), "page.png")},
    )

    page, document = GuestBookPage.objects.get(), Document.objects.get()
    assert str(page) == "Guest book III, page 12"
    assert [link.document for link in page.documents.all()] == [document]
    assert (document.kind, document.audience) == ("photograph", visit.audience)


def test_a_page_is_recorded_once(clerk):
    factories.make_guest_book_page(volume="I", page=4)

    page = GuestBookPage(
        volume="I", page=4, who_signed="X", audience=factories.make_audience("internal")
    )

    with pytest.raises(Exception, match="This page of that volume is recorded already"):
        page.full_clean()


def test_the_page_of_a_visit_shows_what_was_written_down(django_assert_num_queries):
    visit = factories.make_visit()
    factories.make_minute(visit, "Libraries", day="2026-05-12")
    factories.make_guest_book_page(visit, 7, signed_on="2026-05-11")
    factories.make_minute(subject="Of another visit")
    for late, done in ((True, False), (False, False), (False, True)):
        day = timezone.localdate() + timedelta(days=-1 if late else 1)
        factories.make_task(visit, due_on=day, done_on=day if done else None)
    factories.make_letter(visit)
    factories.make_letter(visit, sent="1/2027")
    officer = factories.make_user("officer")
    after_parts.paperwork(officer, visit)  # what is remembered of a person from the first time on

    with django_assert_num_queries(1):
        part = after_parts.paperwork(officer, visit)

    assert [line.name for line in part.lines] == ["Guest book, page 7", "Libraries"]
    assert (part.letters, part.tasks) == (
        {"all": 2, "open": 1},
        {"all": 3, "open": 2, "late": 1},
    )


@pytest.mark.parametrize("model", ["minute", "guestbookpage"])
def test_the_register_is_listed_by_year(clerk, model):
    makers = {"minute": factories.make_minute, "guestbookpage": factories.make_guest_book_page}
    field = {"minute": "day", "guestbookpage": "signed_on"}[model]
    makers[model](**{field: "2024-05-12"})
    makers[model](**{field: timezone.localdate()})

    url = reverse(f"admin:delegations_{model}_changelist")

    assert len(clerk.get(url, {"year": "2024"}).context["cl"].result_list) == 1
    for none in ("x", "0000"):
        assert len(clerk.get(url, {"year": none}).context["cl"].result_list) == 2
