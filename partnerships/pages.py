"""What this room shows on the pages of others."""

from django.utils import timezone

from directory.pages import Section, with_sources
from partnerships.models import Agreement


def agreements_of(city):
    """What binds us to the city: each agreement, with what every source says of its dates."""
    agreements = (
        Agreement.objects.public()
        .filter(city=city)
        .select_related("bond_type")
        .prefetch_related(with_sources())
        .in_order()
    )
    today = timezone.localdate()
    for agreement in agreements:
        agreement.anniversary = agreement.next_anniversary(today)
    context = {"agreements": agreements}
    return Section("partnerships/_agreements.html", context, records=agreements)
