"""Notes of absence from the family to the homeroom teacher, exemptions, orders."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from core.models import Message
from core.refusal import Refused
from journal.actions.away import Span, call_back, end_exemption, exempt, send_away
from journal.actions.notes import Away, decide_note, submit_note, void_note, withdraw_note
from journal.models import AbsenceKind, AbsenceNote, Attendance, Exemption, NoteState, StudyAway
from journal.queries.notes import notes_page
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_note,
    a_student,
    an_employee,
    join,
    logged_in,
    moscow,
    sign_papers,
    students_of,
    whole,
)

NOON = moscow(MONDAY, "12:00")
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def galina(school):
    """The homeroom teacher of 5А."""
    return an_employee(school, last="Галкина", first="Галина", role=None)


@pytest.fixture
def five_a(school, galina):
    return a_class(school, homeroom=galina)


@pytest.fixture
def student(five_a):
    return students_of(whole(five_a))[0]


@pytest.fixture
def mother(student, galina):
    link = a_guardian(student)
    sign_papers(link, by=galina.person)
    return link.guardian


@pytest.fixture
def address(student):
    return f"/s/{student.school_id}/diary/{student.pk}/absence/"


def post(person, url, **fields: object):
    with time_machine.travel(NOON, tick=False):
        return logged_in(person).post(url, fields)


def refusal(call, **given: object):
    with pytest.raises(Refused) as refused:
        call(**given)
    return refused.value.code


FORM = {"request_key": "11111111-1111-4111-8111-111111111111", "kind": "ill"}


@pytest.mark.clause("A5 1")
def test_a_guardian_says_why_and_the_homeroom_teacher_accepts(
    mother, galina, five_a, student, address
):
    sent = post(mother, address, **FORM, first_day="2025-09-08", words="температура")
    note = AbsenceNote.objects.get()
    assert sent.status_code == 302
    assert (note.state, note.made_by, note.student) == (NoteState.SUBMITTED, mother, student)
    assert (note.first_day, note.last_day) == (MONDAY, MONDAY)

    decide = f"/s/{five_a.school_id}/classes/{five_a.pk}/notes/{note.pk}/decide/"
    answered = post(galina.person, decide, decision="accept", answer="Выздоравливайте")

    note.refresh_from_db()
    assert answered.status_code == 302
    assert (note.state, note.decided_by, note.decided_at) == (
        NoteState.ACCEPTED,
        galina.person,
        NOON,
    )
    with time_machine.travel(NOON):
        assert "Выздоравливайте" in logged_in(mother).get(address).content.decode()


def test_each_side_is_told_without_a_word_of_the_child(mother, galina, five_a, student, address):
    post(mother, address, **FORM, first_day="2025-09-08", words="ветрянка")
    note = AbsenceNote.objects.get()
    decide_note(actor=galina.person, note=note, accept=True, answer="", now=NOON)

    to_homeroom, to_mother = Message.objects.order_by("pk")

    assert (to_homeroom.person, to_mother.person) == (galina.person, mother)
    assert to_homeroom.link == f"/s/{five_a.school_id}/classes/{five_a.pk}/notes/"
    assert to_mother.link == address
    assert "5А" in to_homeroom.title
    said = to_homeroom.title + to_mother.title
    assert student.person.last_name not in said
    assert "ветрянка" not in said


def test_a_note_sent_twice_is_one(mother, address):
    for _time in (1, 2):
        post(mother, address, **FORM, first_day="2025-09-08")

    assert AbsenceNote.objects.count() == 1


def test_a_wrong_form_keeps_what_was_typed(mother, address):
    shown = post(
        mother, address, **FORM, first_day="2025-09-10", last_day="2025-09-08", words="грипп"
    )

    assert shown.status_code == 422
    assert "грипп" in shown.content.decode()
    assert not AbsenceNote.objects.exists()


def test_lessons_of_one_day_may_be_named(mother, address):
    post(mother, address, **FORM, first_day="2025-09-08", first_lesson="5")

    note = AbsenceNote.objects.get()
    assert (note.first_lesson, note.last_lesson) == (5, 5)


def test_a_student_reads_and_cannot_write(student, mother, address):
    a_note(student, by=mother, words="у врача")

    with time_machine.travel(NOON):
        page = logged_in(student.person).get(address).content.decode()
    written = post(student.person, address, **FORM, first_day="2025-09-08")

    assert "у врача" in page
    assert "<textarea" not in page
    assert written.status_code == 403


def test_a_guardian_takes_the_own_note_back_while_it_waits(student, mother, galina, address):
    note = a_note(student, by=mother)
    foreign = a_note(student, by=galina.person)

    answers = [post(mother, f"{address}{one.pk}/withdraw/").status_code for one in (note, foreign)]

    states = [AbsenceNote.objects.get(pk=one.pk).state for one in (note, foreign)]
    assert answers == [302, 404]
    assert states == [NoteState.WITHDRAWN, NoteState.SUBMITTED]


def test_what_was_decided_is_decided_once(student, mother, galina):
    note = a_note(student, by=mother)
    given = {"actor": galina.person, "note": note, "now": NOON}
    assert refusal(decide_note, accept=False, answer=" ", **given) == "answer_needed"

    decide_note(accept=False, answer="нет справки", **given)

    again = refusal(decide_note, accept=False, answer="нет", **given)
    late = refusal(withdraw_note, actor=mother, note=note, now=NOON)
    assert (again, late) == ("decided_already", "decided_already")
    assert decide_note(accept=True, answer="", **given).state == NoteState.ACCEPTED
    assert void_note(answer="справка не та", **given).state == NoteState.WITHDRAWN


@pytest.mark.parametrize(
    ("away", "code"),
    [
        (Away(first_day=FRIDAY, last_day=MONDAY), "span"),
        (Away(first_day=MONDAY, last_day=MONDAY + timedelta(days=400)), "span"),
        (Away(first_day=MONDAY, last_day=FRIDAY, first_lesson=1, last_lesson=2), "lessons"),
        (Away(first_day=MONDAY, last_day=MONDAY, first_lesson=3, last_lesson=2), "lessons"),
        (Away(first_day=MONDAY, last_day=MONDAY, first_lesson=3), "lessons"),
    ],
)
def test_a_strange_span_is_refused(student, mother, away, code):
    assert refusal(submit_note, actor=mother, student=student, away=away, now=NOON) == code


def test_a_note_over_a_weekend_covers_the_days_on_both_sides(five_a, student, mother, galina, anna):
    course = a_course(group=whole(five_a), teacher=anna)
    friday, monday = a_lesson(course, day=MONDAY - timedelta(days=3)), a_lesson(course)
    for lesson in (friday, monday):
        Attendance.objects.create(
            school=lesson.school,
            lesson=lesson,
            student=student,
            kind=AbsenceKind.ABSENT,
            noted_at=lesson.starts_at,
            noted_by=anna.person,
        )
    a_note(student, by=mother, first=friday.day, last=MONDAY)

    [line] = notes_page(five_a, shown="waiting").notes

    assert line.covers == 2


def test_the_class_sees_notes_of_the_days_a_student_was_in_it(five_a, school, mother, galina):
    other = a_class(school, letter="Б", students=0)
    mover = a_student(five_a, until=MONDAY - timedelta(days=1))
    join(whole(other), mover, since=MONDAY)
    before = a_note(mover, by=mother, first=FIRST_DAY)
    after = a_note(mover, by=mother, first=MONDAY)

    here = [note.pk for note in notes_page(five_a, shown="all").notes]
    there = [note.pk for note in notes_page(other, shown="all").notes]

    assert (here, there) == ([before.pk], [after.pk])


def test_a_student_is_exempt_once_at_a_time(five_a, student, galina):
    subject = a_course(group=whole(five_a), subject="Физическая культура").subject
    given = {
        "actor": galina.person,
        "student": student,
        "subject": subject,
        "document": "справка № 31",
        "now": NOON,
    }
    row = exempt(span=Span(since=MONDAY, until=FRIDAY), **given)

    assert refusal(exempt, span=Span(since=FRIDAY), **given) == "invalid"
    end_exemption(actor=galina.person, exemption=row, until=MONDAY)
    assert Exemption.objects.get().until == MONDAY
    end_exemption(actor=galina.person, exemption=row, until=MONDAY - timedelta(days=1))
    assert not Exemption.objects.exists()


def test_tuition_elsewhere_has_an_order_and_an_end(student, galina):
    row = send_away(
        actor=galina.person,
        student=student,
        mode="home",
        span=Span(since=MONDAY),
        order_number="15-у",
        order_day=MONDAY,
        now=NOON,
    )

    call_back(actor=galina.person, away=row, until=FRIDAY)

    assert StudyAway.objects.get().until == FRIDAY
    assert refusal(call_back, actor=galina.person, away=row, until=FRIDAY + timedelta(days=1))


def test_the_table_of_a_class_comes_as_a_spreadsheet(five_a, galina, student):
    student.person.last_name = "=Абрамов"
    student.person.save()
    a_lesson(a_course(group=whole(five_a), teacher=galina))

    with time_machine.travel(NOON):
        answer = logged_in(galina.person).get(
            f"/s/{five_a.school_id}/classes/{five_a.pk}/attendance/xlsx/?month=2025-09"
        )

    sheet = load_workbook(BytesIO(answer.content)).active
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert (sheet.title, sheet.cell(3, 2).value) == ("5А", "08.09")
    name = sheet.cell(4, 1)
    assert (name.value, name.data_type) == ("=Абрамов Илья", "s")


def test_a_month_that_the_year_does_not_have_shows_the_month_of_today(five_a, galina):
    with time_machine.travel(NOON):
        client = logged_in(galina.person)
        months = [
            client.get(f"/s/{five_a.school_id}/classes/{five_a.pk}/attendance/?month={asked}")
            .context["page"]
            .month
            for asked in ("2025-10", "1999-01", "nonsense", "2027-01")
        ]

    assert months == [date(2025, 10, 1), *[date(2025, 9, 1)] * 3]
