"""Plan against fact (requirements.md section 3): what was planned to date and what was given, and
the lag, which is reckoned from the lessons left. Pure reckoning: the rows are read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A line of a version. `root` is what it is called across versions."""

    pk: int
    root: int
    hours: int
    merged_into: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLesson:
    """A lesson of the course as far as the plan asks. `root` is the planned topic given in it."""

    pk: int
    day: date
    is_over: bool
    is_cancelled: bool
    is_recorded: bool
    has_topic: bool
    root: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, with the percentage as reports print it."""

    done: int
    of: int

    @property
    def exact(self) -> Fraction | None:
        """The share itself; None where nothing was planned."""
        return Fraction(self.done, self.of) if self.of else None

    @property
    def percent(self) -> Decimal | None:
        """One place, half up; None where nothing was planned."""
        if not self.of:
            return None
        exact = Decimal(self.done * 100) / Decimal(self.of)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The figures of a course's plan on a day.

    `lag` > 0: more hours are to be given than lessons are left; < 0: lessons to spare."""

    hours: Share
    topics: Share
    remaining_hours: int
    lessons_left: int
    unrecorded: int

    @property
    def lag(self) -> int:
        return self.remaining_hours - self.lessons_left - self.unrecorded

    @property
    def spare(self) -> int:
        return max(-self.lag, 0)


def progress(
    used: Sequence[PlanRow], base: Sequence[PlanRow], lessons: Iterable[CourseLesson]
) -> Progress:
    """`used` is the version in use, `base` the one first approved, which it was made from: what
    was planned is read from `base`, what is still to be given from `used`.

    Planned to date are as many hours as lessons stood in the timetable, cancelled ones too; held
    are the recorded ones, whoever held them: a substitution keeps the course, a lesson given over
    to another subject is cancelled here."""
    lessons = list(lessons)
    over = [lesson for lesson in lessons if lesson.is_over]
    given = given_by_root(lessons)
    whole = _given_whole(used, given)
    planned = min(len(over), sum(row.hours for row in base if row.merged_into is None))
    due = _due(base, planned)
    return Progress(
        hours=Share(done=sum(_is_held(lesson) for lesson in over), of=planned),
        topics=Share(done=len(_known(base) & whole), of=len(due)),
        remaining_hours=sum(
            max(row.hours - given.get(row.root, 0), 0) for row in used if row.merged_into is None
        ),
        lessons_left=sum(not lesson.is_over and not lesson.is_cancelled for lesson in lessons),
        unrecorded=sum(not lesson.is_cancelled and not lesson.has_topic for lesson in over),
    )


def given_by_root(lessons: Iterable[CourseLesson]) -> dict[int, int]:
    """Hours given of each topic, in lessons that are over and were not cancelled."""
    found: dict[int, int] = {}
    for lesson in lessons:
        if lesson.root is not None and lesson.is_over and not lesson.is_cancelled:
            found[lesson.root] = found.get(lesson.root, 0) + 1
    return found


def forecast(
    used: Sequence[PlanRow], given: Mapping[int, int], days: Sequence[date]
) -> dict[int, date]:
    """On which day each line not given whole would be finished, were the lessons of `days` held
    in turn; a line that finds no lesson is left out."""
    found: dict[int, date] = {}
    place = 0
    for row in used:
        if row.merged_into is not None:
            continue
        left = max(row.hours - given.get(row.root, 0), 0)
        place += left
        if left and place <= len(days):
            found[row.pk] = days[place - 1]
    return found


def _is_held(lesson: CourseLesson) -> bool:
    return lesson.is_recorded and not lesson.is_cancelled


def _given_whole(used: Sequence[PlanRow], given: Mapping[int, int]) -> set[int]:
    """Roots of the topics given in all their hours, those merged into them among them."""
    heads = {
        row.pk
        for row in used
        if row.merged_into is None and 0 < row.hours <= given.get(row.root, 0)
    }
    return {row.root for row in used if row.pk in heads or row.merged_into in heads}


def _known(base: Sequence[PlanRow]) -> set[int]:
    return {row.root for row in base if row.hours}


def _due(base: Sequence[PlanRow], planned: int) -> list[PlanRow]:
    """The topics whose last hour falls within the first so many hours of the plan."""
    due: list[PlanRow] = []
    heads: set[int] = set()
    hours = 0
    for row in base:
        if row.merged_into is not None or not row.hours:
            continue
        hours += row.hours
        if hours <= planned:
            due.append(row)
            heads.add(row.pk)
    return due + [row for row in base if row.merged_into in heads and row.hours]
