"""A network in the words of schema.org."""

from urllib.parse import urljoin

from office.languages import texts_of


def network_data(sheet, url):
    """The network for machines that read the page at this address; ourselves if we are in it."""
    network = sheet.network
    names = texts_of(network, "name")
    others = {*names, network.acronym} - {network.name, "", None}
    return {
        "@type": "Organization",
        "@id": f"{url}#network",
        "name": network.name,
        "alternateName": sorted(others),
        "description": network.mission,
        "foundingDate": network.founded_on.isoformat() if network.founded_on else "",
        "sameAs": network.website,
        "member": {"@id": urljoin(url, "/#office")} if sheet.standing == "member" else {},
        "mainEntityOfPage": url,
    }
