"""A student's average is of the subject: over all his courses of it, and what he brought."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine

from journal.models import (
    Attendance,
    BroughtMark,
    Exemption,
    LessonRecord,
    Mark,
    Sign,
    StudyAway,
)
from journal.queries.subject_averages import subject_marks
from school.models import Scale, Term
from tests import builders as b

pytestmark = pytest.mark.django_db

TUESDAY = b.MONDAY + timedelta(days=1)


@pytest.fixture
def term(school):
    b.a_year(school)
    return Term.objects.get(calendar__school=school, number=1)


@pytest.fixture
def put(anna, kind):
    """Put a mark of a weight into a lesson."""

    def put_mark(lesson, student, points=None, weight="1", sign=""):
        return Mark.objects.create(
            school=lesson.school,
            lesson=lesson,
            course=lesson.course,
            student=student,
            kind=kind("Ответ"),
            weight=Decimal(weight),
            scale=lesson.course.scale,
            points=points,
            sign=sign,
            written_at=lesson.starts_at,
            written_by=anna.person,
        )

    return put_mark


def _held(lesson):
    LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        register_at=lesson.starts_at,
        register_by=lesson.teacher.person,
    )
    return lesson


def _away(lesson, student, kind="absent"):
    Attendance.objects.create(
        school=lesson.school,
        lesson=lesson,
        student=student,
        kind=kind,
        noted_at=lesson.starts_at,
        noted_by=lesson.teacher.person,
    )


def _of(course, student, term, **more):
    found = subject_marks(
        school_id=course.school_id,
        year_id=course.year_id,
        student_ids=[student.pk],
        terms=[term],
        today=b.MONDAY,
        **more,
    )
    return found[student.pk, course.subject_id, term.pk]


def test_weights_count_and_signs_do_not(course, lesson, term, put):
    student = b.students_of(course.group)[0]
    for points, weight in ((5, "1"), (4, "2"), (3, "3"), (5, "1")):
        put(lesson, student, points, weight)
    put(lesson, student, sign=Sign.EXEMPT)
    put(lesson, student, sign=Sign.OWED)

    found = _of(course, student, term)

    assert found.average == Fraction(27, 7)
    assert found.count == 4
    assert [mark.points for mark in found.marks] == [5, 4, 3, 5, None]


def test_marks_of_the_class_he_left_and_of_another_school_count(school, course, lesson, term, put):
    student = b.students_of(course.group)[0]
    stay = student.memberships.get()
    stay.until = b.MONDAY
    stay.save()
    other = b.a_course(group=b.whole(b.a_class(school, letter="Б")), teacher=lesson.teacher)
    b.join(other.group, student, since=TUESDAY)
    put(lesson, student, 3)
    put(b.a_lesson(other, day=TUESDAY), student, 5)
    BroughtMark.objects.create(
        school=school,
        student=student,
        subject=course.subject,
        day=date(2025, 9, 3),
        points=4,
        weight=2,
        from_where="Школа № 9",
        written_at=lesson.starts_at,
        written_by=lesson.teacher.person,
    )

    found = _of(course, student, term)

    assert found.average == Fraction(3 + 5 + 8, 4)
    assert found.course_id == other.pk
    assert [mark.is_brought for mark in found.marks] == [True, False, False]


def test_only_marks_of_the_term_count(course, lesson, term, put):
    student = b.students_of(course.group)[0]
    put(b.a_lesson(course, day=term.last_day), student, 5)
    put(b.a_lesson(course, day=term.last_day + timedelta(days=1)), student, 2)

    assert _of(course, student, term).average == 5


def test_lessons_count_where_the_register_was_taken_in_his_days(course, anna, term):
    student = b.students_of(course.group)[0]
    lessons = [_held(b.a_lesson(course, day=b.MONDAY + timedelta(days=n))) for n in range(4)]
    b.a_lesson(course, day=b.MONDAY + timedelta(days=4))
    _held(b.a_lesson(course, day=b.MONDAY - timedelta(days=1)))
    stay = student.memberships.get()
    stay.since = b.MONDAY
    stay.save()
    _away(lessons[0], student)
    _away(lessons[1], student, "ill")
    _away(lessons[2], student, "late")

    found = _of(course, student, term)

    assert (found.held, found.missed, found.ahead) == (4, 2, 4)


def test_lessons_while_taught_at_home_are_not_expected_and_exempt_ones_are_told(
    school, course, anna, term
):
    student = b.students_of(course.group)[0]
    for n in range(4):
        _held(b.a_lesson(course, day=b.MONDAY + timedelta(days=n)))
    StudyAway.objects.create(
        school=school,
        student=student,
        mode="home",
        order_number="7",
        since=b.MONDAY,
        until=b.MONDAY,
        made_at=b.moscow(b.MONDAY, "08:00"),
        made_by=anna.person,
    )
    Exemption.objects.create(
        school=school,
        student=student,
        subject=course.subject,
        document="справка",
        since=TUESDAY,
        until=TUESDAY,
        made_at=b.moscow(b.MONDAY, "08:00"),
        made_by=anna.person,
    )

    found = _of(course, student, term)

    assert (found.held, found.exempt) == (3, 1)


def test_marks_of_another_scale_never_mix(school, course, lesson, term, put):
    student = b.students_of(course.group)[0]
    points = b.a_course(
        group=b.a_subgroup(course.group.school_class, name="Кружок", students=[student]),
        teacher=lesson.teacher,
        scale=Scale.HUNDRED,
    )
    points.hours_a_year = 34
    points.save()
    put(lesson, student, 4)
    put(b.a_lesson(points, number=3), student, 87)

    assert _of(course, student, term).average == 4


def test_one_statement_whatever_the_number_of_students(
    school, course, lesson, term, put, django_assert_num_queries
):
    for student in b.students_of(course.group):
        put(lesson, student, 4)
    students = [student.pk for student in b.students_of(course.group)]

    with django_assert_num_queries(1):
        found = subject_marks(
            school_id=school.pk,
            year_id=course.year_id,
            student_ids=students,
            terms=[term],
            today=b.MONDAY,
            subject_ids=[course.subject_id],
            with_marks=False,
        )

    assert [one.average for one in found.values()] == [4, 4, 4]
    assert [one.marks for one in found.values()] == [(), (), ()]


def test_grid_lesson_sheet_and_saved_cell_agree_about_marks_from_elsewhere(
    school, anna, course, lesson, term, put
):
    student = b.students_of(course.group)[0]
    other = b.a_course(
        group=b.a_subgroup(course.group.school_class, name="Группа 1", students=[student]),
        teacher=anna,
    )
    put(b.a_lesson(other, number=2), student, 2)
    BroughtMark.objects.create(
        school=school,
        student=student,
        subject=course.subject,
        day=date(2025, 9, 3),
        points=3,
        from_where="Школа № 9",
        written_at=lesson.starts_at,
        written_by=anna.person,
    )
    client = b.logged_in(anna.person)
    cell = f"/s/{school.pk}/lessons/{lesson.pk}/cells/{student.pk}/"

    with time_machine.travel(b.moscow(b.MONDAY, "08:40")):
        saved = client.post(cell, {"text": "5", "seen": ""}).json()
        pages = [
            client.get(f"/s/{school.pk}/{rest}").content.decode()
            for rest in (
                f"journals/{course.pk}/?term={term.pk}",
                f"lessons/{lesson.pk}/",
                f"journals/{course.pk}/terms/",
                f"journals/{course.pk}/students/{student.pk}/average/?term={term.pk}",
            )
        ]

    assert saved["average"] == "3,33"
    assert ["3,33" in page for page in pages] == [True] * 4
