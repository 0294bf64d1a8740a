"""The panel of a cell: comment for the family, note for oneself, retake, who wrote on behalf."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.refusal import Refused
from journal.actions.marks import put_mark
from journal.actions.panel import comment_mark, note_for_myself, retake_mark
from journal.actions.works import add_work
from journal.models import CellNote, Mark, MarkEvent
from school.models import Role, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_guardian,
    an_employee,
    give_duty,
    logged_in,
    moscow,
    sign_papers,
    students_of,
)

NOON = moscow(MONDAY, "12:00")
READ = ("week", "marks")  # where a family reads comments


@pytest.fixture
def student(course):
    return students_of(course.group)[0]


@pytest.fixture
def mark(anna, lesson, student, kind):
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=NOON)
    put_mark(
        actor=anna.person,
        lesson=lesson,
        student_id=student.pk,
        value="3",
        work_id=work.pk,
        now=NOON,
    )
    return Mark.objects.get()


@pytest.fixture
def panel(school, lesson, student):
    """The panel as somebody sees it, or what his form answers."""

    def panel(person, name="history", fields=None):
        client = logged_in(person)
        place = reverse(f"journal:{name}", args=[school.pk, lesson.pk, student.pk])
        with time_machine.travel(NOON, tick=False):
            return client.get(place) if fields is None else client.post(place, fields, follow=True)

    return panel


def test_a_comment_is_read_by_the_family_in_the_diary(panel, mark, anna, student, school):
    answer = panel(anna.person, "comment", {"mark": mark.pk, "comment": " Молодец,  старался "})
    mother = a_guardian(student)
    sign_papers(mother, by=anna.person)
    client = logged_in(mother.guardian)

    with time_machine.travel(NOON, tick=False):
        places = [reverse(f"diary:{name}", args=[school.pk, student.pk]) for name in READ]
        shown = [client.get(place).content.decode() for place in places]

    assert answer.status_code == 200
    assert Mark.objects.get().comment == "Молодец, старался"
    assert MarkEvent.objects.filter(comment="Молодец, старался").count() == 1
    assert all("Молодец, старался" in page for page in shown)


def test_a_note_for_oneself_is_seen_by_its_author_alone(panel, anna, boris, course, school):
    course.teachers.create(school=school, employee=boris, since=FIRST_DAY)
    deputy = an_employee(school, role=Role.DEPUTY).person
    panel(anna.person, "note", {"note": "спросить про кружок"})

    assert "спросить про кружок" in panel(anna.person).content.decode()
    for other in (boris.person, deputy):
        assert "спросить про кружок" not in panel(other).content.decode()
    mother = a_guardian(students_of(course.group)[0])
    sign_papers(mother, by=deputy)
    for name in READ:
        place = reverse(f"diary:{name}", args=[school.pk, mother.student_id])
        with time_machine.travel(NOON, tick=False):
            body = logged_in(mother.guardian).get(place).content.decode()
        assert "спросить про кружок" not in body
    panel(boris.person, "note", {"note": "своё"})
    assert CellNote.objects.count() == 2
    panel(anna.person, "note", {"note": " "})
    assert CellNote.objects.get().author == boris.person


def test_a_note_of_500_characters_fits_and_no_more(anna, lesson, student):
    def note(text):
        return note_for_myself(
            actor=anna.person, lesson=lesson, student_id=student.pk, text=text, now=NOON
        )

    assert len(note("я" * 500)) == 500
    with pytest.raises(Refused):
        note("я" * 501)


def test_a_retake_from_the_panel_stands_beside_the_first(panel, mark, anna):
    answer = panel(anna.person, "again", {"mark": mark.pk, "retake": "5"})

    body = answer.content.decode()
    again = Mark.objects.get(retake_of=mark)
    assert (again.points, again.work_id, again.weight) == (5, mark.work_id, mark.weight)
    assert body.count("panel-mark__text") == 2
    refused = panel(anna.person, "again", {"mark": mark.pk, "retake": "4"})
    assert refused.status_code == 422


def test_a_retake_of_a_retake_goes_on_the_chain(mark, anna, lesson, student, school):
    SchoolSetting.objects.create(
        school=school, key="retakes", value="last", since=FIRST_DAY, act="№ 7"
    )

    def again(of, value):
        return retake_mark(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            mark_id=of.pk,
            value=value,
            now=NOON,
        )

    again(mark, "5")
    cell = again(Mark.objects.get(points=5), "4")

    assert cell.content.text == "3 5 4"
    assert cell.average == 4
    assert list(Mark.objects.order_by("pk").values_list("is_counted", flat=True)) == [
        False,
        False,
        True,
    ]


def test_what_a_deputy_wrote_is_shown_as_written_on_behalf(
    panel, anna, lesson, student, school, mark
):
    deputy = an_employee(school, last="Завьялова", role=Role.DEPUTY).person
    plain = panel(anna.person).content.decode()
    put_mark(actor=deputy, lesson=lesson, student_id=student.pk, value="4", now=NOON)

    shown = panel(anna.person).content.decode()

    words = panel(anna.person).context["page"].marks
    assert [one.on_behalf for one in words] == [False, True]
    assert shown.count("state--due") == plain.count("state--due") + 1


def test_a_deputy_says_why_and_others_may_not_write(panel, mark, school, anna):
    deputy = an_employee(school, role=Role.DEPUTY).person
    other = an_employee(school, last="Чужой").person
    fields = {"mark": mark.pk, "comment": "Хорошо"}

    assert panel(deputy, "comment", fields).status_code == 422
    assert panel(deputy, "comment", fields | {"reason": "по просьбе"}).status_code == 200
    assert panel(other, "comment", fields).status_code == 403
    assert panel(other, "note", {"note": "x"}).status_code == 403
    assert Mark.objects.get().comment == "Хорошо"


def test_a_teacher_who_left_the_course_did_not_write_on_behalf(panel, mark, anna, course, school):
    course.teachers.update(until=MONDAY + timedelta(days=1))
    give_duty(anna.person, school, Role.DEPUTY)

    assert [one.on_behalf for one in panel(anna.person).context["page"].marks] == [False]


def test_a_comment_at_a_mark_that_is_gone_is_refused(anna, lesson, student):
    with pytest.raises(Refused) as refused:
        comment_mark(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            mark_id=1,
            text="?",
            now=NOON,
        )

    assert refused.value.code == "no_mark"
