"""The deputy's check of a journal page, and what becomes of a remark."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from core.refusal import Refused
from journal.actions import checks
from journal.models import JournalRemark
from school.models import Role
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "15:00")


@pytest.fixture
def journal(db):
    """A course with its teacher, and the school's deputy."""
    school = b.a_school()
    anna = b.an_employee(school, last="Иванова", first="Анна")
    zoya = b.an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY)
    course = b.a_course(school, teacher=anna)
    return course, anna.person, zoya.person


def _url(name, course, *args):
    return reverse(f"journal:{name}", args=[course.school_id, *args])


@pytest.mark.clause("A2 4")
def test_a_remark_is_made_answered_and_closed(journal):
    course, anna, zoya = journal
    lesson = b.a_lesson(course)

    remark = checks.make_remark(
        actor=zoya, course=course, text="Нет темы урока", lesson_id=lesson.pk, now=NOW
    )
    checks.answer_remark(actor=anna, remark=remark, text="Записала", now=NOW)
    closed = checks.close_remark(actor=zoya, remark=remark, now=NOW + timedelta(hours=1))

    assert (closed.lesson_id, closed.answer, closed.answered_by) == (lesson.pk, "Записала", anna)
    assert closed.closed_by == zoya
    assert remark.events.count() == 3


def test_a_remark_belongs_to_the_check_of_its_day(journal):
    course, _anna, zoya = journal
    check = checks.record_check(actor=zoya, course=course, aim="Накопляемость", now=NOW)

    same_day = checks.make_remark(actor=zoya, course=course, text="Мало отметок", now=NOW)
    next_day = checks.make_remark(
        actor=zoya, course=course, text="Мало отметок", now=NOW + timedelta(days=1)
    )

    assert same_day.check_made == check
    assert next_day.check_made is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "  "}, "empty"),
        ({"text": "а" * 1001}, "too_long"),
        ({"text": "Мало отметок", "due_day": b.MONDAY - timedelta(days=1)}, "due_before"),
        ({"text": "Мало отметок", "lesson_id": 1}, "other_lesson"),
    ],
)
def test_what_says_nothing_or_points_nowhere_is_no_remark(journal, given, code):
    course, _anna, zoya = journal

    with pytest.raises(Refused) as refused:
        checks.make_remark(actor=zoya, course=course, now=NOW, **given)

    assert refused.value.code == code
    assert not JournalRemark.objects.exists()


def test_a_remark_sent_twice_stands_once(journal):
    course, _anna, zoya = journal
    key = uuid4()

    for _ in range(2):
        checks.make_remark(actor=zoya, course=course, text="Мало отметок", now=NOW, key=key)

    assert JournalRemark.objects.count() == 1


def test_a_closed_remark_takes_no_answer_until_it_is_open_again(journal):
    course, anna, zoya = journal
    remark = checks.make_remark(actor=zoya, course=course, text="Мало отметок", now=NOW)
    checks.close_remark(actor=zoya, remark=remark, now=NOW)

    with pytest.raises(Refused):
        checks.answer_remark(actor=anna, remark=remark, text="Исправлю", now=NOW)
    checks.reopen_remark(actor=zoya, remark=remark)

    assert checks.answer_remark(actor=anna, remark=remark, text="Исправлю", now=NOW).answer


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_remarks_costs_the_same_for_one_and_thirty(
    journal, count, time_machine, django_assert_num_queries
):
    course, _anna, zoya = journal
    time_machine.move_to(NOW)
    for number in range(count):
        checks.make_remark(actor=zoya, course=course, text=f"Замечание {number}", now=NOW)
    client = b.logged_in(zoya)
    client.get(_url("remarks", course, course.pk))

    with django_assert_num_queries(8):
        answer = client.get(_url("remarks", course, course.pk))

    assert answer.content.decode().count('class="remark panel') == count


def test_the_deputy_writes_a_remark_on_the_page_and_the_teacher_answers_it(journal, time_machine):
    course, anna, zoya = journal
    time_machine.move_to(NOW)
    deputy, teacher = b.logged_in(zoya), b.logged_in(anna)

    made = deputy.post(
        _url("remarks", course, course.pk),
        {"text": "Нет домашнего задания", "lesson_id": "", "request_key": str(uuid4())},
    )
    remark = JournalRemark.objects.get()
    empty = teacher.post(_url("answer_remark", course, remark.pk), {"answer": " "})
    teacher.post(_url("answer_remark", course, remark.pk), {"answer": "Записала"})

    assert made.status_code == 302
    assert empty.status_code == 422
    assert "Нет домашнего задания" in empty.content.decode()
    remark.refresh_from_db()
    assert remark.answer == "Записала"


def test_a_refused_remark_keeps_what_was_typed(journal, time_machine):
    course, _anna, zoya = journal
    time_machine.move_to(NOW)

    answer = b.logged_in(zoya).post(
        _url("remarks", course, course.pk),
        {"text": "Заполните", "lesson_id": "", "due_day": "2025-09-01"},
    )

    assert answer.status_code == 422
    assert "Заполните" in answer.content.decode()


def test_a_teacher_sees_the_remarks_of_the_own_journals_only(journal, time_machine):
    course, anna, zoya = journal
    time_machine.move_to(NOW)
    boris = b.an_employee(course.school, last="Борисов", first="Борис")
    checks.make_remark(actor=zoya, course=course, text="Мало отметок", now=NOW)

    mine = b.logged_in(anna).get(_url("all_remarks", course)).content.decode()
    others = b.logged_in(boris.person).get(_url("all_remarks", course)).content.decode()

    assert "Мало отметок" in mine
    assert "Мало отметок" not in others
