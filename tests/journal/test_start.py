"""A school that begins in mid-year: an old journal comes in from tables, whole or not at all."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from core.imports.files import read_tables
from core.imports.store import keep_files, kept_files
from core.imports.tables import Upload
from core.models import Job
from core.refusal import Refused
from journal.actions.brought import bring_current_marks, read_brought, subjects_of
from journal.actions.start import bring_marks
from journal.imports.handing_in import look_at_marks
from journal.imports.headings import headings_of, period_of
from journal.imports.marks import read_mark_sheets
from journal.models import Attendance, BroughtMark, LessonRecord, Mark, TermMark
from journal.queries.class_ground import class_ground
from school.models import Role
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(date(2025, 11, 10), "15:00")
DAYS = [date(2025, 9, 1), date(2025, 9, 3), date(2025, 9, 3), date(2025, 9, 8)]


@pytest.fixture
def old(db):
    """5А with mathematics on three days, one of them double, and who may bring marks in."""
    school = b.a_school()
    b.a_work_kind(school, usual=True)
    anna = b.an_employee(school)
    zoya = b.an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY)
    school_class = b.a_class(school, students=3)
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    for number, day in enumerate(DAYS, start=1):
        b.a_lesson(course, day=day, number=number)
    return school_class, course, zoya.person


def a_book(*sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return Upload("журнал.xlsx", file.getvalue())


def planned(school_class, upload, **more):
    return read_mark_sheets(read_tables(upload), class_ground(school_class), **more)


HEAD = ["№", "Ученик", "01.09", "03.09", "03.09.2025", datetime(2025, 9, 8), "1 четверть"]


def test_marks_absences_and_period_marks_come_in_at_once(old):
    school_class, _course, zoya = old
    upload = a_book(
        (
            "Математика",
            [
                HEAD,
                [1, "Абрамов Илья", 5, "н", "4/3", None, 4],
                [2, "Беляев Илья", None, None, 3, "б", 3],
                [3, "ВАСИЛЬЕВ ИЛЬЯ", "оп10", None, None, "4 5", "н/а"],
                ["", "Средний балл", 4.5],
            ],
        )
    )

    plan = planned(school_class, upload)
    done = bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert list(plan.faults) == []
    assert (done.cells, done.term_marks, done.lessons) == (7, 3, 4)
    assert sorted(Mark.objects.values_list("points", flat=True)) == [3, 3, 4, 4, 5, 5]
    assert sorted(Attendance.objects.values_list("kind", flat=True)) == ["absent", "ill", "late"]
    assert LessonRecord.objects.filter(register_at=NOW, register_by=zoya).count() == 4
    assert sorted(mark.text for mark in TermMark.objects.all()) == ["3", "4", "н/а"]


def test_the_same_table_again_changes_nothing(old):
    school_class, _course, zoya = old
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", 5, None, None, None, 4]]))

    for _ in range(2):
        plan = planned(school_class, upload)
        bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert list(plan.faults) == []
    assert Mark.objects.count() == 1
    assert TermMark.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ([1, "Абрамов Илья", 7], "out_of_scale", "C"),
        ([1, "Абрамов Илья", "пять"], "unknown_mark", "C"),
        ([1, "Неизвестный Илья", 5], "unknown_student", "B"),
        ([1, "Абрамов Илья", None, None, None, None, 9], "unknown_mark", "G"),
        ([1, "Абрамов Илья", datetime(2025, 4, 3)], "a_date", "C"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(old, row, code, column):
    school_class, _course, zoya = old
    upload = a_book(("Математика", [HEAD, [2, "Беляев Илья", 4], row]))

    plan = planned(school_class, upload)
    if not plan.faults:
        bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    [fault] = plan.faults
    assert (fault.code, fault.place.row, fault.place.column) == (code, 3, column)
    assert fault.place.sheet == "Математика"
    assert not Mark.objects.exists()


def test_a_day_without_a_lesson_is_said_once_at_its_heading(old):
    school_class, _course, _zoya = old
    rows = [["Ученик", "02.09"], ["Абрамов Илья", 5], ["Беляев Илья", 4]]

    plan = planned(school_class, a_book(("Математика", rows)))

    [fault] = plan.faults
    assert (fault.code, fault.place.row, fault.place.column) == ("no_lesson", 1, "B")


def test_what_stands_in_the_journal_already_is_not_overwritten(old):
    school_class, course, zoya = old
    first = planned(
        school_class, a_book(("Математика", [HEAD, [1, "Абрамов Илья", 5, None, None, None, 4]]))
    )
    bring_marks(actor=zoya, school_class=school_class, plan=first, now=NOW)

    plan = planned(
        school_class,
        a_book(("Математика", [HEAD, [1, "Абрамов Илья", 3, None, None, None, 5]])),
    )
    done = bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert done is None
    assert {fault.place.column for fault in plan.faults} >= {"C"}
    assert Mark.objects.get(course=course).points == 5
    assert TermMark.objects.get().points == 4


def test_days_under_months_are_read_as_in_the_paper_journal(old):
    school_class, _course, _zoya = old
    rows = [
        ["Математика", None, "Сентябрь", None, None, None],
        ["№", "Фамилия, имя", 1, 3, 3, 8],
        [1, "Абрамов Илья", 5, None, 4, None],
    ]

    plan = planned(school_class, a_book(("Лист1", rows)))

    assert list(plan.faults) == []
    assert len({cell.lesson_id for cell in plan.cells}) == 2


def test_a_summary_of_a_period_is_read_subject_by_subject(old):
    school_class, _course, zoya = old
    b.a_course(group=b.whole(school_class), subject="История")
    rows = [
        ["Фамилия, имя", "Математика", "История"],
        ["Абрамов Илья", 5, 4],
        ["Беляев Илья", 3, "осв"],
    ]

    plan = planned(school_class, a_book(("1 четверть", rows)))
    done = bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert done.term_marks == 4
    assert sorted(mark.text for mark in TermMark.objects.all()) == ["3", "4", "5", "осв"]


def test_a_mark_beside_an_absence_was_for_a_written_work(old):
    school_class, _course, zoya = old
    test = b.a_work_kind(school_class.school, name="Тест")
    test.is_written = True
    test.save()
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", "4 н", 5]]))

    plan = planned(school_class, upload)
    bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert list(plan.faults) == []
    assert {(mark.points, mark.kind.name) for mark in Mark.objects.select_related("kind")} == {
        (4, "Тест"),
        (5, "Ответ на уроке"),
    }


def test_each_half_of_a_class_finds_its_own_course(old):
    school_class, _course, zoya = old
    abramov, belyaev, _ = b.students_of(b.whole(school_class))
    for name, student in (("1 группа", abramov), ("2 группа", belyaev)):
        group = b.a_subgroup(school_class, name=name, students=[student])
        b.a_lesson(b.a_course(group=group, subject="Английский язык"), day=DAYS[0], number=6)
    rows = [["Ученик", "01.09"], ["Абрамов Илья", 5], ["Беляев Илья", 4]]

    plan = planned(school_class, a_book(("Английский язык", rows)))
    bring_marks(actor=zoya, school_class=school_class, plan=plan, now=NOW)

    assert {(m.student_id, m.points) for m in Mark.objects.all()} == {
        (abramov.pk, 5),
        (belyaev.pk, 4),
    }


@pytest.mark.parametrize(
    ("words", "number"),
    [("1 четверть", 1), ("II четв.", 2), ("3 ч", 3), ("1-е полугодие", 1), ("2 триместр", 2)],
)
def test_periods_are_known_by_their_usual_names(words, number):
    assert period_of(words)[2] == number


@pytest.mark.parametrize("words", ["четверг", "чтение", "5 четверть", "Пётр"])
def test_other_words_are_no_period(words):
    assert period_of(words) is None


def test_a_sheet_without_days_has_no_headings():
    [table] = read_tables(a_book(("Лист", [["Ученик", "Телефон"], ["Абрамов", "123"]])))

    assert headings_of(table, first_day=b.FIRST_DAY, last_day=b.LAST_DAY) is None


def test_the_deputy_looks_first_and_writes_then(old, time_machine):
    school_class, _course, zoya = old
    time_machine.move_to(NOW)
    client = b.logged_in(zoya)
    url = reverse("journal:mark_sheets", args=[school_class.school_id, school_class.pk])
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", 5]]))
    file = SimpleUploadedFile(upload.name, upload.content)

    looked = client.post(url, {"files": file, "subject": "", "request_key": str(uuid4())})
    assert looked.status_code == 200
    assert not Mark.objects.exists()
    job_id = looked.context["looked"].job_id
    client.post(f"{url}write/", {"job": job_id, "request_key": str(uuid4())})
    again = client.post(f"{url}write/", {"job": job_id, "request_key": str(uuid4())})

    assert again.status_code == 302
    assert Mark.objects.count() == 1


def test_a_file_with_errors_is_answered_with_their_places(old, time_machine):
    school_class, _course, zoya = old
    time_machine.move_to(NOW)
    url = reverse("journal:mark_sheets", args=[school_class.school_id, school_class.pk])
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", 9]]))

    answer = b.logged_in(zoya).post(
        url,
        {
            "files": SimpleUploadedFile(upload.name, upload.content),
            "subject": "",
            "request_key": str(uuid4()),
        },
    )

    assert answer.status_code == 422
    assert "журнал.xlsx" in answer.content.decode()


def test_marks_of_another_school_are_read_line_by_line(old):
    school_class, course, zoya = old
    student = b.students_of(b.whole(school_class))[0]

    marks = read_brought(
        "Математика: 4 (12.09), 5 (03.10.2025) 3\n\n",
        subjects=subjects_of(school_class.school_id),
        year=school_class.year,
        usual_day=date(2025, 10, 20),
    )
    for _ in range(2):
        bring_current_marks(
            actor=zoya, student=student, marks=marks, from_where="Школа № 7", now=NOW
        )

    assert [(m.points, m.day) for m in BroughtMark.objects.order_by("day")] == [
        (4, date(2025, 9, 12)),
        (5, date(2025, 10, 3)),
        (3, date(2025, 10, 20)),
    ]
    assert BroughtMark.objects.first().subject_id == course.subject_id


@pytest.mark.parametrize(
    "text",
    [
        "Математика 4 5",
        "Химия: 5",
        "Математика: 6",
        "Математика: 5",
        "Математика: 5 (12.09.2031)",
        " ",
    ],
)
def test_a_line_that_cannot_be_read_is_refused(old, text):
    school_class, _course, _zoya = old

    with pytest.raises(Refused):
        read_brought(
            text,
            subjects=subjects_of(school_class.school_id),
            year=school_class.year,
            usual_day=None,
        )


def test_old_files_under_the_number_of_a_new_job_are_not_read(old):
    school_class, _course, zoya = old
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", 5]]))
    looked = look_at_marks(
        actor=zoya, school_class=school_class, uploads=[upload], subject_id=None, now=NOW
    )
    Job.objects.filter(pk=looked.job_id).delete()

    keep_files(looked.job_id, [Upload("новый.csv", "другое".encode())])

    [kept] = kept_files(looked.job_id, ["новый.csv"])
    assert kept.content.decode() == "другое"


def test_files_nobody_confirms_are_deleted_after_a_day(old, time_machine):
    school_class, _course, zoya = old
    upload = a_book(("Математика", [HEAD, [1, "Абрамов Илья", 5]]))
    time_machine.move_to(NOW)
    look_at_marks(actor=zoya, school_class=school_class, uploads=[upload], subject_id=None, now=NOW)
    later = NOW + timedelta(hours=25)

    look_at_marks(
        actor=zoya, school_class=school_class, uploads=[upload], subject_id=None, now=later
    )

    assert sorted(Job.objects.values_list("state", flat=True)) == ["failed", "waiting"]
