"""Plans in tables: headings in any words and order, sections, sums, numbers of all sorts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.tables import Upload
from journal.plans.reader import read_plan_file
from tests.imports.sheets import a_book, a_csv
from tests.journal.plans.files import a_document, codes, read, shown

HEAD = ["№ п/п", "Тема урока", "Кол-во часов"]


@pytest.mark.parametrize(
    "head",
    [
        ["№", "Тема", "Часы"],
        ["№ урока", "Тема занятия", "Количество часов"],
        ["Номер", "Наименование разделов и тем", "Всего"],
        ["number", "topic", "hours"],
        ["№ урока", "Тема урока (тип урока)", "Количество часов"],
        ["№", "Наименование разделов и тем, планируемые результаты", "Часов"],
        ["п/п", "ТЕМА УРОКА*", "Кол-во  часов"],
    ],
)
def test_headings_are_understood_in_many_words(head):
    plan = read(a_csv([head, ["1", "Дроби", "2"], ["2", "Числа", "3"]]))

    assert shown(plan) == [("", "Дроби", 2), ("", "Числа", 3)]


def test_columns_stand_in_any_order_and_what_is_not_of_the_plan_is_not_read():
    head = ["Дата", "Домашнее задание", "Часы", "Контрольные работы", "Тема урока", "ЭОР", "№"]
    row = ["01.09.2025", "§ 5", "1", "1", "Контрольный диктант", "resh.edu.ru", "1"]

    plan = read(a_csv([["Рабочая программа"], [], head, row]))

    (line,) = plan.lists[0].lines
    assert (line.title, line.homework, line.control) == ("Контрольный диктант", "§ 5", "1")
    assert (line.number, line.row) == ("1", 4)


def test_headings_of_two_rows_with_joined_cells():
    plan = read(
        a_document(
            [
                ["№ п/п", "Тема урока", "Количество часов", "<", "<", "Дата"],
                ["^", "^", "Всего", "КР", "ПР", "^"],
                ["1", "Дроби", "12", "1", "2", "сентябрь"],
            ]
        )
    )

    (line,) = plan.lists[0].lines
    assert (line.hours, line.control, line.practice_hours) == (12, "1", 2)


def test_rows_across_the_table_are_sections_and_sums_are_declared_hours():
    plan = read(
        a_document(
            [
                HEAD,
                ["Раздел 1. Числа", "<", "<"],
                ["1.1", "Натуральные", "10"],
                ["1.2", "Дробные", "5"],
                ["Итого по разделу", "<", "15"],
                ["Модуль 2", "<", "<"],
                ["2.1", "Фигуры", "18"],
                ["ОБЩЕЕ КОЛИЧЕСТВО ЧАСОВ ПО ПРОГРАММЕ", "<", "34"],
            ],
            above="5 «А» КЛАСС",
        )
    )

    assert shown(plan) == [
        ("Раздел 1. Числа", "Натуральные", 10),
        ("Раздел 1. Числа", "Дробные", 5),
        ("Модуль 2", "Фигуры", 18),
    ]
    assert (plan.grade, plan.declared_hours) == (5, 34)
    assert plan.topics.sections[0].hours == 15
    (flag,) = plan.flags
    assert flag.numbers == {"declared_hours": 34, "topics_hours": 33, "difference": -1}


def test_a_number_before_its_parts_is_a_section():
    plan = read(
        a_csv([HEAD, ["1", "Механика", "7"], ["1.1", "Сила", "3"], ["1.2", "Масса", "4"],
               ["2", "Повторение", "2"]])
    )  # fmt: skip

    assert shown(plan)[:2] == [("Механика", "Сила", 3), ("Механика", "Масса", 4)]
    assert plan.lists[0].lines[2].title == "Повторение"
    assert plan.topics.hours == 9


@pytest.mark.parametrize(
    "head", [["Раздел 1", "Механика", "7"], ["I", "Механика", "7"], ["", "Механика", "7"],
             ["", "Раздел. Механика", ""], ["", "Механика (7 ч)", ""]]
)  # fmt: skip
def test_sections_with_hours_of_their_own_are_not_counted_twice(head):
    rows = [HEAD, head, ["1", "Сила", "3"], ["2", "Масса", "4"], ["", "Резерв", "2"]]

    plan = read(a_csv(rows))

    assert [(line.title, line.hours) for line in plan.lists[0].lines] == [
        ("Сила", 3),
        ("Масса", 4),
        ("Резерв", 2),
    ]
    assert "Механика" in plan.topics.sections[0].name
    assert plan.topics.sections[0].hours in (7, None)


def test_a_section_column_filled_once_holds_for_the_rows_below():
    rows = [["Раздел", "Тема", "Часы"], ["Лирика", "Пушкин", 2], ["", "Фет", 1], ["Проза", "А", 1]]

    plan = read(a_book(Лист1=rows))

    assert shown(plan) == [("Лирика", "Пушкин", 2), ("Лирика", "Фет", 1), ("Проза", "А", 1)]


@pytest.mark.parametrize(
    ("number", "hours"),
    [("1", 1), ("1.", 1), ("1.1", 1), ("1-2", 2), ("3–5", 3), ("4, 5", 2), ("№ 7", 1), ("12/3", 1)],
)
def test_numbers_of_lessons_of_all_sorts(number, hours):
    plan = read(a_csv([["№", "Тема урока"], [number, "Дроби"], ["90", "Числа"]]))

    assert [line.hours for line in plan.lists[0].lines] == [hours, 1]


def test_an_hour_each_where_a_cell_of_hours_is_joined_over_rows():
    plan = read(
        a_document([HEAD, ["1", "А", "3"], ["2", "Б", "^"], ["3", "В", "^"], ["4", "Г", "1"]])
    )

    assert [line.hours for line in plan.lists[0].lines] == [1, 1, 1, 1]


def test_a_topic_may_begin_with_the_word_of_a_sum_when_it_has_a_number():
    plan = read(
        a_csv([HEAD, ["1", "Всего одна жизнь", "1"], ["2", "Итоговая контрольная работа", "1"],
               ["", "Итого", "2"]])
    )  # fmt: skip

    assert [line.title for line in plan.lists[0].lines] == [
        "Всего одна жизнь",
        "Итоговая контрольная работа",
    ]
    assert plan.declared_hours == 2
    assert plan.flags == ()


def test_repeated_headings_and_numbered_columns_are_no_topics():
    plan = read(a_csv([HEAD, ["1", "2", "3"], ["1", "Дроби", "1"], HEAD, ["2", "Числа", "1"]]))

    assert [line.title for line in plan.lists[0].lines] == ["Дроби", "Числа"]


def test_a_table_broken_by_a_page_goes_on():
    plan = read(a_document([HEAD, ["1", "Дроби", "1"]], [["2", "Числа", "2"], ["3", "Углы", "1"]]))

    assert [line.title for line in plan.lists[0].lines] == ["Дроби", "Числа", "Углы"]


def test_several_tables_are_several_plans():
    file = read_plan_file(
        a_document([HEAD, ["1", "Дроби", "1"]], [HEAD, ["1", "Числа", "2"]], above="6 класс")
    )

    assert [plan.lists[0].lines[0].title for plan in file.plans] == ["Дроби", "Числа"]


def test_a_bad_cell_is_named_with_row_and_column():
    file = read_plan_file(
        a_csv([HEAD, ["1", "Дроби", "много"], ["2", "Числа", "-1"]], name="п.csv")
    )

    assert [(fault.place.row, fault.place.column, fault.code) for fault in file.faults] == [
        (2, "C", "not_a_number"),
        (3, "C", "not_a_number"),
    ]
    assert "Кол-во часов" in next(iter(file.faults)).place.text


def test_a_table_without_topics_is_refused_with_what_lacks():
    file = read_plan_file(a_csv([["Фамилия", "Имя"], ["Петров", "Илья"]]))

    assert codes(file) == ["no_topics"]


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co")),
    min_size=1,
    max_size=468,
).map(lambda text: f"А{' '.join(text.split())}я")


@given(st.lists(st.tuples(TITLES, st.integers(1, 40)), min_size=1, max_size=204))
def test_any_titles_and_hours_come_back_as_they_were(lines):
    rows = [HEAD, *([str(n), title, str(h)] for n, (title, h) in enumerate(lines, 1))]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]

    plan = read(a_csv(quoted))

    assert [(line.title, line.hours) for line in plan.lists[0].lines] == lines
    assert plan.lists[0].hours == sum(hours for _title, hours in lines)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_no_table_whatever_breaks_the_reader(rows):
    read_plan_file(a_csv([HEAD, *rows]))
    read_plan_file(a_csv(rows))


@given(
    st.binary(max_size=300), st.sampled_from(["p.xlsx", "p.csv", "p.docx", "p.json", "p", "p.doc"])
)
def test_no_bytes_whatever_break_the_reader(content, name):
    file = read_plan_file(Upload(name, content))

    assert file.plans or file.faults


def test_whole_hours_typed_as_excel_does():
    plan = read(a_book(Лист1=[HEAD, [1, "Дроби", 2.0], [2, "Числа", 1.5]]))

    assert [line.hours for line in plan.lists[0].lines] == [Decimal(2), Decimal("1.5")]
