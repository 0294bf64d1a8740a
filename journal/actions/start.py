"""Beginning in mid-year: what an old journal holds comes in at once, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.once import first_time
from core.refusal import Refused
from journal.actions.bulk import CellsRefused, CellWish, write_cells
from journal.imports.marks import MarkPlan, WantedCell, WantedTermMark
from journal.models import LessonRecord, TermMark, TermMarkKind, TermMarkVia, TermSign, WorkKind
from schedule.models import Lesson
from school.models import Course, Person, SchoolClass

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came in: cells of lessons, marks of periods, lessons whose register counts as taken."""

    cells: int
    term_marks: int
    lessons: int


def bring_marks(
    *,
    actor: Person,
    school_class: SchoolClass,
    plan: MarkPlan,
    now: datetime,
    key: UUID | None = None,
) -> Brought | None:
    """Write a class's old journal: marks and absences into the lessons of its timetable, period
    marks beside them, registers of these lessons as taken now. None where this very request was
    applied already; where anything is refused, the plan names the place and nothing is written."""
    try:
        with transaction.atomic(), because(_("brought from another journal")):
            if key and not first_time(key=key, person_id=actor.pk, now=now):
                return None
            _write_cells(actor, plan, now)
            _write_term_marks(actor, school_class, plan, now)
            lessons = _take_registers(actor, school_class, plan.cells, now)
            if plan.faults:
                raise Refused("refused_in_part", _("Nothing was written."))
    except Refused as refused:
        if not plan.faults:
            plan.faults.add(plan.tables[0].place(), refused.code, " ".join(refused.messages))
        return None
    return Brought(cells=len(plan.cells), term_marks=len(plan.term_marks), lessons=lessons)


def _write_cells(actor: Person, plan: MarkPlan, now: datetime) -> None:
    by_course: dict[int, list[WantedCell]] = defaultdict(list)
    for cell in plan.cells:
        by_course[cell.course_id].append(cell)
    courses = Course.objects.select_related("group__school_class", "subject").in_bulk(by_course)
    written = _a_written_kind(plan, courses)
    for course_id, cells in sorted(by_course.items()):
        for start in range(0, len(cells), MOST_AT_ONCE):
            some = cells[start : start + MOST_AT_ONCE]
            try:
                write_cells(
                    actor=actor,
                    course=courses[course_id],
                    cells=[
                        CellWish(
                            lesson_id=one.lesson_id,
                            student_id=one.student_id,
                            text=one.text,
                            seen="",
                            kind_id=written if one.is_late else None,
                        )
                        for one in some
                    ],
                    now=now,
                )
            except CellsRefused as refused:
                _name_places(plan, some, refused)


def _a_written_kind(plan: MarkPlan, courses: dict[int, Course]) -> int | None:
    """Old journals do not say of which kind a mark is; one beside н was for a written work."""
    if not any(cell.is_late for cell in plan.cells):
        return None
    school_id = next(iter(courses.values())).school_id
    kinds = WorkKind.objects.filter(school_id=school_id, is_written=True, is_in_use=True)
    return kinds.order_by("weight", "position").values_list("pk", flat=True).first()


def _name_places(plan: MarkPlan, cells: Iterable[WantedCell], refused: CellsRefused) -> None:
    places = {(cell.lesson_id, cell.student_id): cell for cell in cells}
    for bad in refused.bad:
        cell = places[bad.lesson_id, bad.student_id]
        place = plan.tables[cell.table].place(cell.row, cell.column)
        plan.faults.add(place, bad.code, bad.message)


def _write_term_marks(
    actor: Person, school_class: SchoolClass, plan: MarkPlan, now: datetime
) -> None:
    stands = {
        (mark.student_id, mark.subject_id, mark.kind, mark.term_id): mark
        for mark in TermMark.objects.filter(
            year_id=school_class.year_id,
            is_current=True,
            student_id__in={one.student_id for one in plan.term_marks},
        )
    }
    rows = []
    for one in plan.term_marks:
        there = stands.get((one.student_id, one.subject_id, one.kind, one.term_id))
        if there is None:
            rows.append(_term_mark(actor, school_class, one, now))
            stands[one.student_id, one.subject_id, one.kind, one.term_id] = rows[-1]
        elif (there.points, there.sign) != (one.points, one.sign):
            place = plan.tables[one.table].place(one.row, one.column)
            message = _("Another mark stands here already: %(mark)s.") % {"mark": there.text}
            plan.faults.add(place, "stands_already", message)
    TermMark.objects.bulk_create(rows)


def _term_mark(
    actor: Person, school_class: SchoolClass, one: WantedTermMark, now: datetime
) -> TermMark:
    not_attested = one.sign == TermSign.NOT_ATTESTED
    return TermMark(
        school_id=school_class.school_id,
        year_id=school_class.year_id,
        student_id=one.student_id,
        subject_id=one.subject_id,
        course_id=one.course_id,
        term_id=one.term_id if one.kind == TermMarkKind.TERM else None,
        kind=one.kind,
        scale=one.scale,
        points=one.points,
        sign=one.sign,
        reason=_("as in the journal it was brought from") if not_attested else "",
        via=TermMarkVia.BROUGHT,
        known_at=now,
        published_at=now,
        set_by=actor,
    )


def _take_registers(
    actor: Person, school_class: SchoolClass, cells: Iterable[WantedCell], now: datetime
) -> int:
    """Lessons with brought entries were held: whoever has no absence there was present."""
    lesson_ids = {cell.lesson_id for cell in cells}
    known = set(
        LessonRecord.objects.filter(lesson_id__in=lesson_ids).values_list("lesson_id", flat=True)
    )
    begun = Lesson.objects.filter(pk__in=lesson_ids, starts_at__lte=now).values_list(
        "pk", flat=True
    )
    LessonRecord.objects.bulk_create(
        LessonRecord(
            school_id=school_class.school_id,
            lesson_id=pk,
            register_at=now,
            register_by=actor,
            version=1,
        )
        for pk in begun
        if pk not in known
    )
    without = LessonRecord.objects.filter(lesson_id__in=known, register_at=None)
    return len(lesson_ids - known) + without.update(register_at=now, register_by=actor)
