"""Who comes, as a paper: names as they are written and said, travel and hotels."""

from collections import Counter

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delegations.days import days_of
from delegations.models import Leg, Member, Stay
from office import tongues
from office.papers.report import Report, Section, Table, Text


def report(visit, user):
    """What the user may see of it; what somebody eats or needs stands in no paper."""
    rows = Member.objects.visible_to(user).filter(visit=visit)
    members = list(rows.select_related("person", "arrives_by", "leaves_by", "stay").in_order())
    legs = list(Leg.objects.visible_to(user).filter(visit=visit))
    stays = list(Stay.objects.visible_to(user).filter(visit=visit))
    sections = [of_members(members)]
    sections += [of_legs(legs, members)] if legs else []
    sections += [of_stays(stays, members)] if stays else []
    return Report(
        title=_("Members of the delegation"),
        subtitle=" · ".join(filter(None, [visit.guests, days_of(visit)])),
        sections=sections,
        is_demo=visit.is_demo,
        landscape=True,
    )


def of_members(members):
    header = [
        _("Name"),
        _("In its own script"),
        _("How to say it"),
        _("Office held"),
        _("Languages"),
        _("Arrives by"),
        _("Leaves by"),
        _("Hotel"),
        _("Photographs"),
        _("Badge"),
    ]
    names = tongues.names()
    cells = [row_of(one, names) for one in members]
    if not cells:
        return Section(_("Members"), paragraphs=[_("No list yet.")])
    return Section(_("Members"), table=Table(header, cells))


def row_of(member, names):
    own, language = member.own
    name = member.name
    return [
        _("%(name)s (head of the delegation)") % {"name": name} if member.is_head else name,
        Text(own, language) if own else "",
        member.pronunciation,
        member.office,
        ", ".join(names.get(code, code) for code in member.languages),
        str(member.arrives_by or ""),
        str(member.leaves_by or ""),
        str(member.stay or ""),
        str(member.get_photo_consent_display()),
        member.badge_number,
    ]


def of_legs(legs, members):
    header = [
        capfirst(_("arrival or departure")),
        _("When"),
        _("Flight, train or vehicle"),
        _("Airport or station"),
        _("Who meets or brings them"),
        _("People"),
    ]
    counted = Counter(key for one in members for key in (one.arrives_by_id, one.leaves_by_id))
    cells = [
        [
            capfirst(leg.get_direction_display()),
            date_format(timezone.localtime(leg.at), "SHORT_DATETIME_FORMAT"),
            leg.number,
            leg.station,
            leg.met_by,
            counted[leg.pk],
        ]
        for leg in legs
    ]
    return Section(_("Arrivals and departures"), table=Table(header, cells))


def of_stays(stays, members):
    counted = Counter(one.stay_id for one in members)
    ends = [capfirst(pgettext("at a hotel", end)) for end in ("from", "until")]
    header = [_("Hotel"), _("Address"), _("Telephone"), *ends, _("People")]
    cells = [
        [
            stay.hotel,
            stay.address,
            stay.telephone,
            day(stay.arrives_on),
            day(stay.leaves_on),
            counted[stay.pk],
        ]
        for stay in stays
    ]
    return Section(_("Hotels"), table=Table(header, cells))


def day(one):
    return date_format(one, "SHORT_DATE_FORMAT") if one else ""
