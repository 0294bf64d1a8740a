"""Pages of the diary, for axe and for the eye."""

from __future__ import annotations

from tests import builders as b
from tests.builders import a_message
from tests.diary.paper_builders import a_paper_week
from tests.journal.terms_builders import a_term_mark


def _diary(village, rest: str = "") -> str:
    return f"/s/{village.school.pk}/diary/{village.student.pk}/{rest}"


def _digest(village) -> str:
    message = a_message(village.people["guardian"], about=village.student)
    return _diary(village, f"forecast/{message.pk}/")


def _absence(village) -> str:
    b.a_note(village.student, by=village.people["guardian"], words="Температура, вызвали врача")
    b.a_note(village.student, by=village.people["guardian"], state="accepted")
    return _diary(village, "absence/")


def _finals(village) -> str:
    term = village.school_class.calendar.terms.get(number=1)
    teacher = village.teacher.person
    a_term_mark(village.course, village.student, 5, term=term, by=teacher)
    a_term_mark(village.course, village.student, sign="not_attested", by=teacher)
    return _diary(village, "finals/")


def _paper(village) -> str:
    a_paper_week(village)
    return f"/s/{village.school.pk}/control/paper/?week=2025-09-08"


def _paper_class(village) -> str:
    a_paper_week(village)
    return f"/s/{village.school.pk}/classes/{village.school_class.pk}/paper/?week=2025-09-08"


PAGES = [
    ("paper", "deputy", _paper),
    ("paper-class", "homeroom", _paper_class),
    ("diary-digest", "guardian", _digest),
    ("diary-week", "guardian", _diary),
    ("diary-week-holidays", "student", lambda village: _diary(village, "2025-10-27/")),
    ("diary-marks", "guardian", lambda village: _diary(village, "marks/")),
    ("diary-finals", "guardian", _finals),
    ("diary-absence", "guardian", _absence),
    ("diary-homework", "guardian", lambda village: _diary(village, "homework/")),
    ("diary-results", "guardian", lambda village: _diary(village, "results/")),
    ("diary-forecast", "guardian", lambda village: _diary(village, "forecast/")),
]
