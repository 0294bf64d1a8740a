"""Results of contests, exams and check works of one child (App. 5 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from consent.permissions import Access
from journal.models import OutsideResult
from journal.queries.outside import results_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """All of them, the newest first."""

    tab: ClassVar[str] = "results"
    access: Access
    results: tuple[OutsideResult, ...]


def results_page(access: Access) -> ResultsPage:
    """What was entered stands here at once."""
    return ResultsPage(access=access, results=tuple(results_of(access.student_id)))
