"""What was entered for a lesson, collected by who entered it, and written by COPY."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import models

from control.demo.bulk import copy
from journal.models import Attendance, Homework, HomeworkRecipient, LessonRecord, Mark, Work

COLUMNS: dict[type[models.Model], list[str]] = {
    LessonRecord: (
        "lesson_id school_id topic topic_at topic_by_id register_at register_by_id no_homework"
        " homework_at homework_by_id version planned_topic_id"
    ).split(),
    Attendance: "school_id lesson_id student_id kind minutes noted_at noted_by_id version".split(),
    Homework: (
        "id school_id course_id given_at_id due_lesson_id due_day is_individual text minutes set_at"
        " set_by_id version"
    ).split(),
    HomeworkRecipient: "school_id homework_id student_id".split(),
    Work: (
        "id school_id course_id lesson_id kind_id title weight days_for_results parts made_at"
        " made_by_id"
    ).split(),
    Mark: (
        "id school_id lesson_id course_id student_id work_id kind_id weight part scale points sign"
        " retake_of_id comment written_at written_by_id version"
    ).split(),
}


class Pages:
    """Rows of the journal by author, then by table; keys are filled in when they are written."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[type[models.Model], list[tuple[Any, ...]]]] = defaultdict(
            lambda: {model: [] for model in COLUMNS}
        )
        self.counts: dict[str, int] = defaultdict(int)
        self.size = 0

    def add(self, model: type[models.Model], author_id: int, *row: Any) -> None:
        self._rows[author_id][model].append(row)
        self.size += 1

    def write(self) -> None:
        """One COPY per author and table, so that each history event names its author."""
        for author_id, tables in self._rows.items():
            for model, rows in tables.items():
                self.counts[model.__name__] += copy(
                    model, COLUMNS[model], rows, author_id=author_id
                )
        self._rows.clear()
        self.size = 0
