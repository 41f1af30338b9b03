"""
How long a report takes in each format, with 30 cities and with ten times as many:

    DEMONSTRATION=yes .venv/bin/python tools/benchmark_papers.py

Every report is another one, because typst remembers what it has set before. Fails when the PDF of
300 cities takes longer than the office would wait.
"""

import os
import resource
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relint.settings")

SIZES = (30, 300)
TIMES = 5
LONGEST = 3  # seconds for the PDF of the larger report


def main():
    from office.papers.served import FORMATS, content_of

    content_of(report(1, "first"), "pdf", "it")  # the typefaces are looked through once
    slowest = 0
    print(f"{'':6}" + "".join(f"{size:>6} cities" for size in SIZES) + "     ratio")
    for ending in FORMATS:
        times = [median(lambda r, e=ending: content_of(r, e, "it"), size) for size in SIZES]
        print(f"{ending:6}" + "".join(f"{one:11.3f} s" for one in times), end="")
        print(f"{times[1] / times[0]:10.1f}")
        slowest = times[1] if ending == "pdf" else slowest
    print(f"largest in memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    if slowest > LONGEST:
        sys.exit(f"The PDF took {slowest:.1f} s; at most {LONGEST} are borne.")


def median(make, size):
    return statistics.median(timed(make, report(size, number)) for number in range(TIMES))


def timed(make, made):
    start = time.perf_counter()
    make(made)
    return time.perf_counter() - start


def report(size, number):
    """A report like the yearly one: a table of all cities, then a part for each."""
    from office.papers.report import Report, Section, Table, Text

    name = Text("京都", "ja")
    rows = [
        [f"Città {n}", "28 settembre 1965", "Gemellaggio", f"Mostra {number} e scambio", 1000 + n]
        for n in range(size)
    ]
    parts = [
        Section(
            [f"Città {n}, relazione {number} (", name, ")"],
            paragraphs=[f"Nel {1990 + n % 30} la delegazione {number} ha visitato. " * 6],
            facts=[("Firmato", "28 settembre 1965"), ("Luogo", ["Palazzo, ", name])],
            note="Niente altro.",
            level=2,
        )
        for n in range(size)
    ]
    header = ["Città", "Firmato", "Legame", "Che cosa è successo", "Spesa"]
    table = Section("Tutti i patti", table=Table(header, rows, "In vigore", (4,)))
    return Report(f"Relazione {number}", "Anno 2025", ["Introduzione."], [table, *parts])


if __name__ == "__main__":
    django.setup()
    main()
