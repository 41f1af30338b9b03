"""The mails about a programme: who is asked, who is told, and of what."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes
from delegations.letters import CLOSING, FIELDS, GREETING, VisitMail
from office.outbox import kinds


class ProgrammeMail(VisitMail):
    """A mail about a programme; its private link opens what it tells of."""

    @property
    def text(self):
        return "\n\n".join(str(part) for part in (GREETING, self.body, CLOSING))


class Ask(ProgrammeMail):
    """Whoever has a part, or keeps the diary of who has, is asked whether they come."""

    label = gettext_lazy("Programme: question to a host")
    fields = FIELDS | {"items": gettext_lazy("what it is about, each with day, hours and place")}
    subject = gettext_lazy("Visit of {{ guests }}: can you come?")
    body = gettext_lazy(
        "For the visit of {{ guests }} ({{ days }}) we ask you to tell us whether you can come:"
        "\n\n{{ items }}\n\n{{ words }}\n\nHere you answer, also that somebody comes instead:\n"
        "{{ private_link }}"
    )

    def values(self, record, *, parts, **extra):
        return super().values(record, **extra) | {"items": "\n".join(map(line_of, parts))}

    def example(self):
        items = _("– 12 May 2027, 09:00–10:00: Reception, Council chamber (the Mayor, host)")
        return super().example() | {"items": items}


def line_of(part):
    """“– 12 May 2027, 09:00–10:00: Reception, Council chamber (the Mayor, host)”."""
    one = part.item.appointment
    when = clashes.when(one.period, one.zone, all_day=one.all_day)
    what = ", ".join(filter(None, [str(one), str(one.place) if one.place_id else ""]))
    who = ", ".join(filter(None, [part.who, str(part.get_kind_display())]))
    return f"– {when}: {what} ({who})"


def hand_in():
    kinds.add("programme_ask", Ask())
