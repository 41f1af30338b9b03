"""Django's backend of PostgreSQL, which starts our own server when it is not there."""

from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base

from relint.localpg.server import Server, default_folder


@cache
def server():
    return Server(settings.LOCALPG_DIR or default_folder(settings.BASE_DIR))


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict, alias=DEFAULT_DB_ALIAS):
        # Into the settings themselves, because dbshell and pg_dump read the address there.
        settings_dict |= server().address
        super().__init__(settings_dict, alias)

    def get_new_connection(self, conn_params):
        server().hold()
        try:
            return super().get_new_connection(conn_params)
        except base.Database.OperationalError:
            server().start()
            return super().get_new_connection(conn_params)
