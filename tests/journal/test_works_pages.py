"""The pages of works: results, plan, schedule of a class, debts; and how works and debts stand."""

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.regulation import State
from journal.actions.marks import put_mark, set_attendance
from journal.actions.record import take_register
from journal.actions.results import ResultWish, save_results
from journal.actions.works import add_work
from journal.cells import Absence
from journal.models import AbsenceKind, Exemption, Mark, StudyAway, Work, WorkResult
from journal.queries.debts import debts_of_class, debts_of_course
from journal.queries.work_states import overdue_works, work_states
from schedule.models import Excuse
from school.models import SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_lesson,
    a_student,
    logged_in,
    moscow,
    students_of,
    whole,
)

NOON = moscow(MONDAY, "12:00")
TERM = {"first": date(2025, 9, 1), "last": date(2025, 10, 24)}


@pytest.fixture
def students(course):
    return students_of(course.group)


@pytest.fixture
def work(anna, lesson, kind):
    return add_work(
        actor=anna.person, lesson=lesson, kind_id=kind("Контрольная работа").pk, now=NOON
    )


@pytest.fixture
def results(anna, course, work):
    def results(*marks, now=NOON):
        """(student, mark) pairs, over whatever stands."""
        wishes = []
        for student, mark in marks:
            stands = Mark.objects.filter(work=work, student=student).first()
            none = WorkResult.objects.filter(work=work, student=student, is_none=True).exists()
            seen = stands.text if stands else ("-" if none else "")
            wishes.append(ResultWish(student_id=student.pk, mark=mark, seen_mark=seen))
        save_results(actor=anna.person, course=course, work=work, wishes=wishes, now=now)

    return results


@pytest.fixture
def away(anna):
    def away(lesson, student, kind=AbsenceKind.ILL):
        set_attendance(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            absence=Absence(kind),
            now=lesson.starts_at + timedelta(minutes=5),
        )

    return away


def state_of(work, now=NOON):
    return work_states([work.pk], now=now, zone=MOSCOW)[work.pk]


@pytest.mark.clause("2.3.3")
@pytest.mark.clause("A4 2.4")
def test_a_work_is_done_when_each_who_was_present_has_a_mark_or_none(
    work, results, away, students, lesson
):
    first, second, third = students
    away(lesson, third)
    assert (state_of(work).state, state_of(work).lacking) == (State.DUE, 2)

    results((first, "4"))
    assert (state_of(work).state, state_of(work).lacking) == (State.DUE, 1)
    results((second, "-"), now=NOON + timedelta(days=1))

    done = state_of(work)
    assert (done.state, done.done_at, done.owing) == (State.DONE, NOON + timedelta(days=1), 1)


@pytest.mark.clause("A4 2.4")
def test_results_are_late_from_midnight_after_the_seventh_day(work, results, students):
    last_moment = moscow(MONDAY + timedelta(days=7), "23:59:59")
    midnight = moscow(MONDAY + timedelta(days=8), "00:00")

    assert state_of(work, last_moment).state == State.DUE
    assert state_of(work, midnight).state == State.MISSING
    results(*((student, "4") for student in students), now=last_moment)
    assert state_of(work, midnight).state == State.DONE


def test_who_writes_later_does_not_make_the_work_late(work, results, away, students, lesson):
    first, second, third = students
    away(lesson, third)
    results((first, "4"), (second, "5"))

    results((third, "3"), now=NOON + timedelta(days=20))

    after = state_of(work, NOON + timedelta(days=21))
    assert (after.state, after.owing) == (State.DONE, 0)


def test_a_mark_that_is_owed_is_no_result(work, results, students):
    results(*((student, "·") for student in students))

    assert (state_of(work).lacking, state_of(work).owing) == (3, 3)


def test_freed_and_learning_elsewhere_are_not_asked(work, students, school, anna):
    given = {"school": school, "made_at": NOON, "made_by": anna.person, "since": FIRST_DAY}
    Exemption.objects.create(
        student=students[0], subject=work.course.subject, document="справка", **given
    )
    StudyAway.objects.create(student=students[1], mode="home", order_number="1", **given)

    assert (state_of(work).present, state_of(work).lacking) == (1, 1)


def test_a_student_who_joined_later_owes_nothing_of_it(work, course):
    a_student(course.group.school_class, last="Яшин", since=MONDAY + timedelta(days=1))

    assert state_of(work).present == 3


def test_a_work_to_come_and_one_of_a_kind_not_written_are_not_asked(anna, course, kind, lesson):
    later = a_lesson(course, day=MONDAY + timedelta(days=2), number=3)
    planned = add_work(
        actor=anna.person,
        lesson=later,
        kind_id=kind("Тест").pk,
        now=NOON,
        reason="край дня",
    )
    recited = add_work(
        actor=anna.person, lesson=lesson, kind_id=kind("Чтение наизусть").pk, now=NOON
    )

    states = work_states([planned.pk, recited.pk], now=NOON, zone=MOSCOW)

    assert {state.state for state in states.values()} == {State.NOT_ASKED}


def test_overdue_works_stand_on_top_of_the_teachers_day(work, anna, school, client):
    late = MONDAY + timedelta(days=8)

    with time_machine.travel(moscow(late, "10:00"), tick=False):
        body = logged_in(anna.person).get(reverse("journal:day", args=[school.pk])).content.decode()
        [overdue] = overdue_works(anna.pk, now=moscow(late, "10:00"), today=late, zone=MOSCOW)

    assert overdue.work_id == work.pk
    assert reverse("journal:work_results", args=[school.pk, work.pk]) in body


def debts_in(course, now=NOON):
    return debts_of_course(course, now=now, **TERM)


def test_absent_at_a_work_is_a_debt_until_it_is_done(work, results, away, students, lesson, course):
    away(lesson, students[2])
    [debt] = debts_in(course)
    assert (debt.student_id, debt.sign, debt.work_id) == (students[2].pk, "б", work.pk)

    results((students[2], "4"))
    assert debts_in(course) == []
    results((students[2], ""))
    assert len(debts_in(course)) == 1
    results((students[2], "-"))
    assert debts_in(course) == []


def test_a_dot_is_a_debt_with_a_work_and_without(work, results, students, anna, course, lesson):
    results((students[0], "·"))
    put_mark(actor=anna.person, lesson=lesson, student_id=students[1].pk, value="·", now=NOON)

    debts = debts_in(course)

    assert [(debt.student_id, debt.sign, debt.work_id) for debt in debts] == [
        (students[0].pk, "·", work.pk),
        (students[1].pk, "·", None),
    ]
    assert {debt.due_day for debt in debts} == {MONDAY + timedelta(days=14)}


def test_days_to_write_run_from_the_return(work, away, students, lesson, course, anna, school):
    second = a_lesson(course, day=MONDAY + timedelta(days=1))
    third = a_lesson(course, day=MONDAY + timedelta(days=2))
    away(lesson, students[2])
    away(second, students[2])
    take_register(actor=anna.person, lesson=second, now=second.ends_at)
    [debt] = debts_in(course, now=second.ends_at)
    assert (debt.back_on, debt.due_day, debt.is_overdue) == (None, None, False)

    take_register(actor=anna.person, lesson=third, now=third.ends_at)
    [debt] = debts_in(course, now=third.ends_at)
    assert (debt.back_on, debt.due_day) == (third.day, third.day + timedelta(days=14))
    SchoolSetting.objects.create(
        school=school, key="debt_days", value=3, since=FIRST_DAY, act="№ 7"
    )
    on_time = moscow(third.day + timedelta(days=3), "12:00")
    assert not debts_in(course, now=on_time)[0].is_overdue
    assert debts_in(course, now=on_time + timedelta(days=1))[0].is_overdue


def test_debts_of_a_class_are_those_of_all_its_subjects(
    work, away, students, lesson, course, school, anna, kind
):
    music = a_course(group=course.group, subject="Музыка", teacher=anna)
    other = a_lesson(music, number=4)
    add_work(actor=anna.person, lesson=other, kind_id=kind("Тест").pk, now=NOON)
    elsewhere = a_course(group=whole(a_class(school, letter="Б")), teacher=anna)
    far = a_lesson(elsewhere, number=6)
    add_work(actor=anna.person, lesson=far, kind_id=kind("Тест").pk, now=NOON)
    for one, student in ((lesson, students[0]), (other, students[0])):
        away(one, student)
    away(far, students_of(elsewhere.group)[0])
    school_class = course.group.school_class
    term = school_class.calendar.terms.first()

    with CaptureQueriesContext(connection) as queries:
        debts = debts_of_class(school_class, term, now=moscow(MONDAY, "20:00"))

    assert {(debt.student_id, debt.subject) for debt in debts} == {
        (students[0].pk, "Математика"),
        (students[0].pk, "Музыка"),
    }
    assert len(queries) == 2


def statements(call):
    with CaptureQueriesContext(connection) as queries:
        response = call()
    assert response.status_code == 200, response.content.decode()[:500]
    plain = re.compile(r"(^|; )(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b")
    return len([q for q in queries.captured_queries if not plain.search(q["sql"])])


@pytest.mark.parametrize("count", [3, 34])
def test_the_pages_of_works_take_a_fixed_number_of_statements(school, anna, kind, count):
    course = a_course(group=whole(a_class(school, letter="Б", students=count)), teacher=anna)
    lesson = a_lesson(course, number=5)
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=NOON)
    for ahead in range(1, 4 if count == 3 else 9):
        a_lesson(course, day=MONDAY + timedelta(days=ahead * 7), number=5)
    client = logged_in(anna.person)

    def of(name, *args: int):
        return statements(lambda: client.get(reverse(f"journal:{name}", args=[school.pk, *args])))

    class_id = course.group.school_class_id
    with time_machine.travel(NOON, tick=False):
        assert of("work_results", work.pk) == 6
        assert of("works", course.pk) == 10
        assert of("class_works", class_id) == 7


@pytest.fixture
def page(anna, school, work):
    client = logged_in(anna.person)
    place = reverse("journal:work_results", args=[school.pk, work.pk])

    def page(fields=None, **more: object):
        with time_machine.travel(moscow(MONDAY, "14:00"), tick=False):
            return client.get(place) if fields is None else client.post(place, fields, **more)

    return page


def test_results_typed_on_the_page_are_saved_at_once(page, students):
    fields = {f"mark-{student.pk}": "4" for student in students}

    answer = page(fields)

    assert answer.status_code == 302
    assert Mark.objects.filter(points=4).count() == 3
    assert 'value="4"' in page().content.decode()


@pytest.mark.parametrize("count", [3, 34])
def test_saving_the_page_takes_twelve_statements(school, anna, kind, count):
    course = a_course(group=whole(a_class(school, letter="Б", students=count)), teacher=anna)
    work = add_work(
        actor=anna.person,
        lesson=a_lesson(course, number=5),
        kind_id=kind("Тест").pk,
        most_points=Decimal(10),
        now=NOON,
    )
    client = logged_in(anna.person)
    place = reverse("journal:work_results", args=[school.pk, work.pk])
    fields = {}
    for student in students_of(course.group):
        fields |= {f"mark-{student.pk}": "", f"points-{student.pk}": "7"}

    with (
        time_machine.travel(moscow(MONDAY, "14:00"), tick=False),
        CaptureQueriesContext(connection) as queries,
    ):
        answer = client.post(place, fields)

    assert answer.status_code == 302
    assert Mark.objects.filter(points=4).count() == count
    assert len(queries) == 12  # the two of the savepoint among them


def test_a_refused_page_loses_nothing_and_names_each_bad_result(page, students):
    first, second, third = students
    fields = {f"mark-{first.pk}": "5", f"mark-{second.pk}": "9", f"mark-{third.pk}": "x"}

    answer = page(fields)

    body = answer.content.decode()
    assert answer.status_code == 422
    assert body.count('aria-invalid="true"') == 2
    assert 'value="9"' in body
    assert not Mark.objects.exists()


def test_a_pasted_column_goes_down_the_list(page, students):
    fields = {f"mark-{student.pk}": "" for student in students}

    assert page(fields | {"pasted": "5\r\n\r\n3\r\n"}).status_code == 302

    assert {m.student_id: m.points for m in Mark.objects.all()} == {
        students[0].pk: 5,
        students[2].pk: 3,
    }


def test_pasted_names_find_their_students_and_bad_rows_are_named(page, students):
    fields = {f"mark-{student.pk}": "" for student in students}
    names = [student.person.last_name for student in students]

    bad = page(fields | {"pasted": f"{names[2]}\t5\nНикто\t4\n{names[0]} Илья\t3"})

    assert bad.status_code == 422
    assert "Никто" in bad.content.decode()
    assert not Mark.objects.exists()
    assert page(fields | {"pasted": f"{names[2]}\t5\n{names[0]} И.\t3"}).status_code == 302
    assert {m.student_id: m.points for m in Mark.objects.all()} == {
        students[2].pk: 5,
        students[0].pk: 3,
    }


def test_a_bad_pasted_mark_stands_in_its_field(page, students):
    fields = {f"mark-{student.pk}": "" for student in students}

    answer = page(fields | {"pasted": "5\n8\n3"})

    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="8"' in body
    assert 'value="5"' in body


@pytest.fixture
def plan(anna, school, course):
    client = logged_in(anna.person)

    def plan(name, fields=None, *args: int):
        place = reverse(f"journal:{name}", args=[school.pk, *(args or (course.pk,))])
        with time_machine.travel(moscow(MONDAY, "07:00"), tick=False):
            if fields is None or name == "works_check":
                return client.get(place, fields)
            return client.post(place, fields)

    return plan


def test_a_work_is_planned_moved_and_taken_out_on_the_page(plan, course, kind, school):
    week = [a_lesson(course, day=MONDAY + timedelta(days=7 * n), number=3) for n in range(4)]
    test = kind("Тест")

    answer = plan("works", {"lesson": week[1].pk, "kind": test.pk, "title": "Дроби", **_key()})
    assert answer.status_code == 302
    work = Work.objects.get()
    fields = {"lesson": week[2].pk, "kind": test.pk, "title": "Дроби", "parts": 1, **_key()}
    assert plan("change_work", fields, work.pk).status_code == 302
    assert Work.objects.get().lesson == week[2]
    assert plan("change_work", {"remove": "1"}, work.pk).status_code == 302
    assert not Work.objects.exists()


def _key():
    return {"request_key": str(uuid4())}


def test_the_norm_is_shown_before_anything_is_saved(plan, course, kind):
    week = [a_lesson(course, day=MONDAY + timedelta(days=7 * n), number=3) for n in range(4)]
    control = kind("Контрольная работа")
    plan("works", {"lesson": week[0].pk, "kind": control.pk, **_key()})

    told = plan("works_check", {"lesson": week[2].pk, "kind": control.pk}).content.decode()
    free = plan("works_check", {"lesson": week[3].pk, "kind": control.pk}).content.decode()
    refused = plan("works", {"lesson": week[2].pk, "kind": control.pk, **_key()})
    why = {"reason": "Перенос из-за карантина"}
    kept = plan("works", {"lesson": week[2].pk, "kind": control.pk, **_key(), **why})

    assert "08.09" in told
    assert "14" in told
    assert "08.09" not in free
    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "08.09" in refused.content.decode()
    assert Work.objects.count() == 2


def test_the_schedule_of_a_class_shows_all_subjects_by_week(plan, course, kind, anna, school):
    music = a_course(group=course.group, subject="Музыка", teacher=anna)
    lesson = a_lesson(music, day=MONDAY + timedelta(days=8), number=2)
    add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=NOON)

    body = plan("class_works", None, course.group.school_class_id).content.decode()

    assert "Музыка" in body
    assert "Тест" in body


def test_an_excused_work_stands_no_more_on_the_teachers_day(work, anna, school):
    late = MONDAY + timedelta(days=8)
    of = {"today": late, "now": moscow(late, "10:00"), "zone": MOSCOW}
    assert overdue_works(anna.pk, **of)

    Excuse.objects.create(
        school=school,
        kind="ill",
        rule="WORK_RESULTS",
        teacher=anna,
        first_day=late - timedelta(days=1),
        last_day=late - timedelta(days=1),
        words="Болезнь",
        decided_by=anna.person,
        decided_at=moscow(late, "09:00"),
    )

    assert overdue_works(anna.pk, **of) == []
