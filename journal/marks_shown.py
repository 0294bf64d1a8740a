"""Cells of the journal as HTML. A template spends about 15 µs on a cell, a joined string 0.2 µs:
the grid's cells come from here and nowhere else (design.md section 7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape  # Django's own also looks for lazy strings, at five times the price
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from journal.cells import Absence


class ShownMark(NamedTuple):
    """One entry of a cell: its text (4/3), the lowest of its points for the colour, and a note
    for the pointer (kind, weight, «written on»); the usual kind needs none."""

    text: str
    points: int | None = None
    note: str = ""
    is_heavy: bool = False


class ShownCell(NamedTuple):
    """What stands in a cell, and whether the student was in the group that day."""

    marks: tuple[ShownMark, ...] = ()
    absence: Absence | None = None
    is_outside: bool = False

    @property
    def text(self) -> str:
        """As `journal.cells` writes it: the cell's version."""
        parts = [mark.text for mark in self.marks]
        return " ".join([*parts, self.absence.text] if self.absence else parts)


EMPTY = ShownCell()
OUTSIDE = ShownCell(is_outside=True)


def cell_content(cell: ShownCell) -> SafeString:
    """The inside of a cell. Its text alone is the cell's text as `journal.cells` writes it."""
    return SafeString(_content(cell))


def mark_cell(cell: ShownCell) -> SafeString:
    """A whole table cell: `<td>`, `<td class=x>` outside the student's days in the group."""
    return SafeString(_cell(cell))


def cells_of_row(cells: Iterable[ShownCell]) -> SafeString:
    """All cells of one student, one after another."""
    return SafeString("".join(map(_cell, cells)))


def _cell(cell: ShownCell) -> str:
    if cell is EMPTY:
        return "<td></td>"
    if cell.is_outside:
        return '<td class="x"></td>'
    return f"<td>{_content(cell)}</td>"


@lru_cache(maxsize=4096)
def _content(cell: ShownCell) -> str:
    """A journal repeats itself: 5, 4, н."""
    parts = [_mark(mark) for mark in cell.marks]
    if cell.absence:
        parts.append(f'<i class="absence">{cell.absence.text}</i>')
    return " ".join(parts)


def note_of(
    *,
    kind: str,
    weight: str,
    written_on: date | None,
    is_usual: bool,
    late: str,
    tries: tuple[str, ...] = (),
) -> str:
    """«Контрольная работа ×1,5, retake, written on 12.09»; nothing for an everyday mark. `tries`
    is said of a work that was written again."""
    if is_usual and written_on is None and not tries:
        return ""
    factor = weight.rstrip("0").rstrip(".") if "." in weight else weight
    note = ", ".join([f"{kind} ×{factor.replace('.', ',')}", *tries])
    return f"{note}, {late % f'{written_on:%d.%m}'}" if written_on else note


def tries_of(*, is_retake: bool, is_counted: bool) -> tuple[str, ...]:
    """What is said of a mark that is one of several tries."""
    if not is_retake and is_counted:
        return ()
    said = [_("retake")] if is_retake else []
    return tuple(said if is_counted else [*said, _("not counted")])


def _mark(mark: ShownMark) -> str:
    text = escape(mark.text)
    if mark.note:
        heavy = " heavy" if mark.is_heavy else ""
        return f'<b class="m{_shade(mark)}{heavy}" title="{escape(mark.note)}">{text}</b>'
    return f'<b class="m{_shade(mark)}">{text}</b>'


def _shade(mark: ShownMark) -> str:
    return str(mark.points) if mark.points is not None and mark.points <= 5 else ""
