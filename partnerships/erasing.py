"""Whose data are kept because they signed for a city."""

from django.utils.translation import gettext as _

from partnerships.models import Signatory


def signed(_day):
    """Whoever signed a pact acted in public office: that stays."""
    return Signatory.objects.order_by().values("person")


def of_person(person):
    """Whoever signed a pact is kept: the names of signatories are the pact's."""
    if not Signatory.objects.filter(person=person).exists():
        return {}
    return {"refusals": [_("They signed a pact: the names of signatories are part of it.")]}
