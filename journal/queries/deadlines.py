"""Deadlines of the journal that are no lesson's: results of works, substitutions said in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from core.registry import Asked, FoundDeadline
from core.regulation import State
from journal.queries.work_states import work_states
from journal.regulation import SUBSTITUTION_AT_ENTRY, WORK_RESULTS, substitution_due

AT_ONCE = 1000
_MOST_DAYS = timedelta(days=7)
# Written works that were held; one day more on both sides, as days here are those of the school.
_WORKS = """SELECT w.id, w.lesson_id, w.course_id, g.school_class_id, l.teacher_id, l.starts_at
  FROM schedule_lesson l
  JOIN journal_work w ON w.lesson_id = l.id
  JOIN journal_workkind k ON k.id = w.kind_id AND k.is_written
  JOIN school_course c ON c.id = w.course_id JOIN school_group g ON g.id = c.group_id
 WHERE l.school_id = %(school)s AND l.day BETWEEN %(first)s AND %(last)s
   AND l.starts_at <= %(now)s AND l.state <> 'cancelled'"""
# Lessons held by another teacher that were recorded: the first entry, and when it was said who.
_SUBSTITUTIONS = """SELECT l.id, l.course_id, g.school_class_id, l.teacher_id,
       least(r.topic_at, r.register_at), s.decided_at
  FROM schedule_lesson l
  JOIN schedule_substitution s ON s.lesson_id = l.id
  JOIN journal_lessonrecord r ON r.lesson_id = l.id
   AND (r.topic_at IS NOT NULL OR r.register_at IS NOT NULL)
  JOIN school_course c ON c.id = l.course_id JOIN school_group g ON g.id = c.group_id
 WHERE l.school_id = %(school)s AND l.day BETWEEN %(first)s AND %(last)s
   AND l.state <> 'cancelled'"""


def results_of_works(asked: Asked) -> Iterator[FoundDeadline]:
    """Until when each written work has its results (order 2.3.3, A4 2.4), and since when the last
    of the students who were present has his."""
    rows = _rows(_WORKS, asked, back=_MOST_DAYS)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        states = work_states([row[0] for row in some], now=asked.now, zone=asked.zone)
        for work_id, lesson_id, course_id, class_id, teacher_id, starts_at in some:
            state = states[work_id]
            if state.state != State.NOT_ASKED:
                yield FoundDeadline(
                    rule=WORK_RESULTS.code,
                    about_id=work_id,
                    due_at=state.due_at,
                    done_at=state.done_at,
                    begins_at=starts_at,
                    teacher_id=teacher_id,
                    class_id=class_id,
                    course_id=course_id,
                    lesson_id=lesson_id,
                )


def substitutions_said(asked: Asked) -> Iterator[FoundDeadline]:
    """Whether a lesson held by another teacher said so in the entry itself (A4 2.1)."""
    # A lesson is recorded on its day or later: the deadline lies not before it.
    back = timedelta(days=60)
    for lesson_id, course_id, class_id, teacher_id, entered, said in _rows(
        _SUBSTITUTIONS, asked, back=back
    ):
        yield FoundDeadline(
            rule=SUBSTITUTION_AT_ENTRY.code,
            about_id=lesson_id,
            due_at=substitution_due(entered),
            done_at=said,
            is_of_record=True,
            teacher_id=teacher_id,
            class_id=class_id,
            course_id=course_id,
            lesson_id=lesson_id,
        )


def _rows(sql: str, asked: Asked, *, back: timedelta) -> list[tuple]:
    values = {
        "school": asked.school_id,
        "first": asked.first - back,
        "last": asked.last,
        "now": asked.now,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
