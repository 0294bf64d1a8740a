"""Cells however a school has typed them."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core.imports import cells
from core.imports.faults import BadCell
from core.text import Name
from school.imports import readers
from school.imports.identity import _fits
from school.imports.readers import ClassName, GroupLabel


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.day, "01.09.2025", date(2025, 9, 1)),
        (cells.day, "1.9.2025 г.", date(2025, 9, 1)),
        (cells.day, "2025-09-01", date(2025, 9, 1)),
        (cells.day, "2025-09-01 00:00:00", date(2025, 9, 1)),
        (cells.day, "1/09/2025", date(2025, 9, 1)),
        (cells.day, datetime(2025, 9, 1, 0, 0), date(2025, 9, 1)),
        (cells.day, 45901, date(2025, 9, 1)),
        (cells.day, "45901", date(2025, 9, 1)),
        (cells.whole(0, 9999), "1 024", 1024),
        (cells.whole(0, 9999), 5.0, 5),
        (cells.whole(0, 9999), "5,0", 5),
        (cells.number(0, 10), "0,5", Decimal("0.5")),
        (cells.clock, "8:30", time(8, 30)),
        (cells.clock, "08.30", time(8, 30)),
        (cells.clock, 0.3541666667, time(8, 30)),
        (cells.clock, time(8, 30), time(8, 30)),
        (cells.span, "8:30–9:15", (time(8, 30), time(9, 15))),
        (cells.span, "8.30 - 9.15", (time(8, 30), time(9, 15))),
        (cells.phones, "8 (900) 123-45-67", ("+79001234567",)),
        (cells.phones, 79001234567, ("+79001234567",)),
        (cells.phones, "9001234567; +375 29 123-45-67", ("+79001234567", "+375291234567")),
        (cells.emails, "a@b.example, c@d.example", ("a@b.example", "c@d.example")),
        (cells.yes_no, "Да", True),
        (cells.yes_no, "-", False),
        (cells.full_name, "Иванов Иван Петрович", Name("Иванов", "Иван", "Петрович")),
        (cells.full_name, "ОГЛЫ ТИМУР РАШИД ОГЛЫ", Name("Оглы", "Тимур", "Рашид Оглы")),
        (cells.full_name, "Мюллер-Зайцева Ольга", Name("Мюллер-Зайцева", "Ольга", "")),
        (readers.class_name, "5А", ClassName(5, "А")),
        (readers.class_name, "5 «а»", ClassName(5, "А")),
        (readers.class_name, "5-А класс", ClassName(5, "А")),
        (readers.class_name, "5A", ClassName(5, "А")),
        (readers.class_name, 10, ClassName(10, "")),
        (readers.group_label, "1 гр.", GroupLabel("1")),
        (readers.group_label, "1-я подгруппа", GroupLabel("1")),
        (readers.group_label, "девочки", GroupLabel("девочки")),
        (readers.group_label, "весь класс", GroupLabel("")),
        (readers.roles, "учитель; кл. рук. 5А", ("teacher", ClassName(5, "А"))),
        (readers.sex, "Жен", "f"),
        (readers.weekday, "Ср.", 3),
    ],
)  # fmt: skip
def test_a_cell_is_read(reader, cell, value):
    assert reader(cell) == value


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (cells.day, "31.02.2025", "no_such_date"),
        (cells.day, "сентябрь", "bad_date"),
        (cells.day, "01.09.25", "bad_date"),
        (cells.day, -5, "bad_date"),
        (cells.day, True, "bad_date"),
        (cells.day, "01.09.1025", "date_out_of_range"),
        (cells.birth_day, "01.09.2090", "date_out_of_range"),
        (cells.birth_day, "01.09.1905", "date_out_of_range"),
        (cells.whole(1, 9), "много", "not_a_number"),
        (cells.whole(1, 9), 12, "out_of_range"),
        (cells.whole(1, 9), "2,5", "not_whole"),
        (cells.whole(1, 9), "NaN", "out_of_range"),
        (cells.whole(1, 9), date(2025, 1, 1), "not_a_number"),
        (cells.clock, "25:00", "bad_time"),
        (cells.span, "8:30", "bad_time"),
        (cells.phones, "12345", "bad_phone"),
        (cells.phones, "мама 89001234567", "bad_phone"),
        (cells.emails, "нет", "bad_email"),
        (cells.yes_no, "наверное", "unknown_choice"),
        (cells.name_part, "Иванов2", "bad_name"),
        (cells.name_part, "—", "bad_name"),
        (cells.full_name, "Иванов", "name_incomplete"),
        (cells.full_name, "Иванов И.П.", "name_initials"),
        (cells.text(5), "длинный", "too_long"),
        (readers.class_name, "пятый", "bad_class"),
        (readers.class_name, "13А", "bad_class"),
        (readers.roles, "космонавт", "unknown_choice"),
        (readers.weekday, "вчера", "unknown_choice"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(reader, cell, code):
    with pytest.raises(BadCell) as bad:
        reader(cell)

    assert bad.value.code == code
    assert bad.value.message


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("а п", True),
        ("ап", True),
        ("анна", True),
        ("анна петровна", True),
        ("а", True),
        ("о п", False),
        ("анна львовна", False),
    ],
)
def test_initials_fit_a_name(words, fits):
    assert _fits(Name("Иванова", "Анна", "Петровна"), words.split()) is fits
