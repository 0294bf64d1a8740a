"""A family's notes of absence: what was said, and what the homeroom teacher answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from consent.permissions import Access
from journal.models import AbsenceNote
from journal.queries.notes import NoteLine, lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    """Notes of one child, the newest first. A guardian writes; a student and staff read."""

    tab: ClassVar[str] = "absence"
    access: Access
    notes: tuple[NoteLine, ...]

    @property
    def may_write(self) -> bool:
        return self.access.role == "guardian"


def absence_page(access: Access) -> AbsencePage:
    """All notes of the child in this school; one statement."""
    notes = AbsenceNote.objects.filter(
        school_id=access.school_id, student_id=access.student_id
    ).order_by("-first_day", "-pk")
    return AbsencePage(access=access, notes=lines_of(notes))


def own_note(access: Access, note_id: int, *, person_id: int) -> AbsenceNote | None:
    """A note of this child that this guardian wrote."""
    return AbsenceNote.objects.filter(
        pk=note_id,
        school_id=access.school_id,
        student_id=access.student_id,
        made_by_id=person_id,
    ).first()
