"""The year's lessons made from the timetable, again and again: what is right stays as it is.

* A lesson that carries anything (topic, register, mark, homework), that was changed by hand or
  cancelled is never touched.
* An unrecorded lesson that has not begun yet is brought to what the timetable means now.
* A lesson that is no longer meant is removed, also a past one, if nothing was written to it.
* Where teacher or room is taken, the lesson is made without them, and the report says who has
  what; where the children are taken, the lesson is not made. The next run mends it by itself as
  soon as the reason is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pghistory
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core.refusal import Refused, refusing
from core.registry import lessons_that_carry
from schedule.actions.generate_plan import Plan, make_plan
from schedule.actions.generate_write import write_plan
from schedule.actions.locks import hold_timetable
from schedule.meant import meant_lessons, read_ground
from schedule.models import Lesson
from schedule.report import Generated, told
from school.models import Person, School

Progress = Callable[[int, str], None]


def _silently(percent: int, step: str) -> None:
    """Progress that nobody watches."""


def generate_lessons(
    *,
    actor: Person | None,
    school: School,
    first: date,
    last: date,
    now: datetime,
    progress: Progress = _silently,
) -> Generated:
    """Bring the school's lessons from `first` to `last` to what its timetable means.

    All or nothing, in one transaction; running it twice changes nothing the second time. Raises
    Refused when the span is turned round."""
    if last < first:
        raise Refused("span", _("The last day lies before the first."), field="last")
    busy = Refused("busy", _("Somebody changed these lessons at the same moment. Try again."))
    context = {"reason": "generate_lessons"} | ({"user": actor.pk} if actor else {})
    with (
        refusing(schedule_lesson_teacher_free=busy, schedule_lesson_room_free=busy),
        pghistory.context(**context),
        transaction.atomic(),
    ):
        hold_timetable(school.pk)
        progress(5, _("Reading the timetable"))
        plan = _plan(school=school, first=first, last=last, now=now)
        progress(30, _("Writing the lessons"))
        write_plan(plan, school_id=school.pk, progress=progress)
        return told(plan)


def _plan(*, school: School, first: date, last: date, now: datetime) -> Plan:
    ground = read_ground(school.pk, first, last, zone=school.zone)
    meant, silent = meant_lessons(ground)
    existing = list(
        Lesson.objects.filter(school_id=school.pk)
        .filter(Q(day__range=(first, last)) | Q(slot_day__range=(first, last)))
        .annotate(group_id=F("course__group_id"))
        .order_by("pk")
    )
    return make_plan(
        school_id=school.pk,
        meant=meant,
        silent=silent,
        existing=existing,
        span=(first, last),
        now=now,
        carrying=lessons_that_carry,
    )
