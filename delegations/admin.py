"""The admin classes of visits, which register themselves."""

from delegations.backoffice import received, tables, visits  # noqa: F401 (register themselves)
