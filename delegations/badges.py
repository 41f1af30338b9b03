"""Badges of the members: the name in Latin letters and as they write it, and the way to them."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations.models import Member
from office.papers import qr
from office.papers.pdf import pdf, words_of
from office.papers.report import Text, text_of


def badges(visit, user, *, absolute):
    """
    A Paper with the badge of every member but those who do not come; None where there is none.

    `absolute` makes a whole address of a path: the code leads to the member on the board of the
    day, which opens to who may see the visit and to nobody else.
    """
    rows = Member.objects.visible_to(user).filter(visit=visit).select_related("person").in_order()
    rows = [one for one in rows if one.attendance != Member.Attendance.ABSENT]
    if not rows:
        return None
    language = get_language()
    delegation = words_of(of_delegation(visit), language)
    content = {"badges": [badge_of(one, delegation, language, absolute) for one in rows]}
    title = _("Badges: %(guests)s") % {"guests": visit.guests}
    return pdf("badges.typ", content, language=language, title=title, is_demo=visit.is_demo)


def of_delegation(visit):
    """“Municipality of Kyoto, Kyoto, Japan”, each once."""
    country = visit.from_country
    found = [visit.guests]
    if country:
        found.append(text_of(country, "name"))
    told = []
    for one in found:
        told += [", ", one] if told else [one]
    return told


def badge_of(member, delegation, language, absolute):
    own, own_language = member.own
    url = f"{reverse('admin:day_board')}?member={member.pk}"
    return {
        "name": words_of(member.on_badge, language),
        "length": len(member.on_badge),
        "own": words_of(Text(own, own_language) if own else "", language),
        "office": words_of(capfirst(member.office), language),
        "number": member.badge_number,
        "delegation": delegation,
        "code": qr.svg(absolute(url)),
        "alt": _("Code that leads to %(who)s on the board of the day") % {"who": member.name},
    }
