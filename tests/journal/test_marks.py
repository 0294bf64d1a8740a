"""Writing to a cell: what the rules allow, what they refuse, what the history keeps."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.refusal import ChangedMeanwhile, Refused
from journal.actions.marks import change_mark, put_mark, remove_mark, set_attendance, write_cell
from journal.actions.works import add_work
from journal.cells import Absence
from journal.models import AbsenceKind, Attendance, Mark
from journal.queries.history import cell_history
from schedule.models import LessonState
from school.models import Scale, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_student,
    moscow,
    students_of,
    whole,
)


@pytest.fixture
def student(course):
    return students_of(course.group)[0]


@pytest.fixture
def write(anna, lesson, student, during):
    def write(text, *, seen="", **more: object):
        more.setdefault("now", during)
        more.setdefault("lesson", lesson)
        return write_cell(actor=anna.person, student_id=student.pk, text=text, seen=seen, **more)

    return write


def refusal(call, *args: object, **kwargs: object):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_mark_is_written_with_author_kind_and_weight(write, anna, lesson, student, during):
    cell = write("5")

    mark = Mark.objects.get()
    assert (mark.points, mark.written_by, mark.written_at) == (5, anna.person, during)
    assert (mark.kind.name, mark.weight, mark.part) == ("Ответ на уроке", Decimal(1), 1)
    assert (mark.lesson, mark.student, mark.course) == (lesson, student, lesson.course)
    assert (cell.content.text, cell.average) == ("5", Fraction(5))


def test_several_marks_parts_and_lateness_stand_in_one_cell(write):
    cell = write("4/3 5 оп10")

    assert cell.content.text == "4/3 5 оп10"
    first, second, other = Mark.objects.order_by("pk")
    assert (first.part, second.part, second.first_part, other.part) == (1, 2, first, 1)
    assert Attendance.objects.get().minutes == 10


def test_a_mark_keeps_the_weight_of_its_kind_when_the_school_changes_it(write, kind):
    control = kind("Контрольная")
    write("4", kind_id=control.pk)

    control.weight = Decimal(3)
    control.save()

    assert Mark.objects.get().weight == Decimal("1.5")


def test_the_average_is_weighted_over_the_term(write, course, kind, anna):
    write("5")
    write("4", lesson=a_lesson(course, number=2), now=moscow(MONDAY, "10:00"))
    cell = write(
        "3",
        lesson=a_lesson(course, number=3),
        now=moscow(MONDAY, "11:00"),
        kind_id=kind("Контрольная").pk,
    )

    assert cell.average == Fraction(5 * 100 + 4 * 100 + 3 * 150, 350)


def test_marks_of_another_term_are_not_in_the_average(write, course):
    november = date(2025, 11, 10)
    write("2", lesson=a_lesson(course, day=november), now=moscow(november, "09:00"))

    assert write("5").average == Fraction(5)


def test_what_stays_keeps_its_row_when_the_cell_grows(write):
    write("5")
    before = Mark.objects.get()

    write("5 4", seen="5")

    assert Mark.objects.order_by("pk").first().pk == before.pk
    assert [mark.points for mark in Mark.objects.order_by("pk")] == [5, 4]


def test_a_second_part_comes_and_goes_with_its_first(write):
    write("4 5")
    assert write("4/3 5", seen="4 5").content.text == "4/3 5"
    assert Mark.objects.filter(part=2).get().first_part.points == 4

    assert write("4 5", seen="4/3 5").content.text == "4 5"
    assert write("", seen="4 5").content.text == ""
    assert Mark.objects.count() == 0


def test_a_correction_keeps_author_and_moment_of_writing(write, boris, during):
    write("4")
    later = during + timedelta(hours=1)

    change_mark(actor=boris.person, mark=Mark.objects.get(), value="5", now=later)

    mark = Mark.objects.get()
    assert (mark.points, mark.version, mark.written_at) == (5, 2, during)


def test_a_mark_is_removed_and_its_history_stays(write, lesson, student, during, anna):
    write("4")

    remove_mark(actor=anna.person, mark=Mark.objects.get(), now=during)

    assert Mark.objects.count() == 0
    assert [(c.before, c.after) for c in cell_history(lesson.pk, student.pk)] == [
        ("4", ""),
        ("", "4"),
    ]


def test_put_mark_adds_to_what_stands(write, anna, lesson, student, during):
    write("5 оп")

    put_mark(actor=anna.person, lesson=lesson, student_id=student.pk, value="4", now=during)

    assert write("5 4 оп", seen="5 4 оп").content.text == "5 4 оп"


@pytest.mark.clause("A4 2.1")
def test_no_mark_one_minute_before_the_lesson_begins(write):
    assert refusal(write, "5", now=moscow(MONDAY, "08:29")) == "not_begun"
    assert refusal(write, "н", now=moscow(MONDAY, "08:29:59")) == "not_begun"
    assert write("5", now=moscow(MONDAY, "08:30")).content.text == "5"


def test_no_mark_in_a_cancelled_lesson(write, lesson):
    lesson.state = LessonState.CANCELLED

    assert refusal(write, "5") == "cancelled"


def test_a_student_is_in_the_journal_only_for_the_days_in_the_group(write, course, during):
    school_class = course.group.school_class
    left = a_student(school_class, since=FIRST_DAY, until=MONDAY - timedelta(days=1))
    joined = a_student(school_class, since=MONDAY + timedelta(days=1))
    last_day = a_student(school_class, until=MONDAY)

    def code(student):
        return refusal(put_for, student)

    def put_for(student):
        return put_mark(
            actor=course.teachers.get().employee.person,
            lesson=a_lesson_of(course),
            student_id=student.pk,
            value="5",
            now=during,
        )

    assert code(left) == code(joined) == "not_a_member"
    assert put_for(last_day).content.text == "5"


def a_lesson_of(course):
    return course.lessons.first() or a_lesson(course)


def test_who_is_absent_gets_no_mark_for_answering(write):
    assert refusal(write, "5 н") == "absent"
    write("н")
    assert refusal(write, "5 н", seen="н") == "absent"
    assert refusal(write, "5 уп", seen="н") == "absent"
    assert refusal(write, "5 б", seen="н") == "absent"


def test_who_is_late_was_there_and_may_answer(write):
    assert write("5 оп").content.text == "5 оп"


def test_a_mark_for_answering_forbids_absence(write):
    write("5")

    assert refusal(write, "5 н", seen="5") == "absent"


def test_a_written_work_stands_beside_an_absence(write, kind, during):
    write("н")

    later = during + timedelta(days=2)
    cell = write("4 н", seen="н", kind_id=kind("Контрольная").pk, now=later)

    assert cell.content.text == "4 н"
    assert Mark.objects.get().written_at == later


def test_a_mark_of_a_work_takes_kind_and_weight_from_the_work(write, anna, lesson, kind, during):
    dictation = kind("Контрольный диктант")
    work = add_work(actor=anna.person, lesson=lesson, kind_id=dictation.pk, now=during)
    dictation.weight = Decimal(9)
    dictation.save()

    write("4/3 н", work_id=work.pk)

    assert {(m.work, m.kind, m.weight) for m in Mark.objects.all()} == {
        (work, dictation, Decimal("1.5"))
    }


def test_a_mark_of_a_work_that_is_not_here_is_refused(write, anna, course, kind, during):
    other = add_work(
        actor=anna.person,
        lesson=a_lesson(course, number=2),
        kind_id=kind("Контрольная").pk,
        now=during,
        reason="последний урок дня",
    )

    assert refusal(write, "4", work_id=other.pk) == "work_gone"
    assert write("н", work_id=other.pk).content.text == "н"


def test_a_kind_of_another_school_is_none_here(write):
    assert refusal(write, "4", kind_id=0) == "no_kind"


def test_an_old_mark_is_corrected_only_with_a_reason(write, lesson, student, during):
    write("4")
    edge = during + timedelta(days=7)

    assert write("3", seen="4", now=edge).content.text == "3"
    late = edge + timedelta(seconds=1)
    assert refusal(write, "5", seen="3", now=late) == "reason_needed"
    assert refusal(write, "", seen="3", now=late, reason="  ") == "reason_needed"
    write("5", seen="3", now=late, reason="Ошибка при переносе из тетради")

    newest = cell_history(lesson.pk, student.pk)[0]
    assert (newest.before, newest.after) == ("3", "5")
    assert newest.reason == "Ошибка при переносе из тетради"


def test_adding_to_an_old_cell_needs_no_reason(write, during):
    write("4")

    assert write("4 5", seen="4", now=during + timedelta(days=30)).content.text == "4 5"


def test_the_school_chooses_its_correction_window(write, school, during):
    SchoolSetting.objects.create(
        school=school, key="correction_days", value=0, since=FIRST_DAY, act="№ 7"
    )
    write("4")

    assert refusal(write, "5", seen="4", now=during + timedelta(seconds=1)) == "reason_needed"


def test_first_grade_learns_without_marks(school, anna, during):
    course = a_course(group=whole(a_class(school, grade=1)), teacher=anna)
    lesson, student = a_lesson(course, number=2), students_of(course.group)[0]
    now = moscow(MONDAY, "10:00")

    def write(text):
        return write_cell(
            actor=anna.person, lesson=lesson, student_id=student.pk, text=text, seen="", now=now
        )

    assert refusal(write, "5") == "no_marks"
    assert write("н").content.text == "н"


def test_two_hands_on_one_cell_the_second_sees_the_first(write, anna, boris, lesson, during):
    write("5")

    with pytest.raises(ChangedMeanwhile) as changed:
        write("3", seen="")

    assert changed.value.theirs == "5"
    assert Mark.objects.get().points == 5
    assert write("3", seen="5").content.text == "3"


def test_the_same_value_from_two_hands_is_no_conflict(write):
    write("5")

    assert write("5", seen="").content.text == "5"
    assert Mark.objects.count() == 1


def test_a_repeated_request_changes_nothing(write):
    key = uuid4()
    write("5", key=key)
    write("4", seen="5")

    assert write("5", key=key).content.text == "4"
    assert Mark.objects.get().points == 4


def test_a_refused_request_may_come_again_with_its_key(write):
    key = uuid4()
    assert refusal(write, "5", key=key, now=moscow(MONDAY, "08:00")) == "not_begun"

    assert write("5", key=key).content.text == "5"


def test_attendance_is_set_changed_and_cleared(anna, lesson, student, during):
    def note(absence):
        return set_attendance(
            actor=anna.person, lesson=lesson, student_id=student.pk, absence=absence, now=during
        ).content.text

    assert note(Absence(AbsenceKind.ABSENT)) == "н"
    assert note(Absence(AbsenceKind.LATE, 10)) == "оп10"
    assert note(None) == ""
    assert [c.after for c in cell_history(lesson.pk, student.pk)] == ["", "оп10", "н"]


@pytest.mark.parametrize(
    ("scale", "points", "sign"),
    [("2-5", 1, ""), ("2-5", 6, ""), ("1-5", 0, ""), ("100", 101, ""), ("pass", 5, "")],
)
def test_the_database_refuses_a_value_out_of_its_scale(
    lesson, student, anna, kind, during, scale, points, sign
):
    fields = {
        "school": lesson.school,
        "lesson": lesson,
        "course": lesson.course,
        "student": student,
        "kind": kind("Тест"),
        "weight": 1,
        "written_at": during,
        "written_by": anna.person,
    }

    with pytest.raises(IntegrityError, match="journal_mark_value_fits_scale"), transaction.atomic():
        Mark.objects.create(**fields, scale=scale, points=points, sign=sign)


def test_the_database_holds_one_absence_a_cell_and_minutes_to_lateness(
    lesson, student, anna, during
):
    fields = {
        "school": lesson.school,
        "lesson": lesson,
        "student": student,
        "noted_at": during,
        "noted_by": anna.person,
    }
    Attendance.objects.create(**fields, kind=AbsenceKind.ILL)

    with pytest.raises(IntegrityError, match="journal_attendance_once"), transaction.atomic():
        Attendance.objects.create(**fields, kind=AbsenceKind.ABSENT)
    with (
        pytest.raises(IntegrityError, match="journal_attendance_minutes_when_late"),
        transaction.atomic(),
    ):
        Attendance.objects.filter(student=student).update(minutes=5)


def test_a_course_on_another_scale(anna, school, during):
    course = a_course(group=whole(a_class(school, letter="Б")), teacher=anna, scale=Scale.HUNDRED)
    lesson, student = a_lesson(course), students_of(course.group)[0]

    cell = write_cell(
        actor=anna.person, lesson=lesson, student_id=student.pk, text="87", seen="", now=during
    )

    assert cell.content.text == "87"
