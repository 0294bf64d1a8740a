"""A whole small school with everybody in it, for tests that walk through all pages.

It lives on Monday, 8 September 2025, 11:00 in Moscow. Class 5А has 34 students, some with names as
long as names get; what the roles of the access table look at belongs to 5А."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from journal.models import Attendance, Homework, LessonRecord, Mark
from schedule.models import BellSchedule, Lesson
from school.models import (
    Course,
    Employee,
    Group,
    Guardianship,
    Municipality,
    Person,
    Role,
    Room,
    School,
    SchoolClass,
    Student,
)
from tests import builders as b

NOW = b.moscow(b.MONDAY, "11:00")

ROLES = (
    "own_teacher",
    "other_teacher",
    "homeroom",
    "deputy",
    "director",
    "administrator",
    "student",
    "guardian",
    "guardian_no_consent",
    "guardian_withdrawn",
    "other_school",
    "coordinator",
    "logged_out",
)


@dataclass(slots=True, kw_only=True)
class Village:
    """The school, the class and the ids that addresses are made of."""

    municipality: Municipality
    school: School
    school_class: SchoolClass
    group: Group
    course: Course
    lesson: Lesson
    students: list[Student]
    student: Student
    guardianship: Guardianship
    teacher: Employee
    room: Room
    bells: BellSchedule
    people: dict[str, Person] = field(default_factory=dict)

    def ids(self) -> dict[str, int]:
        """What an address's part is filled with, by the part's name."""
        return {
            "school_id": self.school.pk,
            "municipality_id": self.municipality.pk,
            "class_id": self.school_class.pk,
            "group_id": self.group.pk,
            "course_id": self.course.pk,
            "lesson_id": self.lesson.pk,
            "student_id": self.student.pk,
            "person_id": self.student.person_id,
            "employee_id": self.teacher.pk,
            "guardianship_id": self.guardianship.pk,
            "room_id": self.room.pk,
            "subject_id": self.course.subject_id,
            "year_id": self.course.year_id,
            "calendar_id": self.school_class.calendar_id,
            "bells_id": self.bells.pk,
        }


def a_village(*, students: int = 34) -> Village:
    """Build it all. Takes about a second."""
    school = b.a_school(name="Школа № 1")
    people = _staff(school)
    anna, boris = people["own_teacher"], people["other_teacher"]
    school_class = b.a_class(school, grade=5, letter="А", students=0, homeroom=people["homeroom"])
    classmates = _classmates(school_class, count=students)
    room = Room.objects.create(school=school, name="12")
    course = b.a_course(group=b.whole(school_class), subject="Математика", teacher=anna)
    b.a_course(
        group=b.whole(b.a_class(school, grade=7, letter="Б", students=3)),
        subject="Алгебра",
        teacher=boris,
    )
    lesson = _two_weeks(course, room=room, number=1)
    _other_subjects(school_class, classmates)
    village = Village(
        municipality=school.municipality,
        school=school,
        school_class=school_class,
        group=b.whole(school_class),
        course=course,
        lesson=lesson,
        students=classmates,
        student=classmates[0],
        guardianship=b.a_guardian(classmates[0]),
        teacher=anna,
        room=room,
        bells=BellSchedule.objects.create(school=school, name="Обычный день"),
        people={role: employee.person for role, employee in people.items()},
    )
    _record(lesson, classmates, by=anna.person)
    _families(village)
    _outsiders(village)
    return village


def _staff(school: School) -> dict[str, Employee]:
    return {
        "own_teacher": b.an_employee(school, last="Иванова", first="Анна", patronymic="Петровна"),
        "other_teacher": b.an_employee(school, last="Борисов", first="Борис"),
        "homeroom": b.an_employee(school, last="Галкина", first="Галина", role=None),
        "deputy": b.an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY),
        "director": b.an_employee(school, last="Директоров", first="Денис", role=Role.DIRECTOR),
        "administrator": b.an_employee(
            school, last="Админов", first="Артём", role=Role.ADMINISTRATOR
        ),
    }


def _classmates(school_class: SchoolClass, *, count: int) -> list[Student]:
    names = [(surname, "Илья") for surname in b.SURNAMES[: count - 2]]
    names += [("Рождественская-Константинопольская", "Александра-Виктория"), ("Ли", "Ян")]
    made = [b.a_student(school_class, last=last, first=first) for last, first in names[:count]]
    return sorted(made, key=lambda student: student.person.sort_key)


def _two_weeks(course: Course, *, room: Room | None, number: int) -> Lesson:
    """The number-th lesson of each day of two weeks; the second Monday's is the one looked at."""
    first_monday = b.MONDAY - timedelta(days=7)
    lessons = [
        b.a_lesson(course, day=first_monday + timedelta(days=shift), room=room, number=number)
        for shift in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)
    ]
    return lessons[5]


OTHER_SUBJECTS = (
    "Русский язык",
    "Иностранный язык (английский)",
    "Основы духовно-нравственной культуры народов России",
    "История",
    "Физическая культура",
)


def _other_subjects(school_class: SchoolClass, students: list[Student]) -> None:
    """The rest of 5А's day: marks and absences of the first student, homework, long names."""
    for number, subject in enumerate(OTHER_SUBJECTS, start=2):
        teacher = b.an_employee(school_class.school, last="Преподавательская", first="Полина")
        course = b.a_course(group=b.whole(school_class), subject=subject, teacher=teacher)
        monday = _two_weeks(course, room=None, number=number)
        if number < 4:
            _record(monday, [*students[:1], *students[5:8], *students[1:5]], by=teacher.person)


def _record(lesson: Lesson, students: list[Student], *, by: Person) -> None:
    at = lesson.starts_at + timedelta(minutes=20)
    kind = b.a_work_kind(lesson.school, usual=True)
    LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        topic="Сложение и вычитание натуральных чисел",
        topic_at=at,
        topic_by=by,
        register_at=at,
        register_by=by,
        homework_at=at,
        homework_by=by,
    )
    for student, absence in zip(students[1:4], ("absent", "ill", "late"), strict=False):
        Attendance.objects.create(
            school=lesson.school,
            lesson=lesson,
            student=student,
            kind=absence,
            noted_at=at,
            noted_by=by,
        )
    for number, student in enumerate([students[0], *students[4:12]]):
        Mark.objects.create(
            school=lesson.school,
            lesson=lesson,
            course=lesson.course,
            student=student,
            kind=kind,
            weight=Decimal(1),
            scale=lesson.course.scale,
            points=5 - number % 4,
            written_at=at,
            written_by=by,
        )
    Homework.objects.create(
        school=lesson.school,
        course=lesson.course,
        given_at=lesson,
        due_day=lesson.day + timedelta(days=1),
        text="§ 4, № 112–115 (письменно), правило выучить",
        set_at=at,
        set_by=by,
    )


def _families(village: Village) -> None:
    administrator = village.people["administrator"]
    mother = village.guardianship
    b.sign_papers(mother, by=administrator)
    without = b.a_guardian(village.student, last="Петров", first="Пётр")
    withdrawn = b.a_guardian(village.student, last="Петрова", first="Раиса")
    b.sign_papers(withdrawn, by=administrator)
    consent = withdrawn.consents.get()
    consent.ended_on = b.MONDAY
    consent.ended_at = b.moscow(b.MONDAY, "09:00")
    consent.ended_by = administrator
    consent.end_reason = "отзыв"
    consent.save()
    village.people |= {
        "student": village.student.person,
        "guardian": mother.guardian,
        "guardian_no_consent": without.guardian,
        "guardian_withdrawn": withdrawn.guardian,
    }


def _outsiders(village: Village) -> None:
    vera = b.an_employee(b.a_school(name="Школа № 2"), last="Верина", first="Вера")
    b.give_duty(vera.person, vera.school, Role.ADMINISTRATOR)
    village.people["other_school"] = vera.person
    village.people["coordinator"] = b.a_coordinator(
        village.municipality, last="Координаторова", first="Кира"
    )
