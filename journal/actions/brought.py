"""Current marks that a student brings from another school (ведомость текущих отметок)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.imports.cells import folded
from core.once import first_time
from core.refusal import Refused
from journal.imports.headings import day_of
from journal.models import BroughtMark
from school.models import AcademicYear, Person, Student, Subject

MOST = 400
_LINE = re.compile(r"\s*(?P<subject>[^:;\t\d]+?)\s*[:;\t]\s*(?P<marks>.+)")
_MARK = re.compile(r"(?P<mark>[1-5])(?:\s*\((?P<day>[\d./-]{3,10})\))?")
_BETWEEN = re.compile(r"[\s,;]*")


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One mark as it was typed."""

    subject_id: int
    points: int
    day: date


def read_brought(
    text: str, *, subjects: dict[str, int], year: AcademicYear, usual_day: date | None
) -> list[BroughtLine]:
    """«Алгебра: 4 (12.09), 5, 3», a line for each subject. `subjects` are the school's, by folded
    name. Raises Refused that names the line."""
    found: list[BroughtLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found += _line(number, line, subjects, year, usual_day)
    if not found:
        raise Refused("empty", _("Say something here."), field="lines")
    if len(found) > MOST:
        raise Refused(
            "too_many", _("At most %(most)d marks at once.") % {"most": MOST}, field="lines"
        )
    return found


def bring_current_marks(
    *,
    actor: Person,
    student: Student,
    marks: list[BroughtLine],
    from_where: str,
    now: datetime,
    key: UUID | None = None,
) -> int:
    """Note the marks; they count in the averages of their subjects from now on. Returns how many
    are new: what was brought before stands once."""
    with transaction.atomic():
        if key and not first_time(key=key, person_id=actor.pk, now=now):
            return 0
        Student.objects.select_for_update().get(pk=student.pk)
        before = list(
            BroughtMark.objects.filter(student=student, from_where=from_where).values_list(
                "subject_id", "points", "day"
            )
        )
        new = []
        for mark in marks:
            value = (mark.subject_id, mark.points, mark.day)
            if value in before:
                before.remove(value)
            else:
                new.append(mark)
        BroughtMark.objects.bulk_create(
            BroughtMark(
                school_id=student.school_id,
                student=student,
                subject_id=mark.subject_id,
                day=mark.day,
                points=mark.points,
                weight=Decimal(1),
                from_where=from_where,
                written_at=now,
                written_by=actor,
            )
            for mark in new
        )
    return len(new)


def take_back_brought(*, actor: Person, student: Student, mark_id: int) -> None:
    """A mark was brought by mistake: it goes, its history stays."""
    with transaction.atomic():
        BroughtMark.objects.filter(student=student, pk=mark_id).delete()


def subjects_of(school_id: int) -> dict[str, int]:
    """The school's subjects by every name a paper may use."""
    found: dict[str, int] = {}
    for subject in Subject.objects.filter(school_id=school_id).order_by("-position"):
        for name in (subject.label, subject.name):
            found[folded(name)] = subject.pk
    return found


def _line(
    number: int,
    line: str,
    subjects: dict[str, int],
    year: AcademicYear,
    usual_day: date | None,
) -> list[BroughtLine]:
    parts = _LINE.fullmatch(line)
    if not parts:
        raise _bad(number, _("write the subject, a colon and its marks"))
    subject_id = subjects.get(folded(parts["subject"]))
    if subject_id is None:
        message = _("the school has no subject “%(name)s”") % {"name": parts["subject"][:60]}
        raise _bad(number, message)
    found, rest = [], parts["marks"]
    while rest := rest[_BETWEEN.match(rest).end() :]:
        mark = _MARK.match(rest)
        if not mark:
            raise _bad(number, _("“%(text)s” is no mark") % {"text": rest[:12]})
        day = usual_day
        if mark["day"]:
            day = day_of(mark["day"], first_day=year.first_day, last_day=year.last_day)
        if day is None or not year.first_day <= day <= year.last_day:
            raise _bad(number, _("a mark lacks its day, or the day lies outside the year"))
        found.append(BroughtLine(subject_id, int(mark["mark"]), day))
        rest = rest[mark.end() :]
    return found


def _bad(number: int, what: str) -> Refused:
    message = _("Line %(number)s: %(what)s.") % {"number": number, "what": what}
    return Refused("bad_line", message, field="lines")
