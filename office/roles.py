"""
Who does what: one table of roles, each with its permissions.

A role is a group of django.contrib.auth whose name is the role's key; the table is
applied after every `migrate` (office/apps.py), so that a change here reaches every
installation. Reading rights are not permissions: they are `reads_internal` and
`knows_quiet`, which Audience asks, and nobody has them by being superuser.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VIEW = ("view",)
MERGE = ("merge",)
HAND_OVER = ("hand_over",)
DECIDE = ("decide",)
APPROVE = ("approve",)
KEEP = ("view", "add", "change")
ALL = ("view", "add", "change", "delete")

# What the people of the office work on, by the level at which a role works on it.
RECORDS = [
    "directory.city",
    "directory.cityname",
    "directory.organisation",
    "directory.person",
    "directory.officeheld",
    "directory.personlanguage",
    "directory.contactdetail",
    "directory.act",
    "directory.contact",
    "directory.correction",
    "directory.document",
    "directory.documentlink",
    "office.source",
    "office.citation",
    "office.mail",
    "partnerships.agreement",
    "partnerships.notice",
    "partnerships.signature",
    "partnerships.signatory",
    "agenda.place",
    "agenda.way",
    "agenda.openinghours",
    "agenda.closure",
    "agenda.resource",
    "agenda.party",
    "agenda.appointment",
    "agenda.booking",
    "agenda.outsidecalendar",
    "agenda.feed",
    "networks.network",
    "networks.cityinnetwork",
    "networks.activity",
    "networks.workinggroup",
    "networks.seat",
    "networks.role",
    "networks.commitment",
    "networks.membership",
    "networks.membershipcontact",
    "networks.suspension",
    "networks.fee",
    "networks.renewal",
    "networks.meeting",
    "cooperation.programme",
    "cooperation.call",
    "cooperation.project",
    "cooperation.projectcountry",
    "cooperation.projectpurpose",
    "cooperation.projectmarker",
    "cooperation.partner",
    "cooperation.moneyline",
    "cooperation.step",
    "cooperation.result",
    "cooperation.update",
    "cooperation.exchange",
    "cooperation.practice",
    "cooperation.uptake",
    "partnerships.councilreport",
    "partnerships.candidacy",
    "partnerships.candidacyanswer",
    "delegations.visit",
    "delegations.otherdays",
    "delegations.member",
    "delegations.decision",
    "delegations.message",
    "delegations.programmeitem",
    "delegations.itemwords",
    "delegations.part",
    "delegations.recipient",
    "delegations.leg",
    "delegations.stay",
    "delegations.arrangements",
    "delegations.publicvisit",
    "delegations.mission",
    "delegations.traveller",
    "delegations.missionitem",
    "delegations.lineup",
    "delegations.standing",
    "delegations.seatingplan",
    "delegations.seatingtable",
    "delegations.seatattable",
    "delegations.giftline",
    "delegations.honour",
    "delegations.expense",
    "delegations.expensestatement",
    "delegations.outgoingletter",
    "delegations.task",
    "delegations.promise",
    "delegations.minute",
    "delegations.guestbookpage",
    "events.event",
    "events.participation",
    "tours.route",
    "tours.stop",
    "tours.groupbooking",
]
# What whoever finds guides works on as well.
TOURS = [
    "tours.guide",
    "tours.clearance",
    "tours.weeklyhours",
    "tours.othertime",
    "tours.tour",
    "tours.ask",
    "tours.languageoffer",
    "tours.feedback",
    "tours.hoursnote",
]
TOUR_ROWS = ["tours.clearance", "tours.weeklyhours", "tours.othertime"]
# Rows of a record's own form: who may change the record may take them out.
ROWS = [
    "directory.cityname",
    "directory.officeheld",
    "directory.personlanguage",
    "directory.contactdetail",
    "directory.documentlink",
    "office.citation",
    "partnerships.notice",
    "partnerships.signatory",
    "agenda.way",
    "agenda.openinghours",
    "agenda.booking",
    "networks.cityinnetwork",
    "networks.activity",
    "networks.workinggroup",
    "networks.seat",
    "networks.membershipcontact",
    "networks.suspension",
    "cooperation.projectcountry",
    "cooperation.projectpurpose",
    "cooperation.projectmarker",
    "cooperation.partner",
    "cooperation.moneyline",
    "cooperation.step",
    "cooperation.result",
    "cooperation.uptake",
    "partnerships.candidacyanswer",
    "delegations.otherdays",
    "delegations.member",
    "delegations.programmeitem",
    "delegations.itemwords",
    "delegations.part",
    "delegations.recipient",
    "delegations.leg",
    "delegations.stay",
    "delegations.traveller",
    "delegations.missionitem",
    "delegations.standing",
    "delegations.seatingplan",
    "delegations.seatingtable",
    "delegations.seatattable",
    "delegations.task",
    "delegations.tasktemplateline",
    "delegations.roomoflevel",
    "events.participation",
    "tours.stop",
    *TOUR_ROWS,
]
# What may be one and the same twice: two records are made one, and none is lost by it.
TWICE = ["directory.person"]
TABLES = [
    "office.papertemplate",
    "office.mailtemplate",
    "office.privacynotice",
    "directory.country",
    "directory.body",
    "partnerships.bondtype",
    "partnerships.theme",
    "partnerships.rule",
    "partnerships.addressee",
    "partnerships.candidatequestion",
    "delegations.level",
    "delegations.roomoflevel",
    "delegations.criterion",
    "delegations.visitsettings",
    "delegations.precedencetable",
    "delegations.precedencerank",
    "delegations.flagrule",
    "delegations.flag",
    "delegations.gift",
    "delegations.stockchange",
    "delegations.honourkind",
    "delegations.budgetchapter",
    "delegations.budget",
    "delegations.statementsettings",
    "delegations.tasktemplate",
    "delegations.tasktemplateline",
    "delegations.toinform",
    "events.period",
    "agenda.calendarsettings",
    "agenda.findinglevel",
    "tours.fee",
    "tours.surcharge",
    "tours.toursettings",
    "cooperation.iatisettings",
]
IDENTITY = ["office.office"]
ACCOUNTS = ["office.user"]
# How long personal data stay, and what is spared.
PRIVACY = ["office.retention"]
HOLDS = ["office.hold"]
# What was erased and handed out: read by who answers for it, changed by nobody.
LOGS = ["office.erasure", "office.exportlog"]
PEOPLE = frozenset({"office.erase_person"})
# On these somebody decides, and a second person approves.
VISITS = ["delegations.visit"]
ASKS = frozenset({"tours.ask_guides"})
# What a person has to do: the head hands all of it over to another.
DUTIES = ["office.duty"]


class Unknown(KeyError):
    """There is no role of that key in the table."""


@dataclass(frozen=True)
class Role:
    """
    One line of the table.

    `enters_back_office` lets its holders into the admin; `publishes` lets them change who
    may see a record; `translates` lets them write the texts of the languages that their
    account names; `permissions` are "app.action_model".
    """

    key: str
    label: Promise
    enters_back_office: bool = False
    reads_internal: bool = False
    knows_quiet: bool = False
    publishes: bool = False
    translates: bool = False
    permissions: frozenset[str] = frozenset()


def may(actions, *lists):
    """The permissions to do each of the actions on each of the models."""
    return frozenset(
        f"{app}.{action}_{model}"
        for models in lists
        for app, model in (label.split(".") for label in models)
        for action in actions
    )


STAFF = {"enters_back_office": True, "reads_internal": True}

ROLES = [
    Role(
        "head",
        _("head of office"),
        **STAFF,
        knows_quiet=True,
        publishes=True,
        permissions=may(ALL, RECORDS, TOURS, TABLES, PRIVACY)
        | may(VIEW, LOGS)
        | may(("view", "change", "delete"), HOLDS)
        | PEOPLE
        | ASKS
        | may(KEEP, IDENTITY, ACCOUNTS)
        | may(MERGE, TWICE)
        | may(HAND_OVER, DUTIES)
        | may((*DECIDE, *APPROVE), VISITS),
    ),
    Role(
        "officer",
        _("officer"),
        **STAFF,
        publishes=True,
        permissions=may(KEEP, RECORDS, TOURS, TABLES)
        | ASKS
        | may(ALL, ROWS)
        | may(VIEW, IDENTITY, PRIVACY)
        | may(MERGE, TWICE)
        | may(DECIDE, VISITS),
    ),
    Role(
        "guide_coordinator",
        _("guide coordinator"),
        **STAFF,
        permissions=may(VIEW, RECORDS, TABLES, PRIVACY)
        | may(KEEP, TOURS)
        | may(ALL, TOUR_ROWS)
        | ASKS,
    ),
    Role("councillor", _("executive councillor")),
    Role("secretariat", _("secretariat")),
    Role("directorate", _("directorate")),
    Role("press", _("press office")),
    Role(
        "translator",
        _("translator"),
        **STAFF,
        translates=True,
        permissions=may(VIEW, RECORDS, TOURS, TABLES, PRIVACY),
    ),
    Role(
        "auditor",
        _("auditor"),
        **STAFF,
        permissions=may(VIEW, RECORDS, TOURS, TABLES, IDENTITY, ACCOUNTS, PRIVACY, LOGS),
    ),
    Role(
        "reader",
        _("reader"),
        **STAFF,
        permissions=may(VIEW, RECORDS, TOURS, TABLES, PRIVACY),
    ),
]
BY_KEY = {role.key: role for role in ROLES}


def groups(keys):
    """The groups of these roles; raises Unknown for a key that is not in the table."""
    from django.contrib.auth.models import Group

    for key in keys:
        if key not in BY_KEY:
            raise Unknown(key)
    return list(Group.objects.filter(name__in=keys))


def apply(**kwargs):
    """Make the database's groups and permissions what the table says. Safe to repeat."""
    from django.contrib.auth.models import Group, Permission

    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.key)
        group.permissions.set(found[name] for name in sorted(role.permissions))
