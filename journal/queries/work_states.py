"""How works stand: whether each student who was present has a mark or an explicit none (A4 2.4).
For the teacher's day, the works page, the results page and control."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from core.regulation import State
from journal.regulation import WORK_RESULTS, results_due

_STATES = """SELECT w.id, extract(epoch FROM l.starts_at), w.days_for_results, k.is_written,
       l.state = 'cancelled', s.present, s.lacking, s.away, s.owing, extract(epoch FROM s.done_at)
  FROM journal_work w JOIN schedule_lesson l ON l.id = w.lesson_id
  JOIN journal_workkind k ON k.id = w.kind_id
  LEFT JOIN (
    SELECT x.work_id, count(*) FILTER (WHERE NOT x.is_away AND NOT x.is_freed) AS present,
           count(*) FILTER (WHERE NOT x.is_away AND NOT x.is_freed
                              AND x.done_at IS NULL) AS lacking,
           count(*) FILTER (WHERE x.is_away AND NOT x.is_freed) AS away,
           count(*) FILTER (WHERE (x.is_away OR x.is_owed) AND NOT x.is_freed
                              AND x.done_at IS NULL) AS owing,
           max(x.done_at) FILTER (WHERE NOT x.is_away AND NOT x.is_freed) AS done_at
      FROM journal_work_students(%(works)s) x GROUP BY x.work_id) s ON s.work_id = w.id
 WHERE w.id = ANY(%(works)s)"""
# Without those excused on the last day of their results, and those held before the year was opened.
_OF_TEACHER = """SELECT w.id, w.lesson_id, l.day, g.name, s.name, k.name, w.title
  FROM journal_work w JOIN schedule_lesson l ON l.id = w.lesson_id
  JOIN journal_workkind k ON k.id = w.kind_id AND k.is_written
  JOIN school_course c ON c.id = w.course_id JOIN school_subject s ON s.id = c.subject_id
  JOIN school_group g ON g.id = c.group_id JOIN school_academicyear y ON y.id = l.year_id
 WHERE l.teacher_id = %(employee)s AND l.starts_at <= %(now)s AND l.state <> 'cancelled'
   AND %(today)s BETWEEN y.first_day AND y.last_day
   AND NOT EXISTS (SELECT 1 FROM journal_yearopening o WHERE o.year_id = y.id AND o.day > l.day)
   AND NOT EXISTS (SELECT 1 FROM schedule_excuse e
        WHERE e.school_id = l.school_id AND e.ended_at IS NULL
          AND e.rule IN ('', 'WORK_RESULTS')
          AND l.day + w.days_for_results BETWEEN e.first_day AND e.last_day
          AND (e.lesson_id IS NULL OR e.lesson_id = l.id)
          AND (e.teacher_id IS NULL OR e.teacher_id = l.teacher_id)
          AND (e.school_class_id IS NULL OR e.school_class_id = g.school_class_id))
 ORDER BY l.starts_at"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkState:
    """A work at a moment. `lacking` of `present` students have neither mark nor none; `owing`
    missed it, or have «·», and have not written it since. `done_at` is the last result's first
    entry, where nobody lacks one."""

    work_id: int
    state: State
    due_at: datetime
    done_at: datetime | None
    present: int
    lacking: int
    away: int
    owing: int

    @property
    def is_overdue(self) -> bool:
        return self.state == State.MISSING

    @property
    def last_day(self) -> date:
        """The last day on which a result is in time; the deadline is its midnight."""
        return (self.due_at - timedelta(seconds=1)).date()

    @property
    def is_done(self) -> bool:
        return self.state in (State.DONE, State.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueWork:
    """A work whose results are late."""

    work_id: int
    lesson_id: int
    day: date
    group: str
    subject: str
    name: str
    state: WorkState


def work_states(
    work_ids: Collection[int], *, now: datetime, zone: ZoneInfo
) -> dict[int, WorkState]:
    """Each of these works; one statement, none for no work. A work to come, one of a cancelled
    lesson and one of a kind that is not written are not asked for results."""
    if not work_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STATES, {"works": list(work_ids)})
        return {row[0]: _state(row, now, zone) for row in cursor.fetchall()}


def overdue_works(
    employee_id: int, *, now: datetime, today: date, zone: ZoneInfo
) -> list[OverdueWork]:
    """Works this teacher held this year whose results are late, oldest first; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TEACHER, {"employee": employee_id, "now": now, "today": today})
        rows = cursor.fetchall()
    states = work_states([row[0] for row in rows], now=now, zone=zone)
    return [
        OverdueWork(
            work_id=pk,
            lesson_id=lesson_id,
            day=day,
            group=group,
            subject=subject,
            name=": ".join(filter(None, (kind, title))),
            state=states[pk],
        )
        for pk, lesson_id, day, group, subject, kind, title in rows
        if states[pk].is_overdue
    ]


def _state(row: tuple, now: datetime, zone: ZoneInfo) -> WorkState:
    pk, starts, days, is_written, is_cancelled, present, lacking, away, owing, done = row
    held = datetime.fromtimestamp(float(starts), tz=zone)
    due_at = results_due(held, days=days, zone=zone)
    done_at = None
    if present and not lacking and done is not None:
        done_at = datetime.fromtimestamp(float(done), tz=zone)
    is_asked = is_written and not is_cancelled and held <= now and bool(present)
    state = WORK_RESULTS.state(due_at=due_at, done_at=done_at, now=now)
    return WorkState(
        work_id=pk,
        state=state if is_asked else State.NOT_ASKED,
        due_at=due_at,
        done_at=done_at,
        present=present or 0,
        lacking=lacking or 0,
        away=away or 0,
        owing=owing or 0,
    )
