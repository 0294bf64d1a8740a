"""Groups of students by their marks, and what the teachers' council might decide: pure.

The formulas are those of requirements.md section 3: every student is in exactly one group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journal.models import Decision
from journal.policy import FAILED, NOT_ATTESTED, Value, is_debt

LAST_GRADES = (9, 11)


class MarksGroup(TextChoices):
    """In the order in which they are tried."""

    NOT_ATTESTED = "not_attested", pgettext_lazy("group of students", "not attested")
    FAILING = "failing", _("failing")
    EXCELLENT = "excellent", _("all fives")
    GOOD = "good", _("fours and fives")
    WITH_THREES = "with_threes", _("with threes")
    NOBODY = "nobody", pgettext_lazy("group of students", "without marks")


class WithOne(TextChoices):
    """The single mark that keeps a student from the next group."""

    NONE = "", ""
    FOUR = "one_four", _("with one four")
    THREE = "one_three", _("with one three")


@dataclass(frozen=True, slots=True)
class Placed:
    """A student's group; who has 2 and н/а is counted as not attested and shown as failing too."""

    group: MarksGroup
    with_one: WithOne = WithOne.NONE
    is_also_failing: bool = False


def placed(values: Iterable[Value]) -> Placed:
    """The group of a student with these marks over all subjects; осв, зач, усв are left aside."""
    found = list(values)
    numbers = [value.points for value in found if value.points is not None]
    fails = any(points <= 2 for points in numbers) or FAILED in found
    if NOT_ATTESTED in found:
        return Placed(MarksGroup.NOT_ATTESTED, is_also_failing=fails)
    if fails:
        return Placed(MarksGroup.FAILING)
    if not numbers:
        return Placed(MarksGroup.NOBODY)
    threes, fours = numbers.count(3), numbers.count(4)
    if threes:
        return Placed(MarksGroup.WITH_THREES, WithOne.THREE if threes == 1 else WithOne.NONE)
    if fours:
        return Placed(MarksGroup.GOOD, WithOne.FOUR if fours == 1 else WithOne.NONE)
    return Placed(MarksGroup.EXCELLENT)


def suggest_decision(grade: int, years: Sequence[Value | None]) -> Decision | None:
    """What the council would decide by the marks of the year (273-FZ, art. 58): with a debt
    promoted conditionally; nothing while a mark is lacking, and nothing where a last grade ends
    with a debt: that is for the council alone."""
    if not years or any(value is None or not value.text for value in years):
        return None
    has_debt = any(is_debt(value) for value in years if value is not None)
    if grade in LAST_GRADES:
        return None if has_debt else Decision.FINISHED
    return Decision.CONDITIONALLY if has_debt else Decision.PROMOTED
