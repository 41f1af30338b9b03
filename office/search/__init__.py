"""
The search of everything: one index, which each app feeds for its own kinds of record.

    # <app>/search.py, imported by the ready() of <app>/apps.py
    search.register(search.Kind(Person, parts_of_person, rows={Telephone: "person"}))
"""

from office.search.index import passed_over, postponed, register
from office.search.kinds import Kind, Part, languages, read

__all__ = ["Kind", "Part", "languages", "passed_over", "postponed", "read", "register"]
