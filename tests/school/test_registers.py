"""The registers: people, classes, movements, groups, teaching, years, orders."""

from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.refusal import Refused
from school.actions import classes, movements, papers, people, teaching, years
from school.actions.writing import DoneAlready
from school.choices import chosen
from school.models import (
    Appointment,
    CourseTeacher,
    Duty,
    Enrolment,
    Group,
    GroupKind,
    Guardianship,
    HomeroomTeacher,
    Membership,
    MunicipalDuty,
    Person,
    Role,
    Room,
    SchoolClass,
    Student,
    Subject,
)
from tests import builders as b

pytestmark = pytest.mark.django_db

LATER = b.MONDAY + timedelta(days=14)
ORDER = movements.Order(number="17-у", day=b.MONDAY)


def administrator(school) -> Person:
    return b.an_employee(school, role=Role.ADMINISTRATOR, last="Админов", first="Артём").person


def at(name, school, *args: int) -> str:
    return reverse(f"school:{name}", args=[school.pk, *args])


def move(student, school_class, **fields: object) -> Enrolment:
    return movements.move(
        **{
            "actor": b.a_person(),
            "student": student,
            "to_class": school_class,
            "day": LATER,
            "order": ORDER,
            "now": timezone.now(),
        }
        | fields
    )


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
        actor=b.a_person(), group=group, student_ids=[second.pk, third.pk], day=LATER
    )

    rows = {row.student: (row.since, row.until) for row in group.memberships.all()}
    assert counted == (1, 1)
    assert rows == {
        first: (b.FIRST_DAY, LATER - timedelta(days=1)),
        second: (b.FIRST_DAY, None),
        third: (LATER, None),
    }


# ---- teaching -----------------------------------------------------------------------------------


def test_a_course_changes_its_teacher_from_a_day():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    course = b.a_course(school, teacher=anna)

    b.logged_in(administrator(school)).post(
        at("course_teacher", school, course.pk),
        {"request_key": uuid4(), "employee": boris.pk, "since": LATER.isoformat()},
    )

    rows = course.teachers.order_by("since").values_list("employee", "until")
    assert list(rows) == [(anna.pk, LATER - timedelta(days=1)), (boris.pk, None)]


def test_two_teachers_share_a_course():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    course = b.a_course(school, teacher=anna)

    teaching.give_course(
        actor=anna.person,
        course=course,
        employee=boris,
        since=LATER,
        together=True,
        now=timezone.now(),
        key=None,
    )

    assert set(course.teachers.on(LATER).values_list("employee", flat=True)) == {anna.pk, boris.pk}


@pytest.mark.parametrize(
    ("name", "made"),
    [("subject_add", {"name": "Математика", "position": "1"}), ("room_add", {"name": "12"})],
)
def test_a_name_taken_is_refused_at_the_name(name, made):
    school = b.a_school()
    Subject.objects.create(school=school, name="Математика")
    Room.objects.create(school=school, name="12")

    answer = b.logged_in(administrator(school)).post(
        at(name, school), {"request_key": uuid4(), **made}
    )

    assert list(answer.context["form"].errors) == ["name"]


def test_an_action_tells_a_repeated_request_from_a_new_one():
    school, key = b.a_school(), uuid4()
    wanted = {
        "actor": b.a_person(),
        "school_id": school.pk,
        "name": "12",
        "seats": None,
        "is_shared": False,
        "now": timezone.now(),
        "key": key,
    }
    teaching.add_room(**wanted)

    with pytest.raises(DoneAlready):
        teaching.add_room(**wanted)


# ---- years, orders, choices ---------------------------------------------------------------------


def test_terms_of_one_kind_do_not_overlap():
    calendar = b.a_calendar(b.a_school())

    with pytest.raises(Refused) as refused:
        years.keep_term(
            actor=b.a_person(),
            calendar=calendar,
            term=None,
            kind="quarter",
            number=5,
            first_day=date(2025, 10, 20),
            last_day=date(2025, 10, 30),
        )
    assert refused.value.code == "terms_overlap"


def test_a_new_year_comes_with_its_quarters():
    school = b.a_school()

    year = years.add_year(
        actor=b.a_person(), school_id=school.pk, begins=2026, now=timezone.now(), key=None
    )

    assert year.first_day == date(2026, 9, 1)
    assert year.calendars.first().terms.exists()


@pytest.mark.clause("2.1")
def test_one_person_is_responsible_for_the_journal_at_a_time():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    for person, since in ((anna.person, b.FIRST_DAY), (boris.person, LATER)):
        papers.appoint(
            actor=anna.person,
            school_id=school.pk,
            person=person,
            kind="responsible",
            order_number="112-о",
            order_day=b.FIRST_DAY,
            since=since,
            now=timezone.now(),
            key=None,
        )

    rows = Appointment.objects.order_by("since").values_list("person", "until")
    assert list(rows) == [
        (anna.person_id, LATER - timedelta(days=1)),
        (boris.person_id, None),
    ]


@pytest.mark.clause("2.1")
def test_the_order_names_the_person_in_the_right_case_and_prints():
    school = b.a_school()
    zoya = b.an_employee(school, last="Завьялова", first="Зоя", patronymic="Ильинична", sex="f")
    row = papers.appoint(
        actor=zoya.person,
        school_id=school.pk,
        person=zoya.person,
        kind="responsible",
        order_number="112-о",
        order_day=b.FIRST_DAY,
        since=b.FIRST_DAY,
        now=timezone.now(),
        key=None,
    )

    answer = b.logged_in(administrator(school)).get(at("appointment_print", school, row.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert "Завьялову Зою Ильиничну" in b.pdf_text(answer.content)


def test_a_choice_holds_from_its_day_and_leaves_the_past_alone():
    school, today = b.a_school(), b.MONDAY

    papers.decide(
        actor=b.a_person(),
        school_id=school.pk,
        key="homework_minutes",
        value=90,
        since=LATER,
        act="Приказ № 3",
        today=today,
    )

    assert chosen(school.pk, today, "homework_minutes") == {"homework_minutes": 60}
    assert chosen(school.pk, LATER, "homework_minutes") == {"homework_minutes": 90}
    with pytest.raises(Refused):
        papers.decide(
            actor=b.a_person(),
            school_id=school.pk,
            key="homework_minutes",
            value=90,
            since=today - timedelta(days=1),
            act="Приказ № 4",
            today=today,
        )


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("homework_minutes", "90", 90),
        ("borders", "2,65 3,65 4,65", ["2.65", "3.65", "4.65"]),
        ("homework_minutes", "45", None),
        ("homework_minutes", "час", None),
        ("borders", "4 3 2", None),
    ],
)
def test_a_choice_is_typed_as_people_write_it_and_kept_inside_its_borders(key, typed, kept):
    school = b.a_school()
    today = timezone.localdate()

    answer = b.logged_in(administrator(school)).post(
        reverse("school:choice_edit", args=[school.pk, key]),
        {"value": typed, "since": today.isoformat(), "act": "Приказ № 3"},
    )

    values = list(school.settings.values_list("value", flat=True))
    assert values == ([kept] if kept is not None else [])
    assert (answer.status_code == 302) == (kept is not None)


# ---- the first page -----------------------------------------------------------------------------


def test_each_goes_straight_to_the_own_work():
    school = b.a_school()
    teacher = b.an_employee(school).person
    head = b.an_employee(school, role=Role.DIRECTOR).person

    assert b.logged_in(teacher).get("/").url == reverse("journal:day", args=[school.pk])
    assert b.logged_in(head).get("/").url == reverse("school:overview", args=[school.pk])


def test_who_has_two_places_chooses():
    school = b.a_school()
    anna = b.an_employee(school)
    b.a_guardian(b.a_student(b.a_class(school, students=0)))
    Guardianship.objects.update(guardian=anna.person)

    answer = b.logged_in(anna.person).get("/")

    assert [str(way.icon) for way in answer.context["ways"]] == ["notebook-pen", "book-open"]


def test_who_has_no_place_is_told_whom_to_ask():
    answer = b.logged_in(b.a_person()).get("/")

    assert answer.status_code == 200
    assert answer.context["ways"] == []


# ---- the municipality ---------------------------------------------------------------------------


@pytest.mark.clause("1")
def test_the_operator_names_the_coordinator_of_a_municipality():
    school = b.a_school()
    before = b.a_coordinator(school.municipality)

    call_command(
        "name_coordinator",
        school.municipality.name,
        "kira",
        last="Координаторова",
        first="Кира",
        order="1373",
        since=LATER,
        stdout=StringIO(),
    )

    rows = MunicipalDuty.objects.order_by("since").values_list("person__login", "until")
    assert list(rows) == [(before.login, LATER - timedelta(days=1)), ("kira", None)]


def test_a_municipality_nobody_entered_has_no_coordinator():
    with pytest.raises(CommandError):
        call_command("name_coordinator", "Нет такого", "kira", last="К", stdout=StringIO())
