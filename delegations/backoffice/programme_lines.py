"""What the builder of a programme shows of one item, and of whoever has a part in it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import entries, periods
from agenda.backoffice.changes import STEP_LABELS, STEP_URL, STEPS
from agenda.findings import kinds as kinds_of_findings
from agenda.findings import worst
from delegations.models import Part, ProgrammeItem
from office.backoffice import frame


@dataclass(frozen=True)
class PartLine:
    """Whoever has a part, and where one stands with them; of an interpreter, who is free."""

    part: Part
    words: str
    look: str
    pair: str = ""
    free: list = field(default_factory=list)
    search_url: str = ""


@dataclass(frozen=True)
class Line:
    """One item in the list: what it is, what it lacks, what can be done with it."""

    item: ProgrammeItem
    entry: entries.Entry
    findings: list
    parts: list
    may_change: bool = False
    may_delete: bool = False
    is_opened: bool = False
    # Whether all hosts come, or send somebody, at these very hours; also who is not shown.
    is_settled: bool = False

    @property
    def appointment(self):
        return self.entry.appointment

    @property
    def level(self):
        return worst(self.findings) or ""

    @property
    def could_help(self):
        """Whether free rooms or times may be looked for against what is found."""
        kinds = dict(kinds_of_findings.items())
        return any(one.kind in kinds and kinds[one.kind].proposes for one in self.findings)

    @property
    def url(self):
        return frame.url_of(self.item)

    @property
    def move_url(self):
        if not self.may_change or self.appointment.is_cancelled:
            return ""
        return reverse("admin:agenda_appointment_move", args=[self.appointment.pk])

    @property
    def copy_url(self):
        return f"{reverse('admin:delegations_programmeitem_add')}?copy={self.item.pk}"

    @property
    def delete_url(self):
        return reverse("admin:delegations_programmeitem_delete", args=[self.item.pk])

    @property
    def steps(self):
        """(label, address) of the buttons that confirm or pencil it; to cancel it, it opens."""
        one = self.appointment
        return [
            (STEP_LABELS[step], reverse(STEP_URL, args=[one.pk, step]))
            for step in STEPS[one.state]
            if step != "cancel"
        ]


def told(part):
    """(where one stands with whoever has the part, in words, how that looks)."""
    standing = part.stands_at
    if standing == Part.OPEN:
        return _("nobody yet"), standing
    if standing == Part.AGAIN:
        return _("to be asked again: it was moved"), standing
    if standing == Part.Answer.DEPUTISED:
        words = _("comes instead: %(deputy)s") % {"deputy": part.deputy}
        return words, Part.Answer.CONFIRMED.value
    return part.get_answer_display(), standing


def is_settled(parts):
    """Whether there is somebody, and everybody comes: the interpreters as well as the hosts."""
    return bool(parts) and all(one.is_settled for one in parts)


def counted(parts):
    """How many of them are unasked, asked, settled, and to be asked again."""
    found = {"unasked": 0, "asked": 0, "confirmed": 0, "declined": 0, "again": 0, "open": 0}
    for part in parts:
        found[told(part)[1]] += 1
    return found


def search_for(part):
    """The search for a time at which somebody interprets, on that day; it leads to the move."""
    one = part.item.appointment
    move = reverse("admin:agenda_appointment_move", args=[one.pk])
    back = f"{address(part.item.visit)}#item-{part.item_id}"
    day = one.starts_at.date()
    asked = {
        "interprets_from": part.source,
        "interprets_into": part.target,
        "first": day,
        "last": day,
        "minutes": max(5, min(int(periods.length(one.period).total_seconds() // 60), 24 * 60)),
        "opens": "08:00",
        "closes": "22:00",
        "weekends": "on",
        "holidays": "on",
        "leads_to": f"{move}?{urlencode({'back': back})}",
    }
    return f"{reverse('admin:free_time')}?{urlencode(asked)}"


def address(visit):
    return reverse("admin:programme", args=[visit.pk])
