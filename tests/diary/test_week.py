"""The week of a diary: what concerns this child on each day, and nothing of anybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from consent.models import RecordOpening
from consent.permissions import Access, record_for
from diary.queries import week_page
from diary.queries.week import Day, LessonLine, WeekPage
from schedule.models import Substitution, TimetableSlot
from school.models import Break, CalendarDay, School, Student
from tests.builders import (
    MONDAY,
    a_calendar,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    a_subgroup,
    an_employee,
    join,
    logged_in,
    moscow,
    sign_papers,
    whole,
)
from tests.consent.test_door import asks
from tests.diary.builders import a_homework, a_mark, a_record, an_absence

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 4))


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def anna(school):
    return an_employee(school, last="Иванова", first="Анна", patronymic="Петровна")


@pytest.fixture
def school_class(school):
    return a_class(school, students=0)


@pytest.fixture
def ilya(school_class) -> Student:
    return a_student(school_class)


@pytest.fixture
def maths(school_class, anna):
    return a_course(group=whole(school_class), teacher=anna)


def access(student: Student) -> Access:
    return record_for(asks(student.person), student.school_id, student.pk, page="diary_week")


def week(student: Student, *, of: date = MONDAY) -> WeekPage:
    return week_page(access(student), of=of)


def day(student: Student, on: date = MONDAY) -> Day:
    days = {one.date: one for half in week(student, of=on).halves for one in half}
    return days[on]


def line(student: Student, on: date = MONDAY) -> LessonLine:
    (only,) = day(student, on).lines
    return only


def test_the_spread_has_three_days_left_and_three_right(ilya):
    page = week(ilya, of=WEDNESDAY)

    assert [len(half) for half in page.halves] == [3, 3]
    assert (page.monday, page.title) == (MONDAY, "8–13 сентября")
    assert [one.is_today for half in page.halves for one in half] == [True] + [False] * 5


def test_a_line_says_subject_time_room_teacher_and_topic(ilya, maths):
    lesson = a_lesson(maths, number=2)
    a_record(lesson, topic="Сложение дробей")

    shown = line(ilya)

    assert (shown.number, shown.time, shown.subject) == (2, "09:25–10:10", "Математика")
    assert (shown.teacher, shown.topic) == ("Иванова\xa0А.\xa0П.", "Сложение дробей")


@pytest.mark.clause("2.4")
def test_homework_stands_where_it_is_due_and_says_where_it_was_set(ilya, maths):
    monday, tuesday = a_lesson(maths), a_lesson(maths, day=TUESDAY)
    a_homework(monday, "§ 4, № 112", due=tuesday)

    assert [task.text for task in line(ilya, TUESDAY).due] == ["§ 4, № 112"]
    assert line(ilya).due == ()
    assert [task.text for task in line(ilya).given] == ["§ 4, № 112"]
    assert line(ilya).given_title == "Задано на 9 сентября"


@pytest.mark.clause("2.4")
def test_homework_due_on_a_day_stands_at_the_first_lesson_of_that_day(ilya, maths):
    given = a_lesson(maths)
    a_lesson(maths, day=TUESDAY, number=1)
    a_lesson(maths, day=TUESDAY, number=2)
    a_homework(given, due=TUESDAY)

    assert [len(one.due) for one in day(ilya, TUESDAY).lines] == [1, 0]


def test_homework_due_on_a_day_without_the_lesson_stands_under_the_day(ilya, maths):
    a_homework(a_lesson(maths), "доклад", due=FRIDAY)

    assert [(task.subject, task.text) for task in day(ilya, FRIDAY).tasks] == [
        ("Математика", "доклад")
    ]


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("due_on", ["lesson", "day", "day_without_lesson"])
def test_individual_homework_is_seen_by_its_student_only(school_class, ilya, maths, due_on):
    olga = a_student(school_class, first="Ольга")
    monday, tuesday = a_lesson(maths), a_lesson(maths, day=TUESDAY)
    due = {"lesson": tuesday, "day": TUESDAY, "day_without_lesson": FRIDAY}[due_on]
    a_homework(monday, "карточка 7", due=due, only=(ilya,))

    his = [task.text for one in whole_week(ilya) for task in one]
    hers = [task.text for one in whole_week(olga) for task in one]

    assert set(his) == {"карточка 7"}
    assert hers == []


def whole_week(student: Student) -> list[tuple]:
    days = [one for half in week(student).halves for one in half]
    lines = [tasks for one in days for shown in one.lines for tasks in (shown.due, shown.given)]
    return lines + [one.tasks for one in days]


def test_an_explicit_no_homework_is_said(ilya, maths):
    a_record(a_lesson(maths), no_homework=True)

    assert line(ilya).is_none_given


@pytest.mark.clause("2.4")
def test_absence_and_mark_of_one_lesson_are_both_shown(ilya, maths):
    lesson = a_lesson(maths)
    an_absence(lesson, ilya, "absent")
    a_mark(
        lesson,
        ilya,
        4,
        kind="Контрольная работа",
        weight="1.5",
        written_at=moscow(WEDNESDAY, "15:00"),
        comment="Сдано позже",
    )

    shown = line(ilya)

    assert (shown.absence.sign, shown.absence.is_missed) == ("н", True)
    (mark,) = shown.marks
    assert (mark.text, mark.tone, mark.kind, mark.comment) == (
        "4",
        "4",
        "Контрольная работа",
        "Сдано позже",
    )
    assert mark.words == "вес 1,5; записана 10 сентября"


def test_lateness_says_its_minutes(ilya, maths):
    an_absence(a_lesson(maths), ilya, "late", minutes=10)

    assert (line(ilya).absence.sign, line(ilya).absence.words) == ("оп", "опоздание 10 мин")


def test_two_parts_of_a_dictation_are_one_entry(ilya, maths):
    lesson = a_lesson(maths)
    first = a_mark(lesson, ilya, 4, kind="Диктант")
    a_mark(lesson, ilya, 3, kind="Диктант", part=2, first_part=first)
    a_mark(lesson, ilya, 5)

    assert [mark.text for mark in line(ilya).marks] == ["4/3", "5"]


def test_marks_and_absences_of_others_are_not_shown(school_class, ilya, maths):
    olga = a_student(school_class, first="Ольга")
    lesson = a_lesson(maths)
    a_mark(lesson, olga)
    an_absence(lesson, olga)

    assert (line(ilya).marks, line(ilya).absence) == ((), None)


def test_a_substitution_names_both_teachers(school, ilya, maths, anna):
    boris = an_employee(school, last="Борисов", first="Борис")
    lesson = a_lesson(maths, teacher=boris)
    Substitution.objects.create(
        school=school,
        lesson=lesson,
        absent=anna,
        substitute=boris,
        decided_by=anna.person,
        decided_at=NOON,
    )

    assert line(ilya).teacher == "Борисов\xa0Б."
    assert line(ilya).note == "замена, по расписанию: Иванова\xa0А.\xa0П."


def test_a_cancelled_lesson_says_why(ilya, maths):
    a_lesson(maths, state="cancelled", state_reason="болезнь учителя")

    assert (line(ilya).is_cancelled, line(ilya).note) == (True, "Урок отменён: болезнь учителя")


def test_a_moved_lesson_is_named_on_both_days(school, ilya, maths):
    slot = TimetableSlot.objects.create(
        school=school, course=maths, weekday=1, number=3, since=MONDAY
    )
    a_lesson(maths, day=FRIDAY, number=2, slot=slot, slot_day=MONDAY)

    assert line(ilya, FRIDAY).note == "перенесён с 8 сентября"
    assert [(gone.number, gone.to) for gone in day(ilya).gone] == [(3, "12 сентября")]


def test_holidays_and_breaks_are_said_in_words(school, ilya, maths):
    calendar = a_calendar(school)
    CalendarDay.objects.create(
        school=school, calendar=calendar, day=TUESDAY, kind="holiday", reason="День города"
    )
    CalendarDay.objects.create(
        school=school, calendar=calendar, day=MONDAY + timedelta(days=5), kind="school_day",
        as_weekday=1,
    )  # fmt: skip
    Break.objects.create(
        school=school,
        calendar=calendar,
        name="Осенние каникулы",
        first_day=date(2025, 10, 25),
        last_day=date(2025, 11, 2),
    )

    assert day(ilya, TUESDAY).said == "День города"
    assert day(ilya, MONDAY + timedelta(days=5)).said == "уроки по расписанию: понедельник"
    assert week(ilya, of=date(2025, 10, 29)).said == "Осенние каникулы: по 2 ноября"
    assert week(ilya, of=date(2026, 7, 1)).said == "Учебный год окончен."
    assert week(ilya, of=date(2025, 8, 20)).said == "Учебный год ещё не начался."


@pytest.mark.clause("2.4")
def test_a_student_who_joined_later_sees_only_the_own_days(school_class, maths):
    late = a_student(school_class, since=WEDNESDAY)
    for on in (MONDAY, TUESDAY, WEDNESDAY, FRIDAY):
        a_lesson(maths, day=on)

    shown = [one.date for half in week(late).halves for one in half if one.lines]

    assert shown == [WEDNESDAY, FRIDAY]


def test_a_student_who_left_a_group_sees_it_to_the_last_day(school_class, maths):
    gone = a_student(school_class, until=TUESDAY)
    for on in (MONDAY, TUESDAY, WEDNESDAY):
        a_lesson(maths, day=on)

    shown = [one.date for half in week(gone).halves for one in half if one.lines]

    assert shown == [MONDAY, TUESDAY]


def test_only_the_own_subgroups_lessons_are_shown(school_class, ilya, anna):
    olga = a_student(school_class, first="Ольга")
    first = a_subgroup(school_class, name="англ. 1", students=[ilya])
    second = a_subgroup(school_class, name="англ. 2", students=[olga])
    a_lesson(a_course(group=first, subject="Английский язык", teacher=anna))
    a_lesson(a_course(group=second, subject="Английский язык"), teacher=an_employee(ilya.school))

    assert line(ilya).group == "англ. 1"


@pytest.mark.parametrize("students", [1, 34])
@pytest.mark.clause("A5 1")
def test_the_page_costs_six_statements(school, anna, django_assert_num_queries, students):
    school_class = a_class(school, letter="Г", students=students)
    course = a_course(group=whole(school_class), teacher=anna)
    student = Student.objects.filter(memberships__group=whole(school_class)).first()
    mother = a_guardian(student)
    sign_papers(mother, by=anna.person)
    for number in range(1, 8):
        lesson = a_lesson(course, number=number)
        a_mark(lesson, student)
        a_homework(lesson, due=TUESDAY)
    browser = logged_in(mother.guardian)
    url = f"/s/{school.pk}/diary/{student.pk}/"
    browser.get(url)

    with django_assert_num_queries(6):  # person, standing, door, log, lessons, days
        answer = browser.get(url)

    assert answer.status_code == 200


@pytest.mark.clause("A4 1.5")
def test_the_page_is_kept_by_no_browser_and_written_down(ilya, maths):
    a_lesson(maths)

    answer = logged_in(ilya.person).get(f"/s/{ilya.school_id}/diary/{ilya.pk}/")

    assert "no-store" in answer.headers["Cache-Control"]
    opening = RecordOpening.objects.get()
    assert (opening.page, opening.as_role, opening.is_export) == ("diary_week", "student", False)


def test_what_teachers_type_is_escaped(ilya, maths):
    lesson = a_lesson(maths)
    a_record(lesson, topic="<script>alert(1)</script>")
    a_mark(lesson, ilya, comment="a < b")
    a_homework(a_lesson(maths, day=TUESDAY), "x<y\nдва", due=WEDNESDAY)
    a_lesson(maths, day=WEDNESDAY)

    html = logged_in(ilya.person).get(f"/s/{ilya.school_id}/diary/{ilya.pk}/").content.decode()

    assert "<script>alert" not in html
    assert "x&lt;y<br>два" in html
    assert "<q>a &lt; b</q>" in html


def test_a_child_moved_to_another_group_keeps_one_line_a_lesson(school_class, ilya, maths):
    join(a_subgroup(school_class, name="англ. 3", students=[]), ilya)
    a_lesson(maths)

    assert len(day(ilya).lines) == 1
