"""A school's registers come from one workbook, and come again."""

from datetime import date

import pytest

from consent.models import Contact
from school.models import (
    Course,
    CourseTeacher,
    Duty,
    Enrolment,
    Group,
    Guardianship,
    HomeroomTeacher,
    Membership,
    Person,
    SchoolClass,
    Student,
)
from tests.imports.sheets import a_whole_school
from tests.school.importing import (
    a_school_with_administrator,
    counts_of,
    faults_of,
    look,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_whole_school_comes_from_one_workbook():
    school = a_school_with_administrator()

    batch = write(school, a_whole_school())

    assert faults_of(batch) == []
    assert counts_of(batch) == {
        "rooms": (3, 0, 0),
        "staff": (3, 0, 0),
        "classes": (2, 0, 0),
        "subjects": (2, 0, 0),
        "courses": (4, 0, 0),
        "teaching": (1, 3, 0),
        "students": (3, 0, 0),
        "guardians": (2, 1, 0),
        "homeroom": (2, 0, 0),
    }
    assert [str(one) for one in SchoolClass.objects.all()] == ["5А", "5Б"]
    assert sorted(Course.objects.values_list("group__name", "subject__name", "hours_a_year")) == [
        ("5А", "Русский язык", 170),
        ("5Б", "Английский язык", 102),
        ("5Б", "Русский язык", 170),
        ("Англ. яз., 1", "Английский язык", 102),
        ("Англ. яз., 2", "Английский язык", 102),
    ]
    assert sorted(
        CourseTeacher.objects.values_list("course__group__name", "employee__person__last_name")
    ) == [
        ("5А", "Соколова"),
        ("5Б", "Соколова"),
        ("Англ. яз., 1", "Иванова"),
        ("Англ. яз., 2", "Петрова"),
    ]
    assert sorted(Duty.objects.values_list("person__last_name", "role")) == [
        ("Иванова", "teacher"),
        ("Котова", "administrator"),
        ("Петрова", "deputy"),
        ("Петрова", "teacher"),
        ("Соколова", "teacher"),
    ]
    assert sorted(
        HomeroomTeacher.objects.values_list("school_class__letter", "employee__person__last_name")
    ) == [("А", "Соколова"), ("Б", "Петрова")]


def test_students_are_members_of_their_class_and_its_parts_from_the_first_day():
    school = a_school_with_administrator()

    write(school, a_whole_school())

    assert sorted(
        Membership.objects.values_list("student__person__first_name", "group__name", "since")
    ) == [
        ("Артём", "5А", date(2025, 9, 1)),
        ("Артём", "Англ. яз., 1", date(2025, 9, 1)),
        ("Дарья", "5Б", date(2025, 9, 1)),
        ("Ника", "5А", date(2025, 9, 1)),
        ("Ника", "Англ. яз., 2", date(2025, 9, 1)),
    ]
    assert sorted(
        Enrolment.objects.values_list("student__person__first_name", "kind", "to_class__letter")
    ) == [("Артём", "enrolled", "А"), ("Дарья", "enrolled", "Б"), ("Ника", "enrolled", "А")]


def test_a_mother_of_two_children_is_one_person_with_an_unconfirmed_number():
    school = a_school_with_administrator()

    write(school, a_whole_school())

    mother = Person.objects.get(last_name="Ёлкина", first_name="Наталья")
    assert sorted(
        Guardianship.objects.values_list("guardian__first_name", "student__person__first_name",
                                         "kinship")
    ) == [
        ("Наталья", "Артём", "mother"),
        ("Наталья", "Дарья", "mother"),
        ("Олег", "Ника", "father"),
    ]  # fmt: skip
    assert list(Contact.objects.values_list("person", "kind", "value", "confirmed_at")) == [
        (mother.pk, "phone", "+79001234567", None)
    ]


def test_new_people_get_a_login_name_and_no_password():
    school = a_school_with_administrator()

    write(school, a_whole_school())

    artyom = Student.objects.get(person__first_name="Артём").person
    assert artyom.login == "elkin.ap"
    assert not artyom.has_usable_password()
    assert sorted(Person.objects.values_list("login", flat=True)) == [
        "elkin.ap",
        "elkina.dp",
        "elkina.nyu"[:9],
        "ivanova.op",
        "kotova.v",
        "petrova.vl",
        "sokolova.ai",
        "zhivago.no",
        "zhivago.ol",
    ]


def test_the_same_file_again_changes_nothing_and_leaves_no_history():
    school = a_school_with_administrator()
    write(school, a_whole_school())
    before = {model: model.objects.count() for model in _event_models()}

    batch = write(school, a_whole_school())

    assert batch.plan.is_empty
    assert {register: counts[:2] for register, counts in counts_of(batch).items()} == dict.fromkeys(
        counts_of(batch), (0, 0)
    )
    assert {model: model.objects.count() for model in _event_models()} == before


def test_a_preview_writes_nothing():
    school = a_school_with_administrator()

    batch = look(school, a_whole_school())

    assert not batch.faults
    assert Student.objects.count() == Group.objects.count() == 0


def _event_models():
    from django.apps import apps

    return [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
