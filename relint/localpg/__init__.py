"""
A PostgreSQL of relint's own, for machines without a server: used only without DATABASE_URL.

The programs come from a wheel, the life cycle is ours. There is no port: the server listens on
a Unix socket that only its account can open.

* The first database connection of any process starts it (base.py, server.py).
* Every process that uses it holds a shared lock for as long as it lives; the kernel lets go of
  the lock even after kill -9, so nobody keeps a list of processes.
* A small watcher waits for that lock; once the last process has gone it stops the server.
"""
