"""A route in the words of schema.org."""

from urllib.parse import urljoin


def route_data(route, url):
    """The route for machines that read the page at this address."""
    return {
        "@type": "TouristTrip",
        "@id": f"{url}#route",
        "name": route.name,
        "description": route.description,
        "provider": {"@id": urljoin(url, "/#office")},
        "availableLanguage": route.languages,
        "mainEntityOfPage": url,
    }
