"""A repeated request is applied once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection


def first_time_alone(*, key: UUID, person_id: int, now: datetime, alone: str) -> bool:
    """Like `first_time`, and holds the thing named `alone` until the transaction ends, in the
    same statement: whoever writes to it too waits here, and then reads what was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH held AS MATERIALIZED"
            " (SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)))"
            " INSERT INTO core_appliedrequest (key, person_id, at)"
            " SELECT %s::uuid, %s, %s FROM held ON CONFLICT (key) DO NOTHING",
            [alone, str(key), person_id, now],
        )
        return cursor.rowcount == 1


def first_time(*, key: UUID, person_id: int, now: datetime) -> bool:
    """Whether this request is new. Call it first inside the action's transaction.

    Two copies sent at the same moment wait for each other on the key; the second one sees the
    first's row and answers False."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_appliedrequest (key, person_id, at) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO NOTHING",
            [key, person_id, now],
        )
        return cursor.rowcount == 1
