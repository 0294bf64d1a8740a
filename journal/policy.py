"""The school's policy of marks: what a period's, a year's and a final mark should be.

Pure: exact numbers in, a suggestion and its reason out. The teacher decides. All that a local act
may settle otherwise stands in `Policy`, read from the school's dated choices; docs/marks.md tells
it to people, and the tests read their numbers from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from journal.averages import suggested, weighted_mean
from journal.models import TermSign
from school.choices import CHOICES
from school.models import Scale, TermKind

WEEKS = 34  # of a school year: hours a year are hours a week times this
POLICY_KEYS = (
    "borders",
    "marks_minimum",
    "marks_minimum_half_year",
    "marks_alarm",
    "no_five_with_two",
    "missed_share",
    "year_mark",
    "final_grade_9",
    "final_grade_11",
)


class Why(StrEnum):
    """What a suggestion rests on."""

    AVERAGE = "average"
    NO_FIVE_WITH_TWO = "no_five_with_two"
    MISSED = "missed"
    EXEMPT = "exempt"
    PASSED = "passed"
    WITHOUT_MARKS = "without_marks"
    MEAN = "mean"
    EXAM = "exam"
    TOO_FEW = "too_few"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Value:
    """A mark of a period: points, or a sign that is no number."""

    points: int | None = None
    sign: str = ""

    @property
    def text(self) -> str:
        """As it stands in the journal: 4, н/а, зач; nothing where there is no mark."""
        if self.sign:
            return TermSign(self.sign).sign
        return "" if self.points is None else str(self.points)

    @property
    def is_number(self) -> bool:
        return self.points is not None


NOT_ATTESTED = Value(sign=TermSign.NOT_ATTESTED)
EXEMPT = Value(sign=TermSign.EXEMPT)
PASSED = Value(sign=TermSign.PASSED)
FAILED = Value(sign=TermSign.FAILED)
MASTERED = Value(sign=TermSign.MASTERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the school decided about marks, as it holds on a day."""

    borders: tuple[Decimal, ...]
    marks_minimum: tuple[int, ...]
    marks_minimum_half_year: tuple[int, ...]
    marks_alarm: int
    no_five_with_two: bool
    missed_share: Fraction
    year_mark: str
    final_grade_9: str
    final_grade_11: str

    @classmethod
    def of(cls, chosen: dict[str, Any]) -> Policy:
        """From the school's choices; what it did not decide is as usual."""
        return cls(**{key: chosen.get(key, CHOICES[key].default) for key in POLICY_KEYS})

    def needed(self, hours_a_year: int, term_kind: str) -> int:
        """The minimum of marks of a period by hours a week: less than two, less than three, three
        and more; a half-year has a table of its own."""
        half = term_kind in (TermKind.HALF_YEAR, TermKind.YEAR)
        table = self.marks_minimum_half_year if half else self.marks_minimum
        a_week = Fraction(hours_a_year, WEEKS)
        return table[2 if a_week >= 3 else 1 if a_week >= 2 else 0]

    def is_alarm(self, marks: int, needed: int) -> bool:
        """Whether there are fewer marks than the school's share of the minimum (70 %)."""
        return 100 * marks < self.marks_alarm * needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a period gives to judge by: weighted sum, counts of marks and lessons."""

    scale: str = Scale.TWO_TO_FIVE
    has_marks: bool = True
    total: Decimal = Decimal(0)
    weights: Decimal = Decimal(0)
    count: int = 0
    lowest: int | None = None
    passed: int = 0
    failed: int = 0
    held: int = 0
    missed: int = 0
    exempt: int = 0
    needed: int = 0

    @property
    def average(self) -> Fraction | None:
        return weighted_mean(self.total, self.weights)

    @property
    def is_enough(self) -> bool:
        """The minimum of marks is reached; зач and незач count like numbers where they are the
        scale."""
        return self.count + self.passed + self.failed >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the policy would give, and on which ground; without a value it cannot say."""

    value: Value = Value()
    why: Why = Why.NOTHING
    mean: Fraction | None = None

    @property
    def text(self) -> str:
        return self.value.text


def suggest_term(grounds: Grounds, policy: Policy) -> Suggestion:
    """The mark of a period. Too few marks and more than a share of the lessons missed: н/а; freed
    from more than that share: осв; never a 2 for absence. Otherwise the weighted average by the
    school's borders, compared unrounded."""
    if not grounds.has_marks:
        return Suggestion(value=MASTERED, why=Why.WITHOUT_MARKS) if grounds.held else Suggestion()
    if not grounds.is_enough:
        if grounds.exempt > policy.missed_share * grounds.held:
            return Suggestion(value=EXEMPT, why=Why.EXEMPT)
        if grounds.missed > policy.missed_share * grounds.held:
            return Suggestion(value=NOT_ATTESTED, why=Why.MISSED, mean=grounds.average)
    match grounds.scale:
        case Scale.PASS_FAIL:
            return _passed_or_failed(grounds.passed, grounds.failed)
        case Scale.NONE:
            return Suggestion()
    mean = grounds.average
    if mean is None:
        return Suggestion()
    if grounds.scale == Scale.HUNDRED:
        return Suggestion(value=Value(half_up(mean)), why=Why.AVERAGE, mean=mean)
    points = suggested(mean, policy.borders)
    if points == 5 and policy.no_five_with_two and (grounds.lowest or 5) <= 2:
        return Suggestion(value=Value(4), why=Why.NO_FIVE_WITH_TWO, mean=mean)
    return Suggestion(value=Value(points), why=Why.AVERAGE, mean=mean)


def half_up(value: Fraction) -> int:
    """Rounded to a whole, ties up: 3.5 → 4, 7/3 → 2."""
    return int((value * 2 + 1) // 2)


def _passed_or_failed(passed: int, failed: int) -> Suggestion:
    if not passed and not failed:
        return Suggestion()
    return Suggestion(value=PASSED if passed >= failed else FAILED, why=Why.PASSED)


def suggest_year(
    periods: Sequence[Value | None], policy: Policy, *, exam: Value | None = None
) -> Suggestion:
    """The mark of the year from those of its periods, `None` for one that is not set yet: then
    nothing is suggested. Mean by rounding, ties up; where the school says so, the year's
    assessment is one number more. н/а in more periods than have a mark gives н/а, осв stands
    aside."""
    if not periods or any(value is None or not value.text for value in periods):
        return Suggestion()
    values = [value for value in periods if value is not None and value != EXEMPT]
    if not values:
        return Suggestion(value=EXEMPT, why=Why.EXEMPT)
    if len({*values}) == 1 and values[0] == MASTERED:
        return Suggestion(value=MASTERED, why=Why.WITHOUT_MARKS)
    numbers = [value.points for value in values if value.points is not None]
    signs = [value for value in values if value in (PASSED, FAILED)]
    if values.count(NOT_ATTESTED) > len(numbers) + len(signs):
        return Suggestion(value=NOT_ATTESTED, why=Why.MISSED)
    if signs and not numbers:
        return _passed_or_failed(signs.count(PASSED), signs.count(FAILED))
    if policy.year_mark == "periods_exam" and exam is not None and exam.points is not None:
        numbers.append(exam.points)
    return mean_of(numbers)


def mean_of(numbers: Sequence[int]) -> Suggestion:
    """The mean of marks by rounding, ties up; of nothing nothing."""
    if not numbers:
        return Suggestion()
    mean = Fraction(sum(numbers), len(numbers))
    return Suggestion(value=Value(half_up(mean)), why=Why.MEAN, mean=mean)


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient of a final mark: marks of a kind of a grade; 0 is the grade itself."""

    kind: str
    grade: int = 0


# Final marks as data (order 115, replaced by 546: requirements.md section 2), by the school's word.
FORMULAS: dict[str, tuple[Part, ...]] = {
    "year": (Part("year"),),
    "year_exam": (Part("year"), Part("exam")),
    "years": (Part("year", 10), Part("year", 11)),
    "half_years_and_years": (
        Part("term", 10),
        Part("year", 10),
        Part("term", 11),
        Part("year", 11),
    ),
}


def final_formula(grade: int, policy: Policy) -> tuple[Part, ...]:
    """Of what the final mark of a grade is made; of nothing where the grade has none."""
    if grade == 9:
        return FORMULAS[policy.final_grade_9]
    return FORMULAS[policy.final_grade_11] if grade == 11 else ()


def suggest_final(
    formula: Sequence[Part], marks: Iterable[tuple[str, int, Value]], *, grade: int
) -> Suggestion:
    """The final mark: the mean of the numbers the formula names, ties up (exam 4, year 3: 3.5, so
    4). `marks` are (kind, grade, value). An exam that was not taken drops out; a year's mark of
    this grade that is missing, or is no number, leaves nothing to suggest but itself."""
    wanted = {(part.kind, part.grade or grade) for part in formula}
    found = [(kind, of, value) for kind, of, value in marks if (kind, of) in wanted]
    year = next((value for kind, of, value in found if kind == "year" and of == grade), None)
    if not formula or year is None:
        return Suggestion()
    if year.points is None:
        return Suggestion(value=year, why=Why.MEAN)
    return mean_of([value.points for _kind, _of, value in found if value.points is not None])


def is_debt(year: Value) -> bool:
    """Academic debt (273-FZ, art. 58): a 2, or worse, or н/а for the year; a failed pass too."""
    return year in (NOT_ATTESTED, FAILED) or (year.points is not None and year.points <= 2)


def departs(value: Value, suggestion: Suggestion) -> bool:
    """Whether a decision leaves the policy far enough to be explained: one mark or more away, a
    number instead of a sign or the other way; н/а always."""
    if value == NOT_ATTESTED:
        return True
    wanted = suggestion.value
    if not wanted.text or value == wanted:
        return False
    if value.points is None or wanted.points is None:
        return True
    return abs(value.points - wanted.points) >= 1
