"""What the lesson page says beside a name, and to whom."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journal.actions.notes import Away, decide_note, submit_note
from journal.models import AbsenceKind, Exemption, LessonRecord, StudyAway
from journal.permissions import LessonHere
from journal.queries.lesson_page import lesson_page
from school.models import CalendarDay, CourseTeacher
from school.standing import standing_of
from tests.builders import FIRST_DAY, MONDAY, a_lesson, logged_in, moscow, students_of


@pytest.fixture
def student(course):
    return students_of(course.group)[0]


@pytest.fixture
def page(anna, school, during):
    def page(lesson):
        here = standing_of(anna.person).in_school(school.pk)
        thing = LessonHere(here=here, lesson=lesson, teaches=True, holds=True)
        return lesson_page(thing, may_write=True, now=during)

    return page


def said(page):
    return [signal.words for signal in page.rows[0].signals]


def test_a_note_that_waits_is_said_at_once_and_writes_nothing(page, lesson, student, boris, during):
    away = Away(first_day=MONDAY, last_day=MONDAY, kind=AbsenceKind.ILL, words="температура")
    note = submit_note(actor=boris.person, student=student, away=away, now=during)

    assert said(page(lesson)) == [
        _("%(sign)s by a note that waits for the homeroom teacher") % {"sign": "б"}
    ]
    assert page(lesson).rows[0].text == ""

    decide_note(actor=boris.person, note=note, accept=True, answer="", now=during)
    assert said(page(lesson)) == [_("%(sign)s by a note, accepted") % {"sign": "б"}]


def test_a_note_of_another_lesson_or_one_not_accepted_is_not_said(
    page, lesson, student, boris, during
):
    away = Away(first_day=MONDAY, last_day=MONDAY, first_lesson=2, last_lesson=3)
    submit_note(actor=boris.person, student=student, away=away, now=during)
    whole = Away(first_day=MONDAY, last_day=MONDAY)
    note = submit_note(actor=boris.person, student=student, away=whole, now=during)

    decide_note(actor=boris.person, note=note, accept=False, answer="нет подписи", now=during)

    assert said(page(lesson)) == []


def test_the_words_of_a_note_never_reach_the_lesson_page(course, lesson, student, boris, anna):
    away = Away(
        first_day=MONDAY, last_day=MONDAY, kind=AbsenceKind.ILL, words="ветрянка", document="№ 77"
    )
    submit_note(actor=boris.person, student=student, away=away, now=moscow(MONDAY, "07:00"))

    with time_machine.travel(moscow(MONDAY, "08:40")):
        shown = logged_in(anna.person).get(f"/s/{course.school_id}/lessons/{lesson.pk}/")

    assert "signal--note" in shown.content.decode()
    assert "ветрянка" not in shown.content.decode()
    assert "№ 77" not in shown.content.decode()


def test_an_exemption_is_said_in_its_subject_on_its_days(page, course, lesson, student, boris):
    Exemption.objects.create(
        school=course.school,
        student=student,
        subject=course.subject,
        document="справка",
        since=MONDAY,
        until=MONDAY,
        made_at=moscow(MONDAY, "07:00"),
        made_by=boris.person,
    )
    tomorrow = a_lesson(course, day=MONDAY + timedelta(days=1))

    assert [signal.sign for signal in page(lesson).rows[0].signals] == [pgettext("sign", "exempt")]
    assert page(tomorrow).rows[0].signals == ()


def test_tuition_at_home_and_a_distance_day_are_said(page, course, lesson, student, boris):
    StudyAway.objects.create(
        school=course.school,
        student=student,
        mode="home",
        order_number="15",
        since=MONDAY,
        made_at=moscow(MONDAY, "07:00"),
        made_by=boris.person,
    )
    assert [signal.sign for signal in page(lesson).rows[0].signals] == [pgettext("sign", "at home")]
    assert not page(lesson).is_distance

    CalendarDay.objects.create(
        school=course.school,
        calendar=course.group.school_class.calendar,
        day=MONDAY,
        kind="distance",
    )
    assert page(lesson).is_distance


def test_who_joined_after_the_register_is_said_to_be_not_recorded(
    page, course, lesson, student, anna
):
    LessonRecord.objects.create(
        school=course.school,
        lesson=lesson,
        register_at=moscow(MONDAY, "08:35"),
        register_by=anna.person,
    )
    student.memberships.update(entered_at=moscow(MONDAY, "08:36"))

    assert [signal.sign for signal in page(lesson).rows[0].signals] == [_("not recorded")]


@pytest.mark.parametrize("notes", [0, 3])
def test_signals_cost_the_lesson_page_nothing(
    page, lesson, student, boris, during, notes, django_assert_num_queries
):
    for _number in range(notes):
        away = Away(first_day=MONDAY, last_day=MONDAY)
        submit_note(actor=boris.person, student=student, away=away, now=during)

    page(lesson)
    with django_assert_num_queries(2):
        page(lesson)


def test_the_grid_shows_an_exemption_to_those_who_teach_now(course, lesson, student, boris, anna):
    Exemption.objects.create(
        school=course.school,
        student=student,
        subject=course.subject,
        document="справка",
        since=MONDAY,
        until=MONDAY + timedelta(days=4),
        made_at=moscow(MONDAY, "07:00"),
        made_by=boris.person,
    )
    b_once = CourseTeacher.objects.create(
        school=course.school, course=course, employee=boris, since=FIRST_DAY, until=FIRST_DAY
    )

    with time_machine.travel(moscow(MONDAY, "08:40")):
        address = f"/s/{course.school_id}/journals/{course.pk}/"
        mine = logged_in(anna.person).get(address).content.decode()
        once = logged_in(b_once.employee.person).get(address).content.decode()

    sign = f">{pgettext('sign', 'exempt')}<"
    assert sign in mine
    assert sign not in once
