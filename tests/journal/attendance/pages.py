"""Pages of attendance, for axe and for the eye."""

from __future__ import annotations

from journal.models import Exemption, StudyAway
from tests import builders as b
from tests.village import NOW


def _school(village, rest: str) -> str:
    return f"/s/{village.school.pk}/{rest}"


def _class(village, rest: str) -> str:
    return _school(village, f"classes/{village.school_class.pk}/{rest}")


def _term(village) -> int:
    return village.school_class.calendar.terms.order_by("number").first().pk


def _noted(village, rest: str) -> str:
    mother, homeroom = village.people["guardian"], village.people["homeroom"]
    words = "Температура 38, вызвали участкового врача, справку принесём после выздоровления"
    for student in village.students[1:3]:
        b.a_note(student, by=mother, words=words)
    b.a_note(village.students[5], by=homeroom, state="accepted", document="справка № 114")
    return _class(village, rest)


def _exempt(village, rest: str) -> str:
    Exemption.objects.get_or_create(
        school=village.school,
        student=village.students[7],
        subject=village.course.subject,
        document="справка № 31",
        since=b.MONDAY,
        defaults={"made_at": NOW, "made_by": village.people["homeroom"]},
    )
    return _class(village, rest)


def _away(village, rest: str) -> str:
    StudyAway.objects.get_or_create(
        school=village.school,
        student=village.students[9],
        mode="home",
        order_number="15-у",
        order_day=b.MONDAY,
        since=b.MONDAY,
        defaults={"made_at": NOW, "made_by": village.people["deputy"]},
    )
    return _school(village, rest)


PAGES = [
    ("class-attendance", "homeroom", lambda v: _class(v, "attendance/")),
    ("class-attendance-term", "deputy", lambda v: _class(v, f"attendance/?term={_term(v)}")),
    ("class-notes", "homeroom", lambda v: _noted(v, "notes/")),
    ("class-notes-add", "homeroom", lambda v: _class(v, "notes/add/")),
    ("class-exemptions", "homeroom", lambda v: _exempt(v, "exemptions/")),
    ("class-exemption-add", "homeroom", lambda v: _class(v, "exemptions/add/")),
    ("school-attendance", "deputy", lambda v: _school(v, "attendance/")),
    ("school-attendance-empty", "director", lambda v: _school(v, "attendance/?day=2025-09-13")),
    ("study-away", "deputy", lambda v: _away(v, "attendance/away/")),
    ("study-away-add", "administrator", lambda v: _school(v, "attendance/away/add/")),
]
