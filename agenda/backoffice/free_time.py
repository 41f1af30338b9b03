"""The search for the time at which rooms, people and things are free together."""

from datetime import time, timedelta
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from agenda import free, periods
from agenda.forms import ResourcesField
from agenda.models import Resource
from office import tongues
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.backoffice.widgets import FoundSelectMultiple
from office.dates import DayInput
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer
from office.start_page import Link

NAME = "free_time"
TITLE = gettext_lazy("Find a free time")
MAY_ADD = "agenda.add_appointment"
DAYS = 14
MOST_DAYS = 92
HOUR = "%H:%M"


def halves():
    """("3pm", "Thursday from 13:00") of each half of the days of a week."""
    noon = time_format(free.NOON, "TIME_FORMAT")
    for number, weekday in WEEKDAYS.items():
        told = {"weekday": capfirst(str(weekday)), "hour": noon}
        yield f"{number}am", _("%(weekday)s until %(hour)s") % told
        yield f"{number}pm", _("%(weekday)s from %(hour)s") % told


class Hour(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format=HOUR)


class FreeTimeForm(forms.Form):
    """What is looked for; all of it stands in the address."""

    all_of = ResourcesField(
        label=gettext_lazy("All of these"),
        queryset=None,
        required=False,
        widget=FoundSelectMultiple,
    )
    one_of = ResourcesField(
        label=gettext_lazy("And one of these"),
        queryset=None,
        required=False,
        widget=FoundSelectMultiple,
    )
    interprets_from = forms.ChoiceField(
        label=gettext_lazy("And an interpreter from"), required=False
    )
    interprets_into = forms.ChoiceField(label=pgettext_lazy("a language", "into"), required=False)
    room_for = forms.IntegerField(
        label=gettext_lazy("And a room for so many people"), required=False, min_value=1
    )
    step_free = forms.BooleanField(
        label_suffix="", label=gettext_lazy("a room without steps, or with a lift"), required=False
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=24 * 60, initial=60
    )
    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput)
    opens = forms.TimeField(label=gettext_lazy("Not before"), widget=Hour, initial=time(9))
    closes = forms.TimeField(label=gettext_lazy("Over by"), widget=Hour, initial=time(18))
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("But not"), required=False, widget=FoundSelectMultiple
    )
    weekends = forms.BooleanField(
        label_suffix="", label=gettext_lazy("also on Saturdays and Sundays"), required=False
    )
    holidays = forms.BooleanField(
        label_suffix="", label=gettext_lazy("also on public holidays"), required=False
    )
    # The page of ours that takes over what was found, instead of the form of an appointment.
    leads_to = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, reader):
        today = timezone.localdate()
        initial = {"first": today, "last": today + timedelta(days=DAYS)}
        super().__init__(data, initial=initial)
        self.reader = reader
        known = Resource.objects.visible_to(reader).in_use().in_order(get_language())
        known = known.with_roles(reader).select_related("place__building", "person")
        for name in ("all_of", "one_of"):
            self.fields[name].queryset = known
        for name in ("interprets_from", "interprets_into"):
            self.fields[name].choices = [("", "–"), *tongues.choices()]
        self.fields["left_out"].choices = list(halves())

    def clean(self):
        asked = super().clean()
        self._ends_after(asked, "first", "last", _("The last day lies before the first."))
        self._ends_after(asked, "opens", "closes", periods.ENDS_AFTER)
        first, last = asked.get("first"), asked.get("last")
        if first and last and (last - first).days > MOST_DAYS:
            message = _("Look at %(count)d days at most.")
            self.add_error("last", message % {"count": MOST_DAYS})
        if bool(asked.get("interprets_from")) != bool(asked.get("interprets_into")):
            missing = "interprets_into" if asked.get("interprets_from") else "interprets_from"
            self.add_error(missing, _("Choose the other language as well."))
        if not self.errors and not (asked["all_of"] or self._groups()):
            self.add_error("all_of", _("Say who or what has to be free."))
        if not self.errors and self.wish().combinations > free.MOST_COMBINATIONS:
            message = _(
                "That is more than can be tried at once. Choose fewer of which one will do."
            )
            self.add_error("one_of", message)
        return asked

    def clean_leads_to(self):
        """Nobody is led elsewhere by an address that they were sent."""
        address = self.cleaned_data["leads_to"]
        is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        return address if is_ours and address.startswith(reverse("admin:index")) else ""

    def _ends_after(self, asked, start, end, message):
        first, last = asked.get(start), asked.get(end)
        if first is None or last is None:
            return
        if last < first or (start == "opens" and last == first):
            self.add_error(end, message)

    def _groups(self):
        """What one of several will do for, without those of whom all are wanted anyway."""
        asked, taken = self.cleaned_data, {one.pk for one in self.cleaned_data["all_of"]}
        groups = []
        if asked["one_of"]:
            groups.append((_("one of these"), asked["one_of"], ""))
        if asked["interprets_from"] and asked["interprets_into"]:
            source, target = asked["interprets_from"], asked["interprets_into"]
            names = tongues.names()
            pair = f"{source}:{target}"
            label = _("an interpreter from %(source)s into %(target)s")
            told = {"source": names[source], "target": names[target]}
            groups.append((label % told, free.interpreters(source, target, self.reader), pair))
        found = [
            free.OneOf(label, [one for one in resources if one.pk not in taken], pair=pair)
            for label, resources, pair in groups
        ]
        if asked["room_for"] or asked["step_free"]:
            found.append(self._rooms(taken))
        return found

    def _rooms(self, taken):
        """The rooms that may do, those of which that is not known marked as such."""
        people, step_free = (self.cleaned_data[name] for name in ("room_for", "step_free"))
        label = _("a room for %(count)d people") % {"count": people} if people else ""
        if step_free:
            without = _("a room without steps, or with a lift")
            label = f"{label} ({without})" if label else without
        rooms = free.rooms_for(people, self.reader, step_free=step_free)
        rooms = [one for one in rooms if one.pk not in taken]
        unsure = {one.pk: free.not_known(one, people, step_free=step_free) for one in rooms}
        why = "" if rooms else free.why_no_room(people, self.reader, step_free=step_free)
        return free.OneOf(label, rooms, {key: words for key, words in unsure.items() if words}, why)

    def wish(self):
        asked = self.cleaned_data
        return free.Wish(
            minutes=asked["minutes"],
            first=asked["first"],
            last=asked["last"],
            resources=list(asked["all_of"]),
            one_of=self._groups(),
            opens=asked["opens"],
            closes=asked["closes"],
            left_out=frozenset((int(one[0]), one[1:]) for one in asked["left_out"]),
            weekends=asked["weekends"],
            holidays=asked["holidays"],
        )


def page(request):
    """When are a room, the Mayor and an interpreter free together?"""
    form, wish, found = asked_for(request)
    return frame.page(
        request,
        "admin/agenda/free_time.html",
        TITLE,
        form=form,
        answer=found,
        stale=stale_in_words(found) if found else [],
        tightest=tightest_in_words(found) if found else "",
        days=by_day(found, wish, request.user, form.cleaned_data["leads_to"]) if found else [],
        formats=FORMATS if found and found.slots else [],
        export=f"admin:{NAME}_export",
        query=request.GET.urlencode(),
    )


def export(request, ending):
    _form, wish, found = asked_for(request)
    return answer(request, report(found, wish, request.user), ending)


def asked_for(request):
    """(form, wish, Answer); the last two None while nothing was asked, or not rightly."""
    form = FreeTimeForm(request.GET or None, reader=request.user)
    if not form.is_valid():
        return form, None, None
    wish = form.wish()
    return form, wish, free.search(wish, request.user)


def by_day(found, wish, user, leads_to=""):
    """[(day, [(hours, who was found, address of the page that takes it over)])]"""
    zone, days = periods.here(), {}
    for slot in found.slots:
        start, end = (bound.astimezone(zone) for bound in (slot.period.lower, slot.period.upper))
        hours = f"{time_format(start, 'TIME_FORMAT')}–{time_format(end, 'TIME_FORMAT')}"
        who = ", ".join(map(in_group, slot.resources, wish.one_of))
        url = url_of_new(slot, wish, start, leads_to) if user.has_perm(MAY_ADD) else ""
        days.setdefault(start.date(), []).append((hours, who, url))
    return list(days.items())


def in_group(resource, group):
    """A resource that was found for one of several, with what is not known of it."""
    unsure = group.unsure.get(resource.pk)
    return f"{resource} ({unsure})" if unsure else str(resource)


def url_of_new(slot, wish, start, leads_to=""):
    """The form of an appointment at the beginning of the slot, with all that is free in it."""
    address = leads_to or reverse("admin:agenda_appointment_add")
    end = start + timedelta(minutes=wish.minutes)
    told = [("day", start.date().isoformat()), ("from", f"{start:{HOUR}}"), ("to", f"{end:{HOUR}}")]
    resources = [*wish.resources, *slot.resources]
    if leads_to:
        # There they have a part, and are booked by it.
        interpreters = interpreters_of(slot, wish)
        resources = [one for one in resources if one not in interpreters]
        told += [("interpreter", f"{one.person_id}:{pair}") for one, pair in interpreters.items()]
    places = [one.place_id for one in resources if one.place_id]
    told += [("place", place) for place in places[:1]]
    # The room of the place is booked with it.
    told += [("resource", one.pk) for one in resources if one.place_id not in places[:1]]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"


def interpreters_of(slot, wish):
    """{who was found to interpret: from which language into which}"""
    found = zip(slot.resources, wish.one_of, strict=True)
    return {one: group.pair for one, group in found if group.pair and one.person_id}


def stale_in_words(found):
    """What the answer relies on although it may be old."""
    return [calendar_in_words(name, read_at) for name, read_at in found.stale]


def calendar_in_words(name, read_at):
    quoted = _("“%(title)s”") % {"title": name}
    told = {"calendar": quoted if name else _("An outside calendar")}
    if read_at is None:
        words = _("%(calendar)s has never been read: who is busy there is not known.")
        return words % told
    told["time"] = date_format(timezone.localtime(read_at), "SHORT_DATETIME_FORMAT")
    return _("%(calendar)s has not been read since %(time)s: what it says may be old.") % told


def tightest_in_words(found):
    """What stands in the way most, where nothing is free."""
    if found.slots:
        return ""
    tight = found.tightest
    if tight is None:
        return _("No day is left of those that you asked for.")
    if isinstance(tight, free.OneOf):
        if not tight.resources:
            words = _("There is nobody and nothing that can be booked: %(what)s.")
            return f"{words % {'what': tight.label}} {tight.why}".strip()
        tight = tight.label
    return _("The least time is free of: %(what)s.") % {"what": tight}


def report(found, wish, user):
    """The slots as a paper."""
    if found is None or not found.slots:
        said = tightest_in_words(found) if found else _("Say who or what has to be free.")
        return Report(title=str(TITLE), intro=[_("Nothing is free."), said])
    header = [_("Day"), _("Free"), _("With")]
    rows = [
        [in_words(day), hours, who]
        for day, slots in by_day(found, wish, user)
        for hours, who, _url in slots
    ]
    together = ", ".join(str(one) for one in wish.resources)
    return Report(
        title=str(TITLE),
        intro=[together, *stale_in_words(found)] if together else stale_in_words(found),
        sections=[Section(_("Free times"), table=Table(header, rows))],
        is_demo=any(one.is_demo for one in wish.all_resources),
    )


def in_words(day):
    return f"{capfirst(date_format(day, 'l'))}, {date_format(day, 'DATE_FORMAT')}"


PAGE = Page(
    label=TITLE,
    app="agenda",
    address="free-time/",
    permission="agenda.view_appointment",
    view=page,
    export=export,
)


def to_begin(user):
    """For the start page: the search itself, for who makes an appointment of what it finds."""
    return [Link(TITLE, reverse(f"admin:{NAME}"))] if user.has_perm(MAY_ADD) else []
