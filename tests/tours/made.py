"""Guides and tours for the tests of proposals, as plain data; whoever is made can lead all."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tours.proposal.facts import Guide, Tour, Work

ZONE = ZoneInfo("Europe/Rome")


def at(hour, minute=0, *, day=12, month=5):
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


def tour(key="t", start=10, *, hours=1, day=12, **fields):
    start = at(start, day=day) if isinstance(start, int) else start
    said = {"name": f"Tour {key}", "route": "old town", "language": "ja", "kind": "school"}
    return Tour(key=key, start=start, end=start + timedelta(hours=hours), **{**said, **fields})


def guide(key="g", **fields):
    said = {
        "name": key.title(),
        "languages": {"ja": "C1"},
        "routes": frozenset({"old town"}),
        "free": ((at(0, day=1), at(0, day=1, month=7)),),
        "zone": ZONE,
    }
    return Guide(key=key, **{**said, **fields})


def work(start=10, *, hours=1, day=12, **fields):
    return Work(at(start, day=day), at(start, day=day) + timedelta(hours=hours), **fields)
