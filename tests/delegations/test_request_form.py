"""A visit is asked for on a public page: what is told, what is kept, what is refused, and how."""

import json
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone, translation

from delegations import actions, drafts, links, receipt, views
from delegations.forms import RequestForm, all_other_languages
from delegations.models import RequestDraft, Visit, VisitSettings
from delegations.models.drafts import FOLDER, KEPT_FOR, RequestDraftQuerySet
from directory.models import CityName, Document
from office import guards
from office.models import Link, Mail
from office.pictures import protected_storage
from office.text import fold
from relint.logs import JsonFormatter
from tests import factories
from tests.files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PAGE = "/en/visits/request/"
LOST = "/en/visits/lost-address/"
NOT_ACCEPTED = (
    "This kind of file is not accepted here, whatever its name says. Accepted are PDF, JPEG, PNG."
)
TOO_FAR = "This day is too far ahead: look at the year."


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "TAKES", 0)


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def typed(**fields):
    """What a browser sends of a form that was opened a minute ago."""
    form_id = fields.pop("form_id", None) or uuid4()
    values = {
        "requester": "consulate",
        "body_name": "Consulate of Peru",
        "contact_name": "Ana Quispe",
        "contact_email": "ana@example.org",
        "contact_language": "fr",
        "purpose": "Exchange on libraries",
        "size": "12",
        "notice_read": "on",
        "notice_number": "",
        "form_id": guards.stamp(form_id, timezone.now() - timedelta(minutes=1)),
    }
    return {name: value for name, value in (values | fields).items() if value is not None}


def errors(response):
    return dict(response.context["form"].errors)


# ---------------------------------------------------------------- what is told beforehand


def test_the_page_says_before_how_long_an_answer_and_the_notice_take(client):
    factories.make_criterion("NOTICE", 42)

    page = client.get(PAGE)

    early = timezone.localdate() + timedelta(days=42)
    assert "You have an answer within 10 working days." in page.text
    assert "at least 42 days before you come" in page.text
    assert f'data-notice-from="{early.isoformat()}"' in page.text
    assert "PDF up to 10" in page.text
    assert not page.cookies
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_without_a_rule_nothing_is_said_of_notice(client):
    assert "data-notice-from" not in client.get(PAGE).text


def test_only_public_cities_and_levels_that_are_offered_are_named(client):
    factories.make_city("Gifu")
    factories.make_city("Osaka", level="internal")
    factories.make_level("courtesy_visit", description_en="Half an hour.")
    factories.make_level("state_visit", is_offered=False)

    page = client.get(PAGE).text

    assert '<option value="Gifu"></option>' in page
    assert "Osaka" not in page
    assert "Half an hour." in page
    assert "State visit" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_cities_as_for_one(
    client, django_assert_num_queries, count
):
    for n in range(count):
        factories.make_city(f"City {n}")
        factories.make_level(f"level_{n}")
    client.get(PAGE)

    with django_assert_num_queries(8):
        client.get(PAGE)


def test_a_form_that_is_closed_says_so_and_takes_nothing(client):
    VisitSettings.objects.create(form_is_open=False)

    page, sent = client.get(PAGE), client.post(PAGE, typed())

    assert "At present no visits are requested on this page." in page.text
    assert 'class="ask"' not in page.text
    assert errors(sent)["__all__"] == [
        "The form was closed meanwhile. Please write to the office instead."
    ]
    assert "Exchange on libraries" in sent.text
    assert not Visit.objects.exists()


# ---------------------------------------------------------------- sending


def test_what_was_typed_is_a_request_with_its_letter_and_other_days(client):
    notice = factories.make_privacy_notice(days=0)
    theme, level = factories.make_theme(), factories.make_level()
    fields = {
        "city_name": "Lima",
        "country": str(factories.make_country(code="PE").pk),
        "contact_office": "Consul",
        "contact_telephone": "+51 1 315 1515",
        "theme": str(theme.pk),
        "level_wanted": str(level.pk),
        "first_day": day(50),
        "last_day": day(51),
        "other_first_2": day(60),
        "other_last_2": day(61),
        "head_name": "Rosa Flores, mayor",
        "head_rank": "4",
        "languages": ["es", "en"],
        "other_language": "qu",
        "needs": "No steps",
        "notice_number": str(notice.number),
        "letter": upload(pdf(), "letter.pdf"),
    }

    response = client.post(PAGE, typed(**fields))

    visit = Visit.objects.get()
    assert response.status_code == 302
    got = {name: getattr(visit, name) for name in ("state", "channel", "requester", "size")}
    assert got == {"state": "received", "channel": "web", "requester": "consulate", "size": 12}
    assert (visit.theme, visit.level_wanted, visit.head_rank) == (theme, level, 4)
    assert (visit.first_day.isoformat(), visit.last_day.isoformat()) == (day(50), day(51))
    assert sorted(visit.languages) == ["en", "es", "qu"]
    assert [(str(a), str(b)) for a, b in visit.other_days.values_list("first_day", "last_day")] == [
        (day(60), day(61))
    ]
    assert (visit.notice, visit.audience.level) == (notice, "internal")
    assert visit.notice_read_at is not None
    assert Document.objects.get().audience == visit.audience
    assert [mail.kind for mail in Mail.objects.all()] == ["visit_received"]


def test_a_known_city_and_body_are_those_of_the_directory(client):
    city = factories.make_city("Kyoto")
    CityName.objects.create(city=city, name="Kioto")
    body = factories.make_organisation("Orchestra of Kyoto", city=city)

    client.post(PAGE, typed(city_name=" kioto", body_name="ORCHESTRA OF KYOTO"))

    visit = Visit.objects.get()
    assert (visit.city, visit.country, visit.organisation) == (city, city.country, body)


def test_a_request_is_taken_in_by_one_action_with_all_that_it_changes():
    city, form_id = factories.make_city("Kyoto"), uuid4()
    RequestDraft.objects.create(form_id=form_id, email="ana@example.org", language="fr")
    visit = Visit(form_id=form_id, city_name="Kyoto", contact_email="ana@example.org")

    visit = actions.send_request(visit=visit, other_days=[(day(60), day(61))])

    assert (visit.city, visit.country, visit.channel) == (city, city.country, "web")
    assert visit.notice_read_at is not None
    assert visit.other_days.count() == 1
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize(
    ("fields", "country"),
    [({"level": "internal"}, None), ({}, "US")],
    ids=["not public", "of another country"],
)
def test_a_city_that_is_not_the_one_named_stays_a_text(client, fields, country):
    factories.make_city("Kyoto", **fields)
    said = str(factories.make_country(code=country).pk) if country else None

    client.post(PAGE, typed(city_name="Kyoto", country=said))

    assert (Visit.objects.get().city, Visit.objects.get().city_name) == (None, "Kyoto")


def test_the_page_after_sending_names_nobody_and_offers_the_receipt(client):
    response = client.post(PAGE, typed(first_day=day(50), last_day=day(51)))

    visit, page = Visit.objects.get(), client.get(response.url)
    assert visit.reference in page.text
    assert "You will have an answer by" in page.text
    assert "a…a@example.org" in page.text
    assert not [word for word in ("Quispe", "ana@", "Peru", "libraries") if word in page.text]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    paper = client.get(f"{response.url}receipt.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_who_asks_late_is_told_and_promised_an_answer_before_the_visit(client):
    factories.make_criterion("NOTICE", 42)

    page = client.get(client.post(PAGE, typed(first_day=day(3), last_day=day(4))).url)

    visit = Visit.objects.get()
    assert visit.answer_by <= timezone.localdate() + timedelta(days=2)
    assert page.context["next"][0] == (
        "Visits are to be asked for at least 42 days before: yours needs an exception, and may "
        "not be possible."
    )


def test_who_asks_in_time_is_told_of_no_exception(client):
    factories.make_criterion("NOTICE", 42)

    page = client.get(client.post(PAGE, typed(first_day=day(42), last_day=day(42))).url)

    assert page.context["next"][0].startswith("A person reads your request")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("06 12", "This telephone number is too short or too long."),
        ("call me", "This is no telephone number: write it in figures."),
        (
            "055 123456",
            "Write the number with the code of its country, as in +33 1 23 45 67 89.",
        ),
    ],
)
def test_what_is_wrong_with_a_telephone_number_is_told(client, number, told):
    assert errors(client.post(PAGE, typed(contact_telephone=number))) == {
        "contact_telephone": [told]
    }


@pytest.mark.parametrize("language", ["fr", "it", "es"])
def test_languages_are_offered_by_their_letters_and_none_that_is_dead(language):
    with translation.override(language):
        offered = dict(all_other_languages()[1:])

    names = [fold(name) for name in offered.values()]
    assert names == sorted(names)
    assert not {"la", "ae", "vo", "io", "sa", "tw"} & {*offered}
    assert {"qu", "sw", "ha"} <= {*offered}


def test_no_country_is_offered_where_nobody_lives(client):
    for code in ("AQ", "CP", "PE"):
        factories.make_country(code=code)

    offered = client.get(PAGE).context["form"].fields["country"].queryset

    assert {"AQ", "CP", "PE"} & {one.code for one in offered} == {"PE"}


def test_the_receipt_says_what_was_asked_in_the_readers_language(client):
    client.post(
        PAGE, typed(languages=["es"], head_rank="4", needs="Deaf", letter=upload(pdf(), "a.pdf"))
    )

    report = receipt.report_of(receipt.without_needs(Visit.objects.get()))

    facts = [fact for section in report.sections for fact in section.facts]
    assert {label: str(said) for label, said in facts} == {
        "Who asks": "consulate",
        "Body or institution": "Consulate of Peru",
        "Name of the focal point": "Ana Quispe",
        "E-mail address": "ana@example.org",
        "Purpose of the visit": "Exchange on libraries",
        "Days": "days not fixed",
        "Official letter": "received",
        "How many people come": "12",
        "Rank of the head": "mayor, president of a region or a council",
        "Languages": "Spanish",
        "Special needs": "given",
    }


def test_no_log_holds_the_address_of_the_page_after_sending(client):
    sent = client.post(PAGE, typed()).url
    record = logging.makeLogRecord({"msg": f'"GET {sent}receipt.pdf HTTP/1.1" 200'})

    said = json.loads(JsonFormatter().format(record))["message"]

    assert said == '"GET /en/visits/request/sent/…/receipt.pdf HTTP/1.1" 200'


def test_the_proxys_log_holds_no_private_address_either(client, settings):
    guide = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    patterns = re.findall(r'^ +"~(.+)" /\w+/;$', guide, re.MULTILINE)
    sent = client.post(PAGE, typed()).url
    link = Link.objects.get().get_absolute_url()

    def is_cut(address):
        return any(re.search(pattern, address) for pattern in patterns)

    private = [link, f"{link}?x=y", sent, f"{sent}receipt.pdf", sent.replace(":", "%3A")]
    assert [is_cut(address) for address in private] == [True] * 5
    assert not is_cut("/en/visits/request/")
    assert not is_cut("/it/cities/kyoto-1965-02-10/?a=b:c:d")


def test_the_address_after_sending_does_not_tell_how_many_visits_there_are(client):
    sent = client.post(PAGE, typed()).url

    token = sent.removeprefix(f"{PAGE}sent/").rstrip("/")

    visit = Visit.objects.get()
    assert signing.loads(token, salt=views.SALT) == [str(visit.form_id), False]


def sent_earlier(visit, **ago):
    Visit.objects.filter(pk=visit.pk).update(received_at=timezone.now() - timedelta(**ago))


def test_the_receipt_ends_a_day_after_the_request_also_for_who_has_the_form(client):
    form_id = uuid4()
    sent = client.post(PAGE, typed(form_id=form_id)).url
    again = client.post(PAGE, typed(form_id=form_id)).url

    assert "receipt.pdf" not in client.get(again).text
    assert client.get(f"{again}receipt.pdf").status_code == 404
    assert client.get(f"{sent}receipt.pdf").status_code == 200

    sent_earlier(Visit.objects.get(), days=1, seconds=1)

    addresses = [sent, f"{sent}receipt.pdf", again]
    assert [client.get(one).status_code for one in addresses] == [404] * 3
    later = client.post(PAGE, typed(form_id=form_id))
    assert later.url == f"{LOST}?again=yes"
    assert "This form had been sent before: it counts once" in client.get(later.url).text


@pytest.mark.parametrize("kind", ["forged", "old"])
def test_the_page_after_sending_opens_for_the_sender_and_a_day(client, monkeypatch, kind):
    sent = client.post(PAGE, typed()).url
    if kind == "forged":
        sent = sent[:-2] + ("y/" if sent[-2] == "x" else "x/")
    else:
        monkeypatch.setattr("delegations.views.SHOWN_FOR", timedelta(seconds=-1))

    response = client.get(sent)

    assert response.status_code == 404
    assert "All else is on your private page" in response.text


def test_the_same_form_sent_again_counts_once_and_says_so(client):
    form_id = uuid4()
    client.post(PAGE, typed(form_id=form_id))

    again = client.post(PAGE, typed(form_id=form_id, purpose="Something else"), follow=True)

    assert Visit.objects.get().purpose == "Exchange on libraries"
    assert Mail.objects.count() == 1
    assert "This form had been sent before: it counts once" in again.text


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"first_day": day(-1), "last_day": day(1)}, {"first_day": ["This day is past."]}),
        ({"first_day": day(9)}, {"last_day": ["Give the first and the last day, or neither."]}),
        (
            {"first_day": day(9), "last_day": day(8)},
            {"last_day": ["A visit cannot end before it begins."]},
        ),
        (
            {"first_day": "9999-12-30", "last_day": "9999-12-31"},
            {"first_day": [TOO_FAR], "last_day": [TOO_FAR]},
        ),
        (
            {"first_day": "soon", "last_day": day(9)},
            {"first_day": ["Write the day as in 2027-05-12."]},
        ),
        (
            {"other_first_1": day(9)},
            {"other_last_1": ["Give the first and the last day, or neither."]},
        ),
        (
            {"other_first_3": day(9), "other_last_3": day(8)},
            {"other_last_3": ["A visit cannot end before it begins."]},
        ),
        ({"size": "5000"}, {"size": ["Between 1 and 2,000 people."]}),
        ({"size": "0"}, {"size": ["Between 1 and 2,000 people."]}),
        (
            {"contact_telephone": "ask me"},
            {"contact_telephone": ["This is no telephone number: write it in figures."]},
        ),
        ({"body_name": " "}, {"body_name": ["This field is required."]}),
        ({"purpose": "a\0b"}, {"purpose": ["Null characters are not allowed."]}),
        (
            {"notice_read": None},
            {"notice_read": ["Please read the privacy notice and say so."]},
        ),
        (
            {"notice_number": "7"},
            {"notice_read": ["The privacy notice has changed since: please read it again."]},
        ),
        (
            {"letter": upload(b"MZ\x90\0 a program", "letter.pdf")},
            {"letter": [NOT_ACCEPTED]},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_alone(fields, wrong):
    letter = fields.pop("letter", None)
    sent = QueryDict(mutable=True)
    for name, value in typed(**fields).items():
        sent[name] = value

    with translation.override("en"):
        form = RequestForm(sent, {"letter": letter} if letter else {})

        assert form.errors == wrong


def test_nothing_is_lost_and_nothing_saved_where_something_is_wrong(client):
    fields = {"size": "5000", "first_day": day(-1), "languages": ["es", "fr"], "head_rank": "4"}

    page = client.post(PAGE, typed(**fields))

    form = page.context["form"]
    assert page.status_code == 200
    assert {field.name for field in form.wrong} == {"size", "first_day"}
    shown = {name: form[name].value() for name in ["purpose", *fields]}
    assert shown == {"purpose": "Exchange on libraries", **fields}
    assert '<a href="#id_size">' in page.text
    assert (Visit.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_letter_need_not_be_chosen_again_after_an_error(client):
    first = client.post(PAGE, typed(size="", letter=upload(pdf(), "letter.pdf")))
    kept = re.search('name="letter-kept" value="(.*?)"', first.text)[1]
    stamp = first.context["form"]["form_id"].value()

    client.post(PAGE, typed() | {"form_id": stamp, "letter-kept": kept})

    assert Document.objects.get().title_it == "Consulate of Peru: letter.pdf"


def test_too_many_from_one_place_are_refused_and_keep_what_they_typed(client):
    answers = [client.post(PAGE, typed()) for _n in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "Many forms came from your network" in answers[-1].text
    assert Visit.objects.count() == 5


# ---------------------------------------------------------------- finishing later


def put_aside(client, **fields):
    response = client.post(PAGE, typed(**fields) | {"later": ""})
    assert response.status_code == 302, errors(response)
    return response


def test_a_form_is_put_aside_however_little_is_right_in_it(client):
    response = put_aside(
        client, body_name="", size="many", purpose="Half a\0 sentence", notice_read=None
    )

    draft, mail = RequestDraft.objects.get(), Mail.objects.get()
    assert response.url.startswith(f"{PAGE}kept/?form=")
    page = client.get(response.url).text
    assert "Your form is saved" in page
    assert "It goes to <strong>a…a@example.org</strong>." in page
    assert client.get(f"{PAGE}kept/?form=forged").context["email"] == ""
    assert (draft.email, draft.language) == ("ana@example.org", "fr")
    assert draft.typed["size"] == ["many"]
    assert (mail.kind, mail.language, mail.link) == ("visit_resume", "fr", Link.objects.get())
    form = client.get(mail.link.get_absolute_url()).context["form"]
    shown = {name: form[name].value() for name in ("size", "purpose", "notice_read", "letter")}
    assert shown == {
        "size": "many",
        "purpose": "Half a sentence",
        "notice_read": None,
        "letter": None,
    }


def test_a_form_saved_within_seconds_is_put_aside(client):
    at_once = guards.stamp(uuid4(), timezone.now() - timedelta(seconds=1))

    response = client.post(PAGE, typed() | {"form_id": at_once, "later": ""})

    assert response.status_code == 302
    assert RequestDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"contact_email": ""}, "contact_email"), ({"homepage": "http://x"}, "__all__")],
)
def test_without_an_address_or_by_a_program_nothing_is_put_aside(client, fields, wrong):
    response = client.post(PAGE, typed(**fields, size="") | {"later": ""})

    assert list(errors(response)) == [wrong]
    assert not RequestDraft.objects.exists()


def test_an_unfinished_request_goes_on_with_its_letter_and_is_gone_when_sent(
    client, django_capture_on_commit_callbacks
):
    put_aside(client, letter=upload(pdf("Old"), "letter.pdf"), languages=["es", "fr"], size="")
    address, path = Link.objects.get().get_absolute_url(), RequestDraft.objects.get().letter.name
    page = client.get(address)
    form = page.context["form"]
    assert form["languages"].value() == ["es", "fr"]
    assert "Vous reprenez le formulaire que vous avez enregistré." in page.text
    assert "Déjà choisi : letter.pdf. Il est conservé avec le formulaire" in page.text
    kept = form["letter"].value().reference

    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(
            address,
            typed(size="3", languages=["es"])
            | {
                "form_id": guards.stamp(form.form_id, timezone.now() - timedelta(minutes=1)),
                "letter-kept": kept,
            },
        )

    assert sent.status_code == 302
    assert Document.objects.get().title_it == "Consulate of Peru: letter.pdf"
    assert not RequestDraft.objects.exists()
    assert not protected_storage().exists(path)
    over = client.get(address)
    assert over.status_code == 410
    assert "Vous avez déjà envoyé cette demande." in over.text
    again = client.post(address, typed(form_id=form.form_id))
    assert client.get(again.url).context["again"]


def test_nobody_of_the_office_reads_who_has_not_sent_and_nothing_names_them_afterwards(
    client, django_capture_on_commit_callbacks
):
    put_aside(client, contact_name="Buy now at example.com", contact_email="eve@example.org")
    mail, link = Mail.objects.get(), Link.objects.get()
    named = factories.make_user("head"), factories.make_user("officer")

    assert not any(Mail.objects.visible_to(user).exists() for user in named)
    assert (mail.reader_name, link.reader_name) == ("eve@example.org", "eve@example.org")
    assert "Buy now" not in mail.subject + mail.text

    RequestDraft.objects.get().delete()

    assert not Mail.objects.exists()
    assert not Mail.history.exists()
    assert not Link.history.exists()
    assert Link.objects.values_list("reader_name", "reader_email").get() == ("", "")
    assert client.get(link.get_absolute_url()).status_code == 410


def test_a_form_that_is_put_aside_twice_at_once_is_one_draft(client, monkeypatch):
    form_id = uuid4()

    def missed(look):
        """The other one is saved just after this one was looked for."""

        def looked(rows, *args, **kwargs):
            monkeypatch.undo()
            RequestDraft.objects.create(form_id=form_id, email="ana@example.org", language="fr")
            return look(rows.none(), *args, **kwargs)

        return looked

    for name in ("get", "first"):
        look = getattr(RequestDraftQuerySet, name)
        monkeypatch.setattr(RequestDraftQuerySet, name, missed(look))
    draft = drafts.put_aside(
        form_id=form_id,
        email="ana@example.org",
        language="fr",
        typed={"purpose": ["More"]},
        letter=None,
    )

    assert draft == RequestDraft.objects.get()
    assert draft.typed == {"purpose": ["More"]}


def test_looking_at_an_unfinished_request_changes_nothing(client):
    put_aside(client, letter=upload(pdf(), "letter.pdf"))
    before = RequestDraft.objects.values().get(), protected_storage().listdir(FOLDER)

    client.get(Link.objects.get().get_absolute_url())

    assert before == (RequestDraft.objects.values().get(), protected_storage().listdir(FOLDER))


def test_saved_again_it_is_one_draft_and_its_letter_stays(client):
    form_id = uuid4()
    put_aside(client, form_id=form_id, letter=upload(pdf(), "letter.pdf"))
    address, path = Link.objects.get().get_absolute_url(), RequestDraft.objects.get().letter.name
    kept = client.get(address).context["form"]["letter"].value().reference

    answer = client.post(
        address, typed(form_id=form_id, purpose="More") | {"later": "", "letter-kept": kept}
    )

    draft = RequestDraft.objects.get()
    assert answer.url == f"{address}?kept=yes"
    assert (draft.typed["purpose"], draft.letter.name) == (["More"], path)
    assert Mail.objects.count() == 1


def test_where_the_address_was_mistyped_the_first_link_opens_nothing_more(client):
    form_id = uuid4()
    put_aside(client, form_id=form_id, contact_email="wrong@example.org")
    wrong = Link.objects.get().get_absolute_url()

    put_aside(client, form_id=form_id)

    assert client.get(wrong).status_code == 410
    assert [mail.reader_email for mail in Mail.objects.order_by("pk")] == [
        "wrong@example.org",
        "ana@example.org",
    ]


def test_old_drafts_and_files_that_none_names_are_swept(
    client, django_capture_on_commit_callbacks, monkeypatch
):
    put_aside(client, letter=upload(pdf(), "letter.pdf"))
    path = RequestDraft.objects.get().letter.name
    put_aside(client, contact_email="new@example.org", letter=upload(pdf("New"), "new.pdf"))
    stays = RequestDraft.objects.get(email="new@example.org").letter.name
    old = timezone.now() - KEPT_FOR - timedelta(days=1)
    RequestDraft.objects.filter(email="ana@example.org").update(changed_at=old)

    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.sweep() >= 1

    storage = protected_storage()
    assert [draft.email for draft in RequestDraft.objects.all()] == ["new@example.org"]
    assert (storage.exists(path), storage.exists(stays)) == (False, True)
    left = storage.save(f"{FOLDER}/left", upload(b"x"))
    later = timezone.now() + KEPT_FOR + timedelta(days=1)
    monkeypatch.setattr("delegations.drafts.timezone.now", lambda: later)
    drafts.sweep_files()
    assert (storage.exists(left), storage.exists(stays)) == (False, True)


# ---------------------------------------------------------------- a lost address


def lost(client, email):
    form = {"email": email, "form_id": guards.stamp(uuid4(), timezone.now() - timedelta(minutes=1))}
    return client.post(LOST, form)


def test_a_lost_address_is_mailed_to_the_address_on_record_only(client):
    earlier = factories.make_visit(contact_email="ana@example.org", days=(-90, -89))
    visit = factories.make_visit(contact_email="ana@example.org", contact_language="fr")

    known, unknown = lost(client, "ANA@example.org"), lost(client, "x@example.org")

    mail = Mail.objects.get()
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert (mail.kind, mail.reader_email, mail.language) == (
        "visit_lost_link",
        "ana@example.org",
        "fr",
    )
    assert (mail.link.target, mail.about) == (visit, visit)
    assert earlier.reference not in client.get(known.url).text
    lost(client, "ana@example.org")
    assert Mail.objects.count() == 1


def test_where_the_time_of_the_last_visit_is_past_no_address_is_mailed(client):
    factories.make_visit(contact_email="ana@example.org", days=(-90, -89))

    lost(client, "ana@example.org")

    assert not Mail.objects.exists()
    assert links.send_again("ana@example.org") is None


def test_a_link_that_the_office_ended_does_not_come_back(client):
    visit = factories.make_visit(contact_email="ana@example.org")
    ended = links.give(visit)
    ended.revoke()

    lost(client, "ana@example.org")
    assert (Mail.objects.count(), Link.objects.count()) == (0, 1)

    ended.renew()
    lost(client, "ana@example.org")
    assert Mail.objects.get().link == ended


@pytest.mark.parametrize(("days", "mails"), [(364, 1), (366, 0)])
def test_without_days_a_lost_address_is_mailed_for_a_year_after_the_request(client, days, mails):
    visit = factories.make_visit(contact_email="ana@example.org")
    sent_earlier(visit, days=days)

    lost(client, "ana@example.org")

    assert Mail.objects.count() == mails


def test_every_answer_about_a_lost_address_takes_as_long(client, monkeypatch):
    waited = []
    monkeypatch.setattr(views, "TAKES", 100)
    monkeypatch.setattr(views, "sleep", lambda seconds: waited.append(round(seconds / 10)))

    lost(client, "x@example.org")

    assert waited == [10]


def test_a_lost_address_is_asked_for_so_often_and_no_more(client):
    answers = [lost(client, f"x{n}@example.org").status_code for n in range(6)]

    assert answers == [302] * 5 + [200]


def test_of_a_day_the_eleventh_lost_address_is_refused(client, monkeypatch):
    monkeypatch.setattr(views, "LOST_RATES", views.LOST_RATES.replace("5/h,", ""))

    answers = [lost(client, f"x{n}@example.org").status_code for n in range(11)]

    assert answers == [302] * 10 + [200]


@pytest.mark.parametrize(("is_there", "outcome"), [(True, 302), (False, 200)])
def test_a_form_that_was_open_for_days_keeps_the_letter_put_aside_or_says_that_it_is_gone(
    client, is_there, outcome
):
    put_aside(client, letter=upload(pdf(), "letter.pdf"), size="")
    draft, address = RequestDraft.objects.get(), Link.objects.get().get_absolute_url()
    stamp = guards.stamp(draft.form_id, timezone.now() - timedelta(minutes=1))
    if not is_there:
        protected_storage().delete(draft.letter.name)

    sent = client.post(
        address, typed(size="3") | {"form_id": stamp, "letter-kept": "of the day before yesterday"}
    )

    assert sent.status_code == outcome
    assert Document.objects.count() == is_there
    if not is_there:
        assert list(errors(sent)) == ["letter"]
