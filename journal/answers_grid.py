"""What an open journal page is told: cells as they stand, averages, lines of the right page."""

from __future__ import annotations

from journal.grid_shown import row_sums, topic_row
from journal.queries.course_changes import ChangedCell, Changes
from journal.queries.course_page import Row

Answer = dict[str, object]


def changes_answer(changes: Changes) -> Answer:
    """Small JSON: `reload` where the page knows too little to be brought up to date."""
    if changes.page is None:
        return {"reload": True}
    return {
        "since": changes.cursor,
        "columns": changes.has_other_columns,
        "topics": {str(c.lesson_id): topic_row(c, changes.page) for c in changes.topics},
        "lacks": {str(c.lesson_id): c.lacks_register for c in changes.topics},
        **cells_answer(changes.cells, changes.rows),
    }


def cells_answer(cells: tuple[ChangedCell, ...], rows: tuple[Row, ...]) -> Answer:
    """Cells by lesson and student, and what the rows of these students come to."""
    return {
        "cells": [
            {"l": c.lesson_id, "s": c.student_id, "text": c.text, "html": c.html, "by": c.by}
            for c in cells
        ],
        "sums": {str(row.student.pk): row_sums(row) for row in rows},
    }
