"""The figures of school reports, exactly (docs/reports.md gives the formulas and their examples).

Pure: counts in, fractions out; rounded only where they are shown, half up. What a school may settle
otherwise (how н/а counts in СОУ) is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journal.averages import suggested
from journal.models import TermSign
from journal.points import mark_of_points
from journal.policy import Value
from school.models import Scale

_WEIGHTS = {5: 100, 4: 64, 3: 36, 2: 16, 1: 7}  # of a mark in the level of learning (СОУ)
_NOT_ATTESTED_WEIGHT = 7


class NaInSou(TextChoices):
    """How a student not attested counts in СОУ: the school's choice `na_in_sou`."""

    SEVEN = "7", _("not attested counts with weight 7")
    ZERO = "0", _("not attested counts with weight 0")
    EXCLUDED = "excluded", _("not attested is left out of the number of students")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many students have which mark of a period. `without`: marked in numbers, and no mark
    stands. зач and незач are no numbers: in no percentage, shown apart."""

    fives: int = 0
    fours: int = 0
    threes: int = 0
    twos: int = 0
    ones: int = 0
    not_attested: int = 0
    exempt: int = 0
    passed: int = 0
    failed: int = 0
    without: int = 0

    @property
    def numbers(self) -> int:
        return self.fives + self.fours + self.threes + self.twos + self.ones

    @property
    def everybody(self) -> int:
        """All who are expected to have a mark, with one or without."""
        return sum(getattr(self, name) for name in _COUNTS)

    @property
    def has_marks(self) -> bool:
        return self.everybody > self.without

    def base(self, na: NaInSou) -> int:
        """N: all − осв − without any mark; н/а stays, unless the school leaves it out."""
        return self.numbers + (0 if na == NaInSou.EXCLUDED else self.not_attested)

    def attainment(self, na: NaInSou) -> Fraction | None:
        """Успеваемость: (n5 + n4 + n3) / N; None where nobody is marked."""
        return share(self.fives + self.fours + self.threes, self.base(na))

    def quality(self, na: NaInSou) -> Fraction | None:
        """Качество знаний: (n5 + n4) / N."""
        return share(self.fives + self.fours, self.base(na))

    def learning_level(self, na: NaInSou) -> Fraction | None:
        """СОУ: (100·n5 + 64·n4 + 36·n3 + 16·n2 + 7·n1 + 7·н/а) / N, as a share of one hundred."""
        points = sum(weight * n for weight, n in zip(_WEIGHTS.values(), self._marks, strict=True))
        if na == NaInSou.SEVEN:
            points += _NOT_ATTESTED_WEIGHT * self.not_attested
        return share(points, 100 * self.base(na))

    @property
    def average(self) -> Fraction | None:
        """Средний балл: Σ marks / (marks); н/а and осв are no numbers."""
        total = sum(mark * n for mark, n in zip(_WEIGHTS, self._marks, strict=True))
        return share(total, self.numbers)

    @property
    def _marks(self) -> tuple[int, int, int, int, int]:
        return self.fives, self.fours, self.threes, self.twos, self.ones


_COUNTS = [one.name for one in fields(Counts)]
_BY_LEVEL = {5: "fives", 4: "fours", 3: "threes", 2: "twos", 1: "ones"}
_BY_SIGN = {
    TermSign.NOT_ATTESTED: "not_attested",
    TermSign.EXEMPT: "exempt",
    TermSign.PASSED: "passed",
    TermSign.FAILED: "failed",
}


def place_of(value: Value) -> str:
    """In which number of `Counts` a mark is counted: fives, not_attested, without; nothing for a
    sign that is no mark of a subject (усв)."""
    if value.points is not None:
        return _BY_LEVEL[value.points]
    return _BY_SIGN.get(TermSign(value.sign), "") if value.sign else "without"


def counted(values: Iterable[tuple[Value, int]]) -> Counts:
    """So many students with each mark of the five-point scale."""
    found: dict[str, int] = {}
    for value, n in values:
        place = place_of(value)
        if place:
            found[place] = found.get(place, 0) + n
    return Counts(**found)


def pooled(counts: Iterable[Counts]) -> Counts:
    """All marks together: of several subjects no mean of percents is taken."""
    some = list(counts)
    return Counts(**{name: sum(map(attrgetter(name), some)) for name in _COUNTS})


def level(value: Value, scale: str, point_borders: Sequence[Decimal]) -> Value:
    """A mark of a hundred points as the mark of the same level, by the school's borders of points;
    others as they are."""
    if scale != Scale.HUNDRED or value.points is None:
        return value
    points = mark_of_points(
        Decimal(value.points), most=Decimal(100), borders=point_borders, scale=Scale.TWO_TO_FIVE
    )
    return Value(points)


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole, exact; None where there is no whole."""
    return Fraction(part, whole) if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Накопляемость in its three meanings: marks of a period, the pupil-lessons they were given
    in, the pupils, and how many of these have the school's minimum of marks."""

    marks: int = 0
    lessons: int = 0
    pupils: int = 0
    at_minimum: int = 0

    @property
    def per_lesson(self) -> Fraction | None:
        """Marks per pupil-lesson."""
        return share(self.marks, self.lessons)

    @property
    def per_pupil(self) -> Fraction | None:
        """Marks per pupil."""
        return share(self.marks, self.pupils)

    @property
    def enough(self) -> Fraction | None:
        """The share of pupils at the minimum."""
        return share(self.at_minimum, self.pupils)


class Judged(TextChoices):
    """A period's mark against the average of the period's marks."""

    EQUAL = "equal", pgettext_lazy("objectivity", "equal")
    HIGHER = "higher", pgettext_lazy("objectivity", "higher")
    LOWER = "lower", pgettext_lazy("objectivity", "lower")


def judged(mean: Fraction | None, mark: Value, borders: Sequence[Decimal]) -> Judged | None:
    """The average rounded by the school's borders against the mark. None, not judged: there is no
    average, or the mark is no number."""
    if mean is None or mark.points is None:
        return None
    fair = suggested(mean, borders)
    given = max(mark.points, 2)
    if given == fair:
        return Judged.EQUAL
    return Judged.HIGHER if given > fair else Judged.LOWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectivity:
    """Объективность of some marks; `unjudged` have no average or are no number."""

    equal: int = 0
    higher: int = 0
    lower: int = 0
    unjudged: int = 0

    @property
    def judged(self) -> int:
        return self.equal + self.higher + self.lower

    def part(self, what: Judged) -> Fraction | None:
        """The share of equal, higher or lower marks among those judged."""
        return share(getattr(self, what.value), self.judged)


def objectivity(verdicts: Iterable[Judged | None]) -> Objectivity:
    """All verdicts together."""
    found: dict[str, int] = {}
    for verdict in verdicts:
        key = verdict.value if verdict else "unjudged"
        found[key] = found.get(key, 0) + 1
    return Objectivity(**found)


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up to so many places: what is shown, and what stands in a spreadsheet."""
    sign = -1 if value < 0 else 1
    scaled = (abs(value) * 10**places * 2 + 1) // 2
    return Decimal(sign * scaled).scaleb(-places)


def text_of(value: Fraction | None, places: int) -> str:
    """With a comma: 54,36; nothing where there is no number."""
    return "" if value is None else f"{rounded(value, places):f}".replace(".", ",")
