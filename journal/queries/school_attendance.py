"""The attendance of the whole school on one day, on one page: by class, by reason, at ten o'clock
and now, with the registers that nobody took yet (order 2.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection

from core.text import Name
from journal.attendance import NOTHING, Tally, percent, reason_of_day, share_present
from journal.models import AbsenceKind
from school.choices import chosen
from school.models import DayKind
from school.queries.years import year_on
from school.standing import InSchool

TEN = time(10)
_VALUES = "('present', 'late', 'absent', 'excused', 'ill')"
_CLASSES = """SELECT k.id, k.grade::text || k.letter, k.shift, d.kind,
       t.last_name, t.first_name, t.patronymic,
       (SELECT count(*) FROM school_group g JOIN school_membership m ON m.group_id = g.id
         WHERE g.school_class_id = k.id AND g.kind = 'class' AND m.since <= %(day)s
           AND (m.until IS NULL OR m.until >= %(day)s))
  FROM school_schoolclass k
  LEFT JOIN school_calendarday d ON d.calendar_id = k.calendar_id AND d.day = %(day)s
  LEFT JOIN school_homeroomteacher h ON h.school_class_id = k.id AND h.since <= %(day)s
       AND (h.until IS NULL OR h.until >= %(day)s)
  LEFT JOIN school_employee e ON e.id = h.employee_id
  LEFT JOIN school_person t ON t.id = e.person_id
 WHERE k.school_id = %(school)s AND k.year_id = %(year)s
   AND (%(all)s OR k.id = ANY(%(classes)s))
 ORDER BY k.grade, k.letter"""
# Each student of the classes once; the state of the last lesson that a register speaks of, before
# ten and until now; whose day is not an ordinary one comes with name and lessons.
_STUDENTS = f"""WITH pupil AS MATERIALIZED (
  SELECT class_id, student_id, bool_or(state = 'away') AS is_away,
         (array_agg(state ORDER BY starts_at DESC)
            FILTER (WHERE state IN {_VALUES} AND starts_at < %(ten)s))[1] AS at_ten,
         (array_agg(state ORDER BY starts_at DESC) FILTER (WHERE state IN {_VALUES}))[1] AS latest,
         count(*) FILTER (WHERE state IN {_VALUES}) AS planned,
         count(*) FILTER (WHERE state = 'absent') AS absent,
         count(*) FILTER (WHERE state = 'excused') AS excused,
         count(*) FILTER (WHERE state = 'ill') AS ill,
         count(*) FILTER (WHERE state = 'late') AS late,
         count(*) FILTER (WHERE state = 'ahead') AS ahead,
         bool_or(starts_at < %(ten)s) AS begins_early,
         json_agg(json_build_array(number, state, minutes) ORDER BY starts_at)
           FILTER (WHERE state IN ('late', 'absent', 'excused', 'ill')) AS noted
    FROM journal_pupil_lessons(
         ARRAY(SELECT k.id FROM school_schoolclass k
                WHERE k.school_id = %(school)s AND k.year_id = %(year)s
                  AND (%(all)s OR k.id = ANY(%(classes)s))), %(day)s, %(day)s, %(now)s)
   GROUP BY class_id, student_id)
SELECT u.class_id, u.at_ten, u.latest, u.is_away, u.begins_early, count(*),
       json_agg(json_build_array(p.last_name, p.first_name, p.patronymic, u.planned, u.absent,
                u.excused, u.ill, u.late, u.ahead, u.noted) ORDER BY p.sort_key)
         FILTER (WHERE u.noted IS NOT NULL OR u.is_away)
  FROM pupil u
  LEFT JOIN school_student s ON s.id = u.student_id AND (u.noted IS NOT NULL OR u.is_away)
  LEFT JOIN school_person p ON p.id = s.person_id
 GROUP BY u.class_id, u.at_ten, u.latest, u.is_away, u.begins_early"""
_LACKING = """SELECT g.school_class_id, l.id, l.number, coalesce(nullif(s.short_name, ''), s.name),
       CASE WHEN g.kind = 'class' THEN '' ELSE g.name END,
       p.last_name, p.first_name, p.patronymic
  FROM schedule_lesson l
  JOIN school_course c ON c.id = l.course_id JOIN school_subject s ON s.id = c.subject_id
  JOIN school_group g ON g.id = c.group_id AND g.kind IN ('class', 'subgroup')
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
  LEFT JOIN school_employee e ON e.id = l.teacher_id LEFT JOIN school_person p ON p.id = e.person_id
 WHERE l.school_id = %(school)s AND l.day = %(day)s AND l.state <> 'cancelled'
   AND l.starts_at <= %(now)s AND r.register_at IS NULL
   AND (%(all)s OR g.school_class_id = ANY(%(classes)s))
 ORDER BY l.starts_at, l.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where the students of a class are at a moment: by the last lesson whose register was taken.
    `unknown`: no register speaks of them yet."""

    present: int = 0
    absent: int = 0
    excused: int = 0
    ill: int = 0
    unknown: int = 0

    @property
    def missing(self) -> int:
        return self.absent + self.excused + self.ill

    @property
    def is_known(self) -> bool:
        return self.present + self.missing > 0

    @property
    def share(self) -> str:
        """Of those whom a register speaks of, in percent."""
        return percent(share_present(self.present, self.missing))

    def __add__(self, other: Picture) -> Picture:
        return Picture(
            present=self.present + other.present,
            absent=self.absent + other.absent,
            excused=self.excused + other.excused,
            ill=self.ill + other.ill,
            unknown=self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A student whose day is not an ordinary one: which lessons were missed or begun late."""

    name: Name
    state: str  # of the last lesson that a register speaks of; "away"
    tally: Tally
    missed_day: AbsenceKind | None
    lessons: tuple[tuple[str, str], ...]  # ("н", "2, 3")

    @property
    def order(self) -> tuple[int, str]:
        """Without a reason first."""
        order = ("absent", "excused", "ill", "late", "present", "away")
        return order.index(self.state), self.name.full


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A lesson that has begun and whose register nobody took."""

    lesson_id: int
    number: int
    subject: str
    group: str
    teacher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class of the day. `begins_early`: it has a lesson before ten."""

    class_id: int
    name: str
    shift: int
    homeroom: str
    day_kind: str
    students: int
    has_lessons: bool
    begins_early: bool
    at_ten: Picture
    latest: Picture
    away: int
    late: int
    people: tuple[Departure, ...]
    lacking: tuple[Lacking, ...]

    @property
    def is_distance(self) -> bool:
        return self.day_kind == DayKind.DISTANCE


@dataclass(frozen=True, kw_only=True)
class SchoolAttendancePage:
    """The day of the school, or of the homeroom teacher's own classes."""

    day: date
    today: date
    now: datetime
    lines: tuple[ClassLine, ...]
    is_whole_school: bool
    from_lessons: int

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def previous(self) -> date:
        return self.day - timedelta(days=3 if self.day.weekday() == 0 else 1)

    @property
    def next(self) -> date:
        return self.day + timedelta(days=3 if self.day.weekday() == 4 else 1)

    @cached_property
    def at_ten(self) -> Picture:
        return sum((line.at_ten for line in self.lines), Picture())

    @cached_property
    def latest(self) -> Picture:
        return sum((line.latest for line in self.lines), Picture())

    @property
    def students(self) -> int:
        return sum(line.students for line in self.lines)

    @property
    def away(self) -> int:
        return sum(line.away for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    @property
    def lacking(self) -> int:
        return sum(len(line.lacking) for line in self.lines)

    @property
    def has_lessons(self) -> bool:
        return any(line.has_lessons for line in self.lines)


def school_attendance(here: InSchool, *, day: date | None, now: datetime) -> SchoolAttendancePage:
    """The day (None: today) of all classes for leaders, of the own ones for a homeroom teacher;
    five statements whatever the number of classes."""
    zone = here.school.zone
    today = now.astimezone(zone).date()
    day = day or today
    year = year_on(here.school.pk, day)
    values = {
        "school": here.school.pk,
        "year": year.pk if year else 0,
        "all": here.leads,
        "classes": sorted(here.class_ids),
        "day": day,
        "now": now,
        "ten": datetime.combine(day, TEN, tzinfo=zone),
    }
    from_lessons = chosen(here.school.pk, day, "missed_day")["missed_day"]
    lacking = _lacking(values)
    pupils = _by_class(_rows(_STUDENTS, values))
    lines = tuple(
        _line(row, pupils.get(row[0], []), lacking.get(row[0], []), from_lessons)
        for row in _rows(_CLASSES, values)
    )
    return SchoolAttendancePage(
        day=day,
        today=today,
        now=now,
        lines=lines,
        is_whole_school=here.leads,
        from_lessons=from_lessons,
    )


def _rows(sql: str, values: dict[str, object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _by_class(rows: list[tuple]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for class_id, *rest in rows:
        found.setdefault(class_id, []).append(tuple(rest))
    return found


def _lacking(values: dict[str, object]) -> dict[int, list[Lacking]]:
    found: dict[int, list[Lacking]] = {}
    for class_id, pk, number, subject, group, last, first, patronymic in _rows(_LACKING, values):
        found.setdefault(class_id, []).append(
            Lacking(
                lesson_id=pk,
                number=number,
                subject=subject,
                group=group,
                teacher=Name(last, first, patronymic or "").short if last else "",
            )
        )
    return found


def _line(row: tuple, pupils: list[tuple], lacking: list[Lacking], from_lessons: int) -> ClassLine:
    pk, name, shift, day_kind, last, first, patronymic, students = row
    people = [
        _departure(person, latest, is_away=is_away, from_lessons=from_lessons)
        for _ten, latest, is_away, _early, _count, some in pupils
        for person in some or ()
    ]
    expected = [(ten, latest, early, n) for ten, latest, gone, early, n, _ in pupils if not gone]
    return ClassLine(
        class_id=pk,
        name=name,
        shift=shift,
        homeroom=Name(last, first, patronymic or "").short if last else "",
        day_kind=day_kind or "",
        students=students,
        has_lessons=bool(pupils),
        begins_early=any(early for _ten, _latest, early, _n in expected),
        at_ten=_picture([(ten, n) for ten, _latest, _early, n in expected]),
        latest=_picture([(latest, n) for _ten, latest, _early, n in expected]),
        away=sum(n for _ten, _latest, gone, _early, n, _some in pupils if gone),
        late=sum(1 for person in people if person.tally.late),
        people=tuple(sorted(people, key=lambda person: person.order)),
        lacking=tuple(lacking),
    )


def _picture(states: list[tuple[str | None, int]]) -> Picture:
    counts: dict[str, int] = {}
    for state, count in states:
        key = "unknown" if state is None else "present" if state == "late" else state
        counts[key] = counts.get(key, 0) + count
    return Picture(**counts)


def _departure(person: list, latest: str | None, *, is_away: bool, from_lessons: int) -> Departure:
    last, first, patronymic, planned, absent, excused, ill, late, ahead, noted = person
    tally = replace(
        NOTHING, planned=planned, absent=absent, excused=excused, ill=ill, late=late, ahead=ahead
    )
    return Departure(
        name=Name(last, first, patronymic),
        state="away" if is_away else latest or "present",
        tally=tally,
        missed_day=None if is_away else reason_of_day(tally, from_lessons=from_lessons),
        lessons=_lessons(noted or []),
    )


def _lessons(noted: list[list]) -> tuple[tuple[str, str], ...]:
    """Numbers of lessons by sign, in the order of the day."""
    found: dict[str, list[str]] = {}
    for number, kind, minutes in noted:
        found.setdefault(f"{AbsenceKind(kind).sign}{minutes or ''}", []).append(str(number))
    return tuple((sign, ", ".join(numbers)) for sign, numbers in found.items())
