"""Two people who act in the same second: real threads, each with a connection of its own."""

import threading
from contextlib import contextmanager

from django.db import connection

# So long somebody is given to be done meanwhile; who has to wait is not done by then.
MEANWHILE = 0.3


class Acting(threading.Thread):
    """Somebody who does something; `raised` is what came of it, or None."""

    def __init__(self, do):
        super().__init__(daemon=True)
        self.do, self.raised = do, None

    def run(self):
        try:
            self.do()
        except Exception as error:
            self.raised = error
        finally:
            connection.close()


def both(first, second):
    """Run two changes at the same time; returns what each raised, or None."""
    ready = threading.Barrier(2)
    threads = [Acting(lambda do=do: (ready.wait(), do())) for do in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [thread.raised for thread in threads]


@contextmanager
def meanwhile(do):
    """
    Gives what one calls in the middle of a change of one's own: there another begins to `do` it.

    They are waited for as long as it takes who need not wait, and at the end until they are done.
    """
    other = Acting(do)

    def begin():
        other.start()
        other.join(MEANWHILE)

    yield begin
    other.join()
    assert other.raised is None
