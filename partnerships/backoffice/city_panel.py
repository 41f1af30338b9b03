"""The pacts with a city, on its page of the back-office."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.backoffice.panels import Line, Panel
from office.backoffice.frame import record_url
from office.papers.report import text_of
from partnerships.models import Agreement


def pacts(city, user):
    """Each pact that the user may see, with its state and since when."""
    if not user.has_perm("partnerships.view_agreement"):
        return None
    agreements = Agreement.objects.visible_to(user).filter(city=city)
    actions = []
    if user.has_perm("partnerships.add_agreement"):
        query = urlencode({"city": city.pk})
        url = f"{reverse('admin:partnerships_agreement_propose')}?{query}"
        actions.append((_("Propose a pact"), url))
    return Panel(
        "pacts",
        _("Pacts"),
        [line_of(one) for one in agreements.select_related("bond_type").in_order()],
        empty=_("There is none."),
        actions=tuple(actions),
    )


def line_of(agreement):
    said = [agreement.get_status_display()]
    if agreement.signed_on:
        said.append(_("signed: %(day)s") % {"day": agreement.signed_on})
    name = text_of(agreement.bond_type, "name")
    return Line(name, record_url(agreement), ", ".join(said), agreement.is_demo)
