"""An event in the words of schema.org."""


def event_data(event, page):
    """The event for machines that read the page at the address `page`."""
    return {
        "@type": "Event",
        "@id": f"{page}#{event.slug}",
        "name": event.title,
        "startDate": event.starts_on.isoformat(),
        "endDate": event.ends_on.isoformat() if event.ends_on else "",
        "location": {"@type": "Place", "name": event.venue},
        "organizer": {"@type": "Organization", "name": event.organiser},
        "description": event.note,
        "url": f"{page}#{event.slug}",
    }
