"""Whether what outside calendars say can still be relied on."""

from datetime import timedelta

OLD = timedelta(hours=24)


def stale(calendars, now):
    """Those of the calendars in use that were not read for a day, or never."""
    return [
        calendar
        for calendar in calendars
        if calendar.is_active and (calendar.read_at is None or now - calendar.read_at > OLD)
    ]
