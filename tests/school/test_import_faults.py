"""Every error of a register by file, sheet, row and column, all at once; nothing is written."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from core.imports.faults import MOST
from core.imports.tables import Upload
from school.models import Employee, Person, Room, Student
from tests.imports.sheets import (
    CLASSES,
    HOURS,
    ROOMS,
    STAFF,
    STUDENTS,
    TEACHING,
    a_book,
    a_csv,
    a_whole_school,
)
from tests.school.importing import (
    a_school_with_administrator,
    administrator,
    faults_of,
    look,
    write,
)

pytestmark = pytest.mark.django_db

BOOK = "school.xlsx"


@pytest.fixture
def school():
    return a_school_with_administrator()


def cell(rows, row, column, value):
    """The rows with one cell changed; rows and columns as a person counts them."""
    changed = [list(one) for one in rows]
    changed[row - 1]["ABCDEFGHIJK".index(column)] = value
    return changed


SHEETS = {
    "Кабинеты": ROOMS,
    "Сотрудники": STAFF,
    "Классы": CLASSES,
    "Предметы и часы": HOURS,
    "Нагрузка": TEACHING,
    "Ученики": STUDENTS,
}


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code"),
    [
        ("Кабинеты", 3, "A", "каб. 12", "twice"),
        ("Кабинеты", 3, "A", "", "empty_cell"),
        ("Кабинеты", 2, "B", "тридцать", "not_a_number"),
        ("Кабинеты", 2, "B", -1, "out_of_range"),
        ("Кабинеты", 2, "B", 2.5, "not_whole"),
        ("Кабинеты", 2, "A", "x" * 41, "too_long"),
        ("Сотрудники", 2, "A", "", "empty_cell"),
        ("Сотрудники", 2, "B", "", "empty_cell"),
        ("Сотрудники", 2, "A", "Соколова1", "bad_name"),
        ("Сотрудники", 2, "D", "12.13.1985", "no_such_date"),
        ("Сотрудники", 2, "D", "в апреле", "bad_date"),
        ("Сотрудники", 2, "D", "12.04.2085", "date_out_of_range"),
        ("Сотрудники", 2, "F", "волшебник", "unknown_choice"),
        ("Сотрудники", 2, "F", "учитель, кл. рук. 9Я", "unknown_class"),
        ("Сотрудники", 2, "F", "кл. рук. пятого", "bad_class"),
        ("Классы", 2, "A", "пятый", "bad_class"),
        ("Классы", 3, "A", "5 а", "twice"),
        ("Классы", 2, "B", "Неизвестная Н. Н.", "unknown_employee"),
        ("Классы", 2, "C", 3, "out_of_range"),
        ("Классы", 2, "D", "99", "unknown_room"),
        ("Предметы и часы", 2, "A", "", "empty_cell"),
        ("Предметы и часы", 2, "C", "6А", "unknown_class"),
        ("Предметы и часы", 2, "C", "6-7", "unknown_class"),
        ("Предметы и часы", 2, "C", "все", "bad_class"),
        ("Предметы и часы", 2, "D", "", "no_hours"),
        ("Предметы и часы", 2, "D", "пять", "not_a_number"),
        ("Предметы и часы", 2, "D", 99, "out_of_range"),
        ("Нагрузка", 2, "A", "Неизвестная", "unknown_employee"),
        ("Нагрузка", 2, "A", "", "empty_cell"),
        ("Нагрузка", 2, "B", "Физика", "unknown_subject"),
        ("Нагрузка", 2, "B", "", "empty_cell"),
        ("Нагрузка", 2, "C", "5Я", "unknown_class"),
        ("Нагрузка", 2, "C", "?", "bad_class"),
        ("Ученики", 2, "A", "", "empty_cell"),
        ("Ученики", 2, "B", "", "empty_cell"),
        ("Ученики", 2, "C", "Павлович 2", "bad_name"),
        ("Ученики", 2, "D", "29.02.2013", "no_such_date"),
        ("Ученики", 2, "D", "01.03.14", "bad_date"),
        ("Ученики", 2, "D", "01.03.1014", "date_out_of_range"),
        ("Ученики", 2, "D", 99_999, "bad_date"),
        ("Ученики", 2, "E", "мальч", "unknown_choice"),
        ("Ученики", 2, "F", "", "empty_cell"),
        ("Ученики", 2, "F", "5Я", "unknown_class"),
        ("Ученики", 2, "F", "А5", "bad_class"),
        ("Ученики", 2, "G", "x" * 31, "too_long"),
        ("Ученики", 2, "H", "Физика 1", "unknown_group"),
        ("Ученики", 2, "H", "Английский язык 5", "unknown_group"),
        ("Ученики", 2, "I", "Ёлкина", "name_incomplete"),
        ("Ученики", 2, "I", "Ёлкина Н. Ю.", "name_initials"),
        ("Ученики", 3, "J", "+7 900 123-45-67", "contact_of_nobody"),
        ("Ученики", 2, "J", "123", "bad_phone"),
        ("Ученики", 2, "J", "спросить у бабушки", "bad_phone"),
        ("Ученики", 2, "J", "#ССЫЛКА!", "formula_error"),
        ("Ученики", 2, "D", "=A1+", "formula_without_value"),
        ("Ученики", 2, "F", '=CONCATENATE("5","А")', "formula_without_value"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(school, sheet, row, column, value, code):
    changed = {sheet: cell(SHEETS[sheet], row, column, value)}

    batch = write(school, a_whole_school(**changed))

    assert (BOOK, sheet, row, column, code) in faults_of(batch)
    assert all(fault.message for fault in batch.faults)
    assert Student.objects.count() == Room.objects.count() == 0
    assert Employee.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([*STUDENTS, STUDENTS[1]], (5, "A", "twice")),
        ([["Фамилия", "Имя", "Имя", "Класс"], ["а", "б", "б", "5А"]], (1, "C", "heading_twice")),
        (
            [["Фамилия", "Имя", "Дата рожденя", "Класс"], ["Ёлкин", "Артём", "", "5А"]],
            (1, "C", "heading_misspelt"),
        ),
        ([["Фамилия", "Имя", "Дата рождения"], ["Ёлкин", "Артём", ""]], (1, "", "column_missing")),
        ([["Фамилия", "Отчество", "Класс"], ["Ёлкин", "", "5А"]], (1, "", "column_missing")),
        ([["Вес", "Рост", "Обувь"], ["30", "140", "35"]], (None, "", "unknown_sheet")),
        ([["просто заметка"]], (None, "", "unknown_sheet")),
    ],
)  # fmt: skip
def test_a_wrong_sheet_is_named(school, rows, fault):
    write(school, a_whole_school(Ученики=STUDENTS[:1]))

    batch = write(school, a_book("дети.xlsx", Ученики=rows))

    assert ("дети.xlsx", "Ученики", *fault) in faults_of(batch)
    assert Student.objects.count() == 0


def test_all_errors_of_all_files_come_at_once_in_order(school):
    students = cell(cell(STUDENTS, 4, "D", "вчера"), 2, "J", "1")
    broken = Upload("а-битый.xlsx", b"")

    batch = write(
        school,
        a_whole_school(Ученики=students, Кабинеты=cell(ROOMS, 2, "B", "?")),
        a_csv([["Кабинет", "Мест"], ["20", "много"]], name="ещё.csv"),
        broken,
    )

    assert faults_of(batch) == [
        ("school.xlsx", "Кабинеты", 2, "B", "not_a_number"),
        ("school.xlsx", "Ученики", 2, "J", "bad_phone"),
        ("school.xlsx", "Ученики", 4, "D", "bad_date"),
        ("а-битый.xlsx", "", None, "", "empty_file"),
        ("ещё.csv", "ещё", 2, "B", "not_a_number"),
    ]


def test_more_errors_than_anybody_reads_are_counted(school):
    rows = [STUDENTS[0], *([["Ёлкин", "Артём", "", "вчера", "", "5А", *[""] * 5]] * (MOST + 50))]

    batch = look(school, a_book("дети.xlsx", Ученики=rows))

    assert len(list(batch.faults)) == MOST
    assert batch.faults.more >= 50


def test_the_message_says_the_place_in_words(school):
    batch = look(school, a_whole_school(Ученики=cell(STUDENTS, 2, "D", "вчера")))

    fault = next(iter(batch.faults)).as_json()
    assert "school.xlsx" in fault["where"]
    assert "Ученики" in fault["where"]
    assert "2" in fault["where"]
    assert "D (Дата рождения)" in fault["where"]


def test_titles_and_merged_headings_above_do_not_matter(school):
    write(school, a_whole_school(Ученики=STUDENTS[:1]))
    rows = [
        ["Список учащихся", "", "", "", "", "", ""],
        ["на 1 сентября", "", "", "", "", "", ""],
        ["Класс*", "ФИО\nученика", "Дата\nрождения", "Мать", "", "Отец", ""],
        ["", "", "", "ФИО", "Телефон", "ФИО", "Телефон"],
        ["5А", "Ёлкин Артём Павлович", "01.03.2014", "Ёлкина Наталья Юрьевна", "89001234567", "",
         ""],
        ["", "", "", "", "", "", ""],
        ["5Б", "Живаго Ника Олеговна", 42004, "", "", "Живаго Олег Львович", "89007654321"],
        ["Итого: 2", "", "", "", "", "", ""],
    ]  # fmt: skip
    rows[2][1] = "ФИО"

    batch = write(school, a_book("дети.xlsx", **{"5 классы": rows}))

    assert faults_of(batch) == []
    assert sorted(
        (one.person.name.full, one.person.birth_day.isoformat(), one.guardianships.get().kinship)
        for one in Student.objects.select_related("person")
    ) == [
        ("Ёлкин Артём Павлович", "2014-03-01", "mother"),
        ("Живаго Ника Олеговна", "2014-12-31", "father"),
    ]


def test_a_formula_with_a_saved_value_is_its_value(school, tmp_path):
    upload = a_book("к.xlsx", Кабинеты=[["Кабинет", "Мест"], ["12", "=10+20"]])
    book = load_workbook(__import__("io").BytesIO(upload.content))
    assert book.active["B2"].value == "=10+20"
    content = _with_cached_value(upload.content, 30)

    batch = write(school, Upload("к.xlsx", content))

    assert faults_of(batch) == []
    assert Room.objects.get().seats == 30


def _with_cached_value(content, value):
    """As Excel saves a formula: with its value beside it."""
    import io
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(content))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b"<v />" in part or b"<v></v>" in part or b"<v/>" in part
                for empty in (b"<v />", b"<v></v>", b"<v/>"):
                    part = part.replace(empty, f"<v>{value}</v>".encode())
            target.writestr(name, part)
    return changed.getvalue()


def test_english_headings_are_known(school):
    write(school, a_whole_school(Ученики=STUDENTS[:1]))
    rows = [["Last name", "First name", "Class"], ["Yolkin", "Artyom", "5А"]]

    batch = write(school, a_csv(rows, name="students.csv", mark=","))

    assert faults_of(batch) == []
    assert Student.objects.get().person.login == "yolkin.a"


def test_a_windows_file_with_semicolons_is_read(school):
    write(school, a_whole_school(Ученики=STUDENTS[:1]))

    batch = write(school, a_csv(STUDENTS, encoding="cp1251"))

    assert faults_of(batch) == []
    assert Student.objects.count() == 3


def test_the_school_needs_a_year_first(school):
    school.years.get().calendars.get().delete()
    school.years.get().delete()

    batch = look(school, a_whole_school())

    assert faults_of(batch) == [("", "", None, "", "no_year")]


def test_the_command_says_errors_as_json_and_ends_with_one(school, tmp_path):
    path = tmp_path / "дети.xlsx"
    path.write_bytes(a_book("x", Ученики=STUDENTS).content)
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("import_registers", str(path), school=school.pk, json=True, stdout=out)

    said = json.loads(out.getvalue())
    assert ended.value.code == 1
    assert said["written"] is False
    assert [(one["row"], one["column"], one["code"]) for one in said["faults"]] == [
        (2, "F", "unknown_class"),
        (3, "F", "unknown_class"),
        (4, "F", "unknown_class"),
    ]


def test_the_command_writes_in_the_name_of_the_administrator(school, tmp_path):
    path = tmp_path / "школа.xlsx"
    path.write_bytes(a_whole_school().content)
    out = StringIO()

    call_command("import_registers", str(path), school=school.pk, dry_run=True, stdout=out)
    assert Student.objects.count() == 0
    call_command("import_registers", str(path), school=school.pk, stdout=out)

    assert Student.objects.count() == 3
    event = Student.objects.first().events.get()
    assert event.pgh_context["user"] == administrator(school).pk
    assert Person.objects.filter(login="").count() == 0
