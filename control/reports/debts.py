"""Debts: works that students owe, and subjects failed for a year."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from control.queries.reports.debts import AcademicDebt, academic_debts
from control.queries.reports.ground import ClassRef, Ground
from control.reports.links import report_href, student_href
from control.reports.parts import report
from control.reports.table import Cell, Head, Line, Report, Table, number, sum_line, words
from journal.queries.debts import Debt, debts_of_classes

SLUG = "debts"
MOST = 1000


def debts_report(ground: Ground) -> Report:
    """Of what this person may see, narrowed by class, teacher and subject."""
    works = _works(ground)
    years = [one for one in academic_debts(ground) if _is_asked_year(ground, one)]
    school_class = ground.chosen_class()
    teacher = ground.teachers.get(ground.asked.teacher or 0) if ground.sees_all else None
    facts = [(_("Works owed"), str(len(works))), (_("Academic debts"), str(len(years)))]
    if school_class:
        facts.insert(0, (_("Class"), school_class.name))
    if teacher:
        facts.insert(0, (_("Teacher"), teacher.full))
    return report(
        ground,
        slug=SLUG,
        title=_("Debts"),
        facts=tuple(facts),
        tables=(
            _sums_table(ground, works),
            _works_table(ground, works),
            _years_table(ground, years),
        ),
        notes=(
            _(
                "Works owed: missed and not written later, or marked «·». Academic debt: a 2, н/а "
                "or незач for a year that was not passed since (273-FZ, art. 58)."
            ),
        ),
        signers=((_("Deputy director"), ""),),
        is_wide=True,
    )


def _works(ground: Ground) -> list[Debt]:
    """Works owed of the period's lessons, as far as this person may see."""
    period, asked = ground.period, ground.asked
    if period is None:
        return []
    school_class = ground.chosen_class()
    classes = [school_class] if school_class else _classes(ground)
    found = debts_of_classes(
        [one.pk for one in classes],
        year_id=period.year_id,
        school_id=ground.here.school.pk,
        first=period.first,
        last=period.last,
        now=ground.now,
    )
    return [
        one
        for one in found
        if ground.sees(one.class_id, one.course_id)
        and (not asked.subject or ground.course_by_id[one.course_id].subject_id == asked.subject)
        and _is_of_teacher(ground, one.course_id)
    ]


def _is_of_teacher(ground: Ground, course_id: int) -> bool:
    if not (ground.asked.teacher and ground.sees_all):
        return True
    course = ground.course_by_id.get(course_id)
    return course is not None and ground.asked.teacher in course.teacher_ids


def _classes(ground: Ground) -> list[ClassRef]:
    """Classes whose students may owe something here: all of them, or those one leads or teaches."""
    if ground.sees_all:
        return list(ground.classes)
    taught = {one.class_id for one in ground.courses_of(ground.employee_id or 0)}
    if None in taught:
        return list(ground.classes)
    return [one for one in ground.classes if one.pk in taught | ground.class_ids]


def _is_asked_year(ground: Ground, one: AcademicDebt) -> bool:
    asked, school_class = ground.asked, ground.chosen_class()
    if school_class and one.class_id != school_class.pk:
        return False
    if asked.subject and one.subject_id != asked.subject:
        return False
    courses = [
        course
        for course in ground.courses
        if course.subject_id == one.subject_id and course.class_id in (one.class_id, None)
    ]
    if asked.teacher and ground.sees_all:
        return any(asked.teacher in course.teacher_ids for course in courses)
    return ground.sees(one.class_id, None) or any(
        ground.employee_id in course.teacher_ids for course in courses
    )


def _sums_table(ground: Ground, works: Sequence[Debt]) -> Table:
    """How many by the class the student is in."""
    by_class: dict[int | None, list[Debt]] = {}
    for one in works:
        by_class.setdefault(one.class_id, []).append(one)
    lines = []
    for school_class in ground.classes:
        some = by_class.get(school_class.pk)
        if some:
            href = report_href(
                ground,
                SLUG,
                school_class=school_class.pk if school_class in ground.seen_classes else None,
                teacher=ground.asked.teacher,
                subject=ground.asked.subject,
            )
            lines.append(Line((words(school_class.name, href), *_sums(some))))
    if lines:
        lines.append(sum_line((words(_("Together")), *_sums(works))))
    return Table(
        title=_("Works owed by class"),
        heads=(
            Head(_("Class"), is_text=True),
            Head(_("Students")),
            Head(_("Works")),
            Head(_("Overdue")),
        ),
        lines=tuple(lines),
        empty=_("Nobody owes a work."),
    )


def _sums(works: Sequence[Debt]) -> list[Cell]:
    return [
        number(len({one.student_id for one in works})),
        number(len(works)),
        number(sum(one.is_overdue for one in works), tone="bad"),
    ]


def _works_table(ground: Ground, works: Sequence[Debt]) -> Table:
    lines = []
    for n, one in enumerate(works[:MOST], start=1):
        path = reverse("journal:lesson", args=[ground.here.school.pk, one.lesson_id])
        lines.append(
            Line(
                (
                    number(n),
                    words(one.student, student_href(ground, one.class_id, one.student_id)),
                    words(one.group),
                    words(one.subject),
                    words(one.name),
                    Cell(one.day, href=path),
                    words(one.sign),
                    Cell(one.due_day),
                    words(_("overdue") if one.is_overdue else "", tone="bad"),
                )
            )
        )
    cut = _("The first %(n)d of %(all)d are shown.") % {"n": MOST, "all": len(works)}
    return Table(
        title=_("Works owed"),
        heads=(
            Head("№"),
            Head(_("Student"), is_text=True),
            Head(_("Class or group"), is_text=True),
            Head(_("Subject"), is_text=True),
            Head(_("Work"), is_text=True),
            Head(_("Held on"), is_text=True),
            Head(_("In the journal"), is_text=True),
            Head(_("To be written by"), is_text=True),
            Head(_("State"), is_text=True),
        ),
        lines=tuple(lines),
        empty=_("Nobody owes a work."),
        note=cut if len(works) > MOST else "",
    )


def _years_table(ground: Ground, debts: Sequence[AcademicDebt]) -> Table:
    lines = [
        Line(
            (
                number(n),
                words(one.name.full, student_href(ground, one.class_id, one.student_id)),
                words(ground.class_by_id[one.class_id].name),
                words(ground.subjects[one.subject_id]),
                words(one.year),
                words(one.value.text),
            )
        )
        for n, one in enumerate(debts[:MOST], start=1)
    ]
    return Table(
        title=_("Academic debts"),
        heads=(
            Head("№"),
            Head(_("Student"), is_text=True),
            Head(_("Class"), is_text=True),
            Head(_("Subject"), is_text=True),
            Head(_("Failed in"), is_text=True),
            Head(_("Mark"), is_text=True),
        ),
        lines=tuple(lines),
        empty=_("Nobody has an academic debt."),
    )
