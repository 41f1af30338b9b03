"""
The work that no request waits for.

A thread of the web process, with a connection of its own: an office imports a few times
a month, and what a thread does is lost with its process and nothing else, because all is
one transaction. Whoever looks sees that it no longer beats, and starts it again.
"""

import time
from threading import Thread

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation

from office.exchange import actions
from office.models import Import, Office

# So long the request waits after all: most imports are done by then.
PATIENCE = 1.5
STEPS = {
    Import.State.CHECKING: actions.check,
    Import.State.RUNNING: actions.run,
    Import.State.UNDOING: actions.undo,
}


def start(of):
    """Set the work going for which the turn was claimed, in the language of this request."""
    thread = Thread(target=work, args=[of.pk, translation.get_language()], daemon=True)
    thread.start()
    thread.join(PATIENCE)


def work(pk, language):
    beat = Beat(pk)
    Office.objects.forget()
    try:
        with translation.override(language):
            do(Import.objects.get(pk=pk), beat)
    finally:
        beat.connection.close()
        connections[DEFAULT_DB_ALIAS].close()


def do(of, progress):
    """The work itself; a fault of the program is logged and said, and nothing is saved."""
    try:
        STEPS[of.state](of, progress)
    except Exception as error:
        # Nobody stands above a thread who could be told otherwise.
        actions.fail(of, error)


class Beat:
    """
    Tells how far the work is, through a second connection.

    What the first one writes is not to be seen before its transaction ends.
    """

    def __init__(self, pk):
        self.pk, self.last = pk, 0
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __call__(self, done):
        if time.monotonic() - self.last < 1:
            return
        self.last = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE office_import SET rows_done = %s, beat_at = now() WHERE id = %s",
                [done, self.pk],
            )
