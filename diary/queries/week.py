"""A week as the spread of a paper diary: what concerns this child, and nobody else.

Two statements whatever the size of class and school: the lessons of the groups the child was in
on each day, with absence, marks and homework inside; and what the calendar says of the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import connection
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from consent.permissions import Access
from core.text import Name
from diary.queries.parts import (
    Absence,
    ShownMark,
    Task,
    absence_of,
    day_month,
    marks_of,
    task_of,
)
from diary.queries.set_marks import SetMark, set_mark
from school.models import DayKind


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
    given_title: str
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
    results: tuple[SetMark, ...]

    @property
    def is_blank(self) -> bool:
        return not (self.lines or self.gone or self.tasks or self.results)


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
    lines, said, gone, tasks, results, week_said = _read(access, monday, sunday)
    days = tuple(
        _day(day, access, lines[day], said[day], gone[day], tasks[day], results[day])
        for day in (monday + timedelta(days=n) for n in range(7))
    )
    if days[6].is_blank:
        days = days[:6]
    return WeekPage(
        access=access,
        monday=monday,
        title=span_words(monday, sunday - timedelta(days=1)),
        left=days[:3],
        right=days[3:],
        previous=monday - timedelta(days=7),
        next=monday + timedelta(days=7),
        is_this_week=monday <= access.today <= sunday,
        said=week_said,
    )


def _read(access: Access, first: date, last: date) -> tuple[Any, ...]:
    student_id, school, calendar_id = (
        access.student_id,
        access.here.school,
        access.child.calendar_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM diary_week_lessons(%s, %s, %s, %s)",
            [student_id, first, last, school.time_zone],
        )
        lessons = cursor.fetchall()
        cursor.execute(
            "SELECT * FROM diary_week_days(%s, %s, %s, %s)",
            [student_id, calendar_id, first, last],
        )
        facts = cursor.fetchall()
    lines = defaultdict(list)
    for row in lessons:
        lines[row[0]].append(line_of(row))
    said, gone, tasks, results = (defaultdict(list) for _kind in range(4))
    for what, begins, ends, text, subject, number, task in facts:
        if what == "moved":
            gone[begins].append(Gone(number=number, subject=subject, to=day_month(ends)))
        elif what == "homework":
            tasks[begins].append(task_of(task, subject=subject))
        elif what == "set":
            results[begins].append(set_mark(subject, task))
        elif what != "year":
            for day in _days_of(max(begins, first), min(ends, last)):
                said[day].append(said_words(what, text, number))
    return lines, said, gone, tasks, results, _of_the_week(facts, first, last)


def _day(
    day: date,
    access: Access,
    lines: list[LessonLine],
    said: list[str],
    gone: list[Gone],
    tasks: list[Task],
    results: list[SetMark],
) -> Day:
    weekday = str(WEEKDAYS[day.weekday()])
    return Day(
        date=day,
        weekday=weekday[:1].upper() + weekday[1:],
        title=day_month(day),
        is_today=day == access.today,
        said=", ".join(dict.fromkeys(said)),
        lines=tuple(lines),
        gone=tuple(gone),
        tasks=tuple(tasks),
        results=tuple(results),
    )


def line_of(row: tuple[Any, ...]) -> LessonLine:
    """A line from a row of the database's function."""
    (
        day, number, starts, ends, state, reason, slot_day, subject, kind, group, room,
        last, first, patronymic, topic, nothing, absence, minutes, gone_last, gone_first,
        gone_patronymic, marks, due, given,
    ) = row  # fmt: skip
    cancelled = state == "cancelled"
    teacher = _short(last, first, patronymic)
    replaced = _short(gone_last, gone_first, gone_patronymic)
    return LessonLine(
        number=number,
        time=f"{starts}–{ends}",
        subject=subject,
        group="" if kind == "class" else group,
        room=room or "",
        teacher=teacher,
        topic=topic or "",
        is_cancelled=cancelled,
        note=_note(cancelled, reason, replaced, slot_day if slot_day != day else None),
        due=tuple(task_of(task) for task in due or ()),
        given=tuple(task_of(task) for task in given or ()),
        given_title=_given_title(given or ()),
        is_none_given=bool(nothing),
        marks=marks_of(marks or (), held_on=day),
        absence=absence_of(absence, minutes),
    )


def _short(last: str | None, first: str | None, patronymic: str | None) -> str:
    """Иванова А. П., never broken between lines."""
    return Name(last, first or "", patronymic or "").short.replace(" ", "\xa0") if last else ""


def _note(cancelled: bool, reason: str, replaced: str, moved_from: date | None) -> str:
    parts = []
    if cancelled:
        why = {"reason": reason}
        parts.append(_("Cancelled: %(reason)s") % why if reason else _("Cancelled"))
    if replaced:
        parts.append(_("substitution, by the timetable: %(teacher)s") % {"teacher": replaced})
    if moved_from:
        parts.append(_("moved from %(day)s") % {"day": day_month(moved_from)})
    return "; ".join(parts)


def _given_title(given: Sequence[dict[str, Any]]) -> str:
    """Set for 12 September; without one day for all: Set."""
    days = {task["day"] for task in given}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        return _("Set")
    return _("Set for %(day)s") % {"day": day_month(date.fromisoformat(day))}


def said_words(what: str, text: str, as_weekday: int) -> str:
    """What the calendar says of a day."""
    match what:
        case DayKind.HOLIDAY:
            return text or _("day off")
        case DayKind.QUARANTINE:
            return f"{_('quarantine')}: {text}" if text else _("quarantine")
        case DayKind.DISTANCE:
            return _("lessons at a distance")
        case DayKind.SCHOOL_DAY if as_weekday:
            weekday = str(WEEKDAYS[as_weekday - 1]).lower()
            return _("lessons as on: %(weekday)s") % {"weekday": weekday}
        case DayKind.SCHOOL_DAY:
            return text
        case _:
            return text


def _of_the_week(facts: list[tuple[Any, ...]], first: date, last: date) -> str:
    """What is said of the whole week: outside the year, or a break from end to end."""
    friday = first + timedelta(days=4)
    for what, begins, ends, text, *_rest in facts:
        if what == "year" and first > ends:
            return _("The academic year has ended.")
        if what == "year" and last < begins:
            return _("The academic year has not begun yet.")
        if what == "break" and begins <= first and ends >= friday:
            return _("%(name)s: until %(day)s") % {"name": text, "day": day_month(ends)}
    return ""


def _days_of(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def span_words(first: date, last: date) -> str:
    """8–13 September; 29 September – 4 October."""
    if first.month == last.month:
        return f"{first.day}–{day_month(last)}"
    return f"{day_month(first)} – {day_month(last)}"
