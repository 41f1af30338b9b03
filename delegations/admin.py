"""The admin classes of visits, which register themselves."""

from delegations.backoffice import (  # noqa: F401 (register themselves)
    informing,
    items,
    letter_admin,
    memory,
    promises,
    received,
    tables,
    task_admin,
    visits,
)
