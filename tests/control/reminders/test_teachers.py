"""Teachers are reminded before a deadline and after it (order 2.5), once, and of nothing done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from control.models import Deadline, Reminder
from schedule.actions.lessons import cancel_lesson
from schedule.models import Excuse, Lesson
from school.models import CourseTeacher
from tests import builders as b
from tests.control.reminders.conftest import (
    SATURDAY,
    TUESDAY,
    at,
    dues_known,
    notices,
    remind_at,
    told,
)
from tests.control.test_today import record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.5")]
# The lesson ends at 9:15, it is the class's last: homework is due at 10:15.


@pytest.mark.parametrize(("clock", "messages"), [("09:44", 0), ("09:45", 1), ("09:46", 1)])
def test_a_teacher_is_reminded_from_thirty_minutes_before_the_deadline(
    school, course, anna, clock, messages
):
    b.a_lesson(course)
    dues_known(school)

    assert remind_at(school, clock) == messages
    assert told(anna) == [("soon", "homework")] * messages


@pytest.mark.parametrize(
    ("clock", "stage"), [("10:14:59", "soon"), ("10:15", "past"), ("10:16", "past")]
)
def test_at_the_deadline_itself_it_is_past(school, course, anna, clock, stage):
    b.a_lesson(course)
    dues_known(school)

    remind_at(school, clock)

    assert told(anna) == [(stage, "homework")]


def test_nobody_is_told_the_same_twice_however_often_the_clock_comes_by(school, course, anna):
    b.a_lesson(course)
    dues_known(school)

    sent = [remind_at(school, f"{hour:02}:{minute}") for hour in (9, 10, 11) for minute in (45, 50)]

    assert sent == [1, 0, 1, 0, 0, 0]
    assert told(anna) == [("soon", "homework"), ("past", "homework")]


def test_one_message_collects_the_lessons_of_a_run(school, course, anna):
    other = b.a_course(group=course.group, subject="Алгебра", teacher=anna)
    b.a_lesson(course)
    b.a_lesson(other, number=2)
    dues_known(school)

    remind_at(school, "10:40")

    [message] = notices(anna)
    assert len(message.payload["lines"]) == 2
    assert message.address == f"/s/{school.pk}/control/reminders/mine/{message.pk}/"


def test_a_reminder_of_one_lesson_leads_straight_to_the_place(school, course, anna):
    lesson = b.a_lesson(course, number=3)
    dues_known(school)

    remind_at(school, "12:00")

    [message] = notices(anna)
    assert message.address == f"/s/{school.pk}/lessons/{lesson.pk}/#homework"
    for part in ("5А", "Математика", " 3, ", "8 сентября"):
        assert part in message.title


def test_what_was_done_meanwhile_is_not_reminded_of(school, course, anna):
    record(b.a_lesson(course), at=at("08:40"), homework_at=at("09:00"))
    dues_known(school)

    assert remind_at(school, "09:50") == 0


def test_what_was_done_after_the_first_reminder_brings_no_second(school, course, anna):
    lesson = b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:45")
    record(lesson, at=at("10:00"), homework_at=at("10:00"))

    assert remind_at(school, "10:15") == 0


def test_what_is_excused_is_not_reminded_of(school, course, anna, zoya):
    b.a_lesson(course)
    dues_known(school)
    Excuse.objects.create(
        school=school,
        kind="outage",
        first_day=b.MONDAY,
        last_day=b.MONDAY,
        words="Не было электричества",
        decided_by=zoya.person,
        decided_at=at("09:00"),
    )

    assert remind_at(school, "09:50") == 0


def test_a_cancelled_lesson_is_not_reminded_of(school, course, anna, zoya):
    lesson = b.a_lesson(course)
    dues_known(school)
    cancel_lesson(actor=zoya.person, lesson=lesson, reason="Карантин", now=at("07:30"))

    assert remind_at(school, "09:50") == 0


def test_nobody_is_reminded_of_a_lesson_that_is_not_over(school, course, anna, choose):
    choose(remind_minutes=120)
    b.a_lesson(course)
    dues_known(school)

    assert remind_at(school, "09:14") == 0
    assert remind_at(school, "09:15") == 1


def test_with_no_minutes_one_is_reminded_only_once_it_is_past(school, course, anna, choose):
    choose(remind_minutes=0)
    b.a_lesson(course)
    dues_known(school)

    assert [remind_at(school, clock) for clock in ("10:14", "10:15")] == [0, 1]


def test_the_substitute_is_reminded_not_the_absent(school, course, anna):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    b.a_lesson(course, teacher=boris)
    dues_known(school)

    remind_at(school, "09:50")

    assert (told(anna), told(boris)) == ([], [("soon", "homework")])


def test_of_two_teachers_of_a_course_the_one_of_the_lesson_is_reminded(school, course, anna):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    CourseTeacher.objects.create(school=school, course=course, employee=boris, since=b.FIRST_DAY)
    b.a_lesson(course, teacher=anna)
    b.a_lesson(course, number=2, teacher=boris)
    dues_known(school)

    remind_at(school, "10:45")

    assert (told(anna), told(boris)) == ([("soon", "homework")], [("soon", "homework")])


def test_a_lesson_without_a_teacher_is_told_to_the_deputy_once_it_is_past(school, course, zoya):
    lesson = b.a_lesson(course)
    Lesson.objects.filter(pk=lesson.pk).update(teacher=None)
    dues_known(school)

    assert remind_at(school, "09:50") == 0
    assert remind_at(school, "10:15") == 1
    assert told(zoya) == [("past", "homework")]


def test_what_a_teacher_who_left_owes_is_told_to_the_deputy(school, course, anna, zoya):
    b.a_lesson(course)
    dues_known(school)
    anna.left_on = b.MONDAY - timedelta(days=1)
    anna.save()

    remind_at(school, "10:20")

    assert (told(anna), told(zoya)) == ([], [("past", "homework")])


def test_a_deadline_at_midnight_is_reminded_of_before_the_quiet_hours(school, course, anna):
    record(b.a_lesson(course), at=at("08:40"), homework_at=at("09:00"))
    lesson = b.a_lesson(course, number=2)
    dues_known(school)
    remind_at(school, "10:40")

    assert remind_at(school, "20:29") == 1  # homework is past
    assert remind_at(school, "20:30") == 1
    assert told(anna)[-2:] == [("soon", "topic"), ("soon", "register")]
    assert notices(anna)[-1].address == f"/s/{school.pk}/lessons/{lesson.pk}/#topic"


def test_what_runs_out_in_the_quiet_hours_waits_for_the_morning(school, course, anna):
    b.a_lesson(course)
    dues_known(school)
    remind_at(school, "20:55")

    assert remind_at(school, "00:05", TUESDAY) == 0
    assert remind_at(school, "07:05", TUESDAY) == 0


def test_saturday_is_a_day_like_others_where_lessons_are_held(school, course, anna):
    b.a_lesson(course, day=SATURDAY)
    dues_known(school, SATURDAY)

    assert [remind_at(school, clock, SATURDAY) for clock in ("09:45", "10:15")] == [1, 1]


def test_after_an_outage_of_a_day_nobody_hears_of_yesterdays_half_hours(school, course, anna):
    b.a_lesson(course)
    dues_known(school)

    assert remind_at(school, "10:00", TUESDAY) == 0


def test_an_outage_until_the_afternoon_leaves_what_is_still_useful(school, course, anna):
    b.a_lesson(course)
    dues_known(school)

    remind_at(school, "16:00")

    assert told(anna) == [("past", "homework")]


def test_a_lesson_moved_to_another_day_is_a_new_thing(school, course, anna):
    lesson = b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:45")
    Lesson.objects.filter(pk=lesson.pk).update(
        day=TUESDAY, starts_at=at("08:30", TUESDAY), ends_at=at("09:15", TUESDAY)
    )
    dues_known(school)

    assert remind_at(school, "10:20") == 0
    assert remind_at(school, "09:45", TUESDAY) == 1


def test_results_of_a_work_lead_to_the_page_of_results(school, course, anna):
    lesson = b.a_lesson(course)
    Deadline.objects.create(
        school=school,
        rule="WORK_RESULTS",
        about_id=77,
        day=b.MONDAY,
        due_at=at("12:00"),
        teacher=anna,
        course=course,
        school_class=course.group.school_class,
        lesson=lesson,
    )

    remind_at(school, "12:01")

    [message] = notices(anna)
    assert message.address == f"/s/{school.pk}/works/77/"
    assert told(anna) == [("past", "WORK_RESULTS")]


def test_what_a_class_owes_is_told_to_its_homeroom_teacher_as_one_entry(school, zoya):
    galina = b.an_employee(school, last="Галкина", first="Галина", role=None)
    school_class = b.a_class(school, homeroom=galina)
    for guardianship_id in (11, 12, 13):
        Deadline.objects.create(
            school=school,
            rule="PAPER_WEEKLY",
            about_id=guardianship_id,
            day=b.MONDAY,
            due_at=at("12:00"),
            school_class=school_class,
        )

    remind_at(school, "12:01")

    [message] = notices(galina)
    [line] = message.payload["lines"]
    assert message.address == f"/s/{school.pk}/classes/{school_class.pk}/paper/"
    assert (len(line["facts"]), line["teacher"]) == (3, "Галкина Г.")
    assert told(zoya) == []


def test_what_the_house_does_by_itself_is_not_reminded_of(school, zoya):
    Deadline.objects.create(
        school=school, rule="FORECAST", about_id=1, day=b.MONDAY, due_at=at("12:00")
    )

    assert remind_at(school, "12:01") == 0


def test_a_duty_of_the_school_is_told_to_those_at_its_head(school, zoya):
    denis = b.an_employee(school, last="Директоров", first="Денис", role="director")
    Deadline.objects.create(
        school=school,
        rule="RESPONSIBLE_NAMED",
        about_id=1,
        day=b.MONDAY,
        due_at=at("12:00"),
    )

    remind_at(school, "12:01")

    assert (told(denis), told(zoya)) == ([("past", "RESPONSIBLE_NAMED")], [])


def test_the_log_can_be_neither_changed_nor_deleted(school, course, anna):
    b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:45")

    for change in (
        lambda: Reminder.objects.update(stage="past"),
        lambda: Reminder.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_run_takes_as_many_statements_for_one_teacher_as_for_thirty(
    school, course, anna, django_assert_num_queries
):
    b.a_lesson(course)
    for number in range(30):
        teacher = b.an_employee(school, last=f"Учитель{number}", first="Анна")
        b.a_lesson(b.a_course(group=course.group, subject=f"П{number}", teacher=teacher))
    dues_known(school)

    with django_assert_num_queries(13):
        assert remind_at(school, "09:50") == 31
