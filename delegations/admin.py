"""The admin classes of visits, which register themselves."""

from delegations.backoffice import (  # noqa: F401 (register themselves)
    expenses,
    gifts,
    honours,
    informing,
    items,
    letter_admin,
    minutes,
    missions,
    precedence_tables,
    promises,
    received,
    tables,
    task_admin,
    visits,
)
