"""
What the clock sets going, all through one command: `manage.py due`.

Each app hands in its jobs with `jobs.add(name, function)`. A job takes nothing, can be
run again at any moment, and returns how many things it dealt with.
"""

import logging
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from office.registry import Registry

jobs = Registry()
logger = logging.getLogger(__name__)

# One number for the whole application; PostgreSQL keeps who holds it.
LOCK = 7_265_102


def keeps_own_transactions(job):
    """
    Mark a job that is not run in one transaction.

    It commits step by step, because it speaks to others meanwhile, and leaves nothing half
    done by itself.
    """
    job.keeps_own_transactions = True
    return job


@contextmanager
def alone():
    """Say whether this process may run the jobs: false while another one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (held,) = cursor.fetchone()
        try:
            yield held
        finally:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def run():
    """Run every job once; {name: count}, None for one that failed, of which the log says why."""
    done = {}
    with alone() as held:
        if not held:
            return done
        for name, job in jobs.items():
            try:
                own = getattr(job, "keeps_own_transactions", False)
                with nullcontext() if own else transaction.atomic():
                    done[name] = job()
            except Exception:
                # One job's fault must not keep the others from their turn.
                logger.exception("the due job %s failed", name)
                done[name] = None
    return done


def clear_sessions():
    """Forget the sessions that have run out, and the unfinished forms kept in them."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    count, _models = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count
