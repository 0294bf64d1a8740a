"""After a period of a class is closed only a deputy writes to its journals, and says why."""

from datetime import timedelta

import pytest

from core.refusal import Refused
from journal.actions.homework import Task, set_homework, set_no_homework
from journal.actions.marks import put_mark, set_attendance, write_cell
from journal.actions.record import take_register, write_topic
from journal.actions.term_locks import close_period, open_period
from journal.actions.works import add_work, remove_work
from journal.cells import Absence
from journal.models import AbsenceKind, Mark, TermLock, WorkKind
from school.models import Group, GroupKind
from tests import builders as b
from tests.journal.terms_builders import (
    EVENING,
    LAST,
    a_deputy,
    a_term_mark,
    close,
    quarter,
)

pytestmark = pytest.mark.django_db
NOW = EVENING + timedelta(days=1)


@pytest.fixture
def deputy(school):
    return a_deputy(school)


@pytest.fixture
def school_class(course):
    return course.group.school_class


def _writes(lesson, student, actor, reason):
    """Every way to write to a lesson."""
    kind = WorkKind.objects.filter(school=lesson.school, is_written=True).first()
    given = {"actor": actor, "lesson": lesson, "now": NOW, "reason": reason}
    return {
        "cell": lambda: write_cell(student_id=student.pk, text="5", seen="", **given),
        "absence": lambda: set_attendance(
            student_id=student.pk, absence=Absence(AbsenceKind.ILL), **given
        ),
        "topic": lambda: write_topic(text="Дроби", seen="", **given),
        "register": lambda: take_register(**given),
        "homework": lambda: set_homework(task=Task(text="§ 5"), seen="", **given),
        "none": lambda: set_no_homework(none=True, **given),
        "work": lambda: add_work(kind_id=kind.pk, **given),
        "no work": lambda: remove_work(work_id=1, **given),
    }


WAYS = ("cell", "absence", "topic", "register", "homework", "none", "work", "no work")


@pytest.mark.parametrize("way", WAYS)
def test_a_teacher_is_refused_everywhere(lesson, anna, deputy, school_class, way):
    student = b.students_of(lesson.course.group)[0]
    close(school_class, quarter(lesson.school), by=deputy)

    with pytest.raises(Refused) as refused:
        _writes(lesson, student, anna.person, "очень надо")[way]()

    assert refused.value.code == "period_closed"


@pytest.mark.parametrize("way", WAYS)
def test_a_deputy_writes_with_a_reason_only(lesson, deputy, school_class, way):
    student = b.students_of(lesson.course.group)[0]
    close(school_class, quarter(lesson.school), by=deputy)

    with pytest.raises(Refused) as refused:
        _writes(lesson, student, deputy, "")[way]()
    _writes(lesson, student, deputy, "по заявлению")[way]()

    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")


def test_a_teacher_who_is_deputy_too_writes_with_a_reason(lesson, anna, school_class):
    b.give_duty(anna.person, lesson.school, "deputy")
    student = b.students_of(lesson.course.group)[0]
    close(school_class, quarter(lesson.school), by=anna.person)

    cell = _writes(lesson, student, anna.person, "исправление")["cell"]()

    assert cell.content.text == "5"


def test_the_border_is_the_last_day_of_the_period(course, anna, deputy, school_class):
    close(school_class, quarter(course.school), by=deputy)
    student = b.students_of(course.group)[0]
    inside = b.a_lesson(course, day=LAST)
    outside = b.a_lesson(course, day=LAST + timedelta(days=1))
    now = NOW + timedelta(days=1)

    with pytest.raises(Refused):
        put_mark(actor=anna.person, lesson=inside, student_id=student.pk, value="5", now=now)
    put_mark(actor=anna.person, lesson=outside, student_id=student.pk, value="5", now=now)

    assert Mark.objects.get().lesson == outside


def test_subgroups_are_closed_with_their_class_and_other_classes_are_not(
    school, anna, deputy, school_class
):
    students = b.students_of(b.whole(school_class))
    english = b.a_course(
        group=b.a_subgroup(school_class, name="1", students=students[:2]),
        subject="Английский",
        teacher=anna,
    )
    other = b.a_course(group=b.whole(b.a_class(school, letter="Б")), teacher=anna)
    close(school_class, quarter(school), by=deputy)

    with pytest.raises(Refused):
        _writes(b.a_lesson(english), students[0], anna.person, "")["cell"]()
    stranger = b.students_of(other.group)[0]
    _writes(b.a_lesson(other, number=2), stranger, anna.person, "")["cell"]()

    assert Mark.objects.count() == 1


def test_a_club_over_several_classes_is_never_closed(school, anna, deputy, school_class):
    club = Group.objects.create(
        school=school, year=school_class.year, kind=GroupKind.CLUB, name="Шахматы"
    )
    student = b.students_of(b.whole(school_class))[0]
    b.join(club, student)
    course = b.a_course(group=club, subject="Шахматы", teacher=anna)
    close(school_class, quarter(school), by=deputy)

    cell = _writes(b.a_lesson(course), student, anna.person, "")["cell"]()

    assert cell.content.text == "5"


def test_closing_asks_to_have_seen_what_is_lacking(course, deputy, school_class):
    term = quarter(course.school)
    students = b.students_of(course.group)
    given = {"actor": deputy, "school_class": school_class, "term": term, "now": EVENING}
    for student in students[:2]:
        a_term_mark(course, student, 5, term=term)

    with pytest.raises(Refused) as refused:
        close_period(with_lacks=False, **given)
    a_term_mark(course, students[2], 4, term=term)
    close_period(with_lacks=False, **given)

    assert refused.value.code == "lacks"
    assert TermLock.objects.get().locked_by == deputy


def test_opened_again_it_is_the_teachers_and_the_history_says_why(
    lesson, anna, deputy, school_class
):
    term = quarter(lesson.school)
    lock = close(school_class, term, by=deputy)
    student = b.students_of(lesson.course.group)[0]

    open_period(actor=deputy, school_class=school_class, term=term, reason="ошибка в отметках")
    _writes(lesson, student, anna.person, "")["cell"]()

    last = lock.events.model.objects.filter(pgh_obj_id=lock.pk).latest("pgh_id")
    assert (last.pgh_label, last.pgh_context["reason"]) == ("delete", "ошибка в отметках")
