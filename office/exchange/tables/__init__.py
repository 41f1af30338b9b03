"""Tables as people send and want them, in one simple shape."""

from office.exchange.tables.reading import READERS, Table, TableRow, Unreadable, read
from office.exchange.tables.writing import CONTENT_TYPES, FORMATS, inert, write

__all__ = [
    "CONTENT_TYPES",
    "FORMATS",
    "READERS",
    "Table",
    "TableRow",
    "Unreadable",
    "inert",
    "read",
    "write",
]
