"""The receipt of a request: what was asked, what happens next, and when."""

from copy import copy

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from delegations.days import written_day, written_days_of
from delegations.models import Criterion
from office.models import Office
from office.papers.report import Report, Section, Text, plain, text_of
from office.tongues import names


def report_of(visit):
    """The receipt in the active language; office.papers.served makes the PDF of it."""
    received = timezone.localtime(visit.received_at)
    said = _("%(office)s received this request for a visit on %(day)s at %(time)s.") % {
        "office": Office.objects.current().name,
        "day": formats.date_format(received, "DATE_FORMAT"),
        "time": formats.date_format(received, "TIME_FORMAT"),
    }
    return Report(
        _("Receipt of a request for a visit"),
        visit.reference,
        intro=[said],
        sections=[
            Section(_("What happens next"), paragraphs=what_happens_next(visit)),
            Section(_("Who asks"), facts=known(who_asks(visit))),
            Section(_("What for"), facts=known(what_for(visit))),
            Section(_("Who comes"), facts=known(who_comes(visit))),
        ],
        is_demo=visit.is_demo,
    )


def without_needs(visit):
    """The visit as it is handed on: special needs were given, and are not read back."""
    shown = copy(visit)
    if visit.needs:
        shown.needs = pgettext("special needs", "given")
    return shown


def short_notice(visit):
    """That the visit is asked for later than the rules of that day want; "" where it is not."""
    ahead = visit.days_of_notice
    if ahead is None:
        return ""
    received_on = timezone.localdate(visit.received_at)
    rule = Criterion.objects.of_that_day(Criterion.Kind.NOTICE, received_on)
    if rule is None or ahead >= rule.figure:
        return ""
    said = ngettext(
        "Visits are to be asked for at least %(days)d day before: yours needs an exception, and "
        "may not be possible.",
        "Visits are to be asked for at least %(days)d days before: yours needs an exception, and "
        "may not be possible.",
        rule.figure,
    )
    return said % {"days": rule.figure}


def what_happens_next(visit):
    """In plain words, for the page and for the paper."""
    late = short_notice(visit)
    return [
        *([late] if late else []),
        _("A person reads your request, and asks you where something is missing.")
        + " "
        + _("You will have an answer by %(day)s.") % {"day": written_day(visit.answer_by)},
        _("Until then nothing is promised: please make no bookings that cannot be changed."),
        _(
            "By mail you get the address of your private page: there you see how things stand, "
            "write to us, correct the request or withdraw it."
        ),
        _("Once the visit is accepted you enter there who comes."),
    ]


def known(facts):
    return [(label, said) for label, said in facts if plain(said)]


def who_asks(visit):
    country = text_of(visit.country, "name") if visit.country else ""
    return [
        (_("Who asks"), visit.get_requester_display() if visit.requester else ""),
        (_("Body or institution"), Text(visit.body_name)),
        (_("City"), Text(visit.city_name)),
        (_("Country"), country),
        (_("Name of the focal point"), Text(visit.contact_name)),
        (_("Office held"), Text(visit.contact_office)),
        (_("E-mail address"), Text(visit.contact_email)),
        (_("Telephone"), Text(visit.contact_telephone)),
    ]


def what_for(visit):
    others = [written_days_of(one) for one in visit.other_days.all()]
    return [
        (_("Purpose of the visit"), Text(visit.purpose)),
        (pgettext("of a visit", "Topic"), text_of(visit.theme, "name") if visit.theme else ""),
        (
            _("How you would like to be received"),
            text_of(visit.level_wanted, "name") if visit.level_wanted else "",
        ),
        (_("Days"), written_days_of(visit)),
        (_("Other possible days"), pgettext("between two of a list", "; ").join(others)),
        (_("Official letter"), letter_of(visit)),
    ]


def who_comes(visit):
    spoken = names()
    return [
        (_("How many people come"), visit.size or ""),
        (_("Head of the delegation"), Text(visit.head_name)),
        (_("Rank of the head"), visit.get_head_rank_display() if visit.head_rank else ""),
        (_("Languages"), ", ".join(spoken.get(code, code) for code in visit.languages)),
        (_("Special needs"), Text(visit.needs)),
    ]


def letter_of(visit):
    if visit.documents.exists():
        return pgettext("the official letter", "received")
    return pgettext("the official letter", "none sent")
