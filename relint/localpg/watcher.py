"""
Stops the server when the last process that used it has gone.

Run as a script of its own with nothing but the standard library: it starts at once and
outlives whoever started it.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path


def postmaster(data):
    """
    The process number of the server that runs on this data, or None.

    The number in a file left by a crash may belong to anybody by now, so the process is asked.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
        if Path("/proc/self/cmdline").exists():
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return pid if os.fsencode(data) in arguments else None
    except (FileNotFoundError, ProcessLookupError, PermissionError, ValueError, IndexError):
        return None
    return pid


def stop(data, seconds=60):
    """Stop the server cleanly: open sessions are ended, what was committed is on the disk."""
    pid = postmaster(data)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    end = time.monotonic() + seconds
    while postmaster(data) == pid and time.monotonic() < end:
        time.sleep(0.05)


def free(lock, kind=fcntl.LOCK_EX):
    """Take the lock if nobody holds it, and say whether that was so."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def watch(folder, grace):
    with (folder / "watch.lock").open("a") as watching, (folder / "users.lock").open("a") as users:
        if not free(watching):
            return  # another watcher is at it
        while True:
            fcntl.flock(users, fcntl.LOCK_EX)  # granted when no process uses the server
            fcntl.flock(users, fcntl.LOCK_UN)
            time.sleep(grace)
            with (folder / "start.lock").open("a") as starting:
                fcntl.flock(starting, fcntl.LOCK_EX)
                if not free(users):
                    continue
                if not (folder / "keep").exists():
                    stop(folder / "data")
                # Before the users' lock: whoever gets that one next starts a new watcher.
                watching.close()
                return


if __name__ == "__main__":
    watch(Path(sys.argv[1]), float(sys.argv[2]))
