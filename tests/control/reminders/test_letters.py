"""Letters of reminders: what they say is asked when they go, and they rest at night (order 2.5)."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection

from control.models import Reminder, ReminderChoice
from control.reminders.actions import choose_reminders
from core import delivery
from core.background import works
from core.models import Message
from core.refusal import Refused
from schedule.models import Lesson
from tests import builders as b
from tests.control.reminders.conftest import (
    TUESDAY,
    at,
    daily_at,
    dues_known,
    remind_at,
    told,
)
from tests.control.test_today import record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.5")]


def sent_at(clock, day=b.MONDAY):
    mail.outbox.clear()
    delivery.send_waiting(now=at(clock, day))
    return list(mail.outbox)


def test_a_letter_names_lesson_deadline_and_clause_and_no_child(school, course, anna):
    lesson = b.a_lesson(course, number=3)
    dues_known(school)
    remind_at(school, "12:00")

    [letter] = sent_at("12:01")

    assert letter.to == ["anna@example.ru"]
    for part in ("5А", "Математика", "12:05", "2.3.2", f"/s/{school.pk}/lessons/{lesson.pk}/#home"):
        assert part in letter.body
    assert "Илья" not in letter.subject + letter.body
    assert not any(surname in letter.body for surname in b.SURNAMES)


def test_a_letter_of_many_lessons_has_a_link_for_each(school, course, anna):
    lessons = [b.a_lesson(course, number=number) for number in (1, 2, 3)]
    dues_known(school)
    remind_at(school, "12:00")

    [letter] = sent_at("12:01")

    assert all(f"/lessons/{lesson.pk}/#homework" in letter.body for lesson in lessons)


def test_what_was_done_before_the_letter_went_is_not_in_it(school, course, anna):
    done, open_one = b.a_lesson(course), b.a_lesson(course, number=2)
    dues_known(school)
    remind_at(school, "10:45")
    record(done, at=at("10:46"), homework_at=at("10:46"))

    [letter] = sent_at("10:50")

    assert f"/lessons/{done.pk}/" not in letter.body
    assert f"/lessons/{open_one.pk}/" in letter.body


@pytest.mark.parametrize("clock", ["10:15", "16:00"])
def test_a_letter_that_the_deadline_overtook_does_not_go(school, course, anna, clock):
    b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:50")

    assert sent_at(clock) == []
    assert Message.objects.get().settled_at is not None


def test_a_letter_to_a_teacher_who_was_replaced_meanwhile_does_not_go(school, course, anna):
    lesson = b.a_lesson(course)
    dues_known(school)
    remind_at(school, "09:50")
    boris = b.an_employee(school, last="Борисов", first="Борис")
    Lesson.objects.filter(pk=lesson.pk).update(teacher=boris)

    assert sent_at("09:52") == []


def test_a_letter_to_one_who_left_does_not_go(school, course, anna):
    b.a_lesson(course)
    dues_known(school)
    remind_at(school, "10:20")
    anna.left_on = b.FIRST_DAY
    anna.save()
    anna.person.duties.update(until=b.FIRST_DAY)

    assert sent_at("10:21") == []


def test_letters_rest_at_night_and_go_in_the_morning_if_still_true(school, course, anna):
    b.a_lesson(course, starts="19:00")
    dues_known(school)
    remind_at(school, "20:50")

    night = [sent_at("21:00"), sent_at("23:59"), sent_at("06:59", TUESDAY)]
    morning = sent_at("07:00", TUESDAY)

    assert told(anna) == [("soon", "topic"), ("soon", "register"), ("past", "homework")]
    assert not any(night)
    assert ["20:45" in letter.body for letter in morning] == [True]


def test_word_to_the_deputy_names_teacher_and_since_when(school, course, anna, zoya):
    b.a_lesson(course)
    b.a_lesson(course, day=TUESDAY)
    dues_known(school)
    daily_at(school, "11:00")

    letters = {letter.to[0]: letter for letter in sent_at("11:01", TUESDAY)}

    assert "Иванова А. П." in letters["zoya@example.ru"].body
    assert "10:15" in letters["zoya@example.ru"].body


@pytest.mark.parametrize(
    ("letters", "soon", "digest"), [("all", 1, 1), ("daily", 0, 1), ("none", 0, 0)]
)
def test_a_teacher_chooses_letters_and_the_notice_stays(
    school, course, anna, letters, soon, digest
):
    choose_reminders(actor=anna.person, school_id=school.pk, letters=letters, hour=None)
    b.a_lesson(course)
    b.a_lesson(course, day=TUESDAY)
    dues_known(school)

    remind_at(school, "09:50")
    assert len(sent_at("09:51")) == soon
    daily_at(school, "08:00")
    assert len(sent_at("08:01", TUESDAY)) == digest
    assert Message.objects.count() == 2


def test_an_hour_of_the_night_cannot_be_chosen(school, anna):
    with pytest.raises(Refused):
        choose_reminders(actor=anna.person, school_id=school.pk, letters="all", hour=3)

    assert not ReminderChoice.objects.exists()


def test_the_clock_knows_both_runs():
    assert {"remind", "remind_daily"} <= {work.name for work in works.all()}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(school, course, anna):
    b.a_lesson(course)
    dues_known(school)
    start, sent = Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            sent.append(remind_at(school, "09:50"))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(sent) == [0, 1]
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
