"""What changes several records of the directory at once: all of it, or nothing."""

from directory.actions.documents import (
    SAME_CONTENT,
    add_version,
    attach,
    attach_file,
    sweep_documents,
)
from directory.actions.people import CannotMerge, locked, merge_people, merged_fields

__all__ = [
    "SAME_CONTENT",
    "CannotMerge",
    "add_version",
    "attach",
    "attach_file",
    "locked",
    "merge_people",
    "merged_fields",
    "sweep_documents",
]
