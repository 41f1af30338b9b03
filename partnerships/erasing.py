"""Whose data are kept because they signed for a city."""

from partnerships.models import Signatory


def signed(_day):
    """Whoever signed a pact acted in public office: that stays."""
    return Signatory.objects.order_by().values("person")
