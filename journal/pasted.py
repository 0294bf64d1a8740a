"""A column pasted from a spreadsheet: marks alone, in the order of the list, or names and marks.
Pure: text in, results by student out, with every bad row named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.queries.pieces import Member

MOST_ROWS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedRow:
    """One row: whose, and what stands there."""

    row: int
    student_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that says nothing, and why."""

    row: int
    text: str
    message: str


def read_pasted(text: str, students: Sequence[Member]) -> tuple[list[PastedRow], list[BadRow]]:
    """Rows by student. With one column the rows go down the list of students; with more, the
    first are the name and the last that says anything is the mark. Empty rows at the end count
    for nothing; a row without a mark is passed over."""
    lines = [line.split("\t") for line in text.replace("\r", "").rstrip("\n").split("\n")]
    if len(lines) > MOST_ROWS:
        message = _("At most %(most)d rows at once.") % {"most": MOST_ROWS}
        raise Refused("too_many_rows", message, field="pasted")
    cells = [[" ".join(cell.split()) for cell in line] for line in lines]
    if all(len(line) == 1 for line in cells):
        return _down_the_list([line[0] for line in cells], students)
    return _by_name(cells, students)


def _down_the_list(
    texts: Sequence[str], students: Sequence[Member]
) -> tuple[list[PastedRow], list[BadRow]]:
    found = [
        PastedRow(row=row, student_id=student.pk, text=text)
        for row, (text, student) in enumerate(zip(texts, students, strict=False), start=1)
        if text
    ]
    beyond = [
        BadRow(row=row, text=text, message=_("The list has no more students."))
        for row, text in enumerate(texts[len(students) :], start=len(students) + 1)
        if text
    ]
    return found, beyond


def _by_name(
    lines: Sequence[Sequence[str]], students: Sequence[Member]
) -> tuple[list[PastedRow], list[BadRow]]:
    found: list[PastedRow] = []
    bad: list[BadRow] = []
    for row, line in enumerate(lines, start=1):
        name, rest = _name_in(line, students)
        text = next((cell for cell in reversed(rest) if cell), "")
        if not name and not text:
            continue
        same = _named(name, students)
        if len(same) != 1:
            message = (
                _("Nobody in the list is called so.")
                if not same
                else _("Several in the list are called so: write the first name, too.")
            )
            bad.append(BadRow(row=row, text=name, message=message))
        elif any(one.student_id == same[0].pk for one in found):
            bad.append(BadRow(row=row, text=name, message=_("This student comes twice.")))
        elif text:
            found.append(PastedRow(row=row, student_id=same[0].pk, text=text))
    return found, bad


def _name_in(line: Sequence[str], students: Sequence[Member]) -> tuple[str, Sequence[str]]:
    """The name a row begins with, and what follows: a number before it is the list's own, and
    last and first name may stand in two columns."""
    if len(line) > 2 and line[0].rstrip(".").isdecimal():
        line = line[1:]
    both = " ".join(line[:2])
    if len(line) > 2 and any(_plain(both) in _whole_names(student) for student in students):
        return both, line[2:]
    return line[0], line[1:]


def _named(name: str, students: Sequence[Member]) -> list[Member]:
    """Whose full name, last and first name, or last name with initials this is: the longest
    way of writing that fits anybody."""
    wanted = _plain(name)
    for ways in (_whole_names, _initials, _last_names):
        if same := [student for student in students if wanted in ways(student)]:
            return same
    return []


def _whole_names(student: Member) -> set[str]:
    return {_plain(student.full_name), _plain(student.name)}


def _initials(student: Member) -> set[str]:
    last, *given = _plain(student.full_name).split()
    letters = [part[0] for part in given]
    return {" ".join([last, *letters[:count]]) for count in (1, 2) if letters}


def _last_names(student: Member) -> set[str]:
    return {_plain(student.full_name).split()[0]} if student.full_name else set()


def _plain(name: str) -> str:
    """Иванов И. И., ИВАНОВ И.И. and иванов и и are the same; Ё is Е."""
    words = name.casefold().replace("ё", "е").replace(".", " ").replace(",", " ").split()
    while words and words[0].isdecimal():
        words = words[1:]
    return " ".join(words)
