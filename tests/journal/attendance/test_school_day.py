"""The attendance of the whole school on one day, on one page."""

from datetime import timedelta

import pytest

from journal.models import AbsenceKind, Attendance, LessonRecord, StudyAway
from journal.queries.school_attendance import Picture, school_attendance
from school.models import CalendarDay, Role
from school.standing import standing_of
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_note,
    a_school,
    an_employee,
    moscow,
    students_of,
    whole,
)

NOON = moscow(MONDAY, "12:00")


@pytest.fixture
def school(db):
    return a_school()


@pytest.fixture
def anna(school):
    return an_employee(school, last="Орлова", first="Анна")


@pytest.fixture
def deputy(school):
    return an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY)


@pytest.fixture
def five_a(school):
    return a_class(school, students=4)


@pytest.fixture
def maths(five_a, anna):
    return a_course(group=whole(five_a), teacher=anna)


def take(lesson, **away: object):
    LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        register_at=lesson.starts_at + timedelta(minutes=5),
        register_by=lesson.teacher.person,
    )
    for kind, students in away.items():
        for student in students:
            note_absence(lesson, student, kind)


def note_absence(lesson, student, kind):
    Attendance.objects.create(
        school=lesson.school,
        lesson=lesson,
        student=student,
        kind=kind,
        noted_at=lesson.starts_at,
        noted_by=lesson.teacher.person,
    )


def page(person, *, now=NOON, day=None):
    here = standing_of(person).in_school(person.employments.get().school_id)
    return school_attendance(here, day=day, now=now)


@pytest.mark.clause("2.4")
def test_the_day_says_who_is_present_at_ten_and_now(five_a, maths, deputy):
    first, second, third, _fourth = students_of(whole(five_a))
    take(a_lesson(maths, number=1), absent=[first], late=[second])
    take(a_lesson(maths, number=3), ill=[third])

    [line] = page(deputy.person).lines

    assert (line.name, line.students, line.late) == ("5А", 4, 1)
    assert line.at_ten == Picture(present=3, absent=1)
    assert line.latest == Picture(present=3, ill=1)
    assert [one.name.last for one in line.people] == ["Васильев", "Абрамов", "Беляев"]
    assert [one.lessons for one in line.people] == [
        (("б", "3"),),
        (("н", "1"),),
        (("оп", "1"),),
    ]


def test_a_class_without_a_register_is_unknown_and_its_teacher_is_named(maths, deputy):
    lesson = a_lesson(maths, number=1)
    a_lesson(maths, number=6)

    found = page(deputy.person)

    [line] = found.lines
    assert line.latest == Picture(unknown=4)
    assert [(one.lesson_id, one.teacher) for one in line.lacking] == [(lesson.pk, "Орлова А.")]
    assert found.lacking == 1
    assert found.latest.share == ""


def test_an_absence_counts_before_the_register_is_taken(five_a, maths, deputy):
    first, *_rest = students_of(whole(five_a))
    note_absence(a_lesson(maths), first, "absent")

    [line] = page(deputy.person).lines

    assert line.latest == Picture(absent=1, unknown=3)


def test_a_note_turns_it_into_illness_here_too(five_a, maths, deputy):
    first, *_rest = students_of(whole(five_a))
    take(a_lesson(maths), absent=[first])
    a_note(first, by=deputy.person, state="accepted")

    [line] = page(deputy.person).lines

    assert line.latest == Picture(present=3, ill=1)
    assert line.people[0].missed_day == AbsenceKind.ILL


def test_who_is_taught_elsewhere_and_a_distance_day_are_in_no_picture(
    school, five_a, maths, deputy
):
    first, *_rest = students_of(whole(five_a))
    StudyAway.objects.create(
        school=school,
        student=first,
        mode="home",
        order_number="15",
        since=MONDAY,
        made_at=NOON,
        made_by=deputy.person,
    )
    take(a_lesson(maths))
    [line] = page(deputy.person).lines
    assert (line.away, line.latest) == (1, Picture(present=3))

    CalendarDay.objects.create(school=school, calendar=five_a.calendar, day=MONDAY, kind="distance")

    [line] = page(deputy.person).lines
    assert line.is_distance
    assert (line.away, line.latest) == (4, Picture())


def test_the_second_shift_begins_later(maths, deputy):
    take(a_lesson(maths, starts="14:00"))

    [line] = page(deputy.person, now=moscow(MONDAY, "15:00")).lines

    assert not line.begins_early
    assert line.latest == Picture(present=4)


def test_a_homeroom_teacher_sees_the_own_class_only(school, five_a, maths):
    galina = an_employee(school, last="Галкина", first="Галина", role=None)
    a_class(school, letter="Б", students=1, homeroom=galina)
    take(a_lesson(maths))

    found = page(galina.person)

    assert [line.name for line in found.lines] == ["5Б"]
    assert not found.is_whole_school


def test_a_past_day_is_told_to_its_end(maths, deputy):
    take(a_lesson(maths, day=MONDAY - timedelta(days=3)))

    found = page(deputy.person, day=MONDAY - timedelta(days=3))

    assert found.latest == Picture(present=4)
    assert (found.previous, found.next) == (MONDAY - timedelta(days=4), MONDAY)


@pytest.mark.parametrize("classes", [1, 12])
def test_the_page_costs_as_much_for_one_class_as_for_many(
    school, deputy, classes, django_assert_num_queries
):
    for number in range(classes):
        group = whole(a_class(school, grade=number % 11 + 1, letter="АБ"[number // 11]))
        course = a_course(group=group, teacher=an_employee(school))
        take(a_lesson(course, starts=f"{8 + number // 2:02}:{30 * (number % 2):02}:00"))
    here = standing_of(deputy.person).in_school(school.pk)

    with django_assert_num_queries(5):
        school_attendance(here, day=None, now=NOON)
