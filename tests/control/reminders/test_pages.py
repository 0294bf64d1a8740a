"""Pages of reminders: the deputy's log with figures, one's own reminder, one's own choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from control.models import ReminderChoice
from control.reminders.queries import Asked, reminded_of, reminders_page
from core.regulation import State
from tests import builders as b
from tests.control.reminders.conftest import TUESDAY, at, daily_at, dues_known, notices, remind_at
from tests.control.test_today import record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.5")]


def log(school, *, clock="18:00", **asked):
    span = Asked(first=b.MONDAY, last=TUESDAY, **asked)
    return reminders_page(school.pk, span, now=at(clock, TUESDAY))


def test_the_log_says_who_was_reminded_of_what_and_that_it_was_done_after(school, course, anna):
    lesson = b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:50")
    record(lesson, at=at("10:05"), homework_at=at("10:05"))

    [row] = log(school).rows

    assert (row.hearer.last, row.teacher.last, row.stage) == ("Иванова", "Иванова", "soon")
    [fact] = row.facts
    assert (row.lesson_id, fact.state) == (lesson.pk, State.DONE)
    assert fact.after == timedelta(minutes=15)


def test_figures_count_each_thing_once_however_often_one_was_reminded(school, course, anna, zoya):
    late, missed = b.a_lesson(course), b.a_lesson(course, number=2)
    b.a_lesson(course, day=TUESDAY)
    dues_known(school)
    for clock in ("10:45", "11:15"):
        remind_at(school, clock)
    record(late, at=at("12:15"), homework_at=at("12:15"))
    daily_at(school, "11:30")

    [row] = [one for one in log(school).teachers if one.name]

    # Homework of both lessons; topic and register of the one that is still missing.
    assert (row.things, row.done, row.late, row.missing) == (4, 0, 1, 3)
    assert row.escalated == 1
    assert row.after == timedelta(minutes=90)
    assert missed.pk in {one.lesson_id for one in log(school, stage="escalated").rows}


def test_the_log_is_asked_by_stage_teacher_and_lesson(school, course, anna, zoya):
    lesson = b.a_lesson(course)
    b.a_lesson(course, number=2)
    dues_known(school)
    remind_at(school, "10:45")

    assert log(school).total == 2
    assert log(school, stage="digest").total == 0
    assert log(school, teacher_id=anna.pk).total == 2
    assert log(school, teacher_id=zoya.pk).total == 0
    assert log(school, lesson_id=lesson.pk).total == 1
    assert reminded_of(school.pk, [lesson.pk]) == {("HOMEWORK_IN_TIME", "homework", lesson.pk): 1}


def test_the_log_takes_as_many_statements_for_many_reminders(
    school, course, anna, zoya, django_assert_num_queries
):
    for number in range(1, 8):
        b.a_lesson(course, number=number)
    dues_known(school)
    for clock in ("15:00", "15:50", "20:40"):
        remind_at(school, clock)
    browser = b.logged_in(zoya.person)

    with time_machine.travel(at("21:00")):
        browser.get(f"/s/{school.pk}/control/reminders/")
        with django_assert_num_queries(6):
            page = browser.get(f"/s/{school.pk}/control/reminders/")

    assert page.status_code == 200
    assert "Иванова Анна Петровна" in page.content.decode()


def test_ones_own_reminder_shows_how_it_stands_now(school, course, anna, zoya):
    done, left = b.a_lesson(course), b.a_lesson(course, number=2)
    dues_known(school)
    remind_at(school, "10:45")
    record(done, at=at("10:50"), homework_at=at("10:50"))
    [message] = notices(anna)

    with time_machine.travel(at("12:00")):
        page = b.logged_in(anna.person).get(message.address)
        others = b.logged_in(zoya.person).get(message.address)

    assert page.context["page"].left == 1
    assert f"/s/{school.pk}/lessons/{left.pk}/#homework" in page.content.decode()
    assert others.status_code == 404


def test_one_chooses_letters_and_hour_on_the_own_page(school, anna):
    browser, place = b.logged_in(anna.person), f"/s/{school.pk}/control/reminders/mine/"

    answer = browser.post(place, {"letters": "daily", "hour": "8"})
    refused = browser.post(place, {"letters": "daily", "hour": "3"})

    choice = ReminderChoice.objects.get()
    assert (answer.status_code, refused.status_code) == (302, 422)
    assert (choice.letters, choice.hour) == ("daily", 8)
    assert "anna@example.ru" in browser.get(place).content.decode()


def test_the_own_page_is_in_the_menu_of_those_who_work_there(school, anna):
    ilya = b.a_student(b.a_class(school, grade=6, students=0))

    mine = b.logged_in(anna.person).get("/empty/").content.decode()
    his = b.logged_in(ilya.person).get("/empty/").content.decode()

    assert f"/s/{school.pk}/control/reminders/mine/" in mine
    assert "/reminders/mine/" not in his


def test_strange_addresses_break_nothing(school, zoya):
    browser, place = b.logged_in(zoya.person), f"/s/{school.pk}/control/reminders/"

    for asked in (
        "first=2025-09-31&last=x",
        "first=2030-01-01&last=2020-01-01",
        "stage=none&teacher=x&lesson=-1&page=0",
        "page=99999999999999999999&teacher=0",
        "first=2000-01-01&last=2000-01-01",
    ):
        assert browser.get(f"{place}?{asked}").status_code == 200


def test_the_list_of_what_is_missing_says_how_often_one_was_reminded(school, course, anna, zoya):
    lesson = b.a_lesson(course)
    dues_known(school)
    for clock in ("09:50", "10:20"):
        remind_at(school, clock)
    browser = b.logged_in(zoya.person)

    with time_machine.travel(at("12:00")):
        facts = browser.get(
            f"/s/{school.pk}/control/compliance/facts/?first=2025-09-08&last=2025-09-08"
        ).content.decode()
        page = browser.get(f"/s/{school.pk}/control/reminders/?lesson={lesson.pk}").context["page"]

    assert facts.count(f'/control/reminders/?lesson={lesson.pk}"') == 1
    assert page.total == 2
