"""Files for tests of imports: workbooks and CSV made from rows, and a small whole school."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from core.imports.tables import Upload

Rows = Sequence[Sequence[Any]]


def a_book(name: str = "school.xlsx", **sheets: Rows) -> Upload:
    """A workbook with a sheet for each keyword."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return Upload(name, content.getvalue())


def a_csv(
    rows: Rows, *, name: str = "ученики.csv", encoding: str = "utf-8", mark: str = ";"
) -> Upload:
    text = "\r\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return Upload(name, text.encode(encoding))


ROOMS = [["Кабинет", "Мест"], ["12", 30], ["14", 15], ["Спортзал", ""]]
STAFF = [
    ["Фамилия", "Имя", "Отчество", "Дата рождения", "Должность", "Роль", "Табельный номер"],
    ["Соколова", "Анна", "Игоревна", "12.04.1985", "учитель русского языка", "учитель", "1"],
    ["Иванова", "Ольга", "Петровна", "01.02.1990", "учитель английского языка", "", "2"],
    ["Петрова", "Вера", "Львовна", "1979-11-30", "учитель", "учитель, завуч", "3"],
]
CLASSES = [
    ["Класс", "Классный руководитель", "Смена", "Кабинет"],
    ["5А", "Соколова А. И.", 1, "12"],
    ["5 «Б»", "Петрова Вера Львовна", 1, ""],
]
HOURS = [
    ["Предмет", "Краткое название", "Классы", "Часов в неделю"],
    ["Русский язык", "Рус. яз.", "5", 5],
    ["Английский язык", "Англ. яз.", "5А, 5Б", 3],
]
TEACHING = [
    ["Учитель", "Предмет", "Класс", "Группа"],
    ["Соколова Анна Игоревна", "Русский язык", "5А, 5Б", ""],
    ["Иванова О.П.", "Английский язык", "5А", "1 гр."],
    ["Петрова", "Английский язык", "5А", "2 гр."],
]
STUDENTS = [
    ["Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "Класс", "Личное дело", "Подгруппы",
     "ФИО матери", "Телефон матери", "ФИО отца"],
    ["Ёлкин", "Артём", "Павлович", "01.03.2014", "м", "5А", "Ё-1", "Английский язык 1",
     "Ёлкина Наталья Юрьевна", "8 (900) 123-45-67", ""],
    ["Живаго", "Ника", "Олеговна", "31.12.2014", "ж", "5А", "Ж-2", "2",
     "", "", "Живаго Олег Львович"],
    ["Ёлкина", "Дарья", "Павловна", "29.02.2012", "ж", "5Б", "Ё-3", "",
     "Ёлкина Наталья Юрьевна", "+79001234567", ""],
]  # fmt: skip


def a_whole_school(name: str = "school.xlsx", **changed: Rows) -> Upload:
    """Rooms, staff, classes, hours, teaching and students of two classes in one workbook."""
    sheets = {
        "Кабинеты": ROOMS,
        "Сотрудники": STAFF,
        "Классы": CLASSES,
        "Предметы и часы": HOURS,
        "Нагрузка": TEACHING,
        "Ученики": STUDENTS,
    }
    return a_book(name, **{**sheets, **changed})
