"""Marks of periods: set by the school's date, seen within 24 hours, enough of them."""

from datetime import date, timedelta

import pytest

from journal.models import TermMarkKind
from school.models import SchoolSetting
from tests import builders as b
from tests.control.clock.counted import facts, states
from tests.journal.terms_builders import LAST, a_term_mark, held, marked, missed, quarter

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MIDNIGHT = b.moscow(LAST + DAY, "00:00")
LAST_SECOND = MIDNIGHT - SECOND


@pytest.fixture
def students(course):
    held(course)
    return b.students_of(course.group)


@pytest.fixture
def give(course, anna, school):
    def mark(student, *, at, known_at=None, **more):
        fields = {"term": quarter(school), "by": anna.person} | more
        return a_term_mark(
            course, student, 4, published_at=at, known_at=known_at or min(at, MIDNIGHT), **fields
        )

    return mark


@pytest.mark.clause("A5 3")
def test_marks_of_the_period_are_set_before_its_last_day_ends(school, students, give):
    assert states(school, "TERM_MARKS_SET", now=LAST_SECOND) == ["due"]
    assert states(school, "TERM_MARKS_SET", now=MIDNIGHT) == ["missing"]

    for student in students:
        give(student, at=LAST_SECOND)

    assert states(school, "TERM_MARKS_SET", now=MIDNIGHT) == ["done"]


@pytest.mark.clause("A5 3")
def test_the_last_mark_set_at_midnight_makes_the_course_late(school, students, give, anna, course):
    first, *rest = students
    for student in rest:
        give(student, at=LAST_SECOND)
    give(first, at=MIDNIGHT)

    [fact] = facts(school, now=MIDNIGHT, rule="TERM_MARKS_SET")

    assert (fact.state, fact.day, fact.done_at) == ("late", LAST, MIDNIGHT)
    assert (fact.teacher_id, fact.class_id) == (anna.pk, course.group.school_class_id)


@pytest.mark.clause("A5 3")
def test_the_schools_date_moves_the_deadline(school, students):
    SchoolSetting.objects.create(school=school, key="term_marks_days", value=-2, since=LAST - DAY)

    [fact] = facts(school, now=LAST_SECOND, rule="TERM_MARKS_SET")

    assert fact.due_at == b.moscow(LAST - DAY, "00:00")


def test_who_left_before_the_end_of_the_period_is_owed_no_mark(school, students, give, course):
    gone, *rest = students
    for student in rest:
        give(student, at=LAST_SECOND)
    course.group.memberships.filter(student=gone).update(until=LAST - DAY)

    assert states(school, "TERM_MARKS_SET", now=MIDNIGHT) == ["done"]


@pytest.mark.parametrize(
    ("grade", "scale", "asked"), [(5, "2-5", 1), (1, "2-5", 0), (5, "none", 0)]
)
def test_marks_are_owed_where_marks_are_given(school, anna, grade, scale, asked):
    group = b.whole(b.a_class(school, grade=grade, letter="В"))
    held(b.a_course(group=group, teacher=anna, scale=scale))

    assert len(states(school, "TERM_MARKS_SET", now=LAST_SECOND)) == asked


@pytest.mark.clause("A5 3")
def test_two_subgroups_are_two_deadlines_of_their_own(school, anna, boris):
    school_class = b.a_class(school, letter="Г", students=4)
    students = b.students_of(b.whole(school_class))
    courses = [
        b.a_course(
            group=b.a_subgroup(school_class, name=name, students=some),
            subject="Английский",
            teacher=teacher,
        )
        for name, some, teacher in (("1", students[:2], anna), ("2", students[2:], boris))
    ]
    for number, course in enumerate(courses, start=1):
        held(course, number=number)
    for student in students[:2]:
        at = LAST_SECOND
        a_term_mark(courses[0], student, 4, term=quarter(school), published_at=at, known_at=at)

    found = {
        one.teacher_id: one.state for one in facts(school, now=MIDNIGHT, rule="TERM_MARKS_SET")
    }

    assert found == {anna.pk: "done", boris.pk: "missing"}


@pytest.mark.clause("A5 3")
def test_a_result_is_seen_within_24_hours_after_it_is_known(school, students, give):
    known = b.moscow(LAST, "09:00")
    give(students[0], at=known + DAY, known_at=known, kind=TermMarkKind.EXAM, term=None)
    assert states(school, "FINALS_24H", now=known + 2 * DAY, last=LAST + DAY)[0] == "done"

    give(students[1], at=known + DAY + SECOND, known_at=known, kind=TermMarkKind.EXAM, term=None)

    assert states(school, "FINALS_24H", now=known + 2 * DAY, last=LAST + DAY)[0] == "late"


@pytest.mark.clause("A5 3")
def test_a_contest_counts_by_the_clock_on_holidays_too(school, students, anna):
    known = b.moscow(date(2025, 11, 1), "18:00")
    b.an_outside_result(
        students[0], by=anna.person, known_at=known, published_at=known + DAY + SECOND
    )

    [*_terms, fact] = facts(school, now=known + 3 * DAY, rule="FINALS_24H")

    assert (fact.state, fact.day) == ("late", date(2025, 11, 2))


@pytest.mark.clause("A5 3")
def test_a_mark_not_set_in_time_is_known_all_the_same(school, students):
    day_later = MIDNIGHT + DAY
    assert states(school, "FINALS_24H", now=day_later) == ["due"]

    assert states(school, "FINALS_24H", now=day_later + SECOND) == ["missing"]


@pytest.mark.clause("A5 3")
def test_enough_marks_stand_two_weeks_before_the_end(school, course, students):
    last_day = LAST - 14 * DAY
    border = b.moscow(last_day + DAY, "00:00")
    for student in students[1:]:
        marked(course, student, (5, 4, 5, 4, 5, 4, 5))
    marked(course, students[0], (5, 4, 5, 4, 5, 4))
    assert states(school, "MARKS_ENOUGH", now=border - SECOND) == ["due"]
    assert states(school, "MARKS_ENOUGH", now=border) == ["missing"]

    marked(course, students[0], (3,), first=last_day)

    [fact] = facts(school, now=border, rule="MARKS_ENOUGH")
    assert (fact.state, fact.day) == ("done", last_day)


def test_who_missed_most_lessons_is_not_waited_for(school, course, students):
    for student in students[1:]:
        marked(course, student, (5, 4, 5, 4, 5, 4, 5))
    missed(course, students[0], lessons=6)

    assert states(school, "MARKS_ENOUGH", now=MIDNIGHT) == ["done"]
