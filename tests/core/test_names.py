"""Names in cases, as consents and orders need them."""

import json
from pathlib import Path

import mimesis
import pytest

from core.names import Case, decline, decline_name, sex_of
from core.text import Name

NAMES = json.loads(
    (Path(mimesis.__file__).parent / "datasets" / "ru" / "person.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("name", "sex", "genitive", "dative"),
    [
        (Name("Иванов", "Пётр", "Ильич"), "m", "Иванова Петра Ильича", "Иванову Петру Ильичу"),
        (
            Name("Королёва", "Любовь", "Ильинична"),
            "f",
            "Королёвой Любови Ильиничны",
            "Королёвой Любови Ильиничне",
        ),
        (Name("Достоевская", "Лия"), "f", "Достоевской Лии", "Достоевской Лии"),
        (Name("Кравец", "Лев"), "m", "Кравца Льва", "Кравцу Льву"),
        (Name("Катишонок", "Илья"), "m", "Катишонка Ильи", "Катишонку Илье"),
        (Name("Мамина-Сибирская", "Анна"), "f", "Маминой-Сибирской Анны", "Маминой-Сибирской Анне"),
        (Name("ИВАНОВ", "ИВАН"), "m", "ИВАНОВА ИВАНА", "ИВАНОВУ ИВАНУ"),
        (
            Name("Мамедов", "Али", "Рашид оглы"),
            "m",
            "Мамедова Али Рашид оглы",
            "Мамедову Али Рашид оглы",
        ),
    ],
)
def test_a_name_is_declined(name, sex, genitive, dative):
    assert decline(name, sex, Case.GENITIVE) == genitive
    assert decline(name, sex, "dative") == dative


@pytest.mark.parametrize(
    ("last", "sex", "dative"),
    [
        ("Кох", "f", "Кох"),
        ("Кох", "m", "Коху"),
        ("Ким", "f", "Ким"),
        ("Ким", "m", "Киму"),
        ("Шевченко", "f", "Шевченко"),
        ("Шевченко", "m", "Шевченко"),
        ("Черных", "m", "Черных"),
        ("Долгих", "f", "Долгих"),
        ("Дюма", "m", "Дюма"),
        ("Лоза", "f", "Лозе"),
        ("Бонч-Бруевич", "m", "Бонч-Бруевичу"),
        ("Салтыкова-Щедрина", "f", "Салтыковой-Щедриной"),
    ],
)
def test_surnames_that_stay_and_surnames_that_change(last, sex, dative):
    assert decline_name(Name(last, ""), sex, Case.DATIVE).last == dative


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        (Name("Ким", "Женя", "Петровна"), "f"),
        (Name("Ким", "Фёдор"), "m"),
        (Name("Королёва", "Женя"), "f"),
        (Name("Smith", "John"), ""),
    ],
)
def test_sex_is_read_from_the_name_where_it_is_not_given(name, sex):
    assert sex_of(name) == sex


def test_a_name_that_says_nothing_of_its_sex_stays_as_it_is():
    assert decline(Name("Smith", "John"), "", Case.DATIVE) == "Smith John"
    assert decline(Name("", "", ""), "m", Case.DATIVE) == ""


def test_every_known_surname_and_name_is_declined_without_an_exception():
    for sex, word in (("m", "male"), ("f", "female")):
        for kind in ("surnames", "names"):
            for written in NAMES[kind][word]:
                for case in Case:
                    declined = decline_name(Name(written, written, ""), sex, case)

                    assert declined.last
                    assert declined.first
