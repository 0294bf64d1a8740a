"""What lower rooms ask of higher ones, without knowing them: each room fills these in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection

# (lesson ids) -> those that carry a record. The timetable's generator never deletes one of these.
lesson_carriers: list[Callable[[Collection[int]], set[int]]] = []


def lessons_that_carry(lesson_ids: Collection[int]) -> set[int]:
    """Of these lessons, the ones something was written to: topic, register, mark, homework."""
    return set().union(*(carrier(lesson_ids) for carrier in lesson_carriers))
