"""The facts of Florence: all there, and none without its source."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda.hours import Hours
from agenda.models import OpeningHours, Place, Resource
from cooperation.models import MoneyLine, Project
from directory.models import Act, Body, City, Country
from directory.models.countries import known_codes
from networks.models import Fee, Membership, Network
from networks.pages import networks_in_common
from office import datasets
from office.models import Office
from partnerships.models import Agreement, BondType
from relint.datasets import florence
from tests import database

pytestmark = pytest.mark.django_db

DATA = f"{florence.__path__[0]}/data"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The whole set, loaded once for all the tests of this file and taken back after them."""
    with database.taken_back(django_db_blocker):
        datasets.load("florence", DATA)
        yield


@pytest.fixture(autouse=True)
def everything_is_loaded(loaded):
    pass


def told(slug):
    """What the record and each source say of the date of a city's agreements."""
    agreements = Agreement.objects.filter(city__slug=slug).in_order()
    return [
        (
            one.bond_type.key,
            one.signed_on and one.signed_on.isoformat(),
            sorted({c.says for c in one.citations.all() if c.field == "signed_on" and c.says}),
        )
        for one in agreements
    ]


def test_every_city_and_agreement_is_there_and_public():
    assert City.objects.public().count() == City.objects.count() == 34
    assert Agreement.objects.public().count() == Agreement.objects.count() == 35
    assert set(Agreement.objects.values_list("city__slug", flat=True)) == set(
        City.objects.values_list("slug", flat=True)
    )


def test_office_bodies_and_countries_are_there():
    office = Office.objects.get()
    assert (office.original_language, office.languages) == ("it", ["it", "en", "fr", "de", "es"])
    assert (office.city_name_it, office.city_name_de) == ("Firenze", "Florenz")
    bodies = [(body.key, body.city and body.city.slug) for body in Body.objects.all()]
    assert bodies == [
        ("council", None),
        ("executive", None),
        ("valladolid-plenary", "valladolid"),
    ]
    assert Country.objects.count() == len(known_codes())


def test_acts_are_as_exact_as_what_is_documented_of_them():
    acts = [
        (act.body.key, act.kind, act.number, act.adopted_on and act.adopted_on.isoformat())
        for act in Act.objects.public().in_order()
    ]

    assert acts == [
        ("executive", "deliberation", "", "2018-06"),
        ("council", "deliberation", "2008/C/00010", "2008-02-18"),
        ("council", "motion", "", "2007-02-05"),
        ("council", "deliberation", "", "2007-01-15"),
        ("valladolid-plenary", "deliberation", "", "2006-07-26"),
        ("executive", "deliberation", "348/2012", None),
    ]
    for act in Act.objects.all():
        act.full_clean(exclude=["audience"])


@pytest.mark.parametrize("text", ["2008/C/00010", "2008-C-10", "C/00010", "c10", "2008C00010"])
def test_act_is_found_by_its_number_in_any_spelling(client, text):
    page = client.get("/en/search/", {"find": text}).text

    assert "City Council 2008/C/00010</a>" in page.replace("<mark>", "").replace("</mark>", "")


def test_page_of_an_act_tells_its_days_and_who_says_so(client):
    act = Act.objects.get(number="2008/C/00010")

    page = client.get(f"/en/acts/{act.pk}/").text

    for day in ("2008-02-18", "2008-02-25"):
        assert f'<time datetime="{day}">' in page
    assert page.count("https://doczz.it/doc/546630") >= 6
    assert '"legislationIdentifier": "2008/C/00010"' in page


def test_dates_in_dispute_keep_both():
    assert {slug: told(slug) for slug in ("kassel", "edinburgh", "kuwait-city", "turku")} == {
        "kassel": [("twin", "1952", ["1958"])],
        "edinburgh": [("twin", "1964", ["1965"])],
        "kuwait-city": [("twin", "1990", ["1991"])],
        "turku": [("twin", "1992", ["1991"])],
    }
    assert told("tirana") == [("twin", "2001-01-10", ["2001-02-26"])]
    assert told("bethlehem") == [("twin", "2012-05-07", ["1962"])]


def test_city_may_have_two_agreements():
    assert told("budapest") == [
        ("twin", "2008-05-17", []),
        ("letter_of_intent", "2006-11-11", []),
    ]


def test_bonds_are_of_the_kind_that_the_sources_say():
    kinds = BondType.objects.with_city_counts().values_list("key", "city_count")

    assert list(kinds) == [
        ("twin", 24),
        ("brotherhood", 1),
        ("friendship", 6),
        ("cooperation_pact", 1),
        ("agreement", 1),
        ("letter_of_intent", 2),
    ]
    assert told("tunis") == [("cooperation_pact", "2016", [])]


def test_what_is_not_documented_is_left_blank():
    stateless = Agreement.objects.filter(status="").values_list("city__slug", flat=True)
    undated = Agreement.objects.filter(signed_on=None).values_list("city__slug", flat=True)

    assert sorted(stateless) == [
        "arequipa",
        "asmara",
        "athens",
        "budapest",
        "el-aaiun",
        "gifu",
        "hebron",
        "isfahan",
        "istanbul",
        "mauthausen",
        "porto-vecchio",
        "tallinn",
        "tunis",
    ]
    assert sorted(undated) == ["el-aaiun", "puebla", "tallinn"]
    assert not Agreement.objects.filter(status="ended").exists()


def test_every_date_and_state_and_figure_has_its_source():
    without = [
        (str(record), field)
        for model, fields in (
            (Agreement, ["signed_on", "status"]),
            (City, ["population"]),
            (Act, ["number", "adopted_on", "enforceable_on", "published_on", "rapporteur"]),
        )
        for record in model.objects.prefetch_related("citations")
        for field in fields
        if getattr(record, field) and not any(c.field == field for c in record.citations.all())
    ]

    assert without == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [("fes", "fez"), ("فاس", "fez"), ("Reval", "tallinn"), ("京都", "kyoto"), ("KRAKOW", "krakow")],
)
def test_cities_are_found_by_old_and_foreign_names(client, text, slug):
    page = client.get("/en/partner-cities/", {"q": text}).text

    assert page.count('<article class="it-card">') == 1
    assert f'href="/en/partner-cities/{slug}/"' in page


@pytest.mark.parametrize("language", ["it", "en", "fr", "de", "es"])
def test_list_of_all_cities_is_light_and_its_cost_is_bounded(
    client, django_assert_max_num_queries, language
):
    with django_assert_max_num_queries(15):
        page = client.get(f"/{language}/partner-cities/", follow=True).content

    assert page.count(b'<article class="it-card">') == 34
    assert len(page) < 60_000


def test_every_city_page_opens_at_a_bounded_cost(client, django_assert_max_num_queries):
    for city in City.objects.all():
        with django_assert_max_num_queries(42):
            assert client.get(f"/en/partner-cities/{city.slug}/").status_code == 200


def test_page_of_kassel_tells_both_years_and_who_says_so(client):
    page = client.get("/en/partner-cities/kassel/").text

    assert '<time datetime="1952">1952</time>' in page
    assert '<time datetime="1958">1958</time> according to' in page


# ---------------------------------------------------------------- networks


def test_every_network_is_there_and_public_and_says_how_we_stand_to_it():
    states = {
        one.network.slug: (one.status, one.joined_on and one.joined_on.isoformat())
        for one in Membership.objects.public().select_related("network")
    }

    assert Network.objects.public().count() == Network.objects.count() == 11
    assert states == {
        "eurocities": ("member", "2003"),
        "mayors-for-peace": ("member", None),
        "wtcf": ("", "2017"),
        "uclg": ("not_confirmed", None),
        "lhc": ("not_confirmed", None),
        "covenant-of-mayors": ("", None),
        "mission-100-cities": ("member", "2022"),
        "unity-in-diversity": ("", "2015"),
        "europe-direct": ("member", None),
        "anci": ("member", None),
        "european-energy-award": ("", None),
    }


def test_what_is_said_of_a_membership_has_its_source():
    without = [
        (str(one), field)
        for one in Membership.objects.prefetch_related("citations")
        for field in ("status", "joined_on", "role", "fee_amount")
        if getattr(one, field) and not any(c.field == field for c in one.citations.all())
    ]

    assert without == []


def test_the_question_about_mayors_for_peace_is_answered_by_one_page(client):
    page = client.get("/en/networks/mayors-for-peace/").text

    assert "State known on: 1 September 2014." in page
    assert "€2,750 a year, voluntary" in page
    assert "Risposta all’interrogazione 455-14" in page
    fees = Fee.objects.public().order_by("year")
    assert [(fee.year, fee.state, fee.is_voluntary) for fee in fees] == [
        (2012, "suspended", True),
        (2013, "suspended", True),
    ]
    assert fees[0].membership.status == "member"


def test_a_network_known_through_hosting_alone_makes_nothing_common(client):
    kyoto = City.objects.get(slug="kyoto")

    assert networks_in_common([kyoto.pk], AnonymousUser()) == {}
    assert "Membership not confirmed" in client.get("/en/partner-cities/kyoto/").text


def test_every_page_of_a_network_opens_at_a_bounded_cost(client, django_assert_max_num_queries):
    for network in Network.objects.all():
        with django_assert_max_num_queries(20):
            assert client.get(f"/en/networks/{network.slug}/").status_code == 200


# ---------------------------------------------------------------- places


def test_every_place_is_there_as_far_as_it_is_documented():
    places = {
        one.slug: (one.capacity, one.access, one.is_museum, one.is_ceremonial)
        for one in Place.objects.public()
    }
    received_in = (None, "", False, True)

    assert places == {
        "palazzo-vecchio": (None, "by_lift", False, False),
        "sala-clemente-vii": received_in,
        "sala-di-lorenzo": received_in,
        "sala-degli-otto": received_in,
        "sala-macconi": received_in,
        "sala-degli-elementi": received_in,
        "sala-d-arme": received_in,
        "salone-dei-dugento": received_in,
        "salone-dei-cinquecento": received_in,
        "torre-di-arnolfo": (30, "steps", True, False),
        "camminamento-di-ronda": (25, "steps", True, False),
        "percorsi-segreti": (12, "", True, False),
        "scavi": (25, "", True, False),
        "mezzanino": (None, "steps", True, False),
        "studiolo": (None, "", True, False),
        "tesoretto": (None, "", True, False),
    }
    rooms = Place.objects.rooms()
    assert {room.building.slug for room in rooms} == {"palazzo-vecchio"}
    assert set(Resource.objects.values_list("place", flat=True)) == {room.pk for room in rooms}
    # No source tells floors, stairs or where on the map.
    assert not Place.objects.exclude(floor=None, stair="", latitude=None).exists()


def test_the_museum_closes_at_two_on_thursdays():
    rows = Hours(OpeningHours.objects.all())
    thursday, friday = date(2027, 5, 13), date(2027, 5, 14)
    asked = ("studiolo", "torre-di-arnolfo", "sala-di-lorenzo", "palazzo-vecchio")

    def on(slug, day):
        found = rows.on(Place.objects.select_related("building").get(slug=slug), day)
        return found and [f"{one.opens:%H}–{one.closes:%H}, {one.last_entry}" for one in found]

    assert {slug: (on(slug, thursday), on(slug, friday)) for slug in asked} == {
        "studiolo": (["09–14, 60"], ["09–19, 60"]),
        "torre-di-arnolfo": (["10–14, 0"], ["10–17, 0"]),
        "sala-di-lorenzo": (None, None),
        "palazzo-vecchio": (None, None),
    }


def test_what_is_said_of_a_place_has_its_source():
    without = [
        (str(one), field)
        for model, fields in (
            (Place, ["capacity", "access", "is_museum", "is_ceremonial", "note"]),
            (OpeningHours, ["opens", "closes", "last_entry"]),
        )
        for one in model.objects.prefetch_related("citations")
        for field in fields
        if getattr(one, field) and not any(c.field == field for c in one.citations.all())
    ]

    assert without == []


def test_every_project_is_there_and_public_and_no_outcome_is_guessed():
    states = {}
    for one in Project.objects.public():
        states.setdefault(one.state, set()).add(one.slug)

    assert Project.objects.public().count() == Project.objects.count() == 23
    assert states["unknown"] == {"crafts-code", "life-e-via", "rebecca", "caring"}
    assert states["closed"] == {"replicate", "atlas-wh", "innocrafts"}
    assert states["awarded"] == {"walkin-people"}
    assert len(states["documented"]) == 15


def test_the_money_of_a_project_stands_apart_as_it_is_documented():
    replicate = Project.objects.get(slug="replicate")
    (line,) = MoneyLine.objects.all()

    assert replicate.budget_total == 30_000_000
    assert replicate.budget_city == 10_000_000
    assert replicate.budget_eu == 25_000_000
    assert (line.project.slug, line.committed, line.disbursed) == (
        "iraq-heritage-training",
        376_260,
        338_644,
    )


def test_what_is_said_of_a_project_has_its_source():
    fields = ["role", "starts_on", "ends_on", "budget_total", "budget_city", "budget_eu"]
    without = [
        (project.slug, field)
        for project in Project.objects.prefetch_related("citations")
        for field in ["title", "state", *fields]
        if getattr(project, field) not in (None, "")
        and not any(c.field == field for c in project.citations.all())
    ]

    assert without == []


def test_the_city_of_fez_names_its_projects(client):
    page = client.get("/en/partner-cities/fez/").text

    assert "ART GOLD – local development with Fès" in page
    assert "Income-generating activities for women in the Fès medina" in page
