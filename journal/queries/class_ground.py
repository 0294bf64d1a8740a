"""What a class's mark sheets are matched against: students, courses, lessons, periods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.imports.cells import folded
from journal.actions.rules import learns_with_marks
from schedule.models import Lesson
from school.models import Course, Membership, SchoolClass, Student, Term, TermKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGround:
    """A course some students of the class are taught in, and who is in its group when."""

    pk: int
    subject_id: int
    subject: str
    names: frozenset[str]
    scale: str
    has_marks: bool
    members: dict[int, tuple[tuple[date, date | None], ...]]
    lessons: dict[date, tuple[int, ...]]

    def takes(self, student_id: int, day: date) -> bool:
        """Whether the student is in the course's group on that day."""
        spans = self.members.get(student_id, ())
        return any(since <= day and (until is None or day <= until) for since, until in spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassGround:
    """All that a sheet may speak of."""

    school_class: SchoolClass
    first_day: date
    last_day: date
    students: dict[str, tuple[int, ...]]
    courses: tuple[CourseGround, ...]
    terms: dict[tuple[str, int], int]

    def subjects(self) -> dict[int, str]:
        """The class's subjects by id."""
        return {course.subject_id: course.subject for course in self.courses}

    def of_subject(self, words: str) -> int | None:
        """The subject that a sheet's name or title speaks of: the longest name found there."""
        text = folded(words)
        found = [
            (len(name), course.subject_id)
            for course in self.courses
            for name in course.names
            if name == text or (len(name) > 3 and name in text)
        ]
        return max(found)[1] if found else None


def class_ground(school_class: SchoolClass) -> ClassGround:
    """The class in its year, in five statements."""
    students = _students(school_class)
    ids = {pk for pks in students.values() for pk in pks}
    members = _members(school_class, ids)
    courses = list(
        Course.objects.filter(group_id__in=members)
        .select_related("subject", "group__school_class")
        .order_by("subject__position", "subject__name", "pk")
    )
    lessons = _lessons([course.pk for course in courses])
    terms = Term.objects.filter(calendar_id=school_class.calendar_id).exclude(kind=TermKind.YEAR)
    return ClassGround(
        school_class=school_class,
        first_day=school_class.year.first_day,
        last_day=school_class.year.last_day,
        students=students,
        courses=tuple(_course(one, members[one.group_id], lessons[one.pk]) for one in courses),
        terms={(term.kind, term.number): term.pk for term in terms},
    )


def _students(school_class: SchoolClass) -> dict[str, tuple[int, ...]]:
    """By every way a list may write the name: whole, without patronymic."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = (
        Student.objects.filter(memberships__group__school_class=school_class)
        .distinct()
        .select_related("person")
    )
    for student in rows:
        name = student.person.name
        for written in (name.full, name.in_class, name.short):
            found[folded(written)].add(student.pk)
    return {name: tuple(sorted(pks)) for name, pks in found.items()}


def _members(
    school_class: SchoolClass, student_ids: set[int]
) -> dict[int, dict[int, tuple[tuple[date, date | None], ...]]]:
    """By group: the days of each student of the class, clubs and electives included."""
    found: dict[int, dict[int, tuple[tuple[date, date | None], ...]]] = defaultdict(dict)
    rows = Membership.objects.filter(
        Q(group__school_class=school_class) | Q(group__school_class=None),
        student_id__in=student_ids,
        group__year_id=school_class.year_id,
    ).values_list("group_id", "student_id", "since", "until")
    for group_id, student_id, since, until in rows:
        spans = found[group_id].get(student_id, ())
        found[group_id][student_id] = (*spans, (since, until))
    return found


def _lessons(course_ids: list[int]) -> dict[int, dict[date, tuple[int, ...]]]:
    found: dict[int, dict[date, tuple[int, ...]]] = defaultdict(dict)
    rows = (
        Lesson.objects.filter(course_id__in=course_ids)
        .not_cancelled()
        .order_by("starts_at")
        .values_list("course_id", "day", "pk")
    )
    for course_id, day, pk in rows:
        found[course_id][day] = (*found[course_id].get(day, ()), pk)
    return found


def _course(
    course: Course,
    members: dict[int, tuple[tuple[date, date | None], ...]],
    lessons: dict[date, tuple[int, ...]],
) -> CourseGround:
    names = {
        course.subject.name,
        course.subject.label,
        f"{course.subject.name} {course.group.name}",
    }
    return CourseGround(
        pk=course.pk,
        subject_id=course.subject_id,
        subject=course.subject.name,
        names=frozenset(folded(name) for name in names),
        scale=course.scale,
        has_marks=learns_with_marks(course),
        members=members,
        lessons=lessons,
    )
