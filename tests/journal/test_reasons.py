"""Reasons flow in: an accepted note turns н into уп or б everywhere at once; the н stays."""

from datetime import date, timedelta
from uuid import uuid4

import pghistory
import pytest
import time_machine

from core.refusal import ChangedMeanwhile
from journal.actions.marks import set_attendance, write_cell
from journal.actions.notes import Away, decide_note, enter_note, submit_note, void_note
from journal.cells import Absence
from journal.models import AbsenceKind, Attendance
from journal.queries.cell import cell_of
from journal.queries.history import cell_history
from tests.builders import MONDAY, a_lesson, logged_in, moscow, students_of

FRIDAY = date(2025, 9, 12)


@pytest.fixture
def student(course):
    return students_of(course.group)[0]


@pytest.fixture
def write(anna, lesson, student, during):
    def write(text, *, seen="", **more: object):
        more.setdefault("lesson", lesson)
        return write_cell(
            actor=anna.person, student_id=student.pk, text=text, seen=seen, now=during, **more
        )

    return write


@pytest.fixture
def note(boris, student, during):
    """A note the homeroom teacher enters: accepted."""

    def note(kind=AbsenceKind.ILL, *, now=during, first=MONDAY, last=MONDAY, **more: object):
        away = Away(first_day=first, last_day=last, kind=kind, **more)
        return enter_note(actor=boris.person, student=student, away=away, now=now)

    return note


def shown(lesson, student, during):
    return cell_of(lesson, student.pk, now=during).content.text


@pytest.mark.clause("2.4")
def test_an_accepted_note_turns_absence_into_illness_and_the_entry_stays(
    write, note, lesson, student, during
):
    write("н")

    note()

    assert shown(lesson, student, during) == "б"
    assert Attendance.objects.get().kind == AbsenceKind.ABSENT


def test_an_absence_under_a_note_is_answered_as_illness_at_once(write, note):
    note()

    cell = write("н")

    assert cell.content.text == "б"
    assert Attendance.objects.get().kind == AbsenceKind.ABSENT


def test_a_note_that_waits_changes_nothing(write, boris, student, lesson, during):
    write("н")
    away = Away(first_day=MONDAY, last_day=MONDAY, kind=AbsenceKind.ILL)

    waiting = submit_note(actor=boris.person, student=student, away=away, now=during)

    assert shown(lesson, student, during) == "н"
    decide_note(actor=boris.person, note=waiting, accept=True, answer="", now=during)
    assert shown(lesson, student, during) == "б"


def test_a_note_explains_only_absence_and_only_its_days(write, note, course, student, during):
    note(first=MONDAY + timedelta(days=1), last=FRIDAY)
    write("н")
    late = a_lesson(course, day=MONDAY - timedelta(days=5))
    write("оп10", lesson=late)
    note(first=late.day, last=late.day)

    assert shown(late, student, during) == "оп10"
    assert Attendance.objects.count() == 2
    assert write("н", seen="н").content.text == "н"


def test_single_lessons_of_a_day_leave_the_others(write, note, course, student, lesson, during):
    third = a_lesson(course, number=3)
    after = moscow(MONDAY, "12:00")
    for one in (lesson, third):
        set_attendance(
            actor=course.teachers.get().employee.person,
            lesson=one,
            student_id=student.pk,
            absence=Absence(AbsenceKind.ABSENT),
            now=after,
        )

    note(first_lesson=2, last_lesson=3, kind=AbsenceKind.EXCUSED)

    assert shown(lesson, student, during) == "н"
    assert shown(third, student, during) == "уп"


def test_of_two_notes_the_one_accepted_last_counts(write, boris, note, lesson, student, during):
    write("н")
    away = Away(first_day=MONDAY, last_day=FRIDAY, kind=AbsenceKind.EXCUSED)
    waiting = submit_note(actor=boris.person, student=student, away=away, now=during)
    note(AbsenceKind.ILL)
    assert shown(lesson, student, during) == "б"

    later = during + timedelta(minutes=5)
    decide_note(actor=boris.person, note=waiting, accept=True, answer="", now=later)

    assert shown(lesson, student, during) == "уп"


@pytest.mark.parametrize("seen", ["н", "б"])
def test_a_mark_beside_it_keeps_the_entry_whatever_text_was_seen(write, note, kind, seen):
    write("н")
    note()

    cell = write(f"5 {seen}", seen=seen, kind_id=kind("Контрольная").pk)

    assert cell.content.text == "5 б"
    assert Attendance.objects.get().kind == AbsenceKind.ABSENT


def test_a_note_taken_back_meanwhile_is_no_conflict(write, note, boris, during, kind):
    write("н")
    taken = note()
    void_note(actor=boris.person, note=taken, answer="справка не та", now=during)

    cell = write("4 б", seen="б", kind_id=kind("Контрольная").pk)

    assert cell.content.text == "4 н"
    assert Attendance.objects.get().kind == AbsenceKind.ABSENT


def test_another_hand_is_still_a_conflict(write, note, anna):
    note(AbsenceKind.EXCUSED)
    with pghistory.context(user=anna.person.pk):
        write("н")

    with pytest.raises(ChangedMeanwhile) as refused:
        write("5", seen="")

    assert refused.value.theirs == "уп"
    assert refused.value.by == "Орлова А. С."


def test_an_absence_typed_over_a_note_is_the_teachers_own(write, note):
    write("н")
    note()

    write("уп", seen="б")

    assert Attendance.objects.get().kind == AbsenceKind.EXCUSED


def test_the_same_absence_typed_twice_is_one(write, note):
    write("н")
    note()

    assert write("н", seen="").content.text == "б"
    assert write("", seen="б").content.text == ""
    assert not Attendance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_tells_what_notes_made_of_an_absence(write, note, boris, lesson, student):
    write("н")
    taken = note()
    void_note(actor=boris.person, note=taken, answer="не та", now=moscow(MONDAY, "15:00"))

    changes = [(one.before, one.after, one.kind) for one in cell_history(lesson.pk, student.pk)]

    by_note = "по уведомлению об отсутствии"
    assert changes == [("б", "н", by_note), ("н", "б", by_note), ("", "н", "")]


def test_saving_under_a_note_takes_as_many_statements_as_ever(
    write, note, django_assert_max_num_queries
):
    note()

    with django_assert_max_num_queries(6):
        write("н", key=uuid4())


def test_every_page_shows_what_the_note_says(write, note, course, lesson, student, anna):
    write("н")
    note()
    teacher = logged_in(anna.person)
    here = f"/s/{course.school_id}"

    with time_machine.travel(moscow(MONDAY, "12:00")):
        pages = [
            teacher.get(f"{here}/journals/{course.pk}/").content.decode(),
            teacher.get(f"{here}/lessons/{lesson.pk}/").content.decode(),
            *(
                logged_in(student.person).get(f"{here}/diary/{student.pk}/{rest}").content.decode()
                for rest in ("", "marks/")
            ),
        ]

    grid, register, week, marks = pages
    assert '<i class="absence">б</i>' in grid
    assert 'value="б" data-known="б"' in register
    assert ">б<" in week
    assert f"({AbsenceKind.ILL.label} 1)" in marks
