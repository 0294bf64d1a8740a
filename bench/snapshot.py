"""Monday's snapshot of a district (order 3): how long fixing the figures of a closed week of every
school takes, in one process. What was written is taken back.

`python -m bench.snapshot`, in a place's environment, prints the measurement as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from bench.places import Place
from tools.paths import CHECKOUT, PYTHON
from tools.say import Refusal


def snapshot_row(place: Place, environment: dict[str, str]) -> dict[str, Any]:
    """The district's time in the row's `median_ms`, the slowest school's in `p95_ms`, schools a
    second in `rps`; `ratio` says how much of the allowed minute it takes."""
    done = subprocess.run(
        [str(PYTHON), "-m", "bench.snapshot"],
        cwd=CHECKOUT,
        env={**os.environ, **environment, "LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"The snapshot could not be measured:\n{done.stderr[-2000:]}")
    return {"page": "snapshot", "scale": place.scale} | json.loads(done.stdout)


def main() -> None:
    import django

    django.setup()
    json.dump(measured(), sys.stdout)


def measured() -> dict[str, Any]:
    """Each school's deadlines brought up to date, then its figures fixed, as the clock does it."""
    from django.db import connection, transaction
    from django.utils import timezone

    from control.actions.deadlines import keep_deadlines
    from control.actions.snapshots import fix_week
    from school.models import School

    now, took, statements = timezone.now(), [], 0
    connection.force_debug_cursor = True
    weeks = _weeks()
    for pk in School.objects.order_by("pk").values_list("pk", flat=True):
        connection.queries_log.clear()
        began = time.perf_counter()
        with transaction.atomic():
            keep_deadlines(school_id=pk, now=now)
            fix_week(school_id=pk, week=weeks[pk], now=now)
            transaction.set_rollback(True)
        took.append(time.perf_counter() - began)
        statements = max(statements, len(connection.queries_log))
    whole = sum(took)
    return {
        "median_ms": round(whole * 1000, 1),
        "p95_ms": round(max(took) * 1000, 1),
        "rps": round(len(took) / whole, 1),
        "sql": statements,
        "bytes": 0,
        "ratio": round(whole / 60, 3),
    }


def _weeks() -> dict[int, Any]:
    """By school the newest week that the demo has not fixed: right before those it has."""
    from django.db.models import Min
    from django.utils import timezone

    from control.models import Snapshot
    from control.weeks import WEEK, closed_week
    from school.models import School

    fixed = dict(Snapshot.objects.values_list("school").annotate(week=Min("week")))
    now = timezone.now()
    return {
        school.pk: fixed[school.pk] - WEEK
        if school.pk in fixed
        else closed_week(now, zone=school.zone)
        for school in School.objects.all()
    }


if __name__ == "__main__":
    main()
