"""Handing paper reports out: the list of a class, the field for codes, all classes at a glance."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from consent.models import RecordOpening
from diary.codes import new_code, read_code, shown_code
from diary.models import PaperBatch, PaperReport
from diary.queries.paper_pages import paper_class_page, paper_school_page
from school.models import Role
from school.standing import SchoolRef
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    an_employee,
    logged_in,
    moscow,
    pdf_text,
    students_of,
    whole,
)
from tests.diary.paper_builders import FRIDAY, PRINTED, THURSDAY_AFTER, chose, printed, standing

pytestmark = pytest.mark.django_db
LATE = moscow(FRIDAY + timedelta(days=7), "00:00")


@pytest.fixture(autouse=True)
def _friday(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(PRINTED + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def galina(school):
    return an_employee(school, last="Галкина", first="Галина")


def a_class_on_paper(school, galina, *, grade=5, students=3):
    school_class = a_class(school, grade=grade, students=students, homeroom=galina)
    a_lesson(a_course(group=whole(school_class), teacher=galina), number=grade)
    for student in students_of(whole(school_class)):
        a_guardian(student, last=student.person.last_name)
    return school_class


@pytest.fixture
def fifth(school, galina):
    return a_class_on_paper(school, galina)


def place(name, school_class, *more):
    return reverse(f"diary:{name}", args=[school_class.school_id, school_class.pk, *more])


def tick(by, school_class, act, *reports, **more):
    sent = {"act": act, "report": [one.pk for one in reports], "request_key": uuid4()}
    sent |= {"week": MONDAY.isoformat(), **more}
    return logged_in(by.person).post(place("paper_tick", school_class), sent)


def scan(by, school_class, code, **more):
    return logged_in(by.person).post(
        place("paper_scan", school_class), {"code": code, **more}, headers={"HX-Request": "true"}
    )


# ---- by hand ------------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
def test_the_homeroom_teacher_has_the_reports_made(
    fifth, galina, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        logged_in(galina.person).post(place("paper_make_class", fifth))

    batch = PaperBatch.objects.get()
    assert (batch.state, batch.sheets, batch.asked_by) == ("done", 3, galina.person)


def test_asked_twice_before_it_is_made_it_waits_once(fifth, galina):
    for _n in range(2):
        logged_in(galina.person).post(place("paper_make_class", fifth))

    assert PaperBatch.objects.get().state == "waiting"
    answer = logged_in(galina.person).get(place("paper_class", fifth))
    assert 'hx-trigger="every 2s"' in answer.content.decode()


def test_when_everybody_has_a_report_nothing_is_made(school, fifth, galina):
    printed(school)

    answer = logged_in(galina.person).post(place("paper_make_class", fifth), follow=True)

    assert PaperBatch.objects.count() == 1
    assert "everybody has a report" in answer.content.decode()


def test_a_deputy_has_all_classes_made(school, fifth, galina, django_capture_on_commit_callbacks):
    a_class_on_paper(school, an_employee(school), grade=6)
    deputy = an_employee(school, role=Role.DEPUTY)

    with django_capture_on_commit_callbacks(execute=True):
        logged_in(deputy.person).post(reverse("diary:paper_make", args=[school.pk]))

    assert sorted(PaperBatch.objects.values_list("sheets", flat=True)) == [3, 3]


def test_made_anew_is_only_what_was_not_handed_out(
    school, fifth, galina, django_capture_on_commit_callbacks
):
    first, *others = printed(school)
    tick(galina, fifth, "hand", first)

    with django_capture_on_commit_callbacks(execute=True):
        logged_in(galina.person).post(place("paper_make_class", fifth), {"anew": "1"})

    stands = standing(school)
    assert first in stands
    assert len(stands) == 3
    assert not {one.pk for one in others} & {one.pk for one in stands}


# ---- ticking off --------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
def test_many_are_ticked_off_at_once_and_the_guardian_is_the_receiver(school, fifth, galina):
    first, second, third = printed(school)

    answer = tick(galina, fifth, "hand", first, second)

    assert answer.status_code == 302
    for report in (first, second):
        report.refresh_from_db()
        assert report.handed_by == galina.person
        assert report.receiver == report.guardianship.guardian.name.short
    third.refresh_from_db()
    assert third.handed_at is None


def test_a_receiver_may_be_named(school, fifth, galina):
    report = printed(school)[0]

    tick(galina, fifth, "hand", report, receiver="бабушка")

    report.refresh_from_db()
    assert report.receiver == "бабушка"


def test_what_was_handed_out_keeps_its_day(school, fifth, galina):
    report = printed(school)[0]
    tick(galina, fifth, "hand", report)
    report.refresh_from_db()
    handed_at = report.handed_at

    with time_machine.travel(LATE):
        tick(galina, fifth, "hand", report)

    report.refresh_from_db()
    assert report.handed_at == handed_at


def test_a_signed_slip_says_that_the_sheet_was_handed_out(school, fifth, galina):
    report = printed(school)[0]

    tick(galina, fifth, "return", report)

    report.refresh_from_db()
    assert report.handed_at == report.returned_at == PRINTED + timedelta(hours=1)


def test_a_tick_by_mistake_is_taken_back_and_the_history_keeps_both(school, fifth, galina):
    report = printed(school)[0]
    tick(galina, fifth, "hand", report)

    tick(galina, fifth, "undo", report)

    report.refresh_from_db()
    assert (report.handed_at, report.receiver) == (None, "")
    assert report.events.count() == 3


def test_the_same_request_sent_twice_is_applied_once(school, fifth, galina):
    report, key = printed(school)[0], uuid4()
    tick(galina, fifth, "hand", report, request_key=key)
    tick(galina, fifth, "undo", report)

    tick(galina, fifth, "hand", report, request_key=key)

    report.refresh_from_db()
    assert report.handed_at is None


def test_ticking_nothing_is_refused_and_the_receiver_stays_typed(fifth, school, galina):
    printed(school)

    answer = tick(galina, fifth, "hand", receiver="бабушка")

    assert answer.status_code == 422
    assert "Tick at least one report." in answer.content.decode()
    assert 'value="бабушка"' in answer.content.decode()


def test_a_report_of_another_class_is_not_ticked_here(school, fifth, galina):
    boris = an_employee(school)
    sixth = a_class_on_paper(school, boris, grade=6)
    printed(school)
    theirs = PaperReport.objects.filter(batch__school_class=sixth).first()

    answer = tick(galina, fifth, "hand", theirs)

    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert theirs.handed_at is None


# ---- codes --------------------------------------------------------------------------------------


def test_a_code_finds_every_single_wrong_digit_and_two_changed_about():
    code = new_code()
    wrong = {code[:n] + digit + code[n + 1 :] for n in range(12) for digit in "0123456789"}
    swapped = {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(11)}

    assert read_code(shown_code(code)) == code
    assert {read_code(one) for one in (wrong | swapped) - {code}} == {""}


@pytest.mark.clause("A5 1")
def test_a_code_says_whom_it_found(school, fifth, galina):
    report = printed(school)[1]

    answer = scan(galina, fifth, shown_code(report.code))

    report.refresh_from_db()
    assert report.handed_at is not None
    assert f"{report.student.person.name.in_class}: handed out." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_same_code_again_says_when_it_was_handed_out(school, fifth, galina):
    report = printed(school)[0]
    scan(galina, fifth, report.code)

    answer = scan(galina, fifth, report.code)

    assert answer.status_code == 422
    assert "handed out already on" in answer.content.decode()
    assert "16:00" in answer.content.decode()


def test_the_slip_that_came_back_is_scanned_too(school, fifth, galina):
    report = printed(school)[0]
    scan(galina, fifth, report.code)

    answer = scan(galina, fifth, report.code, is_return="1")

    report.refresh_from_db()
    assert report.returned_at is not None
    assert "brought back signed" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code or scan it."),
        ("12345", "This is no code of a report"),
        ("К7М2", "This is no code of a report"),
        ("000000000000", "The school has no report with this code."),
    ],
)
def test_what_is_no_code_is_refused(school, fifth, galina, typed, said):
    printed(school)

    answer = scan(galina, fifth, typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_code_of_another_class_names_the_class_and_no_child(school, fifth, galina):
    sixth = a_class_on_paper(school, an_employee(school), grade=6)
    printed(school)
    theirs = PaperReport.objects.filter(batch__school_class=sixth).first()

    said = scan(galina, fifth, theirs.code).content.decode()

    assert "This is a report of class 6А." in said


def test_a_code_of_another_school_is_unknown(school, fifth, galina):
    vera = an_employee(a_school(name="Школа № 2"))
    other = a_class_on_paper(vera.school, vera)
    printed(school)
    theirs = printed(other.school)[0]

    assert "no report with this code" in scan(galina, fifth, theirs.code).content.decode()


def test_the_code_of_a_dropped_report_is_refused(school, fifth, galina):
    report = printed(school)[0]
    chose(report.guardianship, "electronic", by=galina)
    report.dropped_at = PRINTED
    report.save()

    assert "not needed any more" in scan(galina, fifth, report.code).content.decode()


def test_without_a_script_the_page_comes_back_and_says_the_same(school, fifth, galina):
    report = printed(school)[0]

    answer = logged_in(galina.person).post(
        place("paper_scan", fifth), {"code": report.code}, follow=True
    )

    assert "handed out." in answer.content.decode()
    assert "<html" in answer.content.decode()


# ---- what is printed ----------------------------------------------------------------------------


@pytest.mark.clause("A4 1.5")
def test_who_takes_the_file_is_noted_for_every_child_in_it(school, fifth, galina):
    batch = printed(school)[0].batch

    answer = logged_in(galina.person).get(place("paper_file", fifth, batch.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.content)).pages) == 2
    openings = RecordOpening.objects.filter(page="paper_report", is_export=True)
    assert openings.count() == 3
    assert {one.as_role for one in openings} == {"homeroom"}


def test_a_report_printed_again_says_the_same_with_the_same_code(school, fifth, galina):
    report = printed(school)[0]

    answer = logged_in(galina.person).get(place("paper_again", fifth, report.pk))

    text = pdf_text(answer.content)
    assert shown_code(report.code) in text
    assert report.student.person.name.in_class in text
    assert PaperReport.objects.count() == 3
    assert RecordOpening.objects.get().student == report.student


# ---- at a glance --------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
@pytest.mark.parametrize(
    ("now", "overdue"), [(LATE - timedelta(seconds=1), 0), (LATE, 2), (LATE + timedelta(days=1), 2)]
)
def test_what_is_not_handed_out_in_seven_days_is_overdue(school, fifth, galina, now, overdue):
    tick(galina, fifth, "hand", printed(school)[0])

    page = paper_class_page(fifth, ref(school), week=MONDAY, now=now)

    assert page.overdue == overdue
    assert page.handed == 1


@pytest.mark.clause("A5 1")
@pytest.mark.parametrize(("now", "late"), [(LATE - timedelta(seconds=1), 0), (LATE, 1)])
def test_handing_out_after_seven_days_is_late(school, fifth, galina, now, late):
    report = printed(school)[0]
    with time_machine.travel(now):
        tick(galina, fifth, "hand", report)

    total = paper_school_page(ref(school), week=MONDAY, now=LATE).total

    assert (total.late, total.handed) == (late, 1)


def test_all_classes_show_made_handed_back_and_lacking(school, fifth, galina):
    first, second, _third = printed(school)
    tick(galina, fifth, "hand", first, second)
    tick(galina, fifth, "return", first)
    a_class_on_paper(school, an_employee(school), grade=6)

    page = paper_school_page(ref(school), week=None, now=PRINTED)

    fives, sixes = (line.counts for line in page.lines)
    assert (fives.made, fives.handed, fives.returned, fives.lacking) == (3, 2, 1, 0)
    assert (sixes.made, sixes.lacking) == (0, 3)


def test_where_nobody_is_on_paper_the_page_says_so(school):
    deputy = an_employee(school, role=Role.DEPUTY)

    answer = logged_in(deputy.person).get(reverse("diary:paper", args=[school.pk]))

    assert "Nobody is on paper" in answer.content.decode()


def test_a_class_without_paper_says_so(school, galina):
    alone = a_class(school, homeroom=galina)

    answer = logged_in(galina.person).get(place("paper_class", alone))

    assert "No paper reports in this week" in answer.content.decode()


def test_a_week_to_come_is_not_shown(school, fifth):
    page = paper_class_page(fifth, ref(school), week=THURSDAY_AFTER, now=PRINTED)

    assert page.weeks.shown.monday == MONDAY
    assert page.weeks.next is None


@pytest.mark.parametrize("students", [3, 34])
def test_the_pages_cost_the_same_for_every_size_of_a_class(
    school, galina, students, django_assert_num_queries
):
    school_class = a_class_on_paper(school, galina, students=students)
    printed(school)

    with django_assert_num_queries(6):
        paper_class_page(school_class, ref(school), week=None, now=PRINTED)
    with django_assert_num_queries(6):
        paper_school_page(ref(school), week=None, now=PRINTED)


def ref(school):
    return SchoolRef(school.pk, school.short_name, school.time_zone)
