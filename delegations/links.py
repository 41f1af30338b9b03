"""The private link of a visit: the focal point's page, without an account."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from delegations.models import Visit, VisitSettings
from office import links
from office.languages import original_language
from office.links import Purpose

VISIT = "visit"


class VisitPage(Purpose):
    """State, messages, members and papers of a visit, for its focal point."""

    label = gettext_lazy("Private page of the visit")
    days = 365

    @property
    def model(self):
        return Visit

    def may_make(self, user, record):
        return user.has_perm("delegations.change_visit")

    def language_for(self, record):
        return record.contact_language or original_language()

    def last_day(self, link):
        """Some days after departure; without known days as long as the link itself says."""
        visit = link.target
        if visit is None or visit.last_day is None:
            return None
        return visit.last_day + timedelta(days=VisitSettings.objects.current().link_days)

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


def end_those_of_others(visit):
    """End the links that went to another address than the focal point's present one."""
    rows = links.Link.objects.about(visit, VISIT).exclude(reader_email__iexact=visit.contact_email)
    for link in rows.filter(revoked_at=None):
        link.revoke()
