"""Whose data the office needs because they speak for a network."""

from networks.models import MembershipContact


def speak(_day):
    return MembershipContact.objects.filter(person__isnull=False).order_by().values("person")
