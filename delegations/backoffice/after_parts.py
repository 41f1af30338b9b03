"""What the page of a visit, a mission, a city or a contact tells of letters, tasks and promises."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations.backoffice.pages import CHANGES
from delegations.models import GuestBookPage, Minute, OutgoingLetter, Promise, Task, field_of
from directory.backoffice.panels import Line, Panel
from directory.models import OfficeHeld, Organisation
from office.backoffice.frame import record_url
from office.text import labelled

SHOWN = 8
FOLDER = "admin/delegations/occasion_parts"


@dataclass(frozen=True)
class Part:
    """One part of the page: its template, its heading, and what that shows."""

    template: str
    heading: str
    lines: list = field(default_factory=list)
    actions: list = field(default_factory=list)


class Paperwork:
    """Letters, tasks, minutes and the guest book of a visit or mission: one query for all."""

    template = f"{FOLDER}/_paperwork.html"

    def __init__(self, user, occasion, kinds):
        self.user, self.occasion, self.kinds = user, occasion, kinds
        self.heading = _("Letters, tasks, minutes")
        rows = [rows_of(kind, user, occasion) for kind in kinds]
        self.rows = sorted(rows[0].union(*rows[1:], all=True), key=lambda one: one[2] or FAR)

    def of_kind(self, kind):
        return [one for one in self.rows if one[0] == kind]

    @property
    def letters(self):
        return counts(self.of_kind("outgoingletter"))

    @property
    def tasks(self):
        today = timezone.localdate()
        rows = self.of_kind("task")
        late = [one for one in rows if one[4] and one[2] and one[2] < today]
        return counts(rows) | {"late": len(late)}

    @property
    def lines(self):
        return [told(*one) for one in self.rows if one[0] in ("minute", "guestbookpage")]

    @property
    def links(self):
        """(label, address) of the pages on which one goes on."""
        name, key = field_of(self.occasion), [self.occasion.pk]
        found = []
        if "outgoingletter" in self.kinds:
            found.append((_("Letters and thanks"), reverse(f"admin:{name}_letters", args=key)))
        if "task" in self.kinds:
            found.append((_("Tasks and check-lists"), reverse(f"admin:{name}_tasks", args=key)))
        if name == "visit" and self.user.has_perm(CHANGES):
            # Where whoever should know of it is made a recipient and told, in one step.
            found.append((_("Who should know"), reverse("admin:programme_recipients", args=key)))
        kinds = [
            ("minute", _("Write minutes")),
            ("guestbookpage", _("Record a page of the guest book")),
        ]
        return found + add_actions(self.user, self.occasion, kinds)


# Behind all that have a day.
FAR = date.max
# Of each kind its day, its words, and whether it is open.
COLUMNS = {
    "outgoingletter": (OutgoingLetter, "day", "subject", ~Q(state="sent")),
    "task": (Task, "due_on", "text", Q(done_on=None)),
    "minute": (Minute, "day", "subject", Q(pk=None)),
    "guestbookpage": (GuestBookPage, "signed_on", "page", Q(pk=None)),
}


def rows_of(kind, user, occasion):
    """(kind, key, day, words, whether it is open) of each."""
    model, day, words, is_open = COLUMNS[kind]
    return (
        model.objects.visible_to(user)
        .of(occasion)
        .order_by()
        .values_list(
            Value(kind, CharField()),
            "pk",
            day,
            Cast(words, CharField()),
            ExpressionWrapper(is_open, BooleanField()),
        )
    )


def counts(rows):
    return {"all": len(rows), "open": sum(one[4] for one in rows)}


def paperwork(user, occasion):
    kinds = [kind for kind in COLUMNS if user.has_perm(f"delegations.view_{kind}")]
    return Paperwork(user, occasion, kinds) if kinds else None


def told(kind, key, day, words, _is_open):
    if kind == "guestbookpage":
        words = _("Guest book, page %(page)s") % {"page": words}
    said = date_format(day, "SHORT_DATE_FORMAT")
    return Line(words, reverse(f"admin:delegations_{kind}_change", args=[key]), said)


def promises(user, occasion):
    """The open promises made here, and those with the same city at other times: one query."""
    if not user.has_perm("delegations.view_promise"):
        return None
    mine = Q(**{field_of(occasion): occasion})
    rows = Promise.objects.visible_to(user).open()
    city = occasion.city_id or (occasion.organisation and occasion.organisation.city_id)
    rows = (
        rows.filter(Q(pk__in=rows.with_city(city).order_by().values("pk")) | mine)
        if city
        else (rows.filter(mine))
    )
    found = list(rows.with_names().in_order()[: SHOWN + 1])
    return Part(
        f"{FOLDER}/_promises.html",
        _("Open promises"),
        lines=[line_of(one) for one in found[:SHOWN]],
        actions=[*add_actions(user, occasion, [("promise", _("Note a promise"))]), *more(found)],
    )


def more(found):
    """The way to all open promises, where more are found than are shown."""
    if len(found) <= SHOWN:
        return []
    url = f"{reverse('admin:delegations_promise_changelist')}?open=open"
    return [(_("All promises"), url)]


def add_actions(user, occasion, kinds):
    """(label, address) of the forms that begin with this visit or mission."""
    query = urlencode({field_of(occasion): occasion.pk})
    return [
        (label, f"{reverse(f'admin:delegations_{kind}_add')}?{query}")
        for kind, label in kinds
        if user.has_perm(f"delegations.add_{kind}")
    ]


def line_of(promise):
    """“Ours: send the book – by 3 May, late”."""
    name = labelled(capfirst(promise.get_side_display()), promise.text)
    return Line(name, record_url(promise), said_of(promise), promise.is_demo)


def said_of(promise):
    said = [str(promise.owner) if promise.owner else promise.their_name]
    if promise.due_on:
        day = date_format(promise.due_on, "SHORT_DATE_FORMAT")
        late = _("by %(day)s, late") if promise.is_overdue else _("by %(day)s")
        said.append(late % {"day": day})
    said.append(_("made on %(day)s") % {"day": date_format(promise.made_on, "SHORT_DATE_FORMAT")})
    return ", ".join(filter(None, said))


# ---------------------------------------------------------------- a city, a contact


def of_city(city, user):
    """What we and they promised, until it is closed; the way to note another one."""
    if not user.has_perm("delegations.view_promise"):
        return None
    rows = Promise.objects.visible_to(user).open().with_city(city.pk)
    actions = []
    if user.has_perm("delegations.add_promise"):
        url = f"{reverse('admin:delegations_promise_add')}?{urlencode({'city': city.pk})}"
        actions.append((_("Note a promise"), url))
    return panel(rows, actions)


def of_contact(partners, user):
    """The same at the next contact with a city, a person or an organisation; None without any."""
    if not user.has_perm("delegations.view_promise"):
        return None
    meant = Q(person=partners.get("person", 0)) | Q(organisation=partners.get("organisation", 0))
    cities = cities_of(partners, user)
    rows = Promise.objects.visible_to(user).open()
    if cities:
        meant |= Q(pk__in=rows.with_city(*cities).order_by().values("pk"))
    found = panel(rows.filter(meant), [])
    return found if found.lines else None


def cities_of(partners, user):
    """The keys of the cities that are meant: named, or of the body, or of the person's offices."""
    found = {partners["city"]} if "city" in partners else set()
    if "organisation" in partners:
        bodies = Organisation.objects.filter(pk=partners["organisation"])
        found.update(bodies.values_list("city", flat=True))
    if "person" in partners:
        held = OfficeHeld.objects.visible_to(user).filter(person=partners["person"])
        for pair in held.held_on(timezone.localdate()).values_list("city", "organisation__city"):
            found.update(pair)
    return found - {None}


def panel(rows, actions):
    found = list(rows.with_names().in_order()[: SHOWN + 1])
    return Panel(
        "promises",
        _("Open promises"),
        [line_of(one) for one in found[:SHOWN]],
        empty=_("None is open."),
        actions=(*actions, *more(found)),
    )
