"""How much homework a day holds (HOMEWORK_LOAD): the student with the most, against the norm."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.regulation import rules
from journal.actions.homework import Task, set_homework, set_homework_for_some
from journal.queries.homework_load import load_page, load_while_setting
from journal.regulation import homework_norm, over_norm
from school.choices import CHOICES
from school.models import Group, GroupKind, SchoolSetting
from tests import builders as b
from tests.builders import MONDAY, a_class, a_course, a_lesson, a_subgroup, logged_in, moscow, whole

TUESDAY = MONDAY + timedelta(days=1)
NORMS = CHOICES["homework_norms"].default


@pytest.mark.parametrize(
    ("grade", "minutes"),
    [
        (1, 60),
        (2, 90),
        (3, 90),
        (4, 120),
        (5, 120),
        (6, 150),
        (8, 150),
        (9, 210),
        (11, 210),
        (12, 210),
    ],
)
def test_the_norm_grows_with_the_grade(grade, minutes):
    assert homework_norm(grade, NORMS) == minutes


@pytest.mark.parametrize(("minutes", "over"), [(0, 0), (119, 0), (120, 0), (121, 1), (180, 60)])
def test_exactly_the_norm_is_within_it(minutes, over):
    assert over_norm(minutes, 120) == over


@pytest.mark.parametrize("bad", [[60] * 10, [60] * 12, [-1] + [60] * 10, [601] + [60] * 10])
def test_norms_are_eleven_sane_numbers(bad):
    with pytest.raises(ValueError):
        CHOICES["homework_norms"].parse(bad)


def test_the_rule_stands_in_the_register():
    assert rules["HOMEWORK_LOAD"].setting == "homework_norms"


@pytest.fixture
def give(anna, during):
    def give(course, text="№ 5", *, minutes=None, day=TUESDAY, to=None, number=1):
        lesson = course.lessons.first() or a_lesson(course, number=number)
        task = Task(text=text, minutes=minutes, due_day=day)
        given = {"actor": anna.person, "lesson": lesson, "task": task, "now": during}
        if to:
            return set_homework_for_some(student_ids=[one.pk for one in to], **given)
        return set_homework(seen="", **given)

    return give


def a_day(school_class, day=TUESDAY):
    page = load_page(school_class, of=day, today=MONDAY)
    return next(load for load in page.days if load.day == day)


@pytest.mark.clause("A4 2.3")
def test_the_day_is_that_of_the_student_with_the_most(school, anna, course, give):
    school_class = course.group.school_class
    first, second, _third = b.students_of(course.group)
    english = a_course(
        group=a_subgroup(school_class, name="5А англ. 1", students=[first]),
        subject="Английский язык",
        teacher=anna,
    )
    german = a_course(
        group=a_subgroup(school_class, name="5А нем. 1", students=[second]),
        subject="Немецкий язык",
        teacher=anna,
    )
    give(course, minutes=40)
    give(english, minutes=30, number=2)
    give(german, minutes=20, number=3)
    give(german, minutes=25, to=[second])

    load = a_day(school_class)

    assert load.minutes == 85
    assert load.parts == (("Немецкий язык", 45), ("Математика", 40))
    assert (load.norm, load.over, load.percent) == (120, 0, 70)
    assert len(load.tasks) == 4


def test_homework_without_a_time_is_counted_apart_and_other_days_not_at_all(course, give):
    give(course, minutes=None)
    english = a_course(group=course.group, subject="Английский язык")
    give(english, minutes=200, day=TUESDAY + timedelta(days=1), number=2)

    load = a_day(course.group.school_class)

    assert (load.minutes, load.untimed, load.parts) == (0, 1, ())


def test_homework_due_at_a_cancelled_lesson_is_not_due(course, anna, during, school):
    lesson, following = a_lesson(course), a_lesson(course, day=TUESDAY)
    task = Task(text="№ 5", minutes=30)
    set_homework(actor=anna.person, lesson=lesson, task=task, seen="", now=during)
    before = a_day(course.group.school_class).minutes
    following.state = "cancelled"
    following.save()

    assert (before, a_day(course.group.school_class).minutes) == (30, 0)


def test_while_setting_the_others_are_told_without_the_one_that_is_set(course, anna, give):
    lesson = a_lesson(course)
    a_lesson(course, day=TUESDAY)
    russian = a_course(group=course.group, subject="Русский язык", teacher=anna)
    give(russian, minutes=95, number=2)
    give(course, minutes=10)

    shown = load_while_setting(lesson, Task(text="", minutes=40), homework_id=None, student_ids=[])

    assert (shown.load.minutes, shown.load.parts) == (95, (("Русский язык", 95),))
    assert (shown.total, shown.over) == (135, 15)


def test_an_individual_one_adds_to_what_is_set_for_all(course, give):
    lesson = a_lesson(course)
    first, second, _third = b.students_of(course.group)
    give(course, minutes=30)
    own = give(course, minutes=20, to=[first])
    task = Task(text="", minutes=20, due_day=TUESDAY)

    def for_students(*students, homework=None):
        shown = load_while_setting(
            lesson, task, homework_id=homework, student_ids=[one.pk for one in students]
        )
        return shown.load.minutes

    assert for_students(second) == 30
    assert for_students(first) == 50
    assert for_students(first, homework=own.pk) == 30


def test_the_school_may_choose_other_norms(school, anna, course, give):
    SchoolSetting.objects.create(
        school=school, key="homework_norms", value=[60] * 11, since=b.FIRST_DAY, act="1"
    )
    give(course, minutes=61)

    assert a_day(course.group.school_class).over == 1


def test_a_group_of_several_classes_has_the_norm_of_the_lowest(school, anna):
    low, high = a_class(school, grade=4, letter="Б"), a_class(school, grade=9, letter="Б")
    group = Group.objects.create(
        school=school, year=low.year, kind=GroupKind.ELECTIVE, name="Логика"
    )
    for one in (low, high):
        b.join(group, b.students_of(whole(one))[0])
    lesson = a_lesson(a_course(group=group, teacher=anna))

    shown = load_while_setting(
        lesson, Task(text="", due_day=TUESDAY), homework_id=None, student_ids=[]
    )

    assert (shown.load.norm, shown.load.minutes) == (120, 0)


@pytest.mark.clause("A4 2.3")
def test_the_line_says_it_in_words_and_refuses_nothing(course, anna, give):
    russian = a_course(group=course.group, subject="Русский язык", teacher=anna)
    give(russian, minutes=95, number=2)
    lesson = a_lesson(course)
    client = logged_in(anna.person)
    url = reverse("journal:homework_load", args=[lesson.school_id, lesson.pk])

    with time_machine.travel(moscow(MONDAY, "08:40")):
        answer = client.get(url, {"due_day": f"{TUESDAY}", "minutes": "40"})
        strange = client.get(url, {"due_day": "nonsense", "minutes": "40"})
        set_over = client.post(
            reverse("journal:homework", args=[lesson.school_id, lesson.pk]),
            {"text": "№ 5", "seen": "", "due_day": f"{TUESDAY}", "minutes": "40"},
        )

    words = " ".join(answer.content.decode().split())
    assert "09.09" in words
    assert "95" in words
    assert "Русский язык 95" in words
    assert "load--over" in words
    assert strange.content.decode().strip() == ""
    assert set_over.status_code == 200


@pytest.mark.parametrize("students", [3, 34])
def test_the_week_of_a_class_takes_six_statements(
    school, anna, give, students, django_assert_num_queries
):
    school_class = a_class(school, letter="В", students=students)
    for number, subject in enumerate(("Алгебра", "Физика", "История")[: 1 + students // 17], 1):
        give(
            a_course(group=whole(school_class), subject=subject, teacher=anna),
            minutes=20,
            number=number,
        )
    deputy = b.an_employee(school, role="deputy")
    client = logged_in(deputy.person)
    url = reverse("journal:class_homework", args=[school.pk, school_class.pk])

    with time_machine.travel(moscow(MONDAY, "12:00")):
        client.get("/empty/")
        with django_assert_num_queries(6):
            answer = client.get(url)

    assert answer.status_code == 200
    assert answer.context["page"].days[1].minutes == 20 * (1 + students // 17)
