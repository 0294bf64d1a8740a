"""Truths the database holds itself."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from schedule.models import Lesson
from school.models import Membership
from tests import builders as b


@pytest.mark.django_db
def test_a_teacher_cannot_be_in_two_lessons_at_once():
    school = b.a_school()
    anna = b.an_employee(school)
    course = b.a_course(school, teacher=anna)
    b.a_lesson(course, number=1)

    with pytest.raises(IntegrityError, match="schedule_lesson_teacher_free"), transaction.atomic():
        b.a_lesson(course, number=2, starts="09:00")

    assert Lesson.objects.count() == 1


@pytest.mark.django_db
def test_a_lesson_lies_inside_its_year():
    course = b.a_course()

    with pytest.raises(IntegrityError, match="inside its year"), transaction.atomic():
        b.a_lesson(course, day=b.LAST_DAY.replace(month=6))


@pytest.mark.django_db
def test_a_student_is_in_a_group_once_at_a_time():
    school_class = b.a_class(b.a_school(), students=1)
    student = b.students_of(b.whole(school_class))[0]

    with pytest.raises(IntegrityError, match="school_membership_once"), transaction.atomic():
        b.join(b.whole(school_class), student)

    assert Membership.objects.count() == 1


@pytest.mark.django_db
def test_the_web_role_can_neither_change_nor_delete_history():
    b.a_school()

    for statement in (
        "UPDATE school_schoolevent SET name = 'x'",
        "DELETE FROM school_schoolevent",
        "TRUNCATE school_schoolevent",
        "ALTER TABLE school_school DISABLE TRIGGER ALL",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
