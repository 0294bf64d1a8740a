"""What a teacher writes, a model a fact."""

from journal.models.attendance import (
    AbsenceKind,
    AbsenceNote,
    Attendance,
    Exemption,
    NoteState,
    StudyAway,
    StudyMode,
)
from journal.models.checks import JournalCheck, JournalRemark, OutsideResult, ResultKind
from journal.models.clock import LessonDue, StaleDay, YearOpening
from journal.models.homework import Homework, HomeworkFile, HomeworkRecipient
from journal.models.lessons import LessonRecord
from journal.models.marks import BroughtMark, CellNote, Mark, Sign, Work, WorkKind, WorkResult
from journal.models.plans import CoursePlan, PlannedTopic, PlanState
from journal.models.terms import (
    Decision,
    Promotion,
    TermLock,
    TermMark,
    TermMarkKind,
    TermMarkVia,
    TermSign,
)

__all__ = [
    "AbsenceKind",
    "AbsenceNote",
    "Attendance",
    "BroughtMark",
    "CellNote",
    "CoursePlan",
    "Decision",
    "Exemption",
    "Homework",
    "HomeworkFile",
    "HomeworkRecipient",
    "JournalCheck",
    "JournalRemark",
    "LessonDue",
    "LessonRecord",
    "Mark",
    "NoteState",
    "OutsideResult",
    "PlanState",
    "PlannedTopic",
    "Promotion",
    "ResultKind",
    "Sign",
    "StaleDay",
    "StudyAway",
    "StudyMode",
    "TermLock",
    "TermMark",
    "TermMarkKind",
    "TermMarkVia",
    "TermSign",
    "Work",
    "WorkKind",
    "WorkResult",
    "YearOpening",
]
