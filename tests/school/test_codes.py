"""One-time codes on paper."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.refusal import Refused
from school.actions.codes import issue_codes, use_code
from school.actions.people import employ
from school.models import (
    AccessCode,
    Employee,
    Guardianship,
    Person,
    Role,
    SchoolSetting,
    Student,
)
from tests import builders as b

pytestmark = pytest.mark.django_db

SECRET = "yellow bicycle rain"


def issue(school, *people: Person, by=None, now=None, key=None):
    return issue_codes(
        actor=by or b.a_person(),
        school_id=school.pk,
        people=people,
        now=now or timezone.now(),
        key=key or uuid4(),
    )


def fresh_person(**fields: str):
    person = b.a_person(**fields)
    person.set_unusable_password()
    person.save()
    return person


def enter(client, login, code, password=SECRET, again=None):
    return client.post(
        reverse("code"),
        {"login": login, "code": code, "password": password, "again": again or password},
    )


def test_a_code_from_paper_sets_the_password_and_logs_in(client):
    maria = fresh_person(login="maria")
    [issued] = issue(b.a_school(), maria)

    answer = enter(client, "Maria", issued.spaced)

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(maria.pk)
    maria.refresh_from_db()
    assert maria.check_password(SECRET)


def test_only_a_hash_of_the_code_is_kept():
    [issued] = issue(b.a_school(), fresh_person())

    assert issued.code not in AccessCode.objects.get().code_hash


def test_a_code_works_once(client):
    maria = fresh_person(login="maria")
    [issued] = issue(b.a_school(), maria)
    enter(client, "maria", issued.code)

    answer = enter(Client(), "maria", issued.code, "another long secret")

    assert answer.status_code == 200
    maria.refresh_from_db()
    assert maria.check_password(SECRET)


def test_a_new_code_makes_the_old_one_void():
    school, maria = b.a_school(), fresh_person(login="maria")
    [old] = issue(school, maria)
    [new] = issue(school, maria)

    with pytest.raises(Refused, match=r"do not fit|не подходят"):
        use_code(login="maria", code=old.code, password=SECRET, now=timezone.now())
    assert use_code(login="maria", code=new.code, password=SECRET, now=timezone.now()) == maria


def test_a_code_is_good_for_as_many_days_as_the_school_chose():
    school, maria = b.a_school(), fresh_person(login="maria")
    SchoolSetting.objects.create(school=school, key="code_days", value=10, since=b.FIRST_DAY)
    now = timezone.now()
    [issued] = issue(school, maria, now=now)

    with pytest.raises(Refused):
        use_code(
            login="maria",
            code=issued.code,
            password=SECRET,
            now=now + timedelta(days=10, seconds=1),
        )
    assert use_code(
        login="maria", code=issued.code, password=SECRET, now=now + timedelta(days=9, hours=23)
    )


def test_the_code_of_another_person_opens_nothing():
    school = b.a_school()
    maria, _oleg = fresh_person(login="maria"), fresh_person(login="oleg")
    [issued] = issue(school, maria)

    with pytest.raises(Refused):
        use_code(login="oleg", code=issued.code, password=SECRET, now=timezone.now())


def test_a_weak_password_is_refused_at_its_field_and_the_code_stays_good(client):
    maria = fresh_person(login="maria")
    [issued] = issue(b.a_school(), maria)

    refused = enter(client, "maria", issued.code, "password")
    accepted = enter(client, "maria", issued.code)

    assert refused.context["form"].errors["password"]
    assert refused.context["form"]["code"].value() == issued.code
    assert accepted.status_code == 302


def test_two_different_passwords_are_said_before_the_code_is_tried(client):
    fresh_person(login="maria")

    answer = enter(client, "maria", "00000 00000", SECRET, again="something else")

    assert list(answer.context["form"].errors) == ["again"]


def test_guessing_is_stopped_after_five_wrong_codes(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
    maria = fresh_person(login="maria")
    [issued] = issue(b.a_school(), maria)
    for guess in range(5):
        enter(client, "maria", f"00000 0000{guess}")

    answer = enter(client, "maria", issued.code)

    assert answer.status_code == 200
    maria.refresh_from_db()
    assert not maria.has_usable_password()


def test_a_whole_class_enters_its_codes_from_one_address(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
    people = [fresh_person(login=f"pupil{number}") for number in range(70)]
    issued = issue(b.a_school(), *people)

    answers = [enter(Client(), one.person.login, one.code).status_code for one in issued]

    assert answers == [302] * 70


def test_who_leads_another_school_gets_codes_only_there():
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    vera = b.an_employee(theirs, role=Role.ADMINISTRATOR).person

    with pytest.raises(Refused):
        issue(ours, vera)
    assert not AccessCode.objects.exists()


def test_the_sheet_of_a_class_is_printed_by_its_homeroom_teacher():
    school = b.a_school()
    anna = b.an_employee(school)
    school_class = b.a_class(school, students=2, homeroom=anna)
    children = b.students_of(b.whole(school_class))
    mother = b.a_guardian(children[0]).guardian
    people = [children[0].person, mother, children[1].person]
    url = reverse("school:class_codes", args=[school.pk, school_class.pk])

    answer = b.logged_in(anna.person).post(
        url, {"request_key": uuid4(), "people": [person.pk for person in people]}
    )

    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    order = [text.index(person.login) for person in people]
    assert order == sorted(order)
    assert AccessCode.objects.filter(issued_by=anna.person).count() == 3


def test_the_same_request_sent_twice_prints_no_second_sheet():
    school = b.a_school()
    admin = b.an_employee(school, role=Role.ADMINISTRATOR).person
    child = b.a_student(b.a_class(school, students=0)).person
    client = b.logged_in(admin)
    url = reverse("school:person_code", args=[school.pk, child.pk])
    sent = {"request_key": uuid4(), "people": [child.pk]}

    client.post(url, sent)
    again = client.post(url, sent)

    assert again["Content-Type"].startswith("text/html")
    assert AccessCode.objects.count() == 1


def test_a_homeroom_teacher_cannot_print_a_code_for_a_colleague_with_a_child_in_the_class():
    school = b.a_school()
    anna = b.an_employee(school)
    school_class = b.a_class(school, students=1, homeroom=anna)
    head = b.an_employee(school, role=Role.DIRECTOR).person
    link = b.a_guardian(b.students_of(b.whole(school_class))[0])
    link.guardian = head
    link.save()
    url = reverse("school:class_codes", args=[school.pk, school_class.pk])

    answer = b.logged_in(anna.person).post(url, {"request_key": uuid4(), "people": [head.pk]})

    assert answer.context["form"].errors["people"]
    assert not AccessCode.objects.exists()


@pytest.mark.parametrize("students", [1, 34])
def test_the_page_of_codes_costs_the_same_for_any_class(students, django_assert_num_queries):
    school = b.a_school()
    admin = b.an_employee(school, role=Role.ADMINISTRATOR).person
    school_class = b.a_class(school, students=students)
    for student in b.students_of(b.whole(school_class)):
        b.a_guardian(student)
    client = b.logged_in(admin)
    url = reverse("school:class_codes", args=[school.pk, school_class.pk])
    client.get(url)

    with django_assert_num_queries(7):
        answer = client.get(url)

    assert len(answer.context["page"].rows) == students * 2


@pytest.mark.parametrize("tie", ["former student", "former colleague", "parent of theirs"])
def test_who_belongs_to_another_school_gets_no_code_here_whatever_our_registers_say(tie):
    """A code opens all that the person sees, in the other school too."""
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    if tie == "former student":
        person = b.a_student(b.a_class(ours, students=0), until=b.MONDAY).person
        again = Student.objects.create(school=theirs, person=person)
        b.join(b.whole(b.a_class(theirs, students=0)), again, since=b.MONDAY + timedelta(days=1))
    elif tie == "former colleague":
        person = b.an_employee(theirs).person
        Employee.objects.create(school=ours, person=person, position="учитель", left_on=b.MONDAY)
    else:
        person = b.a_guardian(b.a_student(b.a_class(theirs, students=0))).guardian

    when = b.moscow(b.MONDAY + timedelta(days=2), "12:00")
    with pytest.raises(Refused) as refused:
        issue(ours, person, now=when)
    assert refused.value.code == "leads_elsewhere"
    assert len(issue(theirs, person, now=when)) == 1


@pytest.mark.parametrize("who", ["teacher", "student"])
def test_who_is_entered_here_as_a_parent_by_login_gets_codes_only_in_the_own_school(who):
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    if who == "teacher":
        person = b.an_employee(theirs).person
    else:
        person = b.a_student(b.a_class(theirs, students=0)).person
    link = b.a_guardian(b.a_student(b.a_class(ours, students=0)))
    Guardianship.objects.filter(pk=link.pk).update(guardian=person)

    with pytest.raises(Refused):
        issue(ours, person, now=b.moscow(b.MONDAY, "12:00"))


def test_a_login_of_another_school_is_not_employed_here_to_get_a_code_for_it():
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    colleague = b.an_employee(theirs).person
    link = b.a_guardian(b.a_student(b.a_class(ours, students=0)))
    Guardianship.objects.filter(pk=link.pk).update(guardian=colleague)
    administrator = b.an_employee(ours, role="administrator").person

    with pytest.raises(Refused) as refused:
        employ(actor=administrator, school_id=ours.pk, person=colleague, position="учитель")

    assert (refused.value.code, refused.value.field) == ("belongs_elsewhere", "position")
    assert not Employee.objects.filter(school=ours, person=colleague).exists()


def test_who_works_or_has_children_in_two_schools_gets_codes_in_both():
    ours, theirs = b.a_school(), b.a_school(name="Школа № 2")
    teacher = b.an_employee(ours).person
    Employee.objects.create(school=theirs, person=teacher, position="учитель")
    mother = b.a_guardian(b.a_student(b.a_class(ours, students=0)))
    there = b.a_guardian(b.a_student(b.a_class(theirs, students=0)))
    Guardianship.objects.filter(pk=there.pk).update(guardian=mother.guardian)

    for school in (ours, theirs):
        assert len(issue(school, teacher, mother.guardian, now=b.moscow(b.MONDAY, "12:00"))) == 2
