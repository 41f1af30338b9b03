"""The mails to guides: who is asked, who is told, in the language of each."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import clashes
from delegations.letters import CLOSING, GREETING, VisitMail
from delegations.letters import FIELDS as VISIT_FIELDS
from directory.models import ContactDetail
from office.languages import original_language
from office.outbox import MailKind, Reader, kinds
from office.tongues import names

FIELDS = {
    "when": gettext_lazy("day and hours"),
    "route": gettext_lazy("the route"),
    "meeting_point": gettext_lazy("where the guide waits"),
    "people": gettext_lazy("how many people"),
    "language": gettext_lazy("the language of the tour"),
    "answer_by": gettext_lazy("until when an answer is waited for"),
    "was": gettext_lazy("day and hours as they were"),
}
ABOUT = gettext_lazy(
    "{{ when }}\n{{ route }}, in {{ language }}, for {{ people }}\n{{ meeting_point }}"
)
PAGE = gettext_lazy(
    "Your page, on which you answer and see all your tours:\n{{ private_link }}\n"
    "Please keep this address to yourself: whoever has it can act for you."
)


class GuideMail(MailKind):
    """A mail to a guide about one tour; of the guests it says how many, and no more."""

    fields = FIELDS

    def __init__(self, label, subject, body):
        self.label, self.subject, self.body = label, subject, body

    @property
    def text(self):
        return "\n\n".join(str(part) for part in (GREETING, self.body, ABOUT, PAGE, CLOSING))

    def values(self, record, *, tour, question, was=None):
        one = tour.appointment
        until = question.answer_by
        return {
            "when": clashes.hours(one.period, one.zone),
            "route": str(tour.route),
            "meeting_point": tour.route.meeting_point or str(one.place or ""),
            "people": people(tour.size),
            "language": names().get(tour.language, tour.language),
            "answer_by": date_format(until.astimezone(one.zone), "DATETIME_FORMAT")
            if until
            else "",
            "was": clashes.hours(was, one.zone) if was else "",
        }

    def example(self):
        return {
            "when": _("12 May 2027, 09:00–10:15"),
            "route": _("Tower of Exampleville"),
            "meeting_point": _("At the fountain in the courtyard"),
            "people": people(12),
            "language": names()["ja"],
            "answer_by": _("10 May 2027, 12:00"),
            "was": _("12 May 2027, 08:00–09:15"),
        }


class OfferMail(VisitMail):
    """To the focal point: nobody can guide them in their language; whether another will do."""

    label = gettext_lazy("Tour: another language")
    fields = VISIT_FIELDS | {
        "language": gettext_lazy("the language that nobody can guide in"),
        "offered": gettext_lazy("the language that is offered"),
        "route": gettext_lazy("the route"),
    }
    subject = gettext_lazy("Your guided tour in {{ language }}: a question")

    @property
    def text(self):
        body = gettext_lazy(
            "We have nobody who can guide you in {{ language }} that day ({{ route }}). We could "
            "offer you {{ offered }} instead. Please tell us on your private page whether that "
            "will do:\n{{ private_link }}"
        )
        return "\n\n".join(str(part) for part in (GREETING, body, CLOSING))

    def values(self, record, *, offer, **extra):
        offered = names().get(offer.offered, offer.offered)
        if offer.with_interpreter:
            offered = _("%(language)s with an interpreter") % {"language": offered}
        told = {
            "language": names().get(offer.language, offer.language),
            "offered": offered,
            "route": str(offer.booking.route),
        }
        return super().values(record, **extra) | told

    def example(self):
        told = {"language": names()["ko"], "offered": names()["en"]}
        return super().example() | told | {"route": _("Tower of Exampleville")}


def people(count):
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def reader_of(guide):
    """The guide, at their first e-mail address, in the language in which one writes to them."""
    person = guide.person
    rows = ContactDetail.objects.filter(person=person, kind=ContactDetail.Kind.EMAIL)
    email = rows.order_by("pk").values_list("value", flat=True).first() or ""
    return Reader(str(person), email, person.language or original_language())


def without_address(guides):
    """The keys of those of the guides who have no e-mail address, and so are rung up."""
    rows = ContactDetail.objects.filter(kind=ContactDetail.Kind.EMAIL)
    people = rows.filter(person__guide__in=guides).values_list("person", flat=True)
    written_to = {*people} if guides else set()
    return {one.pk for one in guides if one.person_id not in written_to}


def hand_in():
    kinds.add("tour_language", OfferMail())
    kinds.add(
        "tour_ask",
        GuideMail(
            gettext_lazy("Tour: question to a guide"),
            gettext_lazy("Can you lead a tour? {{ when }}"),
            gettext_lazy(
                "Can you lead this tour? Please answer by {{ answer_by }}; after that we ask "
                "somebody else."
            ),
        ),
    )
    kinds.add(
        "tour_not_needed",
        GuideMail(
            gettext_lazy("Tour: not needed any more"),
            gettext_lazy("You are not needed for a tour: {{ when }}"),
            gettext_lazy("Another guide leads this tour. Thank you for your readiness."),
        ),
    )
    kinds.add(
        "tour_moved",
        GuideMail(
            gettext_lazy("Tour: moved"),
            gettext_lazy("A tour was moved: {{ when }}"),
            gettext_lazy(
                "This tour was to be at another time ({{ was }}). Please tell us on your page "
                "whether you can lead it at the new one."
            ),
        ),
    )
    kinds.add(
        "tour_off",
        GuideMail(
            gettext_lazy("Tour: does not take place"),
            gettext_lazy("A tour does not take place: {{ when }}"),
            gettext_lazy("This tour does not take place. Thank you for your readiness."),
        ),
    )
