"""What is owed at a moment: facts of `control_facts` that are neither done nor excused, with the
names a message needs, and the people who hear of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from core.text import Name
from school.models import Duty, Employee

Key = tuple[str, str, int, date]

# What a class as a whole owes, its homeroom teacher owes.
_OWNER = """LEFT JOIN school_homeroomteacher h ON f.teacher_id IS NULL AND f.course_id IS NULL
   AND h.school_class_id = f.class_id AND h.since <= %(today)s
   AND (h.until IS NULL OR h.until >= %(today)s)"""
# Of lessons only those that are over: before that nobody is late. The digest of the forecast is the
# house's own doing.
_OWED = f"""
SELECT f.rule, f.fact, f.about_id, f.day, f.due_at, f.lesson_id, f.class_id, f.course_id,
       e.id, CASE WHEN p.is_active AND (e.left_on IS NULL OR e.left_on >= %(today)s)
                          THEN p.id END,
       p.last_name, p.first_name, p.patronymic,
       coalesce(g.name, k.grade || k.letter, ''), coalesce(s.name, ''), l.number,
       coalesce(l.day, f.day)
  FROM control_facts(%(school)s, %(first)s, %(last)s) f
  {_OWNER}
  LEFT JOIN school_employee e ON e.id = coalesce(f.teacher_id, h.employee_id)
  LEFT JOIN school_person p ON p.id = e.person_id
  LEFT JOIN schedule_lesson l ON l.id = f.lesson_id
  LEFT JOIN school_course c ON c.id = f.course_id
  LEFT JOIN school_group g ON g.id = c.group_id
  LEFT JOIN school_schoolclass k ON k.id = f.class_id
  LEFT JOIN school_subject s ON s.id = f.subject_id
 WHERE f.rule <> 'FORECAST' AND f.done_at IS NULL AND f.excuse_id IS NULL
   AND f.due_at > %(after)s AND f.due_at <= %(until)s AND (l.id IS NULL OR l.ends_at <= %(now)s)
 ORDER BY coalesce(l.day, f.day), coalesce(l.starts_at, f.due_at), f.about_id, f.due_at, f.fact DESC
"""
_STANDING = f"""
SELECT f.rule, f.fact, f.about_id, f.day, coalesce(f.teacher_id, h.employee_id), f.due_at,
       f.done_at, core_rule_state(f.due_at, f.done_at, f.excuse_id IS NOT NULL, %(now)s)
  FROM unnest(%(days)s::date[]) d CROSS JOIN LATERAL control_facts(%(school)s, d, d) f
  {_OWNER}
 WHERE f.about_id = ANY(%(about)s)
"""
_HEARERS = """
SELECT d.role, NULL::bigint, d.person_id
  FROM school_duty d JOIN school_person p ON p.id = d.person_id AND p.is_active
 WHERE d.school_id = %(school)s AND d.role IN ('deputy', 'director', 'administrator')
   AND d.since <= %(today)s AND (d.until IS NULL OR d.until >= %(today)s)
UNION
SELECT 'homeroom', h.school_class_id, e.person_id
  FROM school_homeroomteacher h JOIN school_employee e ON e.id = h.employee_id
  JOIN school_person p ON p.id = e.person_id AND p.is_active
 WHERE h.school_id = %(school)s AND h.since <= %(today)s
   AND (h.until IS NULL OR h.until >= %(today)s)
   AND (e.left_on IS NULL OR e.left_on >= %(today)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing somebody owes; what a class as a whole owes (reports on paper) its homeroom teacher
    does. `person_id` is empty where nobody who works here owes it: a lesson
    without a teacher, or of one who left."""

    rule: str
    fact: str
    about_id: int
    day: date
    due_at: datetime
    lesson_id: int | None
    class_id: int | None
    course_id: int | None
    teacher_id: int | None
    person_id: int | None
    teacher: Name | None
    group: str
    subject: str
    number: int | None
    shown_day: date

    @property
    def key(self) -> Key:
        return (self.rule, self.fact, self.about_id, self.day)

    @property
    def is_of_school(self) -> bool:
        """A duty of the school as a whole, no teacher's: an order, the figures of a week."""
        return self.class_id is None and self.course_id is None and self.teacher_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one thing stands now."""

    teacher_id: int | None
    due_at: datetime
    done_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearers:
    """Who hears of what teachers do not do: people in charge today."""

    deputies: frozenset[int]
    heads: frozenset[int]
    homeroom: dict[int, int]


def owed(
    school_id: int,
    *,
    first: date,
    last: date,
    after: datetime,
    until: datetime,
    today: date,
    now: datetime,
) -> list[Owed]:
    """What of these days is due after one moment and not later than another, and is neither done
    nor excused; by lesson, in one statement."""
    asked = {"school": school_id, "first": first, "last": last, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {**asked, "after": after, "until": until, "now": now})
        return [_owed(row) for row in cursor.fetchall()]


def _owed(row: tuple) -> Owed:
    names = ("rule", "fact", "about_id", "day", "due_at", "lesson_id", "class_id", "course_id")
    return Owed(
        **dict(zip(names, row[:8], strict=True)),
        teacher_id=row[8],
        person_id=row[9],
        teacher=Name(*row[10:13]) if row[10] else None,
        group=row[13],
        subject=row[14],
        number=row[15],
        shown_day=row[16],
    )


def standing(
    school_id: int, *, days: Collection[date], about: Collection[int], today: date, now: datetime
) -> dict[Key, Standing]:
    """How these things stand now; one that is gone (cancelled, moved) is not among them."""
    asked = {"school": school_id, "days": sorted(set(days)), "about": list(about)}
    asked |= {"today": today, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, asked)
        return {
            row[:4]: Standing(teacher_id=row[4], due_at=row[5], done_at=row[6], state=row[7])
            for row in cursor.fetchall()
        }


def hearers(school_id: int, today: date) -> Hearers:
    """Deputies (where there is none, those at the head), director and administrator, and homeroom
    teachers by class, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARERS, {"school": school_id, "today": today})
        rows = cursor.fetchall()
    by_role = {
        role: frozenset(person for one, _class, person in rows if one == role)
        for role in ("deputy", "director", "administrator")
    }
    heads = by_role["director"] | by_role["administrator"]
    return Hearers(
        deputies=by_role["deputy"] or by_role["director"] or heads,
        heads=heads,
        homeroom={pk: person for role, pk, person in rows if role == "homeroom"},
    )


def works_in(school_id: int, person_id: int, today: date) -> bool:
    """Whether the person works in the school or has a duty there today."""
    employed = Employee.objects.filter(
        Q(left_on=None) | Q(left_on__gte=today), school_id=school_id, person_id=person_id
    )
    duties = Duty.objects.on(today).filter(school_id=school_id, person_id=person_id)
    return employed.exists() or duties.exists()
