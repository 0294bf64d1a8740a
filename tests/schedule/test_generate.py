"""The year's lessons made from the timetable."""

from datetime import date, datetime, timedelta

import pytest

from journal.models import LessonRecord
from schedule.actions.generate import generate_lessons
from schedule.models import Bell, BellUse, Lesson, LessonState, Weeks
from school.models import CalendarDay, CourseTeacher, DayKind, Room, School
from tests import builders as b
from tests.schedule.builders import bells, slot

pytestmark = pytest.mark.django_db
BEFORE = b.moscow(date(2025, 8, 25), "12:00")
FRIDAY = b.MONDAY + timedelta(days=4)


def generate(school: School, first: date = b.MONDAY, last: date = FRIDAY, now: datetime = BEFORE):
    return generate_lessons(actor=None, school=school, first=first, last=last, now=now)


def counts(report):
    return (report.created, report.changed, report.removed, report.kept)


def kinds(report):
    return [(problem.kind, problem.times) for problem in report.problems]


@pytest.fixture
def school():
    school = b.a_school()
    b.a_year(school)
    bells(school)
    return school


@pytest.fixture
def anna(school):
    return b.an_employee(school)


@pytest.fixture
def maths(school, anna):
    return b.a_course(school, teacher=anna)


def days(course):
    return [f"{day:%d.%m}" for day in course.lessons.order_by("day").values_list("day", flat=True)]


def test_a_slot_becomes_a_lesson_with_time_teacher_and_room(school, maths, anna):
    room = Room.objects.create(school=school, name="12")
    slot(maths, weekday=2, number=3, room=room)

    report = generate(school)

    lesson = Lesson.objects.get()
    assert counts(report) == (1, 0, 0, 0)
    assert (lesson.day, lesson.number, lesson.teacher, lesson.room) == (
        date(2025, 9, 9),
        3,
        anna,
        room,
    )
    assert lesson.starts_at == b.moscow(date(2025, 9, 9), "10:20")


def test_generating_twice_changes_nothing(school, maths):
    for weekday in range(1, 6):
        slot(maths, weekday=weekday)
    first = generate(school, b.FIRST_DAY, b.LAST_DAY)

    second = generate(school, b.FIRST_DAY, b.LAST_DAY)

    assert counts(second) == (0, 0, 0, first.created)


def test_lessons_keep_clear_of_breaks_holidays_and_moved_days(school, maths):
    slot(maths, weekday=1)

    generate(school, date(2025, 10, 20), date(2025, 11, 11))
    generate(school, date(2026, 5, 1), date(2026, 5, 20))

    assert days(maths) == ["20.10", "10.11", "04.05", "18.05"]  # 11 May is Victory Day's Monday


def test_a_working_saturday_is_taught_by_the_timetable_of_its_moved_day(school, maths):
    maths.group.school_class.calendar.terms.filter(number=1).update(last_day=date(2025, 11, 3))
    slot(maths, weekday=1)

    generate(school, date(2025, 10, 27), date(2025, 11, 4))

    assert days(maths) == ["27.10", "01.11"]


def test_saturday_lessons_are_for_six_day_calendars(school, maths):
    slot(maths, weekday=6)
    generate(school, b.MONDAY, b.MONDAY + timedelta(days=6))
    assert days(maths) == []

    calendar = maths.group.school_class.calendar
    calendar.days_a_week = 6
    calendar.save()
    generate(school, b.MONDAY, b.MONDAY + timedelta(days=6))

    assert days(maths) == ["13.09"]


def test_a_and_b_weeks_take_turns_also_across_a_break(school, maths):
    slot(maths, weekday=3, weeks=Weeks.A)
    slot(maths, weekday=4, weeks=Weeks.B)

    generate(school, date(2025, 10, 13), date(2025, 11, 16))

    # 13.10 begins an A week, 20.10 B, then the break (27.10 A), 03.11 is B again, 10.11 A.
    assert days(maths) == ["15.10", "23.10", "06.11", "12.11"]


def test_a_day_taught_by_another_weekdays_timetable_has_its_lessons_and_bells(school, maths):
    short = bells(school, name="Понедельник", starts="09:00", minutes=30, weekday=1)
    slot(maths, weekday=1)
    CalendarDay.objects.create(
        school=school,
        calendar=maths.group.school_class.calendar,
        day=date(2025, 9, 10),
        kind=DayKind.SCHOOL_DAY,
        as_weekday=1,
    )

    generate(school, date(2025, 9, 9), date(2025, 9, 12))

    lesson = Lesson.objects.get()
    assert lesson.day == date(2025, 9, 10)
    assert lesson.starts_at == b.moscow(lesson.day, f"{short.bells.get(number=1).starts:%H:%M}")


def test_a_slot_that_changes_in_mid_year_leaves_earlier_lessons(school, maths):
    old = slot(maths, weekday=1)
    generate(school, b.MONDAY, date(2025, 9, 26))
    old.until = date(2025, 9, 19)
    old.save()
    slot(maths, weekday=2, since=date(2025, 9, 20))

    report = generate(school, b.MONDAY, date(2025, 9, 26), now=b.moscow(b.MONDAY, "07:00"))

    assert days(maths) == ["08.09", "15.09", "23.09"]
    assert counts(report) == (0, 1, 0, 2)  # the lesson of the 22nd moved to the 23rd


def test_a_recorded_lesson_is_never_touched(school, maths, anna):
    slot(maths, weekday=1)
    generate(school)
    lesson = Lesson.objects.get()
    LessonRecord.objects.create(
        school=school, lesson=lesson, topic="Дроби", topic_at=BEFORE, topic_by=anna.person
    )
    CalendarDay.objects.create(
        school=school,
        calendar=maths.group.school_class.calendar,
        day=b.MONDAY,
        kind=DayKind.QUARANTINE,
    )
    Bell.objects.update(starts="07:00", ends="07:30")

    report = generate(school, now=b.moscow(FRIDAY, "20:00"))

    assert counts(report) == (0, 0, 0, 1)
    assert kinds(report) == [("outlived", 1)]
    assert Lesson.objects.get().starts_at == lesson.starts_at


def test_past_lessons_without_records_go_when_they_are_no_longer_meant(school, maths):
    slot(maths, weekday=1)
    generate(school)
    CalendarDay.objects.create(
        school=school,
        calendar=maths.group.school_class.calendar,
        day=b.MONDAY,
        kind=DayKind.QUARANTINE,
    )

    report = generate(school, now=b.moscow(FRIDAY, "20:00"))

    assert (counts(report), Lesson.objects.count()) == ((0, 0, 1, 0), 0)


def test_new_bells_move_lessons_to_come_and_leave_those_that_began(school, maths):
    slot(maths, weekday=1)
    slot(maths, weekday=5)
    generate(school)
    Bell.objects.filter(number=1).update(starts="08:35", ends="09:20")

    report = generate(school, now=b.moscow(b.MONDAY, "12:00"))

    monday, friday = Lesson.objects.order_by("day")
    assert counts(report) == (0, 1, 0, 1)
    assert monday.starts_at == b.moscow(b.MONDAY, "08:30")
    assert friday.starts_at == b.moscow(FRIDAY, "08:35")


def test_bells_that_shift_a_whole_day_do_not_stumble_over_each_other(school, maths):
    for number in range(1, 7):
        slot(maths, number=number)
    generate(school)
    later = bells(school, name="Позже", starts="09:25", until=None)
    BellUse.objects.exclude(schedule=later).delete()

    report = generate(school)

    assert counts(report) == (0, 6, 0, 0)
    assert Lesson.objects.get(number=1).starts_at == b.moscow(b.MONDAY, "09:25")


def test_a_lesson_changed_by_hand_or_cancelled_stays(school, maths):
    monday, friday = slot(maths, weekday=1), slot(maths, weekday=5)
    generate(school)
    Lesson.objects.filter(slot=monday).update(
        day=date(2025, 9, 9),
        starts_at=b.moscow(date(2025, 9, 9), "13:00"),
        ends_at=b.moscow(date(2025, 9, 9), "13:45"),
        is_changed=True,
    )
    Lesson.objects.filter(slot=friday).update(state=LessonState.CANCELLED, state_reason="Мороз")

    report = generate(school)

    assert counts(report) == (0, 0, 0, 2)
    assert days(maths) == ["09.09", "12.09"]


def test_a_busy_teacher_is_named_and_the_children_still_have_their_lesson(school, maths, anna):
    other = b.a_course(group=b.whole(b.a_class(school, grade=6)), teacher=anna, subject="Физика")
    slot(maths)
    slot(other)

    report = generate(school, b.MONDAY, b.MONDAY + timedelta(days=13))

    [problem] = report.problems
    assert (problem.kind, problem.course, problem.whom, problem.other, problem.times) == (
        "teacher",
        "Физика, 6А",
        "Иванова А.",
        "Математика, 5А",
        2,
    )
    assert set(other.lessons.values_list("teacher_id", flat=True)) == {None}
    assert counts(generate(school, b.MONDAY, b.MONDAY + timedelta(days=13))) == (0, 0, 0, 4)


def test_a_teacher_comes_back_when_free_again(school, maths, anna):
    other = b.a_course(group=b.whole(b.a_class(school, grade=6)), teacher=anna, subject="Физика")
    busy = slot(maths)
    slot(other)
    generate(school)
    busy.delete()

    report = generate(school)

    assert report.problems == ()
    assert other.lessons.get().teacher == anna


def test_a_taken_room_is_left_out_but_a_gym_is_shared(school, maths):
    other = b.a_course(group=b.whole(b.a_class(school, grade=6)), subject="Физика")
    twelve = Room.objects.create(school=school, name="12")
    gym = Room.objects.create(school=school, name="Зал", is_shared=True)
    for course in (maths, other):
        slot(course, number=1, room=twelve)
        slot(course, number=2, room=gym)

    report = generate(school)

    assert [(one.kind, one.whom) for one in report.problems if one.kind == "room"] == [
        ("room", "12")
    ]
    assert list(other.lessons.order_by("number").values_list("room__name", flat=True)) == [
        None,
        "Зал",
    ]


def test_children_are_not_in_two_lessons_at_once(school, maths):
    english = b.a_subgroup(
        maths.group.school_class, name="Англ. 1", students=b.students_of(maths.group)[:1]
    )
    slot(maths)
    slot(b.a_course(group=english, subject="Английский язык"))

    report = generate(school)

    assert kinds(report) == [("students", 1), ("no_teacher", 1)]
    assert [lesson.course for lesson in Lesson.objects.all()] == [maths]


def test_two_subgroups_without_common_children_learn_side_by_side(school, maths):
    students = b.students_of(maths.group)
    for name, some in (("Англ. 1", students[:1]), ("Англ. 2", students[1:])):
        group = b.a_subgroup(maths.group.school_class, name=name, students=some)
        slot(b.a_course(group=group, subject="Английский язык", teacher=b.an_employee(school)))

    assert (counts(generate(school)), generate(school).problems) == ((2, 0, 0, 0), ())


def test_lessons_held_together_take_teacher_room_and_time_from_the_first(school, maths, anna):
    six = b.a_class(school, grade=6)
    bells(school, name="Для 6А", starts="11:00", school_class=six)
    room = Room.objects.create(school=school, name="12")
    leader = slot(maths, room=room)
    slot(b.a_course(group=b.whole(six)), held_with=leader)

    report = generate(school)

    first, second = Lesson.objects.order_by("pk")
    assert (counts(report), report.problems) == ((2, 0, 0, 0), ())
    assert (second.held_with, second.teacher, second.room) == (first, anna, room)
    assert (second.starts_at, second.ends_at) == (first.starts_at, first.ends_at)
    assert counts(generate(school)) == (0, 0, 0, 2)


def test_when_the_first_of_two_together_is_gone_the_other_stands_by_itself(school, maths, anna):
    six = b.a_class(school, grade=6)
    leader = slot(maths)
    joined = slot(b.a_course(group=b.whole(six)), held_with=leader)
    generate(school)
    leader.until = date(2025, 9, 7)
    leader.save()

    report = generate(school)

    lesson = Lesson.objects.get()
    assert counts(report) == (0, 1, 1, 0)
    assert (lesson.slot, lesson.held_with) == (joined, None)
    assert counts(generate(school)) == (0, 0, 0, 1)


def test_a_slot_without_a_bell_is_reported(school, maths):
    slot(maths, number=12)

    assert kinds(generate(school)) == [("no_bell", 1)]


def test_the_teacher_of_the_day_teaches(school, maths, anna):
    boris = b.an_employee(school, last="Борисов")
    maths.teachers.update(until=date(2025, 9, 14))
    CourseTeacher.objects.create(
        school=school, course=maths, employee=boris, since=date(2025, 9, 15)
    )
    slot(maths)

    generate(school, b.MONDAY, date(2025, 9, 19))

    assert [lesson.teacher for lesson in Lesson.objects.order_by("day")] == [anna, boris]


def test_the_second_shift_has_its_own_times(school, maths):
    school_class = maths.group.school_class
    school_class.shift = 2
    school_class.save()
    bells(school, name="Вторая смена", starts="14:00", shift=2)
    slot(maths)

    generate(school)

    assert Lesson.objects.get().starts_at == b.moscow(b.MONDAY, "14:00")


def test_a_lesson_before_midnight_in_moscow_stays_on_its_day(school, maths):
    Bell.objects.filter(number=8).update(starts="23:00", ends="23:59")
    slot(maths, number=8)

    generate(school)

    lesson = Lesson.objects.get()
    assert lesson.day == b.MONDAY
    assert lesson.ends_at == b.moscow(b.MONDAY, "23:59")


def test_history_says_who_generated(school, maths, anna):
    slot(maths)

    generate_lessons(actor=anna.person, school=school, first=b.MONDAY, last=FRIDAY, now=BEFORE)

    [event] = Lesson.objects.get().events.all()
    assert event.pgh_context["user"] == anna.person.pk
    assert event.pgh_context["reason"] == "generate_lessons"


@pytest.mark.parametrize("classes", [1, 6])
def test_the_number_of_statements_does_not_grow_with_the_school(
    school, django_assert_num_queries, classes
):
    for grade in range(5, 5 + classes):
        course = b.a_course(
            group=b.whole(b.a_class(school, grade=grade)), teacher=b.an_employee(school)
        )
        for weekday in range(1, 6):
            slot(course, weekday=weekday)

    with django_assert_num_queries(13):
        generate(school)
