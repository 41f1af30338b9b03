"""What this room shows on the pages of others."""

from django.utils import timezone

from directory.pages import Section, with_sources
from partnerships import maps
from partnerships.models import Agreement
from partnerships.regions import Region

# The steps of the drawing of an area.
WIDTH, HEIGHT = 1000, 750


def agreements_of(city):
    """What binds us to the city: each agreement, with what every source says of its dates."""
    agreements = (
        Agreement.objects.public()
        .filter(city=city)
        .select_related("bond_type")
        .prefetch_related("themes", with_sources())
        .in_order()
    )
    today = timezone.localdate()
    for agreement in agreements:
        agreement.anniversary = agreement.next_anniversary(today)
    context = {"agreements": agreements}
    return Section("partnerships/_agreements.html", context, records=agreements)


def place_of(city):
    """Where the city is in its part of the world; None while its coordinates are not known."""
    if city.latitude is None:
        return None
    region = Region.of(maps.area_of(city.latitude, city.longitude))
    across, down = region.share(city)
    context = {
        "city": city,
        "region": region,
        "drawing": f"vendor/map/{region.drawing}.svg",
        # As text, for a decimal comma is none in a drawing.
        "x": f"{across * WIDTH:.0f}",
        "y": f"{down * HEIGHT:.0f}",
        "side": "start" if across > 0.5 else "end",
    }
    return Section("partnerships/_locator.html", context)


def public_agreements(city):
    """The agreements whose documents stand on the city's page."""
    return Agreement.objects.public().filter(city=city)
