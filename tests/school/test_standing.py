"""Where a person stands: every branch of the one statement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school.models import Role
from school.standing import standing_of
from tests import builders as b


def _in(school, person):
    return standing_of(type(person).objects.get(pk=person.pk)).in_school(school.pk)


@pytest.mark.django_db
def test_rights_are_the_union_of_duties_in_one_school():
    school = b.a_school()
    anna = b.an_employee(school)
    school_class = b.a_class(school, homeroom=anna)
    b.give_duty(anna.person, school, Role.DEPUTY)

    here = _in(school, anna.person)

    assert here.roles == {"teacher", "deputy", "homeroom"}
    assert here.class_ids == {school_class.pk}
    assert here.employee_id == anna.pk


@pytest.mark.django_db
def test_two_schools_never_mix():
    first, second = b.a_school(), b.a_school(name="Школа № 2")
    anna = b.an_employee(first).person
    b.give_duty(anna, second, Role.DIRECTOR)

    assert (_in(first, anna).roles, _in(second, anna).roles) == ({"teacher"}, {"director"})


@pytest.mark.django_db
def test_a_duty_that_has_ended_gives_nothing():
    school, anna = b.a_school(), b.a_person()
    duty = b.give_duty(anna, school, Role.DEPUTY)
    duty.until = timezone.localdate() - timedelta(days=1)
    duty.save()

    assert _in(school, anna) is None


@pytest.mark.django_db
def test_a_duty_holds_on_its_last_day():
    school, anna = b.a_school(), b.a_person()
    duty = b.give_duty(anna, school, Role.DEPUTY)
    duty.until = timezone.localdate()
    duty.save()

    assert _in(school, anna).roles == {"deputy"}


@pytest.mark.django_db
def test_a_guardian_stands_where_the_child_learns():
    school_class = b.a_class(b.a_school(), students=1)
    student = b.students_of(b.whole(school_class))[0]
    mother = b.a_guardian(student)

    here = _in(school_class.school, mother.guardian)

    assert (here.roles, here.child_ids, here.is_staff) == ({"guardian"}, {student.pk}, False)
    assert _in(school_class.school, student.person).student_id == student.pk


@pytest.mark.django_db
@pytest.mark.clause("1")
def test_a_coordinator_stands_in_the_municipality_and_in_no_school():
    school = b.a_school()
    kira = b.a_coordinator(school.municipality)

    standing = standing_of(kira)

    assert standing.schools == {}
    assert standing.municipalities == {
        school.municipality_id: (school.municipality.name, {"coordinator"})
    }


@pytest.mark.django_db
def test_nobody_stands_nowhere():
    standing = standing_of(b.a_person())

    assert (standing.schools, standing.municipalities, standing.is_staff) == ({}, {}, False)
