"""Builders: keyword-only, believable, short. Names play parts: `anna` teaches, `boris` replaces,
`vera` is from another school. What a test needs to say, it says in its arguments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from zoneinfo import ZoneInfo

from django.test import Client
from pypdf import PdfReader

from consent.models import DataConsent, ServiceApplication
from core.files import brought, keep_file
from core.models import Message
from journal.models import (
    AbsenceNote,
    CoursePlan,
    Homework,
    HomeworkFile,
    HomeworkRecipient,
    OutsideResult,
    PlannedTopic,
    PlanState,
    WorkKind,
    YearOpening,
)
from schedule.models import Lesson
from school.models import (
    AcademicYear,
    Calendar,
    Course,
    CourseTeacher,
    Duty,
    Employee,
    Group,
    GroupKind,
    Guardianship,
    HomeroomTeacher,
    Membership,
    MunicipalDuty,
    Municipality,
    Person,
    Role,
    Room,
    Scale,
    School,
    SchoolClass,
    Student,
    Subject,
    Term,
    TermKind,
)
from tests.files import GOOD, an_upload

MOSCOW = ZoneInfo("Europe/Moscow")
MONDAY = date(2025, 9, 8)  # the second week of the year: everybody has a lesson
FIRST_DAY = date(2025, 9, 1)
LAST_DAY = date(2026, 5, 26)
PASSWORD = "correct horse battery"

_numbers = count(1)

SURNAMES = (
    "Абрамов Беляев Васильев Громов Данилов Егоров Ёлкин Жуков Зайцев Иванов Королёв Лебедев "
    "Макаров Никитин Орлов Павлов Романов Соколов Тихонов Уваров Фёдоров Харитонов Цветков "
    "Чернов Шубин Щукин Юдин Яковлев Антонов Богданов Виноградов Гаврилов Денисов Ершов"
).split()


def moscow(day: date, clock: str) -> datetime:
    """That day at "08:30", Moscow time."""
    hours, minutes, *rest = (int(part) for part in clock.split(":"))
    return datetime.combine(day, time(hours, minutes, *rest), tzinfo=MOSCOW)


def a_person(
    *,
    last: str = "Иванова",
    first: str = "Анна",
    patronymic: str = "",
    login: str = "",
    **fields: object,
) -> Person:
    return Person.objects.create_person(
        login=login or f"person{next(_numbers)}",
        password=PASSWORD,
        last_name=last,
        first_name=first,
        patronymic=patronymic,
        **fields,
    )


def a_school(*, name: str = "Школа № 1", municipality: Municipality | None = None) -> School:
    if municipality is None:
        municipality, _ = Municipality.objects.get_or_create(name="Заречный округ")
    return School.objects.create(municipality=municipality, name=f"МБОУ «{name}»", short_name=name)


def a_year(school: School, *, is_open: bool = True) -> AcademicYear:
    """2025/26 with its four quarters in one five-day calendar, opened from its first day on."""
    year, made = AcademicYear.objects.get_or_create(
        school=school, name="2025/26", defaults={"first_day": FIRST_DAY, "last_day": LAST_DAY}
    )
    if made:
        calendar = Calendar.objects.create(school=school, year=year, name="Пятидневка")
        quarters = [
            (date(2025, 9, 1), date(2025, 10, 24)),
            (date(2025, 11, 5), date(2025, 12, 30)),
            (date(2026, 1, 12), date(2026, 3, 27)),
            (date(2026, 4, 6), date(2026, 5, 26)),
        ]
        for number, (first, last) in enumerate(quarters, start=1):
            Term.objects.create(
                school=school,
                calendar=calendar,
                kind=TermKind.QUARTER,
                number=number,
                first_day=first,
                last_day=last,
            )
        if is_open:
            open_year(year)
    return year


def open_year(
    year: AcademicYear, *, day: date | None = None, by: Person | None = None
) -> YearOpening:
    """The year is opened from `day` on (its first day), once more if it was already."""
    by = by or Person.objects.filter(login="opener").first() or a_person(login="opener")
    return YearOpening.objects.update_or_create(
        year=year,
        defaults={
            "school": year.school,
            "day": day or year.first_day,
            "opened_at": moscow(year.first_day, "08:00"),
            "opened_by": by,
        },
    )[0]


def a_calendar(school: School) -> Calendar:
    return a_year(school).calendars.order_by("pk").first()


def an_employee(school: School, *, role: str | None = Role.TEACHER, **person: object) -> Employee:
    """Somebody who works in the school, with one role (None: without)."""
    employee = Employee.objects.create(school=school, person=a_person(**person), position="учитель")
    if role:
        give_duty(employee.person, school, role)
    return employee


def give_duty(person: Person, school: School, role: str, *, since: date = FIRST_DAY) -> Duty:
    return Duty.objects.create(person=person, school=school, role=role, since=since)


def a_coordinator(municipality: Municipality, **person: object) -> Person:
    coordinator = a_person(**person)
    MunicipalDuty.objects.create(
        municipality=municipality, person=coordinator, since=FIRST_DAY, order_number="1373"
    )
    return coordinator


def a_class(
    school: School,
    *,
    grade: int = 5,
    letter: str = "А",
    students: int = 3,
    homeroom: Employee | None = None,
) -> SchoolClass:
    """A class with its whole-class group and so many students from the first day."""
    year = a_year(school)
    school_class = SchoolClass.objects.create(
        school=school, year=year, calendar=a_calendar(school), grade=grade, letter=letter
    )
    Group.objects.create(
        school=school,
        year=year,
        kind=GroupKind.WHOLE_CLASS,
        name=school_class.name,
        school_class=school_class,
    )
    for number in range(students):
        a_student(school_class, last=SURNAMES[number % len(SURNAMES)], first="Илья")
    if homeroom:
        HomeroomTeacher.objects.create(
            school=school, school_class=school_class, employee=homeroom, since=FIRST_DAY
        )
    return school_class


def whole(school_class: SchoolClass) -> Group:
    return school_class.groups.get(kind=GroupKind.WHOLE_CLASS)


def a_subgroup(school_class: SchoolClass, *, name: str, students: list[Student]) -> Group:
    group = Group.objects.create(
        school=school_class.school,
        year=school_class.year,
        kind=GroupKind.SUBGROUP,
        name=name,
        school_class=school_class,
    )
    for student in students:
        join(group, student)
    return group


def join(
    group: Group, student: Student, *, since: date = FIRST_DAY, until: date | None = None
) -> Membership:
    return Membership.objects.create(
        school=group.school, group=group, student=student, since=since, until=until
    )


def a_student(
    school_class: SchoolClass,
    *,
    last: str = "Петров",
    first: str = "Илья",
    since: date = FIRST_DAY,
    until: date | None = None,
) -> Student:
    student = Student.objects.create(
        school=school_class.school, person=a_person(last=last, first=first)
    )
    join(whole(school_class), student, since=since, until=until)
    return student


def students_of(group: Group) -> list[Student]:
    """In the order of a class list."""
    return list(Student.objects.filter(memberships__group=group).order_by("person__sort_key"))


def a_subject(school: School, *, name: str = "Математика") -> Subject:
    return Subject.objects.get_or_create(school=school, name=name)[0]


def a_course(
    school: School | None = None,
    *,
    group: Group | None = None,
    subject: str = "Математика",
    teacher: Employee | None = None,
    scale: str = Scale.TWO_TO_FIVE,
) -> Course:
    if group is None:
        group = whole(a_class(school or a_school()))
    course = Course.objects.create(
        school=group.school,
        year=group.year,
        subject=a_subject(group.school, name=subject),
        group=group,
        hours_a_year=170,
        scale=scale,
    )
    if teacher:
        CourseTeacher.objects.create(
            school=group.school, course=course, employee=teacher, since=FIRST_DAY
        )
    return course


def a_lesson(
    course: Course,
    *,
    day: date = MONDAY,
    number: int = 1,
    teacher: Employee | None = None,
    starts: str | None = None,
    room: Room | None = None,
    **fields: object,
) -> Lesson:
    """The number-th lesson of the day: 08:30, 09:25, 10:20, … 45 minutes each."""
    if starts:
        begin = moscow(day, starts)
    else:
        begin = moscow(day, "08:30") + timedelta(minutes=55) * (number - 1)
    if teacher is None:
        link = course.teachers.select_related("employee").first()
        teacher = link.employee if link else None
    return Lesson.objects.create(
        school=course.school,
        year=course.year,
        course=course,
        day=day,
        number=number,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=45),
        teacher=teacher,
        room=room,
        **fields,
    )


def a_guardian(student: Student, *, last: str = "Петрова", first: str = "Мария") -> Guardianship:
    return Guardianship.objects.create(
        school=student.school,
        guardian=a_person(last=last, first=first),
        student=student,
        kinship="mother",
        since=FIRST_DAY,
    )


def sign_papers(
    guardianship: Guardianship, *, by: Person, application: bool = True, consent: bool = True
) -> None:
    """Register the two papers of a guardian, signed on the year's first day."""
    for model, wanted in ((ServiceApplication, application), (DataConsent, consent)):
        if wanted:
            model.objects.create(
                school=guardianship.school,
                guardianship=guardianship,
                number=f"{next(_numbers)}",
                signed_on=FIRST_DAY,
                registered_at=moscow(FIRST_DAY, "10:00"),
                registered_by=by,
            )


def a_note(
    student: Student,
    *,
    by: Person,
    first: date = MONDAY,
    last: date | None = None,
    kind: str = "ill",
    state: str = "submitted",
    **fields: object,
) -> AbsenceNote:
    """A note of absence; one accepted is so since nine o'clock of its first day."""
    decided = {"decided_at": moscow(first, "09:00"), "decided_by": by}
    return AbsenceNote.objects.create(
        school=student.school,
        student=student,
        first_day=first,
        last_day=last or first,
        kind=kind,
        state=state,
        made_at=moscow(first, "07:30"),
        made_by=by,
        **(decided if state == "accepted" else {}),
        **fields,
    )


def a_work_kind(
    school: School, *, name: str = "Ответ на уроке", weight: str = "1", usual: bool = False
) -> WorkKind:
    return WorkKind.objects.get_or_create(
        school=school,
        name=name,
        defaults={"short_name": name[:12], "weight": Decimal(weight), "is_usual": usual},
    )[0]


def a_file_of_homework(
    lesson: Lesson, *, only: tuple[Student, ...] = (), name: str = "план.pdf"
) -> HomeworkFile:
    """A file that hangs on the lesson's homework; `only` for these students."""
    by = lesson.teacher.person
    fields = {"school": lesson.school, "course": lesson.course, "given_at": lesson}
    homework, _ = Homework.objects.get_or_create(
        **fields,
        is_individual=bool(only),
        defaults={"text": "Карточка 3", "set_at": lesson.ends_at, "set_by": by},
    )
    for student in only:
        HomeworkRecipient.objects.get_or_create(
            school=lesson.school, homework=homework, student=student
        )
    came = brought(an_upload(name, GOOD[name]))
    stored = keep_file(came, school_id=lesson.school_id, added_by_id=by.pk, now=lesson.ends_at)
    return HomeworkFile.objects.create(school=lesson.school, homework=homework, file=stored)


def a_plan(
    course: Course,
    *topics: tuple[str, int],
    by: Person,
    in_use: bool = False,
    version: int = 1,
    **fields: object,
) -> CoursePlan:
    """A version of the course's plan: topics with their hours, a draft unless it is in use."""
    at = moscow(FIRST_DAY, "09:00")
    if in_use:
        fields |= {"state": PlanState.APPROVED, "decided_at": at, "decided_by": by}
    plan = CoursePlan.objects.create(
        school=course.school,
        course=course,
        version=version,
        is_in_use=in_use,
        made_at=at,
        made_by=by,
        **fields,
    )
    lines = topics or (("Натуральные числа", 2), ("Дроби", 3))
    PlannedTopic.objects.bulk_create(
        PlannedTopic(school=course.school, plan=plan, position=position, title=title, hours=hours)
        for position, (title, hours) in enumerate(lines, start=1)
    )
    return plan


def logged_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pdf_text(paper: bytes) -> str:
    """What stands on a printed paper, in one line."""
    pages = PdfReader(BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def a_message(person: Person, *, about: Student) -> Message:
    """A digest of the forecast for one guardian of this child."""
    number = next(_numbers)
    line = {"subject": "Математика", "average": "4,20", "mark": 4, "hint": ""}
    return Message.objects.create(
        school_id=about.school_id,
        person=person,
        kind="forecast",
        about_id=about.pk,
        title=f"Прогноз отметок на 8 сентября: {about.person.first_name}",
        payload={"term": "1 четверть", "lines": [line]},
        link=f"/s/{about.school_id}/diary/{about.pk}/forecast/{{id}}/",
        key=f"test:{number}",
        made_at=moscow(MONDAY, "10:00"),
    )


def an_outside_result(
    student: Student, *, by: Person, kind: str = "contest", **fields: object
) -> OutsideResult:
    """Second place at an olympiad of the district, known and visible on Monday."""
    return OutsideResult.objects.create(
        school=student.school,
        student=student,
        kind=kind,
        entered_by=by,
        **{
            "title": "Олимпиада по математике",
            "level": "муниципальный",
            "day": MONDAY,
            "result": "2 место",
            "known_at": moscow(MONDAY, "09:00"),
            "published_at": moscow(MONDAY, "10:00"),
        }
        | fields,
    )
