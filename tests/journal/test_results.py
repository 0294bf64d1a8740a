"""The results of a work: typed or pasted at once, points made into marks, retakes, none."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.actions.marks import put_mark, set_attendance
from journal.actions.results import ResultsRefused, ResultWish, save_results
from journal.actions.works import add_work
from journal.cells import Absence
from journal.models import AbsenceKind, Mark, WorkResult
from journal.points import mark_of_points, points_of
from journal.queries.cell import cell_of
from school.models import Scale, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    moscow,
    students_of,
    whole,
)

EVENING = moscow(MONDAY, "20:00")


@pytest.fixture
def students(course):
    return students_of(course.group)


@pytest.fixture
def work(anna, lesson, kind):
    return add_work(
        actor=anna.person, lesson=lesson, kind_id=kind("Контрольная работа").pk, now=EVENING
    )


@pytest.fixture
def save(anna, course, work):
    def save(*wishes, **more: object):
        more.setdefault("now", EVENING)
        return save_results(
            actor=anna.person, course=course, work=more.pop("work", work), wishes=wishes, **more
        )

    return save


def wish(student, mark="", seen="", **more: object):
    return ResultWish(student_id=student.pk, mark=mark, seen_mark=seen, **more)


def bad_of(save, *wishes, **more: object):
    with pytest.raises(ResultsRefused) as refused:
        save(*wishes, **more)
    return [(bad.student_id, bad.field, bad.code) for bad in refused.value.bad]


def texts(student):
    marks = Mark.objects.filter(student=student).order_by("pk")
    return [mark.text for mark in marks]


def test_a_column_of_marks_becomes_marks_of_the_work(save, work, students):
    first, second, third = students

    save(wish(first, "5"), wish(second, "·"), wish(third, ""))

    assert {(m.text, m.work_id, m.weight) for m in Mark.objects.all()} == {
        ("5", work.pk, Decimal("1.5")),
        ("·", work.pk, Decimal("1.5")),
    }


def test_one_bad_result_and_nothing_is_written(save, students):
    first, second, third = students

    bad = bad_of(save, wish(first, "5"), wish(second, "6"), wish(third, "4/3"))

    assert bad == [(second.pk, "mark", "out_of_scale"), (third.pk, "mark", "one_part")]
    assert not Mark.objects.exists()


def test_a_dictation_has_two_marks(save, work, students):
    work.parts = 2
    work.save()

    save(wish(students[0], "4/3"))

    assert texts(students[0]) == ["4", "3"]
    assert Mark.objects.get(part=2).first_part.points == 4


def test_other_marks_of_the_cell_stay(save, anna, lesson, students, during):
    put_mark(actor=anna.person, lesson=lesson, student_id=students[0].pk, value="3", now=during)

    save(wish(students[0], "5"))
    save(wish(students[0], "4", seen="5"))
    save(wish(students[0], "", seen="4"))

    assert texts(students[0]) == ["3"]


def test_points_become_marks_and_both_are_kept(save, work, students):
    work.most_points = Decimal(20)
    work.save()

    save(
        wish(students[0], points="17"),
        wish(students[1], points="13,5"),
        wish(students[2], "5", points="9,9"),
    )

    assert [texts(student) for student in students] == [["5"], ["3"], ["5"]]
    points = dict(WorkResult.objects.values_list("student_id", "points"))
    assert points == {
        students[0].pk: Decimal(17),
        students[1].pk: Decimal("13.5"),
        students[2].pk: Decimal("9.9"),
    }

    save(wish(students[0], "5", seen="5", points="13", seen_points="17"))
    assert texts(students[0]) == ["3"]
    assert bad_of(save, wish(students[0], "3", seen="3", points="20,5")) == [
        (students[0].pk, "points", "too_many_points")
    ]


@pytest.mark.parametrize(
    ("points", "most", "scale", "mark"),
    [
        ("0", "20", "2-5", 2),
        ("9.99", "20", "2-5", 2),
        ("10", "20", "2-5", 3),
        ("13.99", "20", "2-5", 3),
        ("14", "20", "2-5", 4),
        ("16.99", "20", "2-5", 4),
        ("17", "20", "2-5", 5),
        ("6.99", "10", "2-5", 3),
        ("2", "3", "2-5", 3),
        ("17", "20", "100", 85),
        ("1", "3", "100", 33),
        ("1", "200", "100", 1),
        ("17", "20", "pass", None),
    ],
)
def test_points_are_compared_exactly(points, most, scale, mark):
    borders = (Decimal(50), Decimal(70), Decimal(85))

    found = mark_of_points(
        points_of(points, most=Decimal(most)), most=Decimal(most), borders=borders, scale=scale
    )

    assert found == mark


def test_the_school_chooses_its_borders_of_points(save, school, work, students):
    SchoolSetting.objects.create(
        school=school,
        key="point_borders",
        value=["40", "60", "90"],
        since=FIRST_DAY,
        act="№ 7",
    )
    work.most_points = Decimal(10)
    work.save()

    save(wish(students[0], points="8,99"))

    assert texts(students[0]) == ["4"]


def test_no_mark_is_said_explicitly_and_taken_back_by_a_mark(save, students):
    save(wish(students[0], "-"))
    assert WorkResult.objects.get().is_none

    save(wish(students[0], "4", seen="-"))

    assert texts(students[0]) == ["4"]
    assert not WorkResult.objects.exists()


def test_no_mark_takes_a_mark_out(save, students):
    save(wish(students[0], "2"))

    save(wish(students[0], "—", seen="2"))

    assert texts(students[0]) == []
    assert WorkResult.objects.get().is_none


def test_a_retake_stands_beside_the_first_mark(save, students):
    save(wish(students[0], "2"))

    save(wish(students[0], "2", seen="2", retake="4"), now=EVENING + timedelta(days=3))

    first, again = Mark.objects.order_by("pk")
    assert (first.text, again.text, again.retake_of) == ("2", "4", first)
    assert (first.weight, first.work_id) == (again.weight, again.work_id)
    save(wish(students[0], "2", seen="2", retake="5", seen_retake="4"))
    assert texts(students[0]) == ["2", "5"]
    assert bad_of(save, wish(students[0], "", seen="2", retake="5", seen_retake="5")) == [
        (students[0].pk, "mark", "has_retake")
    ]
    save(wish(students[0], "2", seen="2", retake="", seen_retake="5"))
    assert texts(students[0]) == ["2"]


def test_nothing_is_written_again_that_was_never_written(save, students):
    assert bad_of(save, wish(students[0], retake="4")) == [
        (students[0].pk, "retake", "nothing_to_retake")
    ]


@pytest.mark.parametrize(("choice", "mean"), [("both", "3"), ("best", "4"), ("last", "2")])
def test_what_of_two_tries_counts_is_the_schools_choice(
    save, school, course, lesson, students, choice, mean
):
    SchoolSetting.objects.create(
        school=school, key="retakes", value=choice, since=FIRST_DAY, act="№ 7"
    )
    save(wish(students[0], "4"))
    save(wish(students[0], "4", seen="4", retake="2"))

    cell = cell_of(lesson, students[0].pk, now=EVENING)

    assert cell.average == Decimal(mean)
    save(wish(students[0], "4", seen="4", retake="", seen_retake="2"))
    assert cell_of(lesson, students[0].pk, now=EVENING).average == 4


def test_who_was_absent_may_write_later(save, anna, lesson, students, during):
    set_attendance(
        actor=anna.person,
        lesson=lesson,
        student_id=students[0].pk,
        absence=Absence(AbsenceKind.ABSENT),
        now=during,
    )

    save(wish(students[0], "н"))
    assert texts(students[0]) == []
    save(wish(students[0], "4"), now=EVENING + timedelta(days=9))

    assert cell_of(lesson, students[0].pk, now=EVENING).content.text == "4 н"
    assert bad_of(save, wish(students[1], "н")) == [(students[1].pk, "mark", "not_absent")]


def test_somebody_else_wrote_meanwhile(save, students):
    save(wish(students[0], "5"))

    assert bad_of(save, wish(students[0], "3")) == [(students[0].pk, "mark", "changed_meanwhile")]
    save(wish(students[0], "5"))


def test_an_old_mark_asks_for_a_reason(save, students):
    save(wish(students[0], "3"))
    late = EVENING + timedelta(days=7, seconds=1)
    again = wish(students[0], "4", seen="3")

    assert bad_of(save, again, now=late) == [(students[0].pk, "mark", "reason_needed")]
    save(again, now=late, reason="Апелляция")
    assert texts(students[0]) == ["4"]


def test_a_repeated_request_changes_nothing(save, students):
    key = uuid4()
    assert save(wish(students[0], "3"), key=key)
    save(wish(students[0], "4", seen="3"))

    assert not save(wish(students[0], "3"), key=key)
    assert texts(students[0]) == ["4"]


@pytest.mark.parametrize("count", [3, 34])
def test_the_results_of_a_class_take_eight_statements(school, anna, kind, count):
    course = a_course(group=whole(a_class(school, letter="Б", students=count)), teacher=anna)
    lesson = a_lesson(course, number=5)
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=EVENING)
    work.most_points = Decimal(10)
    work.save()
    wishes = [wish(student, points="8") for student in students_of(course.group)]

    with CaptureQueriesContext(connection) as queries:
        save_results(actor=anna.person, course=course, work=work, wishes=wishes, now=EVENING)

    assert len(queries) == 8
    assert Mark.objects.filter(points=4).count() == count


def test_a_scale_of_passed_and_failed_takes_signs(save, course, students):
    course.scale = Scale.PASS_FAIL
    course.save()

    save(wish(students[0], "зач"))

    assert texts(students[0]) == ["зач"]
