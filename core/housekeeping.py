"""What the house forgets by itself: rows that served their time and prove nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from core.background.clock import CLOCK_RUN
from core.background.works import works
from core.models import AppliedRequest, Run

RUNS_KEPT = timedelta(weeks=8)
# Work that is done every few minutes would bury all other.
FREQUENT_RUNS_KEPT = timedelta(days=1)
# A browser without a network sends what it keeps when it comes back: after a summer at the latest.
REQUESTS_KEPT = timedelta(days=120)


def forget_old_runs(*, now: datetime) -> int:
    """Delete runs that ended weeks ago; of frequent works, those that were done a day ago."""
    over = Run.objects.exclude(work=CLOCK_RUN).exclude(
        state__in=(Run.State.WAITING, Run.State.RUNNING)
    )
    frequent = [work.name for work in works.all() if work.is_frequent]
    gone, _tables = over.filter(asked_at__lt=now - RUNS_KEPT).delete()
    more, _tables = over.filter(
        work__in=frequent, state=Run.State.DONE, asked_at__lt=now - FREQUENT_RUNS_KEPT
    ).delete()
    return gone + more


def forget_old_requests(*, now: datetime) -> int:
    """Delete the keys of requests applied long ago, and sessions that ended."""
    gone, _tables = AppliedRequest.objects.filter(at__lt=now - REQUESTS_KEPT).delete()
    more, _tables = Session.objects.filter(expire_date__lt=now).delete()
    return gone + more
