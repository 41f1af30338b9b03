"""The privacy notice: one version is in force, none that people have read changes."""

from datetime import timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from office import demo
from office.models import PrivacyNotice, ReadsNotice
from tests import factories
from tests.forms import form_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TODAY = timezone.localdate()
FIXED = "This version is in force: what changes is a new version."


def write(days, text="Words", **fields):
    return factories.make_privacy_notice(text, days=days, **fields)


def test_newest_version_that_has_come_into_force_holds():
    assert PrivacyNotice.objects.in_force() is None
    first, second, _third = write(-9), write(0), write(1)

    assert [one.number for one in PrivacyNotice.objects.order_by("pk")] == [1, 2, 3]
    assert PrivacyNotice.objects.in_force() == second
    assert list(PrivacyNotice.objects.that_came_into_force()) == [second, first]


def test_words_of_a_version_in_force_stay_and_a_missing_language_can_be_added():
    version = write(0, "Parole", text_en="")

    version.text_en = "Words"
    version.full_clean()
    version.save()
    version.text_en = "Other words"
    with pytest.raises(ValidationError) as error:
        version.full_clean()
    with pytest.raises(ValidationError):
        version.save()
    with pytest.raises(ValidationError):
        version.delete()

    assert error.value.message_dict == {"text_en": [FIXED]}
    assert PrivacyNotice.objects.get().text_en == "Words"


@pytest.mark.parametrize(
    "changed", [{"text_it": "Altro"}, {"text_it": ""}, {"in_force_from": TODAY}, {"number": 9}]
)
def test_database_keeps_the_words_of_a_version_that_was_in_force(changed):
    write(-1, "Parole", text_en="")
    rows = PrivacyNotice.objects.all()

    assert rows.update(text_en="Words") == 1
    with pytest.raises(IntegrityError, match="was in force"), transaction.atomic():
        rows.update(**changed)


def test_version_to_come_is_changed_and_deleted():
    version = write(1)

    version.text_it = "Altro"
    version.full_clean()
    version.save()
    version.delete()

    assert not PrivacyNotice.objects.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Nobody could read it before today."),
        (1, "Version 1 comes into force on {day}: this one comes after it."),
    ],
)
def test_day_that_cannot_be_is_told_at_the_field(days, said):
    write(2)
    version = PrivacyNotice(text_it="Testo", in_force_from=TODAY + timedelta(days=days))

    with pytest.raises(ValidationError) as error:
        version.full_clean(exclude=["number"])

    day = date_format(TODAY + timedelta(days=2))
    assert error.value.message_dict == {"in_force_from": [said.format(day=day)]}


def test_earlier_version_is_not_moved_behind_a_later_one():
    first, _second = write(1), write(2)
    first.in_force_from = TODAY + timedelta(days=3)

    with pytest.raises(ValidationError, match="Version 2 comes into force"):
        first.full_clean()


@pytest.mark.django_db(transaction=True)
def test_two_versions_written_at_once_have_two_numbers():
    start = Barrier(2)

    def work():
        start.wait()
        write(1)
        connection.close()

    threads = [Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(PrivacyNotice.objects.values_list("number", flat=True)) == [1, 2]


def test_who_reads_the_notice_keeps_the_version_and_the_time():
    guest, early = SimpleNamespace(), SimpleNamespace()
    ReadsNotice.read_notice(early)
    version = write(0)
    ReadsNotice.read_notice(guest)

    assert (early.notice, early.notice_read_at is None) == (None, False)
    assert guest.notice == version
    assert timezone.now() - guest.notice_read_at < timedelta(minutes=1)
    assert ReadsNotice._meta.get_field("notice").remote_field.on_delete is models.PROTECT


# ---------------------------------------------------------------- the public page


def test_public_page_shows_the_version_in_force_and_leads_to_the_others(client):
    page = client.get("/en/privacy/").text
    assert "The controller of personal data" in page
    # The demonstration's notice holds the same words.
    assert [words for words in demo.PRIVACY_NOTICES[-1][1] if words not in page] == []
    write(-9, "Old words")
    write(0, "New words")
    write(1, "Words to come")

    page, old = client.get("/en/privacy/"), client.get("/en/privacy/1/")

    assert "New words" in page.text
    assert "Version 2, in force since <time" in page.text
    assert '<a href="/en/privacy/1/">Version 1</a>' in page.text
    assert "Old words" not in page.text
    assert "The controller of personal data" not in page.text
    assert "Old words" in old.text
    assert "followed by another since" in old.text
    assert client.get("/en/privacy/3/").status_code == 404
    assert "Words to come" not in page.text + old.text


def test_language_without_words_reads_those_of_the_original_marked(client):
    write(0, "Parole", text_en="")

    assert '<div lang="it" dir="ltr"><p>Parole</p></div>' in client.get("/en/privacy/").text


# ---------------------------------------------------------------- the back-office

ADD = "/admin/office/privacynotice/add/"


def test_clerk_writes_the_next_version_from_the_words_of_the_last(clerk):
    version = write(0, "Old words", text_en="")
    url = f"/admin/office/privacynotice/{version.pk}/change/"

    page = clerk.get(url)
    assert f'href="{ADD}"' in page.text
    assert {"text_it", "in_force_from"}.isdisjoint(form_of(page))
    assert form_of(clerk.get(ADD))["text_it"] == "Old words"

    past = send(clerk, ADD, text_it="Newer words", in_force_from="2020-01-01")
    assert past.context["adminform"].form.errors == {
        "in_force_from": ["Nobody could read it before today."]
    }
    assert "Newer words" in past.text
    day = TODAY + timedelta(days=5)
    assert send(clerk, ADD, text_it="Newer words", in_force_from=day).status_code == 302

    assert PrivacyNotice.objects.get(number=2).text_it == "Newer words"
    assert send(clerk, url, text_en="In English").status_code == 302
    version.refresh_from_db()
    assert (version.text_it, version.text_en) == ("Old words", "In English")
    assert 'name="_save"' in clerk.get(url).text
    PrivacyNotice.objects.update(text_fr="Mots", text_de="Worte", text_es="Palabras")
    assert 'name="_save"' not in clerk.get(url).text


def test_history_gives_nothing_back_to_a_version_in_force(clerk):
    version = write(1, "First")
    version.text_it = "Second"
    version.save()
    PrivacyNotice.objects.update(in_force_from=TODAY)
    first = version.history.earliest()

    clerk.post(
        f"/admin/office/privacynotice/{version.pk}/history/",
        {"field": "text_it", "entry": first.history_id},
    )

    version.refresh_from_db()
    assert version.text_it == "Second"


def test_list_says_which_holds_and_none_in_force_is_deleted(back_office):
    for days in (-9, 0, 1):
        write(days)
    head = back_office("head")

    page = head.get("/admin/office/privacynotice/")
    found = page.context["cl"].result_list
    admin_class = page.context["cl"].model_admin

    assert [str(admin_class.state(one)) for one in found] == [
        "to come",
        "in force",
        "earlier version",
    ]
    codes = [head.get(f"/admin/office/privacynotice/{one.pk}/delete/").status_code for one in found]
    assert codes == [200, 403, 403]
