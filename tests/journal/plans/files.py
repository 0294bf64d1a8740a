"""Plan files for tests: Word documents with merged cells, and what a file holds."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from docx import Document

from core.imports.tables import Upload
from journal.plans.parts import PlanFile, ReadPlan
from journal.plans.reader import read_plan_file


def a_document(*tables: Sequence[Sequence[str]], above: str = "", name: str = "КТП.docx") -> Upload:
    """Tables under each other, `above` before each; a cell «<» is joined to the one before it, «^»
    to the one above it."""
    document = Document()
    for rows in tables:
        if above:
            document.add_paragraph(above)
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        _fill(table, rows)
    content = io.BytesIO()
    document.save(content)
    return Upload(name, content.getvalue())


def _fill(table, rows) -> None:
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text not in ("<", "^"):
                table.cell(y, x).text = text
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text == "<":
                table.cell(y, x - 1).merge(table.cell(y, x))
            elif text == "^":
                table.cell(y - 1, x).merge(table.cell(y, x))


def a_programme(**said: object) -> Upload:
    """The JSON of a federal programme."""
    usual = {"slug": "muzyka-noo", "subject": "Музыка", "grade": 4, "declared_hours": 3}
    sections = [{"name": "Песня", "hours": 3, "topics": [{"num": "1", "name": "Хор", "hours": 3}]}]
    return Upload("plan.json", json.dumps(usual | {"sections": sections} | said).encode())


def read(upload: Upload) -> ReadPlan:
    """The only plan of a file without faults."""
    file = read_plan_file(upload)
    assert [fault.message for fault in file.faults] == []
    (plan,) = file.plans
    return plan


def codes(file: PlanFile) -> list[str]:
    return [fault.code for fault in file.faults]


def shown(plan: ReadPlan) -> list[tuple[str, str, int]]:
    """Section, topic and hours of each line."""
    one = plan.lists[0]
    return [
        ("" if line.section is None else one.sections[line.section].name, line.title, line.hours)
        for line in one.lines
    ]
