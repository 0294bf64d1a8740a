"""The timetable comes from a table of classes × days × lessons."""

from datetime import date, time

import pytest

from schedule.actions.generate import generate_lessons
from schedule.imports.words import Entry, entries
from schedule.models import Bell, BellUse, Lesson, TimetableSlot
from school.imports.readers import GroupLabel
from tests.imports.sheets import a_book, a_csv, a_whole_school
from tests.school.importing import (
    NOW,
    a_school_with_administrator,
    counts_of,
    faults_of,
    look,
    write,
)

GRID = [
    ["Утверждаю: директор", "", "", ""],
    ["День", "Урок", "5А", "5Б"],
    ["Понедельник", 1, "Русский язык Соколова 12", ""],
    ["", 2, "Англ. яз. (1 гр.) Иванова 12 / Англ. яз. (2 гр.) Петрова 14", "Рус. яз."],
    ["Вторник", 1, "", "Русский язык Соколова А.И. каб. 12"],
]


def slots_of(school):
    return sorted(
        (slot.weekday, slot.number, slot.course.group.name, slot.room.name if slot.room else "")
        for slot in TimetableSlot.objects.filter(school=school, until=None).select_related(
            "course__group", "room"
        )
    )


@pytest.fixture
def school(db):
    return a_school_with_administrator()


def test_a_timetable_comes_together_with_the_registers(school):
    batch = write(school, a_whole_school(), a_book("расписание.xlsx", Расписание=GRID))

    assert faults_of(batch) == []
    assert slots_of(school) == [
        (1, 1, "5А", "12"),
        (1, 2, "5Б", ""),
        (1, 2, "Англ. яз., 1", "12"),
        (1, 2, "Англ. яз., 2", "14"),
        (2, 1, "5Б", "12"),
    ]
    assert set(TimetableSlot.objects.values_list("since", flat=True)) == {date(2025, 9, 1)}


def test_the_same_timetable_again_changes_nothing(school):
    files = [a_whole_school(), a_book("расписание.xlsx", Расписание=GRID)]
    write(school, *files)

    batch = write(school, *files)

    assert batch.plan.is_empty
    assert counts_of(batch)["timetable"] == (0, 0, 5)


def test_a_line_that_is_gone_ends_the_day_before(school):
    write(school, a_whole_school(), a_book("расписание.xlsx", Расписание=GRID))
    changed = [*GRID[:2], ["Понедельник", 1, "Русский язык Соколова 14", ""]]

    batch = write(school, a_book("новое.xlsx", Расписание=changed), day=date(2025, 11, 5))

    assert faults_of(batch) == []
    assert slots_of(school) == [
        (1, 1, "5А", "14"),
        (1, 2, "5Б", ""),
        (2, 1, "5Б", "12"),
    ]
    ended = TimetableSlot.objects.exclude(until=None)
    assert {slot.until for slot in ended} == {date(2025, 11, 4)}
    assert ended.count() == 3


def test_two_classes_with_one_teacher_subject_and_room_are_held_together(school):
    grid = [
        ["День", "Урок", "5А", "5Б"],
        ["Пн", 1, "Русский язык Соколова 12", "Русский язык Соколова 12"],
    ]

    write(school, a_whole_school(), a_book("т.xlsx", Расписание=grid))

    joined = TimetableSlot.objects.exclude(held_with=None).get()
    assert joined.course.group.name == "5Б"
    assert joined.held_with.course.group.name == "5А"


def test_weeks_in_turn_share_an_hour(school):
    grid = [
        ["День", "Урок", "5А"],
        ["ПОНЕДЕЛЬНИК", "1", "А: Русский язык / Б: Англ. яз. (1) Иванова"],
    ]

    batch = write(school, a_whole_school(), a_book("т.xlsx", Расписание=grid))

    assert faults_of(batch) == []
    assert sorted(TimetableSlot.objects.values_list("weeks", "course__group__name")) == [
        ("a", "5А"),
        ("b", "Англ. яз., 1"),
    ]


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("Физика Соколова", "C", "unknown_subject"),
        ("Русский язык Сидорова", "C", "unknown_employee"),
        ("Русский язык Соколова каб. 99", "C", "unknown_room"),
        ("Русский язык Петрова", "C", "not_the_teacher"),
        ("Англ. яз.", "C", "which_group"),
        ("Англ. яз. (3 гр.)", "C", "unknown_group"),
        ("Русский язык / Англ. яз. (1)", "C", "class_twice"),
        ("Русский язык / Русский язык", "C", "twice"),
        ("Англ. яз. (1) Иванова 12 / Англ. яз. (2) Петрова 12", "C", "room_twice"),
    ],
)
def test_a_wrong_cell_of_the_timetable_is_named(school, cell, column, code):
    write(school, a_whole_school())
    grid = [["День", "Урок", "5А"], ["Понедельник", 1, cell]]

    batch = write(school, a_book("т.xlsx", Расписание=grid))

    assert faults_of(batch) == [("т.xlsx", "Расписание", 2, column, code)]
    assert TimetableSlot.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["День", "Урок", "5А"], ["Пн", "", "Русский язык"]], (2, "A", "no_lesson_number")),
        (
            [["День", "Урок", "5А"], ["", 1, "Русский язык"], ["Пн", 2, "Русский язык"]],
            (2, "A", "no_weekday"),
        ),
        ([["День", "Урок", "9Ю"], ["Пн", 1, "Русский язык"]], (2, "C", "unknown_class")),
    ],
)
def test_a_wrong_frame_of_the_timetable_is_named(school, rows, fault):
    write(school, a_whole_school())

    batch = look(school, a_book("т.xlsx", Расписание=rows))

    assert faults_of(batch) == [("т.xlsx", "Расписание", *fault)]


def test_a_teacher_in_two_places_is_named(school):
    grid = [
        ["День", "Урок", "5А", "5Б"],
        ["Пн", 1, "Русский язык Соколова 12", "Русский язык Соколова 14"],
    ]

    batch = write(school, a_whole_school(), a_book("т.xlsx", Расписание=grid))

    assert faults_of(batch) == [("т.xlsx", "Расписание", 2, "D", "teacher_twice")]


def test_rooms_may_stand_in_columns_of_their_own_and_days_in_sheets(school):
    grid = [
        ["Урок", "5А", "каб.", "5Б", "каб."],
        [1, "Русский язык", "12", "", ""],
        [2, "Англ. яз. (1)\nАнгл. яз. (2)", "12/14", "", ""],
    ]

    batch = write(school, a_whole_school(), a_book("т.xlsx", Среда=grid))

    assert faults_of(batch) == []
    assert slots_of(school) == [
        (3, 1, "5А", "12"),
        (3, 2, "Англ. яз., 1", "12"),
        (3, 2, "Англ. яз., 2", "14"),
    ]


def test_a_timetable_may_be_a_list(school):
    rows = [
        ["Класс", "День недели", "Урок", "Предмет", "Учитель", "Кабинет", "Группа", "Недели"],
        ["5А", "пн", 1, "Русский язык", "Соколова А.И.", "12", "", ""],
        ["5А", "пн", 2, "Английский язык", "", "14", "2 гр.", "чётная"],
    ]

    batch = write(school, a_whole_school(), a_csv(rows, name="расписание.csv"))

    assert faults_of(batch) == []
    assert slots_of(school) == [(1, 1, "5А", "12"), (1, 2, "Англ. яз., 2", "14")]


def test_bells_come_from_a_table(school):
    rows = [["Урок", "Время"], [1, "8:30–9:15"], [2, "9.25 - 10.10"]]

    batch = write(school, a_book("з.xlsx", Звонки=rows))
    again = write(school, a_book("з.xlsx", Звонки=rows))

    assert faults_of(batch) == []
    assert list(Bell.objects.values_list("number", "starts", "ends")) == [
        (1, time(8, 30), time(9, 15)),
        (2, time(9, 25), time(10, 10)),
    ]
    assert BellUse.objects.count() == 1
    assert again.plan.is_empty


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["Урок", "Начало", "Конец"], [1, "8:30", "8:10"]], (2, "C", "ends_before")),
        ([["Урок", "Начало", "Конец"], [1, "половина", "9:15"]], (2, "B", "bad_time")),
        ([["Урок", "Начало", "Конец"], [17, "8:30", "9:15"]], (2, "A", "out_of_range")),
        ([["Урок", "Начало", "Конец"], [1, "8:30", ""]], (2, "B", "empty_cell")),
        (
            [["Урок", "Начало", "Конец"], [1, "8:30", "9:15"], [2, "9:10", "9:55"]],
            (3, "B", "bells_overlap"),
        ),
        (
            [["Урок", "Начало", "Конец"], [1, "8:30", "9:15"], [1, "9:25", "9:55"]],
            (3, "A", "twice"),
        ),
    ],
)
def test_wrong_bells_are_named(school, rows, fault):
    batch = write(school, a_book("з.xlsx", Звонки=rows))

    assert faults_of(batch) == [("з.xlsx", "Звонки", *fault)]
    assert Bell.objects.count() == 0


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Алгебра", [Entry(words="Алгебра")]),
        ("—", []),
        (
            "Англ. яз. (1 гр.) Иванова 12 / Англ. яз. (2 гр.) Петрова 14",
            [
                Entry(words="Англ. яз. Иванова 12", label=GroupLabel("1")),
                Entry(words="Англ. яз. Петрова 14", label=GroupLabel("2")),
            ],
        ),
        (
            "Труд (девочки)\nТруд (мальчики) каб. 3",
            [
                Entry(words="Труд", label=GroupLabel("девочки")),
                Entry(words="Труд", label=GroupLabel("мальчики"), room="3"),
            ],
        ),
        ("А: Музыка", [Entry(words="Музыка", weeks="a")]),
        ("ИЗО (чётн.)", [Entry(words="ИЗО", weeks="b")]),
        ("нед. Б: ИЗО 14", [Entry(words="ИЗО 14", weeks="b")]),
        ("Информатика 1 гр.", [Entry(words="Информатика", label=GroupLabel("1"))]),
    ],
)
def test_the_words_of_a_cell(cell, wanted):
    assert entries(cell) == wanted


def test_a_two_shift_school_may_have_a_teacher_in_lesson_one_twice(school):
    classes = [["Класс", "Смена"], ["5А", 1], ["5Б", 2]]
    grid = [
        ["День", "Урок", "5А", "5Б"],
        ["Пн", 1, "Русский язык Соколова 12", "Русский язык Соколова 14"],
    ]

    batch = look(school, a_whole_school(Классы=classes), a_book("т.xlsx", Расписание=grid))

    assert faults_of(batch) == []


def test_an_imported_school_has_its_lessons(school):
    bells = [["Урок", "Время"], [1, "8:30–9:15"], [2, "9:25–10:10"]]
    write(
        school,
        a_whole_school(),
        a_book("з.xlsx", Звонки=bells),
        a_book("расписание.xlsx", Расписание=GRID),
    )

    made = generate_lessons(
        actor=None, school=school, first=date(2025, 9, 1), last=date(2025, 9, 7), now=NOW
    )

    assert made.created == 5
    assert sorted(
        Lesson.objects.values_list(
            "day", "number", "course__group__name", "teacher__person__last_name", "room__name"
        )
    ) == [
        (date(2025, 9, 1), 1, "5А", "Соколова", "12"),
        (date(2025, 9, 1), 2, "5Б", "Соколова", None),
        (date(2025, 9, 1), 2, "Англ. яз., 1", "Иванова", "12"),
        (date(2025, 9, 1), 2, "Англ. яз., 2", "Петрова", "14"),
        (date(2025, 9, 2), 1, "5Б", "Соколова", "12"),
    ]
