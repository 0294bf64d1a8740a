"""Pages about a class whole, for axe and for the eye."""

from __future__ import annotations

from tests import builders as b
from tests.class_page.builders import a_debt


def _class(village, rest: str) -> str:
    return f"/s/{village.school.pk}/classes/{village.school_class.pk}/{rest}"


def _results(village) -> str:
    b.an_outside_result(village.student, by=village.teacher.person)
    b.an_outside_result(
        village.students[-1],
        by=village.teacher.person,
        title="Всероссийская проверочная работа по русскому языку",
        kind="check_work",
        known_at=b.moscow(b.FIRST_DAY, "10:00"),
        day=b.FIRST_DAY,
        result="4",
    )
    return _class(village, "journal/results/")


def _debts(village) -> str:
    a_debt(village.lesson, village.students[1], by=village.teacher.person)
    return _class(village, "journal/debts/")


PAGES = [
    ("class-marks", "homeroom", lambda v: _class(v, "journal/")),
    ("class-marks-unfolded", "deputy", lambda v: _class(v, "journal/?view=marks")),
    ("class-debts", "homeroom", _debts),
    ("class-families", "homeroom", lambda v: _class(v, "journal/families/")),
    ("class-results", "homeroom", _results),
    ("class-result-add", "homeroom", lambda v: _class(v, "journal/results/add/")),
    ("results", "deputy", lambda v: f"/s/{v.school.pk}/results/"),
    ("class-student", "homeroom", lambda v: _class(v, f"students/{v.student.pk}/")),
    (
        "class-subject",
        "homeroom",
        lambda v: _class(v, f"students/{v.student.pk}/subjects/{v.course.subject_id}/"),
    ),
]
