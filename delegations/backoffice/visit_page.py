"""The page of one visit: where it stands, what speaks for it, what is decided, what comes next."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import clashes
from agenda.models import Place
from delegations import actions, lifecycle
from delegations.backoffice import occasion_parts, received
from delegations.backoffice.programme_days import Programme
from delegations.backoffice.visit_steps import STEPS
from delegations.days import written_day, written_days_of
from delegations.models import Decision, Member, Message, OtherDays, State, Visit
from delegations.models.choices import TAKES_PLACE
from delegations.triage import Card
from directory.models import Document, DocumentLink
from office import tongues
from office.backoffice import frame
from office.backoffice.faults import Fault
from office.backoffice.mail_log import mail_log

VIEWS = "delegations.view_visit"
# So many of what comes next stand on the page.
NEXT_ITEMS = 5
CHANGED = gettext_lazy(
    "Somebody changed the request meanwhile. Nothing of yours is saved yet: look at the request "
    "again, and save once more if it still holds."
)
TYPED_IS_KEPT = gettext_lazy("What you typed is still here, and nothing of it is saved.")

# What somebody has to do next in each state; %(day)s is the day of the promised answer.
NEXT = {
    State.RECEIVED: gettext_lazy("Weigh it and decide. An answer is promised by %(day)s."),
    State.INCOMPLETE: gettext_lazy("The guests were asked for more. With their answer, weigh it."),
    State.EVALUATION: gettext_lazy("Decide. An answer is promised by %(day)s."),
    State.ACCEPTED: gettext_lazy("Begin to plan: hold rooms and people for it."),
    State.PLANNING: gettext_lazy("Put the programme together, and have it approved."),
    State.APPROVED: gettext_lazy("Confirm the visit to the guests."),
    State.CONFIRMED: gettext_lazy("All is settled. On the first day it is in progress."),
    State.IN_PROGRESS: gettext_lazy("The guests are here. When they have left, complete it."),
    State.COMPLETED: gettext_lazy("Thank the guests, and write down what stays of the visit."),
    State.FOLLOWED_UP: gettext_lazy("Nothing is left to do: it can go into the archive."),
    State.ARCHIVED: gettext_lazy("It is in the archive and stays as it is."),
    State.POSTPONED: gettext_lazy("When other days are known, weigh it again."),
}
DROPPED = gettext_lazy("Nothing is held for it. It can be weighed again, or go into the archive.")
WAITS = gettext_lazy("A second person approves what %(who)s decided.")


class VisitPage:
    """What the page shows of one visit to one reader; everything is asked for once."""

    def __init__(self, user, visit, asked, sent=None):
        """`asked` is the query of its address, `sent` (name, Step) of one that failed."""
        self.user, self.visit, self.asked = user, visit, asked
        self.steps = {name: step(self) for name, step in STEPS.items()}
        if sent:
            self.steps |= [sent]

    @cached_property
    def card(self):
        return Card(self.visit, self.user)

    @property
    def is_weighed(self):
        """Whether the triage card still serves: while it is to decide, or waits."""
        return self.visit.is_to_decide or self.steps["decide"].data is not None

    @cached_property
    def places(self):
        rows = Place.objects.visible_to(self.user).in_order(get_language())
        return list(rows.select_related("building"))

    @cached_property
    def decisions(self):
        rows = Decision.objects.visible_to(self.user).filter(visit=self.visit)
        return list(
            rows.select_related("level", "host", "room__building", "decided_by", "seconded_by")
        )

    @cached_property
    def waiting(self):
        return next((one for one in self.decisions if one.is_waiting), None)

    @cached_property
    def programme(self):
        return Programme(self.user, self.visit, {})

    @cached_property
    def messages(self):
        rows = Message.objects.visible_to(self.user).filter(visit=self.visit)
        return list(rows.select_related("author", "read_by"))

    @property
    def unread(self):
        return sum(one.from_guests and one.read_at is None for one in self.messages)

    @cached_property
    def changes(self):
        return list(self.visit.changes.select_related("by", "letter"))

    @property
    def other_days(self):
        """(first, last) of each of the other days on which the guests could come."""
        return list(zip(self.visit.other_first, self.visit.other_last, strict=True))

    @cached_property
    def documents(self):
        """(document, address, whether the guests may download it), of what the reader may see."""
        return [
            (link.document, frame.url_of(link.document), hasattr(link, "for_guests"))
            for link in self.visit.documents.all()
        ]

    @property
    def approval(self):
        """The form of the second person, as it was sent where it was: one form, two buttons."""
        approve, refuse = self.steps["approve"], self.steps["refuse"]
        return refuse if refuse.data is not None else approve

    @property
    def next(self):
        if self.waiting:
            return WAITS % {"who": self.waiting.decided_by}
        words = NEXT.get(self.visit.state, DROPPED)
        if "%(day)s" not in words:
            return words
        return words % {"day": written_day(self.visit.answer_by)}

    @cached_property
    def members(self):
        """Of the list of members what one wants to know at a glance."""
        rows = list(Member.objects.visible_to(self.user).filter(visit=self.visit))
        names = tongues.names()
        spoken = Counter(code for one in rows for code in one.languages)
        consents = Counter(one.photo_consent for one in rows)
        return {
            "count": len(rows),
            "languages": [(names.get(code, code), many) for code, many in spoken.most_common()],
            "consents": [
                (one.label, consents[one]) for one in Member.Consent if consents[one.value]
            ],
            "head": next((one for one in rows if one.is_head), None),
            "special": sum(one.gave_special for one in rows),
        }

    @cached_property
    def next_items(self):
        """(item, when, its address) of those that come next; of what is over the last ones."""
        items = self.programme.standing
        now = timezone.now()
        ahead = [one for one in items if one.appointment.period.upper > now]
        return [
            (
                item,
                clashes.when(one.period, one.zone, all_day=one.all_day),
                f"{self.programme.address}#item-{item.pk}",
            )
            for item in (ahead[:NEXT_ITEMS] or items[-NEXT_ITEMS:])
            for one in [item.appointment]
        ]

    @property
    def more_items(self):
        """How many there are besides those."""
        return max(0, len(self.programme.standing) - len(self.next_items))

    @cached_property
    def occasion_parts(self):
        # The items with what else their appointments are for: read already, for the programme.
        self.visit.items_read = self.programme.standing
        return occasion_parts.shown(self.user, self.visit)

    @property
    def may_change(self):
        return self.user.has_perm("delegations.change_visit")

    def tools(self):
        """(address, label) of what else there is of the visit."""
        visit, user = self.visit, self.user
        tools = [(frame.url_of(visit), _("The request as a form"))]
        tools.append(
            (reverse("admin:visit_travel", args=[visit.pk]), _("Travel, hotels and badges"))
        )
        if visit.state in TAKES_PLACE:
            board = f"{reverse('admin:day_board')}?visit={visit.pk}"
            tools.append((board, _("Board of the day")))
        if received.may_publish(user, visit):
            tools.append(received.tool(visit))
        tools.append((reverse("admin:programme_parts", args=[visit.pk]), _("Answers of the hosts")))
        if self.may_change:
            url = reverse("admin:programme_recipients", args=[visit.pk])
            tools.append((url, _("Recipients of the programme")))
            tools.append(
                (reverse("admin:links", args=["visit", visit.pk]), _("Private page of the visit"))
            )
        if self.programme.may_add and user.has_perm("agenda.view_appointment"):
            tools.append((self.programme.free_time_url, _("Find a free time")))
        try:
            history = reverse("admin:delegations_visit_history", args=[visit.pk])
        except NoReverseMatch:
            history = ""
        tools.append((history, _("History")))
        return [(url, label) for url, label in tools if url]


def visit_page(request, pk):
    """Where does this visit stand, what is to be decided on it, and what comes next?"""
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    visit = visits(request.user).filter(pk=pk).first()
    if visit is None:
        return unread(request, pk)
    page = VisitPage(request.user, visit, request.GET)
    if request.method != "POST":
        return shown(request, page)
    step = step_of(request, page)
    if step.is_valid() and taken(step, request.POST.get("version", "")):
        messages.success(request, step.done)
        return redirect(f"{address(page.visit)}#{step.anchor}")
    # As the visit is by now: a colleague may have changed it.
    visit = get_object_or_404(visits(request.user), pk=pk)
    sent = (request.POST["do"], step)
    return shown(request, VisitPage(request.user, visit, request.GET, sent=sent), step)


def unread(request, pk):
    """Whoever may know that there is such a visit is told so, as its form tells them."""
    get_object_or_404(Visit.objects.known_to(request.user), pk=pk)
    messages.warning(request, _("It is there, but only its named readers may read it."))
    return redirect("admin:index")


def visits(user):
    """With all that the page names of a visit itself."""
    documents = DocumentLink.objects.filter(document__in=Document.objects.visible_to(user))
    return (
        Visit.objects.visible_to(user)
        .with_names()
        .select_related(
            "audience", "organisation__city", "level_wanted", "theme", "contact", "party"
        )
        .prefetch_related(Prefetch("documents", documents.select_related("document", "for_guests")))
        .annotate(other_first=other_days("first_day"), other_last=other_days("last_day"))
    )


class Stale(Exception):
    """The request was changed since the page was opened."""


def other_days(field):
    """One end of the other days on which the guests could come: no query of its own."""
    rows = OtherDays.objects.filter(visit=OuterRef("pk")).order_by("first_day", "pk")
    return ArraySubquery(rows.values(field))


def step_of(request, page):
    name = request.POST.get("do", "")
    if name not in STEPS:
        raise Http404
    step = STEPS[name](page, request.POST)
    if not step.may:
        raise PermissionDenied
    return step


def taken(step, version):
    """Whether the step could be taken; if not, its form says why."""
    try:
        take(step, version)
    except Stale:
        step.refuse([CHANGED])
    except (actions.Decided, lifecycle.NotAllowed) as error:
        step.refuse([str(error), TYPED_IS_KEPT])
    except ValidationError as error:
        step.refuse(error.messages)
    else:
        return True
    return False


@transaction.atomic
def take(step, version):
    """
    Raises Stale for a step that rests on what the request said when the page was opened.

    Who was first, or that it is too late, is told before: by the actions themselves.
    """
    now = Visit.objects.select_for_update(no_key=True, of=("self",)).get(pk=step.visit.pk)
    step.take()
    if step.is_guarded and str(now.version) != version:
        raise Stale


def shown(request, page, sent=None):
    return frame.page(
        request,
        "admin/delegations/visit.html",
        str(page.visit),
        page=page,
        visit=page.visit,
        steps=page.steps,
        sent=sent,
        faults=faults(sent.form) if sent and sent.form else [],
        media=sum((step.media for step in page.steps.values()), start=forms.Media()),
        days=written_days_of(page.visit),
        form_url=frame.url_of(page.visit),
        **mails(page),
    )


def faults(form):
    """What is wrong at the fields, each with the way there; of the whole it stands at the form."""
    return [
        Fault(field.label, field.id_for_label or field.auto_id, " ".join(field.errors))
        for field in form.visible_fields()
        if field.errors
    ]


def mails(page):
    if not page.user.has_perm("office.view_mail"):
        return {}
    return mail_log(page.visit, page.user)


def address(visit):
    return reverse("admin:visit", args=[visit.pk])


def note_reply(mail, by):
    """For the log of mails: an answer came to the office's own address."""
    actions.note_reply(mail, by)
    return f"{address(mail.about)}#messages"


PAGE = ("visits/<int:pk>/", visit_page)
