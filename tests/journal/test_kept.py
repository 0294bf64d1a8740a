"""Which pages a teacher's browser keeps for a day without a network."""

from datetime import timedelta

import pytest
import time_machine

from journal.queries.kept import kept_pages
from schedule.models import Lesson, LessonState
from tests.builders import MONDAY, a_course, a_lesson, a_subgroup, logged_in, moscow


def addresses(school, lessons, courses):
    start = f"/s/{school.pk}"
    return [
        f"{start}/day/",
        *(f"{start}/lessons/{lesson.pk}/" for lesson in lessons),
        *(f"{start}/journals/{course.pk}/" for course in courses),
    ]


def test_lessons_of_today_and_of_the_next_school_day_with_their_journals(
    course, anna, boris, django_assert_num_queries
):
    friday, monday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)
    other = a_course(
        group=a_subgroup(course.group.school_class, name="5А/1", students=[]),
        subject="Алгебра",
        teacher=anna,
    )
    today = [a_lesson(course, day=friday, number=1), a_lesson(other, day=friday, number=2)]
    later = a_lesson(course, day=monday)
    cancelled = a_lesson(course, day=friday + timedelta(days=1))
    Lesson.objects.filter(pk=cancelled.pk).update(state=LessonState.CANCELLED, state_reason="мороз")
    a_lesson(course, day=monday + timedelta(days=1))
    a_lesson(a_course(group=course.group, subject="История", teacher=boris), day=friday, number=3)

    with django_assert_num_queries(2):
        kept = kept_pages(anna.school_id, anna.pk, today=friday)

    assert kept == addresses(anna.school, [*today, later], [course, other])


def test_without_lessons_only_the_day_is_kept(anna):
    assert kept_pages(anna.school_id, anna.pk, today=MONDAY) == addresses(anna.school, [], [])
    assert kept_pages(anna.school_id, None, today=MONDAY) == addresses(anna.school, [], [])


@pytest.mark.parametrize("page", ["day/", "lessons/{lesson}/", "journals/{course}/"])
def test_no_browser_keeps_these_pages_by_itself(anna, lesson, page):
    path = page.format(lesson=lesson.pk, course=lesson.course_id)

    with time_machine.travel(moscow(MONDAY, "09:00"), tick=False):
        answer = logged_in(anna.person).get(f"/s/{anna.school_id}/{path}")

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_my_day_tells_the_browser_what_to_keep(anna, lesson):
    with time_machine.travel(moscow(MONDAY, "07:00"), tick=False):
        answer = logged_in(anna.person).get(f"/s/{anna.school_id}/day/kept/")

    assert answer.json() == {
        "school": anna.school_id,
        "pages": addresses(anna.school, [lesson], [lesson.course]),
    }
