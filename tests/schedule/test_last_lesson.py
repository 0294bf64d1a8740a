"""When the children's last lesson of the day ends (order 2.3.2, A4 2.2)."""

from datetime import timedelta

import pytest

from schedule.models import LessonState
from schedule.queries import day_of_teacher, end_of_last_lesson
from school.models import Group, GroupKind
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.mark.clause("A4 2.2")
@pytest.mark.clause("2.3.2")
def test_the_last_lesson_of_any_member_counts_also_in_another_subgroup():
    school_class = b.a_class(b.a_school(), students=4)
    whole = b.whole(school_class)
    maths = b.a_lesson(b.a_course(group=whole), number=1)
    english = b.a_subgroup(school_class, name="Английский 1", students=b.students_of(whole)[:2])
    last = b.a_lesson(b.a_course(group=english, subject="Английский язык"), number=6)

    ends = end_of_last_lesson([maths.pk, last.pk])

    assert ends == {maths.pk: last.ends_at, last.pk: last.ends_at}


@pytest.mark.clause("A4 2.2")
def test_a_subgroup_does_not_wait_for_lessons_of_children_of_another_subgroup():
    school_class = b.a_class(b.a_school(), students=4)
    students = b.students_of(b.whole(school_class))
    first = b.a_subgroup(school_class, name="1", students=students[:2])
    second = b.a_subgroup(school_class, name="2", students=students[2:])
    early = b.a_lesson(b.a_course(group=first, subject="Информатика"), number=2)
    late = b.a_lesson(b.a_course(group=second, subject="Информатика"), number=7)

    ends = end_of_last_lesson([early.pk, late.pk])

    assert ends == {early.pk: early.ends_at, late.pk: late.ends_at}


@pytest.mark.clause("A4 2.2")
def test_cancelled_lessons_clubs_and_extended_day_do_not_extend_the_day():
    school_class = b.a_class(b.a_school(), students=2)
    whole = b.whole(school_class)
    maths = b.a_lesson(b.a_course(group=whole), number=3)
    b.a_lesson(b.a_course(group=whole, subject="Музыка"), number=5, state=LessonState.CANCELLED)
    club = Group.objects.create(
        school=whole.school, year=whole.year, kind=GroupKind.CLUB, name="Шахматы"
    )
    b.join(club, b.students_of(whole)[0])
    chess = b.a_lesson(b.a_course(group=club, subject="Шахматы"), number=8)

    assert end_of_last_lesson([maths.pk]) == {maths.pk: maths.ends_at}
    assert end_of_last_lesson([maths.pk], with_clubs=True) == {maths.pk: chess.ends_at}


@pytest.mark.clause("A4 2.2")
def test_who_left_the_group_yesterday_no_longer_extends_its_day():
    school_class = b.a_class(b.a_school(), students=2)
    whole = b.whole(school_class)
    ilya = b.students_of(whole)[0]
    maths = b.a_lesson(b.a_course(group=whole), number=1)
    other = b.a_subgroup(school_class, name="Физика", students=[])
    b.join(other, ilya, until=b.MONDAY - timedelta(days=1))
    b.a_lesson(b.a_course(group=other, subject="Физика"), number=7)

    assert end_of_last_lesson([maths.pk]) == {maths.pk: maths.ends_at}


def test_a_group_without_children_ends_with_its_own_lesson():
    lesson = b.a_lesson(b.a_course(group=b.whole(b.a_class(b.a_school(), students=0))))

    assert end_of_last_lesson([lesson.pk]) == {lesson.pk: lesson.ends_at}


@pytest.mark.parametrize("students", [1, 34])
def test_the_last_lessons_of_a_day_cost_one_statement(django_assert_num_queries, students):
    school_class = b.a_class(b.a_school(), students=students)
    course = b.a_course(group=b.whole(school_class))
    lessons = [b.a_lesson(course, number=number) for number in range(1, 8)]

    with django_assert_num_queries(1):
        ends = end_of_last_lesson([lesson.pk for lesson in lessons])

    assert set(ends.values()) == {lessons[-1].ends_at}


def test_a_teachers_day_is_read_in_order_by_one_statement(django_assert_num_queries):
    school = b.a_school()
    anna = b.an_employee(school)
    course = b.a_course(school, teacher=anna)
    second = b.a_lesson(course, number=2)
    first = b.a_lesson(course, number=1)
    b.a_lesson(course, day=b.MONDAY + timedelta(days=1))

    with django_assert_num_queries(1):
        lessons = day_of_teacher(anna.pk, b.MONDAY)
        said = [f"{one.course.subject} {one.course.group.school_class}" for one in lessons]

    assert lessons == [first, second]
    assert said == ["Математика 5А", "Математика 5А"]
