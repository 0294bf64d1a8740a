"""Pages of the journal, for axe and for the eye."""

from __future__ import annotations

from school.models import Group, GroupKind
from tests import builders as b
from tests.journal.access_works import a_work


def _school(village, rest: str) -> str:
    return f"/s/{village.school.pk}/{rest}"


def _with_files(village):
    """The next day's lesson, with files for all and a variant for some."""
    lesson = village.course.lessons.order_by("starts_at")[6]
    b.a_file_of_homework(lesson)
    b.a_file_of_homework(lesson, only=tuple(village.students[:3]), name="карта.png")
    return lesson


def _term(village) -> int:
    return village.school_class.calendar.terms.get(number=1).pk


def _club(village):
    """A club of two classes, with a session that was held this morning."""
    group, _ = Group.objects.get_or_create(
        school=village.school,
        year=village.course.year,
        kind=GroupKind.CLUB,
        name="Шахматный клуб «Белая ладья»",
    )
    if not group.memberships.exists():
        for student in village.students[:12]:
            b.join(group, student)
        course = b.a_course(group=group, subject="Шахматы", teacher=village.teacher, scale="none")
        b.a_lesson(course, number=0, starts="07:30")
    return group.courses.get()


PAGES = [
    ("journal-day", "own_teacher", lambda v: _school(v, "day/")),
    ("journal-day-empty", "own_teacher", lambda v: _school(v, "day/?day=2025-09-13")),
    ("journal-courses", "deputy", lambda v: _school(v, "journals/")),
    ("journal-course", "own_teacher", lambda v: _school(v, f"journals/{v.course.pk}/")),
    ("journal-course-read", "homeroom", lambda v: _school(v, f"journals/{v.course.pk}/")),
    ("journal-lesson", "own_teacher", lambda v: _school(v, f"lessons/{v.lesson.pk}/")),
    ("journal-lesson-read", "director", lambda v: _school(v, f"lessons/{v.lesson.pk}/")),
    ("journal-lesson-deputy", "deputy", lambda v: _school(v, f"lessons/{v.lesson.pk}/")),
    (
        "journal-average",
        "own_teacher",
        lambda v: _school(v, f"journals/{v.course.pk}/students/{v.student.pk}/average/"),
    ),
    (
        "journal-history",
        "own_teacher",
        lambda v: _school(v, f"lessons/{v.lesson.pk}/cells/{v.student.pk}/history/"),
    ),
    (
        "journal-lesson-homework",
        "own_teacher",
        lambda v: _school(v, f"lessons/{_with_files(v).pk}/"),
    ),
    (
        "journal-class-homework",
        "homeroom",
        lambda v: _school(v, f"classes/{v.school_class.pk}/homework/"),
    ),
    ("journal-club", "own_teacher", lambda v: _school(v, f"journals/{_club(v).pk}/")),
    (
        "journal-club-session",
        "own_teacher",
        lambda v: _school(v, f"lessons/{_club(v).lessons.get().pk}/"),
    ),
    ("journal-keys", "own_teacher", lambda v: _school(v, "keys/")),
    ("journal-replace", "own_teacher", lambda v: _school(v, "replace/")),
    ("journal-remarks", "deputy", lambda v: _school(v, f"journals/{v.course.pk}/remarks/")),
    ("journal-all-remarks", "own_teacher", lambda v: _school(v, "remarks/")),
    (
        "journal-mark-sheets",
        "deputy",
        lambda v: _school(v, f"classes/{v.school_class.pk}/mark-sheets/"),
    ),
    ("journal-brought", "deputy", lambda v: _school(v, f"students/{v.student.pk}/brought/")),
    ("journal-kinds", "deputy", lambda v: _school(v, "kinds/")),
    (
        "journal-kind",
        "administrator",
        lambda v: _school(v, f"kinds/{b.a_work_kind(v.school).pk}/"),
    ),
    ("journal-terms", "own_teacher", lambda v: _school(v, f"journals/{v.course.pk}/terms/?all=1")),
    ("journal-terms-read", "homeroom", lambda v: _school(v, f"journals/{v.course.pk}/terms/")),
    (
        "journal-terms-suggested",
        "own_teacher",
        lambda v: _school(v, f"journals/{v.course.pk}/terms/t{_term(v)}/suggested/"),
    ),
    ("class-terms", "deputy", lambda v: _school(v, f"classes/{v.school_class.pk}/terms/")),
    ("class-terms-own", "homeroom", lambda v: _school(v, f"classes/{v.school_class.pk}/terms/")),
    (
        "class-promotion",
        "director",
        lambda v: _school(v, f"classes/{v.school_class.pk}/promotion/"),
    ),
    ("journal-works", "own_teacher", lambda v: _school(v, f"journals/{v.course.pk}/works/")),
    ("journal-works-read", "homeroom", lambda v: _school(v, f"journals/{v.course.pk}/works/")),
    ("journal-results", "own_teacher", lambda v: _school(v, f"works/{a_work(v).pk}/")),
    ("journal-results-read", "director", lambda v: _school(v, f"works/{a_work(v).pk}/")),
    ("journal-work-change", "deputy", lambda v: _school(v, f"works/{a_work(v).pk}/change/")),
    ("class-works", "homeroom", lambda v: _school(v, f"classes/{v.school_class.pk}/works/")),
]
