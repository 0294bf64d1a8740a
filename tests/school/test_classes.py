"""Classes and the movement of students."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from core.refusal import Refused
from school.actions import classes, movements
from school.models import (
    Enrolment,
    Group,
    GroupKind,
    HomeroomTeacher,
    Membership,
    SchoolClass,
)
from tests import builders as b
from tests.school.registering import LATER, ORDER, administrator, at, move

pytestmark = pytest.mark.django_db


# ---- classes and movements ----------------------------------------------------------------------


def test_a_class_comes_with_its_group():
    school = b.a_school()
    b.a_year(school)

    b.logged_in(administrator(school)).post(
        at("class_add", school),
        {
            "request_key": uuid4(),
            "grade": "5",
            "letter": "а",
            "calendar": b.a_calendar(school).pk,
            "shift": "1",
        },
    )

    made = SchoolClass.objects.get(school=school)
    assert made.name == "5А"
    assert b.whole(made).name == "5А"


def test_the_same_class_is_refused_at_its_letter():
    school = b.a_school()
    b.a_class(school, grade=5, letter="А", students=0)

    answer = b.logged_in(administrator(school)).post(
        at("class_add", school),
        {
            "request_key": uuid4(),
            "grade": "5",
            "letter": "А",
            "calendar": b.a_calendar(school).pk,
            "shift": "1",
        },
    )

    assert list(answer.context["form"].errors) == ["letter"]


def test_a_new_homeroom_teacher_ends_the_one_before():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    school_class = b.a_class(school, students=0, homeroom=anna)

    classes.name_homeroom(
        actor=anna.person,
        school_class=school_class,
        employee=boris,
        since=LATER,
        now=timezone.now(),
        key=None,
    )

    rows = HomeroomTeacher.objects.order_by("since").values_list("employee", "since", "until")
    assert list(rows) == [
        (anna.pk, b.FIRST_DAY, LATER - timedelta(days=1)),
        (boris.pk, LATER, None),
    ]


def test_moving_ends_the_class_and_its_subgroups_but_not_the_clubs():
    school = b.a_school()
    old, new = b.a_class(school, students=1), b.a_class(school, letter="Б", students=0)
    [student] = b.students_of(b.whole(old))
    english = b.a_subgroup(old, name="англ. 1", students=[student])
    club = Group.objects.create(school=school, year=old.year, kind=GroupKind.CLUB, name="Шахматы")
    b.join(club, student)

    moved = move(student, new)

    ends = dict(Membership.objects.values_list("group", "until"))
    last = LATER - timedelta(days=1)
    assert ends == {b.whole(old).pk: last, english.pk: last, club.pk: None, b.whole(new).pk: None}
    assert (moved.kind, moved.day, moved.order_number) == ("transferred", LATER, "17-у")


def test_a_student_moved_on_the_day_of_enrolment_was_never_in_the_first_class():
    school = b.a_school()
    old, new = b.a_class(school, students=0), b.a_class(school, letter="Б", students=0)
    student = b.a_student(old, since=LATER)

    move(student, new)

    assert [row.group for row in student.memberships.all()] == [b.whole(new)]


@pytest.mark.parametrize("day", [date(2025, 8, 31), date(2026, 5, 27)])
def test_a_movement_lies_inside_the_year(day):
    school = b.a_school()
    old, new = b.a_class(school, students=1), b.a_class(school, letter="Б", students=0)
    [student] = b.students_of(b.whole(old))

    with pytest.raises(Refused) as refused:
        move(student, new, day=day)
    assert refused.value.field == "day"


def test_moving_into_the_own_class_is_refused():
    school_class = b.a_class(b.a_school(), students=1)
    [student] = b.students_of(b.whole(school_class))

    with pytest.raises(Refused) as refused:
        move(student, school_class)
    assert refused.value.code == "same_class"


def test_a_student_is_not_enrolled_into_two_classes():
    school = b.a_school()
    one, other = b.a_class(school, students=1), b.a_class(school, letter="Б", students=0)
    [student] = b.students_of(b.whole(one))

    with pytest.raises(Refused) as refused:
        movements.enrol(
            actor=b.a_person(),
            student=student,
            to_class=other,
            day=LATER,
            order=ORDER,
            now=timezone.now(),
        )
    assert refused.value.field == "to_class"


def test_who_leaves_is_in_no_group_from_that_day_and_stays_on_record():
    school_class = b.a_class(b.a_school(), students=1)
    [student] = b.students_of(b.whole(school_class))

    movements.leave(actor=b.a_person(), student=student, day=LATER, order=ORDER, now=timezone.now())

    assert [row.until for row in student.memberships.all()] == [LATER - timedelta(days=1)]
    assert Enrolment.objects.get().kind == "withdrawn"
    assert not Membership.objects.on(LATER).exists()


def test_a_class_is_split_into_two_subgroups():
    school = b.a_school()
    school_class = b.a_class(school, students=4)
    ids = [student.pk for student in b.students_of(b.whole(school_class))]

    b.logged_in(administrator(school)).post(
        at("class_split", school, school_class.pk),
        {
            "request_key": uuid4(),
            "first_name": "англ. 1",
            "second_name": "англ. 2",
            "since": b.FIRST_DAY.isoformat(),
            "students": ids[:3],
        },
    )

    made = {
        group.name: [student.pk for student in b.students_of(group)]
        for group in school_class.groups.filter(kind=GroupKind.SUBGROUP)
    }
    assert made == {"англ. 1": ids[:3], "англ. 2": ids[3:]}


def test_unticked_students_leave_the_group_from_the_day_and_new_ones_come():
    school_class = b.a_class(b.a_school(), students=3)
    first, second, third = b.students_of(b.whole(school_class))
    group = b.a_subgroup(school_class, name="англ. 1", students=[first, second])

    counted = classes.set_members(
        actor=b.a_person(),
        group=group,
        student_ids=[second.pk, third.pk],
        day=LATER,
        now=b.moscow(LATER, "09:00"),
    )

    rows = {row.student: (row.since, row.until) for row in group.memberships.all()}
    assert counted == (1, 1)
    assert rows == {
        first: (b.FIRST_DAY, LATER - timedelta(days=1)),
        second: (b.FIRST_DAY, None),
        third: (LATER, None),
    }
