"""What a paper report says, and how it stands on paper (App. 5 1)."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from consent.permissions import record_for
from diary.actions.paper import make_class
from diary.codes import new_code, shown_code
from diary.models import PaperReport
from diary.paper_sheet import Sheet, SheetEntry, SheetLine, SheetRow, fits_half, printed_sheets
from diary.queries import week_page
from journal.models import Mark
from school.models import Break, CalendarDay, DayKind
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    an_employee,
    join,
    moscow,
    pdf_text,
    students_of,
    whole,
)
from tests.consent.test_door import asks
from tests.diary.builders import a_homework, a_mark, a_record, an_absence
from tests.diary.paper_builders import FRIDAY, PRINTED, a_mother, printed
from tests.journal.terms_builders import a_term_mark

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
NEXT_MONDAY = MONDAY + timedelta(days=7)
LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def anna(school):
    return an_employee(school, last="Иванова", first="Анна")


@pytest.fixture
def fifth(school, anna):
    return a_class(school, students=0, homeroom=anna)


@pytest.fixture
def ilya(fifth):
    return a_student(fifth, last="Петров", first="Илья")


@pytest.fixture
def maths(fifth, anna):
    return a_course(group=whole(fifth), teacher=anna)


def contents(school, **when) -> Sheet:
    (report,) = printed(school, **when)
    return report.contents


def row_of(sheet, subject="Математика"):
    return next(row for row in sheet["rows"] if row["subject"] == subject)


@pytest.mark.clause("A5 1")
def test_lessons_stand_with_marks_what_for_and_absences(school, anna, maths, ilya):
    a_guardian(ilya)
    a_mark(a_lesson(maths), ilya, 5, kind="Контрольная работа", weight="1.5")
    an_absence(a_lesson(maths, day=WEDNESDAY), ilya, "ill")
    a_lesson(maths, day=TUESDAY)
    a_lesson(maths, day=FRIDAY, state="cancelled")

    row = row_of(contents(school))

    assert [
        (one["day"], one["sign"], one["note"], [mark["text"] for mark in one["marks"]])
        for one in row["lessons"]
    ] == [("пн", "", "", ["5"]), ("вт", "", "", []), ("ср", "б", "", []), ("пт", "", "отменён", [])]
    assert row["lessons"][0]["marks"][0]["why"].startswith("Контрольная работа, ")
    assert (row["average"], row["forecast"]) == ("5,00", "5")


@pytest.mark.clause("A5 1")
def test_the_sheet_says_what_the_diary_s_week_says(school, anna, maths, ilya, rf):
    a_guardian(ilya)
    first, second = a_lesson(maths), a_lesson(maths, day=WEDNESDAY)
    for lesson in (first, second):
        a_record(lesson)
    a_mark(first, ilya, 4)
    a_mark(first, ilya, 3, kind="Диктант")
    an_absence(second, ilya, "late", minutes=10)

    sheet = contents(school)
    page = week_page(
        record_for(asks(ilya.person), school.pk, ilya.pk, page="diary_week"), of=MONDAY
    )

    shown = {
        day.date: [
            (line.subject, line.absence.sign if line.absence else "", [m.text for m in line.marks])
            for line in day.lines
        ]
        for half in page.halves
        for day in half
        if day.lines
    }
    assert shown == {
        MONDAY: [("Математика", "", ["4", "3"])],
        WEDNESDAY: [("Математика", "оп", [])],
    }
    assert [
        (one["sign"], [mark["text"] for mark in one["marks"]]) for one in row_of(sheet)["lessons"]
    ] == [("", ["4", "3"]), ("оп", [])]


def test_a_subgroup_s_lessons_stand_only_with_its_students(school, anna, fifth, ilya):
    other = a_student(fifth, last="Орлов")
    group = fifth.groups.create(
        school=school, year=fifth.year, kind="subgroup", name="Английский 1"
    )
    join(group, other)
    a_lesson(a_course(group=group, subject="Английский язык", teacher=anna))
    a_lesson(a_course(group=whole(fifth), teacher=anna), number=2)
    a_guardian(ilya)

    assert [row["subject"] for row in contents(school)["rows"]] == ["Математика"]


@pytest.mark.clause("A5 1")
def test_homework_of_the_coming_days_stands_on_it_and_a_classmate_s_own_does_not(
    school, maths, fifth, ilya
):
    other = a_student(fifth, last="Орлов")
    first, second = a_lesson(maths), a_lesson(maths, day=TUESDAY)
    a_homework(first, "вчерашнее", due=TUESDAY)
    a_homework(second, "§ 7, № 31", due=a_lesson(maths, day=NEXT_MONDAY))
    a_homework(second, "только Орлову", due=NEXT_MONDAY, only=(other,))
    a_guardian(ilya)

    homework = contents(school)["homework"]

    assert [(one["day"], one["text"]) for one in homework] == [("пн 15.09", "§ 7, № 31")]


def test_before_a_break_homework_reaches_beyond_it(school, fifth, maths, ilya):
    Break.objects.create(
        school=school,
        calendar=fifth.calendar,
        name="Осенние каникулы",
        first_day=date(2025, 10, 25),
        last_day=date(2025, 11, 4),
    )
    given = a_lesson(maths, day=date(2025, 10, 24))
    a_homework(given, "§ 20", due=a_lesson(maths, day=date(2025, 11, 10)))
    a_guardian(ilya)

    sheet = contents(school, now=moscow(date(2025, 10, 24), "15:00"))

    assert [one["text"] for one in sheet["homework"]] == ["§ 20"]
    assert sheet["notes"] == ["Осенние каникулы: 25 октября – 4 ноября"]


def test_days_off_are_told(school, fifth, maths, ilya):
    CalendarDay.objects.create(
        school=school,
        calendar=fifth.calendar,
        day=TUESDAY,
        kind=DayKind.HOLIDAY,
        reason="День села",
    )
    a_lesson(maths)
    a_guardian(ilya)

    assert contents(school)["notes"] == ["9 сентября: День села"]


@pytest.mark.clause("A5 1")
def test_a_mark_written_later_for_an_earlier_lesson_comes_with_the_next_report(
    school, anna, maths, ilya
):
    earlier = a_lesson(maths, day=MONDAY - timedelta(days=4))
    a_mark(earlier, ilya, 3, written_at=moscow(TUESDAY, "10:00"))
    a_mark(earlier, ilya, 5, kind="Старое", written_at=moscow(MONDAY - timedelta(days=4), "10:00"))
    a_lesson(maths)
    a_guardian(ilya)

    later = contents(school)["later"]

    assert [(one["day"], one["text"]) for one in later] == [("04.09", "3")]


def test_a_saturday_s_mark_of_last_week_comes_with_this_week_s_report(school, maths, ilya):
    saturday = MONDAY - timedelta(days=2)
    a_mark(a_lesson(maths, day=saturday), ilya, 4)
    a_lesson(maths)
    a_guardian(ilya)

    assert [one["text"] for one in contents(school)["later"]] == ["4"]


def test_teachers_words_and_missed_lessons_stand_apart(school, maths, ilya):
    a_mark(a_lesson(maths), ilya, 4, comment="Молодец, но торопится")
    an_absence(a_lesson(maths, day=TUESDAY), ilya, "ill")
    an_absence(a_lesson(maths, day=MONDAY - timedelta(days=5)), ilya, "absent")
    a_guardian(ilya)

    sheet = contents(school)

    assert [one["text"] for one in sheet["words"]] == ["Молодец, но торопится"]
    assert sheet["missed"].count("1") >= 2
    assert "2" in sheet["missed"].rsplit(":", 1)[1]


def test_marks_of_periods_stand_once_they_are_set(school, anna, fifth, maths, ilya):
    a_lesson(maths)
    term = fifth.calendar.terms.get(number=1)
    a_term_mark(maths, ilya, 4, term=term, by=anna.person)
    a_guardian(ilya)

    row = row_of(contents(school))

    assert (row["set"], row["forecast"]) == ("I — 4", "")


def test_who_joined_in_the_middle_of_the_week_sees_the_own_days(school, fifth, maths):
    new = a_student(fifth, last="Новиков", since=WEDNESDAY)
    for day in (MONDAY, WEDNESDAY, FRIDAY):
        a_lesson(maths, day=day)
    a_guardian(new)

    (entry,) = row_of(contents(school))["lessons"]

    assert entry["day"] == "ср, пт"


@pytest.mark.parametrize("students", [3, 34])
def test_a_class_costs_the_same_statements_for_every_size(school, anna, students):
    school_class = a_class(school, grade=6, students=students, homeroom=anna)
    course = a_course(group=whole(school_class), teacher=anna)
    lesson = a_lesson(course)
    for student in students_of(whole(school_class)):
        a_mother(student, by=anna, form="paper")
        a_mark(lesson, student, 4)

    with CaptureQueriesContext(connection) as captured:
        batch = make_class(school_class, week=MONDAY, now=PRINTED)

    assert batch.sheets == students
    assert len(captured) == 20


# ---- on paper -----------------------------------------------------------------------------------


def a_sheet(*, student="Петров Илья", rows=10, homework=4, words="") -> Sheet:
    entry = SheetEntry(day="пн, ср", sign="", words="", note="", marks=[])
    line = SheetLine(day="пн 15.09", subject="Математика", text="§ 7, № 31–40", more="")
    return Sheet(
        code=new_code(),
        school="Школа № 1",
        where="г. Заречный, ул. Лесная, д. 5",
        class_name="5А",
        homeroom="Галкина Г. И.",
        student=student,
        guardian="Петрова Мария (мать)",
        week="8–13 сентября 2025",
        made_on="12.09.2025",
        period="1 четверть",
        rows=[
            SheetRow(subject=f"Предмет {n}", lessons=[entry], average="", forecast="", set="")
            for n in range(rows)
        ],
        notes=[],
        missed="За неделю: пропусков нет.",
        words=[line | {"text": words}] if words else [],
        later=[],
        homework=[line] * homework,
    )


def test_two_short_reports_share_a_sheet_and_a_long_one_has_its_own():
    short, other, long, last = a_sheet(), a_sheet(), a_sheet(rows=30, homework=20), a_sheet()

    paper = printed_sheets([short, other, long, last], title="5А")

    pages = [paper.page_of[f"r{sheet['code']}"] for sheet in (short, other, long, last)]
    assert pages == [1, 1, 2, 3]
    assert [fits_half(sheet) for sheet in (short, other, long, last)] == [True, True, False, True]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_a_shared_sheet_is_cut_in_the_middle_and_each_half_is_of_one_child(tmp_path):
    upper, lower = a_sheet(student="Верхний Вадим"), a_sheet(student="Нижний Назар")

    paper = printed_sheets([upper, lower], title="5А")

    assert paper.top_of[f"r{lower['code']}"] == pytest.approx(297 / 2, abs=0.5)
    halves = [_half(paper.body, tmp_path, top) for top in (0, 421)]
    assert ["Верхний" in halves[0], "Нижний" in halves[0]] == [True, False]
    assert ["Верхний" in halves[1], "Нижний" in halves[1]] == [False, True]


def _half(body, folder, top):
    """What stands on the upper or lower half of the first page."""
    file = folder / "half.pdf"
    file.write_bytes(body)
    area = ["-x", "0", "-y", str(top), "-W", "596", "-H", "421"]
    command = ["pdftotext", "-f", "1", "-l", "1", *area, str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_what_is_too_long_for_one_page_goes_on_and_nothing_is_lost():
    homework = [
        SheetLine(day="пн", subject=f"Предмет {n}", text="Задание " * 20 + f"конец{n}", more="")
        for n in range(60)
    ]
    sheet = a_sheet(student="Длинная Дарья") | {"homework": homework}

    paper = printed_sheets([sheet], title="5А")

    text = pdf_text(paper.body)
    assert paper.pages > 1
    assert all(f"конец{n}" in text for n in range(60))
    assert shown_code(sheet["code"]) in text


def test_what_was_thought_to_fit_and_does_not_moves_to_the_next_sheet(monkeypatch):
    monkeypatch.setattr("diary.paper_sheet._HALF", 1000.0)
    sheets = [a_sheet(rows=25, homework=12) for _n in range(3)]

    paper = printed_sheets(sheets, title="5А")

    assert [paper.page_of[f"r{sheet['code']}"] for sheet in sheets] == [1, 2, 3]


def test_every_letter_can_be_read_from_the_file_and_all_fonts_are_inside():
    sheet = a_sheet(words=f"{LETTERS} «№ §»")

    body = printed_sheets([sheet], title="5А").body

    assert set(LETTERS) <= set(pdf_text(body))
    fonts = {
        font["/DescendantFonts"][0]["/FontDescriptor"].get("/FontFile2")
        for page in PdfReader(BytesIO(body)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert None not in fonts


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_poppler_reads_pages_text_and_fonts(tmp_path):
    file = tmp_path / "paper.pdf"
    sheets = [a_sheet(words=LETTERS) for _n in range(3)]
    file.write_bytes(printed_sheets(sheets, title="5А").body)

    def poppler(tool, *arguments):
        done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout

    text = poppler("pdftotext", "-layout", str(file), "-")
    fonts = poppler("pdffonts", str(file)).splitlines()[2:]
    assert set(LETTERS) <= set(text)
    assert all(shown_code(sheet["code"]) in text for sheet in sheets)
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert "Pages:           2" in poppler("pdfinfo", str(file))


def test_no_text_is_smaller_than_nine_points():
    body = printed_sheets([a_sheet(), a_sheet(rows=30, homework=20)], title="5А").body
    sizes = set()

    def note(text, current, place, _font, size):
        if text.strip():
            sizes.add(round(abs(size * current[3] * place[3]), 1))

    for page in PdfReader(BytesIO(body)).pages:
        page.extract_text(visitor_text=note)

    assert min(sizes) == 9


def test_a_report_keeps_what_it_said(school, maths, ilya):
    lesson = a_lesson(maths)
    a_mark(lesson, ilya, 5)
    a_guardian(ilya)
    (report,) = printed(school)

    Mark.objects.update(points=2)

    kept = PaperReport.objects.get(pk=report.pk).contents
    assert row_of(kept)["lessons"][0]["marks"][0]["text"] == "5"
