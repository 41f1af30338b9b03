"""Of what the people of the office are told about visits."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from delegations.models import Part, Visit
from office import notices
from office.models import User
from office.notices import NoticeKind

CHANGES = "delegations.change_visit"
APPROVES = "delegations.approve_visit"


class OfVisit(NoticeKind):
    """News of a visit; `words` say what, with the visit as %(visit)s and what `tell` was given."""

    def __init__(self, label, words):
        self.label, self.words = label, words

    def text(self, notice):
        return str(self.words) % {"visit": notice.record, **notice.extra}


class Members(NoticeKind):
    label = gettext_lazy("List of members changed")

    def text(self, notice):
        count = notice.extra["count"]
        words = ngettext(
            "%(visit)s: the focal point changed the list, %(count)d member.",
            "%(visit)s: the focal point changed the list, %(count)d members.",
            count,
        )
        return words % {"visit": notice.record, "count": count}


class Answered(NoticeKind):
    """Somebody who has a part in the programme answered by their link."""

    label = gettext_lazy("Answer of a host")

    def text(self, notice):
        words = gettext("%(visit)s: %(who)s, “%(item)s”: %(what)s.")
        told = notice.extra | {"what": Part.Answer(notice.extra["what"]).label}
        return words % {"visit": notice.record, **told}


class Delayed(NoticeKind):
    """A flight or train with guests on it is expected at another hour."""

    label = gettext_lazy("Delay of guests")

    def text(self, notice):
        told = {"visit": notice.record, **notice.extra}
        if not told["at"]:
            return gettext("%(visit)s: %(what)s comes as planned after all.") % told
        at = timezone.localtime(datetime.fromisoformat(told["at"]))
        told["at"] = date_format(at, "SHORT_DATETIME_FORMAT")
        return gettext("%(visit)s: %(what)s is expected at %(at)s.") % told


class LateMember(NoticeKind):
    label = gettext_lazy("Guest who is late")

    def text(self, notice):
        told = {"visit": notice.record, **notice.extra}
        if told["words"]:
            return gettext("%(visit)s: %(who)s is late: %(words)s") % told
        return gettext("%(visit)s: %(who)s is late.") % told


request = OfVisit(gettext_lazy("New request"), gettext_lazy("New request for a visit: %(visit)s"))
message = OfVisit(
    gettext_lazy("Message of guests"), gettext_lazy("%(visit)s: the guests wrote a message.")
)
withdrawal = OfVisit(
    gettext_lazy("Request withdrawn"), gettext_lazy("%(visit)s: the guests withdrew the request.")
)
to_approve = OfVisit(
    gettext_lazy("Decision to approve"),
    gettext_lazy("%(visit)s: %(who)s decided, a second person is needed."),
)
approved = OfVisit(
    gettext_lazy("Decision approved"),
    gettext_lazy("%(visit)s: %(who)s approved your decision."),
)
refused = OfVisit(
    gettext_lazy("Decision not approved"),
    gettext_lazy("%(visit)s: %(who)s did not approve your decision: %(why)s"),
)
travel = OfVisit(
    gettext_lazy("Arrival or departure changed"),
    gettext_lazy("%(visit)s: the guests changed their arrival or departure."),
)
members = Members()
answered = Answered()
delayed, late_member = Delayed(), LateMember()


def in_charge(visit):
    """Who is in charge; all who work on visits where nobody is who has an account and may know."""
    officer = visit.officer
    if officer and officer.is_active and Visit.objects.known_to(officer).filter(pk=visit.pk):
        return [officer]
    return User.objects.who_may(CHANGES)


def tell_of_request(visit, *, by):
    notices.tell("visit request", users=in_charge(visit), about=visit, key=str(visit.pk), by=by)


def tell_of_message(written):
    visit = written.visit
    key = f"{visit.pk}:{written.pk}"
    notices.tell("visit message", users=in_charge(visit), about=visit, key=key)


def tell_of_withdrawal(visit):
    key = f"{visit.pk}:{visit.version}"
    notices.tell("visit withdrawal", users=in_charge(visit), about=visit, key=key)


def tell_of_members(visit, count):
    """Once a day, however often the list is saved."""
    key = f"{visit.pk}:{timezone.localdate()}"
    notices.tell("visit members", users=in_charge(visit), about=visit, key=key, count=count)


def tell_of_travel(visit):
    """Once a day, as of the members."""
    key = f"{visit.pk}:{timezone.localdate()}"
    notices.tell("visit travel", users=in_charge(visit), about=visit, key=key)


def tell_of_decision_to_approve(decision, *, by):
    _tell_of_decision("visit to approve", decision, User.objects.who_may(APPROVES), by)


def tell_of_approval(decision, *, by):
    _tell_of_decision("visit approved", decision, [decision.decided_by], by)


def tell_of_refused_approval(decision, *, by):
    why = decision.second_reason
    _tell_of_decision("visit not approved", decision, [decision.decided_by], by, why=why)


def _tell_of_decision(kind, decision, users, by, **extra):
    visit = decision.visit
    key = f"{visit.pk}:{decision.pk}"
    notices.tell(kind, users=users, about=visit, key=key, by=by, who=str(by), **extra)


def tell_of_answer(part):
    """By their link: whoever is in charge of the visit hears of each answer once."""
    visit = part.item.visit
    key = f"{visit.pk}:{part.pk}:{part.version}"
    notices.tell(
        "programme answer",
        users=in_charge(visit),
        about=visit,
        key=key,
        who=part.who,
        what=part.answer,
        item=str(part.item),
    )


def tell_of_delay(leg, *, by):
    """Whoever is in charge, unless they noted it themselves."""
    visit = leg.visit
    key = f"{visit.pk}:{leg.pk}:{leg.version}"
    at = leg.expected_at.isoformat() if leg.expected_at else ""
    users = in_charge(visit)
    notices.tell("visit delay", users=users, about=visit, key=key, by=by, what=str(leg), at=at)


def tell_of_late_member(member, *, by):
    visit = member.visit
    key = f"{visit.pk}:{member.pk}:{member.version}"
    told = {"who": member.name, "words": member.whereabouts}
    notices.tell("late guest", users=in_charge(visit), about=visit, key=key, by=by, **told)
