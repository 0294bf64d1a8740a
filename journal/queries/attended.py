"""Who was there, counted: what a journal without marks sums up."""

from __future__ import annotations

from collections.abc import Sequence

from journal.marks_shown import ShownCell


def is_there(cell: ShownCell) -> bool:
    """In the group that day, and not absent; who came late was there."""
    return not cell.is_outside and not (cell.absence and cell.absence.kind.is_missed)


def times_there(cells: Sequence[ShownCell], held: Sequence[bool]) -> int:
    """In how many lessons with a register the student was."""
    return sum(taken and is_there(cell) for taken, cell in zip(held, cells, strict=True))
