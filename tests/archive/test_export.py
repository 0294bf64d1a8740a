"""All records of a school, to take away: whole, only its own, readable without this program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.urls import reverse

from archive.export.asking import ask_export, file_name, forget_old_exports
from archive.export.journals import class_workbook
from archive.export.tables import tables_of
from archive.export.work import write_export
from core.imports.files import read_tables
from core.imports.tables import Upload
from core.models import Job
from journal.actions.marks import write_cell
from journal.actions.start import bring_marks
from journal.imports.marks import read_mark_sheets
from journal.models import Attendance, CellNote, Mark, TermMark
from journal.queries.class_ground import class_ground
from school.models import Role
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(date(2025, 11, 10), "15:00")


@pytest.fixture
def left(db):
    """A school that leaves, with marks, and another that stays."""
    return a_written_class(b.a_school()), a_written_class(b.a_school(name="Школа № 2"))


def a_written_class(school):
    b.a_work_kind(school, usual=True)
    anna = b.an_employee(school)
    school_class = b.a_class(school, students=3)
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    first, second, third = b.students_of(b.whole(school_class))
    lesson = b.a_lesson(course)
    later = b.a_lesson(course, number=2)
    for on, student, text in (
        (lesson, first, "5"),
        (lesson, second, "4/3"),
        (later, second, "оп10"),
        (later, third, "н"),
        (later, first, "3 4"),
    ):
        write_cell(
            actor=anna.person,
            lesson=on,
            student_id=student.pk,
            text=text,
            seen="",
            now=b.moscow(b.MONDAY, "12:00"),
        )
    CellNote.objects.create(
        school=school,
        lesson=lesson,
        student=first,
        author=anna.person,
        text="спросить про дроби",
        written_at=NOW,
    )
    return school_class


def packed(school_class):
    file = io.BytesIO()
    write_export(file, school_id=school_class.school_id, now=NOW, report=lambda *_: None)
    return zipfile.ZipFile(file)


def rows_of(archive, name):
    with archive.open(f"tables/{name}.csv") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))


def test_every_row_of_the_school_and_none_of_another_is_packed(left):
    mine, other = left

    archive = packed(mine)
    manifest = json.loads(archive.read("manifest.json"))

    assert manifest["rows"]["journal.mark"] == Mark.objects.filter(school=mine.school).count()
    for name, count in manifest["rows"].items():
        model = apps.get_model(name)
        if count and not hasattr(model, "pgh_tracked_model") and "school_id" in _columns(model):
            assert {row["school_id"] for row in rows_of(archive, name)} == {str(mine.school_id)}
    people = {row["last_name"] for row in rows_of(archive, "school.person")}
    assert "Абрамов" in people
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert other.school.name.encode() not in everything


def _columns(model):
    return {field.column for field in model._meta.concrete_fields}


@pytest.mark.clause("A4 1.5")
def test_neither_passwords_nor_notes_for_oneself_leave_the_house(left):
    mine, _other = left

    archive = packed(mine)
    everything = b"".join(archive.read(name) for name in archive.namelist())

    assert b"password" not in everything
    assert "спросить про дроби".encode() not in everything
    assert not any("accesscode" in name for name in archive.namelist())


def test_every_table_of_a_school_has_its_place_in_the_export(left):
    mine, _other = left
    named = {table.name for table in tables_of(mine.school_id)}
    of_a_school = {
        f"{model._meta.app_label}.{model._meta.model_name}"
        for room in ("school", "consent", "schedule", "journal", "diary", "control", "core")
        for model in apps.get_app_config(room).get_models()
        if "school_id" in _columns(model)
    }

    left_out = {name for name in of_a_school - named if not name.endswith("event")}

    assert left_out == {"school.accesscode", "journal.cellnote", "core.job"}


def test_the_sums_fit_and_the_schema_names_every_column(left):
    mine, _other = left
    archive = packed(mine)
    manifest = json.loads(archive.read("manifest.json"))
    schema = {table["table"]: table["columns"] for table in json.loads(archive.read("schema.json"))}

    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    named = [column["name"] for column in schema["journal.mark"]]
    assert named == list(rows_of(archive, "journal.mark")[0])


def test_the_history_says_who_wrote_what(left):
    mine, _other = left

    archive = packed(mine)
    with archive.open("history/journal.markevent.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))

    assert {row["pgh_label"] for row in rows} == {"insert"}
    assert len(rows) == Mark.objects.filter(school=mine.school).count()


def test_a_class_taken_away_comes_in_elsewhere_as_it_was(left):
    mine, _other = left
    TermMark.objects.create(
        school=mine.school,
        year=mine.year,
        student=b.students_of(b.whole(mine))[0],
        subject=b.a_subject(mine.school),
        term=mine.calendar.terms.first(),
        kind="term",
        scale="2-5",
        points=4,
        via="teacher",
        known_at=NOW,
        published_at=NOW,
        set_by=b.a_person(),
    )
    book = Upload("5А.xlsx", class_workbook(mine))
    new = b.a_class(b.a_school(name="Школа № 3"), students=3)
    b.a_work_kind(new.school, usual=True)
    course = b.a_course(group=b.whole(new))
    b.a_lesson(course)
    b.a_lesson(course, number=2)

    plan = read_mark_sheets(read_tables(book), class_ground(new))
    bring_marks(actor=b.a_person(), school_class=new, plan=plan, now=NOW)

    assert list(plan.faults) == []
    assert _said(new) == _said(mine)
    assert class_workbook(new)[:2] == b"PK"


def _said(school_class):
    marks = Mark.objects.filter(course__group__school_class=school_class)
    absences = Attendance.objects.filter(lesson__course__group__school_class=school_class)
    name = "student__person__sort_key"
    return (
        sorted(marks.values_list(name, "lesson__number", "points", "part")),
        sorted(absences.values_list(name, "lesson__number", "kind", "minutes")),
        sorted(
            TermMark.objects.filter(school=school_class.school).values_list(
                name, "term__number", "points"
            )
        ),
    )


def test_a_name_that_looks_like_a_formula_stays_a_name(left):
    mine, _other = left
    b.a_student(mine, last="=1+1", first="Илья")

    [table] = read_tables(Upload("5А.xlsx", class_workbook(mine)))

    assert any("=1+1 Илья" in line.cells for line in table.lines)


def test_the_director_has_it_packed_downloads_it_and_it_goes_after_a_day(
    left, time_machine, django_capture_on_commit_callbacks
):
    mine, _other = left
    time_machine.move_to(NOW)
    director = b.an_employee(mine.school, role=Role.DIRECTOR).person
    client = b.logged_in(director)
    url = reverse("archive:exports", args=[mine.school_id])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"request_key": str(uuid4())})
    job = Job.objects.get(kind="export_school")
    answer = client.get(reverse("archive:export_file", args=[mine.school_id, job.pk]))

    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    job.refresh_from_db()
    assert [taken["by"] for taken in job.result["taken"]] == [director.pk]
    forget_old_exports(now=NOW + timedelta(hours=30))
    assert not default_storage.exists(file_name(job.pk))
    gone = client.get(reverse("archive:export_file", args=[mine.school_id, job.pk]))
    assert gone.status_code == 404


def test_a_second_wish_waits_for_the_first(left):
    mine, _other = left
    director = b.a_person()

    first = ask_export(actor=director, school_id=mine.school_id, now=NOW, key=uuid4())
    Job.objects.filter(pk=first.pk).update(asked_at=NOW)
    second = ask_export(actor=director, school_id=mine.school_id, now=NOW, key=uuid4())

    assert second is None
