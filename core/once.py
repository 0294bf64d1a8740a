"""A repeated request is applied once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection


def first_time_alone(
    *, key: UUID, person_id: int, now: datetime, alone: str, within: str = ""
) -> bool:
    """Like `first_time`, and holds the thing named `alone` until the transaction ends, in the
    same statement: whoever writes to it too waits here, and then reads what was written.

    `within` names the larger thing it is a part of: who takes that whole (`first_time_with_all`)
    waits for us, and we for him; two who write to different parts of it do not wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH held AS MATERIALIZED"
            " (SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)),"
            " pg_advisory_xact_lock(hashtextextended(%s, 0)))"
            " INSERT INTO core_appliedrequest (key, person_id, at)"
            " SELECT %s::uuid, %s, %s FROM held ON CONFLICT (key) DO NOTHING",
            [within or f"within.{alone}", alone, str(key), person_id, now],
        )
        return cursor.rowcount == 1


def first_time_with_all(
    *, key: UUID, person_id: int, now: datetime, alone: Collection[str]
) -> bool:
    """Like `first_time_alone` for many whole things at once: they are taken in one order by all,
    so two who take many never wait for each other in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH held AS MATERIALIZED (SELECT count(pg_advisory_xact_lock(n.place)) FROM"
            " (SELECT DISTINCT hashtextextended(name, 0) AS place FROM unnest(%s::text[]) name"
            " ORDER BY place) n)"
            " INSERT INTO core_appliedrequest (key, person_id, at)"
            " SELECT %s::uuid, %s, %s FROM held ON CONFLICT (key) DO NOTHING",
            [list(alone), str(key), person_id, now],
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
