"""What speaks against tours, on pages that show beside it who leads them."""

from django.utils import timezone

from agenda.findings import findings_of


def against(tours, user):
    """{key of a tour: its findings} of those to come, read at once for all of them."""
    now = timezone.now()
    ahead = [one for one in tours if one.appointment.period.upper > now]
    found = findings_of([one.appointment for one in ahead], user)
    return {one.pk: besides_guide(each) for one, each in zip(ahead, found, strict=True)}


def besides_guide(findings):
    """Without the one that nobody leads it, which such a page is about."""
    return [one for one in findings if one.kind != "no_guide"]
