"""Deadlines that are no lesson's: kept, moved while ahead, fixed once past, met or gone."""

from datetime import date, timedelta

import pytest

from control.actions.deadlines import refresh_deadlines
from control.models import Deadline, Snapshot
from journal.actions.marks import set_attendance
from journal.actions.record import write_topic
from journal.actions.results import ResultWish, save_results
from journal.actions.works import add_work, remove_work
from journal.cells import Absence
from journal.models import AbsenceKind, WorkKind, YearOpening
from schedule.actions.substitutions import substitute_teacher
from school.models import Appointment, SchoolSetting
from tests.builders import FIRST_DAY, MONDAY, a_lesson, a_person, moscow, students_of
from tests.control.clock.counted import facts, states

DAY = timedelta(days=1)
EVENING = moscow(MONDAY, "20:00")
DURING = moscow(MONDAY, "08:40")
LAST_SECOND = moscow(MONDAY + 7 * DAY, "23:59:59")
MIDNIGHT = moscow(MONDAY + 8 * DAY, "00:00")
SECOND = timedelta(seconds=1)


@pytest.fixture
def lesson(course):
    return a_lesson(course)


@pytest.fixture
def work(school, anna, lesson):
    kind = WorkKind.objects.get(school=school, name="Контрольная работа")
    return add_work(actor=anna.person, lesson=lesson, kind_id=kind.pk, now=EVENING)


@pytest.fixture
def mark(anna, course, work):
    def give(*students, now):
        wishes = [ResultWish(student_id=one.pk, mark="4", seen_mark="") for one in students]
        save_results(actor=anna.person, course=course, work=work, wishes=wishes, now=now)

    return give


@pytest.mark.clause("2.3.3")
@pytest.mark.clause("A4 2.4")
def test_results_are_due_when_the_seventh_day_ends(school, work, mark, course):
    assert states(school, "WORK_RESULTS", now=LAST_SECOND) == ["due"]
    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == ["missing"]

    mark(*students_of(course.group), now=LAST_SECOND)

    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == ["done"]


@pytest.mark.clause("2.3.3")
def test_the_last_result_decides_and_at_midnight_it_is_late(school, work, mark, course):
    first, *rest = students_of(course.group)
    mark(*rest, now=EVENING)
    mark(first, now=MIDNIGHT)

    [fact] = facts(school, now=MIDNIGHT, rule="WORK_RESULTS")

    assert (fact.state, fact.done_at, fact.day) == ("late", MIDNIGHT, MONDAY + 7 * DAY)


@pytest.mark.clause("A4 2.4")
def test_who_was_absent_keeps_nobody_waiting(school, work, mark, course, lesson, anna):
    absent, *rest = students_of(course.group)
    set_attendance(
        actor=anna.person,
        lesson=lesson,
        student_id=absent.pk,
        absence=Absence(AbsenceKind.ABSENT),
        now=DURING,
    )

    mark(*rest, now=EVENING)

    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == ["done"]


@pytest.mark.clause("2.3.3")
def test_fewer_days_by_kind_of_work(school, lesson, anna):
    kind = WorkKind.objects.create(
        school=school, name="Диктант", short_name="Д", is_written=True, days_for_results=2
    )
    add_work(actor=anna.person, lesson=lesson, kind_id=kind.pk, now=EVENING)

    assert states(school, "WORK_RESULTS", now=moscow(MONDAY + 2 * DAY, "23:59:59")) == ["due"]
    assert states(school, "WORK_RESULTS", now=moscow(MONDAY + 3 * DAY, "00:00")) == ["missing"]


def test_a_past_deadline_stays_whatever_is_decided_later(school, work):
    facts(school, now=MIDNIGHT)

    work.days_for_results = 1
    work.save()
    [fact] = facts(school, now=MIDNIGHT, rule="WORK_RESULTS")

    assert fact.due_at == MIDNIGHT


def test_a_deadline_ahead_moves(school, work):
    facts(school, now=EVENING)

    work.days_for_results = 3
    work.save()
    [fact] = facts(school, now=EVENING, rule="WORK_RESULTS")

    assert fact.due_at == moscow(MONDAY + 4 * DAY, "00:00")


def test_a_result_taken_back_is_owed_again(school, work, mark, course, anna):
    students = students_of(course.group)
    mark(*students, now=EVENING)
    assert states(school, "WORK_RESULTS", now=EVENING) == ["done"]

    work.marks.filter(student=students[0]).delete()

    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == ["missing"]


def test_a_work_taken_back_owes_nothing(school, work, lesson, anna):
    facts(school, now=MIDNIGHT)

    remove_work(actor=anna.person, lesson=lesson, work_id=work.pk, now=MIDNIGHT)

    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == []


@pytest.mark.clause("2.3.3")
def test_a_work_to_come_and_one_of_a_cancelled_lesson_owe_nothing(school, work, lesson):
    assert states(school, "WORK_RESULTS", now=lesson.starts_at - SECOND) == []

    lesson.state = "cancelled"
    lesson.save()

    assert states(school, "WORK_RESULTS", now=MIDNIGHT) == []


def test_computing_again_changes_nothing(school, work, course):
    refresh_deadlines(school.pk, now=MIDNIGHT)
    rows = list(Deadline.objects.order_by("pk").values())

    assert refresh_deadlines(school.pk, now=MIDNIGHT) == 0
    assert list(Deadline.objects.order_by("pk").values()) == rows


@pytest.mark.clause("A4 2.1")
def test_a_substitution_is_said_with_the_entry_at_the_latest(school, lesson, boris, zoya):
    substitute_teacher(actor=zoya, lesson=lesson, substitute=boris, reason="болезнь", now=DURING)
    write_topic(actor=boris.person, lesson=lesson, text="Дроби", seen="", now=DURING)

    [fact] = facts(school, now=EVENING, rule="SUBSTITUTION_AT_ENTRY")

    assert (fact.state, fact.teacher_id) == ("done", boris.pk)


@pytest.mark.clause("A4 2.1")
def test_a_substitution_said_after_the_entry_is_late(school, lesson, anna, boris, zoya):
    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=DURING)
    substitute_teacher(
        actor=zoya, lesson=lesson, substitute=boris, reason="болезнь", now=DURING + SECOND
    )

    assert states(school, "SUBSTITUTION_AT_ENTRY", now=EVENING) == ["late"]


@pytest.mark.clause("A4 2.1")
def test_a_substituted_lesson_nobody_recorded_is_asked_at_its_entry(school, lesson, boris, zoya):
    substitute_teacher(actor=zoya, lesson=lesson, substitute=boris, now=DURING)

    assert states(school, "SUBSTITUTION_AT_ENTRY", now=EVENING) == []


@pytest.mark.clause("2.1")
def test_the_responsible_person_is_named_before_october(school, course):
    october = moscow(date(2025, 10, 1), "00:00")
    assert states(school, "RESPONSIBLE_NAMED", now=october - SECOND) == ["due"]
    assert states(school, "RESPONSIBLE_NAMED", now=october) == ["missing"]

    duty = Appointment.objects.create(
        school=school,
        person=a_person(),
        kind="responsible",
        order_number="17",
        order_day=date(2025, 9, 30),
        since=FIRST_DAY,
    )
    assert states(school, "RESPONSIBLE_NAMED", now=october) == ["done"]

    duty.order_day = date(2025, 10, 1)
    duty.save()

    assert states(school, "RESPONSIBLE_NAMED", now=october) == ["late"]


@pytest.mark.clause("2.3")
def test_the_year_is_opened_before_october(school, course, zoya):
    october = moscow(date(2025, 10, 1), "00:00")
    course.year.opening.delete()
    assert states(school, "YEAR_OPENED", now=october - SECOND) == ["due"]
    assert states(school, "YEAR_OPENED", now=october) == ["missing"]

    opening = YearOpening.objects.create(
        school=school, year=course.year, day=MONDAY, opened_at=october, opened_by=zoya
    )
    assert states(school, "YEAR_OPENED", now=october) == ["late"]

    opening.opened_at = october - SECOND
    opening.save()

    assert states(school, "YEAR_OPENED", now=october) == ["done"]


@pytest.mark.clause("3")
def test_the_figures_of_a_week_are_fixed_before_the_monday_after_it_ends(school, lesson):
    monday = MONDAY + 7 * DAY
    last_second = moscow(monday, "23:59:59")
    assert states(school, "MONITORING_WEEKLY", now=last_second) == ["due"]
    assert states(school, "MONITORING_WEEKLY", now=last_second + SECOND) == ["missing"]

    Snapshot.objects.create(school=school, week=MONDAY, figures={}, made_at=last_second)

    assert states(school, "MONITORING_WEEKLY", now=last_second + SECOND) == ["done"]


def test_a_week_without_lessons_owes_no_figures(school, course):
    assert states(school, "MONITORING_WEEKLY", now=EVENING) == []


def test_the_schools_days_for_works_hold_from_their_day(school, course, anna):
    SchoolSetting.objects.create(school=school, key="work_days", value=3, since=MONDAY + DAY)
    kind = WorkKind.objects.get(school=school, name="Контрольная работа")
    for day in (MONDAY, MONDAY + DAY):
        lesson = a_lesson(course, day=day)
        add_work(actor=anna.person, lesson=lesson, kind_id=kind.pk, now=lesson.ends_at)

    found = facts(school, now=moscow(MONDAY + DAY, "20:00"), rule="WORK_RESULTS")

    assert [fact.day for fact in found] == [MONDAY + 4 * DAY, MONDAY + 7 * DAY]
