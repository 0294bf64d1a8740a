"""WORKS_SPACED at its borders: days between, one a day, edges of the day, share of the hours."""

from datetime import date, timedelta

import pytest

from core.refusal import Refused
from core.regulation import rules
from journal.actions.marks import write_cell
from journal.actions.planning import change_work
from journal.actions.works import NotSpaced, add_work, remove_work
from journal.models import MarkEvent, Work
from journal.queries.spacing import works_around
from journal.spacing import Objection
from schedule.models import LessonState
from school.choices import CHOICES
from school.models import GroupKind, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_subgroup,
    join,
    moscow,
    students_of,
    whole,
)

NOW = moscow(date(2025, 9, 1), "07:00")
AFTER_17 = MONDAY + timedelta(days=17)


@pytest.fixture
def plan(anna, kind):
    def plan(lesson, name="Контрольная", **more: object):
        more.setdefault("now", NOW)
        return add_work(actor=anna.person, lesson=lesson, kind_id=kind(name).pk, **more)

    return plan


@pytest.fixture
def middle(course):
    """A lesson with one of the class before it and one after, twice that week."""

    def middle(day, of=None, number=3):
        of = of or course
        around = a_course_around(course)
        for other in (1, 7):
            if not around.lessons.filter(day=day, number=other).exists():
                a_lesson(around, day=day, number=other)
        a_lesson(of, day=day + timedelta(days=1 if day.weekday() < 4 else -1), number=number + 1)
        return a_lesson(of, day=day, number=number)

    return middle


def a_course_around(course):
    found = type(course).objects.filter(group=course.group, subject__name="Физкультура").first()
    return found or a_course(group=course.group, subject="Физкультура")


def told(plan, lesson, **more: object):
    with pytest.raises(NotSpaced) as refused:
        plan(lesson, **more)
    return refused.value.found


def kinds_of(found):
    return [objected.what for objected in found]


@pytest.mark.parametrize(
    ("days", "objected"), [(16, [Objection.NEAR]), (17, []), (1, [Objection.NEAR])]
)
def test_works_of_a_subject_lie_17_days_apart(plan, middle, days, objected):
    first = plan(middle(MONDAY))
    second = middle(MONDAY + timedelta(days=days) if days != 16 else AFTER_17 - timedelta(days=1))

    if not objected:
        assert plan(second).lesson == second
        return
    found = told(plan, second)
    assert kinds_of(found) == objected
    assert found[0].other.work_id == first.pk
    assert "08.09" in found[0].message


def test_a_work_planned_before_another_is_told_of_the_later_one(plan, middle):
    plan(middle(AFTER_17))

    [found] = told(plan, middle(MONDAY + timedelta(days=1)))

    assert (found.what, found.other.day) == (Objection.NEAR, AFTER_17)


def test_nothing_is_saved_before_the_teacher_says_why(plan, middle):
    plan(middle(MONDAY))
    second = middle(MONDAY + timedelta(days=3))

    told(plan, second)
    assert Work.objects.count() == 1
    plan(second, reason="Перенос из-за карантина")

    assert Work.objects.count() == 2
    events = Work.pgh_event_models["insert"].objects
    assert events.latest("pgh_id").pgh_context["reason"] == "Перенос из-за карантина"


def test_a_class_writes_one_work_a_day(plan, course, middle, anna):
    russian = a_course(group=course.group, subject="Русский язык", teacher=anna)
    plan(middle(MONDAY))

    found = told(plan, middle(MONDAY, of=russian, number=4))

    assert kinds_of(found) == [Objection.SAME_DAY]
    assert found[0].other.subject == "Математика"


def test_works_of_other_classes_are_none_of_this_class(plan, school, course, middle, anna):
    other = a_course(group=whole(a_class(school, letter="Б")), teacher=anna)
    plan(a_lesson(other, day=MONDAY, number=2), reason="край дня")

    assert plan(middle(MONDAY))


def test_two_subgroups_write_on_one_day_and_each_meets_the_whole_class(plan, course, middle, anna):
    first, second, third = students_of(course.group)
    school_class = course.group.school_class
    one = a_subgroup(school_class, name="5А/1", students=[first, second])
    two = a_subgroup(school_class, name="5А/2", students=[third])
    english = [a_course(group=g, subject="Английский язык", teacher=anna) for g in (one, two)]

    plan(middle(MONDAY, of=english[0], number=3))
    assert plan(middle(MONDAY, of=english[1], number=4))

    found = told(plan, middle(MONDAY, number=5))
    assert kinds_of(found) == [Objection.SAME_DAY, Objection.SAME_DAY]
    assert {objected.other.group for objected in found} == {"5А/1", "5А/2"}


def test_kinds_that_are_no_written_work_count_for_nothing(plan, course, middle):
    lesson = middle(MONDAY)
    plan(lesson)

    assert plan(middle(MONDAY + timedelta(days=3)), name="Чтение наизусть")
    assert plan(middle(AFTER_17))


@pytest.mark.parametrize(("number", "objected"), [(1, True), (2, False), (5, False), (6, True)])
def test_no_work_on_the_first_or_last_lesson(plan, course, anna, number, objected):
    around = a_course(group=course.group, subject="Физкультура")
    for other in {1, 2, 5, 6} - {number}:
        a_lesson(around, day=MONDAY, number=other)
    a_lesson(course, day=MONDAY + timedelta(days=1), number=3)
    lesson = a_lesson(course, day=MONDAY, number=number)

    if objected:
        assert kinds_of(told(plan, lesson)) == [Objection.EDGE]
    else:
        assert plan(lesson)


def test_where_the_last_lesson_is_cancelled_the_one_before_is_the_last(plan, course):
    around = a_course(group=course.group, subject="Физкультура")
    a_lesson(around, day=MONDAY, number=1)
    last = a_lesson(around, day=MONDAY, number=4)
    a_lesson(course, day=MONDAY + timedelta(days=1), number=3)
    lesson = a_lesson(course, day=MONDAY, number=3)
    last.state = LessonState.CANCELLED
    last.save()

    assert kinds_of(told(plan, lesson)) == [Objection.EDGE]
    last.state = LessonState.PLANNED
    last.save()
    assert plan(lesson)


def test_a_club_after_lessons_is_no_lesson_of_the_day(plan, course, school):
    around = a_course(group=course.group, subject="Физкультура")
    a_lesson(around, day=MONDAY, number=1)
    club = type(course.group).objects.create(
        school=school, year=course.year, kind=GroupKind.CLUB, name="Шахматы"
    )
    join(club, students_of(course.group)[0])
    a_lesson(a_course(group=club, subject="Шахматы"), day=MONDAY, number=8)
    a_lesson(course, day=MONDAY + timedelta(days=1), number=3)

    assert kinds_of(told(plan, a_lesson(course, day=MONDAY, number=3))) == [Objection.EDGE]


def test_a_subject_of_one_lesson_a_week_may_write_at_the_edge(plan, course):
    around = a_course(group=course.group, subject="Физкультура")
    a_lesson(around, day=MONDAY, number=2)

    assert plan(a_lesson(course, day=MONDAY, number=1))


@pytest.mark.parametrize(("hours", "third"), [(30, True), (29, False)])
def test_works_take_ten_percent_of_the_hours_at_most(plan, course, middle, hours, third):
    course.hours_a_year = hours
    course.save()
    days = [MONDAY, MONDAY + timedelta(days=21), MONDAY + timedelta(days=42)]
    lessons = [middle(day) for day in days]
    for lesson in lessons:
        lesson.course.hours_a_year = hours
    plan(lessons[0])
    plan(lessons[1])

    if third:
        assert plan(lessons[2])
    else:
        assert kinds_of(told(plan, lessons[2])) == [Objection.TOO_MANY]


def test_two_works_of_one_lesson_are_one(plan, middle):
    lesson = middle(MONDAY)
    plan(lesson)

    assert plan(lesson, name="Контрольный диктант")


def test_a_work_moved_does_not_stand_in_its_own_way(plan, middle, anna, kind):
    work = plan(middle(MONDAY))
    near = middle(MONDAY + timedelta(days=3))

    moved = change_work(actor=anna.person, work=work, lesson=near, kind_id=work.kind_id, now=NOW)

    assert Work.objects.get() == moved
    assert moved.lesson == near


def test_a_work_moves_along_with_its_lesson_in_the_timetable(plan, middle, course, school):
    work = plan(middle(MONDAY))
    lesson = work.lesson
    lesson.day += timedelta(days=1)
    lesson.starts_at += timedelta(days=1)
    lesson.ends_at += timedelta(days=1)
    lesson.save()

    found = told(plan, middle(AFTER_17))

    assert found[0].other.day == MONDAY + timedelta(days=1)


def test_a_work_of_a_cancelled_lesson_stands_in_nobodys_way(plan, middle):
    work = plan(middle(MONDAY))
    lesson = work.lesson
    lesson.state = LessonState.CANCELLED
    lesson.save()

    assert plan(middle(MONDAY + timedelta(days=3)))


def test_what_is_held_is_a_fact_and_asks_nothing(plan, middle):
    plan(middle(MONDAY))
    second = middle(MONDAY + timedelta(days=3))

    assert plan(second, now=second.starts_at)


def test_the_borders_are_the_schools_choice(plan, middle, school, course):
    for key, value in (("works_apart", 3), ("works_off_edges", False)):
        SchoolSetting.objects.create(school=school, key=key, value=value, since=FIRST_DAY)
    plan(middle(MONDAY))

    assert plan(a_lesson(course, day=MONDAY + timedelta(days=3), number=1))


def test_a_work_with_results_stays_where_it_is(plan, middle, anna, kind, course):
    work = plan(middle(MONDAY))
    write_cell(
        actor=anna.person,
        lesson=work.lesson,
        student_id=students_of(course.group)[0].pk,
        text="5",
        seen="",
        work_id=work.pk,
        now=work.lesson.ends_at,
    )
    other = middle(AFTER_17)

    def change(**more: object):
        fields = {"lesson": work.lesson, "kind_id": work.kind_id, "now": NOW} | more
        return change_work(actor=anna.person, work=work, **fields)

    for more in ({"lesson": other}, {"kind_id": kind("Тест").pk}, {"parts": 2}):
        with pytest.raises(Refused) as refused:
            change(**more)
        assert refused.value.code == "work_has_marks"
    assert change(title="Дроби").title == "Дроби"
    with pytest.raises(Refused):
        remove_work(actor=anna.person, lesson=work.lesson, work_id=work.pk, now=NOW)
    assert MarkEvent.objects.count() == 1


def test_the_borders_of_the_letter_are_the_usual_ones(course):
    around = works_around(
        school_id=course.school_id,
        year_id=course.year_id,
        group_ids=[course.group_id],
        today=MONDAY,
    )

    spacing = around.spacing
    assert (spacing.apart, spacing.a_day, spacing.share, spacing.off_edges) == (17, 1, 10, True)
    assert rules["WORKS_SPACED"].setting in CHOICES
