"""The teacher's report for a period: each course in figures; for leaders all teachers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from control.figures import Counts, Density, counted, pooled
from control.queries.reports.averages import averages_of, density_of
from control.queries.reports.ground import CourseRef, Ground
from control.queries.reports.marks import MarksOf, PupilMark, marks_counted, marks_of_pupils
from control.reports.columns import MarkColumns, formula_notes
from control.reports.links import report_href, rows_href
from control.reports.parts import no_marks, report, without_marks_note
from control.reports.table import (
    EMPTY,
    Cell,
    Head,
    Line,
    Report,
    Table,
    fraction,
    number,
    percent,
    sum_line,
    words,
)
from journal.progress import Progress, Share
from journal.queries.plan_progress import progress_of_courses

SLUG = "teacher"


def teacher_report(ground: Ground) -> Report:
    """Of the teacher asked for; a teacher gets the own one, leaders without a choice all."""
    employee = teacher_of(ground)
    if employee is None:
        return _all_teachers(ground)
    courses = ground.courses_of(employee)
    rows = rows_of_courses(ground, courses)
    by_course = {course.pk: counted_of(rows, course.pk) for course in courses}
    plans = progress_of_courses([course.pk for course in courses], now=_moment(ground))
    name = ground.teachers.get(employee)
    return report(
        ground,
        slug=SLUG,
        title=_("Report of the teacher"),
        facts=((_("Teacher"), name.full if name else ""),),
        tables=(
            _marks_table(ground, courses, by_course),
            _work_table(ground, courses, rows, plans),
        )
        if courses
        else (),
        empty="" if courses else _("No courses in this period."),
        warnings=() if any(one.has_marks for one in by_course.values()) else (no_marks(),),
        notes=(*formula_notes(ground.na), *_density_notes(), *_classes_note(ground, courses)),
        signers=((_("Teacher"), name.short if name else ""), (_("Deputy director"), "")),
        is_wide=True,
    )


def teacher_of(ground: Ground) -> int | None:
    """Whose report is asked for: the own one, unless a leader chose another (else Http404)."""
    if not ground.sees_all:
        return ground.employee_id or 0
    if ground.asked.teacher is not None and ground.asked.teacher not in ground.teachers:
        raise Http404
    return ground.asked.teacher


def rows_of_courses(ground: Ground, courses: Sequence[CourseRef]) -> list[PupilMark]:
    """Students of these courses with the marks that stand; one statement."""
    wanted = {course.pk for course in courses}
    subjects = {course.subject_id for course in courses if course.has_marks}
    classes = {course.class_id for course in courses}
    rows = marks_of_pupils(
        ground, class_ids=None if None in classes else classes, subject_ids=subjects
    )
    return [row for row in rows if row.course_id in wanted]


def counted_of(rows: Sequence[PupilMark], course_id: int) -> Counts:
    """The counts of one course."""
    return counted((row.value, 1) for row in rows if row.course_id == course_id)


def course_name(ground: Ground, course: CourseRef) -> str:
    """5А, Алгебра"""
    return f"{course.group}, {ground.subjects[course.subject_id]}"


def _moment(ground: Ground) -> datetime:
    """The end of the period, now while it runs."""
    after = datetime.combine(
        ground.day + timedelta(days=1), time.min, tzinfo=ground.here.school.zone
    )
    return min(after, ground.now)


def _marks_table(
    ground: Ground, courses: Sequence[CourseRef], by_course: dict[int, Counts]
) -> Table:
    columns = MarkColumns(by_course.values(), ground.na)
    lines = []
    for course in courses:
        counts = by_course[course.pk]

        def href(what: str, pk: int = course.pk) -> str:
            return rows_href(ground, SLUG, what=what, course=pk, teacher=ground.asked.teacher)

        name = words(course_name(ground, course), _course_href(ground, course))
        lines.append(
            Line(
                (name, number(counts.everybody, href("all")), *columns.cells(counts, href)),
            )
        )
    together = pooled(by_course.values())

    def all_href(what: str) -> str:
        return rows_href(ground, SLUG, what=what, teacher=ground.asked.teacher)

    sums = (words(_("Together")), number(together.everybody, all_href("all")))
    lines.append(sum_line((*sums, *columns.cells(together, all_href))))
    return Table(
        title=_("Marks of the period"),
        heads=(Head(_("Course"), is_text=True), Head(_("Students")), *columns.heads),
        lines=tuple(lines),
    )


def _course_href(ground: Ground, course: CourseRef) -> str:
    return reverse("journal:terms", args=[ground.here.school.pk, course.pk])


def _work_table(
    ground: Ground,
    courses: Sequence[CourseRef],
    rows: Sequence[PupilMark],
    plans: dict[int, Progress],
) -> Table:
    averages = averages_of(ground, rows)
    lines = []
    for course in courses:
        density = density_of(ground, [r for r in rows if r.course_id == course.pk], averages)
        href = rows_href(
            ground, SLUG, what="density", course=course.pk, teacher=ground.asked.teacher
        )
        plan = reverse("journal:plan", args=[ground.here.school.pk, course.pk])
        name = words(course_name(ground, course), _course_href(ground, course))
        progress = plans[course.pk]
        lines.append(
            Line(
                (
                    name,
                    *_density_cells(ground, density, href),
                    *_share_cells(progress.hours, plan),
                    *_share_cells(progress.topics, plan),
                )
            )
        )
    return Table(
        title=_("Density of marks and fulfilment of the programme"),
        heads=_work_heads(is_year=ground.period is not None and ground.period.is_year),
        lines=tuple(lines),
        note=_("Hours and topics are counted from the beginning of the year."),
    )


def _work_heads(*, is_year: bool) -> tuple[Head, ...]:
    density, hours, topics = _("Density of marks"), _("Hours"), _("Topics")
    minimum = [] if is_year else [Head(_("at the minimum, %"), density)]
    return (
        Head(_("Course"), is_text=True),
        Head(_("marks"), density),
        Head(_("per lesson and pupil, %"), density),
        Head(_("per pupil"), density),
        *minimum,
        Head(_("planned"), hours),
        Head(_("held"), hours),
        Head("%", hours, told=_("held of planned")),
        Head(_("planned"), topics),
        Head(_("given"), topics),
        Head("%", topics, told=_("given of planned")),
    )


def _density_cells(ground: Ground, density: Density, href: str) -> list[Cell]:
    cells = [
        number(density.marks, href),
        percent(density.per_lesson, href),
        fraction(density.per_pupil, href, places=1),
    ]
    if ground.period is None or not ground.period.is_year:
        cells.append(percent(density.enough, href))
    return cells


def _share_cells(share: Share, href: str) -> list[Cell]:
    if not share.of:
        return [EMPTY, EMPTY, EMPTY]
    return [number(share.of, href), number(share.done, href), percent(share.exact, href)]


def _density_notes() -> tuple[str, ...]:
    return (
        _(
            "Density: marks by pupil-lessons with a taken register; marks by pupil; share of "
            "pupils who have the school's minimum of marks. The exempt are left out."
        ),
    )


def _classes_note(ground: Ground, courses: Sequence[CourseRef]) -> tuple[str, ...]:
    ids = {course.class_id for course in courses}
    return without_marks_note(ground, [one for one in ground.classes if one.pk in ids])


def _all_teachers(ground: Ground) -> Report:
    """One line for each teacher of the period; two who share a course both have it."""
    marks = marks_counted(ground, [ground.period])
    by_course = _by_course(marks)
    columns = MarkColumns([one.counts for one in marks], ground.na)
    lines = []
    for employee, name in ground.teachers.items():
        courses = ground.courses_of(employee)
        if not courses:
            continue
        counts = pooled(by_course[course.pk] for course in courses if course.pk in by_course)

        def href(what: str, pk: int = employee) -> str:
            return rows_href(ground, SLUG, what=what, teacher=pk)

        first = words(name.full, report_href(ground, SLUG, teacher=employee))
        lines.append(Line((first, number(len(courses)), *columns.cells(counts, href))))
    together = pooled(one.counts for one in marks)

    def all_href(what: str) -> str:
        return rows_href(ground, "summary", what=what)

    if lines:
        sums = (words(_("School")), number(len(ground.courses)))
        lines.append(sum_line((*sums, *columns.cells(together, all_href))))
    return report(
        ground,
        slug=SLUG,
        title=_("Reports of the teachers"),
        tables=(
            Table(
                heads=(Head(_("Teacher"), is_text=True), Head(_("Journals")), *columns.heads),
                lines=tuple(lines),
                empty=_("No teacher has a course in this period."),
            ),
        ),
        warnings=() if together.has_marks else (no_marks(),),
        notes=(
            *formula_notes(ground.na),
            *without_marks_note(ground, list(ground.classes)),
        ),
        signers=((_("Deputy director"), ""),),
        is_wide=True,
    )


def _by_course(marks: Sequence[MarksOf]) -> dict[int, Counts]:
    found: dict[int, list[Counts]] = {}
    for one in marks:
        if one.course_id is not None:
            found.setdefault(one.course_id, []).append(one.counts)
    return {pk: pooled(some) for pk, some in found.items()}
