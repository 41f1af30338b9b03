"""The mails about a programme: who is asked, who is told, and of what."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from agenda import clashes
from delegations.letters import CLOSING, FIELDS, GREETING, VisitMail
from delegations.prints.differences import ADDED, REMOVED, when_of
from office.outbox import kinds
from office.papers.report import plain


class ProgrammeMail(VisitMail):
    """A mail about a programme; its private link opens what it tells of."""

    @property
    def text(self):
        return "\n\n".join(str(part) for part in (GREETING, self.body, CLOSING))


class OfParts(ProgrammeMail):
    """A mail about items in which its reader has a part, or answers for who has."""

    fields = FIELDS | {"items": gettext_lazy("what it is about, each with day, hours and place")}

    def values(self, record, *, parts=(), **extra):
        return super().values(record, **extra) | {"items": "\n".join(map(line_of, parts))}

    def example(self):
        items = _("– 12 May 2027, 09:00–10:00: Reception, Council chamber (the Mayor, host)")
        return super().example() | {"items": items}


class Ask(OfParts):
    """Whoever has a part, or keeps the diary of who has, is asked whether they come."""

    label = gettext_lazy("Programme: question to a host")
    subject = gettext_lazy("Visit of {{ guests }}: can you come?")
    body = gettext_lazy(
        "For the visit of {{ guests }} ({{ days }}) we ask you to tell us whether you can come:"
        "\n\n{{ items }}\n\n{{ words }}\n\nHere you answer, also that somebody comes instead:\n"
        "{{ private_link }}"
    )


class Off(OfParts):
    """
    To whoever was asked, or had said that they come: it does not take place.

    Of what they were told besides, by a version of the programme, it tells as well.
    """

    label = gettext_lazy("Programme: does not take place")
    subject = gettext_lazy("Visit of {{ guests }}: this does not take place")
    body = gettext_lazy(
        "We had asked you to come for the visit of {{ guests }} ({{ days }}). This does not take "
        "place:\n\n{{ items }}\n\nNobody needs to come. Thank you for your readiness."
    )

    def values(self, record, *, parts=(), tellings=(), **extra):
        lines = [*map(line_of, parts), *lines_told(tellings, {one.item_id for one in parts})]
        return super().values(record, **extra) | {"items": "\n".join(lines)}


class Dropped(Off):
    """To whoever was told of the programme of a visit that does not come about."""

    label = gettext_lazy("Programme: the visit does not take place")
    subject = gettext_lazy("Visit of {{ guests }}: it does not take place as planned")
    body = gettext_lazy(
        "We had told you of the programme of the visit of {{ guests }} ({{ days }}). The visit "
        "does not take place as planned, and with it:\n\n{{ items }}\n\n"
        "Nobody needs to come. Thank you for your readiness."
    )

    def example(self):
        items = _("– 12 May 2027, 09:00–10:00: Reception, Council chamber")
        return super().example() | {"items": items}


class NotNeeded(OfParts):
    """To whoever was asked, or had said that they come: it takes place without them."""

    label = gettext_lazy("Programme: somebody is not needed any more")
    subject = gettext_lazy("Visit of {{ guests }}: you need not come")
    body = gettext_lazy(
        "We had asked you to come for the visit of {{ guests }} ({{ days }}). The programme has "
        "changed, and nobody needs to come for you to:\n\n{{ items }}\n\n"
        "Thank you for your readiness."
    )


class First(ProgrammeMail):
    """The programme, told for the first time: all of it that is theirs."""

    label = gettext_lazy("Programme: for the first time")
    fields = FIELDS | {
        "items": gettext_lazy("what it is about, each with day, hours and place"),
        "version": gettext_lazy("the number of the version"),
    }
    subject = gettext_lazy("Programme of the visit of {{ guests }}, {{ days }}")
    body = gettext_lazy(
        "The programme of the visit of {{ guests }} ({{ days }}), as far as it concerns you:"
        "\n\n{{ items }}\n\nHere you read it, also to print:\n{{ private_link }}"
    )

    def values(self, record, *, telling, version, **extra):
        told = {"items": "\n".join(in_words(one, telling) for one in telling.changes)}
        return super().values(record, **extra) | told | {"version": str(version.number)}

    def example(self):
        items = _("– 12 May 2027, 09:00–10:00: Reception, Council chamber")
        return super().example() | {"items": items, "version": "1"}


class Changed(First):
    """What changed of it for its reader since they were last told, and nothing else."""

    label = gettext_lazy("Programme: what changed")
    fields = First.fields | {"items": gettext_lazy("what changed, item by item")}
    subject = gettext_lazy("Programme of the visit of {{ guests }}: what changed")
    body = gettext_lazy(
        "In the programme of the visit of {{ guests }} ({{ days }}) this changed for you:"
        "\n\n{{ items }}\n\nHere you read all of it, also to print:\n{{ private_link }}"
    )

    def example(self):
        items = _("– Changed: Reception. From when to when: 09:00–10:00 → 10:00–11:00")
        return super().example() | {"items": items, "version": "2"}


def in_words(change, telling):
    """One line of a mail about one item, in the language of its reader."""
    if telling.first:
        return f"– {item_line(change.item, telling)}"
    if change.what == ADDED:
        return _("– New: %(item)s") % {"item": item_line(change.item, telling)}
    if change.what == REMOVED:
        words = _("– No longer in your programme: %(item)s")
        words = _("– Does not take place: %(item)s") if change.is_gone else words
        return words % {"item": item_line(change.item, telling)}
    lines = "; ".join(_(CHANGED_LINE) % one for one in map(as_told, change.lines))
    # What is known to the reader is named as it was.
    return _("– Changed: %(item)s. %(what)s") % {
        "item": item_line(change.was, telling),
        "what": lines,
    }


CHANGED_LINE = gettext_noop("%(label)s: %(was)s → %(now)s")


def as_told(line):
    label, was, now = line
    nothing = pgettext("in a list of changes", "nothing")
    return {"label": label or _("Title"), "was": was or nothing, "now": now or nothing}


def item_line(item, telling):
    """“12 May 2027, 09:00–10:00: Reception, Council chamber”."""
    place = next((plain(line.words) for line in item.lines if line.name == "place"), "")
    what = ", ".join(filter(None, [plain(item.title), place]))
    certain = f" ({item.tentative})" if item.tentative else ""
    return f"{when_of(item, telling.printed.language)}: {what}{certain}"


def lines_told(tellings, known):
    """What each telling is of, by day and hour, without the items that are `known`."""
    items = {
        item.key: (item.day, item.hours, item_line(item, telling))
        for telling in tellings
        for item in telling.printed.items
        if item.key not in known
    }
    return [f"– {line}" for _day, _hours, line in sorted(items.values())]


def line_of(part):
    """“– 12 May 2027, 09:00–10:00: Reception, Council chamber (the Mayor, host)”."""
    one = part.item.appointment
    when = clashes.when(one.period, one.zone, all_day=one.all_day)
    what = ", ".join(filter(None, [str(one), str(one.place) if one.place_id else ""]))
    who = ", ".join(filter(None, [part.who, str(part.get_kind_display())]))
    return f"– {when}: {what} ({who})"


def hand_in():
    kinds.add("programme_ask", Ask())
    kinds.add("programme_off", Off())
    kinds.add("programme_dropped", Dropped())
    kinds.add("programme_not_needed", NotNeeded())
    kinds.add("programme_first", First())
    kinds.add("programme_changed", Changed())
