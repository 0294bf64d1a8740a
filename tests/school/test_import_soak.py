"""A whole school's list in its time; a part of it unless SOAK is set."""

import os
import sys
import time
from itertools import product

import pytest

from school.models import Guardianship, Student
from tests.imports.sheets import a_book
from tests.school.importing import a_school_with_administrator, faults_of, write

CLASSES = [f"{grade}{letter}" for grade in range(1, 12) for letter in "АБВ"]
FIRST = ("Ольга", "Анна", "Илья", "Пётр", "Вера", "Олег", "Юрий", "Инна", "Лев", "Ева")
SYLLABLES = ("ба", "ве", "го", "ду", "жи", "зо", "ка", "ле", "ми", "но")


def a_list(count):
    """So many children, six in ten with both parents."""
    head = ["Фамилия", "Имя", "Дата рождения", "Класс", "ФИО матери", "Телефон матери",
            "ФИО отца", "Телефон отца"]  # fmt: skip
    rows = [head]
    for number, parts in zip(range(count), product(SYLLABLES, repeat=3), strict=False):
        last = "".join(parts).title() + "ев"
        father = [f"{last} Иван Петрович", f"+7901{number:07}"] if number % 10 < 6 else ["", ""]
        rows.append(
            [last, FIRST[number % 10], f"{number % 28 + 1:02}.{number % 12 + 1:02}.2012",
             CLASSES[number % 33], f"{last}а Мария Ильинична", f"+7900{number:07}", *father]
        )  # fmt: skip
    return rows


@pytest.mark.soak
@pytest.mark.django_db
def test_a_thousand_students_come_with_their_guardians(capsys):
    count = 1000 if os.environ.get("SOAK") else 100
    school = a_school_with_administrator()
    upload = a_book("школа.xlsx", Классы=[["Класс"], *([one] for one in CLASSES)],
                    Ученики=a_list(count))  # fmt: skip

    begun = time.monotonic()
    batch = write(school, upload)
    took = time.monotonic() - begun

    assert faults_of(batch) == []
    assert (Student.objects.count(), Guardianship.objects.count()) == (
        count,
        count * 16 // 10,
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{count} students with guardians: {took:.1f} s\n")
