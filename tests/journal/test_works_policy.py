"""The policy of works: every row of the tables of docs/marks.md, worked out."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings

from core.regulation import State
from journal.actions.marks import set_attendance
from journal.actions.results import ResultWish, save_results
from journal.actions.works import add_work
from journal.averages import Retakes, Tried, average, not_counted
from journal.cells import Absence
from journal.models import AbsenceKind, Exemption, StudyAway
from journal.points import mark_of_points
from journal.queries.debts import debts_of_course
from journal.queries.work_states import work_states
from school.choices import CHOICES
from school.queries.papers import in_words
from tests.builders import (
    FIRST_DAY,
    LAST_DAY,
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_lesson,
    a_student,
    moscow,
    students_of,
    whole,
)

PAGE = (settings.BASE_DIR / "docs" / "marks.md").read_text().split("## Works", 1)[1]
NOON = moscow(MONDAY, "12:30")


def _table(*heads):
    """The rows of the page's table that begins with these headings."""
    rows = []
    for line in PAGE.split("| " + " | ".join(heads), 1)[1].splitlines()[2:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    assert rows
    return rows


@pytest.mark.parametrize(("_words", "key", "usual", "_may"), _table("choice", "key"))
def test_the_usual_value_is_the_default(_words, key, usual, _may):
    default = CHOICES[key.strip("`")].default

    said = {"yes": True, "no": False}.get(usual, usual)
    assert said == default or usual.replace(".", ",") == in_words(default)


@pytest.mark.parametrize(("scale", "borders", "points", "most", "mark"), _table("scale", "borders"))
def test_points_give_the_mark_of_the_table(scale, borders, points, most, mark):
    found = mark_of_points(
        Decimal(points),
        most=Decimal(most),
        borders=tuple(Decimal(part) for part in borders.split(" / ")),
        scale=scale,
    )

    assert found == (int(mark) if mark else None)


def _tries(text):
    """Marks of the tries in order: each try repeats the one before."""
    marks, before, pk = [], None, 0
    for one in text.split("→"):
        first = pk + 1
        for part in one.strip().split("/"):
            pk += 1
            is_first = pk == first
            if part.isdecimal():
                marks.append(
                    Tried(
                        pk,
                        int(part),
                        None if is_first else first,
                        before if is_first else None,
                    )
                )
        before = first
    return marks


@pytest.mark.parametrize(("counts", "weight", "tries", "counted", "mean"), _table("counts"))
def test_of_the_tries_counts_what_the_table_says(counts, weight, tries, counted, mean):
    marks = _tries(tries)

    out = not_counted(marks, Retakes(counts))

    stays = [mark for mark in marks if mark.pk not in out]
    assert " ".join(str(mark.points) for mark in stays) == counted
    found = average((mark.points, Decimal(weight)) for mark in stays)
    assert found == (Fraction(mean) if mean else None)


ABSENCES = {"late": AbsenceKind.LATE, "absent": AbsenceKind.ABSENT, "ill": AbsenceKind.ILL}


def _student_of(day, *, course, lesson, anna):
    """A student as he was on the day of the work."""
    since = MONDAY + timedelta(days=1) if day == "not yet in the group" else FIRST_DAY
    student = a_student(course.group.school_class, last="Яшин", since=since)
    given = {"school": course.school, "made_at": NOON, "made_by": anna.person, "since": FIRST_DAY}
    if day == "exempt":
        Exemption.objects.create(
            student=student, subject=course.subject, document="справка", **given
        )
    elif day == "at home":
        StudyAway.objects.create(student=student, mode="home", order_number="1", **given)
    elif day in ABSENCES:
        set_attendance(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            absence=Absence(ABSENCES[day]),
            now=NOON,
        )
    return student


@pytest.mark.clause("A4 2.4")
@pytest.mark.parametrize(("day", "stands", "asked", "debt"), _table("on the day"))
def test_results_are_asked_and_owed_as_the_table_says(school, anna, kind, day, stands, asked, debt):
    course = a_course(group=whole(a_class(school, letter="Ж", students=0)), teacher=anna)
    lesson = a_lesson(course, number=3)
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=NOON)
    student = _student_of(day, course=course, lesson=lesson, anna=anna)
    assert len(students_of(course.group)) == 1
    if stands != "nothing":
        mark = "-" if stands == "none" else stands
        wish = ResultWish(student_id=student.pk, mark=mark, seen_mark="")
        save_results(actor=anna.person, course=course, work=work, wishes=[wish], now=NOON)

    state = work_states([work.pk], now=NOON, zone=MOSCOW)[work.pk]
    debts = debts_of_course(course, first=FIRST_DAY, last=LAST_DAY, now=NOON)

    assert (state.lacking == 1, state.state == State.DUE) == ((asked == "yes"),) * 2
    if day != "not yet in the group":
        assert (len(debts) == 1) == (debt == "yes")
