"""What changed in a journal since a page of it was read: cells, averages, columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from core.text import Name
from journal.marks_shown import ShownCell, cell_content
from journal.permissions import CourseHere
from journal.queries.course_page import Column, CoursePage, Row, course_page
from journal.queries.cursor import Cursor

# Events are looked up by moment, and asked by transaction. A transaction that writes marks takes
# far less than the hour between the two; a cursor of another day means: read the page again.
_LONGEST_TRANSACTION = 3600
_OLDEST = 12 * 3600

_NEW = "e.pgh_created_at >= to_timestamp(%(from)s) AND age(e.xmin) <= age(%(horizon)s::xid8::xid)"
_LESSONS = """FROM lessons l JOIN LATERAL (SELECT e.*, e.xmin AS x FROM {table} e
   WHERE e.{key} = l.id AND {new}) e ON true"""


def _of_lessons(table: str, key: str = "lesson_id") -> str:
    return _LESSONS.format(table=table, key=key, new=_NEW)


# Each event as: what, lesson, student, transaction, context.
_EVENTS = f"""WITH lessons AS MATERIALIZED (
  SELECT l.id FROM schedule_lesson l WHERE l.course_id = %(course)s AND (%(term)s = 0 OR EXISTS (
    SELECT 1 FROM school_term t
     WHERE t.id = %(term)s AND l.day BETWEEN t.first_day AND t.last_day))
), events AS (
  SELECT 'cell' AS what, e.lesson_id AS lesson, e.student_id AS student, e.xmin AS x,
         e.pgh_context AS context
    FROM journal_markevent e WHERE e.course_id = %(course)s AND {_NEW}
  UNION ALL SELECT 'cell', e.lesson_id, e.student_id, e.x, e.pgh_context
    {_of_lessons("journal_attendanceevent")}
  UNION ALL SELECT 'topic', e.lesson_id, NULL, e.x, e.pgh_context
    {_of_lessons("journal_lessonrecordevent")}
  UNION ALL SELECT 'topic', e.given_at_id, NULL, e.xmin, e.pgh_context
    FROM journal_homeworkevent e WHERE e.course_id = %(course)s AND {_NEW}
  UNION ALL SELECT 'column', e.lesson_id, NULL, e.xmin, e.pgh_context
    FROM journal_workevent e WHERE e.course_id = %(course)s AND {_NEW}
  UNION ALL SELECT 'column', e.pgh_obj_id, NULL, e.xmin, e.pgh_context
    FROM schedule_lessonevent e WHERE e.course_id = %(course)s AND {_NEW}
  UNION ALL SELECT 'student', NULL, e.student_id, e.xmin, e.pgh_context
    FROM school_membership s JOIN journal_absencenoteevent e ON e.student_id = s.student_id
   WHERE s.group_id = %(group)s AND {_NEW}
  UNION ALL SELECT 'sums', NULL, e.student_id, e.xmin, e.pgh_context
    FROM school_membership s JOIN journal_termmarkevent e ON e.student_id = s.student_id
   WHERE s.group_id = %(group)s AND e.subject_id = %(subject)s AND {_NEW}
)
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       floor(extract(epoch FROM now()))::bigint,
       count(*),
       count(*) FILTER (WHERE age(x) <= age(pg_snapshot_xmin(pg_current_snapshot())::xid)),
       jsonb_agg(DISTINCT jsonb_build_array(what, lesson, student, p.id,
         p.last_name, p.first_name, p.patronymic))::json
  FROM events LEFT JOIN school_person p ON p.id = (context ->> 'user')::bigint"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCell:
    """A cell as it stands now; `by` wrote there last, as colleagues call each other."""

    lesson_id: int
    student_id: int
    text: str
    html: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an open page has to show anew, and since when it asks next."""

    cursor: str
    page: CoursePage | None = None
    cells: tuple[ChangedCell, ...] = ()
    rows: tuple[Row, ...] = ()
    topics: tuple[Column, ...] = ()
    has_other_columns: bool = False

    @property
    def is_too_old(self) -> bool:
        """The page knows the journal since too long ago: it has to be read again."""
        return not self.cursor


class _Event(NamedTuple):
    what: str
    lesson: int | None
    student: int | None
    user: int | None
    by: str


def course_changes(
    thing: CourseHere, *, viewer_id: int, term_id: int | None, since: str, now: datetime
) -> Changes | None:
    """What changed since the cursor; None where nothing did. One statement then, else three.

    Where the viewer and somebody else wrote to one cell, the other is named."""
    asked = Cursor.of(since)
    if asked is None:
        return Changes(cursor="")
    counted, cursor, events = _events(thing, asked, term_id)
    if asked.horizon > cursor.horizon or asked.moment < cursor.moment - _OLDEST:
        return Changes(cursor="")
    if counted == asked.counted:
        return None
    page = course_page(thing, term_id=term_id, may_write=False, now=now)
    events.sort(key=lambda event: event.user != viewer_id)
    return _changes(page, cursor, events)


def course_cells(
    thing: CourseHere, places: Iterable[tuple[int, int]], *, term_id: int | None, now: datetime
) -> tuple[tuple[ChangedCell, ...], tuple[Row, ...]]:
    """These cells (lesson, student) of a term and the rows they stand in; two statements."""
    page = course_page(thing, term_id=term_id, may_write=False, now=now)
    wanted = dict.fromkeys(places)
    students = {student for _lesson, student in wanted}
    rows = tuple(row for row in page.rows if row.student.pk in students)
    return _cells_now(page, wanted, by={}), rows


def _cells_now(
    page: CoursePage, places: Iterable[tuple[int, int]], *, by: dict[tuple[int, int], str]
) -> tuple[ChangedCell, ...]:
    """These cells (lesson, student) as the page shows them."""
    at = {column.lesson_id: position for position, column in enumerate(page.columns)}
    rows = {row.student.pk: row for row in page.rows}
    return tuple(
        _cell(rows[student].cells[at[lesson]], lesson, student, by.get((lesson, student), ""))
        for lesson, student in places
        if lesson in at and student in rows
    )


def _cell(cell: ShownCell, lesson: int, student: int, by: str) -> ChangedCell:
    html = cell_content(cell)
    return ChangedCell(lesson_id=lesson, student_id=student, text=cell.text, html=html, by=by)


def _events(
    thing: CourseHere, asked: Cursor, term_id: int | None
) -> tuple[int, Cursor, list[_Event]]:
    """How many events there are since the cursor, the next cursor, and what happened."""
    values = {
        "course": thing.course.pk,
        "group": thing.course.group_id,
        "subject": thing.course.subject_id,
        "term": term_id or 0,
        "from": asked.moment - _LONGEST_TRANSACTION,
        "horizon": str(asked.horizon),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, values)
        horizon, moment, counted, above, rows = cursor.fetchone()
    events = [
        _Event(what, lesson, student, user, Name(*name).short if user else "")
        for what, lesson, student, user, *name in rows or ()
    ]
    return counted, Cursor(horizon, above, moment), events


def _changes(page: CoursePage, cursor: Cursor, events: list[_Event]) -> Changes:
    by = {(e.lesson, e.student): e.by for e in events if e.what == "cell"}
    noted = {event.student for event in events if event.what == "student"}
    places = dict.fromkeys(by)
    places |= dict.fromkeys((c.lesson_id, s) for c in page.columns for s in noted)
    changed = {student for _lesson, student in places}
    changed |= {event.student for event in events if event.what == "sums"}
    topics = {event.lesson for event in events if event.what == "topic"}
    return Changes(
        cursor=str(cursor),
        page=page,
        cells=_cells_now(page, places, by=by),
        rows=tuple(row for row in page.rows if row.student.pk in changed),
        topics=tuple(column for column in page.columns if column.lesson_id in topics),
        has_other_columns=any(event.what == "column" for event in events),
    )
