"""How long a thousand weekly paper reports take in two worker processes, and how much memory.

`python -m bench.paper` is one of them: it says "ready", waits for a line, makes reports of classes
whose families are all taken to be undecided, class by class, and rolls every class back."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

from tools.paths import CHECKOUT, PYTHON
from tools.say import Refusal

WORKERS, REPORTS = 2, 1000


def measured(environment: dict[str, str]) -> dict[str, Any]:
    """The row of the bench: seconds by the clock for all, the larger worker's peak."""
    workers = [_start(environment, number) for number in range(WORKERS)]
    for worker in workers:
        if worker.stdout.readline().strip() != "ready":
            raise Refusal(f"A worker of the bench did not begin:\n{worker.stderr.read()[-2000:]}")
    began = time.monotonic()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = [json.loads(worker.stdout.readline() or "{}") for worker in workers]
    seconds = time.monotonic() - began
    for worker in workers:
        worker.wait()
    if not all(done):
        raise Refusal("A worker of the bench died.")
    reports = sum(one["reports"] for one in done)
    return {
        "page": "paper",
        "scale": "school",
        "reports": reports,
        "seconds": round(seconds, 1),
        "seconds_per_1000": round(seconds / reports * 1000, 1),
        "cpu_per_1000": round(sum(one["cpu"] for one in done) / reports * 1000, 1),
        "sheets": sum(one["sheets"] for one in done),
        "sql_per_class": max(one["sql"] for one in done),
        "rss_mb": max(one["rss_mb"] for one in done),
    }


def _start(environment: dict[str, str], number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(PYTHON), "-m", "bench.paper", str(number)],
        cwd=CHECKOUT,
        env={**os.environ, **environment, "LOG_LEVEL": "WARNING"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    import django

    django.setup()
    number = int(sys.argv[1])
    classes, now = _classes()
    _make(classes[0], now)  # fonts, templates and connections of a worker that has run before
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(_work(classes[number::WORKERS], now)), flush=True)


def _work(classes: list[Any], now: Any) -> dict[str, Any]:
    reports = sheets = statements = 0
    began = time.process_time()
    for school_class in classes:
        if reports >= REPORTS // WORKERS:
            break
        made, pages, sql = _make(school_class, now)
        reports, sheets, statements = reports + made, sheets + pages, max(statements, sql)
    return {
        "reports": reports,
        "sheets": sheets,
        "sql": statements,
        "cpu": time.process_time() - began,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _make(school_class: Any, now: Any) -> tuple[int, int, int]:
    """One class's reports, A4 sheets and SQL statements; nothing of it stays."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from consent.models import InformingChoice
    from diary.actions.paper import make_class

    with transaction.atomic():
        InformingChoice.objects.filter(
            guardianship__student__memberships__group__school_class=school_class
        ).delete()
        with CaptureQueriesContext(connection) as captured:
            batch = make_class(school_class, week=_monday(now), now=now)
        found = (0, 0, len(captured))
        while batch is not None:
            last = batch.reports.order_by("-page").first()
            found = (found[0] + batch.sheets, found[1] + last.page, found[2])
            batch.file.delete(save=False)
            batch = make_class(school_class, week=_monday(now), now=now)
        transaction.set_rollback(True)
    return found


def _classes() -> tuple[list[Any], Any]:
    """The classes of the school, and a Friday afternoon of a week that was recorded."""
    from datetime import datetime, time, timedelta

    from journal.models import LessonRecord
    from school.models import SchoolClass

    lesson = LessonRecord.objects.select_related("lesson__school").latest("lesson__day").lesson
    zone = lesson.school.zone
    monday = lesson.day - timedelta(days=lesson.day.weekday() + 7)
    now = datetime.combine(monday + timedelta(days=4), time(15), tzinfo=zone)
    classes = SchoolClass.objects.filter(school=lesson.school, year=lesson.year)
    return list(classes.select_related("school").order_by("pk")), now


def _monday(now: Any) -> Any:
    from datetime import timedelta

    return now.date() - timedelta(days=now.weekday())


if __name__ == "__main__":
    main()
