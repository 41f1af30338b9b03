"""The back-office of tours: each page has a module of its own."""

from tours.backoffice import guides, routes, tours  # noqa: F401 (they register themselves)
