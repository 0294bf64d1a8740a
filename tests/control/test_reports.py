"""Reports of the school on a first quarter: what they count."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from control.queries.reports.marks import marks_of_pupils
from control.reports.homeroom import pupils_of
from control.reports.rows import rows_report
from journal.permissions import CourseHere
from journal.queries.class_terms import class_terms_page
from journal.queries.plan_page import plan_page
from school.models import AcademicYear, SchoolClass, Student
from tests import builders as b
from tests.control.reports_builders import AFTER, a_class_of_the_example, a_report, ground_of
from tests.journal.terms_builders import (
    a_term_mark,
    decide,
    held,
    marked,
    quarter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """What is asked directly answers in the language of the sources."""
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна", patronymic="Петровна")


def texts(table):
    return [tuple(cell.text for cell in line.cells) for line in table.lines]


def column(table, label, *, line=0):
    at = next(n for n, head in enumerate(table.heads) if head.label == label)
    return table.lines[line].cells[at]


def test_the_teachers_report_counts_the_example(school, anna):
    a_class_of_the_example(school, anna)

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert texts(found.tables[0])[0] == (
        *("5А, Математика", "26", "4", "9", "10", "1", "1", "1", "0"),
        *("92,0", "52,0", "54,36", "3,67"),
    )
    assert found.tables[0].lines[-1].is_sum
    assert texts(found.tables[0])[-1][1:] == texts(found.tables[0])[0][1:]


@pytest.mark.parametrize(
    ("na", "figures", "said"),
    [
        ("0", ("92,0", "52,0", "54,08"), "weight 0"),
        ("excluded", ("95,8", "54,2", "56,33"), "left out"),
    ],
)
def test_the_school_says_how_not_attested_counts_and_the_report_prints_it(
    school, anna, na, figures, said
):
    a_class_of_the_example(school, anna)
    decide(school, "na_in_sou", na)

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert texts(found.tables[0])[0][9:12] == figures
    assert any(said in note for note in found.notes)


def test_who_left_before_the_end_is_in_nobodys_count(school, anna):
    course = a_class_of_the_example(school, anna)
    gone = b.a_student(
        course.group.school_class, last="Ушедший", first="Олег", until=date(2025, 10, 20)
    )
    a_term_mark(course, gone, 2, term=quarter(school))

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert column(found.tables[0], "2").text == "1"
    assert column(found.tables[0], "Students").text == "26"


def test_a_superseded_mark_is_not_counted(school, anna):
    course = b.a_course(school, teacher=anna)
    student = b.students_of(course.group)[0]
    first = a_term_mark(course, student, 2, term=quarter(school), is_current=False)
    a_term_mark(course, student, 3, term=quarter(school), supersedes=first)

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert (column(found.tables[0], "2").text, column(found.tables[0], "3").text) == ("0", "1")


def test_density_is_told_in_its_three_meanings(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, oleg = b.students_of(course.group)
    marked(course, ilya, [5, 4, 4, 3, 5, 4, 4])
    marked(course, petr, [3, 3])
    a_term_mark(course, oleg, sign="exempt", term=quarter(school))

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)
    table = found.tables[1]

    # two pupils without the exempt one, seven lessons each, nine marks; one has the minimum of 7
    assert [column(table, label).text for label in ("marks", "per lesson and pupil, %")] == [
        "9",
        "64,3",
    ]
    assert [column(table, label).text for label in ("per pupil", "at the minimum, %")] == [
        "4,5",
        "50,0",
    ]


def test_hours_are_held_of_those_in_the_timetable_to_the_end_of_the_period(school, anna):
    course = b.a_course(school, teacher=anna)
    for shift in range(3):
        held(course, day=date(2025, 9, 8 + shift))
    b.a_lesson(course, day=date(2025, 9, 11), state="cancelled")
    held(course, day=date(2025, 11, 10))  # of the next quarter

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert texts(found.tables[1])[0][-6:] == ("4", "3", "75,0", "", "", "")


def test_without_marks_the_report_says_so_and_figures_stay_empty(school, anna):
    b.a_course(school, teacher=anna)

    found = a_report(school, "teacher", roles=("teacher",), employee=anna)

    assert any("No marks of this period" in warning for warning in found.warnings)
    assert texts(found.tables[0])[0][-4:] == ("", "", "", "")
    assert column(found.tables[0], "–").text == "3"


def test_leaders_see_all_teachers_and_lead_on_to_each(school, anna):
    a_class_of_the_example(school, anna)
    boris = b.an_employee(school, last="Борисов", first="Борис")
    b.a_course(group=b.whole(b.a_class(school, grade=7)), subject="История", teacher=boris)

    found = a_report(school, "teacher")

    assert [line[0] for line in texts(found.tables[0])] == [
        "Борисов Борис",
        "Иванова Анна Петровна",
        "School",
    ]
    assert f"teacher={anna.pk}" in found.tables[0].lines[1].cells[0].href


def test_a_figure_unfolds_to_the_rows_it_counts(school, anna):
    course = a_class_of_the_example(school, anna)

    found = {
        what: rows_report(
            ground_of(school, roles=("teacher",), employee=anna, what=what, course=course.pk),
            "teacher",
        ).tables[0]
        for what in ("all", "fours", "not_attested", "attainment", "quality", "level", "average")
    }

    assert {what: len(table.lines) for what, table in found.items()} == {
        "all": 26,
        "fours": 9,
        "not_attested": 1,
        "attainment": 25,
        "quality": 25,
        "level": 25,
        "average": 24,
    }
    for what, total in (("attainment", 23), ("quality", 13), ("level", 1359)):
        at = next(n for n, head in enumerate(found[what].heads) if head.label == "Counts as")
        assert sum(line.cells[at].value for line in found[what].lines) == total


def a_homeroom_class(school, anna):
    """Seven students over four subjects, as the worked examples place them."""
    school_class = b.a_class(school, students=7)
    courses = [
        b.a_course(group=b.whole(school_class), subject=name, teacher=anna)
        for name in ("Алгебра", "Русский язык", "История", "Физика")
    ]
    marks = ["5555", "5545", "5443", "5433", "5552", "55-5", "255-"]
    for student, line in zip(b.students_of(b.whole(school_class)), marks, strict=True):
        for course, mark in zip(courses, line, strict=True):
            value = {"sign": "not_attested"} if mark == "-" else {"points": int(mark)}
            a_term_mark(course, student, term=quarter(school), **value)
    return school_class


def test_the_homeroom_teachers_report_places_everybody_once_in_order(school, anna):
    school_class = a_homeroom_class(school, anna)

    found = a_report(school, "homeroom", roles=("homeroom",), classes=[school_class.pk])

    assert [line[:2] for line in texts(found.tables[0])] == [
        ("not attested", "2"),
        ("failing", "1"),
        ("all fives", "1"),
        ("fours and fives", "1"),
        ("– of them with one four", "1"),
        ("with threes", "2"),
        ("– of them with one three", "1"),
        ("without marks", "0"),
        ("Together", "7"),
    ]


def test_who_has_a_two_and_is_not_attested_is_named_in_both_lists(school, anna):
    school_class = a_homeroom_class(school, anna)
    last = b.students_of(b.whole(school_class))[-1].person.name.full

    found = a_report(school, "homeroom", roles=("homeroom",), classes=[school_class.pk])
    named = [line[2:] for line in texts(found.tables[1]) if line[1] == last]

    assert named == [("not attested", "Физика – н/а"), ("failing", "Алгебра – 2")]


def test_groups_of_students_are_those_of_the_classes_own_sheet(school, anna):
    school_class = a_homeroom_class(school, anna)
    sheet = class_terms_page(school_class, slug=f"t{quarter(school).pk}", now=AFTER)

    found = a_report(school, "homeroom")
    named = {line[2] for line in texts(found.tables[1])}

    assert [row.placed for row in sheet.rows] == [
        one.placed
        for one in pupils_of(marks_of_pupils(ground_of(school), class_ids=[school_class.pk]))
    ]
    assert {"all fives", "failing", "not attested"} < named


def test_the_programme_is_fulfilled_as_the_plans_own_page_says(school, anna):
    course = b.a_course(school, teacher=anna)
    lines = ("Числа", 2), ("Дроби", 1), ("Проценты", 2)
    plan = b.a_plan(course, *lines, by=anna.person, in_use=True)
    first, second, _third = plan.topics.order_by("position")
    for shift, topic in enumerate((first, first, second)):
        lesson = held(course, day=date(2025, 9, 8 + shift))
        lesson.record.planned_topic, lesson.record.topic = topic, topic.title
        lesson.record.topic_at = lesson.starts_at
        lesson.record.save()
    b.a_lesson(course, day=date(2025, 9, 11), state="cancelled")

    [line] = a_report(school, "teacher", teacher=anna.pk).tables[1].lines
    thing = CourseHere(here=ground_of(school).here, course=course, teaches=True, taught=True)
    progress = plan_page(thing, version=None, decides=False, now=AFTER).progress

    assert [cell.value for cell in line.cells[-6:]] == [
        progress.hours.of,
        progress.hours.done,
        progress.hours.exact,
        progress.topics.of,
        progress.topics.done,
        progress.topics.exact,
    ]


def test_the_summary_pools_marks_and_compares_with_the_period_before(school, anna):
    course = a_class_of_the_example(school, anna)
    second = quarter(school, 2)
    for student in b.students_of(course.group):
        a_term_mark(course, student, 4, term=second)

    found = a_report(
        school, "summary", term="quarter-2", against="before", by="subject",
        now=b.moscow(date(2026, 1, 12), "10:00"),
    )  # fmt: skip

    assert texts(found.tables[0])[0][-8:] == (
        *("100,0", "100,0", "64,00", "4,00"),
        *("+8,0", "+48,0", "+9,64", "+0,33"),
    )


def test_the_summary_by_grade_pools_classes(school, anna):
    a_class_of_the_example(school, anna)
    a_class_of_the_example(school, anna, letter="Б")

    found = a_report(school, "summary", by="grade")

    assert texts(found.tables[0])[0][:3] == ("5", "52", "8")
    assert texts(found.tables[0])[0][-4:] == ("92,0", "52,0", "54,36", "3,67")


def test_a_class_is_compared_with_itself_a_year_younger(school, anna):
    a_class_of_the_example(school, anna, grade=6)
    year = AcademicYear.objects.create(
        school=school, name="2024/25", first_day=date(2024, 9, 1), last_day=date(2025, 5, 26)
    )
    calendar = year.calendars.create(school=school, name="Пятидневка")
    autumn = calendar.terms.create(
        school=school,
        kind="quarter",
        number=1,
        first_day=date(2024, 9, 2),
        last_day=date(2024, 10, 25),
    )
    younger = SchoolClass.objects.create(
        school=school, year=year, calendar=calendar, grade=5, letter="А"
    )
    group = younger.groups.create(school=school, year=year, kind="class", name="5А")
    student = Student.objects.create(school=school, person=b.a_person())
    b.join(group, student, since=date(2024, 9, 1), until=date(2025, 5, 26))
    a_term_mark(b.a_course(group=group, teacher=anna), student, 5, term=autumn)

    by_class = a_report(school, "summary", against="year")
    by_grade = a_report(school, "summary", against="year", by="grade")

    assert texts(by_class.tables[0])[0][-4:] == ("−8,0", "−48,0", "−45,64", "−1,33")
    # no grade 6 a year ago; the school as a whole had one five
    assert texts(by_grade.tables[0])[0][-4:] == ("", "", "", "")
    assert texts(by_grade.tables[0])[-1][-4:] == ("−8,0", "−48,0", "−45,64", "−1,33")


def test_without_a_period_before_the_summary_says_so(school, anna):
    a_class_of_the_example(school, anna)

    found = a_report(school, "summary", against="year")

    assert ("Compared with", "there is no such period") in found.facts


def test_the_half_year_of_grade_ten_comes_with_the_second_quarter(school, anna):
    course = b.a_course(group=b.whole(b.a_class(school, grade=10)), teacher=anna)
    b.a_course(group=b.whole(b.a_class(school)), teacher=anna)
    calendar = course.year.calendars.create(school=school, name="Полугодия")
    half = calendar.terms.create(
        school=school,
        kind="half_year",
        number=1,
        first_day=b.FIRST_DAY,
        last_day=date(2025, 12, 30),
    )
    school_class = course.group.school_class
    school_class.calendar = calendar
    school_class.save()
    a_term_mark(course, b.students_of(course.group)[0], 5, term=half)
    january = b.moscow(date(2026, 1, 12), "10:00")

    first = a_report(school, "summary", term="quarter-1", now=january)
    second = a_report(school, "summary", term="quarter-2", now=january)

    assert any("10А" in note for note in first.notes)
    assert [line[0] for line in texts(second.tables[0])] == ["5А", "10А", "Together"]
    assert column(second.tables[0], "5", line=1).text == "1"


def test_a_teacher_sees_only_the_own_courses_and_a_homeroom_teacher_the_own_class(school, anna):
    mine = a_class_of_the_example(school, anna)
    boris = b.an_employee(school, last="Борисов", first="Борис")
    a_class_of_the_example(school, boris, letter="Б")

    taught = a_report(school, "objectivity", roles=("teacher",), employee=boris, by="class")
    led = a_report(
        school, "objectivity", roles=("homeroom",), classes=[mine.group.school_class_id], by="class"
    )

    assert [line[0] for line in texts(taught.tables[0])] == ["5Б", "Together"]
    assert [line[0] for line in texts(led.tables[0])] == ["5А", "Together"]
