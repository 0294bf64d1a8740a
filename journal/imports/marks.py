"""From mark sheets to what is to be written: cells of lessons and marks of periods.

A sheet of one subject: students down, days across, period marks behind them. A summary sheet:
students down, subjects across, for one period. Everything that cannot be placed is named with file,
sheet, row and column; nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.imports.cells import as_text, folded
from core.imports.faults import Faults
from core.imports.tables import BadFormula, Line, Table
from core.refusal import Refused
from journal.cells import parse
from journal.imports.headings import (
    DayColumn,
    Headings,
    PeriodColumn,
    headings_of,
    name_in,
    period_of,
)
from journal.models import TermMarkKind, TermSign
from journal.queries.class_ground import ClassGround, CourseGround
from school.models import Scale

_NO_STUDENT = ("итог", "средн", "всего", "учител", "класс", "подпис", "по списку")
_SIGNS = {
    "н/а": TermSign.NOT_ATTESTED,
    "на": TermSign.NOT_ATTESTED,
    "осв": TermSign.EXEMPT,
    "зач": TermSign.PASSED,
    "зачет": TermSign.PASSED,
    "незач": TermSign.FAILED,
    "незачет": TermSign.FAILED,
    "усв": TermSign.MASTERED,
}


@dataclass(frozen=True, slots=True)
class WantedCell:
    """What is to stand in the cell of a lesson and a student, and where it was read. A mark beside
    н is one for a written work, handed in late (`is_late`)."""

    table: int
    row: int
    column: int
    course_id: int
    lesson_id: int
    student_id: int
    text: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class WantedTermMark:
    """A period's mark as the old journal holds it."""

    table: int
    row: int
    column: int
    course_id: int
    subject_id: int
    student_id: int
    kind: TermMarkKind
    term_id: int | None
    scale: str
    points: int | None
    sign: str


@dataclass(slots=True)
class MarkPlan:
    """All that the files say, and all that is wrong with them."""

    tables: Sequence[Table]
    cells: list[WantedCell] = field(default_factory=list)
    term_marks: list[WantedTermMark] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    @property
    def course_ids(self) -> set[int]:
        return {cell.course_id for cell in self.cells}


def read_mark_sheets(
    tables: Sequence[Table], ground: ClassGround, *, subject_id: int | None = None
) -> MarkPlan:
    """Read every sheet. `subject_id` is what the person chose for sheets that do not say it."""
    plan = MarkPlan(tables)
    for number, table in enumerate(tables):
        _Reader(plan, number, table, ground).read(subject_id)
    if not plan.faults and not plan.cells and not plan.term_marks and tables:
        place = tables[0].place()
        plan.faults.add(place, "nothing", _("No marks were found in the file."))
    return plan


class _Reader:
    """One sheet against the class."""

    def __init__(self, plan: MarkPlan, number: int, table: Table, ground: ClassGround) -> None:
        self.plan, self.number, self.table, self.ground = plan, number, table, ground
        self.heading: int | None = None

    def read(self, chosen: int | None) -> None:
        head = headings_of(
            self.table, first_day=self.ground.first_day, last_day=self.ground.last_day
        )
        if (head is None or not head.days) and self._read_summary():
            return
        if head is None:
            self._fault(
                None,
                None,
                "no_days",
                _("No line of this sheet holds the days of lessons (08.09, 10.09, …)."),
            )
            return
        subject_id = self.ground.of_subject(f"{self.table.sheet} {head.title}") or chosen
        if subject_id is None:
            self._fault(
                None,
                None,
                "no_subject",
                _("Name the sheet after the subject, or choose the subject beside the file."),
            )
            return
        self._read_subject(head, subject_id)

    def _read_subject(self, head: Headings, subject_id: int) -> None:
        courses = [one for one in self.ground.courses if one.subject_id == subject_id]
        if head.ignored:
            self.plan.notices.append(
                _("Sheet “%(sheet)s”: columns passed over: %(names)s.")
                % {"sheet": self.table.sheet, "names": ", ".join(head.ignored[:12])}
            )
        self.heading = self.table.lines[head.row].number
        for line, student_id in self._students(head.row, head.names):
            for column in head.days:
                self._day(line, column, student_id, courses)
            for column in head.periods:
                self._period(line, column, student_id, courses)

    def _day(
        self, line: Line, column: DayColumn, student_id: int, courses: list[CourseGround]
    ) -> None:
        text = self._text(line, column.at)
        if not text:
            return
        course = next((one for one in courses if one.takes(student_id, column.day)), None)
        if course is None:
            self._fault(
                line.number,
                column.at,
                "not_a_member",
                _("The student was not in the group on this day."),
            )
            return
        lessons = course.lessons.get(column.day, ())
        if len(lessons) < column.which:
            self._fault(
                self.heading,
                column.at,
                "no_lesson",
                _("There is no lesson of %(subject)s on %(day)s in the timetable.")
                % {"subject": course.subject, "day": f"{column.day:%d.%m.%Y}"},
            )
            return
        try:
            wanted = parse(text, scale=course.scale if course.has_marks else Scale.NONE)
        except Refused as refused:
            self._fault(line.number, column.at, refused.code, " ".join(refused.messages))
            return
        self.plan.cells.append(
            WantedCell(
                self.number,
                line.number,
                column.at,
                course.pk,
                lessons[column.which - 1],
                student_id,
                wanted.text,
                bool(wanted.entries and wanted.absence and wanted.absence.kind.is_missed),
            )
        )

    def _period(
        self, line: Line, column: PeriodColumn, student_id: int, courses: list[CourseGround]
    ) -> None:
        text = self._text(line, column.at)
        if not text or text in ("-", "—", "–"):
            return
        term_id = None
        if column.kind == TermMarkKind.TERM:
            term_id = self.ground.terms.get((column.term_kind, column.number))
            if term_id is None:
                self._fault(
                    None, column.at, "no_term", _("The class's calendar has no such period.")
                )
                return
        of_student = [one for one in courses if student_id in one.members]
        if not of_student:
            self._fault(
                line.number,
                column.at,
                "not_a_member",
                _("The student does not learn this subject here."),
            )
            return
        course = of_student[-1]
        points, sign = self._value(text, course)
        if points is None and not sign:
            self._fault(
                line.number,
                column.at,
                "unknown_mark",
                _("“%(text)s” is no mark of a period.") % {"text": text[:20]},
            )
            return
        self.plan.term_marks.append(
            WantedTermMark(
                self.number,
                line.number,
                column.at,
                course.pk,
                course.subject_id,
                student_id,
                column.kind,
                term_id,
                course.scale,
                points,
                sign,
            )
        )

    def _value(self, text: str, course: CourseGround) -> tuple[int | None, str]:
        word = folded(text)
        if word in _SIGNS:
            return None, _SIGNS[word].value
        low = 1 if course.scale == Scale.ONE_TO_FIVE else 2
        if word.isdecimal() and low <= int(word) <= 5 and course.has_marks:
            return int(word), ""
        return None, ""

    def _read_summary(self) -> bool:
        """Students × subjects for the period that the sheet's name or title says."""
        for index, line in enumerate(self.table.lines[:12]):
            columns = [
                (at, subject_id)
                for at, cell in enumerate(line.cells)
                if isinstance(cell, str) and (subject_id := self._subject_over(cell))
            ]
            if len(columns) < 2:
                continue
            words = " ".join(
                as_text(cell) for above in self.table.lines[:index] for cell in above.cells if cell
            )
            period = period_of(self.table.sheet) or period_of(words)
            if period is None:
                self._fault(
                    None,
                    None,
                    "no_term",
                    _("Name the sheet after the period: “1 четверть”, “Год”."),
                )
                return True
            self._summary_rows(index, columns, period)
            return True
        return False

    def _subject_over(self, cell: str) -> int | None:
        text = folded(cell)
        return next(
            (one.subject_id for one in self.ground.courses if text in one.names),
            None,
        )

    def _summary_rows(self, index: int, columns: list[tuple[int, int]], period: tuple) -> None:
        kind, term_kind, number = period
        names = tuple(range(columns[0][0]))
        for line, student_id in self._students(index, self._worded(index, names)):
            for at, subject_id in columns:
                courses = [one for one in self.ground.courses if one.subject_id == subject_id]
                column = PeriodColumn(at, kind, term_kind, number)
                self._period(line, column, student_id, courses)

    def _worded(self, head: int, columns: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(
            at
            for at in columns
            if any(
                isinstance(line.cells[at], str) and not line.cells[at].strip(". ").isdecimal()
                for line in self.table.lines[head + 1 :]
                if at < len(line.cells) and line.cells[at]
            )
        )[:3]

    def _students(self, head: int, names: tuple[int, ...]) -> list[tuple[Line, int]]:
        """The lines below the heading that name a student of the class."""
        if not names:
            self._fault(None, None, "no_names", _("No column with the students' names was found."))
            return []
        found = []
        for line in self.table.lines[head + 1 :]:
            written = name_in(line, names)
            if not written or folded(written).startswith(_NO_STUDENT):
                continue
            known = self.ground.students.get(folded(written), ())
            if len(known) == 1:
                found.append((line, known[0]))
            elif self._says_something(line, names):
                code = "unknown_student" if not known else "two_students"
                message = (
                    _("No student of the class is called so. Write the name as in the register.")
                    if not known
                    else _("Two students of the class are called so: add the patronymic.")
                )
                self._fault(line.number, names[0], code, message)
        return found

    def _says_something(self, line: Line, names: tuple[int, ...]) -> bool:
        return any(cell not in (None, "") for at, cell in enumerate(line.cells) if at > names[-1])

    def _text(self, line: Line, at: int) -> str:
        cell = line.cells[at] if at < len(line.cells) else None
        if isinstance(cell, BadFormula):
            self._fault(line.number, at, cell.code, _("The formula of this cell has no value."))
            return ""
        if isinstance(cell, date):
            self._fault(
                line.number,
                at,
                "a_date",
                _("Excel has made a date of this cell. Format it as text and write it anew."),
            )
            return ""
        return as_text(cell)

    def _fault(self, row: int | None, at: int | None, code: str, message: str) -> None:
        self.plan.faults.add(self.table.place(row, at), code, message)


def counted(plan: MarkPlan) -> str:
    """«1 204 marks and absences, 26 marks of periods»"""
    cells, terms = len(plan.cells), len(plan.term_marks)
    parts = []
    if cells:
        parts.append(
            ngettext("%(n)d cell of lessons", "%(n)d cells of lessons", cells) % {"n": cells}
        )
    if terms:
        parts.append(
            ngettext("%(n)d mark of a period", "%(n)d marks of periods", terms) % {"n": terms}
        )
    return ", ".join(parts)
