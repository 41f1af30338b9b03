"""
What the duties (office.duties) tell: that their time has come, that they are overdue, and to
the next person that they still are.
"""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office import duties
from office.backoffice import frame
from office.models import Duty, Notice, Office, User
from office.notices import NoticeKind, tell


class Reminder(NoticeKind):
    """Of a duty, which may be done and forgotten by now: the notice keeps what it says."""

    # The duties themselves stand there.
    on_start_page = False

    def __init__(self, label, words, nobodys=""):
        self.label, self.words, self.nobodys = label, words, nobodys or words

    def text(self, notice):
        kind, duty = told_of(notice)
        if kind is None:
            return ""
        whose = notice.extra["with"]
        where = kind.address(duty)
        return str(self.words if whose else self.nobodys) % {
            "what": capfirst(str(kind.named(duty))),
            "record": where[0] if where else notice.record,
            "day": date_format(duty.due_on, "DATE_FORMAT"),
            "person": whose,
        }

    def address(self, notice):
        kind, duty = told_of(notice)
        where = kind.address(duty)
        return where[1] if where else frame.way_to(notice.record)


BEGINS = Reminder(_("due soon"), _("%(what)s, by %(day)s: %(record)s"))
OVERDUE = Reminder(_("overdue"), _("%(what)s, was due on %(day)s: %(record)s"))
ESCALATED = Reminder(
    _("overdue with others"),
    _("%(what)s, was due on %(day)s and is still with %(person)s: %(record)s"),
    _("%(what)s, was due on %(day)s and is still nobody’s: %(record)s"),
)
KINDS = ("duty_begins", "duty_overdue", "duty_escalated")


def told_of(notice):
    """(kind, duty) of a reminder; the duty as it was then. No kind where its app is gone."""
    extra = notice.extra
    duty = Duty(
        kind=extra["duty"],
        key=extra["duty_key"],
        due_on=date.fromisoformat(extra["due_on"]),
        content_type_id=notice.content_type_id,
        object_id=notice.object_id,
    )
    return dict(duties.kinds.items()).get(duty.kind), duty


def remind():
    """Tell whom it concerns of each open duty, each stage of it once; returns how many notices."""
    today, heads = timezone.localdate(), list(User.objects.heads())
    patience = Office.objects.current().escalation_days
    told = set(Notice.objects.filter(kind__in=KINDS).values_list("user", "kind", "key"))
    rows = Duty.objects.open().filter(shows_on__lte=today).order_by("due_on", "pk")
    count = 0
    for duty in rows.select_related("owner", "tell", "content_type"):
        key = f"{duty.kind} {duty.key} {duty.due_on}"
        for kind, people in to_be_told(duty, heads, today, patience):
            left = [one for one in people if (one.pk, kind, key) not in told]
            count += len(_tell(kind, left, duty, key)) if left else 0
    return count


def to_be_told(duty, heads, today, patience):
    """(kind, people) of what is to be said of a duty on that day."""
    if duty.owner is None and duty.due_on < timezone.localdate(duty.opened_at):
        return  # It was late before it was known: the head's start page counts these.
    late = (today - duty.due_on).days
    theirs = [duty.owner] if duty.owner else heads
    if late <= 0:
        yield "duty_begins", theirs
        return
    yield "duty_overdue", theirs
    if late >= patience:
        yield "duty_escalated", next_people(duty, heads)


def next_people(duty, heads):
    """Who hears of it when its owner leaves it undone."""
    if duty.tell and duty.tell != duty.owner:
        return [duty.tell]
    return [head for head in heads if head != duty.owner]


def _tell(kind, people, duty, key):
    if duty.record is None:
        return []
    return tell(
        kind,
        users=people,
        about=duty.record,
        key=key,
        duty=duty.kind,
        duty_key=duty.key,
        due_on=duty.due_on.isoformat(),
        **{"with": str(duty.owner or "")},
    )
