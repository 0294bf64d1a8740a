"""Every kind of teaching has its own page of the journal and its own rules (App. 2 3)."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from core.refusal import Refused
from journal.actions.marks import write_cell
from journal.actions.record import take_register, write_topic
from journal.queries.course_list import course_list
from journal.regulation import asks_homework
from school.models import Course, Group, GroupKind, Membership, Role, Scale
from school.standing import standing_of
from tests import builders as b
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_subgroup,
    logged_in,
    moscow,
    students_of,
    whole,
)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(moscow(MONDAY, "17:00")):
        yield


def a_group(*classes, kind=GroupKind.CLUB, name="Шахматный клуб"):
    """A group that draws one student from each of these classes."""
    first = classes[0]
    group = Group.objects.create(school=first.school, year=first.year, kind=kind, name=name)
    for one in classes:
        b.join(group, students_of(whole(one))[0])
    return group


@pytest.fixture
def club(school, anna):
    group = a_group(a_class(school, grade=6), a_class(school, grade=8))
    return a_course(group=group, subject="Шахматы", teacher=anna, scale=Scale.NONE)


def page_of(course, anna):
    return logged_in(anna.person).get(reverse("journal:course", args=[course.school_id, course.pk]))


def lesson_of(lesson, anna):
    return logged_in(anna.person).get(reverse("journal:lesson", args=[lesson.school_id, lesson.pk]))


def visible(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.clause("A2 3")
def test_a_club_counts_who_was_there_and_asks_for_neither_marks_nor_homework(club, anna):
    first, second = students_of(club.group)
    lesson = a_lesson(club, starts="16:10", number=9)
    a_lesson(club, starts="17:10", number=10)  # its register is not taken
    given = {"actor": anna.person, "lesson": lesson, "now": moscow(MONDAY, "16:20")}
    write_topic(text="Дебют", seen="", **given)
    write_cell(student_id=second.pk, text="н", seen="", **given)
    take_register(**given)

    page = page_of(club, anna).context["page"]

    assert not asks_homework(club)
    assert [(row.student.class_name, row.present, row.missed) for row in page.rows] == [
        ("6А", 1, 0),
        ("8А", 0, 1),
    ]
    assert page.present == [1, 2]
    with pytest.raises(Refused) as refused:
        write_cell(student_id=first.pk, text="5", seen="", **given)
    assert refused.value.code == "no_marks"


@pytest.mark.clause("A2 3")
def test_the_clubs_pages_show_the_class_beside_the_name_and_no_homework(club, anna):
    lesson = a_lesson(club, starts="16:10", number=9)

    journal, session = visible(page_of(club, anna)), visible(lesson_of(lesson, anna))

    for shown in (journal, session):
        assert '<i class="of-class">6А</i>' in shown
        assert '<i class="of-class">8А</i>' in shown
    assert "<tfoot>" in journal
    assert 'id="homework"' not in session
    assert 'id="kind"' not in session
    assert 'name="topic"' in session


def test_a_class_shows_no_class_beside_its_names(course, anna):
    a_lesson(course)

    assert "of-class" not in visible(page_of(course, anna))
    assert "<tfoot>" not in visible(page_of(course, anna))


@pytest.mark.clause("A2 3")
def test_an_extended_day_group_has_its_activities(school, anna):
    group = a_group(
        a_class(school, grade=1), a_class(school, grade=2), kind=GroupKind.EXTENDED_DAY, name="ГПД"
    )
    course = a_course(group=group, subject="ГПД", teacher=anna, scale=Scale.NONE)
    lesson = a_lesson(course, starts="13:00", number=6)

    session = lesson_of(lesson, anna)

    assert (
        session.context["page"].topic_title
        != lesson_of(a_lesson(a_course(group=whole(a_class(school, grade=8)), teacher=anna)), anna)
        .context["page"]
        .topic_title
    )
    assert not session.context["page"].asks_homework


@pytest.mark.clause("A2 3")
def test_an_elective_is_passed_or_not(school, anna):
    group = a_group(a_class(school, grade=9), kind=GroupKind.ELECTIVE, name="Логика")
    course = a_course(group=group, subject="Логика", teacher=anna, scale=Scale.PASS_FAIL)
    lesson = a_lesson(course, starts="15:00", number=8)
    [student] = students_of(group)
    given = {"actor": anna.person, "lesson": lesson, "now": moscow(MONDAY, "15:10")}

    cell = write_cell(student_id=student.pk, text="зач", seen="", **given)

    assert cell.content.text == "зач"
    with pytest.raises(Refused):
        write_cell(student_id=student.pk, text="5", seen="зач", **given)


def test_an_elective_of_several_classes_has_the_average_of_its_term(school, anna):
    group = a_group(a_class(school, grade=9), kind=GroupKind.ELECTIVE, name="Логика")
    course = a_course(group=group, subject="Логика", teacher=anna)
    lesson = a_lesson(course, starts="15:00", number=8)
    [student] = students_of(group)
    client = logged_in(anna.person)

    saved = client.post(
        reverse("journal:cell", args=[school.pk, lesson.pk, student.pk]), {"text": "4", "seen": ""}
    )

    assert saved.json()["average"] == "4,00"
    assert lesson_of(lesson, anna).context["page"].rows[0].average == "4,00"


@pytest.mark.clause("A2 3")
def test_grade_one_learns_without_marks_and_homework(school, anna):
    course = a_course(group=whole(a_class(school, grade=1)), teacher=anna)
    lesson = a_lesson(course)
    student = students_of(course.group)[0]
    client = logged_in(anna.person)
    cell = reverse("journal:cell", args=[school.pk, lesson.pk, student.pk])

    refused = client.post(cell, {"text": "5", "seen": ""})
    away = client.post(cell, {"text": "н", "seen": ""})

    assert refused.json()["code"] == "no_marks"
    assert away.json()["text"] == "н"
    assert "average" not in away.json()
    assert page_of(course, anna).context["page"].rows[0].missed == 1


@pytest.mark.clause("A2 3")
def test_the_list_of_journals_stands_by_kind(school, anna, course, club):
    fifth = course.group.school_class
    a_course(
        group=a_subgroup(fifth, name="5А англ. 1", students=students_of(course.group)[:1]),
        subject="Английский язык",
        teacher=anna,
    )
    home = a_group(fifth, kind=GroupKind.INDIVIDUAL, name="Надомное обучение")
    a_course(group=home, subject="Русский язык", teacher=anna)
    here = standing_of(anna.person).in_school(school.pk)

    found = course_list(here, search="", today=MONDAY)

    assert [[line.subject for line in section.lines] for section in found.mine] == [
        ["Математика", "Английский язык"],
        ["Шахматы"],
        ["Русский язык"],
    ]
    assert found.others == ()


def test_it_is_all_made_through_the_browser(school, anna):
    """From an empty group to a recorded session outside the bells."""
    fifth, seventh = a_class(school, grade=5), a_class(school, grade=7)
    administrator = b.an_employee(school, role=Role.ADMINISTRATOR)
    deputy = b.an_employee(school, role=Role.DEPUTY)
    subject = b.a_subject(school, name="Робототехника")
    office, head = logged_in(administrator.person), logged_in(deputy.person)

    made = office.post(
        reverse("school:group_add", args=[school.pk]),
        {"kind": "club", "name": "Робототехника", "school_class": "", "request_key": uuid4()},
    )
    group = Group.objects.get(name="Робототехника")
    members = [students_of(whole(one))[0].pk for one in (fifth, seventh)]
    ticked = office.post(
        reverse("school:group", args=[school.pk, group.pk]),
        {"name": group.name, "day": f"{MONDAY}", "students": members},
    )
    form = office.get(f"{reverse('school:course_add', args=[school.pk])}?group={group.pk}")
    taught = office.post(
        reverse("school:course_add", args=[school.pk]),
        {
            "group": group.pk,
            "subject": subject.pk,
            "hours_a_year": 34,
            "scale": form.context["form"].initial["scale"],
            "asks_homework": "on",
            "teacher": anna.pk,
            "since": f"{MONDAY}",
            "request_key": uuid4(),
        },
    )
    course = Course.objects.get(subject=subject)
    added = head.post(
        reverse("schedule:add_lesson", args=[school.pk]),
        {"course": course.pk, "day": f"{MONDAY}", "number": 9, "begins": "16:10", "ends": "17:40"},
    )
    lesson = course.lessons.get()
    recorded = logged_in(anna.person).post(
        reverse("journal:lesson", args=[school.pk, lesson.pk]),
        {"topic": "Датчики", "seen-topic": "", "register": "1", "seen-register": ""},
    )

    assert [made.status_code, ticked.status_code, taught.status_code] == [302, 302, 302]
    assert [added.status_code, recorded.status_code] == [302, 302]
    assert Membership.objects.filter(group=group).count() == 2
    assert (course.scale, course.asks_homework) == (Scale.NONE, False)
    assert lesson.starts_at == moscow(MONDAY, "16:10")
    assert lesson.ends_at == moscow(MONDAY, "17:40")


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [("16:10", "", "ends"), ("", "17:00", "begins"), ("17:00", "17:00", "ends")],
)
def test_a_clock_of_its_own_has_a_begin_and_a_later_end(school, course, begins, ends, field):
    deputy = b.an_employee(school, role=Role.DEPUTY)

    answer = logged_in(deputy.person).post(
        reverse("schedule:add_lesson", args=[school.pk]),
        {"course": course.pk, "day": f"{MONDAY}", "number": 9, "begins": begins, "ends": ends},
    )

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not course.lessons.exists()


@pytest.mark.parametrize("students", [3, 34])
def test_a_journal_without_marks_costs_what_others_cost(
    school, anna, students, django_assert_num_queries
):
    group = Group.objects.create(
        school=school,
        year=b.a_year(school),
        kind=GroupKind.CLUB,
        name="Хор",
    )
    for student in students_of(whole(a_class(school, students=students))):
        b.join(group, student)
    course = a_course(group=group, subject="Хор", teacher=anna, scale=Scale.NONE)
    lesson = a_lesson(course, starts="15:00", number=8)
    client = logged_in(anna.person)
    client.get("/empty/")

    with django_assert_num_queries(5):
        client.get(reverse("journal:course", args=[school.pk, course.pk]))
    with django_assert_num_queries(4):
        client.get(reverse("journal:lesson", args=[school.pk, lesson.pk]))
