"""Numbers, sizes, coordinates and zones as the reader's language writes them."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from office import numbers, zones


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", ["20.000", "869 byte", "1,5 MB", "25 MB", "34,03° N, 5,00° O"]),
        ("en", ["20,000", "869 bytes", "1.5 MB", "25 MB", "34.03° N, 5.00° W"]),
        ("fr", ["20\u202f000", "869\xa0octets", "1,5\u202fMo", "25\u202fMo", "34,03° N, 5,00° O"]),
        ("de", ["20.000", "869 Byte", "1,5 MB", "25 MB", "34,03° N, 5,00° W"]),
        ("es", ["20.000", "869 bytes", "1,5 MB", "25 MB", "34,03° N, 5,00° O"]),
    ],
)
def test_figures_are_written_as_the_reader_writes_them(language, said):
    with translation.override(language):
        shown = [
            numbers.number(20_000),
            *(numbers.file_size(size) for size in (869, 3 * 512 * 1024, 25 * 1024**2)),
            numbers.degrees(34.0331, -5.0003),
        ]

    assert shown == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Tokyo", "Ora del Giappone (adesso 8 ore avanti rispetto a noi)"),
        ("Asia/Kolkata", "Ora India (adesso 4,5 ore avanti rispetto a noi)"),
        ("America/New_York", "Ora orientale USA (adesso 6 ore indietro rispetto a noi)"),
        ("Europe/Paris", "Ora dell’Europa centrale (la stessa ora di qui)"),
    ],
)
def test_a_zone_is_called_as_people_call_it_with_its_distance_from_ours(monkeypatch, zone, said):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))

    with translation.override("it"):
        assert zones.in_words(zone) == said
