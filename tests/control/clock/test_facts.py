"""What the compliance pages count: one row for each thing asked, the states as the rules say."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from core.regulation import Rule
from journal.actions.record import write_topic
from journal.queries.states import lesson_states
from schedule.actions.excuses import take_back
from schedule.actions.lessons import cancel_lesson
from schedule.models import Excuse, Lesson
from tests.builders import (
    FIRST_DAY,
    LAST_DAY,
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_lesson,
    a_school,
    moscow,
    open_year,
    whole,
)
from tests.control.clock.counted import facts, states

RULE = Rule(code="ANY", clauses=(), asks="")
NOON = moscow(MONDAY, "12:00")
DAY = timedelta(days=1)
NEXT_NOON = NOON + DAY
MOMENTS = st.integers(-3, 3).map(lambda seconds: NOON + timedelta(seconds=seconds))


@pytest.mark.django_db
@settings(max_examples=300, deadline=None)
@given(due=st.none() | MOMENTS, done=st.none() | MOMENTS, is_excused=st.booleans(), now=MOMENTS)
def test_the_state_in_sql_is_the_state_of_the_rule(due, done, is_excused, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_rule_state(%s, %s, %s, %s)", [due, done, is_excused, now])
        (found,) = cursor.fetchone()

    assert found == RULE.state(due_at=due, done_at=done, is_excused=is_excused, now=now)


def an_excuse(school, *, by, first=MONDAY, last=MONDAY, rule="", **of):
    """Said by the deputy at noon; for the whole school unless it names something."""
    fields = {"kind": "outage", "words": "Нет связи", "decided_by": by, "decided_at": NOON}
    return Excuse.objects.create(
        school=school, first_day=first, last_day=last, rule=rule, **fields, **of
    )


@pytest.mark.clause("2.4")
def test_each_lesson_is_asked_its_topic_register_and_homework(school, course, anna):
    lesson = a_lesson(course)
    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=NOON)

    found = facts(school, now=NEXT_NOON)

    lessons = [one for one in found if one.lesson_id == lesson.pk]
    assert [(one.rule, one.fact, one.state) for one in lessons] == [
        ("HOMEWORK_IN_TIME", "homework", "missing"),
        ("LESSON_SAME_DAY", "topic", "done"),
        ("LESSON_SAME_DAY", "register", "missing"),
    ]
    assert {(one.day, one.teacher_id, one.class_id) for one in lessons} == {
        (MONDAY, anna.pk, course.group.school_class_id)
    }


def test_facts_and_the_teachers_page_say_the_same(school, course, anna, zoya):
    """Control counts in SQL what the teacher's page asks of the rules in Python."""
    lessons = [a_lesson(course, day=MONDAY + shift * DAY) for shift in range(-2, 3)]
    write_topic(actor=anna.person, lesson=lessons[1], text="Дроби", seen="", now=NOON)
    an_excuse(school, by=zoya, first=MONDAY, last=MONDAY, rule="LESSON_SAME_DAY")
    an_excuse(school, by=zoya, first=MONDAY - DAY, last=MONDAY - DAY, teacher=anna)

    counted = {
        (one.lesson_id, one.fact): one.state for one in facts(school, now=NOON) if one.lesson_id
    }

    asked = Lesson.objects.select_related("course__group__school_class").filter(
        day__lte=MONDAY + DAY
    )
    shown = lesson_states(asked, now=NOON, zone=MOSCOW)
    assert counted == {
        (pk, str(fact.fact)): str(fact.state) for pk, three in shown.items() for fact in three
    }


def test_a_cancelled_lesson_is_asked_nothing(school, course, anna):
    lesson = a_lesson(course)
    assert facts(school, now=NOON, rule="LESSON_SAME_DAY")

    cancel_lesson(actor=anna.person, lesson=lesson, reason="авария", now=NOON)

    assert not facts(school, now=NEXT_NOON, rule="LESSON_SAME_DAY")


@pytest.mark.clause("2.3")
def test_the_clocks_run_from_the_day_the_year_was_opened_on(school, course, zoya):
    a_lesson(course, day=MONDAY - DAY)
    since = a_lesson(course)
    open_year(course.year, day=MONDAY)

    asked = facts(school, now=NOON + 14 * DAY)

    assert {one.lesson_id for one in asked if one.lesson_id} == {since.pk}
    assert "YEAR_OPENED" in {one.rule for one in asked}


@pytest.mark.parametrize("what", ["lesson", "teacher", "school_class", "nothing"])
def test_an_excuse_frees_what_it_names_and_nothing_else(school, course, anna, boris, zoya, what):
    lesson = a_lesson(course)
    other = a_lesson(a_course(group=whole(a_class(school, letter="Б")), teacher=boris))
    named = {
        "lesson": {"lesson": lesson},
        "teacher": {"teacher": anna},
        "school_class": {"school_class": course.group.school_class},
        "nothing": {},
    }[what]
    made = an_excuse(school, by=zoya, **named)

    found = {one.lesson_id: one for one in facts(school, now=NEXT_NOON, rule="LESSON_SAME_DAY")}

    assert (found[lesson.pk].state, found[lesson.pk].excuse_id) == ("excused", made.pk)
    assert found[other.pk].state == ("excused" if what == "nothing" else "missing")


def test_the_most_exact_excuse_is_named(school, course, anna, zoya):
    lesson = a_lesson(course)
    an_excuse(school, by=zoya)
    exact = an_excuse(school, by=zoya, lesson=lesson)

    [topic, _register] = facts(school, now=NEXT_NOON, rule="LESSON_SAME_DAY")

    assert topic.excuse_id == exact.pk


def test_an_excuse_taken_back_and_one_of_other_days_free_nothing(school, course, zoya):
    a_lesson(course)
    made = an_excuse(school, by=zoya)
    an_excuse(school, by=zoya, first=MONDAY + DAY, last=MONDAY + 2 * DAY)
    an_excuse(school, by=zoya, rule="HOMEWORK_IN_TIME")

    take_back(actor=zoya, excuse=made, now=NOON)

    assert states(school, "LESSON_SAME_DAY", now=NEXT_NOON) == ["missing", "missing"]


def test_the_facts_of_many_schools_are_those_of_each(school, course):
    a_lesson(course)
    other = a_course(a_school(name="Школа № 2"))
    a_lesson(other)
    one, two = facts(school, now=NEXT_NOON), facts(other.school, now=NEXT_NOON)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT school_id, count(*) FROM control_facts_of(%s, %s, %s)"
            " GROUP BY school_id ORDER BY school_id",
            [[school.pk, other.school_id], FIRST_DAY, LAST_DAY],
        )
        counted = cursor.fetchall()

    assert counted == [(school.pk, len(one)), (other.school_id, len(two))]
