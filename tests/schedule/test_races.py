"""Two deputies at the same moment: one places the lesson, the other is told by name."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from core.refusal import Refused
from schedule.actions.held import written
from schedule.actions.lessons import add_lesson
from schedule.actions.substitutions import substitute_teacher
from schedule.models import Lesson
from tests import builders as b
from tests.schedule.builders import bells

pytestmark = pytest.mark.django_db(transaction=True)
NOW = b.moscow(b.MONDAY, "07:00")


def at_once(*actions):
    """Run the actions in threads that start together; what each was refused for, or None."""
    start, said = Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        start.wait()
        try:
            action()
        except Refused as refused:
            said[place] = refused.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said, key=lambda code: code or "")


@pytest.fixture
def school():
    school = b.a_school()
    b.a_year(school)
    bells(school)
    return school


@pytest.mark.clause("A4 2.1")
def test_one_substitute_is_not_sent_into_two_lessons(school):
    deputy = b.an_employee(school, role="deputy").person
    boris = b.an_employee(school, last="Борисов")
    lessons = [
        b.a_lesson(
            b.a_course(group=b.whole(b.a_class(school, grade=grade)), teacher=b.an_employee(school))
        )
        for grade in (5, 6)
    ]

    def give(lesson):
        return lambda: substitute_teacher(actor=deputy, lesson=lesson, substitute=boris, now=NOW)

    said = at_once(*map(give, lessons))

    assert said == [None, "busy_teacher"]
    assert Lesson.objects.filter(teacher=boris).count() == 1


def test_one_class_does_not_get_two_lessons_at_once(school):
    deputy = b.an_employee(school, role="deputy").person
    group = b.whole(b.a_class(school))
    courses = [b.a_course(group=group, subject=name) for name in ("Математика", "Музыка")]

    def add(course):
        return lambda: add_lesson(actor=deputy, course=course, day=b.MONDAY, number=1, now=NOW)

    said = at_once(*map(add, courses))

    assert said == [None, "busy_students"]
    assert Lesson.objects.count() == 1


def test_past_the_check_the_constraint_still_answers_as_a_refusal(school):
    anna = b.an_employee(school)
    course = b.a_course(school, teacher=anna)
    b.a_lesson(course, number=1)

    with pytest.raises(Refused) as caught, written(""):
        b.a_lesson(course, number=2, starts="08:45")

    assert (caught.value.code, caught.value.field) == ("teacher", "teacher")
