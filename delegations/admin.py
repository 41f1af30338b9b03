"""The admin classes of visits, which register themselves."""

from delegations.backoffice import (  # noqa: F401 (register themselves)
    expenses,
    gifts,
    honours,
    items,
    missions,
    precedence_tables,
    received,
    tables,
    visits,
)
