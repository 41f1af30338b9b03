"""The back-office of visits: each page has a module of its own."""

from delegations.backoffice import received, tables, visits  # noqa: F401 (register themselves)
