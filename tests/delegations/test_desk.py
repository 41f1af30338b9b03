"""Visits in the back-office: the list, the form of a request, and what others show of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Party
from delegations import actions, coming, duties
from delegations.backoffice import who_asks
from delegations.backoffice.city_panel import visits_of
from delegations.backoffice.request_form import RequestForm
from delegations.models import Criterion, GuestRank, Level, Member, OtherDays, Visit, VisitSettings
from office import search
from office.backoffice import frame
from office.models import Audience, Link, Mail, Notice
from tests import factories
from tests.files import pdf, upload
from tests.forms import form_of, send
from tests.pages import errors_at_fields, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/delegations/visit/add/"
LIST = "/admin/delegations/visit/"


def change(visit):
    return f"{LIST}{visit.pk}/change/"


# ---------------------------------------------------------------- a request is taken


def test_a_request_is_saved_with_no_more_than_who_asks(clerk):
    response = send(clerk, ADD, body_name="Consulate of Peru")

    visit = Visit.objects.get()
    assert (response.status_code, visit.body_name, visit.state, visit.channel) == (
        302,
        "Consulate of Peru",
        "received",
        "telephone",
    )
    assert (visit.officer, visit.changes.get().by) == (clerk.user, clerk.user)
    assert Mail.objects.count() == 0
    assert any("Not known yet: e-mail, who asks, purpose" in one for one in told(response))


def test_nobody_at_all_is_refused_and_nothing_typed_is_lost(clerk):
    response = send(clerk, ADD, purpose="They want to see the archive.")

    assert errors_at_fields(response)["__all__"] == [
        "Say who asks: a name, a body, a city, a telephone number or an e-mail address."
    ]
    assert "They want to see the archive." in response.text
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("Consulate of Peru", "body_name"),
        ("+39 055 123456", "contact_telephone"),
        ("ana@example.org", "contact_email"),
    ],
)
def test_what_was_typed_into_the_box_is_not_lost_where_nobody_was_taken(clerk, typed, field):
    send(clerk, ADD, who=typed)

    assert getattr(Visit.objects.get(), field) == typed


def test_the_private_link_is_mailed_in_the_language_of_the_caller(clerk):
    send(clerk, ADD, contact_name="Ana", contact_email="ana@example.org", contact_language="fr")

    mail = Mail.objects.get()
    assert (mail.language, mail.reader_email, mail.link) == (
        "fr",
        "ana@example.org",
        Link.objects.get(),
    )


def test_a_quiet_request_is_told_to_nobody_who_may_not_know_it(clerk):
    factories.make_user("officer")

    send(clerk, ADD, body_name="Embassy", level="quiet", officer="")

    assert Visit.objects.get().audience.level == Audience.Level.QUIET
    assert Notice.objects.count() == 0
    assert list(Visit.objects.visible_to(clerk.user)) == [Visit.objects.get()]


def test_who_is_put_in_charge_of_a_quiet_visit_reads_it(clerk):
    officer = factories.make_user("officer")

    send(clerk, ADD, body_name="Embassy", level="quiet", officer=officer.pk)

    visit = Visit.objects.get()
    assert {*visit.audience.readers.all()} == {clerk.user, officer}
    assert [*Visit.objects.visible_to(officer)] == [visit]


def test_who_may_not_publish_puts_nobody_in_charge_who_may_not_read_the_visit():
    reads, other = factories.make_user("officer"), factories.make_user("officer")
    visit = factories.make_visit(level="confidential", readers=[reads])

    forms = [RequestForm({"officer": one.pk}, instance=visit) for one in (reads, other)]

    assert ["officer" in form.errors for form in forms] == [False, True]


def test_no_audience_of_everybody_is_offered_or_taken(clerk):
    page = clerk.get(ADD)
    response = send(clerk, ADD, form_of(page), body_name="Embassy", level="public")

    assert 'value="public"' not in page.text
    assert list(errors_at_fields(response)) == ["level"]
    assert not Visit.objects.exists()


def test_the_letter_is_kept_with_the_visit(clerk):
    send(clerk, ADD, body_name="Embassy", level="confidential", letter=upload(pdf()))

    visit = Visit.objects.get()
    (link,) = visit.documents.all()
    assert (link.document.kind, link.document.audience) == ("letter", visit.audience)


def test_a_disguised_program_is_told_at_the_field(clerk):
    disguised = upload(b"MZ\x90\x00" + bytes(100), "letter.pdf")
    response = send(clerk, ADD, body_name="Embassy", letter=disguised)

    assert list(errors_at_fields(response)) == ["letter"]
    assert 'value="Embassy"' in response.text
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_day": "2031-05-12", "last_day": "2031-05-11"}, "last_day"),
        ({"last_day": "2031-05-11"}, "first_day"),
        ({"size": "5000"}, "size"),
        ({"contact_email": "ana"}, "contact_email"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(clerk, typed, field):
    response = send(clerk, ADD, body_name="Embassy", **typed)

    assert list(errors_at_fields(response)) == [field]
    assert not Visit.objects.exists()


def test_a_visit_of_one_day_needs_one_day_and_a_past_one_is_only_told(clerk):
    response = send(clerk, ADD, body_name="Embassy", first_day="2020-05-12")

    visit = Visit.objects.get()
    assert visit.first_day == visit.last_day
    assert any(one.startswith("The first day is past") for one in told(response))


def test_a_request_that_may_be_there_already_is_told_once_it_is_saved(clerk):
    twin = factories.make_visit("Municipality of Kyoto")

    response = send(clerk, ADD, body_name="municipality of KYOTO")

    assert any(
        "Perhaps the same request" in one and twin.reference in one for one in told(response)
    )


def test_other_days_are_saved_with_the_request(clerk):
    days = {"other_days-TOTAL_FORMS": "1", "other_days-0-first_day": "2031-06-01"}
    send(clerk, ADD, body_name="Embassy", **days, **{"other_days-0-last_day": "2031-06-02"})

    assert [str(one) for one in OtherDays.objects.all()] == ["2031-06-01 – 2031-06-02"]


def test_another_address_of_the_focal_point_ends_the_old_private_link(clerk):
    send(clerk, ADD, body_name="Embassy", contact_email="old@example.org")
    visit = Visit.objects.get()

    send(clerk, change(visit), contact_email="new@example.org")

    links = {one.reader_email: one.revoked_at is None for one in Link.objects.all()}
    assert links == {"old@example.org": False, "new@example.org": True}


def test_nothing_is_written_where_nothing_was_changed(clerk):
    visit = factories.make_visit(contact_email="a@example.org", days=(30, 31), size=12)
    before = Visit.objects.values().get()

    send(clerk, change(visit))

    assert Visit.objects.values().get() == before


def test_the_second_to_save_sees_what_the_first_one_wrote_and_loses_nothing(clerk):
    visit = factories.make_visit(size=12, level="quiet", readers=[clerk.user])
    form = form_of(clerk.get(change(visit)))
    send(clerk, change(visit), size="20")

    response = send(clerk, change(visit), form, size="30", note="Call them back.")

    lines = response.context["conflict"].lines
    assert [(line.label, line.mine, line.theirs) for line in lines] == [
        ("How many people", "30", "20"),
        ("Note for the office", "Call them back.", "(empty)"),
    ]
    assert "Call them back." in response.text
    assert Visit.objects.values_list("size", "note").get() == (20, "")


def test_a_visit_that_is_deleted_takes_its_group_of_guests_along(back_office):
    visit = factories.make_visit(days=(30, 31))
    factories.make_message(visit)

    response = back_office("head").post(f"{LIST}{visit.pk}/delete/", {"post": "yes"})

    assert (response.status_code, Visit.objects.count(), Party.objects.count()) == (302, 0, 0)


# ---------------------------------------------------------------- who asks


def known():
    """A mayor in office, an embassy, and a request of last year."""
    city = factories.make_city("Kyoto", languages=["ja", "fr"])
    person = factories.make_person("Yamada", given_name="Taro")
    factories.make_office_held(person, "Mayor", city=city)
    factories.make_contact_detail(person, "+81 75-222-3111", "telephone")
    factories.make_contact_detail(person, "yamada@example.org", "email")
    organisation = factories.make_organisation("Embassy of Peru", kind="embassy")
    factories.make_visit(
        "Lycée Molière",
        contact_name="Zoé Blanc",
        contact_email="zoe@example.org",
        requester="university",
    )
    return city, person, organisation


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("yamada", ["Taro Yamada"]),
        ("+81 75 2223111", ["Taro Yamada"]),
        ("embassy of peru", ["Embassy of Peru"]),
        ("zoe@example.org", ["Lycée Molière"]),
        ("Zoé Bla", ["Lycée Molière"]),
        ("nobody at all", []),
        ("", []),
    ],
)
def test_who_is_known_comes_up_by_name_body_address_or_number(clerk, typed, found):
    known()

    response = clerk.post(f"{LIST}who/", {"who": typed})

    titles = [one["title"].split(" (")[0] for one in response.json()["results"]]
    assert titles[: len(found)] == found


def test_who_is_known_fills_in_the_office_held_and_how_one_reaches_them():
    city, person, _organisation = known()
    officer = factories.make_user("officer")

    one = who_asks.of_key(f"person:{person.pk}", officer)

    assert one.as_typed() == {
        "contact": person.pk,
        "contact_name": "Taro Yamada",
        "contact_office": "Mayor",
        "contact_language": "fr",
        "contact_email": "yamada@example.org",
        "contact_telephone": "+81 75-222-3111",
        "city": city.pk,
        "country": city.country.pk,
        "requester": "city",
    }


def test_who_may_not_be_known_does_not_come_up(clerk):
    hidden = factories.make_organisation("Embassy of Peru", level="quiet")
    factories.make_visit("Embassy of Peru", level="quiet")
    place = factories.make_city("Lima", level="quiet")

    response = clerk.post(f"{LIST}who/", {"who": "Embassy of Peru"})

    assert [one["kind"] for one in response.json()["results"]] == [
        "new body or institution",
        "new focal point",
    ]
    assert who_asks.of_key(f"organisation:{hidden.pk}", clerk.user) is None
    assert "Lima" not in clerk.get(f"{ADD}?city={place.pk}").text


def test_only_who_takes_requests_looks_for_who_asks(back_office):
    assert back_office("reader").post(f"{LIST}who/", {"who": "a"}).status_code == 403


def test_without_a_script_who_was_found_comes_with_the_page_and_is_filled_in(clerk):
    _city, _person, organisation = known()
    form = form_of(clerk.get(ADD)) | {"who": "embassy peru", "purpose": "The archive."}

    found = clerk.post(ADD, form | {"_look_up": "1"})
    taken = clerk.post(ADD, form_of(found) | {"_take": f"organisation:{organisation.pk}"})

    assert f'name="_take" value="organisation:{organisation.pk}"' in found.text
    filled = form_of(taken)
    assert (filled["body_name"], filled["requester"], filled["purpose"]) == (
        "Embassy of Peru",
        "embassy",
        "The archive.",
    )
    assert not Visit.objects.filter(organisation=organisation).exists()
    clerk.post(ADD, filled)
    assert Visit.objects.get(organisation=organisation).purpose == "The archive."


def test_a_request_from_the_page_of_a_city_knows_the_city(clerk):
    city = factories.make_city("Kyoto")

    filled = form_of(clerk.get(f"{ADD}?city={city.pk}"))

    assert (filled["city"], filled["requester"], filled["officer"]) == (
        str(city.pk),
        "city",
        str(clerk.user.pk),
    )


# ---------------------------------------------------------------- the list and the form


def rows(response):
    return {str(one) for one in response.context["cl"].queryset}


def test_the_list_is_narrowed_by_what_waits_and_by_days(clerk):
    asked = factories.make_visit("Asked", level="confidential", readers=[clerk.user])
    here = factories.make_visit("Here", state="in_progress", days=(-1, 1))
    later = factories.make_visit("Later", state="accepted", days=(90, 91))
    gone = factories.make_visit("Gone", state="declined", days=(-9, -8))
    factories.make_message(later)

    found = {
        query: rows(clerk.get(f"{LIST}?{query}"))
        for query in (
            "state=to_decide",
            "state=coming",
            "state=declined",
            "when=now",
            "when=coming",
            "when=past",
            "when=unknown",
            "waiting=message",
            "seen_by=confidential",
        )
    }

    assert found == {
        "state=to_decide": {str(asked)},
        "state=coming": {str(here), str(later)},
        "state=declined": {str(gone)},
        "when=now": {str(here)},
        "when=coming": {str(here), str(later)},
        "when=past": {str(gone)},
        "when=unknown": {str(asked)},
        "waiting=message": {str(later)},
        "seen_by=confidential": {str(asked)},
    }


def test_the_list_and_the_form_take_few_queries_however_much_there_is(
    clerk, django_assert_max_num_queries
):
    visit = factories.make_visit("Sixty", days=(30, 31))
    Member.objects.bulk_create(
        Member(visit=visit, family_name=f"Name {n}", languages=["ja"]) for n in range(60)
    )
    clerk.get(change(visit))

    with django_assert_max_num_queries(20):
        response = clerk.get(change(visit))

    assert response.text.count("giapponese") + response.text.count("Japanese") >= 60


def test_what_guests_eat_and_need_is_shown_to_who_may_change_the_visit_alone(clerk, back_office):
    visit = factories.make_visit(needs="Zzyzx-wheelchair")
    factories.make_member(visit, diet="Zzyzx-kosher")

    assert clerk.get(change(visit)).text.count("Zzyzx") == 2
    page = back_office("reader").get(change(visit)).text
    assert ("Tanaka" in page, "Zzyzx" in page) == (True, False)


def test_languages_of_members_are_typed_by_name(clerk):
    visit = factories.make_visit()
    member = factories.make_member(visit)

    send(clerk, change(visit), **{"members-0-languages": "francese, ja"})
    wrong = send(clerk, change(visit), **{"members-0-languages": "klingon"})

    member.refresh_from_db()
    assert member.languages == ["fr", "ja"]
    assert "“klingon” is not a language." in wrong.text


# ---------------------------------------------------------------- what waits


def test_the_start_page_counts_what_waits_for_this_person():
    officer, head = factories.make_user("officer"), factories.make_user("head")
    factories.make_visit("Asked")
    quiet = factories.make_visit("Quiet", level="quiet")
    factories.make_message(quiet)
    visit = factories.make_visit("Decided", state="evaluation")
    factories.make_message(visit)
    factories.make_decision(visit, by=officer, stage="proposed", needs_second=True)
    factories.make_visit("Soon", state="confirmed", days=(5, 6))
    factories.make_visit("Later", state="confirmed", days=(50, 51))

    def counts(user):
        return [line.count for line in coming.lines(user)]

    # What comes soon, before what waits.
    assert counts(officer) == [1, 2, 1, 0]
    assert counts(head) == [1, 2, 1, 0, 1]
    assert counts(factories.make_user("reader")) == [1]
    assert [len(coming.to_begin(one)) for one in (officer, factories.make_user("auditor"))] == [
        1,
        0,
    ]


def test_an_answer_is_due_until_somebody_decided():
    officer = factories.make_user("officer")
    visit = factories.make_visit(officer=officer)
    factories.make_visit("Declined", state="declined")

    (due,) = duties.answer_request.found()

    assert (due.record, due.due_on, due.owner) == (visit, visit.answer_by, officer)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_is_asked_once_for_all_visits(django_assert_num_queries, count):
    for _one in range(count):
        factories.make_visit(organisation=factories.make_organisation())
        factories.make_visit(state="accepted", days=(30, 31))
    list(duties.answer_request.found())

    with django_assert_num_queries(4):
        found = [*duties.answer_request.found(), *duties.complete_list.found()]
        assert len([str(due.record) for due in found]) == 2 * count


def test_the_list_of_members_is_due_while_names_are_missing():
    short = factories.make_visit("Short", state="accepted", days=(30, 31), size=2)
    factories.make_member(short)
    full = factories.make_visit("Full", state="accepted", days=(30, 31), size=1)
    factories.make_member(full)
    factories.make_visit("Asked", days=(30, 31))

    (due,) = duties.complete_list.found()

    assert (due.record, due.due_on) == (short, short.first_day - timedelta(days=3))


def test_visits_are_handed_over_with_everything_else():
    officer, other = factories.make_user("officer"), factories.make_user("officer")
    visit = factories.make_visit(officer=officer)
    factories.make_visit("Declined", state="declined", officer=officer)

    assert duties.in_charge.give(officer, other, officer) == 1
    assert Visit.objects.get(pk=visit.pk).officer == other


def test_arrivals_come_up_for_who_may_read_the_visit():
    reader = factories.make_user("reader")
    today = timezone.localdate()
    visit = factories.make_visit("Coming", state="accepted", days=(30, 31))
    factories.make_visit("Asked", days=(30, 31))
    factories.make_visit("Quiet", state="accepted", days=(30, 31), level="quiet")

    marks = coming.marks(reader, today, today + timedelta(days=60))

    assert [(one.record, one.on.first) for one in marks] == [(visit, visit.first_day)]


def test_the_page_of_a_city_tells_of_its_visits():
    officer, city = factories.make_user("officer"), factories.make_city("Kyoto")
    visit = factories.make_visit("City hall", city=city)
    factories.make_visit("Quiet", city=city, level="quiet")

    panel = visits_of(city, officer)

    assert [(line.name, line.said) for line in panel.lines] == [(str(visit), "received")]
    assert [address for _label, address in panel.actions] == [f"{ADD}?city={city.pk}"]


def test_a_visit_is_found_by_who_asked_and_by_who_came(clerk):
    visit = factories.make_visit("Lycée Molière", contact_telephone="+33 1 44 55 66 77")
    factories.make_member(visit, "Blanchard")
    quiet = factories.make_visit("Quiet guests", level="quiet")

    def found(text):
        answer = clerk.get("/admin/find/results/", {"find": text})
        return [one["url"] for one in answer.json()["results"] if "/visits/" in one["url"]]

    assert search.index.kinds[Visit].public is False
    assert [found(text) for text in ("moliere", "0144556677", "blanchard", visit.reference)] == [
        [frame.way_to(visit)]
    ] * 4
    assert frame.way_to(quiet) not in found(quiet.reference)


def test_the_calendar_is_not_told_of_a_hidden_body_or_city():
    hidden = factories.make_organisation("Zzyzx office", level="quiet")
    open_office = factories.make_organisation("Open office")
    place = factories.make_city("Zzyzx", level="confidential")

    visits = [
        factories.make_visit("", organisation=hidden),
        factories.make_visit("Their mayor", city=place),
        factories.make_visit("", organisation=open_office),
    ]

    assert [visit.party.name for visit in visits] == [
        visits[0].reference,
        visits[1].reference,
        "Open office",
    ]


def test_what_two_clerks_wrote_of_a_member_s_diet_is_shown_to_the_second(clerk):
    visit = factories.make_visit()
    factories.make_member(visit, diet="vegan")
    form = form_of(clerk.get(change(visit)))
    send(clerk, change(visit), size="20", **{"members-0-diet": "kosher"})

    response = send(clerk, change(visit), form, **{"members-0-diet": "halal"})

    assert Member.objects.get().diet == "kosher"
    assert [(line.mine, line.theirs) for line in response.context["conflict"].lines] == [
        ("(empty)", "20"),
        ("halal", "kosher"),
    ]


# ---------------------------------------------------------------- what is laid down


def test_a_level_is_written_with_its_rooms(clerk):
    place = factories.make_place()
    rows = {"rooms-TOTAL_FORMS": "1", "rooms-0-place": place.pk, "rooms-0-position": "0"}

    send(
        clerk,
        "/admin/delegations/level/add/",
        name_it="visita di cortesia",
        key="courtesy",
        rank="2",
        **rows,
    )

    level = Level.objects.get()
    assert (str(level.rooms.get()), level.name_it) == (str(place), "visita di cortesia")


def test_a_second_criterion_for_the_same_days_is_told_and_not_saved(clerk):
    factories.make_criterion("NOTICE", 42)

    response = send(
        clerk,
        "/admin/delegations/criterion/add/",
        kind="1",
        figure="30",
        weight="2",
        text_it="Regolamento",
        in_force_from_year="2024",
    )

    assert len(errors_at_fields(response)) == 1
    assert 'value="Regolamento"' in response.text
    assert Criterion.objects.count() == 1


def test_the_settings_are_one_row(back_office):
    add, head = "/admin/delegations/visitsettings/add/", back_office("head")
    send(head, add, answer_days="15")
    row = VisitSettings.objects.get()

    wrong = send(head, f"{add.removesuffix('add/')}{row.pk}/change/", answer_days="0")

    assert (row.answer_days, head.get(add).status_code) == (15, 403)
    assert list(errors_at_fields(wrong)) == ["answer_days"]


def test_the_settings_are_a_page_with_what_is_in_force(back_office):
    head, listed = back_office("head"), "/admin/delegations/visitsettings/"

    proposed = head.get(listed)
    row = VisitSettings.objects.create(answer_days=15)
    own = head.get(listed)

    shown = [page.context["adminform"].form["answer_days"].value() for page in (proposed, own)]
    assert (shown, "_addanother" in proposed.text) == ([10, 15], False)
    assert own.context["original"] == row


def test_the_list_of_criteria_says_figures_in_words(back_office):
    for kind, figure in (("NOTICE", 42), ("PUBLIC_BODY", 0), ("RANK", 6)):
        factories.make_criterion(kind, figure)

    words = [one.figure_in_words for one in Criterion.objects.order_by("kind")]

    assert words == ["42", "", GuestRank.CONSUL.label]
    assert "consul" in back_office("head").get("/admin/delegations/criterion/").text


def test_search_duties_and_days_to_come_lead_to_the_page_of_the_visit(clerk):
    visit = factories.make_visit("Embassy", state="accepted", days=(5, 6))

    [mark] = coming.marks(clerk.user, visit.first_day, visit.last_day)

    page = f"/admin/visits/{visit.pk}/"
    assert frame.way_to(mark.record) == frame.way_to(visit) == page
    mail = factories.make_mail(about=visit)
    assert page in clerk.get("/admin/office/mail/").text
    assert mail.about == visit


def test_a_mail_is_as_made_up_as_its_visit(clerk):
    clerk.user.is_demo = True
    visit = factories.make_visit(contact_email="ana@example.org", state="received")

    actions.move(visit=visit, to="evaluation", by=clerk.user)

    assert Mail.objects.get().is_demo is False


def test_the_list_says_the_state_beside_the_guests_and_who_may_see_it(clerk):
    factories.make_visit("Embassy", level="quiet", readers=[clerk.user])

    page = clerk.get(LIST)

    assert page.context["cl"].list_display[1:3] == ["state", "days"]
    assert "– quiet</small>" in page.text


def test_a_search_of_the_list_says_nothing_of_what_is_hidden(clerk):
    factories.make_visit("Zzyzx", level="confidential")

    told = [
        "that you may not read" in clerk.get(f"{LIST}{asks}").text for asks in ("", "?q=nobody")
    ]

    assert told == [True, False]
