"""Whether we are in a network, in one sentence, on a given day."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from networks.models import Membership, Network


class Standing(models.TextChoices):
    """The states that readers are told: those that are kept, and the suspension that is dated."""

    MEMBER = "member", gettext_lazy("member")
    SUSPENDED = "suspended", pgettext_lazy("a membership", "suspended")
    LEFT = "left", pgettext_lazy("a network", "left")
    NOT_CONFIRMED = "not_confirmed", gettext_lazy("not confirmed: known only through hosting")
    NOT_DOCUMENTED = "not_documented", gettext_lazy("not documented")


def standing(membership, day):
    """
    The Standing on the day, of a membership with its suspensions prefetched.

    A state that is not documented stays so: whoever suspended it did not say that it holds.
    """
    if membership.status == Membership.Status.MEMBER:
        return Standing.SUSPENDED if membership.suspension_on(day) else Standing.MEMBER
    return Standing(membership.status or "not_documented")


def sentence(membership, day):
    """The answer to "are we still in it?"; with the day of which the source speaks."""
    said = SENTENCES[standing(membership, day)](membership, day)
    if membership.status_on is None:
        return said
    known = _("State known on: %(date)s.") % {"date": membership.status_on}
    return f"{said} {known}"


def of_member(membership, _day):
    takes_part = membership.network.kind in Network.WITHOUT_MEMBERS
    if membership.joined_on is None:
        if takes_part:
            return _("Taking part; since when is not documented.")
        return _("Member; since when is not documented.")
    said = _("Taking part since %(date)s.") if takes_part else _("Member since %(date)s.")
    return said % {"date": membership.joined_on}


def of_suspended(membership, day):
    since = membership.suspension_on(day).since
    return _("Suspended since %(date)s: the membership rests and is not ended.") % {"date": since}


def of_left(membership, _day):
    if membership.left_on is None:
        return _("No longer a member; since when is not documented.")
    return _("No longer a member since %(date)s.") % {"date": membership.left_on}


def of_not_confirmed(_membership, _day):
    return _("Membership not confirmed; the sources tell only that the city was host or took part.")


def of_not_documented(membership, _day):
    if membership.joined_on is None:
        return _("Documented without a date; whether it holds today is not documented.")
    return _("Since %(date)s; whether it holds today is not documented.") % {
        "date": membership.joined_on
    }


SENTENCES = {
    Standing.MEMBER: of_member,
    Standing.SUSPENDED: of_suspended,
    Standing.LEFT: of_left,
    Standing.NOT_CONFIRMED: of_not_confirmed,
    Standing.NOT_DOCUMENTED: of_not_documented,
}
