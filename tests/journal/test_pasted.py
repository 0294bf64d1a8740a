"""Columns pasted from a spreadsheet, as teachers have them."""

from datetime import date

import pytest

from core.refusal import Refused
from journal.pasted import read_pasted
from journal.queries.pieces import Member

SPAN = ((date(2025, 9, 1), None),)


def a_member(pk, last, first, patronymic=""):
    full = " ".join(filter(None, (last, first, patronymic)))
    return Member(pk=pk, name=f"{last} {first}", full_name=full, class_name="", spans=SPAN)


LIST = [
    a_member(1, "Ёлкин", "Пётр", "Ильич"),
    a_member(2, "Иванов", "Илья", "Петрович"),
    a_member(3, "Иванов", "Пётр", "Ильич"),
    a_member(4, "Рождественская-Константинопольская", "Анна"),
]


def read(text):
    rows, bad = read_pasted(text, LIST)
    return {row.student_id: row.text for row in rows}, [one.row for one in bad]


@pytest.mark.parametrize(
    ("pasted", "found", "bad"),
    [
        ("5\n4\n\n3", {1: "5", 2: "4", 4: "3"}, []),
        ("5\r\n4\r\n", {1: "5", 2: "4"}, []),
        ("5\n5\n5\n5\n2", {1: "5", 2: "5", 3: "5", 4: "5"}, [5]),
        ("Елкин\t5", {1: "5"}, []),
        ("ЁЛКИН П. И.\t5", {1: "5"}, []),
        ("Ёлкин П.И.\t5", {1: "5"}, []),
        ("Иванов\t5", {}, [1]),
        ("Иванов И.\t5\nИванов П.\t4", {2: "5", 3: "4"}, []),
        ("Иванов Илья Петрович\t5", {2: "5"}, []),
        ("Иванов\tПётр\t3", {3: "3"}, []),
        ("Иванов\tПётр\t", {}, []),
        ("1.\tЁлкин Пётр\t5\n2\tИванов Илья\t4/3", {1: "5", 2: "4/3"}, []),
        ("1\tИванов\tИлья\t4", {2: "4"}, []),
        ("Ёлкин\t12\t\t5", {1: "5"}, []),
        ("Ёлкин\t5\nЁлкин Пётр\t4", {1: "5"}, [2]),
        ("Никто\t5", {}, [1]),
        ("\t\n", {}, []),
    ],
)
def test_rows_find_their_students(pasted, found, bad):
    assert read(pasted) == (found, bad)


def test_more_rows_than_any_list_are_refused():
    with pytest.raises(Refused):
        read("5\n" * 500)
