"""The table of docs/access.md against every page, as every person."""

from dataclasses import fields
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import EmailField, GeneratedField, JSONField, TextField
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from agenda.models import Appointment, CalendarSettings, FindingLevel
from cooperation.models import IatiSettings, Practice, Project
from delegations.models import HonourKind, Mission, ProgrammeItem, PublicVisit, Visit, VisitSettings
from directory.models import Act, City, Person
from networks.models import Network
from office import roles, search
from office.backoffice.own_pages import pages as own_pages
from office.models import Audience, Office, User
from tests import cooperation_factories, factories, tour_factories
from tours.models import Route, TourSettings

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "access.md").read_text()
OUR_APPS = {
    "office",
    "directory",
    "agenda",
    "partnerships",
    "networks",
    "cooperation",
    "delegations",
    "events",
    "tours",
    "relint",
}


def table(heading):
    """The rows under a heading of the document, as {first cell: {column: cell}}."""
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    header, _rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): dict(zip(header[1:], row[1:], strict=True)) for row in rows}


PAGES, READING, WORKING = table("Pages"), table("Reading"), table("Working")
WITHOUT_PAGE = table("Models without a page of their own")
ROLE_KEYS = [role.key for role in roles.ROLES]


def alike():
    """The roles that have the same rights, in lists of their keys: what one may, all may."""
    found = {}
    for role in roles.ROLES:
        rights = (
            getattr(role, one.name) for one in fields(role) if one.name not in ("key", "label")
        )
        found.setdefault(tuple(rights), []).append(role.key)
    return list(found.values())


# A walk through all pages is made once for all who have the same rights.
def widest():
    """
    Of the roles that read the same, those whose pages no other one of them opens as well.

    Whoever may do more than another opens each page that the other opens, and reads no less
    on it: one walk serves both.
    """

    def within(keys, others):
        role, wider = roles.BY_KEY[keys[0]], roles.BY_KEY[others[0]]
        same = all(
            getattr(role, right) == getattr(wider, right)
            for right in ("enters_back_office", "reads_internal", "knows_quiet")
        )
        return same and role.permissions < wider.permissions

    return [keys for keys in alike() if not any(within(keys, one) for one in alike())]


ALIKE = [pytest.param(keys, id="+".join(keys)) for keys in alike()]
WALKED = [pytest.param(["stranger"], id="stranger")]
WALKED += [pytest.param(keys, id="+".join(keys)) for keys in widest()]


def who(name):
    """Who may open the URL of that name: the first line that fits."""
    return next((row["who"] for pattern, row in PAGES.items() if fnmatch(name, pattern)), None)


def url_names(resolver=None, namespace=""):
    """The names of all URLs, with their namespaces."""
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(f"{namespace}{pattern.name}" if pattern.name else None)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= url_names(pattern, inner)
    return names - {None}


def test_every_url_has_its_line():
    assert {name for name in url_names() if who(name) is None} == set()


def test_every_model_has_its_line():
    ours = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not model.__name__.startswith("Historical")
    }
    assert {name for name in ours if name not in {**WORKING, **WITHOUT_PAGE}} == set()
    assert set(WORKING) == {model._meta.label_lower for model in admin.site._registry}


@pytest.mark.parametrize("rows", [READING, WORKING], ids=["reading", "working"])
def test_every_role_has_its_column(rows):
    assert all(list(row) == ["stranger", "link holder", *ROLE_KEYS] for row in rows.values())


def test_every_record_of_ours_that_can_be_hidden_is_filtered():
    """A model with an audience has a QuerySet that asks for it."""
    with_audience = [model for model in apps.get_models() if hasattr(model, "audience")]
    ours = [model for model in with_audience if not model.__name__.startswith("Historical")]
    assert [m for m in ours if not hasattr(m._default_manager.all(), "visible_to")] == []


def test_what_points_at_a_hidden_thing_is_hidden_with_it():
    """Or its lists and forms would name the thing: each such path is asked by the QuerySet."""
    unguarded = []
    for model in admin.site._registry:
        rows = model._default_manager.all()
        asked = {*getattr(rows, "audience_paths", ()), *getattr(rows, "optional_paths", ())}
        otherwise = getattr(rows, "asked_otherwise", ())
        for field in (one for one in model._meta.concrete_fields if one.name not in otherwise):
            related = field.related_model._default_manager.all() if field.is_relation else None
            if hasattr(related, "visible_to"):
                # What lies in another of its kind, as a room in a building, does so once.
                inner = () if field.related_model is model else related.optional_paths
                paths = {*related.audience_paths, *inner}
                missing = {f"{field.name}__{path}" for path in paths} - asked
                unguarded += [f"{model._meta.label}: {path}" for path in sorted(missing)]
    assert unguarded == []


# ---------------------------------------------------------------- reading


def persons(people):
    return {"stranger": AnonymousUser(), "link holder": AnonymousUser(), **people.all()}


@pytest.mark.parametrize("audience", READING)
def test_reading_is_as_the_table_says(people, audience):
    level, named = audience.split(",")[0], "named" in audience
    thing = factories.make_audience(level, people.all().values() if named else ())

    def gets(person):
        if thing in Audience.objects.readable_by(person):
            return "read"
        return "know" if thing in Audience.objects.known_to(person) else "–"

    assert {name: gets(who) for name, who in persons(people).items()} == READING[audience]


def test_being_superuser_gives_no_reading_right(office):
    root = factories.make_user(is_superuser=True, is_staff=True)
    hidden = factories.make_audience("internal")

    assert hidden not in Audience.objects.readable_by(root)


def test_an_account_that_was_closed_reads_nothing_internal(office):
    former = factories.make_user("officer", is_active=False)
    hidden = factories.make_audience("internal")

    assert hidden not in Audience.objects.readable_by(former)


# ---------------------------------------------------------------- pages


def test_the_back_office_is_shut_to_strangers(client, office):
    names = {name for name in url_names() if who(name) == "back-office"}

    answers = {name: client.get(reverse(name, args=arguments(name))) for name in names}

    assert len(names) > 40
    assert {name for name, answer in answers.items() if "/admin/login/" not in answer.url} == set()


def arguments(name):
    """Values for the captured parts of a URL's pattern."""
    for args in ([], ["1"], ["1", "1"], ["1", "1", "1"], ["office"]):
        try:
            reverse(name, args=args)
        except Exception:  # noqa: S112 (the next shape is tried)
            continue
        return args
    raise AssertionError(f"no arguments fit {name}")


def test_the_back_office_wants_a_second_factor(client, people, settings):
    settings.DEMONSTRATION = False
    client.force_login(people["head"])

    response = client.get("/admin/")

    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


# ---------------------------------------------------------------- working


def one_of(model, people):
    """A record of the model that everybody in the back-office may read."""
    makers = {
        "office.office": Office.objects.get,
        "office.user": lambda: people["reader"],
        "office.source": factories.make_source,
        "office.papertemplate": factories.make_paper_template,
        "office.privacynotice": factories.make_privacy_notice,
        "office.retention": factories.make_retention,
        "office.hold": factories.make_hold,
        "office.mail": factories.make_mail,
        "office.mailtemplate": factories.make_mail_template,
        "directory.city": factories.make_city,
        "directory.country": factories.make_country,
        "directory.organisation": factories.make_organisation,
        "directory.body": factories.make_body,
        "directory.person": factories.make_person,
        "directory.act": factories.make_act,
        "directory.contact": factories.make_contact,
        "directory.correction": factories.make_correction,
        "directory.document": factories.make_document,
        "partnerships.bondtype": factories.make_bond_type,
        "partnerships.theme": factories.make_theme,
        "partnerships.agreement": factories.make_agreement,
        "partnerships.signature": factories.make_signature,
        "partnerships.rule": lambda: factories.make_rule("SILENCE", 7, "2003"),
        "partnerships.addressee": factories.make_addressee,
        "agenda.place": factories.make_place,
        "agenda.openinghours": lambda: factories.make_opening_hours(factories.make_place())[0],
        "agenda.resource": factories.make_resource,
        "agenda.party": factories.make_party,
        "agenda.outsidecalendar": factories.make_outside_calendar,
        "agenda.feed": factories.make_feed,
        "networks.network": factories.make_network,
        "networks.membership": factories.make_membership,
        "networks.fee": factories.make_fee,
        "networks.role": factories.make_role,
        "networks.seat": factories.make_seat,
        "networks.commitment": factories.make_commitment,
        "networks.renewal": factories.make_renewal,
        "agenda.calendarsettings": CalendarSettings.objects.create,
        "agenda.findinglevel": lambda: FindingLevel.objects.create(kind="closed"),
        "networks.meeting": factories.make_meeting,
        "partnerships.councilreport": factories.make_council_report,
        "partnerships.candidatequestion": factories.make_question,
        "partnerships.candidacy": factories.make_candidacy,
        "agenda.appointment": factories.make_appointment,
        "agenda.closure": factories.make_closure,
        "cooperation.programme": cooperation_factories.make_programme,
        "cooperation.call": cooperation_factories.make_call,
        "cooperation.project": cooperation_factories.make_project,
        "cooperation.moneyline": cooperation_factories.make_money_line,
        "cooperation.update": cooperation_factories.make_update,
        "cooperation.exchange": cooperation_factories.make_exchange,
        "cooperation.practice": cooperation_factories.make_practice,
        "cooperation.iatisettings": IatiSettings.objects.create,
        "events.period": factories.make_period,
        "events.event": factories.make_event,
        "delegations.visit": factories.make_visit,
        "delegations.programmeitem": lambda: factories.make_item(factories.make_visit()),
        "delegations.mission": factories.make_mission,
        "delegations.publicvisit": factories.make_public_visit,
        "delegations.level": factories.make_level,
        "delegations.criterion": lambda: factories.make_criterion("NOTICE", 30),
        "delegations.visitsettings": VisitSettings.objects.create,
        "delegations.gift": factories.make_gift,
        "delegations.giftline": factories.make_gift_line,
        "delegations.honourkind": lambda: factories.make_honour_kind("seal"),
        "delegations.honour": factories.make_honour,
        "delegations.budgetchapter": factories.make_chapter,
        "delegations.expense": factories.make_expense,
        "delegations.statementsettings": factories.make_statement_settings,
        "delegations.expensestatement": factories.make_statement,
        "delegations.precedencetable": factories.make_precedence_table,
        "delegations.precedencerank": lambda: factories.make_rank(
            factories.make_precedence_table(), 1
        ),
        "delegations.flagrule": factories.make_flag_rule,
        "delegations.flag": factories.make_flag,
        "delegations.outgoingletter": factories.make_letter,
        "delegations.task": factories.make_task,
        "delegations.tasktemplate": factories.make_task_template,
        "delegations.promise": factories.make_promise,
        "delegations.minute": factories.make_minute,
        "delegations.guestbookpage": factories.make_guest_book_page,
        "delegations.toinform": factories.make_to_inform,
        "tours.route": tour_factories.make_route,
        "tours.guide": tour_factories.make_guide,
        "tours.othertime": tour_factories.make_other_time,
        "tours.tour": tour_factories.make_tour,
        "tours.fee": tour_factories.make_fee,
        "tours.surcharge": tour_factories.make_surcharge,
        "tours.toursettings": TourSettings.objects.create,
    }
    return makers[model._meta.label_lower]()


def admin_urls(record):
    info = record._meta.app_label, record._meta.model_name
    return {
        "see": [
            reverse("admin:{}_{}_changelist".format(*info)),
            reverse("admin:{}_{}_change".format(*info), args=[record.pk]),
            reverse("admin:{}_{}_history".format(*info), args=[record.pk]),
        ],
        "add": [reverse("admin:{}_{}_add".format(*info))],
        "delete": [reverse("admin:{}_{}_delete".format(*info), args=[record.pk])],
    }


def what_is_allowed(client, record):
    """What the signed-in person may do with a record, tried page by page."""
    allowed = []
    for action, urls in admin_urls(record).items():
        codes = {client.get(url).status_code for url in urls}
        assert codes in ({200}, {403}, {302}), f"{action}: {codes}"
        allowed += [action] if codes == {200} else []
    saved = client.post(admin_urls(record)["see"][1], {"_wrong": "form"})
    allowed += ["change"] if saved.status_code == 200 else []
    return sorted(allowed)


def test_every_role_is_walked():
    assert sorted(key for keys in alike() for key in keys) == sorted(ROLE_KEYS)


@pytest.mark.parametrize("keys", ALIKE)
def test_working_is_as_the_table_says(back_office, people, keys):
    records = {model._meta.label_lower: one_of(model, people) for model in admin.site._registry}
    client = back_office(keys[0])

    allowed = {label: what_is_allowed(client, record) for label, record in records.items()}

    for role in keys:
        table = {
            label: sorted(row[role].replace("–", "").split()) for label, row in WORKING.items()
        }
        assert allowed == table, role


# ---------------------------------------------------------------- nothing leaks

LEVELS = ["internal", "confidential", "quiet"]
ASKED = "Zzyzx"  # the beginning of every hidden name: what is searched for is not what is found
# By the beginning, by a word beside it, and misspelt.
SEARCHED = [ASKED, "friends", "about", "Zzyyzx-internal", "Zzyzx-quiet-brug"]
AUTOCOMPLETES = [
    ("partnerships", "agreement", "city"),
    ("directory", "organisation", "city"),
    ("directory", "body", "city"),
    ("networks", "cityinnetwork", "city"),
    ("networks", "membership", "network"),
    ("networks", "fee", "membership"),
    ("networks", "role", "holder"),
    ("agenda", "way", "end"),
    ("agenda", "openinghours", "place"),
    ("agenda", "resource", "place"),
    ("agenda", "resource", "person"),
    ("networks", "meeting", "network"),
    ("networks", "meeting", "city"),
    ("events", "participation", "city"),
    ("directory", "officeheld", "city"),
    ("directory", "officeheld", "organisation"),
    ("directory", "officeheld", "person"),
    ("directory", "documentlink", "document"),
    ("directory", "act", "body"),
    ("directory", "contact", "city"),
    ("directory", "contact", "person"),
    ("directory", "contact", "organisation"),
    ("delegations", "visit", "city"),
    ("delegations", "visit", "organisation"),
    ("delegations", "visit", "contact"),
    ("delegations", "mission", "city"),
    ("delegations", "mission", "organisation"),
    ("delegations", "mission", "answers"),
    ("delegations", "traveller", "person"),
    ("delegations", "programmeitem", "visit"),
    ("delegations", "part", "person"),
    ("delegations", "roomoflevel", "place"),
    ("delegations", "decision", "host"),
    ("delegations", "giftline", "visit"),
    ("delegations", "giftline", "mission"),
    ("delegations", "giftline", "person"),
    ("delegations", "giftline", "organisation"),
    ("delegations", "giftline", "city"),
    ("delegations", "honour", "visit"),
    ("delegations", "honour", "person"),
    ("delegations", "honour", "act"),
    ("delegations", "expense", "visit"),
    ("delegations", "expense", "mission"),
    ("delegations", "expense", "act"),
    ("delegations", "expensestatement", "act"),
    ("delegations", "promise", "visit"),
    ("delegations", "promise", "city"),
    ("cooperation", "project", "agreements"),
    ("cooperation", "project", "networks"),
    ("cooperation", "project", "acts"),
    ("cooperation", "partner", "city"),
    ("cooperation", "partner", "organisation"),
    ("cooperation", "update", "project"),
    ("cooperation", "exchange", "city"),
    ("cooperation", "practice", "exchanges"),
    ("delegations", "promise", "organisation"),
    ("delegations", "promise", "person"),
    ("tours", "route", "place"),
    ("tours", "stop", "place"),
    ("tours", "guide", "person"),
    ("tours", "clearance", "route"),
    ("tours", "othertime", "guide"),
    ("tours", "fee", "guide"),
]


def public_urls():
    paths = ["", "partner-cities/", f"partner-cities/?q={ASKED}", "kinds-of-bond/", "our-history/"]
    paths += ["networks/", "networks/networks.csv"]
    paths += [f"networks/{slug}/" for slug in Network.objects.values_list("slug", flat=True)]
    paths += ["projects/", "projects/projects.csv", "good-practices/"]
    paths += [f"projects/{slug}/" for slug in Project.objects.values_list("slug", flat=True)]
    practices = Practice.objects.values_list("slug", flat=True)
    paths += [f"good-practices/{slug}/" for slug in practices]
    paths += ["partner-cities/anniversaries/", "rules-in-force/"]
    paths += ["guided-tours/"]
    paths += [f"guided-tours/{slug}/" for slug in Route.objects.values_list("slug", flat=True)]
    paths += ["delegations/", "delegations/delegations.csv"]
    paths += ["gifts-and-honours/", "gifts-and-honours/?year=2025"]
    paths += ["gifts-and-honours/gifts.csv", "gifts-and-honours/honours.csv"]
    news = PublicVisit.objects.values_list("slug", flat=True)
    paths += [f"delegations/{slug}/" for slug in news]
    cities = [f"partner-cities/{slug}/" for slug in City.objects.values_list("slug", flat=True)]
    acts = [f"acts/{pk}/" for pk in Act.objects.values_list("pk", flat=True)]
    searches = [f"search/?find={text}" for text in SEARCHED]
    return [*(f"/en/{path}" for path in (*paths, *cities, *acts, *searches)), "/sitemap.xml"]


def back_office_urls():
    with_programme = ProgrammeItem.objects.values_list("visit", flat=True).distinct()
    urls = [
        "/admin/",
        "/admin/find/results/",
        "/admin/due/",
        *(reverse(f"admin:{name}") for name in own_pages.names()),
        # With what would help against each.
        *(f"/admin/findings/?show={pk}" for pk in Appointment.objects.values_list("pk", flat=True)),
        *(
            reverse(f"admin:{name}", args=[pk])
            for name in (
                "visit",
                "visit_gifts",
                "visit_letters",
                "visit_tasks",
                "programme",
                "programme_events",
            )
            for pk in Visit.objects.values_list("pk", flat=True)
        ),
        *(
            reverse("admin:mission", args=[pk])
            for pk in Mission.objects.values_list("pk", flat=True)
        ),
        *(
            reverse(f"admin:{name}", args=[pk])
            for name in ("visit_precedence", "visit_seating")
            for pk in Visit.objects.filter(lineups__isnull=False).values_list("pk", flat=True)
        ),
        *(
            reverse("admin:visit_travel", args=[pk])
            for pk in Visit.objects.filter(state="in_progress").values_list("pk", flat=True)
        ),
        *(
            reverse(f"admin:{name}", args=[pk])
            for pk in with_programme
            for name in ("programme_parts", "programme_recipients", "programme_publish")
        ),
        *(
            reverse(f"admin:{name}", args=[pk])
            for name in ("mission_letters", "mission_tasks")
            for pk in Mission.objects.values_list("pk", flat=True)
        ),
        *(
            f"{reverse('admin:programme_print', args=[pk, 'office'])}?version=draft"
            for pk in with_programme
        ),
    ]
    for text in SEARCHED:
        urls += [f"/admin/find/?find={text}", f"/admin/find/results/?find={text}"]
    for model in admin.site._registry:
        changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        urls += [changelist, f"{changelist}?q={ASKED}", f"{changelist}add/"]
        pks = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        # Of the least hidden and of the most hidden level, which are made first and last.
        urls += [f"{changelist}{pk}/change/" for pk in dict.fromkeys([*pks[:2], *pks[-2:]])]
        for page in ("history", "delete"):
            urls += [f"{changelist}{pk}/{page}/" for pk in dict.fromkeys([*pks[:1], *pks[-1:]])]
    for language in ("it", "de"):  # the original, and one that is translated into
        for query in (f"q={ASKED}", f"q={ASKED}&state=checked"):
            urls.append(f"/admin/translations/{language}/?{query}")
    for app, model, field in AUTOCOMPLETES:
        query = f"term={ASKED}&app_label={app}&model_name={model}&field_name={field}"
        urls.append(f"/admin/autocomplete/?{query}")
    return urls


def hide(level):
    """A city with all that hangs on it, hidden at that level; its name gives the level away."""
    name = f"{ASKED}-{level}-burg"
    city = factories.make_city(name, level=level)
    factories.make_organisation(f"Friends of {name}", level=level)
    # Open in themselves, and still not to be seen: they would name the city.
    factories.make_organisation("Their office", level="public", city=city)
    factories.make_act(f"{name} 1", body=factories.make_body(city=city))
    factories.make_act(subject_en=f"About {name}", level=level)
    factories.make_contact(city, f"We wrote to {name}", level="public")
    factories.make_contact(factories.make_city("Far away"), f"About {name}", level=level)
    hidden = factories.make_person(f"{name}-Smith", level=level)
    factories.make_contact_detail(hidden, f"{name}@example.org".lower())
    factories.make_office_held(hidden, city=factories.make_city("Open city"))
    # Someone everybody may know, but not from where.
    factories.make_office_held(factories.make_person("Open person"), f"Mayor of {name}", city=city)
    agreement = factories.make_agreement(city, note_en=f"About {name}")
    factories.make_signature(agreement, place_en=f"Town hall of {name}")
    # A pact of an open city, signed by someone hidden, confirmed by a hidden act.
    twin = factories.make_bond_type("twin", needs_confirmation=True)
    open_city = factories.make_city("Open twin")
    pact = factories.make_agreement(open_city, bond=twin.key, signed_on="1966")
    factories.make_signature(pact, "1966", people=[hidden])
    act = factories.make_act(f"{name} 2", level=level)
    factories.make_step(pact, "confirm", on="2016", act=act)
    factories.make_agreement(city, bond="friendship", signed_on="1967", status="in_force")
    factories.make_candidacy(city, level="public", asked_by="Somebody")
    factories.make_candidacy(open_city, level=level, bond="friendship", asked_by=name)
    factories.make_duty(city)
    factories.make_correction(city, f"About {name}")
    factories.make_document(f"Pact with {name}", level=level, on=[factories.make_city()])
    factories.make_document("Their papers", level="public", on=[city])
    factories.make_mail(f"About {name}", text=name, level=level, state="failed")
    factories.make_mail("About you", about=city)
    hide_networks(name, level, city, hidden)
    hide_projects(name, level, city)
    hide_from_findings(name, level)
    hide_places(name, level, hidden)
    hide_calendars(name, level)
    factories.make_event(f"Visit of {name}", level=level, cities=[factories.make_city("Host")])
    factories.make_event("An open day", level="public", cities=[city])
    hide_appointments(name, level)
    hide_visits(name, level, city, hidden)
    hide_what_stays(name, level, city, hidden)
    hide_tours(name, level, hidden)


def hide_calendars(name, level):
    """A hidden feed, outside calendars that are hidden or of what is, and what they hit."""
    factories.make_feed(name=f"Feed of {name}", level=level)
    room = factories.make_room(f"Open room {level}")
    factories.make_booking(room, factories.make_appointment("Open lunch"))
    secretariat = factories.make_outside_calendar(room, f"Calendar of {name}", level=level)
    factories.make_outside_entry(secretariat, title=f"About {name}")
    hidden = factories.make_room(f"Hall of {name}", level=level)
    factories.make_booking(hidden, factories.make_appointment("Open dinner"))
    council = factories.make_outside_calendar(hidden, "Council", level="public")
    factories.make_outside_entry(council, title=f"Sitting in {name}")
    meeting = factories.make_appointment(f"Meeting in {name}", 11, 12, level=level)
    factories.make_booking(room, meeting)
    calendar = factories.make_outside_calendar(room, "Works", level="public")
    factories.make_outside_entry(calendar, 9, 12)


def hide_networks(name, level, city, person):
    """A hidden network, and an open one that hidden things would be named on."""
    factories.make_membership(factories.make_network(f"Network of {name}", level=level))
    act = factories.make_act(f"{name} 2", level=level)
    shown = factories.make_network("Open network")
    membership = factories.make_membership(shown)
    factories.make_city_in_network(shown, city)
    factories.make_role(factories.make_seat(shown), holder=person)
    factories.make_fee(membership, act=act, note=f"About {name}")
    factories.make_commitment(shown, f"Charter of {name}", act=act)
    factories.make_renewal(membership, level=level, judgement=f"About {name}")
    factories.make_membership(factories.make_network("Joined by act"), role_en=name, act=act)


def hide_projects(name, level, city):
    """A hidden project and practice, and open ones that hidden things would be named on."""
    hidden = cooperation_factories.make_project(f"Project of {name}", level=level, state="running")
    cooperation_factories.make_partner(hidden, city=factories.make_city("Partner of a project"))
    cooperation_factories.make_step(hidden, title=f"Report on {name}")
    cooperation_factories.make_update(hidden, f"News of {name}", is_published=True)
    shown = cooperation_factories.make_project("Open project", level="public", state="running")
    cooperation_factories.make_partner(shown, city=city)
    body = factories.make_organisation(f"Body of {name}", level=level)
    cooperation_factories.make_partner(shown, organisation=body)
    act = factories.make_act(f"{name} 3", level=level)
    cooperation_factories.make_money_line(shown, act=act)
    shown.acts.add(act)
    shown.networks.add(factories.make_network(f"Third network of {name}", level=level))
    cooperation_factories.make_exchange(f"Exchange with {name}", level=level)
    cooperation_factories.make_exchange("Open exchange", level="public", city=city)
    practice = cooperation_factories.make_practice(f"Practice of {name}", level=level)
    cooperation_factories.make_uptake(practice)
    open_one = cooperation_factories.make_practice("Open practice", level="public")
    cooperation_factories.make_uptake(open_one, city=city, office_en="", office_it="")


def read(client, urls):
    """
    Each address with its text, and at the end what was led to from them, each page once.

    What the person is told on the way stands on the next page that shows messages.
    """
    led_to = {}
    for url in urls:
        response = client.get(url)
        if response.status_code in (301, 302):
            led_to[response.url] = None
        yield url, f"{response.get('Location', '')} {response.content.decode()}"
    for url in led_to:
        yield url, client.get(url, follow=True).content.decode()


def hide_from_findings(name, level):
    """Open appointments of tomorrow that hidden ones, closures and calendars speak against."""
    day = timezone.localdate() + timedelta(days=1)
    hall, villa = (factories.make_place(one, capacity=5) for one in ("Hall", "Villa"))
    factories.make_way(hall, villa, 30)
    hours = {"period": factories.between(9, 10, day=day)}
    before = {"period": factories.between(8, 9, day=day), "place": villa}
    person = factories.make_resource("person", "Open guide")
    factories.make_booking(
        person, factories.make_appointment(f"With {name}", level=level, **before)
    )
    factories.make_closure(hall, note=f"For {name}", level=level, **hours)
    calendar = factories.make_outside_calendar(person, f"Of {name}", level=level, shows_titles=True)
    factories.make_outside_entry(calendar, title=f"With {name}", **hours)
    factories.make_resource("person", f"{name}-Guide", level=level)
    factories.make_room(place=factories.make_place(f"{name} hall", capacity=90, level=level))
    shown = factories.make_appointment("Open reception", place=hall, people=9, **hours)
    factories.make_booking(person, shown)
    factories.make_appointment(f"About {name}", level=level, place=hall, people=9, **hours)


def hide_places(name, level, person):
    """A hidden place with what would name it, and an open one where hidden things happen."""
    hidden = factories.make_place(f"Room of {name}", level=level)
    factories.make_place("Its cupboard", level="public", building=hidden)
    factories.make_resource("room", place=hidden, level="public")
    factories.make_resource("person", person=person, level="public")
    factories.make_resource(name=f"Booth of {name}", level=level)
    factories.make_party(f"Guests of {name}", level=level)
    shown = factories.make_place("Open hall", level="public")
    factories.make_way(shown, hidden)
    factories.make_opening_hours(hidden)
    hall = factories.make_resource("room", place=shown, level="public")
    talk = factories.make_appointment(f"Talk with {name}", level=level, place=shown)
    factories.make_booking(hall, talk)
    factories.make_closure(shown, level=level, note=name)
    # Open in themselves, but of hidden guests, at a hidden place, of a hidden network.
    guests = factories.make_party(f"Party of {name}", level=level)
    factories.make_meeting(title=f"Dinner for {name}", party=guests)
    factories.make_meeting(title="Assembly elsewhere", place=hidden)
    factories.make_meeting(factories.make_network(f"League of {name}", level=level))
    factories.make_meeting(title=f"Board of {name}", level=level)


def hide_appointments(name, level):
    """A hidden appointment in an open room, an open one in a hidden room, and a closure."""
    today = timezone.localdate()
    room = factories.make_room(f"Open hall {level}")
    factories.make_booking(room, factories.make_appointment(name, level=level, day=today))
    hidden = factories.make_room(f"Hall of {name}", level=level)
    factories.make_booking(hidden, factories.make_appointment("Open dinner", day=today))
    factories.make_appointment("In the hall", day=today, place=hidden.place)
    factories.make_closure(room.place, note=f"About {name}", level=level, day=today)


def hide_tours(name, level, person):
    """Hidden routes, stops, guides and guests, and open ones beside which they would be named."""
    hidden = factories.make_place(f"Cellar of {name}", level=level)
    tour_factories.make_route(f"Route of {name}", level=level)
    tour_factories.make_route("Through the cellar", place=hidden)
    shown = tour_factories.make_route("Open route")
    tour_factories.make_stop(shown, hidden)
    instead = tour_factories.make_route(f"Instead of {name}", level=level)
    tour_factories.make_route("In the rain", closes_in_rain=True, instead=instead)
    guide = tour_factories.make_guide(person=person, routes=[shown])
    tour_factories.make_other_time(guide)
    tour_factories.make_fee(guide)
    tour = tour_factories.make_tour(route=shown, guide=guide)
    tour_factories.make_ask(tour, guide, answer="accepted")
    visit = factories.make_visit(f"Guests of {name}", level=level)
    tour_factories.make_tour(visit, route=shown)
    day = timezone.localdate() + timedelta(days=1)
    tour_factories.make_tour(visit, route=shown, day=day)
    tour_factories.make_tour(route=shown, day=day)


def hide_visits(name, level, city, person):
    """A hidden visit with all that hangs on it, and open ones that hidden things would name."""
    days = {"days": (30, 31)}
    visit = factories.make_visit(f"Delegation of {name}", level=level, **days)
    factories.make_member(visit, f"{name}-Jones")
    factories.make_decision(visit, reason=f"Because of {name}")
    factories.make_message(visit, f"Greetings from {name}")
    reception = factories.make_item(visit, f"Reception for {name}", day=visit.first_day)
    factories.make_part(reception, f"Host of {name}")
    factories.make_recipient(visit, name=f"Driver of {name}")
    # On the board of today.
    here = factories.make_visit("Guests", state="in_progress", days=(0, 1), level=level)
    leg = factories.make_leg(here, at=timezone.now(), station=name, met_by=f"Friend of {name}")
    factories.make_member(here, f"{name}-Smith", arrives_by=leg)
    factories.make_stay(here, f"Hotel {name}", telephone="+39 055 2345671")
    factories.make_item(here, f"Lunch with {name}", day=here.first_day)
    open_item = factories.make_item(
        factories.make_visit("Open guests", **days), "Open lunch", 12, 13
    )
    factories.make_part(open_item, person=factories.make_person(f"{name}-Host", level=level))
    factories.make_visit("Their mayor", city=city, **days)
    factories.make_visit("Their office", contact=person, **days)
    friends = factories.make_organisation(f"Club of {name}", level=level)
    factories.make_visit("", organisation=friends, **days)
    hall = factories.make_place(f"Salon of {name}", level=level)
    factories.make_room_of_level(factories.make_level(f"level-{level}"), hall)
    factories.make_public_visit(f"Received: {name}", level=level, text_en=f"About {name}")
    # Published before the visit was hidden, and of a city that is.
    hidden = {"visit": visit, "text_en": f"About {name}"} if level != "internal" else {}
    factories.make_public_visit(f"{name} in town" if hidden else "Guests", **hidden)
    lineup = factories.make_lineup(visit)
    consul = factories.make_standing(lineup, f"Consul of {name}")
    dinner = factories.make_seating_table(factories.make_plan(lineup, f"Dinner for {name}"), 2)
    factories.make_seat_at_table(dinner, 1, consul)
    factories.make_flag(f"Flag of {name}", city=city)
    factories.make_public_visit("A mayor", city=city, text_en="A mayor came.")
    factories.make_mission(f"Journey to {name}", level=level, result_en=f"About {name}")
    factories.make_mission("A journey", city=city)
    factories.make_mission("A return", answers=visit)
    factories.make_traveller(factories.make_mission("Open journey"), person=person)
    decided = factories.make_visit("Open visit", **days)
    factories.make_decision(decided, host=person, reason="Because.")
    factories.make_part(factories.make_item(decided, day=decided.first_day), person=person)
    factories.make_standing(factories.make_lineup(decided), str(person), person=person)
    factories.make_recipient(decided, "hall@example.org", "room", place=hall)
    hide_registers(name, level, city, person, visit)


def hide_registers(name, level, city, person, visit):
    """Published lines of a hidden visit, and open ones that hidden things would name."""
    day = {"day": date(2025, 5, 12), "is_published": True}
    title = {"words_en": f"A print of {name}"}
    factories.make_gift_line(level=level, **title | day | {"is_published": level != "internal"})
    factories.make_gift_line(visit=visit, **title, day=day["day"])
    factories.make_gift_line(level="public", city=city, **day)
    factories.make_gift_line(level="public", person=person, **day)
    kind = HonourKind.objects.first() or factories.make_honour_kind()
    shown = {"is_published": True, "is_named": True}
    hidden = shown if level != "internal" else {}
    factories.make_honour(kind, f"{name}-Honoured", level=level, **hidden)
    factories.make_honour(kind, "Their mayor", city=city, level="public", **shown)
    factories.make_honour(kind, "", person=person, level="public", is_published=True)
    factories.make_expense(subject=f"Lunch for {name}", visit=visit)
    factories.make_expense(
        subject="Flowers", act=factories.make_act(f"{name} 3", level=level), level="public"
    )
    act = factories.make_act(f"{name} 4", level=level)
    factories.make_statement(2000 + LEVELS.index(level), act=act)


def hide_what_stays(name, level, city, person):
    """Letters, tasks, promises and minutes of a hidden visit, and open ones about hidden things."""
    visit = factories.make_visit(f"Guests of {name}", level=level, days=(-9, -8))
    factories.make_letter(visit, f"Thanks to {name}")
    factories.make_task(visit, f"Flags for {name}", due_on=timezone.localdate())
    factories.make_promise(visit, f"A book for {name}", due_on=timezone.localdate())
    factories.make_minute(visit, f"Talk with {name}")
    factories.make_guest_book_page(visit, who_signed=f"Mayor of {name}")
    mission = factories.make_mission(f"To {name}", level=level)
    factories.make_letter(mission, f"Announced to {name}")
    factories.make_task(mission, f"Tickets to {name}")
    # Open in themselves, of an open visit, and still of what is hidden.
    shown = factories.make_visit("Open friends", days=(-9, -8))
    factories.make_promise(shown, f"Seed for {name}", city=city)
    factories.make_promise(person=person, text=f"A call for {name}")
    factories.make_promise(text=f"A tree for {name}", level=level)
    factories.make_promise(factories.make_visit("Their club", city=city), f"Sing in {name}")


@pytest.mark.parametrize("keys", WALKED)
def test_no_page_names_what_may_not_be_read(client, back_office, keys):
    factories.make_rule("CONFIRMATION", 10, "2000")
    factories.make_rule("DORMANT", 24, "2000")
    with search.postponed():
        for level in LEVELS:
            hide(level)
    if keys != ["stranger"]:
        back_office(keys[0])
    enters = keys != ["stranger"] and roles.BY_KEY[keys[0]].enters_back_office

    told = {
        url: {level for level in LEVELS if f"{ASKED}-{level}-burg" in text}
        for url, text in read(client, public_urls() + (back_office_urls() if enters else []))
    }

    for role in keys:
        readable = {level for level in LEVELS if enters and READING[level][role] == "read"}
        assert set().union(*told.values()) == readable, role
    assert {
        url for url, levels in told.items() if levels and not url.startswith("/admin/")
    } == set()


def ours():
    """Every model of our apps, with or without a form; what history keeps is said of the record."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not hasattr(model, "instance_type")
    ]


def test_every_model_says_what_it_keeps_of_people():
    assert [model for model in ours() if not hasattr(model, "personal_data")] == []


# What looks like a person's and is not: of the office itself, of cities, things and files.
OF_NOBODY = {
    "office.Office": {"email", "certified_email", "telephone"},
    "office.PaperTemplate": {"name"},
    "directory.City": {"own_name"},
    "delegations.SeatingPlan": {"name"},
    "delegations.SeatingTable": {"name"},
    "directory.CityName": {"name"},
    "agenda.OutsideCalendar": {"name"},
    "agenda.Feed": {"name"},
    "delegations.Visit": {"city_name"},
    "delegations.BudgetChapter": {"name"},
    "cooperation.Partner": {"name"},
}


def of_people(model):
    """The fields of a model that point at a person, or by their kind or name may hold one."""
    for field in model._meta.concrete_fields:
        last = field.name.rpartition("_")[2]
        # What has a name in several languages is a thing.
        names = last == "name" and not hasattr(model, f"{field.name}_en")
        points = field.is_relation and field.related_model in (User, Person)
        if points or names or isinstance(field, EmailField) or last == "telephone":
            yield field.name


def undeclared(found_in):
    """{label: fields} of what is found in a model, and stands in no declaration of it."""
    found = {model: {*found_in(model)} - {*model.personal_data.fields} for model in ours()}
    return {model._meta.label: names for model, names in found.items() if names}


def test_every_field_that_may_name_a_person_is_declared_or_known_to_name_none():
    declared = {model._meta.label: {*model.personal_data.fields} for model in ours()}

    assert undeclared(of_people) == OF_NOBODY
    # And nothing is declared that is not there any more.
    there = {
        model._meta.label: {field.name for field in model._meta.get_fields()} for model in ours()
    }
    assert [label for label in declared if declared[label] - there[label]] == []


# Free words that are of things: what they are called, how they are, how the program counts them.
OF_THINGS = {
    "agenda.Place": {"note"},
    "agenda.Resource": {"note"},
    "delegations.Criterion": {"explanation"},
    "delegations.Decision": {"suggestion"},
    "delegations.ExpenseStatement": {"note"},
    "delegations.Flag": {"note"},
    "delegations.FlagRule": {"text"},
    "delegations.Gift": {"description", "note"},
    "cooperation.Call": {"note"},
    "cooperation.Exchange": {"learnt"},
    "cooperation.Practice": {"evidence", "lesson", "summary"},
    "cooperation.Project": {"goals", "note", "summary"},
    "cooperation.Update": {"text"},
    "delegations.HonourKind": {"criteria", "description"},
    "delegations.Level": {"description"},
    "delegations.PrecedenceRank": {"note"},
    "delegations.PrecedenceTable": {"text"},
    "delegations.StatementSettings": {"basis", "signatures"},
    "delegations.Visit": {"languages"},
    "directory.City": {"languages", "story"},
    "directory.Correction": {"now_says"},
    "directory.Country": {"note"},
    "directory.Document": {"languages"},
    "events.Event": {"note"},
    "events.Period": {"text"},
    "networks.Commitment": {"note"},
    "networks.Network": {"mission", "note", "organs"},
    "networks.Renewal": {"judgement"},
    "office.Erasure": {"fields", "keys"},
    "office.Import": {"columns", "counts", "header", "notes", "said"},
    "office.LoadedRecord": {"values"},
    "office.MailTemplate": {"text"},
    "office.Office": {"address", "for_schools", "heritage", "languages"},
    "office.PrivacyNotice": {"text"},
    "office.SearchEntry": {"audiences"},
    "office.User": {"translates"},
    "partnerships.Agreement": {"note"},
    "partnerships.BondType": {"definition"},
    "partnerships.CandidateQuestion": {"facts"},
    "partnerships.Rule": {"explanation"},
    "partnerships.Signature": {"gifts", "languages"},
    "partnerships.Step": {"exception", "why"},
    "partnerships.Theme": {"definition"},
    "tours.GroupBooking": {"languages"},
    "tours.Guide": {"groups"},
    "tours.Route": {"description", "languages"},
}


def of_words(model):
    """The fields that hold free text, or whatever there is; of a translated one itself."""
    for field in model._meta.concrete_fields:
        is_chosen = field.choices or field.is_relation or field.primary_key
        counts = is_chosen or isinstance(field, GeneratedField) or field.name == "text_states"
        of_another = hasattr(field, "translated_field")
        if isinstance(field, (TextField, JSONField, ArrayField)) and not (counts or of_another):
            yield field.name


def test_every_free_text_is_declared_or_known_to_be_of_things():
    assert undeclared(of_words) == OF_THINGS
