"""The calendar that the script draws: what it is told of a view and of what stands there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy

from agenda import periods
from agenda.backoffice.changes import STEP_LABELS, STEP_URL, STEPS
from agenda.models import Appointment


@dataclass(frozen=True)
class Way:
    """To the form of an appointment from the page that shows it, and the address of that page."""

    to_form: Callable
    back: str


def settings(
    request,
    *,
    view,
    day,
    may_add,
    urls,
    days=0,
    lines="",
    resources=(),
    words=None,
    list_stays=False,
):
    """
    What the script needs to draw a view; `days` are so many beside each other from that day.

    `urls` are those of the page itself (events, add, day). With `list_stays` what stands there
    without the script stays beside what it draws.
    """
    get_token(request)  # the script sends it along
    now = timezone.localtime(timezone.now(), periods.here())
    shared = {
        "preview": reverse("admin:calendar_preview"),
        "save": reverse("admin:calendar_save"),
    }
    return {
        "view": view,
        "days": days,
        "lines": lines,
        "listStays": list_stays,
        "date": day.isoformat(),
        "locale": get_language(),
        "offset": now.strftime("%z")[:3] + ":" + now.strftime("%z")[3:],
        "resources": [{"id": str(one.pk), "title": one.told} for one in resources],
        "places": {str(one.pk): one.place_id for one in resources if one.place_id},
        "mayAdd": may_add,
        "urls": shared | urls,
        "words": {name: str(text) for name, text in (WORDS | (words or {})).items()},
    }


WORDS = {
    "allDay": gettext_lazy("all day"),
    "more": gettext_lazy("%(count)s more"),
    "earlier": gettext_lazy("15 minutes earlier"),
    "later": gettext_lazy("15 minutes later"),
    "shorter": gettext_lazy("15 minutes shorter"),
    "longer": gettext_lazy("15 minutes longer"),
    "move": gettext_lazy("Move"),
    "moveAllTheSame": gettext_lazy("Move all the same"),
    "leave": gettext_lazy("Leave it"),
    "close": gettext_lazy("Close"),
    "open": gettext_lazy("Open"),
    "undo": gettext_lazy("Undo"),
    "look": gettext_lazy("Look at the change"),
    "other": gettext_lazy("Another day, hour or room"),
    "place": gettext_lazy("Another place"),
    "cannot": gettext_lazy("This cannot be saved."),
    "moved": gettext_lazy("“%(title)s” is moved: %(would)s."),
    "undone": gettext_lazy("“%(title)s” is back: %(would)s."),
    "failed": gettext_lazy("The server did not answer as it should. Nothing is changed."),
    "asks": gettext_lazy("Looking whether it can be moved …"),
    "day": gettext_lazy("Day"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("Until"),
    "readOnly": gettext_lazy("You can look at this, and not move it."),
}


def events_of(entry, way, lines=False):
    """An entry as events of the component; on lines also when its resources are busy besides."""
    yield {
        "id": entry.key,
        "title": entry.title,
        **times(entry),
        "resourceIds": [str(key) for key in entry.lines],
        "editable": entry.may_move,
        "startEditable": entry.may_move,
        "durationEditable": entry.may_move,
        "classNames": entry.classes.split(),
        "display": "background" if lines and entry.look in IN_BACKGROUND else "auto",
        "extendedProps": told(entry, way),
    }
    for key, busy in entry.busy if lines else ():
        yield {
            "id": f"{entry.key}-{key}",
            "title": "",
            "start": clock(busy.lower),
            "end": clock(busy.upper),
            "resourceIds": [str(key)],
            "display": "background",
            "classNames": ["look-busy"],
        }


IN_BACKGROUND = ("closure", "outside", "hidden")


def times(entry):
    if entry.all_day or entry.period is None:
        after = date.fromordinal(entry.last.toordinal() + 1)
        return {"allDay": True, "start": entry.first.isoformat(), "end": after.isoformat()}
    return {
        "allDay": False,
        "start": clock(entry.period.lower),
        "end": clock(entry.period.upper),
    }


def clock(moment):
    return moment.astimezone(periods.here()).strftime("%Y-%m-%dT%H:%M")


def told(entry, way):
    """What the script says of an entry when somebody opens it."""
    said = {
        "look": entry.look,
        "hours": entry.hours,
        "days": entry.days,
        "notes": list(entry.notes),
        "url": way.to_form(entry.form_url) if entry.form_url else entry.url,
        "place": entry.place,
        "who": ", ".join(entry.who),
        "words": entry.words,
    }
    if entry.appointment:
        one = entry.appointment
        said |= {
            "pk": one.pk,
            "version": one.version,
            "asks": one.state == Appointment.State.CONFIRMED,
            "mayChange": entry.may_change,
        }
        if entry.may_change:
            said["steps"] = [
                (
                    str(STEP_LABELS[step]),
                    reverse(STEP_URL, args=[one.pk, step]),
                )
                for step in STEPS[one.state]
            ]
            move = reverse("admin:agenda_appointment_move", args=[one.pk])
            said["move"] = f"{move}?{urlencode({'back': way.back})}"
    return said
