"""A week as the spread of a paper diary: what concerns this child, and nobody else.

Two statements whatever the size of class and school: the lessons of the groups the child was in
on each day, with absence, marks and homework inside; and what the calendar says of the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.permissions import Access
from core.text import Name
from diary.queries.parts import Absence, ShownMark, absence_of, marks_of
from school.models import DayKind

# Homework is due for this lesson when it names it, or when it names its day and this is the
# course's first lesson of that day.
_LESSONS = """
SELECT l.day, l.number, l.starts_at, l.ends_at, l.state, l.state_reason, l.slot_day,
       COALESCE(NULLIF(s.short_name, ''), s.name) AS subject, g.kind, g.name,
       COALESCE(room2.name, room.name) AS room,
       p.last_name, p.first_name, p.patronymic, r.topic, r.no_homework, a.kind, a.minutes,
       ap.last_name, ap.first_name, ap.patronymic,
       (SELECT json_agg(json_build_object(
                   'points', k.points, 'sign', k.sign, 'part', k.part, 'work', k.work_id,
                   'kind', w.name, 'title', j.title, 'weight', k.weight::text,
                   'retake', k.retake_of_id IS NOT NULL, 'comment', k.comment,
                   'written', (k.written_at AT TIME ZONE %(zone)s)::date) ORDER BY k.id)
          FROM journal_mark k JOIN journal_workkind w ON w.id = k.kind_id
          LEFT JOIN journal_work j ON j.id = k.work_id
         WHERE k.lesson_id = l.id AND k.student_id = %(student)s) AS marks,
       (SELECT json_agg(json_build_object('text', h.text, 'own', h.is_individual,
                   'minutes', h.minutes) ORDER BY h.is_individual, h.id)
          FROM journal_homework h
         WHERE (h.due_lesson_id = l.id
                OR h.due_lesson_id IS NULL AND h.course_id = l.course_id AND h.due_day = l.day
                   AND NOT EXISTS (SELECT 1 FROM schedule_lesson e
                                    WHERE e.course_id = l.course_id AND e.day = l.day
                                      AND e.starts_at < l.starts_at))
           AND (NOT h.is_individual OR EXISTS (
                   SELECT 1 FROM journal_homeworkrecipient q
                    WHERE q.homework_id = h.id AND q.student_id = %(student)s))) AS due,
       (SELECT json_agg(json_build_object('text', h.text, 'own', h.is_individual,
                   'day', COALESCE(n.day, h.due_day)) ORDER BY h.is_individual, h.id)
          FROM journal_homework h LEFT JOIN schedule_lesson n ON n.id = h.due_lesson_id
         WHERE h.given_at_id = l.id
           AND (NOT h.is_individual OR EXISTS (
                   SELECT 1 FROM journal_homeworkrecipient q
                    WHERE q.homework_id = h.id AND q.student_id = %(student)s))) AS given
  FROM school_membership m
  JOIN school_group g ON g.id = m.group_id
  JOIN school_course c ON c.group_id = g.id
  JOIN school_subject s ON s.id = c.subject_id
  JOIN schedule_lesson l ON l.course_id = c.id
       AND l.day BETWEEN %(first)s AND %(last)s
       AND l.day >= m.since AND (m.until IS NULL OR l.day <= m.until)
  LEFT JOIN schedule_lesson lead ON lead.id = l.held_with_id
  LEFT JOIN school_employee t ON t.id = COALESCE(lead.teacher_id, l.teacher_id)
  LEFT JOIN school_person p ON p.id = t.person_id
  LEFT JOIN school_room room ON room.id = l.room_id
  LEFT JOIN school_room room2 ON room2.id = lead.room_id
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
  LEFT JOIN journal_attendance a ON a.lesson_id = l.id AND a.student_id = %(student)s
  LEFT JOIN schedule_substitution x ON x.lesson_id = l.id
  LEFT JOIN school_employee ae ON ae.id = x.absent_id
  LEFT JOIN school_person ap ON ap.id = ae.person_id
 WHERE m.student_id = %(student)s
 ORDER BY l.day, l.starts_at, l.number, l.id
"""

# What the calendar and moved lessons say of the week's days: (what, first day, last day, text,
# subject, number).
_DAYS = """
SELECT 'break', b.first_day, b.last_day, b.name, '', 0
  FROM school_break b WHERE b.calendar_id = %(calendar)s
   AND b.first_day <= %(last)s AND b.last_day >= %(first)s
UNION ALL
SELECT d.kind, d.day, d.day, d.reason, '', COALESCE(d.as_weekday, 0)
  FROM school_calendarday d WHERE d.calendar_id = %(calendar)s
   AND d.day BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT 'year', y.first_day, y.last_day, y.name, '', 0
  FROM school_calendar k JOIN school_academicyear y ON y.id = k.year_id
 WHERE k.id = %(calendar)s
UNION ALL
SELECT 'moved', l.slot_day, l.day, '', COALESCE(NULLIF(s.short_name, ''), s.name), z.number
  FROM school_membership m
  JOIN school_course c ON c.group_id = m.group_id
  JOIN school_subject s ON s.id = c.subject_id
  JOIN schedule_timetableslot z ON z.course_id = c.id
  JOIN schedule_lesson l ON l.slot_id = z.id
       AND l.slot_day BETWEEN %(first)s AND %(last)s AND l.slot_day <> l.day
 WHERE m.student_id = %(student)s AND l.slot_day >= m.since
   AND (m.until IS NULL OR l.slot_day <= m.until)
UNION ALL
SELECT 'homework', h.due_day, h.due_day, h.text, COALESCE(NULLIF(s.short_name, ''), s.name), 0
  FROM school_membership m
  JOIN school_course c ON c.group_id = m.group_id
  JOIN school_subject s ON s.id = c.subject_id
  JOIN journal_homework h ON h.course_id = c.id
       AND h.due_day BETWEEN %(first)s AND %(last)s AND h.due_lesson_id IS NULL
 WHERE m.student_id = %(student)s AND h.due_day >= m.since
   AND (m.until IS NULL OR h.due_day <= m.until)
   AND NOT EXISTS (SELECT 1 FROM schedule_lesson e WHERE e.course_id = c.id AND e.day = h.due_day)
   AND (NOT h.is_individual OR EXISTS (
           SELECT 1 FROM journal_homeworkrecipient q
            WHERE q.homework_id = h.id AND q.student_id = %(student)s))
 ORDER BY 2, 6
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Homework as this child sees it; `is_own` was set for this child, `due` says for when."""

    text: str
    is_own: bool = False
    minutes: int | None = None
    due: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonLine:
    """One line of the diary: a lesson of this child."""

    number: int
    time: str
    subject: str
    group: str
    room: str
    teacher: str
    topic: str
    is_cancelled: bool
    note: str
    due: tuple[Task, ...]
    given: tuple[Task, ...]
    is_none_given: bool
    marks: tuple[ShownMark, ...]
    absence: Absence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A line the timetable had, whose lesson was moved to another day."""

    number: int
    subject: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the spread."""

    date: date
    weekday: str
    title: str
    is_today: bool
    said: str
    lines: tuple[LessonLine, ...]
    gone: tuple[Gone, ...]
    tasks: tuple[Task, ...]

    @property
    def is_blank(self) -> bool:
        return not (self.lines or self.gone or self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """The spread: Monday to Wednesday left, Thursday to Saturday (or Sunday) right."""

    tab: ClassVar[str] = "week"
    access: Access
    monday: date
    title: str
    left: tuple[Day, ...]
    right: tuple[Day, ...]
    previous: date
    next: date
    is_this_week: bool
    said: str

    @property
    def halves(self) -> tuple[tuple[Day, ...], tuple[Day, ...]]:
        return self.left, self.right


def week_page(access: Access, *, of: date) -> WeekPage:
    """The week that holds the day `of`, as this child lives it."""
    monday = of - timedelta(days=of.weekday())
    sunday = monday + timedelta(days=6)
    zone = access.here.school.zone
    lines, said, gone, tasks, week_said = _read(access, monday, sunday, zone)
    days = tuple(
        _day(day, access, lines[day], said[day], gone[day], tasks[day])
        for day in (monday + timedelta(days=n) for n in range(7))
    )
    if days[6].is_blank:
        days = days[:6]
    return WeekPage(
        access=access,
        monday=monday,
        title=_span(monday, sunday - timedelta(days=1)),
        left=days[:3],
        right=days[3:],
        previous=monday - timedelta(days=7),
        next=monday + timedelta(days=7),
        is_this_week=monday <= access.today <= sunday,
        said=week_said,
    )


def _read(access: Access, first: date, last: date, zone: ZoneInfo) -> tuple[Any, ...]:
    values = {
        "student": access.student_id,
        "first": first,
        "last": last,
        "zone": access.here.school.time_zone,
        "calendar": access.child.calendar_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LESSONS, values)
        lessons = cursor.fetchall()
        cursor.execute(_DAYS, values)
        facts = cursor.fetchall()
    lines = defaultdict(list)
    for row in lessons:
        lines[row[0]].append(_line(row, zone))
    said, gone, tasks = defaultdict(list), defaultdict(list), defaultdict(list)
    for what, begins, ends, text, subject, number in facts:
        if what == "moved":
            gone[begins].append(Gone(number=number, subject=subject, to=_day_month(ends)))
        elif what == "homework":
            tasks[begins].append(Task(text=text, subject=subject))
        elif what != "year":
            for day in _days_of(max(begins, first), min(ends, last)):
                said[day].append(_words(what, text, number))
    return lines, said, gone, tasks, _of_the_week(facts, first, last)


def _day(
    day: date,
    access: Access,
    lines: list[LessonLine],
    said: list[str],
    gone: list[Gone],
    tasks: list[Task],
) -> Day:
    weekday = str(WEEKDAYS[day.weekday()])
    return Day(
        date=day,
        weekday=weekday[:1].upper() + weekday[1:],
        title=_day_month(day),
        is_today=day == access.today,
        said=", ".join(dict.fromkeys(said)),
        lines=tuple(lines),
        gone=tuple(gone),
        tasks=tuple(tasks),
    )


def _line(row: tuple[Any, ...], zone: ZoneInfo) -> LessonLine:
    (
        day, number, starts, ends, state, reason, slot_day, subject, kind, group, room,
        last, first, patronymic, topic, nothing, absence, minutes, gone_last, gone_first,
        gone_patronymic, marks, due, given,
    ) = row  # fmt: skip
    cancelled = state == "cancelled"
    teacher = Name(last, first or "", patronymic or "").short if last else ""
    replaced = Name(gone_last, gone_first or "", gone_patronymic or "").short if gone_last else ""
    return LessonLine(
        number=number,
        time=_time(starts, ends, zone),
        subject=subject,
        group="" if kind == "class" else group,
        room=room or "",
        teacher=teacher,
        topic=topic or "",
        is_cancelled=cancelled,
        note=_note(cancelled, reason, replaced, slot_day if slot_day != day else None),
        due=tuple(_task(task) for task in due or ()),
        given=tuple(_task(task) for task in given or ()),
        is_none_given=bool(nothing),
        marks=marks_of(marks or (), held_on=day),
        absence=absence_of(absence, minutes),
    )


def _note(cancelled: bool, reason: str, replaced: str, moved_from: date | None) -> str:
    parts = []
    if cancelled:
        why = {"reason": reason}
        parts.append(_("Cancelled: %(reason)s") % why if reason else _("Cancelled"))
    if replaced:
        parts.append(_("substitution, by the timetable: %(teacher)s") % {"teacher": replaced})
    if moved_from:
        parts.append(_("moved from %(day)s") % {"day": _day_month(moved_from)})
    return "; ".join(parts)


def _task(task: dict[str, Any]) -> Task:
    day = task.get("day")
    return Task(
        text=task["text"],
        is_own=task["own"],
        minutes=task.get("minutes"),
        due=_day_month(date.fromisoformat(day)) if day else "",
    )


def _words(what: str, text: str, as_weekday: int) -> str:
    match what:
        case DayKind.HOLIDAY:
            return text or _("day off")
        case DayKind.QUARANTINE:
            return f"{_('quarantine')}: {text}" if text else _("quarantine")
        case DayKind.DISTANCE:
            return _("lessons at a distance")
        case DayKind.SCHOOL_DAY if as_weekday:
            weekday = WEEKDAYS[as_weekday - 1]
            return _("lessons as on: %(weekday)s") % {"weekday": weekday}
        case DayKind.SCHOOL_DAY:
            return text
        case _:
            return text


def _of_the_week(facts: list[tuple[Any, ...]], first: date, last: date) -> str:
    """What is said of the whole week: outside the year, or a break from end to end."""
    friday = first + timedelta(days=4)
    for what, begins, ends, text, _subject, _number in facts:
        if what == "year" and first > ends:
            return _("The academic year has ended.")
        if what == "year" and last < begins:
            return _("The academic year has not begun yet.")
        if what == "break" and begins <= first and ends >= friday:
            return _("%(name)s: until %(day)s") % {"name": text, "day": _day_month(ends)}
    return ""


def _days_of(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _day_month(day: date) -> str:
    return date_format(day, "j E")


def _span(first: date, last: date) -> str:
    """8–13 September; 29 September – 4 October."""
    if first.month == last.month:
        return f"{first.day}–{_day_month(last)}"
    return f"{_day_month(first)} – {_day_month(last)}"


def _time(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    return f"{starts.astimezone(zone):%H:%M}–{ends.astimezone(zone):%H:%M}"
