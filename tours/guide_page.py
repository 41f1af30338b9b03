"""
The private page of a guide: what they are asked, what they lead, when they are to be had.

Looking at it changes nothing; each answer is a form of its own that is sent. Of the guests it
shows body, number, language, access needs and the contact for the day, until the day after.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import clashes, ics, periods
from delegations.actions import hours_token
from delegations.private_pages import PrivatePage
from office.papers import pdf
from office.papers.report import Report, Section
from office.papers.served import answer_paper
from office.tongues import names
from tours import actions
from tours.around import stations
from tours.guide_forms import BusyForm, NoteForm, SayForm
from tours.models import Ask, Guide, OtherTime, Route, Stop, Tour
from tours.statistics import led

# Whom the guide meets is told until the day after.
TOLD_FOR = timedelta(days=1)
DONE = {
    "answered": gettext_lazy("Thank you: your answer is with the office."),
    "busy": gettext_lazy("Thank you: you are not asked for those hours."),
    "cannot": gettext_lazy(
        "Thank you: the office knows that you cannot lead it, and asks somebody else."
    ),
    "hours": gettext_lazy("Thank you: the office looks into it."),
    "gone": gettext_lazy("It is taken off: you can be asked for those hours again."),
}


@dataclass
class GuideReader(PrivatePage):
    """Which guide looks at their page, and what stands on it."""

    guide: Guide
    busy_form: BusyForm | None = None
    # (key of the question, its form) as it was sent, where it could not be taken.
    sent: tuple = (None, None)
    sent_note: NoteForm | None = None

    @cached_property
    def known(self):
        return names()

    @cached_property
    def questions(self):
        """What they are asked and have not answered, the next tour first."""
        rows = Ask.objects.filter(guide=self.guide, answer=Ask.Answer.WAITING).with_names()
        ahead = rows.filter(tour__appointment__period__endswith__gt=timezone.now())
        ahead = ahead.exclude(tour__appointment__state="cancelled")
        found = ahead.order_by("tour__appointment__period", "pk")
        return [Line(self, one.tour, one) for one in found]

    @cached_property
    def tours(self):
        """What they lead from today on, in order, each with its stops."""
        stops = Stop.objects.select_related("place").order_by("position", "pk")
        rows = Tour.objects.standing().filter(guide=self.guide).with_names()
        ahead = rows.to_come(timezone.now() - TOLD_FOR).in_order()
        mine = Ask.objects.filter(guide=self.guide, answer=Ask.Answer.ACCEPTED)
        ahead = ahead.prefetch_related(
            Prefetch("route__stops", stops), Prefetch("asks", mine, to_attr="mine")
        )
        return [Line(self, one, next(iter(one.mine), None)) for one in ahead]

    @property
    def days(self):
        """(day, address of its sheet) of each day on which they lead somebody from today on."""
        today = timezone.localdate()
        days = sorted({line.day for line in self.tours if line.day >= today})
        return [(day, self.url(show="day", day=day.isoformat())) for day in days]

    @cached_property
    def busy(self):
        rows = OtherTime.objects.filter(guide=self.guide, period__endswith__gt=timezone.now())
        zone = timezone.get_default_timezone()
        return [(one, clashes.hours(one.period, zone)) for one in rows.order_by("period", "pk")]

    @cached_property
    def weekly(self):
        return list(self.guide.weekly_hours.all())

    @cached_property
    def form(self):
        return self.busy_form or BusyForm(guide=self.guide)

    @property
    def led_then(self):
        """What they lead in the hours in which they say that they are busy."""
        return [Line(self, one, None) for one in self.form.led]

    @cached_property
    def year(self):
        asked = self.request.GET.get("year", "")
        today = timezone.localdate().year
        return int(asked) if asked in (str(today), str(today - 1)) else today

    @property
    def years(self):
        """(year, address) of this year and the last."""
        today = timezone.localdate().year
        return [(one, f"{self.url(year=one)}#hours") for one in (today, today - 1)]

    @property
    def note_url(self):
        return f"{self.url(year=self.year)}#hours"

    @cached_property
    def led(self):
        """What they led in the year, with what each tour comes to."""
        span = periods.days(date(self.year, 1, 1), date(self.year, 12, 31), periods.here())
        rows = Tour.objects.standing().filter(guide=self.guide)
        return led(rows.filter(appointment__period__overlap=span))

    @property
    def led_lines(self):
        routes = Route.objects.in_bulk({one.route for one in self.led})
        return [(one, routes[one.route]) for one in self.led]

    @property
    def total(self):
        return sum((one.amount for one in self.led), Decimal(0))

    @property
    def notes(self):
        return self.guide.hours_notes.filter(year=self.year, done_on=None)

    @property
    def note_form(self):
        return self.sent_note or NoteForm()

    @property
    def feed_url(self):
        return self.request.build_absolute_uri(self.url(show="calendar"))


@dataclass
class Line:
    """One tour as the guide meets it."""

    reader: GuideReader
    tour: Tour
    question: Ask | None

    @property
    def when(self):
        one = self.tour.appointment
        return clashes.hours(one.period, one.zone)

    @property
    def day(self):
        return self.tour.appointment.days[0]

    @property
    def meeting_point(self):
        return self.tour.route.meeting_point or str(self.tour.route.place)

    @property
    def language(self):
        return self.reader.known.get(self.tour.language, self.tour.language)

    @property
    def guests(self):
        return self.tour.booking.visit.guests

    @property
    def is_told(self):
        """Whether it still says whom they meet."""
        return self.tour.appointment.period.upper + TOLD_FOR > timezone.now()

    @property
    def is_over(self):
        return self.tour.appointment.period.upper <= timezone.now()

    @property
    def was_moved(self):
        return self.question is not None and self.question.was_moved

    @property
    def was(self):
        return clashes.hours(self.question.asked_for, self.tour.appointment.zone)

    @property
    def stops(self):
        """[(hour, place)] of the stops, where there are several."""
        found = stations(self.tour)
        zone = self.tour.appointment.zone
        if len(found) < 2:
            return []
        return [(one.span.lower.astimezone(zone), one.stop.place) for one in found]

    @property
    def form(self):
        key, form = self.reader.sent
        if self.question and key == self.question.pk:
            return form
        return SayForm(auto_id=say_ids(self.question))

    @property
    def seen(self):
        return hours_token(self.tour)


def page(request, link, guide):
    """The page of a valid link, for what was sent or the calendar that is asked for."""
    reader = GuideReader(request, link, guide)
    if request.method != "POST":
        return SHOWN.get(request.GET.get("show"), main)(reader)
    match request.POST.get("do", ""):
        case "yes" | "no" as said:
            return answer(reader, accepts=said == "yes")
        case "busy":
            return note_busy(reader)
        case "free":
            return take_off_busy(reader)
        case "hours":
            return correct_hours(reader)
    return told(reader, _("Press one of the buttons of the page."))


def main(reader, **context):
    done = DONE.get(reader.request.GET.get("done"))
    context = {
        "guest": reader,
        "link": reader.link,
        "canonical_url": "",
        "done": done,
        **context,
    }
    return render(reader.request, "tours/guide_page.html", context)


def told(reader, words):
    """The page with words above everything, where something could not be done."""
    return main(reader, told=words, told_kind="warning")


def answer(reader, *, accepts):
    lines = [*reader.questions, *reader.tours]
    key = reader.request.POST.get("question", "")
    line = next((one for one in lines if one.question and str(one.question.pk) == key), None)
    if line is None:
        return told(reader, _("You are not needed for this tour any more. Thank you."))
    if reader.request.POST.get("seen") != line.seen:
        words = _("It was moved in the meantime. Look at the new hours, and answer once more.")
        return told(reader, words)
    form = SayForm(
        reader.request.POST,
        needs_words=is_withdrawal(line, accepts),
        auto_id=say_ids(line.question),
    )
    if not form.is_valid():
        reader.sent = (line.question.pk, form)
        return main(reader)
    try:
        actions.answer(question=line.question, accepts=accepts, words=form.cleaned_data["words"])
    except actions.Refused as error:
        anew = GuideReader(reader.request, reader.link, reader.guide)
        return told(anew, " ".join(error.messages))
    return redirect(f"{reader.url(done='answered')}#told")


def say_ids(question):
    """The ids of the fields about one tour: of several each label has its own field."""
    return f"id_{question.pk}_%s" if question else False


def is_withdrawal(line, accepts):
    return not accepts and line.question.answer == Ask.Answer.ACCEPTED


def note_busy(reader):
    form = BusyForm(reader.request.POST, guide=reader.guide)
    if form.is_valid():
        try:
            actions.note_busy(guide=reader.guide, period=form.period, cannot=form.cannot)
        except ValidationError as error:
            form.add_error("when", error)
        else:
            done = "cannot" if form.cannot else "busy"
            return redirect(f"{reader.url(done=done)}#told")
    reader.busy_form = form
    return main(reader)


def take_off_busy(reader):
    key = reader.request.POST.get("time", "")
    row = next((one for one, _words in reader.busy if str(one.pk) == key), None)
    if row is not None:
        row.delete()
    return redirect(f"{reader.url(done='gone')}#times")


def correct_hours(reader):
    form = NoteForm(reader.request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        actions.correct_hours(guide=reader.guide, year=reader.year, words=words)
        return redirect(f"{reader.url(done='hours', year=reader.year)}#told")
    reader.sent_note = form
    return main(reader)


def calendar(reader):
    """All they lead, as calendar programs read it; guests are not named."""
    entries = [entry(line, reader) for line in reader.tours]
    content = ics.calendar(_("Tours of %(guide)s") % {"guide": reader.guide}, entries)
    return HttpResponse(content, content_type=ics.MEDIA_TYPE)


def day_sheet(reader):
    """One day on one paper, which stays on the telephone and is read without a network."""
    asked = reader.request.GET.get("day", "")
    lines = [line for line in reader.tours if line.day.isoformat() == asked and line.is_told]
    if not lines:
        return told(reader, _("You lead nobody on this day."))
    report = Report(
        _("Tours of %(guide)s") % {"guide": reader.guide},
        date_format(lines[0].day, "DATE_FORMAT"),
        sections=[Section(f"{line.when} – {line.tour.route}", facts=facts(line)) for line in lines],
        is_demo=reader.guide.is_demo,
    )
    return answer_paper(pdf.of_report(report, language=get_language()).content, f"tours-{asked}")


def facts(line):
    booking = line.tour.booking
    stops = [f"{time_format(at, 'TIME_FORMAT')} {place}" for at, place in line.stops]
    contact = " ".join(filter(None, [booking.contact_name, booking.contact_telephone]))
    said = [
        (_("Guests"), line.guests),
        (_("People"), str(line.tour.size)),
        (_("Language"), line.language),
        (_("Meeting point"), line.meeting_point),
        (_("Access needs"), booking.needs),
        (_("Contact for the day"), contact),
        (_("Stops"), ", ".join(stops)),
        (_("Note of the office"), booking.note),
    ]
    return [(label, words) for label, words in said if words]


def entry(line, reader):
    url = reader.request.build_absolute_uri(reader.request.path)
    made = ics.busy(line.tour.appointment, uid=line.tour.appointment.uid)
    made["summary"] = f"{line.tour.route} ({line.language})"
    made.add("location", line.meeting_point)
    made.add("url", url)
    return made


SHOWN = {"calendar": calendar, "day": day_sheet}
