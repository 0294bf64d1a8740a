"""Is this container's process at work? Exit code 0 or 1, for Docker's health checks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

OLDEST_BACKUP_HOURS = 26


def web() -> bool:
    """The web server answers, and so do its database and cache."""
    port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=4) as answer:
        return answer.status == 200


def worker() -> bool:
    """This very worker answers through the broker."""
    command = ["celery", "-A", "config.celery", "inspect", "ping", "--timeout", "8"]
    command += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def beat() -> bool:
    """The clock has written down its schedule within its longest pause."""
    schedule = list(Path("var/run").glob("beat-schedule*"))
    return any(time.time() - path.stat().st_mtime < 15 * 60 for path in schedule)


def backup() -> bool:
    """The last good backup is younger than a day and a bit, or the service has just begun."""
    done = Path(os.environ.get("BACKUP_DIR", "var/backups")) / ".last-good"
    return done.exists() and time.time() - done.stat().st_mtime < OLDEST_BACKUP_HOURS * 3600


CHECKS = {"web": web, "worker": worker, "beat": beat, "backup": backup}

if __name__ == "__main__":
    try:
        sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
    except OSError:
        sys.exit(1)
