"""Of what the people of the office are told about tours."""

from django.utils.translation import gettext, gettext_lazy

from delegations.news import in_charge
from office import notices
from office.models import User
from office.notices import NoticeKind
from office.tongues import names
from tours.models import Ask, LanguageOffer

ASKS = "tours.ask_guides"


class Answered(NoticeKind):
    """A guide answered on their page, withdrew, or let the time pass."""

    label = gettext_lazy("Answer of a guide")

    def text(self, notice):
        words = gettext("%(tour)s: %(who)s – %(what)s.")
        if notice.extra["words"]:
            words = gettext("%(tour)s: %(who)s – %(what)s: %(words)s")
        told = notice.extra | {"what": Ask.Answer(notice.extra["what"]).label}
        return words % {"tour": notice.record, **told}


answered = Answered()


def tell(tour, question):
    """Whoever asks guides, and whoever is in charge of the visit, hears of each answer once."""
    users = {*User.objects.who_may(ASKS), *in_charge(tour.booking.visit)}
    notices.tell(
        "tour answer",
        users=sorted(users, key=lambda user: user.pk),
        about=tour,
        key=f"{question.pk}:{question.version}",
        who=str(question.guide),
        what=question.answer,
        words=question.words,
    )


class Replied(NoticeKind):
    """The guests said on their page whether another language will do."""

    label = gettext_lazy("Answer of guests about a language")

    def text(self, notice):
        words = gettext("%(visit)s, instead of %(language)s: %(what)s.")
        if notice.extra["words"]:
            words = gettext("%(visit)s, instead of %(language)s: %(what)s (%(words)s)")
        told = {"visit": notice.record, **notice.extra}
        told["what"] = LanguageOffer.Answer(notice.extra["what"]).label
        told["language"] = names().get(notice.extra["language"], notice.extra["language"])
        return words % told


replied = Replied()


def tell_of_reply(visit, offer):
    users = {*User.objects.who_may(ASKS), *in_charge(visit)}
    notices.tell(
        "tour language",
        users=sorted(users, key=lambda user: user.pk),
        about=visit,
        key=f"{offer.pk}:{offer.version}",
        language=offer.language,
        what=offer.answer,
        words=offer.words,
    )


class Corrected(NoticeKind):
    """A guide said on their page that their hours or fees are not right."""

    label = gettext_lazy("Correction of a guide’s hours")

    def text(self, notice):
        told = {"guide": notice.record, **notice.extra}
        return gettext("%(guide)s, %(year)s: the hours or the fee are not right.") % told


corrected = Corrected()


def tell_of_correction(note):
    notices.tell(
        "guide hours",
        users=User.objects.who_may(ASKS),
        about=note.guide,
        key=str(note.pk),
        year=note.year,
    )
