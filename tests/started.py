"""
A process in which Django stands ready, from which others begin.

It is started for itself, without the threads of the tests: of a process that has some a child may
wait for ever for a lock that nobody holds any more.
"""

import multiprocessing
import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
if not settings.configured or not django.apps.apps.ready:
    django.setup()


def processes():
    """The context (multiprocessing) of processes that begin so."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context
