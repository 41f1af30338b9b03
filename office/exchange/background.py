"""
The work that no request waits for.

A thread of the web process, with a connection of its own: an office imports a few times
a month, and what a thread does is lost with its process and nothing else, because all is
one transaction. Whoever looks sees that it no longer beats, and starts it again.
"""

import logging
from threading import Event, Thread

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.utils import timezone, translation

from office import duties
from office.exchange import actions
from office.models import Import, Office

logger = logging.getLogger(__name__)

# Seconds between two beats.
EVERY = 1
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
    Office.objects.forget()
    try:
        of = Import.objects.get(pk=pk)
        with translation.override(language), Beat(of) as beat:
            do(of, beat)
    finally:
        connections[DEFAULT_DB_ALIAS].close()


def do(of, progress):
    """The work itself; a fault of the program is logged and said, and nothing is saved."""
    try:
        STEPS[of.state](of, progress)
    except Exception as error:
        # Nobody stands above a thread who could be told otherwise.
        actions.fail(of, error)
    else:
        duties.refresh()


class Beat:
    """
    Tells that the work lives, and how far it is, for as long as it is the context.

    A thread beside it, with a connection of its own: what the work writes is not to be
    seen before its transaction ends, and it may wait for another import, or write for
    minutes, without coming by here.
    """

    def __init__(self, of):
        self.pk, self.turn, self.done = of.pk, of.turn, 0
        self.over = Event()
        self.thread = Thread(target=self.tell, daemon=True)

    def __call__(self, done):
        self.done = done

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()

    def tell(self):
        try:
            while not self.over.wait(EVERY):
                self.beat()
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    def beat(self):
        """Say it once; of a turn that has ended nothing is said."""
        mine = Import.objects.filter(pk=self.pk, turn=self.turn)
        try:
            mine.update(rows_done=self.done, beat_at=timezone.now())
        except DatabaseError:
            # The next beat may reach the database again; until then the work goes on.
            logger.exception("import %s could not say that it lives", self.pk)
            connections[DEFAULT_DB_ALIAS].close()
