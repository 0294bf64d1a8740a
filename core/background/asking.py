"""Asking for work out of turn, and handing runs to the workers."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from core.background.clock import HAND_AGAIN
from core.background.works import Work, works
from core.models import Run

logger = logging.getLogger(__name__)
_GRACE_SECONDS = 30


def ask(
    work: Work | str,
    *,
    school_id: int | None,
    now: datetime,
    asked_by: Any = None,
    about_id: int | None = None,
) -> Run:
    """Have the work done now. While the same is waiting or being done, that run is returned.
    `about_id`: one thing of the school that the work is to be done for."""
    name = work if isinstance(work, str) else work.name
    with transaction.atomic():
        stands = Run.objects.select_for_update().filter(
            work=name,
            school_id=school_id,
            about_id=about_id,
            state__in=(Run.State.WAITING, Run.State.RUNNING),
        )
        run = stands.order_by("pk").first()
        if run is None:
            run, _made = Run.objects.get_or_create(
                work=name,
                school_id=school_id,
                about_id=about_id,
                meant_for=now,
                defaults={"asked_by": asked_by, "asked_at": now, "try_at": now + HAND_AGAIN},
            )
        if run.state == Run.State.WAITING:
            transaction.on_commit(partial(hand_over, run))
    return run


def hand_over(run: Run) -> None:
    """Give the run to a worker. Without a broker nothing is lost: the clock gives it again."""
    from core import tasks  # the tasks call us

    work = works.get(run.work)
    if work is None:
        return
    try:
        tasks.perform.apply_async(
            args=[run.pk],
            queue=work.queue,
            soft_time_limit=work.most_seconds,
            time_limit=work.most_seconds + _GRACE_SECONDS,
            expires=HAND_AGAIN.total_seconds(),
            retry=False,
        )
    except OperationalError:
        logger.warning("The broker is away; run %s waits for the clock.", run.pk)
