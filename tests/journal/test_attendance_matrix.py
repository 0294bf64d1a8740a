"""Attendance in figures: the worked example, whole days, who counts where and when."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from journal.attendance import Tally, percent, reason_of_day
from journal.models import AbsenceKind, Attendance, LessonRecord, StudyAway
from journal.queries.attendance_matrix import attendance_matrix
from school.models import CalendarDay, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_student,
    a_subgroup,
    join,
    moscow,
    students_of,
    whole,
)

TUESDAY = MONDAY + timedelta(days=1)
SEPTEMBER = (date(2025, 9, 1), date(2025, 9, 30))
EVENING = moscow(date(2025, 9, 30), "20:00")


@pytest.fixture
def school_class(course):
    return course.group.school_class


@pytest.fixture
def take(anna):
    """The register is taken; these students were away for these reasons."""

    def take(lesson, *, at=None, **away: object):
        at = at or lesson.starts_at + timedelta(minutes=10)
        LessonRecord.objects.create(
            school=lesson.school, lesson=lesson, register_at=at, register_by=anna.person
        )
        for kind, students in away.items():
            for student in students:
                Attendance.objects.create(
                    school=lesson.school,
                    lesson=lesson,
                    student=student,
                    kind=kind,
                    noted_at=at,
                    noted_by=anna.person,
                )

    return take


def matrix(school_class, *, now=EVENING, span=SEPTEMBER):
    return attendance_matrix(school_class, *span, now=now)


def test_the_worked_example_of_the_requirements():
    """25 pupils × 30 lessons, 45 missed: 30 б, 9 уп, 6 н."""
    tally = Tally(planned=25 * 30, ill=30, excused=9, absent=6, late=11)

    assert tally.missed == 45
    assert tally.attendance == Fraction(94, 100)
    assert tally.attendance_shown == "94,0"
    assert tally.unexcused == Fraction(6, 750)
    assert tally.unexcused_shown == "0,8"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(Fraction(1, 3), "33,3"), (Fraction(999, 2000), "50,0"), (Fraction(1), "100,0"), (None, "")],
)
def test_a_percentage_has_one_place_half_up(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(("missed", "alarming"), [(2, False), (3, True)])
def test_three_lessons_of_ten_alarm(missed, alarming):
    assert Tally(planned=10, ill=missed).is_alarming is alarming


@pytest.mark.parametrize(
    ("day", "from_lessons", "reason"),
    [
        (Tally(planned=6, ill=6), 0, AbsenceKind.ILL),
        (Tally(planned=6, ill=5), 0, None),
        (Tally(planned=6, ill=5, excused=1), 0, AbsenceKind.EXCUSED),
        (Tally(planned=6, ill=5, absent=1), 0, AbsenceKind.ABSENT),
        (Tally(planned=6, ill=3), 3, AbsenceKind.ILL),
        (Tally(planned=6, ill=2), 3, None),
        (Tally(planned=2, ill=2), 3, AbsenceKind.ILL),
        (Tally(planned=2, ill=2, ahead=4), 0, None),
        (Tally(planned=2, ill=2, unknown=1), 0, AbsenceKind.ILL),
        (Tally(unknown=6), 0, None),
        (Tally(away=6), 3, None),
    ],
)
def test_a_day_counts_as_missed_by_the_schools_rule(day, from_lessons, reason):
    assert reason_of_day(day, from_lessons=from_lessons) == reason


@pytest.mark.clause("2.4")
def test_lessons_missed_stand_by_student_day_and_reason(course, school_class, take):
    first, second, third = students_of(course.group)
    take(a_lesson(course), absent=[first], late=[second])
    take(a_lesson(course, number=2), ill=[third])
    take(a_lesson(course, day=TUESDAY), excused=[first])

    found = matrix(school_class)

    assert [day.day for day in found.days] == [MONDAY, TUESDAY]
    assert [row.student.pk for row in found.rows] == [first.pk, second.pk, third.pk]
    parts = [[cell.parts for cell in row.cells] for row in found.rows]
    assert parts == [
        [((AbsenceKind.ABSENT, 1),), ((AbsenceKind.EXCUSED, 1),)],
        [(), ()],
        [((AbsenceKind.ILL, 1),), ()],
    ]
    sums = found.sums
    assert (sums.planned, sums.missed, sums.absent, sums.late, sums.days) == (9, 3, 1, 1, 1)
    assert found.rows[0].sums.days_excused == 1


def test_lessons_without_a_register_are_counted_apart(course, school_class, take):
    take(a_lesson(course))
    a_lesson(course, number=2)

    found = matrix(school_class)

    assert (found.sums.planned, found.sums.unknown) == (3, 3)
    assert (found.lessons, found.without_register) == (2, 1)
    assert found.sums.attendance == 1


def test_lessons_to_come_are_in_no_sum(course, school_class, take):
    a_lesson(course)

    found = matrix(school_class, now=moscow(MONDAY, "08:29"))

    assert (found.sums.planned, found.sums.unknown, found.without_register) == (0, 0, 0)
    assert found.sums.ahead == 3


def test_a_student_at_home_is_neither_present_nor_absent(course, school_class, take, anna):
    first, *_rest = students_of(course.group)
    StudyAway.objects.create(
        school=course.school,
        student=first,
        mode="home",
        order_number="15",
        since=MONDAY,
        until=MONDAY,
        made_at=moscow(MONDAY, "08:00"),
        made_by=anna.person,
    )
    take(a_lesson(course), absent=[first])
    take(a_lesson(course, day=TUESDAY), absent=[first])

    sums = matrix(school_class).rows[0].sums

    assert (sums.planned, sums.away, sums.absent) == (1, 1, 1)


def test_a_distance_day_is_in_no_percentage(course, school_class, take):
    CalendarDay.objects.create(
        school=course.school, calendar=school_class.calendar, day=MONDAY, kind="distance"
    )
    take(a_lesson(course))

    found = matrix(school_class)

    assert found.days[0].is_distance
    assert (found.sums.planned, found.sums.away) == (0, 3)


def test_who_joined_after_the_register_is_not_recorded(course, school_class, take):
    lesson = a_lesson(course)
    take(lesson, at=moscow(MONDAY, "08:40"))
    newcomer = a_student(school_class, last="Ячменёв", since=MONDAY)
    newcomer.memberships.update(entered_at=moscow(MONDAY, "10:00"))

    sums = matrix(school_class).rows[-1].sums

    assert (sums.planned, sums.unknown) == (0, 1)


def test_who_moved_is_counted_for_the_days_in_each_class(course, school_class, take):
    mover = a_student(school_class, last="Ячменёв", until=MONDAY)
    other = a_class(course.school, letter="Б", students=1)
    join(whole(other), mover, since=TUESDAY)
    theirs = a_course(group=whole(other), subject="Физика", teacher=course.teachers.get().employee)
    take(a_lesson(course), ill=[mover])
    take(a_lesson(course, day=TUESDAY))
    take(a_lesson(theirs, day=MONDAY, number=3))
    take(a_lesson(theirs, day=TUESDAY, number=3), absent=[mover])

    here, there = matrix(school_class).rows[-1], matrix(other).rows[-1]

    assert (here.student.pk, there.student.pk) == (mover.pk, mover.pk)
    assert (here.sums.planned, here.sums.ill, here.sums.absent) == (1, 1, 0)
    assert (there.sums.planned, there.sums.ill, there.sums.absent) == (1, 0, 1)


def test_a_subgroup_counts_for_its_students_only(course, school_class, take, anna):
    first, second, _third = students_of(course.group)
    half = a_subgroup(school_class, name="англ. 1", students=[first])
    english = a_course(group=half, subject="Английский", teacher=anna)
    take(a_lesson(course), ill=[first, second])
    take(a_lesson(english, number=2), ill=[first])

    rows = matrix(school_class).rows

    assert [row.sums.planned for row in rows] == [2, 1, 1]
    assert [row.sums.days_ill for row in rows] == [1, 1, 0]


def test_the_school_may_count_a_day_from_three_lessons(course, school_class, take):
    first, *_rest = students_of(course.group)
    for number in (1, 2, 3, 4):
        take(a_lesson(course, number=number), ill=[first] if number < 4 else [])
    assert matrix(school_class).sums.days == 0

    SchoolSetting.objects.create(
        school=course.school, key="missed_day", value=3, since=FIRST_DAY, act="Положение"
    )

    assert matrix(school_class).sums.days == 1


@pytest.mark.parametrize("students", [3, 34])
def test_the_matrix_costs_four_statements(school, anna, take, students, django_assert_num_queries):
    big = a_class(school, grade=6, students=students)
    lessons = a_course(group=whole(big), teacher=anna)
    take(a_lesson(lessons), ill=students_of(whole(big))[:2])

    with django_assert_num_queries(4):
        matrix(big)
