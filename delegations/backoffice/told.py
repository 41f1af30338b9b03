"""What whoever saved a request is told: nothing of it keeps the request from being saved."""

from django.contrib import messages
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations.backoffice.pages import page_of
from delegations.models import Visit
from delegations.triage import Card

# What one asks the caller for, in the order of the form.
WANTED = ("contact_email", "requester", "purpose", "first_day", "size", "head_rank")


def of_new(request, visit):
    """Its number, who is written to, what is missing, and what may be the same request."""
    messages.info(request, _("Its number is %(reference)s.") % {"reference": visit.reference})
    if visit.contact_email:
        said = _("The private link goes by mail to %(email)s, in this language: %(language)s.")
        told = {"email": visit.contact_email, "language": visit.get_contact_language_display()}
        messages.info(request, said % told)
    else:
        said = _("Nobody is written to, for want of an e-mail address: give out the private link.")
        messages.warning(request, said)
    of_what_is_missing(request, visit)
    of_twins(request, visit)


def of_what_is_missing(request, visit):
    missing = [name for name in WANTED if getattr(visit, name) in (None, "")]
    if missing and visit.is_to_decide:
        names = [str(Visit._meta.get_field(name).verbose_name) for name in missing]
        said = _("Not known yet: %(fields)s.") % {"fields": ", ".join(names)}
        messages.warning(request, said)
    if visit.is_to_decide and visit.first_day and visit.first_day < timezone.localdate():
        day = formats.date_format(visit.first_day, "DATE_FORMAT")
        messages.warning(request, _("The first day is past: %(day)s.") % {"day": day})


def of_twins(request, visit):
    """Other open requests that may be the same, taken by a colleague or sent by the guests."""
    twins = Card(visit, request.user).twins
    if twins:
        links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((page_of(one), capfirst(str(one))) for one in twins)
        )
        said = _("Perhaps the same request: {}")
        messages.warning(request, format_html(said, links))
