"""Whether what an outside calendar says is still to be relied on."""

from datetime import timedelta

AFTER = timedelta(hours=24)


def stale(calendars, now):
    """Those in use that were not read for a day, or never."""
    return [
        one
        for one in calendars
        if one.is_active and (one.read_at is None or now - one.read_at > AFTER)
    ]
