"""The private link of a visit: the focal point's page, without an account."""

from contextlib import suppress
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from delegations.models import Visit, VisitSettings
from office import links, outbox
from office.languages import original_language
from office.links import Purpose
from office.models import LinkUse

VISIT = "visit"
# What is done on the page -> what it is called among the uses of its link.
USE_OF = {
    "write": "message",
    "correct": "correction",
    "withdraw": "withdrawal",
    "add": "members",
    "save-member": "members",
    "remove-member": "members",
    "save-table": "members",
    "save-good": "members",
    "save-travel": "travel",
    "send-code": "code",
    "code": "code",
}


class VisitPage(Purpose):
    """State, messages, members and papers of a visit, for its focal point."""

    label = gettext_lazy("Private page of the visit")
    days = 365
    uses = {
        "message": gettext_lazy("message sent"),
        "correction": gettext_lazy("correction sent"),
        "withdrawal": gettext_lazy("request withdrawn"),
        "members": gettext_lazy("list of members changed"),
        "travel": gettext_lazy("arrival or departure changed"),
        "code": gettext_lazy("code asked for or typed"),
    }

    @property
    def model(self):
        return Visit

    def may_make(self, user, record):
        return user.has_perm("delegations.change_visit")

    @property
    def lost_url(self):
        return reverse("delegations:lost_link")

    def language_for(self, record):
        return record.contact_language or original_language()

    def last_day(self, link):
        """
        Some days after departure, or after the link was made where that is later: the thanks
        that go out five weeks later lead somewhere. Without known days as the link itself says.
        """
        visit = link.target
        if visit is None or visit.last_day is None:
            return None
        begins = max(visit.last_day, timezone.localdate(link.made_at))
        return begins + timedelta(days=VisitSettings.objects.current().link_days)

    def use_of(self, request, link):
        # What is too large to be read was sent all the same.
        with suppress(SuspiciousOperation):
            return USE_OF.get(request.POST.get("do"), LinkUse.SENT)
        return LinkUse.SENT

    def answer(self, request, link):
        from delegations.guest_pages import page

        return page(request, link)


visit_page = VisitPage()


def give(visit, *, by=None):
    """The valid link of the visit's focal point; None where no e-mail address is known."""
    if not visit.contact_email:
        return None
    return links.give(
        VISIT,
        visit,
        name=visit.contact_name or visit.guests,
        email=visit.contact_email,
        language=visit.contact_language,
        by=by,
    )


def end_those_of(visit, email):
    """End the links that went to that address, whatever day they name."""
    rows = links.Link.objects.about(visit, VISIT).filter(reader_email__iexact=email)
    for link in rows.filter(revoked_at=None):
        link.revoke()


@transaction.atomic
def send_again(email):
    """
    Mail the private address of the latest visit of that focal point, at most once an hour.

    All their requests are behind it. Returns the mail; None where the address is not known, the
    time of all its visits is past, or the office has ended its links.
    """
    from delegations.letters import reader_of

    visit = with_a_page(email).in_order().first()
    if visit is None:
        return None
    link = give(visit)
    hour = timezone.now().strftime("%Y-%m-%d %H")
    return outbox.queue(
        "visit_lost_link",
        to=reader_of(visit),
        about=visit,
        link=link,
        once=f"lost link {link.pk} {hour}",
    )


def with_a_page(email):
    """
    The visits of that focal point whose private page may be mailed again.

    Not where the office ended the focal point's link; without known days for as long after the
    request as a link is valid, so that asking again does not go on for ever.
    """
    since = timezone.localdate() - timedelta(days=VisitSettings.objects.current().link_days)
    asked_since = timezone.now() - timedelta(days=VisitPage.days)
    newest = links.Link.objects.filter(
        content_type=ContentType.objects.get_for_model(Visit),
        object_id=OuterRef("pk"),
        purpose=VISIT,
        reader_email__iexact=email.strip(),
    ).order_by("-pk")
    visits = Visit.objects.asked_by(email).alias(ended_at=Subquery(newest.values("revoked_at")[:1]))
    recent = Q(last_day=None, received_at__gte=asked_since) | Q(last_day__gte=since)
    return visits.filter(recent, ended_at=None)
