"""People of the registers: entering, naming, finding, ending."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.refusal import Refused
from school.actions import people
from school.models import (
    CourseTeacher,
    Duty,
    Guardianship,
    HomeroomTeacher,
    Membership,
    Role,
    Room,
    Student,
)
from tests import builders as b
from tests.school.registering import LATER, administrator, at

pytestmark = pytest.mark.django_db


# ---- people -------------------------------------------------------------------------------------


def test_a_new_student_is_entered_into_a_class_with_an_order():
    school = b.a_school()
    school_class = b.a_class(school, students=0)
    client = b.logged_in(administrator(school))

    answer = client.post(
        at("student_add", school),
        {
            "request_key": uuid4(),
            "last_name": " Ёлкин ",
            "first_name": "Илья",
            "to_class": school_class.pk,
            "day": b.MONDAY.isoformat(),
            "order_number": "12",
            "order_day": b.MONDAY.isoformat(),
        },
    )

    student = Student.objects.get(school=school)
    assert answer.status_code == 302
    assert student.person.name.full == "Ёлкин Илья"
    assert student.person.login == "elkin.i"
    assert student.person.sex == "m"
    assert [row.since for row in student.memberships.all()] == [b.MONDAY]
    assert [(row.kind, row.order_number) for row in student.enrolments.all()] == [
        ("enrolled", "12")
    ]


def test_the_same_form_sent_twice_enters_one_student():
    school = b.a_school()
    client = b.logged_in(administrator(school))
    sent = {
        "request_key": uuid4(),
        "last_name": "Ёлкин",
        "first_name": "Илья",
        "day": b.MONDAY.isoformat(),
    }

    answers = [client.post(at("student_add", school), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Student.objects.filter(school=school).count() == 1


def test_namesakes_get_login_names_of_their_own():
    school = b.a_school()
    client = b.logged_in(administrator(school))

    for _ in range(3):
        client.post(
            at("student_add", school),
            {
                "request_key": uuid4(),
                "last_name": "Ким",
                "first_name": "Ян",
                "day": b.MONDAY.isoformat(),
            },
        )

    logins = (
        Student.objects.filter(school=school).order_by("pk").values_list("person__login", flat=True)
    )
    assert list(logins) == ["kim.y", "kim.y2", "kim.y3"]


def test_what_was_typed_stays_when_a_form_is_refused():
    school = b.a_school()
    client = b.logged_in(administrator(school))

    answer = client.post(
        at("employee_add", school),
        {"request_key": uuid4(), "last_name": "Белых", "first_name": "", "since": "не дата"},
    )

    assert sorted(answer.context["form"].errors) == ["first_name", "since"]
    assert 'value="Белых"' in answer.content.decode()
    assert 'value="не дата"' in answer.content.decode()


def test_every_change_of_the_registers_bears_its_author():
    school = b.a_school()
    admin = administrator(school)
    room = Room.objects.create(school=school, name="12")

    b.logged_in(admin).post(
        at("room_edit", school, room.pk), {"request_key": uuid4(), "name": "12а", "seats": "30"}
    )

    event = room.events.latest("pgh_id")
    assert (event.name, event.pgh_context["user"]) == ("12а", admin.pk)
    assert event.pgh_context["route"] == at("room_edit", school, room.pk)


def test_a_name_is_corrected_and_sorts_anew():
    school = b.a_school()
    student = b.a_student(b.a_class(school, students=0), last="Петрова")

    people.correct_person(
        actor=b.a_person(),
        school_id=school.pk,
        person=student.person,
        identity=people.Identity(last_name="Ёжикова", first_name="Анна", sex="f"),
        student=student,
        file_number="П-12",
    )

    student.refresh_from_db()
    assert student.person.sort_key.startswith("ежикова анна")
    assert student.file_number == "П-12"


def test_the_e_mail_of_who_leads_another_school_is_not_changed_here():
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    vera = b.an_employee(theirs, role=Role.DIRECTOR)
    child = b.a_student(b.a_class(ours, students=0))
    b.a_guardian(child)
    Guardianship.objects.update(guardian=vera.person)

    with pytest.raises(Refused) as refused:
        people.correct_person(
            actor=b.a_person(),
            school_id=ours.pk,
            person=vera.person,
            identity=people.Identity(last_name="Верина", email="thief@example.org"),
        )
    assert refused.value.field == "email"


def test_a_guardian_entered_before_is_linked_by_the_login_name():
    school = b.a_school()
    school_class = b.a_class(school, students=2)
    elder, younger = b.students_of(b.whole(school_class))
    mother = b.a_guardian(elder).guardian
    client = b.logged_in(administrator(school))

    client.post(
        at("guardian_add", school, younger.pk),
        {
            "request_key": uuid4(),
            "existing": mother.login.upper(),
            "kinship": "mother",
            "since": b.MONDAY.isoformat(),
        },
    )

    assert set(mother.guardianships.values_list("student", flat=True)) == {elder.pk, younger.pk}


def test_a_guardian_is_not_entered_twice_for_a_child():
    school = b.a_school()
    child = b.a_student(b.a_class(school, students=0))
    mother = b.a_guardian(child).guardian

    with pytest.raises(Refused, match=r"уже|already"):
        people.link_guardian(
            actor=b.a_person(),
            student=child,
            guardian=mother,
            kinship="mother",
            since=b.MONDAY,
            now=timezone.now(),
            key=None,
        )


def test_the_validation_of_a_model_knows_its_own_keys():
    """Two children in one group are no clash, one child twice is."""
    school_class = b.a_class(b.a_school(), students=2)
    first, _second = b.students_of(b.whole(school_class))
    other = b.a_student(b.a_class(school_class.school, letter="Б", students=0))
    fits = Membership(
        school=school_class.school, group=b.whole(school_class), student=other, since=b.MONDAY
    )
    clashes = Membership(
        school=school_class.school, group=b.whole(school_class), student=first, since=b.MONDAY
    )

    fits.full_clean()
    with pytest.raises(ValidationError):
        clashes.full_clean()


def test_the_last_administrator_keeps_the_role():
    school = b.a_school()
    admin = administrator(school)
    duty = admin.duties.get()

    with pytest.raises(Refused) as refused:
        people.end_duty(actor=admin, duty=duty, last_day=b.MONDAY)
    assert refused.value.code == "last_administrator"


def test_with_an_employee_go_the_roles_the_class_and_the_courses():
    school = b.a_school()
    anna = b.an_employee(school)
    school_class = b.a_class(school, students=0, homeroom=anna)
    b.a_course(group=b.whole(school_class), teacher=anna)

    people.employee_leaves(actor=b.a_person(), employee=anna, last_day=LATER)

    ends = [
        Duty.objects.get(person=anna.person).until,
        HomeroomTeacher.objects.get().until,
        CourseTeacher.objects.get().until,
    ]
    assert ends == [LATER] * 3


def test_a_person_is_logged_out_everywhere():
    school = b.a_school()
    b.a_student(b.a_class(school, students=0))
    child = Student.objects.get().person
    phone = Client()
    phone.post(reverse("account_login"), {"login": child.login, "password": b.PASSWORD})

    b.logged_in(administrator(school)).post(at("sessions_end", school, child.pk))

    assert phone.get(reverse("usersessions_list")).status_code == 302


@pytest.mark.parametrize("typed", ["ёлк", "Елк", "ЁЛКИН ИЛ", "elkin"])
def test_people_are_found_by_the_beginning_of_the_name(typed):
    school = b.a_school()
    school_class = b.a_class(school, students=0)
    wanted = b.a_student(school_class, last="Ёлкин", first="Илья")
    b.a_student(school_class, last="Иванов", first="Ёлкин")
    wanted.person.login = "elkin.i"
    wanted.person.save()

    answer = b.logged_in(administrator(school)).get(at("people", school), {"q": typed})

    assert [row.person for row in answer.context["page"].rows] == [wanted.person]


@pytest.mark.parametrize("students", [1, 34])
def test_the_list_of_people_costs_the_same_for_any_school(students, django_assert_num_queries):
    school = b.a_school()
    client = b.logged_in(administrator(school))
    for student in b.students_of(b.whole(b.a_class(school, students=students))):
        b.a_guardian(student)
    client.get(at("people", school))

    with django_assert_num_queries(7):
        answer = client.get(at("people", school))

    assert answer.context["page"].total == students * 2 + 1


@pytest.mark.parametrize("students", [1, 34])
def test_the_page_of_a_class_costs_the_same_for_any_class(students, django_assert_num_queries):
    school = b.a_school()
    client = b.logged_in(administrator(school))
    school_class = b.a_class(school, students=students)
    b.a_subgroup(school_class, name="англ. 1", students=b.students_of(b.whole(school_class)))
    b.a_course(group=b.whole(school_class), teacher=b.an_employee(school))
    url = at("class", school, school_class.pk)
    client.get(url)

    with django_assert_num_queries(9):
        answer = client.get(url)

    assert len(answer.context["page"].rows) == students


@pytest.mark.parametrize("name", ["people", "classes", "subjects", "courses", "rooms", "years"])
def test_the_pages_of_an_empty_school_say_how_to_begin(name):
    school = b.a_school()

    answer = b.logged_in(administrator(school)).get(at(name, school))

    assert answer.status_code == 200
    assert name == "people" or 'class="panel empty"' in answer.content.decode()


def test_the_overview_of_an_empty_school_leads_to_the_import():
    school = b.a_school()

    page = b.logged_in(administrator(school)).get(at("overview", school)).content.decode()

    assert at("import_start", school) in page


def test_the_overview_counts_what_lacks(django_assert_num_queries):
    school = b.a_school()
    b.a_course(group=b.whole(b.a_class(school, students=5)))
    client = b.logged_in(administrator(school))
    client.get(at("overview", school))

    with django_assert_num_queries(3):
        page = client.get(at("overview", school)).context["page"]

    figures = (page.students, page.students_without_kin, page.courses_without_teacher)
    assert figures == (5, 5, 1)
    assert page.classes_without_homeroom == 1
    assert not page.is_complete
