"""The back-office of the calendar: each page has a module of its own."""

from agenda.backoffice import appointments, closures  # noqa: F401  (they register themselves)
