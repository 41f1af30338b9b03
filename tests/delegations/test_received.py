"""What the public reads of the delegations received, and what it does not."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from delegations import actions
from delegations.backoffice.received import may_publish, tool
from delegations.models import Member, PublicVisit
from directory.timeline import happenings, last_contacts
from office import notices
from office.dates import PartialDate
from office.models import Audience, Notice
from office.search.answers import public_search, staff_search
from partnerships import yearly
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture(autouse=True)
def demonstration(settings):
    """Who signs in is taken to have a second factor."""
    settings.DEMONSTRATION = True


PAGE = "/en/delegations/"
QUERIES = 8


def titles(response):
    return [visit.title for visit in response.context["page"].object_list]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_lists_them_by_year_in_as_many_queries(client, django_assert_num_queries, count):
    for year in range(2020, 2020 + count):
        factories.make_public_visit(
            f"Delegation {year}", on=str(year), city=factories.make_city(), country=None
        )
    factories.make_public_visit("Internal", level="internal")
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        response = client.get(PAGE)

    assert [(year, len(visits)) for year, visits in response.context["years"]] == [
        (year, 1) for year in range(2019 + count, 2019, -1)
    ]


def test_the_filters_are_in_the_address(client):
    japan, france = factories.make_country(code="JP"), factories.make_country(code="FR")
    kyoto = factories.make_city("Kyoto", country=japan)
    theme = factories.make_theme("culture")
    factories.make_public_visit("From Kyoto", on="2025-05", city=kyoto, country=japan, theme=theme)
    factories.make_public_visit("From Lyon", on="2024", country=france, subject_fr="Bibliothèques")

    for query, expected in [
        ("", ["From Kyoto", "From Lyon"]),
        ("year=2025", ["From Kyoto"]),
        ("country=FR", ["From Lyon"]),
        (f"city={kyoto.slug}", ["From Kyoto"]),
        ("theme=culture", ["From Kyoto"]),
        ("q=bibliotheques", ["From Lyon"]),
        ("q=from&year=2023", []),
    ]:
        assert titles(client.get(f"{PAGE}?{query}")) == expected, query


def test_no_more_than_eight_words_are_looked_for():
    told = factories.make_public_visit(text_en="one two three four five six seven eight")

    found = PublicVisit.objects.telling("one two three four five six seven eight nine")

    assert list(found) == [told]
    assert list(PublicVisit.objects.telling("one nine")) == []


@pytest.mark.parametrize("query", ["year=abc", "country=ZZ", "city=%00", "theme=x"])
def test_what_is_asked_wrongly_is_said_at_its_field(client, query):
    response = client.get(f"{PAGE}?{query}")

    assert response.status_code == 404
    assert list(response.context["form"].errors) == [query.partition("=")[0]]
    assert client.get(f"{PAGE}delegations.csv?{query}").status_code == 404


def test_the_table_follows_the_filter(client):
    factories.make_public_visit("Of 2025", on="2025-05-12", host_en="the Mayor", room_en="Hall")
    factories.make_public_visit("Of 2024", on="2024")
    factories.make_public_visit("Hidden", on="2025", level="internal")

    text = client.get(f"{PAGE}delegations.csv?year=2025").content.decode("utf-8-sig")

    header, row = text.splitlines()
    assert header.startswith("Received on,Until,Title")
    assert row.startswith("2025-05-12,,Of 2025,")
    assert "the Mayor,Hall" in row


def test_news_has_a_page_of_its_own_and_a_bare_record_has_none(client):
    told = factories.make_public_visit("With a story", text_en="They came and saw.")
    bare = factories.make_public_visit("Without")

    response = client.get(told.get_absolute_url())

    assert "They came and saw." in response.content.decode()
    assert client.get(f"{PAGE}{bare.slug}/").status_code == 404
    assert bare.get_absolute_url() == f"{PAGE}?year=2025#{bare.slug}"


@pytest.mark.parametrize("level", ["confidential", "quiet"])
def test_a_visit_that_is_hidden_hides_what_was_published_of_it(client, level):
    visit = factories.make_visit(state="completed", days=(-20, -19))
    published = factories.make_public_visit(
        "Of a hidden visit", visit=visit, text_en="News", city=factories.make_city("Kyoto")
    )
    assert titles(client.get(PAGE)) == ["Of a hidden visit"]

    visit.audience.level = level
    visit.audience.save()

    assert titles(client.get(PAGE)) == []
    assert client.get(f"{PAGE}{published.slug}/").status_code == 404
    assert "Of a hidden" not in client.get(f"{PAGE}delegations.csv").content.decode()
    assert "Of a hidden" not in client.get("/sitemap.xml").content.decode()
    reader, head = factories.make_user("reader"), factories.make_user("head")
    assert list(PublicVisit.objects.visible_to(reader)) == []
    visit.audience.readers.add(head)
    assert list(PublicVisit.objects.visible_to(head)) == [published]


@pytest.mark.parametrize("change", ["quiet", "cancelled"])
def test_the_search_counts_nothing_of_what_is_hidden(change):
    visit = factories.make_visit(state="completed", days=(-20, -19))
    factories.make_public_visit("Of Zzyzx", visit=visit, text_en="News")
    before = public_search("Zzyzx", language="en")
    assert [facet.count for facet in before.facets] == [1]

    if change == "quiet":
        visit.audience.level = "quiet"
        visit.audience.save()
    else:
        visit.state = "cancelled"
        visit.save()

    after = public_search("Zzyzx", language="en")
    assert (after.facets, after.total, after.similar) == ([], 0, [])
    assert public_search("Zzyzxx", language="en").similar == []
    officer = factories.make_user("officer")
    own = staff_search("Zzyzx", user=officer, models=[PublicVisit], language="en")
    assert own.total == (0 if change == "quiet" else 1)
    visit.audience.readers.add(officer)
    assert own.first(5)[0].title == "Of Zzyzx"


def test_of_a_visit_that_does_not_take_place_nothing_is_told(client):
    visit = factories.make_visit(state="in_progress", days=(0, 1))
    published = factories.make_public_visit("Too early", visit=visit, text_en="News")
    early = factories.make_public_visit(visit=factories.make_visit(state="accepted", days=(9, 9)))
    assert titles(client.get(PAGE)) == ["Too early"]

    visit.state = "cancelled"
    visit.save()

    assert titles(client.get(PAGE)) == []
    assert client.get(f"{PAGE}{published.slug}/").status_code == 404
    assert list(PublicVisit.objects.visible_to(AnonymousUser())) == []
    officer = factories.make_user("officer")
    assert set(PublicVisit.objects.visible_to(officer)) == {published, early}


@pytest.mark.parametrize(
    ("state", "may"), [("accepted", False), ("confirmed", False), ("in_progress", True)]
)
def test_a_visit_is_published_from_its_first_day_on(state, may):
    client = signed_in("officer")
    visit = factories.make_visit("City of Kyoto", state=state, days=(0, 1))
    page = publish_page(client, visit)

    answer = client.post(page.request["PATH_INFO"], form_of(page))

    assert may_publish(client.user, visit) is may
    assert PublicVisit.objects.filter(visit=visit).exists() is may
    assert may or "This visit has not taken place." in answer.text


def test_what_was_published_of_a_visit_that_is_off_is_still_corrected():
    client = signed_in("officer")
    visit = factories.make_visit(state="cancelled", days=(0, 1))
    published = factories.make_public_visit("Wrong", visit=visit)
    hidden = factories.make_public_visit(
        visit=factories.make_visit(state="cancelled"), level="internal"
    )
    address = "admin:delegations_publicvisit_change"

    send(client, reverse(address, args=[published.pk]), title_it="Giusto", title_en="Right")
    hidden_page = reverse(address, args=[hidden.pk])
    refused = send(client, hidden_page, level="public", title_it="Segreto")

    assert PublicVisit.objects.get(pk=published.pk).title_en == "Right"
    assert list(refused.context["adminform"].form.errors) == ["level"]


def test_a_visit_that_came_is_a_sign_of_life_of_its_city_for_who_may_know():
    city = factories.make_city("Kyoto")
    factories.make_visit(city=city, state="completed", days=(-20, -19))
    factories.make_visit(city=city, state="planning", days=(30, 31))
    factories.make_visit(city=city, state="declined", days=(-5, -5))
    factories.make_visit(city=city, state="completed", days=(-1, -1), level="quiet")
    reader = factories.make_user("reader")

    found = happenings([city.pk], reader)

    assert [one.is_contact for one in found] == [False, True]
    assert happenings([city.pk], AnonymousUser()) == []
    [seen] = [one.on for one in found if one.is_contact]
    assert last_contacts([city.pk], reader) == {city.pk: seen}


def test_staff_read_of_a_visit_once_and_the_public_of_what_was_published():
    city = factories.make_city("Kyoto")
    visit = factories.make_visit(city=city, state="completed", days=(-20, -19))
    published = factories.make_public_visit(visit=visit, city=city, on="2026")

    told = [
        [one.record for one in happenings([city.pk], reader)]
        for reader in (factories.make_user("reader"), AnonymousUser())
    ]

    assert told == [[visit], [published]]


def test_the_yearly_report_counts_what_its_reader_may_know():
    japan = factories.make_country(code="JP")
    kyoto = factories.make_city("Kyoto", country=japan)
    day = date(2024, 5, 6)
    factories.make_visit(city=kyoto, state="completed", days=(day, day), size=12)
    factories.make_visit(country=japan, state="archived", days=(day, day), size=3)
    factories.make_visit(city=kyoto, state="completed", days=(day, day), size=90, level="quiet")

    [section] = [
        part
        for name, entry in yearly.parts.items()
        if name == "visits"
        for part in entry(2024, factories.make_user("officer"))
    ]

    assert section.facts[:2] == [("Delegations received", "2"), ("Guests in all", "15")]
    assert section.table.rows == [[str(japan), 2, 15]]


# ---------------------------------------------------------------- written from a visit


def publish_page(client, visit):
    return client.get(f"{reverse('admin:delegations_publicvisit_add')}?visit={visit.pk}")


def test_what_the_visit_says_is_filled_in():
    client = signed_in("officer")
    level = factories.make_level(host_en="the Mayor")
    visit = factories.make_visit("City of Kyoto", state="completed", days=(-20, -18))
    factories.make_decision(visit, level=level, room=factories.make_place("Hall"))

    form = publish_page(client, visit).context["adminform"].form

    assert form.initial["title_en"] == "Delegation of City of Kyoto"
    assert (form.initial["host_en"], form.initial["room_en"]) == ("the Mayor", "Hall")
    assert form.initial["received_on"] == PartialDate.of(visit.first_day)
    assert form.initial["level"] == Audience.Level.PUBLIC


def test_what_is_published_says_its_visit_and_is_opened_again():
    client = signed_in("officer", is_demo=True)
    visit = factories.make_visit("City of Kyoto", state="completed", days=(-20, -18))
    page = publish_page(client, visit)

    client.post(page.request["PATH_INFO"], form_of(page))

    published = PublicVisit.objects.get()
    assert visit.reference in page.context["title"]
    assert page.context["adminform"].form.fields["shown"].help_text.startswith("No member")
    assert (published.is_demo, tool(visit)[0]) == (
        False,
        reverse("admin:delegations_publicvisit_change", args=[published.pk]),
    )


def test_of_guests_who_are_here_nothing_is_public_before_they_leave():
    client = signed_in("officer")
    visit = factories.make_visit("City of Kyoto", state="in_progress", days=(0, 2))
    page = publish_page(client, visit)
    values = form_of(page)

    refused = client.post(page.request["PATH_INFO"], values | {"level": "public"})
    told = refused.context["adminform"].form.errors
    client.post(page.request["PATH_INFO"], values)

    assert (values["level"], list(told)) == ("internal", ["until"])
    assert PublicVisit.objects.get().audience.level == "internal"


def test_without_the_consent_of_all_somebody_must_have_checked():
    client = signed_in("officer")
    visit = factories.make_visit("City of Kyoto", state="completed", days=(-20, -20))
    agreed = factories.make_member(visit, "Sato", photo_consent="yes")
    silent = factories.make_member(visit, "Abe")
    page = publish_page(client, visit)
    values = form_of(page) | {"shown": [agreed.pk]}

    refused = client.post(page.request["PATH_INFO"], values)
    assert list(refused.context["adminform"].form.errors) == ["consent_checked"]
    refused = client.post(
        page.request["PATH_INFO"], values | {"consent_checked": "on", "shown": [silent.pk]}
    )
    assert list(refused.context["adminform"].form.errors) == ["shown"]
    client.post(page.request["PATH_INFO"], values | {"consent_checked": "on"})

    published = PublicVisit.objects.get()
    assert (published.visit, published.audience.level, list(published.shown.all())) == (
        visit,
        "public",
        [agreed],
    )


def test_a_confidential_visit_is_not_published():
    client = signed_in("head")
    visit = factories.make_visit(
        state="completed", days=(-20, -20), level="confidential", readers=[client.user]
    )
    page = publish_page(client, visit)

    refused = client.post(page.request["PATH_INFO"], form_of(page))

    assert list(refused.context["adminform"].form.errors) == ["level"]
    assert PublicVisit.objects.count() == 0


# ---------------------------------------------------------------- consent, afterwards


def published_with_consent(*members, **fields):
    """A visit of which news is published, before whose end the list still changes."""
    visit = factories.make_visit(days=(90, 91), state="accepted", contact_email="ana@example.org")
    agreed = [factories.make_member(visit, name, photo_consent="yes") for name in members]
    published = factories.make_public_visit(visit=visit, consent_checked=True, **fields)
    published.shown.set(agreed)
    return visit, published, agreed


def change(visit, **values):
    """As the focal point changes the list by the private page."""

    def changed(members):
        one = members[0] if members else Member(family_name="New")
        for name, value in values.items():
            setattr(one, name, value)
        return [one], []

    actions.change_members(visit=visit, change=changed)


def told_of_consent():
    return [one.user for one in Notice.objects.filter(kind="visit consent")]


def test_who_takes_consent_back_is_not_shown_any_more_and_the_office_is_told():
    officer = factories.make_user("officer")
    visit, published, [_ana, bo] = published_with_consent("Abe", "Sato")

    change(visit, photo_consent="no")

    published.refresh_from_db()
    assert list(published.shown.all()) == [bo]
    assert published.consent_checked is False
    assert told_of_consent() == [officer]
    [one] = Notice.objects.filter(kind="visit consent")
    assert str(published) in notices.kinds.get("visit consent").text(one)


def test_who_joins_without_consent_makes_the_office_look_again():
    officer = factories.make_user("officer")
    visit, published, _agreed = published_with_consent()

    change(visit, family_name="Tanaka")

    published.refresh_from_db()
    assert (published.consent_checked, told_of_consent()) == (False, [officer])


def test_a_change_that_leaves_consent_as_it_is_tells_nobody():
    factories.make_user("officer")
    visit, published, agreed = published_with_consent("Abe")
    draft = published_with_consent("Sato", level="internal")

    change(visit, office="Consul")
    change(draft[0], photo_consent="no")

    published.refresh_from_db()
    assert (list(published.shown.all()), published.consent_checked) == (agreed, True)
    assert list(draft[1].shown.all()) == []
    assert told_of_consent() == []


def test_where_nobody_noted_who_is_shown_a_consent_taken_back_takes_the_pictures_down():
    factories.make_user("officer")
    visit, published, _agreed = published_with_consent("Abe")
    published.shown.clear()
    picture = factories.make_picture("Group", on=[published])

    change(visit, photo_consent="no")

    picture.refresh_from_db()
    assert picture.audience.level == "internal"


def test_whoever_agreed_and_leaves_the_list_makes_the_office_look_again():
    officer = factories.make_user("officer")
    visit, published, [ana] = published_with_consent("Abe")

    actions.change_members(visit=visit, change=lambda _members: ([], [ana]))

    published.refresh_from_db()
    assert (published.consent_checked, told_of_consent()) == (False, [officer])
