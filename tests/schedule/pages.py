"""Pages of the timetable, for axe and for the eye."""

from __future__ import annotations

from tests.schedule.access import _job, _slot


def _at(village, rest: str) -> str:
    return f"/s/{village.school.pk}/timetable/{rest}"


PAGES = [
    ("timetable-class", "homeroom", lambda v: _at(v, f"class/{v.school_class.pk}/")),
    ("timetable-teacher", "own_teacher", lambda v: _at(v, f"teacher/{v.teacher.pk}/")),
    ("timetable-room", "own_teacher", lambda v: _at(v, f"room/{v.room.pk}/")),
    ("timetable-empty", "deputy", lambda v: _at(v, f"class/{v.school_class.pk}/?week=2025-10-27")),
    ("timetable-day", "deputy", lambda v: _at(v, "day/")),
    ("timetable-absence", "deputy", lambda v: _at(v, f"absent/{v.teacher.pk}/")),
    ("timetable-lesson", "deputy", lambda v: _at(v, f"lesson/{v.lesson.pk}/")),
    ("timetable-add", "deputy", lambda v: _at(v, "lesson/add/")),
    ("timetable-lines", "deputy", lambda v: _at(v, f"lines/{v.school_class.pk}/")),
    ("timetable-line", "deputy", lambda v: _at(v, f"line/{_slot(v)['slot_id']}/")),
    ("timetable-generate", "deputy", lambda v: _at(v, "generate/")),
    ("timetable-job", "deputy", lambda v: _at(v, f"generate/{_job(v)['job_id']}/")),
]
