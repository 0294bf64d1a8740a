"""The school at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from school.standing import InSchool

_FIGURES = """
WITH year AS (
  SELECT id, name, first_day, last_day FROM school_academicyear
   WHERE school_id = %(school)s AND first_day <= %(day)s + 60 ORDER BY first_day DESC LIMIT 1
), member AS (
  SELECT DISTINCT m.student_id FROM school_membership m JOIN school_group g ON g.id = m.group_id
   WHERE g.school_id = %(school)s AND g.kind = 'class' AND g.year_id = (SELECT id FROM year)
     AND m.since <= GREATEST(%(day)s, (SELECT first_day FROM year))
     AND (m.until IS NULL OR m.until >= %(day)s)
)
SELECT (SELECT name FROM year),
  (SELECT count(*) FROM school_schoolclass WHERE year_id = (SELECT id FROM year)),
  (SELECT count(*) FROM member),
  (SELECT count(*) FROM school_employee WHERE school_id = %(school)s AND left_on IS NULL),
  (SELECT count(DISTINCT guardian_id) FROM school_guardianship
    WHERE school_id = %(school)s AND (until IS NULL OR until >= %(day)s)),
  (SELECT count(*) FROM school_course WHERE year_id = (SELECT id FROM year)),
  (SELECT count(*) FROM school_schoolclass c WHERE c.year_id = (SELECT id FROM year)
     AND NOT EXISTS (SELECT 1 FROM school_homeroomteacher h WHERE h.school_class_id = c.id
       AND (h.until IS NULL OR h.until >= %(day)s))),
  (SELECT count(*) FROM school_course c WHERE c.year_id = (SELECT id FROM year)
     AND NOT EXISTS (SELECT 1 FROM school_courseteacher t WHERE t.course_id = c.id
       AND (t.until IS NULL OR t.until >= %(day)s))),
  (SELECT count(*) FROM member m WHERE NOT EXISTS (SELECT 1 FROM school_guardianship g
     WHERE g.student_id = m.student_id AND (g.until IS NULL OR g.until >= %(day)s))),
  (SELECT count(*) FROM school_appointment WHERE school_id = %(school)s AND kind = 'responsible'
     AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)),
  (SELECT count(*) FROM school_term t JOIN school_calendar k ON k.id = t.calendar_id
    WHERE k.year_id = (SELECT id FROM year)),
  (SELECT count(*) FROM school_subject WHERE school_id = %(school)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """Figures of the school's year, and what the registers still lack."""

    school_id: int
    may_change: bool
    year: str | None
    classes: int
    students: int
    employees: int
    guardians: int
    courses: int
    classes_without_homeroom: int
    courses_without_teacher: int
    students_without_kin: int
    responsible: int
    terms: int
    subjects: int

    @property
    def is_empty(self) -> bool:
        """Nobody entered anything yet: the import is the way to begin."""
        return not (self.classes or self.students or self.courses)

    @property
    def is_complete(self) -> bool:
        return bool(
            self.year
            and self.terms
            and self.responsible
            and not self.classes_without_homeroom
            and not self.courses_without_teacher
            and not self.students_without_kin
        )


def overview_page(here: InSchool, *, day: date) -> OverviewPage:
    """One statement whatever the size of the school."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"school": here.school.pk, "day": day})
        row = cursor.fetchone()
    names = (
        "year",
        "classes",
        "students",
        "employees",
        "guardians",
        "courses",
        "classes_without_homeroom",
        "courses_without_teacher",
        "students_without_kin",
        "responsible",
        "terms",
        "subjects",
    )
    return OverviewPage(
        school_id=here.school.pk,
        may_change=here.has("administrator"),
        **dict(zip(names, row, strict=True)),
    )
