"""A city, and an act, in the words of schema.org."""

from office.languages import texts_of


def city_data(city, url):
    """The city for machines that read the page at this address."""
    names = texts_of(city, "name")
    others = {*names, city.own_name} - {city.name, "", None}
    return {
        "@type": "City",
        "@id": f"{url}#city",
        "name": city.name,
        "alternateName": sorted(others),
        "geo": place(city),
        "sameAs": city.website,
        "containedInPlace": {"@type": "Country", "name": city.country.name},
        "mainEntityOfPage": url,
    }


def place(city):
    if city.latitude is None:
        return {}
    return {
        "@type": "GeoCoordinates",
        "latitude": float(city.latitude),
        "longitude": float(city.longitude),
    }


def act_data(act, url):
    """The act for machines that read the page at this address."""
    return {
        "@type": "Legislation",
        "@id": f"{url}#act",
        "name": str(act),
        "description": act.subject,
        "legislationIdentifier": act.number,
        "legislationType": str(act.get_kind_display()),
        "legislationDate": act.adopted_on and act.adopted_on.isoformat(),
        "datePublished": act.published_on and act.published_on.isoformat(),
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": act.body.name},
        "sameAs": act.url,
        "mainEntityOfPage": url,
    }
