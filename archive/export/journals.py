"""Journals as workbooks: one a class, a sheet for each subject, as the import of mark sheets reads
them. What is taken away here can be brought in elsewhere."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.text import sort_key
from journal.cells import Absence, Value
from journal.models import AbsenceKind, Attendance, Mark, TermMark, TermMarkKind
from journal.queries.absences import ShownKind
from schedule.models import Lesson
from school.models import Course, Membership, SchoolClass, Term, TermKind

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_YEARLY = (
    (TermMarkKind.YEAR, "Год"),
    (TermMarkKind.EXAM, "Экзамен"),
    (TermMarkKind.FINAL, "Итог"),
)
_TERMS = {
    TermKind.QUARTER: "четверть",
    TermKind.TRIMESTER: "триместр",
    TermKind.HALF_YEAR: "полугодие",
}


def class_workbook(school_class: SchoolClass) -> bytes:
    """All journals of the class's own groups in the year."""
    book = Workbook(write_only=True)
    terms = list(
        Term.objects.filter(calendar_id=school_class.calendar_id)
        .exclude(kind=TermKind.YEAR)
        .order_by("first_day")
    )
    titles: set[str] = set()
    courses = Course.objects.filter(group__school_class=school_class).select_related(
        "subject", "group"
    )
    for course in courses.order_by("subject__position", "subject__name", "group__name"):
        _sheet(book.create_sheet(_title(course, titles)), course, terms)
    if not titles:
        book.create_sheet(school_class.name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(sheet: WriteOnlyWorksheet, course: Course, terms: list[Term]) -> None:
    lessons = list(
        Lesson.objects.filter(course=course)
        .not_cancelled()
        .order_by("starts_at")
        .values_list("pk", "day")
    )
    cells, known = _cells(course), _period_marks(course)
    periods = [
        (f"{term.number} {_TERMS[term.kind]}", (TermMarkKind.TERM, term.pk)) for term in terms
    ]
    periods += [(words, (kind, None)) for kind, words in _YEARLY]
    used = {period for _student, period in known}
    periods = [(words, period) for words, period in periods if period in used]
    sheet.append(_plain(sheet, [f"{course.subject.name} {course.group.name}"]))
    days = [f"{day:%d.%m.%Y}" for _pk, day in lessons]
    sheet.append(_plain(sheet, ["№", _("Last name, first name"), *days, *(w for w, _p in periods)]))
    for number, (student_id, name) in enumerate(_students(course), start=1):
        row = [cells.get((pk, student_id), "") for pk, _day in lessons]
        row += [known.get((student_id, period), "") for _words, period in periods]
        sheet.append(_plain(sheet, [str(number), name, *row]))


def _students(course: Course) -> list[tuple[int, str]]:
    """Whoever was ever in the group, as a class list is sorted."""
    rows = Membership.objects.filter(group_id=course.group_id).select_related("student__person")
    names = {row.student_id: row.student.person.name.full for row in rows}
    return sorted(names.items(), key=lambda item: sort_key(item[1]))


def _cells(course: Course) -> dict[tuple[int, int], str]:
    """The text of every cell, by lesson and student."""
    entries: dict[tuple[int, int], list[str]] = defaultdict(list)
    places: dict[int, tuple[tuple[int, int], int]] = {}
    marks = Mark.objects.filter(course=course).order_by("part", "pk")
    for mark in marks.only("lesson_id", "student_id", "points", "sign", "part", "first_part_id"):
        text = Value(mark.points, mark.sign).text
        if mark.first_part_id in places:
            place, at = places[mark.first_part_id]
            entries[place][at] += f"/{text}"
            continue
        place = (mark.lesson_id, mark.student_id)
        places[mark.pk] = (place, len(entries[place]))
        entries[place].append(text)
    rows = Attendance.objects.filter(lesson__course=course)
    for lesson_id, student_id, kind, minutes in rows.values_list(
        "lesson_id", "student_id", ShownKind(), "minutes"
    ):
        entries[lesson_id, student_id].append(Absence(AbsenceKind(kind), minutes).text)
    return {place: " ".join(texts) for place, texts in entries.items()}


def _period_marks(course: Course) -> dict[tuple[int, tuple[str, int | None]], str]:
    """Current marks of periods, by student and period."""
    marks = TermMark.objects.filter(
        Q(course=course) | Q(course=None, subject_id=course.subject_id),
        year_id=course.year_id,
        is_current=True,
    )
    return {(mark.student_id, (mark.kind, mark.term_id)): mark.text for mark in marks}


def _plain(sheet: WriteOnlyWorksheet, values: Iterable[str]) -> list[WriteOnlyCell]:
    """Text stays text: a name that begins with = is no formula."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value or None)
        if value:
            cell.data_type = "s"
        cells.append(cell)
    return cells


def _title(course: Course, taken: set[str]) -> str:
    """A sheet's name: at most 31 signs, none twice."""
    words = course.subject.name if course.group.kind == "class" else str(course)
    base = _NOT_IN_TITLES.sub(" ", words)[:28].strip() or "—"
    title, number = base, 2
    while title.casefold() in taken:
        title, number = f"{base} {number}", number + 1
    taken.add(title.casefold())
    return title
