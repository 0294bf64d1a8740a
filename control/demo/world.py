"""What the stages of building a school hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from control.demo.curriculum import SubjectPlan
from control.demo.names import Names
from journal.models import WorkKind
from school.models import (
    AcademicYear,
    Calendar,
    Course,
    Employee,
    Group,
    Guardianship,
    Municipality,
    Person,
    Room,
    School,
    SchoolClass,
    Student,
    Subject,
)

Place = tuple[int, int]  # weekday, lesson number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for on the command line."""

    schools: int
    students: int
    seed: int
    today: date
    now: datetime
    shifts: int
    password: str
    password_hash: str


@dataclass(slots=True, kw_only=True)
class Teacher:
    """An employee who teaches subjects of one area."""

    employee: Employee
    area: str
    room: Room
    load: int = 0

    @property
    def person_id(self) -> int:
        return self.employee.person_id


@dataclass(slots=True, kw_only=True)
class Family:
    """Parents, as entered, and their children in this school."""

    surname: str
    father: str
    parents: list[Person] = field(default_factory=list)
    pupils: list[Pupil] = field(default_factory=list)
    guardianships: list[Guardianship] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Pupil:
    """A student with what decides marks and absences: `level` is 0 for the middle of a class."""

    student: Student
    family: Family
    level: float
    since: date
    until: date | None = None
    missed: dict[date, str] = field(default_factory=dict)
    is_at_home: bool = False
    came_from: str = ""  # another school, in mid-year
    is_moved_here: bool = False  # from a parallel class; the same student is a pupil there, too
    moves_on: bool = False  # to a parallel class, after the last day here

    def is_in(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(slots=True, kw_only=True, eq=False)
class Klass:
    """A class with its pupils in the order of the class list."""

    row: SchoolClass
    whole: Group
    pupils: list[Pupil] = field(default_factory=list)
    homeroom: Teacher | None = None
    lessons: list[Piece] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Taught:
    """A course with its teacher and pupils. `key` names its topics, `topic_keys` are those of its
    plan; `places` is when it is taught, where no class's week says so."""

    course: Course
    key: str
    grade: int
    teacher: Teacher
    pupils: list[Pupil]
    has_homework: bool
    room: Room
    topic_keys: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """One hour a week of a class: one course, or two subgroups at the same time."""

    klass: Klass
    plan: SubjectPlan | None
    taught: tuple[Taught, ...]
    place: tuple[int, int] | None = None
    moves: int = 0

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return tuple(one.teacher.employee.pk for one in self.taught)


@dataclass(slots=True, kw_only=True)
class World:
    """One school in the making."""

    wish: Wish
    number: int
    rng: Random
    names: Names
    zone: ZoneInfo
    say: Callable[[str], None]
    municipality: Municipality
    school: School
    year: AcademicYear
    calendars: dict[str, Calendar] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    kinds: dict[str, WorkKind] = field(default_factory=dict)
    leaders: dict[str, Person] = field(default_factory=dict)
    teachers: list[Teacher] = field(default_factory=list)
    classes: list[Klass] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    taught: list[Taught] = field(default_factory=list)

    @property
    def administrator(self) -> Person:
        return self.leaders["administrator"]

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
