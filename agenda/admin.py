from agenda.backoffice import settings  # noqa: F401
