"""Writing to many cells of one course at once: all or nothing, with every bad cell named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.once import first_time_with_all
from core.refusal import ChangedMeanwhile, Refused, refusing
from journal.actions.cell_rows import Rows
from journal.actions.marks import as_it_stands, cells_of_lesson, is_as_seen, scale_of
from journal.actions.record import given
from journal.actions.rules import ask_rules, refuse_cancelled, refuse_future
from journal.cells import Content, difference, parse
from journal.entries import entries_after
from journal.queries.cell import Cell
from journal.queries.cells import Cells, Place, cells_of
from journal.queries.history import last_writers
from school.models import Course, Person

MOST_CELLS = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWish:
    """What is to stand in the cell of a lesson and a student, and what its writer saw there. New
    marks are of the work, else of the kind, else of the school's usual kind."""

    lesson_id: int
    student_id: int
    text: str
    seen: str
    kind_id: int | None = None
    work_id: int | None = None

    @property
    def place(self) -> Place:
        return (self.lesson_id, self.student_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadCell:
    """A cell that cannot be written, and why; where somebody else wrote there, his value."""

    lesson_id: int
    student_id: int
    code: str
    message: str
    theirs: str | None = None
    by: str = ""


class CellsRefused(Refused):
    """Some of the cells cannot be written, so none was."""

    def __init__(self, bad: Sequence[BadCell]) -> None:
        message = ngettext(
            "Nothing was saved: %(count)d cell cannot be written.",
            "Nothing was saved: %(count)d cells cannot be written.",
            len(bad),
        ) % {"count": len(bad)}
        super().__init__("bad_cells", message, field="cells")
        self.bad = tuple(bad)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The cells as they stand now, and the averages of their students over the term of the
    earliest lesson."""

    cells: dict[Place, Cell]
    averages: dict[int, Fraction | None]


def write_cells(
    *,
    actor: Person,
    course: Course,
    cells: Sequence[CellWish],
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> Written:
    """Bring many cells of a course (with its group and class at hand) to what was typed or pasted,
    each where it still says what was seen. The same rules as for one cell hold for each.

    All or nothing, in at most six statements whatever their number. Raises CellsRefused, which
    names every bad cell with its reason. `key` names the request: repeated, it changes nothing
    and answers the cells as they stand."""
    if len(cells) > MOST_CELLS:
        message = _("At most %(most)d cells at once.") % {"most": MOST_CELLS}
        raise Refused("too_many_cells", message, field="cells")
    wanted, bad = _parsed(cells, scale=scale_of(course))
    with _no_absence_twice(), transaction.atomic(), given(reason):
        is_new = take_cells(actor=actor, key=key, now=now, lesson_ids=[c.lesson_id for c in cells])
        read = _read(course, cells, wanted, actor=actor, now=now)
        if not is_new:
            return _as_they_stand(read, cells)
        written, rows = _bring(read, cells, wanted, bad, reason=reason, now=now)
        rows.write(course=course, actor=actor, now=now, typed_at=typed_at)
        return Written(cells=written, averages=read.averages(written))


def take_cells(
    *, actor: Person, key: UUID | None, now: datetime, lesson_ids: Sequence[int]
) -> bool:
    """Whether this request is new; holds all cells of these lessons until the transaction ends,
    against who writes to one of them, too."""
    return first_time_with_all(
        key=key or uuid4(),
        person_id=actor.pk,
        now=now,
        alone=[cells_of_lesson(pk) for pk in set(lesson_ids)],
    )


def name_the_hands(bad: Sequence[BadCell]) -> list[BadCell]:
    """Say of each cell that changed meanwhile who wrote there."""
    changed = [(cell.lesson_id, cell.student_id) for cell in bad if cell.theirs is not None]
    if not changed:
        return list(bad)
    writers = last_writers(changed)
    named = []
    for cell in bad:
        if cell.theirs is not None:
            by = writers.get((cell.lesson_id, cell.student_id), _("somebody"))
            words = {"who": by, "value": cell.theirs or "—"}
            message = _("Meanwhile %(who)s wrote “%(value)s” here.") % words
            cell = replace(cell, by=by, message=message)
        named.append(cell)
    return named


def bad_cell(place: Place, error: Refused) -> BadCell:
    """A refusal at the cell it belongs to."""
    return BadCell(
        lesson_id=place[0],
        student_id=place[1],
        code=error.code,
        message=str(error.message),
        theirs=error.theirs if isinstance(error, ChangedMeanwhile) else None,
    )


def _parsed(
    cells: Sequence[CellWish], *, scale: str
) -> tuple[dict[Place, Content], dict[Place, BadCell]]:
    """What each cell is to say; equal texts are read once. A place named twice is bad."""
    known: dict[str, Content | Refused] = {}
    wanted: dict[Place, Content] = {}
    bad: dict[Place, BadCell] = {}
    for cell in cells:
        if cell.place in wanted or cell.place in bad:
            error = Refused("twice", _("This cell comes twice."), field="text")
            bad[cell.place] = bad_cell(cell.place, error)
            continue
        if cell.text not in known:
            known[cell.text] = _meaning(cell.text, scale)
        meaning = known[cell.text]
        if isinstance(meaning, Refused):
            bad[cell.place] = bad_cell(cell.place, meaning)
        else:
            wanted[cell.place] = meaning
    return wanted, bad


def _meaning(text: str, scale: str) -> Content | Refused:
    try:
        return parse(text, scale=scale)
    except Refused as error:
        return error


def _read(
    course: Course,
    cells: Sequence[CellWish],
    wanted: dict[Place, Content],
    *,
    actor: Person,
    now: datetime,
) -> Cells:
    return cells_of(
        course,
        {cell.place for cell in cells},
        now=now,
        person_id=actor.pk,
        kind_ids={cell.kind_id for cell in cells if cell.kind_id is not None},
        work_ids={cell.work_id for cell in cells if cell.work_id is not None},
        new_marks=sum(content.size for content in wanted.values()),
    )


def _bring(
    read: Cells,
    cells: Sequence[CellWish],
    wanted: dict[Place, Content],
    bad: dict[Place, BadCell],
    *,
    reason: str,
    now: datetime,
) -> tuple[dict[Place, Cell], Rows]:
    rows, ids, written = Rows(), iter(read.ids), {}
    for wish in cells:
        if wish.place in bad:
            continue
        try:
            written[wish.place] = _bring_one(
                read, wish, wanted[wish.place], rows, ids, reason=reason, now=now
            )
        except Refused as error:
            bad[wish.place] = bad_cell(wish.place, error)
    if bad:
        raise CellsRefused(name_the_hands(list(bad.values())))
    return written, rows


def _bring_one(
    read: Cells,
    wish: CellWish,
    wanted: Content,
    rows: Rows,
    ids: Iterator[int],
    *,
    reason: str,
    now: datetime,
) -> Cell:
    """Ask the rules for one cell, and note the rows that bring it to what is wanted."""
    refuse_place(read, wish.place, now=now)
    cell = read.cell(wish.place, kind_id=wish.kind_id, work_id=wish.work_id)
    if not is_as_seen(cell, seen=wish.seen, wanted=wanted):
        raise ChangedMeanwhile("", theirs=cell.content.text, by="", field="text")
    wanted = as_it_stands(cell, seen=wish.seen, wanted=wanted)
    change = difference(cell.content.entries, wanted.entries)
    ask_rules(cell, change, wanted, reason=reason, now=now)
    entries = entries_after(cell, change, ids=ids, now=now)
    return rows.bring(wish.place, cell, entries=entries, absence=wanted.absence)


def refuse_place(read: Cells, place: Place, *, now: datetime) -> None:
    """The lesson is one of this course, held, and has begun."""
    lesson = read.lessons.get(place[0])
    if lesson is None:
        raise Refused("no_lesson", _("This is no lesson of the course."), field="lesson")
    refuse_cancelled(lesson)
    refuse_future(lesson, now=now)


def _as_they_stand(read: Cells, cells: Sequence[CellWish]) -> Written:
    stands = {cell.place: read.cell(cell.place, kind_id=None, work_id=None) for cell in cells}
    return Written(cells=stands, averages=read.averages(stands))


def _no_absence_twice() -> refusing:
    """Whoever notes absences past the cells (a whole register) may come first."""
    message = _("Somebody noted an absence at this moment: look again.")
    return refusing(journal_attendance_once=Refused("changed_meanwhile", message, field="cells"))
