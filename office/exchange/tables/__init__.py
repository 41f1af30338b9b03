"""Tables as people send and want them, in one simple shape."""

from office.exchange.tables.pasted import read_pasted
from office.exchange.tables.reading import READERS, Table, TableRow, Unreadable, read
from office.exchange.tables.writing import CONTENT_TYPES, FORMATS, write

__all__ = [
    "CONTENT_TYPES",
    "FORMATS",
    "READERS",
    "Table",
    "TableRow",
    "Unreadable",
    "read",
    "read_pasted",
    "write",
]
