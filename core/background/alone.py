"""Nobody else performs the same work at the same time; who died holds nothing.

The lock lies in the transaction of a connection of its own, which does nothing else. The kernel
closes it with the process, however that ended, and PostgreSQL lets go at once: so a run that says
"running" and is not locked has lost its worker. A lock of a transaction, not of a session, also
works behind a pgbouncer that pools by transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from core.models import Run

_TRIES, _PAUSE = 5, 0.2
# A machine that vanished is noticed in a minute; nobody ends our waiting transaction meanwhile.
_PATIENCE = (
    "SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10;"
    " SET LOCAL tcp_keepalives_count = 3; SET LOCAL idle_in_transaction_session_timeout = 0"
)
_TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True)
class Held:
    """The lock in our hands."""

    guard: BaseDatabaseWrapper

    def is_still_ours(self) -> bool:
        """False when the database was restarted meanwhile: another may have begun."""
        try:
            with self.guard.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True


@contextmanager
def alone(run: Run) -> Iterator[Held | None]:
    """Hold the run's place while the block lasts; None where another holds it."""
    guard = connection.copy()
    try:
        guard.set_autocommit(False)
        with guard.cursor() as cursor:
            cursor.execute(_PATIENCE)
        yield Held(guard) if _taken(guard, place_of(run)) else None
    finally:
        guard.close()


def has_lost_its_worker(run: Run) -> bool:
    """Whether nobody performs this running run. Asked inside a transaction, it keeps the run from
    being begun until that ends."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [place_of(run)])
        return bool(cursor.fetchone()[0])


def place_of(run: Run) -> str:
    """What only one may do at a time: one work for one school (and one thing of it)."""
    return f"run.{run.work}.{run.school_id}.{run.about_id}"


def _taken(guard: BaseDatabaseWrapper, place: str) -> bool:
    """The clock looks at each place for a moment: a few tries, then somebody is at work there."""
    for number in range(_TRIES):
        if number:
            time.sleep(_PAUSE)
        with guard.cursor() as cursor:
            cursor.execute(_TRY, [place])
            if cursor.fetchone()[0]:
                return True
    return False
