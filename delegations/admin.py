"""The admin classes of visits, which register themselves."""

from delegations.backoffice import (  # noqa: F401 (register themselves)
    items,
    missions,
    received,
    tables,
    visits,
)
