"""Homework as the lesson page shows it: what was set here, with its students and files, and what
was to be done for today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.models import Homework, HomeworkFile

_FILES = """(SELECT json_agg(json_build_array(f.id, s.name, s.size, s.content_type)
             ORDER BY f.position, f.id)
        FROM journal_homeworkfile f JOIN core_storedfile s ON s.id = f.file_id
       WHERE f.homework_id = h.id)"""
_STUDENTS = """ARRAY(SELECT r.student_id FROM journal_homeworkrecipient r
                       WHERE r.homework_id = h.id)"""

# Columns of the lesson page's statement.
SET_HERE = f"""(SELECT json_agg(json_build_array(h.id, h.is_individual, h.text, h.minutes,
         h.due_lesson_id, h.due_day, n.day, {_STUDENTS}, {_FILES}) ORDER BY h.id)
    FROM journal_homework h LEFT JOIN schedule_lesson n ON n.id = h.due_lesson_id
   WHERE h.given_at_id = %(lesson)s)"""
DUE_HERE = f"""(SELECT json_agg(json_build_array(h.id, h.is_individual, h.text, h.minutes,
         h.due_lesson_id, NULL, l.day, {_STUDENTS}, {_FILES}) ORDER BY h.is_individual, h.id)
    FROM journal_homework h JOIN schedule_lesson l ON l.id = h.given_at_id
   WHERE h.due_lesson_id = %(lesson)s OR h.due_lesson_id IS NULL
     AND h.course_id = %(course)s AND h.due_day = %(day)s AND h.given_at_id <> %(lesson)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHere:
    """A file in a list: its number in the address, its name, its size in bytes."""

    pk: int
    name: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkHere:
    """Homework set at this lesson, with the day it is due on (`due`); or due at it, with the day it
    was set on. `names` says whom an individual one is for."""

    pk: int
    is_individual: bool
    text: str
    minutes: int | None
    due_lesson_id: int | None
    due_day: date | None
    due: date | None
    student_ids: frozenset[int]
    names: str
    files: tuple[FileHere, ...]

    @property
    def prefix(self) -> str:
        """How the fields of an individual homework begin on the page."""
        return f"some-{self.pk}-"

    @property
    def text_field(self) -> str:
        return f"some-{self.pk}-text"

    @property
    def files_field(self) -> str:
        return f"files-{self.pk}"


def homework_from(
    rows: Sequence[list] | None, names: Mapping[int, str]
) -> tuple[HomeworkHere, ...]:
    """The rows of SET_HERE or DUE_HERE; `names` are the group's students in their order."""
    return tuple(_homework(row, names) for row in rows or ())


def files_from(rows: Sequence[list] | None) -> tuple[FileHere, ...]:
    """Files as the JSON columns bring them."""
    return tuple(
        FileHere(pk=pk, name=name, size=size, content_type=content_type)
        for pk, name, size, content_type in rows or ()
    )


def files_here(homework: Homework | None) -> tuple[FileHere, ...]:
    """The files of one homework, for the list that is shown anew after a change."""
    if homework is None:
        return ()
    columns = ("pk", "file__name", "file__size", "file__content_type")
    return files_from(HomeworkFile.objects.filter(homework=homework).values_list(*columns))


def _homework(row: list, names: Mapping[int, str]) -> HomeworkHere:
    pk, for_some, text, minutes, due_lesson_id, due_day, lesson_day, students, files = row
    day = due_day or lesson_day
    return HomeworkHere(
        pk=pk,
        is_individual=for_some,
        text=text,
        minutes=minutes,
        due_lesson_id=due_lesson_id,
        due_day=date.fromisoformat(due_day) if due_day else None,
        due=date.fromisoformat(day) if day else None,
        student_ids=frozenset(students),
        names=", ".join(name for student, name in names.items() if student in set(students)),
        files=files_from(files),
    )
