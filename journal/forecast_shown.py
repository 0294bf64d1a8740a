"""The forecast in words, the same for families, homeroom teachers and the letter home."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.averages import shown
from journal.forecast import Forecast, Way
from journal.queries.subject_marks import SubjectOfTerm

MANY = 20  # more marks than a term usually has: said, but not as a way


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForecast:
    """Average now, the mark it gives, the ways to the next, what a two would do."""

    average: str
    mark: int
    next_mark: int | None
    next_border: str
    ways: tuple[str, ...]
    is_out_of_reach: bool
    is_barred: bool
    is_far: bool
    after_two: str
    two_lowers_to: int | None

    @property
    def is_best(self) -> bool:
        return self.next_mark is None


def shown_forecast(subject: SubjectOfTerm) -> ShownForecast | None:
    """None where nothing is marked yet, or the scale knows no borders."""
    found = subject.forecast()
    if found is None or found.mark is None:
        return None
    after = found.after_two
    return ShownForecast(
        average=shown(found.average),
        mark=found.mark,
        next_mark=found.next_mark,
        next_border=number(found.next_border) if found.next_border is not None else "",
        ways=tuple(way_in_words(way, subject.rules.work_name) for way in found.ways),
        is_out_of_reach=found.is_out_of_reach,
        is_barred=found.is_barred,
        is_far=_is_far(found),
        after_two=shown(after.average) if after else "",
        two_lowers_to=after.mark if after and after.mark < found.mark else None,
    )


def way_in_words(way: Way, work_name: str) -> str:
    """«8 fives», «a five for a Контрольная работа (×1,5) and 7 fives»: with the average then."""
    count = ngettext("%(n)d mark “%(points)s”", "%(n)d marks “%(points)s”", way.count) % {
        "n": way.count,
        "points": way.points,
    }
    if way.weight != 1:
        count = f"{count} (×{number(way.weight)})"
    if way.work_weight is None:
        text = count
    else:
        work = _("“%(points)s” for the work “%(work)s” (×%(weight)s)") % {
            "points": way.points,
            "work": work_name,
            "weight": number(way.work_weight),
        }
        text = _("%(work)s and %(count)s") % {"work": work, "count": count} if way.count else work
    return _("%(marks)s: the average will be %(average)s") % {
        "marks": text,
        "average": shown(way.average),
    }


def number(value: Decimal) -> str:
    """A decimal without idle noughts, with a comma: 1.50 → 1,5."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _is_far(found: Forecast) -> bool:
    return bool(found.ways) and all(way.count > MANY for way in found.ways)
