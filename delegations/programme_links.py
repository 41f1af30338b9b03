"""The private link of whoever reads a programme without an account: hosts, drivers, porters."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from delegations.models import Recipient, VisitSettings
from office import links
from office.links import Purpose

PROGRAMME = "programme"


class ProgrammePage(Purpose):
    """Their print of the programme, and what they are asked."""

    label = gettext_lazy("Programme for one recipient")
    days = 365
    uses = {
        "answer": gettext_lazy("answered"),
    }

    @property
    def model(self):
        return Recipient

    def may_make(self, user, record):
        return user.has_perm("delegations.change_visit")

    def language_for(self, record):
        return record.language

    def last_day(self, link):
        """Some days after departure; without known days as the link itself says."""
        recipient = link.target
        if recipient is None or recipient.visit.last_day is None:
            return None
        return recipient.visit.last_day + timedelta(days=VisitSettings.objects.current().link_days)

    def use_of(self, request, link):
        return "answer"

    def answer(self, request, link):
        from delegations.programme_page import page

        return page(request, link)


programme_page = ProgrammePage()


def give(recipient, *, by=None):
    """The valid link of that recipient."""
    return links.give(
        PROGRAMME,
        recipient,
        name=recipient.name,
        email=recipient.email,
        language=recipient.language,
        by=by,
    )
