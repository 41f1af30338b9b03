"""What a page says to machines in the words of schema.org (JSON-LD)."""

import json

from django.utils.safestring import mark_safe

CONTEXT = "https://schema.org"
# What would end the <script> or begin another tag inside it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(data):
    """
    The data as a <script> of the page, without what is empty.

    It is a block of data, never run, so the content policy asks for no nonce and the page
    may be cached.
    """
    text = json.dumps(without_gaps({"@context": CONTEXT} | data), ensure_ascii=False)
    safe = text.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 (escaped)


def without_gaps(data):
    """The same without empty values, at every depth; what is of a kind and no more is empty."""
    if isinstance(data, dict):
        full = {key: without_gaps(value) for key, value in data.items()}
        full = {key: value for key, value in full.items() if value not in (None, "", [], {})}
        return {} if set(full) == {"@type"} else full
    if isinstance(data, list | tuple):
        return [without_gaps(value) for value in data]
    return data


def organization(office, site_url):
    """The municipality whose office this is."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{site_url}/#office",
        "name": office.name,
        "url": office.website or f"{site_url}/",
        "logo": f"{site_url}{office.coat_of_arms.url}" if office.coat_of_arms else "",
        "address": office.address,
        "email": office.email,
        "telephone": office.telephone,
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": office.parent_body,
            "url": office.parent_body_url,
        },
        "department": {"@type": "GovernmentOrganization", "name": office.department},
    }


def website(office, site_url, language):
    return {
        "@type": "WebSite",
        "@id": f"{site_url}/#site",
        "name": office.department or office.name,
        "url": f"{site_url}/",
        "inLanguage": language,
        "publisher": {"@id": f"{site_url}/#office"},
    }


def breadcrumbs(steps):
    """The way to a page; `steps` are (name, full address) from the home page to the page."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
