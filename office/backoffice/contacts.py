"""How citizens reach the office, as the start page reminds of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.models import Office
from office.start_page import HOUSEKEEPING, Line


def without_email(user):
    """A line for those who can mend it, while citizens find no e-mail address of the office."""
    office = Office.objects.current()
    if office.pk is None or office.email or not user.has_perm("office.change_office"):
        return []
    url = reverse("admin:office_office_change", args=[office.pk])
    label = _("office without an e-mail address for citizens")
    return [Line(label, 1, url, HOUSEKEEPING)]
