"""All that a mark of a period in one subject rests on, for one student or a whole group: the
school's policy, marks and lessons of each period, and what stands already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from journal.models import TermMark, TermMarkKind
from journal.policy import (
    POLICY_KEYS,
    Grounds,
    Policy,
    Suggestion,
    Value,
    final_formula,
    suggest_final,
    suggest_term,
    suggest_year,
)
from journal.queries.subject_averages import Place, SubjectMarks, subject_marks
from school.choices import chosen
from school.models import Course, Scale, SchoolClass, Term, TermKind

OTHER_KINDS = (TermMarkKind.YEAR, TermMarkKind.EXAM, TermMarkKind.FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where marks of a period stand: a term, or the year, an exam, the final mark. `slug` names
    it in addresses: t17, year, exam, final."""

    kind: TermMarkKind
    term: Term | None = None

    @property
    def slug(self) -> str:
        return f"t{self.term.pk}" if self.term else self.kind.value

    @property
    def term_id(self) -> int | None:
        return self.term.pk if self.term else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A mark of a period as it stands, or stood."""

    pk: int
    student_id: int
    subject_id: int | None
    term_id: int | None
    kind: str
    value: Value
    grade: int
    is_current: bool
    via: str
    reason: str
    suggested: str
    known_at: datetime
    published_at: datetime
    supersedes_id: int | None

    @property
    def slug(self) -> str:
        return f"t{self.term_id}" if self.term_id else self.kind

    @property
    def text(self) -> str:
        return self.value.text


_FIELDS = (
    "pk student_id subject_id term_id kind points sign is_current via reason suggested known_at "
    "published_at supersedes_id first_day"
).split()


def standing_marks(
    student_ids: Collection[int], *, year_first_day: date, grade: int, **conditions: Any
) -> list[Standing]:
    """Marks of periods of these students in the order they were given, also of earlier years
    (their grade is told from the year), current and superseded."""
    rows = (
        TermMark.objects.filter(student_id__in=list(student_ids), **conditions)
        .annotate(first_day=F("year__first_day"))
        .order_by("pk")
        .values_list(*_FIELDS)
    )
    return [_standing(row, year_first_day.year, grade) for row in rows]


def _standing(row: tuple[Any, ...], year: int, grade: int) -> Standing:
    found = dict(zip(_FIELDS, row, strict=True))
    first_day = found.pop("first_day")
    value = Value(found.pop("points"), found.pop("sign"))
    return Standing(value=value, grade=grade - (year - first_day.year), **found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGrounds:
    """One subject of one course's students."""

    course: Course
    grade: int
    has_marks: bool
    policy: Policy
    terms: tuple[Term, ...]
    marks: dict[Place, SubjectMarks]
    current: dict[tuple[int, str], Standing]
    earlier: dict[int, tuple[Standing, ...]]
    superseded: dict[tuple[int, str], tuple[Standing, ...]]

    @property
    def columns(self) -> list[Column]:
        """All there are: periods, year, exam, final."""
        periods = [Column(kind=TermMarkKind.TERM, term=term) for term in self.terms]
        return [*periods, *(Column(kind=kind) for kind in OTHER_KINDS)]

    def of_term(self, student_id: int, term: Term) -> SubjectMarks | None:
        """Marks and lessons of a period; None: the student had no course of the subject then."""
        return self.marks.get((student_id, self.course.subject_id, term.pk))

    def is_marked_here(self, student_id: int, column: Column) -> bool:
        """Whether this course marks him in the period: he is in it to its end. Who moved to
        another class or subgroup is marked there, who left the school nowhere."""
        term = column.term or (self.terms[-1] if self.terms else None)
        found = self.of_term(student_id, term) if term else None
        return found is not None and found.stays and found.course_id == self.course.pk

    def needed(self, found: SubjectMarks, term: Term) -> int:
        """The minimum of marks of the period; none where nothing is marked."""
        if not self.has_marks or self.course.scale == Scale.NONE:
            return 0
        return self.policy.needed(found.hours_a_year or self.course.hours_a_year, term.kind)

    def grounds(self, student_id: int, term: Term) -> Grounds | None:
        """What the policy judges a period by."""
        found = self.of_term(student_id, term)
        if found is None:
            return None
        return found.grounds(
            scale=self.course.scale, has_marks=self.has_marks, needed=self.needed(found, term)
        )

    def suggestion(self, student_id: int, column: Column) -> Suggestion:
        """What the school's policy would give in this place."""
        match column.kind:
            case TermMarkKind.TERM:
                grounds = column.term and self.grounds(student_id, column.term)
                return suggest_term(grounds, self.policy) if grounds else Suggestion()
            case TermMarkKind.YEAR:
                return suggest_year(
                    self._periods(student_id), self.policy, exam=self._value(student_id, "exam")
                )
            case TermMarkKind.FINAL:
                return self._final(student_id)
        return Suggestion()

    def stands(self, student_id: int, column: Column) -> Standing | None:
        """The current mark of a place."""
        return self.current.get((student_id, column.slug))

    def _value(self, student_id: int, slug: str) -> Value | None:
        standing = self.current.get((student_id, slug))
        return standing.value if standing else None

    def _periods(self, student_id: int) -> list[Value | None]:
        """Marks of the periods in which he had the subject; None: not set yet."""
        return [
            self._value(student_id, f"t{term.pk}")
            for term in self.terms
            if self.of_term(student_id, term) or (student_id, f"t{term.pk}") in self.current
        ]

    def _final(self, student_id: int) -> Suggestion:
        marks = [(one.kind, one.grade, one.value) for one in self.earlier.get(student_id, ())] + [
            (one.kind, self.grade, one.value)
            for (student, _slug), one in self.current.items()
            if student == student_id
        ]
        return suggest_final(final_formula(self.grade, self.policy), marks, grade=self.grade)


def subject_grounds(
    course: Course, student_ids: Collection[int], *, terms: Sequence[Term], today: date
) -> SubjectGrounds:
    """Everything about these students in the subject of a course, in three statements."""
    school_class = course.group.school_class
    grade = school_class.grade if school_class else 0
    standing = standing_marks(
        student_ids,
        year_first_day=course.year.first_day,
        grade=grade,
        subject_id=course.subject_id,
    )
    this_year = [one for one in standing if one.grade == grade]
    policy_day = min(today, terms[-1].last_day) if terms else today
    return SubjectGrounds(
        course=course,
        grade=grade,
        has_marks=course.has_marks and (school_class is None or school_class.has_marks),
        policy=policy_of(course.school_id, policy_day),
        terms=tuple(terms),
        marks=subject_marks(
            school_id=course.school_id,
            year_id=course.year_id,
            student_ids=student_ids,
            terms=terms,
            today=today,
            subject_ids=[course.subject_id],
            with_marks=False,
        ),
        current={(one.student_id, one.slug): one for one in this_year if one.is_current},
        earlier=_by_student(one for one in standing if one.is_current and one.grade != grade),
        superseded=_by_place(one for one in this_year if not one.is_current),
    )


def policy_of(school_id: int, day: date) -> Policy:
    """The school's policy of marks as it holds on a day."""
    return Policy.of(chosen(school_id, day, *POLICY_KEYS))


def _by_student(standing: Iterable[Standing]) -> dict[int, tuple[Standing, ...]]:
    found: dict[int, list[Standing]] = {}
    for one in standing:
        found.setdefault(one.student_id, []).append(one)
    return {pk: tuple(rows) for pk, rows in found.items()}


def _by_place(standing: Iterable[Standing]) -> dict[tuple[int, str], tuple[Standing, ...]]:
    found: dict[tuple[int, str], list[Standing]] = {}
    for one in standing:
        found.setdefault((one.student_id, one.slug), []).append(one)
    return {place: tuple(rows) for place, rows in found.items()}


def terms_of_class(school_class: SchoolClass) -> list[Term]:
    """The periods of a class, in their order."""
    return list(
        Term.objects.filter(calendar_id=school_class.calendar_id)
        .exclude(kind=TermKind.YEAR)
        .order_by("first_day")
    )
