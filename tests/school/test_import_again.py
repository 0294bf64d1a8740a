"""Importing again: who is meant, what changes, what stays."""

from datetime import date

import pytest

from consent.models import Contact
from school.models import (
    CourseTeacher,
    Duty,
    Employee,
    Enrolment,
    Guardianship,
    HomeroomTeacher,
    Membership,
    Person,
    Student,
)
from tests import builders as b
from tests.imports.sheets import CLASSES, STAFF, STUDENTS, TEACHING, a_book, a_whole_school
from tests.school.importing import (
    a_school_with_administrator,
    counts_of,
    faults_of,
    look,
    write,
)

pytestmark = pytest.mark.django_db

NOVEMBER = b.moscow(date(2025, 11, 10), "09:00")
HEAD = STUDENTS[0]


@pytest.fixture
def school():
    school = a_school_with_administrator()
    write(school, a_whole_school())
    return school


def students(*rows):
    return a_book("дети.xlsx", Ученики=[HEAD, *rows])


def artyom(**changed):
    """Artyom's row with some cells changed, by heading."""
    row = dict(zip(HEAD, STUDENTS[1], strict=True)) | changed
    return [row[heading] for heading in HEAD]


def test_a_student_moves_to_another_class_on_the_day_of_the_import(school):
    batch = write(school, students(artyom(Класс="5Б", Подгруппы="")), now=NOVEMBER)

    student = Student.objects.get(file_number="Ё-1")
    assert faults_of(batch) == []
    assert counts_of(batch)["students"] == (0, 1, 0)
    assert sorted(student.memberships.values_list("group__name", "since", "until"), key=str) == [
        ("5А", date(2025, 9, 1), date(2025, 11, 9)),
        ("5Б", date(2025, 11, 10), None),
        ("Англ. яз., 1", date(2025, 9, 1), date(2025, 11, 9)),
    ]
    assert list(student.enrolments.values_list("kind", "day", "to_class__letter")) == [
        ("enrolled", date(2025, 9, 1), "А"),
        ("transferred", date(2025, 11, 10), "Б"),
    ]


def test_a_slip_in_the_class_is_corrected_before_the_year_begins(school):
    write(school, students(artyom(Класс="5Б", Подгруппы="")))

    student = Student.objects.get(file_number="Ё-1")
    assert list(
        student.memberships.filter(group__kind="class").values_list("group__name", "until")
    ) == [("5Б", None)]
    assert list(student.enrolments.values_list("kind", "to_class__letter")) == [("enrolled", "Б")]


def test_a_file_number_finds_a_student_whose_name_changed(school):
    batch = write(school, students(artyom(Фамилия="Ельцов")))

    assert counts_of(batch)["students"] == (0, 1, 0)
    person = Student.objects.get(file_number="Ё-1").person
    assert person.name.full == "Ельцов Артём Павлович"
    assert person.sort_key.startswith("ельцов")
    assert person.login == "elkin.ap"


def test_a_name_with_a_date_of_birth_finds_a_student(school):
    row = artyom(**{"Личное дело": "", "Пол": ""})

    batch = write(school, students(row))

    assert counts_of(batch)["students"] == (0, 0, 1)
    assert Person.objects.filter(last_name="Ёлкин").count() == 1


def test_a_namesake_with_another_number_is_another_child(school):
    row = artyom(**{"Личное дело": "Ё-77", "Дата рождения": "05.05.2014"})

    batch = write(school, students(row))

    assert counts_of(batch)["students"] == (1, 0, 0)
    assert sorted(Person.objects.filter(last_name="Ёлкин").values_list("login", flat=True)) == [
        "elkin.ap",
        "elkin.ap2",
    ]


def test_another_date_of_birth_without_a_number_is_not_guessed(school):
    row = artyom(**{"Личное дело": "", "Дата рождения": "02.03.2014"})

    batch = write(school, students(row))

    assert faults_of(batch) == [("дети.xlsx", "Ученики", 2, "A", "other_birth_day")]


def test_a_name_alone_in_another_class_is_not_guessed(school):
    row = artyom(**{"Личное дело": "", "Дата рождения": "", "Класс": "5Б", "Подгруппы": ""})

    batch = look(school, students(row))

    assert faults_of(batch) == [("дети.xlsx", "Ученики", 2, "A", "ambiguous")]


def test_a_name_alone_in_the_same_class_is_the_same_child(school):
    row = artyom(**{"Личное дело": "", "Дата рождения": ""})

    batch = write(school, students(row))

    assert counts_of(batch)["students"] == (0, 0, 1)


def test_a_number_corrects_the_date_of_birth(school):
    write(school, students(artyom(**{"Дата рождения": "02.03.2014"})))

    assert Student.objects.get(file_number="Ё-1").person.birth_day == date(2014, 3, 2)


def test_blank_cells_take_nothing_away(school):
    row = ["Ёлкин", "Артём", "Павлович", "", "", "5А", "Ё-1", "", "", "", ""]

    batch = write(school, students(row))

    assert batch.plan.is_empty
    person = Student.objects.get(file_number="Ё-1").person
    assert (person.birth_day, person.sex) == (date(2014, 3, 1), "m")
    assert Guardianship.objects.filter(student__person=person).count() == 1


def test_who_stands_in_no_file_stays(school):
    batch = write(school, students(artyom()))

    assert batch.plan.is_empty
    assert Membership.objects.filter(group__kind="class", until=None).count() == 3


def test_a_new_number_of_a_guardian_waits_unconfirmed_beside_the_old_one(school):
    write(school, students(artyom(**{"Телефон матери": "8 900 765-43-21"})))

    assert sorted(Contact.objects.values_list("value", "confirmed_at", "ended_at")) == [
        ("+79001234567", None, None),
        ("+79007654321", None, None),
    ]
    assert Person.objects.filter(last_name="Ёлкина", first_name="Наталья").count() == 1


def test_namesakes_among_guardians_without_a_shared_number_are_two_people(school):
    row = ["Живаго", "Яна", "Олеговна", "01.01.2013", "ж", "5Б", "Ж-9", "", "", "",
           "Живаго Олег Львович"]  # fmt: skip

    write(school, students(row))

    assert Person.objects.filter(last_name="Живаго", first_name="Олег").count() == 2


def test_a_student_who_left_keeps_the_record(school):
    head = [*HEAD, "Дата выбытия"]
    rows = [head, [*artyom(Подгруппы=""), "14.11.2025"]]

    batch = write(school, a_book("дети.xlsx", Ученики=rows), now=NOVEMBER)

    student = Student.objects.get(file_number="Ё-1")
    assert faults_of(batch) == []
    assert set(student.memberships.values_list("until", flat=True)) == {date(2025, 11, 14)}
    assert Enrolment.objects.filter(student=student, kind="withdrawn").count() == 1
    assert write(school, a_book("дети.xlsx", Ученики=rows), now=NOVEMBER).plan.is_empty


def test_a_student_changes_the_part_of_the_class(school):
    write(school, students(artyom(Подгруппы="Английский язык 2")), now=NOVEMBER)

    student = Student.objects.get(file_number="Ё-1")
    assert sorted(
        student.memberships.filter(group__kind="subgroup").values_list(
            "group__name", "since", "until"
        )
    ) == [
        ("Англ. яз., 1", date(2025, 9, 1), date(2025, 11, 9)),
        ("Англ. яз., 2", date(2025, 11, 10), None),
    ]


def test_roles_are_added_and_never_taken_away(school):
    rows = [STAFF[0], ["Петрова", "Вера", "Львовна", "1979-11-30", "", "директор", "3"]]

    write(school, a_book("к.xlsx", Сотрудники=rows))

    assert sorted(
        Duty.objects.filter(person__last_name="Петрова").values_list("role", flat=True)
    ) == [
        "deputy",
        "director",
        "teacher",
    ]


def test_who_leaves_keeps_no_role(school):
    rows = [
        ["ФИО", "Должность", "Дата увольнения"],
        ["Петрова Вера Львовна", "учитель", "14.11.2025"],
    ]

    write(school, a_book("к.xlsx", Сотрудники=rows), now=NOVEMBER)

    vera = Employee.objects.get(person__last_name="Петрова")
    assert vera.left_on == date(2025, 11, 14)
    assert set(vera.person.duties.values_list("until", flat=True)) == {date(2025, 11, 14)}


def test_two_employees_of_one_name_are_not_guessed(school):
    write(
        school,
        a_book("к.xlsx", Сотрудники=[STAFF[0], ["Соколова", "Анна", "Игоревна", "", "", "", "9"]]),
    )
    rows = [STAFF[0], ["Соколова", "Анна", "Игоревна", "", "", "", ""]]

    batch = look(school, a_book("к.xlsx", Сотрудники=rows, Классы=[CLASSES[0], CLASSES[1]]))

    assert faults_of(batch) == [
        ("к.xlsx", "Классы", 2, "B", "ambiguous"),
        ("к.xlsx", "Сотрудники", 2, "A", "ambiguous"),
    ]


def test_another_teacher_takes_a_course_over(school):
    rows = [TEACHING[0], ["Петрова Вера", "Русский язык", "5Б", ""]]

    batch = write(school, a_book("н.xlsx", Нагрузка=rows), now=NOVEMBER)

    assert faults_of(batch) == []
    assert sorted(
        CourseTeacher.objects.filter(course__group__name="5Б").values_list(
            "employee__person__last_name", "since", "until"
        )
    ) == [
        ("Петрова", date(2025, 11, 10), None),
        ("Соколова", date(2025, 9, 1), date(2025, 11, 9)),
    ]


def test_a_class_gets_another_homeroom_teacher(school):
    rows = [CLASSES[0], ["5А", "Иванова О. П.", "", ""]]

    write(school, a_book("к.xlsx", Классы=rows), now=NOVEMBER)

    assert sorted(
        HomeroomTeacher.objects.filter(school_class__letter="А").values_list(
            "employee__person__last_name", "until"
        )
    ) == [("Иванова", None), ("Соколова", date(2025, 11, 9))]


def test_a_given_day_is_the_first_day_of_what_is_new(school):
    row = ["Новиков", "Глеб", "", "03.03.2014", "м", "5А", "Н-1", "", "", "", ""]

    write(school, students(row), day=date(2025, 10, 6))

    assert Membership.objects.get(student__file_number="Н-1").since == date(2025, 10, 6)


def test_people_of_other_schools_are_not_found_by_name(school):
    elsewhere = b.a_school(name="Школа № 2")
    b.a_student(b.a_class(elsewhere, students=0), last="Зимин", first="Илья")
    row = ["Зимин", "Илья", "", "", "м", "5А", "", "", "", "", ""]

    batch = write(school, students(row))

    assert counts_of(batch)["students"] == (1, 0, 0)
    assert Person.objects.filter(last_name="Зимин").count() == 2


def test_the_import_asks_few_statements(school, django_assert_max_num_queries):
    rows = [
        ["Новиков" + "абвгдежзик"[n % 10] * (1 + n // 10), "Глеб", "", "03.03.2014", "м", "5А",
         f"Н-{n}", "", "Новикова Анна " + "абвгдежзик"[n % 10] * 3, f"+7900{n:07}", ""]
        for n in range(100)
    ]  # fmt: skip

    with django_assert_max_num_queries(40):
        batch = write(school, students(*rows))

    assert faults_of(batch) == []
    assert Student.objects.count() == 103


def test_a_sheet_called_by_a_class_is_the_list_of_that_class(school):
    rows = [["№", "ФИО", "Дата рождения"], [1, "Новиков Глеб Ильич", "03.03.2014"]]

    batch = write(school, a_book("классы.xlsx", **{"5А": rows, "5 Б класс": [*rows[:1]]}))

    assert faults_of(batch) == []
    student = Student.objects.get(person__last_name="Новиков")
    assert student.memberships.get().group.name == "5А"


def test_an_old_list_does_not_bring_back_who_left(school):
    head = [*HEAD, "Дата выбытия"]
    left = [head, [*artyom(Подгруппы=""), "14.10.2025"]]
    write(school, a_book("выбыли.xlsx", Ученики=left), now=NOVEMBER)

    batch = write(school, students(artyom()), now=NOVEMBER)

    assert faults_of(batch) == [("дети.xlsx", "Ученики", 2, "F", "left_before")]


def test_who_comes_back_is_enrolled_anew_from_the_given_day(school):
    head = [*HEAD, "Дата выбытия", "Дата зачисления"]
    left = [head, [*artyom(Подгруппы=""), "14.10.2025", ""]]
    write(school, a_book("выбыли.xlsx", Ученики=left), now=NOVEMBER)
    back = [head, [*artyom(), "", "10.11.2025"]]

    batch = write(school, a_book("вернулись.xlsx", Ученики=back), now=NOVEMBER)

    student = Student.objects.get(file_number="Ё-1")
    assert faults_of(batch) == []
    assert sorted(
        student.memberships.values_list("group__name", "since", "until"), key=lambda row: row[:2]
    ) == [
        ("5А", date(2025, 9, 1), date(2025, 10, 14)),
        ("5А", date(2025, 11, 10), None),
        ("Англ. яз., 1", date(2025, 9, 1), date(2025, 10, 14)),
        ("Англ. яз., 1", date(2025, 11, 10), None),
    ]


def test_a_course_goes_back_to_who_taught_it_before(school):
    boris = [TEACHING[0], ["Петрова Вера", "Русский язык", "5Б", ""]]
    anna = [TEACHING[0], ["Соколова", "Русский язык", "5Б", ""]]
    write(school, a_book("н.xlsx", Нагрузка=boris), now=NOVEMBER)

    batch = write(school, a_book("н.xlsx", Нагрузка=anna), now=b.moscow(date(2025, 12, 1), "09:00"))

    assert faults_of(batch) == []
    assert sorted(
        CourseTeacher.objects.filter(
            course__group__name="5Б", employee__person__last_name="Соколова"
        ).values_list("since", flat=True)
    ) == [date(2025, 9, 1), date(2025, 12, 1)]


def test_a_guardian_who_was_none_for_a_while_is_one_again(school):
    link = Guardianship.objects.get(guardian__first_name="Олег")
    link.until = date(2025, 10, 1)
    link.save()
    row = STUDENTS[2]

    batch = write(school, students(row), now=NOVEMBER)

    assert faults_of(batch) == []
    assert Guardianship.objects.filter(student=link.student, until=None).get().since == date(
        2025, 11, 10
    )


def test_a_new_year_takes_the_children_over(school):
    from school.actions.founding import begin_year

    begin_year(school=school, begins=2026)
    august = b.moscow(date(2026, 8, 28), "10:00")
    row = artyom(Класс="6А", Подгруппы="")

    batch = write(
        school,
        a_book("6.xlsx", Классы=[["Класс"], ["6А"]], Ученики=[HEAD, row]),
        now=august,
        day=date(2026, 9, 1),
    )

    student = Student.objects.get(file_number="Ё-1")
    assert faults_of(batch) == []
    assert sorted(
        student.memberships.filter(group__kind="class").values_list("group__name", "until")
    ) == [("5А", date(2026, 5, 26)), ("6А", None)]
    assert list(student.enrolments.values_list("kind", flat=True)) == ["enrolled", "transferred"]


def test_staff_may_prepare_before_the_year_begins(school):
    assert set(Duty.objects.filter(role="teacher").values_list("since", flat=True)) == {
        date(2025, 8, 27)
    }
