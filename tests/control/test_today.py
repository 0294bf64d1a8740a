"""Control of a school's day: every broken deadline with its clause."""

from __future__ import annotations

from datetime import date

import pytest

from control.queries.today import today_page
from core.regulation import State
from journal.actions.dues import refresh_dues
from journal.models import LessonRecord
from schedule.actions.excuses import Excused, excuse
from tests import builders as b

pytestmark = pytest.mark.django_db
TUESDAY = date(2025, 9, 9)


def page_at(school, clock, *, day=b.MONDAY, on=b.MONDAY):
    """The page of `day` as it stands at this clock `on` another."""
    now = b.moscow(on, clock)
    refresh_dues(school.pk, now=now)
    return today_page(school.pk, day, now=now, zone=b.MOSCOW)


def record(lesson, *, at, homework_at=None, by=None):
    person = by or lesson.teacher.person
    return LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        topic="Сложение",
        topic_at=at,
        topic_by=person,
        register_at=at,
        register_by=person,
        no_homework=homework_at is not None,
        homework_at=homework_at,
        homework_by=person if homework_at else None,
    )


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна", patronymic="Петровна")


def test_a_day_without_lessons_is_empty(school):
    page = page_at(school, "12:00")

    assert (page.lessons, page.teachers, page.complete_percent) == (0, (), None)


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.5")
def test_a_lesson_not_recorded_is_due_on_its_day_and_missing_after_midnight(school, anna):
    b.a_lesson(b.a_course(school, teacher=anna))

    on_the_day = page_at(school, "23:59:59")
    after = page_at(school, "00:00", on=TUESDAY)

    same_day = {row.rule.code: row.counts for row in on_the_day.rules}["LESSON_SAME_DAY"]
    assert (same_day.due, same_day.missing, on_the_day.not_recorded) == (2, 0, 0)
    same_day = {row.rule.code: row.counts for row in after.rules}["LESSON_SAME_DAY"]
    assert (same_day.due, same_day.missing, after.not_recorded) == (0, 2, 1)
    assert sorted(str(fact.rule.clauses[0]) for fact in after.teachers[0].rows[0].facts) == [
        "2.3.1",
        "2.3.1",
        "2.3.2",
    ]


@pytest.mark.clause("2.3.2")
def test_homework_after_the_hour_is_shown_as_late_with_its_moment(school, anna):
    lesson = b.a_lesson(b.a_course(school, teacher=anna))
    late = b.moscow(b.MONDAY, "10:16")
    record(lesson, at=b.moscow(b.MONDAY, "08:40"), homework_at=late)

    page = page_at(school, "12:00")

    [fact] = page.in_trouble[0].rows[0].facts
    assert (fact.state, fact.done_at) == (State.LATE, late)
    assert page.complete == 1


def test_teachers_with_most_broken_lessons_come_first(school, anna):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    tidy = b.a_lesson(b.a_course(school, teacher=anna), day=b.MONDAY)
    record(tidy, at=b.moscow(b.MONDAY, "08:40"), homework_at=b.moscow(b.MONDAY, "09:00"))
    b.a_lesson(b.a_course(group=b.whole(b.a_class(school, letter="Б")), teacher=boris))

    page = page_at(school, "00:00", on=TUESDAY)

    assert [row.name.short for row in page.in_trouble] == ["Борисов Б."]
    assert [row.name.short for row in page.in_order] == ["Иванова А. П."]


def test_a_cancelled_lesson_is_asked_nothing(school, anna):
    b.a_lesson(b.a_course(school, teacher=anna), state="cancelled", state_reason="карантин")

    page = page_at(school, "12:00")

    assert (page.lessons, page.cancelled, page.teachers) == (0, 1, ())


def test_a_lesson_still_in_time_says_until_when(school, anna):
    b.a_lesson(b.a_course(school, teacher=anna))

    page = page_at(school, "09:30")

    assert [(one.fact, one.due_at, one.count) for one in page.owed] == [
        ("homework", b.moscow(b.MONDAY, "10:15"), 1),
        ("topic", b.moscow(TUESDAY, "00:00"), 1),
        ("register", b.moscow(TUESDAY, "00:00"), 1),
    ]
    assert (page.in_trouble, page.lessons, page.over, page.complete) == ([], 1, 1, 0)


def test_the_day_before_is_the_last_one_with_lessons_and_says_what_it_lacks(school, anna):
    course = b.a_course(school, teacher=anna)
    b.a_lesson(course, day=date(2025, 9, 5))
    b.a_lesson(course)

    monday = page_at(school, "12:00")
    friday = page_at(school, "12:00", day=date(2025, 9, 5))

    assert (monday.before, monday.after, monday.missing_before) == (date(2025, 9, 5), None, 3)
    assert (friday.before, friday.after) == (None, b.MONDAY)


def test_what_is_excused_is_no_trouble_and_says_who_decided(school, anna):
    zoya = b.an_employee(school, role="deputy", last="Завьялова", first="Зоя").person
    b.a_lesson(b.a_course(school, teacher=anna))
    excuse(
        actor=zoya,
        school_id=school.pk,
        kind="outage",
        words="Авария на подстанции",
        of=[Excused(first_day=b.MONDAY, last_day=b.MONDAY)],
        now=b.moscow(b.MONDAY, "15:00"),
    )

    page = page_at(school, "12:00", on=TUESDAY)

    assert (page.total.missing, page.total.excused, page.in_trouble) == (0, 3, [])
    [row] = page.excused
    assert {(fact.excuse.decided_by, fact.was) for fact in row.rows[0].facts} == {
        ("Завьялова З.", State.MISSING)
    }


@pytest.mark.parametrize("lessons", [1, 12])
def test_control_of_a_day_costs_the_same_for_any_number_of_lessons(
    school, anna, lessons, django_assert_num_queries
):
    director = b.an_employee(school, role="director")
    course = b.a_course(school, teacher=anna)
    for number in range(1, lessons + 1):
        b.a_lesson(course, number=number)
    client = b.logged_in(director.person)
    client.get("/empty/")

    client.get(f"/s/{school.pk}/control/")
    with django_assert_num_queries(5):
        answer = client.get(f"/s/{school.pk}/control/?day={b.MONDAY}")

    assert answer.status_code == 200
    assert "Иванова" in answer.content.decode() or lessons == 1


def test_a_day_to_come_is_answered_with_today(school):
    director = b.an_employee(school, role="director")

    answer = b.logged_in(director.person).get(f"/s/{school.pk}/control/?day=2999-01-01")

    assert answer.context["page"].day == answer.context["page"].today
