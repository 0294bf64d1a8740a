"""How a lesson stands to the clock beside its records: deadlines kept, excuses, the opening."""

from datetime import timedelta

import pytest
import time_machine

from core.regulation import State
from journal.actions.dues import refresh_dues
from journal.actions.homework import set_no_homework
from journal.actions.record import take_register, write_topic
from journal.models import LessonDue
from journal.queries.states import lesson_states
from schedule.models import Excuse, Lesson
from tests.builders import (
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_lesson,
    an_employee,
    logged_in,
    moscow,
    open_year,
    whole,
)

DAY = timedelta(days=1)
EVENING = moscow(MONDAY, "20:00")
NEXT_DAY = moscow(MONDAY + DAY, "12:00")


def facts(lesson, now=NEXT_DAY):
    one = Lesson.objects.select_related("course__group__school_class").get(pk=lesson.pk)
    return lesson_states([one], now=now, zone=MOSCOW)[lesson.pk]


@pytest.fixture
def zoya(school):
    return an_employee(school, role="deputy", last="Завьялова", first="Зоя").person


@pytest.fixture
def excuse(school, zoya):
    def make(**of):
        fields = {"kind": "outage", "words": "Нет связи", "first_day": MONDAY, "last_day": MONDAY}
        return Excuse.objects.create(
            school=school, decided_by=zoya, decided_at=EVENING, **fields | of
        )

    return make


def test_a_past_deadline_is_read_as_it_was_kept(course, lesson, school):
    refresh_dues(school.pk, now=moscow(MONDAY, "08:00"))
    LessonDue.objects.update(homework_due_at=moscow(MONDAY, "11:00"))
    a_lesson(a_course(group=course.group, subject="Физика"), number=6)

    assert facts(lesson, moscow(MONDAY, "10:59:59")).homework.due_at == moscow(MONDAY, "14:50")
    assert facts(lesson, moscow(MONDAY, "11:00")).homework.due_at == moscow(MONDAY, "11:00")


def test_what_is_excused_says_who_decided_and_why(lesson, excuse):
    excuse()

    topic = facts(lesson).topic

    assert topic.state == State.EXCUSED
    assert (topic.excuse.words, topic.excuse.by) == ("Нет связи", "Завьялова З.")
    assert topic.excuse.at == EVENING


def test_an_excuse_changes_nothing_of_what_was_done_in_time(lesson, excuse, anna):
    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=EVENING)
    excuse()

    assert facts(lesson).topic.state == State.DONE
    assert facts(lesson, EVENING).register.state == State.DUE


def test_what_came_late_is_excused_too(lesson, excuse, anna):
    take_register(actor=anna.person, lesson=lesson, now=NEXT_DAY)
    excuse()

    assert facts(lesson).register.state == State.EXCUSED


@pytest.mark.parametrize(
    ("rule", "topic", "homework"),
    [
        ("LESSON_SAME_DAY", State.EXCUSED, State.MISSING),
        ("HOMEWORK_IN_TIME", State.MISSING, State.EXCUSED),
        ("", State.EXCUSED, State.EXCUSED),
    ],
)
def test_an_excuse_is_for_one_rule_or_for_all(lesson, excuse, rule, topic, homework):
    excuse(rule=rule)

    assert (facts(lesson).topic.state, facts(lesson).homework.state) == (topic, homework)


def test_an_excuse_is_for_a_class_a_teacher_or_a_lesson(school, course, lesson, excuse, boris):
    other_class = whole(a_class(school, letter="Б"))
    other = a_lesson(a_course(group=other_class, teacher=boris))

    for of in (
        {"school_class": course.group.school_class},
        {"teacher": lesson.teacher},
        {"lesson": lesson},
    ):
        made = excuse(**of)
        assert facts(lesson).topic.state == State.EXCUSED
        assert facts(other).topic.state == State.MISSING
        made.delete()


def test_an_excuse_ends_with_its_last_day_and_when_it_is_taken_back(course, lesson, excuse, zoya):
    made = excuse()
    next_lesson = a_lesson(course, day=MONDAY + DAY)
    assert facts(next_lesson, NEXT_DAY + DAY).topic.state == State.MISSING

    made.ended_at, made.ended_by = NEXT_DAY, zoya
    made.save()

    assert facts(lesson).topic.state == State.MISSING


@pytest.mark.clause("2.3")
def test_nothing_is_owed_before_the_day_the_year_was_opened_on(course):
    before, since = a_lesson(course, day=MONDAY - 7 * DAY), a_lesson(course)
    open_year(course.year, day=MONDAY)

    assert [fact.state for fact in facts(before)] == [State.NOT_ASKED] * 3
    assert [fact.state for fact in facts(since)] == [State.MISSING] * 3
    assert not facts(before).is_asked


@time_machine.travel(NEXT_DAY, tick=False)
def test_the_teachers_day_lists_no_lesson_that_is_excused_or_before_the_opening(
    course, school, lesson, excuse, anna
):
    a_lesson(course, day=MONDAY - 7 * DAY)
    open_year(course.year, day=MONDAY)
    address = f"/s/{school.pk}/day/"
    listed = logged_in(anna.person).get(address).context["page"].overdue
    assert [card.lesson.pk for card in listed] == [lesson.pk]

    excuse()

    page = logged_in(anna.person).get(address).context["page"]
    assert page.overdue == ()


@time_machine.travel(NEXT_DAY, tick=False)
def test_the_teachers_day_and_the_lesson_say_who_excused_and_why(lesson, school, excuse, anna):
    excuse(rule="HOMEWORK_IN_TIME")
    client = logged_in(anna.person)

    day = client.get(f"/s/{school.pk}/day/?day={MONDAY:%Y-%m-%d}").content.decode()
    page = client.get(f"/s/{school.pk}/lessons/{lesson.pk}/").content.decode()

    for html in (day, page):
        assert "Нет связи" in html
        assert "Завьялова З." in html
    assert "state--excused" in page


@time_machine.travel(moscow(MONDAY, "09:40"), tick=False)
def test_the_time_left_until_homework_is_due_stands_beside_it(lesson, school, anna):
    client = logged_in(anna.person)

    day = client.get(f"/s/{school.pk}/day/", headers={"accept-language": "ru"}).content.decode()
    page = client.get(f"/s/{school.pk}/lessons/{lesson.pk}/").content.decode()

    for html in (day, page):
        assert "35" in html.split("<ej-left")[1].split("</ej-left>")[0].split(">")[1]


def test_homework_done_in_time_by_the_kept_deadline_stays_so(course, lesson, school, anna):
    refresh_dues(school.pk, now=moscow(MONDAY, "08:00"))
    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=moscow(MONDAY, "10:14"))

    assert facts(lesson).homework.state == State.DONE
