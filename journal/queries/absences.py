"""What an absence is shown as: asked by every read of attendance, here for those of the ORM."""

from __future__ import annotations

from django.db.models import CharField, Func


class ShownKind(Func):
    """`journal_absence_kind` of an Attendance: the teacher's н as уп or б where an accepted note
    covers the lesson. `prefix` leads to the attendance (`attendance__`)."""

    function = "journal_absence_kind"
    output_field = CharField()

    def __init__(self, prefix: str = "", **extra: object) -> None:
        super().__init__(f"{prefix}kind", f"{prefix}student_id", f"{prefix}lesson_id", **extra)
